/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "salon-llm-part.h"

G_BEGIN_DECLS

#define SALON_TYPE_LLM_MESSAGE (salon_llm_message_get_type ())

/**
 * SalonLlmRole:
 * @SALON_LLM_ROLE_USER: the user's side; results of tool calls travel in it, too
 * @SALON_LLM_ROLE_ASSISTANT: the model's side
 *
 * The system prompt is no message: see salon_llm_request_set_system().
 */
typedef enum
{
  SALON_LLM_ROLE_USER,
  SALON_LLM_ROLE_ASSISTANT,
} SalonLlmRole;

GType            salon_llm_message_get_type    (void) G_GNUC_CONST;

SalonLlmMessage *salon_llm_message_new         (SalonLlmRole     role);
SalonLlmMessage *salon_llm_message_new_text    (SalonLlmRole     role,
                                                const char      *text);
SalonLlmMessage *salon_llm_message_ref         (SalonLlmMessage *self);
void             salon_llm_message_unref       (SalonLlmMessage *self);
void             salon_llm_message_add_part    (SalonLlmMessage *self,
                                                SalonLlmPart    *part);
SalonLlmRole     salon_llm_message_get_role    (SalonLlmMessage *self);
guint            salon_llm_message_get_n_parts (SalonLlmMessage *self);
SalonLlmPart    *salon_llm_message_get_part    (SalonLlmMessage *self,
                                                guint            position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonLlmMessage, salon_llm_message_unref)

G_END_DECLS
