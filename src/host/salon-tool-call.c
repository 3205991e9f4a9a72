/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-tool-call.h"

#include <math.h>

#include <glib/gi18n.h>

#include "salon-host-error.h"
#include "salon-question.h"
#include "salon-tool-call-private.h"

G_DEFINE_FINAL_TYPE (SalonToolCall, salon_tool_call, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (SalonToolCallState, salon_tool_call_state,
                    G_DEFINE_ENUM_VALUE (SALON_TOOL_CALL_PREPARING, "preparing"),
                    G_DEFINE_ENUM_VALUE (SALON_TOOL_CALL_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (SALON_TOOL_CALL_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (SALON_TOOL_CALL_DONE, "done"),
                    G_DEFINE_ENUM_VALUE (SALON_TOOL_CALL_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (SALON_TOOL_CALL_DENIED, "denied"),
                    G_DEFINE_ENUM_VALUE (SALON_TOOL_CALL_CANCELLED, "cancelled"))

enum
{
  PROP_0,
  PROP_CALL_ID,
  PROP_TOOL_ID,
  PROP_SERVER_NAME,
  PROP_SERVER_TITLE,
  PROP_TOOL_NAME,
  PROP_TITLE,
  PROP_SENTENCE,
  PROP_ARGUMENTS,
  PROP_STATE,
  PROP_PROGRESS,
  PROP_PROGRESS_MESSAGE,
  PROP_RESULT_TEXT,
  PROP_RESULT,
  PROP_ELAPSED,
  PROP_QUESTION,
  PROP_ERROR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

const char *
salon_tool_call_state_to_nick (SalonToolCallState state)
{
  g_autoptr (GEnumClass) enum_class = g_type_class_ref (SALON_TYPE_TOOL_CALL_STATE);
  GEnumValue *value = g_enum_get_value (enum_class, state);

  return value != NULL ? value->value_nick : "cancelled";
}

SalonToolCallState
salon_tool_call_state_from_nick (const char *nick)
{
  g_autoptr (GEnumClass) enum_class = g_type_class_ref (SALON_TYPE_TOOL_CALL_STATE);
  GEnumValue *value = nick != NULL ? g_enum_get_value_by_nick (enum_class, nick) : NULL;

  return value != NULL ? value->value : SALON_TOOL_CALL_CANCELLED;
}

static void
salon_tool_call_finalize (GObject *object)
{
  SalonToolCall *self = SALON_TOOL_CALL (object);

  g_clear_pointer (&self->call_id, g_free);
  g_clear_pointer (&self->tool_id, g_free);
  g_clear_pointer (&self->server_name, g_free);
  g_clear_pointer (&self->server_title, g_free);
  g_clear_pointer (&self->tool_name, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->sentence, g_free);
  g_string_free (self->arguments, TRUE);
  g_clear_pointer (&self->progress_message, g_free);
  g_clear_pointer (&self->result_text, g_free);
  g_clear_pointer (&self->result, salon_json_document_unref);
  g_clear_pointer (&self->images, g_ptr_array_unref);
  g_clear_object (&self->question);
  g_clear_pointer (&self->error, g_free);

  G_OBJECT_CLASS (salon_tool_call_parent_class)->finalize (object);
}

static void
salon_tool_call_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SalonToolCall *self = SALON_TOOL_CALL (object);
  const char *strings[N_PROPS] = {
    [PROP_CALL_ID] = self->call_id,
    [PROP_TOOL_ID] = self->tool_id,
    [PROP_SERVER_NAME] = self->server_name,
    [PROP_SERVER_TITLE] = self->server_title,
    [PROP_TOOL_NAME] = salon_tool_call_get_tool_name (self),
    [PROP_TITLE] = salon_tool_call_get_title (self),
    [PROP_SENTENCE] = salon_tool_call_get_sentence (self),
    [PROP_ARGUMENTS] = self->arguments->str,
    [PROP_PROGRESS_MESSAGE] = self->progress_message,
    [PROP_RESULT_TEXT] = self->result_text,
    [PROP_ERROR] = self->error,
  };

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, self->progress);
      break;
    case PROP_RESULT:
      g_value_set_boxed (value, self->result);
      break;
    case PROP_ELAPSED:
      g_value_set_int64 (value, self->elapsed);
      break;
    case PROP_QUESTION:
      g_value_set_object (value, self->question);
      break;
    default:
      if (pspec->value_type == G_TYPE_STRING)
        g_value_set_string (value, strings[prop_id]);
      else
        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
salon_tool_call_class_init (SalonToolCallClass *klass)
{
  static const struct { guint id; const char *name; } strings[] = {
    { PROP_CALL_ID, "call-id" },
    { PROP_TOOL_ID, "tool-id" },
    { PROP_SERVER_NAME, "server-name" },
    { PROP_SERVER_TITLE, "server-title" },
    { PROP_TOOL_NAME, "tool-name" },
    { PROP_TITLE, "title" },
    { PROP_SENTENCE, "sentence" },
    { PROP_ARGUMENTS, "arguments" },
    { PROP_PROGRESS_MESSAGE, "progress-message" },
    { PROP_RESULT_TEXT, "result-text" },
    { PROP_ERROR, "error" },
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = salon_tool_call_finalize;
  object_class->get_property = salon_tool_call_get_property;

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    properties[strings[i].id] = g_param_spec_string (strings[i].name, NULL, NULL, NULL, flags);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, SALON_TYPE_TOOL_CALL_STATE,
                       SALON_TOOL_CALL_PREPARING, flags);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, -1, 1, -1, flags);
  properties[PROP_RESULT] =
    g_param_spec_boxed ("result", NULL, NULL, SALON_TYPE_JSON_DOCUMENT, flags);
  properties[PROP_ELAPSED] =
    g_param_spec_int64 ("elapsed", NULL, NULL, -1, G_MAXINT64, -1, flags);
  properties[PROP_QUESTION] =
    g_param_spec_object ("question", NULL, NULL, SALON_TYPE_QUESTION, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
salon_tool_call_init (SalonToolCall *self)
{
  self->arguments = g_string_new (NULL);
  self->progress = -1;
  self->elapsed = -1;
}

SalonToolCall *
salon_tool_call_new (const char *call_id,
                     const char *tool_id)
{
  SalonToolCall *self = g_object_new (SALON_TYPE_TOOL_CALL, NULL);

  self->call_id = g_strdup (call_id);
  self->tool_id = g_strdup (tool_id);
  return self;
}

const char *
salon_tool_call_get_call_id (SalonToolCall *self)
{
  g_return_val_if_fail (SALON_IS_TOOL_CALL (self), NULL);
  return self->call_id;
}

const char *
salon_tool_call_get_tool_id (SalonToolCall *self)
{
  g_return_val_if_fail (SALON_IS_TOOL_CALL (self), NULL);
  return self->tool_id;
}

const char *
salon_tool_call_get_server_name (SalonToolCall *self)
{
  g_return_val_if_fail (SALON_IS_TOOL_CALL (self), NULL);
  return self->server_name;
}

const char *
salon_tool_call_get_tool_name (SalonToolCall *self)
{
  g_return_val_if_fail (SALON_IS_TOOL_CALL (self), NULL);
  return self->tool_name != NULL ? self->tool_name : self->tool_id;
}

const char *
salon_tool_call_get_title (SalonToolCall *self)
{
  g_return_val_if_fail (SALON_IS_TOOL_CALL (self), NULL);
  return self->title != NULL ? self->title : salon_tool_call_get_tool_name (self);
}

const char *
salon_tool_call_get_sentence (SalonToolCall *self)
{
  g_return_val_if_fail (SALON_IS_TOOL_CALL (self), NULL);
  return self->sentence != NULL ? self->sentence : salon_tool_call_get_title (self);
}

const char *
salon_tool_call_get_arguments (SalonToolCall *self)
{
  g_return_val_if_fail (SALON_IS_TOOL_CALL (self), NULL);
  return self->arguments->str;
}

static void
salon_tool_call_update_sentence (SalonToolCall *self)
{
  g_autoptr (SalonJsonDocument) document =
    salon_json_document_parse (self->arguments->str, self->arguments->len, NULL, NULL);
  const SalonJson *root = document != NULL ? salon_json_document_get_root (document) : NULL;

  g_free (self->sentence);
  self->sentence = salon_tool_call_dup_sentence (salon_tool_call_get_title (self), root);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SENTENCE]);
}

gboolean
salon_tool_call_check_arguments (const char  *arguments,
                                 GError     **error)
{
  g_autoptr (SalonJsonDocument) document = NULL;
  const SalonJson *root;

  g_return_val_if_fail (arguments != NULL, FALSE);

  document = salon_json_document_parse (arguments, -1, NULL, error);
  if (document == NULL)
    return FALSE;
  root = salon_json_document_get_root (document);
  if (!salon_json_is_object (root))
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_FAILED,
                   _("The arguments of a tool have to be a JSON object in braces, not %s."),
                   salon_json_kind_to_string (salon_json_get_kind (root)));
      return FALSE;
    }
  return TRUE;
}

gboolean
salon_tool_call_set_arguments (SalonToolCall  *self,
                               const char     *arguments,
                               GError        **error)
{
  g_return_val_if_fail (SALON_IS_TOOL_CALL (self), FALSE);
  g_return_val_if_fail (arguments != NULL, FALSE);

  if (!salon_tool_call_check_arguments (arguments, error))
    return FALSE;
  if (self->state != SALON_TOOL_CALL_PREPARING && self->state != SALON_TOOL_CALL_WAITING)
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_FAILED,
                   _("The arguments can’t be changed any more: the call has been made."));
      return FALSE;
    }
  if (g_strcmp0 (self->arguments->str, arguments) == 0)
    return TRUE;
  g_string_assign (self->arguments, arguments);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ARGUMENTS]);
  salon_tool_call_update_sentence (self);
  return TRUE;
}

