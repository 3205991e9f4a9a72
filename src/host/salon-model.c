/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-model-private.h"

struct _SalonModel
{
  GObject parent_instance;

  char *reference;
  char *provider_id;
  SalonLlmModel *llm_model;
  gboolean favorite;
};

enum
{
  PROP_0,
  PROP_REFERENCE,
  PROP_PROVIDER_ID,
  PROP_ID,
  PROP_NAME,
  PROP_CONTEXT_WINDOW,
  PROP_FAVORITE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SalonModel, salon_model, G_TYPE_OBJECT)

static void
salon_model_finalize (GObject *object)
{
  SalonModel *self = SALON_MODEL (object);

  g_free (self->reference);
  g_free (self->provider_id);
  salon_llm_model_unref (self->llm_model);

  G_OBJECT_CLASS (salon_model_parent_class)->finalize (object);
}

static void
salon_model_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  SalonModel *self = SALON_MODEL (object);

  switch (prop_id)
    {
    case PROP_REFERENCE:
      g_value_set_string (value, self->reference);
      break;

    case PROP_PROVIDER_ID:
      g_value_set_string (value, self->provider_id);
      break;

    case PROP_ID:
      g_value_set_string (value, salon_model_get_id (self));
      break;

    case PROP_NAME:
      g_value_set_string (value, salon_model_get_name (self));
      break;

    case PROP_CONTEXT_WINDOW:
      g_value_set_uint (value, salon_model_get_context_window (self));
      break;

    case PROP_FAVORITE:
      g_value_set_boolean (value, self->favorite);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
salon_model_class_init (SalonModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = salon_model_finalize;
  object_class->get_property = salon_model_get_property;

  properties[PROP_REFERENCE] = g_param_spec_string ("reference", NULL, NULL, NULL, flags);
  properties[PROP_PROVIDER_ID] = g_param_spec_string ("provider-id", NULL, NULL, NULL, flags);
  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_CONTEXT_WINDOW] =
    g_param_spec_uint ("context-window", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_FAVORITE] =
    g_param_spec_boolean ("favorite", NULL, NULL, FALSE, flags | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
salon_model_init (SalonModel *self)
{
}

/**
 * salon_model_new:
 * @provider_id: the provider's id
 * @id: what the provider calls the model
 * @name: (nullable): what people call it; %NULL: the id
 * @context_window: how much text it can take, in tokens; 0: not known
 *
 * Returns: (transfer full): a model
 */
SalonModel *
salon_model_new (const char *provider_id,
                 const char *id,
                 const char *name,
                 guint       context_window)
{
  g_autoptr(SalonLlmModel) llm_model = NULL;

  g_return_val_if_fail (provider_id != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  llm_model = salon_llm_model_new (id, name, context_window);

  return salon_model_new_with_facts (provider_id, llm_model);
}

/**
 * salon_model_new_with_facts:
 * @provider_id: the provider's id
 * @llm_model: the model, with what is known about it
 *
 * Returns: (transfer full): a model
 */
SalonModel *
salon_model_new_with_facts (const char    *provider_id,
                            SalonLlmModel *llm_model)
{
  SalonModel *self;

  g_return_val_if_fail (provider_id != NULL, NULL);
  g_return_val_if_fail (llm_model != NULL, NULL);

  self = g_object_new (SALON_TYPE_MODEL, NULL);
  self->reference = g_strconcat (provider_id, "/", salon_llm_model_get_id (llm_model), NULL);
  self->provider_id = g_strdup (provider_id);
  self->llm_model = salon_llm_model_ref (llm_model);

  return self;
}

/**
 * salon_model_get_reference:
 * @self: a model
 *
 * Returns: (transfer none): `provider/model`
 */
const char *
salon_model_get_reference (SalonModel *self)
{
  g_return_val_if_fail (SALON_IS_MODEL (self), NULL);

  return self->reference;
}

/**
 * salon_model_get_provider_id:
 * @self: a model
 *
 * Returns: (transfer none): the provider's id
 */
const char *
salon_model_get_provider_id (SalonModel *self)
{
  g_return_val_if_fail (SALON_IS_MODEL (self), NULL);

  return self->provider_id;
}

/**
 * salon_model_get_id:
 * @self: a model
 *
 * Returns: (transfer none): what the provider calls it
 */
const char *
salon_model_get_id (SalonModel *self)
{
  g_return_val_if_fail (SALON_IS_MODEL (self), NULL);

  return salon_llm_model_get_id (self->llm_model);
}

/**
 * salon_model_get_name:
 * @self: a model
 *
 * Returns: (transfer none): what people call it
 */
const char *
salon_model_get_name (SalonModel *self)
{
  g_return_val_if_fail (SALON_IS_MODEL (self), NULL);

  return salon_llm_model_get_name (self->llm_model);
}

/**
 * salon_model_get_context_window:
 * @self: a model
 *
 * Returns: how much text it can take, in tokens; 0: not known
 */
guint
salon_model_get_context_window (SalonModel *self)
{
  g_return_val_if_fail (SALON_IS_MODEL (self), 0);

  return CLAMP (salon_llm_model_get_context_window (self->llm_model), 0, G_MAXUINT);
}

/**
 * salon_model_get_llm_model:
 * @self: a model
 *
 * Returns: (transfer none): it, with all that is known about it
 */
SalonLlmModel *
salon_model_get_llm_model (SalonModel *self)
{
  g_return_val_if_fail (SALON_IS_MODEL (self), NULL);

  return self->llm_model;
}

/**
 * salon_model_get_facts:
 * @self: a model
 *
 * Returns: (transfer none): what is known about it
 */
const SalonLlmModelFacts *
salon_model_get_facts (SalonModel *self)
{
  g_return_val_if_fail (SALON_IS_MODEL (self), NULL);

  return salon_llm_model_get_facts (self->llm_model);
}

/**
 * salon_model_is_favorite:
 * @self: a model
 *
 * Returns: whether it is one of those that its provider's entry names as favourites
 */
gboolean
salon_model_is_favorite (SalonModel *self)
{
  g_return_val_if_fail (SALON_IS_MODEL (self), FALSE);

  return self->favorite;
}

void
salon_model_set_favorite (SalonModel *self,
                          gboolean    favorite)
{
  g_assert (SALON_IS_MODEL (self));

  if (self->favorite == favorite)
    return;

  self->favorite = favorite;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAVORITE]);
}

/**
 * salon_model_split_reference:
 * @reference: (nullable): `provider/model`; the model's own name may contain more “/”
 * @provider_id: (out) (optional) (transfer full): the provider's id
 * @model_id: (out) (optional) (transfer full): the model's id
 *
 * Returns: %FALSE when @reference is none
 */
gboolean
salon_model_split_reference (const char  *reference,
                             char       **provider_id,
                             char       **model_id)
{
  const char *slash = reference != NULL ? strchr (reference, '/') : NULL;

  if (slash == NULL || slash == reference || slash[1] == '\0')
    return FALSE;

  if (provider_id != NULL)
    *provider_id = g_strndup (reference, slash - reference);
  if (model_id != NULL)
    *model_id = g_strdup (slash + 1);

  return TRUE;
}
