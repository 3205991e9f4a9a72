/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "salon-llm-schema-private.h"

/* The subset of OpenAPI's schema object that the Gemini API describes as “Schema”. There are no
 * references, no constants, no lists of types, choices only by “anyOf” and standing alone, values
 * to choose from only as strings. What has no keyword is told in the description, in English as
 * all that a model reads. */

#define MAX_TOLD 20
#define MAX_EXAMPLES 3
#define MAX_VALUE_TEXT 100

typedef enum
{
  TYPE_STRING = 1 << 0,
  TYPE_NUMBER = 1 << 1,
  TYPE_INTEGER = 1 << 2,
  TYPE_BOOLEAN = 1 << 3,
  TYPE_ARRAY = 1 << 4,
  TYPE_OBJECT = 1 << 5,
  TYPE_NULL = 1 << 6,
} Types;

static const struct
{
  Types       type;
  const char *name;
  const char *sent;
} type_names[] = {
  { TYPE_STRING, "string", "STRING" },    { TYPE_NUMBER, "number", "NUMBER" },
  { TYPE_INTEGER, "integer", "INTEGER" }, { TYPE_BOOLEAN, "boolean", "BOOLEAN" },
  { TYPE_ARRAY, "array", "ARRAY" },       { TYPE_OBJECT, "object", "OBJECT" },
  { TYPE_NULL, "null", "NULL" },
};

static void write_schema (SalonLlmSchemaAdapter *self,
                          const char            *name,
                          const SalonJson       *schema);
static void write_shape  (SalonLlmSchemaAdapter *self,
                          const char            *name,
                          SalonLlmSchemaShape   *shape);

/* --- types ------------------------------------------------------------------------------- */

static Types
read_type (const SalonJson *value)
{
  const char *text = salon_json_as_string (value);

  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (type_names); i++)
    {
      if (strcmp (text, type_names[i].name) == 0)
        return type_names[i].type;
    }
  return 0;
}

static Types
type_of_value (const SalonJson *value)
{
  gint64 integer;

  switch (salon_json_get_kind (value))
    {
    case SALON_JSON_STRING:
      return TYPE_STRING;
    case SALON_JSON_NUMBER:
      return salon_json_as_int64 (value, &integer) ? TYPE_INTEGER : TYPE_NUMBER;
    case SALON_JSON_BOOLEAN:
      return TYPE_BOOLEAN;
    case SALON_JSON_ARRAY:
      return TYPE_ARRAY;
    case SALON_JSON_OBJECT:
      return TYPE_OBJECT;
    case SALON_JSON_NULL:
    default:
      return TYPE_NULL;
    }
}

static Types
types_of_values (const SalonJson *values)
{
  SalonJsonIter iter;
  const SalonJson *value;
  Types types = 0;

  salon_json_iter_init (&iter, salon_json_is_array (values) ? values : NULL);
  while (salon_json_iter_next (&iter, NULL, &value))
    types |= type_of_value (value);
  return (types & TYPE_NUMBER) != 0 ? types & ~TYPE_INTEGER : types;
}

