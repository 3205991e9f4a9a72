/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-fetcher.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-core-error.h"
#include "salon-mcp-auth-error.h"
#include "salon-mcp-auth-form.h"
#include "salon-mcp-auth-lookup-private.h"
#include "salon-mcp-auth-target-private.h"
#include "salon-mcp-auth-text.h"

struct _SalonMcpAuthFetcher
{
  GObject             parent_instance;

  char               *server_url;
  SalonMcpAuthPolicy  policy;
  SalonHttpClient    *http_client;
  SalonClock         *clock;
  GResolver          *resolver;
};

G_DEFINE_FINAL_TYPE (SalonMcpAuthFetcher, salon_mcp_auth_fetcher, G_TYPE_OBJECT)

/* One thing to fetch, redirects included. */
typedef struct
{
  gatomicrefcount      ref_count;
  SalonMcpAuthFetcher *fetcher;
  char                *method;
  char                *url;
  char                *protocol_version;
  char               **headers;
  char                *content_type;
  GBytes              *body;
  /* Whom everybody is waiting for, for the sentence when the time is over. */
  char                *host;
} Fetch;

/* The headers of an answer that signing in looks at. */
static const char * const kept_headers[] = {
  "cache-control", "content-type", "date", "dpop-nonce", "location", "retry-after",
  "www-authenticate",
};

static Fetch *
fetch_ref (Fetch *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
fetch_unref (gpointer data)
{
  Fetch *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_object (&self->fetcher);
  g_free (self->method);
  g_free (self->url);
  g_free (self->protocol_version);
  g_strfreev (self->headers);
  g_free (self->content_type);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->host);
  g_free (self);
}

static void
salon_mcp_auth_fetcher_dispose (GObject *object)
{
  SalonMcpAuthFetcher *self = SALON_MCP_AUTH_FETCHER (object);

  g_clear_object (&self->http_client);
  g_clear_object (&self->clock);
  g_clear_object (&self->resolver);

  G_OBJECT_CLASS (salon_mcp_auth_fetcher_parent_class)->dispose (object);
}

static void
salon_mcp_auth_fetcher_finalize (GObject *object)
{
  SalonMcpAuthFetcher *self = SALON_MCP_AUTH_FETCHER (object);

  salon_mcp_auth_policy_clear (&self->policy);
  g_free (self->server_url);

  G_OBJECT_CLASS (salon_mcp_auth_fetcher_parent_class)->finalize (object);
}

static void
salon_mcp_auth_fetcher_class_init (SalonMcpAuthFetcherClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = salon_mcp_auth_fetcher_dispose;
  object_class->finalize = salon_mcp_auth_fetcher_finalize;
}

static void
salon_mcp_auth_fetcher_init (SalonMcpAuthFetcher *self)
{
}

/**
 * salon_mcp_auth_fetcher_new:
 * @server_url: the address of the MCP server, as the user has configured it
 * @allow_private: whether the user has allowed this server to send Salon into private networks
 * @http_client: what carries the requests
 * @clock: what time-outs go by
 *
 * Returns: (transfer full): a fetcher
 */
SalonMcpAuthFetcher *
salon_mcp_auth_fetcher_new (const char      *server_url,
                            gboolean         allow_private,
                            SalonHttpClient *http_client,
                            SalonClock      *clock)
{
  SalonMcpAuthFetcher *self;

  g_return_val_if_fail (server_url != NULL, NULL);
  g_return_val_if_fail (SALON_IS_HTTP_CLIENT (http_client), NULL);
  g_return_val_if_fail (SALON_IS_CLOCK (clock), NULL);

  self = g_object_new (SALON_TYPE_MCP_AUTH_FETCHER, NULL);
  self->server_url = g_strdup (server_url);
  self->http_client = g_object_ref (http_client);
  self->clock = g_object_ref (clock);
  salon_mcp_auth_policy_init (&self->policy, server_url, allow_private);

  return self;
}

/**
 * salon_mcp_auth_fetcher_get_server_url:
 * @self: a fetcher
 *
 * Returns: (transfer none): the address of the MCP server
 */
const char *
salon_mcp_auth_fetcher_get_server_url (SalonMcpAuthFetcher *self)
{
  g_return_val_if_fail (SALON_IS_MCP_AUTH_FETCHER (self), NULL);

  return self->server_url;
}

/**
 * salon_mcp_auth_fetcher_set_resolver:
 * @self: a fetcher
 * @resolver: (nullable): what looks up names from now on; %NULL for the system's
 */
void
salon_mcp_auth_fetcher_set_resolver (SalonMcpAuthFetcher *self,
                                     GResolver           *resolver)
{
  g_return_if_fail (SALON_IS_MCP_AUTH_FETCHER (self));
  g_return_if_fail (resolver == NULL || G_IS_RESOLVER (resolver));

  g_set_object (&self->resolver, resolver);
}

