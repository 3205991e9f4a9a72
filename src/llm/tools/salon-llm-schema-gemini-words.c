/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "salon-llm-schema-gemini-private.h"

/* What a schema means, and what of it has to be said in words. */

#define MAX_EXAMPLES 3
#define MAX_VALUE_TEXT 100

static const struct
{
  SalonLlmGeminiTypes       type;
  const char *name;
  const char *sent;
} type_names[] = {
  { GEMINI_STRING, "string", "STRING" },    { GEMINI_NUMBER, "number", "NUMBER" },
  { GEMINI_INTEGER, "integer", "INTEGER" }, { GEMINI_BOOLEAN, "boolean", "BOOLEAN" },
  { GEMINI_ARRAY, "array", "ARRAY" },       { GEMINI_OBJECT, "object", "OBJECT" },
  { GEMINI_NULL, "null", "NULL" },
};

/* --- types ------------------------------------------------------------------------------- */

SalonLlmGeminiTypes
_salon_llm_gemini_read_type (const SalonJson *value)
{
  const char *text = salon_json_as_string (value);

  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (type_names); i++)
    {
      if (strcmp (text, type_names[i].name) == 0)
        return type_names[i].type;
    }
  return 0;
}

static SalonLlmGeminiTypes
type_of_value (const SalonJson *value)
{
  gint64 integer;

  switch (salon_json_get_kind (value))
    {
    case SALON_JSON_STRING:
      return GEMINI_STRING;
    case SALON_JSON_NUMBER:
      return salon_json_as_int64 (value, &integer) ? GEMINI_INTEGER : GEMINI_NUMBER;
    case SALON_JSON_BOOLEAN:
      return GEMINI_BOOLEAN;
    case SALON_JSON_ARRAY:
      return GEMINI_ARRAY;
    case SALON_JSON_OBJECT:
      return GEMINI_OBJECT;
    case SALON_JSON_NULL:
    default:
      return GEMINI_NULL;
    }
}

static SalonLlmGeminiTypes
types_of_values (const SalonJson *values)
{
  SalonJsonIter iter;
  const SalonJson *value;
  SalonLlmGeminiTypes types = 0;

  salon_json_iter_init (&iter, salon_json_is_array (values) ? values : NULL);
  while (salon_json_iter_next (&iter, NULL, &value))
    types |= type_of_value (value);
  return (types & GEMINI_NUMBER) != 0 ? types & ~GEMINI_INTEGER : types;
}

/* Schemas without “type” are common; their other keywords tell what is meant. */
static SalonLlmGeminiTypes
guess_types (SalonLlmSchemaShape *shape)
{
  static const struct
  {
    const char *keyword;
    SalonLlmGeminiTypes       type;
  } signs[] = {
    { "additionalProperties", GEMINI_OBJECT }, { "patternProperties", GEMINI_OBJECT },
    { "items", GEMINI_ARRAY },                 { "prefixItems", GEMINI_ARRAY },
    { "minItems", GEMINI_ARRAY },              { "pattern", GEMINI_STRING },
    { "minLength", GEMINI_STRING },            { "maxLength", GEMINI_STRING },
    { "minimum", GEMINI_NUMBER },              { "maximum", GEMINI_NUMBER },
    { "multipleOf", GEMINI_NUMBER },
  };
  const SalonJson *constant = _salon_llm_schema_shape_get (shape, "const");

  if (shape->properties->len > 0)
    return GEMINI_OBJECT;
  if (constant != NULL)
    return type_of_value (constant);
  if (_salon_llm_schema_shape_get (shape, "enum") != NULL)
    return types_of_values (_salon_llm_schema_shape_get (shape, "enum"));
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    {
      if (_salon_llm_schema_shape_get (shape, signs[i].keyword) != NULL)
        return signs[i].type;
    }
  return 0;
}

SalonLlmGeminiTypes
_salon_llm_gemini_get_types (SalonLlmSchemaShape *shape)
{
  const SalonJson *type = _salon_llm_schema_shape_get (shape, "type");
  gboolean nullable = FALSE;
  SalonJsonIter iter;
  const SalonJson *element;
  SalonLlmGeminiTypes types = _salon_llm_gemini_read_type (type);

  salon_json_iter_init (&iter, salon_json_is_array (type) ? type : NULL);
  while (salon_json_iter_next (&iter, NULL, &element))
    types |= _salon_llm_gemini_read_type (element);
  if ((types & ~GEMINI_NULL) == 0)
    types |= guess_types (shape);
  salon_json_as_boolean (_salon_llm_schema_shape_get (shape, "nullable"), &nullable);
  return nullable ? types | GEMINI_NULL : types;
}

const char *
_salon_llm_gemini_get_name (SalonLlmGeminiTypes type)
{
  return type_names[g_bit_nth_lsf (type, -1)].sent;
}

/* --- words ------------------------------------------------------------------------------- */

static void
tell (SalonLlmSchemaShape *shape,
      char                *sentence)
{
  g_ptr_array_add (shape->sentences, sentence);
}

static char *
dup_value_text (const SalonJson *value)
{
  g_autofree char *text = salon_json_to_text (value, FALSE);

  /* Broken in the middle a value would be wrong. */
  return g_utf8_strlen (text, -1) <= MAX_VALUE_TEXT ? g_steal_pointer (&text) : NULL;
}

