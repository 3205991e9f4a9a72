/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host-test"

#include "config.h"

#include <math.h>
#include <string.h>

#include "salon-conversation-settings.h"
#include "salon-openai-chat-request.h"

#include "turn-fixture.h"

static void
assert_state (Fixture           *f,
              SalonMessageState  state)
{
  g_assert_cmpint (salon_message_get_state (fixture_get_reply (f)), ==, state);
}

static void
assert_call (Fixture            *f,
             guint               position,
             SalonToolCallState  state)
{
  g_assert_cmpstr (salon_tool_call_state_to_nick (salon_tool_call_get_state (
                     fixture_get_call (f, position))), ==, salon_tool_call_state_to_nick (state));
}

static void
test_text (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SalonLlmRequest *request;

  script_provider_add (f->provider, "think Hm.\ntext Hello\ntext , you.");
  fixture_send (f, "Hi there");
  assert_state (f, SALON_MESSAGE_FINISHED);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->conversation)), ==, 2);
  g_assert_cmpint (salon_part_get_kind (fixture_get_part (f, 0)), ==, SALON_PART_REASONING);
  g_assert_cmpstr (salon_part_get_text (fixture_get_part (f, 1)), ==, "Hello, you.");
  g_assert_true (salon_part_get_finished (fixture_get_part (f, 1)));
  g_assert_cmpstr (salon_conversation_get_title (f->conversation), ==, "Hi there");

  /* The second turn brings the first one along, opaque data included. */
  fixture_send (f, "Again");
  request = f->requests->pdata[1];
  g_assert_cmpstr (salon_llm_request_get_model (request), ==, "one");
  g_assert_cmpuint (salon_llm_request_get_n_messages (request), ==, 3);
  g_assert_nonnull (salon_llm_part_get_opaque (
    salon_llm_message_get_part (salon_llm_request_get_message (request, 1), 0), "script"));
}

static void
test_tool_round (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SalonLlmRequest *request;

  fixture_add_server (f, "srv");
  fixture_allow_all (f);
  script_provider_add (f->provider, "text Wait.\ncall c1 srv__echo {\"text\":\"pong\"}");
  script_provider_add (f->provider, "text Done.");
  fixture_send (f, "Go");
  assert_state (f, SALON_MESSAGE_FINISHED);
  assert_call (f, 0, SALON_TOOL_CALL_DONE);
  g_assert_cmpstr (salon_tool_call_get_result_text (fixture_get_call (f, 0)), ==, "pong");
  g_assert_cmpstr (salon_tool_call_get_sentence (fixture_get_call (f, 0)), ==, "echo: pong");
  g_assert_cmpstr (salon_tool_call_get_server_name (fixture_get_call (f, 0)), ==, "srv");
  g_assert_cmpstr (fixture_get_result (f, "c1"), ==, "pong");
  g_assert_cmpuint (salon_message_get_n_parts (fixture_get_reply (f)), ==, 3);

  request = f->requests->pdata[1];
  g_assert_cmpuint (salon_llm_request_get_n_messages (request), ==, 3);
  g_assert_cmpuint (salon_llm_request_get_n_tools (request), ==, 7);
  g_assert_nonnull (strstr (salon_llm_request_get_system (request), "Speak softly."));
  g_assert_cmpuint (f->n_starts, ==, 1);
}

static void
test_parallel (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (DexFuture) turn = NULL;

  fixture_add_server (f, "srv");
  fixture_allow_all (f);
  script_provider_add (f->provider,
                       "call a srv__hold {}\ncall b srv__hold {}\ncall c srv__echo {}");
  turn = salon_conversation_send (f->conversation, "Go");
  fixture_wait_for (f, f->held_requests->len == 2 && fixture_get_call (f, 2) != NULL &&
                       salon_tool_call_is_over (fixture_get_call (f, 2)));
  assert_call (f, 0, SALON_TOOL_CALL_RUNNING);
  /* The order of the ends is not the order of the calls. */
  fixture_release (f, 1, "second");
  fixture_wait_for (f, salon_tool_call_is_over (fixture_get_call (f, 1)));
  fixture_release (f, 0, "first");
  fixture_finish (f, g_steal_pointer (&turn), NULL);
  g_assert_cmpstr (fixture_get_result (f, "a"), ==, "first");
  g_assert_cmpstr (fixture_get_result (f, "b"), ==, "second");
}

