/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-turn-private.h"

#include <math.h>

#include <glib/gi18n.h>

#include "salon-host-error.h"
#include "salon-model.h"

G_DEFINE_FINAL_TYPE (SalonTurn, salon_turn, G_TYPE_OBJECT)

static void
salon_turn_dispose (GObject *object)
{
  SalonTurn *self = SALON_TURN (object);

  g_clear_object (&self->services.clock);
  g_clear_object (&self->services.toolbox);
  g_clear_object (&self->services.approvals);
  g_clear_object (&self->services.consent);
  g_clear_object (&self->services.history);
  g_clear_object (&self->reply);
  g_clear_object (&self->recorder);
  g_clear_object (&self->growing);

  G_OBJECT_CLASS (salon_turn_parent_class)->dispose (object);
}

static void
salon_turn_finalize (GObject *object)
{
  SalonTurn *self = SALON_TURN (object);

  g_clear_pointer (&self->chat_id, g_free);
  g_clear_pointer (&self->instructions, g_free);
  g_clear_pointer (&self->compaction, salon_compaction_free);
  g_clear_pointer (&self->servers, g_strfreev);
  g_clear_pointer (&self->messages, g_ptr_array_unref);
  g_clear_pointer (&self->rounds.messages, g_ptr_array_unref);
  g_clear_pointer (&self->tools, salon_tool_set_unref);
  g_clear_pointer (&self->calls_by_index, g_hash_table_unref);
  g_queue_clear (&self->waiting);
  dex_clear (&self->stop);

  G_OBJECT_CLASS (salon_turn_parent_class)->finalize (object);
}

static void
salon_turn_class_init (SalonTurnClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = salon_turn_dispose;
  object_class->finalize = salon_turn_finalize;
}

static void
salon_turn_init (SalonTurn *self)
{
  self->stop = dex_promise_new ();
  self->parameters.temperature = NAN;
  self->context_tokens = -1;
  self->rounds.messages = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_message_unref);
  self->calls_by_index = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  g_queue_init (&self->waiting);
}

SalonTurn *
salon_turn_new (const SalonTurnServices *services,
                const char              *chat_id,
                const char * const      *servers,
                GPtrArray               *messages,
                SalonMessage            *reply,
                SalonRecorder           *recorder)
{
  SalonTurn *self;

  g_return_val_if_fail (services != NULL, NULL);
  g_return_val_if_fail (chat_id != NULL, NULL);
  g_return_val_if_fail (messages != NULL, NULL);
  g_return_val_if_fail (SALON_IS_MESSAGE (reply), NULL);
  g_return_val_if_fail (SALON_IS_RECORDER (recorder), NULL);

  self = g_object_new (SALON_TYPE_TURN, NULL);
  self->services = *services;
  g_object_ref (self->services.clock);
  g_object_ref (self->services.toolbox);
  g_object_ref (self->services.approvals);
  g_object_ref (self->services.consent);
  g_object_ref (self->services.history);
  if (self->services.max_rounds == 0)
    self->services.max_rounds = SALON_TURN_DEFAULT_MAX_ROUNDS;
  if (self->services.max_parallel == 0)
    self->services.max_parallel = SALON_TURN_DEFAULT_MAX_PARALLEL;
  self->chat_id = g_strdup (chat_id);
  self->servers = g_strdupv ((GStrv) servers);
  self->messages = g_ptr_array_ref (messages);
  self->reply = g_object_ref (reply);
  self->recorder = g_object_ref (recorder);
  return self;
}

void
salon_turn_stop (SalonTurn *self)
{
  g_return_if_fail (SALON_IS_TURN (self));

  if (self->stopped)
    return;
  self->stopped = TRUE;
  dex_promise_reject (self->stop, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                                       "The turn was stopped."));
}

DexFuture *
salon_turn_await (SalonTurn  *self,
                  DexFuture  *future,
                  GError    **error)
{
  g_autoptr (DexFuture) waited = future;

  if (self->stopped)
    {
      /* Nobody has looked at it: going through a set is what cancels it. */
      dex_await (dex_future_first (dex_ref (self->stop), g_steal_pointer (&waited), NULL), error);
      return NULL;
    }
  if (!dex_await (dex_future_first (dex_ref (waited), dex_ref (self->stop), NULL), error))
    return NULL;
  if (self->stopped)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The turn was stopped.");
      return NULL;
    }
  return g_steal_pointer (&waited);
}

