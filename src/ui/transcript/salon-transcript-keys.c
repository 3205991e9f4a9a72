/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-transcript-private.h"

/**
 * salon_transcript_scroll_to_focus: (skip)
 * @self: a transcript
 *
 * Brings what has got the focus into view, unless it is so tall that it fills the view
 * anyway.
 */
void
salon_transcript_scroll_to_focus (SalonTranscript *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];
  graphene_rect_t bounds;
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  double top;
  double bottom;

  if (focus == NULL || focus == self->end_button || adjustment == NULL ||
      !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)) ||
      !gtk_widget_compute_bounds (focus, GTK_WIDGET (self), &bounds))
    return;

  top = bounds.origin.y;
  bottom = top + bounds.size.height;
  if (top < 0 && (bottom <= 0 || bottom - top < height / 2))
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + top - 12);
  else if (bottom > height && (top >= height || bottom - top < height / 2))
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) +
                              MIN (bottom - height + 12, top));
}

static gboolean
scroll_cb (GtkWidget *widget,
           GVariant  *parameters,
           gpointer   user_data)
{
  SalonTranscript *self = SALON_TRANSCRIPT (widget);
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];
  double page = gtk_adjustment_get_page_size (adjustment);
  double value = gtk_adjustment_get_value (adjustment);

  switch ((GtkScrollType) g_variant_get_int32 (parameters))
    {
    case GTK_SCROLL_STEP_UP:
      value -= gtk_adjustment_get_step_increment (adjustment);
      break;
    case GTK_SCROLL_STEP_DOWN:
      value += gtk_adjustment_get_step_increment (adjustment);
      break;
    case GTK_SCROLL_PAGE_UP:
      value -= gtk_adjustment_get_page_increment (adjustment);
      break;
    case GTK_SCROLL_PAGE_DOWN:
      value += gtk_adjustment_get_page_increment (adjustment);
      break;
    case GTK_SCROLL_START:
      value = 0;
      break;
    case GTK_SCROLL_END:
      salon_transcript_scroll_to_end (self);
      return GDK_EVENT_STOP;
    case GTK_SCROLL_NONE:
    case GTK_SCROLL_JUMP:
    case GTK_SCROLL_STEP_BACKWARD:
    case GTK_SCROLL_STEP_FORWARD:
    case GTK_SCROLL_PAGE_BACKWARD:
    case GTK_SCROLL_PAGE_FORWARD:
    case GTK_SCROLL_STEP_LEFT:
    case GTK_SCROLL_STEP_RIGHT:
    case GTK_SCROLL_PAGE_LEFT:
    case GTK_SCROLL_PAGE_RIGHT:
    default:
      return GDK_EVENT_PROPAGATE;
    }
  gtk_adjustment_set_value (adjustment,
                            CLAMP (value, 0, gtk_adjustment_get_upper (adjustment) - page));

  return GDK_EVENT_STOP;
}

static void
add_scroll_binding (GtkWidgetClass  *widget_class,
                    guint            key,
                    GdkModifierType  modifiers,
                    GtkScrollType    type)
{
  gtk_widget_class_add_binding (widget_class, key, modifiers, scroll_cb, "(i)", (int) type);
}

/**
 * salon_transcript_add_bindings: (skip)
 * @widget_class: the class of transcripts
 *
 * Adds the keys that scroll.
 */
void
salon_transcript_add_bindings (GtkWidgetClass *widget_class)
{
  add_scroll_binding (widget_class, GDK_KEY_Page_Up, 0, GTK_SCROLL_PAGE_UP);
  add_scroll_binding (widget_class, GDK_KEY_KP_Page_Up, 0, GTK_SCROLL_PAGE_UP);
  add_scroll_binding (widget_class, GDK_KEY_Page_Down, 0, GTK_SCROLL_PAGE_DOWN);
  add_scroll_binding (widget_class, GDK_KEY_KP_Page_Down, 0, GTK_SCROLL_PAGE_DOWN);
  add_scroll_binding (widget_class, GDK_KEY_Home, 0, GTK_SCROLL_START);
  add_scroll_binding (widget_class, GDK_KEY_Home, GDK_CONTROL_MASK, GTK_SCROLL_START);
  add_scroll_binding (widget_class, GDK_KEY_End, 0, GTK_SCROLL_END);
  add_scroll_binding (widget_class, GDK_KEY_End, GDK_CONTROL_MASK, GTK_SCROLL_END);
  add_scroll_binding (widget_class, GDK_KEY_Up, 0, GTK_SCROLL_STEP_UP);
  add_scroll_binding (widget_class, GDK_KEY_Down, 0, GTK_SCROLL_STEP_DOWN);
}
