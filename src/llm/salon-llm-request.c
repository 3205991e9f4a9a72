/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-llm-request.h"

#include <math.h>

struct _SalonLlmRequest
{
  gatomicrefcount ref_count;

  char *model;
  char *system;
  GPtrArray *messages;
  GPtrArray *tools;
  SalonLlmToolChoice tool_choice;
  double temperature;
  guint max_tokens;
  SalonLlmEffort effort;
  char *chat;
  SalonLlmModel *model_facts;
};

G_DEFINE_BOXED_TYPE (SalonLlmRequest, salon_llm_request,
                     salon_llm_request_ref, salon_llm_request_unref)

/**
 * salon_llm_request_new:
 * @model: the model's id, as its provider knows it
 *
 * Makes a request without messages. It may be changed until it is given to a
 * provider, and not from then on.
 *
 * Returns: (transfer full): the request
 */
SalonLlmRequest *
salon_llm_request_new (const char *model)
{
  SalonLlmRequest *self;

  g_return_val_if_fail (model != NULL, NULL);

  self = g_new0 (SalonLlmRequest, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->model = g_strdup (model);
  self->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_message_unref);
  self->tools = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_tool_unref);
  self->temperature = NAN;
  return self;
}

/**
 * salon_llm_request_ref:
 * @self: a request
 *
 * Returns: (transfer full): @self
 */
SalonLlmRequest *
salon_llm_request_ref (SalonLlmRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * salon_llm_request_unref:
 * @self: (transfer full): a request
 *
 * Gives a reference back.
 */
void
salon_llm_request_unref (SalonLlmRequest *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->model);
  g_free (self->system);
  g_free (self->chat);
  g_clear_pointer (&self->model_facts, salon_llm_model_unref);
  g_ptr_array_unref (self->messages);
  g_ptr_array_unref (self->tools);
  g_free (self);
}

/**
 * salon_llm_request_get_model:
 * @self: a request
 *
 * Returns: the model's id
 */
const char *
salon_llm_request_get_model (SalonLlmRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->model;
}

/**
 * salon_llm_request_get_system:
 * @self: a request
 *
 * Returns: (nullable): the system prompt
 */
const char *
salon_llm_request_get_system (SalonLlmRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->system;
}

/**
 * salon_llm_request_set_system:
 * @self: a request
 * @system: (nullable): the system prompt; %NULL or empty for none
 *
 * Sets what the model is told before the chat.
 */
void
salon_llm_request_set_system (SalonLlmRequest *self,
                              const char      *system)
{
  g_return_if_fail (self != NULL);

  if (system != NULL && *system == '\0')
    system = NULL;
  g_set_str (&self->system, system);
}

/**
 * salon_llm_request_add_message:
 * @self: a request
 * @message: (transfer none): a message with all its parts
 *
 * Adds a message at the end of the chat.
 */
void
salon_llm_request_add_message (SalonLlmRequest *self,
                               SalonLlmMessage *message)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (message != NULL);

  g_ptr_array_add (self->messages, salon_llm_message_ref (message));
}

/**
 * salon_llm_request_get_n_messages:
 * @self: a request
 *
 * Returns: how many messages it has
 */
guint
salon_llm_request_get_n_messages (SalonLlmRequest *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->messages->len;
}

/**
 * salon_llm_request_get_message:
 * @self: a request
 * @position: which message, from 0 for the oldest
 *
 * Returns: (transfer none): the message
 */
SalonLlmMessage *
salon_llm_request_get_message (SalonLlmRequest *self,
                               guint            position)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (position < self->messages->len, NULL);

  return g_ptr_array_index (self->messages, position);
}

/**
 * salon_llm_request_add_tool:
 * @self: a request
 * @tool: (transfer none): a tool whose name no other tool of the request has
 *
 * Offers one more tool. Keeping the order from request to request lets providers
 * reuse what they have computed already.
 */
void
salon_llm_request_add_tool (SalonLlmRequest *self,
                            SalonLlmTool    *tool)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (tool != NULL);

  g_ptr_array_add (self->tools, salon_llm_tool_ref (tool));
}

/**
 * salon_llm_request_get_n_tools:
 * @self: a request
 *
 * Returns: how many tools it offers
 */
guint
salon_llm_request_get_n_tools (SalonLlmRequest *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->tools->len;
}

/**
 * salon_llm_request_get_tool:
 * @self: a request
 * @position: which tool, from 0
 *
 * Returns: (transfer none): the tool
 */
