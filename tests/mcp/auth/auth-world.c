/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include "auth-world.h"

#include <stdlib.h>
#include <string.h>

#include "salon-mcp-auth-form.h"

#define RESOURCE_PATH "/.well-known/oauth-protected-resource"
#define REDIRECT_URI "http://127.0.0.1:49216/callback"

#define HONEST_CHALLENGE "Bearer resource_metadata=\"$ORIGIN" RESOURCE_PATH "/mcp\""
#define HONEST_RESOURCE \
  "{\"resource\":\"$MCP\",\"authorization_servers\":[\"$AS\"],\"scopes_supported\":[\"files\"]}"
#define HONEST_SERVER \
  "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\"," \
  "\"token_endpoint\":\"$AS/token\",\"registration_endpoint\":\"$AS/register\"," \
  "\"code_challenge_methods_supported\":[\"S256\"]," \
  "\"token_endpoint_auth_methods_supported\":[\"none\"]," \
  "\"authorization_response_iss_parameter_supported\":true}"
#define HONEST_REGISTRATION "{\"client_id\":\"client-1\",\"redirect_uris\":[\"$REDIRECT\"]}"
#define HONEST_ANSWER "code=" AUTH_WORLD_CODE "&state=$STATE&iss=$AS"
#define HONEST_TOKEN \
  "{\"access_token\":\"" AUTH_WORLD_TOKEN "\",\"token_type\":\"Bearer\",\"expires_in\":3600," \
  "\"refresh_token\":\"" AUTH_WORLD_REFRESH "\"}"

/* The user. */

#define AUTH_TYPE_YES_SAYER (auth_yes_sayer_get_type ())

G_DECLARE_FINAL_TYPE (AuthYesSayer, auth_yes_sayer, AUTH, YES_SAYER, GObject)

struct _AuthYesSayer
{
  GObject    parent_instance;
  AuthWorld *world;
};

static void agent_iface_init (SalonMcpAuthUserAgentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AuthYesSayer, auth_yes_sayer, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_MCP_AUTH_USER_AGENT,
                                                      agent_iface_init))

static void
auth_yes_sayer_class_init (AuthYesSayerClass *klass)
{
}

static void
auth_yes_sayer_init (AuthYesSayer *self)
{
}

static DexFuture *
auth_yes_sayer_confirm (SalonMcpAuthUserAgent *agent,
                        SalonMcpAuthPlan      *plan)
{
  AuthWorld *world = AUTH_YES_SAYER (agent)->world;
  g_autofree char *scopes = g_strjoinv (" ", (char **) salon_mcp_auth_plan_get_scopes (plan));

  world->counts[AUTH_STAGE_PLAN]++;
  g_free (world->plan);
  world->plan = g_strdup_printf ("%s|%s|%s|%s", salon_mcp_auth_plan_get_server_host (plan),
                                 salon_mcp_auth_plan_get_issuer_host (plan),
                                 salon_mcp_auth_plan_get_authorization_host (plan), scopes);
  return dex_future_new_for_boolean (TRUE);
}

static char *
auth_yes_sayer_dup_redirect_uri (SalonMcpAuthUserAgent *agent)
{
  return AUTH_YES_SAYER (agent)->world->visits != NULL ? NULL : g_strdup (REDIRECT_URI);
}

/* The browser, or several that take themselves for it, all at the same moment. */
static DexFuture *
auth_yes_sayer_visit (AuthWorld            *world,
                      const char           *state,
                      SalonMcpAuthCallback *callback)
{
  const char *uri = salon_mcp_auth_callback_get_redirect_uri (callback);
  guint16 port = auth_browser_port_of (uri);
  DexFuture *answer = salon_mcp_auth_callback_wait (callback, state);
  guint i;

  for (i = 0; world->visits[i] != NULL; i++)
    {
      g_autofree char *query = auth_world_fill_in (world, world->visits[i]);
      g_autofree char *text = g_strdup_printf ("GET /callback?%s HTTP/1.1\r\n"
                                               "Host: 127.0.0.1:%u\r\n\r\n", query, port);
      AuthBrowser *browser = auth_browser_new (G_SOCKET_FAMILY_IPV4, port);

      g_assert_nonnull (browser);
      auth_browser_send (browser, text, -1);
      g_ptr_array_add (world->browsers, browser);
    }

  return answer;
}

