/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "salon-llm-schema-private.h"

/* JSON Schema 2020-12 as OpenAI and Anthropic take it. Most of a schema passes through as it is;
 * what would make the provider refuse the whole request – and with it every other tool – is put
 * right: keywords with values of the wrong type, older drafts' tuples and bounds, references that
 * lead nowhere, arrays without items (OpenAI). */

typedef enum
{
  KEYWORD_SCHEMA,
  KEYWORD_SCHEMAS,
  KEYWORD_NAMED,
  KEYWORD_STRING,
  KEYWORD_NUMBER,
  KEYWORD_BOOLEAN,
  KEYWORD_STRINGS,
  KEYWORD_ARRAY,
  KEYWORD_TYPE,
  KEYWORD_ITEMS,
  KEYWORD_BOUND,
  KEYWORD_DROPPED,
} KeywordKind;

static const struct
{
  const char *name;
  KeywordKind kind;
} keywords[] = {
  { "type", KEYWORD_TYPE },
  { "description", KEYWORD_STRING },
  { "properties", KEYWORD_NAMED },
  { "required", KEYWORD_STRINGS },
  { "enum", KEYWORD_ARRAY },
  { "items", KEYWORD_ITEMS },
  { "title", KEYWORD_STRING },
  { "format", KEYWORD_STRING },
  { "pattern", KEYWORD_STRING },
  { "minimum", KEYWORD_NUMBER },
  { "maximum", KEYWORD_NUMBER },
  { "exclusiveMinimum", KEYWORD_BOUND },
  { "exclusiveMaximum", KEYWORD_BOUND },
  { "multipleOf", KEYWORD_NUMBER },
  { "minLength", KEYWORD_NUMBER },
  { "maxLength", KEYWORD_NUMBER },
  { "minItems", KEYWORD_NUMBER },
  { "maxItems", KEYWORD_NUMBER },
  { "minContains", KEYWORD_NUMBER },
  { "maxContains", KEYWORD_NUMBER },
  { "minProperties", KEYWORD_NUMBER },
  { "maxProperties", KEYWORD_NUMBER },
  { "uniqueItems", KEYWORD_BOOLEAN },
  { "readOnly", KEYWORD_BOOLEAN },
  { "writeOnly", KEYWORD_BOOLEAN },
  { "deprecated", KEYWORD_BOOLEAN },
  { "examples", KEYWORD_ARRAY },
  { "anyOf", KEYWORD_SCHEMAS },
  { "oneOf", KEYWORD_SCHEMAS },
  { "allOf", KEYWORD_SCHEMAS },
  { "prefixItems", KEYWORD_SCHEMAS },
  { "not", KEYWORD_SCHEMA },
  { "if", KEYWORD_SCHEMA },
  { "then", KEYWORD_SCHEMA },
  { "else", KEYWORD_SCHEMA },
  { "contains", KEYWORD_SCHEMA },
  { "additionalProperties", KEYWORD_SCHEMA },
  { "propertyNames", KEYWORD_SCHEMA },
  { "unevaluatedItems", KEYWORD_SCHEMA },
  { "unevaluatedProperties", KEYWORD_SCHEMA },
  { "contentSchema", KEYWORD_SCHEMA },
  { "contentEncoding", KEYWORD_STRING },
  { "contentMediaType", KEYWORD_STRING },
  { "$defs", KEYWORD_NAMED },
  { "definitions", KEYWORD_NAMED },
  { "patternProperties", KEYWORD_NAMED },
  { "dependentSchemas", KEYWORD_NAMED },
  /* Without references by name nothing depends on these. */
  { "$schema", KEYWORD_DROPPED },
  { "$id", KEYWORD_DROPPED },
  { "id", KEYWORD_DROPPED },
  { "$anchor", KEYWORD_DROPPED },
  { "$dynamicAnchor", KEYWORD_DROPPED },
  { "$recursiveAnchor", KEYWORD_DROPPED },
  { "$vocabulary", KEYWORD_DROPPED },
  { "$comment", KEYWORD_DROPPED },
  { "$ref", KEYWORD_DROPPED },
  { "$dynamicRef", KEYWORD_DROPPED },
  { "$recursiveRef", KEYWORD_DROPPED },
  { "additionalItems", KEYWORD_DROPPED },
  { "dependencies", KEYWORD_DROPPED },
};

