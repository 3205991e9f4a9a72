/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-value-private.h"

/* A non-empty string, or NULL. */
const char *
salon_mcp_value_peek_text (const SalonJson *object,
                           const char      *name)
{
  const char *text = salon_json_as_string (salon_json_get_member (object, name));

  return text != NULL && *text != '\0' ? text : NULL;
}

/* An object, or NULL. */
const SalonJson *
salon_mcp_value_peek_object (const SalonJson *object,
                             const char      *name)
{
  const SalonJson *value = salon_json_get_member (object, name);

  return salon_json_is_object (value) ? value : NULL;
}

/* What to show for something that has a title, or only a name. */
const char *
salon_mcp_value_peek_title (const SalonJson *object,
                            const char      *fallback)
{
  const char *title = salon_mcp_value_peek_text (object, "title");

  return title != NULL ? title : fallback;
}
