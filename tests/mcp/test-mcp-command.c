/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "test-mcp-command"

#include "config.h"

#include <string.h>

#include "mcp-test.h"

static void
assert_contains (const char *text,
                 const char *part)
{
  if (text == NULL || strstr (text, part) == NULL)
    g_error ("“%s” is not in “%s”", part, text);
}

static void
test_masking (void)
{
  static const struct
  {
    const char *text;
    const char *masked;
  } cases[] = {
    { "", NULL },
    { "nothing", NULL },
    { "first-secret", "•••" },
    { "a first-secret and second-secret, first-secret", "a ••• and •••, •••" },
    /* Too short to be one. */
    { "abc", NULL },
  };
  const char *argv[] = { "server", NULL };
  const char *environment[] = { NULL };
  const char *secrets[] = { "first-secret", "abc", "second-secret", NULL };
  g_autoptr (SalonMcpCommand) command = salon_mcp_command_new (argv, environment, NULL);

  g_assert_null (salon_mcp_command_dup_masked (command, "first-secret", 12));
  salon_mcp_command_set_secrets (command, secrets);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *masked =
        salon_mcp_command_dup_masked (command, cases[i].text, strlen (cases[i].text));

      g_assert_cmpstr (masked, ==, cases[i].masked);
    }
}

static void
test_secrets_in_logs (void)
{
  const char *argv[] = {
    "/bin/sh", "-c", "echo \"$KEY on stdout\"; echo \"401 for $KEY, $KEY.\" >&2; exit 1", NULL
  };
  const char *environment[] = { "KEY=sk-0123456789", "PATH=/usr/bin:/bin", NULL };
  const char *secrets[] = { "sk-0123456789", NULL };
  g_autoptr (SalonMcpCommand) command = salon_mcp_command_new (argv, environment, "/");
  g_autoptr (SalonMcpStdioTransport) transport = NULL;
  g_autoptr (SalonMcpClient) client = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *diagnostics = NULL;

  salon_mcp_command_set_secrets (command, secrets);
  transport = salon_mcp_stdio_transport_new (command, NULL);
  client = salon_mcp_client_new (SALON_MCP_TRANSPORT (transport), NULL, NULL);
  g_assert_false (mcp_test_await (salon_mcp_client_open (client), &error));
  assert_contains (error->message, "“401 for •••, •••.”");
  diagnostics = salon_ring_to_text (
    salon_mcp_transport_get_diagnostics (SALON_MCP_TRANSPORT (transport)));
  assert_contains (diagnostics, "••• on stdout");
  assert_contains (diagnostics, "401 for •••, •••.");
  g_assert_null (strstr (diagnostics, "sk-"));
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  g_test_add_func ("/mcp/command/secrets-are-masked", test_masking);
  g_test_add_func ("/mcp/command/secrets-are-masked-in-logs", test_secrets_in_logs);
  return g_test_run ();
}
