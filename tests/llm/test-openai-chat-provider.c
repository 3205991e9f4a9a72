/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <string.h>

#include "salon-llm-error.h"
#include "salon-openai-chat-provider.h"

#include "llm-test-server.h"
#include "llm-test.h"
#include "test-utilities.h"

#define GOOD \
  "data: {\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n" \
  "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"

static void
test_request_and_reply (void)
{
  const LlmTestAnswer answers[] = { { 200, NULL, NULL, GOOD, -1 } };
  g_autoptr (LlmTestServer) fixture = llm_test_server_new (answers, 1);
  g_autoptr (GHashTable) headers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonLlmReply) reply = NULL;
  g_autofree char *text = NULL;

  g_hash_table_insert (headers, (gpointer) "X-Title", (gpointer) "Salon");
  g_hash_table_insert (headers, (gpointer) "X-Bad", (gpointer) "a\r\nX-Smuggled: b");
  llm_test_server_set_provider (fixture, fixture->base_url, " secret\n", headers);
  reply = llm_test_server_run (fixture, &error);
  g_assert_no_error (error);
  text = salon_llm_reply_dup_text (reply);
  g_assert_cmpstr (text, ==, "Hi");
  g_assert_cmpstr (fixture->path, ==, "/v1/chat/completions");
  g_assert_cmpstr (soup_message_headers_get_one (fixture->headers, "Authorization"), ==,
                   "Bearer secret");
  g_assert_cmpstr (soup_message_headers_get_one (fixture->headers, "X-Title"), ==, "Salon");
  g_assert_null (soup_message_headers_get_one (fixture->headers, "X-Bad"));
  g_assert_null (soup_message_headers_get_one (fixture->headers, "X-Smuggled"));
  g_assert_cmpstr (soup_message_headers_get_content_type (fixture->headers, NULL), ==,
                   "application/json");
  g_assert_nonnull (strstr (fixture->body, "\"content\":\"Hello\""));
  g_assert_cmpstr (salon_llm_provider_get_id (fixture->provider), ==, "golden");
  g_assert_cmpstr (salon_llm_provider_get_name (fixture->provider), ==, "Golden");
}

