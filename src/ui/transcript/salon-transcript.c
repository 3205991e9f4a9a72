/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-transcript-private.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "salon-conversation-context.h"
#include "salon-conversation.h"

/* How much of a reply is read out when it is finished, in characters. */
#define ANNOUNCED_LENGTH 1000

/**
 * SalonTranscript:
 *
 * A conversation as a list to scroll, to be put into a [class@Gtk.ScrolledWindow].
 *
 * Only the messages in sight, and some beside them, exist as widgets; of the others
 * only a height is kept, measured or guessed. The reader's place never moves by itself:
 * the text at the top of the view stays there when heights become known, and when
 * something grows above or below. At the end of the conversation the view stays at the
 * end.
 *
 * It has the actions `transcript.retry`, `transcript.copy-message` (with the id of a
 * message), `transcript.use-whole-chat` and `transcript.scroll-to-end`.
 */

enum
{
  PROP_0,
  PROP_CONVERSATION,
  N_OWN_PROPS,

  PROP_HADJUSTMENT = N_OWN_PROPS,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

static GParamSpec *props[N_OWN_PROPS];

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonTranscript, salon_transcript, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static void
on_value_changed_cb (GtkAdjustment   *adjustment,
                     SalonTranscript *self)
{
  if (!self->configuring)
    salon_transcript_set_place (self, (int) gtk_adjustment_get_value (adjustment));
}

static void
set_adjustment (SalonTranscript *self,
                GtkOrientation   orientation,
                GtkAdjustment   *adjustment)
{
  GtkAdjustment **current = &self->adjustments[orientation];

  if (adjustment != NULL && adjustment == *current)
    return;

  if (*current != NULL)
    g_signal_handlers_disconnect_by_func (*current, on_value_changed_cb, self);
  g_clear_object (current);

  if (adjustment == NULL)
    adjustment = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  *current = g_object_ref_sink (adjustment);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    g_signal_connect (adjustment, "value-changed", G_CALLBACK (on_value_changed_cb), self);

  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
announce_reply (SalonTranscript *self,
                SalonMessage    *message)
{
  g_autofree char *text = salon_message_dup_text (message);
  g_autofree char *start = NULL;
  g_autofree char *sentence = NULL;

  switch (salon_message_get_state (message))
    {
    case SALON_MESSAGE_FINISHED:
      start = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), ANNOUNCED_LENGTH));
      /* Translators: read out by a screen reader; %s is the text of the reply. */
      sentence = g_strdup_printf (_("Salon has answered: %s"), start);
      break;
    case SALON_MESSAGE_FAILED:
      sentence = g_strdup (_("The reply has failed"));
      break;
    case SALON_MESSAGE_STOPPED:
      sentence = g_strdup (_("The reply was stopped"));
      break;
    case SALON_MESSAGE_STREAMING:
    default:
      return;
    }

  gtk_accessible_announce (GTK_ACCESSIBLE (self), sentence,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_message_state_cb (SalonMessage    *message,
                     GParamSpec      *pspec,
                     SalonTranscript *self)
{
  if (salon_message_get_state (message) == SALON_MESSAGE_STREAMING)
    return;

  g_signal_handlers_disconnect_by_func (message, on_message_state_cb, self);
  announce_reply (self, message);
}

static void
on_items_changed_cb (GListModel      *conversation,
                     guint            position,
                     guint            n_removed,
                     guint            n_added,
                     SalonTranscript *self)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (SalonMessage) message = g_list_model_get_item (conversation, i);

      if (salon_message_get_state (message) == SALON_MESSAGE_STREAMING)
        g_signal_connect_object (message, "notify::state", G_CALLBACK (on_message_state_cb),
                                 self, G_CONNECT_DEFAULT);
      /* Who has just sent something wants to see it, and the reply. */
      else if (n_added == 1 && i + 1 == g_list_model_get_n_items (conversation) &&
               salon_message_get_role (message) == SALON_ROLE_USER)
        self->at_end = TRUE;
    }

  salon_transcript_items_changed (self, position, n_removed, n_added);
}

