/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-small-model.h"

#include <glib/gi18n.h>

#include "salon-host-error.h"
#include "salon-model-registry.h"
#include "salon-model.h"

#define PATIENCE (60 * G_TIME_SPAN_SECOND)

typedef struct
{
  SalonClock *clock;
  SalonProviderFunc get_provider;
  gpointer get_provider_data;
  SalonLlmModel *facts;
  char *model;
  char *instructions;
  char *text;
  guint max_tokens;
} Question;

static void
question_free (Question *question)
{
  g_object_unref (question->clock);
  g_clear_pointer (&question->facts, salon_llm_model_unref);
  g_free (question->model);
  g_free (question->instructions);
  g_free (question->text);
  g_free (question);
}

static gboolean
is_practice (const char *model)
{
  return g_str_has_prefix (model, SALON_PRACTICE_PROVIDER_ID "/");
}

const char *
salon_small_model_choose (const SalonTurnServices *services,
                          const char              *chat_model)
{
  const char *small = NULL;

  g_return_val_if_fail (services != NULL, NULL);

  /* Who practises has not said that anybody else may read along. */
  if (chat_model == NULL || is_practice (chat_model))
    return NULL;
  if (services->get_small_model != NULL)
    small = services->get_small_model (services->get_small_model_data);
  return small != NULL && !is_practice (small) ? small : chat_model;
}

static void
ignore_event_cb (const SalonLlmEvent *event,
                 gpointer             user_data)
{
}

static SalonLlmRequest *
make_request (Question   *question,
              const char *model_id)
{
  SalonLlmRequest *request = salon_llm_request_new (model_id);
  g_autoptr (SalonLlmMessage) message = salon_llm_message_new (SALON_LLM_ROLE_USER);
  g_autoptr (SalonLlmPart) part = salon_llm_part_new_text (question->text);

  salon_llm_message_add_part (message, part);
  salon_llm_request_set_system (request, question->instructions);
  salon_llm_request_add_message (request, message);
  salon_llm_request_set_max_tokens (request, question->max_tokens);
  if (question->facts != NULL)
    salon_llm_request_set_model_facts (request, question->facts);
  return request;
}

static DexFuture *
ask_fiber (gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (SalonLlmProvider) provider = NULL;
  g_autoptr (SalonLlmRequest) request = NULL;
  g_autoptr (SalonLlmReply) reply = NULL;
  g_autofree char *model_id = NULL;
  g_autofree char *answer = NULL;
  GError *error = NULL;

  if (!salon_model_split_reference (question->model, NULL, &model_id))
    return dex_future_new_reject (SALON_HOST_ERROR, SALON_HOST_ERROR_MODEL,
                                  _("“%s” does not name a model."), question->model);
  provider = dex_await_object (question->get_provider (question->model,
                                                       question->get_provider_data), &error);
  if (provider == NULL)
    return dex_future_new_for_error (error);
  request = make_request (question, model_id);
  reply = dex_await_boxed (salon_llm_provider_stream (provider, request, ignore_event_cb, NULL,
                                                      NULL), &error);
  if (reply == NULL)
    return dex_future_new_for_error (error);
  answer = g_strstrip (salon_llm_reply_dup_text (reply));
  if (salon_llm_reply_get_stop_reason (reply) != SALON_LLM_STOP_END || answer[0] == '\0')
    return dex_future_new_reject (SALON_HOST_ERROR, SALON_HOST_ERROR_MODEL,
                                  _("“%s” gave no whole answer."), question->model);
  return dex_future_new_take_string (g_steal_pointer (&answer));
}

/* The clock has resolved: too late. */
static DexFuture *
give_up_cb (DexFuture *future,
            gpointer   user_data)
{
  return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                                _("The model took too long to answer."));
}

DexFuture *
salon_small_model_ask (const SalonTurnServices *services,
                       const char              *model,
                       const char              *instructions,
                       const char              *text,
                       guint                    max_tokens)
{
  Question *question;

  g_return_val_if_fail (services != NULL, NULL);
  g_return_val_if_fail (model != NULL, NULL);
  g_return_val_if_fail (instructions != NULL && text != NULL, NULL);

  question = g_new0 (Question, 1);
  question->clock = g_object_ref (services->clock);
  question->get_provider = services->get_provider;
  question->get_provider_data = services->get_provider_data;
  if (services->get_facts != NULL)
    question->facts = services->get_facts (model, services->get_facts_data);
  question->model = g_strdup (model);
  question->instructions = g_strdup (instructions);
  question->text = g_strdup (text);
  question->max_tokens = max_tokens;
  return dex_future_first (
    dex_scheduler_spawn (NULL, 0, ask_fiber, question, (GDestroyNotify) question_free),
    dex_future_then (salon_clock_sleep (services->clock, PATIENCE), give_up_cb, NULL, NULL), NULL);
}
