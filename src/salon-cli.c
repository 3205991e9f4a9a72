/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon"

#include "config.h"

#include "salon-cli-private.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n.h>

static const char *commands[] = {
  "ask", "servers", "models", "sign-in", "sign-out", "--help", "-h", "--version", NULL
};

gboolean
salon_cli_is_command (const char *argument)
{
  return argument != NULL && g_strv_contains (commands, argument);
}

static void
print_help (void)
{
  g_print (_("Usage:\n"
             "  salon                        open the window\n"
             "  salon ask [OPTION…] TEXT     ask a model, with tools, in the terminal\n"
             "  salon servers                start the enabled servers and list them\n"
             "  salon models                 list the models that can be used\n"
             "  salon sign-in SERVER         sign in to a remote server, with a web browser\n"
             "  salon sign-out SERVER        sign out of it\n"
             "  salon --help, --version\n"
             "\n"
             "Options of “ask”:\n"
             "  -m, --model PROVIDER/MODEL   the model (else the default one of models.json)\n"
             "  -s, --server NAME            offer only the tools of this server; may be repeated\n"
             "  -a, --allow TOOL             run this tool without asking; may be repeated:\n"
             "                               TOOL, SERVER/TOOL, SERVER/* or *\n"
             "  -f, --attach FILE            send a picture, a PDF file or a text along; may be\n"
             "                               repeated\n"
             "  -c, --chat ID                go on in this chat\n"
             "  -r, --max-rounds N           how often the model may go on after tools (50)\n"
             "      --json                   print one JSON object a line for all that happens\n"
             "\n"
             "TEXT is read from the standard input when it is “-”, or when it is missing and the "
             "standard\n"
             "input is not a terminal. The answer goes to the standard output, everything else to "
             "the\n"
             "standard error output. Before a tool runs you are asked on the terminal; where there "
             "is\n"
             "none, calls that were not allowed are denied.\n"
             "\n"
             "Exit status:\n"
             "  0    answered\n"
             "  1    wrong usage, or a mistake in the configuration\n"
             "  2    the model failed\n"
             "  3    a call of a tool was not allowed\n"
             "  130  interrupted (once: the turn is stopped in order; twice: at once)\n"));
}

void
salon_cli_say (const char *format,
               ...)
{
  g_autofree char *sentence = NULL;
  g_autofree char *printable = NULL;
  va_list arguments;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  printable = salon_cli_dup_printable (sentence);
  g_printerr ("salon: %s\n", printable);
}

char *
salon_cli_dup_printable (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) printable = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);
      gboolean obeyed = g_unichar_iscntrl (character) && character != '\n' && character != '\t';

      /* Bidirectional overrides reorder what is read. */
      obeyed |= (character >= 0x202a && character <= 0x202e) ||
                (character >= 0x2066 && character <= 0x2069);
      g_string_append_unichar (printable, obeyed ? 0xfffd : character);
    }
  return g_string_free (g_steal_pointer (&printable), FALSE);
}

