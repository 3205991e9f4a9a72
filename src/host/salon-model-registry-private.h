/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-llm-provider.h"

#include "salon-expander.h"
#include "salon-model-registry.h"

G_BEGIN_DECLS

struct _SalonModelRegistry
{
  GObject parent_instance;

  SalonModelsFile *file;
  SalonSecrets *secrets;
  SalonExpander *expander;
  SalonHttpClient *http_client;
  GHashTable *proxied_clients;  /* char * (a proxy's address) → SalonHttpClient */
  SalonClock *clock;
  GPtrArray *providers;  /* of SalonModelProvider; the practice provider is the last one */
  char *default_model;
};

void              salon_model_registry_update_default (SalonModelRegistry  *self);
SalonLlmProvider *salon_model_registry_connect        (SalonModelRegistry  *self,
                                                       SalonModelProvider  *provider,
                                                       GError             **error);
gboolean          salon_model_registry_list_now       (SalonModelRegistry  *self,
                                                       SalonModelProvider  *provider,
                                                       GError             **error);
void              salon_model_registry_take_listed    (SalonModelProvider  *provider,
                                                       GPtrArray           *listed);
DexFuture        *salon_model_registry_reject_unknown (const char          *id);
gboolean          salon_model_registry_is_local       (const char          *url);

G_END_DECLS
