/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json-writer.h"
#include "salon-json.h"

#include "salon-llm-model.h"

G_BEGIN_DECLS

/**
 * SalonWrittenModel:
 *
 * A model that the user wrote into an entry of models.json: its id, and perhaps facts that count
 * more than what anybody else says of it. Immutable, reference-counted.
 */
typedef struct _SalonWrittenModel SalonWrittenModel;

SalonWrittenModel *salon_written_model_new       (const char         *id);
SalonWrittenModel *salon_written_model_ref       (SalonWrittenModel  *self);
void               salon_written_model_unref     (SalonWrittenModel  *self);
const char        *salon_written_model_get_id    (SalonWrittenModel  *self);
SalonLlmModel     *salon_written_model_complete  (SalonWrittenModel  *self,
                                                  SalonLlmModel      *listed);
gboolean           salon_written_models_read     (const SalonJson    *entry,
                                                  const char         *name,
                                                  GPtrArray         **models,
                                                  GError            **error);
void               salon_written_models_write    (GPtrArray          *models,
                                                  SalonJsonWriter    *writer,
                                                  const char         *name);
gboolean           salon_written_models_equal    (GPtrArray          *models,
                                                  GPtrArray          *others);
SalonWrittenModel *salon_written_models_find     (GPtrArray          *models,
                                                  const char         *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonWrittenModel, salon_written_model_unref)

G_END_DECLS