SalonToolCallState
salon_tool_call_get_state (SalonToolCall *self)
{
  g_return_val_if_fail (SALON_IS_TOOL_CALL (self), SALON_TOOL_CALL_CANCELLED);
  return self->state;
}

gboolean
salon_tool_call_is_over (SalonToolCall *self)
{
  g_return_val_if_fail (SALON_IS_TOOL_CALL (self), TRUE);
  return self->state >= SALON_TOOL_CALL_DONE;
}

double
salon_tool_call_get_progress (SalonToolCall *self)
{
  g_return_val_if_fail (SALON_IS_TOOL_CALL (self), -1);
  return self->progress;
}

const char *
salon_tool_call_get_progress_message (SalonToolCall *self)
{
  g_return_val_if_fail (SALON_IS_TOOL_CALL (self), NULL);
  return self->progress_message;
}

const char *
salon_tool_call_get_result_text (SalonToolCall *self)
{
  g_return_val_if_fail (SALON_IS_TOOL_CALL (self), NULL);
  return self->result_text;
}

SalonJsonDocument *
salon_tool_call_get_result (SalonToolCall *self)
{
  g_return_val_if_fail (SALON_IS_TOOL_CALL (self), NULL);
  return self->result;
}

gint64
salon_tool_call_get_elapsed (SalonToolCall *self)
{
  g_return_val_if_fail (SALON_IS_TOOL_CALL (self), -1);
  return self->elapsed;
}

