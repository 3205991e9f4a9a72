/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-modern-protocol-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-mcp-client-private.h"
#include "salon-mcp-error.h"
#include "salon-mcp-exchange-private.h"
#include "salon-mcp-header-value-private.h"
#include "salon-mcp-input-private.h"
#include "salon-mcp-input-rounds-private.h"
#include "salon-mcp-request-private.h"
#include "salon-mcp-tool-refresh-private.h"
#include "salon-mcp-tool-table-private.h"
#include "salon-mcp-verdict-private.h"

#define META_PREFIX "io.modelcontextprotocol/"

#define CODE_HEADER_MISMATCH (-32020)
#define CODE_UNSUPPORTED_VERSION (-32022)

/* The protocol without a session: every request says all there is to know (MCP 2026-07-28). */
struct _SalonMcpModernProtocol
{
  GObject            parent_instance;

  SalonMcpClient    *client;      /* owns this */
  SalonMcpToolTable *tools;
  int                log_level;   /* -1: no messages are wanted */
};

static void era_iface_init (SalonMcpEraInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonMcpModernProtocol, salon_mcp_modern_protocol, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_MCP_ERA, era_iface_init))

static void
salon_mcp_modern_protocol_finalize (GObject *object)
{
  SalonMcpModernProtocol *self = SALON_MCP_MODERN_PROTOCOL (object);

  g_clear_pointer (&self->tools, salon_mcp_tool_table_free);

  G_OBJECT_CLASS (salon_mcp_modern_protocol_parent_class)->finalize (object);
}

static void
salon_mcp_modern_protocol_class_init (SalonMcpModernProtocolClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = salon_mcp_modern_protocol_finalize;
}

static void
salon_mcp_modern_protocol_init (SalonMcpModernProtocol *self)
{
  self->tools = salon_mcp_tool_table_new ();
  self->log_level = -1;
}

SalonMcpEra *
salon_mcp_modern_protocol_new (SalonMcpClient *client)
{
  SalonMcpModernProtocol *self = g_object_new (SALON_TYPE_MCP_MODERN_PROTOCOL, NULL);

  self->client = client;
  salon_mcp_transport_set_protocol (client->transport, SALON_MCP_ERA_MODERN,
                                    SALON_MCP_MODERN_VERSION);
  return SALON_MCP_ERA (self);
}

/*
 * salon_mcp_modern_protocol_accept:
 * @discovered: the result of server/discover
 *
 * Takes in what the server says of itself.
 */
void
salon_mcp_modern_protocol_accept (SalonMcpModernProtocol *self,
                                  SalonJsonDocument      *discovered)
{
  const SalonJson *root = salon_json_document_get_root (discovered);
  const SalonJson *info =
    salon_json_get_member (salon_json_get_member (root, "_meta"), META_PREFIX "serverInfo");

  if (info == NULL)
    info = salon_json_get_member (root, "serverInfo");
  salon_mcp_client_set_server (self->client, SALON_MCP_MODERN_VERSION, discovered, info,
                               salon_json_get_member (root, "capabilities"),
                               salon_json_as_string (salon_json_get_member (root, "instructions")));
}

static DexFuture *
salon_mcp_modern_protocol_open (SalonMcpEra *era)
{
  return dex_future_new_true ();
}

/* Messages out. */

static void
write_meta (SalonMcpModernProtocol *self,
            SalonJsonWriter        *writer,
            SalonMcpExchange       *exchange,
            const SalonMcpParams   *params)
{
  salon_mcp_request_begin_meta (writer, exchange, params);
  salon_json_writer_add_string (writer, META_PREFIX "protocolVersion", SALON_MCP_MODERN_VERSION);
  /* Asked anew each time: what is allowed may have changed since. */
  salon_mcp_capabilities_write (self->client, writer, META_PREFIX "clientCapabilities", FALSE);
  salon_json_writer_begin_object (writer, META_PREFIX "clientInfo");
  salon_json_writer_add_string (writer, "name", "salon");
  salon_json_writer_add_string (writer, "title", "Salon");
  salon_json_writer_add_string (writer, "version", PACKAGE_VERSION);
  salon_json_writer_end_object (writer);
  if (self->log_level >= 0)
    salon_json_writer_add_string (writer, META_PREFIX "logLevel",
                                  salon_mcp_log_level_to_string (
                                      (SalonMcpLogLevel) self->log_level));
  salon_json_writer_end_object (writer);
}

static void
on_header_cb (const char *header,
              const char *value,
              gpointer    user_data)
{
  salon_mcp_exchange_add_header (user_data, header, value);
}

