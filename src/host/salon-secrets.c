/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-secrets.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>

#include "salon-host-error.h"

#define MAX_NAME_LENGTH 128

/* Asked for to learn whether there is a keyring at all. Nothing is ever stored under it, so the
 * question never makes a locked keyring ask for its password. */
#define PROBE_NAME "salon.probe"

static const SecretSchema salon_secrets_schema = {
  APPLICATION_ID, SECRET_SCHEMA_NONE,
  {
    { "name", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

struct _SalonSecrets
{
  GObject parent_instance;

  GHashTable *memory;  /* name → value; what is used when there is no keyring */
  DexFuture *opening;  /* settles once; nullable */
  char *notice;
  gboolean persistent;
};

enum
{
  PROP_0,
  PROP_PERSISTENT,
  PROP_NOTICE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SalonSecrets, salon_secrets, G_TYPE_OBJECT)

/* A secret is wiped before its memory goes back. */
static void
free_secret (gpointer data)
{
  secret_password_free (data);
}

static void
salon_secrets_dispose (GObject *object)
{
  SalonSecrets *self = SALON_SECRETS (object);

  dex_clear (&self->opening);
  g_clear_pointer (&self->memory, g_hash_table_unref);
  g_clear_pointer (&self->notice, g_free);

  G_OBJECT_CLASS (salon_secrets_parent_class)->dispose (object);
}

static void
salon_secrets_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  SalonSecrets *self = SALON_SECRETS (object);

  switch (prop_id)
    {
    case PROP_PERSISTENT:
      g_value_set_boolean (value, self->persistent);
      break;

    case PROP_NOTICE:
      g_value_set_string (value, self->notice);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
salon_secrets_class_init (SalonSecretsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = salon_secrets_dispose;
  object_class->get_property = salon_secrets_get_property;

  properties[PROP_PERSISTENT] =
    g_param_spec_boolean ("persistent", NULL, NULL, TRUE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NOTICE] =
    g_param_spec_string ("notice", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
salon_secrets_init (SalonSecrets *self)
{
  self->persistent = TRUE;
  self->memory = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_secret);
}

static void
salon_secrets_use_memory (SalonSecrets *self,
                          const char   *notice)
{
  self->persistent = FALSE;
  g_set_str (&self->notice, notice);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PERSISTENT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTICE]);
}

/**
 * salon_secrets_new:
 *
 * The user's secrets, or, with `SALON_SECRETS=memory` in the environment, an empty set in memory.
 *
 * Returns: (transfer full): new secrets
 */
SalonSecrets *
salon_secrets_new (void)
{
  if (g_strcmp0 (g_getenv ("SALON_SECRETS"), "memory") == 0)
    return salon_secrets_new_in_memory ();

  return g_object_new (SALON_TYPE_SECRETS, NULL);
}

/**
 * salon_secrets_new_in_memory:
 *
 * Returns: (transfer full): empty secrets that never meet a keyring
 */
SalonSecrets *
salon_secrets_new_in_memory (void)
{
  SalonSecrets *self = g_object_new (SALON_TYPE_SECRETS, NULL);

  self->opening = dex_future_new_true ();
  salon_secrets_use_memory (self, _("Keys are kept in memory only and are gone when Salon quits."));

  return self;
}

/**
 * salon_secrets_is_persistent:
 * @self: the secrets
 *
 * Returns: whether what is stored is still there at the next start; %TRUE until
 *   salon_secrets_open() has found out
 */
gboolean
salon_secrets_is_persistent (SalonSecrets *self)
{
  g_return_val_if_fail (SALON_IS_SECRETS (self), FALSE);

  return self->persistent;
}

/**
 * salon_secrets_get_notice:
 * @self: the secrets
 *
 * Returns: (transfer none) (nullable): a sentence to show when secrets do not persist
 */
const char *
salon_secrets_get_notice (SalonSecrets *self)
{
  g_return_val_if_fail (SALON_IS_SECRETS (self), NULL);

  return self->notice;
}

/**
 * salon_secrets_is_valid_name:
 * @name: (nullable): a name
 *
 * Returns: whether @name can name a secret: 1 to 128 of letters, digits, “_”, “.” and “-”
 */
gboolean
salon_secrets_is_valid_name (const char *name)
{
  gsize length;

  if (name == NULL)
    return FALSE;

  length = strspn (name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");

  return length > 0 && length <= MAX_NAME_LENGTH && name[length] == '\0';
}

/**
 * salon_secrets_make_name:
 * @first: what the secret belongs to, such as a provider's id
 * @second: what it is, such as “key”
 *
 * Returns: (transfer full): a valid name made of both
 */
char *
salon_secrets_make_name (const char *first,
                         const char *second)
{
  char *name;

  g_return_val_if_fail (first != NULL, NULL);
  g_return_val_if_fail (second != NULL, NULL);

  name = g_strdup_printf ("%.63s-%.63s", first, second);
  for (char *p = name; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && *p != '_' && *p != '.' && *p != '-')
        *p = '_';
    }

  return name;
}

/* --- the keyring's calls as futures ------------------------------------------------------- */

static void
on_looked_up (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  GError *error = NULL;
  char *value = secret_password_lookup_finish (result, &error);

  if (error != NULL)
    {
      dex_promise_reject (promise, error);
      return;
    }

  /* The keyring's memory is not pageable and wants its own free. */
  dex_promise_resolve_string (promise, g_strdup (value));
  secret_password_free (value);
}

static DexFuture *
keyring_lookup (const char *name)
{
  DexPromise *promise = dex_promise_new_cancellable ();

  secret_password_lookup (&salon_secrets_schema, dex_promise_get_cancellable (promise),
                          on_looked_up, dex_ref (promise), "name", name, NULL);

  return DEX_FUTURE (promise);
}

static void
on_stored (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    dex_promise_resolve_boolean (promise, TRUE);
  else
    dex_promise_reject (promise, error);
}

static void
on_cleared (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  GError *error = NULL;

  /* FALSE without an error: there was nothing to remove. */
  secret_password_clear_finish (result, &error);
  if (error == NULL)
    dex_promise_resolve_boolean (promise, TRUE);
  else
    dex_promise_reject (promise, error);
}

/* --- the journey of one request ----------------------------------------------------------- */

typedef struct
{
  SalonSecrets *self;
  char *name;
  char *value;
  char *label;
} Request;

static Request *
request_new (SalonSecrets *self,
             const char   *name,
             const char   *value)
{
  Request *request = g_new0 (Request, 1);

  request->self = g_object_ref (self);
  request->name = g_strdup (name);
  request->value = g_strdup (value);

  return request;
}

static void
request_free (gpointer data)
{
  Request *request = data;

  g_object_unref (request->self);
  g_free (request->name);
  g_free (request->label);
  secret_password_free (request->value);
  g_free (request);
}

/* Any failure of the question means that nobody answers for the Secret Service: no session bus, no
 * service on it, or one that cannot work. */
static DexFuture *
open_fiber (gpointer user_data)
{
  SalonSecrets *self = user_data;
  g_autofree char *value = NULL;
  g_autoptr(GError) error = NULL;

  value = dex_await_string (keyring_lookup (PROBE_NAME), &error);
  if (error != NULL)
    {
      g_debug ("No keyring: %s", error->message);
      salon_secrets_use_memory (self,
                                _("There is no keyring on this system, so keys are kept in memory "
                                  "only and are gone when Salon quits."));
    }

  return dex_future_new_true ();
}

/**
 * salon_secrets_open:
 * @self: the secrets
 *
 * Finds out whether there is a keyring. Calling it is not necessary; every other call does.
 *
 * Returns: (transfer full): a future of %TRUE, never rejected
 */
DexFuture *
salon_secrets_open (SalonSecrets *self)
{
  g_return_val_if_fail (SALON_IS_SECRETS (self), NULL);

  if (self->opening == NULL)
    {
      self->opening = dex_scheduler_spawn (NULL, 0, open_fiber,
                                           g_object_ref (self), g_object_unref);
      /* Shared, so nobody who loses interest may end it. */
      dex_future_disown (dex_ref (self->opening));
    }

  return dex_ref (self->opening);
}

/* Set for this very process, so it comes first and never makes a keyring ask for its password. */
static const char *
lookup_in_environment (const char *name)
{
  g_autofree char *exact = g_strconcat ("SALON_SECRET_", name, NULL);
  g_autofree char *upper = g_ascii_strup (exact, -1);
  const char *value;

  if ((value = g_getenv (exact)) != NULL && *value != '\0')
    return value;

  for (char *p = upper; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p))
        *p = '_';
    }
  value = g_getenv (upper);

  return value != NULL && *value != '\0' ? value : NULL;
}

static DexFuture *
keyring_failed (const char *name,
                GError     *error)
{
  DexFuture *future;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return dex_future_new_for_error (error);

  future = dex_future_new_reject (SALON_HOST_ERROR, SALON_HOST_ERROR_SECRETS,
                                  _("The keyring did not hand over or keep “%s”: %s"),
                                  name, error->message);
  g_error_free (error);

  return future;
}

static DexFuture *
lookup_fiber (gpointer user_data)
{
  Request *request = user_data;
  g_autofree char *kept = NULL;
  GError *error = NULL;
  const char *value;

  if ((value = lookup_in_environment (request->name)) != NULL)
    return dex_future_new_for_string (value);

  if (!dex_await (salon_secrets_open (request->self), &error))
    return dex_future_new_for_error (error);

  if (request->self->persistent)
    {
      kept = dex_await_string (keyring_lookup (request->name), &error);
      if (error != NULL)
        return keyring_failed (request->name, error);
      value = kept;
    }
  else
    value = g_hash_table_lookup (request->self->memory, request->name);

  if (value == NULL)
    return dex_future_new_reject (SALON_HOST_ERROR, SALON_HOST_ERROR_MISSING_SECRET,
                                  _("There is no secret “%s”. Enter it in the settings, or set the "
                                    "environment variable SALON_SECRET_%s."),
                                  request->name, request->name);

  return dex_future_new_for_string (value);
}

/**
 * salon_secrets_lookup:
 * @self: the secrets
 * @name: the name of a secret
 *
 * Returns: (transfer full): a future of the secret, a string; rejected with
 *   %SALON_HOST_ERROR_MISSING_SECRET when there is none, %SALON_HOST_ERROR_SECRETS when the
 *   keyring failed or the user refused to unlock it
 */
DexFuture *
salon_secrets_lookup (SalonSecrets *self,
                      const char   *name)
{
  g_return_val_if_fail (SALON_IS_SECRETS (self), NULL);
  g_return_val_if_fail (salon_secrets_is_valid_name (name), NULL);

  return dex_scheduler_spawn (NULL, 0, lookup_fiber, request_new (self, name, NULL), request_free);
}

static DexFuture *
store_fiber (gpointer user_data)
{
  Request *request = user_data;
  DexPromise *promise;
  GError *error = NULL;

  if (!dex_await (salon_secrets_open (request->self), &error))
    return dex_future_new_for_error (error);

  if (!request->self->persistent)
    {
      g_hash_table_replace (request->self->memory, g_strdup (request->name),
                            g_strdup (request->value));
      return dex_future_new_true ();
    }

  promise = dex_promise_new_cancellable ();
  secret_password_store (&salon_secrets_schema, SECRET_COLLECTION_DEFAULT, request->label,
                         request->value, dex_promise_get_cancellable (promise), on_stored,
                         dex_ref (promise), "name", request->name, NULL);
  if (!dex_await (DEX_FUTURE (promise), &error))
    return keyring_failed (request->name, error);

  return dex_future_new_true ();
}

/**
 * salon_secrets_store:
 * @self: the secrets
 * @name: the name of a secret
 * @value: the secret
 *
 * Keeps @value, in place of what was there under that name.
 *
 * Returns: (transfer full): a future of %TRUE; rejected with %SALON_HOST_ERROR_SECRETS
 */
DexFuture *
salon_secrets_store (SalonSecrets *self,
                     const char   *name,
                     const char   *value)
{
  return salon_secrets_store_labelled (self, name, value, name);
}

/**
 * salon_secrets_store_labelled:
 * @self: the secrets
 * @name: the name of a secret
 * @value: the secret
 * @label: what people read of it in the keyring's own list
 *
 * As salon_secrets_store(), for names that tell people nothing.
 *
 * Returns: (transfer full): a future of %TRUE; rejected with %SALON_HOST_ERROR_SECRETS
 */
DexFuture *
salon_secrets_store_labelled (SalonSecrets *self,
                              const char   *name,
                              const char   *value,
                              const char   *label)
{
  Request *request;

  g_return_val_if_fail (SALON_IS_SECRETS (self), NULL);
  g_return_val_if_fail (salon_secrets_is_valid_name (name), NULL);
  g_return_val_if_fail (value != NULL, NULL);
  g_return_val_if_fail (label != NULL, NULL);

  request = request_new (self, name, value);
  /* Translators: how a key is called in the keyring's own list. */
  request->label = g_strdup_printf (_("Salon: %s"), label);
  return dex_scheduler_spawn (NULL, 0, store_fiber, request, request_free);
}

static DexFuture *
clear_fiber (gpointer user_data)
{
  Request *request = user_data;
  DexPromise *promise;
  GError *error = NULL;

  if (!dex_await (salon_secrets_open (request->self), &error))
    return dex_future_new_for_error (error);

  if (!request->self->persistent)
    {
      g_hash_table_remove (request->self->memory, request->name);
      return dex_future_new_true ();
    }

  promise = dex_promise_new_cancellable ();
  secret_password_clear (&salon_secrets_schema, dex_promise_get_cancellable (promise),
                         on_cleared, dex_ref (promise), "name", request->name, NULL);
  if (!dex_await (DEX_FUTURE (promise), &error))
    return keyring_failed (request->name, error);

  return dex_future_new_true ();
}

/**
 * salon_secrets_clear:
 * @self: the secrets
 * @name: the name of a secret
 *
 * Forgets a secret; one that is not there is forgotten already.
 *
 * Returns: (transfer full): a future of %TRUE; rejected with %SALON_HOST_ERROR_SECRETS
 */
DexFuture *
salon_secrets_clear (SalonSecrets *self,
                     const char   *name)
{
  g_return_val_if_fail (SALON_IS_SECRETS (self), NULL);
  g_return_val_if_fail (salon_secrets_is_valid_name (name), NULL);

  return dex_scheduler_spawn (NULL, 0, clear_fiber, request_new (self, name, NULL), request_free);
}
