/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-markup-view.h"

#include "salon-block-widget.h"
#include "salon-focus.h"
#include "salon-markup-document.h"
#include "salon-markup-stream.h"

#define BLOCK_SPACING 12

/* Between two updates of text that grows, in milliseconds: faster than anybody reads,
 * and each one lays out a paragraph anew.
 */
#define UPDATE_INTERVAL 50

/**
 * SalonMarkupView:
 *
 * The Markdown text of a part as widgets, one for each block.
 *
 * While the text grows, what comes is collected and shown with the next frame, and 20
 * times a second at most; only blocks that are not finished are touched.
 */
struct _SalonMarkupView
{
  GtkWidget parent_instance;

  SalonPart *part;
  SalonMarkupStream *stream;
  /* The blocks that the children show. */
  GPtrArray *blocks;

  gsize shown;
  /* How many blocks from the first on are known to be final. */
  guint n_settled;
  guint tick;
  guint timeout;
  gint64 updated_at;
  guint n_updates;
};

G_DEFINE_FINAL_TYPE (SalonMarkupView, salon_markup_view, GTK_TYPE_WIDGET)

static void
add_block (SalonMarkupView  *self,
           SalonMarkupBlock *block,
           gboolean          finished)
{
  g_ptr_array_add (self->blocks, salon_markup_block_ref (block));
  gtk_widget_insert_before (salon_block_widget_new (block, finished), GTK_WIDGET (self), NULL);
}

static void
truncate_blocks (SalonMarkupView *self,
                 guint            length)
{
  while (self->blocks->len > length)
    {
      g_ptr_array_remove_index (self->blocks, self->blocks->len - 1);
      gtk_widget_unparent (gtk_widget_get_last_child (GTK_WIDGET (self)));
    }
}

static GtkWidget *
get_block_widget (SalonMarkupView *self,
                  guint            index)
{
  GtkWidget *widget;

  /* As a rule one of the last is wanted. */
  if (index >= self->blocks->len / 2)
    {
      widget = gtk_widget_get_last_child (GTK_WIDGET (self));
      for (guint i = self->blocks->len - 1; i > index; i--)
        widget = gtk_widget_get_prev_sibling (widget);
    }
  else
    {
      widget = gtk_widget_get_first_child (GTK_WIDGET (self));
      for (guint i = 0; i < index; i++)
        widget = gtk_widget_get_next_sibling (widget);
    }

  return widget;
}

static void
set_block (SalonMarkupView  *self,
           guint             index,
           SalonMarkupBlock *block,
           gboolean          finished)
{
  GtkWidget *widget = get_block_widget (self, index);
  SalonMarkupBlock *old_block = g_ptr_array_index (self->blocks, index);

  if (!salon_block_widget_update (widget, old_block, block, finished))
    {
      GtkWidget *fresh = salon_block_widget_new (block, finished);
      gboolean focused = salon_focus_leave (widget);

      gtk_widget_insert_before (fresh, GTK_WIDGET (self), widget);
      gtk_widget_unparent (widget);
      if (focused)
        salon_focus_enter (fresh);
    }
  self->blocks->pdata[index] = salon_markup_block_ref (block);
  salon_markup_block_unref (old_block);
}

static void
on_blocks_changed_cb (SalonMarkupStream *stream,
                      guint              first,
                      SalonMarkupView   *self)
{
  guint n_blocks = salon_markup_stream_get_n_blocks (stream);

  truncate_blocks (self, n_blocks);
  for (guint i = first; i < n_blocks; i++)
    {
      SalonMarkupBlock *block = salon_markup_stream_get_block (stream, i);
      gboolean finished = i + 1 < n_blocks;

      if (i < self->blocks->len)
        set_block (self, i, block, finished);
      else
        add_block (self, block, finished);
    }
}

/* Says of blocks that have come to their end that they have: code gets its colours then. */
static void
settle_blocks (SalonMarkupView *self,
               guint            end)
{
  for (guint i = self->n_settled; i < MIN (end, self->blocks->len); i++)
    set_block (self, i, g_ptr_array_index (self->blocks, i), TRUE);
}

static void
show_rest (SalonMarkupView *self)
{
  const char *text = salon_part_get_text (self->part);
  gsize length = salon_part_get_text_length (self->part);

  if (length <= self->shown)
    return;

  salon_markup_stream_append (self->stream, text + self->shown, (gssize) (length - self->shown));
  self->shown = length;
  self->n_updates++;

  if (self->blocks->len > 0)
    settle_blocks (self, self->blocks->len - 1);
  self->n_settled = salon_markup_stream_get_n_finished (self->stream);
}

