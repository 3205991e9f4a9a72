/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The least that calls over HTTP cost with libsoup: nothing is read of an answer but its
 * length. Prints one line of JSON, as salon-bench-mcp does. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libsoup/soup.h>

#include "bench-probe.h"

#define IN_FLIGHT 64
#define LONGEST_SECONDS 300
#define CALL "{\"jsonrpc\":\"2.0\",\"id\":%ld,\"method\":\"tools/call\",\"params\":" \
             "{\"name\":\"%s\",\"arguments\":{\"text\":\"The quick brown fox jumps over " \
             "the lazy dog, again and again.\"}}}"

typedef struct
{
  SoupSession *session;
  GMainLoop   *loop;
  const char  *url;
  const char  *tool;
  long         last_id;
  long         to_send;
  long         to_come;
} Floor;

static void send_call (Floor *self);

static void
on_answer_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Floor *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = soup_session_send_and_read_finish (SOUP_SESSION (source), result,
                                                               &error);

  if (body == NULL || g_bytes_get_size (body) < 16)
    {
      fprintf (stderr, "salon-bench-http-floor: %s\n",
               error != NULL ? error->message : "wrong answer");
      _exit (1);
    }
  if (--self->to_come == 0)
    g_main_loop_quit (self->loop);
  else if (self->to_send > 0)
    send_call (self);
}

static void
send_call (Floor *self)
{
  g_autoptr (SoupMessage) message = soup_message_new ("POST", self->url);
  g_autofree char *text = g_strdup_printf (CALL, ++self->last_id, self->tool);
  gsize length = strlen (text);
  g_autoptr (GBytes) body = g_bytes_new_take (g_steal_pointer (&text), length);

  self->to_send--;
  soup_message_set_request_body_from_bytes (message, "application/json", body);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Accept",
                                "application/json, text/event-stream");
  soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT, NULL,
                                    on_answer_cb, self);
}

static double
run (Floor      *self,
     const char *tool,
     long        calls,
     long        in_flight)
{
  gint64 begin = g_get_monotonic_time ();

  self->tool = tool;
  self->to_send = self->to_come = calls;
  for (long i = 0; i < in_flight && self->to_send > 0; i++)
    send_call (self);
  g_main_loop_run (self->loop);
  return bench_seconds_since (begin);
}

int
main (int    argc,
      char **argv)
{
  long calls = argc > 2 ? strtol (argv[2], NULL, 10) : 0;
  long bigs = argc > 3 ? strtol (argv[3], NULL, 10) : 0;
  g_autoptr (GString) report = g_string_new ("{");
  Floor self = { 0 };

  if (calls < 10 || bigs < 1)
    {
      fprintf (stderr, "Usage: salon-bench-http-floor URL CALLS BIGS\n");
      return 2;
    }
  alarm (LONGEST_SECONDS);
  self.url = argv[1];
  self.loop = g_main_loop_new (NULL, FALSE);
  self.session = soup_session_new_with_options ("max-conns", IN_FLIGHT,
                                                "max-conns-per-host", IN_FLIGHT, NULL);
  run (&self, "echo", calls / 10, 1);
  bench_add_number (report, "sequential", (double) calls / run (&self, "echo", calls, 1));
  bench_add_number (report, "in_flight", (double) calls / run (&self, "echo", calls, IN_FLIGHT));
  bench_add_memory (report, "called");
  bench_add_number (report, "big_ms", run (&self, "big", bigs, 1) / (double) bigs * 1000);
  bench_add_memory (report, "big");
  puts (g_string_append_c (report, '}')->str);
  g_object_unref (self.session);
  g_main_loop_unref (self.loop);
  return 0;
}