static DexFuture *
auth_yes_sayer_authorize (SalonMcpAuthUserAgent *agent,
                          const char            *authorization_url,
                          const char            *state,
                          SalonMcpAuthCallback  *callback)
{
  AuthWorld *world = AUTH_YES_SAYER (agent)->world;
  const char *query = strchr (authorization_url, '?');
  g_autofree char *answer = NULL;
  g_autofree char *location = NULL;
  SalonMcpAuthResponse *response;
  GError *error = NULL;

  world->counts[AUTH_STAGE_BROWSER]++;
  g_clear_pointer (&world->query, g_hash_table_unref);
  world->query = salon_mcp_auth_form_decode (query + 1, &error);
  g_assert_no_error (error);
  g_hash_table_insert (world->names, g_strdup ("$STATE"), g_strdup (state));
  if (callback != NULL)
    return auth_yes_sayer_visit (world, state, callback);

  answer = auth_world_fill_in (world, world->lies.answer != NULL ? world->lies.answer
                                                                 : HONEST_ANSWER);
  if (strstr (answer, "://") != NULL && strchr (answer, '=') > strstr (answer, "://"))
    location = g_strdup (answer);
  else
    location = g_strconcat (REDIRECT_URI "?", answer, NULL);

  response = salon_mcp_auth_response_new_from_redirect (location, REDIRECT_URI, &error);
  if (response == NULL)
    return dex_future_new_for_error (error);
  return dex_future_new_take_boxed (SALON_TYPE_MCP_AUTH_RESPONSE, response);
}

static void
agent_iface_init (SalonMcpAuthUserAgentInterface *iface)
{
  iface->confirm = auth_yes_sayer_confirm;
  iface->dup_redirect_uri = auth_yes_sayer_dup_redirect_uri;
  iface->authorize = auth_yes_sayer_authorize;
}

/* The servers. */

char *
auth_world_fill_in (AuthWorld  *self,
                    const char *text)
{
  g_autoptr(GString) filled = g_string_new (text);
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  g_hash_table_iter_init (&iter, self->names);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_string_replace (filled, name, value, 0);

  return g_string_free_and_steal (g_steal_pointer (&filled));
}

static void
say (AuthWorld       *self,
     HttpPeerRequest *request,
     guint            status,
     const char      *lie,
     const char      *honest)
{
  g_autofree char *text = auth_world_fill_in (self, lie != NULL ? lie : honest);
  g_auto(GStrv) words = NULL;
  g_autofree char *headers = NULL;
  const char *line;
  const char *end;

  if (g_str_equal (text, "HANG") || g_str_equal (text, "DRIP"))
    {
      self->n_hangs++;
      if (g_str_equal (text, "DRIP"))
        {
          http_peer_begin_stream (request, NULL);
          http_peer_send (request, "{\"issuer\":");
        }
      return;
    }

  if (!g_str_has_prefix (text, "HTTP "))
    {
      http_peer_respond (request, status, NULL, "application/json", text);
      return;
    }

  /* “HTTP 302 text/html”, header lines, an empty line, a body. */
  line = strchr (text, '\n');
  end = strstr (text, "\n\n");
  g_assert_nonnull (end);
  words = g_strsplit (text, " ", 3);
  headers = g_strndup (line + 1, (gsize) MAX (end - line, 0));
  if (words[2] != NULL)
    words[2][strcspn (words[2], "\n")] = '\0';
  {
    g_autoptr(GString) lines = g_string_new (headers);

    g_string_replace (lines, "\n", "\r\n", 0);
    if (lines->len > 0 && !g_str_has_suffix (lines->str, "\r\n"))
      g_string_append (lines, "\r\n");
    http_peer_respond (request, (guint) atoi (words[1]), lines->len > 2 ? lines->str : NULL,
                       words[2] != NULL ? words[2] : "application/json", end + 2);
  }
}

