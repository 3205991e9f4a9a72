/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-json-schema-private.h"

#include <glib/gi18n.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>

#include "salon-core-error.h"

/* A schema and a value come from others: a judgement ends, whatever they are. So many
 * levels fit twice the usual stack of a fiber. */
#define GREATEST_DEPTH 96
#define GREATEST_NUMBER_OF_STEPS 1000000

/* Not every step is short: one may compare large values. So computing time counts, too, of
 * this thread alone: a busy machine changes no verdict. */
#define LONGEST_TIME_US ((gint64) 2 * G_USEC_PER_SEC)
#define STEPS_BETWEEN_LOOKS 16

/* Where a schema without “$id” lies, so that references have something to resolve against. */
#define NAMELESS "schema:/"

G_DEFINE_BOXED_TYPE (SalonJsonSchema, salon_json_schema,
                     salon_json_schema_ref, salon_json_schema_unref)

static void
resource_free (SalonJsonSchemaResource *resource)
{
  g_hash_table_unref (resource->anchors);
  g_hash_table_unref (resource->dynamic_anchors);
  g_free (resource->uri);
  g_free (resource);
}

static void
pattern_free (gpointer regex)
{
  g_clear_pointer ((GRegex **) &regex, g_regex_unref);
}

/**
 * salon_json_schema_new:
 * @schema: the schema: an object or a boolean; a copy is kept
 * @error: where to put what is wrong with it
 *
 * Makes a schema that is complete in itself.
 *
 * Returns: (transfer full) (nullable): the schema, or %NULL with %SALON_CORE_ERROR_WRONG_TYPE,
 *   %SALON_CORE_ERROR_TOO_LARGE or, for a dialect or vocabulary that is not known,
 *   %SALON_CORE_ERROR_PROTOCOL
 */
SalonJsonSchema *
salon_json_schema_new (const SalonJson  *schema,
                       GError          **error)
{
  return salon_json_schema_new_with (schema, NULL, error);
}

/**
 * salon_json_schema_new_with:
 * @schema: the schema: an object or a boolean; a copy is kept
 * @documents: (nullable) (element-type utf8 SalonJsonDocument): schemas that references may
 *   lead to, by their address
 * @error: where to put what is wrong with it
 *
 * Makes a schema that may refer to others.
 *
 * Returns: (transfer full) (nullable): as salon_json_schema_new()
 */
