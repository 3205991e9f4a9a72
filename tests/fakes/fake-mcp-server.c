/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fake-mcp-server"

/* An MCP server over stdio that does what a test asks for, good or bad.
 *
 * Options, all of them optional:
 *
 *   --version VERSION       answer the handshake with this protocol version (else: the
 *                           client's own when it is a legacy one, 2025-11-25 otherwise)
 *   --offer-version         refuse every version but 2025-06-18 with error -32602 whose data
 *                           lists that one
 *   --instructions TEXT     send instructions
 *   --log FILE              append every line received to a file
 *   --pid-file FILE         append the process numbers of the server and of everything it
 *                           starts to a file, a line each
 *   --exit CODE             write “Cannot start: no licence” to stderr and exit at once
 *   --hang                  never answer the handshake
 *   --no-tools              declare no tools
 *   --pages N               spread N extra tools, page-1 … page-N, over as many further pages
 *   --empty-cursor          end the pages with the cursor ""
 *   --repeat-cursor         never end the pages: every cursor is the same
 *   --broken-tools          put broken definitions and a duplicate among the tools
 *   --garbage               write lines that are no messages before every message
 *   --batch                 wrap every answer in an array
 *   --ignore-sigterm        ignore SIGTERM
 *   --ignore-end-of-input   go on when stdin ends
 *   --deaf                  stop reading stdin after the handshake
 *   --stderr-flood BYTES    write so much to stderr at the start
 *   --spawn KIND            start a process at the start; may be given again (see below)
 *
 * Tools (tools/call; arguments in brackets):
 *
 *   echo {text}             the text
 *   add {a, b}              the sum
 *   slow {milliseconds}     answers later, others meanwhile
 *   fail {message}          a tool error
 *   error {code, message}   a JSON-RPC error with data {"hint": "x"}
 *   progress {steps}        that many progress notifications, then the answer
 *   progress-unknown        progress with tokens nobody gave, then the answer
 *   progress-then-hang      one progress notification, and never an answer
 *   hang                    never answers
 *   late                    answers only after it was cancelled
 *   twice                   answers two times
 *   reorder                 answers after the answer to the next call
 *   big {bytes}             a text of that length
 *   oversize {bytes}        a line of that length that is no answer
 *   deep {levels}           an answer nested so deep
 *   invalid-utf8            a text with a broken byte: “a\xffb”
 *   escapes                 a text with a line break, a NUL, and a character beyond the BMP
 *   cut                     half a message, then exit 0
 *   die {code}              “fake: dying on request” on stderr, then exit
 *   crash                   ends by SIGKILL
 *   close-output            closes stdout, and goes on
 *   flood {bytes}           that much garbage on stdout in long lines, then the answer
 *   flood-stderr {bytes}    the same on stderr
 *   flood-log {count}       that many log messages, then the answer
 *   spawn {kind}            starts a process and tells its number
 *   sample {text}           asks for sampling and answers with what came back
 *   sample-cancel           asks for sampling, withdraws it, and answers
 *   sample-many {count}     asks for sampling that often at once, and answers
 *   elicit                  asks for elicitation and answers with what came back
 *   roots                   asks for the roots and answers with what came back
 *   ping-client             pings the client and answers with what came back
 *   ask-unknown             sends an unknown request and answers with what came back
 *   add-tool                adds the tool “added” and says that the list changed
 *   log {text}              sends a log message (level warning, logger "fake")
 *   kinds                   content of every kind
 *   structured              structured content without any other
 *   environment {name}      the value of an environment variable
 *   directory               the current folder
 *
 * Kinds of processes: “child”, “stubborn” (ignores SIGTERM and all ends of input), and “daemon”
 * (forked twice, in a session of its own, ignores SIGTERM).
 */

#include "fake-mcp-server.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  char   *id_text;
  gint64  due;
} Later;

FakeOptions fake_options;

static GQueue later = G_QUEUE_INIT;
static GHashTable *asked;          /* our request id → the call it is for */
static GHashTable *held_calls;     /* calls answered when cancelled */
static char *held_until_next;
static gboolean initialized;
static guint last_asked;

static void
write_all (int         fd,
           const char *data,
           gsize       length)
{
  while (length > 0)
    {
      gssize count = write (fd, data, length);

      if (count < 0 && errno != EINTR)
        exit (0);
      data += MAX (count, 0);
      length -= (gsize) MAX (count, 0);
    }
}

