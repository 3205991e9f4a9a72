/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"
#include "salon-message.h"

G_BEGIN_DECLS

/**
 * SalonCompaction:
 * @from: id of the first message that is sent as it is
 * @summary: (nullable): what stands for the messages before it; %NULL when they are left out
 *
 * How a long chat is told to its model. The chat itself keeps everything.
 */
typedef struct
{
  char *from;
  char *summary;
} SalonCompaction;

#define SALON_TYPE_COMPACTION (salon_compaction_get_type ())

GType            salon_compaction_get_type (void) G_GNUC_CONST;

/**
 * salon_compaction_new:
 * @from: id of the first message that is sent as it is
 * @summary: (nullable): what stands for the messages before it
 *
 * Returns: (transfer full): a compaction
 */
SalonCompaction *salon_compaction_new      (const char            *from,
                                            const char            *summary);

/**
 * salon_compaction_new_from_json:
 * @json: (nullable): what was stored
 *
 * Returns: (transfer full) (nullable): a compaction; %NULL when that is none
 */
SalonCompaction *salon_compaction_new_from_json (const SalonJson  *json);

/**
 * salon_compaction_copy:
 * @self: (nullable): a compaction
 *
 * Returns: (transfer full) (nullable): a copy
 */
SalonCompaction *salon_compaction_copy     (const SalonCompaction *self);

/**
 * salon_compaction_free:
 * @self: (transfer full): a compaction
 *
 * Frees it.
 */
void             salon_compaction_free     (SalonCompaction       *self);

/**
 * salon_compaction_find:
 * @self: (nullable): a compaction
 * @messages: (element-type SalonMessage): a chat
 *
 * Returns: the place of the first message that is sent as it is; 0 when that is all of them
 */
guint            salon_compaction_find     (const SalonCompaction *self,
                                            GPtrArray             *messages);

/**
 * salon_compaction_apply:
 * @self: (nullable): a compaction
 * @messages: (element-type SalonMessage): a chat
 *
 * Returns: (transfer full) (element-type SalonMessage): the messages to send
 */
GPtrArray       *salon_compaction_apply    (const SalonCompaction *self,
                                            GPtrArray             *messages);

/**
 * salon_compaction_choose:
 * @messages: (element-type SalonMessage): a chat that ends with a message of the user, or with a
 *   finished answer
 * @first: the first of them that is sent as it is now
 * @room: about how many tokens may stay as they are
 *
 * Chooses where to cut: before a message of the user, so that calls and their results are never
 * taken apart, and so that the last message of the user stays.
 *
 * Returns: the place of the first message that stays; @first when nothing can go
 */
guint            salon_compaction_choose   (GPtrArray             *messages,
                                            guint                  first,
                                            gint64                 room);

/**
 * salon_compaction_dup_text:
 * @messages: (element-type SalonMessage): a chat
 * @before: (nullable): the compaction in force
 * @end: the first message that stays
 * @max_bytes: how long the text may be
 *
 * Returns: (transfer full): what is to be summarised, as text, cut in its middle when it is too
 *   long
 */
char            *salon_compaction_dup_text (GPtrArray             *messages,
                                            const SalonCompaction *before,
                                            guint                  end,
                                            gsize                  max_bytes);

/**
 * salon_compaction_tokens_of:
 * @message: a message
 * @reasoning: (nullable): gets the part of it that is reasoning added
 *
 * Returns: about how many tokens @message takes
 */
gint64           salon_compaction_tokens_of (SalonMessage         *message,
                                             gint64               *reasoning);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonCompaction, salon_compaction_free)

G_END_DECLS
