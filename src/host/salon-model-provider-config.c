/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-model-provider-config-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-host-error.h"
#include "salon-json-shape-private.h"
#include "salon-model-kind.h"

/* The keys that Salon knows, in the order in which it writes new ones. */
static const char * const known_keys[] = {
  "kind", "dialect", "name", "baseUrl", "apiKey", "headers", "proxy", "models", "favorites",
  NULL
};

G_DEFINE_FINAL_TYPE (SalonModelProviderConfig, salon_model_provider_config, G_TYPE_OBJECT)

static void
salon_model_provider_config_finalize (GObject *object)
{
  SalonModelProviderConfig *self = SALON_MODEL_PROVIDER_CONFIG (object);

  g_free (self->id);
  g_free (self->kind);
  g_free (self->dialect);
  g_free (self->name);
  g_free (self->base_url);
  g_free (self->api_key);
  g_strfreev (self->headers);
  g_strfreev (self->secret_headers);
  g_free (self->proxy);
  g_clear_pointer (&self->models, g_ptr_array_unref);
  g_strfreev (self->model_ids);
  g_strfreev (self->favorites);
  g_free (self->problem);
  g_clear_pointer (&self->original, salon_json_document_unref);

  G_OBJECT_CLASS (salon_model_provider_config_parent_class)->finalize (object);
}

static void
salon_model_provider_config_class_init (SalonModelProviderConfigClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = salon_model_provider_config_finalize;
}

static void
salon_model_provider_config_init (SalonModelProviderConfig *self)
{
}

/**
 * salon_model_provider_config_new:
 * @id: the key in models.json, and the part of a model's reference before the “/”
 * @kind: the wire format, such as %SALON_MODEL_KIND_OPENAI_CHAT
 *
 * Returns: (transfer full): a config without an address
 */
SalonModelProviderConfig *
salon_model_provider_config_new (const char *id,
                                 const char *kind)
{
  SalonModelProviderConfig *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (kind != NULL, NULL);

  self = g_object_new (SALON_TYPE_MODEL_PROVIDER_CONFIG, NULL);
  self->id = g_strdup (id);
  self->kind = g_strdup (kind);

  return self;
}

static gboolean
salon_model_provider_config_read (SalonModelProviderConfig  *self,
                                  const SalonJson           *entry,
                                  GError                   **error)
{
  GPtrArray *models = NULL;

  if (!salon_json_is_object (entry))
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
                   _("The entry has to be an object, not %s."),
                   salon_json_kind_to_string (salon_json_get_kind (entry)));
      return FALSE;
    }

  if (!salon_written_models_read (entry, "models", &models, error))
    return FALSE;
  salon_model_provider_config_take_models (self, models);

  return salon_json_shape_read_text (entry, "kind", &self->kind, error) &&
         salon_json_shape_read_text (entry, "dialect", &self->dialect, error) &&
         salon_json_shape_read_text (entry, "name", &self->name, error) &&
         salon_json_shape_read_text (entry, "baseUrl", &self->base_url, error) &&
         salon_json_shape_read_text (entry, "apiKey", &self->api_key, error) &&
         salon_json_shape_read_pairs (entry, "headers", ": ", &self->headers, error) &&
         salon_json_shape_read_text (entry, "proxy", &self->proxy, error) &&
         salon_json_shape_read_strings (entry, "favorites", &self->favorites, error);
}

/**
 * salon_model_provider_config_new_from_json:
 * @id: the entry's key in models.json
 * @entry: the entry's value
 *
 * Reads one entry; without “kind” it is %SALON_MODEL_KIND_OPENAI_CHAT. A mistake makes a config
 * whose salon_model_provider_config_get_problem() says what is wrong.
 *
 * Returns: (transfer full): a sealed config
 */
SalonModelProviderConfig *
salon_model_provider_config_new_from_json (const char      *id,
                                           const SalonJson *entry)
{
  SalonModelProviderConfig *self = salon_model_provider_config_new (id,
                                                                    SALON_MODEL_KIND_OPENAI_CHAT);
  g_autoptr(GError) error = NULL;

  self->original = entry != NULL ? salon_json_document_copy (entry) : NULL;
  if (!salon_model_provider_config_read (self, entry, &error) ||
      !salon_model_provider_config_check (self, &error))
    self->problem = g_strdup_printf (_("models.json, provider “%s”: %s"), id, error->message);

  self->sealed = TRUE;

  return self;
}

