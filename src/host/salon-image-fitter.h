/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SALON_IMAGE_LONGEST_EDGE:
 *
 * Longer than this, models make pictures smaller themselves, in pixels.
 */
#define SALON_IMAGE_LONGEST_EDGE 1568

/**
 * salon_image_recognize:
 * @content: any bytes
 *
 * Returns: (transfer none) (nullable): the MIME type of a picture that models take, as its first
 *   bytes tell; %NULL when it is none
 */
const char *salon_image_recognize (GBytes      *content);

/**
 * salon_image_fit:
 * @content: a picture of a kind that salon_image_recognize() knows
 * @mime_type: (inout) (transfer none): what kind
 * @width: (out): of the picture returned, in pixels; 0 when it isn't known
 * @height: (out): of the picture returned, in pixels; 0 when it isn't known
 * @error: return location for an error
 *
 * Makes a picture as small as models take it, turned the right way up. One that is fit already
 * stays as it is, byte for byte; every other becomes a JPEG or PNG file without the data about
 * place and camera that were in it. Takes its time: to be called on a thread.
 *
 * Returns: (transfer full) (nullable): the picture; %NULL when it is damaged or too large
 */
GBytes     *salon_image_fit       (GBytes      *content,
                                   const char **mime_type,
                                   guint       *width,
                                   guint       *height,
                                   GError     **error);

G_END_DECLS
