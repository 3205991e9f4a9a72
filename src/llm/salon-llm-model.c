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
  SalonLlmModelFacts facts;
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
  SalonLlmModelFacts facts = SALON_LLM_MODEL_FACTS_UNKNOWN;

  g_return_val_if_fail (context_window >= 0, NULL);

  facts.context_window = context_window;
  return salon_llm_model_new_with_facts (id, name, &facts);
}

/**
 * salon_llm_model_new_with_facts:
 * @id: what requests call it
 * @name: (nullable): what people call it, %NULL if it has no other name than @id
 * @facts: what is known about it; copied
 *
 * Returns: (transfer full): the model
 */
SalonLlmModel *
salon_llm_model_new_with_facts (const char               *id,
                                const char               *name,
                                const SalonLlmModelFacts *facts)
{
  SalonLlmModel *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (facts != NULL, NULL);

  self = g_new0 (SalonLlmModel, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->id = g_strdup (id);
  self->name = g_strdup (name != NULL ? name : id);
  self->facts = *facts;
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

  return self->facts.context_window;
}

/**
 * salon_llm_model_get_facts:
 * @self: a model
 *
 * Returns: (transfer none): what is known about it
 */
const SalonLlmModelFacts *
salon_llm_model_get_facts (SalonLlmModel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->facts;
}

/**
 * salon_llm_model_can:
 * @self: (nullable): a model; %NULL if nothing is known about it
 * @ability: one ability
 *
 * Returns: whether it is known that the model can do this
 */
gboolean
salon_llm_model_can (SalonLlmModel     *self,
                     SalonLlmAbilities  ability)
{
  return self != NULL && (self->facts.known_abilities & self->facts.abilities & ability) != 0;
}

/**
 * salon_llm_model_cannot:
 * @self: (nullable): a model; %NULL if nothing is known about it
 * @ability: one ability
 *
 * Returns: whether it is known that the model cannot do this
 */
gboolean
salon_llm_model_cannot (SalonLlmModel     *self,
                        SalonLlmAbilities  ability)
{
  return self != NULL && (self->facts.known_abilities & ~self->facts.abilities & ability) != 0;
}