static void
on_mcp_request (HttpPeerRequest *request,
                gpointer         user_data)
{
  AuthWorld *self = user_data;

  /* Signing in has no business anywhere else there. */
  g_assert_true (g_str_has_prefix (request->path, RESOURCE_PATH) ||
                 g_str_has_prefix (request->path, "/loop") ||
                 g_str_has_prefix (request->path, "/.well-known/oauth-authorization-server"));
  g_assert_null (http_peer_header (request, "authorization"));
  self->counts[AUTH_STAGE_RESOURCE]++;
  say (self, request, 200, self->lies.resource, HONEST_RESOURCE);
}

static void
on_as_request (HttpPeerRequest *request,
               gpointer         user_data)
{
  AuthWorld *self = user_data;

  if (g_str_has_prefix (request->path, "/.well-known/") || g_str_equal (request->path, "/loop"))
    {
      self->counts[AUTH_STAGE_SERVER]++;
      say (self, request, 200, self->lies.server, HONEST_SERVER);
    }
  else if (g_str_equal (request->path, "/register"))
    {
      self->counts[AUTH_STAGE_REGISTRATION]++;
      g_set_str (&self->registered, request->body);
      say (self, request, 201, self->lies.registration, HONEST_REGISTRATION);
    }
  else if (g_str_equal (request->path, "/token"))
    {
      self->counts[AUTH_STAGE_TOKEN]++;
      g_clear_pointer (&self->form, g_hash_table_unref);
      self->form = salon_mcp_auth_form_decode (request->body, NULL);
      g_set_str (&self->authorization, http_peer_header (request, "authorization"));
      say (self, request, 200, self->lies.token, HONEST_TOKEN);
    }
  else
    {
      http_peer_respond (request, 404, NULL, "application/json", "{}");
    }
}

static void
on_evil_request (HttpPeerRequest *request,
                 gpointer         user_data)
{
  AuthWorld *self = user_data;

  say (self, request, 200, self->lies.evil, "{}");
}

static guint16
port_of (HttpPeer *peer)
{
  g_autoptr(GUri) uri = g_uri_parse (http_peer_get_url (peer), G_URI_FLAGS_NONE, NULL);

  return (guint16) g_uri_get_port (uri);
}

