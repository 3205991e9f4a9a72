/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"
#include "salon-llm-model.h"

G_BEGIN_DECLS

/**
 * SalonLlmCatalog:
 *
 * What is known about the models of the large vendors: windows, prices, abilities. It comes from
 * a file with a date, and whatever a vendor itself says about a model counts more. Immutable,
 * reference-counted, to be used in any thread.
 */
typedef struct _SalonLlmCatalog SalonLlmCatalog;

#define SALON_TYPE_LLM_CATALOG (salon_llm_catalog_get_type ())

GType            salon_llm_catalog_get_type    (void) G_GNUC_CONST;
SalonLlmCatalog *salon_llm_catalog_get_default (void);
SalonLlmCatalog *salon_llm_catalog_new         (const SalonJson  *json,
                                                GError          **error);
SalonLlmCatalog *salon_llm_catalog_ref         (SalonLlmCatalog  *self);
void             salon_llm_catalog_unref       (SalonLlmCatalog  *self);
const char      *salon_llm_catalog_get_date    (SalonLlmCatalog  *self);
SalonLlmModel   *salon_llm_catalog_complete    (SalonLlmCatalog  *self,
                                                const char       *base_url,
                                                SalonLlmModel    *model);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonLlmCatalog, salon_llm_catalog_unref)

G_END_DECLS
