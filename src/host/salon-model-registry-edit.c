/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include <glib/gi18n.h>

#include "salon-host-error.h"
#include "salon-model-registry-private.h"

/* Words in the names of headers whose values nobody should read in a file. */
static const char * const telling_words[] = {
  "authorization", "key", "token", "secret", "password", "cookie", NULL
};

typedef struct
{
  SalonModelRegistry *self;
  char *id;                          /* the entry to change or remove; NULL: add one */
  SalonModelProviderConfig *config;  /* a copy of our own; NULL: remove */
  char *api_key;                     /* NULL: as it is; "": none any more */
} Change;

static Change *
change_new (SalonModelRegistry       *self,
            const char               *id,
            SalonModelProviderConfig *config,
            const char               *api_key)
{
  Change *change = g_new0 (Change, 1);

  change->self = g_object_ref (self);
  change->id = g_strdup (id);
  change->config = config != NULL ? salon_model_provider_config_copy (config) : NULL;
  change->api_key = g_strdup (api_key);

  return change;
}

static void
change_free (gpointer data)
{
  Change *change = data;

  g_object_unref (change->self);
  g_free (change->id);
  g_clear_object (&change->config);
  if (change->api_key != NULL)
    explicit_bzero (change->api_key, strlen (change->api_key));
  g_free (change->api_key);
  g_free (change);
}

/* --- keys go to the keyring --------------------------------------------------------------- */

/* In a fiber. */
static char *
keep_secret (Change      *change,
             const char  *what,
             const char  *value,
             GError     **error)
{
  g_autofree char *name =
    salon_secrets_make_name (salon_model_provider_config_get_id (change->config), what);

  if (!dex_await (salon_secrets_store (change->self->secrets, name, value), error))
    return NULL;

  return g_strdup_printf ("${secret:%s}", name);
}

/* In a fiber. */
static gboolean
keep_key (Change  *change,
          GError **error)
{
  const char *written = salon_model_provider_config_get_api_key (change->config);
  g_autofree char *reference = NULL;
  const char *plain = NULL;

  if (change->api_key != NULL && *change->api_key == '\0')
    {
      salon_model_provider_config_set_api_key (change->config, NULL);
      return TRUE;
    }

  if (change->api_key != NULL)
    plain = change->api_key;
  else if (written != NULL && *written != '\0' && !salon_expander_has_references (written))
    plain = written;
  if (plain == NULL)
    return TRUE;

  /* What the user types into the field for the key may be a reference, too. */
  if (salon_expander_has_references (plain))
    reference = g_strdup (plain);
  else
    reference = keep_secret (change, "key", plain, error);
  if (reference == NULL)
    return FALSE;

  salon_model_provider_config_set_api_key (change->config, reference);

  return TRUE;
}

static gboolean
is_telling (const char *header)
{
  g_autofree char *lower = g_ascii_strdown (header, strcspn (header, ":"));

  for (guint i = 0; telling_words[i] != NULL; i++)
    {
      if (strstr (lower, telling_words[i]) != NULL)
        return TRUE;
    }

  return FALSE;
}

/* In a fiber. */
static gboolean
keep_headers (Change  *change,
              GError **error)
{
  const char * const *secret =
    salon_model_provider_config_get_secret_headers (change->config);
  g_auto(GStrv) headers =
    g_strdupv ((char **) salon_model_provider_config_get_headers (change->config));

  for (guint i = 0; headers != NULL && headers[i] != NULL; i++)
    {
      const char *separator = strstr (headers[i], ": ");
      g_autofree char *name = NULL;
      g_autofree char *reference = NULL;

      if (separator == NULL || separator[2] == '\0' ||
          salon_expander_has_references (separator + 2))
        continue;

      name = g_strndup (headers[i], separator - headers[i]);
      if (!is_telling (name) && (secret == NULL || !g_strv_contains (secret, name)))
        continue;

      reference = keep_secret (change, name, separator + 2, error);
      if (reference == NULL)
        return FALSE;

      g_free (headers[i]);
      headers[i] = g_strconcat (name, ": ", reference, NULL);
    }

  salon_model_provider_config_set_headers (change->config, (const char * const *) headers);

  return TRUE;
}

static DexFuture *
put_fiber (gpointer user_data)
{
  Change *change = user_data;
  GError *error = NULL;

  /* A key is not stored for an entry that cannot be. */
  if (!salon_model_provider_config_check (change->config, &error) ||
      !keep_key (change, &error) ||
      !keep_headers (change, &error))
    return dex_future_new_for_error (error);

  return salon_models_file_put (change->self->file, change->id, change->config);
}