static void
test_parallel_cap (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (GString) script = g_string_new (NULL);
  g_autoptr (DexFuture) turn = NULL;

  fixture_add_server (f, "srv");
  fixture_allow_all (f);
  for (guint i = 0; i < 10; i++)
    g_string_append_printf (script, "call c%u srv__hold {}\n", i);
  script_provider_add (f->provider, script->str);
  turn = salon_conversation_send (f->conversation, "Go");
  fixture_wait_for (f, f->held_requests->len == 8);
  for (guint i = 0; i < 200; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (f->held_requests->len, ==, 8);
  fixture_release (f, 0, "x");
  fixture_wait_for (f, f->held_requests->len == 9);
  for (guint i = 1; i < 9; i++)
    fixture_release (f, i, "x");
  fixture_wait_for (f, f->held_requests->len == 10);
  fixture_release (f, 9, "x");
  fixture_finish (f, g_steal_pointer (&turn), NULL);
  assert_state (f, SALON_MESSAGE_FINISHED);
}

static void
test_round_cap (void)
{
  g_autoptr (Fixture) f = fixture_new ();

  fixture_add_server (f, "srv");
  fixture_allow_all (f);
  for (guint i = 0; i < 60; i++)
    script_provider_add (f->provider, "call c srv__echo {}");
  fixture_send (f, "Go");
  assert_state (f, SALON_MESSAGE_FINISHED);
  g_assert_cmpuint (f->requests->len, ==, 50);
  g_assert_cmpint (salon_part_get_kind (salon_message_get_last_part (fixture_get_reply (f))), ==,
                   SALON_PART_NOTE);
  /* The user can go on. */
  fixture_send (f, "Go on");
  g_assert_cmpuint (f->requests->len, >, 50);
}

/* The messages of a request as they are sent, without the bracket at the end. */
static char *
dup_messages (Fixture *f,
              guint    position)
{
  g_autofree char *text = salon_openai_chat_write_request (f->requests->pdata[position], "script",
                                                           salon_openai_chat_dialect_get (0));
  g_autoptr (SalonJsonDocument) document = salon_json_document_parse (text, -1, NULL, NULL);
  const SalonJson *root = salon_json_document_get_root (document);
  char *messages = salon_json_to_text (salon_json_get_member (root, "messages"), FALSE);

  messages[strlen (messages) - 1] = '\0';
  return messages;
}

/* What is kept of rounds that are over is what the whole chat is put into words as later. */
static void
test_rounds_are_sent_as_before (void)
{
  g_autoptr (Fixture) f = fixture_new ();

  fixture_add_server (f, "srv");
  fixture_allow_all (f);
  script_provider_add (f->provider, "think Hm.\ntext One.\ncall c1 srv__echo {\"text\":\"a\"}");
  script_provider_add (f->provider, "call c2 srv__echo {\"text\":\"b\"}\ncall c3 srv__fail {}");
  script_provider_add (f->provider, "call c4 srv__nothing {}");
  script_provider_add (f->provider, "text Four.\ncall c5 srv__picture {}");
  script_provider_add (f->provider, "text Done.");
  script_provider_add (f->provider, "text Again.");
  fixture_send (f, "Go");
  fixture_send (f, "Again");
  assert_state (f, SALON_MESSAGE_FINISHED);
  g_assert_cmpuint (f->requests->len, ==, 6);
  g_assert_cmpuint (salon_llm_request_get_n_messages (f->requests->pdata[4]), ==, 9);
  g_assert_cmpuint (salon_llm_request_get_n_messages (f->requests->pdata[5]), ==, 11);
  for (guint i = 0; i + 1 < f->requests->len; i++)
    {
      g_autofree char *before = dup_messages (f, i);
      g_autofree char *after = dup_messages (f, i + 1);

      g_assert_true (g_str_has_prefix (after, before));
    }
  /* Made once. */
  g_assert_true (salon_llm_request_get_message (f->requests->pdata[3], 1) ==
                 salon_llm_request_get_message (f->requests->pdata[4], 1));
}

static void
test_mistakes_of_the_model (void)
{
  g_autoptr (Fixture) f = fixture_new ();

  fixture_add_server (f, "srv");
  fixture_allow_all (f);
  script_provider_add (f->provider, "call a srv__nope {}\ncall b srv__echo {\"text\":\n"
                                    "call c srv__echo [1]\ncall d srv__fail {\"text\":\"No\"}\n"
                                    "call e srv__echo");
  fixture_send (f, "Go");
  assert_state (f, SALON_MESSAGE_FINISHED);
  g_assert_nonnull (strstr (fixture_get_result (f, "a"), "srv__echo"));
  g_assert_nonnull (strstr (fixture_get_result (f, "b"), "broken"));
  g_assert_nonnull (strstr (fixture_get_result (f, "c"), "object"));
  g_assert_cmpstr (fixture_get_result (f, "d"), ==, "No");
  g_assert_cmpstr (fixture_get_result (f, "e"), ==, "nothing");
  assert_call (f, 0, SALON_TOOL_CALL_FAILED);
  assert_call (f, 3, SALON_TOOL_CALL_FAILED);
  assert_call (f, 4, SALON_TOOL_CALL_DONE);
}

static void
test_results (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SalonLlmRequest *request;
  SalonLlmMessage *message;
  GPtrArray *images;
  const char *text;

  fixture_add_server (f, "srv");
  fixture_allow_all (f);
  script_provider_add (f->provider, "call a srv__picture {}\ncall b srv__big {}");
  fixture_send (f, "Go");
  request = f->requests->pdata[1];
  message = salon_llm_request_get_message (request, 2);
  images = salon_llm_part_get_images (salon_llm_message_get_part (message, 0));
  g_assert_cmpuint (images->len, ==, 1);
  g_assert_cmpmem (g_bytes_get_data (salon_llm_part_get_data (images->pdata[0]), NULL),
                   g_bytes_get_size (salon_llm_part_get_data (images->pdata[0])), "hello", 5);
  text = fixture_get_result (f, "b");
  g_assert_cmpuint (strlen (text), <, 201000);
  g_assert_cmpint (text[0], ==, 'A');
  g_assert_cmpint (text[strlen (text) - 1], ==, 'Z');
  g_assert_nonnull (strstr (text, "left out"));
  g_assert_cmpuint (strlen (salon_tool_call_get_result_text (fixture_get_call (f, 1))), ==, 300000);
}

static void
test_model_errors (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *cut = g_strdup_printf ("text Half a\nerror %d", SALON_LLM_ERROR_CUT);
  g_autofree char *key = g_strdup_printf ("error %d", SALON_LLM_ERROR_AUTHENTICATION);
  SalonPart *part;

  script_provider_add (f->provider, cut);
  fixture_send (f, "Go");
  assert_state (f, SALON_MESSAGE_FAILED);
  g_assert_cmpstr (salon_part_get_text (fixture_get_part (f, 0)), ==, "Half a");
  part = fixture_get_part (f, 1);
  g_assert_cmpint (salon_part_get_kind (part), ==, SALON_PART_ERROR);
  g_assert_cmpint (salon_part_get_error_code (part), ==, SALON_PART_ERROR_CUT);
  g_assert_cmpstr (salon_part_get_text (part), ==, "The script says so.");

  /* Retry: without the failed message. */
  script_provider_add (f->provider, key);
  g_assert_true (fixture_finish (f, salon_conversation_retry (f->conversation), NULL));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->conversation)), ==, 2);
  g_assert_cmpint (salon_part_get_error_code (fixture_get_part (f, 0)), ==,
                   SALON_PART_ERROR_AUTHENTICATION);
  g_assert_false (salon_part_get_can_retry (fixture_get_part (f, 0)));
  script_provider_add (f->provider, "text Fine.");
  g_assert_true (fixture_finish (f, salon_conversation_retry (f->conversation), NULL));
  assert_state (f, SALON_MESSAGE_FINISHED);
  g_assert_false (fixture_finish (f, salon_conversation_retry (f->conversation), NULL));
}

