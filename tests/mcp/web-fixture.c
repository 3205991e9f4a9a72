/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include "web-fixture.h"

#include <string.h>

#include "salon-mcp-input-handler.h"

/* The user. */

static void handler_iface_init (SalonMcpInputHandlerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WebUser, web_user, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_MCP_INPUT_HANDLER,
                                                      handler_iface_init))

static void
web_user_finalize (GObject *object)
{
  g_ptr_array_unref (WEB_USER (object)->questions);
  G_OBJECT_CLASS (web_user_parent_class)->finalize (object);
}

static void
web_user_class_init (WebUserClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = web_user_finalize;
}

static void
web_user_init (WebUser *self)
{
  self->can_elicit = TRUE;
  self->questions = g_ptr_array_new_with_free_func (dex_unref);
}

static gboolean
web_user_can (SalonMcpInputHandler *handler,
              SalonMcpInputKind     kind)
{
  WebUser *self = WEB_USER (handler);

  return kind == SALON_MCP_INPUT_ELICITATION ? self->can_elicit
                                             : kind == SALON_MCP_INPUT_SAMPLING && self->can_sample;
}

static DexFuture *
pass_on_cb (DexFuture *future,
            gpointer   user_data)
{
  return dex_ref (future);
}

static DexFuture *
web_user_ask (SalonMcpInputHandler *handler,
              SalonMcpClient       *client,
              const SalonJson      *params)
{
  DexPromise *promise = dex_promise_new_cancellable ();

  g_ptr_array_add (WEB_USER (handler)->questions, dex_ref (promise));
  return dex_future_then (DEX_FUTURE (promise), pass_on_cb, NULL, NULL);
}

static void
handler_iface_init (SalonMcpInputHandlerInterface *iface)
{
  iface->can = web_user_can;
  iface->sample = web_user_ask;
  iface->elicit = web_user_ask;
}

WebUser *
web_user_new (void)
{
  return g_object_new (WEB_TYPE_USER, NULL);
}

/* The server. */

static void
answer (Web             *web,
        HttpPeerRequest *request,
        const char      *method)
{
  g_autofree char *session = web->session_id != NULL
                               ? g_strdup_printf ("Mcp-Session-Id: %s\r\n", web->session_id) : NULL;
  g_autofree char *list = g_strdup_printf ("{\"tools\":%s}",
                                           web->tools != NULL ? web->tools : "[]");

  if (g_strcmp0 (method, "server/discover") == 0 && web->is_modern)
    http_peer_reply (request, session,
                     "{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{}}}");
  else if (g_strcmp0 (method, "initialize") == 0 && !web->is_modern)
    http_peer_reply (request, session,
                     "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{},"
                                       "\"logging\":{}},\"serverInfo\":{\"name\":\"web\","
                                       "\"version\":\"1\"}}");
  else if (g_strcmp0 (method, "tools/list") == 0)
    http_peer_reply (request, NULL, list);
  else if (g_strcmp0 (request->method, "GET") == 0 && web->has_listener)
    http_peer_begin_stream (request, NULL);
  else if (strcmp (request->method, "POST") != 0)
    http_peer_respond (request, 405, NULL, NULL, NULL);
  else if (request->message != NULL &&
           salon_json_get_member (salon_json_document_get_root (request->message), "id") == NULL)
    http_peer_respond (request, 202, NULL, NULL, NULL);
  else if (method == NULL)
    http_peer_respond (request, 202, NULL, NULL, NULL);
  else
    http_peer_reply (request, NULL, "{}");
}

static void
on_request_cb (HttpPeerRequest *request,
               gpointer         user_data)
{
  Web *web = user_data;
  const char *method = http_peer_rpc_method (request);

  g_string_append_printf (web->log, "%s%s%s;", request->method, method != NULL ? " " : "",
                          method != NULL ? method : "");
  if (web->func == NULL || !web->func (web, request))
    answer (web, request, method);
}

