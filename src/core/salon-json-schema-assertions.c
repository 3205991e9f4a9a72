/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-json-schema-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "salon-json-decimal.h"

/* Keywords that judge the instance by itself (Validation 6). “format” is an annotation
 * (Validation 7.2.1) and judges nothing. */

static gboolean
is_of_type (const SalonJson *value,
            const char      *type)
{
  SalonJsonDecimal decimal;

  switch (salon_json_get_kind (value))
    {
    case SALON_JSON_NULL:
      return strcmp (type, "null") == 0;
    case SALON_JSON_BOOLEAN:
      return strcmp (type, "boolean") == 0;
    case SALON_JSON_STRING:
      return strcmp (type, "string") == 0;
    case SALON_JSON_ARRAY:
      return strcmp (type, "array") == 0;
    case SALON_JSON_OBJECT:
      return strcmp (type, "object") == 0;
    case SALON_JSON_NUMBER:
      return strcmp (type, "number") == 0
             || (strcmp (type, "integer") == 0
                 && (!salon_json_decimal_init (&decimal, value)
                     || salon_json_decimal_is_integer (&decimal)));
    default:
      return FALSE;
    }
}

static gboolean
assert_type (SalonJsonSchemaRun *run,
             const SalonJson    *schema,
             const SalonJson    *value)
{
  const SalonJson *types = salon_json_get_member (schema, "type");
  const SalonJson *type = NULL;
  g_autoptr (GString) wanted = NULL;
  SalonJsonIter iter;

  if (salon_json_is_string (types))
    {
      const char *name = salon_json_as_string (types);

      return name == NULL || is_of_type (value, name)
             || _salon_json_schema_fail (run, _("has to be of type %s, not %s"), name,
                                         salon_json_kind_to_string (salon_json_get_kind (value)));
    }
  if (!salon_json_is_array (types))
    return TRUE;
  wanted = g_string_new (NULL);
  salon_json_iter_init (&iter, types);
  while (salon_json_iter_next (&iter, NULL, &type))
    {
      const char *name = salon_json_as_string (type);

      if (name != NULL && is_of_type (value, name))
        return TRUE;
      g_string_append_printf (wanted, "%s%s", wanted->len > 0 ? ", " : "", name ? name : "?");
    }
  return _salon_json_schema_fail (run, _("has to be one of the types %s, not %s"), wanted->str,
                                  salon_json_kind_to_string (salon_json_get_kind (value)));
}

static gboolean
assert_values (SalonJsonSchemaRun *run,
               const SalonJson    *schema,
               const SalonJson    *value)
{
  const SalonJson *constant = salon_json_get_member (schema, "const");
  const SalonJson *values = salon_json_get_member (schema, "enum");
  const SalonJson *allowed = NULL;
  SalonJsonIter iter;

  if (constant != NULL && !salon_json_equal (constant, value))
    {
      g_autofree char *text = salon_json_to_text (constant, FALSE);

      return _salon_json_schema_fail (run, _("has to be %s"), text);
    }
  if (!salon_json_is_array (values))
    return TRUE;
  salon_json_iter_init (&iter, values);
  while (salon_json_iter_next (&iter, NULL, &allowed))
    if (!_salon_json_schema_step (run) || salon_json_equal (allowed, value))
      return !run->exhausted;
  {
    g_autofree char *text = salon_json_to_text (values, FALSE);

    return _salon_json_schema_fail (run, _("has to be one of %s"), text);
  }
}

static gboolean
get_limit (const SalonJson *schema,
           const char      *name,
           double          *limit)
{
  return salon_json_as_double (salon_json_get_member (schema, name), limit);
}

static gboolean
assert_number (SalonJsonSchemaRun *run,
               const SalonJson    *schema,
               const SalonJson    *value)
{
  const SalonJson *multiple = salon_json_get_member (schema, "multipleOf");
  double number = 0, limit = 0, step = 0;

  if (!salon_json_as_double (value, &number))
    return TRUE;
  if (get_limit (schema, "minimum", &limit) && number < limit)
    return _salon_json_schema_fail (run, _("has to be at least %g"), limit);
  if (get_limit (schema, "maximum", &limit) && number > limit)
    return _salon_json_schema_fail (run, _("has to be at most %g"), limit);
  if (get_limit (schema, "exclusiveMinimum", &limit) && number <= limit)
    return _salon_json_schema_fail (run, _("has to be more than %g"), limit);
  if (get_limit (schema, "exclusiveMaximum", &limit) && number >= limit)
    return _salon_json_schema_fail (run, _("has to be less than %g"), limit);
  if (salon_json_as_double (multiple, &step))
    {
      SalonJsonDecimal decimal, divisor;

      if (salon_json_decimal_init (&decimal, value) && salon_json_decimal_init (&divisor, multiple)
          && divisor.mantissa != 0 && !salon_json_decimal_is_multiple_of (&decimal, &divisor))
        return _salon_json_schema_fail (run, _("has to be a multiple of %g"), step);
    }
  return TRUE;
}

