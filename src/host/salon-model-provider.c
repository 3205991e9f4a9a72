/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-model-provider.h"

#include <glib/gi18n.h>

#include "salon-llm-catalog.h"

#include "salon-model-private.h"
#include "salon-model-provider-private.h"
#include "salon-written-model.h"

struct _SalonModelProvider
{
  GObject parent_instance;

  SalonModelProviderConfig *config;
  SalonModelProviderState state;
  char *status;
  GListStore *models;   /* of SalonModel */
  GListStore *offered;  /* the favourites of them; all when there are none */
  gboolean built_in;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_NAME,
  PROP_KIND,
  PROP_BASE_URL,
  PROP_HAS_KEY,
  PROP_BUILT_IN,
  PROP_STATE,
  PROP_STATUS,
  PROP_MODELS,
  PROP_OFFERED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (SalonModelProviderState, salon_model_provider_state,
                    G_DEFINE_ENUM_VALUE (SALON_MODEL_PROVIDER_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (SALON_MODEL_PROVIDER_CHECKING, "checking"),
                    G_DEFINE_ENUM_VALUE (SALON_MODEL_PROVIDER_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (SALON_MODEL_PROVIDER_FAILED, "failed"))

G_DEFINE_FINAL_TYPE (SalonModelProvider, salon_model_provider, G_TYPE_OBJECT)

static void
salon_model_provider_finalize (GObject *object)
{
  SalonModelProvider *self = SALON_MODEL_PROVIDER (object);

  g_clear_object (&self->config);
  g_clear_object (&self->models);
  g_clear_object (&self->offered);
  g_clear_pointer (&self->status, g_free);

  G_OBJECT_CLASS (salon_model_provider_parent_class)->finalize (object);
}

static void
salon_model_provider_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  SalonModelProvider *self = SALON_MODEL_PROVIDER (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, salon_model_provider_get_id (self));
      break;

    case PROP_NAME:
      g_value_set_string (value, salon_model_provider_get_name (self));
      break;

    case PROP_KIND:
      g_value_set_string (value, salon_model_provider_get_kind (self));
      break;

    case PROP_BASE_URL:
      g_value_set_string (value, salon_model_provider_get_base_url (self));
      break;

    case PROP_HAS_KEY:
      g_value_set_boolean (value, salon_model_provider_has_key (self));
      break;

    case PROP_BUILT_IN:
      g_value_set_boolean (value, self->built_in);
      break;

    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;

    case PROP_STATUS:
      g_value_set_string (value, self->status);
      break;

    case PROP_MODELS:
      g_value_set_object (value, self->models);
      break;

    case PROP_OFFERED:
      g_value_set_object (value, self->offered);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
salon_model_provider_class_init (SalonModelProviderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = salon_model_provider_finalize;
  object_class->get_property = salon_model_provider_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_KIND] = g_param_spec_string ("kind", NULL, NULL, NULL, flags);
  properties[PROP_BASE_URL] = g_param_spec_string ("base-url", NULL, NULL, NULL, flags);
  properties[PROP_HAS_KEY] = g_param_spec_boolean ("has-key", NULL, NULL, FALSE, flags);
  properties[PROP_BUILT_IN] = g_param_spec_boolean ("built-in", NULL, NULL, FALSE, flags);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, SALON_TYPE_MODEL_PROVIDER_STATE,
                       SALON_MODEL_PROVIDER_UNKNOWN, flags);
  properties[PROP_STATUS] = g_param_spec_string ("status", NULL, NULL, NULL, flags);
  properties[PROP_MODELS] = g_param_spec_object ("models", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_OFFERED] = g_param_spec_object ("offered", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
salon_model_provider_init (SalonModelProvider *self)
{
  self->models = g_list_store_new (SALON_TYPE_MODEL);
  self->offered = g_list_store_new (SALON_TYPE_MODEL);
  self->status = g_strdup ("");
}

/* --- for the registry --------------------------------------------------------------------- */

SalonLlmModel *
salon_model_provider_complete (SalonModelProvider *self,
                               const char         *id,
                               SalonLlmModel      *listed)
{
  SalonWrittenModel *written =
    salon_written_models_find (salon_model_provider_config_get_written_models (self->config), id);
  const char *base_url = salon_model_provider_config_get_base_url (self->config);
  g_autoptr(SalonLlmModel) model = NULL;

  g_assert (SALON_IS_MODEL_PROVIDER (self));

  if (written != NULL)
    model = salon_written_model_complete (written, listed);
  else if (listed != NULL)
    model = salon_llm_model_ref (listed);
  else
    model = salon_llm_model_new (id, NULL, 0);
  if (self->built_in)
    return g_steal_pointer (&model);

  return salon_llm_catalog_complete (salon_llm_catalog_get_default (),
                                     base_url != NULL ? base_url : "", model);
}

static void
salon_model_provider_update_offered (SalonModelProvider *self)
{
  const char * const *favorites = salon_model_provider_config_get_favorites (self->config);
  guint n_models = g_list_model_get_n_items (G_LIST_MODEL (self->models));
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) chosen = g_ptr_array_new ();

  for (guint i = 0; i < n_models; i++)
    {
      SalonModel *model = g_list_model_get_item (G_LIST_MODEL (self->models), i);
      gboolean favorite = favorites != NULL &&
                          g_strv_contains (favorites, salon_model_get_id (model));

      g_ptr_array_add (all, model);
      salon_model_set_favorite (model, favorite);
      if (favorite)
        g_ptr_array_add (chosen, model);
    }

  g_list_store_splice (self->offered, 0, g_list_model_get_n_items (G_LIST_MODEL (self->offered)),
                       chosen->len > 0 ? chosen->pdata : all->pdata,
                       chosen->len > 0 ? chosen->len : all->len);
}

static void
salon_model_provider_add_models (SalonModelProvider *self,
                                 const char * const *ids,
                                 const char * const *others,
                                 GPtrArray          *models)
{
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      g_autoptr(SalonLlmModel) model = NULL;

      if (others != NULL && g_strv_contains (others, ids[i]))
        continue;
      model = salon_model_provider_complete (self, ids[i], NULL);
      g_ptr_array_add (models, salon_model_new_with_facts (salon_model_provider_get_id (self),
                                                           model));
    }
}

/* The state that the config alone tells. */
static void
salon_model_provider_reset (SalonModelProvider *self)
{
  const char *problem = salon_model_provider_config_get_problem (self->config);
  const char * const *ids = salon_model_provider_config_get_models (self->config);
  const char * const *favorites = salon_model_provider_config_get_favorites (self->config);
  g_autoptr(GPtrArray) models = g_ptr_array_new_with_free_func (g_object_unref);

  /* Favourites can be chosen before the provider was asked what it has. */
  salon_model_provider_add_models (self, ids, NULL, models);
  salon_model_provider_add_models (self, favorites, ids, models);
  salon_model_provider_take_models (self, models);

  if (problem != NULL)
    salon_model_provider_set_state (self, SALON_MODEL_PROVIDER_FAILED, problem);
  else
    salon_model_provider_set_state (self, SALON_MODEL_PROVIDER_UNKNOWN, _("Not asked yet."));
}

SalonModelProvider *
salon_model_provider_new (SalonModelProviderConfig *config)
{
  SalonModelProvider *self;

  g_assert (SALON_IS_MODEL_PROVIDER_CONFIG (config));

  self = g_object_new (SALON_TYPE_MODEL_PROVIDER, NULL);
  self->config = g_object_ref (config);
  salon_model_provider_reset (self);

  return self;
}

SalonModelProvider *
salon_model_provider_new_practice (void)
{
  g_autoptr(SalonModelProviderConfig) config = NULL;
  g_autoptr(GPtrArray) models = g_ptr_array_new_with_free_func (g_object_unref);
  SalonModelProvider *self;

  config = salon_model_provider_config_new (SALON_PRACTICE_PROVIDER_ID, SALON_MODEL_KIND_PRACTICE);
  salon_model_provider_config_set_name (config, _("Practice model"));
  salon_model_provider_config_seal (config);

  self = g_object_new (SALON_TYPE_MODEL_PROVIDER, NULL);
  self->config = g_steal_pointer (&config);
  self->built_in = TRUE;

  g_ptr_array_add (models, salon_model_new (SALON_PRACTICE_PROVIDER_ID, SALON_PRACTICE_PROVIDER_ID,
                                            _("Practice model"), 0));
  salon_model_provider_take_models (self, models);
  salon_model_provider_set_state (self, SALON_MODEL_PROVIDER_READY,
                                  _("Scripted, offline, and always there: good for trying things "
                                    "out."));

  return self;
}

void
salon_model_provider_set_config (SalonModelProvider       *self,
                                 SalonModelProviderConfig *config)
{
  gboolean equal;
  gboolean same_favorites;

  g_assert (SALON_IS_MODEL_PROVIDER (self));
  g_assert (SALON_IS_MODEL_PROVIDER_CONFIG (config));

  equal = salon_model_provider_config_equal_but_favorites (self->config, config);
  same_favorites = salon_model_provider_config_equal (self->config, config);
  g_set_object (&self->config, config);
  if (equal && !same_favorites)
    salon_model_provider_update_offered (self);
  if (equal)
    return;

  salon_model_provider_reset (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KIND]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BASE_URL]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_KEY]);
}

