/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-composer-private.h"

#include <glib/gi18n.h>

/**
 * SalonComposer:
 *
 * Where a message is written: a text field that grows up to some eight lines, and
 * the button that sends it or, while an answer comes, stops it.
 *
 * What is typed is the conversation's draft from the first letter on, so that it
 * is still there after a change of chats or a crash.
 */
enum
{
  PROP_0,
  PROP_CONVERSATION,
  PROP_TOOLS_LABEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SalonComposer, salon_composer, GTK_TYPE_WIDGET)

static gboolean
text_is_blank (const char *text)
{
  for (const char *letter = text; *letter != '\0'; letter = g_utf8_next_char (letter))
    {
      if (!g_unichar_isspace (g_utf8_get_char (letter)))
        return FALSE;
    }

  return TRUE;
}

/* Nothing is sent while a file is read: it belongs to the message. */
static gboolean
salon_composer_has_message (SalonComposer *self,
                            const char    *text)
{
  if (self->conversation == NULL || salon_attachment_tray_is_busy (self->tray))
    return FALSE;

  return !text_is_blank (text)
         || g_list_model_get_n_items (salon_conversation_get_attachments (self->conversation)) > 0;
}

static void
salon_composer_update (SalonComposer *self)
{
  g_autofree char *text = salon_composer_dup_text (self);
  gboolean running = self->conversation != NULL
                     && salon_conversation_get_running (self->conversation);

  gtk_widget_set_visible (self->placeholder, *text == '\0');
  gtk_stack_set_visible_child_name (self->button_stack, running ? "stop" : "send");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.attach", self->conversation != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.send",
                                 !running && salon_composer_has_message (self, text));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.stop", running);
}

static void
salon_composer_load_draft (SalonComposer *self)
{
  const char *draft = NULL;

  if (self->conversation != NULL)
    draft = salon_conversation_get_draft (self->conversation);

  self->loading_draft = TRUE;
  gtk_text_buffer_begin_irreversible_action (self->buffer);
  gtk_text_buffer_set_text (self->buffer, draft != NULL ? draft : "", -1);
  gtk_text_buffer_end_irreversible_action (self->buffer);
  self->loading_draft = FALSE;

  salon_composer_update (self);
}

static void
on_buffer_changed_cb (SalonComposer *self)
{
  g_autofree char *text = NULL;

  salon_composer_update (self);

  if (self->loading_draft || self->conversation == NULL)
    return;

  text = salon_composer_dup_text (self);
  salon_conversation_set_draft (self->conversation, text);
}

static gboolean
on_key_pressed_cb (GtkEventControllerKey *controller,
                   guint                  keyval,
                   guint                  keycode,
                   GdkModifierType        state,
                   gpointer               user_data)
{
  GtkWidget *text_view = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  SalonComposer *self = SALON_COMPOSER (gtk_widget_get_ancestor (text_view, SALON_TYPE_COMPOSER));
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  if (keyval == GDK_KEY_Escape && self->conversation != NULL
      && salon_conversation_get_running (self->conversation))
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "composer.stop", NULL);
      return GDK_EVENT_STOP;
    }

  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_ISO_Enter)
    return GDK_EVENT_PROPAGATE;

  if (modifiers != 0 && modifiers != GDK_CONTROL_MASK)
    return GDK_EVENT_PROPAGATE;

  /* An input method that is composing takes Enter for itself. */
  if (gtk_text_view_im_context_filter_keypress (self->text_view,
                                                gtk_event_controller_get_current_event (
                                                  GTK_EVENT_CONTROLLER (controller))))
    return GDK_EVENT_STOP;

  gtk_widget_activate_action (GTK_WIDGET (self), "composer.send", NULL);
  return GDK_EVENT_STOP;
}

static void
salon_composer_send_action (GtkWidget  *widget,
                            const char *action_name,
                            GVariant   *parameter)
{
  SalonComposer *self = SALON_COMPOSER (widget);
  g_autofree char *text = salon_composer_dup_text (self);

  if (!salon_composer_has_message (self, text)
      || salon_conversation_get_running (self->conversation))
    return;

  g_strstrip (text);
  salon_composer_set_text (self, "");
  /* Errors of a turn are parts of the conversation; there is nothing to add here. */
  dex_future_disown (salon_conversation_send_with_attachments (
    self->conversation, text, salon_conversation_get_attachments (self->conversation)));
}

