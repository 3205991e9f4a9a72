/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <string.h>

#include "salon-anthropic-provider.h"
#include "salon-anthropic-stream.h"
#include "salon-llm-error.h"
#include "salon-llm-tool-names.h"

#include "llm-golden.h"
#include "llm-test.h"

/* Streams of a real server, when they lie beside the project. */
typedef struct
{
  const char *file;
  const char *text;
  const char *reasoning;
  const char *arguments;
  const char *stop;
  gint64 input_tokens;
  gint64 output_tokens;
} Recorded;

static const Recorded recorded[] = {
  { "messages-hello.sse",
    "Hello from the tiny model: *this* **Markdown** has `code`, an emoji 🎉 and its end.",
    NULL, NULL, "end", 25, 20 },
  { "messages-think.sse",
    "Hello from the tiny model: *this* **Markdown** has `code`, an emoji 🎉 and its end.",
    "First I look at it, then decide.", NULL, "end", 25, 29 },
  { "messages-tool.sse", NULL, NULL, "{\"city\":\"Zürich\",\"days\":42}", "tool-calls", 335, 67 },
  { "messages-long.sse", "one two three four five six seven eight nine ten one two", NULL, NULL,
    "length", 24, 12 },
};

static LlmGolden *
make_golden (void)
{
  static SalonAnthropicSettings settings = { (char *) "golden", TRUE };
  LlmGolden *golden = g_new0 (LlmGolden, 1);

  golden->format = &salon_anthropic_format;
  golden->settings = &settings;
  golden->request = salon_llm_request_new ("claude-sonnet-4-5");
  return golden;
}

static void
free_golden (LlmGolden *golden)
{
  salon_llm_request_unref (golden->request);
  g_free (golden);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LlmGolden, free_golden)

static const SalonJson *
find_part (const SalonJson *reply,
           const char      *kind)
{
  const SalonJson *part;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, salon_json_get_member (reply, "parts"));
  while (salon_json_iter_next (&iter, NULL, &part))
    {
      if (g_strcmp0 (salon_json_as_string (salon_json_get_member (part, "kind")), kind) == 0)
        return part;
    }
  return NULL;
}

static void
check_string (const SalonJson *object,
              const char      *name,
              const char      *expected)
{
  g_assert_cmpstr (salon_json_as_string (salon_json_get_member (object, name)), ==, expected);
}

static void
check_number (const SalonJson *object,
              const char      *name,
              gint64           expected)
{
  gint64 number = G_MININT64;

  g_assert_true (salon_json_as_int64 (salon_json_get_member (object, name), &number));
  g_assert_cmpint (number, ==, expected);
}

static void
check_recorded (const Recorded *expected,
                const char     *seen)
{
  g_autoptr (SalonJsonDocument) document = llm_test_parse (seen);
  const SalonJson *reply = salon_json_get_member (salon_json_document_get_root (document), "reply");

  g_assert_nonnull (reply);
  check_string (find_part (reply, "text"), "text", expected->text);
  check_string (find_part (reply, "reasoning"), "text", expected->reasoning);
  check_string (find_part (reply, "tool-call"), "arguments", expected->arguments);
  check_string (find_part (reply, "tool-call"), "name",
                expected->arguments != NULL ? "get_weather" : NULL);
  check_string (reply, "stop", expected->stop);
  check_string (reply, "model", "tiny");
  check_number (reply, "input", expected->input_tokens);
  check_number (reply, "output", expected->output_tokens);
}

static void
test_recorded (gconstpointer data)
{
  const Recorded *expected = data;
  const char *folder = g_getenv ("SALON_SHARED_DATA");
  g_autoptr (LlmGolden) golden = make_golden ();
  g_autofree char *path = NULL;
  g_autofree char *body = NULL;
  g_autofree char *first = NULL;
  gsize length;

  path = g_build_filename (folder != NULL ? folder : "", "llama-sse", expected->file, NULL);
  if (folder == NULL || !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the recorded streams of llama.cpp are not here");
      return;
    }
  body = llm_test_read_file (path, &length);
  first = llm_golden_read (golden, body, &length, 1);
  check_recorded (expected, first);
  for (gsize i = 0; i <= length; i++)
    {
      const gsize cuts[] = { i, length };
      g_autofree char *seen = llm_golden_read (golden, body, cuts, G_N_ELEMENTS (cuts));

      g_assert_cmpstr (seen, ==, first);
    }
}

static void
test_cut_anywhere_is_no_success (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "anthropic",
                                                 "parallel-tools.sse", NULL);
  g_autoptr (LlmGolden) golden = make_golden ();
  gsize length;
  g_autofree char *body = llm_test_read_file (path, &length);
  const char *end = strstr (body, "\"stop_reason\":\"tool_use\"");
  gsize complete;

  g_assert_nonnull (end);
  complete = (gsize) (strstr (end, "\n\n") + 2 - body);
  for (gsize i = 0; i < complete; i++)
    {
      g_autofree char *seen = llm_golden_read (golden, body, &i, 1);

      g_assert_nonnull (strstr (seen, "\"error\":"));
      g_assert_true (strstr (seen, "\"code\":\"cut\"") != NULL ||
                     strstr (seen, "\"code\":\"protocol\"") != NULL);
    }
}

static void
ignore_event (const SalonLlmEvent *event,
              gpointer             user_data)
{
}

