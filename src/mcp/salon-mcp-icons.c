/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-icons.h"

#include <stdlib.h>
#include <string.h>

/* Which of the icons a server offers may be used, and fits best (MCP “Icons”). */

#define MAX_ICONS 64

/* What can be drawn; the kind is read from the bytes in the end. */
static gboolean
is_drawable (const SalonJson *icon)
{
  static const char * const types[] = {
    "image/png", "image/jpeg", "image/jpg", "image/svg+xml", "image/webp",
  };
  const char *type = salon_json_as_string (salon_json_get_member (icon, "mimeType"));

  for (guint i = 0; type != NULL && i < G_N_ELEMENTS (types); i++)
    if (g_ascii_strcasecmp (type, types[i]) == 0)
      return TRUE;
  return type == NULL;
}

/* An image inside the address itself, or one from the server's own origin, encrypted: an icon
 * elsewhere would tell others who uses the server. */
static gboolean
is_allowed (const char *source,
            const char *server_url)
{
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GUri) server = NULL;

  if (g_ascii_strncasecmp (source, "data:image/", strlen ("data:image/")) == 0)
    return TRUE;
  if (server_url == NULL)
    return FALSE;
  uri = g_uri_parse (source, G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  server = g_uri_parse (server_url, G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  return uri != NULL && server != NULL &&
         g_str_equal (g_uri_get_scheme (uri), "https") &&
         g_str_equal (g_uri_get_scheme (server), "https") &&
         g_uri_get_userinfo (uri) == NULL &&
         g_uri_get_host (uri) != NULL && g_uri_get_host (server) != NULL &&
         g_ascii_strcasecmp (g_uri_get_host (uri), g_uri_get_host (server)) == 0 &&
         g_uri_get_port (uri) == g_uri_get_port (server);
}

/* How far an icon is from the wished size: 0 for a scalable one, more for one that would have
 * to grow than for one that has to shrink. */
static guint
measure (const SalonJson *icon,
         guint            size)
{
  const SalonJson *sizes = salon_json_get_member (icon, "sizes");
  const SalonJson *element = NULL;
  SalonJsonIter iter;
  guint best = 5000;

  salon_json_iter_init (&iter, salon_json_is_array (sizes) ? sizes : NULL);
  while (salon_json_iter_next (&iter, NULL, &element))
    {
      const char *text = salon_json_as_string (element);
      guint width = 0;

      if (text == NULL)
        continue;
      if (g_str_equal (text, "any"))
        return 0;
      width = (guint) CLAMP (strtol (text, NULL, 10), 0, 4096);
      if (width > 0)
        best = MIN (best, width >= size ? width - size : (size - width) * 4);
    }
  return best;
}

/**
 * salon_mcp_icons_pick:
 * @icons: (nullable): an array of icons, of a server, tool, prompt or resource
 * @server_url: (nullable): where the server is; %NULL for one on this computer, whose icons
 *   have to lie in their addresses
 * @size: the wished size in pixels
 * @is_dark: whether it is drawn on dark ground
 *
 * What is at the address still has to be fetched without credentials and redirects, in bounds,
 * and be an image by its first bytes.
 *
 * Returns: (transfer none) (nullable): the address of the icon that fits best, %NULL when none
 *   may be used
 */
const char *
salon_mcp_icons_pick (const SalonJson *icons,
                      const char      *server_url,
                      guint            size,
                      gboolean         is_dark)
{
  const SalonJson *icon = NULL;
  const char *best = NULL;
  guint least = G_MAXUINT;
  guint count = 0;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, salon_json_is_array (icons) ? icons : NULL);
  while (count++ < MAX_ICONS && salon_json_iter_next (&iter, NULL, &icon))
    {
      const char *source = salon_json_as_string (salon_json_get_member (icon, "src"));
      const char *theme = salon_json_as_string (salon_json_get_member (icon, "theme"));
      guint distance = measure (icon, size);

      if (source == NULL || !is_drawable (icon) || !is_allowed (source, server_url))
        continue;
      if (theme != NULL && !g_str_equal (theme, is_dark ? "dark" : "light"))
        distance += 10000;
      if (distance < least)
        {
          least = distance;
          best = source;
        }
    }
  return best;
}