static void
salon_composer_stop_action (GtkWidget  *widget,
                            const char *action_name,
                            GVariant   *parameter)
{
  SalonComposer *self = SALON_COMPOSER (widget);

  if (self->conversation != NULL)
    salon_conversation_stop (self->conversation);
}

/* GTK gives a container that the keyboard leaves backwards the focus itself: with the
 * grab below nobody would come out.
 */
static gboolean
salon_composer_focus (GtkWidget        *widget,
                      GtkDirectionType  direction)
{
  SalonComposer *self = SALON_COMPOSER (widget);
  gboolean moved;

  self->moving_focus = gtk_widget_get_focus_child (widget) != NULL;
  moved = GTK_WIDGET_CLASS (salon_composer_parent_class)->focus (widget, direction);
  self->moving_focus = FALSE;

  return moved;
}

static gboolean
salon_composer_grab_focus (GtkWidget *widget)
{
  SalonComposer *self = SALON_COMPOSER (widget);

  return !self->moving_focus && gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

static void
on_tray_busy_cb (SalonComposer *self)
{
  salon_composer_update (self);
}

/* Lets go of what the composer listens to. */
static void
salon_composer_disconnect (SalonComposer *self)
{
  g_signal_handlers_disconnect_by_data (self->conversation, self);
  g_signal_handlers_disconnect_by_data (salon_conversation_get_attachments (self->conversation),
                                        self);
}

static void
salon_composer_dispose (GObject *object)
{
  SalonComposer *self = SALON_COMPOSER (object);

  if (self->conversation != NULL)
    salon_composer_disconnect (self);
  g_clear_object (&self->conversation);
  g_clear_pointer (&self->tools_label_text, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), SALON_TYPE_COMPOSER);

  G_OBJECT_CLASS (salon_composer_parent_class)->dispose (object);
}