static gboolean
parse_options (SalonCli   *cli,
               int         argc,
               char      **argv,
               GError    **error)
{
  GOptionEntry entries[] = {
    { "model", 'm', 0, G_OPTION_ARG_STRING, &cli->model, NULL, NULL },
    { "server", 's', 0, G_OPTION_ARG_STRING_ARRAY, &cli->servers, NULL, NULL },
    { "allow", 'a', 0, G_OPTION_ARG_STRING_ARRAY, &cli->allowed, NULL, NULL },
    { "chat", 'c', 0, G_OPTION_ARG_STRING, &cli->chat_id, NULL, NULL },
    { "max-rounds", 'r', 0, G_OPTION_ARG_INT, &cli->max_rounds, NULL, NULL },
    { "attach", 'f', 0, G_OPTION_ARG_FILENAME_ARRAY, &cli->attached, NULL, NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &cli->json, NULL, NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &cli->arguments, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_auto (GStrv) copy = NULL;

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, entries, NULL);
  /* Without the command: it is no TEXT. */
  copy = g_new0 (char *, argc + 1);
  copy[0] = g_strdup (argv[0]);
  for (int i = 2; i < argc; i++)
    copy[i - 1] = g_strdup (argv[i]);
  return g_option_context_parse_strv (context, &copy, error);
}

typedef struct
{
  GMainLoop *loop;
  SalonCli *cli;
  int status;
} Run;

static gboolean
on_signal_cb (gpointer user_data)
{
  Run *run = user_data;

  if (run->cli->interrupted || run->cli->conversation == NULL ||
      !salon_conversation_get_running (run->cli->conversation))
    _exit (SALON_CLI_INTERRUPTED);
  run->cli->interrupted = TRUE;
  salon_conversation_stop (run->cli->conversation);
  return G_SOURCE_CONTINUE;
}

static DexFuture *
run_fiber (gpointer user_data)
{
  Run *run = user_data;
  SalonCli *cli = run->cli;
  const char *command = cli->arguments[0];
  g_autoptr (GError) error = NULL;
  DexFuture *future;

  cli->host = salon_host_new (NULL, NULL);
  dex_await (salon_host_open (cli->host), NULL);
  if (salon_host_get_notice (cli->host) != NULL)
    salon_cli_say ("%s", salon_host_get_notice (cli->host));
  if (g_str_equal (command, "servers"))
    future = salon_cli_servers (cli);
  else if (g_str_equal (command, "models"))
    future = salon_cli_models (cli);
  else if (g_str_equal (command, "sign-in"))
    future = salon_cli_sign_in (cli);
  else if (g_str_equal (command, "sign-out"))
    future = salon_cli_sign_out (cli);
  else
    future = salon_cli_ask (cli);
  run->status = dex_await_int (future, &error);
  if (error != NULL)
    {
      salon_cli_say ("%s", error->message);
      run->status = SALON_CLI_USAGE;
    }
  dex_await (salon_host_close (cli->host), NULL);
  g_main_loop_quit (run->loop);
  return dex_future_new_true ();
}

static void
salon_cli_clear (SalonCli *cli)
{
  g_strfreev (cli->arguments);
  g_free (cli->model);
  g_strfreev (cli->servers);
  g_strfreev (cli->allowed);
  g_strfreev (cli->attached);
  g_free (cli->chat_id);
  g_clear_object (&cli->conversation);
  g_clear_object (&cli->host);
}

int
salon_cli_run (int    argc,
               char **argv)
{
  SalonCli cli = { .answer_ends_line = TRUE };
  Run run = { .cli = &cli };
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) texts = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (argc > 1, SALON_CLI_USAGE);

  if (g_str_equal (argv[1], "--version"))
    {
      g_print ("Salon %s\n", PACKAGE_VERSION);
      return SALON_CLI_DONE;
    }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h") ||
      (argc == 3 && (g_str_equal (argv[2], "--help") || g_str_equal (argv[2], "-h"))))
    {
      print_help ();
      return SALON_CLI_DONE;
    }
  if (!parse_options (&cli, argc, argv, &error))
    {
      salon_cli_say (_("%s. See “salon --help”."), error->message);
      salon_cli_clear (&cli);
      return SALON_CLI_USAGE;
    }
  texts = g_steal_pointer (&cli.arguments);
  g_strv_builder_add (builder, argv[1]);
  if (texts != NULL)
    g_strv_builder_addv (builder, (const char **) texts);
  cli.arguments = g_strv_builder_end (builder);

  dex_init ();
  run.loop = g_main_loop_new (NULL, FALSE);
  g_unix_signal_add (SIGINT, on_signal_cb, &run);
  g_unix_signal_add (SIGTERM, on_signal_cb, &run);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, run_fiber, &run, NULL));
  g_main_loop_run (run.loop);
  g_main_loop_unref (run.loop);
  salon_cli_clear (&cli);
  return cli.interrupted ? SALON_CLI_INTERRUPTED : run.status;
}
