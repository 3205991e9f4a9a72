/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-base64url.h"

#include <string.h>

/**
 * salon_mcp_auth_base64url_encode:
 * @data: (array length=length) (nullable): bytes
 * @length: how many
 *
 * Encodes bytes by RFC 4648 section 5, without padding, as JOSE does.
 *
 * Returns: (transfer full): the text
 */
char *
salon_mcp_auth_base64url_encode (const guint8 *data,
                                 gsize         length)
{
  char *text;
  char *p;

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  if (length == 0)
    return g_strdup ("");

  text = g_base64_encode (data, length);
  for (p = text; *p != '\0' && *p != '='; p++)
    {
      if (*p == '+')
        *p = '-';
      else if (*p == '/')
        *p = '_';
    }
  *p = '\0';

  return text;
}

static int
value_of (char character)
{
  if (character >= 'A' && character <= 'Z')
    return character - 'A';
  if (character >= 'a' && character <= 'z')
    return character - 'a' + 26;
  if (character >= '0' && character <= '9')
    return character - '0' + 52;
  if (character == '-')
    return 62;
  if (character == '_')
    return 63;

  return -1;
}

/**
 * salon_mcp_auth_base64url_decode:
 * @text: a text
 *
 * Decodes what salon_mcp_auth_base64url_encode() has made, and nothing else: one sequence of
 * bytes has one text only.
 *
 * Returns: (transfer full) (nullable): the bytes; %NULL for anything else
 */
GBytes *
salon_mcp_auth_base64url_decode (const char *text)
{
  g_autoptr(GByteArray) bytes = NULL;
  guint32 bits = 0;
  guint n_bits = 0;
  const char *p;

  g_return_val_if_fail (text != NULL, NULL);

  bytes = g_byte_array_new ();
  for (p = text; *p != '\0'; p++)
    {
      int value = value_of (*p);
      guint8 byte;

      if (value < 0)
        return NULL;

      bits = (bits << 6 | (guint32) value) & 0xffff;
      n_bits += 6;
      if (n_bits >= 8)
        {
          n_bits -= 8;
          byte = (guint8) (bits >> n_bits);
          g_byte_array_append (bytes, &byte, 1);
        }
    }

  /* A lone character, or bits that say nothing. */
  if (n_bits >= 6 || (bits & ((1u << n_bits) - 1)) != 0)
    return NULL;

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
