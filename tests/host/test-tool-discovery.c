/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host-test"

#include "config.h"

#include <string.h>

#include "salon-conversation-settings.h"
#include "salon-question.h"

#include "turn-fixture.h"

static Fixture *
new_discovering (void)
{
  Fixture *self = fixture_new ();

  fixture_add_server (self, "srv");
  salon_conversation_set_tool_discovery (self->conversation, SALON_TOOL_DISCOVERY_ALWAYS);
  return self;
}

/* What a request begins with, as far as caches are concerned. */
static char *
dup_beginning (SalonLlmRequest *request)
{
  GString *text = g_string_new (salon_llm_request_get_system (request));

  for (guint i = 0; i < salon_llm_request_get_n_tools (request); i++)
    {
      SalonLlmTool *tool = salon_llm_request_get_tool (request, i);
      g_autofree char *schema = salon_json_to_text (salon_llm_tool_get_schema (tool), FALSE);

      g_string_append_printf (text, "\n%s %s %s", salon_llm_tool_get_name (tool),
                              salon_llm_tool_get_description (tool), schema);
    }
  return g_string_free (text, FALSE);
}

static SalonLlmPart *
find_sent_call (Fixture    *self,
                const char *call_id)
{
  SalonLlmRequest *request = self->requests->pdata[self->requests->len - 1];

  for (guint i = 0; i < salon_llm_request_get_n_messages (request); i++)
    {
      SalonLlmMessage *message = salon_llm_request_get_message (request, i);

      for (guint j = 0; j < salon_llm_message_get_n_parts (message); j++)
        {
          SalonLlmPart *part = salon_llm_message_get_part (message, j);

          if (salon_llm_part_get_kind (part) == SALON_LLM_PART_TOOL_CALL &&
              g_strcmp0 (salon_llm_part_get_id (part), call_id) == 0)
            return part;
        }
    }
  return NULL;
}

static void
assert_state (SalonToolCall      *call,
              SalonToolCallState  state)
{
  g_assert_cmpstr (salon_tool_call_state_to_nick (salon_tool_call_get_state (call)), ==,
                   salon_tool_call_state_to_nick (state));
}

