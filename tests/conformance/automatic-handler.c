/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-conformance"

#include "config.h"

#include "automatic-handler.h"

#include "salon-json-writer.h"
#include "salon-mcp-elicitation.h"
#include "salon-mcp-form-field.h"

struct _AutomaticHandler
{
  GObject parent_instance;
};

static void input_handler_iface_init (SalonMcpInputHandlerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AutomaticHandler, automatic_handler, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_MCP_INPUT_HANDLER,
                                                      input_handler_iface_init))

static void
automatic_handler_class_init (AutomaticHandlerClass *klass)
{
}

static void
automatic_handler_init (AutomaticHandler *self)
{
}

AutomaticHandler *
automatic_handler_new (void)
{
  return g_object_new (TYPE_AUTOMATIC_HANDLER, NULL);
}

static gboolean
automatic_handler_can (SalonMcpInputHandler *handler,
                       SalonMcpInputKind     kind)
{
  return TRUE;
}

static DexFuture *
automatic_handler_sample (SalonMcpInputHandler *handler,
                          SalonMcpClient       *client,
                          const SalonJson      *params)
{
  return dex_future_new_take_boxed (SALON_TYPE_JSON_DOCUMENT,
                                    salon_json_document_parse ("{\"role\":\"assistant\","
                                                               "\"content\":{\"type\":\"text\","
                                                               "\"text\":\"Yes.\"},"
                                                               "\"model\":\"practice\","
                                                               "\"stopReason\":\"endTurn\"}",
                                                               -1, NULL, NULL));
}

/* The default where there is one, else something that fits. */
static void
fill_in (SalonMcpFormField *field,
         SalonJsonWriter   *writer)
{
  const char *name = salon_mcp_form_field_get_name (field);
  const SalonJson *value = salon_mcp_form_field_get_default (field);

  if (value != NULL)
    {
      salon_json_writer_add_value (writer, name, value);
      return;
    }
  switch (salon_mcp_form_field_get_kind (field))
    {
    case SALON_MCP_FIELD_TEXT:
      salon_json_writer_add_string (writer, name, "text");
      break;
    case SALON_MCP_FIELD_NUMBER:
    case SALON_MCP_FIELD_INTEGER:
      salon_json_writer_add_int64 (writer, name, 1);
      break;
    case SALON_MCP_FIELD_CHOICE:
      salon_json_writer_add_string (writer, name, salon_mcp_form_field_get_option_value (field, 0));
      break;
    case SALON_MCP_FIELD_CHOICES:
      salon_json_writer_begin_array (writer, name);
      salon_json_writer_add_string (writer, NULL, salon_mcp_form_field_get_option_value (field, 0));
      salon_json_writer_end_array (writer);
      break;
    case SALON_MCP_FIELD_BOOLEAN:
    default:
      salon_json_writer_add_boolean (writer, name, TRUE);
      break;
    }
}

static DexFuture *
automatic_handler_elicit (SalonMcpInputHandler *handler,
                          SalonMcpClient       *client,
                          const SalonJson      *params)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonMcpElicitation) elicitation = salon_mcp_elicitation_new (params, &error);
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autoptr (SalonJsonDocument) content = NULL;
  GListModel *fields = NULL;

  if (elicitation == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (salon_mcp_elicitation_get_mode (elicitation) == SALON_MCP_ELICITATION_URL)
    return dex_future_new_take_boxed (SALON_TYPE_JSON_DOCUMENT,
                                      salon_mcp_elicitation_new_decline ());
  fields = salon_mcp_elicitation_get_fields (elicitation);
  salon_json_writer_begin_object (writer, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (SalonMcpFormField) field = g_list_model_get_item (fields, i);

      fill_in (field, writer);
    }
  salon_json_writer_end_object (writer);
  content = salon_json_writer_finish_document (writer);
  return dex_future_new_take_boxed (SALON_TYPE_JSON_DOCUMENT,
                                    salon_mcp_elicitation_new_accept (
                                        salon_json_document_get_root (content)));
}

static DexFuture *
automatic_handler_list_roots (SalonMcpInputHandler *handler,
                              SalonMcpClient       *client)
{
  return dex_future_new_take_boxed (SALON_TYPE_JSON_DOCUMENT,
                                    salon_json_document_parse ("{\"roots\":[]}", -1, NULL, NULL));
}

static void
input_handler_iface_init (SalonMcpInputHandlerInterface *iface)
{
  iface->can = automatic_handler_can;
  iface->sample = automatic_handler_sample;
  iface->elicit = automatic_handler_elicit;
  iface->list_roots = automatic_handler_list_roots;
}
