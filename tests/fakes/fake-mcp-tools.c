/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fake-mcp-server"

/* The tools of the fake MCP server; fake-mcp-server.c tells what they do. */

#include "fake-mcp-server.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static gboolean has_added_tool;

/* Argument access with defaults. */

static const char *
get_text (const SalonJson *arguments,
          const char      *name)
{
  const char *text = salon_json_as_string (salon_json_get_member (arguments, name));

  return text != NULL ? text : "";
}

static gint64
get_number (const SalonJson *arguments,
            const char      *name,
            gint64           fallback)
{
  gint64 number = fallback;

  return salon_json_as_int64 (salon_json_get_member (arguments, name), &number) ? number : fallback;
}

/* Processes and floods. */

static void
become_kind (const char *kind)
{
  if (strcmp (kind, "child") != 0)
    signal (SIGTERM, SIG_IGN);
  signal (SIGHUP, SIG_IGN);
  for (;;)
    pause ();
}

/* Every process notes its own number before the caller goes on, so that a test knows them
 * all once the tool has answered. */
void
fake_spawn (const char *kind)
{
  int ready[2];
  char byte = 0;
  pid_t pid = 0;

  g_assert (pipe (ready) == 0);
  pid = fork ();
  g_assert (pid >= 0);
  if (pid == 0)
    {
      if (strcmp (kind, "daemon") == 0)
        {
          setsid ();
          if (fork () != 0)
            _exit (0);
        }
      fake_note_pid (getpid ());
      if (write (ready[1], "x", 1) != 1)
        _exit (1);
      become_kind (kind);
    }
  g_assert (read (ready[0], &byte, 1) == 1);
  close (ready[0]);
  close (ready[1]);
}

void
fake_flood (int    fd,
            gint64 bytes)
{
  static char line[4096];

  memset (line, '#', sizeof line);
  line[sizeof line - 1] = '\n';
  for (; bytes > 0; bytes -= (gint64) sizeof line)
    if (write (fd, line, sizeof line) < 0)
      exit (0);
}

/* The list. */

static void
add_tool (SalonJsonWriter *writer,
          const char      *name,
          const char      *description,
          const char      *schema,
          const char      *annotations)
{
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "name", name);
  salon_json_writer_add_string (writer, "description", description);
  salon_json_writer_add_text (writer, "inputSchema", schema);
  if (annotations != NULL)
    salon_json_writer_add_text (writer, "annotations", annotations);
  salon_json_writer_end_object (writer);
}

static void
add_first_page (SalonJsonWriter *writer)
{
  add_tool (writer, "echo", "Says what it is told",
            "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}},"
            "\"required\":[\"text\"]}",
            "{\"title\":\"Echo\",\"readOnlyHint\":true,\"openWorldHint\":false}");
  add_tool (writer, "add", "Adds two numbers",
            "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"number\"},"
            "\"b\":{\"type\":\"number\"}},"
            "\"required\":[\"a\",\"b\"]}",
            "{\"readOnlyHint\":true,\"idempotentHint\":true}");
  add_tool (writer, "slow", "Takes its time",
            "{\"type\":\"object\",\"properties\":{\"milliseconds\":{\"type\":\"integer\"}}}", NULL);
  add_tool (writer, "fail", "Always fails",
            "{\"type\":\"object\",\"properties\":{\"message\":{\"type\":\"string\"}}}", NULL);
  add_tool (writer, "sample", "Asks a model",
            "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}}}", NULL);
  if (has_added_tool)
    add_tool (writer, "added", "Was not there before", "{\"type\":\"object\"}", NULL);
  if (fake_options.broken_tools)
    {
      salon_json_writer_add_text (writer, NULL, "42");
      salon_json_writer_add_text (writer, NULL, "{\"description\":\"no name\",\"inputSchema\":{}}");
      salon_json_writer_add_text (writer, NULL, "{\"name\":7,\"inputSchema\":{}}");
      salon_json_writer_add_text (writer, NULL, "{\"name\":\"no-schema\"}");
      add_tool (writer, "echo", "A second one of this name", "{\"type\":\"object\"}", NULL);
    }
}

