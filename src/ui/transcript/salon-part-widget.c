/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-part-widget.h"

#include <glib/gi18n.h>
#include <string.h>

#include "salon-attachment-view.h"
#include "salon-markup-view.h"
#include "salon-reasoning-view.h"
#include "salon-summary-view.h"
#include "salon-text-label.h"
#include "salon-tool-call-view.h"

/* Text of the user goes into labels of this length: laying out a label takes time that
 * grows faster than its text.
 */
#define LABEL_LENGTH 4096

static gsize
find_label_end (const char *text,
                gsize       length)
{
  gsize end = LABEL_LENGTH;

  if (length <= LABEL_LENGTH)
    return length;

  for (gsize i = LABEL_LENGTH; i > LABEL_LENGTH / 2; i--)
    if (text[i - 1] == '\n')
      return i;
  while (((guint8) text[end] & 0xc0) == 0x80)
    end--;

  return end;
}

/* What the user wrote is shown as it was written. */
static GtkWidget *
make_plain_text (SalonPart *part)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *valid = g_utf8_make_valid (salon_part_get_text (part), -1);
  const char *text = valid;
  gsize length = strlen (text);

  do
    {
      gsize end = find_label_end (text, length);
      gboolean newline = end < length && text[end - 1] == '\n';
      g_autofree char *piece = g_strndup (text, end - (newline ? 1 : 0));
      GtkWidget *label = salon_text_label_new (NULL);

      salon_text_label_set_text (label, piece);
      gtk_box_append (GTK_BOX (box), label);
      text += end;
      length -= end;
    }
  while (length > 0);

  return box;
}

static GtkWidget *
make_error (SalonPart *part)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE,
                                  "icon-name", "dialog-warning-symbolic",
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                  NULL);
  GtkWidget *label = salon_text_label_new (NULL);
  GtkWidget *button;
  SalonPartError code = salon_part_get_error_code (part);

  gtk_widget_add_css_class (card, "error-card");
  gtk_widget_add_css_class (icon, "warning");
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  salon_text_label_set_text (label, salon_part_get_text (part));
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (column), label);
  gtk_box_append (GTK_BOX (card), icon);
  gtk_box_append (GTK_BOX (card), column);

  if (code == SALON_PART_ERROR_AUTHENTICATION || code == SALON_PART_ERROR_CONFIGURATION)
    {
      button = gtk_button_new_with_label (_("Model Settings"));
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "app.settings");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", "models");
      gtk_widget_set_halign (button, GTK_ALIGN_START);
      gtk_box_append (GTK_BOX (column), button);
    }
  if (salon_part_get_can_retry (part))
    {
      button = gtk_button_new_with_label (_("Retry"));
      gtk_widget_add_css_class (button, "card-retry");
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "transcript.retry");
      gtk_widget_set_halign (button, GTK_ALIGN_START);
      gtk_box_append (GTK_BOX (column), button);
    }

  return card;
}

/**
 * salon_part_widget_set_last:
 * @widget: what shows a part
 * @last: whether its message is the last one of the conversation
 *
 * Only the last message can be tried again.
 */
void
salon_part_widget_set_last (GtkWidget *widget,
                            gboolean   last)
{
  GtkWidget *column;
  GtkWidget *button;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  column = gtk_widget_get_last_child (widget);
  button = column != NULL ? gtk_widget_get_last_child (column) : NULL;

  if (button != NULL && gtk_widget_has_css_class (button, "card-retry"))
    gtk_widget_set_visible (button, last);
}

static GtkWidget *
make_note (SalonPart *part)
{
  GtkWidget *label;

  if (salon_part_get_details (part) != NULL)
    return salon_summary_view_new (part);
  label = salon_text_label_new (NULL);
  salon_text_label_set_text (label, salon_part_get_text (part));
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dimmed");

  return label;
}

static GtkWidget *
make_widget (SalonPart *part,
             SalonRole  role)
{
  switch (salon_part_get_kind (part))
    {
    case SALON_PART_REASONING:
      return salon_reasoning_view_new (part);

    case SALON_PART_TOOL_CALL:
      return salon_tool_call_view_new (salon_part_get_tool_call (part));

    case SALON_PART_ERROR:
      return make_error (part);

    case SALON_PART_NOTE:
      return make_note (part);

    case SALON_PART_IMAGE:
    case SALON_PART_DOCUMENT:
      return salon_attachment_view_new (part);

    case SALON_PART_TEXT:
    default:
      return role == SALON_ROLE_USER ? make_plain_text (part) : salon_markup_view_new (part);
    }
}

/**
 * salon_part_widget_new:
 * @part: a part of a message
 * @role: whose message it is
 *
 * Returns: (transfer floating): what shows the part
 */
GtkWidget *
salon_part_widget_new (SalonPart *part,
                       SalonRole  role)
{
  GtkWidget *widget;

  g_return_val_if_fail (SALON_IS_PART (part), NULL);

  widget = make_widget (part, role);
  /* Kept for the provider alone, which thinks behind closed doors. */
  if (salon_part_get_finished (part) && salon_part_get_text_length (part) == 0 &&
      salon_part_get_tool_call (part) == NULL)
    gtk_widget_set_visible (widget, FALSE);

  return widget;
}
