/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-json-schema-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "salon-json-writer.h"

/* Keywords that apply subschemas to the members and elements of the instance (Core 10.3, 11). */

/* A keyword, if its vocabulary is in force. */
static const SalonJson *
get_keyword (const SalonJsonSchemaScope *scope,
             const SalonJson            *schema,
             const char                 *name,
             SalonJsonSchemaVocabulary   vocabulary)
{
  if (!(scope->resource->vocabularies & vocabulary))
    return NULL;
  return salon_json_get_member (schema, name);
}

static const SalonJson *
get_applicator (const SalonJsonSchemaScope *scope,
                const SalonJson            *schema,
                const char                 *name)
{
  return get_keyword (scope, schema, name, SALON_JSON_SCHEMA_APPLICATOR);
}

static gboolean
apply_to_child (SalonJsonSchemaRun         *run,
                const SalonJsonSchemaScope *scope,
                const SalonJson            *schema,
                const SalonJson            *child,
                const char                 *name,
                gsize                       position)
{
  gsize path = run->path->len;
  gboolean held;

  g_string_append_c (run->path, '/');
  if (name != NULL)
    g_string_append (run->path, name);
  else
    g_string_append_printf (run->path, "%" G_GSIZE_FORMAT, position);
  held = _salon_json_schema_evaluate (run, scope, schema, child, NULL);
  /* The path of what failed is kept for the error. */
  if (held || run->error == NULL)
    g_string_truncate (run->path, path);
  return held;
}

/* Each member: by its name, by patterns, or by “additionalProperties”. */
static gboolean
apply_to_member (SalonJsonSchemaRun         *run,
                 const SalonJsonSchemaScope *scope,
                 const SalonJson            *schema,
                 const char                 *name,
                 const SalonJson            *child,
                 SalonJsonSchemaSeen        *seen)
{
  const SalonJson *properties = get_applicator (scope, schema, "properties");
  const SalonJson *named = salon_json_get_member (properties, name);
  const SalonJson *additional = get_applicator (scope, schema, "additionalProperties");
  const SalonJson *by_pattern = NULL;
  const char *pattern = NULL;
  gboolean known = named != NULL;
  SalonJsonIter iter;

  if (named != NULL && !apply_to_child (run, scope, named, child, name, 0))
    return FALSE;
  if (scope->resource->vocabularies & SALON_JSON_SCHEMA_APPLICATOR)
    _salon_json_schema_iter_named (&iter, schema, "patternProperties");
  else
    salon_json_iter_init (&iter, NULL);
  while (salon_json_iter_next (&iter, &pattern, &by_pattern))
    {
      if (!_salon_json_schema_matches (run, pattern, name, strlen (name), FALSE))
        continue;
      known = TRUE;
      if (!apply_to_child (run, scope, by_pattern, child, name, 0))
        return FALSE;
    }
  if (!known && additional != NULL)
    {
      gboolean allowed = TRUE;

      known = TRUE;
      if (salon_json_as_boolean (additional, &allowed) && !allowed)
        return _salon_json_schema_fail (run, _("must not have a member “%s”"), name);
      if (!apply_to_child (run, scope, additional, child, name, 0))
        return FALSE;
    }
  if (known && seen != NULL)
    _salon_json_schema_seen_property (seen, name);
  return TRUE;
}

static gboolean
apply_to_name (SalonJsonSchemaRun         *run,
               const SalonJsonSchemaScope *scope,
               const SalonJson            *schema,
               const char                 *name)
{
  const SalonJson *names = get_applicator (scope, schema, "propertyNames");
  g_autoptr (SalonJsonWriter) writer = NULL;
  g_autoptr (SalonJsonDocument) document = NULL;
  GError **error = run->error;
  gboolean held;

  if (names == NULL)
    return TRUE;
  writer = salon_json_writer_new ();
  salon_json_writer_add_string (writer, NULL, name);
  document = salon_json_writer_finish_document (writer);
  run->error = NULL;
  held = _salon_json_schema_evaluate (run, scope, names, salon_json_document_get_root (document),
                                      NULL);
  run->error = error;
  return held || _salon_json_schema_fail (run, _("must not have a member named “%s”"), name);
}