/**
 * salon_mcp_auth_fetcher_check_url:
 * @self: a fetcher
 * @url: an address that a server has given
 * @error: return location for an error
 *
 * Judges an address by its text alone: what it begins with, how it is written, and where it
 * leads if that is in it. For addresses that are opened elsewhere, and to fail early; whatever
 * is fetched is judged again, by what its host's name resolves to.
 *
 * Returns: whether it may be used; otherwise %SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS
 */
gboolean
salon_mcp_auth_fetcher_check_url (SalonMcpAuthFetcher  *self,
                                  const char           *url,
                                  GError              **error)
{
  g_autoptr(SalonMcpAuthTarget) target = NULL;

  g_return_val_if_fail (SALON_IS_MCP_AUTH_FETCHER (self), FALSE);
  g_return_val_if_fail (url != NULL, FALSE);

  target = salon_mcp_auth_target_new (url, error);
  return target != NULL && salon_mcp_auth_policy_check_text (&self->policy, target, error);
}

/* Judges where @target leads. Returns the addresses to connect to, which are empty when only a
 * proxy knows them. In a fiber. */
static GPtrArray *
salon_mcp_auth_fetcher_resolve (SalonMcpAuthFetcher       *self,
                                const SalonMcpAuthTarget  *target,
                                GError                   **error)
{
  GProxyResolver *proxies = salon_http_client_get_proxy_resolver (self->http_client);
  g_autoptr(GPtrArray) addresses = NULL;
  guint i;

  if (!salon_mcp_auth_policy_check_text (&self->policy, target, error))
    return NULL;

  addresses = salon_mcp_auth_target_dup_addresses (target);
  if (addresses == NULL)
    addresses = dex_await_boxed (salon_mcp_auth_lookup (self->resolver, proxies, target), error);
  if (addresses == NULL)
    return NULL;

  /* One that is not allowed condemns the others: a name that is here and there at once is made
   * to be taken for one and used for the other. */
  for (i = 0; i < addresses->len; i++)
    {
      if (!salon_mcp_auth_policy_check_address (&self->policy, target,
                                                g_ptr_array_index (addresses, i), error))
        return NULL;
    }

  return g_steal_pointer (&addresses);
}

static SalonHttpRequest *
fetch_create_request (Fetch                    *self,
                      const SalonMcpAuthTarget *target,
                      GPtrArray                *addresses)
{
  SalonHttpRequest *request = salon_http_request_new (self->method, target->url);
  const SalonMcpAuthTarget *server = self->fetcher->policy.server;
  gsize i;

  salon_http_request_set_addresses (request, addresses);
  salon_http_request_set_header (request, "Accept", "application/json");
  if (self->body != NULL)
    salon_http_request_set_body (request, self->content_type, self->body);
  for (i = 0; self->headers != NULL && self->headers[i] != NULL; i += 2)
    salon_http_request_set_header (request, self->headers[i], self->headers[i + 1]);
  /* It is the server's business and nobody else's. */
  if (self->protocol_version != NULL && server != NULL &&
      salon_mcp_auth_target_has_origin (target, server))
    salon_http_request_set_header (request, "MCP-Protocol-Version", self->protocol_version);

  return request;
}

static gboolean
is_redirect (guint status)
{
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* Where a redirect leads; not judged yet. */
static char *
fetch_follow (Fetch                     *self,
              const SalonMcpAuthTarget  *target,
              SalonHttpResponse         *response,
              GError                   **error)
{
  const char *location = salon_http_response_get_header (response, "location");
  g_autofree char *next = NULL;

  if (strcmp (self->method, "GET") != 0)
    {
      g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_DISCOVERY,
                   _("%s wanted what was sent to it to be sent elsewhere, which Salon does not do "
                     "with what signs you in."), self->host);
      return NULL;
    }

  if (location != NULL)
    next = g_uri_resolve_relative (target->url, location,
                                   G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED_PATH |
                                   G_URI_FLAGS_ENCODED_QUERY | G_URI_FLAGS_ENCODED_FRAGMENT, NULL);
  if (next == NULL)
    {
      g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_DISCOVERY,
                   _("%s redirects without saying where to."), self->host);
      return NULL;
    }

  if (strcmp (target->scheme, "https") == 0 && g_ascii_strncasecmp (next, "http:", 5) == 0)
    {
      g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_DISCOVERY,
                   _("%s redirects from https to http, where anybody on the way could read and "
                     "change what is sent."), self->host);
      return NULL;
    }

  return g_steal_pointer (&next);
}

