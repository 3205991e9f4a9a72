/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include "auth-file-store.h"
#include "auth-fixture.h"

/* Programs that are signed in to the same server, each a process of its own, and an authorization
 * server that takes each refresh token once. */

#define N_PROCESSES 3
#define N_CALLS 4
#define N_ROUNDS 5

typedef struct
{
  GSubprocess      *process;
  GDataInputStream *output;
  char             *line;
} Program;

static void
on_line_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  Program *self = user_data;

  self->line = g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (object), result,
                                                          NULL, NULL);
  g_assert_nonnull (self->line);
}

static gboolean
has_line (gpointer user_data)
{
  return ((Program *) user_data)->line != NULL;
}

static void
expect (Program    *self,
        const char *line)
{
  g_clear_pointer (&self->line, g_free);
  g_data_input_stream_read_line_async (self->output, G_PRIORITY_DEFAULT, NULL, on_line_cb, self);
  mcp_test_run_until (has_line, self);
  g_assert_cmpstr (self->line, ==, line);
}

static void
program_start (Program    *self,
               const char *folder,
               const char *url)
{
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "mcp", "auth", "auth-process", NULL);
  g_autoptr (GError) error = NULL;

  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                    &error, path, folder, url, G_STRINGIFY (N_CALLS), NULL);
  g_assert_no_error (error);
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  expect (self, "ready");
}

static void
program_go (Program *self)
{
  GOutputStream *input = g_subprocess_get_stdin_pipe (self->process);

  g_assert_true (g_output_stream_write_all (input, "go\n", 3, NULL, NULL, NULL));
  g_assert_true (g_output_stream_flush (input, NULL, NULL));
}

static void
program_end (Program *self)
{
  g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, NULL);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 0);
  g_clear_object (&self->output);
  g_clear_object (&self->process);
  g_clear_pointer (&self->line, g_free);
}

static void
test_one_refresh (void)
{
  AuthFixture fixture = { 0 };
  Program programs[N_PROCESSES] = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autofree char *folder = mcp_test_path ("store");
  g_autoptr (GError) error = NULL;

  auth_fixture_init (&fixture);
  g_clear_object (&fixture.store);
  fixture.store = SALON_MCP_AUTH_STORE (auth_file_store_new (folder));
  session = auth_fixture_session (&fixture);
  g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 200);
  g_assert_no_error (error);
  for (guint i = 0; i < N_PROCESSES; i++)
    program_start (&programs[i], folder, http_peer_get_url (fixture.peer));
  for (guint round = 1; round <= N_ROUNDS; round++)
    {
      auth_mock_expire (fixture.mock);
      for (guint i = 0; i < N_PROCESSES; i++)
        program_go (&programs[i]);
      for (guint i = 0; i < N_PROCESSES; i++)
        expect (&programs[i], "200 200 200 200 ");
      g_assert_cmpuint (fixture.mock->n_refreshes, ==, round);
    }
  /* No refresh token was shown twice, and nobody was asked to sign in again. */
  g_assert_cmpuint (fixture.mock->n_refusals, ==, 0);
  g_assert_cmpuint (fixture.mock->n_authorizations, ==, 1);
  g_assert_cmpuint (auth_fixture_call (&fixture, session, NULL), ==, 200);
  g_assert_cmpuint (fixture.mock->n_refreshes, ==, N_ROUNDS);
  for (guint i = 0; i < N_PROCESSES; i++)
    program_end (&programs[i]);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  g_test_add_func ("/mcp/auth/processes/renew-once-for-all", test_one_refresh);
  return g_test_run ();
}
