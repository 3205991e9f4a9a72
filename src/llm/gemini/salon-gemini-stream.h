/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-llm-event.h"
#include "salon-llm-reply.h"
#include "salon-llm-request.h"

G_BEGIN_DECLS

/**
 * SalonGeminiStream:
 *
 * Reads the events of one streamed answer of the Gemini API, and answers that are not
 * streamed, or streamed as one JSON array. It does no input or output of its own.
 */
typedef struct _SalonGeminiStream SalonGeminiStream;

SalonGeminiStream *salon_gemini_stream_new         (SalonLlmRequest    *request,
                                                    const char         *provider,
                                                    const char         *provider_name,
                                                    SalonLlmEventFunc   func,
                                                    gpointer            user_data);
void               salon_gemini_stream_free        (SalonGeminiStream  *self);
gboolean           salon_gemini_stream_push        (SalonGeminiStream  *self,
                                                    const char         *type,
                                                    const char         *data,
                                                    gssize              length,
                                                    GError            **error);
gboolean           salon_gemini_stream_is_complete (SalonGeminiStream  *self);
gboolean           salon_gemini_stream_is_done     (SalonGeminiStream  *self);
SalonLlmReply     *salon_gemini_stream_finish      (SalonGeminiStream  *self,
                                                    GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonGeminiStream, salon_gemini_stream_free)

G_END_DECLS