G_GNUC_PRINTF (3, 4)
static void
name (AuthWorld  *self,
      const char *word,
      const char *format,
      ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_hash_table_insert (self->names, g_strdup (word), g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static void
auth_world_name_all (AuthWorld *self)
{
  g_autofree char *filler = g_strnfill (300 * 1024, 'x');
  g_autofree char *open = g_strnfill (100, '[');
  g_autofree char *close = g_strnfill (100, ']');
  g_autoptr(GString) thousand = g_string_new (NULL);
  guint i;

  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  name (self, "$MCP", "https://other.example:%u/mcp", auth_tunnel_get_port (self->mcp_tunnel));
  name (self, "$ORIGIN", "https://other.example:%u", auth_tunnel_get_port (self->mcp_tunnel));
  name (self, "$AS", "https://other.example:%u", auth_tunnel_get_port (self->as_tunnel));
  name (self, "$EVIL", "https://other.example:%u", auth_tunnel_get_port (self->evil_tunnel));
  name (self, "$PORT", "%u", port_of (self->inside));
  name (self, "$REDIRECT", "%s", REDIRECT_URI);
  name (self, "$STATE", "none");
  name (self, "$BIG", "%s", filler);
  name (self, "$DEEP", "%s%s", open, close);
  name (self, "$LONG", "%.5000s", filler);
  for (i = 0; i < 1000; i++)
    g_string_append_printf (thousand, "%s\"https://127.0.0.1:%u/%u\"", i > 0 ? "," : "[",
                            port_of (self->inside), i);
  name (self, "$THOUSAND", "%s]", thousand->str);
}

void
auth_world_restart (AuthWorld *self)
{
  mcp_test_settle ();
  g_clear_object (&self->session);
  self->session = salon_mcp_auth_session_new (g_hash_table_lookup (self->names, "$MCP"),
                                              self->settings, self->store,
                                              SALON_MCP_AUTH_USER_AGENT (self->agent),
                                              self->http_client, SALON_CLOCK (self->clock));
}

void
auth_world_init (AuthWorld *self)
{
  g_autoptr(GTlsDatabase) database = auth_tunnel_dup_database ();

  self->mcp = http_peer_new (on_mcp_request, self);
  self->as = http_peer_new (on_as_request, self);
  self->evil = http_peer_new (on_evil_request, self);
  self->inside = http_peer_new (on_evil_request, self);
  self->mcp_tunnel = auth_tunnel_new (port_of (self->mcp));
  self->as_tunnel = auth_tunnel_new (port_of (self->as));
  self->evil_tunnel = auth_tunnel_new (port_of (self->evil));
  auth_world_name_all (self);

  self->real_resolver = g_resolver_get_default ();
  self->resolver = auth_resolver_new ();
  auth_resolver_add (self->resolver, "other.example", "127.0.0.1");
  auth_resolver_add (self->resolver, "loop.example", "127.0.0.1");
  auth_resolver_add (self->resolver, "six.example", "::1");
  auth_resolver_add (self->resolver, "private.example", "192.168.7.7");
  auth_resolver_add (self->resolver, "meta.example", "169.254.169.254");
  auth_resolver_add (self->resolver, "mixed.example", "93.184.216.34 127.0.0.1");
  auth_resolver_add (self->resolver, "public.example", "93.184.216.34");
  g_resolver_set_default (G_RESOLVER (self->resolver));

  self->clock = salon_manual_clock_new ();
  salon_manual_clock_set_real_time (self->clock, 1700000000 * G_TIME_SPAN_SECOND);
  self->http_client = salon_http_client_new ();
  salon_http_client_set_tls_database (self->http_client, database);
  self->store = SALON_MCP_AUTH_STORE (salon_mcp_auth_memory_store_new ());
  if (self->settings == NULL)
    self->settings = salon_mcp_auth_settings_new ();
  self->browsers = g_ptr_array_new_with_free_func ((GDestroyNotify) auth_browser_free);
  self->agent = g_object_new (AUTH_TYPE_YES_SAYER, NULL);
  AUTH_YES_SAYER (self->agent)->world = self;
  auth_world_restart (self);
}

void
auth_world_clear (AuthWorld *self)
{
  mcp_test_settle ();
  g_ptr_array_unref (self->browsers);
  /* Whatever came of it: nobody came in here. */
  g_assert_cmpuint (http_peer_get_n_requests (self->inside), ==, 0);

  g_assert_finalize_object (self->session);
  g_object_unref (self->agent);
  g_object_unref (self->store);
  g_object_unref (self->http_client);
  salon_mcp_auth_settings_unref (self->settings);
  auth_tunnel_free (self->mcp_tunnel);
  auth_tunnel_free (self->as_tunnel);
  auth_tunnel_free (self->evil_tunnel);
  http_peer_free (self->mcp);
  http_peer_free (self->as);
  http_peer_free (self->evil);
  http_peer_free (self->inside);
  g_object_unref (self->clock);
  g_resolver_set_default (self->real_resolver);
  g_object_unref (self->real_resolver);
  g_object_unref (self->resolver);
  g_hash_table_unref (self->names);
  g_clear_pointer (&self->form, g_hash_table_unref);
  g_clear_pointer (&self->query, g_hash_table_unref);
  g_free (self->plan);
  g_free (self->authorization);
  g_free (self->registered);
}

typedef struct
{
  AuthWorld *world;
  DexFuture *future;
} Waiting;

static gboolean
is_over (gpointer user_data)
{
  Waiting *waiting = user_data;

  if (waiting->world->n_hangs > 0)
    {
      waiting->world->n_hangs = 0;
      mcp_test_settle ();
      salon_manual_clock_advance (waiting->world->clock, 31 * G_TIME_SPAN_SECOND);
    }

  return !dex_future_is_pending (waiting->future);
}

char *
auth_world_dup_credentials (AuthWorld *self)
{
  const char *url = g_hash_table_lookup (self->names, "$MCP");
  const SalonMcpAuthorizerRequest request = { "POST", url, "{}", "tools/call x" };
  Waiting waiting = { self, NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(DexFuture) future = NULL;
  const GValue *value;

  future = salon_mcp_authorizer_get_headers (SALON_MCP_AUTHORIZER (self->session), &request);
  waiting.future = future;
  mcp_test_run_until (is_over, &waiting);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  return g_strdup (g_hash_table_lookup (g_value_get_boxed (value), "Authorization"));
}

gboolean
auth_world_refuse (AuthWorld   *self,
                   guint        status,
                   const char  *challenge,
                   GError     **error)
{
  const char *url = g_hash_table_lookup (self->names, "$MCP");
  const char *chosen = challenge != NULL ? challenge : self->lies.challenge;
  g_autofree char *header = auth_world_fill_in (self, chosen != NULL ? chosen : HONEST_CHALLENGE);
  const SalonMcpAuthorizerRequest request = { "POST", url, "{}", "tools/call x" };
  g_autoptr(GHashTable) credentials = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  const SalonMcpAuthorizerRefusal refusal = {
    status, header, self->nonce, credentials, self->attempt
  };
  char *carried = auth_world_dup_credentials (self);
  Waiting waiting = { self, NULL };
  g_autoptr(DexFuture) future = NULL;
  const GValue *value;

  if (carried != NULL)
    g_hash_table_insert (credentials, (gpointer) "Authorization", carried);
  future = salon_mcp_authorizer_handle_refusal (SALON_MCP_AUTHORIZER (self->session), &request,
                                                &refusal);
  waiting.future = future;
  mcp_test_run_until (is_over, &waiting);
  value = dex_future_get_value (future, error);
  return value != NULL && g_value_get_boolean (value);
}

void
auth_world_accept (AuthWorld *self)
{
  const char *url = g_hash_table_lookup (self->names, "$MCP");
  const SalonMcpAuthorizerRequest request = { "POST", url, "{}", "tools/call x" };

  salon_mcp_authorizer_take_answer (SALON_MCP_AUTHORIZER (self->session), &request, self->nonce);
}

void
auth_world_assert_fit (AuthWorld  *self,
                       const char *sentence)
{
  static const char * const secrets[] = {
    AUTH_WORLD_CODE, AUTH_WORLD_TOKEN, AUTH_WORLD_REFRESH,
  };
  const char *verifier = self->form != NULL ? g_hash_table_lookup (self->form, "code_verifier")
                                            : NULL;
  const char *p;
  guint i;

  g_assert_nonnull (sentence);
  g_assert_true (g_utf8_validate (sentence, -1, NULL));
  /* Whole, and not a novel. */
  g_assert_cmpint (g_utf8_strlen (sentence, -1), >, 20);
  g_assert_cmpint (g_utf8_strlen (sentence, -1), <, 900);
  for (i = 0; i < G_N_ELEMENTS (secrets); i++)
    g_assert_null (strstr (sentence, secrets[i]));
  g_assert_true (verifier == NULL || strstr (sentence, verifier) == NULL);

  for (p = sentence; *p != '\0'; p = g_utf8_next_char (p))
    {
      GUnicodeType type = g_unichar_type (g_utf8_get_char (p));

      g_assert_true (type != G_UNICODE_CONTROL && type != G_UNICODE_FORMAT &&
                     type != G_UNICODE_LINE_SEPARATOR && type != G_UNICODE_PARAGRAPH_SEPARATOR);
    }
}
