/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-mcp-client-private.h"
#include "salon-mcp-error.h"
#include "salon-mcp-exchange-private.h"

/* What to do with what the server sends. Nothing in it is trusted to be of any shape. */

static const char * const level_names[] = {
  "debug", "info", "notice", "warning", "error", "critical", "alert", "emergency",
};

/**
 * salon_mcp_log_level_to_string:
 * @level: a level
 *
 * Returns: (transfer none): its name in the protocol
 */
const char *
salon_mcp_log_level_to_string (SalonMcpLogLevel level)
{
  g_return_val_if_fail ((guint) level < G_N_ELEMENTS (level_names), NULL);

  return level_names[level];
}

static SalonMcpLogLevel
parse_level (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (level_names); i++)
    if (g_strcmp0 (name, level_names[i]) == 0)
      return (SalonMcpLogLevel) i;
  return SALON_MCP_LOG_INFO;
}

/* The exchange that waits for an answer with @id, or NULL. */
SalonMcpExchange *
salon_mcp_client_find_exchange (SalonMcpClient  *self,
                                const SalonJson *id)
{
  const char *text = salon_json_as_string (id);
  gboolean is_probe = text != NULL && g_str_has_prefix (text, SALON_MCP_PROBE_ID_PREFIX);
  SalonMcpExchange *exchange = NULL;
  gint64 number = 0;

  if (is_probe)
    number = g_ascii_strtoll (text + strlen (SALON_MCP_PROBE_ID_PREFIX), NULL, 10);
  else if (!salon_json_as_int64 (id, &number))
    return NULL;
  if (number <= 0 || number > (gint64) self->last_id)
    return NULL;
  exchange = g_hash_table_lookup (self->exchanges, GUINT_TO_POINTER ((guint) number));
  if (exchange == NULL || exchange->is_probe != is_probe || exchange->is_suspended)
    return NULL;
  return exchange;
}

/* A server that could not read a request does not know its id either (JSON-RPC 2.0,
 * section 5); with one request outstanding, it is clear which one is meant. */
static SalonMcpExchange *
find_only_exchange (SalonMcpClient *self)
{
  GHashTableIter iter;
  gpointer value = NULL;

  if (g_hash_table_size (self->exchanges) != 1)
    return NULL;
  g_hash_table_iter_init (&iter, self->exchanges);
  g_hash_table_iter_next (&iter, NULL, &value);
  return value;
}

static void
fail_with (SalonMcpClient   *self,
           SalonMcpExchange *exchange,
           const SalonJson  *error)
{
  const char *message = salon_json_as_string (salon_json_get_member (error, "message"));
  const SalonJson *data = salon_json_get_member (error, "data");
  gint64 code = 0;

  salon_json_as_int64 (salon_json_get_member (error, "code"), &code);
  if (code < G_MININT || code > G_MAXINT)
    code = 0;
  salon_mcp_client_fail_exchange (self, exchange,
                                  salon_mcp_error_new_remote ((int) code, message, data));
}

static void
handle_response (SalonMcpClient    *self,
                 SalonJsonDocument *document,
                 const SalonJson   *message,
                 const SalonJson   *id,
                 SalonMcpExchange  *origin)
{
  const SalonJson *error = salon_json_get_member (message, "error");
  const SalonJson *result = salon_json_get_member (message, "result");
  SalonMcpExchange *exchange = salon_mcp_client_find_exchange (self, id);

  if (exchange == NULL && salon_json_is_object (error) &&
      salon_json_get_kind (id) == SALON_JSON_NULL)
    exchange = origin != NULL && origin->client == self && !origin->is_suspended
                 ? origin
                 : find_only_exchange (self);
  if (exchange == NULL)
    {
      /* An answer may cross with the cancellation of its request. */
      salon_mcp_client_note (self, _("An answer that nobody waits for was ignored."));
      return;
    }
  if (salon_json_is_object (error))
    fail_with (self, exchange, error);
  else if (salon_json_is_object (result))
    SALON_MCP_ERA_GET_IFACE (self->era)->handle_result (self->era, exchange, document, result);
  else
    salon_mcp_exchange_reject (exchange,
                               g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL,
                                            _("The server’s answer to “%s” has neither a result "
                                              "nor an error."),
                                            exchange->method));
}

static void
handle_progress (SalonMcpClient  *self,
                 const SalonJson *params)
{
  SalonMcpExchange *exchange =
    salon_mcp_client_find_exchange (self, salon_json_get_member (params, "progressToken"));
  const char *message = salon_json_as_string (salon_json_get_member (params, "message"));
  g_autoptr (SalonMcpExchange) keep = NULL;
  double progress = 0;
  double total = -1;

  /* Tokens nobody knows, and those of finished requests, mean nothing. */
  if (!salon_json_as_double (salon_json_get_member (params, "progress"), &progress))
    return;
  /* The token of a call that became a task is good as long as the task lives (2025-11-25
   * “Tasks”). */
  if (exchange == NULL)
    {
      salon_mcp_client_emit_notification (self, "notifications/progress", params);
      return;
    }
  if (!salon_json_as_double (salon_json_get_member (params, "total"), &total))
    total = -1;
  keep = g_object_ref (exchange);
  salon_mcp_deadlines_extend (self->deadlines, exchange);
  salon_mcp_exchange_emit_progress (exchange, progress, total, message);
}

