/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-llm-request.h"

G_BEGIN_DECLS

/**
 * SalonLlmCallIdRules:
 * @least: how many characters an id has at least
 * @most: how many it has at most
 * @others: which characters it may have beside letters and digits
 *
 * What a provider takes as the id of a call. Chats come from everywhere, and so do their ids.
 */
typedef struct
{
  guint least;
  guint most;
  const char *others;
} SalonLlmCallIdRules;

/**
 * SalonLlmTranscriptCall:
 * @call: (transfer none): the call
 * @result: (nullable) (transfer none): its result; %NULL if the chat has none
 * @id: the id to send for both
 *
 * A call with what came of it.
 */
typedef struct
{
  SalonLlmPart *call;
  SalonLlmPart *result;
  char *id;
} SalonLlmTranscriptCall;

/**
 * SalonLlmTranscript:
 *
 * Which result belongs to which call in a chat, whatever state it was left in, with ids that
 * the provider takes and that are unique in it. It lives as long as its request.
 */
typedef struct _SalonLlmTranscript SalonLlmTranscript;

SalonLlmTranscript *salon_llm_transcript_new          (SalonLlmRequest           *request,
                                                       const SalonLlmCallIdRules *rules);
void                salon_llm_transcript_free         (SalonLlmTranscript        *self);
GPtrArray          *salon_llm_transcript_get_calls    (SalonLlmTranscript        *self,
                                                       guint                      message);
guint               salon_llm_transcript_get_turn     (SalonLlmTranscript        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonLlmTranscript, salon_llm_transcript_free)

G_END_DECLS
