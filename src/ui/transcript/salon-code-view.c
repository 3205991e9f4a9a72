/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-code-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "salon-code-highlight.h"
#include "salon-copy-button.h"
#include "salon-focus.h"

/* While code is being written, only the last lines of it are laid out anew. */
#define LINES_PER_LABEL 40

/* Longer code is shown in a text view of its own, which scrolls: laying out a label of
 * this length takes longer than a frame.
 */
#define MAX_LABEL_LENGTH (48 * 1024)
#define LARGE_HEIGHT     480

/**
 * SalonCodeView:
 *
 * A block of code as a card: the language, a button to copy it, and the code, which
 * scrolls sideways.
 *
 * Code that is still growing is plain; its colours come when it is finished.
 */
struct _SalonCodeView
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *language_label;
  GtkWidget *scroller;
  /* Labels while it grows, one label afterwards. */
  GtkWidget *lines;
  /* In place of the labels when there is too much for them. */
  GtkWidget *view;

  char *code;
  char *language_name;
  gboolean finished;
  /* The part of the code that all labels but the last show. */
  gsize settled;
  guint highlight_idle;
};

G_DEFINE_FINAL_TYPE (SalonCodeView, salon_code_view, GTK_TYPE_WIDGET)

static char *
dup_code (GtkWidget *owner)
{
  return g_strdup (SALON_CODE_VIEW (owner)->code);
}

static GtkWidget *
make_label (void)
{
  return g_object_new (GTK_TYPE_LABEL,
                       "selectable", TRUE,
                       "xalign", 0.0f,
                       "yalign", 0.0f,
                       "css-classes", (const char * const []) { "monospace", NULL },
                       NULL);
}

/* Returns whether the focus was in one of them. */
static gboolean
clear_lines (SalonCodeView *self)
{
  gboolean focused = salon_focus_leave (self->lines);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->lines)) != NULL)
    gtk_box_remove (GTK_BOX (self->lines), child);
  self->settled = 0;

  return focused;
}

static void
highlight (SalonCodeView *self)
{
  GtkWidget *child = gtk_widget_get_first_child (self->lines);
  GtkSourceLanguage *language = salon_code_highlight_find_language (self->language_name);
  g_autoptr (PangoAttrList) attributes = NULL;

  if (self->view != NULL)
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));

      gtk_source_buffer_set_style_scheme (GTK_SOURCE_BUFFER (buffer),
                                          salon_code_highlight_get_scheme ());
      gtk_source_buffer_set_language (GTK_SOURCE_BUFFER (buffer), language);
    }
  else if (GTK_IS_LABEL (child) && language != NULL)
    {
      attributes = salon_code_highlight_text (self->code, language);
      gtk_label_set_attributes (GTK_LABEL (child), attributes);
    }
}

static gboolean
on_highlight_idle_cb (gpointer user_data)
{
  SalonCodeView *self = user_data;

  self->highlight_idle = 0;
  highlight (self);

  return G_SOURCE_REMOVE;
}

/* Not before the first frame that shows it. */
static void
queue_highlight (SalonCodeView *self)
{
  if (self->finished && self->highlight_idle == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->highlight_idle = g_idle_add_full (G_PRIORITY_LOW, on_highlight_idle_cb, self, NULL);
}

static gboolean
show_in_view (SalonCodeView *self)
{
  gboolean focused = clear_lines (self);
  GtkTextBuffer *buffer;

  if (self->view == NULL)
    {
      self->view = gtk_source_view_new ();
      gtk_text_view_set_editable (GTK_TEXT_VIEW (self->view), FALSE);
      gtk_text_view_set_monospace (GTK_TEXT_VIEW (self->view), TRUE);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, _("Code"),
                                      -1);
      gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->view);
      gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller),
                                      GTK_POLICY_AUTOMATIC, GTK_POLICY_AUTOMATIC);
      gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scroller),
                                                  LARGE_HEIGHT);
    }

  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  gtk_text_buffer_set_text (buffer, self->code, -1);

  return focused;
}

static gboolean
show_in_label (SalonCodeView *self)
{
  GtkWidget *label = gtk_widget_get_first_child (self->lines);
  gboolean focused;

  if (GTK_IS_LABEL (label) && label == gtk_widget_get_last_child (self->lines) &&
      g_str_equal (gtk_label_get_text (GTK_LABEL (label)), self->code))
    return FALSE;

  focused = clear_lines (self);
  label = make_label ();
  gtk_label_set_text (GTK_LABEL (label), self->code);
  gtk_box_append (GTK_BOX (self->lines), label);

  return focused;
}

/* Where the first LINES_PER_LABEL lines of @text end, or %NULL if there are fewer. */
static const char *
find_lines_end (const char *text)
{
  for (guint i = 0; i < LINES_PER_LABEL && text != NULL; i++)
    {
      text = strchr (text, '\n');
      if (text != NULL)
        text++;
    }

  return text;
}

