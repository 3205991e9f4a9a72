/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-disclosure.h"

#include <adwaita.h>

/**
 * SalonDisclosure:
 *
 * One quiet line – an icon, a sentence, whose it is, how long it took – that opens to
 * what is behind it.
 */
struct _SalonDisclosure
{
  GtkWidget parent_instance;

  GtkWidget *button;
  GtkWidget *icon_stack;
  GtkWidget *icon;
  GtkWidget *spinner;
  GtkWidget *text;
  GtkWidget *context;
  GtkWidget *time;
  GtkWidget *arrow;
  GtkWidget *content;

  GtkWidget *owner;
  SalonDisclosureFunc make_content;
  char *icon_class;
  char *state_name;
};

G_DEFINE_FINAL_TYPE (SalonDisclosure, salon_disclosure, GTK_TYPE_WIDGET)

static void
update_accessible (SalonDisclosure *self)
{
  const char *parts[5] = { NULL, };
  const char *texts[] = {
    gtk_label_get_text (GTK_LABEL (self->text)),
    gtk_label_get_text (GTK_LABEL (self->context)),
    self->state_name,
    gtk_label_get_text (GTK_LABEL (self->time)),
  };
  g_autofree char *name = NULL;
  guint n_parts = 0;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i] != NULL && *texts[i] != '\0')
      parts[n_parts++] = texts[i];

  name = g_strjoinv (", ", (char **) parts);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

/* Only what does not fit is worth a tooltip. */
static gboolean
on_query_tooltip_cb (GtkLabel   *label,
                     int         x,
                     int         y,
                     gboolean    keyboard,
                     GtkTooltip *tooltip)
{
  if (!pango_layout_is_ellipsized (gtk_label_get_layout (label)))
    return FALSE;
  gtk_tooltip_set_text (tooltip, gtk_label_get_text (label));

  return TRUE;
}

static void
on_clicked_cb (SalonDisclosure *self)
{
  salon_disclosure_set_open (self, !salon_disclosure_is_open (self));
}

static void
salon_disclosure_dispose (GObject *object)
{
  SalonDisclosure *self = SALON_DISCLOSURE (object);

  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (salon_disclosure_parent_class)->dispose (object);
}

static void
salon_disclosure_finalize (GObject *object)
{
  SalonDisclosure *self = SALON_DISCLOSURE (object);

  g_free (self->icon_class);
  g_free (self->state_name);

  G_OBJECT_CLASS (salon_disclosure_parent_class)->finalize (object);
}

static void
salon_disclosure_class_init (SalonDisclosureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_disclosure_dispose;
  object_class->finalize = salon_disclosure_finalize;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "disclosure");
}

static void
salon_disclosure_init (SalonDisclosure *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);

  self->icon = gtk_image_new ();
  self->spinner = adw_spinner_new ();
  self->icon_stack = gtk_stack_new ();
  gtk_stack_add_child (GTK_STACK (self->icon_stack), self->icon);
  gtk_stack_add_child (GTK_STACK (self->icon_stack), self->spinner);
  gtk_widget_set_valign (self->icon_stack, GTK_ALIGN_CENTER);

  self->text = g_object_new (GTK_TYPE_LABEL,
                             "ellipsize", PANGO_ELLIPSIZE_END,
                             "xalign", 0.0f,
                             "has-tooltip", TRUE,
                             NULL);
  g_signal_connect (self->text, "query-tooltip", G_CALLBACK (on_query_tooltip_cb), NULL);
  self->context = g_object_new (GTK_TYPE_LABEL,
                                "ellipsize", PANGO_ELLIPSIZE_END,
                                "xalign", 0.0f,
                                "max-width-chars", 24,
                                "css-classes", (const char * const []) { "dimmed", NULL },
                                NULL);
  self->time = g_object_new (GTK_TYPE_LABEL,
                             "css-classes",
                             (const char * const []) { "dimmed", "numeric", "caption", NULL },
                             NULL);
  self->arrow = gtk_image_new_from_icon_name ("pan-end-symbolic");
  gtk_widget_add_css_class (self->arrow, "dimmed");

  gtk_box_append (GTK_BOX (line), self->icon_stack);
  gtk_box_append (GTK_BOX (line), self->text);
  gtk_box_append (GTK_BOX (line), self->context);
  gtk_box_append (GTK_BOX (line), self->time);
  gtk_box_append (GTK_BOX (line), self->arrow);

  self->button = g_object_new (GTK_TYPE_BUTTON,
                               "child", line,
                               "halign", GTK_ALIGN_START,
                               "css-classes", (const char * const []) { "flat", "quiet", NULL },
                               NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->button),
                               GTK_ACCESSIBLE_STATE_EXPANDED, FALSE,
                               -1);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (on_clicked_cb), self);
}