static void write_schema (SalonLlmSchemaAdapter *self,
                          const char            *name,
                          const SalonJson       *schema);

/* --- references -------------------------------------------------------------------------- */

/* Whether the place a pointer leads to is where it was after the root has been rewritten. */
static gboolean
stays_in_place (const char *reference)
{
  if (strcmp (reference, "#") == 0)
    return TRUE;
  if (!g_str_has_prefix (reference, "#/$defs/") && !g_str_has_prefix (reference, "#/definitions/"))
    return FALSE;
  /* Definitions stay whole, but older tuples inside them move. */
  return strstr (reference, "/items/") == NULL;
}

/* What says something of the place a reference stands at. */
static void
write_siblings (SalonLlmSchemaAdapter *self,
                const SalonJson       *schema)
{
  const char *description = salon_json_as_string (salon_json_get_member (schema, "description"));
  const SalonJson *value = salon_json_get_member (schema, "default");

  if (description != NULL)
    salon_json_writer_add_string (self->writer, "description", description);
  if (value != NULL)
    salon_json_writer_add_value (self->writer, "default", value);
}

static void
write_reference (SalonLlmSchemaAdapter *self,
                 const char            *name,
                 const SalonJson       *schema,
                 const char            *reference)
{
  SalonJsonWriter *writer = self->writer;
  const SalonJson *target = _salon_llm_schema_resolve (self, reference);
  gboolean stays;

  if (target == self->root)
    reference = "#";
  stays = target != NULL && stays_in_place (reference);
  if (target != NULL && !stays && !g_ptr_array_find (self->entered, target, NULL))
    {
      g_ptr_array_add (self->entered, (gpointer) target);
      write_schema (self, name, target);
      g_ptr_array_set_size (self->entered, (int) self->entered->len - 1);
      return;
    }
  if (target == NULL)
    _salon_llm_schema_note (self, _("The schema refers to “%.200s”, which it does not hold; "
                                    "anything is allowed there."), reference);
  else if (!stays)
    _salon_llm_schema_note (self, _("The schema refers to itself at “%.200s”; it is not spelled "
                                    "out further there."), reference);
  salon_json_writer_begin_object (writer, name);
  write_siblings (self, schema);
  if (stays)
    salon_json_writer_add_string (writer, "$ref", reference);
  salon_json_writer_end_object (writer);
}

/* --- keywords ---------------------------------------------------------------------------- */

static gboolean
is_type (const SalonJson *value)
{
  static const char * const types[] = {
    "string", "number", "integer", "boolean", "array", "object", "null", NULL
  };
  const char *text = salon_json_as_string (value);

  return text != NULL && g_strv_contains (types, text);
}

static void
write_type (SalonLlmSchemaAdapter *self,
            const SalonJson       *value)
{
  SalonJsonIter iter;
  const SalonJson *element;
  guint n = 0;

  if (is_type (value))
    {
      salon_json_writer_add_value (self->writer, "type", value);
      return;
    }
  salon_json_iter_init (&iter, salon_json_is_array (value) ? value : NULL);
  while (salon_json_iter_next (&iter, NULL, &element))
    {
      if (!is_type (element))
        continue;
      if (n++ == 0)
        salon_json_writer_begin_array (self->writer, "type");
      salon_json_writer_add_value (self->writer, NULL, element);
    }
  if (n > 0)
    salon_json_writer_end_array (self->writer);
  else
    _salon_llm_schema_note (self, _("The schema names a type that there is not; anything is "
                                    "allowed there."));
}

