/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-fuzz"

#include "config.h"

#include "fuzz-lines.h"
#include "salon-core-error.h"
#include "salon-json-schema.h"

/* A schema on the first line, a value on the second, another schema that the first may refer
 * to as “x:/other” on the third. Twice the same question has twice the same answer. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (SalonJsonDocument) first = fuzz_take_json (&data, &size);
  g_autoptr (SalonJsonDocument) value = fuzz_take_json (&data, &size);
  g_autoptr (SalonJsonDocument) other = fuzz_take_json (&data, &size);
  g_autoptr (GHashTable) documents = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (SalonJsonSchema) schema = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;
  gboolean held;

  if (first == NULL || value == NULL)
    return 0;
  if (other != NULL)
    g_hash_table_insert (documents, (char *) "x:/other", other);
  schema = salon_json_schema_new_with (salon_json_document_get_root (first), documents, &error);
  g_assert_true ((schema == NULL) == (error != NULL));
  if (schema == NULL)
    return 0;
  held = salon_json_schema_validate (schema, salon_json_document_get_root (value), &error);
  g_assert_true (held == (error == NULL));
  if (error != NULL)
    g_assert_true (error->domain == SALON_CORE_ERROR &&
                   g_utf8_validate (error->message, -1, NULL));
  g_assert_true (salon_json_schema_validate (schema, salon_json_document_get_root (value),
                                             &again) == held);
  g_assert_cmpstr (error != NULL ? error->message : NULL, ==,
                   again != NULL ? again->message : NULL);
  return 0;
}