void
fake_tools_list (const char      *id_text,
                 const SalonJson *params)
{
  const char *cursor = salon_json_as_string (salon_json_get_member (params, "cursor"));
  int page = cursor != NULL ? atoi (cursor) : 0;
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autofree char *text = NULL;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_begin_array (writer, "tools");
  if (page == 0)
    {
      add_first_page (writer);
    }
  else
    {
      g_autofree char *name = g_strdup_printf ("page-%d", page);

      add_tool (writer, name, "On a page of its own", "{\"type\":\"object\"}", NULL);
    }
  salon_json_writer_end_array (writer);
  if (fake_options.repeat_cursor)
    {
      salon_json_writer_add_string (writer, "nextCursor", "1");
    }
  else if (page < fake_options.pages)
    {
      g_autofree char *next = g_strdup_printf ("%d", page + 1);

      salon_json_writer_add_string (writer, "nextCursor", next);
    }
  else if (fake_options.empty_cursor)
    {
      salon_json_writer_add_string (writer, "nextCursor", "");
    }
  salon_json_writer_end_object (writer);
  text = salon_json_writer_finish (writer);
  fake_reply (id_text, text);
}

/* The tools. */

typedef struct
{
  const char      *id;
  const SalonJson *params;
  const SalonJson *arguments;
} Call;

static void
tool_echo (const Call *call)
{
  fake_reply_tool_text (call->id, get_text (call->arguments, "text"), FALSE);
}

static void
tool_add (const Call *call)
{
  g_autofree char *text = NULL;
  double a = 0;
  double b = 0;

  salon_json_as_double (salon_json_get_member (call->arguments, "a"), &a);
  salon_json_as_double (salon_json_get_member (call->arguments, "b"), &b);
  text = g_strdup_printf ("%g", a + b);
  fake_reply_tool_text (call->id, text, FALSE);
}

static void
tool_slow (const Call *call)
{
  fake_reply_later (call->id, get_number (call->arguments, "milliseconds", 100));
}

static void
tool_fail (const Call *call)
{
  const char *message = get_text (call->arguments, "message");

  fake_reply_tool_text (call->id, *message != '\0' ? message : "It did not work.", TRUE);
}

static void
tool_error (const Call *call)
{
  fake_reply_error (call->id, (int) get_number (call->arguments, "code", -32000),
                    get_text (call->arguments, "message"), "{\"hint\":\"x\"}");
}

static void
send_progress (const char *token_text,
               gint64      step,
               gint64      steps)
{
  g_autofree char *params =
    g_strdup_printf ("{\"progressToken\":%s,\"progress\":%d,\"total\":%d,\"message\":\"Step %d\"}",
                     token_text, (int) step, (int) steps, (int) step);

  fake_notify ("notifications/progress", params);
}

static char *
dup_token (const Call *call)
{
  const SalonJson *meta = salon_json_get_member (call->params, "_meta");

  return salon_json_to_text (salon_json_get_member (meta, "progressToken"), FALSE);
}

static void
tool_progress (const Call *call)
{
  g_autofree char *token = dup_token (call);
  gint64 steps = get_number (call->arguments, "steps", 3);

  for (gint64 step = 1; step <= steps; step++)
    send_progress (token, step, steps);
  fake_reply_tool_text (call->id, "done", FALSE);
}

static void
tool_progress_unknown (const Call *call)
{
  send_progress ("99999", 1, 2);
  send_progress ("\"text\"", 1, 2);
  send_progress ("null", 1, 2);
  send_progress ("-1", 1, 2);
  send_progress ("{}", 1, 2);
  fake_notify ("notifications/progress", "[]");
  fake_reply_tool_text (call->id, "done", FALSE);
}

static void
tool_progress_then_hang (const Call *call)
{
  g_autofree char *token = dup_token (call);

  send_progress (token, 1, 2);
}

static void
tool_hang (const Call *call)
{
}

static void
tool_late (const Call *call)
{
  fake_hold_until_cancelled (call->id);
}

static void
tool_twice (const Call *call)
{
  fake_reply_tool_text (call->id, "first", FALSE);
  fake_reply_tool_text (call->id, "again", FALSE);
}

static void
tool_reorder (const Call *call)
{
  fake_hold_until_next (call->id);
}

static void
tool_big (const Call *call)
{
  g_autofree char *text = g_strnfill ((gsize) get_number (call->arguments, "bytes", 1000000), 'b');

  fake_reply_tool_text (call->id, text, FALSE);
}