static void
write_strings (SalonLlmSchemaAdapter *self,
               const char            *name,
               const SalonJson       *value)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  SalonJsonIter iter;
  const SalonJson *element;

  if (!salon_json_is_array (value))
    return;
  salon_json_writer_begin_array (self->writer, name);
  salon_json_iter_init (&iter, value);
  while (salon_json_iter_next (&iter, NULL, &element))
    {
      const char *text = salon_json_as_string (element);

      if (text != NULL && g_hash_table_add (seen, (char *) text))
        salon_json_writer_add_string (self->writer, NULL, text);
    }
  salon_json_writer_end_array (self->writer);
}

static void
write_schemas (SalonLlmSchemaAdapter *self,
               const char            *name,
               const SalonJson       *value)
{
  SalonJsonIter iter;
  const SalonJson *element;

  /* An empty list is no schema (Core 10.2.1). */
  if (!salon_json_is_array (value) || salon_json_get_length (value) == 0)
    return;
  salon_json_writer_begin_array (self->writer, name);
  salon_json_iter_init (&iter, value);
  while (!self->exhausted && salon_json_iter_next (&iter, NULL, &element))
    write_schema (self, NULL, element);
  salon_json_writer_end_array (self->writer);
}

static void
write_named (SalonLlmSchemaAdapter *self,
             const char            *name,
             const SalonJson       *value)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  SalonJsonIter iter;
  const char *key;
  const SalonJson *element;

  if (!salon_json_is_object (value))
    return;
  salon_json_writer_begin_object (self->writer, name);
  salon_json_iter_init (&iter, value);
  while (!self->exhausted && salon_json_iter_next (&iter, &key, &element))
    {
      if (key != NULL && g_hash_table_add (seen, (char *) key))
        write_schema (self, key, element);
    }
  salon_json_writer_end_object (self->writer);
}

/* Draft 4 has tuples as an array in “items”, which 2020-12 calls “prefixItems”. */
static void
write_items (SalonLlmSchemaAdapter *self,
             const SalonJson       *schema,
             const SalonJson       *value)
{
  const SalonJson *additional = salon_json_get_member (schema, "additionalItems");
  gboolean allowed;

  if (!salon_json_is_array (value))
    {
      write_schema (self, "items", value);
      return;
    }
  if (salon_json_get_member (schema, "prefixItems") == NULL)
    write_schemas (self, "prefixItems", value);
  if (additional == NULL)
    return;
  if (!salon_json_as_boolean (additional, &allowed))
    write_schema (self, "items", additional);
  else if (!allowed && salon_json_get_member (schema, "maxItems") == NULL)
    salon_json_writer_add_int64 (self->writer, "maxItems",
                                 (gint64) salon_json_get_length (value));
}

/* Draft 4 says with a boolean whether “minimum” itself is excluded. */
static void
write_bound (SalonLlmSchemaAdapter *self,
             const SalonJson       *schema,
             const char            *name,
             const SalonJson       *value)
{
  const SalonJson *bound;
  gboolean excluded = FALSE;

  if (salon_json_get_kind (value) == SALON_JSON_NUMBER)
    salon_json_writer_add_value (self->writer, name, value);
  if (!salon_json_as_boolean (value, &excluded) || !excluded)
    return;
  bound = salon_json_get_member (schema, strcmp (name, "exclusiveMinimum") == 0 ? "minimum"
                                                                                 : "maximum");
  if (salon_json_get_kind (bound) == SALON_JSON_NUMBER)
    salon_json_writer_add_value (self->writer, name, bound);
}

/* Anything may stand in these; what is no array, number, string… is worth nothing. */
static void
write_if_kind (SalonLlmSchemaAdapter *self,
               const char            *name,
               const SalonJson       *value,
               SalonJsonKind          kind)
{
  if (salon_json_get_kind (value) == kind &&
      (kind != SALON_JSON_ARRAY || salon_json_get_length (value) > 0))
    salon_json_writer_add_value (self->writer, name, value);
}

