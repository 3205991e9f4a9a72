/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon"

#include "config.h"

#include "salon-cli-private.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "salon-json-writer.h"

void
salon_cli_event (SalonCli   *cli,
                 const char *event,
                 ...)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autofree char *line = NULL;
  const char *name;
  va_list arguments;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "event", event);
  va_start (arguments, event);
  while ((name = va_arg (arguments, const char *)) != NULL)
    salon_json_writer_add_string (writer, name, va_arg (arguments, const char *));
  va_end (arguments);
  salon_json_writer_end_object (writer);
  line = salon_json_writer_finish (writer);
  fprintf (stdout, "%s\n", line);
  fflush (stdout);
}

static void
print_answer (SalonCli   *cli,
              const char *text)
{
  g_autofree char *printable = NULL;

  if (text[0] == '\0')
    return;
  if (isatty (STDOUT_FILENO))
    printable = salon_cli_dup_printable (text);
  fputs (printable != NULL ? printable : text, stdout);
  fflush (stdout);
  cli->wrote_answer = TRUE;
  cli->answer_ends_line = text[strlen (text) - 1] == '\n';
}

void
salon_cli_end_answer (SalonCli *cli)
{
  if (!cli->answer_ends_line)
    print_answer (cli, "\n");
}

static void
on_appended_cb (SalonPart  *part,
                const char *delta,
                SalonCli   *cli)
{
  SalonPartKind kind = salon_part_get_kind (part);

  if (cli->json)
    salon_cli_event (cli, kind == SALON_PART_TEXT ? "text" : "reasoning", "text", delta, NULL);
  else if (kind == SALON_PART_TEXT)
    print_answer (cli, delta);
}

static void
print_call (SalonCli      *cli,
            SalonToolCall *call)
{
  const char *server = salon_tool_call_get_server_name (call);
  const char *sentence = salon_tool_call_get_sentence (call);
  const char *error = salon_tool_call_get_error (call);
  g_autofree char *name = server != NULL ? g_strdup_printf ("%s: %s", server, sentence)
                                         : g_strdup (sentence);
  g_autofree char *line = NULL;
  g_autofree char *printable = NULL;

  switch (salon_tool_call_get_state (call))
    {
    case SALON_TOOL_CALL_RUNNING:
      line = g_strdup_printf ("→ %s", name);
      break;
    case SALON_TOOL_CALL_DONE:
      line = g_strdup_printf ("✓ %s (%.1f s)", name,
                              salon_tool_call_get_elapsed (call) / (double) G_TIME_SPAN_SECOND);
      break;
    case SALON_TOOL_CALL_FAILED:
    case SALON_TOOL_CALL_DENIED:
    case SALON_TOOL_CALL_CANCELLED:
      line = g_strdup_printf ("✗ %s – %s", name, error != NULL ? error : "");
      break;
    case SALON_TOOL_CALL_PREPARING:
    case SALON_TOOL_CALL_WAITING:
    default:
      return;
    }
  printable = salon_cli_dup_printable (line);
  if (isatty (STDOUT_FILENO))
    salon_cli_end_answer (cli);
  g_printerr ("%s\n", printable);
}

static void
on_call_state_cb (SalonToolCall *call,
                  GParamSpec    *pspec,
                  SalonCli      *cli)
{
  SalonToolCallState state = salon_tool_call_get_state (call);

  if (state == SALON_TOOL_CALL_DENIED)
    cli->denied = TRUE;
  if (!cli->json)
    {
      print_call (cli, call);
      return;
    }
  salon_cli_event (cli, "tool-call",
                   "id", salon_tool_call_get_call_id (call),
                   "server", salon_tool_call_get_server_name (call),
                   "tool", salon_tool_call_get_tool_name (call),
                   "state", salon_tool_call_state_to_nick (state),
                   "arguments", salon_tool_call_get_arguments (call),
                   "result", salon_tool_call_get_result_text (call),
                   "error", salon_tool_call_get_error (call),
                   NULL);
}

static void
start_text (SalonCli *cli)
{
  /* Paragraphs of different rounds are not one paragraph. */
  if (!cli->json && cli->wrote_answer)
    {
      salon_cli_end_answer (cli);
      print_answer (cli, "\n");
    }
}

static void
watch_part (SalonCli  *cli,
            SalonPart *part)
{
  switch (salon_part_get_kind (part))
    {
    case SALON_PART_TEXT:
      start_text (cli);
      g_signal_connect (part, "appended", G_CALLBACK (on_appended_cb), cli);
      break;
    case SALON_PART_REASONING:
      g_signal_connect (part, "appended", G_CALLBACK (on_appended_cb), cli);
      break;
    case SALON_PART_TOOL_CALL:
      g_signal_connect (salon_part_get_tool_call (part), "notify::state",
                        G_CALLBACK (on_call_state_cb), cli);
      break;
    case SALON_PART_IMAGE:
    case SALON_PART_DOCUMENT:
      /* The user’s own; models send none. */
      break;
    case SALON_PART_ERROR:
    case SALON_PART_NOTE:
    default:
      if (cli->json)
        {
          gboolean is_error = salon_part_get_kind (part) == SALON_PART_ERROR;

          salon_cli_event (cli, is_error ? "error" : "note",
                           "text", salon_part_get_text (part), NULL);
          break;
        }
      salon_cli_end_answer (cli);
      salon_cli_say ("%s", salon_part_get_text (part));
      break;
    }
}

static void
on_parts_changed_cb (GListModel *message,
                     guint       position,
                     guint       removed,
                     guint       added,
                     SalonCli   *cli)
{
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (SalonPart) part = g_list_model_get_item (message, position + i);

      watch_part (cli, part);
    }
}

void
salon_cli_watch (SalonCli     *cli,
                 SalonMessage *message)
{
  g_signal_connect (message, "items-changed", G_CALLBACK (on_parts_changed_cb), cli);
}