static void
test_no_model (void)
{
  g_autoptr (Fixture) f = fixture_new ();

  salon_conversation_set_model (f->conversation, NULL);
  fixture_send (f, "Go");
  assert_state (f, SALON_MESSAGE_FAILED);
  g_assert_cmpint (salon_part_get_error_code (fixture_get_part (f, 0)), ==,
                   SALON_PART_ERROR_CONFIGURATION);
}

static void
test_length (void)
{
  g_autoptr (Fixture) f = fixture_new ();

  script_provider_add (f->provider, "wait Busy.\ntext Once upon\nlength");
  fixture_send (f, "Go");
  assert_state (f, SALON_MESSAGE_FINISHED);
  g_assert_cmpuint (fixture_count (f, SALON_PART_NOTE), ==, 2);
  g_assert_cmpstr (salon_part_get_text (fixture_get_part (f, 0)), ==, "Busy.");
}

static void
test_wrong_sends (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (DexFuture) turn = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (fixture_finish (f, salon_conversation_send (f->conversation, " \n\t "), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  script_provider_add (f->provider, "hang");
  turn = salon_conversation_send (f->conversation, "Go");
  g_assert_true (salon_conversation_get_running (f->conversation));
  g_assert_false (fixture_finish (f, salon_conversation_send (f->conversation, "x"), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  salon_conversation_stop (f->conversation);
  fixture_finish (f, g_steal_pointer (&turn), NULL);
}

static void
stop_and_finish (Fixture   *f,
                 DexFuture *turn)
{
  salon_conversation_stop (f->conversation);
  salon_conversation_stop (f->conversation);
  fixture_finish (f, turn, NULL);
  assert_state (f, SALON_MESSAGE_STOPPED);
  g_assert_false (salon_conversation_get_running (f->conversation));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->consent)), ==, 0);
}

static void
test_stop_at_once (void)
{
  g_autoptr (Fixture) f = fixture_new ();

  stop_and_finish (f, salon_conversation_send (f->conversation, "Go"));
  g_assert_cmpuint (f->requests->len, ==, 0);
}

static void
test_stop_while_servers_start (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  DexFuture *turn;

  fixture_add_server (f, "srv");
  f->never_starts = TRUE;
  turn = salon_conversation_send (f->conversation, "Go");
  fixture_wait_for (f, f->n_starts == 1);
  stop_and_finish (f, turn);
  g_assert_cmpuint (f->requests->len, ==, 0);
}

static void
test_stop_while_streaming (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  DexFuture *turn;

  script_provider_add (f->provider, "text So far\nhang");
  turn = salon_conversation_send (f->conversation, "Go");
  fixture_wait_for (f, fixture_get_reply (f) != NULL && fixture_get_part (f, 0) != NULL &&
                       salon_part_get_text_length (fixture_get_part (f, 0)) > 0);
  stop_and_finish (f, turn);
  g_assert_cmpstr (salon_part_get_text (fixture_get_part (f, 0)), ==, "So far");
  g_assert_true (salon_part_get_finished (fixture_get_part (f, 0)));
}

static void
test_stop_while_asking (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (SalonQuestion) question = NULL;
  DexFuture *turn;

  fixture_add_server (f, "srv");
  script_provider_add (f->provider, "call a srv__echo {}");
  turn = salon_conversation_send (f->conversation, "Go");
  fixture_wait_for (f, fixture_get_question (f) != NULL);
  question = g_object_ref (fixture_get_question (f));
  assert_call (f, 0, SALON_TOOL_CALL_WAITING);
  stop_and_finish (f, turn);
  g_assert_true (salon_answer_is_withdrawn (salon_question_get_answer (question)));
  assert_call (f, 0, SALON_TOOL_CALL_CANCELLED);
}

static void
test_stop_while_calling (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  DexFuture *turn;
  gboolean cancelled = FALSE;

  fixture_add_server (f, "srv");
  fixture_allow_all (f);
  script_provider_add (f->provider, "call a srv__hold {}\ncall b srv__hold {}");
  turn = salon_conversation_send (f->conversation, "Go");
  fixture_wait_for (f, f->held_requests->len == 2);
  stop_and_finish (f, turn);
  assert_call (f, 0, SALON_TOOL_CALL_CANCELLED);
  assert_call (f, 1, SALON_TOOL_CALL_CANCELLED);
  for (guint i = 0; i < 100; i++)
    g_main_context_iteration (NULL, FALSE);
  for (guint i = 0; i < f->received->len; i++)
    cancelled |= strstr (f->received->pdata[i], "notifications/cancelled") != NULL;
  g_assert_true (cancelled);

  /* The chat goes on, and every call has its result. */
  fixture_send (f, "Next");
  assert_state (f, SALON_MESSAGE_FINISHED);
  g_assert_nonnull (fixture_get_result (f, "a"));
  g_assert_nonnull (fixture_get_result (f, "b"));
}

static void
test_server_dies (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SalonServer *server = fixture_add_server (f, "srv");

  fixture_allow_all (f);
  f->dies_on_call = TRUE;
  script_provider_add (f->provider, "call a srv__echo {}");
  fixture_send (f, "Go");
  assert_state (f, SALON_MESSAGE_FINISHED);
  assert_call (f, 0, SALON_TOOL_CALL_FAILED);
  g_assert_nonnull (fixture_get_result (f, "a"));
  g_assert_cmpint (salon_server_get_state (server), ==, SALON_SERVER_FAILED);

  /* Its tools are still offered, and the next call starts it again. */
  f->dies_on_call = FALSE;
  script_provider_add (f->provider, "call b srv__echo {\"text\":\"back\"}");
  fixture_send (f, "Again");
  g_assert_cmpstr (fixture_get_result (f, "b"), ==, "back");
  g_assert_cmpuint (f->n_starts, ==, 2);
}

static void
test_hanging_server (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  DexFuture *turn;

  f->never_starts = TRUE;
  fixture_add_server (f, "slow");
  turn = salon_conversation_send (f->conversation, "Go");
  fixture_wait_for (f, f->n_starts == 1 &&
                       salon_manual_clock_get_n_sleepers (f->clock) > 0);
  g_assert_cmpuint (f->requests->len, ==, 0);
  for (guint i = 0; i < 50; i++)
    g_main_context_iteration (NULL, FALSE);
  salon_manual_clock_advance (f->clock, SALON_TURN_PATIENCE);
  fixture_finish (f, turn, NULL);
  assert_state (f, SALON_MESSAGE_FINISHED);
  g_assert_cmpuint (fixture_count (f, SALON_PART_NOTE), ==, 1);
  g_assert_nonnull (strstr (salon_part_get_text (fixture_get_part (f, 0)), "slow"));

  /* Not waited for a second time, and not mentioned again. */
  fixture_send (f, "Again");
  g_assert_cmpuint (fixture_count (f, SALON_PART_NOTE), ==, 0);
}

static void
test_only_chosen_servers (void)
{
  g_autoptr (Fixture) f = fixture_new ();

  fixture_add_server (f, "one");
  fixture_add_server (f, "two");
  salon_conversation_set_servers (f->conversation, (const char *[]) { "two", NULL });
  fixture_send (f, "Go");
  g_assert_cmpuint (salon_llm_request_get_n_tools (f->requests->pdata[0]), ==, 7);
  g_assert_cmpuint (f->n_starts, ==, 1);
  g_assert_true (g_str_has_prefix (
    salon_llm_tool_get_name (salon_llm_request_get_tool (f->requests->pdata[0], 0)), "two__"));
}

static SalonLlmModel *
facts_cb (const char *model,
          gpointer    user_data)
{
  g_assert_cmpstr (model, ==, "script/one");
  return salon_llm_model_ref (user_data);
}

static void
test_what_is_set_for_the_chat_is_asked_for (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (SalonLlmModel) facts = salon_llm_model_new ("one", NULL, 5000);
  g_autoptr (SalonChat) chat = salon_history_new_chat (f->history);
  g_autoptr (SalonConversation) conversation = NULL;
  SalonLlmRequest *request;

  f->services.get_facts = facts_cb;
  f->services.get_facts_data = facts;
  conversation = salon_conversation_new (&f->services, chat);
  salon_conversation_set_model (conversation, "script/one");
  g_assert_true (fixture_finish (f, salon_conversation_send (conversation, "Go"), NULL));
  request = f->requests->pdata[0];
  g_assert_true (isnan (salon_llm_request_get_temperature (request)));
  g_assert_cmpint (salon_llm_request_get_effort (request), ==, SALON_LLM_EFFORT_DEFAULT);
  g_assert_cmpuint (salon_llm_request_get_max_tokens (request), ==, 0);
  g_assert_cmpstr (salon_llm_request_get_chat (request), ==,
                   salon_conversation_get_id (conversation));
  g_assert_true (salon_llm_request_get_model_facts (request) == facts);
  g_assert_nonnull (strstr (salon_llm_request_get_system (request), "Salon"));

  salon_conversation_set_setting_string (conversation, SALON_CHAT_SETTING_SYSTEM_PROMPT,
                                         "You are a pirate.");
  salon_conversation_set_setting_double (conversation, SALON_CHAT_SETTING_TEMPERATURE, 0.25);
  salon_conversation_set_setting_string (conversation, SALON_CHAT_SETTING_EFFORT, "low");
  salon_conversation_set_setting_int64 (conversation, SALON_CHAT_SETTING_OUTPUT_LIMIT, 900);
  g_assert_true (fixture_finish (f, salon_conversation_send (conversation, "On"), NULL));
  request = f->requests->pdata[1];
  g_assert_cmpfloat (salon_llm_request_get_temperature (request), ==, 0.25);
  g_assert_cmpint (salon_llm_request_get_effort (request), ==, SALON_LLM_EFFORT_LOW);
  g_assert_cmpuint (salon_llm_request_get_max_tokens (request), ==, 900);
  g_assert_cmpstr (salon_llm_request_get_system (request), ==, "You are a pirate.\n");

  /* What makes no sense is as if it were not set. */
  salon_conversation_set_setting_double (conversation, SALON_CHAT_SETTING_TEMPERATURE, -3);
  salon_conversation_set_setting_string (conversation, SALON_CHAT_SETTING_EFFORT, "enormous");
  salon_conversation_set_setting_int64 (conversation, SALON_CHAT_SETTING_OUTPUT_LIMIT, -900);
  g_assert_true (fixture_finish (f, salon_conversation_send (conversation, "And"), NULL));
  request = f->requests->pdata[2];
  g_assert_true (isnan (salon_llm_request_get_temperature (request)));
  g_assert_cmpint (salon_llm_request_get_effort (request), ==, SALON_LLM_EFFORT_DEFAULT);
  g_assert_cmpuint (salon_llm_request_get_max_tokens (request), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

#define ADD(name, function) g_test_add_func ("/host/turn/" name, function)
  ADD ("text-and-reasoning-grow-and-go-along", test_text);
  ADD ("tool-call-goes-to-its-server-and-back", test_tool_round);
  ADD ("calls-of-one-reply-run-side-by-side", test_parallel);
  ADD ("only-so-many-calls-at-once", test_parallel_cap);
  ADD ("rounds-are-capped-and-can-go-on", test_round_cap);
  ADD ("rounds-that-are-over-are-sent-as-before", test_rounds_are_sent_as_before);
  ADD ("mistakes-of-the-model-go-back-in-words", test_mistakes_of_the_model);
  ADD ("pictures-are-passed-on-and-long-results-cut", test_results);
  ADD ("errors-of-the-model-keep-the-text-and-can-be-retried", test_model_errors);
  ADD ("no-model-is-an-error-with-a-sentence", test_no_model);
  ADD ("length-limit-and-waiting-are-noted", test_length);
  ADD ("empty-and-concurrent-messages-are-refused", test_wrong_sends);
  ADD ("stop-at-once", test_stop_at_once);
  ADD ("stop-while-servers-start", test_stop_while_servers_start);
  ADD ("stop-while-streaming", test_stop_while_streaming);
  ADD ("stop-while-asking", test_stop_while_asking);
  ADD ("stop-while-calling", test_stop_while_calling);
  ADD ("server-death-in-mid-call-goes-back-and-it-restarts", test_server_dies);
  ADD ("hanging-server-is-left-out-and-noted-once", test_hanging_server);
  ADD ("only-chosen-servers-are-offered", test_only_chosen_servers);
  ADD ("what-is-set-for-the-chat-is-asked-for", test_what_is_set_for_the_chat_is_asked_for);
  return g_test_run ();
}
