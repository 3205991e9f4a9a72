/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-tool-call-view.h"

#include <glib/gi18n.h>

#include "salon-approval-card.h"
#include "salon-disclosure.h"
#include "salon-tool-details.h"

/* What took less, took no time anybody would ask about, in microseconds. */
#define SHOWN_ELAPSED 100000

/**
 * SalonToolCallView:
 *
 * A tool call as one quiet line that opens to request and result; under it, while the
 * user is asked, the card that asks, and while the tool works, how far it is.
 */
struct _SalonToolCallView
{
  GtkWidget parent_instance;

  SalonToolCall *tool_call;

  GtkWidget *disclosure;
  GtkWidget *progress;
  GtkWidget *progress_message;
  GtkWidget *card;
  GtkWidget *outcome;
  guint clock;
};

G_DEFINE_FINAL_TYPE (SalonToolCallView, salon_tool_call_view, GTK_TYPE_WIDGET)

static GtkWidget *
make_details (GtkWidget *owner)
{
  return salon_tool_details_new (SALON_TOOL_CALL_VIEW (owner)->tool_call);
}

static char *
format_elapsed (gint64 elapsed)
{
  gint64 seconds = elapsed / G_USEC_PER_SEC;

  if (elapsed < SHOWN_ELAPSED)
    return NULL;
  /* Translators: a time in seconds, such as “1.4 s”. */
  if (seconds < 10)
    return g_strdup_printf (_("%.1f s"), (double) elapsed / G_USEC_PER_SEC);
  /* Translators: a time in seconds, such as “42 s”. */
  if (seconds < 60)
    return g_strdup_printf (_("%d s"), (int) seconds);

  /* Translators: a time in minutes and seconds, such as “2:05 min”. */
  return g_strdup_printf (_("%d:%02d min"), (int) (seconds / 60), (int) (seconds % 60));
}

static gint64
get_elapsed (SalonToolCall *call)
{
  if (salon_tool_call_get_state (call) == SALON_TOOL_CALL_RUNNING &&
      salon_tool_call_get_started_at (call) > 0)
    return MAX (g_get_real_time () - salon_tool_call_get_started_at (call), 0);

  return salon_tool_call_get_elapsed (call);
}

static void
update_text (SalonToolCallView *self)
{
  SalonToolCall *call = self->tool_call;
  gint64 elapsed = get_elapsed (call);
  gboolean running = salon_tool_call_get_state (call) == SALON_TOOL_CALL_RUNNING;
  g_autofree char *time = NULL;
  const char *sentence = salon_tool_call_get_sentence (call);

  /* Only what takes long enough to be noticed shows its time while it runs. */
  if (!running || elapsed >= G_USEC_PER_SEC)
    time = format_elapsed (running ? elapsed - elapsed % G_USEC_PER_SEC : elapsed);
  salon_disclosure_set_text (SALON_DISCLOSURE (self->disclosure),
                             *sentence != '\0' ? sentence : salon_tool_call_get_title (call),
                             salon_tool_call_get_server_name (call), time);
}

static gboolean
on_clock_cb (gpointer user_data)
{
  update_text (user_data);

  return G_SOURCE_CONTINUE;
}

static void
update_clock (SalonToolCallView *self)
{
  gboolean wanted = salon_tool_call_get_state (self->tool_call) == SALON_TOOL_CALL_RUNNING &&
                    gtk_widget_get_mapped (GTK_WIDGET (self));

  if (wanted && self->clock == 0)
    self->clock = g_timeout_add_seconds (1, on_clock_cb, self);
  else if (!wanted)
    g_clear_handle_id (&self->clock, g_source_remove);
}

