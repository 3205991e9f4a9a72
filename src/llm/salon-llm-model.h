/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>
#include <math.h>

#include "salon-llm-types.h"

G_BEGIN_DECLS

#define SALON_TYPE_LLM_MODEL (salon_llm_model_get_type ())

/**
 * SalonLlmAbilities:
 * @SALON_LLM_ABILITY_TOOLS: it calls tools
 * @SALON_LLM_ABILITY_IMAGES: it sees pictures
 * @SALON_LLM_ABILITY_DOCUMENTS: it reads PDF files as they are
 * @SALON_LLM_ABILITY_AUDIO: it hears recordings
 * @SALON_LLM_ABILITY_REASONING: it can think before it answers
 *
 * What a model can do.
 */
typedef enum
{
  SALON_LLM_ABILITY_TOOLS     = 1 << 0,
  SALON_LLM_ABILITY_IMAGES    = 1 << 1,
  SALON_LLM_ABILITY_DOCUMENTS = 1 << 2,
  SALON_LLM_ABILITY_AUDIO     = 1 << 3,
  SALON_LLM_ABILITY_REASONING = 1 << 4,
} SalonLlmAbilities;

/**
 * SalonLlmModelFacts:
 * @context_window: how many tokens it can take in all, 0 if unknown
 * @output_limit: how many tokens a reply may have, 0 if unknown
 * @abilities: what it can do
 * @known_abilities: which of the abilities are known at all; the others may be there or not
 * @input_price: US dollars for a million tokens of requests, NAN if unknown
 * @output_price: US dollars for a million tokens of replies, NAN if unknown
 * @cached_price: US dollars for a million tokens of requests from the cache, NAN if unknown
 * @cache_write_price: US dollars for a million tokens put into the cache, NAN if unknown
 *
 * What is known about a model.
 */
typedef struct
{
  gint64 context_window;
  gint64 output_limit;
  SalonLlmAbilities abilities;
  SalonLlmAbilities known_abilities;
  double input_price;
  double output_price;
  double cached_price;
  double cache_write_price;
} SalonLlmModelFacts;

#define SALON_LLM_MODEL_FACTS_UNKNOWN \
  ((SalonLlmModelFacts) { 0, 0, 0, 0, (double) NAN, (double) NAN, (double) NAN, (double) NAN })

GType          salon_llm_model_get_type           (void) G_GNUC_CONST;

SalonLlmModel *salon_llm_model_new                (const char    *id,
                                                   const char    *name,
                                                   gint64         context_window);
SalonLlmModel *salon_llm_model_new_with_facts     (const char    *id,
                                                   const char    *name,
                                                   const SalonLlmModelFacts *facts);
SalonLlmModel *salon_llm_model_ref                (SalonLlmModel *self);
void           salon_llm_model_unref              (SalonLlmModel *self);
const char    *salon_llm_model_get_id             (SalonLlmModel *self);
const char    *salon_llm_model_get_name           (SalonLlmModel *self);
gint64         salon_llm_model_get_context_window (SalonLlmModel *self);

const SalonLlmModelFacts *salon_llm_model_get_facts (SalonLlmModel *self);
gboolean       salon_llm_model_can                (SalonLlmModel *self,
                                                   SalonLlmAbilities ability);
gboolean       salon_llm_model_cannot             (SalonLlmModel *self,
                                                   SalonLlmAbilities ability);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonLlmModel, salon_llm_model_unref)

G_END_DECLS
