/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-scopes-private.h"

#include <string.h>

/* Nobody asks for more, and an address has to hold them all. */
#define MAX_SCOPES 200
#define MAX_LENGTH 128

/* RFC 6749 section 3.3: scope-token */
static gboolean
is_scope (const char *text)
{
  gsize length = strlen (text);

  if (length == 0 || length > MAX_LENGTH)
    return FALSE;
  for (const char *at = text; *at != '\0'; at++)
    if (*at <= ' ' || *at > '~' || *at == '"' || *at == '\\')
      return FALSE;
  return TRUE;
}

static void
add (GPtrArray  *scopes,
     const char *scope)
{
  if (scopes->len < MAX_SCOPES && is_scope (scope) &&
      !g_ptr_array_find_with_equal_func (scopes, scope, g_str_equal, NULL))
    g_ptr_array_add (scopes, g_strdup (scope));
}

static void
add_all (GPtrArray  *scopes,
         const char *text)
{
  g_auto (GStrv) parts = text != NULL ? g_strsplit_set (text, " \t\r\n", -1) : NULL;

  for (guint i = 0; parts != NULL && parts[i] != NULL; i++)
    add (scopes, parts[i]);
}

static char *
finish (GPtrArray *scopes)
{
  if (scopes->len == 0)
    return NULL;
  g_ptr_array_add (scopes, NULL);
  return g_strjoinv (" ", (char **) scopes->pdata);
}

char *
salon_mcp_auth_scopes_join (const char *first,
                            const char *second)
{
  g_autoptr (GPtrArray) scopes = g_ptr_array_new_with_free_func (g_free);

  add_all (scopes, first);
  add_all (scopes, second);
  return finish (scopes);
}

char *
salon_mcp_auth_scopes_from_array (const SalonJson *array)
{
  g_autoptr (GPtrArray) scopes = g_ptr_array_new_with_free_func (g_free);
  const SalonJson *element = NULL;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, salon_json_is_array (array) ? array : NULL);
  while (scopes->len < MAX_SCOPES && salon_json_iter_next (&iter, NULL, &element))
    if (salon_json_as_string (element) != NULL)
      add (scopes, salon_json_as_string (element));
  return finish (scopes);
}

gboolean
salon_mcp_auth_scopes_contain (const char *scopes,
                               const char *part)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (g_free);

  add_all (all, scopes);
  add_all (wanted, part);
  for (guint i = 0; i < wanted->len; i++)
    if (!g_ptr_array_find_with_equal_func (all, g_ptr_array_index (wanted, i), g_str_equal, NULL))
      return FALSE;
  return TRUE;
}
