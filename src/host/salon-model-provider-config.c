/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-model-provider-config.h"

#include <glib/gi18n.h>

#include "salon-host-error.h"
#include "salon-json-shape-private.h"

/* The keys that Salon knows, in the order in which it writes new ones. */
static const char * const known_keys[] = {
  "kind", "name", "baseUrl", "apiKey", "headers", "models", NULL
};

struct _SalonModelProviderConfig
{
  GObject parent_instance;

  char *id;
  char *kind;
  char *name;
  char *base_url;
  char *api_key;
  char **headers;
  char **models;
  char *problem;
  gboolean sealed;

  SalonJsonDocument *original;  /* the entry this one was read from; nullable */
};

G_DEFINE_FINAL_TYPE (SalonModelProviderConfig, salon_model_provider_config, G_TYPE_OBJECT)

static void
salon_model_provider_config_finalize (GObject *object)
{
  SalonModelProviderConfig *self = SALON_MODEL_PROVIDER_CONFIG (object);

  g_free (self->id);
  g_free (self->kind);
  g_free (self->name);
  g_free (self->base_url);
  g_free (self->api_key);
  g_strfreev (self->headers);
  g_strfreev (self->models);
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
  if (!salon_json_is_object (entry))
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
                   _("The entry has to be an object, not %s."),
                   salon_json_kind_to_string (salon_json_get_kind (entry)));
      return FALSE;
    }

  return salon_json_shape_read_text (entry, "kind", &self->kind, error) &&
         salon_json_shape_read_text (entry, "name", &self->name, error) &&
         salon_json_shape_read_text (entry, "baseUrl", &self->base_url, error) &&
         salon_json_shape_read_text (entry, "apiKey", &self->api_key, error) &&
         salon_json_shape_read_pairs (entry, "headers", ": ", &self->headers, error) &&
         salon_json_shape_read_strings (entry, "models", &self->models, error);
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
  copy->name = g_strdup (self->name);
  copy->base_url = g_strdup (self->base_url);
  copy->api_key = g_strdup (self->api_key);
  copy->headers = g_strdupv (self->headers);
  copy->models = g_strdupv (self->models);
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

  return g_strcmp0 (self->id, other->id) == 0 &&
         g_strcmp0 (self->kind, other->kind) == 0 &&
         g_strcmp0 (self->name, other->name) == 0 &&
         g_strcmp0 (self->base_url, other->base_url) == 0 &&
         g_strcmp0 (self->api_key, other->api_key) == 0 &&
         g_strcmp0 (self->problem, other->problem) == 0 &&
         equal_strings (self->headers, other->headers) &&
         equal_strings (self->models, other->models);
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
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self), FALSE);

  if (!is_possible_id (self->id))
    return check_failed (error, _("A provider's id has 1 to 64 letters, digits, “_”, “.” or “-”."));
  if (g_str_equal (self->id, SALON_PRACTICE_PROVIDER_ID))
    return check_failed (error, _("The id “practice” belongs to the built-in practice model."));

  if (!g_str_equal (self->kind, SALON_MODEL_KIND_OPENAI_CHAT))
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
                   _("“kind” has to be “openai-chat”, the only one that this version speaks, not "
                     "“%s”."), self->kind);
      return FALSE;
    }

  if (self->base_url == NULL || *self->base_url == '\0')
    return check_failed (error, _("A provider needs a “baseUrl”."));
  if (g_ascii_strncasecmp (self->base_url, "http://", 7) != 0 &&
      g_ascii_strncasecmp (self->base_url, "https://", 8) != 0 &&
      !g_str_has_prefix (self->base_url, "${"))
    return check_failed (error, _("“baseUrl” has to begin with “https://” or “http://”."));

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
  else if (g_str_equal (key, "name"))
    salon_json_writer_add_string (writer, key, self->name);
  else if (g_str_equal (key, "baseUrl"))
    salon_json_writer_add_string (writer, key, self->base_url);
  else if (g_str_equal (key, "apiKey"))
    salon_json_writer_add_string (writer, key, self->api_key);
  else if (g_str_equal (key, "headers") && self->headers != NULL)
    salon_json_shape_write_pairs (writer, key, ": ", (const char * const *) self->headers);
  else if (g_str_equal (key, "models") && self->models != NULL)
    salon_json_shape_write_strings (writer, key, (const char * const *) self->models);
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

/* --- getters and setters ------------------------------------------------------------------ */

/**
 * salon_model_provider_config_get_id:
 * @self: a config
 *
 * Returns: (transfer none): the key in models.json
 */
const char *
salon_model_provider_config_get_id (SalonModelProviderConfig *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self), NULL);

  return self->id;
}

