/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-json.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-json-private.h"

/**
 * salon_json_get_kind:
 * @value: (nullable): a value
 *
 * Returns: what it is; %SALON_JSON_NULL for %NULL
 */
SalonJsonKind
salon_json_get_kind (const SalonJson *value)
{
  switch (yyjson_get_type (_salon_json_unwrap (value)))
    {
    case YYJSON_TYPE_BOOL:
      return SALON_JSON_BOOLEAN;
    case YYJSON_TYPE_RAW:
    case YYJSON_TYPE_NUM:
      return SALON_JSON_NUMBER;
    case YYJSON_TYPE_STR:
      return SALON_JSON_STRING;
    case YYJSON_TYPE_ARR:
      return SALON_JSON_ARRAY;
    case YYJSON_TYPE_OBJ:
      return SALON_JSON_OBJECT;
    default:
      return SALON_JSON_NULL;
    }
}

/**
 * salon_json_kind_to_string:
 * @kind: a kind of value
 *
 * Returns: (transfer none): how a sentence calls it, with its article: “an object”
 */
const char *
salon_json_kind_to_string (SalonJsonKind kind)
{
  switch (kind)
    {
    case SALON_JSON_NULL:
      return _("null");
    case SALON_JSON_BOOLEAN:
      return _("true or false");
    case SALON_JSON_NUMBER:
      return _("a number");
    case SALON_JSON_STRING:
      return _("a string");
    case SALON_JSON_ARRAY:
      return _("an array");
    case SALON_JSON_OBJECT:
      return _("an object");
    default:
      g_return_val_if_reached ("");
    }
}

/**
 * salon_json_is_object:
 * @value: (nullable): a value
 *
 * Returns: whether it is an object
 */
gboolean
salon_json_is_object (const SalonJson *value)
{
  return yyjson_is_obj (_salon_json_unwrap (value));
}

/**
 * salon_json_is_array:
 * @value: (nullable): a value
 *
 * Returns: whether it is an array
 */
gboolean
salon_json_is_array (const SalonJson *value)
{
  return yyjson_is_arr (_salon_json_unwrap (value));
}

/**
 * salon_json_is_string:
 * @value: (nullable): a value
 *
 * Returns: whether it is a string
 */
gboolean
salon_json_is_string (const SalonJson *value)
{
  return yyjson_is_str (_salon_json_unwrap (value));
}

/**
 * salon_json_get_member:
 * @object: (nullable): an object
 * @name: a member's name
 *
 * Looks a member up. When several have the same name the last one counts: RFC 8259
 * leaves it open, but JavaScript's and Python's parsers, and so most of those we talk
 * to, take the last, and two sides that see different values are a way to slip
 * something past whoever approves it.
 *
 * Returns: (transfer none) (nullable): the member's value; %NULL when there is none,
 *   or when @object is no object
 */
const SalonJson *
salon_json_get_member (const SalonJson *object,
                       const char      *name)
{
  const SalonJson *found = NULL;
  yyjson_obj_iter iter;
  yyjson_val *key;
  gsize length;

  g_return_val_if_fail (name != NULL, NULL);

  if (!salon_json_is_object (object))
    return NULL;

  length = strlen (name);
  yyjson_obj_iter_init (_salon_json_unwrap (object), &iter);
  while ((key = yyjson_obj_iter_next (&iter)) != NULL)
    {
      if (yyjson_equals_strn (key, name, length))
        found = _salon_json_wrap (yyjson_obj_iter_get_val (key));
    }

  return found;
}

/**
 * salon_json_get_length:
 * @value: (nullable): a value
 *
 * Returns: how many elements an array or members an object has; 0 for all else
 */
gsize
salon_json_get_length (const SalonJson *value)
{
  yyjson_val *inner = _salon_json_unwrap (value);

  return yyjson_is_ctn (inner) ? unsafe_yyjson_get_len (inner) : 0;
}

/**
 * salon_json_as_string:
 * @value: (nullable): a value
 *
 * Returns: (transfer none) (nullable): the string; %NULL when it is none or when it has
 *   a NUL character inside and so can't be a C string
 */
const char *
salon_json_as_string (const SalonJson *value)
{
  const char *string;
  gsize length;

  string = salon_json_as_string_length (value, &length);
  if (string == NULL || strlen (string) != length)
    return NULL;

  return string;
}

/**
 * salon_json_as_string_length:
 * @value: (nullable): a value
 * @length: (out) (optional): where to put the length in bytes
 *
 * Returns: (transfer none) (nullable): the string, which may have NUL characters inside
 *   and ends with another one; %NULL when it is no string
 */
const char *
salon_json_as_string_length (const SalonJson *value,
                             gsize           *length)
{
  yyjson_val *inner = _salon_json_unwrap (value);

  if (length != NULL)
    *length = yyjson_is_str (inner) ? yyjson_get_len (inner) : 0;

  return yyjson_get_str (inner);
}

const char *
_salon_json_get_number_text (const SalonJson *value,
                             gsize           *length)
{
  yyjson_val *inner = _salon_json_unwrap (value);

  *length = yyjson_is_raw (inner) ? yyjson_get_len (inner) : 0;
  return yyjson_get_raw (inner);
}

/**
 * salon_json_as_int64:
 * @value: (nullable): a value
 * @out: (out): where to put the number
 *
 * Reads a number without a fraction, however it is written: 10, 10.0 and 1e1 are the
 * same number in JSON.
 *
 * Returns: %FALSE, and @out is untouched, when it is no number, no whole one, or too
 *   large
 */