gint64
salon_tool_call_get_started_at (SalonToolCall *self)
{
  g_return_val_if_fail (SALON_IS_TOOL_CALL (self), 0);
  return self->started_at;
}

SalonQuestion *
salon_tool_call_get_question (SalonToolCall *self)
{
  g_return_val_if_fail (SALON_IS_TOOL_CALL (self), NULL);
  return self->question;
}

const char *
salon_tool_call_get_error (SalonToolCall *self)
{
  g_return_val_if_fail (SALON_IS_TOOL_CALL (self), NULL);
  return self->error;
}

void
salon_tool_call_set_tool (SalonToolCall *self,
                          const char    *server_name,
                          const char    *server_title,
                          const char    *tool_name,
                          const char    *title)
{
  g_return_if_fail (SALON_IS_TOOL_CALL (self));

  g_object_freeze_notify (G_OBJECT (self));
  if (g_set_str (&self->server_name, server_name))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SERVER_NAME]);
  if (g_set_str (&self->server_title, server_title))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SERVER_TITLE]);
  if (g_set_str (&self->tool_name, tool_name))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOOL_NAME]);
  if (g_set_str (&self->title, title))
    {
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SENTENCE]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

void
salon_tool_call_append_arguments (SalonToolCall *self,
                                  const char    *delta)
{
  g_return_if_fail (SALON_IS_TOOL_CALL (self));

  g_string_append (self->arguments, delta);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ARGUMENTS]);
}