static const char *
get_name_member (SalonMcpModernProtocol *self,
                 const char             *method)
{
  if (strcmp (method, "tools/call") == 0 || strcmp (method, "prompts/get") == 0)
    return "name";
  if (strcmp (method, "resources/read") == 0)
    return "uri";
  return salon_mcp_client_get_name_member (self->client, method);
}

/* What is in the request, for those that look at headers only (MCP 2026-07-28 “Transports”,
 * standard headers). */
static void
set_headers (SalonMcpModernProtocol *self,
             SalonMcpExchange       *exchange,
             const SalonMcpParams   *params)
{
  const char *member = get_name_member (self, exchange->method);
  const char *name = params != NULL ? params->name : NULL;
  const SalonJson *arguments = params != NULL ? params->arguments : NULL;
  g_autofree char *value = NULL;

  g_clear_pointer (&exchange->headers, g_ptr_array_unref);
  if (!salon_mcp_transport_uses_headers (self->client->transport))
    return;
  if (name == NULL && member != NULL && params != NULL)
    name = salon_json_as_string (salon_json_get_member (params->members, member));
  if (arguments == NULL && params != NULL)
    arguments = salon_json_get_member (params->members, "arguments");
  salon_mcp_exchange_add_header (exchange, "MCP-Protocol-Version", SALON_MCP_MODERN_VERSION);
  salon_mcp_exchange_add_header (exchange, "Mcp-Method", exchange->method);
  if (member != NULL && name != NULL)
    {
      value = salon_mcp_header_value_encode (name, strlen (name));
      salon_mcp_exchange_add_header (exchange, "Mcp-Name", value);
    }
  if (strcmp (exchange->method, "tools/call") == 0)
    salon_mcp_tool_table_foreach_header (self->tools, name, arguments, on_header_cb, exchange);
}

static char *
write_request (SalonMcpModernProtocol *self,
               SalonMcpExchange       *exchange,
               const SalonMcpParams   *params,
               const SalonJson        *input_responses,
               const char             *request_state)
{
  SalonJsonWriter *writer = salon_mcp_request_begin (exchange);

  salon_json_writer_begin_object (writer, "params");
  salon_mcp_request_add_params (writer, params);
  salon_json_writer_add_value (writer, "inputResponses", input_responses);
  salon_json_writer_add_string (writer, "requestState", request_state);
  write_meta (self, writer, exchange, params);
  salon_json_writer_end_object (writer);
  set_headers (self, exchange, params);
  return salon_mcp_request_finish (writer);
}

static char *
salon_mcp_modern_protocol_write_request (SalonMcpEra          *era,
                                         SalonMcpExchange     *exchange,
                                         const SalonMcpParams *params)
{
  return write_request (SALON_MCP_MODERN_PROTOCOL (era), exchange, params, NULL, NULL);
}

/*
 * salon_mcp_modern_protocol_write_again:
 * @input_responses: (nullable): the answers to what the server asked
 * @request_state: (nullable): what it wants back
 *
 * Sends the original request again, under a new id.
 */
void
salon_mcp_modern_protocol_write_again (SalonMcpModernProtocol *self,
                                       SalonMcpExchange       *exchange,
                                       const SalonJson        *input_responses,
                                       const char             *request_state)
{
  SalonMcpParams params = { 0 };
  g_autoptr (SalonJsonDocument) request = salon_mcp_request_read_back (exchange, &params);

  salon_mcp_client_renumber (self->client, exchange);
  salon_mcp_client_send_again (self->client, exchange,
                               write_request (self, exchange, &params, input_responses,
                                              request_state));
}

static void
salon_mcp_modern_protocol_cancel (SalonMcpEra      *era,
                                  SalonMcpExchange *exchange,
                                  const char       *reason)
{
  SalonMcpModernProtocol *self = SALON_MCP_MODERN_PROTOCOL (era);
  g_autofree char *text = NULL;

  /* Over HTTP, the end of its stream says so; between two rounds, nothing is going on. */
  if (salon_mcp_transport_abandon (self->client->transport, exchange) || exchange->is_suspended ||
      salon_mcp_transport_uses_headers (self->client->transport))
    return;
  text = salon_mcp_request_write_cancellation (exchange, reason);
  salon_mcp_client_send (self->client, text);
}

/* Results. */

/* The list without the tools that can't be called, which is what the transport's headers make
 * of some; learns the others. */
