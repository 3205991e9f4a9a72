/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <string.h>

#include "salon-llm-error.h"
#include "salon-openai-chat-endpoint-private.h"
#include "salon-openai-chat-provider.h"
#include "salon-openai-chat-stream.h"

#include "llm-test-golden.h"
#include "llm-test.h"

static SalonOpenaiChatSettings settings;

static const LlmTestGolden golden = {
  &salon_openai_chat_format, &settings, "/llm/openai-chat-stream", "",
};

static const LlmTestRecorded recorded[] = {
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

static void
test_cut_anywhere_is_no_success (void)
{
  llm_test_golden_truncate (&golden, "parallel-tools", "\"finish_reason\":\"tool_calls\"");
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

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  settings.provider = (char *) "golden";
  settings.dialect = salon_openai_chat_dialect_get (0);
  g_assert_cmpuint (llm_test_golden_add (&golden), >=, 35);
  llm_test_golden_add_recorded (&golden, recorded, G_N_ELEMENTS (recorded));
  g_test_add_func ("/llm/openai-chat-stream/cut-anywhere-is-no-success",
                   test_cut_anywhere_is_no_success);
  g_test_add_func ("/llm/openai-chat-stream/endless-answer-is-stopped",
                   test_endless_answer_is_stopped);

  return g_test_run ();
}
