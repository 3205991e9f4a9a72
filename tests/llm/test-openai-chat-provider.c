/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <string.h>

#include <libsoup/soup.h>

#include "salon-llm-error.h"
#include "salon-manual-clock.h"
#include "salon-openai-chat-provider.h"

#include "llm-test.h"
#include "test-utilities.h"

#define GOOD \
  "data: {\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n" \
  "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"

/* What the server answers to one request. */
typedef struct
{
  guint status;
  const char *headers;      /* “Name: value” lines */
  const char *content_type;
  const char *body;
  gssize length;            /* -1: body ends with a NUL */
  const gsize *cuts;        /* body is sent in pieces up to these places, 0 ends them */
  gboolean cut;             /* hang up instead of ending the body */
  gboolean hang;            /* neither end the body nor hang up */
} Answer;

typedef struct
{
  SoupServer *server;
  char *base_url;
  const Answer *answers;    /* the last one again and again */
  guint n_answers;
  guint n_requests;
  char *path;
  char *body;
  SoupMessageHeaders *headers;
  gboolean hung_up;
  GSource *watch;

  SalonManualClock *clock;
  SalonHttpClient *http_client;
  SalonLlmProvider *provider;
  SalonLlmRequest *request;
  GPtrArray *events;
} Fixture;

static gboolean
on_hung_up_cb (GSocket      *socket,
               GIOCondition  condition,
               gpointer      user_data)
{
  Fixture *fixture = user_data;

  fixture->hung_up = TRUE;
  return G_SOURCE_REMOVE;
}

/* While it has nothing to write, the server does not look at its connection. */
static void
watch_connection (Fixture           *fixture,
                  SoupServerMessage *message)
{
  GSocket *socket = soup_server_message_get_socket (message);

  g_assert_null (fixture->watch);
  fixture->watch = g_socket_create_source (socket, G_IO_IN | G_IO_HUP, NULL);
  g_source_set_callback (fixture->watch, G_SOURCE_FUNC (on_hung_up_cb), fixture, NULL);
  g_source_attach (fixture->watch, NULL);
}

static void
on_wrote_chunk_cb (SoupServerMessage *message,
                   Fixture           *fixture)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

  g_io_stream_close (stream, NULL, NULL);
}

static void
set_headers (SoupServerMessage *message,
             const Answer      *answer)
{
  g_auto (GStrv) lines = g_strsplit (answer->headers != NULL ? answer->headers : "", "\n", -1);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (lines[i], ": ", 2);

      if (pair[0] != NULL && pair[1] != NULL)
        soup_message_headers_append (headers, pair[0], pair[1]);
    }
  soup_message_headers_set_content_type (headers, answer->content_type != NULL
                                                    ? answer->content_type : "text/event-stream", NULL);
}

static void
answer_request (Fixture           *fixture,
                SoupServerMessage *message,
                const Answer      *answer)
{
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  gsize length = answer->length < 0 ? strlen (answer->body) : (gsize) answer->length;
  gsize begin = 0;

  soup_server_message_set_status (message, answer->status, NULL);
  set_headers (message, answer);
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message),
                                     SOUP_ENCODING_CHUNKED);
  for (const gsize *cut = answer->cuts; cut != NULL && *cut > 0; cut++)
    {
      soup_message_body_append (body, SOUP_MEMORY_COPY, answer->body + begin, *cut - begin);
      begin = *cut;
    }
  if (length > begin)
    soup_message_body_append (body, SOUP_MEMORY_COPY, answer->body + begin, length - begin);
  if (answer->cut)
    g_signal_connect (message, "wrote-chunk", G_CALLBACK (on_wrote_chunk_cb), fixture);
  else if (answer->hang)
    watch_connection (fixture, message);
  else
    soup_message_body_complete (body);
}

static void
on_request_cb (SoupServer        *server,
               SoupServerMessage *message,
               const char        *path,
               GHashTable        *query,
               gpointer           user_data)
{
  Fixture *fixture = user_data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  guint number = MIN (fixture->n_requests, fixture->n_answers - 1);

  fixture->n_requests++;
  g_set_str (&fixture->path, path);
  g_free (fixture->body);
  fixture->body = g_strndup (body->data != NULL ? body->data : "", (gsize) body->length);
  g_clear_pointer (&fixture->headers, soup_message_headers_unref);
  fixture->headers = soup_message_headers_ref (soup_server_message_get_request_headers (message));
  answer_request (fixture, message, &fixture->answers[number]);
}

static void
set_provider (Fixture    *fixture,
              const char *base_url,
              const char *key,
              GHashTable *headers)
{
  g_clear_object (&fixture->provider);
  fixture->provider = SALON_LLM_PROVIDER (
    salon_openai_chat_provider_new ("golden", "Golden", base_url, key, headers,
                                    fixture->http_client, SALON_CLOCK (fixture->clock)));
}

