/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-model-provider-config-private.h"

/**
 * salon_model_provider_config_get_id:
 * @self: a config
 *
 * Returns: (transfer none): the key in models.json
 */
const char *
salon_model_provider_config_get_id (SalonModelProviderConfig *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self), NULL);

  return self->id;
}

/**
 * salon_model_provider_config_get_kind:
 * @self: a config
 *
 * Returns: (transfer none): the wire format
 */
const char *
salon_model_provider_config_get_kind (SalonModelProviderConfig *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self), NULL);

  return self->kind;
}

/**
 * salon_model_provider_config_get_name:
 * @self: a config
 *
 * Returns: (transfer none): what people call the provider; the id when the entry does not say
 */
const char *
salon_model_provider_config_get_name (SalonModelProviderConfig *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self), NULL);

  return self->name != NULL ? self->name : self->id;
}

/**
 * salon_model_provider_config_get_base_url:
 * @self: a config
 *
 * Returns: (transfer none) (nullable): where its API begins, such as `https://api.example.org/v1`
 */
const char *
salon_model_provider_config_get_base_url (SalonModelProviderConfig *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self), NULL);

  return self->base_url;
}

/**
 * salon_model_provider_config_get_api_key:
 * @self: a config
 *
 * Returns: (transfer none) (nullable): its key as written, most often `${secret:NAME}`
 */
const char *
salon_model_provider_config_get_api_key (SalonModelProviderConfig *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self), NULL);

  return self->api_key;
}

/**
 * salon_model_provider_config_get_headers:
 * @self: a config
 *
 * Returns: (transfer none) (nullable): more headers, each `Name: value`
 */
const char * const *
salon_model_provider_config_get_headers (SalonModelProviderConfig *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self), NULL);

  return (const char * const *) self->headers;
}

/**
 * salon_model_provider_config_get_models:
 * @self: a config
 *
 * Returns: (transfer none) (nullable): models to offer without asking the provider
 */
const char * const *
salon_model_provider_config_get_models (SalonModelProviderConfig *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self), NULL);

  return (const char * const *) self->model_ids;
}

/**
 * salon_model_provider_config_get_written_models:
 * @self: a config
 *
 * Returns: (transfer none) (nullable) (element-type SalonWrittenModel): the same models, with what
 *   the user wrote about them
 */
GPtrArray *
salon_model_provider_config_get_written_models (SalonModelProviderConfig *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self), NULL);

  return self->models;
}

/**
 * salon_model_provider_config_get_favorites:
 * @self: a config
 *
 * Returns: (transfer none) (nullable): ids of the models that menus offer; %NULL: all
 */
const char * const *
salon_model_provider_config_get_favorites (SalonModelProviderConfig *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self), NULL);

  return (const char * const *) self->favorites;
}

/**
 * salon_model_provider_config_get_problem:
 * @self: a config
 *
 * Returns: (transfer none) (nullable): what is wrong with the entry
 */
const char *
salon_model_provider_config_get_problem (SalonModelProviderConfig *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self), NULL);

  return self->problem;
}

/**
 * salon_model_provider_config_get_dialect:
 * @self: a config
 *
 * Returns: (transfer none) (nullable): which server's habits to go by; %NULL: as the address says
 */
const char *
salon_model_provider_config_get_dialect (SalonModelProviderConfig *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self), NULL);

  return self->dialect;
}

/**
 * salon_model_provider_config_get_proxy:
 * @self: a config
 *
 * Returns: (transfer none) (nullable): the proxy this provider alone is reached through
 */
const char *
salon_model_provider_config_get_proxy (SalonModelProviderConfig *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self), NULL);

  return self->proxy;
}

/**
 * salon_model_provider_config_set_id:
 * @self: a config that is not sealed
 * @id: the key in models.json
 */
void
salon_model_provider_config_set_id (SalonModelProviderConfig *self,
                                    const char               *id)
{
  g_return_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self));
  g_return_if_fail (!self->sealed);
  g_return_if_fail (id != NULL);

  g_set_str (&self->id, id);
}

/**
 * salon_model_provider_config_set_name:
 * @self: a config that is not sealed
 * @name: (nullable): what people call the provider
 */
void
salon_model_provider_config_set_name (SalonModelProviderConfig *self,
                                      const char               *name)
{
  g_return_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self));
  g_return_if_fail (!self->sealed);

  g_set_str (&self->name, name);
}

/**
 * salon_model_provider_config_set_base_url:
 * @self: a config that is not sealed
 * @base_url: where its API begins
 */
void
salon_model_provider_config_set_base_url (SalonModelProviderConfig *self,
                                          const char               *base_url)
{
  g_return_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self));
  g_return_if_fail (!self->sealed);
  g_return_if_fail (base_url != NULL);

  g_set_str (&self->base_url, base_url);
}

/**
 * salon_model_provider_config_set_api_key:
 * @self: a config that is not sealed
 * @api_key: (nullable): its key, best as `${secret:NAME}`
 */
