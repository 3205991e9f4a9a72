/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-model.h"

struct _SalonModel
{
  GObject parent_instance;

  char *reference;
  char *provider_id;
  char *id;
  char *name;
  guint context_window;
};

enum
{
  PROP_0,
  PROP_REFERENCE,
  PROP_PROVIDER_ID,
  PROP_ID,
  PROP_NAME,
  PROP_CONTEXT_WINDOW,
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
  g_free (self->id);
  g_free (self->name);

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
      g_value_set_string (value, self->id);
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_CONTEXT_WINDOW:
      g_value_set_uint (value, self->context_window);
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
  SalonModel *self;

  g_return_val_if_fail (provider_id != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  self = g_object_new (SALON_TYPE_MODEL, NULL);
  self->reference = g_strconcat (provider_id, "/", id, NULL);
  self->provider_id = g_strdup (provider_id);
  self->id = g_strdup (id);
  self->name = g_strdup (name != NULL ? name : id);
  self->context_window = context_window;

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

  return self->id;
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

  return self->name;
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

  return self->context_window;
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
