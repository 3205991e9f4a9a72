/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Signing in at a real OpenID provider (npm: oidc-provider), by a browser with cookies and the real
 * listener on loopback, to a real MCP server behind it: tests/e2e/oauth-peer.mjs. */

#include "config.h"

#include <libdex.h>
#include <libsoup/soup.h>
#include <string.h>

#include "salon-mcp-auth-memory-store.h"
#include "salon-mcp-auth-session.h"
#include "salon-mcp-client.h"
#include "salon-mcp-http-transport.h"
#include "salon-mcp-tool-result.h"

#define TOKEN_SECONDS "2"
#define WATCHDOG_SECONDS 60

/* A browser: it keeps cookies and follows where it is sent, back to the listener in the end. */
#define TEST_TYPE_BROWSER (browser_get_type ())

G_DECLARE_FINAL_TYPE (Browser, browser, TEST, BROWSER, GObject)

struct _Browser
{
  GObject      parent_instance;

  SoupSession *session;
  guint        n_plans;
  guint        n_visits;
  gboolean     was_step_up;
};

static void user_agent_iface_init (SalonMcpAuthUserAgentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (Browser, browser, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_MCP_AUTH_USER_AGENT,
                                                      user_agent_iface_init))

static void
browser_finalize (GObject *object)
{
  g_clear_object (&TEST_BROWSER (object)->session);
  G_OBJECT_CLASS (browser_parent_class)->finalize (object);
}

static void
browser_class_init (BrowserClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = browser_finalize;
}

static void
browser_init (Browser *self)
{
  self->session = soup_session_new ();
  soup_session_add_feature_by_type (self->session, SOUP_TYPE_COOKIE_JAR);
}

static DexFuture *
browser_confirm (SalonMcpAuthUserAgent *agent,
                 SalonMcpAuthPlan      *plan)
{
  Browser *self = TEST_BROWSER (agent);

  self->n_plans++;
  self->was_step_up = salon_mcp_auth_plan_is_step_up (plan);
  return dex_future_new_true ();
}

static void
on_visited_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) page = soup_session_send_and_read_finish (SOUP_SESSION (object), result,
                                                               &error);

  g_assert_no_error (error);
  g_object_unref (user_data);
}

static DexFuture *
browser_open_uri (SalonMcpAuthUserAgent *agent,
                  const char            *uri)
{
  Browser *self = TEST_BROWSER (agent);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);

  self->n_visits++;
  soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT, NULL, on_visited_cb,
                                    g_object_ref (self));
  return dex_future_new_true ();
}

static void
user_agent_iface_init (SalonMcpAuthUserAgentInterface *iface)
{
  iface->confirm = browser_confirm;
  iface->open_uri = browser_open_uri;
}

/* The peer, and what it tells. */

typedef struct
{
  GSubprocess      *process;
  GDataInputStream *output;
  GPtrArray        *events;   /* of SalonJsonDocument */
  char             *url;
} Peer;

static const char *
get_text (SalonJsonDocument *event,
          const char        *name)
{
  return salon_json_as_string (
    salon_json_get_member (salon_json_document_get_root (event), name));
}

static guint
peer_count (Peer       *self,
            const char *what,
            const char *name,
            const char *value)
{
  guint count = 0;

  for (guint i = 0; i < self->events->len; i++)
    {
      SalonJsonDocument *event = g_ptr_array_index (self->events, i);

      count += g_strcmp0 (get_text (event, "what"), what) == 0 &&
               (name == NULL || g_strcmp0 (get_text (event, name), value) == 0);
    }
  return count;
}

static void on_line_cb (GObject      *object,
                        GAsyncResult *result,
                        gpointer      user_data);

static void
read_on (Peer *self)
{
  g_data_input_stream_read_line_async (self->output, G_PRIORITY_DEFAULT, NULL, on_line_cb, self);
}

static void
on_line_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  Peer *self = user_data;
  g_autofree char *line = g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (object),
                                                                     result, NULL, NULL);
  SalonJsonDocument *event = NULL;

  if (line == NULL)
    return;
  g_test_message ("%s", line);
  event = salon_json_document_parse (line, -1, NULL, NULL);
  if (event != NULL)
    g_ptr_array_add (self->events, event);
  if (event != NULL && g_strcmp0 (get_text (event, "what"), "ready") == 0)
    self->url = g_strdup (get_text (event, "url"));
  read_on (self);
}

static void
peer_start (Peer       *self,
            const char *folder)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "e2e", "oauth-peer.mjs", NULL);
  g_autoptr (GError) error = NULL;

  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_json_document_unref);
  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                    &error, "node", script, folder, TOKEN_SECONDS, NULL);
  g_assert_no_error (error);
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  read_on (self);
  while (self->url == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
peer_tell (Peer       *self,
           const char *line)
{
  GOutputStream *input = g_subprocess_get_stdin_pipe (self->process);
  guint n_moves = peer_count (self, "moved", NULL, NULL);

  g_assert_true (g_output_stream_write_all (input, line, strlen (line), NULL, NULL, NULL));
  while (peer_count (self, "moved", NULL, NULL) == n_moves)
    g_main_context_iteration (NULL, TRUE);
}

static void
peer_stop (Peer *self)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&self->output);
  g_clear_object (&self->process);
  g_ptr_array_unref (self->events);
  g_free (self->url);
}

