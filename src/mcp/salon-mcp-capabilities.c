/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-extension.h"
#include "salon-mcp-client-private.h"
#include "salon-mcp-input-private.h"
#include "salon-mcp-server-tasks-private.h"

/* What this side declares: derived from the handler and the extensions that are there, so
 * that it can't drift from what is really answered. */

static gboolean
can (SalonMcpClient    *client,
     SalonMcpInputKind  kind)
{
  SalonMcpInputHandler *handler = salon_mcp_client_get_input_handler (client);

  return handler != NULL && salon_mcp_input_handler_can (handler, kind);
}

static void
write_extensions (SalonMcpClient  *client,
                  SalonJsonWriter *writer)
{
  if (client->extensions->len == 0)
    return;
  salon_json_writer_begin_object (writer, "extensions");
  for (guint i = 0; i < client->extensions->len; i++)
    {
      SalonMcpExtension *extension = g_ptr_array_index (client->extensions, i);

      salon_json_writer_add_value (writer, salon_mcp_extension_get_id (extension),
                                   salon_mcp_extension_get_settings (extension));
    }
  salon_json_writer_end_object (writer);
}

/*
 * salon_mcp_capabilities_write:
 * @name: (nullable): the member's name
 * @is_legacy: whether changes of the roots are announced, too, and tasks are in the core
 *
 * Writes ClientCapabilities.
 */
void
salon_mcp_capabilities_write (SalonMcpClient  *client,
                              SalonJsonWriter *writer,
                              const char      *name,
                              gboolean         is_legacy)
{
  salon_json_writer_begin_object (writer, name);
  if (can (client, SALON_MCP_INPUT_ROOTS))
    salon_json_writer_add_text (writer, "roots", is_legacy ? "{\"listChanged\":true}" : "{}");
  if (can (client, SALON_MCP_INPUT_SAMPLING))
    salon_json_writer_add_text (writer, "sampling",
                                can (client,
                                     SALON_MCP_INPUT_SAMPLING_TOOLS) ? "{\"tools\":{}}" : "{}");
  if (can (client, SALON_MCP_INPUT_ELICITATION))
    salon_json_writer_add_text (writer, "elicitation",
                                can (client,
                                     SALON_MCP_INPUT_ELICITATION_URL) ? "{\"form\":{},\"url\":{}}"
                                                                              : "{\"form\":{}}");
  if (is_legacy)
    salon_mcp_server_tasks_declare (client, writer);
  write_extensions (client, writer);
  salon_json_writer_end_object (writer);
}

/* Writes the members of “_meta” that tie a request to a trace (W3C Trace Context). */
void
salon_mcp_trace_write (SalonMcpClient  *client,
                       SalonJsonWriter *writer)
{
  salon_json_writer_add_string (writer, "traceparent", client->trace_parent);
  salon_json_writer_add_string (writer, "tracestate", client->trace_state);
  salon_json_writer_add_string (writer, "baggage", client->baggage);
}

/**
 * salon_mcp_client_set_trace_context:
 * @self: a client
 * @trace_parent: (nullable): the header traceparent of W3C Trace Context; %NULL for no trace
 * @trace_state: (nullable): tracestate
 * @baggage: (nullable): W3C Baggage
 *
 * For requests made from now on.
 */
void
salon_mcp_client_set_trace_context (SalonMcpClient *self,
                                    const char     *trace_parent,
                                    const char     *trace_state,
                                    const char     *baggage)
{
  g_return_if_fail (SALON_IS_MCP_CLIENT (self));

  g_set_str (&self->trace_parent, trace_parent);
  g_set_str (&self->trace_state, trace_parent != NULL ? trace_state : NULL);
  g_set_str (&self->baggage, baggage);
}

/**
 * salon_mcp_client_add_extension:
 * @self: a client that is not opened yet
 * @extension: an extension
 *
 * Declares an extension to the server. One whose identifier was added before replaces it.
 */
void
salon_mcp_client_add_extension (SalonMcpClient    *self,
                                SalonMcpExtension *extension)
{
  g_return_if_fail (SALON_IS_MCP_CLIENT (self));
  g_return_if_fail (SALON_IS_MCP_EXTENSION (extension));
  g_return_if_fail (self->state == SALON_MCP_CLIENT_NEW);

  for (guint i = 0; i < self->extensions->len; i++)
    if (g_str_equal (salon_mcp_extension_get_id (g_ptr_array_index (self->extensions, i)),
                     salon_mcp_extension_get_id (extension)))
      {
        g_ptr_array_remove_index (self->extensions, i);
        break;
      }
  g_ptr_array_add (self->extensions, g_object_ref (extension));
}

/**
 * salon_mcp_client_get_extension:
 * @self: a client
 * @id: an extension's identifier
 *
 * An extension is in force when both sides have declared it.
 *
 * Returns: (transfer none) (nullable): the server's settings for it, an object; %NULL when it
 *   is not in force
 */
const SalonJson *
salon_mcp_client_get_extension (SalonMcpClient *self,
                                const char     *id)
{
  const SalonJson *extensions = NULL;
  const SalonJson *settings = NULL;

  g_return_val_if_fail (SALON_IS_MCP_CLIENT (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  extensions = salon_json_get_member (self->server_capabilities, "extensions");
  settings = salon_json_get_member (extensions, id);
  if (!salon_json_is_object (settings))
    return NULL;
  for (guint i = 0; i < self->extensions->len; i++)
    if (g_str_equal (salon_mcp_extension_get_id (g_ptr_array_index (self->extensions, i)), id))
      return settings;
  return NULL;
}

/* Whether a result of this type is to be expected; the core's own types are not asked for. */
gboolean
salon_mcp_client_allows_result_type (SalonMcpClient *client,
                                     const char     *result_type,
                                     const char     *method)
{
  for (guint i = 0; i < client->extensions->len; i++)
    if (salon_mcp_extension_allows (g_ptr_array_index (client->extensions, i), result_type, method))
      return TRUE;
  return FALSE;
}

/* The member of an extension's method that goes into the header Mcp-Name, or NULL. */
const char *
salon_mcp_client_get_name_member (SalonMcpClient *client,
                                  const char     *method)
{
  for (guint i = 0; i < client->extensions->len; i++)
    {
      const char *member =
        salon_mcp_extension_get_name_member (g_ptr_array_index (client->extensions, i),
                                                                method);

      if (member != NULL)
        return member;
    }
  return NULL;
}
