/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-llm-event.h"
#include "salon-llm-reply.h"
#include "salon-llm-request.h"

G_BEGIN_DECLS

/**
 * SalonAnthropicStream:
 *
 * Reads the events of one streamed answer of the Messages API, and the answers of servers
 * that do not stream. It does no input or output of its own.
 */
typedef struct _SalonAnthropicStream SalonAnthropicStream;

SalonAnthropicStream *salon_anthropic_stream_new         (SalonLlmRequest       *request,
                                                          const char            *provider,
                                                          const char            *provider_name,
                                                          SalonLlmEventFunc      func,
                                                          gpointer               user_data);
void                  salon_anthropic_stream_free        (SalonAnthropicStream  *self);
gboolean              salon_anthropic_stream_push        (SalonAnthropicStream  *self,
                                                          const char            *type,
                                                          const char            *data,
                                                          gssize                 length,
                                                          GError               **error);
gboolean              salon_anthropic_stream_is_complete (SalonAnthropicStream  *self);
gboolean              salon_anthropic_stream_is_done     (SalonAnthropicStream  *self);
SalonLlmReply        *salon_anthropic_stream_finish      (SalonAnthropicStream  *self,
                                                          GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonAnthropicStream, salon_anthropic_stream_free)

G_END_DECLS
