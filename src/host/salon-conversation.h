/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "salon-attachment.h"
#include "salon-message.h"
#include "salon-usage.h"

G_BEGIN_DECLS

/**
 * SalonConversation:
 *
 * A chat that is open: a `GListModel` of the [class@Message] of its current branch, oldest
 * first. It comes from [method@Host.new_conversation] or [method@Host.load_conversation].
 *
 * Properties: "id" (constant), "title", "model", "draft", "running", "usage" (all notify).
 */
#define SALON_TYPE_CONVERSATION (salon_conversation_get_type ())
G_DECLARE_FINAL_TYPE (SalonConversation, salon_conversation, SALON, CONVERSATION, GObject)

/**
 * SalonConversation::turn-finished:
 * @self: the conversation
 * @message: (nullable): the assistant message the turn ended with
 *
 * A turn is over, whichever way; the state of @message tells.
 */

const char         *salon_conversation_get_id      (SalonConversation *self);

/**
 * salon_conversation_get_title:
 * @self: a conversation
 *
 * Returns: (transfer none): the title; "" before the first message
 */
const char         *salon_conversation_get_title   (SalonConversation *self);

/**
 * salon_conversation_get_model:
 * @self: a conversation
 *
 * Returns: (transfer none) (nullable): "provider/model" of the next turn; %NULL when none is
 *   configured
 */
const char         *salon_conversation_get_model   (SalonConversation *self);

/**
 * salon_conversation_set_model:
 * @self: a conversation
 * @model: (nullable): "provider/model"; takes effect with the next turn
 */
void                salon_conversation_set_model   (SalonConversation *self,
                                                    const char        *model);

/**
 * salon_conversation_get_draft:
 * @self: a conversation
 *
 * Returns: (transfer none): what was typed and not sent; "" for nothing
 */
const char         *salon_conversation_get_draft   (SalonConversation *self);

/**
 * salon_conversation_set_draft:
 * @self: a conversation
 * @draft: what the composer holds
 *
 * Cheap enough to be called at every key; stored within 250 ms.
 */
void                salon_conversation_set_draft   (SalonConversation *self,
                                                    const char        *draft);

/**
 * salon_conversation_set_servers:
 * @self: a conversation
 * @names: (nullable): names of servers in the configuration; %NULL for all that are enabled
 */
void                salon_conversation_set_servers (SalonConversation  *self,
                                                    const char * const *names);

/**
 * salon_conversation_set_max_rounds:
 * @self: a conversation
 * @max_rounds: how often the model may be asked in one turn, 0 for %SALON_TURN_DEFAULT_MAX_ROUNDS
 *
 * Has effect from the next turn on, and is not stored.
 */
void                salon_conversation_set_max_rounds (SalonConversation *self,
                                                       guint              max_rounds);
gboolean            salon_conversation_get_running (SalonConversation *self);

/**
 * salon_conversation_dup_usage:
 * @self: a conversation
 *
 * Returns: (transfer full) (nullable): what all its replies have taken together; %NULL before
 *   the first
 */
SalonUsage         *salon_conversation_dup_usage   (SalonConversation *self);

/**
 * salon_conversation_send:
 * @self: a conversation that is not running
 * @text: what the user says; has to hold something other than space
 *
 * Appends and stores the user's message, clears the draft and runs one turn.
 *
 * Returns: (transfer full): a future that resolves when the turn is over, however it went
 *   (see the last message's state); rejected only when nothing was sent: with
 *   `G_IO_ERROR_BUSY` while a turn is running, `G_IO_ERROR_INVALID_ARGUMENT` for an
 *   empty @text. Letting it go does not stop the turn: [method@Conversation.stop] does.
 */
DexFuture          *salon_conversation_send        (SalonConversation *self,
                                                    const char        *text)
  G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_conversation_send_with_attachments:
 * @self: a conversation that is not running
 * @text: what the user says; may be empty when there is something attached
 * @attachments: (element-type SalonAttachment): pictures and documents that go with it
 *
 * As [method@Conversation.send], with attachments before the text. Those that are the draft's
 * leave it.
 *
 * Returns: (transfer full): as [method@Conversation.send]
 */
DexFuture          *salon_conversation_send_with_attachments (SalonConversation *self,
                                                              const char        *text,
                                                              GListModel        *attachments)
  G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_conversation_get_attachments:
 * @self: a conversation
 *
 * Returns: (transfer none): a list of #SalonAttachment: what has been attached to the draft. It is
 *   stored with the draft.
 */
GListModel         *salon_conversation_get_attachments (SalonConversation *self);

/**
 * salon_conversation_attach:
 * @self: a conversation
 * @attachment: what goes with the next message
 *
 * Adds to the draft; stored at once.
 */
void                salon_conversation_attach      (SalonConversation *self,
                                                    SalonAttachment   *attachment);

/**
 * salon_conversation_detach:
 * @self: a conversation
 * @attachment: one that had been attached
 *
 * Takes it away from the draft.
 */
void                salon_conversation_detach      (SalonConversation *self,
                                                    SalonAttachment   *attachment);

/**
 * salon_conversation_retry:
 * @self: a conversation that is not running
 *
 * Runs the turn again: a failed or stopped assistant message at the end leaves the branch.
 * When the last message is the user's, the turn that never happened is run.
 *
 * Returns: (transfer full): as [method@Conversation.send]; rejected with
 *   `G_IO_ERROR_INVALID_ARGUMENT` when there is nothing to answer
 */
DexFuture          *salon_conversation_retry       (SalonConversation *self)
  G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_conversation_stop:
 * @self: a conversation
 *
 * Stops the turn at once: the stream, the calls and the questions. What has come so far
 * stays. Does nothing when none is running.
 */
void                salon_conversation_stop        (SalonConversation *self);

/**
 * salon_conversation_flush:
 * @self: a conversation
 *
 * Returns: (transfer full): a future that resolves when all that is known has reached the store
 */
DexFuture          *salon_conversation_flush       (SalonConversation *self)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
