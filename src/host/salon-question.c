/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-question.h"

struct _SalonQuestion
{
  GObject parent_instance;

  SalonQuestionKind kind;
  char *server_name;
  char *chat_id;
  SalonToolCall *tool_call;
  SalonSamplingRequest *sampling;
  SalonMcpAuthPlan *plan;
  gboolean definition_changed;
  SalonAnswer *answer;
  DexPromise *promise;
};

G_DEFINE_FINAL_TYPE (SalonQuestion, salon_question, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (SalonQuestionKind, salon_question_kind,
                    G_DEFINE_ENUM_VALUE (SALON_QUESTION_TOOL_CALL, "tool-call"),
                    G_DEFINE_ENUM_VALUE (SALON_QUESTION_SAMPLING, "sampling"),
                    G_DEFINE_ENUM_VALUE (SALON_QUESTION_SAMPLING_ANSWER, "sampling-answer"),
                    G_DEFINE_ENUM_VALUE (SALON_QUESTION_SIGN_IN, "sign-in"))

enum
{
  PROP_0,
  PROP_KIND,
  PROP_SERVER_NAME,
  PROP_CHAT_ID,
  PROP_TOOL_CALL,
  PROP_SAMPLING,
  PROP_PLAN,
  PROP_DEFINITION_CHANGED,
  PROP_ANSWERED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
salon_question_answer (SalonQuestion *self,
                       SalonAnswer   *answer)
{
  g_assert (self->answer == NULL);

  self->answer = answer;
  dex_promise_resolve_boxed (self->promise, SALON_TYPE_ANSWER, salon_answer_ref (answer));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ANSWERED]);
}

static void
salon_question_finalize (GObject *object)
{
  SalonQuestion *self = SALON_QUESTION (object);

  /* Nobody can answer any more: whoever still waits learns that it is not done. */
  if (self->answer == NULL)
    dex_promise_resolve_boxed (self->promise, SALON_TYPE_ANSWER, salon_answer_new_withdrawn ());
  g_clear_pointer (&self->server_name, g_free);
  g_clear_pointer (&self->chat_id, g_free);
  g_clear_object (&self->tool_call);
  g_clear_object (&self->sampling);
  g_clear_pointer (&self->plan, salon_mcp_auth_plan_unref);
  g_clear_pointer (&self->answer, salon_answer_unref);
  dex_clear (&self->promise);

  G_OBJECT_CLASS (salon_question_parent_class)->finalize (object);
}

