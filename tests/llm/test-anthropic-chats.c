/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <string.h>

#include "salon-anthropic-request.h"

#include "llm-chat.h"
#include "llm-test.h"

#define CACHE ",\"cache_control\":{\"type\":\"ephemeral\"}"

/* The rules of the API across messages, which no schema tells, checked by nothing of the
 * writer's own.
 */

static gboolean
is_blank (const char *text)
{
  g_autofree char *stripped = NULL;
  gboolean blank = TRUE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    blank = blank && g_unichar_isspace (g_utf8_get_char (p));
  return blank;
}

static gboolean
has_type (const SalonJson *block,
          const char      *type)
{
  return g_str_equal (llm_chat_string (block, "type"), type);
}

static void
check_block (const SalonJson *block,
             gboolean         is_user)
{
  if (has_type (block, "text"))
    {
      g_assert_false (is_blank (llm_chat_string (block, "text")));
    }
  else if (has_type (block, "tool_use"))
    {
      g_assert_false (is_user);
      g_assert_true (salon_json_is_object (llm_chat_get (block, "input")));
      g_assert_true (g_regex_match_simple ("^[a-zA-Z0-9_-]+$", llm_chat_string (block, "id"), 0,
                                           0));
      g_assert_true (g_regex_match_simple ("^[a-zA-Z0-9_-]{1,64}$",
                                           llm_chat_string (block, "name"), 0, 0));
    }
  else if (has_type (block, "thinking") || has_type (block, "redacted_thinking"))
    {
      g_assert_false (is_user);
      g_assert_null (salon_json_get_member (block, "cache_control"));
    }
  else
    {
      g_assert_true (is_user);
      g_assert_true (has_type (block, "image") || has_type (block, "document") ||
                     has_type (block, "tool_result"));
    }
}

/* The results of @calls have to be the first blocks of @message, and the only results in it. */
static void
check_results (const SalonJson *message,
               GPtrArray       *calls)
{
  const SalonJson *block;
  SalonJsonIter iter;
  guint n_results = 0;
  gboolean over = FALSE;

  salon_json_iter_init (&iter, llm_chat_get (message, "content"));
  while (salon_json_iter_next (&iter, NULL, &block))
    {
      if (!has_type (block, "tool_result"))
        {
          over = TRUE;
          continue;
        }
      g_assert_false (over);
      g_assert_cmpuint (n_results, <, calls->len);
      g_assert_cmpstr (llm_chat_string (block, "tool_use_id"), ==,
                       g_ptr_array_index (calls, n_results));
      n_results++;
    }
  g_assert_cmpuint (n_results, ==, calls->len);
  g_ptr_array_set_size (calls, 0);
}

static void
check_messages (const SalonJson *messages)
{
  g_autoptr (GPtrArray) calls = g_ptr_array_new ();
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  const SalonJson *message;
  const SalonJson *block;
  SalonJsonIter iter;
  gboolean expects_user = TRUE;

  g_assert_cmpuint (salon_json_get_length (messages), >, 0);
  salon_json_iter_init (&iter, messages);
  while (salon_json_iter_next (&iter, NULL, &message))
    {
      gboolean is_user = g_str_equal (llm_chat_string (message, "role"), "user");
      gboolean only_thinking = TRUE;
      SalonJsonIter blocks;

      g_assert_true (is_user == expects_user);
      expects_user = !is_user;
      if (is_user)
        check_results (message, calls);
      g_assert_cmpuint (salon_json_get_length (llm_chat_get (message, "content")), >, 0);
      salon_json_iter_init (&blocks, llm_chat_get (message, "content"));
      while (salon_json_iter_next (&blocks, NULL, &block))
        {
          check_block (block, is_user);
          only_thinking = only_thinking && strstr (llm_chat_string (block, "type"), "thinking");
          if (!has_type (block, "tool_use"))
            continue;
          g_ptr_array_add (calls, (gpointer) llm_chat_string (block, "id"));
          g_assert_true (g_hash_table_add (ids, (gpointer) llm_chat_string (block, "id")));
        }
      g_assert_false (only_thinking);
    }
  g_assert_false (expects_user);
  g_assert_cmpuint (calls->len, ==, 0);
}

static guint
count (const char *text,
       const char *needle)
{
  guint n = 0;

  while ((text = strstr (text, needle)) != NULL)
    {
      n++;
      text += strlen (needle);
    }
  return n;
}

static void
check_request (const char *written)
{
  g_autoptr (SalonJsonDocument) document = llm_test_parse (written);
  const SalonJson *root = salon_json_document_get_root (document);
  const SalonJson *thinking = salon_json_get_member (root, "thinking");
  gint64 max_tokens = 0;
  gint64 budget = 1024;

  check_messages (llm_chat_get (root, "messages"));
  g_assert_cmpuint (count (written, "\"cache_control\""), <=, 4);
  g_assert_true (salon_json_as_int64 (llm_chat_get (root, "max_tokens"), &max_tokens));
  salon_json_as_int64 (salon_json_get_member (thinking, "budget_tokens"), &budget);
  g_assert_cmpint (budget, >=, 1024);
  g_assert_cmpint (budget, <, max_tokens);
  if (thinking != NULL && has_type (thinking, "enabled"))
    g_assert_false (has_type (salon_json_get_member (root, "tool_choice") != NULL
                                ? llm_chat_get (root, "tool_choice") : thinking, "any"));
  if (strstr (written, "\"type\":\"tool_use\"") != NULL)
    g_assert_cmpuint (salon_json_get_length (llm_chat_get (root, "tools")), >, 0);
}