static SalonMcpAuthAnswer *
fetch_read (Fetch                     *self,
            const SalonMcpAuthTarget  *target,
            SalonHttpResponse         *response,
            GError                   **error)
{
  GHashTable *headers = NULL;
  g_autofree char *content_type = salon_http_response_dup_content_type (response);
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) cause = NULL;
  gsize i;

  body = dex_await_boxed (salon_http_response_read_all (response,
                                                        SALON_MCP_AUTH_FETCHER_MAX_BODY),
                          &cause);
  if (g_error_matches (cause, SALON_CORE_ERROR, SALON_CORE_ERROR_TOO_LARGE))
    {
      g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_DISCOVERY,
                   _("The answer of %s is longer than %d KiB, which is no document for signing "
                     "in."), self->host, SALON_MCP_AUTH_FETCHER_MAX_BODY / 1024);
      return NULL;
    }
  if (body == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }

  headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (i = 0; i < G_N_ELEMENTS (kept_headers); i++)
    {
      const char *value = salon_http_response_get_header (response, kept_headers[i]);

      if (value != NULL)
        g_hash_table_insert (headers, g_strdup (kept_headers[i]), g_strdup (value));
    }

  return salon_mcp_auth_answer_new (target->url, salon_http_response_get_status (response),
                                    headers, content_type, body);
}

static DexFuture *
fetch_fiber (gpointer user_data)
{
  Fetch *self = user_data;
  g_autofree char *url = g_strdup (self->url);
  guint n_redirects = 0;

  for (;;)
    {
      g_autoptr(SalonMcpAuthTarget) target = NULL;
      g_autoptr(GPtrArray) addresses = NULL;
      g_autoptr(SalonHttpRequest) request = NULL;
      g_autoptr(SalonHttpResponse) response = NULL;
      SalonMcpAuthAnswer *answer = NULL;
      GError *error = NULL;

      target = salon_mcp_auth_target_new (url, &error);
      if (target == NULL)
        return dex_future_new_for_error (error);

      g_free (self->host);
      self->host = salon_mcp_auth_text_dup_host (target->url);

      addresses = salon_mcp_auth_fetcher_resolve (self->fetcher, target, &error);
      if (addresses == NULL)
        return dex_future_new_for_error (error);

      request = fetch_create_request (self, target, addresses);
      response = dex_await_object (salon_http_client_send (self->fetcher->http_client, request),
                                   &error);
      if (response == NULL)
        return dex_future_new_for_error (error);

      if (!is_redirect (salon_http_response_get_status (response)))
        {
          answer = fetch_read (self, target, response, &error);
          if (answer == NULL)
            return dex_future_new_for_error (error);
          return dex_future_new_take_boxed (SALON_TYPE_MCP_AUTH_ANSWER, answer);
        }

      if (n_redirects++ >= SALON_MCP_AUTH_FETCHER_MAX_REDIRECTS)
        return dex_future_new_reject (SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_DISCOVERY,
                                      _("%s redirects again and again."), self->host);

      g_free (url);
      url = fetch_follow (self, target, response, &error);
      if (url == NULL)
        return dex_future_new_for_error (error);
    }
}

static DexFuture *
on_time_over (DexFuture *future,
              gpointer   user_data)
{
  Fetch *self = user_data;

  return dex_future_new_reject (SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_TIMED_OUT,
                                _("%s did not answer within %d seconds."),
                                self->host != NULL ? self->host : "?",
                                SALON_MCP_AUTH_FETCHER_SECONDS);
}

/* Takes @fetch over. */
static DexFuture *
salon_mcp_auth_fetcher_start (SalonMcpAuthFetcher *self,
                              Fetch               *fetch)
{
  DexFuture *work;
  DexFuture *deadline;

  g_atomic_ref_count_init (&fetch->ref_count);
  fetch->fetcher = g_object_ref (self);
  fetch->host = salon_mcp_auth_text_dup_host (fetch->url);

  deadline = dex_future_then (salon_clock_sleep (self->clock, SALON_MCP_AUTH_FETCHER_SECONDS *
                                                              G_TIME_SPAN_SECOND),
                              on_time_over, fetch_ref (fetch), fetch_unref);
  work = dex_scheduler_spawn (NULL, 0, fetch_fiber, fetch, fetch_unref);

  return dex_future_first (work, deadline, NULL);
}

