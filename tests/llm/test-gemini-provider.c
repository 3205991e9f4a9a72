/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <string.h>

#include "salon-gemini-provider.h"
#include "salon-llm-error.h"

#include "llm-test-server.h"
#include "llm-test.h"
#include "test-utilities.h"

#define BEGINNING \
  "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hi\"}]}}]}\r\n\r\n"
#define GOOD BEGINNING "data: {\"candidates\":[{\"finishReason\":\"STOP\"}]}\r\n\r\n"
#define FAILURE(code, words) "{\"error\":{\"code\":" code ",\"message\":\"" words "\"}}"

static const LlmTestAnswer good = { 200, NULL, "text/event-stream", GOOD, -1 };

static void
set_provider (LlmTestServer *fixture,
              const char    *base_url,
              const char    *key,
              GHashTable    *headers)
{
  g_clear_object (&fixture->provider);
  fixture->provider = SALON_LLM_PROVIDER (
    salon_gemini_provider_new ("here", "Golden", base_url, key, headers, fixture->http_client,
                                  SALON_CLOCK (fixture->clock)));
}

static LlmTestServer *
make_server (const LlmTestAnswer *answers,
             guint                n_answers)
{
  LlmTestServer *fixture = llm_test_server_new (answers, n_answers);

  /* Its address ends in another API's version. */
  fixture->base_url[strlen (fixture->base_url) - strlen ("/v1")] = '\0';
  set_provider (fixture, fixture->base_url, "secret", NULL);
  return fixture;
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
test_request_and_reply (void)
{
  g_autoptr (LlmTestServer) fixture = make_server (&good, 1);
  g_autoptr (GPtrArray) queries = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonLlmReply) reply = NULL;
  g_autofree char *text = NULL;

  g_signal_connect (fixture->server, "request-read", G_CALLBACK (on_request_read_cb), queries);
  reply = llm_test_server_run (fixture, &error);
  g_assert_no_error (error);
  text = salon_llm_reply_dup_text (reply);
  g_assert_cmpstr (text, ==, "Hi");
  g_assert_cmpstr (fixture->path, ==, "/v1beta/models/m:streamGenerateContent");
  g_assert_cmpstr (g_ptr_array_index (queries, 0), ==, "alt=sse");
  g_assert_cmpstr (soup_message_headers_get_one (fixture->headers, "x-goog-api-key"), ==,
                   "secret");
  g_assert_null (soup_message_headers_get_one (fixture->headers, "Authorization"));
  g_assert_nonnull (strstr (fixture->body, "\"text\":\"Hello\""));
  g_assert_cmpstr (salon_llm_provider_get_id (fixture->provider), ==, "here");
  g_assert_cmpstr (salon_llm_provider_get_name (fixture->provider), ==, "Golden");
}

