/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-context-meter.h"

#include <glib/gi18n.h>
#include <math.h>

#include "salon-context-ring.h"
#include "salon-conversation-context.h"
#include "salon-ui-future.h"
#include "salon-usage-words.h"

#define NEARLY_FULL 0.8

/**
 * SalonContextMeter:
 *
 * How full the window of a chat's model is; opens to what fills it.
 */
struct _SalonContextMeter
{
  AdwBin parent_instance;

  SalonConversation *conversation;
  GtkWidget *button;
  GtkWidget *ring;
  GtkWidget *count;
  GtkWidget *content;
};

G_DEFINE_FINAL_TYPE (SalonContextMeter, salon_context_meter, ADW_TYPE_BIN)

static char *
dup_sentence (const SalonContext *context)
{
  double fraction = salon_context_get_fraction (context);
  g_autofree char *used = salon_usage_words_dup_tokens (context->used, context->estimated);
  g_autofree char *window = salon_usage_words_dup_tokens (context->window, FALSE);

  if (fraction < 0)
    /* Translators: a number of tokens */
    return g_strdup_printf (_("%s tokens used"), used);
  /* Translators: two numbers of tokens and a percentage: “≈ 1,234 of 200,000 tokens (1 %)” */
  return g_strdup_printf (_("%s of %s tokens (%d %%)"), used, window, (int) round (fraction * 100));
}

static char *
dup_short_count (gint64 tokens)
{
  if (tokens < 1000)
    return g_strdup_printf ("%" G_GINT64_FORMAT, tokens);
  /* Translators: thousands of tokens, in as little space as can be */
  return g_strdup_printf (_("%" G_GINT64_FORMAT "k"), tokens / 1000);
}

static void
update (SalonContextMeter *self)
{
  g_autoptr (SalonContext) context = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *label = NULL;
  g_autofree char *count = NULL;
  double fraction;

  gtk_widget_set_visible (GTK_WIDGET (self),
                          self->conversation != NULL &&
                          g_list_model_get_n_items (G_LIST_MODEL (self->conversation)) > 0);
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  context = salon_conversation_dup_context (self->conversation);
  fraction = salon_context_get_fraction (context);
  sentence = dup_sentence (context);
  /* Translators: what the button shows: “Context: 1,234 of 200,000 tokens (1 %)” */
  label = g_strdup_printf (_("Context: %s"), sentence);
  count = dup_short_count (context->used);
  gtk_widget_set_tooltip_text (self->button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  gtk_widget_set_visible (self->ring, fraction >= 0);
  gtk_widget_set_visible (self->count, fraction < 0);
  gtk_label_set_text (GTK_LABEL (self->count), count);
  salon_context_ring_set_fraction (SALON_CONTEXT_RING (self->ring), fraction);
  if (fraction >= NEARLY_FULL)
    gtk_widget_add_css_class (self->ring, "warning");
  else
    gtk_widget_remove_css_class (self->ring, "warning");
}

/* --- what is in it ----------------------------------------------------------------------- */

static void
add_row (GtkWidget  *grid,
         int        *row,
         const char *name,
         const char *value,
         gboolean    within)
{
  GtkWidget *title = g_object_new (GTK_TYPE_LABEL, "label", name, "xalign", 0.0f, "hexpand", TRUE,
                                   "ellipsize", PANGO_ELLIPSIZE_MIDDLE,
                                   "margin-start", within ? 12 : 0, NULL);
  GtkWidget *number = g_object_new (GTK_TYPE_LABEL, "label", value, "xalign", 1.0f, NULL);

  gtk_widget_add_css_class (number, "numeric");
  if (within)
    {
      gtk_widget_add_css_class (title, "caption");
      gtk_widget_add_css_class (title, "dimmed");
      gtk_widget_add_css_class (number, "caption");
      gtk_widget_add_css_class (number, "dimmed");
    }
  gtk_accessible_update_relation (GTK_ACCESSIBLE (number),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, title, NULL, -1);
  gtk_grid_attach (GTK_GRID (grid), title, 0, *row, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), number, 1, *row, 1, 1);
  *row += 1;
}

static void
add_tokens (GtkWidget  *grid,
            int        *row,
            const char *name,
            gint64      tokens,
            gboolean    within)
{
  g_autofree char *value = salon_usage_words_dup_tokens (tokens, TRUE);

  add_row (grid, row, name, value, within);
}

static GtkWidget *
make_grid (const SalonContext *context)
{
  GtkWidget *grid = g_object_new (GTK_TYPE_GRID, "column-spacing", 18, "row-spacing", 4, NULL);
  g_autofree char *cost = NULL;
  int row = 0;

  add_tokens (grid, &row, _("Instructions"), context->system_tokens, FALSE);
  add_tokens (grid, &row, _("Tools"), context->tools_tokens, FALSE);
  /* Found on demand, no server has a share. */
  for (guint i = 0; !context->tools->discovers && i < context->tools->servers->len; i++)
    {
      const SalonToolBudgetServer *server = g_ptr_array_index (context->tools->servers, i);

      add_tokens (grid, &row, server->name, server->tokens, TRUE);
    }
  add_tokens (grid, &row, _("Messages"), context->messages_tokens, FALSE);
  if (context->reasoning_tokens > 0)
    add_tokens (grid, &row, _("Thoughts"), context->reasoning_tokens, FALSE);
  cost = context->usage != NULL ? salon_usage_words_dup_cost (context->usage) : NULL;
  if (cost != NULL)
    add_row (grid, &row, _("Cost of this chat"), cost, FALSE);
  return grid;
}

