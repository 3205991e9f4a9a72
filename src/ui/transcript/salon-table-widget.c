/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-table-widget.h"

#include <glib/gi18n.h>

#include "salon-text-label.h"

/* How many characters the columns together may have before they wrap, and how few a
 * column that wraps may be left with.
 */
#define TABLE_CHARACTERS   78
#define MINIMUM_CHARACTERS 14

static guint
count_columns (SalonMarkupBlock *table)
{
  guint n_columns = 0;

  for (guint i = 0; i < salon_markup_block_get_n_children (table); i++)
    {
      SalonMarkupBlock *row = salon_markup_block_get_child (table, i);

      n_columns = MAX (n_columns, salon_markup_block_get_n_children (row));
    }

  return n_columns;
}

static int
longest_line (const char *text)
{
  int longest = 0;

  while (text != NULL)
    {
      const char *end = strchr (text, '\n');
      glong length = g_utf8_strlen (text, end != NULL ? end - text : -1);

      longest = MAX (longest, (int) MIN (length, 1000));
      text = end != NULL ? end + 1 : NULL;
    }

  return longest;
}

/* What is short stays on one line; the others share what is left. */
static void
share_width (int   *widths,
             guint  n_columns)
{
  int left = TABLE_CHARACTERS;
  guint n_long = n_columns;
  g_autofree gboolean *settled = g_new0 (gboolean, n_columns);
  gboolean changed = TRUE;

  while (changed && n_long > 0)
    {
      int share = left / (int) n_long;

      changed = FALSE;
      for (guint i = 0; i < n_columns; i++)
        if (!settled[i] && widths[i] <= share)
          {
            settled[i] = changed = TRUE;
            left -= widths[i];
            n_long--;
          }
    }

  for (guint i = 0; i < n_columns; i++)
    if (!settled[i])
      widths[i] = MAX (left / (int) n_long, MINIMUM_CHARACTERS);
}

static GtkWidget *
make_cell (SalonMarkupBlock *cell,
           int               width)
{
  const char *text = salon_markup_block_get_text (cell);
  GtkWidget *label = salon_text_label_new (salon_markup_block_get_pango_markup (cell));
  SalonMarkupAlignment alignment = salon_markup_block_get_alignment (cell);

  gtk_widget_add_css_class (label, "cell");
  if (salon_markup_block_is_header (cell))
    gtk_widget_add_css_class (label, "heading");
  /* Characters differ in width: what needs no second line gets as much as it needs. */
  if (longest_line (text) <= width)
    gtk_label_set_wrap (GTK_LABEL (label), FALSE);
  else
    g_object_set (label, "width-chars", width, "max-width-chars", width, NULL);
  gtk_label_set_xalign (GTK_LABEL (label),
                        alignment == SALON_MARKUP_ALIGN_END ? 1.0f
                        : alignment == SALON_MARKUP_ALIGN_CENTER ? 0.5f : 0.0f);
  gtk_label_set_justify (GTK_LABEL (label),
                         alignment == SALON_MARKUP_ALIGN_END ? GTK_JUSTIFY_RIGHT
                         : alignment == SALON_MARKUP_ALIGN_CENTER ? GTK_JUSTIFY_CENTER
                         : GTK_JUSTIFY_LEFT);
  gtk_widget_set_hexpand (label, TRUE);

  return label;
}

/**
 * salon_table_widget_new:
 * @table: a table
 *
 * Returns: (transfer floating): a grid that scrolls sideways when it has to
 */
GtkWidget *
salon_table_widget_new (SalonMarkupBlock *table)
{
  GtkWidget *grid = g_object_new (GTK_TYPE_GRID,
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP,
                                  NULL);
  GtkWidget *viewport = gtk_viewport_new (NULL, NULL);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  guint n_rows = salon_markup_block_get_n_children (table);
  guint n_columns = count_columns (table);
  g_autofree int *widths = g_new0 (int, n_columns + 1);

  for (guint i = 0; i < n_rows; i++)
    {
      SalonMarkupBlock *row = salon_markup_block_get_child (table, i);

      for (guint j = 0; j < salon_markup_block_get_n_children (row); j++)
        widths[j] = MAX (widths[j], longest_line (salon_markup_block_get_text (
                                      salon_markup_block_get_child (row, j))));
    }
  share_width (widths, n_columns);

  for (guint i = 0; i < n_rows; i++)
    {
      SalonMarkupBlock *row = salon_markup_block_get_child (table, i);

      for (guint j = 0; j < salon_markup_block_get_n_children (row); j++)
        {
          GtkWidget *cell = make_cell (salon_markup_block_get_child (row, j), widths[j]);

          if (i + 1 == n_rows)
            gtk_widget_add_css_class (cell, "last-row");
          gtk_grid_attach (GTK_GRID (grid), cell, (int) j, (int) i, 1, 1);
        }
    }

  /* Its natural width, or the view's if that is more: at less, the text of the cells
   * would wrap, and be higher than there is room.
   */
  gtk_scrollable_set_hscroll_policy (GTK_SCROLLABLE (viewport), GTK_SCROLL_NATURAL);
  gtk_viewport_set_child (GTK_VIEWPORT (viewport), grid);
  g_object_set (scroller,
                "vscrollbar-policy", GTK_POLICY_NEVER,
                "propagate-natural-width", TRUE,
                "halign", GTK_ALIGN_START,
                "child", viewport,
                NULL);
  gtk_widget_add_css_class (scroller, "table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (grid), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Table"),
                                  -1);

  return scroller;
}