static void
test_addresses (void)
{
  static const struct { const char *suffix; const char *model; const char *path; } cases[] = {
    { "", "m", "/v1beta/models/m:streamGenerateContent" },
    { "/v1beta/", "m", "/v1beta/models/m:streamGenerateContent" },
    { "/v1", "models/m", "/v1/models/m:streamGenerateContent" },
    { "/v1alpha", "tunedModels/m", "/v1alpha/tunedModels/m:streamGenerateContent" },
    { "/proxy?key=k", "a b", "/proxy/v1beta/models/a b:streamGenerateContent" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LlmTestServer) fixture = make_server (&good, 1);
      g_autofree char *base_url = g_strconcat (fixture->base_url, cases[i].suffix, NULL);
      g_autoptr (GPtrArray) queries = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GError) error = NULL;
      g_autoptr (SalonLlmReply) reply = NULL;

      g_signal_connect (fixture->server, "request-read", G_CALLBACK (on_request_read_cb),
                        queries);
      set_provider (fixture, base_url, NULL, NULL);
      salon_llm_request_unref (fixture->request);
      fixture->request = salon_llm_request_new (cases[i].model);
      reply = llm_test_server_run (fixture, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (fixture->path, ==, cases[i].path);
      g_assert_true (g_str_has_prefix (g_ptr_array_index (queries, 0), "alt=sse"));
      g_assert_null (soup_message_headers_get_one (fixture->headers, "x-goog-api-key"));
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
  { 400, FAILURE ("400", "Bad contents"), SALON_LLM_ERROR_BAD_REQUEST, "“Bad contents”" },
  { 400, "[" FAILURE ("400", "API key not valid. Please pass a valid API key.") "]",
    SALON_LLM_ERROR_AUTHENTICATION, "did not accept the API key" },
  { 400, FAILURE ("400", "The input token count (9) exceeds the maximum number of tokens allowed"),
    SALON_LLM_ERROR_CONTEXT_LENGTH, "longer than the model can take" },
  { 403, FAILURE ("403", "Not for you"), SALON_LLM_ERROR_AUTHENTICATION, "“Not for you”" },
  { 404, FAILURE ("404", "models/m is not found"), SALON_LLM_ERROR_NOT_FOUND,
    "does not know the model “m”" },
  { 429, FAILURE ("429", "You exceeded your current quota"), SALON_LLM_ERROR_QUOTA, "quota" },
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
    { 503, NULL, "application/json", FAILURE ("503", "The model is overloaded."), -1 },
    { 429, NULL, "application/json", FAILURE ("429", "Resource has been exhausted"), -1 },
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
test_models (void)
{
  static const LlmTestAnswer answers[] = {
    { 200, NULL, "application/json",
      "{\"models\":[{\"name\":\"models/gemini-3-flash-preview\","
      "\"displayName\":\"Gemini 3 Flash\",\"inputTokenLimit\":1048576,"
      "\"outputTokenLimit\":65536,\"thinking\":true,"
      "\"supportedGenerationMethods\":[\"generateContent\",\"countTokens\"]},"
      "{\"name\":\"models/gemini-embedding-001\","
      "\"supportedGenerationMethods\":[\"embedContent\"]},{\"name\":7},{},\"x\"],"
      "\"nextPageToken\":\"a/b+\"}", -1 },
    { 200, NULL, "application/json",
      "{\"models\":[{\"name\":\"models/gemma-3-27b-it\",\"displayName\":\" \"}]}", -1 },
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
  g_assert_cmpuint (queries->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (queries, 0), ==, "pageSize=1000");
  g_assert_cmpstr (g_ptr_array_index (queries, 1), ==, "pageSize=1000&pageToken=a%2Fb%2B");

  models = g_value_get_boxed (value);
  g_assert_cmpuint (models->len, ==, 2);
  model = g_ptr_array_index (models, 0);
  g_assert_cmpstr (salon_llm_model_get_id (model), ==, "gemini-3-flash-preview");
  g_assert_cmpstr (salon_llm_model_get_name (model), ==, "Gemini 3 Flash");
  g_assert_cmpint (salon_llm_model_get_context_window (model), ==, 1048576);
  g_assert_cmpint (salon_llm_model_get_facts (model)->output_limit, ==, 65536);
  g_assert_true (salon_llm_model_can (model, SALON_LLM_ABILITY_REASONING));
  g_assert_true (salon_llm_model_can (model, SALON_LLM_ABILITY_AUDIO));
  model = g_ptr_array_index (models, 1);
  g_assert_cmpstr (salon_llm_model_get_name (model), ==, "gemma-3-27b-it");
  g_assert_false (salon_llm_model_can (model, SALON_LLM_ABILITY_TOOLS));
  g_assert_false (salon_llm_model_cannot (model, SALON_LLM_ABILITY_TOOLS));
}

/* A list that always says there is more comes to an end. */
static void
test_endless_models (void)
{
  static const LlmTestAnswer answer = {
    200, NULL, "application/json", "{\"models\":[],\"nextPageToken\":\"again\"}", -1
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
    { { 200, NULL, "application/json", "{\"models\":", -1 }, SALON_LLM_ERROR_PROTOCOL },
    { { 200, NULL, "application/json", "{\"models\":{}}", -1 }, SALON_LLM_ERROR_PROTOCOL },
    { { 200, NULL, "application/json", FAILURE ("500", "x"), -1 }, SALON_LLM_ERROR_SERVER },
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

#define TEST(name, func) g_test_add_func ("/llm/gemini-provider/" name, func)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  TEST ("request-and-reply", test_request_and_reply);
  TEST ("addresses", test_addresses);
  TEST ("failures", test_failures);
  TEST ("busy-servers-are-asked-again", test_busy_servers_are_asked_again);
  TEST ("cut-is-told-and-not-retried", test_cut_is_told_and_not_retried);
  TEST ("dropping-closes-the-connection", test_dropping_closes_the_connection);
  TEST ("models", test_models);
  TEST ("endless-models", test_endless_models);
  TEST ("models-that-are-none", test_models_that_are_none);

  return g_test_run ();
}
