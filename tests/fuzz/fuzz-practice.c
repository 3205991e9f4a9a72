/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-fuzz"

#include "config.h"

#include "fuzz-lines.h"
#include "salon-llm-request.h"
#include "salon-practice-plan-private.h"

/* The practice model: what is said to it on the first line, the schema of the one tool on
 * offer on the second. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *words = fuzz_take_line (&data, &size);
  g_autoptr (SalonJsonDocument) schema = fuzz_take_json (&data, &size);
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("practice");
  g_autoptr (SalonLlmMessage) message = salon_llm_message_new (SALON_LLM_ROLE_USER);
  g_autoptr (SalonLlmPart) part = NULL;
  g_autoptr (SalonLlmTool) tool = NULL;
  g_autoptr (SalonPracticePlan) plan = NULL;

  if (!g_utf8_validate (words, -1, NULL) || schema == NULL ||
      !salon_json_is_object (salon_json_document_get_root (schema)))
    return 0;
  part = salon_llm_part_new_text (words);
  salon_llm_message_add_part (message, part);
  salon_llm_request_add_message (request, message);
  tool = salon_llm_tool_new ("read_file", "Reads a file", salon_json_document_get_root (schema));
  salon_llm_request_add_tool (request, tool);
  plan = salon_practice_plan_new (request);
  g_assert_nonnull (plan);
  return 0;
}
