/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-models-file.h"

#include <glib/gi18n.h>

#include "salon-config-file.h"
#include "salon-host-error.h"

#define PROVIDERS_KEY     "providers"
#define DEFAULT_MODEL_KEY "defaultModel"
#define SMALL_MODEL_KEY   "smallModel"

struct _SalonModelsFile
{
  GObject parent_instance;

  SalonConfigFile *file;
  GPtrArray *configs;  /* of SalonModelProviderConfig, sealed */
  char *default_model;
  char *small_model;
  char *problem;       /* of the shape, where the file itself has none */
};

enum
{
  PROP_0,
  PROP_PROBLEM,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SalonModelsFile, salon_models_file, G_TYPE_OBJECT)

static void
salon_models_file_finalize (GObject *object)
{
  SalonModelsFile *self = SALON_MODELS_FILE (object);

  g_clear_object (&self->file);
  g_clear_pointer (&self->configs, g_ptr_array_unref);
  g_clear_pointer (&self->default_model, g_free);
  g_clear_pointer (&self->small_model, g_free);
  g_clear_pointer (&self->problem, g_free);

  G_OBJECT_CLASS (salon_models_file_parent_class)->finalize (object);
}

static void
salon_models_file_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  SalonModelsFile *self = SALON_MODELS_FILE (object);

  switch (prop_id)
    {
    case PROP_PROBLEM:
      g_value_set_string (value, salon_models_file_get_problem (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
salon_models_file_class_init (SalonModelsFileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = salon_models_file_finalize;
  object_class->get_property = salon_models_file_get_property;

  properties[PROP_PROBLEM] =
    g_param_spec_string ("problem", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
salon_models_file_init (SalonModelsFile *self)
{
  self->configs = g_ptr_array_new_with_free_func (g_object_unref);
}

/* --- from the file to the list ------------------------------------------------------------ */

static void
salon_models_file_set_problem (SalonModelsFile *self,
                               const char      *problem)
{
  if (g_set_str (&self->problem, problem))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

static gboolean
has_config (GPtrArray  *configs,
            const char *id)
{
  for (guint i = 0; i < configs->len; i++)
    {
      if (g_str_equal (salon_model_provider_config_get_id (g_ptr_array_index (configs, i)), id))
        return TRUE;
    }

  return FALSE;
}

static char *
wrong_kind (SalonModelsFile *self,
            const char      *key,
            const char      *wanted,
            const SalonJson *value)
{
  return g_strdup_printf (_("%s: “%s” has to be %s, not %s."),
                          salon_config_file_get_name (self->file), key, wanted,
                          salon_json_kind_to_string (salon_json_get_kind (value)));
}

static void
salon_models_file_update (SalonModelsFile *self)
{
  const SalonJson *root = salon_config_file_get_root (self->file);
  const SalonJson *providers = salon_json_get_member (root, PROVIDERS_KEY);
  const SalonJson *default_model = salon_json_get_member (root, DEFAULT_MODEL_KEY);
  const SalonJson *small_model = salon_json_get_member (root, SMALL_MODEL_KEY);
  g_autoptr(GPtrArray) configs = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *problem = NULL;
  SalonJsonIter iter;
  const SalonJson *entry;
  const char *id;

  /* As with a syntax error: what was right before stays in force. */
  if (providers != NULL && !salon_json_is_object (providers))
    problem = wrong_kind (self, PROVIDERS_KEY, _("an object"), providers);
  else if (salon_json_get_kind (default_model) != SALON_JSON_NULL &&
           salon_json_as_string (default_model) == NULL)
    problem = wrong_kind (self, DEFAULT_MODEL_KEY, _("a string"), default_model);
  else if (salon_json_get_kind (small_model) != SALON_JSON_NULL &&
           salon_json_as_string (small_model) == NULL)
    problem = wrong_kind (self, SMALL_MODEL_KEY, _("a string"), small_model);
  if (problem != NULL)
    {
      salon_models_file_set_problem (self, problem);
      return;
    }

  salon_json_iter_init (&iter, providers);
  while (salon_json_iter_next (&iter, &id, &entry))
    {
      if (!has_config (configs, id))
        g_ptr_array_add (configs, salon_model_provider_config_new_from_json (id, entry));
      else if (problem == NULL)
        problem = g_strdup_printf (_("%s: there are two providers “%s”; the first one counts."),
                                   salon_config_file_get_name (self->file), id);
    }

  g_clear_pointer (&self->configs, g_ptr_array_unref);
  self->configs = g_steal_pointer (&configs);
  g_set_str (&self->default_model, salon_json_as_string (default_model));
  g_set_str (&self->small_model, salon_json_as_string (small_model));
  salon_models_file_set_problem (self, problem);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_file_problem (SalonModelsFile *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

/**
 * salon_models_file_new:
 * @path: the path of models.json, which need not exist
 *
 * Returns: (transfer full): the file, not read yet
 */
SalonModelsFile *
salon_models_file_new (const char *path)
{
  SalonModelsFile *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (SALON_TYPE_MODELS_FILE, NULL);
  self->file = salon_config_file_new (path);
  g_signal_connect_object (self->file, "changed", G_CALLBACK (salon_models_file_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->file, "notify::problem", G_CALLBACK (on_file_problem), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/**
 * salon_models_file_get_path:
 * @self: the file
 *
 * Returns: (transfer none): its path
 */
const char *
salon_models_file_get_path (SalonModelsFile *self)
{
  g_return_val_if_fail (SALON_IS_MODELS_FILE (self), NULL);

  return salon_config_file_get_path (self->file);
}

/**
 * salon_models_file_get_problem:
 * @self: the file
 *
 * Returns: (transfer none) (nullable): what is wrong with the file as a whole; mistakes inside of
 *   one entry are the config's
 */
const char *
salon_models_file_get_problem (SalonModelsFile *self)
{
  const char *problem;

  g_return_val_if_fail (SALON_IS_MODELS_FILE (self), NULL);

  problem = salon_config_file_get_problem (self->file);

  return problem != NULL ? problem : self->problem;
}

/**
 * salon_models_file_get_configs:
 * @self: the file
 *
 * Returns: (transfer none) (element-type SalonModelProviderConfig): the entries of the last good
 *   version; another array after each #SalonModelsFile::changed
 */
GPtrArray *
salon_models_file_get_configs (SalonModelsFile *self)
{
  g_return_val_if_fail (SALON_IS_MODELS_FILE (self), NULL);

  return self->configs;
}

/**
 * salon_models_file_get_default_model:
 * @self: the file
 *
 * Returns: (transfer none) (nullable): `provider/model`, as written
 */
const char *
salon_models_file_get_default_model (SalonModelsFile *self)
{
  g_return_val_if_fail (SALON_IS_MODELS_FILE (self), NULL);

  return self->default_model;
}

/**
 * salon_models_file_get_small_model:
 * @self: the file
 *
 * Returns: (transfer none) (nullable): `provider/model` for small tasks, as written
 */
const char *
salon_models_file_get_small_model (SalonModelsFile *self)
{
  g_return_val_if_fail (SALON_IS_MODELS_FILE (self), NULL);

  return self->small_model;
}

/**
 * salon_models_file_load:
 * @self: the file
 *
 * Reads the file and begins to watch it.
 *
 * Returns: (transfer full): a future of %TRUE, never rejected
 */
DexFuture *
salon_models_file_load (SalonModelsFile *self)
{
  g_return_val_if_fail (SALON_IS_MODELS_FILE (self), NULL);

  return salon_config_file_load (self->file);
}

/* --- from the list to the file ------------------------------------------------------------ */

typedef struct
{
  char *id;                          /* the entry to replace or remove; NULL: add one */
  SalonModelProviderConfig *config;  /* NULL: remove, or leave the providers alone */
  const char *key;                   /* of a chosen model; NULL: leave all as they are */
  char *model;                       /* NULL: take the key away */
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_free (change->id);
  g_clear_object (&change->config);
  g_free (change->model);
  g_free (change);
}

static gboolean
change_is_possible (Change           *change,
                    const SalonJson  *providers,
                    GError          **error)
{
  const char *new_id = change->config != NULL ? salon_model_provider_config_get_id (change->config)
                                              : NULL;

  if (providers != NULL && !salon_json_is_object (providers))
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
                   _("Nothing was changed, because “%s” in the file is no object."), PROVIDERS_KEY);
      return FALSE;
    }

  if (change->id != NULL && salon_json_get_member (providers, change->id) == NULL)
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_NOT_FOUND,
                   _("There is no provider “%s” in models.json."), change->id);
      return FALSE;
    }

  if (new_id != NULL && g_strcmp0 (new_id, change->id) != 0 &&
      salon_json_get_member (providers, new_id) != NULL)
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_EXISTS,
                   _("There is a provider “%s” already; choose another id."), new_id);
      return FALSE;
    }

  return TRUE;
}

static void
write_providers (Change          *change,
                 const SalonJson *providers,
                 SalonJsonWriter *writer)
{
  gboolean written = change->config == NULL;
  SalonJsonIter iter;
  const SalonJson *entry;
  const char *id;

  salon_json_writer_begin_object (writer, PROVIDERS_KEY);

  salon_json_iter_init (&iter, providers);
  while (salon_json_iter_next (&iter, &id, &entry))
    {
      if (change->id == NULL || !g_str_equal (id, change->id))
        salon_json_writer_add_value (writer, id, entry);
      else if (!written)
        {
          salon_model_provider_config_write (change->config, writer);
          written = TRUE;
        }
    }

  if (!written)
    salon_model_provider_config_write (change->config, writer);

  salon_json_writer_end_object (writer);
}

static SalonJsonDocument *
apply_change (const SalonJson  *root,
              gpointer          user_data,
              GError          **error)
{
  Change *change = user_data;
  g_autoptr(SalonJsonWriter) writer = NULL;
  gboolean providers_done = change->config == NULL;
  gboolean model_done = change->key == NULL || change->model == NULL;
  SalonJsonIter iter;
  const SalonJson *value;
  const char *name;

  if (!change_is_possible (change, salon_json_get_member (root, PROVIDERS_KEY), error))
    return NULL;

  writer = salon_json_writer_new ();
  salon_json_writer_begin_object (writer, NULL);

  salon_json_iter_init (&iter, root);
  while (salon_json_iter_next (&iter, &name, &value))
    {
      if (g_str_equal (name, PROVIDERS_KEY))
        {
          write_providers (change, value, writer);
          providers_done = TRUE;
        }
      else if (change->key != NULL && g_str_equal (name, change->key))
        {
          salon_json_writer_add_string (writer, name, change->model);
          model_done = TRUE;
        }
      else
        salon_json_writer_add_value (writer, name, value);
    }
  if (!providers_done)
    write_providers (change, NULL, writer);
  if (!model_done)
    salon_json_writer_add_string (writer, change->key, change->model);

  salon_json_writer_end_object (writer);

  return salon_json_writer_finish_document (writer);
}

/**
 * salon_models_file_put:
 * @self: the file
 * @id: (nullable): the entry to replace; %NULL: add a new one
 * @config: what it is to be; another id renames the entry in its place
 *
 * Writes one entry and leaves everything else as it is.
 *
 * Returns: (transfer full): a future of %TRUE when the file is written; rejected with
 *   %SALON_HOST_ERROR_CONFIGURATION, %SALON_HOST_ERROR_NOT_FOUND, %SALON_HOST_ERROR_EXISTS or
 *   %SALON_HOST_ERROR_READ_ONLY
 */
DexFuture *
salon_models_file_put (SalonModelsFile          *self,
                       const char               *id,
                       SalonModelProviderConfig *config)
{
  Change *change;
  GError *error = NULL;

  g_return_val_if_fail (SALON_IS_MODELS_FILE (self), NULL);
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (config), NULL);

  if (!salon_model_provider_config_check (config, &error))
    return dex_future_new_for_error (error);

  change = g_new0 (Change, 1);
  change->id = g_strdup (id);
  change->config = salon_model_provider_config_copy (config);
  salon_model_provider_config_seal (change->config);

  return salon_config_file_edit (self->file, apply_change, change, change_free);
}

/**
 * salon_models_file_remove:
 * @self: the file
 * @id: the entry to remove
 *
 * Returns: (transfer full): a future of %TRUE when the file is written; rejected with
 *   %SALON_HOST_ERROR_CONFIGURATION, %SALON_HOST_ERROR_NOT_FOUND or %SALON_HOST_ERROR_READ_ONLY
 */
DexFuture *
salon_models_file_remove (SalonModelsFile *self,
                          const char      *id)
{
  Change *change;

  g_return_val_if_fail (SALON_IS_MODELS_FILE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  change = g_new0 (Change, 1);
  change->id = g_strdup (id);

  return salon_config_file_edit (self->file, apply_change, change, change_free);
}

static DexFuture *
salon_models_file_set_model (SalonModelsFile *self,
                             const char      *key,
                             const char      *model)
{
  Change *change = g_new0 (Change, 1);

  change->key = key;
  change->model = g_strdup (model);

  return salon_config_file_edit (self->file, apply_change, change, change_free);
}

/**
 * salon_models_file_set_default_model:
 * @self: the file
 * @model: `provider/model`
 *
 * Returns: (transfer full): a future of %TRUE when the file is written; rejected with
 *   %SALON_HOST_ERROR_CONFIGURATION or %SALON_HOST_ERROR_READ_ONLY
 */
DexFuture *
salon_models_file_set_default_model (SalonModelsFile *self,
                                     const char      *model)
{
  g_return_val_if_fail (SALON_IS_MODELS_FILE (self), NULL);
  g_return_val_if_fail (model != NULL, NULL);

  return salon_models_file_set_model (self, DEFAULT_MODEL_KEY, model);
}

/**
 * salon_models_file_set_small_model:
 * @self: the file
 * @model: (nullable): `provider/model`; %NULL: none in particular
 *
 * Returns: (transfer full): as salon_models_file_set_default_model()
 */
DexFuture *
salon_models_file_set_small_model (SalonModelsFile *self,
                                   const char      *model)
{
  g_return_val_if_fail (SALON_IS_MODELS_FILE (self), NULL);

  return salon_models_file_set_model (self, SMALL_MODEL_KEY, model);
}
