/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-practice-arguments-private.h"

#include <math.h>
#include <string.h>

#include "salon-json-writer.h"

#include "salon-practice-schema-private.h"
#include "salon-practice-words-private.h"

#define MOST_LEVELS 6

/* What of a clause has been used already. */
typedef struct
{
  SalonJsonWriter *writer;
  const SalonJson *root;
  SalonPracticeClause *clause;
  char *remainder;
  guint n_quotes;
  guint n_paths;
  guint n_urls;
  guint n_zones;
  guint n_numbers;
} Filling;

static void write_value (Filling         *filling,
                         const char      *member,
                         const char      *name,
                         const SalonJson *schema,
                         guint            level);

static const char *
take (GPtrArray *values,
      guint     *n_taken)
{
  return *n_taken < values->len ? g_ptr_array_index (values, (*n_taken)++) : NULL;
}

/* Quotations that are paths go where paths are wanted. */
static const char *
take_quote (Filling *filling)
{
  const char *quote;

  while ((quote = take (filling->clause->quotes, &filling->n_quotes)) != NULL)
    {
      if (!g_ptr_array_find_with_equal_func (filling->clause->paths, quote, g_str_equal, NULL))
        return quote;
    }
  return NULL;
}

static void
write_number_text (SalonJsonWriter *writer,
                   const char      *member,
                   const char      *text,
                   gboolean         is_integer)
{
  double value = g_ascii_strtod (text, NULL);

  if (fabs (value) < 9e15 && (is_integer || value == floor (value)))
    salon_json_writer_add_int64 (writer, member, (gint64) value);
  else
    salon_json_writer_add_double (writer, member, value);
}

static gboolean
is_number_text (const char *text)
{
  char *end = NULL;

  if (text == NULL || *text == '\0')
    return FALSE;
  return isfinite (g_ascii_strtod (text, &end)) && *end == '\0';
}

/* The value of an enumeration that the clause speaks of. */
static const SalonJson *
find_enumerated (Filling         *filling,
                 const SalonJson *schema)
{
  const SalonJson *value;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, salon_json_get_member (schema, "enum"));
  while (salon_json_iter_next (&iter, NULL, &value))
    {
      const char *text = salon_json_as_string (value);
      g_autoptr (GPtrArray) words = salon_practice_words_split (text, G_MAXSIZE);
      guint n_found = 0;

      if (text != NULL &&
          g_ptr_array_find_with_equal_func (filling->clause->quotes, text, g_str_equal, NULL))
        return value;
      for (guint i = 0; i < words->len; i++)
        {
          if (salon_practice_words_contain (filling->clause->words, g_ptr_array_index (words, i)))
            n_found++;
        }
      if (words->len > 0 && n_found == words->len)
        return value;
    }
  return NULL;
}

/* What the schema itself proposes. */
static const SalonJson *
find_proposed (const SalonJson *schema)
{
  static const char * const lists[] = { "examples", "enum" };
  const SalonJson *value = salon_json_get_member (schema, "const");
  SalonJsonIter iter;

  if (value == NULL)
    value = salon_json_get_member (schema, "default");
  if (salon_json_get_kind (value) != SALON_JSON_NULL)
    return value;
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      salon_json_iter_init (&iter, salon_json_get_member (schema, lists[i]));
      if (salon_json_iter_next (&iter, NULL, &value))
        return value;
    }
  return NULL;
}

static void
write_number (Filling         *filling,
              const char      *member,
              const char      *name,
              const SalonJson *schema)
{
  gboolean is_integer = g_str_equal (salon_practice_schema_get_type (schema), "integer");
  g_autofree char *named = salon_practice_clause_dup_named (filling->clause, name);
  const SalonJson *proposed;
  const char *text = NULL;

  if (is_number_text (named))
    text = named;
  else
    text = take (filling->clause->numbers, &filling->n_numbers);
  proposed = find_proposed (schema);
  if (proposed == NULL)
    proposed = salon_json_get_member (schema, "minimum");

  if (text != NULL)
    write_number_text (filling->writer, member, text, is_integer);
  else if (salon_json_get_kind (proposed) == SALON_JSON_NUMBER)
    salon_json_writer_add_value (filling->writer, member, proposed);
  else
    salon_json_writer_add_int64 (filling->writer, member, 1);
}