static DexFuture *
judge_fiber (gpointer user_data)
{
  Fetch *self = user_data;
  g_autoptr(SalonMcpAuthTarget) target = NULL;
  g_autoptr(GPtrArray) addresses = NULL;
  GError *error = NULL;

  target = salon_mcp_auth_target_new (self->url, &error);
  if (target != NULL)
    addresses = salon_mcp_auth_fetcher_resolve (self->fetcher, target, &error);
  if (addresses == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_for_boolean (TRUE);
}

/**
 * salon_mcp_auth_fetcher_judge:
 * @self: a fetcher
 * @url: an address that a server has given
 *
 * Judges an address by its text and by what its host's name resolves to.
 *
 * Returns: (transfer full): a future of %TRUE; rejected with
 *   %SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS, or %SALON_CORE_ERROR_NETWORK when there is no such
 *   host
 */
DexFuture *
salon_mcp_auth_fetcher_judge (SalonMcpAuthFetcher *self,
                              const char          *url)
{
  Fetch *fetch;

  g_return_val_if_fail (SALON_IS_MCP_AUTH_FETCHER (self), dex_future_new_infinite ());
  g_return_val_if_fail (url != NULL, dex_future_new_infinite ());

  fetch = g_new0 (Fetch, 1);
  g_atomic_ref_count_init (&fetch->ref_count);
  fetch->fetcher = g_object_ref (self);
  fetch->url = g_strdup (url);

  return dex_scheduler_spawn (NULL, 0, judge_fiber, fetch, fetch_unref);
}

/**
 * salon_mcp_auth_fetcher_get:
 * @self: a fetcher
 * @url: what to fetch
 * @protocol_version: (nullable): the MCP version to tell, if @url turns out to be of the server's
 *   own origin
 *
 * Fetches a document. Redirects are followed, each judged as the first address was.
 *
 * Returns: (transfer full): a future of a boxed #SalonMcpAuthAnswer of any status. Rejected with
 *   %SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS, %SALON_MCP_AUTH_ERROR_TIMED_OUT,
 *   %SALON_MCP_AUTH_ERROR_DISCOVERY when it is too large or a redirect is not to be followed,
 *   and with what [class@HttpClient] and [class@HttpResponse] are
 */
DexFuture *
salon_mcp_auth_fetcher_get (SalonMcpAuthFetcher *self,
                            const char          *url,
                            const char          *protocol_version)
{
  Fetch *fetch;

  g_return_val_if_fail (SALON_IS_MCP_AUTH_FETCHER (self), dex_future_new_infinite ());
  g_return_val_if_fail (url != NULL, dex_future_new_infinite ());

  fetch = g_new0 (Fetch, 1);
  fetch->method = g_strdup ("GET");
  fetch->url = g_strdup (url);
  fetch->protocol_version = g_strdup (protocol_version);

  return salon_mcp_auth_fetcher_start (self, fetch);
}

/* Takes @body over. */
static DexFuture *
salon_mcp_auth_fetcher_post (SalonMcpAuthFetcher *self,
                             const char          *url,
                             const char          *content_type,
                             char                *body,
                             const char * const  *headers)
{
  Fetch *fetch = g_new0 (Fetch, 1);

  fetch->method = g_strdup ("POST");
  fetch->url = g_strdup (url);
  fetch->headers = g_strdupv ((char **) headers);
  fetch->content_type = g_strdup (content_type);
  fetch->body = g_bytes_new_take (body, strlen (body));

  return salon_mcp_auth_fetcher_start (self, fetch);
}

/**
 * salon_mcp_auth_fetcher_post_form:
 * @self: a fetcher
 * @url: where to
 * @form: (array zero-terminated=1): names and values in turn, not encoded yet
 * @headers: (nullable) (array zero-terminated=1): names and values of headers in turn
 *
 * Sends a form, as token endpoints take them. It is not sent elsewhere when the answer is a
 * redirect.
 *
 * Returns: (transfer full): a future as salon_mcp_auth_fetcher_get() returns it
 */
DexFuture *
salon_mcp_auth_fetcher_post_form (SalonMcpAuthFetcher *self,
                                  const char          *url,
                                  const char * const  *form,
                                  const char * const  *headers)
{
  g_return_val_if_fail (SALON_IS_MCP_AUTH_FETCHER (self), dex_future_new_infinite ());
  g_return_val_if_fail (url != NULL && form != NULL, dex_future_new_infinite ());

  return salon_mcp_auth_fetcher_post (self, url, "application/x-www-form-urlencoded",
                                      salon_mcp_auth_form_encode (form), headers);
}

/**
 * salon_mcp_auth_fetcher_post_json:
 * @self: a fetcher
 * @url: where to
 * @json_text: what to send
 * @headers: (nullable) (array zero-terminated=1): names and values of headers in turn
 *
 * Sends JSON, as registration endpoints take it. It is not sent elsewhere when the answer is a
 * redirect.
 *
 * Returns: (transfer full): a future as salon_mcp_auth_fetcher_get() returns it
 */
DexFuture *
salon_mcp_auth_fetcher_post_json (SalonMcpAuthFetcher *self,
                                  const char          *url,
                                  const char          *json_text,
                                  const char * const  *headers)
{
  g_return_val_if_fail (SALON_IS_MCP_AUTH_FETCHER (self), dex_future_new_infinite ());
  g_return_val_if_fail (url != NULL && json_text != NULL, dex_future_new_infinite ());

  return salon_mcp_auth_fetcher_post (self, url, "application/json", g_strdup (json_text),
                                      headers);
}
