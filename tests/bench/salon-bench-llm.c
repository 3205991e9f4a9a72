/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-bench"

#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "salon-anthropic-provider.h"
#include "salon-gemini-provider.h"
#include "salon-llm-body.h"
#include "salon-openai-chat-endpoint-private.h"
#include "salon-openai-chat-provider.h"
#include "salon-openai-responses-provider.h"

#include "bench-probe.h"
#include "bench-stream.h"

/* What tests/bench/llm runs for Salon; each prints one line of JSON.
 *
 *   parse API FILE ROUNDS   reads a recorded stream from memory, again and again
 *   reply API FILE          has a server send it as fast as it can, and looks at the main loop
 *   delay API TOKENS        has a server send tokens that say when they were sent
 */

#define PIECE ((gsize) 16 * 1024)

typedef struct
{
  const char *name;
  const SalonLlmFormat *format;
  const char *path; /* of the base URL */
} Api;

static const Api apis[] = {
  { "chat", &salon_openai_chat_format, "/v1" },
  { "responses", &salon_openai_responses_format, "/v1" },
  { "messages", &salon_anthropic_format, "/v1" },
  { "gemini", &salon_gemini_format, "/v1beta" },
};

typedef struct
{
  guint n_events;
  gsize n_bytes;
  GArray *delays; /* double, µs */
} Heard;

static void
on_event (const SalonLlmEvent *event,
          gpointer             user_data)
{
  Heard *heard = user_data;

  heard->n_events++;
  if (event->text == NULL)
    return;
  heard->n_bytes += strlen (event->text);
  if (heard->delays != NULL && g_ascii_isdigit (*event->text))
    {
      double delay = (double) (g_get_monotonic_time () - g_ascii_strtoll (event->text, NULL, 10));

      g_array_append_val (heard->delays, delay);
    }
}

static const Api *
find_api (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (apis); i++)
    {
      if (g_str_equal (apis[i].name, name))
        return &apis[i];
    }
  g_printerr ("There is no API “%s”.\n", name);
  exit (2);
}

static SalonLlmRequest *
make_request (void)
{
  SalonLlmRequest *request = salon_llm_request_new ("bench");
  g_autoptr (SalonLlmMessage) message = salon_llm_message_new (SALON_LLM_ROLE_USER);
  g_autoptr (SalonLlmPart) part = salon_llm_part_new_text ("Go");

  salon_llm_message_add_part (message, part);
  salon_llm_request_add_message (request, message);
  return request;
}

static gpointer
make_settings (const Api *api)
{
  static SalonAnthropicSettings anthropic = { (char *) "bench", TRUE };

  if (api->format == &salon_anthropic_format)
    return &anthropic;
  if (api->format == &salon_gemini_format)
    return (gpointer) "bench";
  return salon_openai_chat_settings_new ("bench", salon_openai_chat_dialect_get (0));
}

static void
read_once (const Api       *api,
           gpointer         settings,
           SalonLlmRequest *request,
           const char      *data,
           gsize            length,
           Heard           *heard)
{
  gpointer reader = api->format->reader_new (request, settings, "Bench", on_event, heard);
  g_autoptr (SalonLlmBody) body = salon_llm_body_new (api->format, reader, "Bench", "http://x");
  g_autoptr (SalonLlmReply) reply = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize at = 0; at < length; at += PIECE)
    {
      if (!salon_llm_body_push (body, (const guint8 *) data + at, MIN (PIECE, length - at), &error))
        g_error ("%s", error->message);
    }
  if (!salon_llm_body_finish (body, &error) ||
      (reply = api->format->reader_finish (reader, &error)) == NULL)
    g_error ("%s", error->message);
  api->format->reader_free (reader);
}

static void
parse (const Api  *api,
       const char *file_name,
       guint       rounds)
{
  g_autoptr (SalonLlmRequest) request = make_request ();
  g_autoptr (GString) report = g_string_new ("{");
  g_autoptr (GArray) speeds = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *data = NULL;
  gpointer settings = make_settings (api);
  Heard heard = { 0 };
  gsize length;

  if (!g_file_get_contents (file_name, &data, &length, NULL))
    g_error ("%s cannot be read.", file_name);
  for (guint i = 0; i < rounds; i++)
    {
      double begin = bench_get_work ();
      double speed;

      heard = (Heard) { 0 };
      read_once (api, settings, request, data, length, &heard);
      speed = (double) length / 1e6 / (bench_get_work () - begin);
      g_array_append_val (speeds, speed);
    }
  bench_add_number (report, "events", heard.n_events);
  bench_add_number (report, "text_bytes", (double) heard.n_bytes);
  bench_add_number (report, "mb_per_s", bench_take_percentile (speeds, 50));
  printf ("%s}\n", report->str);
}

