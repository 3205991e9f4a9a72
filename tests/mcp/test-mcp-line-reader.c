/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <unistd.h>

#include <glib-unix.h>

#include "mcp-test.h"
#include "salon-mcp-line-reader-private.h"

/* What a main loop in a message's handler may be used for. */
#define TURNS 20

typedef struct
{
  GString  *log;
  guint     depth;       /* handlers that have begun and not ended */
  gboolean  runs_loop;
  gboolean  has_ended;
} Listener;

static void
on_message_cb (SalonJsonDocument *message,
               const char        *text,
               gsize              length,
               gpointer           user_data)
{
  Listener *listener = user_data;

  listener->depth++;
  g_string_append_len (listener->log, text, (gssize) length);
  for (guint i = 0; listener->runs_loop && i < TURNS; i++)
    g_main_context_iteration (NULL, FALSE);
  listener->depth--;
}

static void
on_skipped_cb (const char *text,
               gsize       length,
               gpointer    user_data)
{
  Listener *listener = user_data;

  g_string_append (listener->log, "skipped");
}

static void
on_lost_cb (const GError *error,
            gpointer      user_data)
{
  Listener *listener = user_data;

  g_string_append (listener->log, "lost");
}

static void
on_end_cb (gpointer user_data)
{
  Listener *listener = user_data;

  g_assert_cmpuint (listener->depth, ==, 0);
  g_assert_false (listener->has_ended);
  listener->has_ended = TRUE;
}

static const SalonMcpLineReaderCallbacks callbacks = {
  on_message_cb, on_skipped_cb, on_lost_cb, on_end_cb,
};

static gboolean
has_ended (gpointer user_data)
{
  return ((Listener *) user_data)->has_ended;
}

/* What the listener hears of @text, with the reader told that the writer is dead or not. */
static char *
read_all (const char *text,
          gboolean    runs_loop,
          gboolean    is_dead)
{
  g_autoptr (SalonMcpLineReader) reader = NULL;
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  Listener listener = { log, 0, runs_loop, FALSE };
  gsize length = strlen (text);
  int pipe_ends[2];

  g_assert_true (g_unix_open_pipe (pipe_ends, O_CLOEXEC | O_NONBLOCK, &error));
  g_assert_no_error (error);
  g_assert_cmpint (write (pipe_ends[1], text, length), ==, length);
  if (!is_dead)
    close (pipe_ends[1]);
  reader = salon_mcp_line_reader_new (pipe_ends[0], 1024, &callbacks, &listener);
  salon_mcp_line_reader_start (reader);
  if (is_dead)
    salon_mcp_line_reader_drain (reader);
  mcp_test_run_until (has_ended, &listener);
  if (is_dead)
    close (pipe_ends[1]);
  salon_mcp_line_reader_close (reader);
  return g_strdup (log->str);
}

static const char many[] = "[1]\n[2]\nno message\n[3]\n[4]";

static void
test_order (void)
{
  g_autofree char *log = read_all (many, FALSE, FALSE);

  g_assert_cmpstr (log, ==, "[1][2]skipped[3][4]");
}

static void
test_loop_in_handler (void)
{
  g_autofree char *log = read_all (many, TRUE, FALSE);

  g_assert_cmpstr (log, ==, "[1][2]skipped[3][4]");
}

static void
test_loop_in_handler_while_draining (void)
{
  g_autofree char *log = read_all (many, TRUE, TRUE);

  g_assert_cmpstr (log, ==, "[1][2]skipped[3][4]");
}

/* More than one turn of the main loop is used for. */
static void
test_many_lines (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *log = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (text, "[]\n");
  log = read_all (text->str, FALSE, FALSE);
  g_assert_cmpuint (strlen (log), ==, 2000);
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  g_test_add_func ("/mcp/line-reader/lines-come-in-order-and-the-end-last", test_order);
  g_test_add_func ("/mcp/line-reader/a-main-loop-in-a-handler-changes-no-order",
                   test_loop_in_handler);
  g_test_add_func ("/mcp/line-reader/nor-does-it-when-the-server-is-dead",
                   test_loop_in_handler_while_draining);
  g_test_add_func ("/mcp/line-reader/many-lines", test_many_lines);
  return g_test_run ();
}
