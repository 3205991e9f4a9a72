/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-desktop-server"

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>

#include "salon-desktop-session.h"
#include "salon-line-framer.h"

/* Longer than any request has to be: the longest text to write, escaped. */
#define MAX_LINE (32 * 1024 * 1024)
/* A client that doesn't read is not read from, either. */
#define MAX_WAITING_BYTES (8 * 1024 * 1024)

typedef struct
{
  GMainLoop *loop;
  GInputStream *input;
  GOutputStream *output;
  SalonDesktopSession *session;
  GQueue waiting; /* of GBytes, to be written */
  gsize n_waiting_bytes;
  DexPromise *written; /* settled when nothing waits */
  int status;
} Server;

static DexFuture *
write_fiber (gpointer user_data)
{
  Server *server = user_data;
  GBytes *bytes;

  while ((bytes = g_queue_peek_head (&server->waiting)) != NULL)
    {
      g_autoptr(GError) error = NULL;
      gsize size = g_bytes_get_size (bytes);
      gsize written;
      gint64 n_written;

      n_written = dex_await_int64 (dex_output_stream_write_bytes (server->output, bytes,
                                                                  G_PRIORITY_DEFAULT),
                                   &error);
      if (error != NULL)
        {
          /* Nobody is there any more. */
          g_printerr ("salon-desktop-server: %s\n", error->message);
          server->status = EXIT_FAILURE;
          g_main_loop_quit (server->loop);
          break;
        }
      written = (gsize) n_written;
      server->n_waiting_bytes -= written;
      g_queue_pop_head (&server->waiting);
      if (written < size)
        g_queue_push_head (&server->waiting,
                           g_bytes_new_from_bytes (bytes, written, size - written));
      g_bytes_unref (bytes);
    }
  dex_promise_resolve_boolean (server->written, TRUE);
  return dex_future_new_for_boolean (TRUE);
}

static void
on_send (const char *message,
         gpointer    user_data)
{
  Server *server = user_data;
  char *line = g_strconcat (message, "\n", NULL);
  GBytes *bytes = g_bytes_new_take (line, strlen (line));

  server->n_waiting_bytes += g_bytes_get_size (bytes);
  g_queue_push_tail (&server->waiting, bytes);
  if (dex_future_is_pending (DEX_FUTURE (server->written)))
    return;
  dex_clear (&server->written);
  server->written = dex_promise_new ();
  dex_future_disown (dex_scheduler_spawn (NULL, 0, write_fiber, server, NULL));
}

static void
take_lines (Server          *server,
            SalonLineFramer *framer)
{
  for (;;)
    {
      g_autoptr(GBytes) line = NULL;
      g_autoptr(GError) error = NULL;

      if (salon_line_framer_pop (framer, &line, &error))
        salon_desktop_session_receive (server->session, line);
      else if (error != NULL)
        salon_desktop_session_receive_junk (server->session, error);
      else
        break;
    }
}

static DexFuture *
read_fiber (gpointer user_data)
{
  Server *server = user_data;
  g_autoptr(SalonLineFramer) framer = salon_line_framer_new (MAX_LINE);
  g_autoptr(GError) error = NULL;

  for (;;)
    {
      g_autoptr(GBytes) bytes = NULL;

      bytes = dex_await_boxed (dex_input_stream_read_bytes (server->input, 65536,
                                                            G_PRIORITY_DEFAULT),
                               &error);
      if (bytes == NULL || g_bytes_get_size (bytes) == 0)
        break;
      salon_line_framer_push (framer, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      take_lines (server, framer);
      if (server->n_waiting_bytes > MAX_WAITING_BYTES)
        dex_await (dex_ref (server->written), NULL);
    }
  if (error != NULL)
    g_printerr ("salon-desktop-server: %s\n", error->message);
  salon_line_framer_finish (framer);
  take_lines (server, framer);
  dex_await (salon_desktop_session_finish (server->session), NULL);
  dex_await (dex_ref (server->written), NULL);
  g_main_loop_quit (server->loop);
  return dex_future_new_for_boolean (TRUE);
}

static int
serve (const char * const *folders)
{
  Server server = { .status = EXIT_SUCCESS };

  g_queue_init (&server.waiting);
  server.loop = g_main_loop_new (NULL, FALSE);
  server.input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  server.output = g_unix_output_stream_new (STDOUT_FILENO, FALSE);
  server.written = dex_promise_new ();
  dex_promise_resolve_boolean (server.written, TRUE);
  server.session = salon_desktop_session_new (folders, on_send, &server);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, read_fiber, &server, NULL));
  g_main_loop_run (server.loop);
  g_object_unref (server.session);
  g_object_unref (server.input);
  g_object_unref (server.output);
  g_queue_clear_full (&server.waiting, (GDestroyNotify) g_bytes_unref);
  dex_clear (&server.written);
  g_main_loop_unref (server.loop);
  return server.status;
}

int
main (int   argc,
      char *argv[])
{
  g_auto(GStrv) folders = NULL;
  gboolean version = FALSE;
  const GOptionEntry entries[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, "Print the version and exit", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &folders, NULL, "[FOLDER…]" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(GError) error = NULL;

  g_option_context_set_summary (context,
                                "An MCP server for stdio with tools of the desktop: date and\n"
                                "time, files, opening things, notifications. Files can be used\n"
                                "inside the FOLDERs only, or inside the roots that the client\n"
                                "names.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("salon-desktop-server: %s\n", error->message);
      return EXIT_FAILURE;
    }
  if (version)
    {
      g_print ("salon-desktop-server %s\n", PACKAGE_VERSION);
      return EXIT_SUCCESS;
    }
  dex_init ();
  return serve ((const char * const *) folders);
}
