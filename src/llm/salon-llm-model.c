/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-llm-model.h"

struct _SalonLlmModel
{
  gatomicrefcount ref_count;

  char *id;
  char *name;
  gint64 context_window;
};

G_DEFINE_BOXED_TYPE (SalonLlmModel, salon_llm_model, salon_llm_model_ref, salon_llm_model_unref)

/**
 * salon_llm_model_new:
 * @id: what requests call it
 * @name: (nullable): what people call it, %NULL if it has no other name than @id
 * @context_window: how many tokens it can take in all, 0 if unknown
 *
 * Returns: (transfer full): the model
 */
SalonLlmModel *
salon_llm_model_new (const char *id,
                     const char *name,
                     gint64      context_window)
{
  SalonLlmModel *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (context_window >= 0, NULL);

  self = g_new0 (SalonLlmModel, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->id = g_strdup (id);
  self->name = g_strdup (name != NULL ? name : id);
  self->context_window = context_window;
  return self;
}

/**
 * salon_llm_model_ref:
 * @self: a model
 *
 * Returns: (transfer full): @self
 */
SalonLlmModel *
salon_llm_model_ref (SalonLlmModel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * salon_llm_model_unref:
 * @self: (transfer full): a model
 *
 * Gives a reference back.
 */
void
salon_llm_model_unref (SalonLlmModel *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->id);
  g_free (self->name);
  g_free (self);
}

/**
 * salon_llm_model_get_id:
 * @self: a model
 *
 * Returns: what requests call it
 */
const char *
salon_llm_model_get_id (SalonLlmModel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->id;
}

/**
 * salon_llm_model_get_name:
 * @self: a model
 *
 * Returns: what people call it
 */
const char *
salon_llm_model_get_name (SalonLlmModel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/**
 * salon_llm_model_get_context_window:
 * @self: a model
 *
 * Returns: how many tokens it can take in all, 0 if unknown
 */
gint64
salon_llm_model_get_context_window (SalonLlmModel *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->context_window;
}
