/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-tool-details.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "salon-json-writer.h"
#include "salon-text-pane.h"

/**
 * SalonToolDetails:
 *
 * What a tool was asked and what it answered: request, result, and both as they are in
 * the protocol.
 */
struct _SalonToolDetails
{
  GtkWidget parent_instance;

  SalonToolCall *tool_call;

  GtkWidget *box;
  GtkWidget *request;
  GtkWidget *result;
  GtkWidget *raw;
};

G_DEFINE_FINAL_TYPE (SalonToolDetails, salon_tool_details, GTK_TYPE_WIDGET)

static char *
dup_pretty (const char *arguments)
{
  g_autoptr (SalonJsonDocument) document = salon_json_document_parse (arguments, -1, NULL, NULL);

  if (document == NULL)
    return g_strdup (arguments);

  return salon_json_to_text (salon_json_document_get_root (document), TRUE);
}

static char *
dup_raw (SalonToolCall *call)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  SalonJsonDocument *result = salon_tool_call_get_result (call);
  const char *arguments = salon_tool_call_get_arguments (call);
  g_autoptr (SalonJsonDocument) parsed = salon_json_document_parse (arguments, -1, NULL, NULL);
  g_autoptr (SalonJsonDocument) document = NULL;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "server", salon_tool_call_get_server_name (call));
  salon_json_writer_add_string (writer, "tool", salon_tool_call_get_tool_name (call));
  salon_json_writer_add_string (writer, "callId", salon_tool_call_get_call_id (call));
  salon_json_writer_add_string (writer, "state",
                                salon_tool_call_state_to_nick (salon_tool_call_get_state (call)));
  if (parsed != NULL)
    salon_json_writer_add_value (writer, "arguments", salon_json_document_get_root (parsed));
  else
    salon_json_writer_add_string (writer, "arguments", arguments);
  if (result != NULL)
    salon_json_writer_add_value (writer, "result", salon_json_document_get_root (result));
  salon_json_writer_add_string (writer, "error", salon_tool_call_get_error (call));
  salon_json_writer_end_object (writer);
  document = salon_json_writer_finish_document (writer);

  return salon_json_to_text (salon_json_document_get_root (document), TRUE);
}

static void
update_result (SalonToolDetails *self)
{
  const char *text = salon_tool_call_get_result_text (self->tool_call);
  g_autofree char *raw = dup_raw (self->tool_call);

  if (text == NULL)
    text = salon_tool_call_get_error (self->tool_call);
  if (text == NULL)
    text = salon_tool_call_is_over (self->tool_call) ? _("The tool gave no result.")
                                                     : _("There is no result yet.");
  salon_text_pane_set_text (SALON_TEXT_PANE (self->result), text, NULL);
  salon_text_pane_set_text (SALON_TEXT_PANE (self->raw), raw, "json");
}

static void
update_request (SalonToolDetails *self)
{
  g_autofree char *arguments = dup_pretty (salon_tool_call_get_arguments (self->tool_call));

  salon_text_pane_set_text (SALON_TEXT_PANE (self->request), arguments, "json");
  update_result (self);
}

static void
salon_tool_details_dispose (GObject *object)
{
  SalonToolDetails *self = SALON_TOOL_DETAILS (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->tool_call);

  G_OBJECT_CLASS (salon_tool_details_parent_class)->dispose (object);
}

static void
salon_tool_details_class_init (SalonToolDetailsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_tool_details_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "tooldetails");
}

static void
salon_tool_details_init (SalonToolDetails *self)
{
  GtkWidget *stack = g_object_new (ADW_TYPE_VIEW_STACK,
                                   "vhomogeneous", FALSE,
                                   NULL);
  GtkWidget *switcher = g_object_new (ADW_TYPE_INLINE_VIEW_SWITCHER,
                                      "stack", stack,
                                      "halign", GTK_ALIGN_START,
                                      NULL);

  gtk_widget_add_css_class (switcher, "round");
  self->request = salon_text_pane_new (_("Request"));
  self->result = salon_text_pane_new (_("Result"));
  self->raw = salon_text_pane_new (_("Raw"));
  adw_view_stack_add_titled (ADW_VIEW_STACK (stack), self->request, "request", _("Request"));
  adw_view_stack_add_titled (ADW_VIEW_STACK (stack), self->result, "result", _("Result"));
  adw_view_stack_add_titled (ADW_VIEW_STACK (stack), self->raw, "raw", _("Raw"));
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (stack), "result");

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_box_append (GTK_BOX (self->box), switcher);
  gtk_box_append (GTK_BOX (self->box), stack);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * salon_tool_details_new:
 * @tool_call: a tool call
 *
 * Returns: (transfer floating): a widget with all there is to see about it
 */
GtkWidget *
salon_tool_details_new (SalonToolCall *tool_call)
{
  SalonToolDetails *self;

  g_return_val_if_fail (SALON_IS_TOOL_CALL (tool_call), NULL);

  self = g_object_new (SALON_TYPE_TOOL_DETAILS, NULL);
  self->tool_call = g_object_ref (tool_call);
  g_signal_connect_object (tool_call, "notify::arguments", G_CALLBACK (update_request), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tool_call, "notify::state", G_CALLBACK (update_result), self,
                           G_CONNECT_SWAPPED);
  update_request (self);

  return GTK_WIDGET (self);
}
