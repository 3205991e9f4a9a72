/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-http-link-private.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "salon-core-error.h"
#include "salon-main-loop.h"
#include "salon-mcp-error.h"
#include "salon-mcp-exchange-private.h"

#define DEFAULT_MAX_MESSAGE ((gsize) 16 * 1024 * 1024)
#define MAX_FAILURE_BODY ((gsize) 256 * 1024)
#define TRAFFIC_BYTES (2 * 1024 * 1024)
#define DIAGNOSTICS_BYTES (512 * 1024)
#define RING_ENTRIES 4000

/* Parsed elsewhere from this size on, so that the main loop does not stall. */
#define LARGE_BYTES (256 * 1024)

/* What it takes of the main loop to send a request and to take its answer in. */
#define REQUEST_US 250

#define MAX_REDIRECTS 5

/* Being let in may take a sign-in, a nonce, more rights and a nonce again. Authorizers have
 * closer limits of their own; this one is for those that have none. */
#define MAX_REFUSALS 6

/* An address without what in it may be a secret, for sentences and logs. */
char *
salon_mcp_http_link_dup_name (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED, NULL);

  if (uri == NULL)
    return g_strdup (url);
  return g_uri_to_string_partial (uri,
                                  G_URI_HIDE_USERINFO | G_URI_HIDE_QUERY | G_URI_HIDE_FRAGMENT);
}

/* A text that no log may show, not even where the server repeats it: as a whole, without the
 * scheme it begins with (“Bearer …”), and the way JSON may put it. */
void
salon_mcp_http_link_hide (SalonMcpHttpLink *self,
                          const char       *secret)
{
  const char *space = strchr (secret, ' ');
  g_autoptr (GString) escaped = g_string_new (secret);

  salon_ring_hide (self->traffic, secret);
  salon_ring_hide (self->diagnostics, secret);
  if (g_string_replace (escaped, "/", "\\/", 0) > 0)
    {
      salon_ring_hide (self->traffic, escaped->str);
      salon_ring_hide (self->diagnostics, escaped->str);
    }
  if (space != NULL)
    salon_mcp_http_link_hide (self, space + 1);
}

static void
hide_values (SalonMcpHttpLink *self,
             GHashTable       *headers)
{
  GHashTableIter iter;
  gpointer value = NULL;

  if (headers == NULL)
    return;
  g_hash_table_iter_init (&iter, headers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    salon_mcp_http_link_hide (self, value);
}

/* The token of a request. What else is sent with it, such as a proof, is good for it alone. */
static void
hide_token (SalonMcpHttpLink *self,
            GHashTable       *credentials)
{
  GHashTableIter iter;
  gpointer name = NULL;
  gpointer value = NULL;

  if (credentials == NULL)
    return;
  g_hash_table_iter_init (&iter, credentials);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (g_ascii_strcasecmp (name, "Authorization") == 0)
      salon_mcp_http_link_hide (self, value);
}

/* Keys in the address itself. */
static void
hide_address (SalonMcpHttpLink *self)
{
  g_autoptr (GUri) uri = g_uri_parse (self->url, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED,
                                      NULL);
  const char *query = uri != NULL ? g_uri_get_query (uri) : NULL;
  g_auto (GStrv) parts = g_strsplit (query != NULL ? query : "", "&", -1);

  if (uri != NULL && g_uri_get_password (uri) != NULL)
    salon_mcp_http_link_hide (self, g_uri_get_password (uri));
  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *value = strchr (parts[i], '=');

      if (value != NULL)
        salon_mcp_http_link_hide (self, value + 1);
    }
}

SalonMcpHttpLink *
salon_mcp_http_link_new (const char      *url,
                         GHashTable      *headers,
                         SalonHttpClient *http_client,
                         SalonClock      *clock)
{
  SalonMcpHttpLink *self = g_rc_box_new0 (SalonMcpHttpLink);

  self->url = g_strdup (url);
  self->name = salon_mcp_http_link_dup_name (url);
  self->headers = headers != NULL ? g_hash_table_ref (headers) : NULL;
  self->http_client = g_object_ref (http_client);
  self->clock = g_object_ref (clock != NULL ? clock : salon_clock_get_system ());
  self->max_message = DEFAULT_MAX_MESSAGE;
  self->traffic = salon_ring_new (TRAFFIC_BYTES, RING_ENTRIES);
  self->diagnostics = salon_ring_new (DIAGNOSTICS_BYTES, RING_ENTRIES);
  hide_values (self, headers);
  hide_address (self);
  return self;
}