static gboolean
on_tick_cb (GtkWidget     *widget,
            GdkFrameClock *clock,
            gpointer       user_data)
{
  SalonMarkupView *self = SALON_MARKUP_VIEW (widget);

  self->tick = 0;
  self->updated_at = g_get_monotonic_time ();
  show_rest (self);

  return G_SOURCE_REMOVE;
}

static void
on_timeout_cb (gpointer user_data)
{
  SalonMarkupView *self = user_data;

  self->timeout = 0;
  self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick_cb, NULL, NULL);
}

static void
on_appended_cb (SalonPart       *part,
                const char      *delta,
                SalonMarkupView *self)
{
  gint64 wait;

  if (self->stream == NULL || self->tick != 0 || self->timeout != 0)
    return;

  wait = UPDATE_INTERVAL - (g_get_monotonic_time () - self->updated_at) / 1000;
  if (wait > 0)
    self->timeout = g_timeout_add_once ((guint) wait, on_timeout_cb, self);
  else
    on_timeout_cb (self);
}

static void
stop_streaming (SalonMarkupView *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->stream != NULL)
    g_signal_handlers_disconnect_by_func (self->stream, on_blocks_changed_cb, self);
  g_clear_object (&self->stream);
}

static void
show_whole (SalonMarkupView *self)
{
  g_autoptr (SalonMarkupDocument) document = NULL;
  guint n_blocks;

  document = salon_markup_parse (salon_part_get_text (self->part),
                                 (gssize) salon_part_get_text_length (self->part));
  n_blocks = salon_markup_document_get_n_blocks (document);
  truncate_blocks (self, 0);
  for (guint i = 0; i < n_blocks; i++)
    add_block (self, salon_markup_document_get_block (document, i), TRUE);
  self->shown = salon_part_get_text_length (self->part);
}

static void
start_streaming (SalonMarkupView *self)
{
  self->stream = salon_markup_stream_new ();
  g_signal_connect (self->stream, "blocks-changed", G_CALLBACK (on_blocks_changed_cb), self);
  self->shown = 0;
  self->n_settled = 0;
  show_rest (self);
}

static void
on_text_changed_cb (SalonPart       *part,
                    GParamSpec      *pspec,
                    SalonMarkupView *self)
{
  gsize length = salon_part_get_text_length (part);

  if (self->stream != NULL && salon_part_get_finished (part) && length >= self->shown)
    {
      show_rest (self);
      salon_markup_stream_finish (self->stream);
      stop_streaming (self);
      settle_blocks (self, self->blocks->len);
    }
  else
    {
      stop_streaming (self);
      show_whole (self);
    }
}

static void
salon_markup_view_dispose (GObject *object)
{
  SalonMarkupView *self = SALON_MARKUP_VIEW (object);

  stop_streaming (self);
  truncate_blocks (self, 0);
  g_clear_object (&self->part);

  G_OBJECT_CLASS (salon_markup_view_parent_class)->dispose (object);
}

static void
salon_markup_view_finalize (GObject *object)
{
  SalonMarkupView *self = SALON_MARKUP_VIEW (object);

  g_ptr_array_unref (self->blocks);

  G_OBJECT_CLASS (salon_markup_view_parent_class)->finalize (object);
}

static void
salon_markup_view_class_init (SalonMarkupViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_markup_view_dispose;
  object_class->finalize = salon_markup_view_finalize;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "markup");
}

static void
salon_markup_view_init (SalonMarkupView *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_markup_block_unref);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), BLOCK_SPACING);
}

/**
 * salon_markup_view_new:
 * @part: a part with text
 *
 * Returns: (transfer floating): a widget that shows the text, and follows it while it grows
 */
GtkWidget *
salon_markup_view_new (SalonPart *part)
{
  SalonMarkupView *self;

  g_return_val_if_fail (SALON_IS_PART (part), NULL);

  self = g_object_new (SALON_TYPE_MARKUP_VIEW, NULL);
  self->part = g_object_ref (part);
  g_signal_connect_object (part, "appended", G_CALLBACK (on_appended_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (part, "notify::text", G_CALLBACK (on_text_changed_cb), self,
                           G_CONNECT_DEFAULT);

  if (salon_part_get_finished (part))
    show_whole (self);
  else
    start_streaming (self);

  return GTK_WIDGET (self);
}

/**
 * salon_markup_view_get_n_updates:
 * @self: a markup view
 *
 * Returns: how often text was added to what is shown
 */
guint
salon_markup_view_get_n_updates (SalonMarkupView *self)
{
  g_return_val_if_fail (SALON_IS_MARKUP_VIEW (self), 0);

  return self->n_updates;
}