static void
salon_transcript_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  SalonTranscript *self = SALON_TRANSCRIPT (widget);
  int button_minimum;

  /* What it wants does not depend on what is in it: so it costs nothing that a row
   * changes, however many there are.
   */
  gtk_widget_measure (self->end_button, orientation, -1, &button_minimum, NULL, NULL, NULL);
  *minimum = button_minimum;
  *natural = MAX (button_minimum, 400);
}

static void
salon_transcript_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  salon_transcript_allocate (SALON_TRANSCRIPT (widget), width, height);
}

static void
salon_transcript_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  SalonTranscript *self = SALON_TRANSCRIPT (widget);
  float height = (float) gtk_widget_get_height (widget);

  for (guint i = 0; i < self->live->len; i++)
    {
      GtkWidget *row = GTK_WIDGET (g_array_index (self->live, SalonLiveRow, i).widget);
      graphene_rect_t bounds;

      if (gtk_widget_compute_bounds (row, widget, &bounds) &&
          bounds.origin.y < height && bounds.origin.y + bounds.size.height > 0)
        gtk_widget_snapshot_child (widget, row, snapshot);
    }
  gtk_widget_snapshot_child (widget, self->end_button, snapshot);
}

static void
on_focus_changed_cb (GtkRoot         *root,
                     GParamSpec      *pspec,
                     SalonTranscript *self)
{
  salon_transcript_scroll_to_focus (self);
}

static void
salon_transcript_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (salon_transcript_parent_class)->root (widget);
  g_signal_connect (gtk_widget_get_root (widget), "notify::focus-widget",
                    G_CALLBACK (on_focus_changed_cb), widget);
}

static void
salon_transcript_unroot (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_func (gtk_widget_get_root (widget), on_focus_changed_cb, widget);
  GTK_WIDGET_CLASS (salon_transcript_parent_class)->unroot (widget);
}

static void
retry_cb (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  SalonTranscript *self = SALON_TRANSCRIPT (widget);

  /* How the turn goes is seen in the conversation itself. */
  if (SALON_IS_CONVERSATION (self->conversation))
    dex_future_disown (salon_conversation_retry (SALON_CONVERSATION (self->conversation)));
}

static void
copy_message_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  SalonTranscript *self = SALON_TRANSCRIPT (widget);
  guint n_messages = self->conversation != NULL ? g_list_model_get_n_items (self->conversation) : 0;

  for (guint i = n_messages; i > 0; i--)
    {
      g_autoptr (SalonMessage) message = g_list_model_get_item (self->conversation, i - 1);
      g_autofree char *text = NULL;

      if (!g_str_equal (salon_message_get_id (message), g_variant_get_string (parameter, NULL)))
        continue;

      text = salon_message_dup_text (message);
      gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
      return;
    }
}

static void
scroll_to_end_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  salon_transcript_scroll_to_end (SALON_TRANSCRIPT (widget));
}

static void
salon_transcript_dispose (GObject *object)
{
  SalonTranscript *self = SALON_TRANSCRIPT (object);

  salon_transcript_set_conversation (self, NULL);
  if (self->fill_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->fill_tick);
  self->fill_tick = 0;
  g_clear_pointer (&self->end_button, gtk_widget_unparent);
  for (guint i = 0; i < G_N_ELEMENTS (self->adjustments); i++)
    {
      if (self->adjustments[i] != NULL)
        g_signal_handlers_disconnect_by_func (self->adjustments[i], on_value_changed_cb, self);
      g_clear_object (&self->adjustments[i]);
    }

  G_OBJECT_CLASS (salon_transcript_parent_class)->dispose (object);
}

static void
salon_transcript_finalize (GObject *object)
{
  SalonTranscript *self = SALON_TRANSCRIPT (object);

  g_array_unref (self->live);
  salon_row_heights_free (self->heights);

  G_OBJECT_CLASS (salon_transcript_parent_class)->finalize (object);
}

