/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-legacy-session-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-json-writer.h"
#include "salon-mcp-client-private.h"
#include "salon-mcp-error.h"
#include "salon-mcp-exchange-private.h"
#include "salon-mcp-input-private.h"
#include "salon-mcp-request-private.h"
#include "salon-mcp-server-requests-private.h"
#include "salon-mcp-tool-table-private.h"

#define INITIALIZED "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"

/* A server that has not taken the notification by then is talked to nevertheless. */
#define INITIALIZED_PATIENCE_US (10 * G_TIME_SPAN_SECOND)

/* The revisions with a handshake and a session (mcp.md section 0: legacy), the newest first. */
static const char * const versions[] = {
  "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05",
};

struct _SalonMcpLegacySession
{
  GObject                 parent_instance;

  SalonMcpClient         *client;    /* owns the session */
  SalonMcpServerRequests *requests;
  SalonMcpToolTable      *tools;
  SalonJsonDocument      *log_level;   /* the parameters of the last logging/setLevel */
  gboolean                is_renewing;
};

static void era_iface_init (SalonMcpEraInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonMcpLegacySession, salon_mcp_legacy_session, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_MCP_ERA, era_iface_init))

static void
salon_mcp_legacy_session_finalize (GObject *object)
{
  SalonMcpLegacySession *self = SALON_MCP_LEGACY_SESSION (object);

  g_clear_pointer (&self->requests, salon_mcp_server_requests_free);
  g_clear_pointer (&self->tools, salon_mcp_tool_table_free);
  g_clear_pointer (&self->log_level, salon_json_document_unref);

  G_OBJECT_CLASS (salon_mcp_legacy_session_parent_class)->finalize (object);
}

static void
salon_mcp_legacy_session_class_init (SalonMcpLegacySessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = salon_mcp_legacy_session_finalize;
}

static void
salon_mcp_legacy_session_init (SalonMcpLegacySession *self)
{
  self->tools = salon_mcp_tool_table_new ();
}

SalonMcpEra *
salon_mcp_legacy_session_new (SalonMcpClient *client)
{
  SalonMcpLegacySession *self = g_object_new (SALON_TYPE_MCP_LEGACY_SESSION, NULL);

  self->client = client;
  self->requests = salon_mcp_server_requests_new (client);
  return SALON_MCP_ERA (self);
}

/* Messages out. */

static char *
salon_mcp_legacy_session_write_request (SalonMcpEra          *era,
                                        SalonMcpExchange     *exchange,
                                        const SalonMcpParams *params)
{
  SalonJsonWriter *writer = salon_mcp_request_begin (exchange);
  gboolean has_meta = exchange->wants_progress || exchange->client->trace_parent != NULL ||
                      (params != NULL && salon_json_get_member (params->members, "_meta") != NULL);

  if (params != NULL)
    {
      salon_json_writer_begin_object (writer, "params");
      salon_mcp_request_add_params (writer, params);
      if (has_meta)
        {
          salon_mcp_request_begin_meta (writer, exchange, params);
          salon_json_writer_end_object (writer);
        }
      salon_json_writer_end_object (writer);
    }
  return salon_mcp_request_finish (writer);
}

static void
salon_mcp_legacy_session_cancel (SalonMcpEra      *era,
                                 SalonMcpExchange *exchange,
                                 const char       *reason)
{
  SalonMcpLegacySession *self = SALON_MCP_LEGACY_SESSION (era);
  g_autofree char *text = salon_mcp_request_write_cancellation (exchange, reason);

  salon_mcp_client_send (self->client, text);
  /* The end of a stream says nothing in this era, but there is nothing to be read there either. */
  salon_mcp_transport_abandon (self->client->transport, exchange);
}

/* The handshake (MCP “Lifecycle”). */

static SalonMcpExchange *
send_initialize (SalonMcpLegacySession *self,
                 const char            *version)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autoptr (SalonJsonDocument) document = NULL;
  SalonMcpParams params = { 0 };

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "protocolVersion", version);
  salon_mcp_capabilities_write (self->client, writer, "capabilities", TRUE);
  salon_json_writer_begin_object (writer, "clientInfo");
  salon_json_writer_add_string (writer, "name", "salon");
  salon_json_writer_add_string (writer, "title", "Salon");
  salon_json_writer_add_string (writer, "version", PACKAGE_VERSION);
  salon_json_writer_end_object (writer);
  salon_json_writer_end_object (writer);
  document = salon_json_writer_finish_document (writer);
  params.members = salon_json_document_get_root (document);
  return salon_mcp_client_start_handshake (self->client, "initialize", &params);
}

static const char *
find_version (const char *version)
{
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    if (g_strcmp0 (versions[i], version) == 0)
      return versions[i];
  return NULL;
}

/* Whether @version is one of this era. */
gboolean
salon_mcp_legacy_session_speaks (const char *version)
{
  return find_version (version) != NULL;
}

/* Some servers refuse a version they don't know instead of offering another one, and list
 * those they do in the error's data. Returns one to try, or NULL. */
