/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "salon-llm-model.h"

G_BEGIN_DECLS

#define SALON_TYPE_MODEL (salon_model_get_type ())

/**
 * SalonModel:
 *
 * One model on offer, as a row of a list. Properties, all read-only: “reference”
 * (`provider/model`, what conversations and “defaultModel” keep), “provider-id”, “id”, “name”,
 * “context-window” (tokens; 0: not known) and “favorite”.
 */
G_DECLARE_FINAL_TYPE (SalonModel, salon_model, SALON, MODEL, GObject)

SalonModel *salon_model_new                (const char *provider_id,
                                            const char *id,
                                            const char *name,
                                            guint       context_window);
SalonModel *salon_model_new_with_facts     (const char    *provider_id,
                                            SalonLlmModel *llm_model);
const char *salon_model_get_reference      (SalonModel *self);
const char *salon_model_get_provider_id    (SalonModel *self);
const char *salon_model_get_id             (SalonModel *self);
const char *salon_model_get_name           (SalonModel *self);
guint       salon_model_get_context_window (SalonModel *self);
SalonLlmModel *salon_model_get_llm_model   (SalonModel *self);
const SalonLlmModelFacts *
            salon_model_get_facts          (SalonModel *self);
gboolean    salon_model_is_favorite        (SalonModel *self);
gboolean    salon_model_split_reference    (const char *reference,
                                            char      **provider_id,
                                            char      **model_id);

G_END_DECLS
