/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host-test"

#include "config.h"

#include <math.h>
#include <string.h>

#include "salon-attachment-private.h"
#include "salon-compaction.h"
#include "salon-conversation-context.h"
#include "salon-llm-error.h"
#include "salon-message-private.h"
#include "salon-part-private.h"
#include "turn-fixture.h"

#define SENTENCE "Earlier messages were summarised for the model."
#define CUT_SENTENCE "Earlier messages could not be summarised and are left out for the model."

static gint64 window = 1000;
static const char *small_model;

static gint64
get_window_cb (const char *model,
               gpointer    user_data)
{
  return window;
}

static const char *
get_small_model_cb (gpointer user_data)
{
  return small_model;
}

/* A conversation with a model whose window is known. */
static SalonConversation *
begin (Fixture *f)
{
  g_autoptr (SalonChat) chat = salon_history_new_chat (f->history);

  f->services.get_window = get_window_cb;
  f->services.get_small_model = get_small_model_cb;
  g_set_object (&f->conversation, NULL);
  f->conversation = salon_conversation_new (&f->services, chat);
  salon_conversation_set_model (f->conversation, "script/one");
  window = 1000;
  small_model = NULL;
  return f->conversation;
}

static SalonLlmRequest *
get_request (Fixture *f,
             guint    position)
{
  g_assert_cmpuint (position, <, f->requests->len);
  return f->requests->pdata[position];
}

static const char *
get_text (SalonLlmRequest *request,
          guint            message,
          guint            part)
{
  return salon_llm_part_get_text (
    salon_llm_message_get_part (salon_llm_request_get_message (request, message), part));
}

static guint
count_notes (Fixture    *f,
             const char *sentence)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (f->conversation)); i++)
    {
      g_autoptr (SalonMessage) message = g_list_model_get_item (G_LIST_MODEL (f->conversation), i);

      for (guint j = 0; j < salon_message_get_n_parts (message); j++)
        n += g_strcmp0 (salon_part_get_text (salon_message_get_part (message, j)), sentence) == 0;
    }
  return n;
}

static void
test_full_window_is_shortened (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (SalonContext) context = NULL;
  SalonLlmRequest *request;

  begin (f);
  script_provider_add (f->provider, "usage 300 20 0 0 1\ntext First answer.");
  fixture_send (f, "First question");
  script_provider_add (f->provider, "usage 830 25 0 0 1\ntext Second answer.");
  fixture_send (f, "Second question");
  /* 855 and the new question are past 85 % of 1,000. */
  script_provider_add (f->provider, "text They spoke of two things.");
  script_provider_add (f->provider, "usage 200 20 0 0 1\ntext Third answer.");
  fixture_send (f, "Third question");
  g_assert_cmpuint (f->requests->len, ==, 4);
  request = get_request (f, 2);
  g_assert_cmpuint (salon_llm_request_get_n_tools (request), ==, 0);
  g_assert_nonnull (strstr (get_text (request, 0, 0), "First answer."));
  g_assert_null (strstr (get_text (request, 0, 0), "Third question"));
  request = get_request (f, 3);
  g_assert_nonnull (strstr (get_text (request, 0, 0), "They spoke of two things."));
  g_assert_cmpuint (count_notes (f, SENTENCE), ==, 1);
  g_assert_cmpstr (salon_part_get_details (fixture_get_part (f, 0)), ==,
                   "They spoke of two things.");
  g_assert_cmpint (salon_message_get_state (fixture_get_reply (f)), ==, SALON_MESSAGE_FINISHED);
  /* The chat has lost nothing. */
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->conversation)), ==, 6);

  /* The next one goes on like that, and asks nobody. */
  fixture_send (f, "Fourth question");
  g_assert_cmpuint (f->requests->len, ==, 5);
  request = get_request (f, 4);
  g_assert_nonnull (strstr (get_text (request, 0, 0), "They spoke of two things."));
  g_assert_cmpuint (count_notes (f, SENTENCE), ==, 1);

  /* And back. */
  context = salon_conversation_dup_context (f->conversation);
  g_assert_true (context->shortened);
  salon_conversation_use_whole_chat (f->conversation);
  g_assert_false (salon_conversation_is_shortened (f->conversation));
  fixture_send (f, "Fifth question");
  request = get_request (f, 5);
  g_assert_cmpstr (get_text (request, 0, 0), ==, "First question");
  g_assert_cmpuint (salon_llm_request_get_n_messages (request), ==, 9);
}

