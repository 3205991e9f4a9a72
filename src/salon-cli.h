/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SalonCliStatus:
 * @SALON_CLI_DONE: done, answered
 * @SALON_CLI_USAGE: wrong usage, or a mistake in the configuration
 * @SALON_CLI_MODEL: the model failed
 * @SALON_CLI_DENIED: a call of a tool was not allowed
 * @SALON_CLI_INTERRUPTED: stopped by a signal
 *
 * What the process exits with (docs/terminal.md).
 */
typedef enum
{
  SALON_CLI_DONE = 0,
  SALON_CLI_USAGE = 1,
  SALON_CLI_MODEL = 2,
  SALON_CLI_DENIED = 3,
  SALON_CLI_INTERRUPTED = 130,
} SalonCliStatus;

/**
 * salon_cli_is_command:
 * @argument: (nullable): the first argument
 *
 * Returns: whether it is something for the terminal, not for the window
 */
gboolean salon_cli_is_command (const char *argument);

/**
 * salon_cli_run:
 * @argc: number of arguments
 * @argv: the arguments of the program, of which the second is a command
 *
 * Returns: the exit status
 */
int      salon_cli_run        (int    argc,
                               char **argv);

G_END_DECLS