void
salon_model_provider_set_state (SalonModelProvider      *self,
                                SalonModelProviderState  state,
                                const char              *status)
{
  g_assert (SALON_IS_MODEL_PROVIDER (self));
  g_assert (status != NULL);

  if (g_set_str (&self->status, status))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }
}

void
salon_model_provider_take_models (SalonModelProvider *self,
                                  GPtrArray          *models)
{
  g_assert (SALON_IS_MODEL_PROVIDER (self));

  g_list_store_splice (self->models, 0, g_list_model_get_n_items (G_LIST_MODEL (self->models)),
                       models->pdata, models->len);
  salon_model_provider_update_offered (self);
}

/* --- getters ------------------------------------------------------------------------------ */

/**
 * salon_model_provider_get_config:
 * @self: a provider
 *
 * Returns: (transfer none): its entry in models.json, sealed; copy it to change something
 */
SalonModelProviderConfig *
salon_model_provider_get_config (SalonModelProvider *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER (self), NULL);

  return self->config;
}

/**
 * salon_model_provider_get_id:
 * @self: a provider
 *
 * Returns: (transfer none): the part of a model's reference before the “/”
 */
const char *
salon_model_provider_get_id (SalonModelProvider *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER (self), NULL);

  return salon_model_provider_config_get_id (self->config);
}

