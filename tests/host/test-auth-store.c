/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "salon-auth-store.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host-test.h"
#include "salon-auth-lock.h"
#include "salon-manual-clock.h"

#define KEY "tokens|https://as.example|https://mcp.example/mcp|"

typedef struct
{
  SalonManualClock *clock;
  SalonSecrets *secrets;
  char *path;
  SalonMcpAuthStore *store;
} Fixture;

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  fixture->clock = salon_manual_clock_new ();
  fixture->secrets = salon_secrets_new_in_memory ();
  fixture->path = g_build_filename (g_get_user_state_dir (), "salon", "sign-in.lock", NULL);
  fixture->store = SALON_MCP_AUTH_STORE (
    salon_auth_store_new (fixture->secrets, fixture->path, SALON_CLOCK (fixture->clock)));
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  g_clear_object (&fixture->store);
  g_clear_object (&fixture->secrets);
  g_clear_object (&fixture->clock);
  g_remove (fixture->path);
  g_clear_pointer (&fixture->path, g_free);
}

static void
spin (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static GObject *
await_lock (DexFuture *future)
{
  g_autoptr (DexFuture) owned = future;
  g_autoptr (GError) error = NULL;
  const GValue *value;

  for (guint i = 0; i < 1000 && dex_future_is_pending (owned); i++)
    g_main_context_iteration (NULL, TRUE);
  value = dex_future_get_value (owned, &error);
  g_assert_no_error (error);
  return g_value_dup_object (value);
}

static void
test_keeps (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *before = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *other = NULL;
  g_autofree char *after = NULL;

  before = host_test_await_string (salon_mcp_auth_store_load (fixture->store, KEY));
  g_assert_null (before);
  host_test_await (salon_mcp_auth_store_save (fixture->store, KEY, "{\"a\":1}", "mcp.example"));
  kept = host_test_await_string (salon_mcp_auth_store_load (fixture->store, KEY));
  g_assert_cmpstr (kept, ==, "{\"a\":1}");
  other = host_test_await_string (salon_mcp_auth_store_load (fixture->store, KEY "me"));
  g_assert_null (other);
  host_test_await (salon_mcp_auth_store_remove (fixture->store, KEY));
  after = host_test_await_string (salon_mcp_auth_store_load (fixture->store, KEY));
  g_assert_null (after);
  g_assert_false (salon_mcp_auth_store_is_persistent (fixture->store));
}

static void
test_takes_turns (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (GObject) first = await_lock (salon_mcp_auth_store_lock (fixture->store, KEY));
  g_autoptr (GObject) elsewhere = await_lock (salon_mcp_auth_store_lock (fixture->store, "other"));
  g_autoptr (DexFuture) waiting = salon_mcp_auth_store_lock (fixture->store, KEY);
  g_autoptr (GObject) second = NULL;

  spin ();
  salon_manual_clock_advance (fixture->clock, G_USEC_PER_SEC);
  spin ();
  g_assert_true (dex_future_is_pending (waiting));
  g_clear_object (&first);
  salon_manual_clock_advance (fixture->clock, G_USEC_PER_SEC);
  second = await_lock (g_steal_pointer (&waiting));
  g_assert_nonnull (second);
}

/* Another program has the lock, and is killed. */
static void
test_outlives_programs (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autoptr (DexFuture) waiting = NULL;
  g_autoptr (GObject) lock = NULL;
  char sign = 0;
  int ready[2];
  pid_t pid;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (pipe (ready), ==, 0);
  pid = fork ();
  if (pid == 0)
    {
      SalonAuthLock *held = salon_auth_lock_try (fixture->path, KEY, NULL);

      if (write (ready[1], held != NULL ? "+" : "-", 1) == 1)
        pause ();
      _exit (0);
    }
  g_assert_cmpint (read (ready[0], &sign, 1), ==, 1);
  g_assert_cmpint (sign, ==, '+');

  waiting = salon_mcp_auth_store_lock (fixture->store, KEY);
  spin ();
  g_assert_true (dex_future_is_pending (waiting));
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  salon_manual_clock_advance (fixture->clock, G_USEC_PER_SEC);
  lock = await_lock (g_steal_pointer (&waiting));
  g_assert_nonnull (lock);
  close (ready[0]);
  close (ready[1]);
}

static void
test_without_file (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (SalonMcpAuthStore) store = SALON_MCP_AUTH_STORE (
    salon_auth_store_new (fixture->secrets, "/proc/no/such/place", SALON_CLOCK (fixture->clock)));
  g_autoptr (GObject) first = await_lock (salon_mcp_auth_store_lock (store, KEY));
  g_autoptr (DexFuture) waiting = salon_mcp_auth_store_lock (store, KEY);
  g_autoptr (GObject) second = NULL;

  spin ();
  g_assert_true (dex_future_is_pending (waiting));
  g_clear_object (&first);
  second = await_lock (g_steal_pointer (&waiting));
  g_assert_nonnull (second);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add ("/host/auth-store/keeps-what-it-is-given", Fixture, NULL,
              fixture_set_up, test_keeps, fixture_tear_down);
  g_test_add ("/host/auth-store/takes-turns-by-key", Fixture, NULL,
              fixture_set_up, test_takes_turns, fixture_tear_down);
  g_test_add ("/host/auth-store/lock-of-a-killed-program-is-free", Fixture, NULL,
              fixture_set_up, test_outlives_programs, fixture_tear_down);
  g_test_add ("/host/auth-store/without-a-file-one-program-still-takes-turns", Fixture, NULL,
              fixture_set_up, test_without_file, fixture_tear_down);

  return g_test_run ();
}
