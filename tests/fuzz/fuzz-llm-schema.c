/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-fuzz"

#include "config.h"

#include "fuzz.h"
#include "salon-json.h"
#include "salon-llm-schema-adapter.h"

/* The schema of a server's tool, as each provider takes it. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static const SalonLlmSchemaDialect dialects[] = {
    SALON_LLM_SCHEMA_OPENAI, SALON_LLM_SCHEMA_ANTHROPIC, SALON_LLM_SCHEMA_GEMINI,
  };
  g_autoptr (SalonJsonDocument) document =
    salon_json_document_parse ((const char *) data, (gssize) size, NULL, NULL);

  if (document == NULL)
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS (dialects); i++)
    {
      g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (SalonJsonDocument) adapted =
        salon_llm_schema_adapt (salon_json_document_get_root (document), dialects[i], notes);
      g_autoptr (SalonJsonDocument) again = NULL;

      g_assert_true (salon_json_is_object (salon_json_document_get_root (adapted)));
      again = salon_llm_schema_adapt (salon_json_document_get_root (adapted), dialects[i], NULL);
      g_assert_true (salon_json_is_object (salon_json_document_get_root (again)));
    }
  return 0;
}