static void
write_boolean_or_schema (SalonLlmSchemaAdapter *self,
                         const char            *name,
                         const SalonJson       *value)
{
  if (salon_json_get_kind (value) == SALON_JSON_BOOLEAN && strcmp (name, "not") != 0)
    salon_json_writer_add_value (self->writer, name, value);
  else
    write_schema (self, name, value);
}

static KeywordKind
find_keyword (const char *name,
              gboolean   *known)
{
  for (guint i = 0; i < G_N_ELEMENTS (keywords); i++)
    {
      if (strcmp (keywords[i].name, name) == 0)
        {
          *known = TRUE;
          return keywords[i].kind;
        }
    }
  *known = FALSE;
  return KEYWORD_DROPPED;
}

static void
write_keyword (SalonLlmSchemaAdapter *self,
               const SalonJson       *schema,
               const char            *name,
               const SalonJson       *value)
{
  gboolean known;

  switch (find_keyword (name, &known))
    {
    case KEYWORD_SCHEMA:
      write_boolean_or_schema (self, name, value);
      break;
    case KEYWORD_SCHEMAS:
      write_schemas (self, name, value);
      break;
    case KEYWORD_NAMED:
      write_named (self, name, value);
      break;
    case KEYWORD_STRING:
      write_if_kind (self, name, value, SALON_JSON_STRING);
      break;
    case KEYWORD_NUMBER:
      write_if_kind (self, name, value, SALON_JSON_NUMBER);
      break;
    case KEYWORD_BOOLEAN:
      write_if_kind (self, name, value, SALON_JSON_BOOLEAN);
      break;
    case KEYWORD_STRINGS:
      write_strings (self, name, value);
      break;
    case KEYWORD_ARRAY:
      write_if_kind (self, name, value, SALON_JSON_ARRAY);
      break;
    case KEYWORD_TYPE:
      write_type (self, value);
      break;
    case KEYWORD_ITEMS:
      write_items (self, schema, value);
      break;
    case KEYWORD_BOUND:
      write_bound (self, schema, name, value);
      break;
    case KEYWORD_DROPPED:
    default:
      if (!known)
        salon_json_writer_add_value (self->writer, name, value);
      break;
    }
}

/* --- schemas ----------------------------------------------------------------------------- */

/* “array schema missing items” is how OpenAI refuses the whole request. */
static gboolean
lacks_items (const SalonJson *schema)
{
  const char *type = salon_json_as_string (salon_json_get_member (schema, "type"));

  return type != NULL && strcmp (type, "array") == 0 &&
         salon_json_get_member (schema, "items") == NULL &&
         salon_json_get_member (schema, "prefixItems") == NULL;
}

static void
write_members (SalonLlmSchemaAdapter *self,
               const SalonJson       *schema)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  SalonJsonIter iter;
  const char *name;
  const SalonJson *value;

  salon_json_iter_init (&iter, schema);
  while (!self->exhausted && salon_json_iter_next (&iter, &name, &value))
    {
      if (name != NULL && g_hash_table_add (seen, (char *) name))
        write_keyword (self, schema, name, value);
    }
  if (lacks_items (schema))
    {
      salon_json_writer_begin_object (self->writer, "items");
      salon_json_writer_end_object (self->writer);
    }
}

static void
write_schema (SalonLlmSchemaAdapter *self,
              const char            *name,
              const SalonJson       *schema)
{
  SalonJsonWriter *writer = self->writer;
  const char *reference = _salon_llm_schema_get_reference (schema);
  gboolean allowed = TRUE;

  if (!_salon_llm_schema_count (self))
    return;
  if (++self->depth > SALON_LLM_SCHEMA_MAX_DEPTH || !salon_json_is_object (schema))
    {
      salon_json_writer_begin_object (writer, name);
      if (salon_json_as_boolean (schema, &allowed) && !allowed)
        {
          salon_json_writer_begin_object (writer, "not");
          salon_json_writer_end_object (writer);
        }
      salon_json_writer_end_object (writer);
      if (self->depth > SALON_LLM_SCHEMA_MAX_DEPTH)
        _salon_llm_schema_note (self, _("The schema is nested too deeply; a part of it was left "
                                        "out."));
    }
  else if (reference != NULL)
    write_reference (self, name, schema, reference);
  else
    {
      salon_json_writer_begin_object (writer, name);
      write_members (self, schema);
      salon_json_writer_end_object (writer);
    }
  self->depth--;
}

