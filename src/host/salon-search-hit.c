/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-search-hit.h"

struct _SalonSearchHit
{
  GObject parent_instance;

  char *chat_id;
  char *title;
  char *message_id;
  char *snippet;
};

G_DEFINE_FINAL_TYPE (SalonSearchHit, salon_search_hit, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_CHAT_ID,
  PROP_TITLE,
  PROP_MESSAGE_ID,
  PROP_SNIPPET,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
salon_search_hit_finalize (GObject *object)
{
  SalonSearchHit *self = SALON_SEARCH_HIT (object);

  g_clear_pointer (&self->chat_id, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->message_id, g_free);
  g_clear_pointer (&self->snippet, g_free);

  G_OBJECT_CLASS (salon_search_hit_parent_class)->finalize (object);
}

static void
salon_search_hit_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SalonSearchHit *self = SALON_SEARCH_HIT (object);

  switch (prop_id)
    {
    case PROP_CHAT_ID:
      g_value_set_string (value, self->chat_id);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_MESSAGE_ID:
      g_value_set_string (value, self->message_id);
      break;
    case PROP_SNIPPET:
      g_value_set_string (value, self->snippet);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
salon_search_hit_class_init (SalonSearchHitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = salon_search_hit_finalize;
  object_class->get_property = salon_search_hit_get_property;

  properties[PROP_CHAT_ID] = g_param_spec_string ("chat-id", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_MESSAGE_ID] = g_param_spec_string ("message-id", NULL, NULL, NULL, flags);
  properties[PROP_SNIPPET] = g_param_spec_string ("snippet", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
salon_search_hit_init (SalonSearchHit *self)
{
}

SalonSearchHit *
salon_search_hit_new (const char *chat_id,
                      const char *title,
                      const char *message_id,
                      const char *snippet)
{
  SalonSearchHit *self = g_object_new (SALON_TYPE_SEARCH_HIT, NULL);

  self->chat_id = g_strdup (chat_id);
  self->title = g_strdup (title);
  self->message_id = g_strdup (message_id);
  self->snippet = g_strdup (snippet);
  return self;
}

const char *
salon_search_hit_get_chat_id (SalonSearchHit *self)
{
  g_return_val_if_fail (SALON_IS_SEARCH_HIT (self), NULL);
  return self->chat_id;
}

const char *
salon_search_hit_get_title (SalonSearchHit *self)
{
  g_return_val_if_fail (SALON_IS_SEARCH_HIT (self), NULL);
  return self->title;
}

const char *
salon_search_hit_get_message_id (SalonSearchHit *self)
{
  g_return_val_if_fail (SALON_IS_SEARCH_HIT (self), NULL);
  return self->message_id;
}

const char *
salon_search_hit_get_snippet (SalonSearchHit *self)
{
  g_return_val_if_fail (SALON_IS_SEARCH_HIT (self), NULL);
  return self->snippet;
}