static SalonLlmRequest *
make_random_request (void)
{
  static const char * const models[] = {
    "claude-sonnet-4-5", "claude-opus-4-7", "claude-opus-5-5", "claude-3-5-haiku-latest", "tiny",
  };
  SalonLlmRequest *request;
  g_autoptr (SalonLlmTool) tool = salon_llm_tool_new ("find it/now", NULL, NULL);

  request = salon_llm_request_new (models[g_test_rand_int_range (0, G_N_ELEMENTS (models))]);
  salon_llm_request_set_effort (request, (SalonLlmEffort) g_test_rand_int_range (0, 5));
  salon_llm_request_set_tool_choice (request, (SalonLlmToolChoice) g_test_rand_int_range (0, 3));
  if (g_test_rand_int_range (0, 2) == 0)
    salon_llm_request_add_tool (request, tool);
  if (g_test_rand_int_range (0, 2) == 0)
    salon_llm_request_set_system (request, "Be kind.");
  llm_chat_fill_at_random (request);
  return request;
}

static void
test_every_chat_is_valid (void)
{
  for (guint i = 0; i < 3000; i++)
    {
      g_autoptr (SalonLlmRequest) request = make_random_request ();
      g_autofree char *written = NULL;

      written = salon_anthropic_write_request (request, "here", g_test_rand_int_range (0, 4) > 0);
      /* As in test-anthropic-request.c. */
      if (i < 200 && strstr (written, "between_tools") == NULL)
        llm_chat_record ("/v1/messages", written);
      check_request (written);
    }
}

/* The messages, without the marks, which move. */
static char *
dup_messages (SalonLlmRequest *request)
{
  g_autofree char *written = salon_anthropic_write_request (request, "here", TRUE);
  g_auto (GStrv) pieces = g_strsplit (written, CACHE, -1);
  g_autofree char *bare = g_strjoinv ("", pieces);

  return g_strdup (strstr (bare, "\"messages\":["));
}

static void
test_growing_chat_keeps_its_beginning (void)
{
  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr (SalonLlmRequest) request = make_random_request ();
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;

      llm_test_add_text (request, SALON_LLM_ROLE_USER, "Go on");
      before = dup_messages (request);
      llm_chat_add (request, SALON_LLM_ROLE_ASSISTANT, salon_llm_part_new_text ("Well"),
                    salon_llm_part_new_tool_call ("z", "look", "{}"), NULL);
      llm_chat_add (request, SALON_LLM_ROLE_USER,
                    salon_llm_part_new_tool_result ("z", "look", "1", FALSE, NULL), NULL);
      after = dup_messages (request);
      g_assert_true (g_str_has_suffix (before, "]}]}"));
      before[strlen (before) - 2] = '\0';
      g_assert_true (g_str_has_prefix (after, before));
    }
}

/* The end of the chat in one request is a mark in the next, however much comes in between. */
static void
test_cache_marks_follow_the_chat (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("claude-sonnet-4-5");
  g_autoptr (SalonLlmTool) tool = salon_llm_tool_new ("one", NULL, NULL);
  g_autofree char *last = NULL;

  salon_llm_request_set_system (request, "S");
  salon_llm_request_add_tool (request, tool);
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Begin");
  for (guint round = 0; round < 5; round++)
    {
      g_autoptr (SalonLlmMessage) calls = salon_llm_message_new (SALON_LLM_ROLE_ASSISTANT);
      g_autoptr (SalonLlmMessage) results = salon_llm_message_new (SALON_LLM_ROLE_USER);
      g_autofree char *written = salon_anthropic_write_request (request, "here", TRUE);
      const char *mark = g_strrstr (written, CACHE);

      g_assert_cmpuint (count (written, CACHE), ==, round == 0 ? 3 : 4);
      g_assert_true (g_str_has_prefix (mark + strlen (CACHE), "}]}]}"));
      if (last != NULL)
        {
          const char *place = strstr (written, last);

          g_assert_nonnull (place);
          g_assert_true (g_str_has_prefix (place + strlen (last), CACHE));
        }
      g_free (last);
      last = g_strndup (mark - 40, 40);
      for (guint i = 0; i < 30; i++)
        {
          g_autofree char *id = g_strdup_printf ("c%u_%u", round, i);
          g_autofree char *text = g_strdup_printf ("the result of round %u, call %u", round, i);
          g_autoptr (SalonLlmPart) call = salon_llm_part_new_tool_call (id, "one", "{}");
          g_autoptr (SalonLlmPart) result = NULL;

          result = salon_llm_part_new_tool_result (id, "one", text, FALSE, NULL);
          salon_llm_message_add_part (calls, call);
          salon_llm_message_add_part (results, result);
        }
      salon_llm_request_add_message (request, calls);
      salon_llm_request_add_message (request, results);
    }
}

#define TEST(name, func) g_test_add_func ("/llm/anthropic-chats/" name, func)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  TEST ("every-chat-is-valid", test_every_chat_is_valid);
  TEST ("growing-chat-keeps-its-beginning", test_growing_chat_keeps_its_beginning);
  TEST ("cache-marks-follow-the-chat", test_cache_marks_follow_the_chat);

  return g_test_run ();
}
