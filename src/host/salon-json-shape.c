/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-json-shape-private.h"

#include <glib/gi18n.h>

#include "salon-host-error.h"

static gboolean
wrong_kind (const char       *path,
            const char       *wanted,
            const SalonJson  *value,
            GError          **error)
{
  g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
               /* Translators: a key, then what it has to be and what it is: “an array of strings”,
                * “a string”. */
               _("“%s” has to be %s, not %s."), path, wanted,
               salon_json_kind_to_string (salon_json_get_kind (value)));

  return FALSE;
}

/* A string that can be an argument, a variable or a header: without NUL. */
static gboolean
take_string (const SalonJson  *value,
             const char       *path,
             const char      **string,
             GError          **error)
{
  if (!salon_json_is_string (value))
    return wrong_kind (path, _("a string"), value, error);

  *string = salon_json_as_string (value);
  if (*string == NULL)
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
                   _("“%s” must not contain the character U+0000."), path);
      return FALSE;
    }

  return TRUE;
}

/**
 * salon_json_shape_read_text:
 * @object: the object of an entry
 * @name: the key
 * @text: (out) (transfer full): the string; left alone when the key is missing or null
 * @error: where to say what is wrong
 *
 * Returns: %FALSE when there is something else than a string
 */
gboolean
salon_json_shape_read_text (const SalonJson  *object,
                            const char       *name,
                            char            **text,
                            GError          **error)
{
  const SalonJson *value = salon_json_get_member (object, name);
  const char *string;

  if (salon_json_get_kind (value) == SALON_JSON_NULL)
    return TRUE;
  if (!take_string (value, name, &string, error))
    return FALSE;

  g_set_str (text, string);

  return TRUE;
}

/**
 * salon_json_shape_read_strings:
 * @object: the object of an entry
 * @name: the key
 * @strings: (out) (transfer full): the strings; left alone when the key is missing or null
 * @error: where to say what is wrong
 *
 * Returns: %FALSE when there is something else than an array of strings
 */
gboolean
salon_json_shape_read_strings (const SalonJson   *object,
                               const char        *name,
                               char            ***strings,
                               GError           **error)
{
  const SalonJson *array = salon_json_get_member (object, name);
  g_autoptr(GStrvBuilder) builder = NULL;
  SalonJsonIter iter;
  const SalonJson *value;
  guint i = 0;

  if (salon_json_get_kind (array) == SALON_JSON_NULL)
    return TRUE;
  if (!salon_json_is_array (array))
    return wrong_kind (name, _("an array of strings"), array, error);

  builder = g_strv_builder_new ();
  salon_json_iter_init (&iter, array);
  while (salon_json_iter_next (&iter, NULL, &value))
    {
      g_autofree char *path = g_strdup_printf ("%s[%u]", name, i++);
      const char *string;

      if (!take_string (value, path, &string, error))
        return FALSE;
      g_strv_builder_add (builder, string);
    }

  g_strfreev (*strings);
  *strings = g_strv_builder_end (builder);

  return TRUE;
}

/**
 * salon_json_shape_read_pairs:
 * @object: the object of an entry
 * @name: the key
 * @separator: what stands between a name and its value
 * @pairs: (out) (transfer full): one string for each member; left alone when the key is missing
 *   or null
 * @error: where to say what is wrong
 *
 * Returns: %FALSE when there is something else than an object of strings
 */
gboolean
salon_json_shape_read_pairs (const SalonJson   *object,
                             const char        *name,
                             const char        *separator,
                             char            ***pairs,
                             GError           **error)
{
  const SalonJson *members = salon_json_get_member (object, name);
  g_autoptr(GStrvBuilder) builder = NULL;
  SalonJsonIter iter;
  const SalonJson *value;
  const char *key;

  if (salon_json_get_kind (members) == SALON_JSON_NULL)
    return TRUE;
  if (!salon_json_is_object (members))
    return wrong_kind (name, _("an object of strings"), members, error);

  builder = g_strv_builder_new ();
  salon_json_iter_init (&iter, members);
  while (salon_json_iter_next (&iter, &key, &value))
    {
      g_autofree char *path = g_strdup_printf ("%s.%s", name, key);
      const char *string;

      if (!take_string (value, path, &string, error))
        return FALSE;
      if (*key == '\0' || strchr (key, *separator) != NULL)
        {
          g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
                       _("“%s” has a member “%s”, which is no possible name."), name, key);
          return FALSE;
        }
      g_strv_builder_take (builder, g_strconcat (key, separator, string, NULL));
    }

  g_strfreev (*pairs);
  *pairs = g_strv_builder_end (builder);

  return TRUE;
}

/**
 * salon_json_shape_write_strings:
 * @writer: where to write
 * @name: the key
 * @strings: the strings
 */
void
salon_json_shape_write_strings (SalonJsonWriter    *writer,
                                const char         *name,
                                const char * const *strings)
{
  salon_json_writer_begin_array (writer, name);
  for (guint i = 0; strings != NULL && strings[i] != NULL; i++)
    salon_json_writer_add_string (writer, NULL, strings[i]);
  salon_json_writer_end_array (writer);
}

/**
 * salon_json_shape_write_pairs:
 * @writer: where to write
 * @name: the key
 * @separator: what stands between a name and its value
 * @pairs: as salon_json_shape_read_pairs() makes them
 */
void
salon_json_shape_write_pairs (SalonJsonWriter    *writer,
                              const char         *name,
                              const char         *separator,
                              const char * const *pairs)
{
  salon_json_writer_begin_object (writer, name);
  for (guint i = 0; pairs != NULL && pairs[i] != NULL; i++)
    {
      const char *end = strstr (pairs[i], separator);
      g_autofree char *key = NULL;

      if (end == NULL)
        continue;

      key = g_strndup (pairs[i], end - pairs[i]);
      salon_json_writer_add_string (writer, key, end + strlen (separator));
    }
  salon_json_writer_end_object (writer);
}
