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
#include "salon-mcp-server-requests-private.h"

/* The revisions with a handshake and a session (mcp.md section 0: legacy), the newest first. */
static const char * const versions[] = {
  "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05",
};

struct _SalonMcpLegacySession
{
  GObject                 parent_instance;

  SalonMcpClient         *client;    /* owns the session */
  SalonMcpServerRequests *requests;
};

static void era_iface_init (SalonMcpEraInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonMcpLegacySession, salon_mcp_legacy_session, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_MCP_ERA, era_iface_init))

static void
salon_mcp_legacy_session_finalize (GObject *object)
{
  SalonMcpLegacySession *self = SALON_MCP_LEGACY_SESSION (object);

  g_clear_pointer (&self->requests, salon_mcp_server_requests_free);

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

static void
write_meta (SalonJsonWriter        *writer,
            const SalonMcpExchange *exchange,
            const SalonMcpParams   *params)
{
  const SalonJson *given = salon_json_get_member (params->members, "_meta");
  const SalonJson *value = NULL;
  const char *name = NULL;
  SalonJsonIter iter;

  if (given == NULL && !params->wants_progress)
    return;
  salon_json_writer_begin_object (writer, "_meta");
  salon_json_iter_init (&iter, salon_json_is_object (given) ? given : NULL);
  while (salon_json_iter_next (&iter, &name, &value))
    if (strcmp (name, "progressToken") != 0)
      salon_json_writer_add_value (writer, name, value);
  /* The id is as good a token as any: unique, and known from the start. */
  if (params->wants_progress)
    salon_json_writer_add_int64 (writer, "progressToken", exchange->id);
  salon_json_writer_end_object (writer);
}

static void
write_params (SalonJsonWriter        *writer,
              const SalonMcpExchange *exchange,
              const SalonMcpParams   *params)
{
  const SalonJson *value = NULL;
  const char *name = NULL;
  SalonJsonIter iter;

  salon_json_writer_begin_object (writer, "params");
  salon_json_iter_init (&iter, salon_json_is_object (params->members) ? params->members : NULL);
  while (salon_json_iter_next (&iter, &name, &value))
    if (strcmp (name, "_meta") != 0)
      salon_json_writer_add_value (writer, name, value);
  if (params->name != NULL)
    {
      salon_json_writer_add_string (writer, "name", params->name);
      if (params->arguments != NULL)
        salon_json_writer_add_value (writer, "arguments", params->arguments);
      else
        salon_json_writer_add_text (writer, "arguments", "{}");
    }
  write_meta (writer, exchange, params);
  salon_json_writer_end_object (writer);
}

static char *
salon_mcp_legacy_session_write_request (SalonMcpEra          *era,
                                        SalonMcpExchange     *exchange,
                                        const SalonMcpParams *params)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "jsonrpc", "2.0");
  salon_json_writer_add_int64 (writer, "id", exchange->id);
  salon_json_writer_add_string (writer, "method", exchange->method);
  if (params != NULL)
    write_params (writer, exchange, params);
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish (writer);
}

static void
salon_mcp_legacy_session_cancel (SalonMcpEra      *era,
                                 SalonMcpExchange *exchange,
                                 const char       *reason)
{
  SalonMcpLegacySession *self = SALON_MCP_LEGACY_SESSION (era);
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autofree char *text = NULL;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "jsonrpc", "2.0");
  salon_json_writer_add_string (writer, "method", "notifications/cancelled");
  salon_json_writer_begin_object (writer, "params");
  salon_json_writer_add_int64 (writer, "requestId", exchange->id);
  salon_json_writer_add_string (writer, "reason", reason);
  salon_json_writer_end_object (writer);
  salon_json_writer_end_object (writer);
  text = salon_json_writer_finish (writer);
  salon_mcp_client_send (self->client, text);
}

/* The handshake (MCP “Lifecycle”). */

static gboolean
can (SalonMcpLegacySession *self,
     SalonMcpInputKind      kind)
{
  SalonMcpInputHandler *handler = salon_mcp_client_get_input_handler (self->client);

  return handler != NULL && salon_mcp_input_handler_can (handler, kind);
}

/* Only what there is a handler for: a server that asks for more would wait in vain. */
static void
write_capabilities (SalonMcpLegacySession *self,
                    SalonJsonWriter       *writer)
{
  salon_json_writer_begin_object (writer, "capabilities");
  if (can (self, SALON_MCP_INPUT_ROOTS))
    salon_json_writer_add_text (writer, "roots", "{}");
  if (can (self, SALON_MCP_INPUT_SAMPLING))
    salon_json_writer_add_text (writer, "sampling", "{}");
  if (can (self, SALON_MCP_INPUT_ELICITATION))
    salon_json_writer_add_text (writer, "elicitation", "{\"form\":{}}");
  salon_json_writer_end_object (writer);
}

static SalonMcpExchange *
send_initialize (SalonMcpLegacySession *self,
                 const char            *version)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autoptr (SalonJsonDocument) document = NULL;
  SalonMcpParams params = { 0 };

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "protocolVersion", version);
  write_capabilities (self, writer);
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

static DexFuture *
open_fiber (gpointer user_data)
{
  SalonMcpLegacySession *self = user_data;
  g_autoptr (SalonMcpClient) client = g_object_ref (self->client);
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonJsonDocument) result = initialize (self, versions[0], &error);

  if (result == NULL)
    {
      const char *offered = find_offered_version (error);

      if (offered == NULL || client->state != SALON_MCP_CLIENT_OPENING)
        return dex_future_new_for_error (g_steal_pointer (&error));
      g_clear_error (&error);
      result = initialize (self, offered, &error);
    }
  if (result == NULL || !accept_server (self, result, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  salon_mcp_client_send (client, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
  return dex_future_new_true ();
}

static DexFuture *
salon_mcp_legacy_session_open (SalonMcpEra *era)
{
  return dex_scheduler_spawn (NULL, 0, open_fiber, g_object_ref (era), g_object_unref);
}

/* Messages in. */

static void
salon_mcp_legacy_session_handle_result (SalonMcpEra       *era,
                                        SalonMcpExchange  *exchange,
                                        SalonJsonDocument *document,
                                        const SalonJson   *result)
{
  g_autoptr (SalonJsonDocument) own = salon_json_document_copy (result);

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
  iface->cancel = salon_mcp_legacy_session_cancel;
  iface->close = salon_mcp_legacy_session_close;
}
