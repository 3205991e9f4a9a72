/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <string.h>

#include "salon-anthropic-provider.h"
#include "salon-llm-error.h"

#include "llm-chat.h"
#include "llm-test-server.h"
#include "llm-test.h"
#include "test-utilities.h"

#define BEGINNING \
  "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"model\":\"m\"}}\n\n" \
  "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0," \
  "\"delta\":{\"type\":\"text_delta\",\"text\":\"Hi\"}}\n\n"
#define GOOD BEGINNING \
  "event: message_delta\ndata: {\"type\":\"message_delta\"," \
  "\"delta\":{\"stop_reason\":\"end_turn\"}}\n\n" \
  "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"
#define FAILURE(type, words) \
  "{\"type\":\"error\",\"error\":{\"type\":\"" type "\",\"message\":\"" words "\"}}"

static const LlmTestAnswer good = { 200, NULL, "text/event-stream", GOOD, -1 };

static void
set_provider (LlmTestServer *fixture,
              const char    *base_url,
              const char    *key,
              GHashTable    *headers)
{
  g_clear_object (&fixture->provider);
  fixture->provider = SALON_LLM_PROVIDER (
    salon_anthropic_provider_new ("here", "Golden", base_url, key, headers, fixture->http_client,
                                  SALON_CLOCK (fixture->clock)));
}

static LlmTestServer *
make_server (const LlmTestAnswer *answers,
             guint                n_answers)
{
  LlmTestServer *fixture = llm_test_server_new (answers, n_answers);

  set_provider (fixture, fixture->base_url, "secret", NULL);
  return fixture;
}

static void
test_request_and_reply (void)
{
  g_autoptr (LlmTestServer) fixture = make_server (&good, 1);
  g_autoptr (GHashTable) headers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonLlmReply) reply = NULL;
  g_autofree char *text = NULL;

  g_hash_table_insert (headers, (gpointer) "Anthropic-Beta", (gpointer) "some-2026-01-01");
  set_provider (fixture, fixture->base_url, " secret\n", headers);
  reply = llm_test_server_run (fixture, &error);
  g_assert_no_error (error);
  text = salon_llm_reply_dup_text (reply);
  g_assert_cmpstr (text, ==, "Hi");
  g_assert_cmpstr (fixture->path, ==, "/v1/messages");
  g_assert_cmpstr (soup_message_headers_get_one (fixture->headers, "x-api-key"), ==, "secret");
  g_assert_cmpstr (soup_message_headers_get_one (fixture->headers, "anthropic-version"), ==,
                   "2023-06-01");
  g_assert_cmpstr (soup_message_headers_get_one (fixture->headers, "anthropic-beta"), ==,
                   "some-2026-01-01");
  g_assert_null (soup_message_headers_get_one (fixture->headers, "Authorization"));
  g_assert_nonnull (strstr (fixture->body, "\"text\":\"Hello\""));
  g_assert_cmpstr (salon_llm_provider_get_id (fixture->provider), ==, "here");
  g_assert_cmpstr (salon_llm_provider_get_name (fixture->provider), ==, "Golden");
}

