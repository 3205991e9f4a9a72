/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host-test"

#include "config.h"

#include <string.h>

#include "salon-sampling-handler.h"
#include "salon-state-store.h"
#include "turn-fixture.h"

static DexFuture *
start_call (Fixture    *f,
            const char *id)
{
  g_autofree char *script = g_strdup_printf ("call %s srv__echo {\"text\":\"x\"}", id);

  script_provider_add (f->provider, script);
  return salon_conversation_send (f->conversation, "Go");
}

static SalonQuestion *
await_question (Fixture *f)
{
  fixture_wait_for (f, fixture_get_question (f) != NULL);
  return fixture_get_question (f);
}

static void
test_deny (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (SalonQuestion) question = NULL;
  DexFuture *turn;

  fixture_add_server (f, "srv");
  turn = start_call (f, "a");
  question = g_object_ref (await_question (f));
  g_assert_cmpstr (salon_question_get_server_name (question), ==, "srv");
  g_assert_cmpstr (salon_question_get_chat_id (question), ==,
                   salon_conversation_get_id (f->conversation));
  g_assert_true (salon_question_get_tool_call (question) == fixture_get_call (f, 0));
  g_assert_true (salon_tool_call_get_question (fixture_get_call (f, 0)) == question);
  salon_question_deny (question, "not today");
  /* The first answer counts. */
  g_assert_true (salon_question_allow (question, SALON_APPROVAL_ALWAYS, NULL, NULL));
  fixture_finish (f, turn, NULL);
  g_assert_cmpint (salon_tool_call_get_state (fixture_get_call (f, 0)), ==, SALON_TOOL_CALL_DENIED);
  g_assert_nonnull (strstr (fixture_get_result (f, "a"), "not today"));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->consent)), ==, 0);
  for (guint i = 0; i < f->received->len; i++)
    g_assert_null (strstr (f->received->pdata[i], "tools/call"));
}

