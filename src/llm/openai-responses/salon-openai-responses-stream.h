/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-llm-event.h"
#include "salon-llm-reply.h"
#include "salon-llm-request.h"

G_BEGIN_DECLS

/**
 * SalonOpenaiResponsesStream:
 *
 * Reads the events of one streamed answer of the Responses API, and the answers of servers
 * that do not stream. It does no input or output of its own.
 */
typedef struct _SalonOpenaiResponsesStream SalonOpenaiResponsesStream;

SalonOpenaiResponsesStream *
salon_openai_responses_stream_new         (SalonLlmRequest             *request,
                                           const char                  *provider,
                                           const char                  *provider_name,
                                           SalonLlmEventFunc            func,
                                           gpointer                     user_data);
void
salon_openai_responses_stream_free        (SalonOpenaiResponsesStream  *self);
gboolean
salon_openai_responses_stream_push        (SalonOpenaiResponsesStream  *self,
                                           const char                  *type,
                                           const char                  *data,
                                           gssize                       length,
                                           GError                     **error);
gboolean
salon_openai_responses_stream_is_complete (SalonOpenaiResponsesStream  *self);
SalonLlmReply *
salon_openai_responses_stream_finish      (SalonOpenaiResponsesStream  *self,
                                           GError                     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonOpenaiResponsesStream, salon_openai_responses_stream_free)

G_END_DECLS
