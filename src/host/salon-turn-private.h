/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-part-private.h"
#include "salon-tool-call-private.h"
#include "salon-turn.h"

G_BEGIN_DECLS

/* Shared by salon-turn.c (the loop) and salon-turn-call.c (one call). */
struct _SalonTurn
{
  GObject parent_instance;

  SalonTurnServices services;
  char *chat_id;
  GStrv servers;
  GPtrArray *messages;
  SalonMessage *reply;
  SalonRecorder *recorder;

  /* Rejected when the turn is stopped: everything that waits, waits for this, too. */
  DexPromise *stop;
  gboolean stopped;

  guint round;
  SalonToolSet *tools;
  /* Calls of this round's reply, by the index the provider gives them. */
  GHashTable *calls_by_index;
  SalonPart *growing;

  guint n_running;
  GQueue waiting;
};

/**
 * salon_turn_await:
 * @self: a turn
 * @future: (transfer full): what to wait for
 * @error: return location for an error
 *
 * Waits for @future or for the end of the turn. What is still under way then is let go, which
 * cancels it.
 *
 * Returns: (transfer full) (nullable): the resolved @future; %NULL when it was rejected, or the
 *   turn stopped (%G_IO_ERROR_CANCELLED)
 */
DexFuture  *salon_turn_await        (SalonTurn  *self,
                                     DexFuture  *future,
                                     GError    **error);

/**
 * salon_turn_carry_out:
 * @self: a turn
 * @part: a part with a call
 *
 * Returns: (transfer full): a future that resolves when the call is over; never rejected
 */
DexFuture  *salon_turn_carry_out    (SalonTurn  *self,
                                     SalonPart  *part) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_turn_dup_request:
 * @messages: (element-type SalonMessage): the chat so far
 * @reply: (nullable): the message that is being written
 * @tools: the tools on offer
 * @model_id: the model's id at its provider
 *
 * Returns: (transfer full): what is sent
 */
SalonLlmRequest *
            salon_turn_dup_request  (GPtrArray    *messages,
                                     SalonMessage *reply,
                                     SalonToolSet *tools,
                                     const char   *model_id);

/**
 * salon_turn_dup_result_text:
 * @text: what a tool gave
 *
 * Returns: (transfer full): @text as the model gets it: cut in its middle when it is longer than
 *   200 KB
 */
char       *salon_turn_dup_result_text (const char *text);

G_END_DECLS