/* Schemas without “type” are common; their other keywords tell what is meant. */
static Types
guess_types (SalonLlmSchemaShape *shape)
{
  static const struct
  {
    const char *keyword;
    Types       type;
  } signs[] = {
    { "additionalProperties", TYPE_OBJECT }, { "patternProperties", TYPE_OBJECT },
    { "items", TYPE_ARRAY },                 { "prefixItems", TYPE_ARRAY },
    { "minItems", TYPE_ARRAY },              { "pattern", TYPE_STRING },
    { "minLength", TYPE_STRING },            { "maxLength", TYPE_STRING },
    { "minimum", TYPE_NUMBER },              { "maximum", TYPE_NUMBER },
    { "multipleOf", TYPE_NUMBER },
  };
  const SalonJson *constant = _salon_llm_schema_shape_get (shape, "const");

  if (shape->properties->len > 0)
    return TYPE_OBJECT;
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

static Types
get_types (SalonLlmSchemaShape *shape)
{
  const SalonJson *type = _salon_llm_schema_shape_get (shape, "type");
  gboolean nullable = FALSE;
  SalonJsonIter iter;
  const SalonJson *element;
  Types types = read_type (type);

  salon_json_iter_init (&iter, salon_json_is_array (type) ? type : NULL);
  while (salon_json_iter_next (&iter, NULL, &element))
    types |= read_type (element);
  if ((types & ~TYPE_NULL) == 0)
    types |= guess_types (shape);
  salon_json_as_boolean (_salon_llm_schema_shape_get (shape, "nullable"), &nullable);
  return nullable ? types | TYPE_NULL : types;
}

static gboolean
is_single (Types types)
{
  return types != 0 && (types & (types - 1)) == 0;
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
static gboolean
is_format_taken (Types       types,
                 const char *format)
{
  static const char * const of_strings[] = { "enum", "date-time", NULL };
  static const char * const of_numbers[] = { "float", "double", NULL };
  static const char * const of_integers[] = { "int32", "int64", NULL };

  switch (types)
    {
    case TYPE_STRING:
      return g_strv_contains (of_strings, format);
    case TYPE_NUMBER:
      return g_strv_contains (of_numbers, format);
    case TYPE_INTEGER:
      return g_strv_contains (of_integers, format);
    case TYPE_BOOLEAN:
    case TYPE_ARRAY:
    case TYPE_OBJECT:
    case TYPE_NULL:
    default:
      return FALSE;
    }
}

static void
tell_dropped (SalonLlmSchemaAdapter *self,
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

  if (type != NULL && read_type (salon_json_get_member (additional, "type")) != 0)
    tell (shape, g_strdup_printf ("Members may have any name; each value is of type %s.", type));
}

static void
tell_rules (SalonLlmSchemaAdapter *self,
            SalonLlmSchemaShape   *shape,
            Types                  types)
{
  const SalonJson *enumeration = _salon_llm_schema_shape_get (shape, "enum");
  const SalonJson *constant = _salon_llm_schema_shape_get (shape, "const");
  const char *format = salon_json_as_string (_salon_llm_schema_shape_get (shape, "format"));
  gboolean unique = FALSE;

  if (enumeration != NULL && types != TYPE_STRING)
    tell_values (shape, "One of: ", enumeration, MAX_TOLD);
  if (constant != NULL && types != TYPE_STRING)
    tell_value (shape, "const", "Always: ");
  if (format != NULL && !is_format_taken (types, format) && strlen (format) <= MAX_VALUE_TEXT)
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
  if (types == TYPE_OBJECT)
    tell_free_members (shape);
  if (shape->recursive)
    tell (shape, g_strdup ("Of the same form as what it stands in."));
  tell_dropped (self, shape);
}

/* --- keywords ---------------------------------------------------------------------------- */

/* Strings only, none of them empty, each once. */
static void
write_enumeration (SalonLlmSchemaAdapter *self,
                   SalonLlmSchemaShape   *shape)
{
  const SalonJson *values = _salon_llm_schema_shape_get (shape, "enum");
  const char *constant = salon_json_as_string (_salon_llm_schema_shape_get (shape, "const"));
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  SalonJsonIter iter;
  const SalonJson *value;

  salon_json_iter_init (&iter, constant == NULL && salon_json_is_array (values) ? values : NULL);
  while (salon_json_iter_next (&iter, NULL, &value))
    {
      const char *text = salon_json_as_string (value);

      if (text == NULL || text[0] == '\0' || !g_hash_table_add (seen, (char *) text))
        continue;
      if (g_hash_table_size (seen) == 1)
        salon_json_writer_begin_array (self->writer, "enum");
      salon_json_writer_add_string (self->writer, NULL, text);
    }
  if (g_hash_table_size (seen) == 0 && constant != NULL && constant[0] != '\0')
    {
      salon_json_writer_begin_array (self->writer, "enum");
      salon_json_writer_add_string (self->writer, NULL, constant);
      salon_json_writer_end_array (self->writer);
    }
  else if (g_hash_table_size (seen) > 0)
    salon_json_writer_end_array (self->writer);
}

/* int64 travels as a string in the API's JSON. */
static void
write_count (SalonLlmSchemaAdapter *self,
             SalonLlmSchemaShape   *shape,
             const char            *name)
{
  g_autofree char *text = NULL;
  gint64 count;

  if (!salon_json_as_int64 (_salon_llm_schema_shape_get (shape, name), &count) || count < 0)
    return;
  text = g_strdup_printf ("%" G_GINT64_FORMAT, count);
  salon_json_writer_add_string (self->writer, name, text);
}

static void
write_if_kind (SalonLlmSchemaAdapter *self,
               SalonLlmSchemaShape   *shape,
               const char            *name,
               SalonJsonKind          kind)
{
  const SalonJson *value = _salon_llm_schema_shape_get (shape, name);

  if (value != NULL && salon_json_get_kind (value) == kind)
    salon_json_writer_add_value (self->writer, name, value);
}

static void
write_any (SalonLlmSchemaAdapter *self,
           const char            *name,
           const char            *description)
{
  static const Types types[] = { TYPE_STRING, TYPE_NUMBER, TYPE_BOOLEAN, TYPE_OBJECT, TYPE_ARRAY };

  salon_json_writer_begin_object (self->writer, name);
  salon_json_writer_begin_array (self->writer, "anyOf");
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      salon_json_writer_begin_object (self->writer, NULL);
      salon_json_writer_add_string (self->writer, "type",
                                    type_names[g_bit_nth_lsf (types[i], -1)].sent);
      if (types[i] == TYPE_ARRAY)
        {
          salon_json_writer_begin_object (self->writer, "items");
          salon_json_writer_add_string (self->writer, "type", "STRING");
          salon_json_writer_end_object (self->writer);
        }
      if (i == 0 && description != NULL)
        salon_json_writer_add_string (self->writer, "description", description);
      salon_json_writer_end_object (self->writer);
    }
  salon_json_writer_end_array (self->writer);
  salon_json_writer_end_object (self->writer);
}

/* A choice stands alone in its schema: what belongs to all of it is said in its first element. */
static void
write_choice_of (SalonLlmSchemaAdapter *self,
                 const char            *name,
                 GPtrArray             *schemas)
{
  salon_json_writer_begin_object (self->writer, name);
  salon_json_writer_begin_array (self->writer, "anyOf");
  for (guint i = 0; !self->exhausted && i < schemas->len; i++)
    write_schema (self, NULL, schemas->pdata[i]);
  salon_json_writer_end_array (self->writer);
  salon_json_writer_end_object (self->writer);
}

static void
write_items (SalonLlmSchemaAdapter *self,
             SalonLlmSchemaShape   *shape)
{
  const SalonJson *items = _salon_llm_schema_shape_get (shape, "items");
  const SalonJson *tuple = _salon_llm_schema_shape_get (shape, "prefixItems");
  g_autoptr (GPtrArray) schemas = NULL;
  SalonJsonIter iter;
  const SalonJson *value;

  if (salon_json_is_array (items))
    tuple = items;
  if (!salon_json_is_array (tuple))
    {
      write_schema (self, "items", items);
      return;
    }
  schemas = g_ptr_array_new ();
  salon_json_iter_init (&iter, tuple);
  while (schemas->len < MAX_TOLD && salon_json_iter_next (&iter, NULL, &value))
    {
      if (!g_ptr_array_find_with_equal_func (schemas, value, (GEqualFunc) salon_json_equal, NULL))
        g_ptr_array_add (schemas, (gpointer) value);
    }
  if (schemas->len > 1)
    write_choice_of (self, "items", schemas);
  else
    write_schema (self, "items", schemas->len > 0 ? schemas->pdata[0] : NULL);
}

static void
write_properties (SalonLlmSchemaAdapter *self,
                  SalonLlmSchemaShape   *shape)
{
  gboolean begun = FALSE;

  if (shape->properties->len == 0)
    return;
  salon_json_writer_begin_object (self->writer, "properties");
  for (guint i = 0; !self->exhausted && i < shape->properties->len; i++)
    {
      SalonLlmSchemaProperty *property = shape->properties->pdata[i];

      if (property->schemas->len == 1)
        write_schema (self, property->name, property->schemas->pdata[0]);
      else
        write_choice_of (self, property->name, property->schemas);
    }
  salon_json_writer_end_object (self->writer);
  for (guint i = 0; i < shape->required->len; i++)
    {
      /* Requiring what is not described is refused. */
      if (!g_hash_table_contains (shape->by_name, shape->required->pdata[i]))
        continue;
      if (!begun)
        salon_json_writer_begin_array (self->writer, "required");
      begun = TRUE;
      salon_json_writer_add_string (self->writer, NULL, shape->required->pdata[i]);
    }
  if (begun)
    salon_json_writer_end_array (self->writer);
}

/* --- schemas ----------------------------------------------------------------------------- */

static void
write_of_type (SalonLlmSchemaAdapter *self,
               const char            *name,
               SalonLlmSchemaShape   *shape,
               Types                  type,
               gboolean               nullable,
               const char            *description)
{
  SalonJsonWriter *writer = self->writer;
  const char *format = salon_json_as_string (_salon_llm_schema_shape_get (shape, "format"));

  salon_json_writer_begin_object (writer, name);
  salon_json_writer_add_string (writer, "type", type_names[g_bit_nth_lsf (type, -1)].sent);
  if (nullable)
    salon_json_writer_add_boolean (writer, "nullable", TRUE);
  write_if_kind (self, shape, "title", SALON_JSON_STRING);
  if (description != NULL)
    salon_json_writer_add_string (writer, "description", description);
  if (format != NULL && is_format_taken (type, format))
    salon_json_writer_add_string (writer, "format", format);
  switch (type)
    {
    case TYPE_STRING:
      write_enumeration (self, shape);
      write_if_kind (self, shape, "pattern", SALON_JSON_STRING);
      write_count (self, shape, "minLength");
      write_count (self, shape, "maxLength");
      break;
    case TYPE_NUMBER:
    case TYPE_INTEGER:
      write_if_kind (self, shape, "minimum", SALON_JSON_NUMBER);
      write_if_kind (self, shape, "maximum", SALON_JSON_NUMBER);
      break;
    case TYPE_ARRAY:
      write_items (self, shape);
      write_count (self, shape, "minItems");
      write_count (self, shape, "maxItems");
      break;
    case TYPE_OBJECT:
      write_properties (self, shape);
      write_count (self, shape, "minProperties");
      write_count (self, shape, "maxProperties");
      break;
    case TYPE_BOOLEAN:
    case TYPE_NULL:
    default:
      break;
    }
  if (_salon_llm_schema_shape_get (shape, "default") != NULL)
    salon_json_writer_add_value (writer, "default",
                                 _salon_llm_schema_shape_get (shape, "default"));
  salon_json_writer_end_object (writer);
}

static gboolean
is_null_schema (const SalonJson *schema)
{
  const SalonJson *type = salon_json_get_member (schema, "type");
  const SalonJson *constant = salon_json_get_member (schema, "const");

  return read_type (type) == TYPE_NULL ||
         (constant != NULL && salon_json_get_kind (constant) == SALON_JSON_NULL);
}

/* Titled values are written as a choice of constants. */
static gboolean
write_constants (SalonLlmSchemaAdapter *self,
                 const char            *name,
                 SalonLlmSchemaShape   *shape,
                 GPtrArray             *schemas,
                 gboolean               nullable)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *description = NULL;

  for (guint i = 0; i < schemas->len; i++)
    {
      const char *constant;

      constant = salon_json_as_string (salon_json_get_member (schemas->pdata[i], "const"));
      if (constant == NULL || constant[0] == '\0')
        return FALSE;
    }
  description = _salon_llm_schema_shape_describe (shape);
  salon_json_writer_begin_object (self->writer, name);
  salon_json_writer_add_string (self->writer, "type", "STRING");
  if (nullable)
    salon_json_writer_add_boolean (self->writer, "nullable", TRUE);
  write_if_kind (self, shape, "title", SALON_JSON_STRING);
  if (description != NULL)
    salon_json_writer_add_string (self->writer, "description", description);
  salon_json_writer_begin_array (self->writer, "enum");
  for (guint i = 0; i < schemas->len; i++)
    {
      const char *constant;

      constant = salon_json_as_string (salon_json_get_member (schemas->pdata[i], "const"));
      if (g_hash_table_add (seen, (char *) constant))
        salon_json_writer_add_string (self->writer, NULL, constant);
    }
  salon_json_writer_end_array (self->writer);
  salon_json_writer_end_object (self->writer);
  return TRUE;
}

