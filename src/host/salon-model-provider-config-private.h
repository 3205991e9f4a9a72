/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-model-provider-config.h"
#include "salon-written-model.h"

G_BEGIN_DECLS

struct _SalonModelProviderConfig
{
  GObject parent_instance;

  char *id;
  char *kind;
  char *dialect;
  char *name;
  char *base_url;
  char *api_key;
  char **headers;
  char **secret_headers; /* names; not written */
  char *proxy;
  GPtrArray *models;    /* of SalonWrittenModel; nullable */
  char **model_ids;     /* of the same; nullable */
  char **favorites;
  char *problem;
  gboolean sealed;

  SalonJsonDocument *original;  /* the entry this one was read from; nullable */
};

void salon_model_provider_config_take_models (SalonModelProviderConfig *self,
                                              GPtrArray                *models);

G_END_DECLS
