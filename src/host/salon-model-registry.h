/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "salon-clock.h"
#include "salon-http-client.h"
#include "salon-model-provider.h"
#include "salon-model.h"
#include "salon-models-file.h"
#include "salon-secrets.h"

G_BEGIN_DECLS

#define SALON_TYPE_MODEL_REGISTRY (salon_model_registry_get_type ())

/**
 * SalonModelRegistry:
 *
 * The providers of models: a #GListModel of #SalonModelProvider, the ones of models.json in
 * their order and the practice provider last. Follows the file. Properties: “default-model”
 * (`provider/model`, never %NULL), “small-model” (as models.json names it; nullable),
 * “configured” (%FALSE as long as there is nothing but the practice provider: what a first-run
 * page asks) and “problem” (nullable sentence about models.json).
 */
G_DECLARE_FINAL_TYPE (SalonModelRegistry, salon_model_registry, SALON, MODEL_REGISTRY, GObject)

SalonModelRegistry *salon_model_registry_new               (SalonModelsFile          *file,
                                                            SalonSecrets             *secrets,
                                                            SalonHttpClient          *http_client,
                                                            SalonClock               *clock);
DexFuture          *salon_model_registry_open              (SalonModelRegistry       *self)
  G_GNUC_WARN_UNUSED_RESULT;
SalonModelProvider *salon_model_registry_find              (SalonModelRegistry       *self,
                                                            const char               *id);
const char         *salon_model_registry_get_default_model (SalonModelRegistry       *self);
const char         *salon_model_registry_get_small_model   (SalonModelRegistry       *self);
gboolean            salon_model_registry_has_small_model   (SalonModelRegistry       *self);
gboolean            salon_model_registry_is_configured     (SalonModelRegistry       *self);
const char         *salon_model_registry_get_problem       (SalonModelRegistry       *self);
char               *salon_model_registry_dup_model_title   (SalonModelRegistry       *self,
                                                            const char               *reference);
const char         *salon_model_registry_get_facts_date    (void);
SalonLlmModel      *salon_model_registry_dup_facts         (SalonModelRegistry       *self,
                                                            const char               *reference);
DexFuture          *salon_model_registry_set_default_model (SalonModelRegistry       *self,
                                                            const char               *reference)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *salon_model_registry_set_small_model   (SalonModelRegistry       *self,
                                                            const char               *reference)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *salon_model_registry_add_provider      (SalonModelRegistry       *self,
                                                            SalonModelProviderConfig *config,
                                                            const char               *api_key)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *salon_model_registry_update_provider   (SalonModelRegistry       *self,
                                                            const char               *id,
                                                            SalonModelProviderConfig *config,
                                                            const char               *api_key)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *salon_model_registry_remove_provider   (SalonModelRegistry       *self,
                                                            const char               *id)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *salon_model_registry_list_models       (SalonModelRegistry       *self,
                                                            const char               *id)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *salon_model_registry_test_provider     (SalonModelRegistry       *self,
                                                            const char               *id)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *salon_model_registry_test_config       (SalonModelRegistry       *self,
                                                            SalonModelProviderConfig *config,
                                                            const char               *api_key)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *salon_model_registry_create_provider   (SalonModelRegistry       *self,
                                                            const char               *reference)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *salon_model_registry_discover_local    (SalonModelRegistry       *self)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