static void
show_growing (SalonCodeView *self)
{
  GtkWidget *last = gtk_widget_get_last_child (self->lines);
  const char *rest = self->code + self->settled;
  const char *end;

  if (!GTK_IS_LABEL (last))
    {
      last = make_label ();
      gtk_box_append (GTK_BOX (self->lines), last);
    }

  while ((end = find_lines_end (rest)) != NULL)
    {
      g_autofree char *piece = g_strndup (rest, (gsize) (end - rest - 1));

      gtk_label_set_text (GTK_LABEL (last), piece);
      rest = end;
      last = make_label ();
      gtk_box_append (GTK_BOX (self->lines), last);
    }
  gtk_label_set_text (GTK_LABEL (last), rest);
  self->settled = (gsize) (rest - self->code);
}

/**
 * salon_code_view_set_code:
 * @self: a code view
 * @code: the code
 * @language: (nullable): what is said to be its language
 * @finished: whether it has come to its end
 *
 * Shows @code. When it is what was shown before with more at the end, little has to be
 * laid out anew.
 */
void
salon_code_view_set_code (SalonCodeView *self,
                          const char    *code,
                          const char    *language,
                          gboolean       finished)
{
  gboolean focused = FALSE;

  g_return_if_fail (SALON_IS_CODE_VIEW (self));
  g_return_if_fail (code != NULL);

  if (g_strcmp0 (code, self->code) == 0 && g_strcmp0 (language, self->language_name) == 0 &&
      finished == self->finished)
    return;

  if (self->code != NULL && strncmp (code, self->code, self->settled) != 0)
    focused = clear_lines (self);
  g_set_str (&self->code, code);
  g_set_str (&self->language_name, language);
  self->finished = finished;

  gtk_label_set_text (GTK_LABEL (self->language_label), language != NULL ? language : _("Text"));

  if (self->view != NULL || (finished && strlen (code) > MAX_LABEL_LENGTH))
    focused |= show_in_view (self);
  else if (!finished)
    show_growing (self);
  else
    focused |= show_in_label (self);
  if (focused)
    salon_focus_enter (self->view != NULL ? self->view
                                          : gtk_widget_get_last_child (self->lines));

  queue_highlight (self);
}

/**
 * salon_code_view_get_code:
 * @self: a code view
 *
 * Returns: (transfer none) (nullable): the code it shows
 */
const char *
salon_code_view_get_code (SalonCodeView *self)
{
  g_return_val_if_fail (SALON_IS_CODE_VIEW (self), NULL);

  return self->code;
}

static void
on_style_changed_cb (SalonCodeView *self)
{
  queue_highlight (self);
}

static void
salon_code_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (salon_code_view_parent_class)->map (widget);
  queue_highlight (SALON_CODE_VIEW (widget));
}

static void
salon_code_view_dispose (GObject *object)
{
  SalonCodeView *self = SALON_CODE_VIEW (object);

  g_clear_handle_id (&self->highlight_idle, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->lines);

  G_OBJECT_CLASS (salon_code_view_parent_class)->dispose (object);
}

static void
salon_code_view_finalize (GObject *object)
{
  SalonCodeView *self = SALON_CODE_VIEW (object);

  g_free (self->code);
  g_free (self->language_name);

  G_OBJECT_CLASS (salon_code_view_parent_class)->finalize (object);
}

static void
salon_code_view_class_init (SalonCodeViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_code_view_dispose;
  object_class->finalize = salon_code_view_finalize;
  widget_class->map = salon_code_view_map;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "codeview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
make_header (SalonCodeView *self)
{
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_widget_add_css_class (header, "code-header");
  self->language_label = g_object_new (GTK_TYPE_LABEL,
                                       "xalign", 0.0f,
                                       "hexpand", TRUE,
                                       "ellipsize", PANGO_ELLIPSIZE_END,
                                       "css-classes",
                                       (const char * const []) { "caption", "dimmed", NULL },
                                       NULL);
  gtk_box_append (GTK_BOX (header), self->language_label);
  gtk_box_append (GTK_BOX (header),
                  salon_copy_button_new (_("Copy Code"), GTK_WIDGET (self), dup_code));

  return header;
}

static void
salon_code_view_init (SalonCodeView *self)
{
  self->lines = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_widget_add_css_class (self->lines, "code-lines");

  self->scroller = g_object_new (GTK_TYPE_SCROLLED_WINDOW,
                                 "vscrollbar-policy", GTK_POLICY_NEVER,
                                 "propagate-natural-width", TRUE,
                                 "child", self->lines,
                                 NULL);

  /* Code is read from left to right in every language. */
  gtk_widget_set_direction (self->scroller, GTK_TEXT_DIR_LTR);
  gtk_widget_set_direction (self->lines, GTK_TEXT_DIR_LTR);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->box), make_header (self));
  gtk_box_append (GTK_BOX (self->box), self->scroller);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));

  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Code"),
                                  -1);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (on_style_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * salon_code_view_new:
 *
 * Returns: (transfer floating): a code view without code
 */
GtkWidget *
salon_code_view_new (void)
{
  return g_object_new (SALON_TYPE_CODE_VIEW, NULL);
}
