/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include "llm-test-voices.h"

#include <string.h>

#include "llm-test.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

static const SalonJson *
get (const SalonJson *object,
     const char      *name)
{
  return salon_json_get_member (object, name);
}

static const char *
get_string (const SalonJson *object,
            const char      *name)
{
  return salon_json_as_string (salon_json_get_member (object, name));
}

static gboolean
is_equal (const SalonJson *object,
          const char      *name,
          const char      *text)
{
  return g_strcmp0 (get_string (object, name), text) == 0;
}

static void
check_name (const char *name)
{
  g_assert_nonnull (name);
  g_assert_cmpuint (strlen (name), >=, 1);
  g_assert_cmpuint (strlen (name), <=, 64);
  g_assert_cmpuint (strspn (name, LETTERS "_-"), ==, strlen (name));
}

static void
check_arguments (const char *arguments)
{
  g_autoptr (SalonJsonDocument) document = NULL;

  g_assert_nonnull (arguments);
  document = llm_test_parse (arguments);
  g_assert_true (salon_json_is_object (salon_json_document_get_root (document)));
}

/* An id of a call, which no other call of the request has. */
static void
take_id (GHashTable *taken,
         const char *id,
         gsize       longest)
{
  g_assert_nonnull (id);
  g_assert_cmpuint (strlen (id), >=, 1);
  g_assert_cmpuint (strlen (id), <=, longest);
  g_assert_true (g_hash_table_add (taken, (gpointer) id));
}

static void
check_content (const SalonJson *content)
{
  const SalonJson *item;
  SalonJsonIter iter;

  if (salon_json_is_string (content))
    {
      g_assert_cmpstr (salon_json_as_string (content), !=, "");
      return;
    }
  g_assert_true (salon_json_is_array (content));
  g_assert_cmpuint (salon_json_get_length (content), >, 0);
  salon_json_iter_init (&iter, content);
  while (salon_json_iter_next (&iter, NULL, &item))
    {
      if (get (item, "text") != NULL)
        g_assert_cmpstr (get_string (item, "text"), !=, "");
    }
}

static void
check_chat_calls (const LlmTestVoice *voice,
                  const SalonJson    *calls,
                  GHashTable         *taken,
                  GHashTable         *open)
{
  const SalonJson *call;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, calls);
  while (salon_json_iter_next (&iter, NULL, &call))
    {
      const char *id = get_string (call, "id");

      take_id (taken, id, 40);
      g_hash_table_add (open, (gpointer) id);
      if (g_str_equal (voice->dialect, "mistral"))
        {
          g_assert_cmpuint (strlen (id), ==, 9);
          g_assert_cmpuint (strspn (id, LETTERS), ==, 9);
        }
      check_name (get_string (get (call, "function"), "name"));
      check_arguments (get_string (get (call, "function"), "arguments"));
    }
}

/* Every call is answered once, right behind its message and before anything else. */
static void
check_chat (const LlmTestVoice *voice,
            const SalonJson    *root)
{
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) open = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean is_mistral = g_str_equal (voice->dialect, "mistral");
  const SalonJson *message;
  const char *last = "";
  SalonJsonIter iter;

  salon_json_iter_init (&iter, get (root, "messages"));
  while (salon_json_iter_next (&iter, NULL, &message))
    {
      const char *role = get_string (message, "role");

      if (g_strcmp0 (role, "tool") == 0)
        {
          g_assert_true (g_hash_table_remove (open, get_string (message, "tool_call_id")));
        }
      else
        {
          g_assert_cmpuint (g_hash_table_size (open), ==, 0);
          g_assert_false (is_mistral && g_strcmp0 (role, "user") == 0 &&
                          g_str_equal (last, "tool"));
        }
      if (g_strcmp0 (role, "assistant") == 0)
        {
          if (get (message, "tool_calls") != NULL)
            check_chat_calls (voice, get (message, "tool_calls"), taken, open);
          else
            check_content (get (message, "content"));
          if (g_str_equal (voice->dialect, "deepseek"))
            g_assert_cmpstr (get_string (message, "reasoning_content"), >, "");
        }
      else if (g_strcmp0 (role, "user") == 0)
        {
          check_content (get (message, "content"));
        }
      last = role;
    }
  g_assert_cmpuint (g_hash_table_size (open), ==, 0);
}

/* Every call has its output before the user speaks again; reasoning leads to something. */
static void
check_responses (const LlmTestVoice *voice,
                 const SalonJson    *root)
{
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) open = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean store = TRUE;
  gboolean thinking = FALSE;
  const SalonJson *item;
  SalonJsonIter iter;

  g_assert_true (salon_json_as_boolean (get (root, "store"), &store));
  g_assert_false (store);
  g_assert_null (get (root, "previous_response_id"));
  salon_json_iter_init (&iter, get (root, "input"));
  while (salon_json_iter_next (&iter, NULL, &item))
    {
      gboolean is_user = is_equal (item, "role", "user");

      if (is_equal (item, "type", "function_call"))
        {
          take_id (taken, get_string (item, "call_id"), 64);
          g_hash_table_add (open, (gpointer) get_string (item, "call_id"));
          check_name (get_string (item, "name"));
          check_arguments (get_string (item, "arguments"));
          thinking = FALSE;
        }
      else if (is_equal (item, "type", "function_call_output"))
        {
          g_assert_true (g_hash_table_remove (open, get_string (item, "call_id")));
          g_assert_false (thinking);
        }
      else if (is_equal (item, "type", "reasoning"))
        {
          thinking = TRUE;
          g_assert_true (!g_str_equal (voice->dialect, "openai") ||
                         get (item, "encrypted_content") != NULL);
          g_assert_cmpstr (voice->model, !=, "gpt-4.1");
        }
      else
        {
          g_assert_true (is_equal (item, "type", "message"));
          check_content (get (item, "content"));
          if (is_user)
            {
              g_assert_cmpuint (g_hash_table_size (open), ==, 0);
              g_assert_false (thinking);
            }
          thinking = FALSE;
        }
    }
  g_assert_false (thinking);
  g_assert_cmpuint (g_hash_table_size (open), ==, 0);
}

