/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <string.h>

#include "salon-llm-error.h"
#include "salon-manual-clock.h"
#include "salon-practice-provider.h"

#include "llm-test.h"
#include "test-utilities.h"

static SalonLlmRequest *
make_request (const char *words)
{
  SalonLlmRequest *request = salon_llm_request_new ("practice");
  g_autoptr (SalonLlmTool) tool = llm_test_tool ("echo", "Says it again",
    "{\"type\":\"object\",\"properties\":{\"message\":{\"type\":\"string\"}},"
    "\"required\":[\"message\"]}");

  salon_llm_request_add_tool (request, tool);
  llm_test_add_text (request, SALON_LLM_ROLE_USER, words);
  return request;
}

/* Lets the clock go from sleep to sleep until the answer is there; tells how long it took. */
static gint64
let_time_pass (SalonManualClock *clock,
               DexFuture        *future)
{
  gint64 before = salon_clock_get_time (SALON_CLOCK (clock));

  for (guint i = 0; i < 20000 && dex_future_is_pending (future); i++)
    {
      test_run_pending ();
      salon_manual_clock_advance (clock, G_USEC_PER_SEC / 100);
    }
  test_run_pending ();
  g_assert_false (dex_future_is_pending (future));
  return salon_clock_get_time (SALON_CLOCK (clock)) - before;
}

static void
test_events_make_up_the_reply (void)
{
  g_autoptr (SalonManualClock) clock = salon_manual_clock_new ();
  g_autoptr (SalonPracticeProvider) provider = salon_practice_provider_new (SALON_CLOCK (clock));
  g_autoptr (SalonLlmRequest) request = make_request ("echo a somewhat longer message");
  g_autoptr (GPtrArray) events = llm_test_events_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) arguments = g_string_new (NULL);
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *whole = NULL;
  const GValue *value;
  SalonLlmReply *reply;
  SalonLlmPart *call;

  future = salon_llm_provider_stream (SALON_LLM_PROVIDER (provider), request, llm_test_record_event,
                                      events, NULL);
  let_time_pass (clock, future);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  reply = g_value_get_boxed (value);
  for (guint i = 0; i < events->len; i++)
    {
      const char *line = g_ptr_array_index (events, i);

      if (g_str_has_prefix (line, "text "))
        g_string_append (text, line + strlen ("text "));
      else if (g_str_has_prefix (line, "arguments 0 "))
        g_string_append (arguments, line + strlen ("arguments 0 "));
    }
  whole = salon_llm_reply_dup_text (reply);
  g_assert_cmpstr (text->str, ==, whole);
  g_assert_cmpint (salon_llm_reply_get_stop_reason (reply), ==, SALON_LLM_STOP_TOOL_CALLS);
  g_assert_cmpuint (salon_llm_reply_get_parts (reply)->len, ==, 2);
  call = g_ptr_array_index (salon_llm_reply_get_parts (reply), 1);
  g_assert_cmpstr (salon_llm_part_get_arguments (call), ==, "{\"message\":\"a somewhat longer "
                                                            "message\"}");
  g_assert_cmpstr (arguments->str, ==, salon_llm_part_get_arguments (call));
  g_assert_cmpstr (g_ptr_array_index (events, events->len - 1), ==, "finished 0");
}

static void
test_streams_sixty_words_a_second (void)
{
  g_autoptr (SalonManualClock) clock = salon_manual_clock_new ();
  g_autoptr (SalonPracticeProvider) provider = salon_practice_provider_new (SALON_CLOCK (clock));
  g_autoptr (SalonLlmRequest) request = make_request ("stream 600 words");
  g_autoptr (GPtrArray) events = llm_test_events_new ();
  g_autoptr (DexFuture) future = NULL;
  gint64 elapsed;

  future = salon_llm_provider_stream (SALON_LLM_PROVIDER (provider), request, llm_test_record_event,
                                      events, NULL);
  test_run_pending ();
  g_assert_cmpuint (events->len, ==, 0);
  elapsed = let_time_pass (clock, future);
  g_assert_cmpuint (events->len, >=, 600);
  g_assert_cmpint (elapsed, >=, events->len * G_USEC_PER_SEC / 60);
  g_assert_cmpint (elapsed, <=, events->len * G_USEC_PER_SEC / 60 + G_USEC_PER_SEC / 10);
}

static void
test_dropping_stops_it (void)
{
  g_autoptr (SalonManualClock) clock = salon_manual_clock_new ();
  g_autoptr (SalonPracticeProvider) provider = salon_practice_provider_new (SALON_CLOCK (clock));
  g_autoptr (SalonLlmRequest) request = make_request ("markdown");
  g_autoptr (GPtrArray) events = llm_test_events_new ();
  DexFuture *future;

  future = salon_llm_provider_stream (SALON_LLM_PROVIDER (provider), request, llm_test_record_event,
                                      g_ptr_array_ref (events), (GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < 10; i++)
    {
      test_run_pending ();
      salon_manual_clock_advance (clock, G_USEC_PER_SEC / 60);
    }
  test_run_pending ();
  g_assert_cmpuint (events->len, >, 5);
  g_assert_cmpuint (events->len, <, 12);
  dex_unref (future);
  g_ptr_array_set_size (events, 0);
  for (guint i = 0; i < 10; i++)
    {
      test_run_pending ();
      salon_manual_clock_advance (clock, G_USEC_PER_SEC);
    }
  g_assert_cmpuint (events->len, ==, 0);
  g_assert_cmpuint (salon_manual_clock_get_n_sleepers (clock), ==, 0);
}

static void
test_failing_rejects (void)
{
  g_autoptr (SalonManualClock) clock = salon_manual_clock_new ();
  g_autoptr (SalonPracticeProvider) provider = salon_practice_provider_new (SALON_CLOCK (clock));
  g_autoptr (SalonLlmRequest) request = make_request ("fail");
  g_autoptr (GPtrArray) events = llm_test_events_new ();
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;

  future = salon_llm_provider_stream (SALON_LLM_PROVIDER (provider), request, llm_test_record_event,
                                      events, NULL);
  let_time_pass (clock, future);
  g_assert_null (dex_future_get_value (future, &error));
  g_assert_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_RATE_LIMITED);
  g_assert_cmpuint (salon_llm_error_get_http_status (error), ==, 429);
}

static void
test_is_there (void)
{
  g_autoptr (SalonPracticeProvider) provider = salon_practice_provider_new (NULL);
  g_autoptr (DexFuture) future = salon_llm_provider_list_models (SALON_LLM_PROVIDER (provider));
  GPtrArray *models;

  test_run_until_done (future);
  models = g_value_get_boxed (dex_future_get_value (future, NULL));
  g_assert_cmpuint (models->len, ==, 1);
  g_assert_cmpstr (salon_llm_model_get_id (g_ptr_array_index (models, 0)), ==, "practice");
  g_assert_cmpstr (salon_llm_provider_get_id (SALON_LLM_PROVIDER (provider)), ==, "practice");
  g_assert_cmpstr (salon_llm_provider_get_name (SALON_LLM_PROVIDER (provider)), ==,
                   "Practice model");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/llm/practice-provider/events-make-up-the-reply",
                   test_events_make_up_the_reply);
  g_test_add_func ("/llm/practice-provider/streams-sixty-words-a-second",
                   test_streams_sixty_words_a_second);
  g_test_add_func ("/llm/practice-provider/dropping-stops-it", test_dropping_stops_it);
  g_test_add_func ("/llm/practice-provider/failing-rejects", test_failing_rejects);
  g_test_add_func ("/llm/practice-provider/is-there", test_is_there);

  return g_test_run ();
}