static void
write_alternative (SalonLlmSchemaAdapter *self,
                   const SalonJson       *schema,
                   const char            *description)
{
  SalonLlmSchemaShape *shape = _salon_llm_schema_shape_new (self, schema, FALSE);

  if (description != NULL)
    g_ptr_array_add (shape->sentences, g_strdup (description));
  write_shape (self, NULL, shape);
  _salon_llm_schema_shape_free (shape, self);
}

static void
write_choices (SalonLlmSchemaAdapter *self,
               const char            *name,
               SalonLlmSchemaShape   *shape)
{
  g_autoptr (GPtrArray) schemas = g_ptr_array_new ();
  g_autofree char *description = NULL;
  SalonJsonIter iter;
  const SalonJson *choice;
  gboolean nullable = FALSE;

  salon_json_iter_init (&iter, shape->choices);
  while (salon_json_iter_next (&iter, NULL, &choice))
    {
      if (is_null_schema (choice))
        nullable = TRUE;
      else if (schemas->len < MAX_TOLD)
        g_ptr_array_add (schemas, (gpointer) choice);
    }
  if (schemas->len > 0 && write_constants (self, name, shape, schemas, nullable))
    return;
  tell_rules (self, shape, 0);
  description = _salon_llm_schema_shape_describe (shape);
  salon_json_writer_begin_object (self->writer, name);
  salon_json_writer_begin_array (self->writer, "anyOf");
  for (guint i = 0; !self->exhausted && i < schemas->len; i++)
    write_alternative (self, schemas->pdata[i], i == 0 ? description : NULL);
  if (nullable || schemas->len == 0)
    {
      salon_json_writer_begin_object (self->writer, NULL);
      salon_json_writer_add_string (self->writer, "type", "NULL");
      salon_json_writer_end_object (self->writer);
    }
  salon_json_writer_end_array (self->writer);
  salon_json_writer_end_object (self->writer);
}

