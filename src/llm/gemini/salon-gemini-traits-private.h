/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-llm-request.h"

G_BEGIN_DECLS

/*
 * SalonGeminiThinking:
 * @SALON_GEMINI_THINKING_NEVER: the model does not think, or is not asked about it
 * @SALON_GEMINI_THINKING_BUDGET: how much it thinks is told in tokens
 * @SALON_GEMINI_THINKING_LEVEL: how much it thinks is told by a level
 */
typedef enum
{
  SALON_GEMINI_THINKING_NEVER,
  SALON_GEMINI_THINKING_BUDGET,
  SALON_GEMINI_THINKING_LEVEL,
} SalonGeminiThinking;

/*
 * SalonGeminiTraits:
 * @thinking: how it is told how much to think
 * @least_budget: the smallest number of tokens to think with
 * @least_level: the lowest level
 * @has_medium: whether there is a level between the lowest and the highest
 * @checks_signatures: whether calls of tools need a signature
 * @sees_results: whether the result of a call may have images in it
 * @takes_system: whether it takes a system prompt
 *
 * What the Gemini API allows with one model, which its list of models does not tell.
 */
typedef struct
{
  SalonGeminiThinking thinking;
  guint least_budget;
  const char *least_level;
  gboolean has_medium;
  gboolean checks_signatures;
  gboolean sees_results;
  gboolean takes_system;
} SalonGeminiTraits;

SalonGeminiTraits salon_gemini_traits_get (SalonLlmRequest *request);

G_END_DECLS