static SalonJsonDocument *
filter_tools (SalonMcpModernProtocol *self,
              const SalonJson        *result)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  gboolean uses_headers = salon_mcp_transport_uses_headers (self->client->transport);
  const SalonJson *value = NULL;
  const char *name = NULL;
  SalonJsonIter members;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_iter_init (&members, result);
  while (salon_json_iter_next (&members, &name, &value))
    {
      const SalonJson *definition = NULL;
      SalonJsonIter tools;

      if (strcmp (name, "tools") != 0 || !salon_json_is_array (value))
        {
          salon_json_writer_add_value (writer, name, value);
          continue;
        }
      salon_json_writer_begin_array (writer, "tools");
      salon_json_iter_init (&tools, value);
      while (salon_json_iter_next (&tools, NULL, &definition))
        {
          const char *tool = salon_json_as_string (salon_json_get_member (definition, "name"));
          g_autoptr (GError) error = NULL;

          if (salon_mcp_tool_table_learn (self->tools, definition, &error) || !uses_headers)
            {
              salon_json_writer_add_value (writer, NULL, definition);
            }
          else
            {
              g_autofree char *note =
                g_strdup_printf (_("The tool “%s” was left out. %s"), tool, error->message);
              salon_mcp_client_note (self->client, note);
            }
        }
      salon_json_writer_end_array (writer);
    }
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish_document (writer);
}

static void
complete (SalonMcpModernProtocol *self,
          SalonMcpExchange       *exchange,
          SalonJsonDocument      *document,
          const SalonJson        *result)
{
  g_autoptr (SalonJsonDocument) own = NULL;

  if (strcmp (exchange->method, "tools/list") == 0)
    own = filter_tools (self, result);
  else
    own = salon_json_document_new_part (document, result);
  salon_mcp_exchange_resolve (exchange, own);
}

static gboolean
may_ask (const char *method)
{
  return strcmp (method, "tools/call") == 0 || strcmp (method, "prompts/get") == 0 ||
         strcmp (method, "resources/read") == 0;
}

static void
salon_mcp_modern_protocol_handle_result (SalonMcpEra       *era,
                                         SalonMcpExchange  *exchange,
                                         SalonJsonDocument *document,
                                         const SalonJson   *result)
{
  SalonMcpModernProtocol *self = SALON_MCP_MODERN_PROTOCOL (era);
  const SalonJson *type = salon_json_get_member (result, "resultType");
  const char *name = salon_json_as_string (type);

  if (type == NULL || g_strcmp0 (name, "complete") == 0)
    complete (self, exchange, document, result);
  else if (g_strcmp0 (name, "input_required") == 0 && may_ask (exchange->method))
    salon_mcp_input_rounds_begin (self, self->client, exchange, result);
  else if (name != NULL &&
           salon_mcp_client_allows_result_type (self->client, name, exchange->method))
    complete (self, exchange, document, result);
  else
    salon_mcp_exchange_reject (exchange,
                               g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL,
                                            _("The server answered “%s” with a result of the "
                                              "type “%s”, which "
                                              "has no meaning there."),
                                            exchange->method, name != NULL ? name : "?"));
}

/* Failures. */

enum
{
  REPEATED_FOR_VERSION = 1 << 0,
  REPEATED_FOR_HEADERS = 1 << 1,
  REPEATED_FOR_BREAK   = 1 << 2,
};

static gboolean
is_repeatable (SalonMcpModernProtocol *self,
               SalonMcpExchange       *exchange)
{
  static const char * const methods[] = {
    "server/discover", "tools/list", "prompts/list", "prompts/get", "resources/list",
    "resources/templates/list", "resources/read", "resources/directory/read", "completion/complete",
    "tasks/get", "skills/list", "skills/get", NULL,
  };
  SalonMcpParams params = { 0 };
  g_autoptr (SalonJsonDocument) request = NULL;

  if (g_strv_contains (methods, exchange->method))
    return TRUE;
  if (strcmp (exchange->method, "tools/call") != 0)
    return FALSE;
  request = salon_mcp_request_read_back (exchange, &params);
  return salon_mcp_tool_table_is_repeatable (self->tools,
                                             salon_json_as_string (
                                                 salon_json_get_member (params.members, "name")));
}

static gboolean
repeat_once (SalonMcpModernProtocol *self,
             SalonMcpExchange       *exchange,
             guint                   reason)
{
  if ((exchange->repeats & reason) != 0)
    return FALSE;
  exchange->repeats |= reason;
  salon_mcp_modern_protocol_write_again (self, exchange, NULL, NULL);
  return TRUE;
}

static void
on_tools_refreshed_cb (SalonMcpExchange *exchange,
                       gpointer          user_data)
{
  salon_mcp_modern_protocol_write_again (user_data, exchange, NULL, NULL);
}

