/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-json-members.h"

#include <glib/gi18n.h>

#include "salon-core-error.h"
#include "salon-json.h"

typedef enum
{
  FOUND,
  ABSENT,
  FAILED,
} Lookup;

static void
set_wrong_type (GError          **error,
                const char       *name,
                SalonJsonKind     wanted,
                const SalonJson  *value)
{
  g_set_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_WRONG_TYPE,
               /* Translators: a member's name, “a string”, “a number” or the like. */
               _("“%s” has to be %s, not %s."), name, salon_json_kind_to_string (wanted),
               salon_json_kind_to_string (salon_json_get_kind (value)));
}

/* Finds a member and tells the three outcomes apart that all readers share. */
static Lookup
look_up (const SalonJson    *object,
         const char         *name,
         SalonJsonPresence   presence,
         const SalonJson   **value,
         GError            **error)
{
  if (object != NULL && !salon_json_is_object (object))
    {
      g_set_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_WRONG_TYPE,
                   _("“%s” is looked for in %s; only an object can have it."), name,
                   salon_json_kind_to_string (salon_json_get_kind (object)));
      return FAILED;
    }

  *value = salon_json_get_member (object, name);

  if (presence == SALON_JSON_OPTIONAL && salon_json_get_kind (*value) == SALON_JSON_NULL)
    return ABSENT;

  if (*value == NULL)
    {
      g_set_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_MISSING,
                   _("“%s” is missing."), name);
      return FAILED;
    }

  return FOUND;
}

static gboolean
read_kind (const SalonJson    *object,
           const char         *name,
           SalonJsonPresence   presence,
           SalonJsonKind       kind,
           const SalonJson   **out,
           GError            **error)
{
  const SalonJson *value = NULL;

  switch (look_up (object, name, presence, &value, error))
    {
    case ABSENT:
      *out = NULL;
      return TRUE;

    case FOUND:
      if (salon_json_get_kind (value) != kind)
        {
          set_wrong_type (error, name, kind, value);
          return FALSE;
        }
      *out = value;
      return TRUE;

    case FAILED:
    default:
      return FALSE;
    }
}

/**
 * salon_json_read_string:
 * @object: (nullable): an object; %NULL has no members
 * @name: a member's name
 * @presence: whether the member may be missing
 * @out: (out) (transfer none): where to put the string
 * @error: where to put what is wrong with the member, by its name
 *
 * Reads a string. One with a NUL character inside is refused with
 * %SALON_CORE_ERROR_OUT_OF_RANGE: nothing of what reads members this way has a use for
 * one, and cut off at the NUL it could pass for another.
 *
 * Returns: %FALSE with %SALON_CORE_ERROR_MISSING, %SALON_CORE_ERROR_WRONG_TYPE or
 *   %SALON_CORE_ERROR_OUT_OF_RANGE; whenever @out was not set, it is untouched
 */
gboolean
salon_json_read_string (const SalonJson    *object,
                        const char         *name,
                        SalonJsonPresence   presence,
                        const char        **out,
                        GError            **error)
{
  const SalonJson *value = NULL;
  const char *string;

  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  if (!read_kind (object, name, presence, SALON_JSON_STRING, &value, error))
    return FALSE;
  if (value == NULL)
    return TRUE;

  string = salon_json_as_string (value);
  if (string == NULL)
    {
      g_set_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_OUT_OF_RANGE,
                   _("“%s” has a NUL character in it, which is not allowed there."), name);
      return FALSE;
    }

  *out = string;
  return TRUE;
}

/**
 * salon_json_read_int64:
 * @object: (nullable): an object; %NULL has no members
 * @name: a member's name
 * @presence: whether the member may be missing
 * @out: (out): where to put the number
 * @error: where to put what is wrong with the member, by its name
 *
 * Reads a whole number, however it is written: 10, 10.0 and 1e1 are the same.
 *
 * Returns: %FALSE with %SALON_CORE_ERROR_MISSING, %SALON_CORE_ERROR_WRONG_TYPE or
 *   %SALON_CORE_ERROR_OUT_OF_RANGE; whenever @out was not set, it is untouched
 */
gboolean
salon_json_read_int64 (const SalonJson    *object,
                       const char         *name,
                       SalonJsonPresence   presence,
                       gint64             *out,
                       GError            **error)
{
  const SalonJson *value = NULL;

  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  if (!read_kind (object, name, presence, SALON_JSON_NUMBER, &value, error))
    return FALSE;
  if (value == NULL || salon_json_as_int64 (value, out))
    return TRUE;

  g_set_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_OUT_OF_RANGE,
               _("“%s” has to be a whole number of no more than 64 bits."), name);
  return FALSE;
}

