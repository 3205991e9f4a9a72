/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "salon-attachment.h"
#include "salon-tool-call.h"

G_BEGIN_DECLS

/**
 * SalonPartKind:
 * @SALON_PART_TEXT: text in Markdown
 * @SALON_PART_REASONING: what the model thought on the way, plain or Markdown
 * @SALON_PART_TOOL_CALL: a call of a tool, see [method@Part.get_tool_call]
 * @SALON_PART_ERROR: a sentence about what went wrong, see [method@Part.get_can_retry]
 * @SALON_PART_NOTE: a sentence by Salon itself
 * @SALON_PART_IMAGE: a picture of the user’s, see [method@Part.get_attachment]; the text is its
 *   name
 * @SALON_PART_DOCUMENT: a document of the user’s, likewise
 */
typedef enum
{
  SALON_PART_TEXT,
  SALON_PART_REASONING,
  SALON_PART_TOOL_CALL,
  SALON_PART_ERROR,
  SALON_PART_NOTE,
  SALON_PART_IMAGE,
  SALON_PART_DOCUMENT,
} SalonPartKind;

#define SALON_TYPE_PART_KIND (salon_part_kind_get_type ())

GType          salon_part_kind_get_type (void) G_GNUC_CONST;

/**
 * SalonPartError:
 * @SALON_PART_ERROR_NONE: the part is no error
 * @SALON_PART_ERROR_MODEL: the model's side failed in a way that has no code of its own
 * @SALON_PART_ERROR_AUTHENTICATION: the key is missing or wrong: settings help
 * @SALON_PART_ERROR_CONFIGURATION: no model chosen, unknown provider: settings help
 * @SALON_PART_ERROR_NETWORK: the network or the server could not be reached
 * @SALON_PART_ERROR_BUSY: too many requests, or the server is overloaded
 * @SALON_PART_ERROR_TOO_LONG: the chat has grown past what the model can take
 * @SALON_PART_ERROR_CUT: the answer broke off
 * @SALON_PART_ERROR_REFUSED: the model's side refused to answer
 */
typedef enum
{
  SALON_PART_ERROR_NONE,
  SALON_PART_ERROR_MODEL,
  SALON_PART_ERROR_AUTHENTICATION,
  SALON_PART_ERROR_CONFIGURATION,
  SALON_PART_ERROR_NETWORK,
  SALON_PART_ERROR_BUSY,
  SALON_PART_ERROR_TOO_LONG,
  SALON_PART_ERROR_CUT,
  SALON_PART_ERROR_REFUSED,
} SalonPartError;

#define SALON_TYPE_PART_ERROR (salon_part_error_get_type ())

GType          salon_part_error_get_type (void) G_GNUC_CONST;

/**
 * SalonPart:
 *
 * One piece of a message: a stretch of text, a call of a tool, an error.
 *
 * Properties: "id", "kind", "text", "tool-call", "error-code", "can-retry", "finished", "details".
 * "text" notifies when it changes other than by growing at its end, and once when the
 * part is finished; while it grows [signal@Part::appended] tells what was added.
 */
#define SALON_TYPE_PART (salon_part_get_type ())
G_DECLARE_FINAL_TYPE (SalonPart, salon_part, SALON, PART, GObject)

/**
 * SalonPart::appended:
 * @self: the part
 * @delta: what was added to the end of the text
 */

/**
 * salon_part_get_id:
 * @self: a part
 *
 * Returns: (transfer none): an id that is unique among all parts and never changes
 */
const char     *salon_part_get_id         (SalonPart *self);
SalonPartKind   salon_part_get_kind       (SalonPart *self);

/**
 * salon_part_get_text:
 * @self: a part
 *
 * Returns: (transfer none): the whole text so far; "" for a tool call. The pointer is
 *   good until the text grows.
 */
const char     *salon_part_get_text       (SalonPart *self);

/**
 * salon_part_get_text_length:
 * @self: a part
 *
 * Returns: the length of the text so far, in bytes, without counting
 */
gsize           salon_part_get_text_length (SalonPart *self);

/**
 * salon_part_get_tool_call:
 * @self: a part
 *
 * Returns: (transfer none) (nullable): the call, for %SALON_PART_TOOL_CALL
 */
SalonToolCall  *salon_part_get_tool_call  (SalonPart *self);

/**
 * salon_part_get_finished:
 * @self: a part
 *
 * Returns: whether the text has reached its end
 */
gboolean        salon_part_get_finished   (SalonPart *self);
SalonPartError  salon_part_get_error_code (SalonPart *self);

/**
 * salon_part_get_can_retry:
 * @self: a part
 *
 * Returns: for %SALON_PART_ERROR whether trying again without changing anything may help
 */
gboolean        salon_part_get_can_retry  (SalonPart *self);

/**
 * salon_part_get_details:
 * @self: a part
 *
 * Returns: (transfer none) (nullable): for a %SALON_PART_NOTE that says that the beginning of the
 *   chat is told to the model in short: how, or "" where it is left out
 */
const char     *salon_part_get_details    (SalonPart *self);

/**
 * salon_part_get_attachment:
 * @self: a part
 *
 * Returns: (transfer none) (nullable): the picture or document; %NULL in parts of other kinds, and
 *   where nothing is known of it any more
 */
SalonAttachment *salon_part_get_attachment (SalonPart *self);

G_END_DECLS
