/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-chat-private.h"
#include "salon-conversation.h"
#include "salon-turn.h"

G_BEGIN_DECLS

/* Shared by salon-conversation.c (what it is), -turns.c (what happens in it) and -settings.c. */
struct _SalonConversation
{
  GObject parent_instance;

  SalonTurnServices services;
  SalonChat *chat;
  GPtrArray *messages;
  SalonRecorder *recorder;
  SalonTurn *turn;
  DexFuture *turn_over;
  GStrv servers;
  GListStore *attachments; /* nullable; of the draft, read when they are asked for */
  gboolean draft_waits;
  gboolean discarded;
  gboolean shortening;
};

/**
 * salon_conversation_new:
 * @services: what turns work with; the objects are referenced
 * @chat: the row of the history
 *
 * Returns: (transfer full): a conversation without messages
 */
SalonConversation *salon_conversation_new      (const SalonTurnServices *services,
                                                SalonChat               *chat);

/**
 * salon_conversation_draft_gone:
 * @self: a conversation
 *
 * The draft was sent: there is none any more.
 */
void               salon_conversation_draft_gone (SalonConversation     *self);

/**
 * salon_conversation_turn_ended:
 * @self: a conversation
 * @reply: the message the turn ended with
 *
 * Tells everybody.
 */
void               salon_conversation_turn_ended (SalonConversation     *self,
                                                  SalonMessage          *reply);
void               salon_conversation_running_changed (SalonConversation *self);

/**
 * salon_conversation_prepare_compaction:
 * @self: a conversation
 * @turn: its turn, which has not run
 *
 * Tells @turn how the beginning of the chat is told.
 */
void               salon_conversation_prepare_compaction (SalonConversation *self,
                                                          SalonTurn         *turn);

/**
 * salon_conversation_find_title:
 * @self: a conversation
 *
 * Has a model find a title after the first exchange, if that is wanted and the user has not given
 * it one.
 */
void               salon_conversation_find_title (SalonConversation     *self);

/**
 * salon_conversation_dup_clean_title:
 * @answer: what the model said
 *
 * Returns: (transfer full) (nullable): one line of plain words, at most 60 characters; %NULL when
 *   there are none
 */
char              *salon_conversation_dup_clean_title (const char       *answer);

/**
 * salon_conversation_save:
 * @self: a conversation
 * @touched: whether something happened in it just now
 *
 * Stores the chat's row.
 */
void               salon_conversation_save     (SalonConversation       *self,
                                                gboolean                 touched);

/**
 * salon_conversation_take_messages:
 * @self: a conversation
 * @messages: (element-type SalonMessage): its messages as they were stored
 *
 * Adds what is new. Does nothing when a turn runs, or where the conversation has taken another
 * way than @messages.
 */
void               salon_conversation_take_messages (SalonConversation  *self,
                                                     GPtrArray          *messages);

/**
 * salon_conversation_discard:
 * @self: a conversation
 *
 * The chat is deleted: stops it, and writes nothing any more.
 */
void               salon_conversation_discard  (SalonConversation       *self);

/**
 * salon_conversation_await_idle:
 * @self: a conversation
 *
 * Returns: (transfer full): a future that resolves when no turn is running (any more)
 */
DexFuture         *salon_conversation_await_idle (SalonConversation     *self)
  G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_conversation_drop_attachments:
 * @self: a conversation
 *
 * The attachments of the draft were sent: there are none any more.
 */
void               salon_conversation_drop_attachments (SalonConversation *self);

/**
 * salon_conversation_load_attachments:
 * @self: a conversation
 *
 * Reads what was attached to its messages, where it hasn't been read yet. In a fiber.
 */
void               salon_conversation_load_attachments (SalonConversation *self);

G_END_DECLS