static void
salon_transcript_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SalonTranscript *self = SALON_TRANSCRIPT (object);

  switch (prop_id)
    {
    case PROP_CONVERSATION:
      g_value_set_object (value, self->conversation);
      break;
    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_HORIZONTAL]);
      break;
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_VERTICAL]);
      break;
    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, (int) self->policies[GTK_ORIENTATION_HORIZONTAL]);
      break;
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, (int) self->policies[GTK_ORIENTATION_VERTICAL]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
salon_transcript_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  SalonTranscript *self = SALON_TRANSCRIPT (object);

  switch (prop_id)
    {
    case PROP_CONVERSATION:
      salon_transcript_set_conversation (self, g_value_get_object (value));
      break;
    case PROP_HADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
      self->policies[GTK_ORIENTATION_HORIZONTAL] = (guint) g_value_get_enum (value);
      break;
    case PROP_VSCROLL_POLICY:
      self->policies[GTK_ORIENTATION_VERTICAL] = (guint) g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
update_actions (SalonTranscript *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "transcript.use-whole-chat",
                                 SALON_IS_CONVERSATION (self->conversation) &&
                                 salon_conversation_is_shortened (
                                   SALON_CONVERSATION (self->conversation)));
}

static void
use_whole_chat_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  SalonTranscript *self = SALON_TRANSCRIPT (widget);

  if (SALON_IS_CONVERSATION (self->conversation))
    salon_conversation_use_whole_chat (SALON_CONVERSATION (self->conversation));
}

static void
salon_transcript_class_init (SalonTranscriptClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  gpointer scrollable = g_type_default_interface_peek (GTK_TYPE_SCROLLABLE);

  object_class->dispose = salon_transcript_dispose;
  object_class->finalize = salon_transcript_finalize;
  object_class->get_property = salon_transcript_get_property;
  object_class->set_property = salon_transcript_set_property;

  widget_class->measure = salon_transcript_measure;
  widget_class->size_allocate = salon_transcript_size_allocate;
  widget_class->snapshot = salon_transcript_snapshot;
  widget_class->root = salon_transcript_root;
  widget_class->unroot = salon_transcript_unroot;

  /**
   * SalonTranscript:conversation:
   *
   * The list of [class@Message] that is shown: as a rule a [class@Conversation].
   */
  props[PROP_CONVERSATION] =
    g_param_spec_object ("conversation", NULL, NULL, G_TYPE_LIST_MODEL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_OWN_PROPS, props);

  for (guint i = PROP_HADJUSTMENT; i <= PROP_VSCROLL_POLICY; i++)
    {
      static const char * const names[] = {
        "hadjustment", "vadjustment", "hscroll-policy", "vscroll-policy",
      };
      const char *name = names[i - PROP_HADJUSTMENT];
      GParamSpec *pspec = g_object_interface_find_property (scrollable, name);

      g_object_class_install_property (object_class, i,
                                       g_param_spec_override (name, pspec));
    }

  gtk_widget_class_install_action (widget_class, "transcript.retry", NULL, retry_cb);
  gtk_widget_class_install_action (widget_class, "transcript.use-whole-chat", NULL,
                                   use_whole_chat_cb);
  gtk_widget_class_install_action (widget_class, "transcript.copy-message", "s", copy_message_cb);
  gtk_widget_class_install_action (widget_class, "transcript.scroll-to-end", NULL,
                                   scroll_to_end_cb);
  salon_transcript_add_bindings (widget_class);

  gtk_widget_class_set_css_name (widget_class, "transcript");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LOG);
}

static void
salon_transcript_init (SalonTranscript *self)
{
  self->heights = salon_row_heights_new ();
  self->live = g_array_new (FALSE, FALSE, sizeof (SalonLiveRow));
  self->at_end = TRUE;

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Conversation"),
                                  -1);

  self->end_button = gtk_button_new_from_icon_name ("go-bottom-symbolic");
  gtk_widget_add_css_class (self->end_button, "circular");
  gtk_widget_add_css_class (self->end_button, "to-end");
  gtk_widget_set_tooltip_text (self->end_button, _("Scroll to the End"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->end_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Scroll to the End"),
                                  -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->end_button), "transcript.scroll-to-end");
  gtk_widget_set_child_visible (self->end_button, FALSE);
  gtk_widget_set_parent (self->end_button, GTK_WIDGET (self));
}