static void
test_base_urls (void)
{
  static const struct { const char *suffix; const char *path; } cases[] = {
    { "", "/v1/chat/completions" },
    { "/", "/v1/chat/completions" },
    { "/chat/completions", "/v1/chat/completions" },
    { "/x/?api-version=1", "/v1/x/chat/completions" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const LlmTestAnswer answers[] = { { 200, NULL, NULL, GOOD, -1 } };
      g_autoptr (LlmTestServer) fixture = llm_test_server_new (answers, 1);
      g_autofree char *base_url = g_strconcat (fixture->base_url, cases[i].suffix, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (SalonLlmReply) reply = NULL;

      llm_test_server_set_provider (fixture, base_url, NULL, NULL);
      reply = llm_test_server_run (fixture, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (fixture->path, ==, cases[i].path);
      g_assert_null (soup_message_headers_get_one (fixture->headers, "Authorization"));
    }
}

static void
test_golden_through_http (void)
{
  static const char * const names[] = {
    "text", "parallel-tools", "reasoning-and-comments", "whole-answer", "line-ends",
    "error-in-the-middle", "malformed", "empty", "without-done",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *sse_name = g_strconcat (names[i], ".sse", NULL);
      g_autofree char *json_name = g_strconcat (names[i], ".json", NULL);
      g_autofree char *sse_path = g_test_build_filename (G_TEST_DIST, "data", sse_name, NULL);
      g_autofree char *json_path = g_test_build_filename (G_TEST_DIST, "data", json_name, NULL);
      gsize length;
      g_autofree char *body = llm_test_read_file (sse_path, &length);
      g_autofree char *text = llm_test_read_file (json_path, NULL);
      g_autoptr (SalonJsonDocument) expected = llm_test_parse (text);

      for (gsize step = 1; step < 1000; step = step * 7 + 3)
        {
          g_autoptr (GArray) cuts = g_array_new (TRUE, FALSE, sizeof (gsize));
          g_autoptr (LlmTestServer) fixture = NULL;
          g_autoptr (GError) error = NULL;
          g_autoptr (SalonLlmReply) reply = NULL;
          LlmTestAnswer answer = { 200, NULL, "application/octet-stream", body, (gssize) length };

          for (gsize cut = step; cut < length && length < 3000; cut += step)
            g_array_append_val (cuts, cut);
          answer.cuts = (const gsize *) (gpointer) cuts->data;
          fixture = llm_test_server_new (&answer, 1);
          reply = llm_test_server_run (fixture, &error);
          llm_test_compare (salon_json_document_get_root (expected), fixture->events, reply, error);
        }
    }
}

static const struct
{
  const char *name;
  LlmTestAnswer answer;
  gboolean with_key;
  SalonLlmError code;
  const char *words[3];
} failures[] = {
  { "wrong-key", { 401, NULL, "application/json",
    "{\"error\":{\"message\":\"Incorrect API key\"}}", -1 }, TRUE,
    SALON_LLM_ERROR_AUTHENTICATION, { "did not accept the API key", "“Incorrect API key”" } },
  { "no-key", { 401, NULL, "application/json",
    "{\"error\":{\"message\":\"Missing bearer\"}}", -1 }, FALSE,
    SALON_LLM_ERROR_AUTHENTICATION, { "none is set", "“Missing bearer”" } },
  { "forbidden", { 403, NULL, "text/plain", "Not from here", -1 }, TRUE,
    SALON_LLM_ERROR_AUTHENTICATION, { "(403)", "“Not from here”" } },
  { "key-refused-with-400", { 400, NULL, "application/json",
    "[{\"error\":{\"code\":400,\"message\":\"API key not valid.\","
    "\"status\":\"INVALID_ARGUMENT\"}}]", -1 }, TRUE,
    SALON_LLM_ERROR_AUTHENTICATION, { "did not accept the API key" } },
  { "unknown-model", { 404, NULL, "application/json", "{\"error\":{\"message\":\"The model `m` "
                                                      "does not exist\","
    "\"code\":\"model_not_found\"}}", -1 }, TRUE,
    SALON_LLM_ERROR_NOT_FOUND, { "does not know the model “m”", "/v1/chat/completions" } },
  { "wrong-base-url-of-llama",
    { 404, NULL, "application/json", "{\"error\":{\"code\":404,\"message\":\"File Not Found\","
    "\"type\":\"not_found_error\"}}", -1 }, TRUE,
    SALON_LLM_ERROR_NOT_FOUND, { "/v1/chat/completions (404)", "“File Not Found”" } },
  { "wrong-base-url", { 404, NULL, "text/html", "<html>nginx</html>", -1 }, TRUE,
    SALON_LLM_ERROR_NOT_FOUND, { "/v1/chat/completions (404)", "base URL" } },
  { "redirect", { 308, "Location: https://new.example/v1", "text/html", "", -1 }, TRUE,
    SALON_LLM_ERROR_REDIRECTED, { "to https://new.example/v1" } },
  { "bad-request", { 400, NULL, "application/json",
    "{\"error\":{\"message\":\"Unknown\\n parameter\",\"code\":400}}", -1 }, TRUE,
    SALON_LLM_ERROR_BAD_REQUEST, { "refused the request (400)", "“Unknown parameter”" } },
  { "validation-list", { 422, NULL, "application/json",
    "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"field required\"},"
    "{\"msg\":\"too long\"}]}", -1 }, TRUE,
    SALON_LLM_ERROR_BAD_REQUEST, { "“field required; too long”" } },
  { "context-length", { 400, NULL, "application/json",
    "{\"error\":{\"message\":\"Too many\",\"code\":\"context_length_exceeded\"}}", -1 }, TRUE,
    SALON_LLM_ERROR_CONTEXT_LENGTH, { "longer than the model" } },
  { "context-length-of-llama", { 400, NULL, "application/json",
    "{\"error\":{\"code\":400,\"message\":\"the request exceeds\","
    "\"type\":\"exceed_context_size_error\",\"n_ctx\":4096}}", -1 }, TRUE,
    SALON_LLM_ERROR_CONTEXT_LENGTH, { "longer than the model" } },
  { "content-policy", { 400, NULL, "application/json",
    "{\"error\":{\"message\":\"No.\",\"code\":\"content_policy_violation\"}}", -1 }, TRUE,
    SALON_LLM_ERROR_REFUSED, { "for its content", "“No.”" } },
  { "no-credit", { 429, NULL, "application/json", "{\"error\":{\"message\":\"You exceeded your "
                                                  "current quota\","
    "\"type\":\"insufficient_quota\"}}", -1 }, TRUE, SALON_LLM_ERROR_QUOTA, { "no credit left" } },
  { "payment", { 402, NULL, "application/json", "{\"error\":\"Pay first\"}", -1 }, TRUE,
    SALON_LLM_ERROR_QUOTA, { "no credit left", "“Pay first”" } },
  { "long-wait", { 429, "Retry-After: 3600", "application/json", "{}", -1 }, TRUE,
    SALON_LLM_ERROR_RATE_LIMITED, { "asks to wait 3600 seconds" } },
  { "web-page", { 200, NULL, "text/html", "<!doctype html><html>", -1 }, TRUE,
    SALON_LLM_ERROR_PROTOCOL, { "web page at http://127.0.0.1", "/v1" } },
  { "error-with-200", { 200, NULL, "application/json", "{\"error\":{\"message\":\"Out of "
                                                       "memory\"}}", -1 }, TRUE,
    SALON_LLM_ERROR_SERVER, { "“Out of memory”" } },
};

static void
test_failure (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (LlmTestServer) fixture = llm_test_server_new (&failures[i].answer, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonLlmReply) reply = NULL;

  if (!failures[i].with_key)
    llm_test_server_set_provider (fixture, fixture->base_url, NULL, NULL);
  reply = llm_test_server_run (fixture, &error);
  g_assert_null (reply);
  g_assert_error (error, SALON_LLM_ERROR, (int) failures[i].code);
  for (guint j = 0; j < G_N_ELEMENTS (failures[i].words) && failures[i].words[j] != NULL; j++)
    {
      if (strstr (error->message, failures[i].words[j]) == NULL)
        g_error ("“%s” does not contain “%s”.", error->message, failures[i].words[j]);
    }
  /* None of these gets better by asking again. */
  g_assert_cmpuint (fixture->n_requests, ==, 1);
  g_assert_cmpuint (fixture->events->len, ==, 0);
  g_assert_null (strstr (error->message, "secret"));
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
  gint64 delay;

  test_run_until (has_events, fixture);
  g_assert_cmpuint (fixture->events->len, ==, 1);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (fixture->events, 0), "waiting "));
  delay = g_ascii_strtoll ((char *) g_ptr_array_index (fixture->events, 0) + strlen ("waiting "),
                           NULL, 10);
  g_ptr_array_set_size (fixture->events, 0);
  test_run_pending ();
  salon_manual_clock_advance (fixture->clock, delay * 1000);
  return delay;
}

static void
test_retry (void)
{
  const LlmTestAnswer answers[] = {
    { 429, "Retry-After: 7", "application/json", "{}", -1 },
    { 503, NULL, "application/json", "{}", -1 },
    { 500, "Retry-After: Thu, 01 Jan 2026 00:01:00 GMT", "application/json", "{}", -1 },
    { 200, NULL, NULL, GOOD, -1 },
  };
  g_autoptr (LlmTestServer) fixture = llm_test_server_new (answers, G_N_ELEMENTS (answers));
  g_autoptr (DexFuture) future = llm_test_server_start (fixture);
  g_autoptr (GError) error = NULL;
  gint64 delay;

  delay = pass_wait (fixture);
  g_assert_cmpint (delay, >=, 7000);
  g_assert_cmpint (delay, <=, 8750);
  delay = pass_wait (fixture);
  g_assert_cmpint (delay, >=, 2000);
  g_assert_cmpint (delay, <=, 2500);
  delay = pass_wait (fixture);
  g_assert_cmpint (delay, >=, 45000);
  g_assert_cmpint (delay, <=, 75000);
  test_run_until_done (future);
  dex_future_get_value (future, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->n_requests, ==, 4);
  g_assert_cmpstr (g_ptr_array_index (fixture->events, 0), ==, "text Hi");
}

static void
test_retries_come_to_an_end (void)
{
  const LlmTestAnswer answers[] = {
    { 529, NULL, "application/json", "{\"error\":{\"message\":\"Busy\"}}", -1 },
  };
  g_autoptr (LlmTestServer) fixture = llm_test_server_new (answers, 1);
  g_autoptr (DexFuture) future = llm_test_server_start (fixture);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3; i++)
    pass_wait (fixture);
  test_run_until_done (future);
  g_assert_null (dex_future_get_value (future, &error));
  g_assert_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_OVERLOADED);
  g_assert_cmpuint (salon_llm_error_get_http_status (error), ==, 529);
  g_assert_true (salon_llm_error_can_retry (error));
  g_assert_cmpuint (fixture->n_requests, ==, 4);
}

