/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "salon-message.h"

G_BEGIN_DECLS

/**
 * SalonSamplingMessage:
 *
 * One message a server wants a model to read. Properties (constant): "role", "text".
 */
#define SALON_TYPE_SAMPLING_MESSAGE (salon_sampling_message_get_type ())
G_DECLARE_FINAL_TYPE (SalonSamplingMessage, salon_sampling_message,
                      SALON, SAMPLING_MESSAGE, GObject)

/**
 * salon_sampling_message_new:
 * @role: whose message it is
 * @text: what it says
 *
 * Returns: (transfer full): a message
 */
SalonSamplingMessage *salon_sampling_message_new      (SalonRole             role,
                                                       const char           *text);
SalonRole             salon_sampling_message_get_role (SalonSamplingMessage *self);

/**
 * salon_sampling_message_get_text:
 * @self: a message
 *
 * Returns: (transfer none): the text; a line in square brackets stands for an image or
 *   whatever else is not text
 */
const char           *salon_sampling_message_get_text (SalonSamplingMessage *self);

G_END_DECLS
