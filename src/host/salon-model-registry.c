/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-model-registry.h"

#include <glib/gi18n.h>

#include "salon-llm-catalog.h"

#include "salon-host-error.h"
#include "salon-model-provider-private.h"
#include "salon-model-registry-private.h"

#define PRACTICE_MODEL SALON_PRACTICE_PROVIDER_ID "/" SALON_PRACTICE_PROVIDER_ID

enum
{
  PROP_0,
  PROP_DEFAULT_MODEL,
  PROP_SMALL_MODEL,
  PROP_CONFIGURED,
  PROP_PROBLEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
salon_model_registry_get_item_type (GListModel *model)
{
  return SALON_TYPE_MODEL_PROVIDER;
}

static guint
salon_model_registry_get_n_items (GListModel *model)
{
  return SALON_MODEL_REGISTRY (model)->providers->len;
}

static gpointer
salon_model_registry_get_item (GListModel *model,
                               guint       position)
{
  GPtrArray *providers = SALON_MODEL_REGISTRY (model)->providers;

  return position < providers->len ? g_object_ref (g_ptr_array_index (providers, position)) : NULL;
}

static void
list_model_interface_init (GListModelInterface *iface)
{
  iface->get_item_type = salon_model_registry_get_item_type;
  iface->get_n_items = salon_model_registry_get_n_items;
  iface->get_item = salon_model_registry_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonModelRegistry, salon_model_registry, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_interface_init))

static void
salon_model_registry_dispose (GObject *object)
{
  SalonModelRegistry *self = SALON_MODEL_REGISTRY (object);

  g_clear_object (&self->file);
  g_clear_object (&self->secrets);
  g_clear_object (&self->expander);
  g_clear_object (&self->http_client);
  g_hash_table_remove_all (self->proxied_clients);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (salon_model_registry_parent_class)->dispose (object);
}

static void
salon_model_registry_finalize (GObject *object)
{
  SalonModelRegistry *self = SALON_MODEL_REGISTRY (object);

  g_clear_pointer (&self->proxied_clients, g_hash_table_unref);
  g_clear_pointer (&self->providers, g_ptr_array_unref);
  g_clear_pointer (&self->default_model, g_free);

  G_OBJECT_CLASS (salon_model_registry_parent_class)->finalize (object);
}

