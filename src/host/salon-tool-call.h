/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "salon-json.h"

G_BEGIN_DECLS

typedef struct _SalonQuestion SalonQuestion;

/**
 * SalonToolCallState:
 * @SALON_TOOL_CALL_PREPARING: the model is still writing the call
 * @SALON_TOOL_CALL_WAITING: the user has been asked and has not answered
 * @SALON_TOOL_CALL_RUNNING: the server is starting or working on it
 * @SALON_TOOL_CALL_DONE: the tool gave a result
 * @SALON_TOOL_CALL_FAILED: the tool, its server or the call itself failed
 * @SALON_TOOL_CALL_DENIED: the user, or a rule of the user, did not let it run
 * @SALON_TOOL_CALL_CANCELLED: stopped by the user, or interrupted
 */
typedef enum
{
  SALON_TOOL_CALL_PREPARING,
  SALON_TOOL_CALL_WAITING,
  SALON_TOOL_CALL_RUNNING,
  SALON_TOOL_CALL_DONE,
  SALON_TOOL_CALL_FAILED,
  SALON_TOOL_CALL_DENIED,
  SALON_TOOL_CALL_CANCELLED,
} SalonToolCallState;

#define SALON_TYPE_TOOL_CALL_STATE (salon_tool_call_state_get_type ())

GType       salon_tool_call_state_get_type (void) G_GNUC_CONST;

/**
 * salon_tool_call_state_to_nick:
 * @state: a state
 *
 * Returns: the stable, untranslated name of @state ("preparing", "waiting" …),
 *   as it is stored and printed by the terminal program
 */
const char *salon_tool_call_state_to_nick  (SalonToolCallState state);

/**
 * SalonToolCall:
 *
 * One call of a tool by the model: what was asked for, whose tool it is, how far
 * it has come and what came back.
 *
 * Properties (all notify): "call-id", "tool-id", "server-name", "server-title",
 * "tool-name", "title", "sentence", "arguments", "state", "progress",
 * "progress-message", "result-text", "result", "elapsed", "question", "error".
 */
#define SALON_TYPE_TOOL_CALL (salon_tool_call_get_type ())
G_DECLARE_FINAL_TYPE (SalonToolCall, salon_tool_call, SALON, TOOL_CALL, GObject)

/**
 * salon_tool_call_get_call_id:
 * @self: a tool call
 *
 * Returns: (transfer none): the model's own id of this call
 */
const char         *salon_tool_call_get_call_id          (SalonToolCall *self);

/**
 * salon_tool_call_get_tool_id:
 * @self: a tool call
 *
 * Returns: (transfer none): the name by which the model called the tool; see
 *   `SalonToolbox` for how it comes about
 */
const char         *salon_tool_call_get_tool_id          (SalonToolCall *self);

/**
 * salon_tool_call_get_server_name:
 * @self: a tool call
 *
 * Returns: (transfer none) (nullable): the server's name in the configuration, or
 *   %NULL when the model asked for a tool nobody offers
 */
const char         *salon_tool_call_get_server_name      (SalonToolCall *self);

/**
 * salon_tool_call_get_tool_name:
 * @self: a tool call
 *
 * Returns: (transfer none): the tool's name at its server; the model's name for it
 *   as long as the tool is not known
 */
const char         *salon_tool_call_get_tool_name        (SalonToolCall *self);

/**
 * salon_tool_call_get_title:
 * @self: a tool call
 *
 * Returns: (transfer none): the tool's title for people
 */
const char         *salon_tool_call_get_title            (SalonToolCall *self);

/**
 * salon_tool_call_get_sentence:
 * @self: a tool call
 *
 * Returns: (transfer none): one line of plain text for people: the title and the
 *   arguments that matter most, at most about 100 characters
 */
const char         *salon_tool_call_get_sentence         (SalonToolCall *self);

/**
 * salon_tool_call_get_arguments:
 * @self: a tool call
 *
 * Returns: (transfer none): the arguments as JSON text, as the model wrote them or
 *   as the user edited them; not necessarily well-formed. Never %NULL.
 */
const char         *salon_tool_call_get_arguments        (SalonToolCall *self);

/**
 * salon_tool_call_set_arguments:
 * @self: a tool call that is not running yet
 * @arguments: JSON text of an object
 * @error: return location for an error
 *
 * Replaces the arguments before the call runs. Text that is not a JSON object is
 * refused with a sentence that says where it is wrong.
 *
 * Returns: %TRUE when @arguments were taken
 */
gboolean            salon_tool_call_set_arguments        (SalonToolCall  *self,
                                                          const char     *arguments,
                                                          GError        **error);

/**
 * salon_tool_call_check_arguments:
 * @arguments: text
 * @error: return location for an error
 *
 * Checks whether @arguments is a JSON object, for a text view's live validation.
 *
 * Returns: %TRUE when it is
 */
gboolean            salon_tool_call_check_arguments      (const char     *arguments,
                                                          GError        **error);
SalonToolCallState  salon_tool_call_get_state            (SalonToolCall *self);

/**
 * salon_tool_call_is_over:
 * @self: a tool call
 *
 * Returns: whether the state will not change any more
 */
gboolean            salon_tool_call_is_over              (SalonToolCall *self);

/**
 * salon_tool_call_get_progress:
 * @self: a tool call
 *
 * Returns: 0.0 to 1.0, or -1.0 when the server has not said
 */
double              salon_tool_call_get_progress         (SalonToolCall *self);

/**
 * salon_tool_call_get_progress_message:
 * @self: a tool call
 *
 * Returns: (transfer none) (nullable): the server's own last word about its progress
 */
const char         *salon_tool_call_get_progress_message (SalonToolCall *self);

/**
 * salon_tool_call_get_result_text:
 * @self: a tool call
 *
 * Returns: (transfer none) (nullable): the whole text of the result, for people;
 *   %NULL as long as there is none
 */
const char         *salon_tool_call_get_result_text      (SalonToolCall *self);

/**
 * salon_tool_call_get_result:
 * @self: a tool call
 *
 * Returns: (transfer none) (nullable): the whole result as the server sent it
 *   (`CallToolResult`), or %NULL when the tool did not answer
 */
SalonJsonDocument  *salon_tool_call_get_result           (SalonToolCall *self);

/**
 * salon_tool_call_get_elapsed:
 * @self: a tool call
 *
 * Returns: microseconds from the moment it was let run to its end, without the time
 *   the user took to answer; -1 as long as it has not ended or never ran
 */
gint64              salon_tool_call_get_elapsed          (SalonToolCall *self);

/**
 * salon_tool_call_get_started_at:
 * @self: a tool call
 *
 * Returns: when it was let run, in microseconds of wall-clock time since 1970; 0 when
 *   it was not
 */
gint64              salon_tool_call_get_started_at       (SalonToolCall *self);

/**
 * salon_tool_call_get_question:
 * @self: a tool call
 *
 * Returns: (transfer none) (nullable): the open question, while the state is
 *   %SALON_TOOL_CALL_WAITING
 */
SalonQuestion      *salon_tool_call_get_question         (SalonToolCall *self);

/**
 * salon_tool_call_get_error:
 * @self: a tool call
 *
 * Returns: (transfer none) (nullable): a sentence that says why it was not done
 */
const char         *salon_tool_call_get_error            (SalonToolCall *self);

G_END_DECLS
