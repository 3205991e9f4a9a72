/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"

G_BEGIN_DECLS

/**
 * SalonLlmSchemaDialect:
 * @SALON_LLM_SCHEMA_OPENAI: `parameters` of a function (Responses and Chat Completions, no strict
 *   mode): JSON Schema with an object at the root that is no choice
 * @SALON_LLM_SCHEMA_ANTHROPIC: `input_schema`: JSON Schema 2020-12 with the same root; names of
 *   the root's properties of a narrow alphabet
 * @SALON_LLM_SCHEMA_GEMINI: `parameters` of a function declaration: a subset of OpenAPI's schema
 *   object
 *
 * What JSON Schema a provider takes.
 */
typedef enum
{
  SALON_LLM_SCHEMA_OPENAI,
  SALON_LLM_SCHEMA_ANTHROPIC,
  SALON_LLM_SCHEMA_GEMINI,
} SalonLlmSchemaDialect;

SalonJsonDocument *salon_llm_schema_adapt             (const SalonJson       *schema,
                                                       SalonLlmSchemaDialect  dialect,
                                                       GPtrArray             *notes);
char              *salon_llm_schema_dup_property_name (const char            *name,
                                                       SalonLlmSchemaDialect  dialect);

G_END_DECLS