/**
 * salon_disclosure_new:
 * @owner: the widget it will be inside of
 * @make_content: makes what is behind the line
 *
 * Returns: (transfer floating): a closed line
 */
GtkWidget *
salon_disclosure_new (GtkWidget           *owner,
                      SalonDisclosureFunc  make_content)
{
  SalonDisclosure *self;

  g_return_val_if_fail (GTK_IS_WIDGET (owner), NULL);
  g_return_val_if_fail (make_content != NULL, NULL);

  self = g_object_new (SALON_TYPE_DISCLOSURE, NULL);
  self->owner = owner;
  self->make_content = make_content;

  return GTK_WIDGET (self);
}

/**
 * salon_disclosure_set_icon:
 * @self: a disclosure
 * @icon_name: a symbolic icon
 * @style_class: (nullable): a style class for it
 *
 * Shows an icon at the start of the line.
 */
void
salon_disclosure_set_icon (SalonDisclosure *self,
                           const char      *icon_name,
                           const char      *style_class)
{
  g_return_if_fail (SALON_IS_DISCLOSURE (self));

  if (self->icon_class != NULL)
    gtk_widget_remove_css_class (self->icon, self->icon_class);
  g_set_str (&self->icon_class, style_class);
  if (style_class != NULL)
    gtk_widget_add_css_class (self->icon, style_class);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon_name);
  gtk_stack_set_visible_child (GTK_STACK (self->icon_stack), self->icon);
}

/**
 * salon_disclosure_set_busy:
 * @self: a disclosure
 *
 * Shows a spinner in place of the icon.
 */
void
salon_disclosure_set_busy (SalonDisclosure *self)
{
  g_return_if_fail (SALON_IS_DISCLOSURE (self));

  gtk_stack_set_visible_child (GTK_STACK (self->icon_stack), self->spinner);
}

static void
set_label (GtkWidget  *label,
           const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL && *text != '\0');
}

/**
 * salon_disclosure_set_text:
 * @self: a disclosure
 * @text: the sentence
 * @context: (nullable): whose it is
 * @time: (nullable): how long it took
 *
 * Sets what the line says.
 */
void
salon_disclosure_set_text (SalonDisclosure *self,
                           const char      *text,
                           const char      *context,
                           const char      *time)
{
  g_return_if_fail (SALON_IS_DISCLOSURE (self));

  set_label (self->text, text);
  set_label (self->context, context);
  set_label (self->time, time);
  update_accessible (self);
}

/**
 * salon_disclosure_set_state_name:
 * @self: a disclosure
 * @state: (nullable): in a word, what the icon says
 *
 * Sets what a screen reader says in place of the icon.
 */
void
salon_disclosure_set_state_name (SalonDisclosure *self,
                                 const char      *state)
{
  g_return_if_fail (SALON_IS_DISCLOSURE (self));

  if (g_set_str (&self->state_name, state))
    update_accessible (self);
}

/**
 * salon_disclosure_is_open:
 * @self: a disclosure
 *
 * Returns: whether what is behind the line is shown
 */
gboolean
salon_disclosure_is_open (SalonDisclosure *self)
{
  g_return_val_if_fail (SALON_IS_DISCLOSURE (self), FALSE);

  return self->content != NULL && gtk_widget_get_visible (self->content);
}

/**
 * salon_disclosure_set_open:
 * @self: a disclosure
 * @open: whether to show what is behind the line
 *
 * Opens or closes it.
 */
void
salon_disclosure_set_open (SalonDisclosure *self,
                           gboolean         open)
{
  g_return_if_fail (SALON_IS_DISCLOSURE (self));

  if (open && self->content == NULL)
    {
      self->content = self->make_content (self->owner);
      gtk_widget_set_parent (self->content, GTK_WIDGET (self));
    }
  if (self->content != NULL)
    gtk_widget_set_visible (self->content, open);

  gtk_image_set_from_icon_name (GTK_IMAGE (self->arrow),
                                open ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->button),
                               GTK_ACCESSIBLE_STATE_EXPANDED, open,
                               -1);
}

/**
 * salon_disclosure_get_button:
 * @self: a disclosure
 *
 * Returns: (transfer none): the line itself
 */
GtkWidget *
salon_disclosure_get_button (SalonDisclosure *self)
{
  g_return_val_if_fail (SALON_IS_DISCLOSURE (self), NULL);

  return self->button;
}