static void
test_cut_is_told_and_not_retried (void)
{
  const LlmTestAnswer answers[] = {
    { 200, NULL, NULL, "data: {\"choices\":[{\"delta\":{\"content\":\"Half\"}}]}\n\n", -1,
      NULL, TRUE },
  };
  g_autoptr (LlmTestServer) fixture = llm_test_server_new (answers, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonLlmReply) reply = llm_test_server_run (fixture, &error);

  g_assert_null (reply);
  g_assert_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_CUT);
  g_assert_cmpuint (fixture->events->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (fixture->events, 0), ==, "text Half");
  g_assert_cmpuint (fixture->n_requests, ==, 1);
}

static gboolean
is_hung_up (gpointer user_data)
{
  LlmTestServer *fixture = user_data;

  return fixture->hung_up;
}

static const LlmTestAnswer hanging = {
  200, NULL, NULL, "data: {\"choices\":[{\"delta\":{\"content\":\"Half\"}}]}\n\n", -1,
  NULL, FALSE, TRUE,
};

static void
test_dropping_closes_the_connection (void)
{
  g_autoptr (LlmTestServer) fixture = llm_test_server_new (&hanging, 1);
  DexFuture *future = llm_test_server_start (fixture);

  test_run_until (has_events, fixture);
  g_assert_false (fixture->hung_up);
  dex_unref (future);
  test_run_until (is_hung_up, fixture);
  /* And nobody is told of anything any more. */
  g_assert_cmpuint (fixture->events->len, ==, 1);
}

