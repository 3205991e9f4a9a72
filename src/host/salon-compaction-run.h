/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

#include "salon-turn.h"

G_BEGIN_DECLS

/** How full a window may become, in percent, before the beginning of the chat is shortened. */
#define SALON_COMPACTION_FULL_PERCENT 85
/** How much of it what is kept may take then. */
#define SALON_COMPACTION_KEPT_PERCENT 40

/**
 * salon_compaction_run:
 * @services: what turns work with
 * @messages: (element-type SalonMessage): the chat
 * @before: (nullable): how it is told now
 * @model: "provider/model" of the chat
 * @window: how many tokens that takes in all; 0 if unknown
 * @room: about how many tokens of messages may stay as they are
 *
 * Has the beginning of a chat summarised; where that fails, it is left out.
 *
 * Returns: (transfer full): a future of a #SalonCompaction, %NULL when nothing can go; rejected
 *   only when it is let go
 */
DexFuture *salon_compaction_run      (const SalonTurnServices *services,
                                      GPtrArray               *messages,
                                      const SalonCompaction   *before,
                                      const char              *model,
                                      gint64                   window,
                                      gint64                   room) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_compaction_new_note:
 * @self: a compaction
 * @round: the round of its message it happened in
 *
 * Returns: (transfer full): a part that tells the user
 */
SalonPart *salon_compaction_new_note (const SalonCompaction *self,
                                      guint                  round);

G_END_DECLS