void
salon_model_provider_config_set_api_key (SalonModelProviderConfig *self,
                                         const char               *api_key)
{
  g_return_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self));
  g_return_if_fail (!self->sealed);

  g_set_str (&self->api_key, api_key);
}

/**
 * salon_model_provider_config_set_headers:
 * @self: a config that is not sealed
 * @headers: (nullable): more headers, each `Name: value`
 */
void
salon_model_provider_config_set_headers (SalonModelProviderConfig *self,
                                         const char * const       *headers)
{
  char **copy;

  g_return_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self));
  g_return_if_fail (!self->sealed);

  copy = headers != NULL && headers[0] != NULL ? g_strdupv ((char **) headers) : NULL;
  g_strfreev (self->headers);
  self->headers = copy;
}

void
salon_model_provider_config_take_models (SalonModelProviderConfig *self,
                                         GPtrArray                *models)
{
  g_autoptr(GStrvBuilder) ids = NULL;

  g_clear_pointer (&self->models, g_ptr_array_unref);
  g_clear_pointer (&self->model_ids, g_strfreev);
  self->models = models;
  if (models == NULL)
    return;

  ids = g_strv_builder_new ();
  for (guint i = 0; i < models->len; i++)
    g_strv_builder_add (ids, salon_written_model_get_id (g_ptr_array_index (models, i)));
  self->model_ids = g_strv_builder_end (ids);
}

/**
 * salon_model_provider_config_set_models:
 * @self: a config that is not sealed
 * @models: (nullable): models to offer without asking the provider; what was written about them
 *   stays
 */
void
salon_model_provider_config_set_models (SalonModelProviderConfig *self,
                                        const char * const       *models)
{
  GPtrArray *written = NULL;

  g_return_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self));
  g_return_if_fail (!self->sealed);

  if (models != NULL && models[0] != NULL)
    written = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_written_model_unref);
  for (gsize i = 0; written != NULL && models[i] != NULL; i++)
    {
      SalonWrittenModel *model = salon_written_models_find (self->models, models[i]);

      g_ptr_array_add (written, model != NULL ? salon_written_model_ref (model)
                                              : salon_written_model_new (models[i]));
    }
  salon_model_provider_config_take_models (self, written);
}

/**
 * salon_model_provider_config_set_favorites:
 * @self: a config that is not sealed
 * @favorites: (nullable): ids of the models that menus offer; %NULL or none: all
 */
void
salon_model_provider_config_set_favorites (SalonModelProviderConfig *self,
                                           const char * const       *favorites)
{
  char **copy;

  g_return_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self));
  g_return_if_fail (!self->sealed);

  copy = favorites != NULL && favorites[0] != NULL ? g_strdupv ((char **) favorites) : NULL;
  g_strfreev (self->favorites);
  self->favorites = copy;
}

/**
 * salon_model_provider_config_set_kind:
 * @self: a config that is not sealed
 * @kind: the wire format
 */
void
salon_model_provider_config_set_kind (SalonModelProviderConfig *self,
                                      const char               *kind)
{
  g_return_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self));
  g_return_if_fail (!self->sealed);
  g_return_if_fail (kind != NULL);

  g_set_str (&self->kind, kind);
}

/**
 * salon_model_provider_config_set_dialect:
 * @self: a config that is not sealed
 * @dialect: (nullable): which server's habits to go by; %NULL: as the address says
 */
void
salon_model_provider_config_set_dialect (SalonModelProviderConfig *self,
                                         const char               *dialect)
{
  g_return_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self));
  g_return_if_fail (!self->sealed);

  g_set_str (&self->dialect, dialect);
}

/**
 * salon_model_provider_config_set_proxy:
 * @self: a config that is not sealed
 * @proxy: (nullable): the address of a proxy for this provider alone
 */
void
salon_model_provider_config_set_proxy (SalonModelProviderConfig *self,
                                       const char               *proxy)
{
  g_return_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self));
  g_return_if_fail (!self->sealed);

  g_set_str (&self->proxy, proxy);
}

/**
 * salon_model_provider_config_get_secret_headers:
 * @self: a config
 *
 * Returns: (transfer none) (nullable): names of headers whose values go to the keyring
 */
const char * const *
salon_model_provider_config_get_secret_headers (SalonModelProviderConfig *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self), NULL);

  return (const char * const *) self->secret_headers;
}

/**
 * salon_model_provider_config_set_secret_headers:
 * @self: a config that is not sealed
 * @names: (nullable): names of headers whose values go to the keyring when the entry is written,
 *   besides those whose names tell of a key
 */
void
salon_model_provider_config_set_secret_headers (SalonModelProviderConfig *self,
                                                const char * const       *names)
{
  char **copy;

  g_return_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self));
  g_return_if_fail (!self->sealed);

  copy = g_strdupv ((char **) names);
  g_strfreev (self->secret_headers);
  self->secret_headers = copy;
}
