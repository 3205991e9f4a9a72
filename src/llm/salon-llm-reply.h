/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "salon-llm-part.h"
#include "salon-llm-usage.h"

G_BEGIN_DECLS

#define SALON_TYPE_LLM_REPLY (salon_llm_reply_get_type ())

/**
 * SalonLlmStopReason:
 * @SALON_LLM_STOP_END: the model had said all it wanted to say
 * @SALON_LLM_STOP_LENGTH: the limit of tokens was reached; the last part may be incomplete
 * @SALON_LLM_STOP_TOOL_CALLS: the model waits for the results of its calls
 * @SALON_LLM_STOP_REFUSAL: the model refused to answer
 * @SALON_LLM_STOP_FILTER: the provider's filter stopped the answer
 * @SALON_LLM_STOP_PAUSED: the provider wants the same chat, with this reply in it, once more
 * @SALON_LLM_STOP_OTHER: a reason unknown to Salon
 */
typedef enum
{
  SALON_LLM_STOP_END,
  SALON_LLM_STOP_LENGTH,
  SALON_LLM_STOP_TOOL_CALLS,
  SALON_LLM_STOP_REFUSAL,
  SALON_LLM_STOP_FILTER,
  SALON_LLM_STOP_PAUSED,
  SALON_LLM_STOP_OTHER,
} SalonLlmStopReason;

GType               salon_llm_reply_get_type          (void) G_GNUC_CONST;

SalonLlmReply      *salon_llm_reply_new               (GPtrArray          *parts,
                                                       SalonLlmStopReason  stop_reason,
                                                       const SalonLlmUsage *usage,
                                                       const char         *model);
SalonLlmReply      *salon_llm_reply_ref               (SalonLlmReply      *self);
void                salon_llm_reply_unref             (SalonLlmReply      *self);

GPtrArray          *salon_llm_reply_get_parts         (SalonLlmReply      *self);
SalonLlmStopReason  salon_llm_reply_get_stop_reason   (SalonLlmReply      *self);
gint64              salon_llm_reply_get_input_tokens  (SalonLlmReply      *self);
gint64              salon_llm_reply_get_output_tokens (SalonLlmReply      *self);
const SalonLlmUsage *salon_llm_reply_get_usage        (SalonLlmReply      *self);
const char         *salon_llm_reply_get_detail        (SalonLlmReply      *self);
void                salon_llm_reply_set_detail        (SalonLlmReply      *self,
                                                       const char         *detail);
void                salon_llm_reply_set_first_event   (SalonLlmReply      *self,
                                                       gint64              microseconds);
const char         *salon_llm_reply_get_model         (SalonLlmReply      *self);
char               *salon_llm_reply_dup_text          (SalonLlmReply      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonLlmReply, salon_llm_reply_unref)

G_END_DECLS