static void
test_base_urls (void)
{
  static const struct { const char *suffix; const char *path; } cases[] = {
    { "", "/v1/messages" },
    { "/v1", "/v1/messages" },
    { "/v1/", "/v1/messages" },
    { "/v1/messages", "/v1/messages" },
    { "/anthropic", "/anthropic/v1/messages" },
    { "/anthropic/?api-version=1", "/anthropic/v1/messages" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LlmTestServer) fixture = make_server (&good, 1);
      g_autofree char *host = g_strndup (fixture->base_url, strlen (fixture->base_url) - 3);
      g_autofree char *base_url = g_strconcat (host, cases[i].suffix, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (SalonLlmReply) reply = NULL;

      set_provider (fixture, base_url, NULL, NULL);
      reply = llm_test_server_run (fixture, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (fixture->path, ==, cases[i].path);
      g_assert_null (soup_message_headers_get_one (fixture->headers, "x-api-key"));
    }
}

/* The errors of the API, each with the status it comes with. */
static const struct
{
  guint status;
  const char *body;
  SalonLlmError code;
  const char *words;
} failures[] = {
  { 400, FAILURE ("invalid_request_error", "tools: bad"), SALON_LLM_ERROR_BAD_REQUEST,
    "“tools: bad”" },
  { 400, FAILURE ("invalid_request_error", "prompt is too long: 9 tokens > 8 maximum"),
    SALON_LLM_ERROR_CONTEXT_LENGTH, "longer than the model can take" },
  { 400, FAILURE ("invalid_request_error", "input length and `max_tokens` exceed context limit"),
    SALON_LLM_ERROR_CONTEXT_LENGTH, "longer than the model can take" },
  { 400, FAILURE ("invalid_request_error", "Your credit balance is too low"),
    SALON_LLM_ERROR_BAD_REQUEST, "credit balance" },
  { 401, FAILURE ("authentication_error", "invalid x-api-key"), SALON_LLM_ERROR_AUTHENTICATION,
    "did not accept the API key" },
  { 402, FAILURE ("billing_error", "Pay first"), SALON_LLM_ERROR_QUOTA, "“Pay first”" },
  { 403, FAILURE ("permission_error", "Not for you"), SALON_LLM_ERROR_AUTHENTICATION,
    "“Not for you”" },
  { 404, FAILURE ("not_found_error", "model: m"), SALON_LLM_ERROR_NOT_FOUND,
    "does not know the model “m”" },
  { 413, FAILURE ("request_too_large", "Too large"), SALON_LLM_ERROR_CONTEXT_LENGTH,
    "“Too large”" },
};

static void
test_failures (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      const LlmTestAnswer answer = {
        failures[i].status, NULL, "application/json", failures[i].body, -1
      };
      g_autoptr (LlmTestServer) fixture = make_server (&answer, 1);
      g_autoptr (GError) error = NULL;
      g_autoptr (SalonLlmReply) reply = llm_test_server_run (fixture, &error);

      g_assert_null (reply);
      g_assert_error (error, SALON_LLM_ERROR, (int) failures[i].code);
      if (strstr (error->message, failures[i].words) == NULL)
        g_error ("“%s” does not contain “%s”.", error->message, failures[i].words);
      g_assert_cmpuint (fixture->n_requests, ==, 1);
    }
}

static gboolean
has_events (gpointer user_data)
{
  LlmTestServer *fixture = user_data;

  return fixture->events->len > 0;
}

static void
test_busy_servers_are_asked_again (void)
{
  static const LlmTestAnswer answers[] = {
    { 529, NULL, "application/json", FAILURE ("overloaded_error", "Overloaded"), -1 },
    { 429, "retry-after: 2", "application/json", FAILURE ("rate_limit_error", "Slow down"), -1 },
    { 200, NULL, NULL, GOOD, -1 },
  };
  g_autoptr (LlmTestServer) fixture = make_server (answers, G_N_ELEMENTS (answers));
  g_autoptr (DexFuture) future = llm_test_server_start (fixture);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2; i++)
    {
      test_run_until (has_events, fixture);
      g_assert_true (g_str_has_prefix (g_ptr_array_index (fixture->events, 0), "waiting "));
      g_ptr_array_set_size (fixture->events, 0);
      test_run_pending ();
      salon_manual_clock_advance (fixture->clock, G_USEC_PER_SEC * 10);
    }
  test_run_until_done (future);
  dex_future_get_value (future, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->n_requests, ==, 3);
}

static void
think_before (SalonLlmRequest *request)
{
  llm_chat_add (request, SALON_LLM_ROLE_ASSISTANT,
                llm_chat_reasoning ("Hm", "here",
                                    "{\"anthropic\":{\"model\":\"m\",\"signature\":\"Sig\"}}"),
                salon_llm_part_new_text ("Ho"), NULL);
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Go on");
}

