/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "salon-model-provider-config.h"

G_BEGIN_DECLS

/**
 * SalonModelProviderState:
 * @SALON_MODEL_PROVIDER_UNKNOWN: not asked yet
 * @SALON_MODEL_PROVIDER_CHECKING: a request is under way
 * @SALON_MODEL_PROVIDER_READY: it answered
 * @SALON_MODEL_PROVIDER_FAILED: it did not; “status” says why
 */
typedef enum
{
  SALON_MODEL_PROVIDER_UNKNOWN,
  SALON_MODEL_PROVIDER_CHECKING,
  SALON_MODEL_PROVIDER_READY,
  SALON_MODEL_PROVIDER_FAILED,
} SalonModelProviderState;

#define SALON_TYPE_MODEL_PROVIDER_STATE (salon_model_provider_state_get_type ())
GType salon_model_provider_state_get_type (void);

#define SALON_TYPE_MODEL_PROVIDER (salon_model_provider_get_type ())

/**
 * SalonModelProvider:
 *
 * A row of #SalonModelRegistry: one provider of models. Properties, all read-only and
 * notifying: “id”, “name”, “kind”, “base-url” (nullable), “has-key”, “built-in” (the practice
 * provider; cannot be edited or removed), “state”, “status” (a sentence; never %NULL),
 * “offered” (a #GListModel of #SalonModel: what menus show of the models) and
 * “models” (a #GListModel of #SalonModel: the ones written in models.json at first, the
 * provider's own list once salon_model_registry_list_models() has asked; the same object for
 * the provider's life).
 */
G_DECLARE_FINAL_TYPE (SalonModelProvider, salon_model_provider, SALON, MODEL_PROVIDER, GObject)

SalonModelProviderConfig *salon_model_provider_get_config   (SalonModelProvider *self);
const char               *salon_model_provider_get_id       (SalonModelProvider *self);
const char               *salon_model_provider_get_name     (SalonModelProvider *self);
const char               *salon_model_provider_get_kind     (SalonModelProvider *self);
const char               *salon_model_provider_get_base_url (SalonModelProvider *self);
gboolean                  salon_model_provider_has_key      (SalonModelProvider *self);
gboolean                  salon_model_provider_is_built_in  (SalonModelProvider *self);
SalonModelProviderState   salon_model_provider_get_state    (SalonModelProvider *self);
const char               *salon_model_provider_get_status   (SalonModelProvider *self);
GListModel               *salon_model_provider_get_models   (SalonModelProvider *self);
GListModel               *salon_model_provider_get_offered  (SalonModelProvider *self);

G_END_DECLS
