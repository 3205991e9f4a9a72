/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-json-schema-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "salon-core-error.h"

/* Where a schema says who it is and where its references lead (Core 8 and 9). */

#define GREATEST_NUMBER_OF_SUBSCHEMAS 20000

typedef enum
{
  HOLDS_SCHEMA,
  HOLDS_SCHEMAS, /* an array of them */
  HOLDS_NAMED,   /* an object whose members they are */
} Holds;

static const struct
{
  const char *keyword;
  Holds       holds;
} keywords[] = {
  { "$defs", HOLDS_NAMED },
  { "definitions", HOLDS_NAMED },
  { "properties", HOLDS_NAMED },
  { "patternProperties", HOLDS_NAMED },
  { "dependentSchemas", HOLDS_NAMED },
  { "dependencies", HOLDS_NAMED },
  { "allOf", HOLDS_SCHEMAS },
  { "anyOf", HOLDS_SCHEMAS },
  { "oneOf", HOLDS_SCHEMAS },
  { "prefixItems", HOLDS_SCHEMAS },
  { "not", HOLDS_SCHEMA },
  { "if", HOLDS_SCHEMA },
  { "then", HOLDS_SCHEMA },
  { "else", HOLDS_SCHEMA },
  { "items", HOLDS_SCHEMA },
  { "contains", HOLDS_SCHEMA },
  { "additionalProperties", HOLDS_SCHEMA },
  { "propertyNames", HOLDS_SCHEMA },
  { "unevaluatedItems", HOLDS_SCHEMA },
  { "unevaluatedProperties", HOLDS_SCHEMA },
  { "contentSchema", HOLDS_SCHEMA },
};

static const char *
get_string (const SalonJson *object,
            const char      *name)
{
  return salon_json_as_string (salon_json_get_member (object, name));
}

/* A reference against the address it stands at, without its fragment. */
static char *
resolve_uri (const char  *base,
             const char  *reference,
             char       **fragment)
{
  const char *hash = strchr (reference, '#');
  g_autofree char *address = hash != NULL ? g_strndup (reference, (gsize) (hash - reference))
                                          : g_strdup (reference);
  char *absolute;

  if (fragment != NULL)
    *fragment = hash != NULL ? g_uri_unescape_string (hash + 1, NULL) : NULL;
  if (*address == '\0')
    return g_strdup (base);
  absolute = g_uri_resolve_relative (base, address, G_URI_FLAGS_ENCODED, NULL);
  return absolute != NULL ? absolute : g_steal_pointer (&address);
}

/* An address that is given twice stays with the first: the other is still a schema, but
 * nothing leads there. */
static SalonJsonSchemaResource *
add_resource (SalonJsonSchema               *self,
              const SalonJsonSchemaResource *parent,
              const char                    *uri,
              const SalonJson               *root)
{
  SalonJsonSchemaResource *resource = g_new0 (SalonJsonSchemaResource, 1);

  resource->uri = g_strdup (uri);
  resource->root = root;
  resource->parent = parent;
  resource->vocabularies = SALON_JSON_SCHEMA_ALL;
  resource->anchors = g_hash_table_new (g_str_hash, g_str_equal);
  resource->dynamic_anchors = g_hash_table_new (g_str_hash, g_str_equal);
  g_ptr_array_add (self->all_resources, resource);
  if (!g_hash_table_contains (self->resources, resource->uri))
    g_hash_table_insert (self->resources, resource->uri, resource);
  return resource;
}

typedef struct
{
  const SalonJson         *schema;
  SalonJsonSchemaResource *resource;
} Pending;

static void
push (GArray                  *pending,
      const SalonJson         *schema,
      SalonJsonSchemaResource *resource)
{
  Pending entry = { schema, resource };

  if (salon_json_is_object (schema))
    g_array_append_val (pending, entry);
}

static void
push_children (GArray                  *pending,
               const SalonJson         *schema,
               SalonJsonSchemaResource *resource)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keywords); i++)
    {
      const SalonJson *held = salon_json_get_member (schema, keywords[i].keyword);
      const SalonJson *child = NULL;
      SalonJsonIter iter;

      if (held == NULL)
        continue;
      if (keywords[i].holds == HOLDS_SCHEMA)
        {
          push (pending, held, resource);
          continue;
        }
      if (salon_json_is_object (held) != (keywords[i].holds == HOLDS_NAMED))
        continue;
      salon_json_iter_init (&iter, held);
      while (salon_json_iter_next (&iter, NULL, &child))
        push (pending, child, resource);
    }
}

static SalonJsonSchemaResource *
index_schema (SalonJsonSchema         *self,
              const SalonJson         *schema,
              SalonJsonSchemaResource *resource)
{
  const char *id = get_string (schema, "$id");
  const char *anchor = get_string (schema, "$anchor");
  const char *dynamic_anchor = get_string (schema, "$dynamicAnchor");

  if (id != NULL && schema != resource->root)
    {
      g_autofree char *uri = resolve_uri (resource->uri, id, NULL);

      resource = add_resource (self, resource, uri, schema);
    }
  if (anchor != NULL)
    g_hash_table_replace (resource->anchors, (gpointer) anchor, (gpointer) schema);
  if (dynamic_anchor != NULL)
    {
      g_hash_table_replace (resource->anchors, (gpointer) dynamic_anchor, (gpointer) schema);
      g_hash_table_replace (resource->dynamic_anchors, (gpointer) dynamic_anchor,
                            (gpointer) schema);
    }
  g_hash_table_replace (self->homes, (gpointer) schema, resource);
  return resource;
}