static void
test_dropping_while_waiting_sends_nothing_more (void)
{
  const LlmTestAnswer answers[] = { { 429, "Retry-After: 7", "application/json", "{}", -1 } };
  g_autoptr (LlmTestServer) fixture = llm_test_server_new (answers, 1);
  DexFuture *future = llm_test_server_start (fixture);

  test_run_until (has_events, fixture);
  dex_unref (future);
  test_run_pending ();
  salon_manual_clock_advance (fixture->clock, G_USEC_PER_SEC * 60);
  test_run_pending ();
  g_assert_cmpuint (fixture->n_requests, ==, 1);
}

static void
test_silence_is_given_up (void)
{
  g_autoptr (LlmTestServer) fixture = llm_test_server_new (&hanging, 1);
  g_autoptr (DexFuture) future = llm_test_server_start (fixture);
  g_autoptr (GError) error = NULL;

  test_run_until (has_events, fixture);
  test_run_pending ();
  salon_manual_clock_advance (fixture->clock, G_USEC_PER_SEC * 601);
  test_run_until_done (future);
  g_assert_null (dex_future_get_value (future, &error));
  g_assert_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_CUT);
  g_assert_nonnull (strstr (error->message, "silent"));
  test_run_until (is_hung_up, fixture);
}

static void
test_nobody_listens (void)
{
  const LlmTestAnswer answers[] = { { 200, NULL, NULL, GOOD, -1 } };
  g_autoptr (LlmTestServer) fixture = llm_test_server_new (answers, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonLlmReply) reply = NULL;

  soup_server_disconnect (fixture->server);
  reply = llm_test_server_run (fixture, &error);
  g_assert_null (reply);
  g_assert_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_NETWORK);
  g_assert_nonnull (strstr (error->message, "127.0.0.1"));
  g_assert_nonnull (strstr (error->message, "Is the model server on this computer running?"));
  g_assert_true (salon_llm_error_can_retry (error));
}