static void
test_edit (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (GError) error = NULL;
  SalonQuestion *question;
  DexFuture *turn;

  fixture_add_server (f, "srv");
  turn = start_call (f, "a");
  question = await_question (f);
  g_assert_false (salon_question_allow (question, SALON_APPROVAL_ONCE, "{\"text\":", &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_false (salon_question_allow (question, SALON_APPROVAL_ONCE, "[]", &error));
  g_assert_nonnull (error);
  g_assert_false (salon_question_get_answered (question));
  g_assert_true (salon_question_allow (question, SALON_APPROVAL_ONCE,
                                       "{\"text\":\"edited\"}", NULL));
  fixture_finish (f, turn, NULL);
  g_assert_cmpstr (fixture_get_result (f, "a"), ==, "edited");
  g_assert_cmpstr (salon_tool_call_get_arguments (fixture_get_call (f, 0)), ==,
                   "{\"text\":\"edited\"}");
}

/* Whether a call is asked about; answers with @scope when it is. */
static gboolean
is_asked (Fixture            *f,
          const char         *id,
          SalonApprovalScope  scope,
          gboolean           *changed)
{
  DexFuture *turn = start_call (f, id);
  gboolean asked;

  fixture_wait_for (f, fixture_get_question (f) != NULL || !dex_future_is_pending (turn));
  asked = fixture_get_question (f) != NULL;
  if (asked)
    {
      if (changed != NULL)
        *changed = salon_question_get_definition_changed (fixture_get_question (f));
      salon_question_allow (fixture_get_question (f), scope, NULL, NULL);
    }
  fixture_finish (f, turn, NULL);
  g_assert_cmpstr (fixture_get_result (f, id), ==, "x");
  return asked;
}

static void
replace_chat (Fixture *f)
{
  g_autoptr (SalonChat) chat = salon_history_new_chat (f->history);

  g_clear_object (&f->conversation);
  f->conversation = salon_conversation_new (&f->services, chat);
  salon_conversation_set_model (f->conversation, "script/one");
}

static void
change_tools (Fixture     *f,
              SalonServer *server)
{
  f->changed_tools = !f->changed_tools;
  g_assert_true (fixture_finish (f, salon_server_restart (server), NULL));
}

static void
test_scopes (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SalonServer *server = fixture_add_server (f, "srv");
  gboolean changed = TRUE;

  g_assert_true (is_asked (f, "a", SALON_APPROVAL_ONCE, &changed));
  g_assert_false (changed);
  g_assert_true (is_asked (f, "b", SALON_APPROVAL_CHAT, NULL));
  g_assert_false (is_asked (f, "c", SALON_APPROVAL_ONCE, NULL));
  change_tools (f, server);
  g_assert_true (is_asked (f, "d", SALON_APPROVAL_ONCE, &changed));
  g_assert_true (changed);
  change_tools (f, server);
  g_assert_false (is_asked (f, "e", SALON_APPROVAL_ONCE, NULL));

  replace_chat (f);
  g_assert_true (is_asked (f, "f", SALON_APPROVAL_ALWAYS, &changed));
  g_assert_false (changed);
  replace_chat (f);
  g_assert_false (is_asked (f, "g", SALON_APPROVAL_ONCE, NULL));
  change_tools (f, server);
  g_assert_true (is_asked (f, "h", SALON_APPROVAL_ONCE, &changed));
  g_assert_true (changed);
}

/* The tool that was asked about is the tool that runs. */
static void
test_definition_changes_under_the_question (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SalonServer *server = fixture_add_server (f, "srv");
  g_autoptr (SalonQuestion) first = NULL;
  DexFuture *turn;

  turn = start_call (f, "a");
  first = g_object_ref (await_question (f));
  change_tools (f, server);
  salon_question_allow (first, SALON_APPROVAL_ONCE, NULL, NULL);
  fixture_wait_for (f, fixture_get_question (f) != NULL && fixture_get_question (f) != first);
  for (guint i = 0; i < f->received->len; i++)
    g_assert_null (strstr (f->received->pdata[i], "tools/call"));
  salon_question_deny (fixture_get_question (f), NULL);
  fixture_finish (f, turn, NULL);
  g_assert_cmpint (salon_tool_call_get_state (fixture_get_call (f, 0)), ==, SALON_TOOL_CALL_DENIED);
}

static SalonStateStore *
open_state (Fixture    *f,
            const char *path)
{
  g_autoptr (DexFuture) opening = salon_state_store_open (path);

  g_assert_true (fixture_finish (f, dex_ref (opening), NULL));
  return g_value_dup_object (dex_future_get_value (opening, NULL));
}

static void
change_command (SalonServer *server)
{
  g_autoptr (SalonServerConfig) config = NULL;

  config = salon_server_config_copy (salon_server_get_config (server));
  salon_server_config_set_command (config, "another", NULL);
  salon_server_config_seal (config);
  salon_server_set_config (server, config);
}

/* The program that was asked about is the program that runs, and that is trusted. */
static void
test_command_changes_under_the_question (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SalonServer *server = fixture_add_server (f, "srv");
  g_autofree char *identity = g_strdup (salon_server_get_identity (server));
  g_autofree char *hash = NULL;
  g_autoptr (SalonQuestion) first = NULL;
  g_autoptr (SalonMcpTool) tool = NULL;
  DexFuture *turn;

  turn = start_call (f, "a");
  first = g_object_ref (await_question (f));
  tool = g_list_model_get_item (salon_server_get_tools (server), 0);
  hash = g_strdup (salon_mcp_tool_get_definition_hash (tool));
  change_command (server);
  salon_question_allow (first, SALON_APPROVAL_ALWAYS, NULL, NULL);
  fixture_wait_for (f, (fixture_get_question (f) != NULL && fixture_get_question (f) != first)
                       || !dex_future_is_pending (turn));
  for (guint i = 0; i < f->received->len; i++)
    g_assert_null (strstr (f->received->pdata[i], "tools/call"));
  g_assert_cmpint (salon_approvals_get_rule (f->approvals, identity, "echo", hash), ==,
                   SALON_TOOL_RULE_ALLOW);
  g_assert_cmpint (salon_approvals_get_rule (f->approvals, salon_server_get_identity (server),
                                             "echo", hash), ==,
                   SALON_TOOL_RULE_NONE);
  salon_question_deny (fixture_get_question (f), NULL);
  fixture_finish (f, turn, NULL);
  g_assert_cmpint (salon_tool_call_get_state (fixture_get_call (f, 0)), ==, SALON_TOOL_CALL_DENIED);
}

static void
on_store_failed_cb (SalonApprovals *approvals,
                    const GError   *error,
                    gpointer        user_data)
{
  guint *n_failures = user_data;

  g_assert_nonnull (error);
  (*n_failures)++;
}

/* The call is made, and somebody hears of it. */
static void
test_always_cannot_be_stored (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *path = g_build_filename (g_get_user_state_dir (), "salon", "full.db", NULL);
  g_autoptr (SalonStateStore) store = open_state (f, path);
  guint n_failures = 0;

  fixture_add_server (f, "srv");
  g_assert_true (fixture_finish (f, salon_approvals_load (f->approvals, store), NULL));
  g_assert_true (fixture_finish (f, salon_state_store_close (store), NULL));
  g_signal_connect (f->approvals, "store-failed", G_CALLBACK (on_store_failed_cb), &n_failures);
  g_assert_true (is_asked (f, "a", SALON_APPROVAL_ALWAYS, NULL));
  fixture_wait_for (f, n_failures > 0);
  g_assert_cmpuint (n_failures, ==, 1);
  g_assert_false (is_asked (f, "b", SALON_APPROVAL_ONCE, NULL));
}

static void
test_never (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SalonServer *server = fixture_add_server (f, "srv");

  g_assert_true (fixture_finish (f, salon_approvals_set_rule (f->approvals,
                                                              salon_server_get_identity (server),
                                                              "echo", "whatever",
                                                              SALON_TOOL_RULE_NEVER), NULL));
  fixture_finish (f, start_call (f, "a"), NULL);
  g_assert_cmpint (salon_tool_call_get_state (fixture_get_call (f, 0)), ==, SALON_TOOL_CALL_DENIED);
  g_assert_null (fixture_get_question (f));
}

static void
test_always_is_stored (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *path = g_build_filename (g_get_user_state_dir (), "salon", "state.db", NULL);
  g_autoptr (SalonStateStore) store = open_state (f, path);
  g_autoptr (SalonApprovals) again = salon_approvals_new ();
  SalonPolicyFacts facts = { .server_identity = "i", .server_name = "s", .tool_name = "t",
                             .definition_hash = "h", .chat_id = "c" };

  g_assert_true (fixture_finish (f, salon_approvals_load (f->approvals, store), NULL));
  g_assert_true (fixture_finish (f, salon_approvals_grant (f->approvals, &facts,
                                                           SALON_APPROVAL_ALWAYS), NULL));
  g_assert_true (fixture_finish (f, salon_approvals_load (again, store), NULL));
  g_assert_cmpint (salon_approvals_decide (again, &facts, NULL), ==, SALON_DECISION_ALLOW);
  g_assert_cmpint (salon_approvals_get_rule (again, "i", "t", "h"), ==, SALON_TOOL_RULE_ALLOW);
  g_assert_cmpint (salon_approvals_get_rule (again, "i", "t", "h2"), ==, SALON_TOOL_RULE_NONE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (again)), ==, 1);

  g_assert_true (fixture_finish (f, salon_approvals_set_rule (again, "i", "t", "h",
                                                              SALON_TOOL_RULE_NONE), NULL));
  g_assert_cmpint (salon_approvals_decide (again, &facts, NULL), ==, SALON_DECISION_ASK);
  g_assert_true (fixture_finish (f, salon_state_store_close (store), NULL));
}

/* --- sampling ---------------------------------------------------------------------------- */

static char *
choose_model_cb (const char * const *hints,
                 const char         *model,
                 gpointer            user_data)
{
  return g_strdup (model != NULL ? model : "script/default");
}

static SalonMcpInputHandler *
make_handler_cb (SalonServer *server,
                 gpointer     user_data)
{
  Fixture *f = user_data;

  return SALON_MCP_INPUT_HANDLER (salon_sampling_handler_new (&f->services,
                                                              salon_server_get_name (server),
                                                              choose_model_cb, NULL));
}

static char *
await_reply_to_sampling (Fixture *f)
{
  for (gint64 until = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;;)
    {
      for (guint i = 0; i < f->received->len; i++)
        {
          if (strstr (f->received->pdata[i], "\"id\":\"s1\"") != NULL)
            return f->received->pdata[i];
        }
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, FALSE);
    }
}

