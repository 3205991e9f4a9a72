/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-message-row.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "salon-copy-button.h"
#include "salon-line-layout.h"
#include "salon-part-widget.h"
#include "salon-usage-button.h"

#define PART_SPACING 10

/**
 * SalonMessageRow:
 *
 * One message: what the user wrote in a bubble at the end of the line, what the model
 * wrote as plain text over the whole column.
 */
struct _SalonMessageRow
{
  GtkWidget parent_instance;

  SalonMessage *message;
  gboolean last;

  GtkWidget *parts;
  GtkWidget *waiting;
  GtkWidget *footer;
  GtkWidget *state_label;
  GtkWidget *retry_button;
  /* The tool call at the end, whose end means that the model is at work again. */
  SalonToolCall *watched_call;
};

G_DEFINE_FINAL_TYPE (SalonMessageRow, salon_message_row, GTK_TYPE_WIDGET)

static char *
dup_text (GtkWidget *owner)
{
  return salon_message_dup_text (SALON_MESSAGE_ROW (owner)->message);
}

/* The model's name without its provider's. */
static const char *
get_model_name (SalonMessage *message)
{
  const char *model = salon_message_get_model (message);
  const char *slash = model != NULL ? strchr (model, '/') : NULL;

  return slash != NULL && slash[1] != '\0' ? slash + 1 : model;
}

static char *
format_time (SalonMessage *message)
{
  gint64 created_at = salon_message_get_created_at (message);
  g_autoptr (GDateTime) time = NULL;

  if (created_at <= 0)
    return NULL;
  time = g_date_time_new_from_unix_local (created_at / G_USEC_PER_SEC);

  /* Translators: a time of the day, see g_date_time_format(). */
  return time != NULL ? g_date_time_format (time, _("%H:%M")) : NULL;
}

static gboolean
is_waiting (SalonMessageRow *self)
{
  SalonPart *part = salon_message_get_last_part (self->message);

  if (salon_message_get_state (self->message) != SALON_MESSAGE_STREAMING)
    return FALSE;
  if (part == NULL)
    return TRUE;

  return salon_part_get_kind (part) == SALON_PART_TOOL_CALL &&
         salon_tool_call_is_over (salon_part_get_tool_call (part));
}

static void
update_waiting (SalonMessageRow *self)
{
  gtk_widget_set_visible (self->waiting, is_waiting (self));
}

static void
watch_last_call (SalonMessageRow *self)
{
  SalonPart *part = salon_message_get_last_part (self->message);
  SalonToolCall *call = part != NULL ? salon_part_get_tool_call (part) : NULL;

  if (call != self->watched_call)
    {
      if (self->watched_call != NULL)
        g_signal_handlers_disconnect_by_func (self->watched_call, update_waiting, self);
      g_set_object (&self->watched_call, call);
      if (call != NULL)
        g_signal_connect_object (call, "notify::state", G_CALLBACK (update_waiting), self,
                                 G_CONNECT_SWAPPED);
    }
  update_waiting (self);
}

static void
update_state (SalonMessageRow *self)
{
  SalonMessageState state = salon_message_get_state (self->message);
  SalonPart *last_part = salon_message_get_last_part (self->message);
  /* An error that may pass has a button of its own. */
  gboolean has_button = last_part != NULL && salon_part_get_can_retry (last_part);

  gtk_widget_set_visible (self->footer, state != SALON_MESSAGE_STREAMING);
  gtk_widget_set_visible (self->state_label, state == SALON_MESSAGE_STOPPED);
  gtk_widget_set_visible (self->retry_button,
                          self->last && !has_button &&
                          (state == SALON_MESSAGE_STOPPED || state == SALON_MESSAGE_FAILED));
  for (GtkWidget *widget = gtk_widget_get_first_child (self->parts);
       widget != NULL;
       widget = gtk_widget_get_next_sibling (widget))
    salon_part_widget_set_last (widget, self->last);
  watch_last_call (self);
}

static void
on_items_changed_cb (SalonMessageRow *self,
                     guint            position,
                     guint            n_removed,
                     guint            n_added)
{
  GListModel *message = G_LIST_MODEL (self->message);

  GtkWidget *previous = NULL;

  for (guint i = 0; i < position; i++)
    previous = previous == NULL ? gtk_widget_get_first_child (self->parts)
                                : gtk_widget_get_next_sibling (previous);
  for (guint i = 0; i < n_removed; i++)
    gtk_box_remove (GTK_BOX (self->parts),
                    previous == NULL ? gtk_widget_get_first_child (self->parts)
                                     : gtk_widget_get_next_sibling (previous));
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (SalonPart) part = g_list_model_get_item (message, i);
      GtkWidget *widget = salon_part_widget_new (part, salon_message_get_role (self->message));

      gtk_box_insert_child_after (GTK_BOX (self->parts), widget, previous);
      previous = widget;
    }
  update_state (self);
}

static void
salon_message_row_dispose (GObject *object)
{
  SalonMessageRow *self = SALON_MESSAGE_ROW (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->watched_call);
  g_clear_object (&self->message);

  G_OBJECT_CLASS (salon_message_row_parent_class)->dispose (object);
}