void
salon_tool_call_discovered (SalonToolCall *self,
                            const char    *tool_id,
                            const char    *arguments)
{
  g_return_if_fail (SALON_IS_TOOL_CALL (self));

  self->discovered = TRUE;
  if (g_set_str (&self->tool_id, tool_id))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOOL_ID]);
  g_string_assign (self->arguments, arguments);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ARGUMENTS]);
  /* The names of call_tool itself. */
  salon_tool_call_set_tool (self, NULL, NULL, NULL, NULL);
}

gboolean
salon_tool_call_is_discovered (SalonToolCall *self)
{
  g_return_val_if_fail (SALON_IS_TOOL_CALL (self), FALSE);
  return self->discovered;
}

void
salon_tool_call_prepared (SalonToolCall *self)
{
  g_return_if_fail (SALON_IS_TOOL_CALL (self));

  salon_tool_call_update_sentence (self);
}

static void
salon_tool_call_set_state (SalonToolCall      *self,
                           SalonToolCallState  state,
                           SalonQuestion      *question)
{
  if (g_set_object (&self->question, question))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUESTION]);
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

void
salon_tool_call_wait (SalonToolCall *self,
                      SalonQuestion *question)
{
  g_return_if_fail (SALON_IS_TOOL_CALL (self));

  salon_tool_call_set_state (self, SALON_TOOL_CALL_WAITING, question);
}

void
salon_tool_call_begin (SalonToolCall *self,
                       SalonClock    *clock)
{
  g_return_if_fail (SALON_IS_TOOL_CALL (self));

  self->begun_at = salon_clock_get_time (clock);
  self->started_at = salon_clock_get_real_time (clock);
  salon_tool_call_set_state (self, SALON_TOOL_CALL_RUNNING, NULL);
}

void
salon_tool_call_set_progress (SalonToolCall *self,
                              double         progress,
                              double         total,
                              const char    *message)
{
  double fraction = -1;

  g_return_if_fail (SALON_IS_TOOL_CALL (self));

  if (salon_tool_call_is_over (self))
    return;
  if (isfinite (progress) && isfinite (total) && total > 0)
    fraction = CLAMP (progress / total, 0, 1);
  g_object_freeze_notify (G_OBJECT (self));
  if (fraction != self->progress)
    {
      self->progress = fraction;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
    }
  if (message != NULL && g_set_str (&self->progress_message, message))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS_MESSAGE]);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
salon_tool_call_measure (SalonToolCall *self,
                         SalonClock    *clock)
{
  if (self->state != SALON_TOOL_CALL_RUNNING)
    return;
  self->elapsed = MAX (0, salon_clock_get_time (clock) - self->begun_at);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ELAPSED]);
}

void
salon_tool_call_finish (SalonToolCall      *self,
                        SalonClock         *clock,
                        SalonMcpToolResult *result)
{
  gboolean failed;

  g_return_if_fail (SALON_IS_TOOL_CALL (self));
  g_return_if_fail (SALON_IS_MCP_TOOL_RESULT (result));

  failed = salon_mcp_tool_result_is_error (result);
  g_object_freeze_notify (G_OBJECT (self));
  salon_tool_call_measure (self, clock);
  g_clear_pointer (&self->result, salon_json_document_unref);
  g_clear_pointer (&self->images, g_ptr_array_unref);
  self->result = salon_json_document_ref (salon_mcp_tool_result_get_json (result));
  g_free (self->result_text);
  self->result_text = salon_mcp_tool_result_dup_text (result);
  if (failed && g_set_str (&self->error, _("The tool reported an error.")))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESULT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESULT_TEXT]);
  salon_tool_call_set_state (self, failed ? SALON_TOOL_CALL_FAILED : SALON_TOOL_CALL_DONE, NULL);
  g_object_thaw_notify (G_OBJECT (self));
}

void
salon_tool_call_end (SalonToolCall      *self,
                     SalonClock         *clock,
                     SalonToolCallState  state,
                     const char         *error)
{
  g_return_if_fail (SALON_IS_TOOL_CALL (self));

  if (salon_tool_call_is_over (self))
    return;
  g_object_freeze_notify (G_OBJECT (self));
  salon_tool_call_measure (self, clock);
  if (g_set_str (&self->error, error))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
  salon_tool_call_set_state (self, state, NULL);
  g_object_thaw_notify (G_OBJECT (self));
}