void
fake_write (const char *line,
            gsize       length)
{
  g_autoptr (GString) text = g_string_sized_new (length + 64);

  if (fake_options.garbage)
    g_string_append (text, "listening on stdio\n\n{broken\n123\n\"text\"\n\xff\xfe\n");
  if (fake_options.batch && strstr (line, "\"id\":") != NULL && initialized)
    {
      g_string_append_c (text, '[');
      g_string_append_len (text, line, (gssize) length);
      g_string_append_c (text, ']');
    }
  else
    {
      g_string_append_len (text, line, (gssize) length);
    }
  g_string_append_c (text, '\n');
  write_all (STDOUT_FILENO, text->str, text->len);
}

static void
write_text (char *text)
{
  fake_write (text, strlen (text));
  g_free (text);
}

void
fake_reply (const char *id_text,
            const char *result_text)
{
  write_text (g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}", id_text,
                               result_text));
}

void
fake_reply_error (const char *id_text,
                  int         code,
                  const char *message,
                  const char *data_text)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "jsonrpc", "2.0");
  salon_json_writer_add_text (writer, "id", id_text);
  salon_json_writer_begin_object (writer, "error");
  salon_json_writer_add_int64 (writer, "code", code);
  salon_json_writer_add_string (writer, "message", message);
  if (data_text != NULL)
    salon_json_writer_add_text (writer, "data", data_text);
  salon_json_writer_end_object (writer);
  salon_json_writer_end_object (writer);
  write_text (salon_json_writer_finish (writer));
}

void
fake_reply_tool_text (const char *id_text,
                      const char *text,
                      gboolean    is_error)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "jsonrpc", "2.0");
  salon_json_writer_add_text (writer, "id", id_text);
  salon_json_writer_begin_object (writer, "result");
  salon_json_writer_begin_array (writer, "content");
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "type", "text");
  salon_json_writer_add_string (writer, "text", text);
  salon_json_writer_end_object (writer);
  salon_json_writer_end_array (writer);
  if (is_error)
    salon_json_writer_add_boolean (writer, "isError", TRUE);
  salon_json_writer_end_object (writer);
  salon_json_writer_end_object (writer);
  write_text (salon_json_writer_finish (writer));
}

void
fake_notify (const char *method,
             const char *params_text)
{
  write_text (g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"method\":\"%s\",\"params\":%s}", method,
                               params_text));
}

void
fake_ask (const char *call_id_text,
          const char *method,
          const char *params_text)
{
  char *id = g_strdup_printf ("ask-%u", ++last_asked);

  write_text (g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"method\":\"%s\","
                               "\"params\":%s}", id, method, params_text));
  if (call_id_text != NULL)
    g_hash_table_insert (asked, id, g_strdup (call_id_text));
  else
    g_free (id);
}

void
fake_reply_later (const char *id_text,
                  gint64      milliseconds)
{
  Later *entry = g_new0 (Later, 1);

  entry->id_text = g_strdup (id_text);
  entry->due = g_get_monotonic_time () + milliseconds * 1000;
  g_queue_push_tail (&later, entry);
}

void
fake_hold_until_cancelled (const char *id_text)
{
  g_hash_table_add (held_calls, g_strdup (id_text));
}

void
fake_hold_until_next (const char *id_text)
{
  g_set_str (&held_until_next, id_text);
}

static void
append_line (const char *path,
             const char *line,
             gsize       length)
{
  int fd = -1;

  if (path == NULL)
    return;
  fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  g_assert (fd >= 0);
  write_all (fd, line, length);
  write_all (fd, "\n", 1);
  close (fd);
}

void
fake_note_pid (int pid)
{
  g_autofree char *text = g_strdup_printf ("%d", pid);

  append_line (fake_options.pid_file, text, strlen (text));
}