/* The client. */

static gboolean
await (DexFuture  *future,
       GError    **error)
{
  gboolean success = FALSE;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  success = dex_future_get_value (future, error) != NULL;
  dex_unref (future);
  return success;
}

static char *
call (SalonMcpClient  *client,
      const char      *tool,
      GError         **error)
{
  g_autoptr (SalonMcpExchange) exchange = salon_mcp_client_call_tool (client, tool, NULL);
  g_autoptr (DexFuture) result = salon_mcp_exchange_await_tool_result (exchange);

  if (!await (dex_ref (result), error))
    return NULL;
  return salon_mcp_tool_result_dup_text (
    g_value_get_object (dex_future_get_value (result, NULL)));
}

static void
let_expire (void)
{
  await (salon_clock_sleep (salon_clock_get_system (), 2500 * G_TIME_SPAN_MILLISECOND), NULL);
}

static G_NORETURN gboolean
on_watchdog_cb (gpointer user_data)
{
  g_error ("This takes longer than %d seconds", WATCHDOG_SECONDS);
}

static void
play (Peer                *peer,
      Browser             *browser,
      SalonMcpAuthSession *session,
      SalonMcpClient      *client)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autofree char *fourth = NULL;
  guint n_refreshes = 0;

  /* Sign in. */
  g_assert_true (await (salon_mcp_client_open (client), &error));
  first = call (client, "whoami", &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (first, "tester may"));
  g_assert_nonnull (strstr (first, "mcp:tools"));
  g_assert_cmpuint (browser->n_visits, ==, 1);
  g_assert_cmpuint (peer_count (peer, "registered", "type", "native"), ==, 1);

  /* The token expires: nobody notices. */
  let_expire ();
  n_refreshes = peer_count (peer, "grant", "type", "refresh_token");
  second = call (client, "whoami", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (peer_count (peer, "grant", "type", "refresh_token"), >, n_refreshes);
  g_assert_cmpuint (browser->n_visits, ==, 1);

  /* More rights. */
  third = call (client, "purge", &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (third, "mcp:admin"));
  g_assert_nonnull (strstr (third, "mcp:tools"));
  g_assert_true (browser->was_step_up);
  g_assert_cmpuint (browser->n_visits, ==, 2);

  /* The authorization server moves. */
  peer_tell (peer, "move\n");
  fourth = call (client, "whoami", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (browser->n_visits, ==, 3);
  g_assert_cmpuint (peer_count (peer, "called", "at", "second"), ==, 1);
  g_assert_cmpuint (peer_count (peer, "registered", "at", "second"), ==, 1);
  g_assert_cmpuint (peer_count (peer, "grant-refused", NULL, NULL), ==, 0);

  /* Sign out. */
  g_assert_true (await (salon_mcp_auth_session_sign_out (session), &error));
  g_assert_null (salon_mcp_auth_session_get_problem (session));
  g_assert_cmpint (salon_mcp_auth_session_get_state (session), ==, SALON_MCP_AUTH_NEEDED);
  g_free (call (client, "whoami", &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (browser->n_visits, ==, 3);
}

static void
test_real_provider (void)
{
  const char *folder = g_getenv ("SALON_NPM_SERVERS");
  g_autofree char *provider = g_build_filename (folder != NULL ? folder : "", "node_modules",
                                                "oidc-provider", NULL);
  g_autoptr (SalonHttpClient) http_client = NULL;
  g_autoptr (SalonMcpAuthMemoryStore) store = NULL;
  g_autoptr (SalonMcpAuthSettings) settings = NULL;
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (SalonMcpHttpTransport) transport = NULL;
  g_autoptr (SalonMcpClient) client = NULL;
  g_autoptr (Browser) browser = NULL;
  Peer peer = { 0 };
  guint watchdog = 0;

  if (!g_file_test (provider, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("oidc-provider is not installed (tests/interop/install)");
      return;
    }
  watchdog = g_timeout_add_seconds (WATCHDOG_SECONDS, on_watchdog_cb, NULL);
  peer_start (&peer, folder);
  http_client = salon_http_client_new ();
  store = salon_mcp_auth_memory_store_new ();
  settings = salon_mcp_auth_settings_new ();
  browser = g_object_new (TEST_TYPE_BROWSER, NULL);
  session = salon_mcp_auth_session_new (peer.url, settings, SALON_MCP_AUTH_STORE (store),
                                        SALON_MCP_AUTH_USER_AGENT (browser), http_client, NULL);
  transport = salon_mcp_http_transport_new (peer.url, NULL, http_client, NULL);
  salon_mcp_http_transport_set_authorizer (transport, SALON_MCP_AUTHORIZER (session));
  client = salon_mcp_client_new (SALON_MCP_TRANSPORT (transport), NULL, NULL);
  play (&peer, browser, session, client);
  await (salon_mcp_client_close (client), NULL);
  peer_stop (&peer);
  g_source_remove (watchdog);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();
  g_test_add_func ("/interop/oauth/signs-in-renews-steps-up-moves-and-signs-out",
                   test_real_provider);
  return g_test_run ();
}
