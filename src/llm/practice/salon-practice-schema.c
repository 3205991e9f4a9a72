/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-practice-schema-private.h"

#include <string.h>

#include "salon-practice-words-private.h"

#define MOST_STEPS 8 /* references and alternatives followed: a circle ends, too */

/* Follows a reference inside the same schema: “#/$defs/name”. */
static const SalonJson *
follow_reference (const SalonJson *root,
                  const char      *reference)
{
  const SalonJson *value = root;
  g_auto (GStrv) names = NULL;

  if (!g_str_has_prefix (reference, "#/"))
    return NULL;
  names = g_strsplit (reference + 2, "/", -1);
  for (guint i = 0; names[i] != NULL; i++)
    value = salon_json_get_member (value, names[i]);
  return value;
}

static gboolean
is_null_schema (const SalonJson *schema)
{
  return g_strcmp0 (salon_json_as_string (salon_json_get_member (schema, "type")), "null") == 0;
}

static const SalonJson *
choose_alternative (const SalonJson *schema)
{
  static const char * const keywords[] = { "anyOf", "oneOf", "allOf" };

  for (guint i = 0; i < G_N_ELEMENTS (keywords); i++)
    {
      const SalonJson *alternative;
      SalonJsonIter iter;

      salon_json_iter_init (&iter, salon_json_get_member (schema, keywords[i]));
      while (salon_json_iter_next (&iter, NULL, &alternative))
        {
          if (!is_null_schema (alternative))
            return alternative;
        }
    }
  return NULL;
}

/* The schema that a schema stands for: references followed, the first alternative taken. */
const SalonJson *
salon_practice_schema_resolve (const SalonJson *root,
                               const SalonJson *schema)
{
  for (guint i = 0; i < MOST_STEPS; i++)
    {
      const char *reference = salon_json_as_string (salon_json_get_member (schema, "$ref"));
      const SalonJson *next = NULL;

      if (reference != NULL)
        next = follow_reference (root, reference);
      else if (salon_json_get_member (schema, "type") == NULL)
        next = choose_alternative (schema);
      if (next == NULL)
        return schema;
      schema = next;
    }
  return schema;
}

/* The properties by their names; NULL when there are none, or something else in their place. */
const SalonJson *
salon_practice_schema_get_properties (const SalonJson *schema)
{
  const SalonJson *properties = salon_json_get_member (schema, "properties");

  return salon_json_is_object (properties) ? properties : NULL;
}

/* The type of what a resolved schema describes; a string when it does not say. */
const char *
salon_practice_schema_get_type (const SalonJson *schema)
{
  const SalonJson *type = salon_json_get_member (schema, "type");
  const SalonJson *entry;
  SalonJsonIter iter;

  if (salon_json_as_string (type) != NULL)
    return salon_json_as_string (type);
  salon_json_iter_init (&iter, salon_json_is_array (type) ? type : NULL);
  while (salon_json_iter_next (&iter, NULL, &entry))
    {
      const char *name = salon_json_as_string (entry);

      if (name != NULL && strcmp (name, "null") != 0)
        return name;
    }
  if (salon_json_get_member (schema, "properties") != NULL)
    return "object";
  if (salon_json_get_member (schema, "items") != NULL)
    return "array";
  return "string";
}

gboolean
salon_practice_schema_is_number (const SalonJson *root,
                                 const SalonJson *schema)
{
  const char *type = salon_practice_schema_get_type (salon_practice_schema_resolve (root, schema));

  return strcmp (type, "number") == 0 || strcmp (type, "integer") == 0;
}

static gboolean
name_has_word (const char         *name,
               const char * const *words)
{
  g_autoptr (GPtrArray) parts = salon_practice_words_split (name, G_MAXSIZE);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *stem = salon_practice_word_stem (words[i], -1);

      if (salon_practice_words_contain (parts, stem))
        return TRUE;
    }
  return FALSE;
}

/* Whether a property takes a path, by its name. */
gboolean
salon_practice_schema_is_path (const char *name)
{
  static const char * const yes[] = {
    "path", "file", "filename", "directory", "folder", "source", "destination", NULL
  };
  static const char * const no[] = {
    "content", "text", "type", "size", "pattern", "limit", "depth", "mode", NULL
  };

  return name_has_word (name, yes) && !name_has_word (name, no);
}

gboolean
salon_practice_schema_is_url (const char      *name,
                              const SalonJson *schema)
{
  static const char * const yes[] = { "url", "uri", "link", NULL };
  const char *format = salon_json_as_string (salon_json_get_member (schema, "format"));

  return g_strcmp0 (format, "uri") == 0 || name_has_word (name, yes);
}

gboolean
salon_practice_schema_is_zone (const char *name)
{
  static const char * const yes[] = { "timezone", "zone", "tz", NULL };

  return name_has_word (name, yes);
}

gboolean
salon_practice_schema_is_required (const SalonJson *schema,
                                   const char      *name)
{
  const SalonJson *entry;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, salon_json_get_member (schema, "required"));
  while (salon_json_iter_next (&iter, NULL, &entry))
    {
      if (g_strcmp0 (salon_json_as_string (entry), name) == 0)
        return TRUE;
    }
  return FALSE;
}