static Fixture *
fixture_new (const Answer *answers,
             guint         n_answers)
{
  Fixture *fixture = g_new0 (Fixture, 1);
  g_autoptr (GError) error = NULL;
  GSList *uris;

  fixture->answers = answers;
  fixture->n_answers = n_answers;
  fixture->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (fixture->server, NULL, on_request_cb, fixture, NULL);
  soup_server_listen_local (fixture->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (fixture->server);
  fixture->base_url = g_strdup_printf ("http://127.0.0.1:%d/v1", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  fixture->clock = salon_manual_clock_new ();
  /* 2026-01-01 00:00:00 UTC */
  salon_manual_clock_set_real_time (fixture->clock,
                                    G_GINT64_CONSTANT (1767225600) * G_USEC_PER_SEC);
  fixture->http_client = salon_http_client_new ();
  salon_http_client_set_clock (fixture->http_client, SALON_CLOCK (fixture->clock));
  set_provider (fixture, fixture->base_url, "secret", NULL);
  fixture->request = salon_llm_request_new ("m");
  llm_test_add_text (fixture->request, SALON_LLM_ROLE_USER, "Hello");
  fixture->events = llm_test_events_new ();
  return fixture;
}

static void
fixture_free (Fixture *fixture)
{
  if (fixture->watch != NULL)
    g_source_destroy (fixture->watch);
  g_clear_pointer (&fixture->watch, g_source_unref);
  g_object_unref (fixture->provider);
  g_object_unref (fixture->http_client);
  soup_server_disconnect (fixture->server);
  g_object_unref (fixture->server);
  test_run_pending ();
  g_object_unref (fixture->clock);
  salon_llm_request_unref (fixture->request);
  g_ptr_array_unref (fixture->events);
  g_clear_pointer (&fixture->headers, soup_message_headers_unref);
  g_free (fixture->base_url);
  g_free (fixture->path);
  g_free (fixture->body);
  g_free (fixture);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

static DexFuture *
start (Fixture *fixture)
{
  return salon_llm_provider_stream (fixture->provider, fixture->request, llm_test_record_event,
                                    g_ptr_array_ref (fixture->events),
                                    (GDestroyNotify) g_ptr_array_unref);
}

static SalonLlmReply *
run (Fixture  *fixture,
     GError  **error)
{
  g_autoptr (DexFuture) future = start (fixture);
  const GValue *value;

  test_run_until_done (future);
  value = dex_future_get_value (future, error);
  return value != NULL ? g_value_dup_boxed (value) : NULL;
}

static void
test_request_and_reply (void)
{
  const Answer answers[] = { { 200, NULL, NULL, GOOD, -1 } };
  g_autoptr (Fixture) fixture = fixture_new (answers, 1);
  g_autoptr (GHashTable) headers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonLlmReply) reply = NULL;
  g_autofree char *text = NULL;

  g_hash_table_insert (headers, (gpointer) "X-Title", (gpointer) "Salon");
  g_hash_table_insert (headers, (gpointer) "X-Bad", (gpointer) "a\r\nX-Smuggled: b");
  set_provider (fixture, fixture->base_url, " secret\n", headers);
  reply = run (fixture, &error);
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
      const Answer answers[] = { { 200, NULL, NULL, GOOD, -1 } };
      g_autoptr (Fixture) fixture = fixture_new (answers, 1);
      g_autofree char *base_url = g_strconcat (fixture->base_url, cases[i].suffix, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (SalonLlmReply) reply = NULL;

      set_provider (fixture, base_url, NULL, NULL);
      reply = run (fixture, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (fixture->path, ==, cases[i].path);
      g_assert_null (soup_message_headers_get_one (fixture->headers, "Authorization"));
    }
}

static void
test_golden_through_http (void)
{
  static const char * const names[] = {
    "text", "parallel-tools", "reasoning-and-comments", "whole-answer", "line-ends", "error-in-the-middle",
    "malformed", "empty", "without-done",
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
          g_autoptr (Fixture) fixture = NULL;
          g_autoptr (GError) error = NULL;
          g_autoptr (SalonLlmReply) reply = NULL;
          Answer answer = { 200, NULL, "application/octet-stream", body, (gssize) length };

          for (gsize cut = step; cut < length && length < 3000; cut += step)
            g_array_append_val (cuts, cut);
          answer.cuts = (const gsize *) (gpointer) cuts->data;
          fixture = fixture_new (&answer, 1);
          reply = run (fixture, &error);
          llm_test_compare (salon_json_document_get_root (expected), fixture->events, reply, error);
        }
    }
}

static const struct
{
  const char *name;
  Answer answer;
  gboolean with_key;
  SalonLlmError code;
  const char *words[3];
} failures[] = {
  { "wrong-key", { 401, NULL, "application/json", "{\"error\":{\"message\":\"Incorrect API key\"}}", -1 }, TRUE,
    SALON_LLM_ERROR_AUTHENTICATION, { "did not accept the API key", "“Incorrect API key”" } },
  { "no-key", { 401, NULL, "application/json", "{\"error\":{\"message\":\"Missing bearer\"}}", -1 }, FALSE,
    SALON_LLM_ERROR_AUTHENTICATION, { "none is set", "“Missing bearer”" } },
  { "forbidden", { 403, NULL, "text/plain", "Not from here", -1 }, TRUE,
    SALON_LLM_ERROR_AUTHENTICATION, { "(403)", "“Not from here”" } },
  { "key-refused-with-400", { 400, NULL, "application/json", "[{\"error\":{\"code\":400,\"message\":"
    "\"API key not valid.\",\"status\":\"INVALID_ARGUMENT\"}}]", -1 }, TRUE,
    SALON_LLM_ERROR_AUTHENTICATION, { "did not accept the API key" } },
  { "unknown-model", { 404, NULL, "application/json", "{\"error\":{\"message\":\"The model `m` "
                                                      "does not exist\","
    "\"code\":\"model_not_found\"}}", -1 }, TRUE,
    SALON_LLM_ERROR_NOT_FOUND, { "does not know the model “m”", "/v1/chat/completions" } },
  { "wrong-base-url", { 404, NULL, "text/html", "<html>nginx</html>", -1 }, TRUE,
    SALON_LLM_ERROR_NOT_FOUND, { "/v1/chat/completions (404)", "base URL" } },
  { "redirect", { 308, "Location: https://new.example/v1", "text/html", "", -1 }, TRUE,
    SALON_LLM_ERROR_REDIRECTED, { "to https://new.example/v1" } },
  { "bad-request", { 400, NULL, "application/json", "{\"error\":{\"message\":\"Unknown\\n "
                                                    "parameter\",\"code\":400}}",
    -1 }, TRUE, SALON_LLM_ERROR_BAD_REQUEST, { "refused the request (400)", "“Unknown parameter”" } },
  { "validation-list", { 422, NULL, "application/json", "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"field required\"},"
    "{\"msg\":\"too long\"}]}", -1 }, TRUE, SALON_LLM_ERROR_BAD_REQUEST, { "“field required; too "
                                                                           "long”" } },
  { "context-length", { 400, NULL, "application/json", "{\"error\":{\"message\":\"Too "
                                                       "many\",\"code\":"
    "\"context_length_exceeded\"}}", -1 }, TRUE, SALON_LLM_ERROR_CONTEXT_LENGTH, { "longer than the model" } },
  { "context-length-of-llama", { 400, NULL, "application/json", "{\"error\":{\"code\":400,\"message\":\"the request "
    "exceeds\",\"type\":\"exceed_context_size_error\",\"n_ctx\":4096}}", -1 }, TRUE,
    SALON_LLM_ERROR_CONTEXT_LENGTH, { "longer than the model" } },
  { "content-policy", { 400, NULL, "application/json", "{\"error\":{\"message\":\"No.\",\"code\":"
    "\"content_policy_violation\"}}", -1 }, TRUE, SALON_LLM_ERROR_REFUSED, { "for its content", "“No.”" } },
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
  g_autoptr (Fixture) fixture = fixture_new (&failures[i].answer, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonLlmReply) reply = NULL;

  if (!failures[i].with_key)
    set_provider (fixture, fixture->base_url, NULL, NULL);
  reply = run (fixture, &error);
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
  Fixture *fixture = user_data;

  return fixture->events->len > 0;
}

/* Waits for the next “waiting” event and lets exactly its time pass. */
static gint64
pass_wait (Fixture *fixture)
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
  const Answer answers[] = {
    { 429, "Retry-After: 7", "application/json", "{}", -1 },
    { 503, NULL, "application/json", "{}", -1 },
    { 500, "Retry-After: Thu, 01 Jan 2026 00:01:00 GMT", "application/json", "{}", -1 },
    { 200, NULL, NULL, GOOD, -1 },
  };
  g_autoptr (Fixture) fixture = fixture_new (answers, G_N_ELEMENTS (answers));
  g_autoptr (DexFuture) future = start (fixture);
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
  const Answer answers[] = { { 529, NULL, "application/json", "{\"error\":{\"message\":\"Busy\"}}", -1 } };
  g_autoptr (Fixture) fixture = fixture_new (answers, 1);
  g_autoptr (DexFuture) future = start (fixture);
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
  const Answer answers[] = {
    { 200, NULL, NULL, "data: {\"choices\":[{\"delta\":{\"content\":\"Half\"}}]}\n\n", -1, NULL, TRUE },
  };
  g_autoptr (Fixture) fixture = fixture_new (answers, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonLlmReply) reply = run (fixture, &error);

  g_assert_null (reply);
  g_assert_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_CUT);
  g_assert_cmpuint (fixture->events->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (fixture->events, 0), ==, "text Half");
  g_assert_cmpuint (fixture->n_requests, ==, 1);
}

