/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-chat-row.h"

#include <glib/gi18n.h>

#include "salon-chat-menu.h"

/**
 * SalonChatRow:
 *
 * A chat in the sidebar, with its context menu.
 */
struct _SalonChatRow
{
  GtkWidget  parent_instance;

  SalonChat *chat;

  GtkWidget *box;
  GtkLabel  *title;
  GtkWidget *pin;
  GtkWidget *spinner;
  GtkWidget *popover;
};

enum
{
  PROP_0,
  PROP_CHAT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SalonChatRow, salon_chat_row, GTK_TYPE_WIDGET)

static void
salon_chat_row_update (SalonChatRow *self)
{
  const char *title = NULL;

  if (self->chat != NULL)
    title = salon_chat_get_title (self->chat);

  gtk_label_set_label (self->title, title != NULL && *title != '\0' ? title : _("New chat"));
  gtk_widget_set_visible (self->pin, self->chat != NULL && salon_chat_get_pinned (self->chat));
  gtk_widget_set_visible (self->spinner,
                          self->chat != NULL && salon_chat_get_running (self->chat));
}

/* One click opens, although the list wants two to activate a row. */
static void
on_primary_pressed_cb (GtkGestureClick *gesture,
                       int              n_press,
                       double           x,
                       double           y,
                       gpointer         user_data)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  SalonChat *chat = salon_chat_row_get_chat (SALON_CHAT_ROW (widget));

  if (chat != NULL)
    gtk_widget_activate_action (widget, "sidebar.activate", "s", salon_chat_get_id (chat));
}

static void
on_secondary_pressed_cb (GtkGestureClick *gesture,
                         int              n_press,
                         double           x,
                         double           y,
                         gpointer         user_data)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  salon_chat_row_popup_menu (SALON_CHAT_ROW (widget), x, y);
}

static void
on_long_pressed_cb (GtkGestureLongPress *gesture,
                    double               x,
                    double               y,
                    gpointer             user_data)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  salon_chat_row_popup_menu (SALON_CHAT_ROW (widget), x, y);
}

static void
salon_chat_row_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  SalonChatRow *self = SALON_CHAT_ROW (widget);

  GTK_WIDGET_CLASS (salon_chat_row_parent_class)->size_allocate (widget, width, height, baseline);
  if (self->popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
salon_chat_row_dispose (GObject *object)
{
  SalonChatRow *self = SALON_CHAT_ROW (object);

  salon_chat_row_set_chat (self, NULL);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), SALON_TYPE_CHAT_ROW);

  G_OBJECT_CLASS (salon_chat_row_parent_class)->dispose (object);
}

static void
salon_chat_row_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  SalonChatRow *self = SALON_CHAT_ROW (object);

  switch (property_id)
    {
    case PROP_CHAT:
      g_value_set_object (value, self->chat);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
salon_chat_row_set_property (GObject      *object,
                             guint         property_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  SalonChatRow *self = SALON_CHAT_ROW (object);

  switch (property_id)
    {
    case PROP_CHAT:
      salon_chat_row_set_chat (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
salon_chat_row_class_init (SalonChatRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_chat_row_dispose;
  object_class->get_property = salon_chat_row_get_property;
  object_class->set_property = salon_chat_row_set_property;
  widget_class->size_allocate = salon_chat_row_size_allocate;

  /**
   * SalonChatRow:chat: (nullable)
   *
   * The chat shown.
   */
  properties[PROP_CHAT] =
    g_param_spec_object ("chat", NULL, NULL, SALON_TYPE_CHAT,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/salon_chat/Salon/window/salon-chat-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SalonChatRow, box);
  gtk_widget_class_bind_template_child (widget_class, SalonChatRow, pin);
  gtk_widget_class_bind_template_child (widget_class, SalonChatRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, SalonChatRow, title);
  gtk_widget_class_bind_template_callback (widget_class, on_long_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_primary_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_secondary_pressed_cb);
}

static void
salon_chat_row_init (SalonChatRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * salon_chat_row_get_chat:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the chat shown
 */
SalonChat *
salon_chat_row_get_chat (SalonChatRow *self)
{
  g_return_val_if_fail (SALON_IS_CHAT_ROW (self), NULL);

  return self->chat;
}

/**
 * salon_chat_row_set_chat:
 * @self: a row
 * @chat: (nullable): the chat to show
 */
void
salon_chat_row_set_chat (SalonChatRow *self,
                         SalonChat    *chat)
{
  g_return_if_fail (SALON_IS_CHAT_ROW (self));
  g_return_if_fail (chat == NULL || SALON_IS_CHAT (chat));

  if (self->chat == chat)
    return;

  if (self->chat != NULL)
    g_signal_handlers_disconnect_by_data (self->chat, self);

  g_set_object (&self->chat, chat);

  if (chat != NULL)
    {
      g_signal_connect_object (chat, "notify::title", G_CALLBACK (salon_chat_row_update),
                               self, G_CONNECT_SWAPPED);
      g_signal_connect_object (chat, "notify::pinned", G_CALLBACK (salon_chat_row_update),
                               self, G_CONNECT_SWAPPED);
      g_signal_connect_object (chat, "notify::running", G_CALLBACK (salon_chat_row_update),
                               self, G_CONNECT_SWAPPED);
      salon_chat_row_update (self);
    }

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHAT]);
}

/**
 * salon_chat_row_popup_menu:
 * @self: a row
 * @x: where to point to, in pixels within the row
 * @y: where to point to, in pixels within the row
 *
 * Opens the context menu.
 */
void
salon_chat_row_popup_menu (SalonChatRow *self,
                           double        x,
                           double        y)
{
  g_autoptr(GMenuModel) menu = NULL;

  g_return_if_fail (SALON_IS_CHAT_ROW (self));

  if (self->chat == NULL)
    return;

  menu = salon_chat_menu_new (self->chat);
  if (self->popover == NULL)
    {
      self->popover = gtk_popover_menu_new_from_model (NULL);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
      gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
      gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
    }

  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->popover), menu);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover),
                               &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->popover));
}