static const char *
find_offered_version (const GError *error)
{
  const SalonJson *supported =
    salon_json_get_member (salon_mcp_error_get_data (error), "supported");

  for (guint i = 1; i < G_N_ELEMENTS (versions); i++)
    {
      const SalonJson *offered = NULL;
      SalonJsonIter iter;

      salon_json_iter_init (&iter, salon_json_is_array (supported) ? supported : NULL);
      while (salon_json_iter_next (&iter, NULL, &offered))
        if (g_strcmp0 (salon_json_as_string (offered), versions[i]) == 0)
          return versions[i];
    }
  return NULL;
}

static gboolean
accept_server (SalonMcpLegacySession  *self,
               SalonJsonDocument      *document,
               GError                **error)
{
  const SalonJson *result = salon_json_document_get_root (document);
  const char *offered = salon_json_as_string (salon_json_get_member (result, "protocolVersion"));
  const char *instructions = salon_json_as_string (salon_json_get_member (result, "instructions"));
  const char *version = find_version (offered);

  if (offered == NULL)
    {
      g_set_error_literal (error, SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL,
                           _("The server answered the handshake without naming a protocol version. "
                             "Perhaps it is no MCP server."));
      return FALSE;
    }
  if (version == NULL)
    {
      g_set_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_UNSUPPORTED_VERSION,
                   _("The server speaks version “%s” of the protocol, Salon %s and older ones. "
                     "One of them has to be brought up to date."),
                   offered, versions[0]);
      return FALSE;
    }
  salon_mcp_client_set_server (self->client, version, document,
                               salon_json_get_member (result, "serverInfo"),
                               salon_json_get_member (result, "capabilities"),
                               instructions);
  return TRUE;
}

static SalonJsonDocument *
initialize (SalonMcpLegacySession  *self,
            const char             *version,
            GError                **error)
{
  g_autoptr (SalonMcpExchange) exchange = send_initialize (self, version);

  return dex_await_boxed (salon_mcp_exchange_await_result (exchange), error);
}

/* Nothing else may be sent before the server knows that the handshake is over. */
static void
send_initialized (SalonMcpLegacySession *self)
{
  SalonMcpClient *client = self->client;
  g_autoptr (GError) error = NULL;

  if (!dex_await (dex_future_first (salon_mcp_transport_send (client->transport, INITIALIZED, NULL),
                                    salon_clock_sleep (client->clock,
                                                       INITIALIZED_PATIENCE_US), NULL),
                  &error))
    salon_mcp_client_note (client, error->message);
}

static gboolean
shake_hands (SalonMcpLegacySession  *self,
             GError                **error)
{
  SalonMcpClientState state = self->client->state;
  g_autoptr (GError) failure = NULL;
  g_autoptr (SalonJsonDocument) result = NULL;

  salon_mcp_transport_set_protocol (self->client->transport, SALON_MCP_ERA_LEGACY, NULL);
  result = initialize (self, versions[0], &failure);
  if (result == NULL)
    {
      const char *offered = find_offered_version (failure);

      if (offered == NULL || self->client->state != state)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      result = initialize (self, offered, error);
    }
  if (result == NULL || !accept_server (self, result, error))
    return FALSE;
  salon_mcp_transport_set_protocol (self->client->transport, SALON_MCP_ERA_LEGACY,
                                    self->client->protocol_version);
  send_initialized (self);
  if (self->client->state == state)
    salon_mcp_transport_begin_session (self->client->transport);
  return TRUE;
}

static DexFuture *
open_fiber (gpointer user_data)
{
  SalonMcpLegacySession *self = user_data;
  g_autoptr (SalonMcpClient) client = g_object_ref (self->client);
  g_autoptr (GError) error = NULL;

  if (!shake_hands (self, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_true ();
}

static DexFuture *
salon_mcp_legacy_session_open (SalonMcpEra *era)
{
  return dex_scheduler_spawn (NULL, 0, open_fiber, g_object_ref (era), g_object_unref);
}

/* A session the server has forgotten (MCP “Transports”, session management). */

static void
restore_log_level (SalonMcpLegacySession *self)
{
  g_autoptr (SalonMcpExchange) exchange = NULL;
  SalonMcpParams params = { 0 };

  if (self->log_level == NULL)
    return;
  params.members = salon_json_document_get_root (self->log_level);
  exchange = salon_mcp_client_start_exchange (self->client, "logging/setLevel", &params);
}

static DexFuture *
renew_fiber (gpointer user_data)
{
  SalonMcpLegacySession *self = user_data;
  g_autoptr (SalonMcpClient) client = g_object_ref (self->client);
  g_autoptr (GError) error = NULL;

  if (shake_hands (self, &error))
    {
      self->is_renewing = FALSE;
      restore_log_level (self);
      salon_mcp_client_emit_session_renewed (client);
      return dex_future_new_true ();
    }
  salon_mcp_client_fail (client, error);
  dex_future_disown (salon_mcp_transport_close (client->transport));
  return dex_future_new_for_error (g_steal_pointer (&error));
}

static void
salon_mcp_legacy_session_handle_session_lost (SalonMcpEra *era)
{
  SalonMcpLegacySession *self = SALON_MCP_LEGACY_SESSION (era);

  if (self->is_renewing)
    return;
  self->is_renewing = TRUE;
  salon_mcp_client_note (self->client,
                         _("The server has forgotten the session, so a new one is begun."));
  salon_mcp_server_requests_drop (self->requests);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, renew_fiber, g_object_ref (self),
                                          g_object_unref));
}