static void
tool_oversize (const Call *call)
{
  gsize length = (gsize) get_number (call->arguments, "bytes", 20000000);
  g_autofree char *text = g_strnfill (length, 'o');

  text[0] = '{';
  fake_write (text, length);
}

static void
tool_deep (const Call *call)
{
  gint64 levels = get_number (call->arguments, "levels", 1000);
  g_autoptr (GString) text = g_string_new ("{\"content\":[],\"deep\":");

  for (gint64 i = 0; i < levels; i++)
    g_string_append_c (text, '[');
  for (gint64 i = 0; i < levels; i++)
    g_string_append_c (text, ']');
  g_string_append_c (text, '}');
  fake_reply (call->id, text->str);
}

static void
tool_invalid_utf8 (const Call *call)
{
  fake_reply (call->id, "{\"content\":[{\"type\":\"text\",\"text\":\"a\xff" "b\"}]}");
}

static void
tool_escapes (const Call *call)
{
  fake_reply (call->id,
              "{\"content\":[{\"type\":\"text\",\"text\":\"a\\nb\\u0000c\\ud83d\\ude00\"}]}");
}

static void
tool_cut (const Call *call)
{
  fflush (stdout);
  if (write (STDOUT_FILENO, "{\"jsonrpc\":\"2.0\",\"id\":", 22) < 0)
    exit (1);
  exit (0);
}

static void
tool_die (const Call *call)
{
  fputs ("starting up\nfake: \033[31mdying\033[0m on request\n\n", stderr);
  exit ((int) get_number (call->arguments, "code", 3));
}

static void
tool_crash (const Call *call)
{
  kill (getpid (), SIGKILL);
}

static void
tool_close_output (const Call *call)
{
  close (STDOUT_FILENO);
}

static void
tool_flood (const Call *call)
{
  fake_flood (STDOUT_FILENO, get_number (call->arguments, "bytes", 1000000));
  fake_reply_tool_text (call->id, "flooded", FALSE);
}

static void
tool_flood_stderr (const Call *call)
{
  fake_flood (STDERR_FILENO, get_number (call->arguments, "bytes", 1000000));
  fake_reply_tool_text (call->id, "flooded", FALSE);
}

static void
tool_flood_log (const Call *call)
{
  gint64 count = get_number (call->arguments, "count", 1000);

  for (gint64 i = 0; i < count; i++)
    fake_notify ("notifications/message", "{\"level\":\"info\",\"data\":\"flood\"}");
  fake_reply_tool_text (call->id, "flooded", FALSE);
}

static void
tool_spawn (const Call *call)
{
  fake_spawn (get_text (call->arguments, "kind"));
  fake_reply_tool_text (call->id, "spawned", FALSE);
}

#define SAMPLING_BEGIN "{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":"
#define SAMPLING_END "}}],\"systemPrompt\":\"Be brief.\",\"maxTokens\":100}"

static void
tool_sample (const Call *call)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autofree char *text = NULL;
  g_autofree char *params = NULL;

  salon_json_writer_add_string (writer, NULL, get_text (call->arguments, "text"));
  text = salon_json_writer_finish (writer);
  params = g_strconcat (SAMPLING_BEGIN, text, SAMPLING_END, NULL);
  fake_ask (call->id, "sampling/createMessage", params);
}

static void
tool_sample_cancel (const Call *call)
{
  static const char request[] =
    "{\"jsonrpc\":\"2.0\",\"id\":\"gone\",\"method\":\"sampling/createMessage\","
    "\"params\":" SAMPLING_BEGIN "\"x\"" SAMPLING_END "}";

  fake_write (request, strlen (request));
  fake_notify ("notifications/cancelled", "{\"requestId\":\"gone\"}");
  fake_reply_tool_text (call->id, "withdrawn", FALSE);
}

static void
tool_sample_many (const Call *call)
{
  gint64 count = get_number (call->arguments, "count", 100);

  for (gint64 i = 0; i < count; i++)
    fake_ask (NULL, "sampling/createMessage", SAMPLING_BEGIN "\"x\"" SAMPLING_END);
  fake_reply_tool_text (call->id, "asked", FALSE);
}

