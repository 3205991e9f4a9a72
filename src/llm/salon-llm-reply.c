/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-llm-reply.h"

struct _SalonLlmReply
{
  gatomicrefcount ref_count;

  GPtrArray *parts;
  SalonLlmStopReason stop_reason;
  SalonLlmUsage usage;
  char *detail;
  char *model;
};

G_DEFINE_BOXED_TYPE (SalonLlmReply, salon_llm_reply, salon_llm_reply_ref, salon_llm_reply_unref)

/**
 * salon_llm_reply_new:
 * @parts: (element-type SalonLlmPart) (transfer none): the parts in their order;
 *   the array must not be changed afterwards
 * @stop_reason: why the model stopped
 * @usage: (nullable): what the reply took, %NULL if nothing is known
 * @model: (nullable): the model that answered, as the provider names it
 *
 * Makes a reply; for providers.
 *
 * Returns: (transfer full): the reply
 */
SalonLlmReply *
salon_llm_reply_new (GPtrArray          *parts,
                     SalonLlmStopReason  stop_reason,
                     const SalonLlmUsage *usage,
                     const char         *model)
{
  SalonLlmReply *self;

  g_return_val_if_fail (parts != NULL, NULL);

  self = g_new0 (SalonLlmReply, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->parts = g_ptr_array_ref (parts);
  self->stop_reason = stop_reason;
  self->usage = usage != NULL ? *usage : SALON_LLM_USAGE_UNKNOWN;
  self->model = g_strdup (model);
  return self;
}

/**
 * salon_llm_reply_ref:
 * @self: a reply
 *
 * Returns: (transfer full): @self
 */
SalonLlmReply *
salon_llm_reply_ref (SalonLlmReply *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * salon_llm_reply_unref:
 * @self: (transfer full): a reply
 *
 * Gives a reference back.
 */
void
salon_llm_reply_unref (SalonLlmReply *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->parts);
  g_free (self->detail);
  g_free (self->model);
  g_free (self);
}

/**
 * salon_llm_reply_get_parts:
 * @self: a reply
 *
 * Returns: (transfer none) (element-type SalonLlmPart): the parts in their order, not to be changed
 */
GPtrArray *
salon_llm_reply_get_parts (SalonLlmReply *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->parts;
}

/**
 * salon_llm_reply_get_stop_reason:
 * @self: a reply
 *
 * Returns: why the model stopped
 */
SalonLlmStopReason
salon_llm_reply_get_stop_reason (SalonLlmReply *self)
{
  g_return_val_if_fail (self != NULL, SALON_LLM_STOP_OTHER);

  return self->stop_reason;
}

/**
 * salon_llm_reply_get_input_tokens:
 * @self: a reply
 *
 * Returns: how many tokens the request had, -1 if unknown
 */
gint64
salon_llm_reply_get_input_tokens (SalonLlmReply *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->usage.input_tokens;
}

/**
 * salon_llm_reply_get_output_tokens:
 * @self: a reply
 *
 * Returns: how many tokens the reply has, reasoning included, -1 if unknown
 */
gint64
salon_llm_reply_get_output_tokens (SalonLlmReply *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->usage.output_tokens;
}

/**
 * salon_llm_reply_get_usage:
 * @self: a reply
 *
 * Returns: (transfer none): what it took
 */
const SalonLlmUsage *
salon_llm_reply_get_usage (SalonLlmReply *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->usage;
}

/**
 * salon_llm_reply_get_detail:
 * @self: a reply
 *
 * Returns: (nullable): what the provider says of why the model stopped, like the words of a
 *   refusal or the name of a filter
 */
const char *
salon_llm_reply_get_detail (SalonLlmReply *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->detail;
}

/**
 * salon_llm_reply_set_detail:
 * @self: a reply that nobody else has seen yet
 * @detail: (nullable): what the provider says of why the model stopped
 *
 * For providers, while they make the reply.
 */
void
salon_llm_reply_set_detail (SalonLlmReply *self,
                            const char    *detail)
{
  g_return_if_fail (self != NULL);

  g_set_str (&self->detail, detail);
}

/**
 * salon_llm_reply_set_first_event:
 * @self: a reply that nobody else has seen yet
 * @microseconds: the time from sending the request to its first event
 *
 * For the shared path of the providers, which knows the time; wire formats don't.
 */
void
salon_llm_reply_set_first_event (SalonLlmReply *self,
                                 gint64         microseconds)
{
  g_return_if_fail (self != NULL);

  self->usage.first_event_us = microseconds;
}

/**
 * salon_llm_reply_get_model:
 * @self: a reply
 *
 * Returns: (nullable): the model that answered, as the provider names it
 */
const char *
salon_llm_reply_get_model (SalonLlmReply *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->model;
}

/**
 * salon_llm_reply_dup_text:
 * @self: a reply
 *
 * Joins the texts of the reply, without reasoning and tool calls; empty if there are none.
 *
 * Returns: (transfer full): the text
 */
char *
salon_llm_reply_dup_text (SalonLlmReply *self)
{
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (NULL);
  for (guint i = 0; i < self->parts->len; i++)
    {
      SalonLlmPart *part = g_ptr_array_index (self->parts, i);

      if (salon_llm_part_get_kind (part) == SALON_LLM_PART_TEXT)
        g_string_append (text, salon_llm_part_get_text (part));
    }
  return g_string_free (text, FALSE);
}
