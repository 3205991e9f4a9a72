/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "salon-secrets.h"

#include "host-test.h"
#include "salon-host-error.h"

static void
count (GObject    *object,
       GParamSpec *pspec,
       gpointer    user_data)
{
  (*(guint *) user_data)++;
}

static void
test_memory (void)
{
  g_autoptr(SalonSecrets) secrets = salon_secrets_new ();
  g_autofree char *value = NULL;
  g_autofree char *replaced = NULL;
  g_autofree char *message = NULL;

  g_assert_false (salon_secrets_is_persistent (secrets));
  host_test_assert_contains (salon_secrets_get_notice (secrets), "memory only");

  host_test_await (salon_secrets_store (secrets, "openai-key", "sk-1"));
  value = host_test_await_string (salon_secrets_lookup (secrets, "openai-key"));
  g_assert_cmpstr (value, ==, "sk-1");

  host_test_await (salon_secrets_store (secrets, "openai-key", "sk-2"));
  replaced = host_test_await_string (salon_secrets_lookup (secrets, "openai-key"));
  g_assert_cmpstr (replaced, ==, "sk-2");

  host_test_await (salon_secrets_clear (secrets, "openai-key"));
  host_test_await (salon_secrets_clear (secrets, "openai-key"));
  message = host_test_await_error (salon_secrets_lookup (secrets, "openai-key"),
                                   SALON_HOST_ERROR, SALON_HOST_ERROR_MISSING_SECRET);
  host_test_assert_contains (message, "“openai-key”");
  host_test_assert_contains (message, "SALON_SECRET_openai-key");

  g_assert_finalize_object (g_steal_pointer (&secrets));
}

static void
test_environment (void)
{
  g_autoptr(SalonSecrets) secrets = salon_secrets_new_in_memory ();
  g_autofree char *exact = NULL;
  g_autofree char *upper = NULL;
  g_autofree char *kept = NULL;

  host_test_await (salon_secrets_store (secrets, "open-ai.key", "kept"));

  g_setenv ("SALON_SECRET_OPEN_AI_KEY", "from the environment", TRUE);
  upper = host_test_await_string (salon_secrets_lookup (secrets, "open-ai.key"));
  g_assert_cmpstr (upper, ==, "from the environment");

  g_setenv ("SALON_SECRET_lower", "exact", TRUE);
  exact = host_test_await_string (salon_secrets_lookup (secrets, "lower"));
  g_assert_cmpstr (exact, ==, "exact");

  /* An empty variable is as good as none. */
  g_setenv ("SALON_SECRET_OPEN_AI_KEY", "", TRUE);
  kept = host_test_await_string (salon_secrets_lookup (secrets, "open-ai.key"));
  g_assert_cmpstr (kept, ==, "kept");

  g_unsetenv ("SALON_SECRET_OPEN_AI_KEY");
  g_unsetenv ("SALON_SECRET_lower");
}

static void
test_no_keyring (void)
{
  g_autofree char *value = NULL;
  SalonSecrets *secrets;
  guint n_notified = 0;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 120 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }

  g_unsetenv ("SALON_SECRETS");
  g_unsetenv ("SECRET_BACKEND");
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);

  secrets = salon_secrets_new ();
  g_assert_true (salon_secrets_is_persistent (secrets));
  g_assert_null (salon_secrets_get_notice (secrets));
  g_signal_connect (secrets, "notify::persistent", G_CALLBACK (count), &n_notified);

  host_test_await (salon_secrets_open (secrets));
  g_assert_false (salon_secrets_is_persistent (secrets));
  host_test_assert_contains (salon_secrets_get_notice (secrets), "There is no keyring");
  g_assert_cmpuint (n_notified, ==, 1);

  host_test_await (salon_secrets_store (secrets, "name", "value"));
  value = host_test_await_string (salon_secrets_lookup (secrets, "name"));
  g_assert_cmpstr (value, ==, "value");
  g_assert_cmpuint (n_notified, ==, 1);

  host_test_settle ();
  g_assert_finalize_object (secrets);
}

/* libsecret's own file backend stands in for the Secret Service: everything but the bus. */
static void
test_keyring (void)
{
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 120 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }

  folder = host_test_make_folder ();
  path = g_build_filename (folder, "keyring", NULL);
  g_unsetenv ("SALON_SECRETS");
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(SalonSecrets) secrets = salon_secrets_new ();
      g_autofree char *message = NULL;
      g_autofree char *value = NULL;

      message = host_test_await_error (salon_secrets_lookup (secrets, "other"),
                                       SALON_HOST_ERROR, SALON_HOST_ERROR_MISSING_SECRET);
      host_test_assert_contains (message, "“other”");
      g_assert_true (salon_secrets_is_persistent (secrets));

      if (i == 0)
        host_test_await (salon_secrets_store (secrets, "key", "sk-ü"));
      value = host_test_await_string (salon_secrets_lookup (secrets, "key"));
      g_assert_cmpstr (value, ==, "sk-ü");
      if (i == 1)
        {
          g_autofree char *gone = NULL;

          host_test_await (salon_secrets_clear (secrets, "key"));
          gone = host_test_await_error (salon_secrets_lookup (secrets, "key"),
                                        SALON_HOST_ERROR, SALON_HOST_ERROR_MISSING_SECRET);
          host_test_assert_contains (gone, "“key”");
        }
    }

  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_names (void)
{
  g_autofree char *made = salon_secrets_make_name ("my provider/ü", "key");
  g_autofree char *header = salon_secrets_make_name ("openai", "X-Api-Key");
  g_autofree char *longest = g_strnfill (128, 'a');
  g_autofree char *too_long = g_strnfill (129, 'a');

  g_assert_cmpstr (made, ==, "my_provider___-key");
  g_assert_true (salon_secrets_is_valid_name (made));
  g_assert_cmpstr (header, ==, "openai-X-Api-Key");
  g_assert_true (salon_secrets_is_valid_name (longest));
  g_assert_false (salon_secrets_is_valid_name (too_long));
  g_assert_false (salon_secrets_is_valid_name (""));
  g_assert_false (salon_secrets_is_valid_name (NULL));
  g_assert_false (salon_secrets_is_valid_name ("a b"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/host/secrets/memory-keeps-until-cleared", test_memory);
  g_test_add_func ("/host/secrets/the-environment-comes-first", test_environment);
  g_test_add_func ("/host/secrets/without-a-keyring-memory-is-used-and-said", test_no_keyring);
  g_test_add_func ("/host/secrets/the-keyring-keeps-over-a-restart", test_keyring);
  g_test_add_func ("/host/secrets/names-are-checked-and-made", test_names);

  return g_test_run ();
}