/* Walks everything that is a schema, without recursion: what comes from a server may be deep. */
gboolean
_salon_json_schema_index (SalonJsonSchema    *self,
                          SalonJsonDocument  *document,
                          const char         *uri,
                          GError            **error)
{
  const SalonJson *root = salon_json_document_get_root (document);
  const char *id = get_string (root, "$id");
  g_autofree char *address = id != NULL ? resolve_uri (uri, id, NULL) : g_strdup (uri);
  g_autoptr (GArray) pending = g_array_new (FALSE, FALSE, sizeof (Pending));
  SalonJsonSchemaResource *resource = add_resource (self, NULL, address, root);

  g_ptr_array_add (self->documents, salon_json_document_ref (document));
  if (strcmp (address, uri) != 0 && !g_hash_table_contains (self->resources, uri))
    add_resource (self, NULL, uri, root);
  push (pending, root, resource);
  while (pending->len > 0)
    {
      Pending entry = g_array_index (pending, Pending, pending->len - 1);

      g_array_set_size (pending, pending->len - 1);
      if (++self->n_subschemas > GREATEST_NUMBER_OF_SUBSCHEMAS)
        {
          g_set_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_TOO_LARGE,
                       _("The schema has more than %d parts."), GREATEST_NUMBER_OF_SUBSCHEMAS);
          return FALSE;
        }
      entry.resource = index_schema (self, entry.schema, entry.resource);
      push_children (pending, entry.schema, entry.resource);
    }
  return TRUE;
}

/* RFC 6901, starting at a resource's root. A subschema with an “$id” on the way changes the
 * home. */
static const SalonJson *
follow_pointer (SalonJsonSchema                *self,
                const SalonJsonSchemaResource  *resource,
                const char                     *pointer,
                const SalonJsonSchemaResource **home)
{
  g_auto (GStrv) tokens = g_strsplit (pointer + 1, "/", -1);
  const SalonJson *value = resource->root;

  *home = resource;
  for (gsize i = 0; tokens[i] != NULL; i++)
    {
      g_autoptr (GString) token = g_string_new (tokens[i]);
      const SalonJsonSchemaResource *inner;

      g_string_replace (token, "~1", "/", 0);
      g_string_replace (token, "~0", "~", 0);
      if (salon_json_is_array (value))
        {
          guint64 position = 0;
          SalonJsonIter iter;
          const SalonJson *element = NULL;

          if (!g_ascii_string_to_unsigned (token->str, 10, 0, G_MAXUINT32, &position, NULL))
            return NULL;
          salon_json_iter_init (&iter, value);
          while (salon_json_iter_next (&iter, NULL, &element) && position > 0)
            position--;
          value = position == 0 ? element : NULL;
        }
      else
        {
          value = salon_json_get_member (value, token->str);
        }
      if (value == NULL)
        return NULL;
      inner = g_hash_table_lookup (self->homes, value);
      if (inner != NULL)
        *home = inner;
    }
  return value;
}

static const SalonJsonSchemaResource *
find_resource (SalonJsonSchema               *self,
               const SalonJsonSchemaResource *from,
               const char                    *reference,
               char                         **fragment)
{
  g_autofree char *uri = resolve_uri (from->uri, reference, fragment);
  const SalonJsonSchemaResource *resource = g_hash_table_lookup (self->resources, uri);
  const SalonJsonSchemaResource *home;

  if (resource == NULL && _salon_json_schema_index_known (self, uri))
    resource = g_hash_table_lookup (self->resources, uri);
  if (resource == NULL)
    return NULL;
  /* The address that a document was handed over by stands beside its own. */
  home = g_hash_table_lookup (self->homes, resource->root);
  return home != NULL ? home : resource;
}

const SalonJson *
_salon_json_schema_resolve (SalonJsonSchema                *self,
                            const SalonJsonSchemaResource  *from,
                            const char                     *reference,
                            const SalonJsonSchemaResource **home)
{
  g_autofree char *fragment = NULL;
  const SalonJsonSchemaResource *resource = find_resource (self, from, reference, &fragment);
  const SalonJson *found;

  if (resource == NULL)
    return NULL;
  *home = resource;
  if (fragment == NULL || *fragment == '\0')
    return resource->root;
  if (*fragment == '/')
    return follow_pointer (self, resource, fragment, home);
  found = g_hash_table_lookup (resource->anchors, fragment);
  return found;
}

/* Core 8.2.3.2: like “$ref”, but when it lands on a “$dynamicAnchor”, the outermost
 * resource of the dynamic scope that has one of that name takes its place. */
const SalonJson *
_salon_json_schema_resolve_dynamic (SalonJsonSchema                *self,
                                    const SalonJsonSchemaScope     *scope,
                                    const char                     *reference,
                                    const SalonJsonSchemaResource **home)
{
  const SalonJson *found = _salon_json_schema_resolve (self, scope->resource, reference, home);
  const char *hash = strchr (reference, '#');
  const char *name = hash != NULL ? hash + 1 : "";

  if (found == NULL || g_hash_table_lookup ((*home)->dynamic_anchors, name) != found)
    return found;
  for (; scope != NULL; scope = scope->outer)
    {
      const SalonJson *outer = g_hash_table_lookup (scope->resource->dynamic_anchors, name);

      if (outer != NULL)
        {
          found = outer;
          *home = scope->resource;
        }
    }
  return found;
}
