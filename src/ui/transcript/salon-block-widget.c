/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-block-widget.h"

#include <glib/gi18n.h>

#include "salon-code-view.h"
#include "salon-focus.h"
#include "salon-line-layout.h"
#include "salon-table-widget.h"
#include "salon-text-label.h"

/* Between blocks, and between the items of a tight list, in pixels. */
#define BLOCK_SPACING 12
#define TIGHT_SPACING 4
#define MARK_SPACING  8

static GtkWidget *make_children (SalonMarkupBlock *block,
                                 gboolean          finished,
                                 int               spacing);

static GtkWidget *
make_heading (SalonMarkupBlock *block)
{
  static const char * const classes[] = { "title-2", "title-3", "title-4", "heading" };
  guint level = salon_markup_block_get_level (block);
  GtkWidget *label;

  label = g_object_new (GTK_TYPE_LABEL,
                        "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING,
                        "label", salon_markup_block_get_pango_markup (block),
                        "use-markup", TRUE,
                        "wrap", TRUE,
                        "wrap-mode", PANGO_WRAP_WORD_CHAR,
                        "natural-wrap-mode", GTK_NATURAL_WRAP_WORD,
                        "selectable", TRUE,
                        "xalign", 0.0f,
                        NULL);
  gtk_widget_add_css_class (label, classes[MIN (level, G_N_ELEMENTS (classes)) - 1]);
  gtk_widget_add_css_class (label, "block-heading");
  gtk_accessible_update_property (GTK_ACCESSIBLE (label),
                                  GTK_ACCESSIBLE_PROPERTY_LEVEL, (int) level,
                                  -1);

  return label;
}

static GtkWidget *
make_marker (SalonMarkupBlock *list,
             guint             index)
{
  SalonMarkupBlock *item = salon_markup_block_get_child (list, index);
  SalonMarkupTask task = salon_markup_block_get_task (item);
  guint n_items = salon_markup_block_get_n_children (list);
  g_autofree char *number = NULL;
  g_autofree char *last_number = NULL;
  GtkWidget *marker;

  if (task != SALON_MARKUP_TASK_NONE)
    {
      gboolean done = task == SALON_MARKUP_TASK_DONE;

      marker = gtk_image_new_from_icon_name (done ? "checkbox-checked-symbolic"
                                                  : "checkbox-symbolic");
      gtk_accessible_update_property (GTK_ACCESSIBLE (marker), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      done ? _("Done") : _("To do"),
                                      -1);
      gtk_widget_set_valign (marker, GTK_ALIGN_START);
      gtk_widget_add_css_class (marker, "task");
      return marker;
    }

  if (salon_markup_block_is_ordered (list))
    {
      number = g_strdup_printf ("%u.", salon_markup_block_get_start (list) + index);
      last_number = g_strdup_printf ("%u.", salon_markup_block_get_start (list) + n_items - 1);
    }
  marker = g_object_new (GTK_TYPE_LABEL,
                         "label", number != NULL ? number : "•",
                         "width-chars", last_number != NULL ? (int) strlen (last_number) : 1,
                         "xalign", 1.0f,
                         "yalign", 0.0f,
                         "css-classes", (const char * const []) { "marker", "numeric", NULL },
                         NULL);

  return marker;
}

static GtkWidget *
make_item (SalonMarkupBlock *list,
           guint             index,
           gboolean          finished)
{
  SalonMarkupBlock *item = salon_markup_block_get_child (list, index);
  int spacing = salon_markup_block_is_tight (list) ? TIGHT_SPACING : BLOCK_SPACING;

  return salon_line_new_hanging (make_marker (list, index), make_children (item, finished, spacing),
                                 MARK_SPACING);
}

