/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-command-line.h"

#include <string.h>

/* No shell runs the command, so what one would do with a leading ~ is done here, where the
 * user sees what becomes of it. */
static char *
expand_home (const char *argument)
{
  if (g_str_equal (argument, "~"))
    return g_strdup (g_get_home_dir ());

  if (g_str_has_prefix (argument, "~/"))
    return g_build_filename (g_get_home_dir (), argument + 2, NULL);

  return g_strdup (argument);
}

/**
 * salon_command_line_parse:
 * @text: a command as one would write it in a terminal
 * @error: return location for an error
 *
 * Takes a command apart by the rules of quoting of a shell. Nothing else of what a shell does
 * is done, but for a `~` at the beginning of an argument.
 *
 * Returns: (transfer full) (nullable): program and arguments, %NULL-terminated, or %NULL with
 *   `G_SHELL_ERROR`
 */
char **
salon_command_line_parse (const char  *text,
                          GError     **error)
{
  g_auto(GStrv) words = NULL;
  int n_words = 0;

  g_return_val_if_fail (text != NULL, NULL);

  if (!g_shell_parse_argv (text, &n_words, &words, error))
    return NULL;

  for (int i = 0; i < n_words; i++)
    {
      char *expanded = expand_home (words[i]);

      g_free (words[i]);
      words[i] = expanded;
    }

  return g_steal_pointer (&words);
}

static void
append_word (GString    *line,
             const char *word)
{
  g_autofree char *quoted = NULL;

  if (line->len > 0)
    g_string_append_c (line, ' ');

  if (*word == '\0' || strpbrk (word, " \t\n\r\"'\\$&|;<>()*?`!#~") != NULL)
    quoted = g_shell_quote (word);

  g_string_append (line, quoted != NULL ? quoted : word);
}

/**
 * salon_command_line_format:
 * @command: (nullable): a program
 * @arguments: (nullable): its arguments, %NULL-terminated
 *
 * The opposite of [func@CommandLine.parse].
 *
 * Returns: (transfer full): the command as one would write it in a terminal
 */
char *
salon_command_line_format (const char         *command,
                           const char * const *arguments)
{
  g_autoptr(GString) line = g_string_new (NULL);

  if (command != NULL)
    append_word (line, command);
  for (gsize i = 0; arguments != NULL && arguments[i] != NULL; i++)
    append_word (line, arguments[i]);

  return g_string_free_and_steal (g_steal_pointer (&line));
}
