/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include "llm-test-server.h"

#include <string.h>

#include "salon-openai-chat-provider.h"

#include "llm-test.h"
#include "test-utilities.h"

static gboolean
on_hung_up_cb (GSocket      *socket,
               GIOCondition  condition,
               gpointer      user_data)
{
  LlmTestServer *fixture = user_data;

  fixture->hung_up = TRUE;
  return G_SOURCE_REMOVE;
}

/* While it has nothing to write, the server does not look at its connection. */
static void
watch_connection (LlmTestServer     *fixture,
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
                   LlmTestServer     *fixture)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

  g_io_stream_close (stream, NULL, NULL);
}

static void
set_headers (SoupServerMessage   *message,
             const LlmTestAnswer *answer)
{
  g_auto (GStrv) lines = g_strsplit (answer->headers != NULL ? answer->headers : "", "\n", -1);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (lines[i], ": ", 2);

      if (pair[0] != NULL && pair[1] != NULL)
        soup_message_headers_append (headers, pair[0], pair[1]);
    }
  soup_message_headers_set_content_type (headers,
                                         answer->content_type != NULL ? answer->content_type
                                                                      : "text/event-stream",
                                         NULL);
}

static void
answer_request (LlmTestServer       *fixture,
                SoupServerMessage   *message,
                const LlmTestAnswer *answer)
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
  LlmTestServer *fixture = user_data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  guint number = MIN (fixture->n_requests, fixture->n_answers - 1);

  fixture->n_requests++;
  g_set_str (&fixture->path, path);
  g_set_str (&fixture->query, query != NULL ? g_hash_table_lookup (query, "api-version") : NULL);
  g_free (fixture->body);
  fixture->body = g_strndup (body->data != NULL ? body->data : "", (gsize) body->length);
  g_clear_pointer (&fixture->headers, soup_message_headers_unref);
  fixture->headers = soup_message_headers_ref (soup_server_message_get_request_headers (message));
  if (fixture->thinking_time > 0)
    salon_manual_clock_advance (fixture->clock, fixture->thinking_time);
  answer_request (fixture, message, &fixture->answers[number]);
}

void
llm_test_server_set_provider (LlmTestServer *fixture,
                              const char    *base_url,
                              const char    *key,
                              GHashTable    *headers)
{
  g_clear_object (&fixture->provider);
  fixture->provider = SALON_LLM_PROVIDER (
    salon_openai_chat_provider_new ("golden", "Golden", base_url, NULL, key, headers,
                                    fixture->http_client, SALON_CLOCK (fixture->clock)));
}

LlmTestServer *
llm_test_server_new (const LlmTestAnswer *answers,
                     guint                n_answers)
{
  LlmTestServer *fixture = g_new0 (LlmTestServer, 1);
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
  llm_test_server_set_provider (fixture, fixture->base_url, "secret", NULL);
  fixture->request = salon_llm_request_new ("m");
  llm_test_add_text (fixture->request, SALON_LLM_ROLE_USER, "Hello");
  fixture->events = llm_test_events_new ();
  return fixture;
}

void
llm_test_server_free (LlmTestServer *fixture)
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
  g_free (fixture->query);
  g_free (fixture->body);
  g_free (fixture);
}

DexFuture *
llm_test_server_start (LlmTestServer *fixture)
{
  return salon_llm_provider_stream (fixture->provider, fixture->request, llm_test_record_event,
                                    g_ptr_array_ref (fixture->events),
                                    (GDestroyNotify) g_ptr_array_unref);
}

SalonLlmReply *
llm_test_server_run (LlmTestServer  *fixture,
                     GError        **error)
{
  g_autoptr (DexFuture) future = llm_test_server_start (fixture);
  const GValue *value;

  test_run_until_done (future);
  value = dex_future_get_value (future, error);
  return value != NULL ? g_value_dup_boxed (value) : NULL;
}