SalonMcpHttpLink *
salon_mcp_http_link_ref (SalonMcpHttpLink *self)
{
  return g_rc_box_acquire (self);
}

static void
link_clear (gpointer data)
{
  SalonMcpHttpLink *self = data;

  g_free (self->url);
  g_free (self->name);
  g_clear_pointer (&self->headers, g_hash_table_unref);
  g_clear_object (&self->http_client);
  g_clear_object (&self->clock);
  g_clear_object (&self->authorizer);
  g_clear_pointer (&self->traffic, salon_ring_unref);
  g_clear_pointer (&self->diagnostics, salon_ring_unref);
}

void
salon_mcp_http_link_unref (SalonMcpHttpLink *self)
{
  g_rc_box_release_full (self, link_clear);
}

/* Writes a line for whoever looks into why a server misbehaves. */
void
salon_mcp_http_link_note (SalonMcpHttpLink *self,
                          const char       *text)
{
  salon_ring_add (self->diagnostics, salon_clock_get_real_time (self->clock), "http", text, -1);
}

/* Requests. */

static void
set_headers (SalonHttpRequest *request,
             GHashTable       *headers)
{
  GHashTableIter iter;
  gpointer name = NULL;
  gpointer value = NULL;

  if (headers == NULL)
    return;
  g_hash_table_iter_init (&iter, headers);
  while (g_hash_table_iter_next (&iter, &name, &value))
    salon_http_request_set_header (request, name, value);
}

/* The protocol's own headers last: a user's header must not change what the server is told. */
static SalonHttpRequest *
make_request (SalonMcpHttpLink *self,
              SalonMcpHttpCall *call,
              const char       *url,
              GHashTable       *credentials)
{
  SalonHttpRequest *request = salon_http_request_new (call->method, url);

  set_headers (request, self->headers);
  set_headers (request, credentials);
  if (call->accept != NULL)
    salon_http_request_set_header (request, "Accept", call->accept);
  for (guint i = 0; call->headers != NULL && i + 1 < call->headers->len; i += 2)
    salon_http_request_set_header (request, g_ptr_array_index (call->headers, i),
                                   g_ptr_array_index (call->headers, i + 1));
  if (call->body != NULL)
    {
      g_autoptr (GBytes) body = g_bytes_new (call->body, strlen (call->body));

      salon_http_request_set_body (request, "application/json", body);
    }
  return request;
}

static DexFuture *
or_stop (SalonMcpHttpCall *call,
         DexFuture        *future)
{
  return call->stop != NULL ? dex_future_first (future, dex_ref (call->stop), NULL) : future;
}

/* A request on its way, as the authorizer sees it. */
typedef struct
{
  SalonMcpAuthorizerRequest  seen;
  char                      *operation;
  GHashTable                *credentials;
} Passage;

static void
passage_clear (Passage *self)
{
  g_clear_pointer (&self->operation, g_free);
  g_clear_pointer (&self->credentials, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Passage, passage_clear)

static void
passage_init (Passage          *self,
              SalonMcpHttpCall *call)
{
  if (call->exchange == NULL)
    self->operation = g_strdup (call->method);
  else if (call->exchange->tool == NULL)
    self->operation = g_strdup (call->exchange->method);
  else
    self->operation = g_strdup_printf ("%s %s", call->exchange->method,
                                       salon_mcp_tool_get_name (call->exchange->tool));
  self->seen.method = call->method;
  self->seen.body = call->body;
  self->seen.operation = self->operation;
}

static SalonHttpResponse *
send_once (SalonMcpHttpLink  *self,
           SalonMcpHttpCall  *call,
           const char        *url,
           Passage           *passage,
           GError           **error)
{
  g_autoptr (SalonHttpRequest) request = NULL;

  if (!dex_await (or_stop (call, salon_main_loop_wait (REQUEST_US)), error))
    return NULL;
  g_clear_pointer (&passage->credentials, g_hash_table_unref);
  passage->seen.url = url;
  if (self->authorizer != NULL)
    {
      passage->credentials =
        dex_await_boxed (or_stop (call, salon_mcp_authorizer_get_headers (self->authorizer,
                                                                          &passage->seen)),
                         error);
      if (passage->credentials == NULL)
        return NULL;
    }
  hide_token (self, passage->credentials);
  request = make_request (self, call, url, passage->credentials);
  return dex_await_object (or_stop (call, salon_http_client_send (self->http_client, request)),
                           error);
}

static int
get_port (GUri *uri)
{
  int port = g_uri_get_port (uri);

  if (port >= 0)
    return port;
  return g_strcmp0 (g_uri_get_scheme (uri), "https") == 0 ? 443 : 80;
}

/* Whether two addresses have the scheme, host and port in common (RFC 6454). */
gboolean
salon_mcp_http_link_has_origin (const char *url,
                                const char *other)
{
  g_autoptr (GUri) first = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GUri) second = g_uri_parse (other, G_URI_FLAGS_NONE, NULL);

  return first != NULL && second != NULL && g_uri_get_host (first) != NULL &&
         g_uri_get_host (second) != NULL &&
         strcmp (g_uri_get_scheme (first), g_uri_get_scheme (second)) == 0 &&
         g_ascii_strcasecmp (g_uri_get_host (first), g_uri_get_host (second)) == 0 &&
         get_port (first) == get_port (second);
}