/**
 * salon_model_registry_add_provider:
 * @self: a registry
 * @config: the new provider's entry
 * @api_key: (nullable): its key
 *
 * Writes a new entry to models.json. Its key, and what looks like a key in its headers, goes to
 * the keyring, and the file only refers to it.
 *
 * Returns: (transfer full): a future of %TRUE; rejected with %SALON_HOST_ERROR_CONFIGURATION,
 *   %SALON_HOST_ERROR_EXISTS, %SALON_HOST_ERROR_READ_ONLY or %SALON_HOST_ERROR_SECRETS
 */
DexFuture *
salon_model_registry_add_provider (SalonModelRegistry       *self,
                                   SalonModelProviderConfig *config,
                                   const char               *api_key)
{
  const char *id;

  g_return_val_if_fail (SALON_IS_MODEL_REGISTRY (self), NULL);
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (config), NULL);

  /* Before another provider's key is replaced. */
  id = salon_model_provider_config_get_id (config);
  if (salon_model_registry_find (self, id) != NULL)
    return dex_future_new_reject (SALON_HOST_ERROR, SALON_HOST_ERROR_EXISTS,
                                  _("There is a provider “%s” already; choose another id."), id);

  return dex_scheduler_spawn (NULL, 0, put_fiber, change_new (self, NULL, config, api_key),
                              change_free);
}

static DexFuture *
cannot_change (SalonModelRegistry *self,
               const char         *id)
{
  SalonModelProvider *provider = salon_model_registry_find (self, id);

  if (provider == NULL)
    return dex_future_new_reject (SALON_HOST_ERROR, SALON_HOST_ERROR_NOT_FOUND,
                                  _("There is no provider “%s”."), id);
  if (salon_model_provider_is_built_in (provider))
    return dex_future_new_reject (SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
                                  _("The practice model cannot be changed or removed."));

  return NULL;
}

/**
 * salon_model_registry_update_provider:
 * @self: a registry
 * @id: the provider's present id
 * @config: what its entry is to be; the id may be another one
 * @api_key: (nullable): its new key; %NULL: as it is in @config; the empty string: none any more
 *
 * Changes an entry in models.json, as salon_model_registry_add_provider() does.
 *
 * Returns: (transfer full): a future of %TRUE; rejected as salon_model_registry_add_provider(), or
 *   with %SALON_HOST_ERROR_NOT_FOUND
 */
DexFuture *
salon_model_registry_update_provider (SalonModelRegistry       *self,
                                      const char               *id,
                                      SalonModelProviderConfig *config,
                                      const char               *api_key)
{
  DexFuture *impossible;
  const char *new_id;

  g_return_val_if_fail (SALON_IS_MODEL_REGISTRY (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (config), NULL);

  if ((impossible = cannot_change (self, id)) != NULL)
    return impossible;

  new_id = salon_model_provider_config_get_id (config);
  if (!g_str_equal (id, new_id) && salon_model_registry_find (self, new_id) != NULL)
    return dex_future_new_reject (SALON_HOST_ERROR, SALON_HOST_ERROR_EXISTS,
                                  _("There is a provider “%s” already; choose another id."),
                                  new_id);

  return dex_scheduler_spawn (NULL, 0, put_fiber, change_new (self, id, config, api_key),
                              change_free);
}

static DexFuture *
remove_fiber (gpointer user_data)
{
  Change *change = user_data;
  SalonModelRegistry *self = change->self;
  SalonModelProvider *provider = salon_model_registry_find (self, change->id);
  g_autofree char *secret = salon_secrets_make_name (change->id, "key");
  g_autofree char *reference = g_strdup_printf ("${secret:%s}", secret);
  gboolean is_ours;
  GError *error = NULL;

  is_ours = provider != NULL &&
            g_strcmp0 (salon_model_provider_config_get_api_key (
                         salon_model_provider_get_config (provider)), reference) == 0;

  if (!dex_await (salon_models_file_remove (self->file, change->id), &error))
    return dex_future_new_for_error (error);

  /* The key that came in with the provider leaves with it; the entry is gone in any case. */
  if (is_ours && !dex_await (salon_secrets_clear (self->secrets, secret), &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

/**
 * salon_model_registry_remove_provider:
 * @self: a registry
 * @id: a provider's id
 *
 * Removes an entry from models.json, and the key that was stored for it.
 *
 * Returns: (transfer full): a future of %TRUE; rejected as salon_model_registry_update_provider()
 */
DexFuture *
salon_model_registry_remove_provider (SalonModelRegistry *self,
                                      const char         *id)
{
  DexFuture *impossible;

  g_return_val_if_fail (SALON_IS_MODEL_REGISTRY (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  if ((impossible = cannot_change (self, id)) != NULL)
    return impossible;

  return dex_scheduler_spawn (NULL, 0, remove_fiber, change_new (self, id, NULL, NULL),
                              change_free);
}
