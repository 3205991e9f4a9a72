/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-sampling-dialog.h"

#include <glib/gi18n.h>

#include "salon-model-button.h"
#include "salon-sampling-message.h"
#include "salon-sampling-request.h"

/**
 * SalonSamplingDialog:
 *
 * A server wants a model to answer something for it (MCP “Sampling”). The user sees who asks
 * and every word the model would read, may choose another model, and denies or sends.
 * Closing the dialog denies.
 */
struct _SalonSamplingDialog
{
  AdwDialog            parent_instance;

  SalonQuestion       *question;
  SalonModelRegistry  *registry;

  GtkLabel            *intro_label;
  AdwActionRow        *limit_row;
  AdwPreferencesGroup *messages_group;
  SalonModelButton    *model_button;
  GtkLabel            *system_label;
  GtkWidget           *system_row;
  GtkWidget           *deny_button;
  GtkWidget           *send_button;
};

enum
{
  PROP_0,
  PROP_QUESTION,
  PROP_REGISTRY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SalonSamplingDialog, salon_sampling_dialog, ADW_TYPE_DIALOG)

static void
on_deny_clicked_cb (SalonSamplingDialog *self)
{
  salon_question_deny (self->question, NULL);
}

static void
on_send_clicked_cb (SalonSamplingDialog *self)
{
  /* Without edited arguments there is nothing that could be refused. */
  salon_question_allow (self->question, SALON_APPROVAL_ONCE, NULL, NULL);
}

static void
on_model_chosen_cb (SalonSamplingDialog *self,
                    const char          *model)
{
  salon_sampling_request_set_model (salon_question_get_sampling (self->question), model);
}

/* Answered here, somewhere else, or the asker is gone: in all cases it is over. */
static void
on_answered_cb (SalonSamplingDialog *self)
{
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
salon_sampling_dialog_closed (AdwDialog *dialog)
{
  SalonSamplingDialog *self = SALON_SAMPLING_DIALOG (dialog);

  g_signal_handlers_disconnect_by_data (self->question, self);

  /* Unanswered means not done. */
  if (!salon_question_get_answered (self->question))
    salon_question_deny (self->question, NULL);
}

static void
salon_sampling_dialog_add_message (SalonSamplingDialog  *self,
                                   SalonSamplingMessage *message)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  gboolean from_user = salon_sampling_message_get_role (message) == SALON_ROLE_USER;
  GtkWidget *role = g_object_new (GTK_TYPE_LABEL,
                                  "label", from_user ? _("User") : _("Model"),
                                  "xalign", 0.0,
                                  NULL);
  GtkWidget *text = g_object_new (GTK_TYPE_LABEL,
                                  "label", salon_sampling_message_get_text (message),
                                  "selectable", TRUE,
                                  "wrap", TRUE,
                                  "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                  "xalign", 0.0,
                                  NULL);

  gtk_widget_add_css_class (role, "caption-heading");
  gtk_widget_add_css_class (role, "dim-label");
  gtk_widget_add_css_class (box, "sampling-message");
  gtk_box_append (GTK_BOX (box), role);
  gtk_box_append (GTK_BOX (box), text);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_RELATION_LABELLED_BY, role, text, NULL,
                                  -1);
  adw_preferences_group_add (self->messages_group, row);
}

static void
salon_sampling_dialog_fill (SalonSamplingDialog *self)
{
  SalonSamplingRequest *sampling = salon_question_get_sampling (self->question);
  GListModel *messages = salon_sampling_request_get_messages (sampling);
  const char *system_prompt = salon_sampling_request_get_system_prompt (sampling);
  guint n_messages = g_list_model_get_n_items (messages);
  guint max_tokens = salon_sampling_request_get_max_tokens (sampling);
  g_autofree char *intro = NULL;
  g_autofree char *limit = NULL;

  /* Translators: %s is the name of a server */
  intro = g_markup_printf_escaped (_("<b>%s</b> wants to have these messages answered by a model "
                                     "of yours. The answer goes back to the server."),
                                   salon_sampling_request_get_server_name (sampling));
  gtk_label_set_markup (self->intro_label, intro);

  for (guint i = 0; i < n_messages; i++)
    {
      g_autoptr(SalonSamplingMessage) message = g_list_model_get_item (messages, i);

      salon_sampling_dialog_add_message (self, message);
    }

  gtk_widget_set_visible (self->system_row, system_prompt != NULL);
  gtk_label_set_label (self->system_label, system_prompt != NULL ? system_prompt : "");

  limit = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u token", "%u tokens", max_tokens),
                           max_tokens);
  adw_action_row_set_subtitle (self->limit_row, limit);

  salon_model_button_set_registry (self->model_button, self->registry);
  salon_model_button_set_model (self->model_button, salon_sampling_request_get_model (sampling));
}

