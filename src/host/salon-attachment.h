/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "salon-model-registry.h"

G_BEGIN_DECLS

/**
 * SalonAttachmentKind:
 * @SALON_ATTACHMENT_IMAGE: a picture
 * @SALON_ATTACHMENT_DOCUMENT: a PDF file or a text
 */
typedef enum
{
  SALON_ATTACHMENT_IMAGE,
  SALON_ATTACHMENT_DOCUMENT,
} SalonAttachmentKind;

/**
 * SalonAttachment:
 *
 * A picture or a document of a message, as models are given it; it never changes. One that was
 * stored is read from its file when it is needed: [method@Attachment.load].
 */
#define SALON_TYPE_ATTACHMENT (salon_attachment_get_type ())
G_DECLARE_FINAL_TYPE (SalonAttachment, salon_attachment, SALON, ATTACHMENT, GObject)

/**
 * salon_attachment_read_file:
 * @file: a file of the user's
 *
 * Takes in a picture (PNG, JPEG, WebP, GIF), a PDF file, or a text of any sort. What it is, its
 * content says, not its name. A picture is made as small as models take it. All of that happens
 * on a thread.
 *
 * Returns: (transfer full): a future of a #SalonAttachment; rejected with a sentence for the
 *   user when the file can't be read, is too large, or is of another kind
 */
DexFuture           *salon_attachment_read_file     (GFile           *file)
  G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_attachment_read_bytes:
 * @content: what is to be attached, from the clipboard for instance
 * @name: what it is called
 *
 * Returns: (transfer full): as salon_attachment_read_file()
 */
DexFuture           *salon_attachment_read_bytes    (GBytes          *content,
                                                     const char      *name)
  G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_attachment_load:
 * @self: an attachment
 *
 * Returns: (transfer full): a future of the #GBytes of it; rejected when its file is gone or is
 *   no longer what it was
 */
DexFuture           *salon_attachment_load          (SalonAttachment *self)
  G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_attachment_export:
 * @self: an attachment
 *
 * Makes a copy under its own name, for other programs to open. It lies where it is gone when the
 * user logs out.
 *
 * Returns: (transfer full): a future of a #GFile; rejected with a sentence
 */
DexFuture           *salon_attachment_export        (SalonAttachment *self)
  G_GNUC_WARN_UNUSED_RESULT;

SalonAttachmentKind  salon_attachment_get_kind      (SalonAttachment *self);

/**
 * salon_attachment_get_name:
 * @self: an attachment
 *
 * Returns: (transfer none): the name of the file it was, valid UTF-8
 */
const char          *salon_attachment_get_name      (SalonAttachment *self);
const char          *salon_attachment_get_mime_type (SalonAttachment *self);

/**
 * salon_attachment_get_size:
 * @self: an attachment
 *
 * Returns: how many bytes a model is given
 */
gsize                salon_attachment_get_size      (SalonAttachment *self);

/**
 * salon_attachment_get_width:
 * @self: an attachment
 *
 * Returns: the width of a picture in pixels, 0 when it isn't known
 */
guint                salon_attachment_get_width     (SalonAttachment *self);
guint                salon_attachment_get_height    (SalonAttachment *self);

/**
 * salon_attachment_is_lost_on:
 * @self: an attachment
 * @models: what is known of models
 * @reference: "provider/model"
 *
 * Returns: whether that model is known not to take what this is: it is told so in words then
 */
gboolean             salon_attachment_is_lost_on    (SalonAttachment    *self,
                                                     SalonModelRegistry *models,
                                                     const char         *reference);

/**
 * salon_attachment_get_content:
 * @self: an attachment
 *
 * Returns: (transfer none) (nullable): its bytes; %NULL before they were loaded
 */
GBytes              *salon_attachment_get_content   (SalonAttachment *self);

G_END_DECLS
