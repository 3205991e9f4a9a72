/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "salon-llm-request.h"
#include "salon-llm-schema-adapter.h"

G_BEGIN_DECLS

#define SALON_TYPE_LLM_TOOL_NAMES (salon_llm_tool_names_get_type ())

/**
 * SalonLlmToolNames:
 *
 * The names under which one request sends its tools, and the names under which it sends their
 * arguments, as the provider takes them; and the way back for what the model answers.
 *
 * A name that is fine already is sent as it is. Every other one is cleaned and ends with a hash of
 * the original, so that it depends on nothing but itself and stays the same from request to
 * request. Immutable; keep it as long as the reply is read.
 */
typedef struct _SalonLlmToolNames SalonLlmToolNames;

/**
 * SalonLlmNameRules:
 * @SALON_LLM_NAME_RULES_OPENAI: 1 to 64 of A–Z, a–z, 0–9, “_”, “-”
 * @SALON_LLM_NAME_RULES_ANTHROPIC: the same for tools; names of arguments are 1 to 64 of A–Z, a–z,
 *   0–9, “_”, “.”, “-”
 * @SALON_LLM_NAME_RULES_GEMINI: like OpenAI's, beginning with a letter or “_”
 */
typedef enum
{
  SALON_LLM_NAME_RULES_OPENAI,
  SALON_LLM_NAME_RULES_ANTHROPIC,
  SALON_LLM_NAME_RULES_GEMINI,
} SalonLlmNameRules;

GType              salon_llm_tool_names_get_type            (void) G_GNUC_CONST;
SalonLlmToolNames *salon_llm_tool_names_new                 (SalonLlmRequest   *request,
                                                             SalonLlmNameRules  rules);
SalonLlmToolNames *salon_llm_tool_names_ref                 (SalonLlmToolNames *self);
void               salon_llm_tool_names_unref               (SalonLlmToolNames *self);
const char        *salon_llm_tool_names_encode              (SalonLlmToolNames *self,
                                                             const char        *original);
const char        *salon_llm_tool_names_decode              (SalonLlmToolNames *self,
                                                             const char        *sent);
gboolean           salon_llm_tool_names_renames_arguments   (SalonLlmToolNames *self,
                                                             const char        *original);
char              *salon_llm_tool_names_encode_arguments    (SalonLlmToolNames *self,
                                                             const char        *original,
                                                             const char        *arguments);
char              *salon_llm_tool_names_decode_arguments    (SalonLlmToolNames *self,
                                                             const char        *original,
                                                             const char        *arguments);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonLlmToolNames, salon_llm_tool_names_unref)

G_END_DECLS
