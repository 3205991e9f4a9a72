/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"
#include "salon-llm-part.h"
#include "salon-part.h"
#include "salon-store-part.h"

G_BEGIN_DECLS

/**
 * salon_part_new:
 * @kind: text, reasoning or note
 * @round: which request to the model, counted from 0 in its message, brought it
 *
 * Returns: (transfer full): an unfinished part
 */
SalonPart         *salon_part_new            (SalonPartKind      kind,
                                              guint              round);
SalonPart         *salon_part_new_tool_call  (SalonToolCall     *tool_call,
                                              guint              round);

/**
 * salon_part_new_error:
 * @code: what kind of error
 * @can_retry: whether trying again may help
 * @sentence: for the user
 * @round: which request it happened in
 *
 * Returns: (transfer full): a finished part
 */
SalonPart         *salon_part_new_error      (SalonPartError     code,
                                              gboolean           can_retry,
                                              const char        *sentence,
                                              guint              round);
SalonPart         *salon_part_new_attachment (SalonAttachment   *attachment);
SalonPart         *salon_part_new_note       (const char        *sentence,
                                              guint              round);
SalonPart         *salon_part_new_note_with_details (const char *sentence,
                                                     const char *details,
                                                     guint       round);
void               salon_part_append         (SalonPart         *self,
                                              const char        *delta);
void               salon_part_finish         (SalonPart         *self);
guint              salon_part_get_round      (SalonPart         *self);

/**
 * salon_part_add_origin:
 * @self: a part
 * @origin: the provider's own form of the next stretch of it, kept for what is opaque in there
 * @end: where in the text that stretch ends, in bytes; not before the last one's
 */
void               salon_part_add_origin     (SalonPart         *self,
                                              SalonLlmPart      *origin,
                                              gsize              end);

/**
 * salon_part_has_origin:
 * @self: a part
 *
 * Returns: whether a provider wants anything back with it
 */
gboolean           salon_part_has_origin     (SalonPart         *self);

/**
 * salon_part_with_origin:
 * @self: a part with a call
 * @part: (transfer full): what is to be sent for it
 *
 * Returns: (transfer full): @part with the opaque data its provider wants back
 */
SalonLlmPart      *salon_part_with_origin    (SalonPart         *self,
                                              SalonLlmPart      *part);

/**
 * salon_part_dup_pieces:
 * @self: a part of text or reasoning
 *
 * Returns: (transfer full) (element-type SalonLlmPart): what is to be sent for it, cut as the
 *   provider had cut it where that matters, with the opaque data it wants back
 */
GPtrArray         *salon_part_dup_pieces     (SalonPart         *self);

/**
 * salon_part_to_row:
 * @self: a part
 * @message_id: the message it belongs to
 * @position: its place there
 *
 * Returns: (transfer full): what the store keeps
 */
SalonStorePart    *salon_part_to_row         (SalonPart         *self,
                                              const char        *message_id,
                                              guint              position);

/**
 * salon_part_new_from_row:
 * @row: what the store kept
 *
 * Returns: (transfer full): the part, finished
 */
SalonPart         *salon_part_new_from_row   (const SalonStorePart *row);

G_END_DECLS