static void
salon_model_registry_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  SalonModelRegistry *self = SALON_MODEL_REGISTRY (object);

  switch (prop_id)
    {
    case PROP_DEFAULT_MODEL:
      g_value_set_string (value, self->default_model);
      break;

    case PROP_SMALL_MODEL:
      g_value_set_string (value, salon_models_file_get_small_model (self->file));
      break;

    case PROP_CONFIGURED:
      g_value_set_boolean (value, salon_model_registry_is_configured (self));
      break;

    case PROP_PROBLEM:
      g_value_set_string (value, salon_model_registry_get_problem (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
salon_model_registry_class_init (SalonModelRegistryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = salon_model_registry_dispose;
  object_class->finalize = salon_model_registry_finalize;
  object_class->get_property = salon_model_registry_get_property;

  properties[PROP_DEFAULT_MODEL] = g_param_spec_string ("default-model", NULL, NULL, NULL, flags);
  properties[PROP_SMALL_MODEL] = g_param_spec_string ("small-model", NULL, NULL, NULL, flags);
  properties[PROP_CONFIGURED] = g_param_spec_boolean ("configured", NULL, NULL, FALSE, flags);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
salon_model_registry_init (SalonModelRegistry *self)
{
  self->proxied_clients = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->providers = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->providers, salon_model_provider_new_practice ());
  self->default_model = g_strdup (PRACTICE_MODEL);
}

/* --- following the file ------------------------------------------------------------------- */

/* What is used when nobody chose: the first model of the first provider that has one. */
static char *
salon_model_registry_choose_default (SalonModelRegistry *self)
{
  const char *configured = salon_models_file_get_default_model (self->file);

  if (configured != NULL)
    return g_strdup (configured);

  for (guint i = 0; i < self->providers->len; i++)
    {
      SalonModelProvider *provider = g_ptr_array_index (self->providers, i);
      g_autoptr(SalonModel) model = NULL;

      if (salon_model_provider_config_get_problem (salon_model_provider_get_config (provider)))
        continue;

      model = g_list_model_get_item (salon_model_provider_get_models (provider), 0);
      if (model != NULL)
        return g_strdup (salon_model_get_reference (model));
    }

  return g_strdup (PRACTICE_MODEL);
}

void
salon_model_registry_update_default (SalonModelRegistry *self)
{
  g_autofree char *model = salon_model_registry_choose_default (self);

  if (g_set_str (&self->default_model, model))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DEFAULT_MODEL]);
}

static void
salon_model_registry_follow (SalonModelRegistry *self)
{
  GPtrArray *configs = salon_models_file_get_configs (self->file);
  /* Whoever hears of a provider's change meanwhile asks the registry: it has the old ones. */
  g_autoptr(GPtrArray) old_providers = g_ptr_array_ref (self->providers);
  g_autoptr(GPtrArray) providers = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean same;

  for (guint i = 0; i < configs->len; i++)
    {
      SalonModelProviderConfig *config = g_ptr_array_index (configs, i);
      const char *id = salon_model_provider_config_get_id (config);
      SalonModelProvider *provider = NULL;

      for (guint j = 0; j < old_providers->len && provider == NULL; j++)
        {
          SalonModelProvider *old = g_ptr_array_index (old_providers, j);

          if (!salon_model_provider_is_built_in (old) &&
              g_str_equal (salon_model_provider_get_id (old), id))
            provider = g_object_ref (old);
        }

      if (provider != NULL)
        salon_model_provider_set_config (provider, config);
      else
        provider = salon_model_provider_new (config);
      g_ptr_array_add (providers, provider);
    }
  g_ptr_array_add (providers, g_object_ref (g_ptr_array_index (old_providers,
                                                               old_providers->len - 1)));

  same = providers->len == old_providers->len;
  for (guint i = 0; same && i < providers->len; i++)
    same = g_ptr_array_index (providers, i) == g_ptr_array_index (old_providers, i);

  g_ptr_array_unref (self->providers);
  self->providers = g_ptr_array_ref (providers);
  if (!same)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, old_providers->len, providers->len);

  salon_model_registry_update_default (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SMALL_MODEL]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONFIGURED]);
}

