/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "salon-json.h"
#include "salon-json-writer.h"

G_BEGIN_DECLS

/* The wire formats, and the built-in provider's. */
#define SALON_MODEL_KIND_ANTHROPIC        "anthropic"
#define SALON_MODEL_KIND_GEMINI           "gemini"
#define SALON_MODEL_KIND_OPENAI_CHAT      "openai-chat"
#define SALON_MODEL_KIND_OPENAI_RESPONSES "openai-responses"
#define SALON_MODEL_KIND_PRACTICE         "practice"

#define SALON_PRACTICE_PROVIDER_ID "practice"

#define SALON_TYPE_MODEL_PROVIDER_CONFIG (salon_model_provider_config_get_type ())

/**
 * SalonModelProviderConfig:
 *
 * One entry of "providers" in models.json. Same habits as #SalonServerConfig: make or copy,
 * set, hand to #SalonModelRegistry; one that comes from there is sealed.
 */
G_DECLARE_FINAL_TYPE (SalonModelProviderConfig, salon_model_provider_config,
                      SALON, MODEL_PROVIDER_CONFIG, GObject)

SalonModelProviderConfig *salon_model_provider_config_new (const char *id,
                                                           const char *kind);
SalonModelProviderConfig *salon_model_provider_config_new_from_json (const char *id,
                                                                     const SalonJson *entry);
SalonModelProviderConfig *salon_model_provider_config_copy (SalonModelProviderConfig *self);
gboolean salon_model_provider_config_equal (SalonModelProviderConfig *self,
                                            SalonModelProviderConfig *other);
gboolean salon_model_provider_config_equal_but_favorites (SalonModelProviderConfig *self,
                                                          SalonModelProviderConfig *other);
gboolean salon_model_provider_config_check (SalonModelProviderConfig *self,
                                            GError **error);
void salon_model_provider_config_seal (SalonModelProviderConfig *self);
void salon_model_provider_config_write (SalonModelProviderConfig *self,
                                        SalonJsonWriter *writer);

const char *salon_model_provider_config_get_id (SalonModelProviderConfig *self);
const char *salon_model_provider_config_get_kind (SalonModelProviderConfig *self);
const char *salon_model_provider_config_get_dialect (SalonModelProviderConfig *self);
const char *salon_model_provider_config_get_name (SalonModelProviderConfig *self);
const char *salon_model_provider_config_get_base_url (SalonModelProviderConfig *self);
const char *salon_model_provider_config_get_api_key (SalonModelProviderConfig *self);
const char * const *salon_model_provider_config_get_headers (SalonModelProviderConfig *self);
const char *salon_model_provider_config_get_proxy (SalonModelProviderConfig *self);
const char * const *salon_model_provider_config_get_models (SalonModelProviderConfig *self);
GPtrArray *salon_model_provider_config_get_written_models (SalonModelProviderConfig *self);
const char * const *salon_model_provider_config_get_favorites (SalonModelProviderConfig *self);
const char *salon_model_provider_config_get_problem (SalonModelProviderConfig *self);

void salon_model_provider_config_set_id (SalonModelProviderConfig *self,
                                         const char *id);
void salon_model_provider_config_set_kind (SalonModelProviderConfig *self,
                                           const char *kind);
void salon_model_provider_config_set_dialect (SalonModelProviderConfig *self,
                                              const char *dialect);
void salon_model_provider_config_set_name (SalonModelProviderConfig *self,
                                           const char *name);
void salon_model_provider_config_set_base_url (SalonModelProviderConfig *self,
                                               const char *base_url);
void salon_model_provider_config_set_api_key (SalonModelProviderConfig *self,
                                              const char *api_key);
void salon_model_provider_config_set_headers (SalonModelProviderConfig *self,
                                              const char * const *headers);
const char * const *
     salon_model_provider_config_get_secret_headers (SalonModelProviderConfig *self);
void salon_model_provider_config_set_secret_headers (SalonModelProviderConfig *self,
                                                     const char * const *names);
void salon_model_provider_config_set_proxy (SalonModelProviderConfig *self,
                                            const char *proxy);
void salon_model_provider_config_set_models (SalonModelProviderConfig *self,
                                             const char * const *models);
void salon_model_provider_config_set_favorites (SalonModelProviderConfig *self,
                                                const char * const *favorites);

G_END_DECLS
