/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-chat-settings-dialog.h"

#include <math.h>

#include <glib/gi18n.h>

#include "salon-conversation-settings.h"

/* Written while the user pauses, so that not each letter is stored. */
#define WRITE_DELAY 250

/**
 * SalonChatSettingsDialog:
 *
 * What is set for one chat alone. Everything has effect at once, from the next answer on.
 */
struct _SalonChatSettingsDialog
{
  AdwDialog            parent_instance;

  SalonConversation    *conversation;
  gboolean             filling;
  guint                write_source;

  AdwComboRow          *discovery_row;
  AdwComboRow          *effort_row;
  GtkTextView          *instructions_view;
  AdwSpinRow           *limit_row;
  AdwSwitchRow         *limit_switch;
  AdwSpinRow           *temperature_row;
  AdwSwitchRow         *temperature_switch;
  AdwPreferencesGroup  *tools_group;
};

G_DEFINE_FINAL_TYPE (SalonChatSettingsDialog, salon_chat_settings_dialog, ADW_TYPE_DIALOG)

/* The order of the list. */
static const char * const efforts[] = { NULL, "none", "low", "medium", "high" };

static void
salon_chat_settings_dialog_update_budget (SalonChatSettingsDialog *self)
{
  g_autoptr(SalonToolBudget) budget = salon_conversation_dup_tool_budget (self->conversation);
  g_autofree char *sentence = NULL;

  if (budget->n_tools == 0)
    sentence = g_strdup (_("Servers that have not started yet are not counted."));
  else if (budget->discovers)
    sentence = g_strdup_printf (
      _("It looks for them now: ≈ %1$" G_GINT64_FORMAT " of ≈ %2$" G_GINT64_FORMAT " tokens are "
        "sent with every request."),
      budget->sent_tokens, budget->definition_tokens);
  else
    sentence = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE,
                   "It is told of %1$u tool now: ≈ %2$" G_GINT64_FORMAT " tokens with every "
                   "request.",
                   "It is told of %1$u tools now: ≈ %2$" G_GINT64_FORMAT " tokens with every "
                   "request.", budget->n_tools),
      budget->n_tools, budget->sent_tokens);

  adw_preferences_group_set_description (self->tools_group, sentence);
}

static void
salon_chat_settings_dialog_write (SalonChatSettingsDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->instructions_view);
  g_autofree char *text = NULL;
  GtkTextIter start;
  GtkTextIter end;

  if (self->write_source == 0)
    return;

  g_clear_handle_id (&self->write_source, g_source_remove);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
  salon_conversation_set_setting_string (self->conversation, SALON_CHAT_SETTING_SYSTEM_PROMPT,
                                         *text != '\0' ? text : NULL);
}

static gboolean
on_write_cb (gpointer user_data)
{
  salon_chat_settings_dialog_write (SALON_CHAT_SETTINGS_DIALOG (user_data));

  return G_SOURCE_REMOVE;
}

static void
on_instructions_cb (SalonChatSettingsDialog *self)
{
  if (self->filling)
    return;

  g_clear_handle_id (&self->write_source, g_source_remove);
  self->write_source = g_timeout_add (WRITE_DELAY, on_write_cb, self);
}

static void
on_closed_cb (SalonChatSettingsDialog *self)
{
  salon_chat_settings_dialog_write (self);
}

static void
on_effort_cb (SalonChatSettingsDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->effort_row);

  if (!self->filling && selected < G_N_ELEMENTS (efforts))
    salon_conversation_set_setting_string (self->conversation, SALON_CHAT_SETTING_EFFORT,
                                           efforts[selected]);
}

static void
on_temperature_cb (SalonChatSettingsDialog *self)
{
  double value = NAN;

  if (self->filling)
    return;

  /* 0.7 is not to become 0.7000000000000001 in the store. */
  if (adw_switch_row_get_active (self->temperature_switch))
    value = round (adw_spin_row_get_value (self->temperature_row) * 10) / 10;
  salon_conversation_set_setting_double (self->conversation, SALON_CHAT_SETTING_TEMPERATURE,
                                         value);
}

static void
on_limit_cb (SalonChatSettingsDialog *self)
{
  if (self->filling)
    return;

  if (adw_switch_row_get_active (self->limit_switch))
    salon_conversation_set_setting_int64 (self->conversation, SALON_CHAT_SETTING_OUTPUT_LIMIT,
                                          (gint64) adw_spin_row_get_value (self->limit_row));
  else
    salon_conversation_unset_setting (self->conversation, SALON_CHAT_SETTING_OUTPUT_LIMIT);
}

