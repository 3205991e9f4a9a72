/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "salon-llm-schema-gemini-private.h"

/* The subset of OpenAPI's schema object that the Gemini API describes as “Schema”. There are no
 * references, no constants, no lists of types, choices only by “anyOf” and standing alone, values
 * to choose from only as strings. What has no keyword is told in the description, in English as
 * all that a model reads. */

static void write_schema (SalonLlmSchemaAdapter *self,
                          const char            *name,
                          const SalonJson       *schema);
static void write_shape  (SalonLlmSchemaAdapter *self,
                          const char            *name,
                          SalonLlmSchemaShape   *shape);

static gboolean
is_single (SalonLlmGeminiTypes types)
{
  return types != 0 && (types & (types - 1)) == 0;
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
  static const SalonLlmGeminiTypes types[] = {
    GEMINI_STRING, GEMINI_NUMBER, GEMINI_BOOLEAN, GEMINI_OBJECT, GEMINI_ARRAY,
  };

  salon_json_writer_begin_object (self->writer, name);
  salon_json_writer_begin_array (self->writer, "anyOf");
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      salon_json_writer_begin_object (self->writer, NULL);
      salon_json_writer_add_string (self->writer, "type",
                                    _salon_llm_gemini_get_name (types[i]));
      if (types[i] == GEMINI_ARRAY)
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
  while (schemas->len < SALON_LLM_GEMINI_MAX_TOLD && salon_json_iter_next (&iter, NULL, &value))
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
               SalonLlmGeminiTypes    type,
               gboolean               nullable,
               const char            *description)
{
  SalonJsonWriter *writer = self->writer;
  const char *format = salon_json_as_string (_salon_llm_schema_shape_get (shape, "format"));

  salon_json_writer_begin_object (writer, name);
  salon_json_writer_add_string (writer, "type", _salon_llm_gemini_get_name (type));
  if (nullable)
    salon_json_writer_add_boolean (writer, "nullable", TRUE);
  write_if_kind (self, shape, "title", SALON_JSON_STRING);
  if (description != NULL)
    salon_json_writer_add_string (writer, "description", description);
  if (format != NULL && _salon_llm_gemini_takes_format (type, format))
    salon_json_writer_add_string (writer, "format", format);
  switch (type)
    {
    case GEMINI_STRING:
      write_enumeration (self, shape);
      write_if_kind (self, shape, "pattern", SALON_JSON_STRING);
      write_count (self, shape, "minLength");
      write_count (self, shape, "maxLength");
      break;
    case GEMINI_NUMBER:
    case GEMINI_INTEGER:
      write_if_kind (self, shape, "minimum", SALON_JSON_NUMBER);
      write_if_kind (self, shape, "maximum", SALON_JSON_NUMBER);
      break;
    case GEMINI_ARRAY:
      write_items (self, shape);
      write_count (self, shape, "minItems");
      write_count (self, shape, "maxItems");
      break;
    case GEMINI_OBJECT:
      write_properties (self, shape);
      write_count (self, shape, "minProperties");
      write_count (self, shape, "maxProperties");
      break;
    case GEMINI_BOOLEAN:
    case GEMINI_NULL:
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

  return _salon_llm_gemini_read_type (type) == GEMINI_NULL ||
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
      else if (schemas->len < SALON_LLM_GEMINI_MAX_TOLD)
        g_ptr_array_add (schemas, (gpointer) choice);
    }
  if (schemas->len > 0 && write_constants (self, name, shape, schemas, nullable))
    return;
  _salon_llm_gemini_tell_rules (self, shape, 0);
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
             SalonLlmGeminiTypes    types,
             const char            *description)
{
  salon_json_writer_begin_object (self->writer, name);
  salon_json_writer_begin_array (self->writer, "anyOf");
  for (guint type = GEMINI_STRING; !self->exhausted && type <= GEMINI_NULL; type <<= 1)
    {
      if ((types & type) == 0)
        continue;
      write_of_type (self, NULL, shape, type, FALSE, description);
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
  SalonLlmGeminiTypes types;

  if (shape->choices != NULL && shape->properties->len == 0)
    {
      write_choices (self, name, shape);
      return;
    }
  types = _salon_llm_gemini_get_types (shape);
  _salon_llm_gemini_tell_rules (self, shape, types & ~GEMINI_NULL);
  description = _salon_llm_schema_shape_describe (shape);
  if (types == 0)
    write_any (self, name, description);
  else if (types == GEMINI_NULL)
    write_of_type (self, name, shape, GEMINI_NULL, FALSE, description);
  else if (is_single (types & ~GEMINI_NULL))
    write_of_type (self, name, shape, types & ~GEMINI_NULL, (types & GEMINI_NULL) != 0,
                   description);
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
  SalonLlmGeminiTypes types;

  if (description != NULL)
    g_ptr_array_insert (shape->sentences, 0, g_strdup (description));
  types = _salon_llm_gemini_get_types (shape);
  if (shape->choices != NULL || !is_single (types & ~GEMINI_NULL))
    write_shape (self, name, shape);
  else
    {
      g_autofree char *all = NULL;

      _salon_llm_gemini_tell_rules (self, shape, types & ~GEMINI_NULL);
      all = _salon_llm_schema_shape_describe (shape);
      write_of_type (self, name, shape, types & ~GEMINI_NULL,
                     nullable || (types & GEMINI_NULL) != 0, all);
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

  _salon_llm_gemini_tell_dropped (self, shape);
  description = _salon_llm_schema_shape_describe (shape);
  salon_json_writer_begin_object (self->writer, NULL);
  salon_json_writer_add_string (self->writer, "type", "OBJECT");
  if (description != NULL)
    salon_json_writer_add_string (self->writer, "description", description);
  write_properties (self, shape);
  salon_json_writer_end_object (self->writer);
  _salon_llm_schema_shape_free (shape, self);
}
