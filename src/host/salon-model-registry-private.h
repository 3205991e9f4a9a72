/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

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

void salon_model_registry_update_default (SalonModelRegistry *self);

G_END_DECLS
