/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-turn-private.h"

/* How the model of a turn is asked. */

void
salon_turn_set_parameters (SalonTurn                 *self,
                           const SalonTurnParameters *parameters)
{
  g_return_if_fail (SALON_IS_TURN (self));
  g_return_if_fail (parameters != NULL);

  g_set_str (&self->instructions, parameters->instructions);
  self->parameters = *parameters;
  self->parameters.instructions = self->instructions;
}

void
salon_turn_apply_parameters (SalonTurn       *self,
                             SalonLlmRequest *request)
{
  const char *model = salon_message_get_model (self->reply);
  g_autoptr (SalonLlmModel) facts = NULL;

  salon_llm_request_set_temperature (request, self->parameters.temperature);
  salon_llm_request_set_effort (request, self->parameters.effort);
  salon_llm_request_set_max_tokens (request, self->parameters.max_tokens);
  /* Providers keep what they have read of a chat by this key: it stays the same. */
  salon_llm_request_set_chat (request, self->chat_id);
  if (self->services.get_facts != NULL && model != NULL)
    facts = self->services.get_facts (model, self->services.get_facts_data);
  if (facts != NULL)
    salon_llm_request_set_model_facts (request, facts);
}