static void
salon_sampling_dialog_constructed (GObject *object)
{
  SalonSamplingDialog *self = SALON_SAMPLING_DIALOG (object);

  G_OBJECT_CLASS (salon_sampling_dialog_parent_class)->constructed (object);

  salon_sampling_dialog_fill (self);
  g_signal_connect_object (self->question, "notify::answered", G_CALLBACK (on_answered_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
salon_sampling_dialog_dispose (GObject *object)
{
  SalonSamplingDialog *self = SALON_SAMPLING_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SALON_TYPE_SAMPLING_DIALOG);
  g_clear_object (&self->registry);

  G_OBJECT_CLASS (salon_sampling_dialog_parent_class)->dispose (object);
}

static void
salon_sampling_dialog_finalize (GObject *object)
{
  SalonSamplingDialog *self = SALON_SAMPLING_DIALOG (object);

  g_clear_object (&self->question);

  G_OBJECT_CLASS (salon_sampling_dialog_parent_class)->finalize (object);
}

static void
salon_sampling_dialog_set_property (GObject      *object,
                                    guint         property_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  SalonSamplingDialog *self = SALON_SAMPLING_DIALOG (object);

  switch (property_id)
    {
    case PROP_QUESTION:
      self->question = g_value_dup_object (value);
      break;

    case PROP_REGISTRY:
      self->registry = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
salon_sampling_dialog_class_init (SalonSamplingDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  AdwDialogClass *dialog_class = ADW_DIALOG_CLASS (klass);

  object_class->constructed = salon_sampling_dialog_constructed;
  object_class->dispose = salon_sampling_dialog_dispose;
  object_class->finalize = salon_sampling_dialog_finalize;
  object_class->set_property = salon_sampling_dialog_set_property;
  dialog_class->closed = salon_sampling_dialog_closed;

  /**
   * SalonSamplingDialog:question:
   *
   * The question, of kind %SALON_QUESTION_SAMPLING.
   */
  properties[PROP_QUESTION] =
    g_param_spec_object ("question", NULL, NULL, SALON_TYPE_QUESTION,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * SalonSamplingDialog:registry: (nullable)
   *
   * The models to choose from.
   */
  properties[PROP_REGISTRY] =
    g_param_spec_object ("registry", NULL, NULL, SALON_TYPE_MODEL_REGISTRY,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SALON_TYPE_MODEL_BUTTON);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/salon_chat/Salon/consent/salon-sampling-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SalonSamplingDialog, deny_button);
  gtk_widget_class_bind_template_child (widget_class, SalonSamplingDialog, intro_label);
  gtk_widget_class_bind_template_child (widget_class, SalonSamplingDialog, limit_row);
  gtk_widget_class_bind_template_child (widget_class, SalonSamplingDialog, messages_group);
  gtk_widget_class_bind_template_child (widget_class, SalonSamplingDialog, model_button);
  gtk_widget_class_bind_template_child (widget_class, SalonSamplingDialog, send_button);
  gtk_widget_class_bind_template_child (widget_class, SalonSamplingDialog, system_label);
  gtk_widget_class_bind_template_child (widget_class, SalonSamplingDialog, system_row);
  gtk_widget_class_bind_template_callback (widget_class, on_deny_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_model_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_send_clicked_cb);
}

static void
salon_sampling_dialog_init (SalonSamplingDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * salon_sampling_dialog_new:
 * @question: an open question of kind %SALON_QUESTION_SAMPLING
 * @registry: (nullable): the models to choose from
 *
 * Returns: (transfer floating): a dialog that is not shown yet
 */
AdwDialog *
salon_sampling_dialog_new (SalonQuestion      *question,
                           SalonModelRegistry *registry)
{
  g_return_val_if_fail (SALON_IS_QUESTION (question), NULL);
  g_return_val_if_fail (salon_question_get_sampling (question) != NULL, NULL);
  g_return_val_if_fail (registry == NULL || SALON_IS_MODEL_REGISTRY (registry), NULL);

  return g_object_new (SALON_TYPE_SAMPLING_DIALOG,
                       "question", question,
                       "registry", registry,
                       NULL);
}

/**
 * salon_sampling_dialog_get_question:
 * @self: the dialog
 *
 * Returns: (transfer none): the question
 */
SalonQuestion *
salon_sampling_dialog_get_question (SalonSamplingDialog *self)
{
  g_return_val_if_fail (SALON_IS_SAMPLING_DIALOG (self), NULL);

  return self->question;
}