/**
 * salon_model_provider_config_get_kind:
 * @self: a config
 *
 * Returns: (transfer none): the wire format
 */
const char *
salon_model_provider_config_get_kind (SalonModelProviderConfig *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self), NULL);

  return self->kind;
}

/**
 * salon_model_provider_config_get_name:
 * @self: a config
 *
 * Returns: (transfer none): what people call the provider; the id when the entry does not say
 */
const char *
salon_model_provider_config_get_name (SalonModelProviderConfig *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self), NULL);

  return self->name != NULL ? self->name : self->id;
}

/**
 * salon_model_provider_config_get_base_url:
 * @self: a config
 *
 * Returns: (transfer none) (nullable): where its API begins, such as `https://api.example.org/v1`
 */
const char *
salon_model_provider_config_get_base_url (SalonModelProviderConfig *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self), NULL);

  return self->base_url;
}

/**
 * salon_model_provider_config_get_api_key:
 * @self: a config
 *
 * Returns: (transfer none) (nullable): its key as written, most often `${secret:NAME}`
 */
const char *
salon_model_provider_config_get_api_key (SalonModelProviderConfig *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self), NULL);

  return self->api_key;
}

/**
 * salon_model_provider_config_get_headers:
 * @self: a config
 *
 * Returns: (transfer none) (nullable): more headers, each `Name: value`
 */
const char * const *
salon_model_provider_config_get_headers (SalonModelProviderConfig *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self), NULL);

  return (const char * const *) self->headers;
}

/**
 * salon_model_provider_config_get_models:
 * @self: a config
 *
 * Returns: (transfer none) (nullable): models to offer without asking the provider
 */
const char * const *
salon_model_provider_config_get_models (SalonModelProviderConfig *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self), NULL);

  return (const char * const *) self->models;
}

/**
 * salon_model_provider_config_get_problem:
 * @self: a config
 *
 * Returns: (transfer none) (nullable): what is wrong with the entry
 */
const char *
salon_model_provider_config_get_problem (SalonModelProviderConfig *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self), NULL);

  return self->problem;
}

/**
 * salon_model_provider_config_set_id:
 * @self: a config that is not sealed
 * @id: the key in models.json
 */
void
salon_model_provider_config_set_id (SalonModelProviderConfig *self,
                                    const char               *id)
{
  g_return_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self));
  g_return_if_fail (!self->sealed);
  g_return_if_fail (id != NULL);

  g_set_str (&self->id, id);
}

/**
 * salon_model_provider_config_set_name:
 * @self: a config that is not sealed
 * @name: (nullable): what people call the provider
 */
void
salon_model_provider_config_set_name (SalonModelProviderConfig *self,
                                      const char               *name)
{
  g_return_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self));
  g_return_if_fail (!self->sealed);

  g_set_str (&self->name, name);
}

/**
 * salon_model_provider_config_set_base_url:
 * @self: a config that is not sealed
 * @base_url: where its API begins
 */
void
salon_model_provider_config_set_base_url (SalonModelProviderConfig *self,
                                          const char               *base_url)
{
  g_return_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self));
  g_return_if_fail (!self->sealed);
  g_return_if_fail (base_url != NULL);

  g_set_str (&self->base_url, base_url);
}

/**
 * salon_model_provider_config_set_api_key:
 * @self: a config that is not sealed
 * @api_key: (nullable): its key, best as `${secret:NAME}`
 */
void
salon_model_provider_config_set_api_key (SalonModelProviderConfig *self,
                                         const char               *api_key)
{
  g_return_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self));
  g_return_if_fail (!self->sealed);

  g_set_str (&self->api_key, api_key);
}

/**
 * salon_model_provider_config_set_headers:
 * @self: a config that is not sealed
 * @headers: (nullable): more headers, each `Name: value`
 */
void
salon_model_provider_config_set_headers (SalonModelProviderConfig *self,
                                         const char * const       *headers)
{
  char **copy;

  g_return_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self));
  g_return_if_fail (!self->sealed);

  copy = headers != NULL && headers[0] != NULL ? g_strdupv ((char **) headers) : NULL;
  g_strfreev (self->headers);
  self->headers = copy;
}

/**
 * salon_model_provider_config_set_models:
 * @self: a config that is not sealed
 * @models: (nullable): models to offer without asking the provider
 */
void
salon_model_provider_config_set_models (SalonModelProviderConfig *self,
                                        const char * const       *models)
{
  char **copy;

  g_return_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (self));
  g_return_if_fail (!self->sealed);

  copy = models != NULL && models[0] != NULL ? g_strdupv ((char **) models) : NULL;
  g_strfreev (self->models);
  self->models = copy;
}
