/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "salon-llm-types.h"

G_BEGIN_DECLS

#define SALON_TYPE_LLM_MODEL (salon_llm_model_get_type ())

GType          salon_llm_model_get_type           (void) G_GNUC_CONST;

SalonLlmModel *salon_llm_model_new                (const char    *id,
                                                   const char    *name,
                                                   gint64         context_window);
SalonLlmModel *salon_llm_model_ref                (SalonLlmModel *self);
void           salon_llm_model_unref              (SalonLlmModel *self);
const char    *salon_llm_model_get_id             (SalonLlmModel *self);
const char    *salon_llm_model_get_name           (SalonLlmModel *self);
gint64         salon_llm_model_get_context_window (SalonLlmModel *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonLlmModel, salon_llm_model_unref)

G_END_DECLS
