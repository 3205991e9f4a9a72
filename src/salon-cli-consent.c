/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon"

#include "config.h"

#include "salon-cli-private.h"

#include <fcntl.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>

#define MAX_LINE (64 * 1024)

typedef struct
{
  SalonCli *cli;
  SalonQuestion *question;
  GInputStream *terminal;
  int fd;
} Asking;

static void
asking_free (Asking *asking)
{
  g_object_unref (asking->question);
  g_clear_object (&asking->terminal);
  g_free (asking);
}

static void
write_terminal (Asking     *asking,
                const char *format,
                ...) G_GNUC_PRINTF (2, 3);

static void
write_terminal (Asking     *asking,
                const char *format,
                ...)
{
  g_autofree char *text = NULL;
  g_autofree char *printable = NULL;
  va_list arguments;
  gsize length;
  gsize done = 0;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  printable = salon_cli_dup_printable (text);
  length = strlen (printable);
  while (done < length)
    {
      gssize written = write (asking->fd, printable + done, length - done);

      if (written <= 0)
        return;
      done += written;
    }
}

/* One line, or NULL when the terminal has ended or the question is not open any more. */
static char *
read_terminal (Asking *asking)
{
  g_autoptr (DexFuture) line = NULL;
  GBytes *bytes;
  const char *data;
  gsize length;

  /* A terminal gives whole lines. */
  line = dex_input_stream_read_bytes (asking->terminal, MAX_LINE, G_PRIORITY_DEFAULT);
  dex_await (dex_future_first (dex_ref (line), salon_question_await (asking->question), NULL),
             NULL);
  if (salon_question_get_answered (asking->question) || !dex_future_is_resolved (line))
    return NULL;
  bytes = g_value_get_boxed (dex_future_get_value (line, NULL));
  data = g_bytes_get_data (bytes, &length);
  return length > 0 ? g_strstrip (g_strndup (data, length)) : NULL;
}

static void
describe_question (Asking *asking)
{
  SalonQuestion *question = asking->question;
  SalonSamplingRequest *sampling = salon_question_get_sampling (question);
  SalonToolCall *call = salon_question_get_tool_call (question);
  GListModel *messages;

  if (salon_question_get_kind (question) == SALON_QUESTION_SIGN_IN)
    {
      g_autofree char *plan = salon_cli_dup_plan (salon_question_get_plan (question));

      write_terminal (asking, _("\n“%s” wants you to sign in. %s\n"),
                      salon_question_get_server_name (question), plan);
      return;
    }
  if (salon_question_get_kind (question) == SALON_QUESTION_TOOL_CALL)
    {
      if (salon_question_get_definition_changed (question))
        write_terminal (asking, _("\nYou had allowed this tool, but its server has changed it."));
      write_terminal (asking, _("\n“%s” wants to run %s with\n  %s\n"),
                      salon_question_get_server_name (question),
                      salon_tool_call_get_tool_name (call), salon_tool_call_get_arguments (call));
      return;
    }
  write_terminal (asking, _("\n“%s” wants %s to answer this, in at most %u tokens:\n"),
                  salon_question_get_server_name (question),
                  salon_sampling_request_get_model (sampling),
                  salon_sampling_request_get_max_tokens (sampling));
  if (salon_sampling_request_get_system_prompt (sampling) != NULL)
    write_terminal (asking, _("  system: %s\n"),
                    salon_sampling_request_get_system_prompt (sampling));
  messages = salon_sampling_request_get_messages (sampling);
  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr (SalonSamplingMessage) message = g_list_model_get_item (messages, i);

      write_terminal (asking, "  %s: %s\n",
                      salon_sampling_message_get_role (message) == SALON_ROLE_USER
                        ? _("user") : _("assistant"),
                      salon_sampling_message_get_text (message));
    }
}

/* Returns whether the question is settled. */
static gboolean
take_edited_arguments (Asking *asking)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *arguments = NULL;

  write_terminal (asking, _("New arguments, as JSON on one line: "));
  arguments = read_terminal (asking);
  if (arguments == NULL)
    return TRUE;
  if (salon_question_allow (asking->question, SALON_APPROVAL_ONCE, arguments, &error))
    return TRUE;
  write_terminal (asking, "%s\n", error->message);
  return FALSE;
}

