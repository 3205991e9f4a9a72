/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-attachment-tray.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "salon-attachment-picture.h"
#include "salon-attachment-view.h"
#include "salon-ui-future.h"

#define THUMBNAIL 40

/**
 * SalonAttachmentTray:
 *
 * What goes with the next message, above its text: pictures and documents, each with a button
 * that takes it away, and a word when something can't be attached or won't be seen.
 *
 * "busy" is whether a file is being read.
 */
struct _SalonAttachmentTray
{
  GtkWidget parent_instance;

  SalonConversation *conversation;
  SalonModelRegistry *models;
  GListModel *attachments;
  guint n_reading;

  GtkWidget *chips;
  GtkWidget *spinner;
  GtkWidget *warning;
  GtkWidget *problem;
};

enum
{
  PROP_0,
  PROP_BUSY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SalonAttachmentTray, salon_attachment_tray, GTK_TYPE_WIDGET)

static const char *
find_warning (SalonAttachmentTray *self)
{
  const char *reference;

  if (self->models == NULL || self->conversation == NULL || self->attachments == NULL)
    return NULL;
  reference = salon_conversation_get_model (self->conversation);
  for (guint i = 0; i < g_list_model_get_n_items (self->attachments); i++)
    {
      g_autoptr (SalonAttachment) attachment = g_list_model_get_item (self->attachments, i);

      if (reference == NULL || !salon_attachment_is_lost_on (attachment, self->models, reference))
        continue;
      if (salon_attachment_get_kind (attachment) == SALON_ATTACHMENT_IMAGE)
        return _("This model can’t see pictures. It is only told that there is one.");
      return _("This model can’t read PDF files. It is only told that there is one.");
    }
  return NULL;
}

static void
update (SalonAttachmentTray *self)
{
  guint n_items = self->attachments != NULL ? g_list_model_get_n_items (self->attachments) : 0;
  const char *warning = find_warning (self);

  gtk_label_set_label (GTK_LABEL (self->warning), warning != NULL ? warning : "");
  gtk_widget_set_visible (self->warning, warning != NULL);
  gtk_widget_set_visible (self->spinner, self->n_reading > 0);
  gtk_widget_set_visible (self->chips, n_items > 0);
  gtk_widget_set_visible (GTK_WIDGET (self),
                          n_items > 0 || self->n_reading > 0 ||
                          gtk_widget_get_visible (self->problem));
}

void
salon_attachment_tray_tell (SalonAttachmentTray *self,
                            const char          *sentence)
{
  g_return_if_fail (SALON_IS_ATTACHMENT_TRAY (self));

  gtk_label_set_label (GTK_LABEL (self->problem), sentence != NULL ? sentence : "");
  gtk_widget_set_visible (self->problem, sentence != NULL);
  update (self);
  if (sentence != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), sentence,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_remove_clicked_cb (GtkWidget       *button,
                      SalonAttachment *attachment)
{
  SalonAttachmentTray *self;

  self = SALON_ATTACHMENT_TRAY (gtk_widget_get_ancestor (button, SALON_TYPE_ATTACHMENT_TRAY));
  /* The button goes: the keyboard stays near to it. */
  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
  salon_conversation_detach (self->conversation, attachment);
}

static GtkWidget *
make_chip (SalonAttachment *attachment)
{
  gboolean image = salon_attachment_get_kind (attachment) == SALON_ATTACHMENT_IMAGE;
  const char *name = salon_attachment_get_name (attachment);
  g_autofree char *description = salon_attachment_view_describe (attachment);
  g_autofree char *label_text = g_strdup_printf ("%s, %s", name, description);
  g_autofree char *remove = g_strdup_printf (_("Remove “%s”"), name);
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  GtkWidget *label = gtk_label_new (name);

  if (image && salon_attachment_get_width (attachment) > 0)
    gtk_box_append (GTK_BOX (chip), salon_attachment_picture_new (attachment, THUMBNAIL,
                                                                  THUMBNAIL));
  else
    gtk_box_append (GTK_BOX (chip),
                    g_object_new (GTK_TYPE_IMAGE,
                                  "icon-name", image ? "image-x-generic-symbolic"
                                                     : "text-x-generic-symbolic",
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                  NULL));
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 18);
  gtk_box_append (GTK_BOX (chip), label);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, remove);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, remove, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_remove_clicked_cb), attachment,
                           G_CONNECT_DEFAULT);
  gtk_box_append (GTK_BOX (chip), button);

  gtk_widget_add_css_class (chip, "attachment-chip");
  gtk_widget_set_tooltip_text (chip, label_text);
  return chip;
}

static GtkWidget *
get_chip (SalonAttachmentTray *self,
          guint                position)
{
  GtkWidget *chip = gtk_widget_get_first_child (self->chips);

  while (position > 0 && chip != NULL)
    {
      chip = gtk_widget_get_next_sibling (chip);
      position--;
    }
  return chip;
}

static void
on_items_changed_cb (SalonAttachmentTray *self,
                     guint                position,
                     guint                n_removed,
                     guint                n_added)
{
  for (guint i = 0; i < n_removed; i++)
    adw_wrap_box_remove (ADW_WRAP_BOX (self->chips), get_chip (self, position));
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (SalonAttachment) attachment = g_list_model_get_item (self->attachments, i);

      adw_wrap_box_insert_child_after (ADW_WRAP_BOX (self->chips), make_chip (attachment),
                                       i > 0 ? get_chip (self, i - 1) : NULL);
    }
  gtk_widget_set_visible (self->problem, FALSE);
  update (self);
}

