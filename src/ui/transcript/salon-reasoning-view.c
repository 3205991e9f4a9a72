/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-reasoning-view.h"

#include <glib/gi18n.h>

#include "salon-disclosure.h"
#include "salon-markup-view.h"

/**
 * SalonReasoningView:
 *
 * What a model thought on its way to an answer: a quiet line that opens to it.
 */
struct _SalonReasoningView
{
  GtkWidget parent_instance;

  SalonPart *part;
  GtkWidget *disclosure;
  /* When it was first seen growing, to say how long it took; 0 if it never was. */
  gint64 started_at;
};

G_DEFINE_FINAL_TYPE (SalonReasoningView, salon_reasoning_view, GTK_TYPE_WIDGET)

static GtkWidget *
make_content (GtkWidget *owner)
{
  GtkWidget *view = salon_markup_view_new (SALON_REASONING_VIEW (owner)->part);

  gtk_widget_add_css_class (view, "reasoning");

  return view;
}

static void
update (SalonReasoningView *self)
{
  SalonDisclosure *disclosure = SALON_DISCLOSURE (self->disclosure);
  gint64 seconds;
  g_autofree char *text = NULL;

  if (!salon_part_get_finished (self->part))
    {
      salon_disclosure_set_busy (disclosure);
      salon_disclosure_set_text (disclosure, _("Thinking…"), NULL, NULL);
      return;
    }

  seconds = self->started_at == 0
    ? 0 : (g_get_monotonic_time () - self->started_at + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC;
  if (seconds > 0)
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Thought for %d second",
                                         "Thought for %d seconds", (gulong) seconds),
                            (int) seconds);
  self->started_at = 0;
  salon_disclosure_set_icon (disclosure, "emoji-objects-symbolic", "dimmed");
  salon_disclosure_set_text (disclosure, text != NULL ? text : _("Thoughts"), NULL, NULL);
}

static void
salon_reasoning_view_dispose (GObject *object)
{
  SalonReasoningView *self = SALON_REASONING_VIEW (object);

  g_clear_pointer (&self->disclosure, gtk_widget_unparent);
  g_clear_object (&self->part);

  G_OBJECT_CLASS (salon_reasoning_view_parent_class)->dispose (object);
}

static void
salon_reasoning_view_class_init (SalonReasoningViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_reasoning_view_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
salon_reasoning_view_init (SalonReasoningView *self)
{
  self->disclosure = salon_disclosure_new (GTK_WIDGET (self), make_content);
  gtk_widget_set_parent (self->disclosure, GTK_WIDGET (self));
}

/**
 * salon_reasoning_view_new:
 * @part: a part of reasoning
 *
 * Returns: (transfer floating): a closed line for it
 */
GtkWidget *
salon_reasoning_view_new (SalonPart *part)
{
  SalonReasoningView *self;

  g_return_val_if_fail (SALON_IS_PART (part), NULL);

  self = g_object_new (SALON_TYPE_REASONING_VIEW, NULL);
  self->part = g_object_ref (part);
  if (!salon_part_get_finished (part))
    self->started_at = g_get_monotonic_time ();
  g_signal_connect_object (part, "notify::finished", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