static SalonLlmProvider *
make_provider (const Api *api,
               guint      port)
{
  g_autoptr (SalonHttpClient) client = salon_http_client_new ();
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u%s", port, api->path);
  SalonClock *clock = salon_clock_get_system ();

  if (api->format == &salon_anthropic_format)
    return SALON_LLM_PROVIDER (salon_anthropic_provider_new ("bench", "Bench", url, NULL, NULL,
                                                             client, clock));
  if (api->format == &salon_gemini_format)
    return SALON_LLM_PROVIDER (salon_gemini_provider_new ("bench", "Bench", url, NULL, NULL,
                                                          client, clock));
  if (api->format == &salon_openai_chat_format)
    return SALON_LLM_PROVIDER (salon_openai_chat_provider_new ("bench", "Bench", url, NULL, NULL,
                                                               NULL, client, clock));
  return SALON_LLM_PROVIDER (salon_openai_responses_provider_new ("bench", "Bench", url, NULL,
                                                                  NULL, NULL, client, clock));
}

static void
run_stream (const Api *api,
            guint      port,
            Heard     *heard)
{
  g_autoptr (SalonLlmProvider) provider = make_provider (api, port);
  g_autoptr (SalonLlmRequest) request = make_request ();
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;

  future = salon_llm_provider_stream (provider, request, on_event, heard, NULL);
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  if (dex_future_get_value (future, &error) == NULL)
    g_error ("%s", error->message);
}

static void
reply (const Api  *api,
       const char *file_name)
{
  guint port = bench_stream_serve_file (file_name);
  g_autoptr (GString) report = g_string_new ("{");
  Heard heard = { 0 };
  BenchStall stall;
  gint64 begin;

  dex_init ();
  run_stream (api, port, &heard);
  heard = (Heard) { 0 };
  bench_stall_begin (&stall);
  begin = g_get_monotonic_time ();
  run_stream (api, port, &heard);
  bench_add_number (report, "ms", bench_seconds_since (begin) * 1000);
  bench_stall_end (&stall, report, "stall_ms");
  bench_add_number (report, "text_bytes", (double) heard.n_bytes);
  bench_add_memory (report, "reply");
  printf ("%s}\n", report->str);
}

static void
delay (const Api *api,
       guint      tokens)
{
  guint port = bench_stream_serve_tokens (api->name, tokens);
  g_autoptr (GArray) delays = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) floor = bench_stream_read_tokens (port);
  g_autoptr (GString) report = g_string_new ("{");
  Heard heard = { 0 };

  dex_init ();
  run_stream (api, port, &heard);
  heard.delays = delays;
  run_stream (api, port, &heard);
  /* The floor looks at a piece, which on a busy machine is more than one token. */
  if (delays->len < tokens || floor->len < tokens / 2)
    g_error ("%u tokens came, and %u of the floor.", delays->len, floor->len);
  bench_add_number (report, "p50_us", bench_take_percentile (delays, 50));
  bench_add_number (report, "p95_us", bench_take_percentile (delays, 95));
  bench_add_number (report, "floor_p50_us", bench_take_percentile (floor, 50));
  bench_add_number (report, "floor_p95_us", bench_take_percentile (floor, 95));
  printf ("%s}\n", report->str);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 5 && g_str_equal (argv[1], "parse"))
    parse (find_api (argv[2]), argv[3], (guint) atoi (argv[4]));
  else if (argc == 4 && g_str_equal (argv[1], "reply"))
    reply (find_api (argv[2]), argv[3]);
  else if (argc == 4 && g_str_equal (argv[1], "delay"))
    delay (find_api (argv[2]), (guint) atoi (argv[3]));
  else
    {
      g_printerr ("Usage: salon-bench-llm parse API FILE ROUNDS | reply API FILE | "
                  "delay API TOKENS\n");
      return 2;
    }
  return 0;
}