typedef struct
{
  GWeakRef tray;
  SalonConversation *conversation;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_weak_ref_clear (&reading->tray);
  g_object_unref (reading->conversation);
  g_free (reading);
}

/* It belongs to the chat it was dropped on, whichever is shown by now. */
static DexFuture *
on_read_cb (DexFuture *future,
            gpointer   user_data)
{
  Reading *reading = user_data;
  g_autoptr (SalonAttachmentTray) self = g_weak_ref_get (&reading->tray);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (value != NULL)
    salon_conversation_attach (reading->conversation, g_value_get_object (value));
  if (self == NULL)
    return NULL;
  self->n_reading--;
  if (value == NULL)
    salon_attachment_tray_tell (self, error->message);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  return NULL;
}

static void
take (SalonAttachmentTray *self,
      DexFuture           *future)
{
  Reading *reading = g_new0 (Reading, 1);

  g_weak_ref_init (&reading->tray, self);
  reading->conversation = g_object_ref (self->conversation);
  self->n_reading++;
  gtk_widget_set_visible (self->problem, FALSE);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  dex_future_disown (dex_future_finally (future, on_read_cb, reading, reading_free));
}

void
salon_attachment_tray_add_file (SalonAttachmentTray *self,
                                GFile               *file)
{
  g_return_if_fail (SALON_IS_ATTACHMENT_TRAY (self));
  g_return_if_fail (G_IS_FILE (file));

  if (self->conversation != NULL)
    take (self, salon_attachment_read_file (file));
}

void
salon_attachment_tray_add_bytes (SalonAttachmentTray *self,
                                 GBytes              *content,
                                 const char          *name)
{
  g_return_if_fail (SALON_IS_ATTACHMENT_TRAY (self));
  g_return_if_fail (content != NULL);

  if (self->conversation != NULL)
    take (self, salon_attachment_read_bytes (content, name));
}

gboolean
salon_attachment_tray_is_busy (SalonAttachmentTray *self)
{
  g_return_val_if_fail (SALON_IS_ATTACHMENT_TRAY (self), FALSE);
  return self->n_reading > 0;
}

void
salon_attachment_tray_set_models (SalonAttachmentTray *self,
                                  SalonModelRegistry  *models)
{
  g_return_if_fail (SALON_IS_ATTACHMENT_TRAY (self));

  if (self->models != NULL)
    g_signal_handlers_disconnect_by_data (self->models, self);
  g_set_object (&self->models, models);
  update (self);
}

void
salon_attachment_tray_set_conversation (SalonAttachmentTray *self,
                                        SalonConversation   *conversation)
{
  guint n_old;

  g_return_if_fail (SALON_IS_ATTACHMENT_TRAY (self));

  n_old = self->attachments != NULL ? g_list_model_get_n_items (self->attachments) : 0;
  if (self->conversation != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->attachments, self);
      g_signal_handlers_disconnect_by_data (self->conversation, self);
    }
  g_set_object (&self->conversation, conversation);
  self->attachments = conversation != NULL ? salon_conversation_get_attachments (conversation)
                                           : NULL;
  if (conversation != NULL)
    {
      g_signal_connect_object (self->attachments, "items-changed",
                               G_CALLBACK (on_items_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (conversation, "notify::model", G_CALLBACK (update), self,
                               G_CONNECT_SWAPPED);
    }
  on_items_changed_cb (self, 0, n_old,
                       self->attachments != NULL ? g_list_model_get_n_items (self->attachments)
                                                 : 0);
}

static void
salon_attachment_tray_dispose (GObject *object)
{
  SalonAttachmentTray *self = SALON_ATTACHMENT_TRAY (object);
  GtkWidget *child;

  if (self->conversation != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->attachments, self);
      g_signal_handlers_disconnect_by_data (self->conversation, self);
    }
  self->attachments = NULL;
  g_clear_object (&self->conversation);
  g_clear_object (&self->models);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (salon_attachment_tray_parent_class)->dispose (object);
}

static void
salon_attachment_tray_get_property (GObject    *object,
                                    guint       property_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  SalonAttachmentTray *self = SALON_ATTACHMENT_TRAY (object);

  switch (property_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, self->n_reading > 0);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
salon_attachment_tray_class_init (SalonAttachmentTrayClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_attachment_tray_dispose;
  object_class->get_property = salon_attachment_tray_get_property;

  properties[PROP_BUSY] =
    g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "attachments");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
make_label (SalonAttachmentTray *self,
            const char          *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, style);
  gtk_widget_set_visible (label, FALSE);
  gtk_widget_set_parent (label, GTK_WIDGET (self));
  return label;
}

static void
salon_attachment_tray_init (SalonAttachmentTray *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Attachments"), -1);

  self->chips = adw_wrap_box_new ();
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (self->chips), 6);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (self->chips), 6);
  gtk_widget_set_parent (self->chips, GTK_WIDGET (self));

  self->spinner = adw_spinner_new ();
  gtk_widget_set_halign (self->spinner, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->spinner),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Reading the file"), -1);
  gtk_widget_set_parent (self->spinner, GTK_WIDGET (self));

  self->warning = make_label (self, "dimmed");
  self->problem = make_label (self, "error");
  update (self);
}