static void
write_types (SalonLlmSchemaAdapter *self,
             const char            *name,
             SalonLlmSchemaShape   *shape,
             Types                  types,
             const char            *description)
{
  salon_json_writer_begin_object (self->writer, name);
  salon_json_writer_begin_array (self->writer, "anyOf");
  for (guint i = 0; !self->exhausted && i < G_N_ELEMENTS (type_names); i++)
    {
      if ((types & type_names[i].type) == 0)
        continue;
      write_of_type (self, NULL, shape, type_names[i].type, FALSE, description);
      description = NULL;
    }
  salon_json_writer_end_array (self->writer);
  salon_json_writer_end_object (self->writer);
}

static void
write_shape (SalonLlmSchemaAdapter *self,
             const char            *name,
             SalonLlmSchemaShape   *shape)
{
  g_autofree char *description = NULL;
  Types types;

  if (shape->choices != NULL && shape->properties->len == 0)
    {
      write_choices (self, name, shape);
      return;
    }
  types = get_types (shape);
  tell_rules (self, shape, types & ~TYPE_NULL);
  description = _salon_llm_schema_shape_describe (shape);
  if (types == 0)
    write_any (self, name, description);
  else if (types == TYPE_NULL)
    write_of_type (self, name, shape, TYPE_NULL, FALSE, description);
  else if (is_single (types & ~TYPE_NULL))
    write_of_type (self, name, shape, types & ~TYPE_NULL, (types & TYPE_NULL) != 0, description);
  else
    write_types (self, name, shape, types, description);
}