static void
check_endless (const char *data,
               guint       n_most)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("claude-sonnet-4-5");
  g_autoptr (SalonAnthropicStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  guint n_pushed = 0;

  stream = salon_anthropic_stream_new (request, "golden", "Golden", ignore_event, NULL);
  while (n_pushed < n_most && salon_anthropic_stream_push (stream, NULL, data, -1, &error))
    n_pushed++;
  g_assert_cmpuint (n_pushed, <, n_most);
  g_assert_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_PROTOCOL);
}

static void
test_endless_answer_is_stopped (void)
{
  g_autofree char *text = g_strnfill (1024 * 1024, 'x');
  g_autofree char *words = g_strdup_printf ("{\"type\":\"content_block_delta\",\"index\":0,"
                                            "\"delta\":{\"type\":\"text_delta\",\"text\":\"%s\"}}",
                                            text);
  g_autofree char *native = g_strdup_printf ("{\"type\":\"content_block_start\",\"index\":0,"
                                             "\"content_block\":{\"type\":\"new\",\"x\":\"%s\"}}",
                                             text);
  g_autofree char *signature = NULL;

  signature = g_strdup_printf ("{\"type\":\"content_block_start\",\"index\":0,"
                               "\"content_block\":{\"type\":\"redacted_thinking\","
                               "\"data\":\"%s\"}}", text);
  check_endless (words, 100);
  check_endless (native, 100);
  check_endless (signature, 100);
  /* Nothing in it, but without an end. */
  check_endless ("{\"type\":\"content_block_start\",\"index\":0,"
                 "\"content_block\":{\"type\":\"text\"}}", 2000000);
}

static void
test_deep_answer_is_refused (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("claude-sonnet-4-5");
  g_autoptr (SalonAnthropicStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *open = g_strnfill (100000, '[');

  stream = salon_anthropic_stream_new (request, "golden", "Golden", ignore_event, NULL);
  g_assert_false (salon_anthropic_stream_push (stream, NULL, open, -1, &error));
  g_assert_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_PROTOCOL);
  g_assert_cmpuint (strlen (error->message), <, 500);
}

/* What is sent under another name comes back under its own. */
static void
test_names_are_mapped_back (void)
{
  g_autoptr (LlmGolden) golden = make_golden ();
  g_autoptr (SalonLlmTool) tool = NULL;
  g_autoptr (SalonLlmToolNames) names = NULL;
  g_autofree char *body = NULL;
  g_autofree char *arguments = NULL;
  g_autofree char *seen = NULL;
  gsize length;

  tool = llm_test_tool ("files/read all", "Reads",
                        "{\"type\":\"object\","
                        "\"properties\":{\"straße 1\":{\"type\":\"string\"}}}");
  salon_llm_request_add_tool (golden->request, tool);
  names = salon_llm_tool_names_new (golden->request, SALON_LLM_NAME_RULES_ANTHROPIC);
  g_assert_cmpstr (salon_llm_tool_names_encode (names, "files/read all"), !=, "files/read all");
  arguments = salon_llm_tool_names_encode_arguments (names, "files/read all",
                                                     "{\"straße 1\":\"x\"}");
  g_assert_null (strstr (arguments, "straße"));
  body = g_strdup_printf ("{\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\","
                          "\"content\":[{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"%s\","
                          "\"input\":%s}],\"stop_reason\":\"tool_use\"}",
                          salon_llm_tool_names_encode (names, "files/read all"), arguments);
  length = strlen (body);
  seen = llm_golden_read (golden, body, &length, 1);
  g_assert_nonnull (strstr (seen, "\"call 0 toolu_1 files/read all\",\"arguments 0 "
                                  "{\\\"straße 1\\\":\\\"x\\\"}\",\"finished 0\""));
  g_assert_nonnull (strstr (seen, "\"name\":\"files/read all\","
                                  "\"arguments\":\"{\\\"straße 1\\\":\\\"x\\\"}\""));
}

/* Newer models bind what they think to the tools and the system prompt. */
static void
test_thinking_remembers_its_head (void)
{
  g_autoptr (LlmGolden) golden = make_golden ();
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "anthropic", "thinking.sse",
                                                 NULL);
  gsize length;
  g_autofree char *body = llm_test_read_file (path, &length);
  g_autofree char *without = llm_golden_read (golden, body, &length, 1);
  g_autofree char *with = NULL;

  salon_llm_request_unref (golden->request);
  golden->request = salon_llm_request_new ("claude-opus-5-5");
  with = llm_golden_read (golden, body, &length, 1);
  g_assert_null (strstr (without, "\"head\":\""));
  g_assert_nonnull (strstr (with, "{\"model\":\"claude-opus-5-5\",\"head\":\""));
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (LlmGolden) golden = NULL;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  golden = make_golden ();
  llm_golden_add_folder (golden, "anthropic", 48);
  for (guint i = 0; i < G_N_ELEMENTS (recorded); i++)
    {
      g_autofree char *test = g_strconcat ("/llm/anthropic-stream/recorded/", recorded[i].file,
                                           NULL);

      g_test_add_data_func (test, &recorded[i], test_recorded);
    }
  g_test_add_func ("/llm/anthropic-stream/cut-anywhere-is-no-success",
                   test_cut_anywhere_is_no_success);
  g_test_add_func ("/llm/anthropic-stream/endless-answer-is-stopped",
                   test_endless_answer_is_stopped);
  g_test_add_func ("/llm/anthropic-stream/deep-answer-is-refused", test_deep_answer_is_refused);
  g_test_add_func ("/llm/anthropic-stream/names-are-mapped-back", test_names_are_mapped_back);
  g_test_add_func ("/llm/anthropic-stream/thinking-remembers-its-head",
                   test_thinking_remembers_its_head);

  return g_test_run ();
}
