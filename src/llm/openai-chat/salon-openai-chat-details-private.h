/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json-writer.h"

G_BEGIN_DECLS

/*
 * SalonOpenaiChatDetails:
 *
 * The reasoning_details of OpenRouter while they stream in: what the provider behind it has
 * signed or encrypted, which it wants back as it was.
 */
typedef struct _SalonOpenaiChatDetails SalonOpenaiChatDetails;

SalonOpenaiChatDetails *salon_openai_chat_details_new      (void);
void                    salon_openai_chat_details_free     (SalonOpenaiChatDetails *self);
gsize                   salon_openai_chat_details_add      (SalonOpenaiChatDetails *self,
                                                            const SalonJson        *fragments);
char                   *salon_openai_chat_details_dup_text (const SalonJson        *fragments);
gboolean                salon_openai_chat_details_is_empty (SalonOpenaiChatDetails *self);
void                    salon_openai_chat_details_write    (SalonOpenaiChatDetails *self,
                                                            SalonJsonWriter        *writer,
                                                            const char             *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonOpenaiChatDetails, salon_openai_chat_details_free)

G_END_DECLS
