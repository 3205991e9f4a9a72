/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-json-schema-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* Keywords that apply subschemas to the instance itself (Core 10.2). Where several may
 * apply, what each has seen counts only when it held. */

static gboolean
apply_one (SalonJsonSchemaRun         *run,
           const SalonJsonSchemaScope *scope,
           const SalonJson            *schema,
           const SalonJson            *value,
           SalonJsonSchemaSeen        *seen)
{
  g_auto (SalonJsonSchemaSeen) inner = { 0 };

  if (!_salon_json_schema_evaluate (run, scope, schema, value, seen != NULL ? &inner : NULL))
    return FALSE;
  if (seen != NULL)
    _salon_json_schema_seen_merge (seen, &inner);
  return TRUE;
}

/* Asks without telling: a branch that does not hold is no error yet. */
static gboolean
holds (SalonJsonSchemaRun         *run,
       const SalonJsonSchemaScope *scope,
       const SalonJson            *schema,
       const SalonJson            *value,
       SalonJsonSchemaSeen        *seen)
{
  GError **error = run->error;
  gsize path = run->path->len;
  gboolean result;

  run->error = NULL;
  result = apply_one (run, scope, schema, value, seen);
  run->error = error;
  g_string_truncate (run->path, path);
  return result;
}

static gboolean
apply_reference (SalonJsonSchemaRun         *run,
                 const SalonJsonSchemaScope *scope,
                 const SalonJson            *schema,
                 const SalonJson            *value,
                 SalonJsonSchemaSeen        *seen)
{
  static const char *const names[] = { "$ref", "$dynamicRef" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *reference = salon_json_as_string (salon_json_get_member (schema, names[i]));
      const SalonJsonSchemaResource *home = NULL;
      const SalonJson *target;
      SalonJsonSchemaScope entered = { scope, NULL };

      if (reference == NULL)
        continue;
      target = i == 0
                 ? _salon_json_schema_resolve (run->schema, scope->resource, reference, &home)
                 : _salon_json_schema_resolve_dynamic (run->schema, scope, reference, &home);
      if (target == NULL)
        return _salon_json_schema_fail (run, _("the schema refers to “%s”, which it does not hold"),
                                        reference);
      entered.resource = home;
      if (!apply_one (run, home == scope->resource ? scope : &entered, target, value, seen))
        return FALSE;
    }
  return TRUE;
}

static gboolean
apply_all_of (SalonJsonSchemaRun         *run,
              const SalonJsonSchemaScope *scope,
              const SalonJson            *schema,
              const SalonJson            *value,
              SalonJsonSchemaSeen        *seen)
{
  const SalonJson *branch = NULL;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, salon_json_get_member (schema, "allOf"));
  while (salon_json_iter_next (&iter, NULL, &branch))
    if (!apply_one (run, scope, branch, value, seen))
      return FALSE;
  return TRUE;
}

static gboolean
apply_any_of (SalonJsonSchemaRun         *run,
              const SalonJsonSchemaScope *scope,
              const SalonJson            *schema,
              const SalonJson            *value,
              SalonJsonSchemaSeen        *seen)
{
  const SalonJson *branches = salon_json_get_member (schema, "anyOf");
  const SalonJson *branch = NULL;
  gboolean any = FALSE;
  SalonJsonIter iter;

  if (!salon_json_is_array (branches))
    return TRUE;
  salon_json_iter_init (&iter, branches);
  /* All are tried when what they have seen counts. */
  while ((!any || seen != NULL) && salon_json_iter_next (&iter, NULL, &branch))
    any = holds (run, scope, branch, value, seen) || any;
  return any || _salon_json_schema_fail (run, _("is none of the things it may be"));
}

