/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#include "salon-llm-types.h"

G_BEGIN_DECLS

/**
 * SalonLlmEventKind:
 * @SALON_LLM_EVENT_TEXT_DELTA: more of the answer: `text`
 * @SALON_LLM_EVENT_REASONING_DELTA: more of the reasoning: `text`
 * @SALON_LLM_EVENT_TOOL_CALL_STARTED: a tool call begins: `index`, `id`, `name`
 * @SALON_LLM_EVENT_TOOL_CALL_ARGUMENTS_DELTA: more of a call's arguments, a piece of JSON text
 *   cut anywhere between two characters: `index`, `text`
 * @SALON_LLM_EVENT_TOOL_CALL_FINISHED: the arguments of a call are complete: `index`
 * @SALON_LLM_EVENT_WAITING: the provider asked to come back later, and the request will be sent
 *   again: `text` is a sentence that says why, `delay_ms` the time until then. Only ever before
 *   all other events.
 */
typedef enum
{
  SALON_LLM_EVENT_TEXT_DELTA,
  SALON_LLM_EVENT_REASONING_DELTA,
  SALON_LLM_EVENT_TOOL_CALL_STARTED,
  SALON_LLM_EVENT_TOOL_CALL_ARGUMENTS_DELTA,
  SALON_LLM_EVENT_TOOL_CALL_FINISHED,
  SALON_LLM_EVENT_WAITING,
} SalonLlmEventKind;

/**
 * SalonLlmEvent:
 * @kind: what happened; it tells which of the other fields are set
 * @index: number of the tool call in this reply, from 0
 * @text: (nullable): text of a delta, valid UTF-8, never empty; or a sentence
 * @id: (nullable): the call's id, unique in its reply; made up where the provider gave none
 * @name: (nullable): the tool's name as it was offered in the request
 * @delay_ms: milliseconds until the request is sent again
 *
 * One step of a reply as it streams in. It lives on the stack of who reports it:
 * whatever is to be kept has to be copied.
 */
struct _SalonLlmEvent
{
  SalonLlmEventKind kind;
  guint index;
  const char *text;
  const char *id;
  const char *name;
  gint64 delay_ms;
};

/**
 * SalonLlmEventFunc:
 * @event: what happened
 * @user_data: data given with the function
 *
 * Called for every step of a reply, in order, in the main context in which
 * salon_llm_provider_stream() was called. It must not await.
 */
typedef void (*SalonLlmEventFunc) (const SalonLlmEvent *event,
                                   gpointer             user_data);

G_END_DECLS