static GtkWidget *
make_list (SalonMarkupBlock *list,
           gboolean          finished)
{
  guint n_items = salon_markup_block_get_n_children (list);
  GtkWidget *box = g_object_new (GTK_TYPE_BOX,
                                 "accessible-role", GTK_ACCESSIBLE_ROLE_LIST,
                                 "orientation", GTK_ORIENTATION_VERTICAL,
                                 "spacing", salon_markup_block_is_tight (list) ? TIGHT_SPACING
                                                                               : BLOCK_SPACING,
                                 "css-classes", (const char * const []) { "list-block", NULL },
                                 NULL);

  for (guint i = 0; i < n_items; i++)
    gtk_box_append (GTK_BOX (box),
                    make_item (list, i, finished || i + 1 < n_items));

  return box;
}

static GtkWidget *
make_code (SalonMarkupBlock *block,
           gboolean          finished)
{
  GtkWidget *view = salon_code_view_new ();

  salon_code_view_set_code (SALON_CODE_VIEW (view), salon_markup_block_get_text (block),
                            salon_markup_block_get_language (block), finished);

  return view;
}

/**
 * salon_block_widget_new:
 * @block: a block
 * @finished: whether it will stay as it is
 *
 * Makes the widget that shows a block. The depth of blocks is bounded, and so is the
 * recursion.
 *
 * Returns: (transfer floating): a widget
 */
GtkWidget *
salon_block_widget_new (SalonMarkupBlock *block,
                        gboolean          finished)
{
  GtkWidget *widget;

  g_return_val_if_fail (block != NULL, NULL);

  switch (salon_markup_block_get_kind (block))
    {
    case SALON_MARKUP_HEADING:
      return make_heading (block);

    case SALON_MARKUP_CODE:
      return make_code (block, finished);

    case SALON_MARKUP_LIST:
      return make_list (block, finished);

    case SALON_MARKUP_QUOTE:
      widget = make_children (block, finished, BLOCK_SPACING);
      gtk_widget_add_css_class (widget, "quote");
      return widget;

    case SALON_MARKUP_TABLE:
      return salon_table_widget_new (block);

    case SALON_MARKUP_RULE:
      widget = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);
      gtk_widget_add_css_class (widget, "rule");
      return widget;

    case SALON_MARKUP_PARAGRAPH:
    case SALON_MARKUP_LIST_ITEM:
    case SALON_MARKUP_TABLE_ROW:
    case SALON_MARKUP_TABLE_CELL:
    default:
      return salon_text_label_new (salon_markup_block_get_pango_markup (block));
    }
}

static GtkWidget *
make_children (SalonMarkupBlock *block,
               gboolean          finished,
               int               spacing)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, spacing);
  guint n_children = salon_markup_block_get_n_children (block);

  for (guint i = 0; i < n_children; i++)
    gtk_box_append (GTK_BOX (box),
                    salon_block_widget_new (salon_markup_block_get_child (block, i),
                                            finished || i + 1 < n_children));

  return box;
}

/* Brings the children of @box from those of @old_block to those of @block. */
static void
update_children (GtkWidget        *box,
                 SalonMarkupBlock *old_block,
                 SalonMarkupBlock *block,
                 gboolean          finished)
{
  guint n_old = salon_markup_block_get_n_children (old_block);
  guint n_children = salon_markup_block_get_n_children (block);
  GtkWidget *widget = gtk_widget_get_first_child (box);

  for (guint i = 0; i < n_children; i++)
    {
      SalonMarkupBlock *child = salon_markup_block_get_child (block, i);
      gboolean child_finished = finished || i + 1 < n_children;
      GtkWidget *fresh;

      if (widget != NULL && i < n_old &&
          salon_block_widget_update (widget, salon_markup_block_get_child (old_block, i), child,
                                     child_finished))
        {
          widget = gtk_widget_get_next_sibling (widget);
          continue;
        }

      fresh = salon_block_widget_new (child, child_finished);
      gtk_box_insert_child_after (GTK_BOX (box), fresh,
                                  widget != NULL ? gtk_widget_get_prev_sibling (widget)
                                                 : gtk_widget_get_last_child (box));
      if (widget != NULL && i < n_old)
        {
          GtkWidget *next = gtk_widget_get_next_sibling (widget);
          gboolean focused = salon_focus_leave (widget);

          gtk_box_remove (GTK_BOX (box), widget);
          if (focused)
            salon_focus_enter (fresh);
          widget = next;
        }
    }

  while (widget != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (widget);

      gtk_box_remove (GTK_BOX (box), widget);
      widget = next;
    }
}

