/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-fuzz"

#include "config.h"

#include "fuzz.h"
#include "salon-mcp-error.h"
#include "salon-mcp-frontmatter-private.h"

/* Whatever is read is an object that can be written and read again. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonJsonDocument) head = salon_mcp_frontmatter_parse ((const char *) data, size,
                                                                    &error);
  g_autofree char *text = NULL;
  g_autoptr (SalonJsonDocument) again = NULL;

  if (head == NULL)
    {
      g_assert_nonnull (error);
      return 0;
    }
  g_assert_no_error (error);
  g_assert_true (salon_json_is_object (salon_json_document_get_root (head)) ||
                 salon_json_is_array (salon_json_document_get_root (head)));
  text = salon_json_to_text (salon_json_document_get_root (head), FALSE);
  again = salon_json_document_parse (text, -1, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (salon_json_equal (salon_json_document_get_root (head),
                                   salon_json_document_get_root (again)));
  return 0;
}