/* --- parts ------------------------------------------------------------------------------- */

static void
salon_turn_add_part (SalonTurn *self,
                     SalonPart *part)
{
  salon_message_add_part (self->reply, part);
  salon_recorder_part (self->recorder, self->reply, part);
}

void
salon_turn_add_note (SalonTurn  *self,
                     const char *sentence)
{
  g_autoptr (SalonPart) part = salon_part_new_note (sentence, self->round);

  salon_turn_add_part (self, part);
}

static void
salon_turn_finish_growing (SalonTurn *self)
{
  g_autoptr (SalonPart) part = g_steal_pointer (&self->growing);

  if (part == NULL)
    return;
  salon_part_finish (part);
  salon_recorder_part (self->recorder, self->reply, part);
}

static void
salon_turn_grow (SalonTurn     *self,
                 SalonPartKind  kind,
                 const char    *text)
{
  if (self->growing != NULL && salon_part_get_kind (self->growing) != kind)
    salon_turn_finish_growing (self);
  if (self->growing == NULL)
    {
      self->growing = salon_part_new (kind, self->round);
      salon_turn_add_part (self, self->growing);
    }
  salon_part_append (self->growing, text);
  salon_recorder_part_grows (self->recorder, self->reply, self->growing);
}

static void
salon_turn_start_call (SalonTurn           *self,
                       const SalonLlmEvent *event)
{
  g_autoptr (SalonToolCall) call = NULL;
  g_autoptr (SalonPart) part = NULL;

  salon_turn_finish_growing (self);
  call = salon_tool_call_new (event->id != NULL ? event->id : "",
                              event->name != NULL ? event->name : "");
  salon_turn_name_call (self, call);
  part = salon_part_new_tool_call (call, self->round);
  salon_turn_add_part (self, part);
  g_hash_table_insert (self->calls_by_index, GUINT_TO_POINTER (event->index),
                       g_steal_pointer (&part));
}

static void
on_event_cb (const SalonLlmEvent *event,
             gpointer             user_data)
{
  SalonTurn *self = user_data;
  SalonPart *part = g_hash_table_lookup (self->calls_by_index, GUINT_TO_POINTER (event->index));

  if (self->stopped)
    return;
  switch (event->kind)
    {
    case SALON_LLM_EVENT_TEXT_DELTA:
      salon_turn_grow (self, SALON_PART_TEXT, event->text);
      break;
    case SALON_LLM_EVENT_REASONING_DELTA:
      salon_turn_grow (self, SALON_PART_REASONING, event->text);
      break;
    case SALON_LLM_EVENT_TOOL_CALL_STARTED:
      salon_turn_start_call (self, event);
      break;
    case SALON_LLM_EVENT_TOOL_CALL_ARGUMENTS_DELTA:
      if (part == NULL)
        break;
      salon_tool_call_append_arguments (salon_part_get_tool_call (part), event->text);
      salon_recorder_part_grows (self->recorder, self->reply, part);
      break;
    case SALON_LLM_EVENT_TOOL_CALL_FINISHED:
      if (part == NULL)
        break;
      /* What is wrong with it is told when it is to be carried out. */
      salon_turn_unwrap_call (self, salon_part_get_tool_call (part), NULL);
      salon_tool_call_prepared (salon_part_get_tool_call (part));
      salon_recorder_part (self->recorder, self->reply, part);
      break;
    case SALON_LLM_EVENT_WAITING:
      salon_turn_add_note (self, event->text);
      break;
    default:
      break;
    }
}

/* --- ends -------------------------------------------------------------------------------- */