static guint
count_markers (const char *text)
{
  guint n = 0;

  for (const char *p = text; (p = strstr (p, "\"cache_control\"")) != NULL; p++)
    n++;
  return n;
}

/* Results stand at the beginning of the message right behind the calls, all of them. */
static void
check_messages (const SalonJson *root)
{
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) open = g_hash_table_new (g_str_hash, g_str_equal);
  const SalonJson *message;
  const char *last = "assistant";
  gint64 limit = 0;
  SalonJsonIter iter;

  g_assert_true (salon_json_as_int64 (get (root, "max_tokens"), &limit));
  g_assert_cmpint (limit, >, 0);
  salon_json_iter_init (&iter, get (root, "messages"));
  while (salon_json_iter_next (&iter, NULL, &message))
    {
      gboolean is_user = is_equal (message, "role", "user");
      gboolean others = FALSE;
      const SalonJson *block;
      SalonJsonIter blocks;

      g_assert_cmpstr (get_string (message, "role"), !=, last);
      check_content (get (message, "content"));
      salon_json_iter_init (&blocks, get (message, "content"));
      while (salon_json_is_array (get (message, "content")) &&
             salon_json_iter_next (&blocks, NULL, &block))
        {
          if (is_equal (block, "type", "tool_use"))
            {
              const char *id = get_string (block, "id");

              g_assert_false (is_user);
              take_id (taken, id, 1000);
              g_assert_cmpuint (strspn (id, LETTERS "_-"), ==, strlen (id));
              g_hash_table_add (open, (gpointer) id);
              check_name (get_string (block, "name"));
              g_assert_true (salon_json_is_object (get (block, "input")));
            }
          else if (is_equal (block, "type", "tool_result"))
            {
              g_assert_true (is_user);
              g_assert_false (others);
              g_assert_true (g_hash_table_remove (open, get_string (block, "tool_use_id")));
            }
          else if (is_equal (block, "type", "thinking"))
            {
              g_assert_false (is_user);
              g_assert_cmpstr (get_string (block, "signature"), >, "");
            }
          others = others || !is_equal (block, "type", "tool_result");
        }
      if (is_user)
        g_assert_cmpuint (g_hash_table_size (open), ==, 0);
      last = is_user ? "user" : "assistant";
    }
  g_assert_cmpuint (g_hash_table_size (open), ==, 0);
}

static const SalonJson *
get_call (const SalonJson *part,
          const char      *name)
{
  return get (part, name);
}

/* As many responses as calls, in the turn right behind them, of the same names in order. */
static void
check_gemini (const SalonJson *root)
{
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  const SalonJson *content;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, get (root, "contents"));
  while (salon_json_iter_next (&iter, NULL, &content))
    {
      const char *role = get_string (content, "role");
      gboolean is_model = g_strcmp0 (role, "model") == 0;
      const SalonJson *part;
      SalonJsonIter parts;
      guint n_responses = 0;

      g_assert_true (is_model || g_strcmp0 (role, "user") == 0);
      g_assert_cmpuint (salon_json_get_length (get (content, "parts")), >, 0);
      /* Nothing comes between calls and their responses. */
      g_assert_true (!is_model || open->len == 0);
      salon_json_iter_init (&parts, get (content, "parts"));
      while (salon_json_iter_next (&parts, NULL, &part))
        {
          const SalonJson *call = get_call (part, "functionCall");
          const SalonJson *response = get_call (part, "functionResponse");

          if (call != NULL)
            {
              g_assert_true (is_model);
              check_name (get_string (call, "name"));
              g_ptr_array_add (open, (gpointer) get_string (call, "name"));
            }
          if (response != NULL)
            {
              g_assert_false (is_model);
              g_assert_cmpuint (n_responses, <, open->len);
              g_assert_cmpstr (get_string (response, "name"), ==,
                               g_ptr_array_index (open, n_responses));
              g_assert_true (salon_json_is_object (get (response, "response")));
              n_responses++;
            }
          if (get (part, "text") != NULL && get (part, "thoughtSignature") == NULL)
            g_assert_cmpstr (get_string (part, "text"), !=, "");
        }
      if (!is_model)
        {
          g_assert_cmpuint (n_responses, ==, open->len);
          g_ptr_array_set_size (open, 0);
        }
    }
  g_assert_cmpuint (open->len, ==, 0);
}

void
llm_test_rules_check (const LlmTestVoice *voice,
                      const char         *text)
{
  g_autoptr (SalonJsonDocument) document = llm_test_parse (text);
  const SalonJson *root = salon_json_document_get_root (document);

  if (g_str_has_suffix (voice->path, "/chat/completions"))
    check_chat (voice, root);
  else if (g_str_has_suffix (voice->path, "/responses"))
    check_responses (voice, root);
  else if (g_str_has_suffix (voice->path, "/messages"))
    {
      check_messages (root);
      g_assert_cmpuint (count_markers (text), <=, 4);
    }
  else
    check_gemini (root);
}
