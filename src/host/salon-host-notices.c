/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-host-private.h"

#include <glib/gi18n.h>

#include "salon-model-registry.h"
#include "salon-server-manager.h"

void
salon_host_set_notice (SalonHost       *self,
                       SalonHostNotice  source,
                       const char      *sentence)
{
  g_autoptr (GString) joined = NULL;

  if (!g_set_str (&self->notices[source], sentence))
    return;
  joined = g_string_new (NULL);
  for (guint i = 0; i < SALON_HOST_N_NOTICES; i++)
    {
      if (self->notices[i] == NULL)
        continue;
      if (joined->len > 0)
        g_string_append_c (joined, ' ');
      g_string_append (joined, self->notices[i]);
    }
  if (g_set_str (&self->notice, joined->len > 0 ? joined->str : NULL))
    g_object_notify (G_OBJECT (self), "notice");
}

const char *
salon_host_get_notice (SalonHost *self)
{
  g_return_val_if_fail (SALON_IS_HOST (self), NULL);

  return g_strcmp0 (self->notice, self->dismissed_notice) != 0 ? self->notice : NULL;
}

void
salon_host_dismiss_notice (SalonHost *self)
{
  g_return_if_fail (SALON_IS_HOST (self));

  if (g_set_str (&self->dismissed_notice, self->notice))
    g_object_notify (G_OBJECT (self), "notice");
}

void
salon_host_update_servers_notice (SalonHost *self)
{
  salon_host_set_notice (self, SALON_HOST_NOTICE_SERVERS,
                         salon_server_manager_get_problem (self->servers));
}

void
salon_host_update_models_notice (SalonHost *self)
{
  salon_host_set_notice (self, SALON_HOST_NOTICE_MODELS,
                         salon_model_registry_get_problem (self->models));
}

/* Said once, not at every word that can't be saved. */
void
salon_host_tell_store_failed (SalonHost    *self,
                              const GError *error)
{
  g_autofree char *sentence = NULL;

  /* A file that can only be read has been told of when it was opened. */
  if (self->notices[SALON_HOST_NOTICE_SAVING] != NULL ||
      (self->store != NULL && salon_store_is_read_only (self->store)))
    return;
  sentence = g_strdup_printf (_("Chats are not being saved: %s"), error->message);
  salon_host_set_notice (self, SALON_HOST_NOTICE_SAVING, sentence);
}

/* What was decided holds until Salon ends. */
void
salon_host_tell_approval_failed (SalonHost    *self,
                                 const GError *error)
{
  g_autofree char *sentence = NULL;

  sentence = g_strdup_printf (_("Permissions are not being saved: %s"), error->message);
  salon_host_set_notice (self, SALON_HOST_NOTICE_STATE, sentence);
}