static SalonPartError
classify_error (const GError *error)
{
  if (error->domain == SALON_HOST_ERROR)
    return SALON_PART_ERROR_CONFIGURATION;
  if (error->domain != SALON_LLM_ERROR)
    return SALON_PART_ERROR_MODEL;
  switch ((SalonLlmError) error->code)
    {
    case SALON_LLM_ERROR_AUTHENTICATION:
    case SALON_LLM_ERROR_QUOTA:
      return SALON_PART_ERROR_AUTHENTICATION;
    case SALON_LLM_ERROR_NOT_FOUND:
    case SALON_LLM_ERROR_REDIRECTED:
      return SALON_PART_ERROR_CONFIGURATION;
    case SALON_LLM_ERROR_RATE_LIMITED:
    case SALON_LLM_ERROR_OVERLOADED:
      return SALON_PART_ERROR_BUSY;
    case SALON_LLM_ERROR_NETWORK:
    case SALON_LLM_ERROR_TLS:
      return SALON_PART_ERROR_NETWORK;
    case SALON_LLM_ERROR_CONTEXT_LENGTH:
      return SALON_PART_ERROR_TOO_LONG;
    case SALON_LLM_ERROR_CUT:
      return SALON_PART_ERROR_CUT;
    case SALON_LLM_ERROR_REFUSED:
      return SALON_PART_ERROR_REFUSED;
    case SALON_LLM_ERROR_FAILED:
    case SALON_LLM_ERROR_SERVER:
    case SALON_LLM_ERROR_BAD_REQUEST:
    case SALON_LLM_ERROR_PROTOCOL:
    default:
      return SALON_PART_ERROR_MODEL;
    }
}

static void
salon_turn_fail (SalonTurn    *self,
                 const GError *error)
{
  g_autoptr (SalonPart) part = NULL;
  gboolean can_retry = error->domain == SALON_LLM_ERROR && salon_llm_error_can_retry (error);

  part = salon_part_new_error (classify_error (error), can_retry, error->message, self->round);
  salon_turn_add_part (self, part);
  salon_message_set_state (self->reply, SALON_MESSAGE_FAILED);
}

/* Whatever is still open has been interrupted, by the user or by a failure. */
static void
salon_turn_close_parts (SalonTurn *self)
{
  salon_turn_finish_growing (self);
  for (guint i = 0; i < salon_message_get_n_parts (self->reply); i++)
    {
      SalonPart *part = salon_message_get_part (self->reply, i);
      SalonToolCall *call = salon_part_get_tool_call (part);

      if (call == NULL || (salon_tool_call_is_over (call) && salon_part_get_finished (part)))
        continue;
      salon_tool_call_end (call, self->services.clock, SALON_TOOL_CALL_CANCELLED,
                           self->stopped ? _("The user stopped this call.")
                                         : _("The answer broke off before the call was made."));
      salon_part_finish (part);
      salon_recorder_part (self->recorder, self->reply, part);
    }
}

/* --- rounds ------------------------------------------------------------------------------ */

/* Asks the model once. */
static SalonLlmReply *
salon_turn_stream (SalonTurn         *self,
                   SalonLlmProvider  *provider,
                   const char        *model_id,
                   GError           **error)
{
  g_autoptr (SalonLlmRequest) request = NULL;
  g_autoptr (DexFuture) replied = NULL;
  g_autoptr (SalonLlmReply) reply = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  guint first_part;

  g_clear_pointer (&self->tools, salon_tool_set_unref);
  self->tools = salon_toolbox_get_tools (self->services.toolbox,
                                         (const char * const *) self->servers);
  if (self->round == 0)
    salon_turn_decide_discovery (self);
  g_hash_table_remove_all (self->calls_by_index);
  messages = salon_turn_compact (self, model_id);
  first_part = salon_message_get_n_parts (self->reply);
  request = salon_turn_dup_request (messages, self->round > 0 ? self->reply : NULL,
                                    self->tools, self->discovers, self->instructions, model_id,
                                    &self->rounds);
  salon_turn_apply_parameters (self, request);
  replied = salon_turn_await (self,
                              salon_llm_provider_stream (provider, request, on_event_cb,
                                                         g_object_ref (self), g_object_unref),
                              error);
  salon_turn_finish_growing (self);
  if (replied == NULL)
    return NULL;
  reply = salon_llm_reply_ref (g_value_get_boxed (dex_future_get_value (replied, NULL)));
  salon_turn_keep_origins (self, reply, first_part);
  salon_turn_count (self, request, reply);
  return g_steal_pointer (&reply);
}

/* Carries out the calls of this round, side by side. */
static gboolean
salon_turn_carry_out_calls (SalonTurn *self)
{
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  guint n = salon_message_get_n_parts (self->reply);

  for (guint i = 0; i < n; i++)
    {
      SalonPart *part = salon_message_get_part (self->reply, i);

      if (salon_part_get_kind (part) == SALON_PART_TOOL_CALL &&
          salon_part_get_round (part) == self->round)
        g_ptr_array_add (futures, salon_turn_carry_out (self, part));
    }
  if (futures->len == 0)
    return FALSE;
  /* Not through salon_turn_await(): a stop ends each call by itself, and all of them have to have
   * ended before the turn has. */
  dex_await (dex_future_allv ((DexFuture * const *) futures->pdata, futures->len), NULL);
  return TRUE;
}