/* The server did not do what it was asked in a session it does not know. But it says so of
 * calls, too, that it forgot about while it made them. */
static gboolean
is_repeatable (SalonMcpLegacySession *self,
               SalonMcpExchange      *exchange,
               const SalonMcpParams  *params)
{
  return strcmp (exchange->method, "tools/call") != 0 ||
         salon_mcp_tool_table_is_repeatable (self->tools,
                                             salon_json_as_string (
                                                 salon_json_get_member (params->members, "name")));
}

static gboolean
salon_mcp_legacy_session_handle_failure (SalonMcpEra      *era,
                                         SalonMcpExchange *exchange,
                                         const GError     *error)
{
  SalonMcpLegacySession *self = SALON_MCP_LEGACY_SESSION (era);
  g_autoptr (SalonJsonDocument) request = NULL;
  SalonMcpParams params = { 0 };

  if (!g_error_matches (error, SALON_MCP_ERROR, SALON_MCP_ERROR_SESSION_LOST) ||
      exchange->repeats > 0)
    return FALSE;
  request = salon_mcp_request_read_back (exchange, &params);
  if (!is_repeatable (self, exchange, &params))
    return FALSE;
  exchange->repeats++;
  salon_mcp_client_renumber (self->client, exchange);
  salon_mcp_client_send_again (self->client, exchange,
                               salon_mcp_legacy_session_write_request (era, exchange,
                                                                       params.members != NULL
                                                                           ? &params : NULL));
  return TRUE;
}

/* Messages in. */

/* What a session has to know should it be lost. */
static void
learn (SalonMcpLegacySession *self,
       SalonMcpExchange      *exchange,
       const SalonJson       *result)
{
  const SalonJson *definition = NULL;
  SalonJsonIter iter;

  if (salon_mcp_transport_get_probe (self->client->transport) != SALON_MCP_PROBE_HTTP)
    return;
  if (strcmp (exchange->method, "logging/setLevel") == 0)
    {
      SalonMcpParams params = { 0 };
      g_autoptr (SalonJsonDocument) request = salon_mcp_request_read_back (exchange, &params);

      g_clear_pointer (&self->log_level, salon_json_document_unref);
      if (params.members != NULL)
        self->log_level = salon_json_document_copy (params.members);
    }
  else if (strcmp (exchange->method, "tools/list") == 0)
    {
      salon_json_iter_init (&iter, salon_json_get_member (result, "tools"));
      while (salon_json_iter_next (&iter, NULL, &definition))
        salon_mcp_tool_table_learn (self->tools, definition, NULL);
    }
}

static void
salon_mcp_legacy_session_handle_result (SalonMcpEra       *era,
                                        SalonMcpExchange  *exchange,
                                        SalonJsonDocument *document,
                                        const SalonJson   *result)
{
  SalonMcpLegacySession *self = SALON_MCP_LEGACY_SESSION (era);
  g_autoptr (SalonJsonDocument) own = salon_json_document_new_part (document, result);

  learn (self, exchange, result);
  salon_mcp_exchange_resolve (exchange, own);
}

static gboolean
salon_mcp_legacy_session_handle_notification (SalonMcpEra     *era,
                                              const char      *method,
                                              const SalonJson *params)
{
  SalonMcpLegacySession *self = SALON_MCP_LEGACY_SESSION (era);

  if (strcmp (method, "notifications/cancelled") != 0)
    return FALSE;
  salon_mcp_server_requests_cancel (self->requests, salon_json_get_member (params, "requestId"));
  return TRUE;
}

static void
salon_mcp_legacy_session_handle_request (SalonMcpEra       *era,
                                         SalonJsonDocument *document,
                                         const SalonJson   *id,
                                         const char        *method,
                                         const SalonJson   *params)
{
  salon_mcp_server_requests_handle (SALON_MCP_LEGACY_SESSION (era)->requests, document, id, method,
                                    params);
}

static void
salon_mcp_legacy_session_close (SalonMcpEra *era)
{
  salon_mcp_server_requests_drop (SALON_MCP_LEGACY_SESSION (era)->requests);
}

static void
era_iface_init (SalonMcpEraInterface *iface)
{
  iface->open = salon_mcp_legacy_session_open;
  iface->write_request = salon_mcp_legacy_session_write_request;
  iface->handle_result = salon_mcp_legacy_session_handle_result;
  iface->handle_notification = salon_mcp_legacy_session_handle_notification;
  iface->handle_request = salon_mcp_legacy_session_handle_request;
  iface->handle_failure = salon_mcp_legacy_session_handle_failure;
  iface->handle_session_lost = salon_mcp_legacy_session_handle_session_lost;
  iface->cancel = salon_mcp_legacy_session_cancel;
  iface->close = salon_mcp_legacy_session_close;
}