static void
salon_composer_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  SalonComposer *self = SALON_COMPOSER (object);

  switch (property_id)
    {
    case PROP_CONVERSATION:
      g_value_set_object (value, self->conversation);
      break;

    case PROP_TOOLS_LABEL:
      g_value_set_string (value, self->tools_label_text);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
salon_composer_set_property (GObject      *object,
                             guint         property_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  SalonComposer *self = SALON_COMPOSER (object);

  switch (property_id)
    {
    case PROP_CONVERSATION:
      salon_composer_set_conversation (self, g_value_get_object (value));
      break;

    case PROP_TOOLS_LABEL:
      salon_composer_set_tools_label (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
salon_composer_class_init (SalonComposerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_composer_dispose;
  object_class->get_property = salon_composer_get_property;
  object_class->set_property = salon_composer_set_property;
  widget_class->focus = salon_composer_focus;
  widget_class->grab_focus = salon_composer_grab_focus;

  /**
   * SalonComposer:conversation: (nullable)
   *
   * The conversation that messages are sent to and whose draft is edited.
   */
  properties[PROP_CONVERSATION] =
    g_param_spec_object ("conversation", NULL, NULL, SALON_TYPE_CONVERSATION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * SalonComposer:tools-label: (nullable)
   *
   * What stands on the button to the tools; without it there is no such button.
   */
  properties[PROP_TOOLS_LABEL] =
    g_param_spec_string ("tools-label", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SALON_TYPE_ATTACHMENT_TRAY);
  gtk_widget_class_set_css_name (widget_class, "composer");
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/salon_chat/Salon/composer/salon-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, SalonComposer, buffer);
  gtk_widget_class_bind_template_child (widget_class, SalonComposer, button_stack);
  gtk_widget_class_bind_template_child (widget_class, SalonComposer, card);
  gtk_widget_class_bind_template_child (widget_class, SalonComposer, placeholder);
  gtk_widget_class_bind_template_child (widget_class, SalonComposer, screenshot_button);
  gtk_widget_class_bind_template_child (widget_class, SalonComposer, text_view);
  gtk_widget_class_bind_template_child (widget_class, SalonComposer, tools_button);
  gtk_widget_class_bind_template_child (widget_class, SalonComposer, tools_label);
  gtk_widget_class_bind_template_child (widget_class, SalonComposer, tray);
  gtk_widget_class_bind_template_callback (widget_class, on_buffer_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_tray_busy_cb);

  salon_composer_install_attach_actions (widget_class);

  gtk_widget_class_install_action (widget_class, "composer.send", NULL,
                                   salon_composer_send_action);
  gtk_widget_class_install_action (widget_class, "composer.stop", NULL,
                                   salon_composer_stop_action);
}

static void
salon_composer_init (SalonComposer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  salon_composer_prepare_attach (self);
  salon_composer_update (self);
}

/**
 * salon_composer_new:
 *
 * Returns: (transfer floating): a composer without a conversation
 */
GtkWidget *
salon_composer_new (void)
{
  return g_object_new (SALON_TYPE_COMPOSER, NULL);
}

/**
 * salon_composer_get_conversation:
 * @self: a composer
 *
 * Returns: (transfer none) (nullable): the conversation written to
 */
SalonConversation *
salon_composer_get_conversation (SalonComposer *self)
{
  g_return_val_if_fail (SALON_IS_COMPOSER (self), NULL);

  return self->conversation;
}

/**
 * salon_composer_set_conversation:
 * @self: a composer
 * @conversation: (nullable): the conversation to write to
 *
 * Shows the draft of @conversation; the one of the conversation before it stays with that.
 */
void
salon_composer_set_conversation (SalonComposer     *self,
                                 SalonConversation *conversation)
{
  g_return_if_fail (SALON_IS_COMPOSER (self));
  g_return_if_fail (conversation == NULL || SALON_IS_CONVERSATION (conversation));

  if (self->conversation == conversation)
    return;

  if (self->conversation != NULL)
    salon_composer_disconnect (self);

  g_set_object (&self->conversation, conversation);

  if (conversation != NULL)
    {
      g_signal_connect_object (conversation, "notify::running",
                               G_CALLBACK (salon_composer_update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (salon_conversation_get_attachments (conversation), "items-changed",
                               G_CALLBACK (salon_composer_update), self, G_CONNECT_SWAPPED);
    }

  salon_attachment_tray_set_conversation (self->tray, conversation);
  salon_composer_load_draft (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONVERSATION]);
}

/**
 * salon_composer_get_tools_label:
 * @self: a composer
 *
 * Returns: (transfer none) (nullable): what stands on the button to the tools
 */
const char *
salon_composer_get_tools_label (SalonComposer *self)
{
  g_return_val_if_fail (SALON_IS_COMPOSER (self), NULL);

  return self->tools_label_text;
}

/**
 * salon_composer_set_tools_label:
 * @self: a composer
 * @tools_label: (nullable): what stands on the button to the tools, %NULL for no such button
 */
void
salon_composer_set_tools_label (SalonComposer *self,
                                const char    *tools_label)
{
  g_return_if_fail (SALON_IS_COMPOSER (self));

  if (!g_set_str (&self->tools_label_text, tools_label))
    return;

  gtk_label_set_label (self->tools_label, tools_label != NULL ? tools_label : "");
  gtk_widget_set_visible (self->tools_button, tools_label != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOOLS_LABEL]);
}

/**
 * salon_composer_dup_text:
 * @self: a composer
 *
 * Returns: (transfer full): what has been typed
 */
char *
salon_composer_dup_text (SalonComposer *self)
{
  GtkTextIter start;
  GtkTextIter end;

  g_return_val_if_fail (SALON_IS_COMPOSER (self), NULL);

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
}

/**
 * salon_composer_set_text:
 * @self: a composer
 * @text: the text to go on with
 *
 * Replaces what has been typed and puts the cursor behind it.
 */
void
salon_composer_set_text (SalonComposer *self,
                         const char    *text)
{
  GtkTextIter end;

  g_return_if_fail (SALON_IS_COMPOSER (self));
  g_return_if_fail (text != NULL);

  gtk_text_buffer_set_text (self->buffer, text, -1);
  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_place_cursor (self->buffer, &end);
}