static void
handle_log_message (SalonMcpClient  *self,
                    const SalonJson *params)
{
  const SalonJson *data = salon_json_get_member (params, "data");
  const char *level = salon_json_as_string (salon_json_get_member (params, "level"));
  const char *logger = salon_json_as_string (salon_json_get_member (params, "logger"));
  g_autoptr (SalonJsonDocument) document = NULL;

  if (data == NULL)
    return;
  document = salon_json_document_copy (data);
  salon_mcp_client_emit_log_message (self, parse_level (level), logger, document);
}

/* Notifications that change what is known, and are then told to whoever wants to hear them. */
static gboolean
handle_content_notification (SalonMcpClient  *self,
                             const char      *method,
                             const SalonJson *params)
{
  if (strcmp (method, "notifications/resources/updated") == 0)
    {
      const char *uri = salon_json_as_string (salon_json_get_member (params, "uri"));

      if (uri != NULL)
        salon_mcp_cache_drop (self->cache, "resources/read", uri);
    }
  else if (strcmp (method, "notifications/elicitation/complete") == 0)
    {
      const char *id = salon_json_as_string (salon_json_get_member (params, "elicitationId"));

      /* Ids nobody was sent to, and those that are done, mean nothing (2025-11-25
       * “Elicitation”). */
      if (id == NULL || !g_hash_table_remove (self->open_elicitations, id))
        return FALSE;
    }
  else
    {
      return FALSE;
    }
  salon_mcp_client_emit_notification (self, method, params);
  return TRUE;
}

static void
handle_notification (SalonMcpClient  *self,
                     const char      *method,
                     const SalonJson *params)
{
  if (strcmp (method, "notifications/progress") == 0)
    handle_progress (self, params);
  else if (strcmp (method, "notifications/message") == 0)
    handle_log_message (self, params);
  else if (strcmp (method, "notifications/tools/list_changed") == 0)
    salon_mcp_client_emit_tools_changed (self);
  else if (strcmp (method, "notifications/prompts/list_changed") == 0)
    salon_mcp_client_emit_prompts_changed (self);
  else if (strcmp (method, "notifications/resources/list_changed") == 0)
    salon_mcp_client_emit_resources_changed (self);
  else if (!handle_content_notification (self, method, params) &&
           !SALON_MCP_ERA_GET_IFACE (self->era)->handle_notification (self->era, method, params) &&
           !salon_mcp_client_emit_notification (self, method, params))
    salon_mcp_client_note (self, method);
}

static void
handle_one (SalonMcpClient    *self,
            SalonJsonDocument *document,
            const SalonJson   *message,
            SalonMcpExchange  *origin)
{
  const char *method = salon_json_as_string (salon_json_get_member (message, "method"));
  const SalonJson *id = salon_json_get_member (message, "id");
  const SalonJson *params = salon_json_get_member (message, "params");
  SalonJsonKind id_kind = salon_json_get_kind (id);

  if (method != NULL && (id_kind == SALON_JSON_STRING || id_kind == SALON_JSON_NUMBER))
    SALON_MCP_ERA_GET_IFACE (self->era)->handle_request (self->era, document, id, method, params);
  else if (method != NULL && id == NULL)
    handle_notification (self, method, params);
  else if (method == NULL && (salon_json_get_member (message, "result") != NULL ||
                              salon_json_get_member (message, "error") != NULL))
    handle_response (self, document, message, id, origin);
  else
    salon_mcp_client_note (self,
                           _("A message that is no request, notification or answer was ignored."));
}

/* A message, or a batch of them (2025-03-26: clients must be able to receive those); @origin is
 * the exchange on whose stream it came, if that is known. */
void
salon_mcp_client_handle_message (SalonMcpClient    *self,
                                 SalonJsonDocument *message,
                                 SalonMcpExchange  *origin)
{
  g_autoptr (SalonMcpClient) keep = g_object_ref (self);
  const SalonJson *root = salon_json_document_get_root (message);
  const SalonJson *element = NULL;
  SalonJsonIter iter;

  if (self->era == NULL)
    return;
  if (!salon_json_is_array (root))
    {
      handle_one (self, message, root, origin);
      return;
    }
  salon_json_iter_init (&iter, root);
  while ((self->state == SALON_MCP_CLIENT_OPENING || self->state == SALON_MCP_CLIENT_READY) &&
         salon_json_iter_next (&iter, NULL, &element))
    handle_one (self, message, element, origin);
}
