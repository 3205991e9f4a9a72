/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-fuzz"

#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "fuzz.h"

/* Stands in for libFuzzer: runs a target once for each file of a corpus folder, which
 * makes an ordinary test of what a fuzzer once found. */

static void
replay_file (gconstpointer user_data)
{
  const char *path = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *contents = NULL;
  gsize length, cut;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);

  /* And as it would be cut off anywhere. */
  for (cut = 0; cut <= length; cut += 1 + length / 64)
    {
      /* A copy of just that size, so that a sanitizer sees what reads past it. */
      g_autofree guint8 *data = g_memdup2 (contents, cut);

      LLVMFuzzerTestOneInput (data, cut);
    }
  LLVMFuzzerTestOneInput ((const guint8 *) contents, length);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GDir) folder = NULL;
  g_autoptr(GError) error = NULL;
  guint count = 0;
  const char *name;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);

  folder = g_dir_open (argv[1], 0, &error);
  g_assert_no_error (error);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *test_path = g_strdup_printf ("/fuzz/%s", name);

      g_test_add_data_func_full (test_path, g_build_filename (argv[1], name, NULL),
                                 replay_file, g_free);
      count++;
    }
  g_assert_cmpuint (count, >, 0);

  return g_test_run ();
}
