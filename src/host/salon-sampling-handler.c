/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-sampling-handler.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-host-error.h"
#include "salon-json-writer.h"
#include "salon-mcp-client.h"
#include "salon-model.h"
#include "salon-sampling-request-private.h"

struct _SalonSamplingHandler
{
  GObject parent_instance;

  SalonTurnServices services;
  char *server_name;
  SalonModelFunc choose_model;
  gpointer choose_model_data;
  /* Times of the last requests, for the rate. */
  GQueue times;
  guint n_open;
};

static gboolean   salon_sampling_handler_can    (SalonMcpInputHandler *handler,
                                                 SalonMcpInputKind     kind);
static DexFuture *salon_sampling_handler_sample (SalonMcpInputHandler *handler,
                                                 SalonMcpClient       *client,
                                                 const SalonJson      *params);

static void
input_handler_iface_init (SalonMcpInputHandlerInterface *iface)
{
  iface->can = salon_sampling_handler_can;
  iface->sample = salon_sampling_handler_sample;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonSamplingHandler, salon_sampling_handler, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_MCP_INPUT_HANDLER,
                                                      input_handler_iface_init))

static void
salon_sampling_handler_finalize (GObject *object)
{
  SalonSamplingHandler *self = SALON_SAMPLING_HANDLER (object);

  g_clear_object (&self->services.clock);
  g_clear_object (&self->services.toolbox);
  g_clear_object (&self->services.consent);
  g_clear_pointer (&self->server_name, g_free);
  g_queue_clear_full (&self->times, g_free);

  G_OBJECT_CLASS (salon_sampling_handler_parent_class)->finalize (object);
}

static void
salon_sampling_handler_class_init (SalonSamplingHandlerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = salon_sampling_handler_finalize;
}

static void
salon_sampling_handler_init (SalonSamplingHandler *self)
{
  g_queue_init (&self->times);
}

SalonSamplingHandler *
salon_sampling_handler_new (const SalonTurnServices *services,
                            const char              *server_name,
                            SalonModelFunc           choose_model,
                            gpointer                 choose_model_data)
{
  SalonSamplingHandler *self;

  g_return_val_if_fail (services != NULL, NULL);
  g_return_val_if_fail (server_name != NULL, NULL);
  g_return_val_if_fail (choose_model != NULL, NULL);

  self = g_object_new (SALON_TYPE_SAMPLING_HANDLER, NULL);
  self->services = *services;
  g_object_ref (self->services.clock);
  g_object_ref (self->services.toolbox);
  g_object_ref (self->services.consent);
  self->server_name = g_strdup (server_name);
  self->choose_model = choose_model;
  self->choose_model_data = choose_model_data;
  return self;
}

static gboolean
salon_sampling_handler_can (SalonMcpInputHandler *handler,
                            SalonMcpInputKind     kind)
{
  return kind == SALON_MCP_INPUT_SAMPLING;
}

/* A server must not be able to bury the user in questions or run up a bill (MCP, Sampling,
 * “Clients SHOULD implement rate limiting”). */
static gboolean
salon_sampling_handler_check_limits (SalonSamplingHandler  *self,
                                     SalonRunningCall      *running,
                                     GError               **error)
{
  gint64 now = salon_clock_get_time (self->services.clock);
  gint64 *first;

  while ((first = g_queue_peek_head (&self->times)) != NULL &&
         now - *first >= 60 * G_TIME_SPAN_SECOND)
    g_free (g_queue_pop_head (&self->times));
  if (g_queue_get_length (&self->times) >= SALON_SAMPLING_MAX_PER_MINUTE)
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_FAILED,
                   _("“%s” asked for answers of a model too often within a minute."),
                   self->server_name);
      return FALSE;
    }
  if (self->n_open >= SALON_SAMPLING_MAX_OPEN)
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_FAILED,
                   _("“%s” has asked several times already and has to wait for those answers."),
                   self->server_name);
      return FALSE;
    }
  if (running != NULL && salon_running_call_count_question (running) > SALON_SAMPLING_MAX_PER_CALL)
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_FAILED,
                   _("“%s” asked for answers of a model too often during one call."),
                   self->server_name);
      return FALSE;
    }
  g_queue_push_tail (&self->times, g_memdup2 (&now, sizeof now));
  return TRUE;
}

typedef struct
{
  SalonSamplingHandler *handler;
  SalonSamplingRequest *request;
  SalonQuestion *question;
  /* The call in which the server asks, and what is rejected when it ends before the answer. */
  SalonToolCall *call;
  gulong call_handler;
  DexPromise *call_over;
} Sampling;

/* Also when the server has withdrawn its request, or is gone: then the fiber is let go. */
static void
sampling_free (Sampling *sampling)
{
  salon_question_withdraw (sampling->question);
  if (sampling->call != NULL)
    g_signal_handler_disconnect (sampling->call, sampling->call_handler);
  g_clear_object (&sampling->call);
  dex_unref (sampling->call_over);
  sampling->handler->n_open--;
  g_object_unref (sampling->handler);
  g_object_unref (sampling->request);
  g_object_unref (sampling->question);
  g_free (sampling);
}

/* Stopping a call stops what its server wanted of a model for it. */
static void
on_call_state_cb (SalonToolCall *call,
                  GParamSpec    *pspec,
                  Sampling      *sampling)
{
  if (!salon_tool_call_is_over (call) ||
      !dex_future_is_pending (DEX_FUTURE (sampling->call_over)))
    return;
  dex_promise_reject (sampling->call_over,
                      g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                           "The call has ended."));
  salon_question_withdraw (sampling->question);
}

