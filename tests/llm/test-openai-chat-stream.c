/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <string.h>

#include "salon-llm-body.h"
#include "salon-llm-error.h"
#include "salon-openai-chat-provider.h"
#include "salon-openai-chat-stream.h"

#include "llm-test.h"

/* Reads a body in pieces as @cuts tells: up to the first, from there to the next … */
static SalonLlmReply *
replay (const char  *body,
        const gsize *cuts,
        guint        n_cuts,
        GPtrArray   *events,
        GError     **error)
{
  g_autoptr (SalonOpenaiChatStream) stream = NULL;
  g_autoptr (SalonLlmBody) reader = NULL;
  gsize begin = 0;

  stream = salon_openai_chat_stream_new (NULL, "golden", "Golden", llm_test_record_event,
                                         events);
  reader = salon_llm_body_new (&salon_openai_chat_format, stream, "Golden",
                               "https://golden.example/v1");
  for (guint i = 0; i < n_cuts; i++)
    {
      /* A copy of its own length, so that a sanitizer sees who reads behind it. */
      g_autofree guint8 *piece = g_memdup2 (body + begin, cuts[i] - begin);

      if (!salon_llm_body_push (reader, piece, cuts[i] - begin, error))
        return NULL;
      begin = cuts[i];
    }
  if (!salon_llm_body_finish (reader, error))
    return NULL;
  return salon_openai_chat_stream_finish (stream, error);
}

static void
check_cuts (const char      *body,
            const gsize     *cuts,
            guint            n_cuts,
            const SalonJson *expected)
{
  g_autoptr (GPtrArray) events = llm_test_events_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonLlmReply) reply = replay (body, cuts, n_cuts, events, &error);

  llm_test_compare (expected, events, reply, error);
}

static void
check_every_cut (const char      *body,
                 gsize            length,
                 const SalonJson *expected)
{
  g_autofree gsize *bytes = g_new (gsize, length + 1);

  for (gsize i = 0; i <= length; i++)
    {
      const gsize cuts[] = { i, length };

      check_cuts (body, cuts, G_N_ELEMENTS (cuts), expected);
      bytes[i] = MIN (i + 1, length);
    }
  /* And every byte on its own. */
  check_cuts (body, bytes, (guint) length, expected);
}

static void
test_golden (gconstpointer data)
{
  const char *name = data;
  g_autofree char *sse_name = g_strconcat (name, ".sse", NULL);
  g_autofree char *json_name = g_strconcat (name, ".json", NULL);
  g_autofree char *sse_path = g_test_build_filename (G_TEST_DIST, "data", sse_name, NULL);
  g_autofree char *json_path = g_test_build_filename (G_TEST_DIST, "data", json_name, NULL);
  gsize length;
  g_autofree char *body = llm_test_read_file (sse_path, &length);
  g_autofree char *expected = llm_test_read_file (json_path, NULL);
  g_autoptr (SalonJsonDocument) document = llm_test_parse (expected);

  check_every_cut (body, length, salon_json_document_get_root (document));
}

/* Streams of a real server, when they lie beside the project. */
typedef struct
{
  const char *file;
  const char *text;
  const char *reasoning;
  const char *arguments;
  SalonLlmStopReason stop_reason;
  gint64 input_tokens;
  gint64 output_tokens;
} Recorded;

static const Recorded recorded[] = {
  { "chat-hello.sse",
    "Hello from the tiny model: *this* **Markdown** has `code`, an emoji 🎉 and its end.",
    NULL, NULL, SALON_LLM_STOP_END, 25, 20 },
  { "chat-think.sse",
    "Hello from the tiny model: *this* **Markdown** has `code`, an emoji 🎉 and its end.",
    "First I look at it, then decide.", NULL, SALON_LLM_STOP_END, 25, 29 },
  { "chat-tool.sse", NULL, NULL, "{\"city\":\"Zürich\",\"days\":42}",
    SALON_LLM_STOP_TOOL_CALLS, 335, 67 },
  { "chat-long.sse", "one two three four five six seven eight nine ten one two", NULL, NULL,
    SALON_LLM_STOP_LENGTH, 24, 12 },
};

static SalonLlmPart *
find_part (SalonLlmReply    *reply,
           SalonLlmPartKind  kind)
{
  GPtrArray *parts = salon_llm_reply_get_parts (reply);

  for (guint i = 0; i < parts->len; i++)
    {
      if (salon_llm_part_get_kind (g_ptr_array_index (parts, i)) == kind)
        return g_ptr_array_index (parts, i);
    }
  return NULL;
}