static void
test_base_url_that_is_none (void)
{
  static const char * const urls[] = {
    "", "localhost:8080/v1", "ftp://x/", "https://", "not a url",
  };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      const LlmTestAnswer answers[] = { { 200, NULL, NULL, GOOD, -1 } };
      g_autoptr (LlmTestServer) fixture = llm_test_server_new (answers, 1);
      g_autoptr (GError) error = NULL;
      g_autoptr (SalonLlmReply) reply = NULL;

      llm_test_server_set_provider (fixture, urls[i], NULL, NULL);
      reply = llm_test_server_run (fixture, &error);
      g_assert_null (reply);
      g_assert_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_NOT_FOUND);
      g_assert_nonnull (strstr (error->message, "https://"));
    }
}

static void
test_models (void)
{
  static const LlmTestAnswer answers[] = { { 200, NULL, "application/json",
    "{\"object\":\"list\",\"data\":[{\"id\":\"a\",\"context_length\":8},"
    "{\"id\":\"b\",\"name\":\"Bee\",\"context_window\":9},{\"id\":\"c\",\"max_model_len\":10},"
    "{\"id\":\"d\",\"meta\":{\"n_ctx_train\":11}},{\"id\":\"e\"},{\"id\":7},{},\"f\"]}", -1 } };
  static const struct { const char *id; const char *name; gint64 window; } expected[] = {
    { "a", "a", 8 }, { "b", "Bee", 9 }, { "c", "c", 10 }, { "d", "d", 11 },
    { "e", "e", 0 }, { "f", "f", 0 },
  };
  g_autoptr (LlmTestServer) fixture = llm_test_server_new (answers, 1);
  g_autoptr (DexFuture) future = salon_llm_provider_list_models (fixture->provider);
  g_autoptr (GError) error = NULL;
  const GValue *value;
  GPtrArray *models;

  test_run_until_done (future);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->path, ==, "/v1/models");
  models = g_value_get_boxed (value);
  g_assert_cmpuint (models->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < models->len; i++)
    {
      SalonLlmModel *model = g_ptr_array_index (models, i);

      g_assert_cmpstr (salon_llm_model_get_id (model), ==, expected[i].id);
      g_assert_cmpstr (salon_llm_model_get_name (model), ==, expected[i].name);
      g_assert_cmpint (salon_llm_model_get_context_window (model), ==, expected[i].window);
    }
}

