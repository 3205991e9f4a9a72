/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-practice-provider.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-practice-plan-private.h"

#define WORDS_PER_SECOND 60
#define ARGUMENT_CHARACTERS 12 /* in one step */

struct _SalonPracticeProvider
{
  GObject parent_instance;

  SalonClock *clock;
};

static void salon_practice_provider_iface_init (SalonLlmProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonPracticeProvider, salon_practice_provider, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_LLM_PROVIDER,
                                                      salon_practice_provider_iface_init))

/* One answer on its way. */
typedef struct
{
  SalonClock *clock;
  SalonLlmRequest *request;
  SalonLlmEventFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
  gint64 started_at;
  guint n_steps;
} Speaking;

static void
speaking_free (Speaking *speaking)
{
  if (speaking->destroy != NULL)
    speaking->destroy (speaking->user_data);
  g_object_unref (speaking->clock);
  salon_llm_request_unref (speaking->request);
  g_free (speaking);
}

/* Keeps the pace over the whole answer, however long single steps took. */
static gboolean
pause_for_step (Speaking  *speaking,
                GError   **error)
{
  gint64 due = speaking->started_at + ++speaking->n_steps * G_USEC_PER_SEC / WORDS_PER_SECOND;
  gint64 wait = due - salon_clock_get_time (speaking->clock);

  if (wait <= 0)
    return TRUE;
  return dex_await (salon_clock_sleep (speaking->clock, wait), error);
}

/* The next word with the white space behind it. */
static gsize
measure_word (const char *text)
{
  const char *p = text + strcspn (text, " \n");

  return (gsize) (p - text) + strspn (p, " \n");
}

static gsize
measure_characters (const char *text,
                    guint       count)
{
  const char *p = text;

  while (count-- > 0 && *p != '\0')
    p = g_utf8_next_char (p);
  return (gsize) (p - text);
}

static gboolean
speak (Speaking           *speaking,
       SalonLlmEventKind   kind,
       guint               call,
       const char         *text,
       GError            **error)
{
  while (*text != '\0')
    {
      SalonLlmEvent event = { kind, call };
      gboolean is_arguments = kind == SALON_LLM_EVENT_TOOL_CALL_ARGUMENTS_DELTA;
      gsize length = is_arguments ? measure_characters (text,
                                                        ARGUMENT_CHARACTERS) : measure_word (text);
      g_autofree char *step = g_strndup (text, length);

      if (!pause_for_step (speaking, error))
        return FALSE;
      event.text = step;
      speaking->func (&event, speaking->user_data);
      text += length;
    }
  return TRUE;
}

static gboolean
speak_call (Speaking      *speaking,
            guint          index,
            SalonLlmPart  *call,
            GError       **error)
{
  SalonLlmEvent event = { SALON_LLM_EVENT_TOOL_CALL_STARTED, index };

  event.id = salon_llm_part_get_id (call);
  event.name = salon_llm_part_get_name (call);
  speaking->func (&event, speaking->user_data);
  if (!speak (speaking, SALON_LLM_EVENT_TOOL_CALL_ARGUMENTS_DELTA, index,
              salon_llm_part_get_arguments (call), error))
    return FALSE;
  event = (SalonLlmEvent) { SALON_LLM_EVENT_TOOL_CALL_FINISHED, index };
  speaking->func (&event, speaking->user_data);
  return TRUE;
}

static gboolean
speak_plan (Speaking           *speaking,
            SalonPracticePlan  *plan,
            GError            **error)
{
  if (plan->error != NULL)
    {
      g_propagate_error (error, g_error_copy (plan->error));
      return FALSE;
    }
  if (plan->reasoning != NULL &&
      !speak (speaking, SALON_LLM_EVENT_REASONING_DELTA, 0, plan->reasoning, error))
    return FALSE;
  if (!speak (speaking, SALON_LLM_EVENT_TEXT_DELTA, 0, plan->text, error))
    return FALSE;
  for (guint i = 0; i < plan->calls->len; i++)
    {
      if (!speak_call (speaking, i, g_ptr_array_index (plan->calls, i), error))
        return FALSE;
    }
  return TRUE;
}

