/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-line-layout.h"

/**
 * SalonLineLayout:
 *
 * Lays out text beside a mark, or text at the end of the line.
 *
 * A horizontal [class@Gtk.Box] could do it, and so could an alignment, but both ask
 * their children for the width that fits a given height, and wrapped text finds that by
 * trying a dozen layouts. Here the height always follows from the width.
 */
struct _SalonLineLayout
{
  GtkLayoutManager parent_instance;

  int spacing;
  gboolean at_end;
};

G_DEFINE_FINAL_TYPE (SalonLineLayout, salon_line_layout, GTK_TYPE_LAYOUT_MANAGER)

/* The mark, if there is one, and how wide it is with its distance. */
static GtkWidget *
get_mark (SalonLineLayout *self,
          GtkWidget       *widget,
          int             *width)
{
  GtkWidget *first = gtk_widget_get_first_child (widget);

  *width = 0;
  if (self->at_end)
    return NULL;

  gtk_widget_measure (first, GTK_ORIENTATION_HORIZONTAL, -1, NULL, width, NULL, NULL);
  *width += self->spacing;

  return first;
}

static int
get_content_width (SalonLineLayout *self,
                   GtkWidget       *content,
                   int              available)
{
  int natural;

  if (!self->at_end)
    return MAX (available, 0);

  gtk_widget_measure (content, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);

  return MIN (natural, available);
}

static GtkSizeRequestMode
salon_line_layout_get_request_mode (GtkLayoutManager *layout,
                                    GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
salon_line_layout_measure (GtkLayoutManager *layout,
                           GtkWidget        *widget,
                           GtkOrientation    orientation,
                           int               for_size,
                           int              *minimum,
                           int              *natural,
                           int              *minimum_baseline,
                           int              *natural_baseline)
{
  SalonLineLayout *self = SALON_LINE_LAYOUT (layout);
  GtkWidget *content = gtk_widget_get_last_child (widget);
  int mark_width;
  GtkWidget *mark = get_mark (self, widget, &mark_width);
  int mark_height = 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      gtk_widget_measure (content, orientation, -1, minimum, natural, NULL, NULL);
      *minimum += mark_width;
      *natural += mark_width;
      return;
    }

  if (for_size >= 0)
    for_size = get_content_width (self, content, for_size - mark_width);
  gtk_widget_measure (content, orientation, for_size, minimum, natural, NULL, NULL);
  if (mark != NULL)
    gtk_widget_measure (mark, orientation, -1, &mark_height, NULL, NULL, NULL);
  *minimum = MAX (*minimum, mark_height);
  *natural = MAX (*natural, mark_height);
}

static void
salon_line_layout_allocate (GtkLayoutManager *layout,
                            GtkWidget        *widget,
                            int               width,
                            int               height,
                            int               baseline)
{
  SalonLineLayout *self = SALON_LINE_LAYOUT (layout);
  GtkWidget *content = gtk_widget_get_last_child (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int mark_width;
  GtkWidget *mark = get_mark (self, widget, &mark_width);
  int content_width = get_content_width (self, content, width - mark_width);
  int x = self->at_end ? width - content_width : mark_width;

  if (mark != NULL)
    gtk_widget_size_allocate (mark,
                              &(GtkAllocation) {
                                mirrored ? width - mark_width + self->spacing : 0, 0,
                                mark_width - self->spacing, height,
                              }, -1);
  gtk_widget_size_allocate (content,
                            &(GtkAllocation) {
                              mirrored ? width - x - content_width : x, 0, content_width, height,
                            }, -1);
}

static void
salon_line_layout_class_init (SalonLineLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = salon_line_layout_get_request_mode;
  layout_class->measure = salon_line_layout_measure;
  layout_class->allocate = salon_line_layout_allocate;
}

static void
salon_line_layout_init (SalonLineLayout *self)
{
}

static GtkWidget *
make_line (GtkAccessibleRole role,
           int               spacing,
           gboolean          at_end)
{
  GtkWidget *line = g_object_new (GTK_TYPE_BOX, "accessible-role", role, NULL);
  SalonLineLayout *layout = g_object_new (SALON_TYPE_LINE_LAYOUT, NULL);

  layout->spacing = spacing;
  layout->at_end = at_end;
  gtk_widget_set_layout_manager (line, GTK_LAYOUT_MANAGER (layout));

  return line;
}

/**
 * salon_line_new_hanging:
 * @mark: what stands before the text
 * @content: the text
 * @spacing: what is between them, in pixels
 *
 * Returns: (transfer floating): a list item, with its mark hanging beside its text
 */
GtkWidget *
salon_line_new_hanging (GtkWidget *mark,
                        GtkWidget *content,
                        int        spacing)
{
  GtkWidget *line = make_line (GTK_ACCESSIBLE_ROLE_LIST_ITEM, spacing, FALSE);

  gtk_widget_insert_before (mark, line, NULL);
  gtk_widget_insert_before (content, line, NULL);

  return line;
}

/**
 * salon_line_new_end:
 * @content: what is on the line
 *
 * Returns: (transfer floating): a line with @content at its end, as wide as it wants to be
 */
GtkWidget *
salon_line_new_end (GtkWidget *content)
{
  GtkWidget *line = make_line (GTK_ACCESSIBLE_ROLE_GENERIC, 0, TRUE);

  gtk_widget_insert_before (content, line, NULL);

  return line;
}