static void
write_boolean (Filling         *filling,
               const char      *member,
               const char      *name,
               const SalonJson *schema)
{
  static const char * const yes[] = { "true", "yes", "on", NULL };
  g_autofree char *named = salon_practice_clause_dup_named (filling->clause, name);
  g_autofree char *lower = named != NULL ? g_utf8_strdown (named, -1) : NULL;
  const SalonJson *proposed = find_proposed (schema);
  gboolean value = FALSE;

  if (lower != NULL)
    value = g_strv_contains (yes, lower);
  else if (!salon_json_as_boolean (proposed, &value))
    value = salon_practice_words_contain (filling->clause->words, "true");
  salon_json_writer_add_boolean (filling->writer, member, value);
}

/* The words for a string by what its name and format say it is. */
static const char *
take_string (Filling         *filling,
             const char      *name,
             const SalonJson *schema)
{
  if (salon_practice_schema_is_zone (name))
    return take (filling->clause->zones, &filling->n_zones);
  if (salon_practice_schema_is_url (name, schema))
    return take (filling->clause->urls, &filling->n_urls);
  /* A quotation with spaces in it may be a path as well. */
  if (salon_practice_schema_is_path (name) && filling->n_paths < filling->clause->paths->len)
    return take (filling->clause->paths, &filling->n_paths);
  return take_quote (filling);
}

static const char *
fall_back (Filling         *filling,
           const char      *name,
           const SalonJson *schema)
{
  const char *format = salon_json_as_string (salon_json_get_member (schema, "format"));

  if (g_strcmp0 (format, "date") == 0)
    return "2026-01-01";
  if (g_strcmp0 (format, "date-time") == 0)
    return "2026-01-01T12:00:00Z";
  if (g_strcmp0 (format, "email") == 0)
    return "practice@example.org";
  if (salon_practice_schema_is_zone (name))
    return "UTC";
  if (salon_practice_schema_is_url (name, schema))
    return "https://example.org/";
  if (salon_practice_schema_is_path (name))
    return ".";
  if (filling->remainder != NULL)
    return filling->remainder;
  if (filling->clause->paths->len > 0)
    return g_ptr_array_index (filling->clause->paths, 0);
  if (filling->clause->urls->len > 0)
    return g_ptr_array_index (filling->clause->urls, 0);
  return "Hello from the practice model";
}

static void
write_string (Filling         *filling,
              const char      *member,
              const char      *name,
              const SalonJson *schema)
{
  const SalonJson *value = find_enumerated (filling, schema);
  const char *text = NULL;

  if (value == NULL && salon_json_get_member (schema, "enum") == NULL &&
      salon_json_get_member (schema, "const") == NULL)
    text = take_string (filling, name, schema);
  if (value == NULL)
    value = find_proposed (schema);

  if (text != NULL)
    salon_json_writer_add_string (filling->writer, member, text);
  else if (salon_json_as_string (value) != NULL)
    salon_json_writer_add_value (filling->writer, member, value);
  else
    salon_json_writer_add_string (filling->writer, member, fall_back (filling, name, schema));
}

static guint
count_for_items (Filling         *filling,
                 const char      *name,
                 const SalonJson *items)
{
  const char *type = salon_practice_schema_get_type (items);

  if (g_str_equal (type, "number") || g_str_equal (type, "integer"))
    return filling->clause->numbers->len - filling->n_numbers;
  if (!g_str_equal (type, "string"))
    return 1;
  if (salon_practice_schema_is_path (name))
    return filling->clause->paths->len - filling->n_paths;
  return filling->clause->quotes->len - filling->n_quotes;
}

static void
write_array (Filling         *filling,
             const char      *member,
             const char      *name,
             const SalonJson *schema,
             guint            level)
{
  const SalonJson *items = salon_practice_schema_resolve (filling->root,
                                                          salon_json_get_member (schema, "items"));
  guint count = MAX (1, count_for_items (filling, name, items));

  salon_json_writer_begin_array (filling->writer, member);
  for (guint i = 0; i < count; i++)
    write_value (filling, NULL, name, items, level + 1);
  salon_json_writer_end_array (filling->writer);
}