static gboolean
is_hung_up (gpointer user_data)
{
  Fixture *fixture = user_data;

  return fixture->hung_up;
}

static const Answer hanging = {
  200, NULL, NULL, "data: {\"choices\":[{\"delta\":{\"content\":\"Half\"}}]}\n\n", -1, NULL, FALSE, TRUE,
};

static void
test_dropping_closes_the_connection (void)
{
  g_autoptr (Fixture) fixture = fixture_new (&hanging, 1);
  DexFuture *future = start (fixture);

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
  const Answer answers[] = { { 429, "Retry-After: 7", "application/json", "{}", -1 } };
  g_autoptr (Fixture) fixture = fixture_new (answers, 1);
  DexFuture *future = start (fixture);

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
  g_autoptr (Fixture) fixture = fixture_new (&hanging, 1);
  g_autoptr (DexFuture) future = start (fixture);
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
  const Answer answers[] = { { 200, NULL, NULL, GOOD, -1 } };
  g_autoptr (Fixture) fixture = fixture_new (answers, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonLlmReply) reply = NULL;

  soup_server_disconnect (fixture->server);
  reply = run (fixture, &error);
  g_assert_null (reply);
  g_assert_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_NETWORK);
  g_assert_nonnull (strstr (error->message, "127.0.0.1"));
  g_assert_nonnull (strstr (error->message, "Is the model server on this computer running?"));
  g_assert_true (salon_llm_error_can_retry (error));
}

