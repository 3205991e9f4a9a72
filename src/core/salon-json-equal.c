/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-json-equal.h"

#include <string.h>

#include "salon-json-private.h"

static guint
hash_key (gconstpointer key)
{
  const guint8 *text = (const guint8 *) yyjson_get_str ((yyjson_val *) key);
  gsize length = yyjson_get_len ((yyjson_val *) key);
  guint32 hash = 5381;
  gsize i;

  for (i = 0; i < length; i++)
    hash = hash * 33 + text[i];

  return hash;
}

static gboolean
keys_equal (gconstpointer a,
            gconstpointer b)
{
  gsize length = yyjson_get_len ((yyjson_val *) a);

  return length == yyjson_get_len ((yyjson_val *) b) &&
         memcmp (yyjson_get_str ((yyjson_val *) a), yyjson_get_str ((yyjson_val *) b), length) == 0;
}

/* Members by name, the last of a name winning as in salon_json_get_member(). */
static GHashTable *
index_members (yyjson_val *object)
{
  GHashTable *members = g_hash_table_new (hash_key, keys_equal);
  yyjson_obj_iter iter;
  yyjson_val *key;

  yyjson_obj_iter_init (object, &iter);
  while ((key = yyjson_obj_iter_next (&iter)) != NULL)
    g_hash_table_insert (members, key, yyjson_obj_iter_get_val (key));

  return members;
}

static gboolean
objects_equal (yyjson_val *a,
               yyjson_val *b)
{
  g_autoptr(GHashTable) left = index_members (a);
  g_autoptr(GHashTable) right = index_members (b);
  GHashTableIter iter;
  gpointer key, value;

  if (g_hash_table_size (left) != g_hash_table_size (right))
    return FALSE;

  g_hash_table_iter_init (&iter, left);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      gpointer other;

      if (!g_hash_table_lookup_extended (right, key, NULL, &other) ||
          !salon_json_equal (_salon_json_wrap (value), _salon_json_wrap (other)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
arrays_equal (const SalonJson *a,
              const SalonJson *b)
{
  const SalonJson *left, *right;
  SalonJsonIter left_iter, right_iter;

  if (salon_json_get_length (a) != salon_json_get_length (b))
    return FALSE;

  salon_json_iter_init (&left_iter, a);
  salon_json_iter_init (&right_iter, b);
  while (salon_json_iter_next (&left_iter, NULL, &left) &&
         salon_json_iter_next (&right_iter, NULL, &right))
    {
      if (!salon_json_equal (left, right))
        return FALSE;
    }

  return TRUE;
}

static gboolean
numbers_equal (const SalonJson *a,
               const SalonJson *b)
{
  const char *left, *right;
  gsize left_length, right_length;

  left = _salon_json_get_number_text (a, &left_length);
  right = _salon_json_get_number_text (b, &right_length);

  return _salon_json_number_equal (left, left_length, right, right_length);
}

/**
 * salon_json_equal:
 * @a: (nullable): a value
 * @b: (nullable): another one
 *
 * Compares two values as JSON: the order of members does not matter, of members of the
 * same name the last one counts, and numbers are compared by what they are worth (1 is
 * 1.0) – exactly, whatever their size.
 *
 * Returns: whether they are the same; %NULL is the same as null
 */
gboolean
salon_json_equal (const SalonJson *a,
                  const SalonJson *b)
{
  SalonJsonKind kind = salon_json_get_kind (a);

  if (a == b)
    return TRUE;
  if (kind != salon_json_get_kind (b))
    return FALSE;

  /* The depth of documents is bounded, so that of this recursion is, too. */
  switch (kind)
    {
    case SALON_JSON_NULL:
      return TRUE;
    case SALON_JSON_BOOLEAN:
      return yyjson_get_bool (_salon_json_unwrap (a)) == yyjson_get_bool (_salon_json_unwrap (b));
    case SALON_JSON_NUMBER:
      return numbers_equal (a, b);
    case SALON_JSON_STRING:
      return keys_equal (a, b);
    case SALON_JSON_ARRAY:
      return arrays_equal (a, b);
    case SALON_JSON_OBJECT:
      return objects_equal (_salon_json_unwrap (a), _salon_json_unwrap (b));
    default:
      g_return_val_if_reached (FALSE);
    }
}