static void
handle_initialize (const char      *id_text,
                   const SalonJson *params)
{
  const char *wanted = salon_json_as_string (salon_json_get_member (params, "protocolVersion"));
  const char *version = fake_options.version;
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autofree char *text = NULL;

  if (fake_options.hang)
    return;
  if (fake_options.offer_version && g_strcmp0 (wanted, "2025-06-18") != 0)
    {
      fake_reply_error (id_text, -32602, "Unsupported protocol version",
                        "{\"supported\":[\"2025-06-18\"]}");
      return;
    }
  if (version == NULL)
    version = wanted != NULL && strcmp (wanted, "2025-11-25") <= 0 ? wanted : "2025-11-25";

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "protocolVersion", version);
  salon_json_writer_begin_object (writer, "capabilities");
  if (!fake_options.no_tools)
    salon_json_writer_add_text (writer, "tools", "{\"listChanged\":true}");
  salon_json_writer_add_text (writer, "logging", "{}");
  salon_json_writer_end_object (writer);
  salon_json_writer_add_text (writer, "serverInfo",
                              "{\"name\":\"fake\",\"title\":\"Fake "
                              "server\",\"version\":\"1.2.3\"}");
  salon_json_writer_add_string (writer, "instructions", fake_options.instructions);
  salon_json_writer_end_object (writer);
  text = salon_json_writer_finish (writer);
  fake_reply (id_text, text);
}

static void
handle_request (const char      *id_text,
                const char      *method,
                const SalonJson *params)
{
  if (strcmp (method, "initialize") == 0)
    handle_initialize (id_text, params);
  else if (strcmp (method, "ping") == 0 || strcmp (method, "logging/setLevel") == 0)
    fake_reply (id_text, "{}");
  else if (strcmp (method, "tools/list") == 0)
    fake_tools_list (id_text, params);
  else if (strcmp (method, "tools/call") == 0)
    fake_tools_call (id_text, params);
  else
    fake_reply_error (id_text, -32601, "Method not found", NULL);
}

static void
handle_notification (const char      *method,
                     const SalonJson *params)
{
  if (strcmp (method, "notifications/initialized") == 0)
    {
      initialized = TRUE;
    }
  else if (strcmp (method, "notifications/cancelled") == 0)
    {
      g_autofree char *id_text =
        salon_json_to_text (salon_json_get_member (params, "requestId"), FALSE);

      if (g_hash_table_remove (held_calls, id_text))
        fake_reply_tool_text (id_text, "too late", FALSE);
    }
}

/* What the client answered becomes the text of the call in which it was asked. */
static void
handle_answer (const SalonJson *message)
{
  const char *id = salon_json_as_string (salon_json_get_member (message, "id"));
  const SalonJson *result = salon_json_get_member (message, "result");
  g_autofree char *text = NULL;
  g_autofree char *call = NULL;

  if (id == NULL || !g_hash_table_steal_extended (asked, id, NULL, (gpointer *) &call))
    return;
  text =
    salon_json_to_text (result != NULL ? result : salon_json_get_member (message, "error"), FALSE);
  fake_reply_tool_text (call, text, result == NULL);
}

static void
handle_line (const char *line,
             gsize       length)
{
  g_autoptr (SalonJsonDocument) document =
    salon_json_document_parse (line, (gssize) length, NULL, NULL);
  const SalonJson *message = NULL;
  const SalonJson *id = NULL;
  const char *method = NULL;
  g_autofree char *previous = NULL;

  append_line (fake_options.log, line, length);
  if (document == NULL)
    {
      fake_reply_error ("null", -32700, "Parse error", NULL);
      return;
    }
  message = salon_json_document_get_root (document);
  id = salon_json_get_member (message, "id");
  method = salon_json_as_string (salon_json_get_member (message, "method"));
  previous = g_steal_pointer (&held_until_next);
  if (method == NULL)
    {
      handle_answer (message);
    }
  else if (id != NULL)
    {
      g_autofree char *id_text = salon_json_to_text (id, FALSE);

      handle_request (id_text, method, salon_json_get_member (message, "params"));
    }
  else
    {
      handle_notification (method, salon_json_get_member (message, "params"));
    }
  if (previous != NULL)
    fake_reply_tool_text (previous, "second", FALSE);
}

static void
handle_due (void)
{
  gint64 now = g_get_monotonic_time ();

  for (GList *link = later.head, *next = NULL; link != NULL; link = next)
    {
      Later *entry = link->data;

      next = link->next;
      if (entry->due > now)
        continue;
      g_queue_delete_link (&later, link);
      fake_reply_tool_text (entry->id_text, "done", FALSE);
      g_free (entry->id_text);
      g_free (entry);
    }
}

static int
get_timeout (void)
{
  gint64 first = G_MAXINT64;

  for (GList *link = later.head; link != NULL; link = link->next)
    first = MIN (first, ((Later *) link->data)->due);
  if (first == G_MAXINT64)
    return -1;
  return (int) MAX ((first - g_get_monotonic_time () + 999) / 1000, 0);
}

