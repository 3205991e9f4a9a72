/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <string.h>

#include "salon-anthropic-provider.h"
#include "salon-gemini-provider.h"
#include "salon-llm-error.h"
#include "salon-openai-chat-provider.h"
#include "salon-openai-responses-provider.h"

#include "llm-test-server.h"
#include "llm-test.h"
#include "test-utilities.h"

/* What all wire formats have in common, tried with each of them. */
typedef struct
{
  const char *name;
  const char *begin;   /* the stream up to its first word */
  const char *word;
  const char *end;
  const char *trouble; /* the provider says in its stream that it is busy */
} Format;

static const Format formats[] = {
  { "openai-chat",
    "data: {\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":"
    "\"assistant\",\"content\":null}}]}\n\n",
    "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n",
    "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
    "data: [DONE]\n\n",
    "data: {\"error\":{\"message\":\"Busy\",\"code\":529}}\n\n" },
  { "openai-responses",
    "data: {\"type\":\"response.created\",\"response\":{\"model\":\"m\"}}\n\n",
    "data: {\"type\":\"response.output_text.delta\",\"item_id\":\"msg_1\","
    "\"delta\":\"Hi\"}\n\n",
    "data: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\","
    "\"output\":[]}}\n\n",
    "data: {\"type\":\"error\",\"code\":\"server_is_overloaded\","
    "\"message\":\"Busy\"}\n\n" },
  { "anthropic",
    "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\","
    "\"type\":\"message\",\"role\":\"assistant\",\"content\":[],\"model\":\"m\","
    "\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}\n\n",
    "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,"
    "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
    "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
    "\"delta\":{\"type\":\"text_delta\",\"text\":\"Hi\"}}\n\n",
    "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
    "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":"
    "{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":2}}\n\n"
    "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
    "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
    "\"message\":\"Busy\"}}\n\n" },
  { "gemini",
    "",
    "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":"
    "[{\"text\":\"Hi\"}]}}]}\n\n",
    "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":"
    "[{\"text\":\"\"}]},\"finishReason\":\"STOP\"}]}\n\n",
    "data: {\"error\":{\"code\":503,\"message\":\"Busy\","
    "\"status\":\"UNAVAILABLE\"}}\n\n" },
};

static LlmTestServer *
new_server (const Format        *format,
            const LlmTestAnswer *answers,
            guint                n_answers)
{
  LlmTestServer *fixture = llm_test_server_new (answers, n_answers);
  SalonClock *clock = SALON_CLOCK (fixture->clock);
  SalonLlmProvider *provider;

  if (g_str_equal (format->name, "openai-responses"))
    provider = SALON_LLM_PROVIDER (
      salon_openai_responses_provider_new ("golden", "Golden", fixture->base_url, NULL, "secret",
                                           NULL, fixture->http_client, clock));
  else if (g_str_equal (format->name, "anthropic"))
    provider = SALON_LLM_PROVIDER (
      salon_anthropic_provider_new ("golden", "Golden", fixture->base_url, "secret", NULL,
                                    fixture->http_client, clock));
  else if (g_str_equal (format->name, "gemini"))
    provider = SALON_LLM_PROVIDER (
      salon_gemini_provider_new ("golden", "Golden", fixture->base_url, "secret", NULL,
                                 fixture->http_client, clock));
  else
    provider = SALON_LLM_PROVIDER (
      salon_openai_chat_provider_new ("golden", "Golden", fixture->base_url, NULL, "secret", NULL,
                                      fixture->http_client, clock));
  g_object_unref (fixture->provider);
  fixture->provider = provider;
  return fixture;
}

static gboolean
has_events (gpointer user_data)
{
  LlmTestServer *fixture = user_data;

  return fixture->events->len > 0;
}

/* Waits for the next “waiting” event and lets exactly its time pass. */
static gint64
pass_wait (LlmTestServer *fixture)
{
  const char *line;
  gint64 delay;

  test_run_until (has_events, fixture);
  g_assert_cmpuint (fixture->events->len, ==, 1);
  line = g_ptr_array_index (fixture->events, 0);
  g_assert_true (g_str_has_prefix (line, "waiting "));
  delay = g_ascii_strtoll (line + strlen ("waiting "), NULL, 10);
  g_ptr_array_set_size (fixture->events, 0);
  test_run_pending ();
  salon_manual_clock_advance (fixture->clock, delay * 1000);
  return delay;
}

