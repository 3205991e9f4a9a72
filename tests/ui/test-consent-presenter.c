/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "salon-answer.h"
#include "salon-consent-presenter.h"
#include "salon-consent.h"
#include "salon-json.h"
#include "salon-sampling-dialog.h"
#include "salon-sampling-request.h"
#include "salon-window.h"
#include "ui-test.h"

static SalonQuestion *
ask (SalonHost *host)
{
  g_autoptr(SalonJsonDocument) params = NULL;
  g_autoptr(SalonSamplingRequest) request = NULL;
  g_autoptr(GError) error = NULL;
  SalonQuestion *question;

  params = salon_json_document_parse (
    "{\"messages\": [{\"role\": \"user\", \"content\": {\"type\": \"text\", \"text\": \"Hi\"}}], "
    "\"maxTokens\": 100}",
    -1, NULL, &error);
  g_assert_no_error (error);
  request = salon_sampling_request_new ("fake", salon_json_document_get_root (params),
                                        "practice/practice", &error);
  g_assert_no_error (error);
  question = salon_question_new_sampling (request, NULL, NULL);
  dex_future_disown (salon_consent_ask (salon_host_get_consent (host), question));

  return question;
}

typedef struct
{
  SalonWindow   *window;
  SalonQuestion *question;
} Shown;

static gboolean
is_shown (gpointer data)
{
  Shown *shown = data;
  AdwDialog *dialog =
    adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (shown->window));

  if (shown->question == NULL)
    return dialog == NULL;

  return SALON_IS_SAMPLING_DIALOG (dialog)
         && salon_sampling_dialog_get_question (SALON_SAMPLING_DIALOG (dialog)) == shown->question;
}

static void
test_one_after_the_other (void)
{
  SalonHost *host = ui_test_open_host ();
  g_autoptr(GtkApplication) application = NULL;
  SalonConsentPresenter *presenter;
  g_autoptr(SalonQuestion) first = NULL;
  g_autoptr(SalonQuestion) second = NULL;
  Shown shown;

  application = gtk_application_new (APPLICATION_ID, G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  presenter = salon_consent_presenter_new (application, host);
  shown.window = SALON_WINDOW (salon_window_new (application, host, NULL));
  gtk_window_present (GTK_WINDOW (shown.window));

  first = ask (host);
  second = ask (host);
  shown.question = first;
  ui_test_wait (is_shown, &shown);

  salon_question_deny (first, NULL);
  shown.question = second;
  ui_test_wait (is_shown, &shown);
  g_assert_false (salon_question_get_answered (second));

  salon_question_withdraw (second);
  shown.question = NULL;
  ui_test_wait (is_shown, &shown);

  ui_test_finalize (presenter);
  ui_test_finalize (shown.window);
  ui_test_close_host (host);
}

int
main (int   argc,
      char *argv[])
{
  ui_test_init (&argc, &argv);

  /* Nobody shows notifications in the session of a test, which GIO warns of. */
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);

  g_test_add_func ("/ui/consent-presenter/one-after-the-other", test_one_after_the_other);

  return g_test_run ();
}
