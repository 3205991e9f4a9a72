/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-sampling-model.h"

#include <string.h>

#include "salon-model-registry.h"

static char *
find_like (GListModel *list,
           const char *hint)
{
  g_autofree char *wanted = g_utf8_casefold (hint, -1);
  guint n = g_list_model_get_n_items (list);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SalonModel) item = g_list_model_get_item (list, i);
      g_autofree char *id = g_utf8_casefold (salon_model_get_id (item), -1);

      if (strstr (id, wanted) != NULL)
        return g_strdup (salon_model_get_reference (item));
    }
  return NULL;
}

char *
salon_sampling_choose_model (const char * const *hints,
                             const char         *model,
                             gpointer            models)
{
  g_autofree char *provider_id = NULL;
  SalonModelProvider *provider;

  g_return_val_if_fail (hints != NULL, NULL);
  g_return_val_if_fail (SALON_IS_MODEL_REGISTRY (models), NULL);

  if (model == NULL)
    model = salon_model_registry_get_default_model (models);
  if (model == NULL || !salon_model_split_reference (model, &provider_id, NULL))
    return NULL;
  provider = salon_model_registry_find (models, provider_id);
  for (guint i = 0; provider != NULL && hints[i] != NULL; i++)
    {
      char *found = find_like (salon_model_provider_get_models (provider), hints[i]);

      if (found != NULL)
        return found;
    }
  return g_strdup (model);
}
