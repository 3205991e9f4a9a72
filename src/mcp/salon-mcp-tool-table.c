/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-tool-table-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-mcp-error.h"
#include "salon-mcp-header-value-private.h"

#define ANNOTATION "x-mcp-header"
#define HEADER_PREFIX "Mcp-Param-"

struct _SalonMcpToolTable
{
  GHashTable *entries;   /* name → Entry */
};

typedef struct
{
  gboolean   is_repeatable;
  GPtrArray *mirrors;      /* Mirror */
} Entry;

/* An argument that a header repeats. */
typedef struct
{
  char      *header;
  GPtrArray *path;   /* names of properties, from the outermost */
} Mirror;

/* A walk through a schema. */
typedef struct
{
  GPtrArray  *path;
  GPtrArray  *mirrors;
  GHashTable *seen;     /* headers, in small letters */
  GError     *error;
} Walk;

static void
mirror_free (gpointer data)
{
  Mirror *mirror = data;

  g_free (mirror->header);
  g_ptr_array_unref (mirror->path);
  g_free (mirror);
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_ptr_array_unref (entry->mirrors);
  g_free (entry);
}

SalonMcpToolTable *
salon_mcp_tool_table_new (void)
{
  SalonMcpToolTable *self = g_new0 (SalonMcpToolTable, 1);

  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
  return self;
}

void
salon_mcp_tool_table_free (SalonMcpToolTable *self)
{
  g_hash_table_unref (self->entries);
  g_free (self);
}

/* The annotations of a schema (MCP 2026-07-28 “Transports”, x-mcp-header). */

static void
take_annotation (Walk            *walk,
                 const SalonJson *schema,
                 const SalonJson *annotation)
{
  const char *name = salon_json_as_string (annotation);
  const char *type = salon_json_as_string (salon_json_get_member (schema, "type"));
  Mirror *mirror = NULL;

  if (!salon_mcp_header_name_is_valid (name))
    {
      g_set_error_literal (&walk->error, SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL,
                           _("One of its “x-mcp-header” is no name for a header."));
      return;
    }
  /* No other type has one way only to be written. */
  if (g_strcmp0 (type, "string") != 0 && g_strcmp0 (type, "integer") != 0 &&
      g_strcmp0 (type, "boolean") != 0)
    {
      g_set_error (&walk->error, SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL,
                   _("Its header “%s” mirrors an argument that is no string, integer or boolean."),
                   name);
      return;
    }
  if (!g_hash_table_add (walk->seen, g_ascii_strdown (name, -1)))
    {
      g_set_error (&walk->error, SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL,
                   _("Two of its arguments are mirrored by the header “%s”."), name);
      return;
    }
  mirror = g_new0 (Mirror, 1);
  mirror->header = g_strconcat (HEADER_PREFIX, name, NULL);
  mirror->path = g_ptr_array_copy (walk->path, (GCopyFunc) G_CALLBACK (g_strdup), NULL);
  g_ptr_array_set_free_func (mirror->path, g_free);
  g_ptr_array_add (walk->mirrors, mirror);
}

/* Parts of a schema that hold values and no schemas. */
static gboolean
holds_values (const char *keyword)
{
  static const char * const keywords[] = {
    "default", "const", "enum", "examples", "title", "description", "$comment", NULL,
  };

  return g_strv_contains (keywords, keyword);
}

/* Nothing may be annotated where it depends on the arguments which schema counts. */
static void
walk_unreachable (Walk            *walk,
                  const SalonJson *value)
{
  const SalonJson *member = NULL;
  const char *name = NULL;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, value);
  while (walk->error == NULL && salon_json_iter_next (&iter, &name, &member))
    {
      if (name != NULL && strcmp (name, ANNOTATION) == 0)
        g_set_error_literal (&walk->error, SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL,
                             _("One of its “x-mcp-header” stands where not every call has the "
                               "argument."));
      else if (name == NULL || !holds_values (name))
        walk_unreachable (walk, member);
    }
}