static gboolean
salon_turn_was_noted (SalonTurn  *self,
                      const char *sentence)
{
  for (guint i = 0; i < self->messages->len; i++)
    {
      SalonMessage *message = self->messages->pdata[i];

      for (guint j = 0; j < salon_message_get_n_parts (message); j++)
        {
          SalonPart *part = salon_message_get_part (message, j);

          if (salon_part_get_kind (part) == SALON_PART_NOTE &&
              g_strcmp0 (salon_part_get_text (part), sentence) == 0)
            return TRUE;
        }
    }
  return FALSE;
}

/* Said once a chat: a server that stays broken is no news in every answer. */
static gboolean
salon_turn_prepare_tools (SalonTurn  *self,
                          GError    **error)
{
  g_autoptr (DexFuture) prepared = NULL;
  GPtrArray *sentences;

  prepared = salon_turn_await (self,
                               salon_toolbox_prepare (self->services.toolbox,
                                                      (const char * const *) self->servers,
                                                      SALON_TURN_PATIENCE),
                               error);
  if (prepared == NULL)
    return FALSE;
  sentences = g_value_get_boxed (dex_future_get_value (prepared, NULL));
  for (guint i = 0; i < sentences->len; i++)
    {
      if (!salon_turn_was_noted (self, sentences->pdata[i]))
        salon_turn_add_note (self, sentences->pdata[i]);
    }
  return TRUE;
}

static SalonLlmProvider *
salon_turn_get_provider (SalonTurn  *self,
                         char      **model_id,
                         GError    **error)
{
  const char *model = salon_message_get_model (self->reply);
  g_autoptr (DexFuture) created = NULL;

  if (model == NULL || !salon_model_split_reference (model, NULL, model_id))
    {
      g_set_error_literal (error, SALON_HOST_ERROR, SALON_HOST_ERROR_MODEL,
                           _("No model is chosen. Choose one for this chat."));
      return NULL;
    }
  created = salon_turn_await (self,
                              self->services.get_provider (model,
                                                           self->services.get_provider_data),
                              error);
  if (created == NULL)
    return NULL;
  return g_value_dup_object (dex_future_get_value (created, NULL));
}

static gboolean
salon_turn_loop (SalonTurn  *self,
                 GError    **error)
{
  g_autoptr (SalonLlmProvider) provider = NULL;
  g_autofree char *model_id = NULL;

  if (!salon_turn_prepare_tools (self, error))
    return FALSE;
  provider = salon_turn_get_provider (self, &model_id, error);
  if (provider == NULL)
    return FALSE;
  for (self->round = 0; self->round < self->services.max_rounds; self->round++)
    {
      g_autoptr (SalonLlmReply) reply = salon_turn_stream (self, provider, model_id, error);
      gboolean called;

      if (reply == NULL)
        return FALSE;
      called = salon_turn_carry_out_calls (self);
      if (self->stopped)
        return FALSE;
      if (!called && salon_llm_reply_get_stop_reason (reply) != SALON_LLM_STOP_PAUSED)
        {
          salon_turn_note_stop_reason (self, reply);
          return TRUE;
        }
    }
  salon_turn_add_note (self, _("The model has called tools many times without coming to an end, so "
                               "Salon paused. Send a message to let it go on."));
  return TRUE;
}

static DexFuture *
turn_fiber (gpointer user_data)
{
  SalonTurn *self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean finished = salon_turn_loop (self, &error);

  salon_turn_close_parts (self);
  if (self->stopped)
    salon_message_set_state (self->reply, SALON_MESSAGE_STOPPED);
  else if (!finished)
    salon_turn_fail (self, error);
  else
    salon_message_set_state (self->reply, SALON_MESSAGE_FINISHED);
  salon_recorder_message (self->recorder, self->reply);
  /* A turn is not over before it can’t be lost any more. */
  dex_await (salon_recorder_flush (self->recorder), NULL);
  return dex_future_new_true ();
}

DexFuture *
salon_turn_run (SalonTurn *self)
{
  g_return_val_if_fail (SALON_IS_TURN (self), NULL);

  return dex_scheduler_spawn (NULL, 0, turn_fiber, g_object_ref (self), g_object_unref);
}