static DexFuture *
make_reply (SalonPracticePlan *plan)
{
  g_autoptr (GPtrArray) parts = NULL;
  SalonLlmStopReason reason = SALON_LLM_STOP_END;

  parts = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_part_unref);
  if (plan->reasoning != NULL)
    g_ptr_array_add (parts, salon_llm_part_new_reasoning (plan->reasoning, NULL, NULL));
  if (*plan->text != '\0')
    g_ptr_array_add (parts, salon_llm_part_new_text (plan->text));
  for (guint i = 0; i < plan->calls->len; i++)
    g_ptr_array_add (parts, salon_llm_part_ref (g_ptr_array_index (plan->calls, i)));
  if (plan->calls->len > 0)
    reason = SALON_LLM_STOP_TOOL_CALLS;
  return dex_future_new_take_boxed (SALON_TYPE_LLM_REPLY,
                                    salon_llm_reply_new (parts, reason, NULL, "practice"));
}

static DexFuture *
speak_fiber (gpointer user_data)
{
  Speaking *speaking = user_data;
  g_autoptr (SalonPracticePlan) plan = salon_practice_plan_new (speaking->request);
  g_autoptr (GError) error = NULL;

  speaking->started_at = salon_clock_get_time (speaking->clock);
  if (!speak_plan (speaking, plan, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return make_reply (plan);
}

static DexFuture *
salon_practice_provider_stream (SalonLlmProvider  *provider,
                                SalonLlmRequest   *request,
                                SalonLlmEventFunc  func,
                                gpointer           user_data,
                                GDestroyNotify     destroy)
{
  Speaking *speaking = g_new0 (Speaking, 1);

  speaking->clock = g_object_ref (SALON_PRACTICE_PROVIDER (provider)->clock);
  speaking->request = salon_llm_request_ref (request);
  speaking->func = func;
  speaking->user_data = user_data;
  speaking->destroy = destroy;
  return dex_scheduler_spawn (NULL, 0, speak_fiber, speaking, (GDestroyNotify) speaking_free);
}

static DexFuture *
salon_practice_provider_list_models (SalonLlmProvider *provider)
{
  GPtrArray *models = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_model_unref);

  g_ptr_array_add (models, salon_llm_model_new ("practice", _("Practice model"), 0));
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, models);
}

static const char *
salon_practice_provider_get_id (SalonLlmProvider *provider)
{
  return "practice";
}

static const char *
salon_practice_provider_get_name (SalonLlmProvider *provider)
{
  return _("Practice model");
}

static void
salon_practice_provider_dispose (GObject *object)
{
  SalonPracticeProvider *self = SALON_PRACTICE_PROVIDER (object);

  g_clear_object (&self->clock);

  G_OBJECT_CLASS (salon_practice_provider_parent_class)->dispose (object);
}

static void
salon_practice_provider_class_init (SalonPracticeProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = salon_practice_provider_dispose;
}

static void
salon_practice_provider_init (SalonPracticeProvider *self)
{
}

static void
salon_practice_provider_iface_init (SalonLlmProviderInterface *iface)
{
  iface->get_id = salon_practice_provider_get_id;
  iface->get_name = salon_practice_provider_get_name;
  iface->list_models = salon_practice_provider_list_models;
  iface->stream = salon_practice_provider_stream;
}

/**
 * salon_practice_provider_new:
 * @clock: (nullable): sets the pace; %NULL for the system's clock
 *
 * Makes the provider of the practice model: no AI, no network, always there. It looks
 * at the tools on offer, calls those that fit the words, and tells what came back; it
 * can show long Markdown, stream long texts, think, and fail, when it is asked to.
 * The same chat always gets the same answer.
 *
 * Returns: (transfer full): the provider, with the id “practice” and one model, “practice”
 */
SalonPracticeProvider *
salon_practice_provider_new (SalonClock *clock)
{
  SalonPracticeProvider *self;

  g_return_val_if_fail (clock == NULL || SALON_IS_CLOCK (clock), NULL);

  self = g_object_new (SALON_TYPE_PRACTICE_PROVIDER, NULL);
  self->clock = g_object_ref (clock != NULL ? clock : salon_clock_get_system ());
  return self;
}
