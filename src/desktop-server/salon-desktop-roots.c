/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-desktop-server"

#include "config.h"

#include "salon-desktop-roots.h"

#define MAX_ROOTS 100

/* The paths in the answer to roots/list, without those that are no local folders; empty
 * when there was no answer. */
GStrv
salon_desktop_roots_read (const SalonJson *result)
{
  g_autoptr(GStrvBuilder) paths = g_strv_builder_new ();
  const SalonJson *root;
  SalonJsonIter iter;
  guint n_paths = 0;

  salon_json_iter_init (&iter, salon_json_get_member (result, "roots"));
  while (n_paths < MAX_ROOTS && salon_json_iter_next (&iter, NULL, &root))
    {
      const char *uri = salon_json_as_string (salon_json_get_member (root, "uri"));
      g_autofree char *host = NULL;
      g_autofree char *path = NULL;

      if (uri == NULL || g_ascii_strncasecmp (uri, "file:", 5) != 0)
        continue;
      path = g_filename_from_uri (uri, &host, NULL);
      if (path == NULL || (host != NULL && g_ascii_strcasecmp (host, "localhost") != 0))
        continue;
      g_strv_builder_take (paths, g_steal_pointer (&path));
      n_paths++;
    }
  return g_strv_builder_end (paths);
}