static void
update_icon (SalonToolCallView *self)
{
  SalonDisclosure *disclosure = SALON_DISCLOSURE (self->disclosure);

  switch (salon_tool_call_get_state (self->tool_call))
    {
    case SALON_TOOL_CALL_WAITING:
      salon_disclosure_set_icon (disclosure, "dialog-question-symbolic", "accent");
      salon_disclosure_set_state_name (disclosure, _("waits for your answer"));
      break;
    case SALON_TOOL_CALL_DONE:
      salon_disclosure_set_icon (disclosure, "object-select-symbolic", "success");
      salon_disclosure_set_state_name (disclosure, _("done"));
      break;
    case SALON_TOOL_CALL_FAILED:
      salon_disclosure_set_icon (disclosure, "dialog-warning-symbolic", "warning");
      salon_disclosure_set_state_name (disclosure, _("failed"));
      break;
    case SALON_TOOL_CALL_DENIED:
      salon_disclosure_set_icon (disclosure, "action-unavailable-symbolic", "dimmed");
      salon_disclosure_set_state_name (disclosure, _("denied"));
      break;
    case SALON_TOOL_CALL_CANCELLED:
      salon_disclosure_set_icon (disclosure, "media-playback-stop-symbolic", "dimmed");
      salon_disclosure_set_state_name (disclosure, _("stopped"));
      break;
    case SALON_TOOL_CALL_PREPARING:
    case SALON_TOOL_CALL_RUNNING:
    default:
      salon_disclosure_set_busy (disclosure);
      salon_disclosure_set_state_name (disclosure, _("running"));
      break;
    }
}

static void
update_progress (SalonToolCallView *self)
{
  gboolean running = salon_tool_call_get_state (self->tool_call) == SALON_TOOL_CALL_RUNNING;
  double progress = salon_tool_call_get_progress (self->tool_call);
  const char *message = salon_tool_call_get_progress_message (self->tool_call);

  gtk_widget_set_visible (self->progress, running && progress >= 0);
  if (progress >= 0)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), MIN (progress, 1.0));
  gtk_widget_set_visible (self->progress_message, running && message != NULL && *message != '\0');
  gtk_label_set_text (GTK_LABEL (self->progress_message), message != NULL ? message : "");
}

static const char *
get_outcome (SalonQuestion *question)
{
  SalonAnswer *answer = salon_question_get_answer (question);

  if (answer == NULL || salon_answer_is_withdrawn (answer))
    return NULL;
  if (!salon_answer_is_allowed (answer))
    return _("You denied this");

  switch (salon_answer_get_scope (answer))
    {
    case SALON_APPROVAL_CHAT:
      return _("You allowed this tool for this chat");
    case SALON_APPROVAL_ALWAYS:
      return _("You always allow this tool");
    case SALON_APPROVAL_ONCE:
    default:
      return salon_answer_get_arguments (answer) != NULL
        ? _("You allowed this once, with other arguments") : _("You allowed this once");
    }
}

static void
remove_card (SalonToolCallView *self)
{
  const char *outcome;

  if (self->card == NULL)
    return;

  outcome = get_outcome (salon_approval_card_get_question (SALON_APPROVAL_CARD (self->card)));
  gtk_label_set_text (GTK_LABEL (self->outcome), outcome != NULL ? outcome : "");
  gtk_widget_set_visible (self->outcome, outcome != NULL);

  /* Whoever pressed a button on it goes on from the line above it. */
  if (gtk_widget_get_focus_child (GTK_WIDGET (self)) == self->card)
    gtk_widget_grab_focus (salon_disclosure_get_button (SALON_DISCLOSURE (self->disclosure)));
  g_clear_pointer (&self->card, gtk_widget_unparent);
}

static void
update_card (SalonToolCallView *self)
{
  SalonQuestion *question = salon_tool_call_get_question (self->tool_call);
  gboolean open = question != NULL && !salon_question_get_answered (question) &&
                  salon_tool_call_get_state (self->tool_call) == SALON_TOOL_CALL_WAITING;

  if (!open)
    {
      remove_card (self);
      return;
    }
  if (self->card != NULL)
    return;

  self->card = salon_approval_card_new (question);
  gtk_widget_insert_after (self->card, GTK_WIDGET (self), self->disclosure);
  g_signal_connect_object (question, "notify::answered", G_CALLBACK (update_card), self,
                           G_CONNECT_SWAPPED);
}

static void
update_error (SalonToolCallView *self)
{
  SalonToolCallState state = salon_tool_call_get_state (self->tool_call);
  const char *error = salon_tool_call_get_error (self->tool_call);

  if (error == NULL || gtk_widget_get_visible (self->outcome) ||
      (state != SALON_TOOL_CALL_FAILED && state != SALON_TOOL_CALL_DENIED))
    return;

  gtk_label_set_text (GTK_LABEL (self->outcome), error);
  gtk_widget_set_visible (self->outcome, TRUE);
}