/* Follows a redirect that keeps method, body and origin; all others would send what is meant
 * for one server to another, or a GET for a POST. */
static char *
follow (const char         *url,
        SalonHttpResponse  *response,
        guint               n_redirects,
        GError            **error)
{
  guint status = salon_http_response_get_status (response);
  const char *location = salon_http_response_get_header (response, "Location");
  g_autofree char *target = location != NULL
                            ? g_uri_resolve_relative (url, location, G_URI_FLAGS_NONE, NULL)
                                             : NULL;
  g_autofree char *name = salon_mcp_http_link_dup_name (url);
  g_autofree char *target_name = target != NULL ? salon_mcp_http_link_dup_name (target) : NULL;
  GError *refusal = NULL;

  if ((status == 307 || status == 308) && target != NULL && n_redirects < MAX_REDIRECTS &&
      salon_mcp_http_link_has_origin (url, target))
    return g_steal_pointer (&target);
  if (target == NULL)
    refusal = g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_FAILED,
                           _("%s redirects requests without saying where to."), name);
  else if (n_redirects >= MAX_REDIRECTS)
    refusal = g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_FAILED,
                           _("%s redirects requests again and again."), name);
  else
    refusal = g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_FAILED,
                           _("%s redirects requests to %s. If that is right, enter it as the "
                             "server's address."),
                           name, target_name);
  g_propagate_error (error, salon_mcp_error_set_http_status (refusal, status));
  return NULL;
}

/* Has the user let in, as far as there is somebody to do it; TRUE when it is worth another try. */
static gboolean
authorize (SalonMcpHttpLink   *self,
           SalonMcpHttpCall   *call,
           Passage            *passage,
           SalonHttpResponse  *response,
           guint               attempt,
           GError            **error)
{
  SalonMcpAuthorizerRefusal refusal = {
    .status = salon_http_response_get_status (response),
    .challenge = salon_http_response_get_header (response, "WWW-Authenticate"),
    .nonce = salon_http_response_get_header (response, "DPoP-Nonce"),
    .credentials = passage->credentials,
    .attempt = attempt,
  };
  g_autoptr (DexFuture) done =
    salon_mcp_authorizer_handle_refusal (self->authorizer, &passage->seen, &refusal);
  const GValue *value = NULL;

  if (call->exchange != NULL)
    salon_mcp_exchange_pause_deadline (call->exchange);
  dex_await (or_stop (call, dex_ref (done)), error);
  if (call->exchange != NULL)
    salon_mcp_exchange_resume_deadline (call->exchange);
  if (*error != NULL)
    return FALSE;
  value = dex_future_get_value (done, error);
  return value != NULL && G_VALUE_HOLDS_BOOLEAN (value) && g_value_get_boolean (value);
}

/*
 * salon_mcp_http_link_send:
 *
 * Sends a request, lets the user in and follows redirects where that is right.
 *
 * Returns: (transfer full): the answer, whatever its status – but for 3xx; %NULL with an error
 */
