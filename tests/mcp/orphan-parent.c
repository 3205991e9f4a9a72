/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "orphan-parent"

/* Stands in for Salon: opens the fake server, has it start one process of each kind and note
 * their numbers in the file given, says “ready” and waits to be killed. */

#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>

#include "mcp-test.h"

int
main (int    argc,
      char **argv)
{
  const char *pid_file = argc > 1 ? argv[1] : NULL;
  SalonMcpStdioTransport *transport = NULL;
  SalonMcpClient *client = NULL;
  const char * const kinds[] = { "child", "stubborn", "daemon" };

  /* It must not outlive a test that fails. */
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  mcp_test_init (&argc, &argv);
  transport = mcp_test_transport (NULL, "--pid-file", pid_file, "--ignore-sigterm",
                                  "--ignore-end-of-input", NULL);
  client = mcp_test_open (g_object_ref (transport), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *arguments = g_strdup_printf ("{\"kind\":\"%s\"}", kinds[i]);
      g_autofree char *text = mcp_test_call (client, "spawn", arguments, NULL);

      g_assert_cmpstr (text, ==, "spawned");
    }
  printf ("ready, guard %d\n", salon_mcp_stdio_transport_get_guard_pid (transport));
  fflush (stdout);
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}