static void
update_state (SalonToolCallView *self)
{
  update_card (self);
  update_icon (self);
  update_text (self);
  update_progress (self);
  update_clock (self);
  update_error (self);
}

static void
salon_tool_call_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (salon_tool_call_view_parent_class)->map (widget);
  update_clock (SALON_TOOL_CALL_VIEW (widget));
}

static void
salon_tool_call_view_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (salon_tool_call_view_parent_class)->unmap (widget);
  update_clock (SALON_TOOL_CALL_VIEW (widget));
}

static void
salon_tool_call_view_dispose (GObject *object)
{
  SalonToolCallView *self = SALON_TOOL_CALL_VIEW (object);

  g_clear_handle_id (&self->clock, g_source_remove);
  g_clear_pointer (&self->card, gtk_widget_unparent);
  g_clear_pointer (&self->disclosure, gtk_widget_unparent);
  g_clear_pointer (&self->progress, gtk_widget_unparent);
  g_clear_pointer (&self->progress_message, gtk_widget_unparent);
  g_clear_pointer (&self->outcome, gtk_widget_unparent);
  g_clear_object (&self->tool_call);

  G_OBJECT_CLASS (salon_tool_call_view_parent_class)->dispose (object);
}

static void
salon_tool_call_view_class_init (SalonToolCallViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_tool_call_view_dispose;
  widget_class->map = salon_tool_call_view_map;
  widget_class->unmap = salon_tool_call_view_unmap;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "toolcall");
}

static void
add_under_line (SalonToolCallView *self,
                GtkWidget         *line)
{
  gtk_widget_add_css_class (line, "under-line");
  if (GTK_IS_LABEL (line))
    {
      gtk_widget_add_css_class (line, "caption");
      gtk_widget_add_css_class (line, "dimmed");
    }
  gtk_widget_set_parent (line, GTK_WIDGET (self));
}

static void
salon_tool_call_view_init (SalonToolCallView *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);

  self->disclosure = salon_disclosure_new (GTK_WIDGET (self), make_details);
  self->progress = gtk_progress_bar_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Progress"),
                                  -1);
  self->progress_message = g_object_new (GTK_TYPE_LABEL,
                                         "ellipsize", PANGO_ELLIPSIZE_END,
                                         "xalign", 0.0f,
                                         NULL);
  self->outcome = g_object_new (GTK_TYPE_LABEL,
                                "wrap", TRUE,
                                "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                "xalign", 0.0f,
                                "visible", FALSE,
                                NULL);

  gtk_widget_set_parent (self->disclosure, GTK_WIDGET (self));
  add_under_line (self, self->progress);
  add_under_line (self, self->progress_message);
  add_under_line (self, self->outcome);
}

/**
 * salon_tool_call_view_new:
 * @tool_call: a tool call
 *
 * Returns: (transfer floating): a view that follows it
 */
GtkWidget *
salon_tool_call_view_new (SalonToolCall *tool_call)
{
  static const char * const texts[] = {
    "sentence", "title", "server-name", "elapsed",
  };
  SalonToolCallView *self;

  g_return_val_if_fail (SALON_IS_TOOL_CALL (tool_call), NULL);

  self = g_object_new (SALON_TYPE_TOOL_CALL_VIEW, NULL);
  self->tool_call = g_object_ref (tool_call);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *name = g_strconcat ("notify::", texts[i], NULL);

      g_signal_connect_object (tool_call, name, G_CALLBACK (update_text), self, G_CONNECT_SWAPPED);
    }
  g_signal_connect_object (tool_call, "notify::state", G_CALLBACK (update_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tool_call, "notify::question", G_CALLBACK (update_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tool_call, "notify::progress", G_CALLBACK (update_progress), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tool_call, "notify::progress-message", G_CALLBACK (update_progress),
                           self, G_CONNECT_SWAPPED);
  update_state (self);

  return GTK_WIDGET (self);
}

/**
 * salon_tool_call_view_get_card:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): the card that asks, while there is a question
 */
GtkWidget *
salon_tool_call_view_get_card (SalonToolCallView *self)
{
  g_return_val_if_fail (SALON_IS_TOOL_CALL_VIEW (self), NULL);

  return self->card;
}
