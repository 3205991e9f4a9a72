/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-header-value-private.h"

#include <math.h>
#include <string.h>

#define SENTINEL_BEGIN "=?base64?"
#define SENTINEL_END "?="

static gboolean
is_blank (char character)
{
  return character == ' ' || character == '\t';
}

static gboolean
needs_encoding (const char *text,
                gsize       length)
{
  if (length == 0)
    return FALSE;
  if (is_blank (text[0]) || is_blank (text[length - 1]))
    return TRUE;
  for (gsize i = 0; i < length; i++)
    if ((guchar) text[i] < 0x20 || (guchar) text[i] > 0x7e)
      return TRUE;
  /* What looks encoded has to be, or it would be decoded. */
  return length >= strlen (SENTINEL_BEGIN SENTINEL_END) &&
         memcmp (text, SENTINEL_BEGIN, strlen (SENTINEL_BEGIN)) == 0 &&
         memcmp (text + length - strlen (SENTINEL_END), SENTINEL_END, strlen (SENTINEL_END)) == 0;
}

/*
 * salon_mcp_header_value_encode:
 *
 * Returns: (transfer full): @text as the value of a header: as it is where a header can hold
 *   it, in Base64 otherwise
 */
char *
salon_mcp_header_value_encode (const char *text,
                               gsize       length)
{
  g_autofree char *base64 = NULL;

  if (!needs_encoding (text, length))
    return g_strndup (text, length);
  base64 = g_base64_encode ((const guchar *) text, length);
  return g_strconcat (SENTINEL_BEGIN, base64, SENTINEL_END, NULL);
}

/*
 * salon_mcp_header_value_from_json:
 * @value: (nullable): an argument
 *
 * Returns: (transfer full) (nullable): the value of the header that mirrors it; %NULL for
 *   null and for what no header can mirror
 */
char *
salon_mcp_header_value_from_json (const SalonJson *value)
{
  const char *text = NULL;
  gsize length = 0;
  gint64 integer = 0;
  double number = 0;
  gboolean truth = FALSE;

  switch (salon_json_get_kind (value))
    {
    case SALON_JSON_STRING:
      text = salon_json_as_string_length (value, &length);
      return salon_mcp_header_value_encode (text, length);
    case SALON_JSON_BOOLEAN:
      salon_json_as_boolean (value, &truth);
      return g_strdup (truth ? "true" : "false");
    case SALON_JSON_NUMBER:
      if (salon_json_as_int64 (value, &integer))
        return g_strdup_printf ("%" G_GINT64_FORMAT, integer);
      /* JSON knows no integers: 3.0 is one, too. */
      if (salon_json_as_double (value, &number) && isfinite (number) && trunc (number) == number)
        return g_strdup_printf ("%.0f", number);
      return salon_json_dup_number_text (value);
    case SALON_JSON_NULL:
    case SALON_JSON_ARRAY:
    case SALON_JSON_OBJECT:
    default:
      return NULL;
    }
}

/* RFC 9110, section 5.6.2: a token. */
gboolean
salon_mcp_header_name_is_valid (const char *name)
{
  if (name == NULL || *name == '\0')
    return FALSE;
  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("!#$%&'*+-.^_`|~", *p) == NULL)
      return FALSE;
  return TRUE;
}
