/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-text-label.h"

/* The least width of a label. Without one, GtkLabel finds out how narrow it can get by
 * laying out its text with a line for every character.
 */
#define MINIMUM_CHARACTERS 10

/* A link shows where it leads before it is followed: its text may say anything. */
static gboolean
on_query_tooltip_cb (GtkLabel   *label,
                     int         x,
                     int         y,
                     gboolean    keyboard,
                     GtkTooltip *tooltip)
{
  const char *address = gtk_label_get_current_uri (label);

  if (address == NULL)
    return FALSE;
  gtk_tooltip_set_text (tooltip, address);

  return TRUE;
}

static void
update_minimum (GtkLabel *label)
{
  const char *text = gtk_label_get_text (label);
  int length = 0;

  while (length < MINIMUM_CHARACTERS && *text != '\0')
    {
      text = g_utf8_next_char (text);
      length++;
    }
  gtk_label_set_width_chars (label, length);
}

/**
 * salon_text_label_set_markup:
 * @label: a label made by [func@text_label_new]
 * @markup: Pango markup
 *
 * Changes the text.
 */
void
salon_text_label_set_markup (GtkWidget  *label,
                             const char *markup)
{
  gtk_label_set_markup (GTK_LABEL (label), markup);
  update_minimum (GTK_LABEL (label));
}

/**
 * salon_text_label_set_text:
 * @label: a label made by [func@text_label_new]
 * @text: plain text
 *
 * Changes the text.
 */
void
salon_text_label_set_text (GtkWidget  *label,
                           const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text);
  update_minimum (GTK_LABEL (label));
}

/**
 * salon_text_label_new:
 * @markup: (nullable): Pango markup
 *
 * Returns: (transfer floating): a label for running text, which can be selected
 */
GtkWidget *
salon_text_label_new (const char *markup)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "wrap", TRUE,
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                   "selectable", TRUE,
                                   "xalign", 0.0f,
                                   "yalign", 0.0f,
                                   "has-tooltip", TRUE,
                                   NULL);

  if (markup != NULL)
    salon_text_label_set_markup (label, markup);
  g_signal_connect (label, "query-tooltip", G_CALLBACK (on_query_tooltip_cb), NULL);

  return label;
}