static void
run (void)
{
  g_autoptr (GByteArray) pending = g_byte_array_new ();
  static char buffer[65536];

  for (;;)
    {
      struct pollfd input =
        { .fd = fake_options.deaf && initialized ? -1 : STDIN_FILENO, .events = POLLIN };
      gssize length = 0;
      gsize begin = 0;
      const guint8 *end = NULL;

      if (poll (&input, 1, get_timeout ()) < 0 && errno != EINTR)
        exit (1);
      handle_due ();
      if (input.revents == 0)
        continue;
      length = read (STDIN_FILENO, buffer, sizeof buffer);
      if (length <= 0)
        {
          if (!fake_options.ignore_end_of_input)
            return;
          while (pause () < 0)
            ;
        }
      g_byte_array_append (pending, (const guint8 *) buffer, (guint) length);
      while (begin < pending->len &&
             (end = memchr (pending->data + begin, '\n', pending->len - begin)) != NULL)
        {
          handle_line ((const char *) pending->data + begin, (gsize) (end - pending->data) - begin);
          begin = (gsize) (end - pending->data) + 1;
        }
      if (begin > 0)
        g_byte_array_remove_range (pending, 0, (guint) begin);
    }
}

/* What happens at once, or to signals. */
static gboolean
on_action_cb (const char  *name,
              const char  *value,
              gpointer     data,
              GError     **error)
{
  if (strcmp (name, "--ignore-sigterm") == 0)
    signal (SIGTERM, SIG_IGN);
  else if (strcmp (name, "--spawn") == 0)
    fake_spawn (value);
  else if (strcmp (name, "--stderr-flood") == 0)
    fake_flood (STDERR_FILENO, g_ascii_strtoll (value, NULL, 10));
  else if (strcmp (name, "--exit") == 0)
    {
      fputs ("Cannot start: no licence\n", stderr);
      exit (atoi (value));
    }
  return TRUE;
}

int
main (int    argc,
      char **argv)
{
  GOptionEntry values[] = {
    { "version", 0, 0, G_OPTION_ARG_STRING, &fake_options.version, NULL, NULL },
    { "instructions", 0, 0, G_OPTION_ARG_STRING, &fake_options.instructions, NULL, NULL },
    { "log", 0, 0, G_OPTION_ARG_FILENAME, &fake_options.log, NULL, NULL },
    { "pid-file", 0, 0, G_OPTION_ARG_FILENAME, &fake_options.pid_file, NULL, NULL },
    { "pages", 0, 0, G_OPTION_ARG_INT, &fake_options.pages, NULL, NULL },
    { "offer-version", 0, 0, G_OPTION_ARG_NONE, &fake_options.offer_version, NULL, NULL },
    { "no-tools", 0, 0, G_OPTION_ARG_NONE, &fake_options.no_tools, NULL, NULL },
    { "hang", 0, 0, G_OPTION_ARG_NONE, &fake_options.hang, NULL, NULL },
    { "empty-cursor", 0, 0, G_OPTION_ARG_NONE, &fake_options.empty_cursor, NULL, NULL },
    { "repeat-cursor", 0, 0, G_OPTION_ARG_NONE, &fake_options.repeat_cursor, NULL, NULL },
    { "broken-tools", 0, 0, G_OPTION_ARG_NONE, &fake_options.broken_tools, NULL, NULL },
    { "garbage", 0, 0, G_OPTION_ARG_NONE, &fake_options.garbage, NULL, NULL },
    { "batch", 0, 0, G_OPTION_ARG_NONE, &fake_options.batch, NULL, NULL },
    { "ignore-end-of-input", 0, 0, G_OPTION_ARG_NONE, &fake_options.ignore_end_of_input, NULL,
     NULL },
    { "deaf", 0, 0, G_OPTION_ARG_NONE, &fake_options.deaf, NULL, NULL },
    { "ignore-sigterm", 0, G_OPTION_FLAG_NO_ARG, G_OPTION_ARG_CALLBACK, on_action_cb, NULL, NULL },
    { "spawn", 0, 0, G_OPTION_ARG_CALLBACK, on_action_cb, NULL, NULL },
    { "stderr-flood", 0, 0, G_OPTION_ARG_CALLBACK, on_action_cb, NULL, NULL },
    { "exit", 0, 0, G_OPTION_ARG_CALLBACK, on_action_cb, NULL, NULL },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, values, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  held_calls = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  fake_note_pid (getpid ());
  run ();
  return 0;
}