static const char *
get_prompt (SalonQuestionKind kind)
{
  switch (kind)
    {
    case SALON_QUESTION_TOOL_CALL:
      return _("Allow? y = once, c = in this chat, a = always, e = edit, anything else = no: ");
    case SALON_QUESTION_SIGN_IN:
      return _("Sign in? y = yes, anything else = no: ");
    case SALON_QUESTION_SAMPLING:
    case SALON_QUESTION_SAMPLING_ANSWER:
    default:
      return _("Send? y = yes, anything else = no: ");
    }
}

static void
converse (Asking *asking)
{
  SalonQuestion *question = asking->question;
  SalonQuestionKind kind = salon_question_get_kind (question);
  gboolean is_call = kind == SALON_QUESTION_TOOL_CALL;

  describe_question (asking);
  while (!salon_question_get_answered (question))
    {
      g_autofree char *answer = NULL;

      write_terminal (asking, "%s", get_prompt (kind));
      answer = read_terminal (asking);
      if (answer == NULL)
        break;
      if (g_ascii_strcasecmp (answer, "y") == 0)
        salon_question_allow (question, SALON_APPROVAL_ONCE, NULL, NULL);
      else if (is_call && g_ascii_strcasecmp (answer, "c") == 0)
        salon_question_allow (question, SALON_APPROVAL_CHAT, NULL, NULL);
      else if (is_call && g_ascii_strcasecmp (answer, "a") == 0)
        salon_question_allow (question, SALON_APPROVAL_ALWAYS, NULL, NULL);
      else if (is_call && g_ascii_strcasecmp (answer, "e") == 0)
        {
          if (!take_edited_arguments (asking))
            continue;
        }
      else
        {
          salon_question_deny (question, NULL);
        }
    }
}

static void
deny_without_terminal (Asking *asking)
{
  SalonToolCall *call = salon_question_get_tool_call (asking->question);
  const char *server = salon_question_get_server_name (asking->question);

  if (salon_question_get_kind (asking->question) == SALON_QUESTION_TOOL_CALL)
    salon_cli_say (_("“%s” was not allowed to run %s: there is no terminal to ask on. "
                     "Use --allow %s/%s to allow it."),
                   server, salon_tool_call_get_tool_name (call),
                   server, salon_tool_call_get_tool_name (call));
  else if (salon_question_get_kind (asking->question) == SALON_QUESTION_SIGN_IN)
    salon_cli_say (_("“%s” wants you to sign in, and there is no terminal to ask on. Use "
                     "“salon sign-in %s”, or sign in in the window."), server, server);
  else
    salon_cli_say (_("“%s” was not allowed to ask a model: there is no terminal to ask on."),
                   server);
  salon_question_deny (asking->question, _("nobody is there who could be asked."));
}

static DexFuture *
question_fiber (gpointer user_data)
{
  Asking *asking = user_data;
  SalonCli *cli = asking->cli;

  asking->fd = open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  if (asking->fd < 0)
    {
      deny_without_terminal (asking);
    }
  else
    {
      asking->terminal = g_unix_input_stream_new (asking->fd, TRUE);
      /* What was typed before is no answer to what has not been read yet. */
      tcflush (asking->fd, TCIFLUSH);
      salon_cli_end_answer (cli);
      converse (asking);
      salon_question_deny (asking->question, NULL);
    }
  if (!salon_answer_is_allowed (salon_question_get_answer (asking->question)) &&
      !salon_answer_is_withdrawn (salon_question_get_answer (asking->question)))
    cli->denied = TRUE;
  return dex_future_new_true ();
}

/* One question after the other: there is one terminal. */
static DexFuture *
questions_fiber (gpointer user_data)
{
  SalonCli *cli = user_data;
  GListModel *consent = G_LIST_MODEL (salon_host_get_consent (cli->host));

  while (g_list_model_get_n_items (consent) > 0)
    {
      Asking *asking = g_new0 (Asking, 1);

      asking->cli = cli;
      asking->question = g_list_model_get_item (consent, 0);
      dex_await (dex_scheduler_spawn (NULL, 0, question_fiber, asking,
                                      (GDestroyNotify) asking_free),
                 NULL);
    }
  cli->asking = FALSE;
  return dex_future_new_true ();
}

static void
on_asked_cb (SalonConsent  *consent,
             SalonQuestion *question,
             SalonCli      *cli)
{
  if (cli->asking)
    return;
  cli->asking = TRUE;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, questions_fiber, cli, NULL));
}

void
salon_cli_answer_questions (SalonCli *cli)
{
  g_signal_connect (salon_host_get_consent (cli->host), "asked", G_CALLBACK (on_asked_cb), cli);
}
