/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-sampling-message.h"

struct _SalonSamplingMessage
{
  GObject parent_instance;

  SalonRole role;
  char *text;
};

G_DEFINE_FINAL_TYPE (SalonSamplingMessage, salon_sampling_message, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ROLE,
  PROP_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
salon_sampling_message_finalize (GObject *object)
{
  SalonSamplingMessage *self = SALON_SAMPLING_MESSAGE (object);

  g_clear_pointer (&self->text, g_free);

  G_OBJECT_CLASS (salon_sampling_message_parent_class)->finalize (object);
}

static void
salon_sampling_message_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  SalonSamplingMessage *self = SALON_SAMPLING_MESSAGE (object);

  switch (prop_id)
    {
    case PROP_ROLE:
      g_value_set_enum (value, self->role);
      break;
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
salon_sampling_message_class_init (SalonSamplingMessageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = salon_sampling_message_finalize;
  object_class->get_property = salon_sampling_message_get_property;

  properties[PROP_ROLE] =
    g_param_spec_enum ("role", NULL, NULL, SALON_TYPE_ROLE, SALON_ROLE_USER, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
salon_sampling_message_init (SalonSamplingMessage *self)
{
}

SalonSamplingMessage *
salon_sampling_message_new (SalonRole   role,
                            const char *text)
{
  SalonSamplingMessage *self = g_object_new (SALON_TYPE_SAMPLING_MESSAGE, NULL);

  self->role = role;
  self->text = g_strdup (text);
  return self;
}

SalonRole
salon_sampling_message_get_role (SalonSamplingMessage *self)
{
  g_return_val_if_fail (SALON_IS_SAMPLING_MESSAGE (self), SALON_ROLE_USER);
  return self->role;
}

const char *
salon_sampling_message_get_text (SalonSamplingMessage *self)
{
  g_return_val_if_fail (SALON_IS_SAMPLING_MESSAGE (self), NULL);
  return self->text;
}
