/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-llm-event.h"
#include "salon-llm-reply.h"
#include "salon-llm-request.h"

G_BEGIN_DECLS

/**
 * SalonOpenaiChatStream:
 *
 * Reads the events of one streamed Chat Completions answer, and the answers of
 * servers that do not stream. It does no input or output of its own.
 */
typedef struct _SalonOpenaiChatStream SalonOpenaiChatStream;

SalonOpenaiChatStream *salon_openai_chat_stream_new         (SalonLlmRequest        *request,
                                                             const char             *provider,
                                                             const char             *provider_name,
                                                             SalonLlmEventFunc       func,
                                                             gpointer                user_data);
void                   salon_openai_chat_stream_free        (SalonOpenaiChatStream  *self);
gboolean               salon_openai_chat_stream_push        (SalonOpenaiChatStream  *self,
                                                             const char             *type,
                                                             const char             *data,
                                                             gssize                  length,
                                                             GError                **error);
gboolean               salon_openai_chat_stream_is_complete (SalonOpenaiChatStream  *self);
gboolean               salon_openai_chat_stream_is_done     (SalonOpenaiChatStream  *self);
SalonLlmReply         *salon_openai_chat_stream_finish      (SalonOpenaiChatStream  *self,
                                                             GError                **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonOpenaiChatStream, salon_openai_chat_stream_free)

G_END_DECLS