SalonJsonSchema *
salon_json_schema_new_with (const SalonJson  *schema,
                            GHashTable       *documents,
                            GError          **error)
{
  g_autoptr (SalonJsonSchema) self = NULL;
  g_autoptr (SalonJsonDocument) document = NULL;
  SalonJsonKind kind = salon_json_get_kind (schema);
  gpointer uri, other;
  GHashTableIter iter;

  if (schema == NULL || (kind != SALON_JSON_OBJECT && kind != SALON_JSON_BOOLEAN))
    {
      g_set_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_WRONG_TYPE,
                   _("A schema has to be an object or a boolean, not %s."),
                   salon_json_kind_to_string (kind));
      return NULL;
    }
  self = g_new0 (SalonJsonSchema, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->documents = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_json_document_unref);
  self->all_resources = g_ptr_array_new_with_free_func ((GDestroyNotify) resource_free);
  self->resources = g_hash_table_new (g_str_hash, g_str_equal);
  self->homes = g_hash_table_new (NULL, NULL);
  self->patterns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, pattern_free);
  document = salon_json_document_copy (schema);
  if (!_salon_json_schema_index (self, document, NAMELESS, error))
    return NULL;
  if (documents != NULL)
    {
      g_hash_table_iter_init (&iter, documents);
      while (g_hash_table_iter_next (&iter, &uri, &other))
        if (!g_hash_table_contains (self->resources, uri)
            && !_salon_json_schema_index (self, other, uri, error))
          return NULL;
    }
  if (!_salon_json_schema_choose_dialects (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * salon_json_schema_ref:
 * @self: the schema
 *
 * Returns: (transfer full): @self
 */
SalonJsonSchema *
salon_json_schema_ref (SalonJsonSchema *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * salon_json_schema_unref:
 * @self: (transfer full): the schema
 *
 * Gives up a reference.
 */
void
salon_json_schema_unref (SalonJsonSchema *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->resources, g_hash_table_unref);
  g_clear_pointer (&self->all_resources, g_ptr_array_unref);
  g_clear_pointer (&self->homes, g_hash_table_unref);
  g_clear_pointer (&self->patterns, g_hash_table_unref);
  g_clear_pointer (&self->documents, g_ptr_array_unref);
  g_free (self);
}

void
_salon_json_schema_seen_clear (SalonJsonSchemaSeen *self)
{
  g_clear_pointer (&self->properties, g_hash_table_unref);
  g_clear_pointer (&self->items, g_hash_table_unref);
}

void
_salon_json_schema_seen_property (SalonJsonSchemaSeen *self,
                                  const char          *name)
{
  if (self->properties == NULL)
    self->properties = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_add (self->properties, (gpointer) name);
}

static void
merge_set (GHashTable **into,
           GHashTable  *from,
           GHashFunc    hash,
           GEqualFunc   equal)
{
  GHashTableIter iter;
  gpointer key;

  if (from == NULL)
    return;
  if (*into == NULL)
    *into = g_hash_table_new (hash, equal);
  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (*into, key);
}

void
_salon_json_schema_seen_merge (SalonJsonSchemaSeen       *self,
                               const SalonJsonSchemaSeen *other)
{
  merge_set (&self->properties, other->properties, g_str_hash, g_str_equal);
  merge_set (&self->items, other->items, NULL, NULL);
  self->all_properties = self->all_properties || other->all_properties;
  self->all_items = self->all_items || other->all_items;
  self->n_items = MAX (self->n_items, other->n_items);
}

/* Says what is wrong with the instance at hand, once, and is FALSE. */
gboolean
_salon_json_schema_fail (SalonJsonSchemaRun *run,
                         const char         *format,
                         ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  if (run->error == NULL || *run->error != NULL)
    return FALSE;
  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (run->path->len == 0)
    g_set_error (run->error, SALON_CORE_ERROR, SALON_CORE_ERROR_WRONG_TYPE,
                 _("The value %s."), what);
  else
    g_set_error (run->error, SALON_CORE_ERROR, SALON_CORE_ERROR_WRONG_TYPE,
                 _("“%s” %s."), run->path->str + 1, what);
  return FALSE;
}

static gint64
get_computing_time (void)
{
  struct timespec now = { 0, 0 };

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

gboolean
_salon_json_schema_is_in_time (SalonJsonSchemaRun *run)
{
  if (get_computing_time () > run->deadline)
    run->exhausted = TRUE;
  return !run->exhausted;
}

gboolean
_salon_json_schema_step (SalonJsonSchemaRun *run)
{
  if (++run->steps > GREATEST_NUMBER_OF_STEPS)
    run->exhausted = TRUE;
  else if (run->steps % STEPS_BETWEEN_LOOKS == 0)
    return _salon_json_schema_is_in_time (run);
  return !run->exhausted;
}

gboolean
_salon_json_schema_evaluate (SalonJsonSchemaRun         *run,
                             const SalonJsonSchemaScope *scope,
                             const SalonJson            *schema,
                             const SalonJson            *value,
                             SalonJsonSchemaSeen        *seen)
{
  const SalonJsonSchemaResource *home = g_hash_table_lookup (run->schema->homes, schema);
  SalonJsonSchemaScope entered = { scope, home };
  g_auto (SalonJsonSchemaSeen) own = { 0 };
  SalonJsonSchemaVocabulary counted;
  gboolean verdict = TRUE;

  if (salon_json_as_boolean (schema, &verdict))
    return verdict || _salon_json_schema_fail (run, _("must not be there"));
  if (!_salon_json_schema_step (run) || run->depth >= GREATEST_DEPTH)
    {
      run->exhausted = TRUE;
      return FALSE;
    }
  if (home != NULL && home != scope->resource)
    scope = &entered;
  counted = scope->resource->vocabularies;
  if (seen == NULL && (counted & SALON_JSON_SCHEMA_UNEVALUATED)
      && (salon_json_get_member (schema, "unevaluatedProperties") != NULL
          || salon_json_get_member (schema, "unevaluatedItems") != NULL))
    seen = &own;
  run->depth++;
  verdict = (!(counted & SALON_JSON_SCHEMA_VALIDATION)
             || _salon_json_schema_assert (run, schema, value))
            && _salon_json_schema_apply (run, scope, schema, value, seen)
            && _salon_json_schema_apply_children (run, scope, schema, value, seen);
  run->depth--;
  return verdict && !run->exhausted;
}

/**
 * salon_json_schema_validate:
 * @self: the schema
 * @value: the value to judge
 * @error: where to put what is wrong with it: a sentence that names the place
 *
 * Judges @value. It recurses up to a bounded depth and needs some 64 KiB of stack for
 * that: in a fiber, ask for twice the usual.
 *
 * Returns: whether @value holds; %FALSE with %SALON_CORE_ERROR_WRONG_TYPE, or with
 *   %SALON_CORE_ERROR_TOO_DEEP when it could not be decided within bounds
 */
gboolean
salon_json_schema_validate (SalonJsonSchema  *self,
                            const SalonJson  *value,
                            GError          **error)
{
  g_autoptr (GString) path = g_string_new (NULL);
  g_autoptr (GError) found = NULL;
  SalonJsonSchemaRun run = { self, path, &found, 0, 0, get_computing_time () + LONGEST_TIME_US,
                             FALSE };
  const SalonJson *root = salon_json_document_get_root (g_ptr_array_index (self->documents, 0));
  SalonJsonSchemaScope scope = { NULL, g_hash_table_lookup (self->homes, root) };
  gboolean verdict = FALSE;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  if (salon_json_as_boolean (root, &verdict))
    verdict = verdict || _salon_json_schema_fail (&run, _("is refused by the schema"));
  else
    verdict = _salon_json_schema_evaluate (&run, &scope, root, value, NULL);
  if (run.exhausted)
    {
      g_set_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_TOO_DEEP,
                   _("The schema is too complicated to judge the value by it."));
      return FALSE;
    }
  if (!verdict && found != NULL)
    g_propagate_error (error, g_steal_pointer (&found));
  return verdict;
}
