/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"

#include "salon-llm-request.h"

G_BEGIN_DECLS

/* Adds a message; takes the parts. */
void          llm_chat_add          (SalonLlmRequest *request,
                                     SalonLlmRole     role,
                                     SalonLlmPart    *first,
                                     ...) G_GNUC_NULL_TERMINATED;
SalonLlmPart *llm_chat_reasoning    (const char      *text,
                                     const char      *provider,
                                     const char      *opaque);
SalonLlmPart *llm_chat_image        (void);
GPtrArray    *llm_chat_images       (void);

/* A chat that no sane person leads: every kind of part in every state a chat can be left in,
 * made by the provider “here” and by others.
 */
void          llm_chat_fill_at_random (SalonLlmRequest *request);

/* Adds a request to the file that SALON_LLM_REQUESTS names, for others to judge. */
void          llm_chat_record       (const char      *path,
                                     const char      *body);

/* Members on the way through a JSON value, which has to have them. */
const SalonJson *llm_chat_get       (const SalonJson *object,
                                     const char      *name);
const char      *llm_chat_string    (const SalonJson *object,
                                     const char      *name);

G_END_DECLS