gboolean
salon_json_as_int64 (const SalonJson *value,
                     gint64          *out)
{
  const char *text;
  gsize length;

  g_return_val_if_fail (out != NULL, FALSE);

  text = _salon_json_get_number_text (value, &length);
  return text != NULL && _salon_json_number_to_int64 (text, length, out);
}

/**
 * salon_json_as_double:
 * @value: (nullable): a value
 * @out: (out): where to put the nearest double
 *
 * Returns: %FALSE, and @out is untouched, when it is no number or beyond the range of a
 *   double
 */
gboolean
salon_json_as_double (const SalonJson *value,
                      double          *out)
{
  const char *text;
  gsize length;

  g_return_val_if_fail (out != NULL, FALSE);

  text = _salon_json_get_number_text (value, &length);
  return text != NULL && _salon_json_number_to_double (text, length, out);
}

/**
 * salon_json_as_boolean:
 * @value: (nullable): a value
 * @out: (out): where to put it
 *
 * Returns: %FALSE, and @out is untouched, when it is neither true nor false
 */
gboolean
salon_json_as_boolean (const SalonJson *value,
                       gboolean        *out)
{
  g_return_val_if_fail (out != NULL, FALSE);

  if (!yyjson_is_bool (_salon_json_unwrap (value)))
    return FALSE;

  *out = yyjson_get_bool (_salon_json_unwrap (value));
  return TRUE;
}

/**
 * salon_json_dup_number_text:
 * @value: (nullable): a value
 *
 * Returns: (transfer full) (nullable): a number exactly as it was written; %NULL when it
 *   is no number
 */
char *
salon_json_dup_number_text (const SalonJson *value)
{
  const char *text;
  gsize length;

  text = _salon_json_get_number_text (value, &length);
  return text != NULL ? g_strndup (text, length) : NULL;
}

static void
append_line_break (GString *text,
                   guint    depth)
{
  g_string_append_c (text, '\n');
  while (depth-- > 0)
    g_string_append (text, "  ");
}

/* Indents a compact text. yyjson could, but its version 0.10 forgets the indentation of
 * numbers that are kept as text. */
static char *
indent (const char *compact)
{
  GString *text = g_string_sized_new (strlen (compact) * 2);
  gboolean in_string = FALSE;
  guint depth = 0;
  const char *p;

  for (p = compact; *p != '\0'; p++)
    {
      gboolean opens = !in_string && (*p == '[' || *p == '{');
      gboolean closes = !in_string && (*p == ']' || *p == '}');

      if (closes && p[-1] != '[' && p[-1] != '{')
        append_line_break (text, depth - 1);

      g_string_append_c (text, *p);

      if (*p == '"')
        in_string = !in_string;
      else if (in_string && *p == '\\')
        g_string_append_c (text, *++p);
      else if (closes)
        depth--;
      else if (opens)
        depth++;
      else if (!in_string && *p == ':')
        g_string_append_c (text, ' ');

      if ((opens && p[1] != ']' && p[1] != '}') || (!in_string && *p == ','))
        append_line_break (text, depth);
    }

  return g_string_free (text, FALSE);
}

/**
 * salon_json_to_text:
 * @value: (nullable): a value; %NULL stands for null
 * @pretty: whether to put it on lines indented by two spaces
 *
 * Writes a value as JSON: numbers as they came, members in their order.
 *
 * Returns: (transfer full): the text
 */
char *
salon_json_to_text (const SalonJson *value,
                    gboolean         pretty)
{
  g_autofree char *compact = NULL;
  yyjson_write_err problem = { 0 };

  if (value == NULL)
    return g_strdup ("null");

  compact = yyjson_val_write_opts (_salon_json_unwrap (value), YYJSON_WRITE_NOFLAG,
                                   _salon_json_get_allocator (), NULL, &problem);
  if (compact == NULL)
    g_error ("A JSON value could not be written: %s", problem.msg);

  return pretty ? indent (compact) : g_steal_pointer (&compact);
}

/**
 * salon_json_iter_init:
 * @iter: (out caller-allocates): an iterator
 * @array_or_object: (nullable): what to walk; nothing is found in any other value
 */
void
salon_json_iter_init (SalonJsonIter   *iter,
                      const SalonJson *array_or_object)
{
  yyjson_val *container = _salon_json_unwrap (array_or_object);

  g_return_if_fail (iter != NULL);

  iter->is_object = yyjson_is_obj (container);
  iter->remaining = salon_json_get_length (array_or_object);
  iter->next = iter->remaining > 0 ? _salon_json_wrap (unsafe_yyjson_get_first (container)) : NULL;
}

/**
 * salon_json_iter_next:
 * @iter: an iterator
 * @name: (out) (optional) (nullable) (transfer none): where to put the member's name, up
 *   to its first NUL character; %NULL in arrays
 * @value: (out) (optional) (transfer none): where to put the value
 *
 * Goes one element or member on. Members of the same name all come.
 *
 * Returns: %FALSE at the end, when both results are untouched
 */
gboolean
salon_json_iter_next (SalonJsonIter    *iter,
                      const char      **name,
                      const SalonJson **value)
{
  yyjson_val *current;

  g_return_val_if_fail (iter != NULL, FALSE);

  if (iter->remaining == 0)
    return FALSE;

  current = _salon_json_unwrap (iter->next);
  if (name != NULL)
    *name = iter->is_object ? unsafe_yyjson_get_str (current) : NULL;
  if (iter->is_object)
    current++;
  if (value != NULL)
    *value = _salon_json_wrap (current);

  if (--iter->remaining > 0)
    iter->next = _salon_json_wrap (unsafe_yyjson_get_next (current));

  return TRUE;
}