static DexFuture *
start_sampling (Fixture *f)
{
  SalonServer *server = fixture_add_server (f, "srv");

  fixture_allow_all (f);
  salon_server_set_input_handler_func (server, make_handler_cb, f, NULL);
  script_provider_add (f->provider, "call a srv__sample {}");
  return salon_conversation_send (f->conversation, "Go");
}

static void
test_sampling_allowed (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  DexFuture *turn = start_sampling (f);
  SalonQuestion *question = await_question (f);
  SalonSamplingRequest *sampling = salon_question_get_sampling (question);
  g_autoptr (SalonSamplingMessage) message = NULL;
  const char *answer;

  g_assert_cmpint (salon_question_get_kind (question), ==, SALON_QUESTION_SAMPLING);
  g_assert_true (salon_question_get_tool_call (question) == fixture_get_call (f, 0));
  g_assert_cmpstr (salon_question_get_chat_id (question), ==,
                   salon_conversation_get_id (f->conversation));
  g_assert_cmpstr (salon_sampling_request_get_model (sampling), ==, "script/one");
  g_assert_cmpstr (salon_sampling_request_get_system_prompt (sampling), ==, "Be short.");
  g_assert_cmpuint (salon_sampling_request_get_max_tokens (sampling), ==, 7);
  message = g_list_model_get_item (salon_sampling_request_get_messages (sampling), 0);
  g_assert_cmpstr (salon_sampling_message_get_text (message), ==, "What is two and two?");
  g_assert_cmpuint (f->requests->len, ==, 1);

  script_provider_add (f->provider, "text Four. END and more");
  salon_question_allow (question, SALON_APPROVAL_ALWAYS, NULL, NULL);
  answer = await_reply_to_sampling (f);
  g_assert_cmpuint (salon_llm_request_get_max_tokens (f->requests->pdata[1]), ==, 7);
  g_assert_nonnull (strstr (answer, "\"text\":\"Four. \""));
  g_assert_nonnull (strstr (answer, "\"stopReason\":\"stopSequence\""));
  g_assert_nonnull (strstr (answer, "\"model\":\"script-1\""));
  g_assert_nonnull (strstr (answer, "\"role\":\"assistant\""));
  fixture_release (f, 0, "done");
  fixture_finish (f, turn, NULL);
  g_assert_cmpstr (fixture_get_result (f, "a"), ==, "done");
}

