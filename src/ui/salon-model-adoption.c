/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-model-adoption.h"

#include "salon-model-provider-config.h"
#include "salon-model-provider.h"
#include "salon-model.h"

typedef struct
{
  SalonModelRegistry *registry;
  char               *provider_id;
} Adoption;

static void
adoption_free (gpointer data)
{
  Adoption *adoption = data;

  g_object_unref (adoption->registry);
  g_free (adoption->provider_id);
  g_free (adoption);
}

static DexFuture *
adoption_fiber (gpointer user_data)
{
  Adoption *adoption = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GListModel) models = NULL;
  g_autoptr(SalonModel) first = NULL;

  models = dex_await_object (salon_model_registry_list_models (adoption->registry,
                                                               adoption->provider_id),
                             &error);
  if (models == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  first = g_list_model_get_item (models, 0);
  if (first != NULL
      && g_str_has_prefix (salon_model_registry_get_default_model (adoption->registry),
                           SALON_PRACTICE_PROVIDER_ID "/"))
    return salon_model_registry_set_default_model (adoption->registry,
                                                   salon_model_get_reference (first));

  return dex_future_new_true ();
}

/**
 * salon_model_adoption_run:
 * @registry: the providers
 * @provider_id: a provider that has just been added
 *
 * Asks a new provider for its models. As long as new chats begin with the practice model, its
 * first one takes that place: who connects a model wants to talk to it.
 *
 * Returns: (transfer full): a future that resolves when that is done, and rejects with a
 *   sentence when the provider does not answer
 */
DexFuture *
salon_model_adoption_run (SalonModelRegistry *registry,
                          const char         *provider_id)
{
  Adoption *adoption;

  g_return_val_if_fail (SALON_IS_MODEL_REGISTRY (registry), NULL);
  g_return_val_if_fail (provider_id != NULL, NULL);

  adoption = g_new0 (Adoption, 1);
  adoption->registry = g_object_ref (registry);
  adoption->provider_id = g_strdup (provider_id);

  return dex_scheduler_spawn (NULL, 0, adoption_fiber, adoption, adoption_free);
}
