/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <libdex.h>

G_BEGIN_DECLS

/* Real time that nothing in these tests comes near; a test that does fails. */
#define HOST_TEST_WATCHDOG_SECONDS 60

static inline gboolean
host_test_on_watchdog (gpointer user_data)
{
  g_error ("Nothing happened for %d seconds: %s", HOST_TEST_WATCHDOG_SECONDS,
           (const char *) user_data);

  return G_SOURCE_REMOVE;
}

/* Lets the main context run until @condition is true. What it waits for may happen elsewhere (a
 * process ends, a file appears), so it looks every millisecond. */
#define host_test_run_until(condition)                                                    \
  G_STMT_START                                                                            \
    {                                                                                     \
      guint watchdog_id = g_timeout_add_seconds (HOST_TEST_WATCHDOG_SECONDS,              \
                                                 host_test_on_watchdog, (gpointer) #condition); \
      while (!(condition))                                                                \
        {                                                                                 \
          if (!g_main_context_iteration (NULL, FALSE))                                    \
            g_usleep (1000);                                                              \
        }                                                                                 \
      g_source_remove (watchdog_id);                                                      \
    }                                                                                     \
  G_STMT_END

/* Lets the main context run for as long as it has something to do at once. */
static inline void
host_test_settle (void)
{
  for (guint i = 0; i < 1000 && g_main_context_iteration (NULL, FALSE); i++)
    ;
}

static inline void
host_test_wait (DexFuture *future)
{
  host_test_run_until (!dex_future_is_pending (future));
}

/* Takes @future, which has to resolve. */
static inline void
host_test_await (DexFuture *future)
{
  g_autoptr(GError) error = NULL;

  host_test_wait (future);
  dex_future_get_value (future, &error);
  g_assert_no_error (error);
  dex_unref (future);
}

/* Takes @future, which has to resolve to a string. */
static inline char *
host_test_await_string (DexFuture *future)
{
  g_autoptr(GError) error = NULL;
  const GValue *value;
  char *string;

  host_test_wait (future);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  string = g_value_dup_string (value);
  dex_unref (future);

  return string;
}

/* Takes @future, which has to resolve to an object. */
static inline gpointer
host_test_await_object (DexFuture *future)
{
  g_autoptr(GError) error = NULL;
  const GValue *value;
  gpointer object;

  host_test_wait (future);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  object = g_value_dup_object (value);
  dex_unref (future);

  return object;
}

/* Takes @future, which has to be rejected; returns its message. */
static inline char *
host_test_await_error (DexFuture *future,
                       GQuark     domain,
                       int        code)
{
  g_autoptr(GError) error = NULL;
  char *message;

  host_test_wait (future);
  dex_future_get_value (future, &error);
  g_assert_error (error, domain, code);
  message = g_strdup (error->message);
  dex_unref (future);

  return message;
}

static inline void
host_test_assert_contains (const char *text,
                           const char *part)
{
  if (text == NULL || strstr (text, part) == NULL)
    g_error ("“%s” does not contain “%s”", text, part);
}

static inline char *
host_test_read (const char *path)
{
  g_autoptr(GError) error = NULL;
  char *contents = NULL;

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);

  return contents;
}

static inline void
host_test_write (const char *path,
                 const char *contents)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, contents, -1, &error);
  g_assert_no_error (error);
}

/* A folder of the test's own; the isolated directories are removed with all they contain. */
static inline char *
host_test_make_folder (void)
{
  g_autofree char *template = g_build_filename (g_get_user_runtime_dir (), "test-XXXXXX", NULL);
  g_autofree char *parent = g_path_get_dirname (template);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_nonnull (g_mkdtemp (template));

  return g_steal_pointer (&template);
}

G_END_DECLS