static void
test_sampling_denied (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  DexFuture *turn = start_sampling (f);
  const char *answer;

  salon_question_deny (await_question (f), NULL);
  answer = await_reply_to_sampling (f);
  g_assert_nonnull (strstr (answer, "\"code\":-1"));
  g_assert_nonnull (strstr (answer, "User rejected sampling request"));
  g_assert_cmpuint (f->requests->len, ==, 1);
  fixture_release (f, 0, "done");
  fixture_finish (f, turn, NULL);
}

/* The asker is gone: nobody is left to be answered. */
static void
test_sampling_is_withdrawn_with_its_server (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  DexFuture *turn = start_sampling (f);
  g_autoptr (SalonQuestion) question = g_object_ref (await_question (f));
  g_autoptr (GError) death = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "Died.");

  salon_mcp_memory_transport_disconnect (f->held_transports->pdata[0], death);
  fixture_wait_for (f, salon_question_get_answered (question));
  g_assert_true (salon_answer_is_withdrawn (salon_question_get_answer (question)));
  fixture_finish (f, turn, NULL);
  g_assert_null (fixture_get_question (f));
}

/* Stopping the turn takes everything with it: the question, or the model's answer. */
static void
test_stop_ends_sampling (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (Fixture) f = fixture_new ();
      DexFuture *turn = start_sampling (f);
      g_autoptr (SalonQuestion) question = g_object_ref (await_question (f));

      if (i == 1)
        {
          script_provider_add (f->provider, "text Fo\nhang");
          salon_question_allow (question, SALON_APPROVAL_ONCE, NULL, NULL);
          fixture_wait_for (f, f->requests->len == 2);
        }
      salon_conversation_stop (f->conversation);
      fixture_finish (f, turn, NULL);
      g_assert_null (fixture_get_question (f));
      g_assert_true (salon_question_get_answered (question));
      g_assert_nonnull (strstr (await_reply_to_sampling (f), "\"code\":-1"));
    }
}

