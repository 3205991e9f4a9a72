/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-fuzz"

#include "config.h"

#include "fuzz-lines.h"
#include "salon-llm-request.h"
#include "salon-llm-tool-names.h"

/* Names of a server's tool and of its arguments, as a provider takes them, and back: the name
 * on the first line, the schema on the second, then what a model gives for arguments. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static const SalonLlmNameRules rules[] = {
    SALON_LLM_NAME_RULES_OPENAI, SALON_LLM_NAME_RULES_ANTHROPIC, SALON_LLM_NAME_RULES_GEMINI,
  };
  g_autofree char *name = fuzz_take_line (&data, &size);
  g_autoptr (SalonJsonDocument) schema = fuzz_take_json (&data, &size);
  g_autofree char *arguments = fuzz_take_line (&data, &size);

  if (!g_utf8_validate (name, -1, NULL) || *name == '\0' || schema == NULL ||
      !salon_json_is_object (salon_json_document_get_root (schema)) ||
      !g_utf8_validate (arguments, -1, NULL))
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("m");
      g_autoptr (SalonLlmTool) tool =
        salon_llm_tool_new (name, NULL, salon_json_document_get_root (schema));
      g_autoptr (SalonLlmToolNames) names = NULL;
      g_autofree char *encoded = NULL;
      g_autofree char *decoded = NULL;
      const char *sent = NULL;

      salon_llm_request_add_tool (request, tool);
      names = salon_llm_tool_names_new (request, rules[i]);
      sent = salon_llm_tool_names_encode (names, name);
      g_assert_cmpstr (sent, !=, "");
      g_assert_cmpstr (salon_llm_tool_names_decode (names, sent), ==, name);
      encoded = salon_llm_tool_names_encode_arguments (names, name, arguments);
      decoded = salon_llm_tool_names_decode_arguments (names, name, arguments);
      g_assert_nonnull (encoded);
      g_assert_nonnull (decoded);
    }
  return 0;
}