static void
on_problem (SalonModelRegistry *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

/**
 * salon_model_registry_new:
 * @file: models.json
 * @secrets: where keys are kept
 * @http_client: how providers are reached
 * @clock: (nullable): the clock; %NULL: the system's
 *
 * Returns: (transfer full): a registry that knows the practice provider only
 */
SalonModelRegistry *
salon_model_registry_new (SalonModelsFile *file,
                          SalonSecrets    *secrets,
                          SalonHttpClient *http_client,
                          SalonClock      *clock)
{
  SalonModelRegistry *self;

  g_return_val_if_fail (SALON_IS_MODELS_FILE (file), NULL);
  g_return_val_if_fail (SALON_IS_SECRETS (secrets), NULL);
  g_return_val_if_fail (SALON_IS_HTTP_CLIENT (http_client), NULL);
  g_return_val_if_fail (clock == NULL || SALON_IS_CLOCK (clock), NULL);

  self = g_object_new (SALON_TYPE_MODEL_REGISTRY, NULL);
  self->file = g_object_ref (file);
  self->secrets = g_object_ref (secrets);
  self->expander = salon_expander_new (secrets, NULL);
  self->http_client = g_object_ref (http_client);
  self->clock = g_object_ref (clock != NULL ? clock : salon_clock_get_system ());

  g_signal_connect_object (file, "changed", G_CALLBACK (salon_model_registry_follow), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (file, "notify::problem", G_CALLBACK (on_problem), self,
                           G_CONNECT_SWAPPED);
  salon_model_registry_follow (self);

  return self;
}

/**
 * salon_model_registry_open:
 * @self: a registry
 *
 * Reads models.json. No provider is asked for anything.
 *
 * Returns: (transfer full): a future of %TRUE, never rejected; what is wrong with the file is in
 *   “problem” and in the status of single providers
 */
DexFuture *
salon_model_registry_open (SalonModelRegistry *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_REGISTRY (self), NULL);

  return salon_models_file_load (self->file);
}

/**
 * salon_model_registry_find:
 * @self: a registry
 * @id: a provider's id
 *
 * Returns: (transfer none) (nullable): the provider
 */
SalonModelProvider *
salon_model_registry_find (SalonModelRegistry *self,
                           const char         *id)
{
  g_return_val_if_fail (SALON_IS_MODEL_REGISTRY (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  /* From the end, where the practice provider is: nothing in the file takes its id. */
  for (guint i = self->providers->len; i > 0; i--)
    {
      SalonModelProvider *provider = g_ptr_array_index (self->providers, i - 1);

      if (g_str_equal (salon_model_provider_get_id (provider), id))
        return provider;
    }

  return NULL;
}

/**
 * salon_model_registry_get_default_model:
 * @self: a registry
 *
 * Returns: (transfer none): `provider/model` for new chats: the one of models.json, else the first
 *   one there is, else the practice model
 */
const char *
salon_model_registry_get_default_model (SalonModelRegistry *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_REGISTRY (self), NULL);

  return self->default_model;
}

/**
 * salon_model_registry_get_small_model:
 * @self: a registry
 *
 * Returns: (transfer none): `provider/model` for small tasks such as titles of chats: the one of
 *   models.json, else the default model
 */
const char *
salon_model_registry_get_small_model (SalonModelRegistry *self)
{
  const char *model;

  g_return_val_if_fail (SALON_IS_MODEL_REGISTRY (self), NULL);

  model = salon_models_file_get_small_model (self->file);

  return model != NULL ? model : self->default_model;
}

/**
 * salon_model_registry_has_small_model:
 * @self: a registry
 *
 * Returns: whether models.json names a model for small tasks
 */
gboolean
salon_model_registry_has_small_model (SalonModelRegistry *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_REGISTRY (self), FALSE);

  return salon_models_file_get_small_model (self->file) != NULL;
}

/**
 * salon_model_registry_is_configured:
 * @self: a registry
 *
 * Returns: whether models.json names a provider or a default model
 */
gboolean
salon_model_registry_is_configured (SalonModelRegistry *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_REGISTRY (self), FALSE);

  return self->providers->len > 1 || salon_models_file_get_default_model (self->file) != NULL;
}

/**
 * salon_model_registry_get_problem:
 * @self: a registry
 *
 * Returns: (transfer none) (nullable): what is wrong with models.json as a whole
 */
const char *
salon_model_registry_get_problem (SalonModelRegistry *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_REGISTRY (self), NULL);

  return salon_models_file_get_problem (self->file);
}

static SalonModel *
salon_model_registry_dup_model (SalonModelRegistry *self,
                                const char         *provider_id,
                                const char         *model_id)
{
  SalonModelProvider *provider = salon_model_registry_find (self, provider_id);
  GListModel *models = provider != NULL ? salon_model_provider_get_models (provider) : NULL;

  for (guint i = 0; models != NULL && i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(SalonModel) model = g_list_model_get_item (models, i);

      if (g_str_equal (salon_model_get_id (model), model_id))
        return g_steal_pointer (&model);
    }

  return NULL;
}