/* --- the root ---------------------------------------------------------------------------- */

static void
write_property (SalonLlmSchemaAdapter        *self,
                const char                   *name,
                const SalonLlmSchemaProperty *property)
{
  if (property->schemas->len == 1)
    {
      write_schema (self, name, property->schemas->pdata[0]);
      return;
    }
  salon_json_writer_begin_object (self->writer, name);
  salon_json_writer_begin_array (self->writer, "anyOf");
  for (guint i = 0; !self->exhausted && i < property->schemas->len; i++)
    write_schema (self, NULL, property->schemas->pdata[i]);
  salon_json_writer_end_array (self->writer);
  salon_json_writer_end_object (self->writer);
}

static void
write_properties (SalonLlmSchemaAdapter *self,
                  SalonLlmSchemaShape   *shape)
{
  g_autoptr (GHashTable) seen = NULL;

  seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  salon_json_writer_begin_object (self->writer, "properties");
  for (guint i = 0; !self->exhausted && i < shape->properties->len; i++)
    {
      SalonLlmSchemaProperty *property = shape->properties->pdata[i];
      char *name = salon_llm_schema_dup_property_name (property->name, self->dialect);

      /* The table owns it from here on, also when it was there before. */
      if (!g_hash_table_contains (seen, name))
        write_property (self, name, property);
      g_hash_table_add (seen, name);
    }
  salon_json_writer_end_object (self->writer);
}

static void
write_required (SalonLlmSchemaAdapter *self,
                SalonLlmSchemaShape   *shape)
{
  if (shape->required->len == 0)
    return;
  salon_json_writer_begin_array (self->writer, "required");
  for (guint i = 0; i < shape->required->len; i++)
    {
      g_autofree char *name = NULL;

      name = salon_llm_schema_dup_property_name (shape->required->pdata[i], self->dialect);
      salon_json_writer_add_string (self->writer, NULL, name);
    }
  salon_json_writer_end_array (self->writer);
}

/* What neither provider takes at the root: everything that makes it more than an object. */
static gboolean
is_refused_at_root (const char *name)
{
  static const char * const refused[] = {
    "type", "description", "enum", "const", "not", "if", "then", "else", "dependentSchemas",
    "dependencies", "items", "prefixItems", "nullable", "default", NULL
  };

  return g_strv_contains (refused, name);
}

void
_salon_llm_schema_write_standard (SalonLlmSchemaAdapter *self)
{
  SalonLlmSchemaShape *shape = _salon_llm_schema_shape_new (self, self->root, TRUE);
  g_autofree char *description = _salon_llm_schema_shape_describe (shape);

  salon_json_writer_begin_object (self->writer, NULL);
  salon_json_writer_add_string (self->writer, "type", "object");
  if (description != NULL)
    salon_json_writer_add_string (self->writer, "description", description);
  write_properties (self, shape);
  write_required (self, shape);
  for (guint i = 0; !self->exhausted && i < shape->members->len; i++)
    {
      SalonLlmSchemaMember *member = shape->members->pdata[i];

      if (!is_refused_at_root (member->name))
        write_keyword (self, self->root, member->name, member->value);
      else if (strcmp (member->name, "type") != 0 && strcmp (member->name, "description") != 0)
        _salon_llm_schema_note (self, _("“%s” can’t stand at the beginning of a schema and was "
                                        "left out."), member->name);
    }
  salon_json_writer_end_object (self->writer);
  _salon_llm_schema_shape_free (shape, self);
}
