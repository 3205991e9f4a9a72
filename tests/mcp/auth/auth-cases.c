/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include "auth-cases.h"

#include <string.h>

static void
run_case (gconstpointer data)
{
  const AuthCase *this = data;
  AuthWorld world = { .lies = this->lies };
  g_autoptr(GError) error = NULL;
  g_autofree char *carried = NULL;
  g_autofree char *words = NULL;
  gboolean is_in;
  guint stage;

  auth_world_init (&world);
  is_in = auth_world_refuse (&world, 401, NULL, &error);
  if (error != NULL)
    g_test_message ("%s", error->message);
  carried = auth_world_dup_credentials (&world);

  if (this->code < 0)
    {
      g_assert_no_error (error);
      g_assert_true (is_in);
      g_assert_cmpstr (carried, ==, "Bearer " AUTH_WORLD_TOKEN);
      g_assert_cmpint (salon_mcp_auth_session_get_state (world.session), ==,
                       SALON_MCP_AUTH_SIGNED_IN);
    }
  else
    {
      g_assert_error (error, SALON_MCP_AUTH_ERROR, this->code);
      words = auth_world_fill_in (&world, this->words);
      mcp_test_assert_contains (error->message, words);
      auth_world_assert_fit (&world, error->message);
      g_assert_cmpstr (salon_mcp_auth_session_get_problem (world.session), ==, error->message);
      g_assert_null (carried);
      g_assert_cmpint (salon_mcp_auth_session_get_state (world.session), ==, SALON_MCP_AUTH_NEEDED);
    }

  /* It came as far as it was to come, and no further. */
  if (this->stage > AUTH_STAGE_NOTHING)
    g_assert_cmpuint (world.counts[this->stage], >=, 1);
  for (stage = this->stage + 1; stage < AUTH_N_STAGES; stage++)
    g_assert_cmpuint (world.counts[stage], ==, 0);
  g_assert_cmpuint (http_peer_get_n_requests (world.evil), ==, this->n_evil);

  /* Whatever was done, not over and over. */
  for (stage = 0; stage < AUTH_N_STAGES; stage++)
    g_assert_cmpuint (world.counts[stage], <=, 12);
  auth_world_clear (&world);
}

void
auth_cases_add (const AuthCase *cases,
                gsize           n_cases)
{
  gsize i;

  for (i = 0; i < n_cases; i++)
    {
      g_autofree char *path = g_strconcat ("/mcp/auth/hostile/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], run_case);
    }
}
