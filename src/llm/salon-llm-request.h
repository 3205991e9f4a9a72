/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "salon-llm-message.h"
#include "salon-llm-model.h"
#include "salon-llm-tool.h"

G_BEGIN_DECLS

#define SALON_TYPE_LLM_REQUEST (salon_llm_request_get_type ())

/**
 * SalonLlmToolChoice:
 * @SALON_LLM_TOOL_CHOICE_AUTO: the model may call tools
 * @SALON_LLM_TOOL_CHOICE_NONE: the model must not call tools
 * @SALON_LLM_TOOL_CHOICE_REQUIRED: the model has to call at least one tool
 */
typedef enum
{
  SALON_LLM_TOOL_CHOICE_AUTO,
  SALON_LLM_TOOL_CHOICE_NONE,
  SALON_LLM_TOOL_CHOICE_REQUIRED,
} SalonLlmToolChoice;

/**
 * SalonLlmEffort:
 * @SALON_LLM_EFFORT_DEFAULT: whatever the provider does by itself
 * @SALON_LLM_EFFORT_NONE: no reasoning, where it can be turned off
 * @SALON_LLM_EFFORT_LOW: a little
 * @SALON_LLM_EFFORT_MEDIUM: more
 * @SALON_LLM_EFFORT_HIGH: as much as is useful
 *
 * How much a model thinks before it answers.
 */
typedef enum
{
  SALON_LLM_EFFORT_DEFAULT,
  SALON_LLM_EFFORT_NONE,
  SALON_LLM_EFFORT_LOW,
  SALON_LLM_EFFORT_MEDIUM,
  SALON_LLM_EFFORT_HIGH,
} SalonLlmEffort;

GType               salon_llm_request_get_type        (void) G_GNUC_CONST;

SalonLlmRequest    *salon_llm_request_new             (const char         *model);
SalonLlmRequest    *salon_llm_request_ref             (SalonLlmRequest    *self);
void                salon_llm_request_unref           (SalonLlmRequest    *self);

const char         *salon_llm_request_get_model       (SalonLlmRequest    *self);
const char         *salon_llm_request_get_system      (SalonLlmRequest    *self);
void                salon_llm_request_set_system      (SalonLlmRequest    *self,
                                                       const char         *system);
void                salon_llm_request_add_message     (SalonLlmRequest    *self,
                                                       SalonLlmMessage    *message);
guint               salon_llm_request_get_n_messages  (SalonLlmRequest    *self);
SalonLlmMessage    *salon_llm_request_get_message     (SalonLlmRequest    *self,
                                                       guint               position);
void                salon_llm_request_add_tool        (SalonLlmRequest    *self,
                                                       SalonLlmTool       *tool);
guint               salon_llm_request_get_n_tools     (SalonLlmRequest    *self);
SalonLlmTool       *salon_llm_request_get_tool        (SalonLlmRequest    *self,
                                                       guint               position);
SalonLlmToolChoice  salon_llm_request_get_tool_choice (SalonLlmRequest    *self);
void                salon_llm_request_set_tool_choice (SalonLlmRequest    *self,
                                                       SalonLlmToolChoice  tool_choice);
double              salon_llm_request_get_temperature (SalonLlmRequest    *self);
void                salon_llm_request_set_temperature (SalonLlmRequest    *self,
                                                       double              temperature);
guint               salon_llm_request_get_max_tokens  (SalonLlmRequest    *self);
void                salon_llm_request_set_max_tokens  (SalonLlmRequest    *self,
                                                       guint               max_tokens);
SalonLlmEffort      salon_llm_request_get_effort      (SalonLlmRequest    *self);
void                salon_llm_request_set_effort      (SalonLlmRequest    *self,
                                                       SalonLlmEffort      effort);
const char         *salon_llm_request_get_chat        (SalonLlmRequest    *self);
void                salon_llm_request_set_chat        (SalonLlmRequest    *self,
                                                       const char         *chat);
SalonLlmModel      *salon_llm_request_get_model_facts (SalonLlmRequest    *self);
void                salon_llm_request_set_model_facts (SalonLlmRequest    *self,
                                                       SalonLlmModel      *model);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonLlmRequest, salon_llm_request_unref)

G_END_DECLS