static gboolean
salon_mcp_modern_protocol_handle_failure (SalonMcpEra      *era,
                                          SalonMcpExchange *exchange,
                                          const GError     *error)
{
  SalonMcpModernProtocol *self = SALON_MCP_MODERN_PROTOCOL (era);
  int code = salon_mcp_error_get_code (error);

  /* Answers to questions belong to the attempt that failed: it can't be begun again without
   * asking again. */
  if (exchange->rounds > 0)
    return FALSE;
  if (code == CODE_UNSUPPORTED_VERSION)
    return salon_mcp_verdict_offers_version (error, SALON_MCP_MODERN_VERSION) &&
           repeat_once (self, exchange, REPEATED_FOR_VERSION);
  if (code == CODE_HEADER_MISMATCH && strcmp (exchange->method, "tools/call") == 0 &&
      salon_mcp_transport_uses_headers (self->client->transport) &&
      (exchange->repeats & REPEATED_FOR_HEADERS) == 0)
    {
      exchange->repeats |= REPEATED_FOR_HEADERS;
      salon_mcp_tool_refresh_begin (self->client, exchange, on_tools_refreshed_cb, self);
      return TRUE;
    }
  if (g_error_matches (error, SALON_MCP_ERROR, SALON_MCP_ERROR_INTERRUPTED))
    return is_repeatable (self, exchange) && repeat_once (self, exchange, REPEATED_FOR_BREAK);
  return FALSE;
}

/* Other messages in. */

static gboolean
salon_mcp_modern_protocol_handle_notification (SalonMcpEra     *era,
                                               const char      *method,
                                               const SalonJson *params)
{
  SalonMcpModernProtocol *self = SALON_MCP_MODERN_PROTOCOL (era);
  SalonMcpExchange *exchange = NULL;

  if (strcmp (method, "notifications/cancelled") != 0)
    return FALSE;
  /* How a server ends a subscription where that has no stream of its own. */
  exchange =
    salon_mcp_client_find_exchange (self->client, salon_json_get_member (params, "requestId"));
  if (exchange != NULL && strcmp (exchange->method, "subscriptions/listen") == 0)
    salon_mcp_exchange_reject (exchange,
                               g_error_new_literal (SALON_MCP_ERROR, SALON_MCP_ERROR_INTERRUPTED,
                                                    _("The server ended the subscription.")));
  return TRUE;
}

static void
salon_mcp_modern_protocol_handle_request (SalonMcpEra       *era,
                                          SalonJsonDocument *document,
                                          const SalonJson   *id,
                                          const char        *method,
                                          const SalonJson   *params)
{
  /* No answer either: a client of this era sends none. */
  salon_mcp_client_note (SALON_MCP_MODERN_PROTOCOL (era)->client,
                         _("A request of the server was ignored: this version of the protocol "
                           "has none."));
}

static DexFuture *
on_alive_cb (DexFuture *future,
             gpointer   user_data)
{
  return dex_future_new_true ();
}

static DexFuture *
salon_mcp_modern_protocol_ping (SalonMcpEra *era)
{
  SalonMcpModernProtocol *self = SALON_MCP_MODERN_PROTOCOL (era);
  g_autoptr (SalonMcpExchange) exchange =
    salon_mcp_client_start_exchange (self->client, "server/discover", NULL);

  return dex_future_then (salon_mcp_exchange_await_result (exchange), on_alive_cb, NULL, NULL);
}

static void
salon_mcp_modern_protocol_set_log_level (SalonMcpEra      *era,
                                         SalonMcpLogLevel  level)
{
  SALON_MCP_MODERN_PROTOCOL (era)->log_level = (int) level;
}

static void
salon_mcp_modern_protocol_close (SalonMcpEra *era)
{
}

static void
era_iface_init (SalonMcpEraInterface *iface)
{
  iface->open = salon_mcp_modern_protocol_open;
  iface->write_request = salon_mcp_modern_protocol_write_request;
  iface->handle_result = salon_mcp_modern_protocol_handle_result;
  iface->handle_notification = salon_mcp_modern_protocol_handle_notification;
  iface->handle_request = salon_mcp_modern_protocol_handle_request;
  iface->handle_failure = salon_mcp_modern_protocol_handle_failure;
  iface->ping = salon_mcp_modern_protocol_ping;
  iface->set_log_level = salon_mcp_modern_protocol_set_log_level;
  iface->cancel = salon_mcp_modern_protocol_cancel;
  iface->close = salon_mcp_modern_protocol_close;
}
