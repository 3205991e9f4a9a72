/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-text-pane.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "salon-code-highlight.h"
#include "salon-copy-button.h"

/* So much is shown at first; a button shows the rest. */
#define FIRST_LENGTH (64 * 1024)

#define LINE_HEIGHT     19
#define LINE_CHARACTERS 80
#define MINIMUM_LINES   2
#define MAXIMUM_LINES   16

/**
 * SalonTextPane:
 *
 * Text of any length to look at, select and copy: a monospace view that scrolls.
 */
struct _SalonTextPane
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *scroller;
  GtkWidget *view;
  GtkWidget *more_button;

  char *text;
};

G_DEFINE_FINAL_TYPE (SalonTextPane, salon_text_pane, GTK_TYPE_WIDGET)

static char *
dup_text (GtkWidget *owner)
{
  return g_strdup (SALON_TEXT_PANE (owner)->text);
}

/* Of the text, not of the view: that one only knows its height after a while. */
static int
estimate_lines (const char *text,
                gsize       length)
{
  gsize lines = 0;
  const char *end = text + length;

  while (text < end && lines < MAXIMUM_LINES)
    {
      const char *line_end = memchr (text, '\n', (gsize) (end - text));

      if (line_end == NULL)
        line_end = end;
      lines += 1 + (gsize) (line_end - text) / LINE_CHARACTERS;
      text = line_end + 1;
    }

  return CLAMP ((int) lines, MINIMUM_LINES, MAXIMUM_LINES);
}

static void
show_text (SalonTextPane *self,
           gsize          length)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  int lines = estimate_lines (self->text, length);

  gtk_text_buffer_set_text (buffer, self->text, (int) length);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scroller),
                                              lines * LINE_HEIGHT + 16);
}

static void
on_more_clicked_cb (SalonTextPane *self)
{
  gtk_widget_set_visible (self->more_button, FALSE);
  show_text (self, strlen (self->text));
}

static void
update_scheme (SalonTextPane *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));

  gtk_source_buffer_set_style_scheme (GTK_SOURCE_BUFFER (buffer),
                                      salon_code_highlight_get_scheme ());
}

/**
 * salon_text_pane_set_text:
 * @self: a text pane
 * @text: the text
 * @language: (nullable): the language it is highlighted as
 *
 * Shows @text: its start if it is very long, with a button for all of it.
 */
void
salon_text_pane_set_text (SalonTextPane *self,
                          const char    *text,
                          const char    *language)
{
  GtkTextBuffer *buffer;
  gsize length;

  g_return_if_fail (SALON_IS_TEXT_PANE (self));
  g_return_if_fail (text != NULL);

  if (g_strcmp0 (text, self->text) == 0)
    return;

  g_free (self->text);
  self->text = g_utf8_make_valid (text, -1);
  length = strlen (self->text);
  gtk_widget_set_visible (self->more_button, length > FIRST_LENGTH);
  if (length > FIRST_LENGTH)
    {
      g_autofree char *size = g_format_size (length);
      /* Translators: %s is a size such as “1.2 MB”. */
      g_autofree char *label = g_strdup_printf (_("Show All (%s)"), size);

      gtk_button_set_label (GTK_BUTTON (self->more_button), label);
      length = (gsize) (g_utf8_find_prev_char (self->text, self->text + FIRST_LENGTH) - self->text);
      language = NULL;
    }

  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  gtk_source_buffer_set_language (GTK_SOURCE_BUFFER (buffer),
                                  salon_code_highlight_find_language (language));
  show_text (self, length);
}

/**
 * salon_text_pane_get_shown_text:
 * @self: a text pane
 *
 * Returns: (transfer none) (nullable): the whole text
 */
const char *
salon_text_pane_get_shown_text (SalonTextPane *self)
{
  g_return_val_if_fail (SALON_IS_TEXT_PANE (self), NULL);

  return self->text;
}

static void
salon_text_pane_dispose (GObject *object)
{
  SalonTextPane *self = SALON_TEXT_PANE (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (salon_text_pane_parent_class)->dispose (object);
}

static void
salon_text_pane_finalize (GObject *object)
{
  SalonTextPane *self = SALON_TEXT_PANE (object);

  g_free (self->text);

  G_OBJECT_CLASS (salon_text_pane_parent_class)->finalize (object);
}

static void
salon_text_pane_class_init (SalonTextPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_text_pane_dispose;
  object_class->finalize = salon_text_pane_finalize;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "textpane");
}

static void
salon_text_pane_init (SalonTextPane *self)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *copy_button;

  self->view = g_object_new (GTK_SOURCE_TYPE_VIEW,
                             "editable", FALSE,
                             "cursor-visible", FALSE,
                             "monospace", TRUE,
                             "wrap-mode", GTK_WRAP_WORD_CHAR,
                             "accepts-tab", FALSE,
                             "left-margin", 10,
                             "right-margin", 40,
                             "top-margin", 8,
                             "bottom-margin", 8,
                             NULL);
  self->scroller = g_object_new (GTK_TYPE_SCROLLED_WINDOW,
                                 "hscrollbar-policy", GTK_POLICY_NEVER,
                                 "child", self->view,
                                 "propagate-natural-height", TRUE,
                                 "max-content-height", MAXIMUM_LINES * LINE_HEIGHT + 16,
                                 NULL);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), self->scroller);

  copy_button = salon_copy_button_new (_("Copy"), GTK_WIDGET (self), dup_text);
  gtk_widget_set_halign (copy_button, GTK_ALIGN_END);
  gtk_widget_set_valign (copy_button, GTK_ALIGN_START);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), copy_button);

  self->more_button = gtk_button_new ();
  gtk_widget_add_css_class (self->more_button, "flat");
  gtk_widget_set_visible (self->more_button, FALSE);
  g_signal_connect_swapped (self->more_button, "clicked", G_CALLBACK (on_more_clicked_cb), self);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->box), overlay);
  gtk_box_append (GTK_BOX (self->box), self->more_button);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);

  update_scheme (self);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (update_scheme), self, G_CONNECT_SWAPPED);
}

/**
 * salon_text_pane_new:
 * @label: what the text is, for the screen reader
 *
 * Returns: (transfer floating): a pane without text
 */
GtkWidget *
salon_text_pane_new (const char *label)
{
  SalonTextPane *self;

  g_return_val_if_fail (label != NULL, NULL);

  self = g_object_new (SALON_TYPE_TEXT_PANE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);

  return GTK_WIDGET (self);
}