static void
test_busy_before_the_first_word (gconstpointer data)
{
  const Format *format = data;
  g_autofree char *busy = g_strconcat (format->begin, format->trouble, NULL);
  g_autofree char *good = g_strconcat (format->begin, format->word, format->end, NULL);
  const LlmTestAnswer answers[] = {
    { 529, NULL, "application/json", "{\"error\":{\"message\":\"Busy\"}}", -1 },
    { 200, NULL, NULL, busy, -1 },
    { 200, NULL, NULL, good, -1 },
  };
  g_autoptr (LlmTestServer) fixture = new_server (format, answers, G_N_ELEMENTS (answers));
  g_autoptr (DexFuture) future = llm_test_server_start (fixture);
  g_autoptr (GError) error = NULL;
  gint64 delay;

  delay = pass_wait (fixture);
  g_assert_cmpint (delay, >=, 1000);
  g_assert_cmpint (delay, <=, 1250);
  delay = pass_wait (fixture);
  g_assert_cmpint (delay, >=, 2000);
  g_assert_cmpint (delay, <=, 2500);
  test_run_until_done (future);
  dex_future_get_value (future, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->n_requests, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (fixture->events, 0), ==, "text Hi");
}

static void
test_busy_after_the_first_word (gconstpointer data)
{
  const Format *format = data;
  g_autofree char *body = g_strconcat (format->begin, format->word, format->trouble, NULL);
  const LlmTestAnswer answers[] = { { 200, NULL, NULL, body, -1 } };
  g_autoptr (LlmTestServer) fixture = new_server (format, answers, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonLlmReply) reply = llm_test_server_run (fixture, &error);

  g_assert_null (reply);
  g_assert_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_OVERLOADED);
  g_assert_cmpuint (fixture->n_requests, ==, 1);
  g_assert_cmpuint (fixture->events->len, ==, 1);
  g_assert_true (salon_llm_error_can_retry (error));
}

static void
test_busy_for_ever (gconstpointer data)
{
  const Format *format = data;
  const LlmTestAnswer answers[] = { { 200, NULL, NULL, format->trouble, -1 } };
  g_autoptr (LlmTestServer) fixture = new_server (format, answers, 1);
  g_autoptr (DexFuture) future = llm_test_server_start (fixture);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3; i++)
    pass_wait (fixture);
  test_run_until_done (future);
  g_assert_null (dex_future_get_value (future, &error));
  g_assert_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_OVERLOADED);
  g_assert_cmpuint (fixture->n_requests, ==, 4);
}

static void
test_cut (gconstpointer data)
{
  const Format *format = data;
  g_autofree char *body = g_strconcat (format->begin, format->word, NULL);
  const LlmTestAnswer answers[] = { { 200, NULL, NULL, body, -1, NULL, TRUE } };
  g_autoptr (LlmTestServer) fixture = new_server (format, answers, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonLlmReply) reply = llm_test_server_run (fixture, &error);

  g_assert_null (reply);
  g_assert_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_CUT);
  g_assert_cmpuint (fixture->n_requests, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (fixture->events, 0), ==, "text Hi");
}

/* The time counts from the request that was answered, without the wait before it. */
static void
test_time_to_first_event (gconstpointer data)
{
  const Format *format = data;
  g_autofree char *good = g_strconcat (format->begin, format->word, format->end, NULL);
  const LlmTestAnswer answers[] = {
    { 503, NULL, "application/json", "{}", -1 },
    { 200, NULL, NULL, good, -1 },
  };
  g_autoptr (LlmTestServer) fixture = new_server (format, answers, G_N_ELEMENTS (answers));
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;
  const GValue *value;

  fixture->thinking_time = 1234;
  future = llm_test_server_start (fixture);
  pass_wait (fixture);
  test_run_until_done (future);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  g_assert_cmpint (salon_llm_reply_get_usage (g_value_get_boxed (value))->first_event_us, ==, 1234);
}

static void
test_web_page (gconstpointer data)
{
  const Format *format = data;
  const LlmTestAnswer answers[] = { { 200, NULL, "text/html", "\n<!doctype html>", -1 } };
  g_autoptr (LlmTestServer) fixture = new_server (format, answers, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonLlmReply) reply = llm_test_server_run (fixture, &error);

  g_assert_null (reply);
  g_assert_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_PROTOCOL);
  g_assert_nonnull (strstr (error->message, "web page"));
  g_assert_cmpuint (fixture->n_requests, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  static const struct { const char *name; GTestDataFunc func; } tests[] = {
    { "busy-before-the-first-word-is-tried-again", test_busy_before_the_first_word },
    { "busy-after-the-first-word-is-told", test_busy_after_the_first_word },
    { "busy-for-ever-comes-to-an-end", test_busy_for_ever },
    { "cut-is-told-and-not-tried-again", test_cut },
    { "time-to-first-event", test_time_to_first_event },
    { "web-page", test_web_page },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (tests); j++)
        {
          g_autofree char *name = g_strdup_printf ("/llm/exchange/%s/%s", formats[i].name,
                                                   tests[j].name);

          g_test_add_data_func (name, &formats[i], tests[j].func);
        }
    }

  return g_test_run ();
}