/* The only choice but “null” is no choice. */
static const SalonJson *
skip_single_choice (SalonLlmSchemaShape *shape,
                    gboolean            *nullable)
{
  SalonJsonIter iter;
  const SalonJson *choice;
  const SalonJson *only = NULL;

  *nullable = FALSE;
  if (shape->properties->len > 0)
    return NULL;
  salon_json_iter_init (&iter, shape->choices);
  while (salon_json_iter_next (&iter, NULL, &choice))
    {
      if (is_null_schema (choice))
        *nullable = TRUE;
      else if (only != NULL)
        return NULL;
      else
        only = choice;
    }
  return only;
}

static void
write_single_choice (SalonLlmSchemaAdapter *self,
                     const char            *name,
                     SalonLlmSchemaShape   *outer,
                     const SalonJson       *choice,
                     gboolean               nullable)
{
  SalonLlmSchemaShape *shape = _salon_llm_schema_shape_new (self, choice, FALSE);
  g_autofree char *description = _salon_llm_schema_shape_describe (outer);
  Types types;

  if (description != NULL)
    g_ptr_array_insert (shape->sentences, 0, g_strdup (description));
  types = get_types (shape);
  if (shape->choices != NULL || !is_single (types & ~TYPE_NULL))
    write_shape (self, name, shape);
  else
    {
      g_autofree char *all = NULL;

      tell_rules (self, shape, types & ~TYPE_NULL);
      all = _salon_llm_schema_shape_describe (shape);
      write_of_type (self, name, shape, types & ~TYPE_NULL,
                     nullable || (types & TYPE_NULL) != 0, all);
    }
  _salon_llm_schema_shape_free (shape, self);
}