static void
ignore_event_cb (const SalonLlmEvent *event,
                 gpointer             user_data)
{
}

/* Not every provider knows stop sequences, so the text is cut here. */
static gboolean
cut_at_stop_sequence (char               *text,
                      const char * const *sequences)
{
  char *end = NULL;

  for (guint i = 0; sequences[i] != NULL; i++)
    {
      char *found = strstr (text, sequences[i]);

      if (found != NULL && (end == NULL || found < end))
        end = found;
    }
  if (end == NULL)
    return FALSE;
  *end = '\0';
  return TRUE;
}

static SalonJsonDocument *
write_result (SalonSamplingRequest *request,
              SalonLlmReply        *reply,
              const char           *model_id)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autofree char *text = salon_llm_reply_dup_text (reply);
  const char *model = salon_llm_reply_get_model (reply);
  const char *stop_reason = "endTurn";

  if (salon_llm_reply_get_stop_reason (reply) == SALON_LLM_STOP_LENGTH)
    stop_reason = "maxTokens";
  if (cut_at_stop_sequence (text, salon_sampling_request_get_stop_sequences (request)))
    stop_reason = "stopSequence";
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "role", "assistant");
  salon_json_writer_begin_object (writer, "content");
  salon_json_writer_add_string (writer, "type", "text");
  salon_json_writer_add_string (writer, "text", text);
  salon_json_writer_end_object (writer);
  salon_json_writer_add_string (writer, "model", model != NULL ? model : model_id);
  salon_json_writer_add_string (writer, "stopReason", stop_reason);
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish_document (writer);
}

static DexFuture *
sampling_fiber (gpointer user_data)
{
  Sampling *sampling = user_data;
  SalonTurnServices *services = &sampling->handler->services;
  g_autoptr (SalonAnswer) answer = NULL;
  g_autoptr (SalonLlmProvider) provider = NULL;
  g_autoptr (SalonLlmRequest) request = NULL;
  g_autoptr (DexFuture) replied = NULL;
  g_autofree char *model_id = NULL;
  const char *model;
  GError *error = NULL;

  answer = dex_await_boxed (salon_consent_ask (services->consent, sampling->question), &error);
  if (answer == NULL)
    return dex_future_new_for_error (error);
  if (!salon_answer_is_allowed (answer))
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                                  "User rejected sampling request");

  /* The one that was shown, unless the user has chosen another one since. */
  model = salon_sampling_request_get_model (sampling->request);
  if (!salon_model_split_reference (model, NULL, &model_id))
    return dex_future_new_reject (SALON_HOST_ERROR, SALON_HOST_ERROR_MODEL,
                                  _("No model is chosen that could answer."));
  provider = dex_await_object (services->get_provider (model, services->get_provider_data), &error);
  if (provider == NULL)
    return dex_future_new_for_error (error);
  request = salon_sampling_request_to_llm (sampling->request, model_id);
  replied = salon_llm_provider_stream (provider, request, ignore_event_cb, NULL, NULL);
  if (!dex_await (dex_future_first (dex_ref (replied), dex_ref (sampling->call_over), NULL),
                  &error))
    return dex_future_new_for_error (error);
  return dex_future_new_take_boxed (
    SALON_TYPE_JSON_DOCUMENT,
    write_result (sampling->request, g_value_get_boxed (dex_future_get_value (replied, NULL)),
                  model_id));
}

static DexFuture *
salon_sampling_handler_sample (SalonMcpInputHandler *handler,
                               SalonMcpClient       *client,
                               const SalonJson      *params)
{
  SalonSamplingHandler *self = SALON_SAMPLING_HANDLER (handler);
  SalonRunningCall *running = salon_toolbox_find_running (self->services.toolbox,
                                                          self->server_name);
  g_autoptr (SalonSamplingRequest) request = NULL;
  g_autofree char *model = NULL;
  GError *error = NULL;
  Sampling *sampling;

  if (!salon_sampling_handler_check_limits (self, running, &error))
    return dex_future_new_for_error (error);
  request = salon_sampling_request_new (self->server_name, params, "", &error);
  if (request == NULL)
    return dex_future_new_for_error (error);
  model = self->choose_model (salon_sampling_request_get_hints (request),
                              running != NULL ? salon_running_call_get_model (running) : NULL,
                              self->choose_model_data);
  if (model != NULL)
    salon_sampling_request_set_model (request, model);

  sampling = g_new0 (Sampling, 1);
  sampling->handler = g_object_ref (self);
  sampling->request = g_object_ref (request);
  sampling->question =
    salon_question_new_sampling (request,
                                 running != NULL ? salon_running_call_get_call (running) : NULL,
                                 running != NULL ? salon_running_call_get_chat_id (running) : NULL);
  sampling->call_over = dex_promise_new ();
  if (running != NULL)
    {
      sampling->call = g_object_ref (salon_running_call_get_call (running));
      sampling->call_handler = g_signal_connect (sampling->call, "notify::state",
                                                 G_CALLBACK (on_call_state_cb), sampling);
    }
  self->n_open++;
  return dex_scheduler_spawn (NULL, 0, sampling_fiber, sampling, (GDestroyNotify) sampling_free);
}