static void
tell_values (SalonLlmSchemaShape *shape,
             const char          *beginning,
             const SalonJson     *values,
             guint                greatest)
{
  g_autoptr (GString) sentence = g_string_new (beginning);
  SalonJsonIter iter;
  const SalonJson *value;
  guint n = 0;

  salon_json_iter_init (&iter, salon_json_is_array (values) ? values : NULL);
  while (n < greatest && salon_json_iter_next (&iter, NULL, &value))
    {
      g_autofree char *text = dup_value_text (value);

      if (text != NULL)
        g_string_append_printf (sentence, "%s%s", n++ > 0 ? ", " : "", text);
    }
  if (n == 0)
    return;
  g_string_append (sentence, salon_json_get_length (values) > n ? "…" : ".");
  tell (shape, g_string_free (g_steal_pointer (&sentence), FALSE));
}

static void
tell_value (SalonLlmSchemaShape *shape,
            const char          *keyword,
            const char          *beginning)
{
  const SalonJson *value = _salon_llm_schema_shape_get (shape, keyword);
  g_autofree char *text = value != NULL ? dup_value_text (value) : NULL;

  if (text != NULL)
    tell (shape, g_strdup_printf ("%s%s.", beginning, text));
}

/* A type's format is one of few; others would be refused. */
gboolean
_salon_llm_gemini_takes_format (SalonLlmGeminiTypes  types,
                                const char          *format)
{
  static const char * const of_strings[] = { "enum", "date-time", NULL };
  static const char * const of_numbers[] = { "float", "double", NULL };
  static const char * const of_integers[] = { "int32", "int64", NULL };

  switch (types)
    {
    case GEMINI_STRING:
      return g_strv_contains (of_strings, format);
    case GEMINI_NUMBER:
      return g_strv_contains (of_numbers, format);
    case GEMINI_INTEGER:
      return g_strv_contains (of_integers, format);
    case GEMINI_BOOLEAN:
    case GEMINI_ARRAY:
    case GEMINI_OBJECT:
    case GEMINI_NULL:
    default:
      return FALSE;
    }
}

void
_salon_llm_gemini_tell_dropped (SalonLlmSchemaAdapter *self,
                                SalonLlmSchemaShape   *shape)
{
  static const char * const lost[] = {
    "not", "if", "then", "else", "contains", "propertyNames", "patternProperties",
    "dependentRequired", "dependentSchemas", "dependencies", "unevaluatedProperties",
    "unevaluatedItems",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lost); i++)
    {
      if (_salon_llm_schema_shape_get (shape, lost[i]) != NULL)
        _salon_llm_schema_note (self, _("“%s” of the schema has no counterpart and was left out."),
                                lost[i]);
    }
}

static void
tell_free_members (SalonLlmSchemaShape *shape)
{
  const SalonJson *additional = _salon_llm_schema_shape_get (shape, "additionalProperties");
  const char *type = salon_json_as_string (salon_json_get_member (additional, "type"));

  if (type != NULL && _salon_llm_gemini_read_type (salon_json_get_member (additional, "type")) != 0)
    tell (shape, g_strdup_printf ("Members may have any name; each value is of type %s.", type));
}

void
_salon_llm_gemini_tell_rules (SalonLlmSchemaAdapter *self,
                              SalonLlmSchemaShape   *shape,
                              SalonLlmGeminiTypes    types)
{
  const SalonJson *enumeration = _salon_llm_schema_shape_get (shape, "enum");
  const SalonJson *constant = _salon_llm_schema_shape_get (shape, "const");
  const char *format = salon_json_as_string (_salon_llm_schema_shape_get (shape, "format"));
  gboolean unique = FALSE;

  if (enumeration != NULL && types != GEMINI_STRING)
    tell_values (shape, "One of: ", enumeration, SALON_LLM_GEMINI_MAX_TOLD);
  if (constant != NULL && types != GEMINI_STRING)
    tell_value (shape, "const", "Always: ");
  if (format != NULL && strlen (format) <= MAX_VALUE_TEXT &&
      !_salon_llm_gemini_takes_format (types, format))
    tell (shape, g_strdup_printf ("Format: %s.", format));
  if (_salon_llm_schema_shape_get (shape, "exclusiveMinimum") != NULL)
    tell_value (shape, "exclusiveMinimum", "More than ");
  if (_salon_llm_schema_shape_get (shape, "exclusiveMaximum") != NULL)
    tell_value (shape, "exclusiveMaximum", "Less than ");
  tell_value (shape, "multipleOf", "A multiple of ");
  salon_json_as_boolean (_salon_llm_schema_shape_get (shape, "uniqueItems"), &unique);
  if (unique)
    tell (shape, g_strdup ("No element twice."));
  tell_values (shape, "For example: ", _salon_llm_schema_shape_get (shape, "examples"),
               MAX_EXAMPLES);
  if (types == GEMINI_OBJECT)
    tell_free_members (shape);
  if (shape->recursive)
    tell (shape, g_strdup ("Of the same form as what it stands in."));
  _salon_llm_gemini_tell_dropped (self, shape);
}