static void
test_when (void)
{
  struct
  {
    SalonToolDiscoveryMode mode;
    gint64 tokens;
    gint64 window;
    gboolean discovers;
  } cases[] = {
    { SALON_TOOL_DISCOVERY_AUTO, 10000, 200000, FALSE },
    { SALON_TOOL_DISCOVERY_AUTO, 10001, 200000, TRUE },
    { SALON_TOOL_DISCOVERY_AUTO, 4000, 0, FALSE },
    { SALON_TOOL_DISCOVERY_AUTO, 4001, 0, TRUE },
    { SALON_TOOL_DISCOVERY_AUTO, 4001, 32768, TRUE },
    { SALON_TOOL_DISCOVERY_AUTO, 1024, 4096, FALSE },
    { SALON_TOOL_DISCOVERY_AUTO, 1025, 4096, TRUE },
    { SALON_TOOL_DISCOVERY_AUTO, 1000000, G_MAXINT64, FALSE },
    { SALON_TOOL_DISCOVERY_AUTO, 0, 0, FALSE },
    { SALON_TOOL_DISCOVERY_ALWAYS, 1, 200000, TRUE },
    { SALON_TOOL_DISCOVERY_ALWAYS, 0, 200000, FALSE },
    { SALON_TOOL_DISCOVERY_NEVER, 1000000, 4096, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (salon_tool_discovery_decide (cases[i].mode, cases[i].tokens, cases[i].window),
                     ==, cases[i].discovers);
}

static void
test_three_tools_in_place_of_all (void)
{
  g_autoptr (Fixture) f = new_discovering ();
  g_autofree char *first = NULL;
  SalonLlmRequest *request;

  fixture_allow_all (f);
  script_provider_add (f->provider, "call c1 call_tool {\"name\":\"srv__echo\",\"arguments\":{}}");
  fixture_send (f, "Go");
  fixture_send (f, "And again");
  g_assert_cmpuint (f->requests->len, ==, 3);
  request = f->requests->pdata[0];
  g_assert_cmpuint (salon_llm_request_get_n_tools (request), ==, 3);
  g_assert_nonnull (strstr (salon_llm_request_get_system (request),
                            "- srv: 7 tools (big, echo, fail, …)\n"));
  g_assert_null (strstr (salon_llm_request_get_system (request), "Speak softly."));
  first = dup_beginning (request);
  for (guint i = 1; i < f->requests->len; i++)
    {
      g_autofree char *other = dup_beginning (f->requests->pdata[i]);

      g_assert_cmpstr (other, ==, first);
    }
}

static void
test_few_tools_are_all_told (void)
{
  g_autoptr (Fixture) f = fixture_new ();

  fixture_add_server (f, "srv");
  fixture_send (f, "Go");
  g_assert_cmpuint (salon_llm_request_get_n_tools (f->requests->pdata[0]), ==, 7);
}

static void
test_search_details_call (void)
{
  g_autoptr (Fixture) f = new_discovering ();
  SalonToolCall *call;
  SalonLlmPart *sent;
  const char *result;

  fixture_allow_all (f);
  script_provider_add (f->provider, "call c1 search_tools {\"query\":\"echo\",\"limit\":2}");
  script_provider_add (f->provider, "call c2 get_tool_details {\"names\":[\"srv__echo\",\"x\"]}");
  script_provider_add (f->provider, "call c3 call_tool {\"name\":\"srv__echo\","
                                    "\"arguments\":{\"text\":\"pong\"}}");
  fixture_send (f, "Go");

  result = fixture_get_result (f, "c1");
  g_assert_true (g_str_has_prefix (result, "- srv__echo: Does it\n"));
  assert_state (fixture_get_call (f, 0), SALON_TOOL_CALL_DONE);
  result = fixture_get_result (f, "c2");
  g_assert_nonnull (strstr (result, "## srv__echo\nDoes it\nArguments: {\"type\":\"object\"}"));
  g_assert_nonnull (strstr (result, "Speak softly."));
  g_assert_nonnull (strstr (result, "There is no tool “x”."));

  /* For the user it is the tool itself. */
  call = fixture_get_call (f, 2);
  assert_state (call, SALON_TOOL_CALL_DONE);
  g_assert_cmpstr (salon_tool_call_get_server_name (call), ==, "srv");
  g_assert_cmpstr (salon_tool_call_get_tool_name (call), ==, "echo");
  g_assert_cmpstr (salon_tool_call_get_sentence (call), ==, "echo: pong");
  g_assert_cmpstr (salon_tool_call_get_arguments (call), ==, "{\"text\":\"pong\"}");
  /* For the model it is what it wrote. */
  sent = find_sent_call (f, "c3");
  g_assert_cmpstr (salon_llm_part_get_name (sent), ==, "call_tool");
  g_assert_cmpstr (salon_llm_part_get_arguments (sent), ==,
                   "{\"name\":\"srv__echo\",\"arguments\":{\"text\":\"pong\"}}");
  g_assert_cmpstr (fixture_get_result (f, "c3"), ==, "pong");
}

static void
test_the_user_is_asked_about_the_real_tool (void)
{
  g_autoptr (Fixture) f = new_discovering ();
  DexFuture *turn;
  SalonQuestion *question;
  SalonToolCall *call;

  script_provider_add (f->provider, "call c1 search_tools {\"query\":\"echo\"}");
  script_provider_add (f->provider, "call c2 call_tool {\"name\":\"srv__echo\","
                                    "\"arguments\":{\"text\":\"pong\"}}");
  turn = salon_conversation_send (f->conversation, "Go");
  /* Looking for tools is nothing to ask about. */
  fixture_wait_for (f, fixture_get_question (f) != NULL);
  question = fixture_get_question (f);
  call = salon_question_get_tool_call (question);
  g_assert_cmpstr (salon_question_get_server_name (question), ==, "srv");
  g_assert_cmpstr (salon_tool_call_get_call_id (call), ==, "c2");
  g_assert_cmpstr (salon_tool_call_get_tool_name (call), ==, "echo");
  g_assert_cmpstr (salon_tool_call_get_arguments (call), ==, "{\"text\":\"pong\"}");
  g_assert_true (salon_question_allow (question, SALON_APPROVAL_ONCE, "{\"text\":\"edited\"}",
                                       NULL));
  g_assert_true (fixture_finish (f, turn, NULL));
  g_assert_cmpstr (fixture_get_result (f, "c2"), ==, "edited");
}

static void
test_rules_of_the_real_tool_hold (void)
{
  g_autoptr (Fixture) f = new_discovering ();
  g_autoptr (GError) error = NULL;
  DexFuture *turn;

  script_provider_add (f->provider, "call c1 call_tool {\"name\":\"srv__echo\",\"arguments\":{}}");
  script_provider_add (f->provider, "call c2 call_tool {\"name\":\"srv__echo\",\"arguments\":{}}");
  turn = salon_conversation_send (f->conversation, "Go");
  fixture_wait_for (f, fixture_get_question (f) != NULL);
  g_assert_true (salon_question_allow (fixture_get_question (f), SALON_APPROVAL_CHAT, NULL, NULL));
  g_assert_true (fixture_finish (f, turn, &error));
  /* The second one was not asked about, and another tool would be. */
  assert_state (fixture_get_call (f, 1), SALON_TOOL_CALL_DONE);
  script_provider_add (f->provider, "call c3 call_tool {\"name\":\"srv__fail\",\"arguments\":{}}");
  turn = salon_conversation_send (f->conversation, "More");
  fixture_wait_for (f, fixture_get_question (f) != NULL);
  salon_question_deny (fixture_get_question (f), NULL);
  g_assert_true (fixture_finish (f, turn, &error));
  assert_state (fixture_get_call (f, 0), SALON_TOOL_CALL_DENIED);
}

static void
test_wrong_names_get_the_nearest (void)
{
  g_autoptr (Fixture) f = new_discovering ();
  g_autoptr (GString) known = NULL;

  fixture_allow_all (f);
  script_provider_add (f->provider, "call c1 call_tool {\"name\":\"echo\",\"arguments\":{}}\n"
                                    "call c2 srv__ecko {}");
  fixture_send (f, "Go");
  assert_state (fixture_get_call (f, 0), SALON_TOOL_CALL_FAILED);
  g_assert_cmpstr (fixture_get_result (f, "c1"), ==,
                   "There is no tool “echo”. The nearest are: srv__echo.");
  g_assert_true (g_str_has_prefix (fixture_get_result (f, "c2"), "There is no tool “srv__ecko”. "
                                                                 "The nearest are: srv__"));
}

static void
test_arguments_are_checked_before_the_user_is_asked (void)
{
  g_autoptr (Fixture) f = fixture_new ();

  f->tool_schema = "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}},"
                   "\"required\":[\"text\"]}";
  fixture_add_server (f, "srv");
  salon_conversation_set_tool_discovery (f->conversation, SALON_TOOL_DISCOVERY_ALWAYS);
  script_provider_add (f->provider, "call c1 call_tool {\"name\":\"srv__echo\","
                                    "\"arguments\":{\"text\":5}}\n"
                                    "call c2 call_tool {\"name\":\"srv__echo\"}");
  /* Nobody answers questions here: a turn that asked would not end. */
  fixture_send (f, "Go");
  assert_state (fixture_get_call (f, 0), SALON_TOOL_CALL_FAILED);
  assert_state (fixture_get_call (f, 1), SALON_TOOL_CALL_FAILED);
  g_assert_nonnull (strstr (fixture_get_result (f, "c1"), "The arguments do not fit “srv__echo”"));
  g_assert_nonnull (strstr (fixture_get_result (f, "c1"), "text"));
  g_assert_nonnull (strstr (fixture_get_result (f, "c2"), "text"));
}

static void
test_mistakes_of_the_model (void)
{
  static const struct
  {
    const char *script;
    const char *words;
  } cases[] = {
    { "call c1 call_tool {\"name\":", "arguments are broken" },
    { "call c1 call_tool", "arguments are broken" },
    { "call c1 call_tool []", "“name” has to say" },
    { "call c1 call_tool {\"arguments\":{}}", "“name” has to say" },
    { "call c1 call_tool {\"name\":\"call_tool\",\"arguments\":{}}", "can’t call itself" },
    { "call c1 call_tool {\"name\":\"srv__echo\",\"arguments\":[]}", "has to be" },
    { "call c1 search_tools {}", "needs “query”" },
    { "call c1 search_tools {\"query\":", "needs “query”" },
    { "call c1 search_tools {\"query\":\"zzz\"}", "No tool has anything to do with “zzz”" },
    { "call c1 get_tool_details {\"names\":\"srv__echo\"}", "needs “names”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Fixture) f = new_discovering ();

      fixture_allow_all (f);
      script_provider_add (f->provider, cases[i].script);
      fixture_send (f, "Go");
      g_assert_cmpint (salon_message_get_state (fixture_get_reply (f)), ==,
                       SALON_MESSAGE_FINISHED);
      g_test_message ("%s: %s", cases[i].script, fixture_get_result (f, "c1"));
      g_assert_nonnull (fixture_get_result (f, "c1"));
      g_assert_true (strstr (fixture_get_result (f, "c1"), cases[i].words) != NULL ||
                     strstr (fixture_get_result (f, "c1"), "have to be") != NULL);
    }
}

static void
test_what_models_mean_is_understood (void)
{
  static const char * const scripts[] = {
    "call c1 call_tool {\"name\":\"srv__echo\",\"arguments\":\"{\\\"text\\\":\\\"pong\\\"}\"}",
    "call c1 call_tool {\"name\":\"srv__echo\",\"text\":\"pong\"}",
    "call c1 srv__echo {\"text\":\"pong\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_autoptr (Fixture) f = new_discovering ();

      fixture_allow_all (f);
      script_provider_add (f->provider, scripts[i]);
      fixture_send (f, "Go");
      g_assert_cmpstr (fixture_get_result (f, "c1"), ==, "pong");
    }
}

static void
test_switched_off_in_the_middle (void)
{
  g_autoptr (Fixture) f = new_discovering ();
  SalonLlmPart *sent;

  fixture_allow_all (f);
  script_provider_add (f->provider, "call c1 call_tool {\"name\":\"srv__echo\","
                                    "\"arguments\":{\"text\":\"pong\"}}");
  fixture_send (f, "Go");
  salon_conversation_set_tool_discovery (f->conversation, SALON_TOOL_DISCOVERY_NEVER);
  fixture_send (f, "On");
  g_assert_cmpuint (salon_llm_request_get_n_tools (f->requests->pdata[f->requests->len - 1]), ==,
                    7);
  sent = find_sent_call (f, "c1");
  g_assert_cmpstr (salon_llm_part_get_name (sent), ==, "srv__echo");
  g_assert_cmpstr (salon_llm_part_get_arguments (sent), ==, "{\"text\":\"pong\"}");
}

static gint64
window_cb (const char *model,
           gpointer    user_data)
{
  g_assert_cmpstr (model, ==, "script/one");
  return *(gint64 *) user_data;
}

static void
test_the_budget_tells_what_is_saved (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (SalonConversation) conversation = NULL;
  g_autoptr (SalonChat) chat = salon_history_new_chat (f->history);
  g_autoptr (SalonToolBudget) budget = NULL;
  g_autoptr (SalonToolBudget) small = NULL;
  gint64 window = 200000;
  gint64 sum = 0;

  f->services.get_window = window_cb;
  f->services.get_window_data = &window;
  conversation = salon_conversation_new (&f->services, chat);
  salon_conversation_set_model (conversation, "script/one");
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("server%02u", i);

      fixture_add_server (f, name);
    }
  g_assert_true (fixture_finish (f, salon_conversation_send (conversation, "Go"), NULL));
  budget = salon_conversation_dup_tool_budget (conversation);
  g_assert_false (budget->discovers);
  g_assert_cmpuint (budget->n_tools, ==, 140);
  g_assert_cmpint (budget->window, ==, 200000);
  g_assert_cmpint (budget->sent_tokens, ==, budget->definition_tokens);
  g_assert_cmpuint (budget->servers->len, ==, 20);
  for (guint i = 0; i < budget->servers->len; i++)
    {
      const SalonToolBudgetServer *server = budget->servers->pdata[i];

      g_assert_cmpuint (server->n_tools, ==, 7);
      sum += server->tokens;
    }
  g_assert_cmpint (sum, ==, budget->definition_tokens);

  /* A smaller model looks for them. */
  window = 8192;
  small = salon_conversation_dup_tool_budget (conversation);
  g_assert_true (small->discovers);
  g_assert_cmpint (small->definition_tokens, ==, budget->definition_tokens);
  g_assert_cmpint (small->sent_tokens, <, small->definition_tokens / 2);
  g_assert_true (fixture_finish (f, salon_conversation_send (conversation, "Go"), NULL));
  g_assert_cmpuint (salon_llm_request_get_n_tools (f->requests->pdata[1]), ==, 3);
}

static void
on_setting_changed_cb (SalonConversation *conversation,
                       const char        *name,
                       GString           *names)
{
  g_string_append_printf (names, "%s ", name);
}

static void
test_settings_are_kept_with_the_chat (void)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "history.db", NULL);
  g_autoptr (Fixture) f = NULL;
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GPtrArray) chats = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *listed;

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_data_dir (), 0700), ==, 0);
  f = fixture_new_stored (path);
  g_signal_connect (f->conversation, "setting-changed", G_CALLBACK (on_setting_changed_cb), names);
  salon_conversation_set_setting_double (f->conversation, SALON_CHAT_SETTING_TEMPERATURE, 0.25);
  salon_conversation_set_setting_int64 (f->conversation, SALON_CHAT_SETTING_OUTPUT_LIMIT, 500);
  salon_conversation_set_setting_string (f->conversation, SALON_CHAT_SETTING_SYSTEM_PROMPT, "Hm.");
  salon_conversation_set_setting_string (f->conversation, SALON_CHAT_SETTING_SYSTEM_PROMPT, "Hm.");
  salon_conversation_set_setting_boolean (f->conversation, "x-future", TRUE);
  salon_conversation_set_tool_discovery (f->conversation, SALON_TOOL_DISCOVERY_NEVER);
  g_assert_cmpstr (names->str, ==, "temperature output_limit system_prompt x-future "
                                   "tool_discovery ");
  g_assert_cmpfloat (salon_conversation_get_setting_double (f->conversation,
                                                            SALON_CHAT_SETTING_TEMPERATURE, 1),
                     ==, 0.25);
  fixture_send (f, "Go");
  salon_conversation_unset_setting (f->conversation, SALON_CHAT_SETTING_OUTPUT_LIMIT);
  g_assert_cmpint (salon_conversation_get_setting_int64 (f->conversation,
                                                         SALON_CHAT_SETTING_OUTPUT_LIMIT, -1),
                   ==, -1);
  g_assert_true (fixture_finish (f, salon_conversation_flush (f->conversation), &error));
  listed = salon_store_list_chats (f->store);
  dex_ref (listed);
  g_assert_true (fixture_finish (f, listed, &error));
  chats = g_value_dup_boxed (dex_future_get_value (listed, NULL));
  dex_unref (listed);
  g_assert_cmpuint (chats->len, ==, 1);
  g_assert_cmpstr (((SalonStoreChat *) chats->pdata[0])->settings, ==,
                   "{\"temperature\":0.25,\"system_prompt\":\"Hm.\",\"x-future\":true,"
                   "\"tool_discovery\":\"never\"}");
  {
    g_autoptr (SalonChat) again = salon_chat_new_from_row (chats->pdata[0]);
    g_autoptr (SalonConversation) loaded = salon_conversation_new (&f->services, again);

    g_assert_cmpint (salon_conversation_get_tool_discovery (loaded), ==,
                     SALON_TOOL_DISCOVERY_NEVER);
    g_assert_cmpstr (salon_conversation_get_setting_string (loaded,
                                                            SALON_CHAT_SETTING_SYSTEM_PROMPT),
                     ==, "Hm.");
    g_assert_null (salon_conversation_get_setting_string (loaded,
                                                          SALON_CHAT_SETTING_TEMPERATURE));
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/host/tool-discovery/begins-at-a-share-of-the-window", test_when);
  g_test_add_func ("/host/tool-discovery/three-tools-in-place-of-all",
                   test_three_tools_in_place_of_all);
  g_test_add_func ("/host/tool-discovery/few-tools-are-all-told", test_few_tools_are_all_told);
  g_test_add_func ("/host/tool-discovery/search-details-call", test_search_details_call);
  g_test_add_func ("/host/tool-discovery/the-user-is-asked-about-the-real-tool",
                   test_the_user_is_asked_about_the_real_tool);
  g_test_add_func ("/host/tool-discovery/rules-of-the-real-tool-hold",
                   test_rules_of_the_real_tool_hold);
  g_test_add_func ("/host/tool-discovery/wrong-names-get-the-nearest",
                   test_wrong_names_get_the_nearest);
  g_test_add_func ("/host/tool-discovery/arguments-are-checked-before-the-user-is-asked",
                   test_arguments_are_checked_before_the_user_is_asked);
  g_test_add_func ("/host/tool-discovery/mistakes-are-told-to-the-model",
                   test_mistakes_of_the_model);
  g_test_add_func ("/host/tool-discovery/what-models-mean-is-understood",
                   test_what_models_mean_is_understood);
  g_test_add_func ("/host/tool-discovery/switched-off-in-the-middle",
                   test_switched_off_in_the_middle);
  g_test_add_func ("/host/tool-discovery/the-budget-tells-what-is-saved",
                   test_the_budget_tells_what_is_saved);
  g_test_add_func ("/host/tool-discovery/settings-are-kept-with-the-chat",
                   test_settings_are_kept_with_the_chat);
  return g_test_run ();
}