static void
salon_message_row_class_init (SalonMessageRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_message_row_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "message");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
salon_message_row_init (SalonMessageRow *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 4);
}

static void
make_footer (SalonMessageRow *self,
             gboolean         user)
{
  const char *model = get_model_name (self->message);
  g_autofree char *time = format_time (self->message);
  g_autofree char *caption = NULL;
  GtkWidget *label;

  self->footer = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_add_css_class (self->footer, "message-footer");
  gtk_widget_set_halign (self->footer, user ? GTK_ALIGN_END : GTK_ALIGN_START);

  self->retry_button = gtk_button_new_from_icon_name ("view-refresh-symbolic");
  gtk_widget_add_css_class (self->retry_button, "flat");
  gtk_widget_set_tooltip_text (self->retry_button, _("Retry"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->retry_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Retry"),
                                  -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->retry_button), "transcript.retry");

  if (!user && model != NULL && time != NULL)
    caption = g_strdup_printf ("%s · %s", model, time);
  label = g_object_new (GTK_TYPE_LABEL,
                        "label", caption != NULL ? caption : time,
                        "ellipsize", PANGO_ELLIPSIZE_END,
                        "css-classes",
                        (const char * const []) { "caption", "dimmed", "numeric", NULL },
                        NULL);
  self->state_label = g_object_new (GTK_TYPE_LABEL,
                                    "label", _("Stopped"),
                                    "css-classes",
                                    (const char * const []) { "caption", "dimmed", NULL },
                                    NULL);

  if (user)
    gtk_box_append (GTK_BOX (self->footer), label);
  gtk_box_append (GTK_BOX (self->footer),
                  salon_copy_button_new (_("Copy Message"), GTK_WIDGET (self), dup_text));
  gtk_box_append (GTK_BOX (self->footer), self->retry_button);
  if (!user)
    gtk_box_append (GTK_BOX (self->footer), label);
  gtk_box_append (GTK_BOX (self->footer), self->state_label);
  if (!user)
    gtk_box_append (GTK_BOX (self->footer), salon_usage_button_new (self->message));
}

static void
set_message (SalonMessageRow *self,
             SalonMessage    *message)
{
  gboolean user = salon_message_get_role (message) == SALON_ROLE_USER;
  const char *model = get_model_name (message);
  g_autofree char *name = NULL;

  self->message = g_object_ref (message);
  gtk_widget_add_css_class (GTK_WIDGET (self), user ? "user" : "assistant");
  if (user)
    name = g_strdup (_("You"));
  else if (model != NULL)
    name = g_strdup_printf ("%s · %s", _("Salon"), model);
  else
    name = g_strdup (_("Salon"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  self->parts = gtk_box_new (GTK_ORIENTATION_VERTICAL, PART_SPACING);
  if (user)
    gtk_widget_add_css_class (self->parts, "bubble");
  gtk_widget_set_parent (user ? salon_line_new_end (self->parts) : self->parts,
                         GTK_WIDGET (self));

  self->waiting = adw_spinner_new ();
  gtk_widget_set_halign (self->waiting, GTK_ALIGN_START);
  gtk_widget_set_size_request (self->waiting, 20, 20);
  gtk_widget_add_css_class (self->waiting, "waiting");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->waiting),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Waiting for the model"),
                                  -1);
  gtk_widget_set_parent (self->waiting, GTK_WIDGET (self));

  make_footer (self, user);
  gtk_widget_set_parent (self->footer, GTK_WIDGET (self));

  on_items_changed_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (message)));
  g_signal_connect_object (message, "items-changed", G_CALLBACK (on_items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (message, "notify::state", G_CALLBACK (update_state), self,
                           G_CONNECT_SWAPPED);
  update_state (self);
}

/**
 * salon_message_row_new:
 * @message: a message
 *
 * Returns: (transfer floating): a row that shows it and follows it
 */
GtkWidget *
salon_message_row_new (SalonMessage *message)
{
  SalonMessageRow *self;

  g_return_val_if_fail (SALON_IS_MESSAGE (message), NULL);

  self = g_object_new (SALON_TYPE_MESSAGE_ROW, NULL);
  set_message (self, message);

  return GTK_WIDGET (self);
}

/**
 * salon_message_row_get_message:
 * @self: a row
 *
 * Returns: (transfer none): its message
 */
SalonMessage *
salon_message_row_get_message (SalonMessageRow *self)
{
  g_return_val_if_fail (SALON_IS_MESSAGE_ROW (self), NULL);

  return self->message;
}

/**
 * salon_message_row_set_last:
 * @self: a row
 * @last: whether its message is the last one of the conversation
 *
 * Only the last message can be tried again, and only its buttons are always in sight.
 */
void
salon_message_row_set_last (SalonMessageRow *self,
                            gboolean         last)
{
  g_return_if_fail (SALON_IS_MESSAGE_ROW (self));

  if (last == self->last)
    return;

  self->last = last;
  if (last)
    gtk_widget_add_css_class (GTK_WIDGET (self), "last");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "last");
  update_state (self);
}