SalonHttpResponse *
salon_mcp_http_link_send (SalonMcpHttpLink  *self,
                          SalonMcpHttpCall  *call,
                          GError           **error)
{
  g_autofree char *url = g_strdup (call->url);
  guint n_redirects = 0;
  guint n_refusals = 0;
  g_auto (Passage) passage = { 0 };

  passage_init (&passage, call);
  for (;;)
    {
      g_autoptr (SalonHttpResponse) response = send_once (self, call, url, &passage, error);
      guint status = response != NULL ? salon_http_response_get_status (response) : 0;
      g_autoptr (GError) refusal = NULL;
      g_autofree char *target = NULL;

      if (response == NULL)
        return NULL;
      if (status >= 300 && status < 400 && status != 304)
        {
          target = follow (url, response, n_redirects++, error);
          if (target == NULL)
            return NULL;
          g_set_str (&url, target);
          continue;
        }
      if (self->authorizer == NULL)
        return g_steal_pointer (&response);
      if (status != 401 && status != 403)
        {
          salon_mcp_authorizer_take_answer (
            self->authorizer, &passage.seen,
            salon_http_response_get_header (response, "DPoP-Nonce"));
          return g_steal_pointer (&response);
        }
      if (n_refusals >= MAX_REFUSALS)
        return g_steal_pointer (&response);
      if (!authorize (self, call, &passage, response, n_refusals++, &refusal))
        {
          if (refusal == NULL)
            return g_steal_pointer (&response);
          g_propagate_error (error, g_steal_pointer (&refusal));
          return NULL;
        }
    }
}

/* Answers. */

static DexFuture *
parse_fiber (gpointer user_data)
{
  SalonJsonLimits limits = { G_MAXSIZE, 0 };
  GError *error = NULL;
  SalonJsonDocument *document = salon_json_document_parse_bytes (user_data, &limits, &error);

  if (document == NULL)
    return dex_future_new_for_error (error);
  return dex_future_new_take_boxed (SALON_TYPE_JSON_DOCUMENT, document);
}

/* Reads a message; its size was limited before. */
SalonJsonDocument *
salon_mcp_http_link_parse (SalonMcpHttpLink  *self,
                           GBytes            *text,
                           GError           **error)
{
  SalonJsonLimits limits = { G_MAXSIZE, 0 };
  gsize length = 0;
  const char *data = g_bytes_get_data (text, &length);

  salon_ring_add (self->traffic, salon_clock_get_real_time (self->clock), "received", data,
                  (gssize) length);
  if (length < LARGE_BYTES)
    return salon_json_document_parse_bytes (text, &limits, error);
  return dex_await_boxed (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0,
                                               parse_fiber,
                                               g_bytes_ref (text), (GDestroyNotify) g_bytes_unref),
                          error);
}

static GError *
describe_status (SalonMcpHttpLink  *self,
                 SalonHttpResponse *response)
{
  guint status = salon_http_response_get_status (response);
  const char *reason = salon_http_response_get_reason (response);

  if (status == 401)
    return g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_UNAUTHORIZED,
                        _("%s wants to know who you are (401)."), self->name);
  if (status == 403)
    return g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_UNAUTHORIZED,
                        _("%s does not allow this (403)."), self->name);
  if (status >= 500)
    return g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_FAILED,
                        _("%s is out of order at the moment: it answered with %u, “%s”."),
                        self->name, status, reason);
  return g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_FAILED,
                      _("%s answered with %u, “%s”. Perhaps it is not the address of an MCP "
                        "server."),
                      self->name, status, reason);
}

/*
 * salon_mcp_http_link_read_failure:
 * @response: an answer that is no success
 *
 * Reads what the server says of it: a JSON-RPC error, or nothing that has a meaning.
 *
 * Returns: (transfer full): the error, with the status in it
 */
GError *
salon_mcp_http_link_read_failure (SalonMcpHttpLink  *self,
                                  SalonHttpResponse *response,
                                  DexFuture         *stop)
{
  guint status = salon_http_response_get_status (response);
  DexFuture *reading = salon_http_response_read_all (response, MAX_FAILURE_BODY);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (SalonJsonDocument) document = NULL;
  const SalonJson *error = NULL;
  gint64 code = 0;

  if (stop != NULL)
    reading = dex_future_first (reading, dex_ref (stop), NULL);
  body = dex_await_boxed (reading, NULL);
  if (body != NULL && g_bytes_get_size (body) > 0)
    {
      document = salon_json_document_parse_bytes (body, NULL, NULL);
      salon_ring_add (self->traffic, salon_clock_get_real_time (self->clock), "received",
                      g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body));
    }
  if (document != NULL)
    error = salon_json_get_member (salon_json_document_get_root (document), "error");
  if (status == 401 || status == 403 ||
      !salon_json_as_int64 (salon_json_get_member (error, "code"), &code) || code < G_MININT ||
      code > G_MAXINT)
    return salon_mcp_error_set_http_status (describe_status (self, response), status);
  return salon_mcp_error_set_http_status (
    salon_mcp_error_new_remote ((int) code,
                                salon_json_as_string (salon_json_get_member (error, "message")),
                                salon_json_get_member (error, "data")),
    status);
}