/**
 * salon_model_provider_config_copy:
 * @self: a config
 *
 * Returns: (transfer full): a copy that can be changed; a problem is not copied
 */
SalonModelProviderConfig *
salon_model_provider_config_copy (SalonModelProviderConfig *self)
{
  SalonModelProviderConfig *copy;

  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self), NULL);

  copy = salon_model_provider_config_new (self->id, self->kind);
  copy->dialect = g_strdup (self->dialect);
  copy->name = g_strdup (self->name);
  copy->base_url = g_strdup (self->base_url);
  copy->api_key = g_strdup (self->api_key);
  copy->headers = g_strdupv (self->headers);
  copy->secret_headers = g_strdupv (self->secret_headers);
  copy->proxy = g_strdup (self->proxy);
  if (self->models != NULL)
    salon_model_provider_config_take_models (copy, g_ptr_array_ref (self->models));
  copy->favorites = g_strdupv (self->favorites);
  copy->original = self->original != NULL ? salon_json_document_ref (self->original) : NULL;

  return copy;
}

static gboolean
equal_strings (char **a,
               char **b)
{
  static const char * const none[] = { NULL };

  return g_strv_equal (a != NULL ? (const char * const *) a : none,
                       b != NULL ? (const char * const *) b : none);
}

/**
 * salon_model_provider_config_equal:
 * @self: a config
 * @other: another one
 *
 * Returns: whether both describe the same provider in the same way, whatever unknown members
 *   their entries have
 */
gboolean
salon_model_provider_config_equal (SalonModelProviderConfig *self,
                                   SalonModelProviderConfig *other)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self), FALSE);
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (other), FALSE);

  return salon_model_provider_config_equal_but_favorites (self, other) &&
         equal_strings (self->favorites, other->favorites);
}

/**
 * salon_model_provider_config_equal_but_favorites:
 * @self: a config
 * @other: another one
 *
 * Returns: whether both describe the same provider, whichever of its models are favourites
 */
gboolean
salon_model_provider_config_equal_but_favorites (SalonModelProviderConfig *self,
                                                 SalonModelProviderConfig *other)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self), FALSE);
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (other), FALSE);

  return g_strcmp0 (self->id, other->id) == 0 &&
         g_strcmp0 (self->kind, other->kind) == 0 &&
         g_strcmp0 (self->dialect, other->dialect) == 0 &&
         g_strcmp0 (self->name, other->name) == 0 &&
         g_strcmp0 (self->base_url, other->base_url) == 0 &&
         g_strcmp0 (self->api_key, other->api_key) == 0 &&
         g_strcmp0 (self->proxy, other->proxy) == 0 &&
         g_strcmp0 (self->problem, other->problem) == 0 &&
         equal_strings (self->headers, other->headers) &&
         salon_written_models_equal (self->models, other->models);
}

static gboolean
check_failed (GError     **error,
              const char  *sentence)
{
  g_set_error_literal (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION, sentence);

  return FALSE;
}

static gboolean
is_possible_id (const char *id)
{
  const gsize length = strspn (id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                   "0123456789_.-");

  return length > 0 && length <= 64 && id[length] == '\0';
}

static gboolean
has_scheme (const char         *url,
            const char * const *schemes)
{
  for (guint i = 0; schemes[i] != NULL; i++)
    {
      if (g_ascii_strncasecmp (url, schemes[i], strlen (schemes[i])) == 0)
        return TRUE;
    }

  return g_str_has_prefix (url, "${");
}

static gboolean
check_kind (SalonModelProviderConfig  *self,
            GError                   **error)
{
  g_autofree char *known = NULL;

  if (!salon_model_kind_is_known (self->kind))
    {
      known = salon_model_kind_dup_list ();
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
                   _("“kind” cannot be “%s”; it has to be one of %s."), self->kind, known);
      return FALSE;
    }

  if (self->dialect != NULL && !salon_model_kind_has_dialect (self->kind, self->dialect))
    {
      known = salon_model_kind_dup_dialects (self->kind);
      if (*known == '\0')
        g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
                     _("The kind “%s” has no dialects; leave “dialect” out."), self->kind);
      else
        g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
                     _("“dialect” cannot be “%s”; it has to be one of %s."), self->dialect, known);
      return FALSE;
    }

  return TRUE;
}