static void
test_azure_deployment (void)
{
  static const LlmTestAnswer answers[] = {
    { 200, NULL, NULL, GOOD, -1 },
    { 200, NULL, "application/json", "{\"data\":[{\"id\":\"gpt-5\"}]}", -1 },
  };
  g_autoptr (LlmTestServer) fixture = llm_test_server_new (answers, G_N_ELEMENTS (answers));
  g_autofree char *url = g_strconcat (fixture->base_url, "/openai/deployments/mine", NULL);
  g_autoptr (SalonLlmReply) reply = NULL;
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;
  const GValue *value;
  GPtrArray *models;

  g_clear_object (&fixture->provider);
  fixture->provider = SALON_LLM_PROVIDER (
    salon_openai_chat_provider_new ("golden", "Golden", url, "azure", "secret", NULL,
                                    fixture->http_client, SALON_CLOCK (fixture->clock)));
  reply = llm_test_server_run (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->path, ==, "/v1/openai/deployments/mine/chat/completions");
  g_assert_cmpstr (fixture->query, ==, "2024-10-21");
  g_assert_cmpstr (soup_message_headers_get_one (fixture->headers, "api-key"), ==, "secret");
  g_assert_null (soup_message_headers_get_one (fixture->headers, "Authorization"));

  future = salon_llm_provider_list_models (fixture->provider);
  test_run_until_done (future);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->path, ==, "/v1/openai/models");
  g_assert_cmpstr (fixture->query, ==, "2024-10-21");
  models = g_value_get_boxed (value);
  g_assert_cmpuint (models->len, ==, 1);
  g_assert_cmpstr (salon_llm_model_get_id (g_ptr_array_index (models, 0)), ==, "mine");
}

static void
test_models_that_are_none (void)
{
  static const struct { LlmTestAnswer answer; SalonLlmError code; } cases[] = {
    { { 401, NULL, "application/json", "{}", -1 }, SALON_LLM_ERROR_AUTHENTICATION },
    { { 200, NULL, "text/html", "<html>", -1 }, SALON_LLM_ERROR_PROTOCOL },
    { { 200, NULL, "application/json", "{\"data\":", -1 }, SALON_LLM_ERROR_PROTOCOL },
    { { 200, NULL, "application/json", "{\"data\":{}}", -1 }, SALON_LLM_ERROR_PROTOCOL },
    { { 200, NULL, "application/json", "{\"error\":{\"message\":\"x\"}}", -1 },
      SALON_LLM_ERROR_SERVER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LlmTestServer) fixture = llm_test_server_new (&cases[i].answer, 1);
      g_autoptr (DexFuture) future = salon_llm_provider_list_models (fixture->provider);
      g_autoptr (GError) error = NULL;

      test_run_until_done (future);
      g_assert_null (dex_future_get_value (future, &error));
      g_assert_error (error, SALON_LLM_ERROR, (int) cases[i].code);
    }
}

static void
add_failure_tests (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autofree char *test = g_strconcat ("/llm/openai-chat-provider/failure/", failures[i].name,
                                           NULL);

      g_test_add_data_func (test, GUINT_TO_POINTER (i), test_failure);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/llm/openai-chat-provider/request-and-reply", test_request_and_reply);
  g_test_add_func ("/llm/openai-chat-provider/base-urls", test_base_urls);
  g_test_add_func ("/llm/openai-chat-provider/golden-through-http", test_golden_through_http);
  add_failure_tests ();
  g_test_add_func ("/llm/openai-chat-provider/retry", test_retry);
  g_test_add_func ("/llm/openai-chat-provider/retries-come-to-an-end", test_retries_come_to_an_end);
  g_test_add_func ("/llm/openai-chat-provider/cut-is-told-and-not-retried",
                   test_cut_is_told_and_not_retried);
  g_test_add_func ("/llm/openai-chat-provider/dropping-closes-the-connection",
                   test_dropping_closes_the_connection);
  g_test_add_func ("/llm/openai-chat-provider/dropping-while-waiting-sends-nothing-more",
                   test_dropping_while_waiting_sends_nothing_more);
  g_test_add_func ("/llm/openai-chat-provider/silence-is-given-up", test_silence_is_given_up);
  g_test_add_func ("/llm/openai-chat-provider/nobody-listens", test_nobody_listens);
  g_test_add_func ("/llm/openai-chat-provider/base-url-that-is-none", test_base_url_that_is_none);
  g_test_add_func ("/llm/openai-chat-provider/models", test_models);
  g_test_add_func ("/llm/openai-chat-provider/azure-deployment", test_azure_deployment);
  g_test_add_func ("/llm/openai-chat-provider/models-that-are-none", test_models_that_are_none);

  return g_test_run ();
}