/* Taking a server out of the configuration takes its questions along. */
static void
test_removed_server (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (SalonServer) server = g_object_ref (fixture_add_server (f, "srv"));
  DexFuture *turn = start_call (f, "a");

  await_question (f);
  g_list_store_remove_all (f->servers);
  fixture_finish (f, turn, NULL);
  g_assert_null (fixture_get_question (f));
  g_assert_cmpint (salon_tool_call_get_state (fixture_get_call (f, 0)), ==,
                   SALON_TOOL_CALL_CANCELLED);
  g_assert_true (fixture_finish (f, salon_server_stop (server), NULL));
}

static void
test_sampling_rate (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (SalonMcpInputHandler) handler = SALON_MCP_INPUT_HANDLER (
    salon_sampling_handler_new (&f->services, "srv", choose_model_cb, NULL));
  g_autoptr (SalonJsonDocument) params = salon_json_document_parse (
    "{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"x\"}}],"
    "\"maxTokens\":5}", -1, NULL, NULL);
  const SalonJson *root = salon_json_document_get_root (params);
  g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = 0; i < SALON_SAMPLING_MAX_OPEN; i++)
    {
      g_ptr_array_add (open, salon_mcp_input_handler_sample (handler, NULL, root));
      g_assert_true (dex_future_is_pending (open->pdata[i]));
    }
  g_assert_false (fixture_finish (f, salon_mcp_input_handler_sample (handler, NULL, root), NULL));
  fixture_wait_for (f, g_list_model_get_n_items (G_LIST_MODEL (f->consent)) == 3);
  while (fixture_get_question (f) != NULL)
    salon_question_deny (fixture_get_question (f), NULL);
  for (guint i = 0; i < open->len; i++)
    fixture_wait_for (f, !dex_future_is_pending (open->pdata[i]));

  for (guint i = SALON_SAMPLING_MAX_OPEN; i < SALON_SAMPLING_MAX_PER_MINUTE; i++)
    {
      DexFuture *sampled;

      fixture_wait_for (f, fixture_get_question (f) == NULL);
      sampled = salon_mcp_input_handler_sample (handler, NULL, root);
      fixture_wait_for (f, fixture_get_question (f) != NULL);
      salon_question_deny (fixture_get_question (f), NULL);
      fixture_finish (f, sampled, NULL);
    }
  g_assert_false (fixture_finish (f, salon_mcp_input_handler_sample (handler, NULL, root), NULL));
  g_assert_null (fixture_get_question (f));
  salon_manual_clock_advance (f->clock, 61 * G_TIME_SPAN_SECOND);
  g_ptr_array_add (open, salon_mcp_input_handler_sample (handler, NULL, root));
  fixture_wait_for (f, fixture_get_question (f) != NULL);
  salon_question_deny (fixture_get_question (f), NULL);
  fixture_wait_for (f, !dex_future_is_pending (open->pdata[open->len - 1]));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

#define ADD(name, function) g_test_add_func ("/host/consent/" name, function)
  ADD ("denied-call-is-not-made-and-goes-back-in-words", test_deny);
  ADD ("edited-arguments-are-checked-and-used", test_edit);
  ADD ("once-chat-always-and-changed-definitions", test_scopes);
  ADD ("definition-that-changes-under-the-question-asks-again",
       test_definition_changes_under_the_question);
  ADD ("command-that-changes-under-the-question-asks-again",
       test_command_changes_under_the_question);
  ADD ("never-is-not-asked", test_never);
  ADD ("always-that-cannot-be-stored-is-told", test_always_cannot_be_stored);
  ADD ("always-is-stored-and-revocable", test_always_is_stored);
  ADD ("sampling-allowed", test_sampling_allowed);
  ADD ("sampling-denied", test_sampling_denied);
  ADD ("sampling-is-withdrawn-with-its-server", test_sampling_is_withdrawn_with_its_server);
  ADD ("stop-ends-sampling", test_stop_ends_sampling);
  ADD ("removed-server-takes-its-questions-along", test_removed_server);
  ADD ("sampling-is-limited", test_sampling_rate);

  return g_test_run ();
}