/**
 * salon_model_provider_config_check:
 * @self: a config
 * @error: where to say what is missing or wrong
 *
 * Returns: whether the config can be written to models.json
 */
gboolean
salon_model_provider_config_check (SalonModelProviderConfig  *self,
                                   GError                   **error)
{
  static const char * const web_schemes[] = { "https://", "http://", NULL };
  static const char * const proxy_schemes[] = {
    "http://", "https://", "socks://", "socks4://", "socks4a://", "socks5://", NULL
  };

  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self), FALSE);

  if (!is_possible_id (self->id))
    return check_failed (error, _("A provider's id has 1 to 64 letters, digits, “_”, “.” or “-”."));
  if (g_str_equal (self->id, SALON_PRACTICE_PROVIDER_ID))
    return check_failed (error, _("The id “practice” belongs to the built-in practice model."));

  if (!check_kind (self, error))
    return FALSE;

  if (self->base_url == NULL || *self->base_url == '\0')
    return check_failed (error, _("A provider needs a “baseUrl”."));
  if (!has_scheme (self->base_url, web_schemes))
    return check_failed (error, _("“baseUrl” has to begin with “https://” or “http://”."));
  if (self->proxy != NULL && !has_scheme (self->proxy, proxy_schemes))
    return check_failed (error, _("“proxy” has to begin with “http://”, “https://” or "
                                  "“socks5://”."));

  return TRUE;
}

/**
 * salon_model_provider_config_seal:
 * @self: a config
 *
 * Makes the config unchangeable.
 */
void
salon_model_provider_config_seal (SalonModelProviderConfig *self)
{
  g_return_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self));

  self->sealed = TRUE;
}

/* --- writing ------------------------------------------------------------------------------ */

static void
salon_model_provider_config_write_key (SalonModelProviderConfig *self,
                                       SalonJsonWriter          *writer,
                                       const char               *key)
{
  if (g_str_equal (key, "kind"))
    salon_json_writer_add_string (writer, key, self->kind);
  else if (g_str_equal (key, "dialect"))
    salon_json_writer_add_string (writer, key, self->dialect);
  else if (g_str_equal (key, "name"))
    salon_json_writer_add_string (writer, key, self->name);
  else if (g_str_equal (key, "baseUrl"))
    salon_json_writer_add_string (writer, key, self->base_url);
  else if (g_str_equal (key, "apiKey"))
    salon_json_writer_add_string (writer, key, self->api_key);
  else if (g_str_equal (key, "headers") && self->headers != NULL)
    salon_json_shape_write_pairs (writer, key, ": ", (const char * const *) self->headers);
  else if (g_str_equal (key, "proxy"))
    salon_json_writer_add_string (writer, key, self->proxy);
  else if (g_str_equal (key, "models") && self->models != NULL)
    salon_written_models_write (self->models, writer, key);
  else if (g_str_equal (key, "favorites") && self->favorites != NULL)
    salon_json_shape_write_strings (writer, key, (const char * const *) self->favorites);
}

/**
 * salon_model_provider_config_write:
 * @self: a config
 * @writer: where to write
 *
 * Adds the config as the member of its id. What was read from a file keeps its order, and its
 * unknown members.
 */
void
salon_model_provider_config_write (SalonModelProviderConfig *self,
                                   SalonJsonWriter          *writer)
{
  const SalonJson *original;
  SalonJsonIter iter;
  const SalonJson *value;
  const char *key;

  g_return_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self));
  g_return_if_fail (writer != NULL);

  original = self->original != NULL ? salon_json_document_get_root (self->original) : NULL;

  /* A broken entry is the user's to put right, so it stays as it is. */
  if (self->problem != NULL && original != NULL)
    {
      salon_json_writer_add_value (writer, self->id, original);
      return;
    }

  salon_json_writer_begin_object (writer, self->id);

  salon_json_iter_init (&iter, original);
  while (salon_json_iter_next (&iter, &key, &value))
    {
      if (g_strv_contains (known_keys, key))
        salon_model_provider_config_write_key (self, writer, key);
      else
        salon_json_writer_add_value (writer, key, value);
    }

  for (guint i = 0; known_keys[i] != NULL; i++)
    {
      if (salon_json_get_member (original, known_keys[i]) == NULL)
        salon_model_provider_config_write_key (self, writer, known_keys[i]);
    }

  salon_json_writer_end_object (writer);
}
