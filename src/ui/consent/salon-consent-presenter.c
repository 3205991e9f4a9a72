/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-consent-presenter.h"

#include <glib/gi18n.h>

#include "salon-consent.h"
#include "salon-question.h"
#include "salon-sampling-dialog.h"
#include "salon-sampling-request.h"
#include "salon-sign-in-dialog.h"
#include "salon-tool-call.h"
#include "salon-window.h"

/**
 * SalonConsentPresenter:
 *
 * Brings the questions of [class@Consent] before the user's eyes: requests for sampling and for
 * signing in as a dialog, one after the other; whatever comes up while Salon is not in front as a
 * notification, too. Questions about tool calls are shown by their chat.
 */
struct _SalonConsentPresenter
{
  GObject         parent_instance;

  GtkApplication *application;
  SalonHost      *host;
  /* The dialog that is open; weak, as the window owns it. */
  GWeakRef        dialog;
};

G_DEFINE_FINAL_TYPE (SalonConsentPresenter, salon_consent_presenter, G_TYPE_OBJECT)

static void salon_consent_presenter_show_next (SalonConsentPresenter *self);

static GtkWindow *
salon_consent_presenter_get_window (SalonConsentPresenter *self)
{
  for (GList *link = gtk_application_get_windows (self->application); link; link = link->next)
    {
      if (SALON_IS_WINDOW (link->data))
        return link->data;
    }

  return NULL;
}

static gboolean
salon_consent_presenter_is_in_front (SalonConsentPresenter *self)
{
  GtkWindow *window = gtk_application_get_active_window (self->application);

  return window != NULL && gtk_window_is_active (window);
}

static char *
dup_notification_id (SalonQuestion *question)
{
  return g_strdup_printf ("question-%p", question);
}

static void
on_answered_cb (SalonConsentPresenter *self,
                GParamSpec            *pspec,
                SalonQuestion         *question)
{
  g_autofree char *id = dup_notification_id (question);

  g_application_withdraw_notification (G_APPLICATION (self->application), id);
}

static void
salon_consent_presenter_notify (SalonConsentPresenter *self,
                                SalonQuestion         *question)
{
  SalonToolCall *tool_call = salon_question_get_tool_call (question);
  const char *chat_id = salon_question_get_chat_id (question);
  g_autoptr(GNotification) notification = NULL;
  g_autofree char *id = dup_notification_id (question);
  g_autofree char *title = NULL;

  if (salon_question_get_kind (question) == SALON_QUESTION_TOOL_CALL)
    title = g_strdup_printf (_("May %s be used?"), salon_tool_call_get_title (tool_call));
  else if (salon_question_get_kind (question) == SALON_QUESTION_SIGN_IN)
    title = g_strdup_printf (_("%s wants you to sign in"),
                             salon_question_get_server_name (question));
  else
    title = g_strdup_printf (_("%s wants to ask a model"),
                             salon_question_get_server_name (question));

  notification = g_notification_new (title);
  if (tool_call != NULL)
    g_notification_set_body (notification, salon_tool_call_get_sentence (tool_call));
  if (chat_id != NULL)
    g_notification_set_default_action_and_target (notification, "app.show-chat", "s", chat_id);
  g_application_send_notification (G_APPLICATION (self->application), id, notification);
  g_signal_connect_object (question, "notify::answered", G_CALLBACK (on_answered_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
on_closed_cb (SalonConsentPresenter *self)
{
  g_weak_ref_set (&self->dialog, NULL);
  salon_consent_presenter_show_next (self);
}

/* Returns: (nullable): NULL for what is shown elsewhere */
static AdwDialog *
salon_consent_presenter_create_dialog (SalonConsentPresenter *self,
                                       SalonQuestion         *question)
{
  switch (salon_question_get_kind (question))
    {
    case SALON_QUESTION_SAMPLING:
      return salon_sampling_dialog_new (question, salon_host_get_models (self->host));
    case SALON_QUESTION_SIGN_IN:
      return salon_sign_in_dialog_new_for_question (question);
    case SALON_QUESTION_TOOL_CALL:
    case SALON_QUESTION_SAMPLING_ANSWER:
    default:
      return NULL;
    }
}

/* One dialog at a time, in the order of asking. */
static void
salon_consent_presenter_show_next (SalonConsentPresenter *self)
{
  SalonConsent *consent = salon_host_get_consent (self->host);
  g_autoptr(AdwDialog) open = g_weak_ref_get (&self->dialog);
  GtkWindow *window = salon_consent_presenter_get_window (self);
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (consent));

  if (open != NULL || window == NULL)
    return;

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr(SalonQuestion) question = g_list_model_get_item (G_LIST_MODEL (consent), i);
      AdwDialog *dialog;

      if (salon_question_get_answered (question))
        continue;
      dialog = salon_consent_presenter_create_dialog (self, question);
      if (dialog == NULL)
        continue;

      g_weak_ref_set (&self->dialog, dialog);
      g_signal_connect_object (dialog, "closed", G_CALLBACK (on_closed_cb), self,
                               G_CONNECT_SWAPPED | G_CONNECT_AFTER);
      adw_dialog_present (dialog, GTK_WIDGET (window));
      return;
    }
}

static void
on_asked_cb (SalonConsentPresenter *self,
             SalonQuestion         *question)
{
  if (!salon_consent_presenter_is_in_front (self))
    salon_consent_presenter_notify (self, question);

  salon_consent_presenter_show_next (self);
}

static void
salon_consent_presenter_dispose (GObject *object)
{
  SalonConsentPresenter *self = SALON_CONSENT_PRESENTER (object);

  g_clear_object (&self->host);
  self->application = NULL;

  G_OBJECT_CLASS (salon_consent_presenter_parent_class)->dispose (object);
}

static void
salon_consent_presenter_finalize (GObject *object)
{
  SalonConsentPresenter *self = SALON_CONSENT_PRESENTER (object);

  g_weak_ref_clear (&self->dialog);

  G_OBJECT_CLASS (salon_consent_presenter_parent_class)->finalize (object);
}

static void
salon_consent_presenter_class_init (SalonConsentPresenterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = salon_consent_presenter_dispose;
  object_class->finalize = salon_consent_presenter_finalize;
}

static void
salon_consent_presenter_init (SalonConsentPresenter *self)
{
  g_weak_ref_init (&self->dialog, NULL);
}

/**
 * salon_consent_presenter_new:
 * @application: the application whose windows are used; has to outlive the presenter
 * @host: the host whose questions are shown
 *
 * Returns: (transfer full): a presenter, at work until it is let go
 */
SalonConsentPresenter *
salon_consent_presenter_new (GtkApplication *application,
                             SalonHost      *host)
{
  SalonConsentPresenter *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (SALON_IS_HOST (host), NULL);

  self = g_object_new (SALON_TYPE_CONSENT_PRESENTER, NULL);
  self->application = application;
  self->host = g_object_ref (host);
  g_signal_connect_object (salon_host_get_consent (host), "asked", G_CALLBACK (on_asked_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}
