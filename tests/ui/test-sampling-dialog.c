/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "salon-answer.h"
#include "salon-json.h"
#include "salon-sampling-dialog.h"
#include "salon-sampling-request.h"
#include "ui-test.h"

static SalonQuestion *
create_question (void)
{
  g_autoptr(SalonJsonDocument) params = NULL;
  g_autoptr(SalonSamplingRequest) request = NULL;
  g_autoptr(GError) error = NULL;

  params = salon_json_document_parse (
    "{\"messages\": [{\"role\": \"user\", \"content\": {\"type\": \"text\", "
    "\"text\": \"<b>Sum</b> up & tell\"}}], \"systemPrompt\": \"Be brief\", \"maxTokens\": 100}",
    -1, NULL, &error);
  g_assert_no_error (error);
  request = salon_sampling_request_new ("every<thing", salon_json_document_get_root (params),
                                        "practice/practice", &error);
  g_assert_no_error (error);

  return salon_question_new_sampling (request, NULL, NULL);
}

static SalonSamplingDialog *
present (SalonQuestion  *question,
         SalonHost      *host,
         GtkWidget     **window)
{
  AdwDialog *dialog = salon_sampling_dialog_new (question, salon_host_get_models (host));

  *window = adw_window_new ();
  gtk_window_present (GTK_WINDOW (*window));
  adw_dialog_present (dialog, *window);
  ui_test_settle ();
  ui_test_assert_named (dialog);

  return SALON_SAMPLING_DIALOG (dialog);
}

static void
test_send (void)
{
  SalonHost *host = ui_test_open_host ();
  g_autoptr(SalonQuestion) question = create_question ();
  GtkWidget *window;
  SalonSamplingDialog *dialog = present (question, host, &window);

  g_assert_true (adw_dialog_get_default_widget (ADW_DIALOG (dialog))
                 == ui_test_child (dialog, "deny_button"));
  g_signal_emit_by_name (ui_test_child (dialog, "send_button"), "clicked");
  g_assert_true (salon_question_get_answered (question));
  g_assert_true (salon_answer_is_allowed (salon_question_get_answer (question)));

  ui_test_finalize (window);
  g_assert_finalize_object (g_steal_pointer (&question));
  ui_test_close_host (host);
}

static void
test_close_denies (void)
{
  SalonHost *host = ui_test_open_host ();
  g_autoptr(SalonQuestion) question = create_question ();
  GtkWidget *window;
  SalonSamplingDialog *dialog = present (question, host, &window);

  adw_dialog_force_close (ADW_DIALOG (dialog));
  ui_test_finalize (window);
  g_assert_true (salon_question_get_answered (question));
  g_assert_false (salon_answer_is_allowed (salon_question_get_answer (question)));
  g_assert_false (salon_answer_is_withdrawn (salon_question_get_answer (question)));

  g_assert_finalize_object (g_steal_pointer (&question));
  ui_test_close_host (host);
}

static gboolean
has_no_dialog (gpointer data)
{
  return adw_window_get_visible_dialog (ADW_WINDOW (data)) == NULL;
}

static void
test_withdrawn (void)
{
  SalonHost *host = ui_test_open_host ();
  g_autoptr(SalonQuestion) question = create_question ();
  GtkWidget *window;

  present (question, host, &window);
  salon_question_withdraw (question);
  ui_test_wait (has_no_dialog, window);
  g_assert_true (salon_answer_is_withdrawn (salon_question_get_answer (question)));

  ui_test_finalize (window);
  g_assert_finalize_object (g_steal_pointer (&question));
  ui_test_close_host (host);
}

int
main (int   argc,
      char *argv[])
{
  ui_test_init (&argc, &argv);

  g_test_add_func ("/ui/sampling-dialog/send-allows-once", test_send);
  g_test_add_func ("/ui/sampling-dialog/closing-denies", test_close_denies);
  g_test_add_func ("/ui/sampling-dialog/goes-when-the-asker-goes", test_withdrawn);

  return g_test_run ();
}