void
web_init (Web                  *web,
          SalonMcpInputHandler *handler)
{
  web->log = g_string_new (NULL);
  web->peer = http_peer_new (on_request_cb, web);
  web->http_client = salon_http_client_new ();
  web->clock = salon_manual_clock_new ();
  web->transport = salon_mcp_http_transport_new (http_peer_get_url (web->peer), NULL,
                                                 web->http_client,
                                                 SALON_CLOCK (web->clock));
  web->client = salon_mcp_client_new (SALON_MCP_TRANSPORT (web->transport), handler,
                                      SALON_CLOCK (web->clock));
  salon_mcp_client_set_era (web->client,
                            web->is_modern ? SALON_MCP_ERA_MODERN : SALON_MCP_ERA_LEGACY);
}

/* Opens the client, and forgets what that took. */
void
web_open (Web *web)
{
  g_autoptr (GError) error = NULL;

  mcp_test_await (salon_mcp_client_open (web->client), &error);
  g_assert_no_error (error);
  if (!web->is_modern)
    web_await (web, "GET", NULL, 0);
  g_string_truncate (web->log, 0);
}

void
web_clear (Web *web)
{
  DexFuture *closing = salon_mcp_client_close (web->client);

  mcp_test_await (closing, NULL);
  mcp_test_settle ();
  g_clear_object (&web->transport);
  g_assert_finalize_object (web->client);
  g_object_unref (web->http_client);
  http_peer_free (web->peer);
  g_object_unref (web->clock);
  g_string_free (web->log, TRUE);
}

typedef struct
{
  Web             *web;
  const char      *http_method;
  const char      *rpc_method;
  guint            nth;
  HttpPeerRequest *request;
} Wait;

static gboolean
has_come (gpointer user_data)
{
  Wait *wait = user_data;

  wait->request = http_peer_find (wait->web->peer, wait->http_method, wait->rpc_method, wait->nth);
  return wait->request != NULL;
}

HttpPeerRequest *
web_await (Web        *web,
           const char *http_method,
           const char *rpc_method,
           guint       nth)
{
  Wait wait = { web, http_method, rpc_method, nth, NULL };

  mcp_test_run_until (has_come, &wait);
  return wait.request;
}

static gboolean
has_hung_up (gpointer user_data)
{
  return ((HttpPeerRequest *) user_data)->hung_up;
}

void
web_await_hang_up (Web             *web,
                   HttpPeerRequest *request)
{
  mcp_test_run_until (has_hung_up, request);
}

typedef struct
{
  Web   *web;
  gint64 at_least;
  gint64 at_most;
} Sleep;

static gboolean
is_sleeping (gpointer user_data)
{
  Sleep *sleep = user_data;
  gint64 next = salon_manual_clock_get_next_sleep (sleep->web->clock);

  return next >= sleep->at_least && next <= sleep->at_most;
}

void
web_await_sleep (Web    *web,
                 gint64  at_least,
                 gint64  at_most)
{
  Sleep sleep = { web, at_least, at_most };

  mcp_test_run_until (is_sleeping, &sleep);
}

typedef struct
{
  const guint *number;
  guint        value;
} Number;

static gboolean
is_reached (gpointer user_data)
{
  Number *number = user_data;

  return *number->number >= number->value;
}

void
web_await_number (const guint *number,
                  guint        value)
{
  Number wait = { number, value };

  mcp_test_run_until (is_reached, &wait);
}

SalonMcpExchange *
web_request (Web        *web,
             const char *method,
             const char *params)
{
  g_autoptr (SalonJsonDocument) document = params != NULL ? mcp_test_json (params) : NULL;

  return salon_mcp_client_request (web->client, method,
                                   document != NULL ? salon_json_document_get_root (document)
                                       : NULL);
}

/* The result as JSON text; NULL with @error. */
char *
web_await_text (SalonMcpExchange  *exchange,
                GError           **error)
{
  g_autoptr (DexFuture) future = salon_mcp_exchange_await_result (exchange);
  const GValue *value = NULL;

  mcp_test_await (dex_ref (future), NULL);
  value = dex_future_get_value (future, error);
  return value != NULL
      ? salon_json_to_text (salon_json_document_get_root (g_value_get_boxed (value)), FALSE) : NULL;
}