/* Once more, without what the model thought, when it is that the server does not like. */
static void
test_refused_thinking_is_left_out (void)
{
  static const char * const words[] = {
    "messages.1.content.0: Invalid `signature` in `thinking` block. The block is bound to a "
    "different conversation.",
    "messages.1.content.0: `thinking` or `redacted_thinking` blocks in the latest assistant "
    "message cannot be modified.",
    "messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`. "
    "When `thinking` is enabled, a final `assistant` message must start with a thinking block.",
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *body = g_strdup_printf (FAILURE ("invalid_request_error", "%s"), words[i]);
      const LlmTestAnswer answers[] = {
        { 400, NULL, "application/json", body, -1 }, { 200, NULL, NULL, GOOD, -1 },
      };
      g_autoptr (LlmTestServer) fixture = make_server (answers, 2);
      g_autoptr (GError) error = NULL;
      g_autoptr (SalonLlmReply) reply = NULL;

      think_before (fixture->request);
      reply = llm_test_server_run (fixture, &error);
      g_assert_no_error (error);
      g_assert_nonnull (reply);
      g_assert_cmpuint (fixture->n_requests, ==, 2);
      g_assert_null (strstr (fixture->body, "Sig"));
      g_assert_nonnull (strstr (fixture->body, "Ho"));
      g_assert_cmpuint (fixture->events->len, ==, 1);
    }
}

static void
test_refused_twice_is_an_error (void)
{
  const LlmTestAnswer answer = {
    400, NULL, "application/json",
    FAILURE ("invalid_request_error", "Invalid `signature` in `thinking` block"), -1
  };
  g_autoptr (LlmTestServer) fixture = make_server (&answer, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonLlmReply) reply = NULL;

  think_before (fixture->request);
  reply = llm_test_server_run (fixture, &error);
  g_assert_null (reply);
  g_assert_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_BAD_REQUEST);
  g_assert_cmpuint (fixture->n_requests, ==, 2);
}

static void
test_cut_is_told_and_not_retried (void)
{
  const LlmTestAnswer answer = { 200, NULL, NULL, BEGINNING, -1, NULL, TRUE };
  g_autoptr (LlmTestServer) fixture = make_server (&answer, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonLlmReply) reply = llm_test_server_run (fixture, &error);

  g_assert_null (reply);
  g_assert_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_CUT);
  g_assert_cmpuint (fixture->events->len, ==, 1);
  g_assert_cmpuint (fixture->n_requests, ==, 1);
}

static gboolean
is_hung_up (gpointer user_data)
{
  LlmTestServer *fixture = user_data;

  return fixture->hung_up;
}

static void
test_dropping_closes_the_connection (void)
{
  const LlmTestAnswer answer = { 200, NULL, NULL, BEGINNING, -1, NULL, FALSE, TRUE };
  g_autoptr (LlmTestServer) fixture = make_server (&answer, 1);
  DexFuture *future = llm_test_server_start (fixture);

  test_run_until (has_events, fixture);
  g_assert_false (fixture->hung_up);
  dex_unref (future);
  test_run_until (is_hung_up, fixture);
  g_assert_cmpuint (fixture->events->len, ==, 1);
}

static void
on_request_read_cb (SoupServer        *server,
                    SoupServerMessage *message,
                    GPtrArray         *queries)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (message));

  g_ptr_array_add (queries, g_strdup (query != NULL ? query : ""));
}