/**
 * salon_json_read_double:
 * @object: (nullable): an object; %NULL has no members
 * @name: a member's name
 * @presence: whether the member may be missing
 * @out: (out): where to put the nearest double
 * @error: where to put what is wrong with the member, by its name
 *
 * Returns: %FALSE with %SALON_CORE_ERROR_MISSING, %SALON_CORE_ERROR_WRONG_TYPE or
 *   %SALON_CORE_ERROR_OUT_OF_RANGE; whenever @out was not set, it is untouched
 */
gboolean
salon_json_read_double (const SalonJson    *object,
                        const char         *name,
                        SalonJsonPresence   presence,
                        double             *out,
                        GError            **error)
{
  const SalonJson *value = NULL;

  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  if (!read_kind (object, name, presence, SALON_JSON_NUMBER, &value, error))
    return FALSE;
  if (value == NULL || salon_json_as_double (value, out))
    return TRUE;

  g_set_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_OUT_OF_RANGE,
               _("“%s” is a number too large to be used."), name);
  return FALSE;
}

/**
 * salon_json_read_boolean:
 * @object: (nullable): an object; %NULL has no members
 * @name: a member's name
 * @presence: whether the member may be missing
 * @out: (out): where to put it
 * @error: where to put what is wrong with the member, by its name
 *
 * Returns: %FALSE with %SALON_CORE_ERROR_MISSING or %SALON_CORE_ERROR_WRONG_TYPE;
 *   whenever @out was not set, it is untouched
 */
gboolean
salon_json_read_boolean (const SalonJson    *object,
                         const char         *name,
                         SalonJsonPresence   presence,
                         gboolean           *out,
                         GError            **error)
{
  const SalonJson *value = NULL;

  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  if (!read_kind (object, name, presence, SALON_JSON_BOOLEAN, &value, error))
    return FALSE;
  if (value != NULL)
    salon_json_as_boolean (value, out);

  return TRUE;
}

/**
 * salon_json_read_object:
 * @object: (nullable): an object; %NULL has no members
 * @name: a member's name
 * @presence: whether the member may be missing
 * @out: (out) (transfer none): where to put the object
 * @error: where to put what is wrong with the member, by its name
 *
 * Returns: %FALSE with %SALON_CORE_ERROR_MISSING or %SALON_CORE_ERROR_WRONG_TYPE;
 *   whenever @out was not set, it is untouched
 */
gboolean
salon_json_read_object (const SalonJson    *object,
                        const char         *name,
                        SalonJsonPresence   presence,
                        const SalonJson   **out,
                        GError            **error)
{
  const SalonJson *value = NULL;

  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  if (!read_kind (object, name, presence, SALON_JSON_OBJECT, &value, error))
    return FALSE;
  if (value != NULL)
    *out = value;

  return TRUE;
}

/**
 * salon_json_read_array:
 * @object: (nullable): an object; %NULL has no members
 * @name: a member's name
 * @presence: whether the member may be missing
 * @out: (out) (transfer none): where to put the array
 * @error: where to put what is wrong with the member, by its name
 *
 * Returns: %FALSE with %SALON_CORE_ERROR_MISSING or %SALON_CORE_ERROR_WRONG_TYPE;
 *   whenever @out was not set, it is untouched
 */
gboolean
salon_json_read_array (const SalonJson    *object,
                       const char         *name,
                       SalonJsonPresence   presence,
                       const SalonJson   **out,
                       GError            **error)
{
  const SalonJson *value = NULL;

  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  if (!read_kind (object, name, presence, SALON_JSON_ARRAY, &value, error))
    return FALSE;
  if (value != NULL)
    *out = value;

  return TRUE;
}

/**
 * salon_json_read_value:
 * @object: (nullable): an object; %NULL has no members
 * @name: a member's name
 * @presence: whether the member may be missing
 * @out: (out) (transfer none): where to put the value, which can be of any kind; a
 *   required one can be null
 * @error: where to put what is wrong with the member, by its name
 *
 * Returns: %FALSE with %SALON_CORE_ERROR_MISSING; whenever @out was not set, it is
 *   untouched
 */
gboolean
salon_json_read_value (const SalonJson    *object,
                       const char         *name,
                       SalonJsonPresence   presence,
                       const SalonJson   **out,
                       GError            **error)
{
  const SalonJson *value = NULL;

  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  switch (look_up (object, name, presence, &value, error))
    {
    case FOUND:
      *out = value;
      return TRUE;
    case ABSENT:
      return TRUE;
    case FAILED:
    default:
      return FALSE;
    }
}
