/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-part-private.h"
#include "salon-tool-call-private.h"
#include "salon-turn.h"

G_BEGIN_DECLS

/* The rounds of the reply that are over, as they are sent: they stay the same, byte for byte, and
 * are not made again in each round.
 */
typedef struct
{
  GPtrArray *messages; /* of SalonLlmMessage */
  guint n_parts;       /* how many parts of the reply they are made of */
} SalonTurnRounds;

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

  SalonTurnParameters parameters;
  char *instructions; /* nullable; what the parameters refer to */
  SalonToolDiscoveryMode discovery_mode;
  /* Whether the model looks for its tools; stays what it is for the whole turn. */
  gboolean discovers;

  SalonCompaction *compaction; /* nullable */
  gboolean compacts;
  gint64 context_tokens; /* what the window held after the last reply; -1 if unknown */
  SalonCompactedFunc compacted;
  gpointer compacted_data;

  guint round;
  SalonTurnRounds rounds;
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

void        salon_turn_add_note     (SalonTurn  *self,
                                     const char *sentence);

/**
 * salon_turn_keep_origins:
 * @self: a turn
 * @reply: what the model has just said
 * @first_part: the place of the first part that came with it
 *
 * Keeps what the provider wants back with each part.
 */
void        salon_turn_keep_origins (SalonTurn     *self,
                                     SalonLlmReply *reply,
                                     guint          first_part);

/**
 * salon_turn_count:
 * @self: a turn
 * @request: what was sent
 * @reply: what came back
 *
 * Counts what that took; where the provider doesn't say, it is estimated.
 */
void        salon_turn_count        (SalonTurn       *self,
                                     SalonLlmRequest *request,
                                     SalonLlmReply   *reply);

/**
 * salon_turn_note_stop_reason:
 * @self: a turn
 * @reply: the last thing the model said in it
 *
 * Tells the user why the model stopped, where that is not because it had said it all.
 */
void        salon_turn_note_stop_reason (SalonTurn     *self,
                                         SalonLlmReply *reply);

/**
 * salon_turn_compact:
 * @self: a turn that knows its tools
 * @model_id: the model's id at its provider
 *
 * Shortens the beginning of the chat when it nearly fills the window.
 *
 * Returns: (transfer full) (element-type SalonMessage): the messages to send, without the one that
 *   is being written
 */
GPtrArray  *salon_turn_compact      (SalonTurn  *self,
                                     const char *model_id);

/**
 * salon_turn_dup_request:
 * @messages: (element-type SalonMessage): the chat so far
 * @reply: (nullable): the message that is being written
 * @tools: the tools on offer
 * @discovers: whether the model looks for them instead of being told all
 * @instructions: (nullable): what the model is told first; %NULL: the application's words
 * @model_id: the model's id at its provider
 * @rounds: (nullable): the rounds of @reply that are over, which grows with them
 *
 * Returns: (transfer full): what is sent
 */
SalonLlmRequest *
            salon_turn_dup_request  (GPtrArray       *messages,
                                     SalonMessage    *reply,
                                     SalonToolSet    *tools,
                                     gboolean         discovers,
                                     const char      *instructions,
                                     const char      *model_id,
                                     SalonTurnRounds *rounds);

/**
 * salon_turn_apply_parameters:
 * @self: a turn
 * @request: what is to be sent
 *
 * Says how the model is asked, and adds what is known about it.
 */
void        salon_turn_apply_parameters (SalonTurn       *self,
                                         SalonLlmRequest *request);

/**
 * salon_turn_decide_discovery:
 * @self: a turn that knows its tools
 *
 * Decides whether the model looks for them.
 */
void        salon_turn_decide_discovery (SalonTurn *self);

/**
 * salon_turn_name_call:
 * @self: a turn
 * @call: a call
 *
 * Gives @call the names of the tool that is meant, if there is one.
 */
void        salon_turn_name_call    (SalonTurn     *self,
                                     SalonToolCall *call);

/**
 * salon_turn_unwrap_call:
 * @self: a turn
 * @call: a call that is written to its end
 * @error: return location for an error
 *
 * A call of call_tool becomes a call of the tool it is about.
 *
 * Returns: %FALSE when it is about none
 */
gboolean    salon_turn_unwrap_call  (SalonTurn      *self,
                                     SalonToolCall  *call,
                                     GError        **error);

/**
 * salon_turn_answer_itself:
 * @self: a turn
 * @call: a call
 *
 * Returns: whether it was one that needs no server: it is over then
 */
gboolean    salon_turn_answer_itself (SalonTurn     *self,
                                      SalonToolCall *call);

/**
 * salon_turn_dup_result_text:
 * @text: what a tool gave
 *
 * Returns: (transfer full): @text as the model gets it: cut in its middle when it is longer than
 *   200 KB
 */
char       *salon_turn_dup_result_text (const char *text);

G_END_DECLS
