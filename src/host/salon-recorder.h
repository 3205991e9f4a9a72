/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "salon-history-private.h"
#include "salon-message-private.h"

G_BEGIN_DECLS

/**
 * SalonRecorder:
 *
 * Writes the messages of one chat to the store as they grow: whole messages and finished parts at
 * once, growing ones every 100 ms at most.
 */
#define SALON_TYPE_RECORDER (salon_recorder_get_type ())
G_DECLARE_FINAL_TYPE (SalonRecorder, salon_recorder, SALON, RECORDER, GObject)

/**
 * salon_recorder_new:
 * @history: whose store is written to
 * @clock: the clock
 * @chat_id: the chat
 *
 * Returns: (transfer full): a recorder
 */
SalonRecorder *salon_recorder_new        (SalonHistory  *history,
                                          SalonClock    *clock,
                                          const char    *chat_id);

/**
 * salon_recorder_message:
 * @self: the recorder
 * @message: a message that is new or has another state
 */
void           salon_recorder_message    (SalonRecorder *self,
                                          SalonMessage  *message);

/**
 * salon_recorder_usage:
 * @self: the recorder
 * @message: a message that has taken more
 */
void           salon_recorder_usage      (SalonRecorder *self,
                                          SalonMessage  *message);

/**
 * salon_recorder_part_grows:
 * @self: the recorder
 * @message: a message
 * @part: one of its parts, which has changed a bit
 */
void           salon_recorder_part_grows (SalonRecorder *self,
                                          SalonMessage  *message,
                                          SalonPart     *part);

/**
 * salon_recorder_part:
 * @self: the recorder
 * @message: a message
 * @part: one of its parts, which has changed in a way that must not be lost
 */
void           salon_recorder_part       (SalonRecorder *self,
                                          SalonMessage  *message,
                                          SalonPart     *part);

/**
 * salon_recorder_flush:
 * @self: the recorder
 *
 * Returns: (transfer full): a future that resolves when all of it has reached the store, or could
 *   not be written; never rejected
 */
DexFuture     *salon_recorder_flush      (SalonRecorder *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_recorder_close:
 * @self: the recorder
 *
 * The chat is no more: nothing is written any more.
 */
void           salon_recorder_close      (SalonRecorder *self);

G_END_DECLS