static void
salon_question_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  SalonQuestion *self = SALON_QUESTION (object);

  switch (prop_id)
    {
    case PROP_KIND:
      g_value_set_enum (value, self->kind);
      break;
    case PROP_SERVER_NAME:
      g_value_set_string (value, self->server_name);
      break;
    case PROP_CHAT_ID:
      g_value_set_string (value, self->chat_id);
      break;
    case PROP_TOOL_CALL:
      g_value_set_object (value, self->tool_call);
      break;
    case PROP_SAMPLING:
      g_value_set_object (value, self->sampling);
      break;
    case PROP_PLAN:
      g_value_set_boxed (value, self->plan);
      break;
    case PROP_DEFINITION_CHANGED:
      g_value_set_boolean (value, self->definition_changed);
      break;
    case PROP_ANSWERED:
      g_value_set_boolean (value, self->answer != NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
salon_question_class_init (SalonQuestionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = salon_question_finalize;
  object_class->get_property = salon_question_get_property;

  properties[PROP_KIND] =
    g_param_spec_enum ("kind", NULL, NULL, SALON_TYPE_QUESTION_KIND,
                       SALON_QUESTION_TOOL_CALL, flags);
  properties[PROP_SERVER_NAME] = g_param_spec_string ("server-name", NULL, NULL, NULL, flags);
  properties[PROP_CHAT_ID] = g_param_spec_string ("chat-id", NULL, NULL, NULL, flags);
  properties[PROP_TOOL_CALL] =
    g_param_spec_object ("tool-call", NULL, NULL, SALON_TYPE_TOOL_CALL, flags);
  properties[PROP_SAMPLING] =
    g_param_spec_object ("sampling", NULL, NULL, SALON_TYPE_SAMPLING_REQUEST, flags);
  properties[PROP_PLAN] =
    g_param_spec_boxed ("plan", NULL, NULL, SALON_TYPE_MCP_AUTH_PLAN, flags);
  properties[PROP_DEFINITION_CHANGED] =
    g_param_spec_boolean ("definition-changed", NULL, NULL, FALSE, flags);
  properties[PROP_ANSWERED] = g_param_spec_boolean ("answered", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
salon_question_init (SalonQuestion *self)
{
  self->promise = dex_promise_new ();
}

SalonQuestion *
salon_question_new_tool_call (SalonToolCall *tool_call,
                              const char    *chat_id,
                              gboolean       definition_changed)
{
  SalonQuestion *self;

  g_return_val_if_fail (SALON_IS_TOOL_CALL (tool_call), NULL);

  self = g_object_new (SALON_TYPE_QUESTION, NULL);
  self->kind = SALON_QUESTION_TOOL_CALL;
  self->server_name = g_strdup (salon_tool_call_get_server_name (tool_call));
  self->chat_id = g_strdup (chat_id);
  self->tool_call = g_object_ref (tool_call);
  self->definition_changed = definition_changed;
  return self;
}

SalonQuestion *
salon_question_new_sampling (SalonSamplingRequest *sampling,
                             SalonToolCall        *tool_call,
                             const char           *chat_id)
{
  SalonQuestion *self;

  g_return_val_if_fail (SALON_IS_SAMPLING_REQUEST (sampling), NULL);
  g_return_val_if_fail (tool_call == NULL || SALON_IS_TOOL_CALL (tool_call), NULL);

  self = g_object_new (SALON_TYPE_QUESTION, NULL);
  self->kind = SALON_QUESTION_SAMPLING;
  self->server_name = g_strdup (salon_sampling_request_get_server_name (sampling));
  self->chat_id = g_strdup (chat_id);
  g_set_object (&self->tool_call, tool_call);
  self->sampling = g_object_ref (sampling);
  return self;
}

SalonQuestion *
salon_question_new_sign_in (const char       *server_name,
                            SalonMcpAuthPlan *plan)
{
  SalonQuestion *self;

  g_return_val_if_fail (server_name != NULL, NULL);
  g_return_val_if_fail (plan != NULL, NULL);

  self = g_object_new (SALON_TYPE_QUESTION, NULL);
  self->kind = SALON_QUESTION_SIGN_IN;
  self->server_name = g_strdup (server_name);
  self->plan = salon_mcp_auth_plan_ref (plan);
  return self;
}

SalonQuestionKind
salon_question_get_kind (SalonQuestion *self)
{
  g_return_val_if_fail (SALON_IS_QUESTION (self), SALON_QUESTION_TOOL_CALL);
  return self->kind;
}

const char *
salon_question_get_server_name (SalonQuestion *self)
{
  g_return_val_if_fail (SALON_IS_QUESTION (self), NULL);
  return self->server_name;
}

const char *
salon_question_get_chat_id (SalonQuestion *self)
{
  g_return_val_if_fail (SALON_IS_QUESTION (self), NULL);
  return self->chat_id;
}

SalonToolCall *
salon_question_get_tool_call (SalonQuestion *self)
{
  g_return_val_if_fail (SALON_IS_QUESTION (self), NULL);
  return self->tool_call;
}

SalonSamplingRequest *
salon_question_get_sampling (SalonQuestion *self)
{
  g_return_val_if_fail (SALON_IS_QUESTION (self), NULL);
  return self->sampling;
}

SalonMcpAuthPlan *
salon_question_get_plan (SalonQuestion *self)
{
  g_return_val_if_fail (SALON_IS_QUESTION (self), NULL);
  return self->plan;
}

gboolean
salon_question_get_definition_changed (SalonQuestion *self)
{
  g_return_val_if_fail (SALON_IS_QUESTION (self), FALSE);
  return self->definition_changed;
}

gboolean
salon_question_get_answered (SalonQuestion *self)
{
  g_return_val_if_fail (SALON_IS_QUESTION (self), TRUE);
  return self->answer != NULL;
}

SalonAnswer *
salon_question_get_answer (SalonQuestion *self)
{
  g_return_val_if_fail (SALON_IS_QUESTION (self), NULL);
  return self->answer;
}

gboolean
salon_question_allow (SalonQuestion       *self,
                      SalonApprovalScope   scope,
                      const char          *edited_arguments,
                      GError             **error)
{
  gboolean is_tool_call;

  g_return_val_if_fail (SALON_IS_QUESTION (self), FALSE);

  if (self->answer != NULL)
    return TRUE;
  is_tool_call = self->kind == SALON_QUESTION_TOOL_CALL;
  if (is_tool_call && edited_arguments != NULL &&
      !salon_tool_call_check_arguments (edited_arguments, error))
    return FALSE;
  salon_question_answer (self, salon_answer_new_allowed (is_tool_call ? scope : SALON_APPROVAL_ONCE,
                                                         is_tool_call ? edited_arguments : NULL));
  return TRUE;
}

void
salon_question_deny (SalonQuestion *self,
                     const char    *reason)
{
  g_return_if_fail (SALON_IS_QUESTION (self));

  if (self->answer == NULL)
    salon_question_answer (self, salon_answer_new_denied (reason));
}

void
salon_question_withdraw (SalonQuestion *self)
{
  g_return_if_fail (SALON_IS_QUESTION (self));

  if (self->answer == NULL)
    salon_question_answer (self, salon_answer_new_withdrawn ());
}

DexFuture *
salon_question_await (SalonQuestion *self)
{
  g_return_val_if_fail (SALON_IS_QUESTION (self), NULL);

  return DEX_FUTURE (dex_ref (self->promise));
}
