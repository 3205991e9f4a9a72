/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-approval-private.h"

struct _SalonApproval
{
  GObject parent_instance;

  char *server_identity;
  char *tool_name;
  char *definition_hash;
  SalonToolRule rule;
  gint64 granted_at;
};

G_DEFINE_FINAL_TYPE (SalonApproval, salon_approval, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_SERVER_IDENTITY,
  PROP_TOOL_NAME,
  PROP_DEFINITION_HASH,
  PROP_RULE,
  PROP_GRANTED_AT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
salon_approval_finalize (GObject *object)
{
  SalonApproval *self = SALON_APPROVAL (object);

  g_clear_pointer (&self->server_identity, g_free);
  g_clear_pointer (&self->tool_name, g_free);
  g_clear_pointer (&self->definition_hash, g_free);

  G_OBJECT_CLASS (salon_approval_parent_class)->finalize (object);
}

static void
salon_approval_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  SalonApproval *self = SALON_APPROVAL (object);

  switch (prop_id)
    {
    case PROP_SERVER_IDENTITY:
      g_value_set_string (value, self->server_identity);
      break;
    case PROP_TOOL_NAME:
      g_value_set_string (value, self->tool_name);
      break;
    case PROP_DEFINITION_HASH:
      g_value_set_string (value, self->definition_hash);
      break;
    case PROP_RULE:
      g_value_set_enum (value, self->rule);
      break;
    case PROP_GRANTED_AT:
      g_value_set_int64 (value, self->granted_at);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
salon_approval_class_init (SalonApprovalClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = salon_approval_finalize;
  object_class->get_property = salon_approval_get_property;

  properties[PROP_SERVER_IDENTITY] =
    g_param_spec_string ("server-identity", NULL, NULL, NULL, flags);
  properties[PROP_TOOL_NAME] = g_param_spec_string ("tool-name", NULL, NULL, NULL, flags);
  properties[PROP_DEFINITION_HASH] =
    g_param_spec_string ("definition-hash", NULL, NULL, NULL, flags);
  properties[PROP_RULE] =
    g_param_spec_enum ("rule", NULL, NULL, SALON_TYPE_TOOL_RULE, SALON_TOOL_RULE_NONE, flags);
  properties[PROP_GRANTED_AT] =
    g_param_spec_int64 ("granted-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
salon_approval_init (SalonApproval *self)
{
}

SalonApproval *
salon_approval_new (const char    *server_identity,
                    const char    *tool_name,
                    const char    *definition_hash,
                    SalonToolRule  rule,
                    gint64         granted_at)
{
  SalonApproval *self = g_object_new (SALON_TYPE_APPROVAL, NULL);

  self->server_identity = g_strdup (server_identity);
  self->tool_name = g_strdup (tool_name);
  self->definition_hash = g_strdup (definition_hash);
  self->rule = rule;
  self->granted_at = granted_at;
  return self;
}

const char *
salon_approval_get_server_identity (SalonApproval *self)
{
  g_return_val_if_fail (SALON_IS_APPROVAL (self), NULL);
  return self->server_identity;
}

const char *
salon_approval_get_tool_name (SalonApproval *self)
{
  g_return_val_if_fail (SALON_IS_APPROVAL (self), NULL);
  return self->tool_name;
}

const char *
salon_approval_get_definition_hash (SalonApproval *self)
{
  g_return_val_if_fail (SALON_IS_APPROVAL (self), NULL);
  return self->definition_hash;
}

SalonToolRule
salon_approval_get_rule (SalonApproval *self)
{
  g_return_val_if_fail (SALON_IS_APPROVAL (self), SALON_TOOL_RULE_NONE);
  return self->rule;
}

gint64
salon_approval_get_granted_at (SalonApproval *self)
{
  g_return_val_if_fail (SALON_IS_APPROVAL (self), 0);
  return self->granted_at;
}
