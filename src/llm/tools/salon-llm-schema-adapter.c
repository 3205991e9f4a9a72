/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-llm-schema-adapter.h"

#include <glib/gi18n.h>
#include <string.h>

#include "salon-llm-schema-private.h"

/* Beyond any of these a schema is no description of arguments any more: the model gets an object
 * of anything instead. The largest real ones have some 60 KB and 1,500 values. */
#define MAX_BYTES (256 * 1024)
#define MAX_VALUES 20000
#define MAX_JSON_DEPTH 64
#define MAX_WRITTEN 4000

/* What Anthropic takes as the name of a property at the root. */
#define MAX_PROPERTY_NAME 64
#define HASH_LENGTH 8

typedef struct
{
  gsize n_bytes;
  guint n_values;
} Measure;

static gboolean
measure_string (Measure    *measure,
                const char *text,
                gsize       length)
{
  /* With its quotes, and a comma or a colon. */
  measure->n_bytes += length + 3;
  return measure->n_bytes <= MAX_BYTES;
}

static gboolean
measure_value (Measure         *measure,
               const SalonJson *value,
               guint            depth)
{
  SalonJsonIter iter;
  const char *name;
  const SalonJson *child;
  gsize length = 0;

  if (++measure->n_values > MAX_VALUES || depth > MAX_JSON_DEPTH)
    return FALSE;
  if (salon_json_is_string (value))
    {
      const char *text = salon_json_as_string_length (value, &length);

      return measure_string (measure, text, length);
    }
  salon_json_iter_init (&iter, value);
  while (salon_json_iter_next (&iter, &name, &child))
    {
      if (name != NULL && !measure_string (measure, name, strlen (name)))
        return FALSE;
      if (!measure_value (measure, child, depth + 1))
        return FALSE;
    }
  return TRUE;
}

void
_salon_llm_schema_note (SalonLlmSchemaAdapter *self,
                        const char            *format,
                        ...)
{
  g_autofree char *note = NULL;
  va_list arguments;

  /* A sentence each is enough to understand what happened; a thousand are not better. */
  if (self->notes == NULL || self->notes->len >= 20)
    return;
  va_start (arguments, format);
  note = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (!g_ptr_array_find_with_equal_func (self->notes, note, g_str_equal, NULL))
    g_ptr_array_add (self->notes, g_steal_pointer (&note));
}

gboolean
_salon_llm_schema_count (SalonLlmSchemaAdapter *self)
{
  if (++self->n_written > MAX_WRITTEN)
    self->exhausted = TRUE;
  return !self->exhausted;
}

static SalonJsonDocument *
make_permissive (SalonLlmSchemaDialect dialect)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "type",
                                dialect == SALON_LLM_SCHEMA_GEMINI ? "OBJECT" : "object");
  if (dialect != SALON_LLM_SCHEMA_GEMINI)
    {
      salon_json_writer_begin_object (writer, "properties");
      salon_json_writer_end_object (writer);
    }
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish_document (writer);
}

/**
 * salon_llm_schema_adapt:
 * @schema: (nullable): the JSON Schema of a tool's arguments, of whatever quality
 * @dialect: what the provider takes
 * @notes: (nullable) (element-type utf8): gets sentences about what was lost; has to free them
 *
 * Rewrites a tool's schema for a provider. The root always is an object; what the provider would
 * refuse is expressed otherwise, said in a description, or dropped with a note. The same schema
 * always gives the same bytes. A schema that is too large to be a description of arguments becomes
 * an object of anything.
 *
 * For %SALON_LLM_SCHEMA_GEMINI, a root without “properties” stands for a function without
 * parameters: “parameters” has to be left out of its declaration.
 *
 * Returns: (transfer full): the schema to send
 */
SalonJsonDocument *
salon_llm_schema_adapt (const SalonJson       *schema,
                        SalonLlmSchemaDialect  dialect,
                        GPtrArray             *notes)
{
  g_autoptr (SalonJsonWriter) writer = NULL;
  g_autoptr (GPtrArray) entered = NULL;
  SalonLlmSchemaAdapter self = { .root = schema, .dialect = dialect, .notes = notes };
  Measure measure = { 0, 0 };

  if (schema == NULL)
    return make_permissive (dialect);
  if (!salon_json_is_object (schema))
    {
      _salon_llm_schema_note (&self, _("The schema of the arguments is %s, not an object; the "
                                       "model is told of no arguments."),
                              salon_json_kind_to_string (salon_json_get_kind (schema)));
      return make_permissive (dialect);
    }
  if (!measure_value (&measure, schema, 0))
    {
      _salon_llm_schema_note (&self, _("The schema of the arguments is too large; the model is "
                                       "told of no arguments."));
      return make_permissive (dialect);
    }

  writer = salon_json_writer_new ();
  entered = g_ptr_array_new ();
  self.writer = writer;
  self.entered = entered;
  g_ptr_array_add (entered, (gpointer) schema);
  if (dialect == SALON_LLM_SCHEMA_GEMINI)
    _salon_llm_schema_write_gemini (&self);
  else
    _salon_llm_schema_write_standard (&self);
  if (self.exhausted)
    {
      _salon_llm_schema_note (&self, _("The schema of the arguments is too large once its "
                                       "references are spelled out; the model is told of no "
                                       "arguments."));
      return make_permissive (dialect);
    }
  return salon_json_writer_finish_document (writer);
}

static gboolean
is_property_character (char character)
{
  return g_ascii_isalnum (character) || character == '_' || character == '.' || character == '-';
}

/**
 * salon_llm_schema_dup_property_name:
 * @name: the name of an argument
 * @dialect: what the provider takes
 *
 * Where a provider restricts the names of the properties at a schema's root, others are sent
 * under a cleaned name that ends with a hash of the original.
 *
 * Returns: (transfer full): the name to send
 */
char *
salon_llm_schema_dup_property_name (const char            *name,
                                    SalonLlmSchemaDialect  dialect)
{
  g_autoptr (GString) clean = NULL;
  g_autofree char *hash = NULL;
  gsize length;
  gboolean fine;

  g_return_val_if_fail (name != NULL, NULL);

  length = strlen (name);
  fine = dialect != SALON_LLM_SCHEMA_ANTHROPIC || (length > 0 && length <= MAX_PROPERTY_NAME);
  clean = g_string_new (NULL);
  for (const char *at = name; *at != '\0'; at++)
    {
      /* One “_” a character, not a byte. */
      if (((guchar) *at & 0xc0) == 0x80)
        continue;
      fine = fine && (dialect != SALON_LLM_SCHEMA_ANTHROPIC || is_property_character (*at));
      g_string_append_c (clean, is_property_character (*at) ? *at : '_');
    }
  if (fine)
    return g_strdup (name);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, name, -1);
  g_string_truncate (clean, MIN (clean->len, MAX_PROPERTY_NAME - HASH_LENGTH - 1));
  g_string_append_printf (clean, "_%.*s", HASH_LENGTH, hash);
  return g_string_free (g_steal_pointer (&clean), FALSE);
}