/**
 * salon_model_registry_dup_model_title:
 * @self: a registry
 * @reference: (nullable): `provider/model`
 *
 * Returns: (transfer full): what people call the model; @reference itself when it is none
 */
char *
salon_model_registry_dup_model_title (SalonModelRegistry *self,
                                      const char         *reference)
{
  g_autoptr(SalonLlmModel) facts = NULL;

  g_return_val_if_fail (SALON_IS_MODEL_REGISTRY (self), NULL);

  facts = salon_model_registry_dup_facts (self, reference);
  if (facts == NULL)
    return g_strdup (reference != NULL ? reference : "");

  return g_strdup (salon_llm_model_get_name (facts));
}

/**
 * salon_model_registry_dup_facts:
 * @self: a registry
 * @reference: (nullable): `provider/model`
 *
 * What is known about a model: by the user, by its provider as far as that was asked, and by the
 * catalog, in this order.
 *
 * Returns: (transfer full) (nullable): the model; %NULL when @reference is none
 */
SalonLlmModel *
salon_model_registry_dup_facts (SalonModelRegistry *self,
                                const char         *reference)
{
  g_autofree char *provider_id = NULL;
  g_autofree char *model_id = NULL;
  g_autoptr(SalonModel) model = NULL;
  SalonModelProvider *provider;

  g_return_val_if_fail (SALON_IS_MODEL_REGISTRY (self), NULL);

  if (!salon_model_split_reference (reference, &provider_id, &model_id))
    return NULL;

  model = salon_model_registry_dup_model (self, provider_id, model_id);
  if (model != NULL)
    return salon_llm_model_ref (salon_model_get_llm_model (model));

  provider = salon_model_registry_find (self, provider_id);

  return provider != NULL ? salon_model_provider_complete (provider, model_id, NULL)
                          : salon_llm_model_new (model_id, NULL, 0);
}

/**
 * salon_model_registry_get_facts_date:
 *
 * Returns: (transfer none): the day that Salon's own facts about models are from, like 2026-09-23
 */
const char *
salon_model_registry_get_facts_date (void)
{
  return salon_llm_catalog_get_date (salon_llm_catalog_get_default ());
}

static DexFuture *
reject_reference (const char *reference)
{
  return dex_future_new_reject (SALON_HOST_ERROR, SALON_HOST_ERROR_MODEL,
                                _("“%s” does not name a model. Write “provider/model”."),
                                reference);
}

/**
 * salon_model_registry_set_default_model:
 * @self: a registry
 * @reference: `provider/model`
 *
 * Writes “defaultModel” to models.json.
 *
 * Returns: (transfer full): a future of %TRUE; rejected with %SALON_HOST_ERROR_MODEL when
 *   @reference is none, %SALON_HOST_ERROR_CONFIGURATION or %SALON_HOST_ERROR_READ_ONLY
 */
DexFuture *
salon_model_registry_set_default_model (SalonModelRegistry *self,
                                        const char         *reference)
{
  g_return_val_if_fail (SALON_IS_MODEL_REGISTRY (self), NULL);
  g_return_val_if_fail (reference != NULL, NULL);

  if (!salon_model_split_reference (reference, NULL, NULL))
    return reject_reference (reference);

  return salon_models_file_set_default_model (self->file, reference);
}

/**
 * salon_model_registry_set_small_model:
 * @self: a registry
 * @reference: (nullable): `provider/model`; %NULL: the default model does small tasks, too
 *
 * Writes “smallModel” to models.json, or takes it away.
 *
 * Returns: (transfer full): as salon_model_registry_set_default_model()
 */
DexFuture *
salon_model_registry_set_small_model (SalonModelRegistry *self,
                                      const char         *reference)
{
  g_return_val_if_fail (SALON_IS_MODEL_REGISTRY (self), NULL);

  if (reference != NULL && !salon_model_split_reference (reference, NULL, NULL))
    return reject_reference (reference);

  return salon_models_file_set_small_model (self->file, reference);
}
