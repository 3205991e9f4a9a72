/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-fuzz"

#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "salon-json.h"
#include "salon-mcp-header-value-private.h"

#define ENCODED_START "=?base64?"
#define ENCODED_END "?="

static gboolean
is_plain (const char *value)
{
  for (const char *c = value; *c != '\0'; c++)
    if ((*c < ' ' && *c != '\t') || *c > '~')
      return FALSE;
  return !g_ascii_isspace (value[0]) &&
         (value[0] == '\0' || !g_ascii_isspace (value[strlen (value) - 1]));
}

/* What a header carries can be sent, and is what it was when it comes out again. */
static void
check (const char *value,
       const char *text,
       gsize       length)
{
  g_assert_true (is_plain (value));
  if (strlen (value) >= strlen (ENCODED_START ENCODED_END) &&
      g_str_has_prefix (value, ENCODED_START) && g_str_has_suffix (value, ENCODED_END))
    {
      gsize size = 0;
      g_autofree char *base64 =
        g_strndup (value + strlen (ENCODED_START),
                   strlen (value) - strlen (ENCODED_START) - strlen (ENCODED_END));
      g_autofree guint8 *decoded = g_base64_decode (base64, &size);

      g_assert_cmpmem (decoded, size, text, length);
    }
  else
    {
      g_assert_cmpmem (value, strlen (value), text, length);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  const char *text = size > 0 ? (const char *) data : "";
  g_autofree char *copy = g_strndup (text, size);
  g_autofree char *value = salon_mcp_header_value_encode (text, size);
  g_autoptr (SalonJsonDocument) document =
    salon_json_document_parse ((const char *) data, (gssize) size, NULL, NULL);
  g_autofree char *from_json = NULL;

  check (value, text, size);
  if (salon_mcp_header_name_is_valid (copy))
    g_assert_true (is_plain (copy) && strpbrk (copy, " :\t()") == NULL);
  if (document == NULL)
    return 0;
  from_json = salon_mcp_header_value_from_json (salon_json_document_get_root (document));
  if (from_json != NULL)
    g_assert_true (is_plain (from_json));
  return 0;
}