static void
tool_elicit (const Call *call)
{
  fake_ask (call->id, "elicitation/create",
            "{\"message\":\"Your name?\",\"requestedSchema\":{\"type\":\"object\",\"properties\":"
            "{\"name\":{\"type\":\"string\"}}}}");
}

static void
tool_roots (const Call *call)
{
  fake_ask (call->id, "roots/list", "{}");
}

static void
tool_ping_client (const Call *call)
{
  fake_ask (call->id, "ping", "{}");
}

static void
tool_ask_unknown (const Call *call)
{
  fake_ask (call->id, "unheard/of", "{}");
}

static void
tool_add_tool (const Call *call)
{
  has_added_tool = TRUE;
  fake_notify ("notifications/tools/list_changed", "{}");
  fake_reply_tool_text (call->id, "added", FALSE);
}

static void
tool_log (const Call *call)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autofree char *params = NULL;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "level", "warning");
  salon_json_writer_add_string (writer, "logger", "fake");
  salon_json_writer_add_string (writer, "data", get_text (call->arguments, "text"));
  salon_json_writer_end_object (writer);
  params = salon_json_writer_finish (writer);
  fake_notify ("notifications/message", params);
  fake_reply_tool_text (call->id, "logged", FALSE);
}

static void
tool_kinds (const Call *call)
{
  fake_reply (call->id,
              "{\"content\":[{\"type\":\"text\",\"text\":\"one\"},"
              "{\"type\":\"image\",\"data\":\"aGVsbG8=\",\"mimeType\":\"image/png\"},"
              "{\"type\":\"audio\",\"data\":\"aGVsbG8=\",\"mimeType\":\"audio/wav\"},"
              "{\"type\":\"resource\",\"resource\":{\"uri\":\"file:///a\",\"text\":\"inside\"}},"
              "{\"type\":\"resource_link\",\"name\":\"notes\",\"uri\":\"file:///b\"},"
              "{\"type\":\"hologram\"}]}");
}

static void
tool_structured (const Call *call)
{
  fake_reply (call->id, "{\"content\":[],\"structuredContent\":{\"answer\":42}}");
}

static void
tool_environment (const Call *call)
{
  const char *value = getenv (get_text (call->arguments, "name"));

  fake_reply_tool_text (call->id, value != NULL ? value : "(unset)", FALSE);
}

static void
tool_directory (const Call *call)
{
  g_autofree char *directory = g_get_current_dir ();

  fake_reply_tool_text (call->id, directory, FALSE);
}

static const struct
{
  const char *name;
  void      (*run) (const Call *call);
} tools[] = {
  { "echo", tool_echo }, { "add", tool_add }, { "slow", tool_slow }, { "fail", tool_fail },
  { "error", tool_error }, { "progress", tool_progress },
  { "progress-unknown", tool_progress_unknown },
  { "progress-then-hang", tool_progress_then_hang }, { "hang", tool_hang }, { "late", tool_late },
  { "twice", tool_twice }, { "reorder", tool_reorder }, { "big", tool_big },
  { "oversize", tool_oversize },
  { "deep", tool_deep }, { "invalid-utf8", tool_invalid_utf8 }, { "escapes", tool_escapes },
  { "cut", tool_cut }, { "die", tool_die }, { "crash", tool_crash },
  { "close-output", tool_close_output },
  { "flood", tool_flood }, { "flood-stderr", tool_flood_stderr }, { "flood-log", tool_flood_log },
  { "spawn", tool_spawn }, { "sample", tool_sample }, { "sample-cancel", tool_sample_cancel },
  { "sample-many", tool_sample_many }, { "elicit", tool_elicit }, { "roots", tool_roots },
  { "ping-client", tool_ping_client }, { "ask-unknown", tool_ask_unknown },
  { "add-tool", tool_add_tool },
  { "added", tool_echo }, { "log", tool_log }, { "kinds", tool_kinds },
  { "structured", tool_structured },
  { "environment", tool_environment }, { "directory", tool_directory },
};

void
fake_tools_call (const char      *id_text,
                 const SalonJson *params)
{
  const char *name = get_text (params, "name");
  Call call = { id_text, params, salon_json_get_member (params, "arguments") };

  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    if (strcmp (tools[i].name, name) == 0)
      {
        tools[i].run (&call);
        return;
      }
  fake_reply_error (id_text, -32602, "Unknown tool", NULL);
}
