/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-llm-request.h"

G_BEGIN_DECLS

/*
 * SalonAnthropicThinking:
 * @SALON_ANTHROPIC_THINKING_NEVER: the model does not think
 * @SALON_ANTHROPIC_THINKING_BUDGET: it thinks when it is given a number of tokens for it
 * @SALON_ANTHROPIC_THINKING_ADAPTIVE: it decides by itself, guided by a level of effort
 */
typedef enum
{
  SALON_ANTHROPIC_THINKING_NEVER,
  SALON_ANTHROPIC_THINKING_BUDGET,
  SALON_ANTHROPIC_THINKING_ADAPTIVE,
} SalonAnthropicThinking;

/*
 * SalonAnthropicTraits:
 * @is_claude: whether it is one of Anthropic's own models
 * @thinking: how it thinks
 * @thinks_by_default: whether it thinks unless it is told not to
 * @off: (nullable): the `thinking.type` that turns thinking off; %NULL if nothing does
 * @takes_temperature: whether it takes a temperature at all
 * @takes_forced_calls: whether it can be made to call a tool
 * @binds_thinking: whether what it thought may only come back behind the very tools and
 *   system prompt it was thought under
 * @output_limit: how many tokens a reply may have, where nothing better is known
 *
 * What the Messages API allows with one model. The API tells some of it in its list of
 * models, but no request may depend on a list that may not have been asked for.
 */
typedef struct
{
  gboolean is_claude;
  SalonAnthropicThinking thinking;
  gboolean thinks_by_default;
  const char *off;
  gboolean takes_temperature;
  gboolean takes_forced_calls;
  gboolean binds_thinking;
  guint output_limit;
} SalonAnthropicTraits;

SalonAnthropicTraits salon_anthropic_traits_get (SalonLlmRequest *request);

G_END_DECLS