SalonLlmTool *
salon_llm_request_get_tool (SalonLlmRequest *self,
                            guint            position)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (position < self->tools->len, NULL);

  return g_ptr_array_index (self->tools, position);
}

/**
 * salon_llm_request_get_tool_choice:
 * @self: a request
 *
 * Returns: whether the model may, must or must not call tools
 */
SalonLlmToolChoice
salon_llm_request_get_tool_choice (SalonLlmRequest *self)
{
  g_return_val_if_fail (self != NULL, SALON_LLM_TOOL_CHOICE_AUTO);

  return self->tool_choice;
}

/**
 * salon_llm_request_set_tool_choice:
 * @self: a request
 * @tool_choice: whether the model may, must or must not call tools
 *
 * Without tools it has no effect.
 */
void
salon_llm_request_set_tool_choice (SalonLlmRequest    *self,
                                   SalonLlmToolChoice  tool_choice)
{
  g_return_if_fail (self != NULL);

  self->tool_choice = tool_choice;
}

/**
 * salon_llm_request_get_temperature:
 * @self: a request
 *
 * Returns: the temperature, NAN if it is left to the provider
 */
double
salon_llm_request_get_temperature (SalonLlmRequest *self)
{
  g_return_val_if_fail (self != NULL, NAN);

  return self->temperature;
}

/**
 * salon_llm_request_set_temperature:
 * @self: a request
 * @temperature: how freely the model chooses its words, mostly 0 to 2; NAN leaves it to the
 *   provider
 *
 * Sets the sampling temperature.
 */
void
salon_llm_request_set_temperature (SalonLlmRequest *self,
                                   double           temperature)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (!isinf (temperature));

  self->temperature = temperature;
}

/**
 * salon_llm_request_get_max_tokens:
 * @self: a request
 *
 * Returns: how many tokens the reply may have, 0 if it is left to the provider
 */
guint
salon_llm_request_get_max_tokens (SalonLlmRequest *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->max_tokens;
}

/**
 * salon_llm_request_set_max_tokens:
 * @self: a request
 * @max_tokens: how many tokens the reply may have, 0 leaves it to the provider
 *
 * Sets the limit of the reply.
 */
void
salon_llm_request_set_max_tokens (SalonLlmRequest *self,
                                  guint            max_tokens)
{
  g_return_if_fail (self != NULL);

  self->max_tokens = max_tokens;
}

/**
 * salon_llm_request_get_effort:
 * @self: a request
 *
 * Returns: how much the model is to think before it answers
 */
SalonLlmEffort
salon_llm_request_get_effort (SalonLlmRequest *self)
{
  g_return_val_if_fail (self != NULL, SALON_LLM_EFFORT_DEFAULT);

  return self->effort;
}

/**
 * salon_llm_request_set_effort:
 * @self: a request
 * @effort: how much the model is to think before it answers
 *
 * Providers take the nearest thing that the model has.
 */
void
salon_llm_request_set_effort (SalonLlmRequest *self,
                              SalonLlmEffort   effort)
{
  g_return_if_fail (self != NULL);

  self->effort = effort;
}

/**
 * salon_llm_request_get_chat:
 * @self: a request
 *
 * Returns: (nullable): a name of the chat that stays the same from request to request
 */
const char *
salon_llm_request_get_chat (SalonLlmRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->chat;
}

/**
 * salon_llm_request_set_chat:
 * @self: a request
 * @chat: (nullable): a name of the chat that says nothing about its user
 *
 * Lets providers with several machines send the requests of one chat to the same one,
 * whose cache has its beginning.
 */
void
salon_llm_request_set_chat (SalonLlmRequest *self,
                            const char      *chat)
{
  g_return_if_fail (self != NULL);

  g_set_str (&self->chat, chat);
}

/**
 * salon_llm_request_get_model_facts:
 * @self: a request
 *
 * Returns: (nullable) (transfer none): what is known about the model
 */
SalonLlmModel *
salon_llm_request_get_model_facts (SalonLlmRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->model_facts;
}

/**
 * salon_llm_request_set_model_facts:
 * @self: a request
 * @model: (nullable) (transfer none): what is known about the model
 *
 * Without it, a provider takes for granted what most models can do.
 */
void
salon_llm_request_set_model_facts (SalonLlmRequest *self,
                                   SalonLlmModel   *model)
{
  g_return_if_fail (self != NULL);

  if (model != NULL)
    salon_llm_model_ref (model);
  g_clear_pointer (&self->model_facts, salon_llm_model_unref);
  self->model_facts = model;
}
