/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-attachment.h"
#include "salon-json-writer.h"
#include "salon-json.h"
#include "salon-llm-part.h"

G_BEGIN_DECLS

/**
 * salon_attachment_new:
 * @kind: what it is
 * @name: the name of the file it was
 * @mime_type: of @content
 * @content: what models are given
 * @width: of a picture, 0 when it isn't known
 * @height: of a picture, 0 when it isn't known
 *
 * Computes a checksum: to be called on a thread.
 *
 * Returns: (transfer full): an attachment
 */
SalonAttachment *salon_attachment_new           (SalonAttachmentKind  kind,
                                                 const char          *name,
                                                 const char          *mime_type,
                                                 GBytes              *content,
                                                 guint                width,
                                                 guint                height);

/**
 * salon_attachment_new_from_json:
 * @kind: what it is
 * @name: (nullable): the name of the file it was
 * @object: what [method@Attachment.write] has written
 *
 * Returns: (transfer full) (nullable): the attachment, not loaded; %NULL when @object says nothing
 *   of the kind
 */
SalonAttachment *salon_attachment_new_from_json (SalonAttachmentKind  kind,
                                                 const char          *name,
                                                 const SalonJson     *object);

/**
 * salon_attachment_come_back:
 * @future: (transfer full): something under way on a thread
 *
 * Whoever waits for what a thread does is called on that thread, unless a fiber waits.
 *
 * Returns: (transfer full): a future of the same, settled where this function was called
 */
DexFuture       *salon_attachment_come_back     (DexFuture           *future)
  G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_attachment_write:
 * @self: an attachment
 * @writer: a writer inside an object
 *
 * Adds all there is to keep about @self but its name and content.
 */
void             salon_attachment_write         (SalonAttachment     *self,
                                                 SalonJsonWriter     *writer);

/**
 * salon_attachment_get_blob:
 * @self: an attachment
 *
 * Returns: (transfer none): the SHA-256 of the content, which names its file
 */
const char      *salon_attachment_get_blob      (SalonAttachment     *self);

/**
 * salon_attachment_dup_llm_part:
 * @self: an attachment, loaded if it could be
 *
 * Returns: (transfer full): what a model is given
 */
SalonLlmPart    *salon_attachment_dup_llm_part  (SalonAttachment     *self);

G_END_DECLS