/* As deep as the JSON reader allows, no deeper. */
static void
walk_schema (Walk            *walk,
             const SalonJson *schema)
{
  const SalonJson *value = NULL;
  const char *name = NULL;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, salon_json_is_object (schema) ? schema : NULL);
  while (walk->error == NULL && salon_json_iter_next (&iter, &name, &value))
    {
      if (strcmp (name, ANNOTATION) == 0)
        {
          take_annotation (walk, schema, value);
        }
      else if (strcmp (name, "properties") == 0 && salon_json_is_object (value))
        {
          const SalonJson *property = NULL;
          const char *key = NULL;
          SalonJsonIter properties;

          salon_json_iter_init (&properties, value);
          while (walk->error == NULL && salon_json_iter_next (&properties, &key, &property))
            {
              g_ptr_array_add (walk->path, (char *) key);
              walk_schema (walk, property);
              g_ptr_array_remove_index (walk->path, walk->path->len - 1);
            }
        }
      else if (!holds_values (name))
        {
          walk_unreachable (walk, value);
        }
    }
}

/*
 * salon_mcp_tool_table_learn:
 * @definition: an entry of tools/list
 *
 * Keeps what is to be known of a tool.
 *
 * Returns: whether its annotations are valid; otherwise the tool is unusable where headers are
 *   used
 */
gboolean
salon_mcp_tool_table_learn (SalonMcpToolTable  *self,
                            const SalonJson    *definition,
                            GError            **error)
{
  const char *name = salon_json_as_string (salon_json_get_member (definition, "name"));
  const SalonJson *annotations = salon_json_get_member (definition, "annotations");
  g_autoptr (GPtrArray) path = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) mirrors = g_ptr_array_new_with_free_func (mirror_free);
  Walk walk = { path, mirrors, seen, NULL };
  gboolean is_read_only = FALSE;
  gboolean is_idempotent = FALSE;
  Entry *entry = NULL;

  if (name == NULL)
    return TRUE;
  walk_schema (&walk, salon_json_get_member (definition, "inputSchema"));
  if (walk.error != NULL)
    {
      g_propagate_error (error, walk.error);
      g_hash_table_remove (self->entries, name);
      return FALSE;
    }
  salon_json_as_boolean (salon_json_get_member (annotations, "readOnlyHint"), &is_read_only);
  salon_json_as_boolean (salon_json_get_member (annotations, "idempotentHint"), &is_idempotent);
  entry = g_new0 (Entry, 1);
  entry->is_repeatable = is_read_only || is_idempotent;
  entry->mirrors = g_steal_pointer (&mirrors);
  g_hash_table_replace (self->entries, g_strdup (name), entry);
  return TRUE;
}

/* Whether the server says that calling a tool twice does no more than calling it once. */
gboolean
salon_mcp_tool_table_is_repeatable (SalonMcpToolTable *self,
                                    const char        *tool)
{
  const Entry *entry = tool != NULL ? g_hash_table_lookup (self->entries, tool) : NULL;

  return entry != NULL && entry->is_repeatable;
}

/* Calls @func for each header that a call has to carry. */
void
salon_mcp_tool_table_foreach_header (SalonMcpToolTable      *self,
                                     const char             *tool,
                                     const SalonJson        *arguments,
                                     SalonMcpToolHeaderFunc  func,
                                     gpointer                user_data)
{
  const Entry *entry = tool != NULL ? g_hash_table_lookup (self->entries, tool) : NULL;

  for (guint i = 0; entry != NULL && i < entry->mirrors->len; i++)
    {
      const Mirror *mirror = g_ptr_array_index (entry->mirrors, i);
      const SalonJson *value = arguments;
      g_autofree char *text = NULL;

      for (guint j = 0; value != NULL && j < mirror->path->len; j++)
        value = salon_json_get_member (value, g_ptr_array_index (mirror->path, j));
      text = salon_mcp_header_value_from_json (value);
      if (text != NULL)
        func (mirror->header, text, user_data);
    }
}