static gboolean
assert_string (SalonJsonSchemaRun *run,
               const SalonJson    *schema,
               const SalonJson    *value)
{
  const char *pattern = salon_json_as_string (salon_json_get_member (schema, "pattern"));
  double limit = 0;
  gsize length = 0;
  const char *text = salon_json_as_string_length (value, &length);
  glong n_characters = g_utf8_strlen (text, (gssize) length);

  if (get_limit (schema, "minLength", &limit) && (double) n_characters < limit)
    return _salon_json_schema_fail (run, _("has to have at least %g characters"), limit);
  if (get_limit (schema, "maxLength", &limit) && (double) n_characters > limit)
    return _salon_json_schema_fail (run, _("has to have at most %g characters"), limit);
  if (pattern != NULL && !_salon_json_schema_matches (run, pattern, text, length, TRUE))
    return _salon_json_schema_fail (run, _("has to match the pattern %s"), pattern);
  return TRUE;
}

static gboolean
assert_array (SalonJsonSchemaRun *run,
              const SalonJson    *schema,
              const SalonJson    *value)
{
  gsize length = salon_json_get_length (value);
  const SalonJson *element = NULL;
  gboolean unique = FALSE;
  double limit = 0;
  SalonJsonIter iter;

  if (get_limit (schema, "minItems", &limit) && (double) length < limit)
    return _salon_json_schema_fail (run, _("has to have at least %g elements"), limit);
  if (get_limit (schema, "maxItems", &limit) && (double) length > limit)
    return _salon_json_schema_fail (run, _("has to have at most %g elements"), limit);
  if (!salon_json_as_boolean (salon_json_get_member (schema, "uniqueItems"), &unique) || !unique)
    return TRUE;
  salon_json_iter_init (&iter, value);
  while (salon_json_iter_next (&iter, NULL, &element))
    {
      SalonJsonIter rest = iter;
      const SalonJson *other = NULL;

      while (salon_json_iter_next (&rest, NULL, &other))
        {
          if (!_salon_json_schema_step (run))
            return FALSE;
          if (salon_json_equal (element, other))
            return _salon_json_schema_fail (run, _("must not have the same element twice"));
        }
    }
  return TRUE;
}

/* Walks the members of a keyword that has to be an object: the elements of an array would have
 * no names. */
void
_salon_json_schema_iter_named (SalonJsonIter   *iter,
                               const SalonJson *schema,
                               const char      *keyword)
{
  const SalonJson *members = salon_json_get_member (schema, keyword);

  salon_json_iter_init (iter, salon_json_is_object (members) ? members : NULL);
}

gboolean
_salon_json_schema_assert_required (SalonJsonSchemaRun *run,
                                    const SalonJson    *names,
                                    const SalonJson    *value)
{
  const SalonJson *entry = NULL;
  SalonJsonIter iter;

  if (!salon_json_is_array (names))
    return TRUE;
  salon_json_iter_init (&iter, names);
  while (salon_json_iter_next (&iter, NULL, &entry))
    {
      const char *name = salon_json_as_string (entry);

      if (name != NULL && salon_json_get_member (value, name) == NULL)
        return _salon_json_schema_fail (run, _("lacks the member “%s”"), name);
    }
  return TRUE;
}

static gboolean
assert_object (SalonJsonSchemaRun *run,
               const SalonJson    *schema,
               const SalonJson    *value)
{
  gsize length = salon_json_get_length (value);
  const SalonJson *names = NULL;
  const char *name = NULL;
  double limit = 0;
  SalonJsonIter iter;

  if (get_limit (schema, "minProperties", &limit) && (double) length < limit)
    return _salon_json_schema_fail (run, _("has to have at least %g members"), limit);
  if (get_limit (schema, "maxProperties", &limit) && (double) length > limit)
    return _salon_json_schema_fail (run, _("has to have at most %g members"), limit);
  if (!_salon_json_schema_assert_required (run, salon_json_get_member (schema, "required"), value))
    return FALSE;
  _salon_json_schema_iter_named (&iter, schema, "dependentRequired");
  while (salon_json_iter_next (&iter, &name, &names))
    if (salon_json_get_member (value, name) != NULL
        && !_salon_json_schema_assert_required (run, names, value))
      return FALSE;
  return TRUE;
}

gboolean
_salon_json_schema_assert (SalonJsonSchemaRun *run,
                           const SalonJson    *schema,
                           const SalonJson    *value)
{
  if (!assert_type (run, schema, value) || !assert_values (run, schema, value))
    return FALSE;
  switch (salon_json_get_kind (value))
    {
    case SALON_JSON_NUMBER:
      return assert_number (run, schema, value);
    case SALON_JSON_STRING:
      return assert_string (run, schema, value);
    case SALON_JSON_ARRAY:
      return assert_array (run, schema, value);
    case SALON_JSON_OBJECT:
      return assert_object (run, schema, value);
    case SALON_JSON_NULL:
    case SALON_JSON_BOOLEAN:
    default:
      return TRUE;
    }
}
