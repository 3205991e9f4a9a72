/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-attachment-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "salon-attachment-picture.h"
#include "salon-ui-future.h"

#define MAX_WIDTH 240
#define MAX_HEIGHT 180

/**
 * salon_attachment_view_describe:
 * @attachment: an attachment
 *
 * Returns: (transfer full): what it is and how large, in a few words
 */
char *
salon_attachment_view_describe (SalonAttachment *attachment)
{
  g_autofree char *size = g_format_size (salon_attachment_get_size (attachment));
  const char *kind = _("Text");

  if (salon_attachment_get_kind (attachment) == SALON_ATTACHMENT_IMAGE)
    kind = _("Picture");
  else if (g_str_equal (salon_attachment_get_mime_type (attachment), "application/pdf"))
    kind = _("PDF");
  /* Translators: what a file is and its size, as in “PDF · 1.2 MB”. */
  return g_strdup_printf (_("%s · %s"), kind, size);
}

static void
tell (GtkWidget  *widget,
      const char *heading,
      const char *body)
{
  AdwDialog *dialog = adw_alert_dialog_new (heading, body);

  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_dialog_present (dialog, widget);
}

static void
on_launched_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;

  if (gtk_file_launcher_launch_finish (GTK_FILE_LAUNCHER (source), result, &error) ||
      g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED) ||
      gtk_widget_get_root (widget) == NULL)
    return;
  tell (widget, _("No application opens this file"), error->message);
}

static void
on_exported (GObject      *object,
             const GValue *value,
             const GError *error)
{
  GtkWidget *widget = GTK_WIDGET (object);
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autoptr (GtkFileLauncher) launcher = NULL;

  if (root == NULL)
    return;
  if (value == NULL)
    {
      tell (widget, _("The attachment can’t be opened"), error->message);
      return;
    }
  launcher = gtk_file_launcher_new (g_value_get_object (value));
  gtk_file_launcher_launch (launcher, GTK_WINDOW (root), NULL, on_launched_cb,
                            g_object_ref (widget));
}

static void
on_clicked_cb (GtkWidget       *button,
               SalonAttachment *attachment)
{
  salon_ui_future_watch (salon_attachment_export (attachment), button, on_exported);
}

static GtkWidget *
make_label (const char *text,
            gboolean    small)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 28);
  if (small)
    {
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "dimmed");
    }
  return label;
}

static GtkWidget *
make_document (SalonAttachment *attachment)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gboolean image = salon_attachment_get_kind (attachment) == SALON_ATTACHMENT_IMAGE;
  g_autofree char *description = salon_attachment_view_describe (attachment);

  gtk_box_append (GTK_BOX (line),
                  g_object_new (GTK_TYPE_IMAGE,
                                "icon-name", image ? "image-x-generic-symbolic"
                                                   : "text-x-generic-symbolic",
                                "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                NULL));
  gtk_box_append (GTK_BOX (column), make_label (salon_attachment_get_name (attachment), FALSE));
  gtk_box_append (GTK_BOX (column), make_label (description, TRUE));
  gtk_box_append (GTK_BOX (line), column);
  return line;
}

/**
 * salon_attachment_view_new:
 * @part: a picture or a document
 *
 * Returns: (transfer floating): what shows it, and opens it when it is clicked
 */
GtkWidget *
salon_attachment_view_new (SalonPart *part)
{
  SalonAttachment *attachment = salon_part_get_attachment (part);
  GtkWidget *button;
  GtkWidget *child;
  g_autofree char *label = NULL;
  g_autofree char *description = NULL;

  /* Nothing is known of it but its name. */
  if (attachment == NULL)
    return make_label (salon_part_get_text (part), FALSE);

  description = salon_attachment_view_describe (attachment);
  label = g_strdup_printf ("%s, %s", salon_attachment_get_name (attachment), description);
  if (salon_attachment_get_kind (attachment) == SALON_ATTACHMENT_IMAGE &&
      salon_attachment_get_width (attachment) > 0)
    child = salon_attachment_picture_new (attachment, MAX_WIDTH, MAX_HEIGHT);
  else
    child = make_document (attachment);

  button = g_object_new (GTK_TYPE_BUTTON,
                         "child", child,
                         "halign", GTK_ALIGN_START,
                         "tooltip-text", salon_attachment_get_name (attachment),
                         "css-classes",
                         (const char * const []) { "flat", "attachment", NULL },
                         NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_clicked_cb), attachment,
                           G_CONNECT_DEFAULT);
  return button;
}