static gboolean
apply_to_object (SalonJsonSchemaRun         *run,
                 const SalonJsonSchemaScope *scope,
                 const SalonJson            *schema,
                 const SalonJson            *value,
                 SalonJsonSchemaSeen        *seen)
{
  const SalonJson *unevaluated = get_keyword (scope, schema, "unevaluatedProperties",
                                              SALON_JSON_SCHEMA_UNEVALUATED);
  const SalonJson *child = NULL;
  const char *name = NULL;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, value);
  while (salon_json_iter_next (&iter, &name, &child))
    if (!apply_to_name (run, scope, schema, name)
        || !apply_to_member (run, scope, schema, name, child, seen))
      return FALSE;
  if (unevaluated == NULL || seen == NULL)
    return TRUE;
  salon_json_iter_init (&iter, value);
  while (!seen->all_properties && salon_json_iter_next (&iter, &name, &child))
    {
      gboolean allowed = TRUE;

      if (seen->properties != NULL && g_hash_table_contains (seen->properties, name))
        continue;
      if (salon_json_as_boolean (unevaluated, &allowed) && !allowed)
        return _salon_json_schema_fail (run, _("must not have a member “%s”"), name);
      if (!apply_to_child (run, scope, unevaluated, child, name, 0))
        return FALSE;
    }
  seen->all_properties = TRUE;
  return TRUE;
}

static gboolean
apply_contains (SalonJsonSchemaRun         *run,
                const SalonJsonSchemaScope *scope,
                const SalonJson            *schema,
                const SalonJson            *value,
                SalonJsonSchemaSeen        *seen)
{
  const SalonJson *contained = get_applicator (scope, schema, "contains");
  double at_least = 1, at_most = G_MAXDOUBLE;
  const SalonJson *child = NULL;
  GError **error = run->error;
  gsize path = run->path->len;
  gsize n_held = 0;
  SalonJsonIter iter;

  if (contained == NULL)
    return TRUE;
  salon_json_as_double (get_keyword (scope, schema, "minContains", SALON_JSON_SCHEMA_VALIDATION),
                        &at_least);
  salon_json_as_double (get_keyword (scope, schema, "maxContains", SALON_JSON_SCHEMA_VALIDATION),
                        &at_most);
  run->error = NULL;
  salon_json_iter_init (&iter, value);
  while (salon_json_iter_next (&iter, NULL, &child))
    if (_salon_json_schema_evaluate (run, scope, contained, child, NULL))
      {
        n_held++;
        if (seen != NULL)
          {
            if (seen->items == NULL)
              seen->items = g_hash_table_new (NULL, NULL);
            g_hash_table_add (seen->items, (gpointer) child);
          }
      }
  run->error = error;
  g_string_truncate (run->path, path);
  if ((double) n_held < at_least)
    return _salon_json_schema_fail (run, _("lacks an element that it has to have"));
  return (double) n_held <= at_most
         || _salon_json_schema_fail (run, _("has too many elements of one kind"));
}

static gboolean
apply_to_array (SalonJsonSchemaRun         *run,
                const SalonJsonSchemaScope *scope,
                const SalonJson            *schema,
                const SalonJson            *value,
                SalonJsonSchemaSeen        *seen)
{
  const SalonJson *items = get_applicator (scope, schema, "items");
  const SalonJson *unevaluated = get_keyword (scope, schema, "unevaluatedItems",
                                              SALON_JSON_SCHEMA_UNEVALUATED);
  const SalonJson *prefix = NULL, *child = NULL;
  SalonJsonIter iter, prefixes;
  gsize position = 0;
  gsize n_prefix = salon_json_get_length (get_applicator (scope, schema, "prefixItems"));

  salon_json_iter_init (&prefixes, get_applicator (scope, schema, "prefixItems"));
  salon_json_iter_init (&iter, value);
  for (; salon_json_iter_next (&iter, NULL, &child); position++)
    {
      const SalonJson *item = salon_json_iter_next (&prefixes, NULL, &prefix) ? prefix : items;

      if (item == NULL)
        break;
      if (!apply_to_child (run, scope, item, child, NULL, position))
        return FALSE;
    }
  if (seen != NULL)
    {
      seen->n_items = MAX (seen->n_items, n_prefix);
      seen->all_items = seen->all_items || items != NULL;
    }
  if (!apply_contains (run, scope, schema, value, seen))
    return FALSE;
  if (unevaluated == NULL || seen == NULL)
    return TRUE;
  salon_json_iter_init (&iter, value);
  for (position = 0; !seen->all_items && salon_json_iter_next (&iter, NULL, &child); position++)
    if (position >= seen->n_items
        && (seen->items == NULL || !g_hash_table_contains (seen->items, child))
        && !apply_to_child (run, scope, unevaluated, child, NULL, position))
      return FALSE;
  seen->all_items = TRUE;
  return TRUE;
}

gboolean
_salon_json_schema_apply_children (SalonJsonSchemaRun         *run,
                                   const SalonJsonSchemaScope *scope,
                                   const SalonJson            *schema,
                                   const SalonJson            *value,
                                   SalonJsonSchemaSeen        *seen)
{
  if (salon_json_is_object (value))
    return apply_to_object (run, scope, schema, value, seen);
  if (salon_json_is_array (value))
    return apply_to_array (run, scope, schema, value, seen);
  return TRUE;
}
