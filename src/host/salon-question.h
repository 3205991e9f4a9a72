/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "salon-answer.h"
#include "salon-mcp-auth-plan.h"
#include "salon-sampling-request.h"
#include "salon-tool-call.h"

G_BEGIN_DECLS

/**
 * SalonQuestionKind:
 * @SALON_QUESTION_TOOL_CALL: may this tool run with these arguments?
 * @SALON_QUESTION_SAMPLING: may this server have a model answer these messages?
 * @SALON_QUESTION_SAMPLING_ANSWER: may this server have the model's answer?
 * @SALON_QUESTION_SIGN_IN: shall the browser open to sign in to this server?
 */
typedef enum
{
  SALON_QUESTION_TOOL_CALL,
  SALON_QUESTION_SAMPLING,
  SALON_QUESTION_SAMPLING_ANSWER,
  SALON_QUESTION_SIGN_IN,
} SalonQuestionKind;

#define SALON_TYPE_QUESTION_KIND (salon_question_kind_get_type ())

GType                 salon_question_kind_get_type          (void) G_GNUC_CONST;

/**
 * SalonQuestion:
 *
 * Something only the user can decide. It is answered once, by one of
 * [method@Question.allow], [method@Question.deny], [method@Question.withdraw]; what comes
 * later is ignored. Unanswered means not done.
 *
 * Properties: "kind", "server-name", "chat-id", "tool-call", "sampling", "plan",
 * "definition-changed", "answered" (notifies).
 */
#define SALON_TYPE_QUESTION (salon_question_get_type ())
G_DECLARE_FINAL_TYPE (SalonQuestion, salon_question, SALON, QUESTION, GObject)

/**
 * salon_question_new_tool_call:
 * @tool_call: the call
 * @chat_id: (nullable): the chat it belongs to
 * @definition_changed: whether the user had allowed this tool before its definition changed
 *
 * Returns: (transfer full): a question
 */
SalonQuestion        *salon_question_new_tool_call          (SalonToolCall *tool_call,
                                                             const char    *chat_id,
                                                             gboolean       definition_changed);

/**
 * salon_question_new_sampling:
 * @sampling: the request
 * @tool_call: (nullable): the call during which the server asks, if that is known
 * @chat_id: (nullable): the chat of @tool_call
 *
 * Returns: (transfer full): a question
 */
SalonQuestion        *salon_question_new_sampling           (SalonSamplingRequest *sampling,
                                                             SalonToolCall        *tool_call,
                                                             const char           *chat_id);

/**
 * salon_question_new_sign_in:
 * @server_name: the name, in the configuration, of the server
 * @plan: what signing in would do
 *
 * Returns: (transfer full): a question
 */
SalonQuestion        *salon_question_new_sign_in            (const char       *server_name,
                                                             SalonMcpAuthPlan *plan);
SalonQuestionKind     salon_question_get_kind               (SalonQuestion *self);

/**
 * salon_question_get_server_name:
 * @self: a question
 *
 * Returns: (transfer none): the name, in the configuration, of the server that is concerned
 */
const char           *salon_question_get_server_name        (SalonQuestion *self);

/**
 * salon_question_get_chat_id:
 * @self: a question
 *
 * Returns: (transfer none) (nullable): the chat in which it came up
 */
const char           *salon_question_get_chat_id            (SalonQuestion *self);

/**
 * salon_question_get_tool_call:
 * @self: a question
 *
 * Returns: (transfer none) (nullable): the call that is asked about, or during which a
 *   server asks
 */
SalonToolCall        *salon_question_get_tool_call          (SalonQuestion *self);

/**
 * salon_question_get_sampling:
 * @self: a question
 *
 * Returns: (transfer none) (nullable): the request, for %SALON_QUESTION_SAMPLING
 */
SalonSamplingRequest *salon_question_get_sampling           (SalonQuestion *self);

/**
 * salon_question_get_plan:
 * @self: a question
 *
 * Returns: (transfer none) (nullable): what signing in would do, for %SALON_QUESTION_SIGN_IN
 */
SalonMcpAuthPlan     *salon_question_get_plan               (SalonQuestion *self);

/**
 * salon_question_get_definition_changed:
 * @self: a question
 *
 * Returns: whether an earlier permission no longer holds because the server has
 *   changed the tool's definition
 */
gboolean              salon_question_get_definition_changed (SalonQuestion *self);
gboolean              salon_question_get_answered           (SalonQuestion *self);

/**
 * salon_question_get_answer:
 * @self: a question
 *
 * Returns: (transfer none) (nullable): the answer, once there is one
 */
SalonAnswer          *salon_question_get_answer             (SalonQuestion *self);

/**
 * salon_question_allow:
 * @self: a question
 * @scope: how far it reaches; anything but a tool call is always %SALON_APPROVAL_ONCE
 * @edited_arguments: (nullable): JSON text of an object to call the tool with instead
 * @error: return location for an error
 *
 * Edited arguments that are no JSON object leave the question open.
 *
 * Returns: %TRUE when the question is answered now (or was before), %FALSE with a sentence
 *   when @edited_arguments were refused
 */
gboolean              salon_question_allow                  (SalonQuestion       *self,
                                                             SalonApprovalScope   scope,
                                                             const char          *edited_arguments,
                                                             GError             **error);

/**
 * salon_question_deny:
 * @self: a question
 * @reason: (nullable): words for the model
 */
void                  salon_question_deny                   (SalonQuestion *self,
                                                             const char    *reason);

/**
 * salon_question_withdraw:
 * @self: a question
 *
 * The asker is gone; nobody needs an answer any more.
 */
void                  salon_question_withdraw               (SalonQuestion *self);

/**
 * salon_question_await:
 * @self: a question
 *
 * Returns: (transfer full): a future of the [struct@Answer]; letting it go changes nothing
 */
DexFuture            *salon_question_await                  (SalonQuestion *self)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