/* An optional argument is given only where the clause speaks of it. */
static gboolean
is_spoken_of (Filling         *filling,
              const char      *name,
              const SalonJson *schema)
{
  g_autofree char *named = salon_practice_clause_dup_named (filling->clause, name);
  const char *type = salon_practice_schema_get_type (schema);

  if (find_enumerated (filling, schema) != NULL)
    return TRUE;
  if (salon_practice_schema_is_number (filling->root, schema))
    return is_number_text (named);
  if (g_str_equal (type, "boolean"))
    return named != NULL;
  if (!g_str_equal (type, "string") && !g_str_equal (type, "array"))
    return FALSE;
  if (salon_practice_schema_is_zone (name))
    return filling->n_zones < filling->clause->zones->len;
  if (salon_practice_schema_is_path (name))
    return filling->n_paths < filling->clause->paths->len;
  return FALSE;
}

/* “Either a name or a text”: the first, and for a quotation, which is the text to be
 * found more often than a name, the last.
 */
static const SalonJson *
choose_required (Filling         *filling,
                 const SalonJson *schema)
{
  const SalonJson *chosen = NULL;
  const SalonJson *alternative;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, salon_json_get_member (schema, "anyOf"));
  while (salon_json_iter_next (&iter, NULL, &alternative))
    {
      if (chosen == NULL || filling->clause->quotes->len > 0)
        chosen = alternative;
    }
  return chosen;
}

static void
write_object (Filling         *filling,
              const char      *member,
              const SalonJson *schema,
              guint            level)
{
  const SalonJson *chosen = choose_required (filling, schema);
  const SalonJson *property;
  const char *name;
  SalonJsonIter iter;

  salon_json_writer_begin_object (filling->writer, member);
  salon_json_iter_init (&iter, salon_practice_schema_get_properties (schema));
  while (salon_json_iter_next (&iter, &name, &property))
    {
      property = salon_practice_schema_resolve (filling->root, property);
      if (salon_practice_schema_is_required (schema, name) ||
          salon_practice_schema_is_required (chosen, name) ||
          is_spoken_of (filling, name, property))
        write_value (filling, name, name, property, level + 1);
    }
  salon_json_writer_end_object (filling->writer);
}

static void
write_value (Filling         *filling,
             const char      *member,
             const char      *name,
             const SalonJson *schema,
             guint            level)
{
  const char *type = salon_practice_schema_get_type (schema);

  if (level > MOST_LEVELS)
    salon_json_writer_add_null (filling->writer, member);
  else if (g_str_equal (type, "object"))
    write_object (filling, member, schema, level);
  else if (g_str_equal (type, "array"))
    write_array (filling, member, name, schema, level);
  else if (g_str_equal (type, "boolean"))
    write_boolean (filling, member, name, schema);
  else if (g_str_equal (type, "number") || g_str_equal (type, "integer"))
    write_number (filling, member, name, schema);
  else if (g_str_equal (type, "null"))
    salon_json_writer_add_null (filling->writer, member);
  else
    write_string (filling, member, name, schema);
}

/* The arguments for a call of @tool, as a JSON text: every required one filled from the
 * clause as well as its schema lets guess, and the optional ones that it speaks of.
 */
char *
salon_practice_fill_arguments (SalonLlmTool        *tool,
                               SalonPracticeClause *clause,
                               GPtrArray           *name_words)
{
  const SalonJson *schema = salon_llm_tool_get_schema (tool);
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  Filling filling = { 0 };
  char *text;

  filling.writer = writer;
  filling.root = schema;
  filling.clause = clause;
  filling.remainder = salon_practice_clause_dup_remainder (clause, name_words);
  write_object (&filling, NULL, salon_practice_schema_resolve (schema, schema), 0);
  text = salon_json_writer_finish (writer);
  g_free (filling.remainder);
  return text;
}
