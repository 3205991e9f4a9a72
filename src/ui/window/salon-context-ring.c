/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-context-ring.h"

#include <glib/gi18n.h>
#include <math.h>

#define SIZE 16
#define LINE_WIDTH 3.0f

/**
 * SalonContextRing:
 *
 * A ring that fills clockwise from the top.
 */
struct _SalonContextRing
{
  GtkWidget parent_instance;

  double fraction;
};

G_DEFINE_FINAL_TYPE (SalonContextRing, salon_context_ring, GTK_TYPE_WIDGET)

static void
salon_context_ring_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  *minimum = *natural = SIZE;
}

static void
stroke (GtkSnapshot   *snapshot,
        GskPath       *path,
        const GdkRGBA *color)
{
  GskStroke *stroke = gsk_stroke_new (LINE_WIDTH);

  gsk_stroke_set_line_cap (stroke, GSK_LINE_CAP_ROUND);
  gtk_snapshot_append_stroke (snapshot, path, stroke, color);
  gsk_stroke_free (stroke);
}

static void
salon_context_ring_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  SalonContextRing *self = SALON_CONTEXT_RING (widget);
  const float middle = SIZE / 2.0f;
  const float radius = (SIZE - LINE_WIDTH) / 2;
  const double angle = 2 * G_PI * self->fraction;
  const gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  g_autoptr (GskPathBuilder) builder = gsk_path_builder_new ();
  g_autoptr (GskPath) circle = NULL;
  g_autoptr (GskPath) arc = NULL;
  GdkRGBA color;
  GdkRGBA track;
  float x = middle + (mirrored ? -1 : 1) * radius * (float) sin (angle);

  gtk_widget_get_color (widget, &color);
  track = color;
  track.alpha *= 0.2f;
  gsk_path_builder_add_circle (builder, &GRAPHENE_POINT_INIT (middle, middle), radius);
  circle = gsk_path_builder_to_path (builder);
  stroke (snapshot, circle, &track);
  if (self->fraction <= 0)
    return;
  if (self->fraction >= 0.999)
    {
      stroke (snapshot, circle, &color);
      return;
    }
  g_clear_pointer (&builder, gsk_path_builder_unref);
  builder = gsk_path_builder_new ();
  gsk_path_builder_move_to (builder, middle, middle - radius);
  gsk_path_builder_svg_arc_to (builder, radius, radius, 0, self->fraction > 0.5, !mirrored,
                               x, middle - radius * (float) cos (angle));
  arc = gsk_path_builder_to_path (builder);
  stroke (snapshot, arc, &color);
}

static void
salon_context_ring_class_init (SalonContextRingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = salon_context_ring_measure;
  widget_class->snapshot = salon_context_ring_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_METER);
}

static void
salon_context_ring_init (SalonContextRing *self)
{
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Context"),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 100.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 0.0,
                                  -1);
}

/**
 * salon_context_ring_set_fraction:
 * @self: a ring
 * @fraction: how full it is, 0 to 1
 */
void
salon_context_ring_set_fraction (SalonContextRing *self,
                                 double            fraction)
{
  g_return_if_fail (SALON_IS_CONTEXT_RING (self));

  self->fraction = CLAMP (fraction, 0, 1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                  round (self->fraction * 100), -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