static void
test_base_url_that_is_none (void)
{
  static const char * const urls[] = { "", "localhost:8080/v1", "ftp://x/", "https://", "not a url" };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      const Answer answers[] = { { 200, NULL, NULL, GOOD, -1 } };
      g_autoptr (Fixture) fixture = fixture_new (answers, 1);
      g_autoptr (GError) error = NULL;
      g_autoptr (SalonLlmReply) reply = NULL;

      set_provider (fixture, urls[i], NULL, NULL);
      reply = run (fixture, &error);
      g_assert_null (reply);
      g_assert_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_NOT_FOUND);
      g_assert_nonnull (strstr (error->message, "https://"));
    }
}

static void
test_models (void)
{
  static const Answer answers[] = { { 200, NULL, "application/json",
    "{\"object\":\"list\",\"data\":[{\"id\":\"a\",\"context_length\":8},{\"id\":\"b\",\"name\":\"Bee\","
    "\"context_window\":9},{\"id\":\"c\",\"max_model_len\":10},{\"id\":\"d\",\"meta\":{\"n_ctx_train\":11}},"
    "{\"id\":\"e\"},{\"id\":7},{},\"f\"]}", -1 } };
  static const struct { const char *id; const char *name; gint64 window; } expected[] = {
    { "a", "a", 8 }, { "b", "Bee", 9 }, { "c", "c", 10 }, { "d", "d", 11 }, { "e", "e", 0 }, { "f", "f", 0 },
  };
  g_autoptr (Fixture) fixture = fixture_new (answers, 1);
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
test_models_that_are_none (void)
{
  static const struct { Answer answer; SalonLlmError code; } cases[] = {
    { { 401, NULL, "application/json", "{}", -1 }, SALON_LLM_ERROR_AUTHENTICATION },
    { { 200, NULL, "text/html", "<html>", -1 }, SALON_LLM_ERROR_PROTOCOL },
    { { 200, NULL, "application/json", "{\"data\":", -1 }, SALON_LLM_ERROR_PROTOCOL },
    { { 200, NULL, "application/json", "{\"data\":{}}", -1 }, SALON_LLM_ERROR_PROTOCOL },
    { { 200, NULL, "application/json", "{\"error\":{\"message\":\"x\"}}", -1 }, SALON_LLM_ERROR_SERVER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Fixture) fixture = fixture_new (&cases[i].answer, 1);
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
  g_test_add_func ("/llm/openai-chat-provider/models-that-are-none", test_models_that_are_none);

  return g_test_run ();
}
