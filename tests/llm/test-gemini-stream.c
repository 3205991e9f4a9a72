/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <string.h>

#include "salon-gemini-provider.h"
#include "salon-gemini-stream.h"
#include "salon-llm-error.h"
#include "salon-llm-tool-names.h"

#include "llm-golden.h"
#include "llm-test.h"

static LlmGolden *
make_golden (void)
{
  LlmGolden *golden = g_new0 (LlmGolden, 1);

  golden->format = &salon_gemini_format;
  golden->settings = (gpointer) "golden";
  golden->request = salon_llm_request_new ("gemini-3-flash-preview");
  return golden;
}

static void
free_golden (LlmGolden *golden)
{
  salon_llm_request_unref (golden->request);
  g_free (golden);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LlmGolden, free_golden)

static void
test_cut_anywhere_is_no_success (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "gemini",
                                                 "parallel-calls.sse", NULL);
  g_autoptr (LlmGolden) golden = make_golden ();
  gsize length;
  g_autofree char *body = llm_test_read_file (path, &length);
  const char *end = strstr (body, "\"finishReason\":\"STOP\"");
  gsize complete;

  g_assert_nonnull (end);
  /* A carriage return ends a line all by itself. */
  complete = (gsize) (strstr (end, "\r\n\r\n") + 3 - body);
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
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("gemini-3-flash-preview");
  g_autoptr (SalonGeminiStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  guint n_pushed = 0;

  stream = salon_gemini_stream_new (request, "golden", "Golden", ignore_event, NULL);
  while (n_pushed < n_most && salon_gemini_stream_push (stream, NULL, data, -1, &error))
    n_pushed++;
  g_assert_cmpuint (n_pushed, <, n_most);
  g_assert_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_PROTOCOL);
}

static void
test_endless_answer_is_stopped (void)
{
  g_autofree char *text = g_strnfill (1024 * 1024, 'x');
  g_autofree char *words = g_strdup_printf ("{\"candidates\":[{\"content\":{\"parts\":["
                                            "{\"text\":\"%s\"}]}}]}", text);
  g_autofree char *native = g_strdup_printf ("{\"candidates\":[{\"content\":{\"parts\":["
                                             "{\"new\":{\"x\":\"%s\"}}]}}]}", text);
  g_autofree char *signature = NULL;

  signature = g_strdup_printf ("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\","
                               "\"thoughtSignature\":\"%s\"}]}}]}", text);
  check_endless (words, 100);
  check_endless (native, 100);
  check_endless (signature, 100);
  /* Next to nothing in it, but without an end. */
  check_endless ("{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{}}]}}]}", 2000000);
}

static void
test_deep_answer_is_refused (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("gemini-3-flash-preview");
  g_autoptr (SalonGeminiStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *open = g_strnfill (100000, '[');

  stream = salon_gemini_stream_new (request, "golden", "Golden", ignore_event, NULL);
  g_assert_false (salon_gemini_stream_push (stream, NULL, open, -1, &error));
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
  g_autofree char *seen = NULL;
  gsize length;

  tool = llm_test_tool ("files/read all", "Reads",
                        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}}");
  salon_llm_request_add_tool (golden->request, tool);
  names = salon_llm_tool_names_new (golden->request, SALON_LLM_NAME_RULES_GEMINI);
  g_assert_cmpstr (salon_llm_tool_names_encode (names, "files/read all"), !=, "files/read all");
  body = g_strdup_printf ("{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{"
                          "\"id\":\"fc1\",\"name\":\"%s\",\"args\":{\"a\":1}}}]},"
                          "\"finishReason\":\"STOP\"}]}",
                          salon_llm_tool_names_encode (names, "files/read all"));
  length = strlen (body);
  seen = llm_golden_read (golden, body, &length, 1);
  g_assert_nonnull (strstr (seen, "\"call 0 fc1 files/read all\","));
  g_assert_nonnull (strstr (seen, "\"name\":\"files/read all\",\"arguments\":\"{\\\"a\\\":1}\""));
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (LlmGolden) golden = NULL;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  golden = make_golden ();
  llm_golden_add_folder (golden, "gemini", 55);
  g_test_add_func ("/llm/gemini-stream/cut-anywhere-is-no-success",
                   test_cut_anywhere_is_no_success);
  g_test_add_func ("/llm/gemini-stream/endless-answer-is-stopped",
                   test_endless_answer_is_stopped);
  g_test_add_func ("/llm/gemini-stream/deep-answer-is-refused", test_deep_answer_is_refused);
  g_test_add_func ("/llm/gemini-stream/names-are-mapped-back", test_names_are_mapped_back);

  return g_test_run ();
}