static void
check_recorded (const Recorded *expected,
                SalonLlmReply  *reply,
                GPtrArray      *events)
{
  SalonLlmPart *text = find_part (reply, SALON_LLM_PART_TEXT);
  SalonLlmPart *reasoning = find_part (reply, SALON_LLM_PART_REASONING);
  SalonLlmPart *call = find_part (reply, SALON_LLM_PART_TOOL_CALL);

  g_assert_cmpstr (text != NULL ? salon_llm_part_get_text (text) : NULL, ==, expected->text);
  g_assert_cmpstr (reasoning != NULL ? salon_llm_part_get_text (reasoning) : NULL, ==,
                   expected->reasoning);
  g_assert_cmpstr (call != NULL ? salon_llm_part_get_arguments (call) : NULL, ==,
                   expected->arguments);
  if (call != NULL)
    g_assert_cmpstr (salon_llm_part_get_name (call), ==, "get_weather");
  g_assert_cmpint (salon_llm_reply_get_stop_reason (reply), ==, expected->stop_reason);
  g_assert_cmpint (salon_llm_reply_get_input_tokens (reply), ==, expected->input_tokens);
  g_assert_cmpint (salon_llm_reply_get_output_tokens (reply), ==, expected->output_tokens);
  g_assert_cmpstr (salon_llm_reply_get_model (reply), ==, "tiny");
  g_assert_cmpuint (events->len, >, 3);
}

static void
test_recorded (gconstpointer data)
{
  const Recorded *expected = data;
  const char *folder = g_getenv ("SALON_SHARED_DATA");
  g_autofree char *path = NULL;
  g_autofree char *body = NULL;
  gsize length;

  path = g_build_filename (folder != NULL ? folder : "", "llama-sse", expected->file, NULL);
  if (folder == NULL || !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the recorded streams of llama.cpp are not here");
      return;
    }
  body = llm_test_read_file (path, &length);
  for (gsize i = 0; i <= length; i++)
    {
      const gsize cuts[] = { i, length };
      g_autoptr (GPtrArray) events = llm_test_events_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (SalonLlmReply) reply = replay (body, cuts, G_N_ELEMENTS (cuts), events, &error);

      g_assert_no_error (error);
      check_recorded (expected, reply, events);
    }
}

static void
test_cut_anywhere_is_no_success (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "parallel-tools.sse", NULL);
  gsize length;
  g_autofree char *body = llm_test_read_file (path, &length);
  const char *end = strstr (body, "\"finish_reason\":\"tool_calls\"");
  gsize complete;

  g_assert_nonnull (end);
  complete = (gsize) (strstr (end, "\n\n") + 2 - body);
  /* A stream that ends too early is never taken for a whole one. */
  for (gsize i = 0; i < complete; i++)
    {
      g_autoptr (GPtrArray) events = llm_test_events_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (SalonLlmReply) reply = replay (body, &i, 1, events, &error);

      g_assert_null (reply);
      g_assert_true (g_error_matches (error, SALON_LLM_ERROR, SALON_LLM_ERROR_CUT) ||
                     g_error_matches (error, SALON_LLM_ERROR, SALON_LLM_ERROR_PROTOCOL));
    }
}

static void
test_endless_answer_is_stopped (void)
{
  g_autoptr (GPtrArray) events = llm_test_events_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonOpenaiChatStream) stream = NULL;
  g_autofree char *text = g_strnfill (1024 * 1024, 'x');
  g_autofree char *data = g_strdup_printf ("{\"choices\":[{\"delta\":{\"content\":\"%s\"}}]}",
                                           text);
  guint n_pushed = 0;

  stream = salon_openai_chat_stream_new (NULL, "golden", "Golden", llm_test_record_event,
                                         events);
  while (n_pushed < 100 && salon_openai_chat_stream_push (stream, NULL, data, -1, &error))
    {
      n_pushed++;
      g_ptr_array_set_size (events, 0);
    }
  g_assert_cmpuint (n_pushed, ==, 63);
  g_assert_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_PROTOCOL);
}

static void
add_golden_tests (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *file;
  guint n_files = 0;

  g_assert_nonnull (folder);
  while ((file = g_dir_read_name (folder)) != NULL)
    {
      if (g_str_has_suffix (file, ".sse"))
        {
          char *name = g_strndup (file, strlen (file) - strlen (".sse"));
          g_autofree char *test = g_strconcat ("/llm/openai-chat-stream/golden/", name, NULL);

          g_test_add_data_func_full (test, name, test_golden, g_free);
          n_files++;
        }
    }
  g_assert_cmpuint (n_files, >=, 30);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  add_golden_tests ();
  for (guint i = 0; i < G_N_ELEMENTS (recorded); i++)
    {
      g_autofree char *test = g_strconcat ("/llm/openai-chat-stream/recorded/", recorded[i].file,
                                           NULL);

      g_test_add_data_func (test, &recorded[i], test_recorded);
    }
  g_test_add_func ("/llm/openai-chat-stream/cut-anywhere-is-no-success",
                   test_cut_anywhere_is_no_success);
  g_test_add_func ("/llm/openai-chat-stream/endless-answer-is-stopped",
                   test_endless_answer_is_stopped);

  return g_test_run ();
}