static void
test_models (void)
{
  static const LlmTestAnswer answers[] = {
    { 200, NULL, "application/json",
      "{\"data\":[{\"type\":\"model\",\"id\":\"claude-opus-5\",\"display_name\":\"Claude Opus 5\","
      "\"max_input_tokens\":1000000,\"max_tokens\":128000,\"capabilities\":{"
      "\"image_input\":{\"supported\":true},\"pdf_input\":{\"supported\":true},"
      "\"thinking\":{\"supported\":true}}},"
      "{\"id\":\"claude-old\",\"lifecycle\":\"retired\"},{\"id\":7},{},\"x\"],"
      "\"has_more\":true,\"first_id\":\"a\",\"last_id\":\"claude/old &\"}", -1 },
    { 200, NULL, "application/json",
      "{\"data\":[{\"id\":\"tiny\",\"display_name\":\"\",\"meta\":{\"n_ctx_train\":2048},"
      "\"capabilities\":{\"thinking\":{\"supported\":false}}}],\"has_more\":false,"
      "\"last_id\":\"tiny\"}", -1 },
  };
  g_autoptr (LlmTestServer) fixture = make_server (answers, 2);
  g_autoptr (GPtrArray) queries = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;
  SalonLlmModel *model;
  const GValue *value;
  GPtrArray *models;

  g_signal_connect (fixture->server, "request-read", G_CALLBACK (on_request_read_cb), queries);
  future = salon_llm_provider_list_models (fixture->provider);
  test_run_until_done (future);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->path, ==, "/v1/models");
  g_assert_cmpuint (queries->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (queries, 0), ==, "limit=1000");
  g_assert_cmpstr (g_ptr_array_index (queries, 1), ==, "limit=1000&after_id=claude%2Fold%20%26");

  models = g_value_get_boxed (value);
  g_assert_cmpuint (models->len, ==, 2);
  model = g_ptr_array_index (models, 0);
  g_assert_cmpstr (salon_llm_model_get_id (model), ==, "claude-opus-5");
  g_assert_cmpstr (salon_llm_model_get_name (model), ==, "Claude Opus 5");
  g_assert_cmpint (salon_llm_model_get_context_window (model), ==, 1000000);
  g_assert_cmpint (salon_llm_model_get_facts (model)->output_limit, ==, 128000);
  g_assert_true (salon_llm_model_can (model, SALON_LLM_ABILITY_IMAGES));
  g_assert_true (salon_llm_model_can (model, SALON_LLM_ABILITY_REASONING));
  g_assert_true (salon_llm_model_can (model, SALON_LLM_ABILITY_TOOLS));
  g_assert_true (salon_llm_model_cannot (model, SALON_LLM_ABILITY_AUDIO));
  model = g_ptr_array_index (models, 1);
  g_assert_cmpstr (salon_llm_model_get_name (model), ==, "tiny");
  g_assert_cmpint (salon_llm_model_get_context_window (model), ==, 2048);
  g_assert_true (salon_llm_model_cannot (model, SALON_LLM_ABILITY_REASONING));
  g_assert_false (salon_llm_model_can (model, SALON_LLM_ABILITY_IMAGES));
  g_assert_false (salon_llm_model_cannot (model, SALON_LLM_ABILITY_IMAGES));
}

/* A list that always says there is more comes to an end. */
static void
test_endless_models (void)
{
  static const LlmTestAnswer answer = {
    200, NULL, "application/json",
    "{\"data\":[{\"id\":\"a\"}],\"has_more\":true,\"last_id\":\"a\"}", -1
  };
  g_autoptr (LlmTestServer) fixture = make_server (&answer, 1);
  g_autoptr (DexFuture) future = salon_llm_provider_list_models (fixture->provider);
  g_autoptr (GError) error = NULL;

  test_run_until_done (future);
  dex_future_get_value (future, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->n_requests, ==, 50);
}

static void
test_models_that_are_none (void)
{
  static const struct { LlmTestAnswer answer; SalonLlmError code; } cases[] = {
    { { 401, NULL, "application/json", "{}", -1 }, SALON_LLM_ERROR_AUTHENTICATION },
    { { 200, NULL, "text/html", "<html>", -1 }, SALON_LLM_ERROR_PROTOCOL },
    { { 200, NULL, "application/json", "{\"data\":", -1 }, SALON_LLM_ERROR_PROTOCOL },
    { { 200, NULL, "application/json", "{\"data\":{}}", -1 }, SALON_LLM_ERROR_PROTOCOL },
    { { 200, NULL, "application/json", FAILURE ("api_error", "x"), -1 }, SALON_LLM_ERROR_SERVER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LlmTestServer) fixture = make_server (&cases[i].answer, 1);
      g_autoptr (DexFuture) future = salon_llm_provider_list_models (fixture->provider);
      g_autoptr (GError) error = NULL;

      test_run_until_done (future);
      g_assert_null (dex_future_get_value (future, &error));
      g_assert_error (error, SALON_LLM_ERROR, (int) cases[i].code);
    }
}

#define TEST(name, func) g_test_add_func ("/llm/anthropic-provider/" name, func)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  TEST ("request-and-reply", test_request_and_reply);
  TEST ("base-urls", test_base_urls);
  TEST ("failures", test_failures);
  TEST ("busy-servers-are-asked-again", test_busy_servers_are_asked_again);
  TEST ("refused-thinking-is-left-out", test_refused_thinking_is_left_out);
  TEST ("refused-twice-is-an-error", test_refused_twice_is_an_error);
  TEST ("cut-is-told-and-not-retried", test_cut_is_told_and_not_retried);
  TEST ("dropping-closes-the-connection", test_dropping_closes_the_connection);
  TEST ("models", test_models);
  TEST ("endless-models", test_endless_models);
  TEST ("models-that-are-none", test_models_that_are_none);

  return g_test_run ();
}