static void
test_below_nothing_happens (void)
{
  g_autoptr (Fixture) f = fixture_new ();

  begin (f);
  script_provider_add (f->provider, "usage 800 20 0 0 1\ntext First answer.");
  fixture_send (f, "First question");
  fixture_send (f, "Second question");
  g_assert_cmpuint (f->requests->len, ==, 2);
  /* A window that is not known is never full. */
  begin (f);
  window = 0;
  script_provider_add (f->provider, "usage 999999 20 0 0 1\ntext First answer.");
  fixture_send (f, "First question");
  fixture_send (f, "Second question");
  g_assert_cmpuint (f->requests->len, ==, 4);
}

static void
test_failing_summary_cuts (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *script = g_strdup_printf ("error %d", SALON_LLM_ERROR_SERVER);
  SalonLlmRequest *request;

  begin (f);
  script_provider_add (f->provider, "usage 900 20 0 0 1\ntext First answer.");
  fixture_send (f, "First question");
  script_provider_add (f->provider, script);
  g_test_expect_message ("salon-host", G_LOG_LEVEL_MESSAGE, "*could not be summarised*");
  fixture_send (f, "Second question");
  g_test_assert_expected_messages ();
  request = get_request (f, 2);
  g_assert_nonnull (strstr (get_text (request, 0, 0), "there is no summary"));
  g_assert_cmpstr (get_text (request, 0, 1), ==, "Second question");
  g_assert_cmpuint (salon_llm_request_get_n_messages (request), ==, 1);
  g_assert_cmpuint (count_notes (f, CUT_SENTENCE), ==, 1);
  g_assert_cmpstr (salon_part_get_details (fixture_get_part (f, 0)), ==, "");
}

/* Whatever is cut, every call has its result and every result its call. */
static void
assert_whole_calls (SalonLlmRequest *request)
{
  g_autoptr (GHashTable) calls = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < salon_llm_request_get_n_messages (request); i++)
    {
      SalonLlmMessage *message = salon_llm_request_get_message (request, i);

      for (guint j = 0; j < salon_llm_message_get_n_parts (message); j++)
        {
          SalonLlmPart *part = salon_llm_message_get_part (message, j);

          if (salon_llm_part_get_kind (part) == SALON_LLM_PART_TOOL_CALL)
            g_hash_table_add (calls, (gpointer) salon_llm_part_get_id (part));
          else if (salon_llm_part_get_kind (part) == SALON_LLM_PART_TOOL_RESULT)
            g_assert_true (g_hash_table_remove (calls, salon_llm_part_get_id (part)));
        }
    }
  g_assert_cmpuint (g_hash_table_size (calls), ==, 0);
}

static void
test_calls_stay_whole (void)
{
  g_autoptr (Fixture) f = fixture_new ();

  begin (f);
  window = 3000;
  fixture_add_server (f, "srv");
  fixture_allow_all (f);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *script =
        g_strdup_printf ("usage 500 20 0 0 1\ncall a%u srv__echo {\"text\":\"aa\"}\n"
                         "call b%u srv__echo {\"text\":\"bb\"}", i, i);

      script_provider_add (f->provider, script);
      script_provider_add (f->provider, i < 3 ? "usage 600 20 0 0 1\ntext Done."
                                              : "usage 2600 20 0 0 1\ntext Done.");
      fixture_send (f, "Go on");
    }
  script_provider_add (f->provider, "text Much was done.");
  script_provider_add (f->provider, "usage 100 20 0 0 1\ntext Yes.");
  fixture_send (f, "And?");
  g_assert_cmpuint (count_notes (f, SENTENCE), ==, 1);
  for (guint i = 0; i < f->requests->len; i++)
    assert_whole_calls (get_request (f, i));
}

/* In the middle of a turn, what came before it is what can go. */
static void
test_within_a_turn (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SalonLlmRequest *request;

  begin (f);
  window = 3000;
  fixture_add_server (f, "srv");
  fixture_allow_all (f);
  script_provider_add (f->provider, "usage 900 20 0 0 1\ntext First answer.");
  fixture_send (f, "First question");
  script_provider_add (f->provider, "usage 2700 20 0 0 1\ncall c1 srv__echo {\"text\":\"x\"}");
  script_provider_add (f->provider, "text The first was answered.");
  script_provider_add (f->provider, "usage 500 20 0 0 1\ntext Done.");
  fixture_send (f, "Second question");
  request = get_request (f, 3);
  assert_whole_calls (request);
  g_assert_cmpstr (get_text (request, 0, 1), ==, "Second question");
  g_assert_cmpstr (fixture_get_result (f, "c1"), ==, "x");
}

