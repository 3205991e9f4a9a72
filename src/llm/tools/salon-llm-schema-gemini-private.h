/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-llm-schema-private.h"

G_BEGIN_DECLS

/* How many values or choices of a schema are told. */
#define SALON_LLM_GEMINI_MAX_TOLD 20

typedef enum
{
  GEMINI_STRING = 1 << 0,
  GEMINI_NUMBER = 1 << 1,
  GEMINI_INTEGER = 1 << 2,
  GEMINI_BOOLEAN = 1 << 3,
  GEMINI_ARRAY = 1 << 4,
  GEMINI_OBJECT = 1 << 5,
  GEMINI_NULL = 1 << 6,
} SalonLlmGeminiTypes;

/* What one “type” names; 0 for nothing that there is. */
SalonLlmGeminiTypes _salon_llm_gemini_read_type   (const SalonJson       *value);

/* What a schema allows, as far as it says or lets guess; 0 for anything. */
SalonLlmGeminiTypes _salon_llm_gemini_get_types   (SalonLlmSchemaShape   *shape);
const char         *_salon_llm_gemini_get_name    (SalonLlmGeminiTypes    type);
gboolean            _salon_llm_gemini_takes_format (SalonLlmGeminiTypes   types,
                                                    const char           *format);

/* Adds to the sentences of “shape” what has no keyword, or notes that it is lost. */
void                _salon_llm_gemini_tell_dropped (SalonLlmSchemaAdapter *self,
                                                    SalonLlmSchemaShape   *shape);
void                _salon_llm_gemini_tell_rules   (SalonLlmSchemaAdapter *self,
                                                    SalonLlmSchemaShape   *shape,
                                                    SalonLlmGeminiTypes    types);

G_END_DECLS