static gboolean
apply_one_of (SalonJsonSchemaRun         *run,
              const SalonJsonSchemaScope *scope,
              const SalonJson            *schema,
              const SalonJson            *value,
              SalonJsonSchemaSeen        *seen)
{
  const SalonJson *branches = salon_json_get_member (schema, "oneOf");
  const SalonJson *branch = NULL;
  guint n_held = 0;
  SalonJsonIter iter;

  if (!salon_json_is_array (branches))
    return TRUE;
  salon_json_iter_init (&iter, branches);
  while (salon_json_iter_next (&iter, NULL, &branch))
    if (holds (run, scope, branch, value, seen))
      n_held++;
  if (n_held == 0)
    return _salon_json_schema_fail (run, _("is none of the things it may be"));
  return n_held == 1
         || _salon_json_schema_fail (run, _("is several of the things it may be only one of"));
}

static gboolean
apply_not (SalonJsonSchemaRun         *run,
           const SalonJsonSchemaScope *scope,
           const SalonJson            *schema,
           const SalonJson            *value)
{
  const SalonJson *branch = salon_json_get_member (schema, "not");

  return branch == NULL || !holds (run, scope, branch, value, NULL)
         || _salon_json_schema_fail (run, _("is what it must not be"));
}

static gboolean
apply_condition (SalonJsonSchemaRun         *run,
                 const SalonJsonSchemaScope *scope,
                 const SalonJson            *schema,
                 const SalonJson            *value,
                 SalonJsonSchemaSeen        *seen)
{
  const SalonJson *condition = salon_json_get_member (schema, "if");
  const SalonJson *branch;

  if (condition == NULL)
    return TRUE;
  branch = salon_json_get_member (schema, holds (run, scope, condition, value, seen) ? "then"
                                                                                     : "else");
  return branch == NULL || apply_one (run, scope, branch, value, seen);
}

static gboolean
apply_dependent_schemas (SalonJsonSchemaRun         *run,
                         const SalonJsonSchemaScope *scope,
                         const SalonJson            *schema,
                         const SalonJson            *value,
                         SalonJsonSchemaSeen        *seen)
{
  const SalonJson *branch = NULL;
  const char *name = NULL;
  SalonJsonIter iter;

  if (!salon_json_is_object (value))
    return TRUE;
  _salon_json_schema_iter_named (&iter, schema, "dependentSchemas");
  while (salon_json_iter_next (&iter, &name, &branch))
    if (salon_json_get_member (value, name) != NULL
        && !apply_one (run, scope, branch, value, seen))
      return FALSE;
  return TRUE;
}

/* The older keyword that became two (Validation, appendix A): schemas, and lists of names. */
static gboolean
apply_dependencies (SalonJsonSchemaRun         *run,
                    const SalonJsonSchemaScope *scope,
                    const SalonJson            *schema,
                    const SalonJson            *value,
                    SalonJsonSchemaSeen        *seen)
{
  const SalonJson *dependency = NULL;
  const char *name = NULL;
  SalonJsonIter iter;

  if (!salon_json_is_object (value))
    return TRUE;
  _salon_json_schema_iter_named (&iter, schema, "dependencies");
  while (salon_json_iter_next (&iter, &name, &dependency))
    {
      if (salon_json_get_member (value, name) == NULL)
        continue;
      if (salon_json_is_array (dependency)
            ? !_salon_json_schema_assert_required (run, dependency, value)
            : !apply_one (run, scope, dependency, value, seen))
        return FALSE;
    }
  return TRUE;
}

gboolean
_salon_json_schema_apply (SalonJsonSchemaRun         *run,
                          const SalonJsonSchemaScope *scope,
                          const SalonJson            *schema,
                          const SalonJson            *value,
                          SalonJsonSchemaSeen        *seen)
{
  if (!apply_reference (run, scope, schema, value, seen))
    return FALSE;
  if (!(scope->resource->vocabularies & SALON_JSON_SCHEMA_APPLICATOR))
    return TRUE;
  return apply_all_of (run, scope, schema, value, seen)
         && apply_any_of (run, scope, schema, value, seen)
         && apply_one_of (run, scope, schema, value, seen)
         && apply_not (run, scope, schema, value)
         && apply_condition (run, scope, schema, value, seen)
         && apply_dependent_schemas (run, scope, schema, value, seen)
         && apply_dependencies (run, scope, schema, value, seen);
}