/**
 * salon_transcript_new:
 *
 * Returns: (transfer floating): a transcript of nothing
 */
GtkWidget *
salon_transcript_new (void)
{
  return g_object_new (SALON_TYPE_TRANSCRIPT, NULL);
}

/**
 * salon_transcript_get_conversation:
 * @self: a transcript
 *
 * Returns: (transfer none) (nullable): the messages that are shown
 */
GListModel *
salon_transcript_get_conversation (SalonTranscript *self)
{
  g_return_val_if_fail (SALON_IS_TRANSCRIPT (self), NULL);

  return self->conversation;
}

/**
 * salon_transcript_set_conversation:
 * @self: a transcript
 * @conversation: (nullable): a list of [class@Message]
 *
 * Shows another conversation, at its end.
 */
void
salon_transcript_set_conversation (SalonTranscript *self,
                                   GListModel      *conversation)
{
  g_return_if_fail (SALON_IS_TRANSCRIPT (self));
  g_return_if_fail (conversation == NULL || G_IS_LIST_MODEL (conversation));

  if (self->conversation == conversation)
    return;

  if (self->conversation != NULL)
    {
      guint n_rows = salon_row_heights_get_n_rows (self->heights);

      g_signal_handlers_disconnect_by_func (self->conversation, on_items_changed_cb, self);
      g_signal_handlers_disconnect_by_func (self->conversation, update_actions, self);
      for (guint i = 0; i < n_rows; i++)
        {
          g_autoptr (SalonMessage) message = g_list_model_get_item (self->conversation, i);

          g_signal_handlers_disconnect_by_func (message, on_message_state_cb, self);
        }
      salon_transcript_items_changed (self, 0, n_rows, 0);
    }

  g_set_object (&self->conversation, conversation);
  if (SALON_IS_CONVERSATION (conversation))
    g_signal_connect_object (conversation, "setting-changed", G_CALLBACK (update_actions), self,
                             G_CONNECT_SWAPPED);
  update_actions (self);
  salon_transcript_forget_anchor_widget (self);
  self->at_end = TRUE;
  self->anchor_row = 0;
  self->anchor_y = 0;

  if (conversation != NULL)
    {
      g_signal_connect (conversation, "items-changed", G_CALLBACK (on_items_changed_cb), self);
      on_items_changed_cb (conversation, 0, 0, g_list_model_get_n_items (conversation), self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CONVERSATION]);
}

/**
 * salon_transcript_scroll_to_end:
 * @self: a transcript
 *
 * Goes to the end, and stays there while more comes.
 */
void
salon_transcript_scroll_to_end (SalonTranscript *self)
{
  g_return_if_fail (SALON_IS_TRANSCRIPT (self));

  self->at_end = TRUE;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/**
 * salon_transcript_is_at_end:
 * @self: a transcript
 *
 * Returns: whether the view is at the end and follows it
 */
gboolean
salon_transcript_is_at_end (SalonTranscript *self)
{
  g_return_val_if_fail (SALON_IS_TRANSCRIPT (self), FALSE);

  return self->at_end;
}

/**
 * salon_transcript_get_n_live_rows:
 * @self: a transcript
 *
 * Returns: how many messages exist as widgets
 */
guint
salon_transcript_get_n_live_rows (SalonTranscript *self)
{
  g_return_val_if_fail (SALON_IS_TRANSCRIPT (self), 0);

  return self->live->len;
}

/**
 * salon_transcript_get_live_row:
 * @self: a transcript
 * @position: the position of a message
 *
 * Returns: (transfer none) (nullable): its widget, if it has one
 */
GtkWidget *
salon_transcript_get_live_row (SalonTranscript *self,
                               guint            position)
{
  g_return_val_if_fail (SALON_IS_TRANSCRIPT (self), NULL);

  for (guint i = 0; i < self->live->len; i++)
    {
      SalonLiveRow *row = &g_array_index (self->live, SalonLiveRow, i);

      if (row->position == position)
        return GTK_WIDGET (row->widget);
    }

  return NULL;
}