static void
on_discovery_cb (SalonChatSettingsDialog *self)
{
  if (self->filling)
    return;

  salon_conversation_set_tool_discovery (
    self->conversation,
    (SalonToolDiscoveryMode) adw_combo_row_get_selected (self->discovery_row));
  salon_chat_settings_dialog_update_budget (self);
}

static void
salon_chat_settings_dialog_fill (SalonChatSettingsDialog *self)
{
  SalonTurnParameters parameters;
  const char *effort;

  self->filling = TRUE;
  salon_conversation_get_parameters (self->conversation, &parameters);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->instructions_view),
                            parameters.instructions != NULL ? parameters.instructions : "", -1);
  effort = salon_conversation_get_setting_string (self->conversation, SALON_CHAT_SETTING_EFFORT);
  for (guint i = 0; i < G_N_ELEMENTS (efforts); i++)
    if (g_strcmp0 (efforts[i], effort) == 0)
      adw_combo_row_set_selected (self->effort_row, i);
  if (!isnan (parameters.temperature))
    {
      adw_switch_row_set_active (self->temperature_switch, TRUE);
      adw_spin_row_set_value (self->temperature_row, parameters.temperature);
    }
  if (parameters.max_tokens > 0)
    {
      adw_switch_row_set_active (self->limit_switch, TRUE);
      adw_spin_row_set_value (self->limit_row, parameters.max_tokens);
    }
  adw_combo_row_set_selected (self->discovery_row,
                              salon_conversation_get_tool_discovery (self->conversation));
  self->filling = FALSE;
  salon_chat_settings_dialog_update_budget (self);
}

static void
salon_chat_settings_dialog_dispose (GObject *object)
{
  SalonChatSettingsDialog *self = SALON_CHAT_SETTINGS_DIALOG (object);

  if (self->conversation != NULL && self->write_source != 0)
    salon_chat_settings_dialog_write (self);
  self->filling = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), SALON_TYPE_CHAT_SETTINGS_DIALOG);
  g_clear_object (&self->conversation);

  G_OBJECT_CLASS (salon_chat_settings_dialog_parent_class)->dispose (object);
}

static void
salon_chat_settings_dialog_class_init (SalonChatSettingsDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_chat_settings_dialog_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/salon_chat/Salon/window/salon-chat-settings-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SalonChatSettingsDialog, discovery_row);
  gtk_widget_class_bind_template_child (widget_class, SalonChatSettingsDialog, effort_row);
  gtk_widget_class_bind_template_child (widget_class, SalonChatSettingsDialog, instructions_view);
  gtk_widget_class_bind_template_child (widget_class, SalonChatSettingsDialog, limit_row);
  gtk_widget_class_bind_template_child (widget_class, SalonChatSettingsDialog, limit_switch);
  gtk_widget_class_bind_template_child (widget_class, SalonChatSettingsDialog, temperature_row);
  gtk_widget_class_bind_template_child (widget_class, SalonChatSettingsDialog, temperature_switch);
  gtk_widget_class_bind_template_child (widget_class, SalonChatSettingsDialog, tools_group);
  gtk_widget_class_bind_template_callback (widget_class, on_closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_discovery_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_effort_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_limit_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_temperature_cb);
}

static void
salon_chat_settings_dialog_init (SalonChatSettingsDialog *self)
{
  /* Nothing is written before it was read. */
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_text_view_get_buffer (self->instructions_view), "changed",
                           G_CALLBACK (on_instructions_cb), self, G_CONNECT_SWAPPED);
}

/**
 * salon_chat_settings_dialog_new:
 * @conversation: the chat
 *
 * Returns: (transfer floating): a dialog that is not shown yet
 */
AdwDialog *
salon_chat_settings_dialog_new (SalonConversation *conversation)
{
  SalonChatSettingsDialog *self;

  g_return_val_if_fail (SALON_IS_CONVERSATION (conversation), NULL);

  self = g_object_new (SALON_TYPE_CHAT_SETTINGS_DIALOG, NULL);
  self->conversation = g_object_ref (conversation);
  salon_chat_settings_dialog_fill (self);

  return ADW_DIALOG (self);
}