static void
test_on_demand (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (SalonContext) context = NULL;
  g_autoptr (GError) error = NULL;

  begin (f);
  window = 100000;
  g_assert_false (fixture_finish (f, salon_conversation_shorten (f->conversation), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  script_provider_add (f->provider, "usage 300 20 0 0 1\ntext First answer.");
  fixture_send (f, "First question");
  script_provider_add (f->provider, "usage 400 20 0 0 1\ntext Second answer.");
  fixture_send (f, "Second question");
  context = salon_conversation_dup_context (f->conversation);
  g_assert_true (context->can_shorten);
  g_assert_cmpint (context->used, ==, 420);
  script_provider_add (f->provider, "text In short.");
  g_assert_true (fixture_finish (f, salon_conversation_shorten (f->conversation), NULL));
  g_assert_true (salon_conversation_is_shortened (f->conversation));
  g_assert_cmpuint (count_notes (f, SENTENCE), ==, 1);
  g_clear_pointer (&context, salon_context_free);
  context = salon_conversation_dup_context (f->conversation);
  g_assert_true (context->estimated);
  g_assert_cmpint (context->used, <, 420);
  fixture_send (f, "Third question");
  g_assert_nonnull (strstr (get_text (get_request (f, 3), 0, 0), "In short."));
  g_assert_cmpstr (get_text (get_request (f, 3), 0, 1), ==, "Second question");
}

static void
test_practice_does_not_pretend (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (SalonContext) context = NULL;

  begin (f);
  f->conversation = (g_object_unref (f->conversation), NULL);
  f->services.titles = TRUE;
  begin (f);
  window = G_MAXINT64;
  salon_conversation_set_model (f->conversation, "practice/practice");
  fixture_send (f, "First question");
  fixture_send (f, "Second question");
  context = salon_conversation_dup_context (f->conversation);
  g_assert_false (context->can_shorten);
  g_assert_cmpint (context->window, ==, 0);
  g_assert_cmpfloat (salon_context_get_fraction (context), ==, -1);
  g_assert_cmpuint (f->requests->len, ==, 2);
}

static void
test_parts_of_the_window (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (SalonContext) context = NULL;

  begin (f);
  window = 100000;
  fixture_add_server (f, "one");
  fixture_add_server (f, "two");
  script_provider_add (f->provider, "usage 8000 2000 0 0 1\nthink 12345678\ntext Answer.");
  fixture_send (f, "Question");
  context = salon_conversation_dup_context (f->conversation);
  g_assert_cmpint (context->window, ==, 100000);
  g_assert_cmpint (context->used, ==, 10000);
  g_assert_false (context->estimated);
  g_assert_cmpfloat (salon_context_get_fraction (context), ==, 0.1);
  g_assert_cmpint (context->reasoning_tokens, ==, 2);
  g_assert_cmpuint (context->tools->servers->len, ==, 2);
  g_assert_cmpint (context->tools_tokens, >, 0);
  g_assert_cmpint (context->system_tokens, >, 50);
  g_assert_cmpint (context->system_tokens + context->tools_tokens + context->messages_tokens +
                   context->reasoning_tokens, ==, 10000);
}

static void
test_clean_titles (void)
{
  static const struct
  {
    const char *answer;
    const char *title;
  } cases[] = {
    { "Trip to Rome", "Trip to Rome" },
    { "  “Trip to  Rome.”\nMore words", "Trip to Rome" },
    { "**Don’t panic**", "Don’t panic" },
    { "'L'été'", "L'été" },
    { "Bell\x07 and\ttab", "Bell and tab" },
    { "", NULL },
    { "\"\"", NULL },
    { "one two three four five six seven eight nine ten eleven twelve thirteen",
      "one two three four five six seven eight nine ten eleven…" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *title = salon_conversation_dup_clean_title (cases[i].answer);

      g_assert_cmpstr (title, ==, cases[i].title);
      g_assert_cmpint (title != NULL ? g_utf8_strlen (title, -1) : 0, <=, 60);
    }
}

static void
test_titles (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *broken = g_strdup_printf ("error %d", SALON_LLM_ERROR_SERVER);

  f->services.titles = TRUE;
  begin (f);
  small_model = "script/tiny";
  script_provider_add (f->provider, "text Rome is old.");
  script_provider_add (f->provider, "text \"Age of Rome\"");
  fixture_send (f, "How old is Rome?");
  fixture_wait_for (f, g_str_equal (salon_conversation_get_title (f->conversation),
                                    "Age of Rome"));
  g_assert_cmpstr (salon_llm_request_get_model (get_request (f, 1)), ==, "tiny");
  g_assert_nonnull (strstr (get_text (get_request (f, 1), 0, 0), "Rome is old."));
  /* Once a chat. */
  fixture_send (f, "And Milan?");
  g_assert_cmpuint (f->requests->len, ==, 3);

  /* Nothing is said of a failure. */
  begin (f);
  script_provider_add (f->provider, "text Rome is old.");
  script_provider_add (f->provider, broken);
  fixture_send (f, "How old is Rome?");
  fixture_wait_for (f, f->requests->len == 5);
  for (guint i = 0; i < 100; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpstr (salon_conversation_get_title (f->conversation), ==, "How old is Rome?");
}

static void
test_title_of_the_user_stays (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (DexFuture) turn = NULL;

  f->services.titles = TRUE;
  begin (f);
  script_provider_add (f->provider, "hang");
  turn = salon_conversation_send (f->conversation, "How old is Rome?");
  fixture_wait_for (f, f->requests->len == 1);
  g_assert_true (fixture_finish (f, salon_history_rename (
    f->history, salon_conversation_get_id (f->conversation), "Mine"), NULL));
  salon_conversation_stop (f->conversation);
  fixture_finish (f, g_steal_pointer (&turn), NULL);
  script_provider_add (f->provider, "text Old.");
  g_assert_true (fixture_finish (f, salon_conversation_retry (f->conversation), NULL));
  for (guint i = 0; i < 100; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpstr (salon_conversation_get_title (f->conversation), ==, "Mine");
  g_assert_cmpuint (f->requests->len, ==, 2);
}

/* A picture takes what its size takes, a text what its length does; their names are nothing. */
static void
test_attachments_count (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (4000), 4000);
  g_autoptr (SalonAttachment) picture =
    salon_attachment_new (SALON_ATTACHMENT_IMAGE, "a.png", "image/png", bytes, 750, 100);
  g_autoptr (SalonAttachment) text =
    salon_attachment_new (SALON_ATTACHMENT_DOCUMENT, "a.txt", "text/plain", bytes, 0, 0);
  g_autoptr (SalonMessage) message = salon_message_new (SALON_ROLE_USER, NULL, NULL, 0);
  g_autoptr (SalonPart) first = salon_part_new_attachment (picture);
  g_autoptr (SalonPart) second = salon_part_new_attachment (text);
  gint64 empty = salon_compaction_tokens_of (message, NULL);
  gint64 one;

  salon_message_add_part (message, first);
  one = salon_compaction_tokens_of (message, NULL);
  g_assert_cmpint (one - empty, ==, 101);
  salon_message_add_part (message, second);
  g_assert_cmpint (salon_compaction_tokens_of (message, NULL) - one, ==, 1000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

#define ADD(name, function) g_test_add_func ("/host/context/" name, function)
  ADD ("full-window-is-shortened-and-back", test_full_window_is_shortened);
  ADD ("below-the-limit-nothing-happens", test_below_nothing_happens);
  ADD ("failing-summary-leaves-out-and-says-so", test_failing_summary_cuts);
  ADD ("calls-and-results-stay-together", test_calls_stay_whole);
  ADD ("window-that-fills-within-a-turn", test_within_a_turn);
  ADD ("shortened-on-demand", test_on_demand);
  ADD ("practice-model-does-not-pretend", test_practice_does_not_pretend);
  ADD ("parts-add-up-to-the-whole", test_parts_of_the_window);
  ADD ("titles-are-plain-words", test_clean_titles);
  ADD ("title-is-found-after-the-first-exchange", test_titles);
  ADD ("title-of-the-user-stays", test_title_of_the_user_stays);
  ADD ("attachments-take-room", test_attachments_count);

  return g_test_run ();
}