static gboolean
update_list (GtkWidget        *box,
             SalonMarkupBlock *old_list,
             SalonMarkupBlock *list,
             gboolean          finished)
{
  guint n_old = salon_markup_block_get_n_children (old_list);
  guint n_items = salon_markup_block_get_n_children (list);
  GtkWidget *item_box = gtk_widget_get_first_child (box);

  /* More digits, or another distance, concern all items. */
  if (n_items < n_old ||
      salon_markup_block_is_ordered (list) != salon_markup_block_is_ordered (old_list) ||
      salon_markup_block_is_tight (list) != salon_markup_block_is_tight (old_list) ||
      salon_markup_block_get_start (list) != salon_markup_block_get_start (old_list) ||
      (salon_markup_block_is_ordered (list) && n_items != n_old &&
       (n_items >= 9 && (n_items < 11 || n_items > 98))))
    return FALSE;

  for (guint i = 0; i < n_items; i++)
    {
      SalonMarkupBlock *item = salon_markup_block_get_child (list, i);
      SalonMarkupBlock *old_item = i < n_old ? salon_markup_block_get_child (old_list, i) : NULL;

      if (old_item == NULL)
        gtk_box_append (GTK_BOX (box), make_item (list, i, finished || i + 1 < n_items));
      else if (salon_markup_block_get_task (item) != salon_markup_block_get_task (old_item))
        return FALSE;
      else
        update_children (gtk_widget_get_last_child (item_box), old_item, item,
                         finished || i + 1 < n_items);
      if (item_box != NULL)
        item_box = gtk_widget_get_next_sibling (item_box);
    }

  return TRUE;
}

/**
 * salon_block_widget_update:
 * @widget: what shows @old_block
 * @old_block: a block
 * @block: what it has become
 * @finished: whether @block will stay as it is
 *
 * Changes @widget where the blocks differ, so that growing text costs only the growing
 * part.
 *
 * Returns: whether that could be done; if not, a new widget is needed
 */
gboolean
salon_block_widget_update (GtkWidget        *widget,
                           SalonMarkupBlock *old_block,
                           SalonMarkupBlock *block,
                           gboolean          finished)
{
  SalonMarkupBlockKind kind;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), FALSE);
  g_return_val_if_fail (old_block != NULL, FALSE);
  g_return_val_if_fail (block != NULL, FALSE);

  kind = salon_markup_block_get_kind (block);
  if (kind != salon_markup_block_get_kind (old_block))
    return FALSE;

  switch (kind)
    {
    case SALON_MARKUP_PARAGRAPH:
      if (g_strcmp0 (salon_markup_block_get_pango_markup (old_block),
                     salon_markup_block_get_pango_markup (block)) != 0)
        salon_text_label_set_markup (widget, salon_markup_block_get_pango_markup (block));
      return TRUE;

    case SALON_MARKUP_CODE:
      salon_code_view_set_code (SALON_CODE_VIEW (widget), salon_markup_block_get_text (block),
                                salon_markup_block_get_language (block), finished);
      return TRUE;

    case SALON_MARKUP_QUOTE:
      update_children (widget, old_block, block, finished);
      return TRUE;

    case SALON_MARKUP_LIST:
      return update_list (widget, old_block, block, finished);

    case SALON_MARKUP_HEADING:
    case SALON_MARKUP_TABLE:
    case SALON_MARKUP_RULE:
    case SALON_MARKUP_LIST_ITEM:
    case SALON_MARKUP_TABLE_ROW:
    case SALON_MARKUP_TABLE_CELL:
    default:
      return salon_markup_block_equal (old_block, block);
    }
}