/**
 * salon_model_provider_get_name:
 * @self: a provider
 *
 * Returns: (transfer none): what people call it
 */
const char *
salon_model_provider_get_name (SalonModelProvider *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER (self), NULL);

  return salon_model_provider_config_get_name (self->config);
}

/**
 * salon_model_provider_get_kind:
 * @self: a provider
 *
 * Returns: (transfer none): the wire format
 */
const char *
salon_model_provider_get_kind (SalonModelProvider *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER (self), NULL);

  return salon_model_provider_config_get_kind (self->config);
}

/**
 * salon_model_provider_get_base_url:
 * @self: a provider
 *
 * Returns: (transfer none) (nullable): where its API begins; %NULL for the practice provider
 */
const char *
salon_model_provider_get_base_url (SalonModelProvider *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER (self), NULL);

  return salon_model_provider_config_get_base_url (self->config);
}

/**
 * salon_model_provider_has_key:
 * @self: a provider
 *
 * Returns: whether its entry names a key
 */
gboolean
salon_model_provider_has_key (SalonModelProvider *self)
{
  const char *key;

  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER (self), FALSE);

  key = salon_model_provider_config_get_api_key (self->config);

  return key != NULL && *key != '\0';
}

/**
 * salon_model_provider_is_built_in:
 * @self: a provider
 *
 * Returns: whether this is the practice provider, which cannot be changed or removed
 */
gboolean
salon_model_provider_is_built_in (SalonModelProvider *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER (self), FALSE);

  return self->built_in;
}

/**
 * salon_model_provider_get_state:
 * @self: a provider
 *
 * Returns: what is known about it
 */
SalonModelProviderState
salon_model_provider_get_state (SalonModelProvider *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER (self), SALON_MODEL_PROVIDER_UNKNOWN);

  return self->state;
}

/**
 * salon_model_provider_get_status:
 * @self: a provider
 *
 * Returns: (transfer none): a sentence about its state
 */
const char *
salon_model_provider_get_status (SalonModelProvider *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER (self), NULL);

  return self->status;
}

/**
 * salon_model_provider_get_models:
 * @self: a provider
 *
 * Returns: (transfer none): a list of #SalonModel, the same object for the provider's life
 */
GListModel *
salon_model_provider_get_models (SalonModelProvider *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER (self), NULL);

  return G_LIST_MODEL (self->models);
}

/**
 * salon_model_provider_get_offered:
 * @self: a provider
 *
 * Returns: (transfer none): the #SalonModel that menus offer: its favourites, or all as long as
 *   there are none
 */
GListModel *
salon_model_provider_get_offered (SalonModelProvider *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER (self), NULL);

  return G_LIST_MODEL (self->offered);
}