static void
write_schema (SalonLlmSchemaAdapter *self,
              const char            *name,
              const SalonJson       *schema)
{
  SalonLlmSchemaShape *shape;
  const SalonJson *only;
  gboolean nullable;

  if (!_salon_llm_schema_count (self))
    return;
  if (++self->depth > SALON_LLM_SCHEMA_MAX_DEPTH)
    {
      _salon_llm_schema_note (self, _("The schema is nested too deeply; a part of it was left "
                                      "out."));
      write_any (self, name, NULL);
      self->depth--;
      return;
    }
  shape = _salon_llm_schema_shape_new (self, schema, FALSE);
  /* Alternatives beside properties only say which of them belong together. */
  if (shape->choices != NULL && shape->properties->len > 0)
    {
      _salon_llm_schema_shape_free (shape, self);
      shape = _salon_llm_schema_shape_new (self, schema, TRUE);
    }
  only = skip_single_choice (shape, &nullable);
  if (only != NULL)
    write_single_choice (self, name, shape, only, nullable);
  else
    write_shape (self, name, shape);
  _salon_llm_schema_shape_free (shape, self);
  self->depth--;
}

void
_salon_llm_schema_write_gemini (SalonLlmSchemaAdapter *self)
{
  SalonLlmSchemaShape *shape = _salon_llm_schema_shape_new (self, self->root, TRUE);
  g_autofree char *description = NULL;

  tell_dropped (self, shape);
  description = _salon_llm_schema_shape_describe (shape);
  salon_json_writer_begin_object (self->writer, NULL);
  salon_json_writer_add_string (self->writer, "type", "OBJECT");
  if (description != NULL)
    salon_json_writer_add_string (self->writer, "description", description);
  write_properties (self, shape);
  salon_json_writer_end_object (self->writer);
  _salon_llm_schema_shape_free (shape, self);
}
