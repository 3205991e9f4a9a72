/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon"

#include "config.h"

#include <errno.h>
#include <locale.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "salon-cli.h"
#include "salon-paths.h"

/* `salon` is two programs: this small one, which loads no GTK and so starts in a few milliseconds,
 * does the terminal's commands; everything else is for the window. */
int
main (int    argc,
      char **argv)
{
  g_autofree char *window = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  if (salon_cli_is_command (argc > 1 ? argv[1] : NULL))
    return salon_cli_run (argc, argv);

  window = salon_paths_find_program ("salon-window");
  execv (window, argv);
  g_printerr (_("salon: The window program %s can’t be started: %s. “salon --help” lists what "
                "works in the terminal.\n"),
              window, g_strerror (errno));
  return SALON_CLI_USAGE;
}