static void fill (SalonContextMeter *self);

static void
on_shortened_cb (GObject      *object,
                 const GValue *value,
                 const GError *error)
{
  SalonContextMeter *self = SALON_CONTEXT_METER (object);

  if (error != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), error->message,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  update (self);
  fill (self);
}

static void
on_shorten_clicked_cb (SalonContextMeter *self,
                       GtkWidget         *button)
{
  if (self->conversation == NULL)
    return;
  gtk_button_set_label (GTK_BUTTON (button), _("Summarising…"));
  gtk_widget_set_sensitive (button, FALSE);
  salon_ui_future_watch (salon_conversation_shorten (self->conversation), self, on_shortened_cb);
}

static void
on_whole_clicked_cb (SalonContextMeter *self)
{
  if (self->conversation != NULL)
    salon_conversation_use_whole_chat (self->conversation);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
}

/* Made anew whenever it opens. */
static void
fill (SalonContextMeter *self)
{
  g_autoptr (SalonContext) context = NULL;
  g_autofree char *sentence = NULL;
  GtkWidget *child;
  GtkWidget *button;

  while ((child = gtk_widget_get_first_child (self->content)) != NULL)
    gtk_box_remove (GTK_BOX (self->content), child);
  if (self->conversation == NULL)
    return;
  context = salon_conversation_dup_context (self->conversation);
  sentence = dup_sentence (context);
  gtk_box_append (GTK_BOX (self->content),
                  g_object_new (GTK_TYPE_LABEL, "label", _("Context"), "xalign", 0.0f,
                                "css-classes", (const char * const []) { "heading", NULL }, NULL));
  gtk_box_append (GTK_BOX (self->content),
                  g_object_new (GTK_TYPE_LABEL, "label", sentence, "xalign", 0.0f, "wrap", TRUE,
                                "css-classes", (const char * const []) { "numeric", NULL }, NULL));
  gtk_box_append (GTK_BOX (self->content), make_grid (context));
  if (context->shortened)
    {
      button = gtk_button_new_with_label (_("Use the Whole Chat Again"));
      g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_whole_clicked_cb), self);
      gtk_box_append (GTK_BOX (self->content), button);
    }
  button = gtk_button_new_with_label (_("Summarise Now"));
  gtk_widget_set_sensitive (button, context->can_shorten);
  gtk_widget_set_tooltip_text (button, _("The model gets a summary of all but the last exchange. "
                                         "The chat itself stays as it is."));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_shorten_clicked_cb), self);
  gtk_box_append (GTK_BOX (self->content), button);
}

static void
salon_context_meter_dispose (GObject *object)
{
  SalonContextMeter *self = SALON_CONTEXT_METER (object);

  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  g_clear_object (&self->conversation);

  G_OBJECT_CLASS (salon_context_meter_parent_class)->dispose (object);
}

static void
salon_context_meter_class_init (SalonContextMeterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = salon_context_meter_dispose;
}

static void
salon_context_meter_init (SalonContextMeter *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *popover = gtk_popover_new ();

  self->ring = g_object_new (SALON_TYPE_CONTEXT_RING, NULL);
  self->count = g_object_new (GTK_TYPE_LABEL, "css-classes",
                              (const char * const []) { "caption", "numeric", NULL }, NULL);
  gtk_box_append (GTK_BOX (box), self->ring);
  gtk_box_append (GTK_BOX (box), self->count);
  self->content = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL,
                                "spacing", 12, "margin-start", 6, "margin-end", 6,
                                "margin-top", 6, "margin-bottom", 6, "width-request", 240, NULL);
  gtk_popover_set_child (GTK_POPOVER (popover), self->content);
  gtk_accessible_update_property (GTK_ACCESSIBLE (popover), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Context"), -1);
  g_signal_connect_swapped (popover, "show", G_CALLBACK (fill), self);
  self->button = g_object_new (GTK_TYPE_MENU_BUTTON, "child", box, "popover", popover,
                               "has-frame", FALSE, "valign", GTK_ALIGN_CENTER, NULL);
  adw_bin_set_child (ADW_BIN (self), self->button);
  update (self);
}

/**
 * salon_context_meter_set_conversation:
 * @self: a meter
 * @conversation: (nullable): the chat that it is about
 */
void
salon_context_meter_set_conversation (SalonContextMeter *self,
                                      SalonConversation *conversation)
{
  static const char * const signals[] = {
    "notify::usage", "notify::model", "notify::running", "setting-changed", "items-changed",
  };

  g_return_if_fail (SALON_IS_CONTEXT_METER (self));
  g_return_if_fail (conversation == NULL || SALON_IS_CONVERSATION (conversation));

  if (self->conversation == conversation)
    return;
  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  g_set_object (&self->conversation, conversation);
  for (guint i = 0; conversation != NULL && i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (conversation, signals[i], G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
  update (self);
}
