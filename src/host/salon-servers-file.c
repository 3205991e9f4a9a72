/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-servers-file.h"

#include <glib/gi18n.h>

#include "salon-config-file.h"
#include "salon-host-error.h"
#include "salon-server-config-private.h"

#define SERVERS_KEY "mcpServers"

struct _SalonServersFile
{
  GObject parent_instance;

  SalonConfigFile *file;
  GPtrArray *configs;  /* of SalonServerConfig, sealed */
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

G_DEFINE_FINAL_TYPE (SalonServersFile, salon_servers_file, G_TYPE_OBJECT)

static void
salon_servers_file_finalize (GObject *object)
{
  SalonServersFile *self = SALON_SERVERS_FILE (object);

  g_clear_object (&self->file);
  g_clear_pointer (&self->configs, g_ptr_array_unref);
  g_clear_pointer (&self->problem, g_free);

  G_OBJECT_CLASS (salon_servers_file_parent_class)->finalize (object);
}

static void
salon_servers_file_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  SalonServersFile *self = SALON_SERVERS_FILE (object);

  switch (prop_id)
    {
    case PROP_PROBLEM:
      g_value_set_string (value, salon_servers_file_get_problem (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
salon_servers_file_class_init (SalonServersFileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = salon_servers_file_finalize;
  object_class->get_property = salon_servers_file_get_property;

  properties[PROP_PROBLEM] =
    g_param_spec_string ("problem", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
salon_servers_file_init (SalonServersFile *self)
{
  SalonServerConfig *built_in = salon_server_config_new_built_in ();

  salon_server_config_seal (built_in);
  self->configs = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->configs, built_in);
}

/* --- from the file to the list ------------------------------------------------------------ */

static void
salon_servers_file_set_problem (SalonServersFile *self,
                                const char       *problem)
{
  if (g_set_str (&self->problem, problem))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

static gboolean
has_config (GPtrArray  *configs,
            const char *name,
            guint      *position)
{
  for (guint i = 0; i < configs->len; i++)
    {
      SalonServerConfig *config = g_ptr_array_index (configs, i);

      if (g_str_equal (salon_server_config_get_name (config), name))
        {
          *position = i;
          return TRUE;
        }
    }

  return FALSE;
}

/* The built-in server stands first; an entry of its name with a command of its own takes its
 * place. */
static void
add_built_in (GPtrArray *configs)
{
  g_autoptr(SalonServerConfig) config = NULL;
  guint position;

  if (has_config (configs, SALON_DESKTOP_SERVER_NAME, &position))
    {
      config = g_object_ref (g_ptr_array_index (configs, position));
      if (!salon_server_config_is_built_in (config))
        return;
      g_ptr_array_remove_index (configs, position);
    }
  else
    {
      config = salon_server_config_new_built_in ();
      salon_server_config_seal (config);
    }

  g_ptr_array_insert (configs, 0, g_steal_pointer (&config));
}

static void
salon_servers_file_update (SalonServersFile *self)
{
  const SalonJson *servers = salon_json_get_member (salon_config_file_get_root (self->file),
                                                    SERVERS_KEY);
  g_autoptr(GPtrArray) configs = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *problem = NULL;
  SalonJsonIter iter;
  const SalonJson *entry;
  const char *name;
  guint position;

  if (servers != NULL && !salon_json_is_object (servers))
    {
      /* As with a syntax error: what was right before stays in force. */
      problem = g_strdup_printf (_("%s: “%s” has to be an object, not %s."),
                                 salon_config_file_get_name (self->file), SERVERS_KEY,
                                 salon_json_kind_to_string (salon_json_get_kind (servers)));
      salon_servers_file_set_problem (self, problem);
      return;
    }

  salon_json_iter_init (&iter, servers);
  while (salon_json_iter_next (&iter, &name, &entry))
    {
      if (!has_config (configs, name, &position))
        g_ptr_array_add (configs, salon_server_config_new_from_json (name, entry));
      else if (problem == NULL)
        problem = g_strdup_printf (_("%s: there are two servers named “%s”; the first one counts."),
                                   salon_config_file_get_name (self->file), name);
    }
  add_built_in (configs);

  g_clear_pointer (&self->configs, g_ptr_array_unref);
  self->configs = g_steal_pointer (&configs);
  salon_servers_file_set_problem (self, problem);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_file_problem (SalonServersFile *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

/**
 * salon_servers_file_new:
 * @path: the path of mcp.json, which need not exist
 *
 * Returns: (transfer full): the file, not read yet: it holds the built-in server alone
 */
SalonServersFile *
salon_servers_file_new (const char *path)
{
  SalonServersFile *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (SALON_TYPE_SERVERS_FILE, NULL);
  self->file = salon_config_file_new (path);
  g_signal_connect_object (self->file, "changed", G_CALLBACK (salon_servers_file_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->file, "notify::problem", G_CALLBACK (on_file_problem), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/**
 * salon_servers_file_get_path:
 * @self: the file
 *
 * Returns: (transfer none): its path
 */
const char *
salon_servers_file_get_path (SalonServersFile *self)
{
  g_return_val_if_fail (SALON_IS_SERVERS_FILE (self), NULL);

  return salon_config_file_get_path (self->file);
}

/**
 * salon_servers_file_get_problem:
 * @self: the file
 *
 * Returns: (transfer none) (nullable): what is wrong with the file as a whole; mistakes inside of
 *   one entry are the config's
 */
const char *
salon_servers_file_get_problem (SalonServersFile *self)
{
  const char *problem;

  g_return_val_if_fail (SALON_IS_SERVERS_FILE (self), NULL);

  problem = salon_config_file_get_problem (self->file);

  return problem != NULL ? problem : self->problem;
}

/**
 * salon_servers_file_get_configs:
 * @self: the file
 *
 * Returns: (transfer none) (element-type SalonServerConfig): the entries of the last good
 *   version, the built-in server among them; another array after each #SalonServersFile::changed
 */
GPtrArray *
salon_servers_file_get_configs (SalonServersFile *self)
{
  g_return_val_if_fail (SALON_IS_SERVERS_FILE (self), NULL);

  return self->configs;
}

/**
 * salon_servers_file_load:
 * @self: the file
 *
 * Reads the file and begins to watch it.
 *
 * Returns: (transfer full): a future of %TRUE, never rejected
 */
DexFuture *
salon_servers_file_load (SalonServersFile *self)
{
  g_return_val_if_fail (SALON_IS_SERVERS_FILE (self), NULL);

  return salon_config_file_load (self->file);
}

/* --- from the list to the file ------------------------------------------------------------ */

typedef struct
{
  char *name;                 /* the entry to replace or remove; NULL: add one */
  SalonServerConfig *config;  /* NULL: remove */
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_free (change->name);
  g_clear_object (&change->config);
  g_free (change);
}

static gboolean
change_is_possible (Change           *change,
                    const SalonJson  *servers,
                    GError          **error)
{
  const char *new_name = change->config != NULL ? salon_server_config_get_name (change->config)
                                                : NULL;
  const gboolean is_built_in = g_strcmp0 (change->name, SALON_DESKTOP_SERVER_NAME) == 0 ||
                               (change->config != NULL &&
                                salon_server_config_is_built_in (change->config));

  if (servers != NULL && !salon_json_is_object (servers))
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
                   _("Nothing was changed, because “%s” in the file is no object."), SERVERS_KEY);
      return FALSE;
    }

  if (change->name != NULL && !is_built_in &&
      salon_json_get_member (servers, change->name) == NULL)
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_NOT_FOUND,
                   _("There is no server “%s” in mcp.json."), change->name);
      return FALSE;
    }

  if (new_name != NULL && g_strcmp0 (new_name, change->name) != 0 &&
      (salon_json_get_member (servers, new_name) != NULL ||
       (g_str_equal (new_name, SALON_DESKTOP_SERVER_NAME) &&
        !salon_server_config_is_built_in (change->config))))
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_EXISTS,
                   _("There is a server “%s” already; choose another name."), new_name);
      return FALSE;
    }

  return TRUE;
}

/* Whether an entry of the built-in server would say nothing at all. Unknown members are the
 * user's, so an entry that has some stays. */
static gboolean
is_default (SalonServerConfig *config)
{
  g_autoptr(SalonServerConfig) plain = NULL;

  if (!salon_server_config_is_built_in (config) ||
      salon_server_config_has_unknown_members (config))
    return FALSE;

  plain = salon_server_config_new_built_in ();

  return salon_server_config_equal (config, plain);
}

static void
write_servers (Change          *change,
               const SalonJson *servers,
               SalonJsonWriter *writer)
{
  SalonServerConfig *config = change->config;
  gboolean written = config == NULL || is_default (config);
  SalonJsonIter iter;
  const SalonJson *entry;
  const char *name;

  salon_json_writer_begin_object (writer, SERVERS_KEY);

  salon_json_iter_init (&iter, servers);
  while (salon_json_iter_next (&iter, &name, &entry))
    {
      if (change->name == NULL || !g_str_equal (name, change->name))
        salon_json_writer_add_value (writer, name, entry);
      else if (!written)
        {
          salon_server_config_write (config, writer);
          written = TRUE;
        }
    }

  if (!written)
    salon_server_config_write (config, writer);

  salon_json_writer_end_object (writer);
}

static SalonJsonDocument *
apply_change (const SalonJson  *root,
              gpointer          user_data,
              GError          **error)
{
  Change *change = user_data;
  const SalonJson *servers = salon_json_get_member (root, SERVERS_KEY);
  g_autoptr(SalonJsonWriter) writer = NULL;
  SalonJsonIter iter;
  const SalonJson *value;
  const char *name;
  gboolean written = FALSE;

  if (!change_is_possible (change, servers, error))
    return NULL;

  /* A file is not made to say nothing. */
  if (servers == NULL && (change->config == NULL || is_default (change->config)))
    return NULL;

  writer = salon_json_writer_new ();
  salon_json_writer_begin_object (writer, NULL);

  salon_json_iter_init (&iter, root);
  while (salon_json_iter_next (&iter, &name, &value))
    {
      if (!g_str_equal (name, SERVERS_KEY))
        salon_json_writer_add_value (writer, name, value);
      else if (!written)
        {
          write_servers (change, value, writer);
          written = TRUE;
        }
    }
  if (!written)
    write_servers (change, NULL, writer);

  salon_json_writer_end_object (writer);

  return salon_json_writer_finish_document (writer);
}

static DexFuture *
salon_servers_file_change (SalonServersFile  *self,
                           const char        *name,
                           SalonServerConfig *config)
{
  Change *change = g_new0 (Change, 1);

  change->name = g_strdup (name);
  if (config != NULL)
    {
      change->config = salon_server_config_copy (config);
      salon_server_config_seal (change->config);
    }

  return salon_config_file_edit (self->file, apply_change, change, change_free);
}

/**
 * salon_servers_file_put:
 * @self: the file
 * @name: (nullable): the entry to replace; %NULL: add a new one
 * @config: what it is to be; another name renames the entry in its place
 *
 * Writes one entry and leaves everything else as it is.
 *
 * Returns: (transfer full): a future of %TRUE when the file is written; rejected with
 *   %SALON_HOST_ERROR_CONFIGURATION, %SALON_HOST_ERROR_NOT_FOUND, %SALON_HOST_ERROR_EXISTS or
 *   %SALON_HOST_ERROR_READ_ONLY
 */
DexFuture *
salon_servers_file_put (SalonServersFile  *self,
                        const char        *name,
                        SalonServerConfig *config)
{
  GError *error = NULL;

  g_return_val_if_fail (SALON_IS_SERVERS_FILE (self), NULL);
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (config), NULL);

  if (!salon_server_config_check (config, &error))
    return dex_future_new_for_error (error);

  return salon_servers_file_change (self, name, config);
}

/**
 * salon_servers_file_remove:
 * @self: the file
 * @name: the entry to remove; removing the built-in server's brings its defaults back
 *
 * Returns: (transfer full): a future of %TRUE when the file is written; rejected with
 *   %SALON_HOST_ERROR_CONFIGURATION, %SALON_HOST_ERROR_NOT_FOUND or %SALON_HOST_ERROR_READ_ONLY
 */
DexFuture *
salon_servers_file_remove (SalonServersFile *self,
                           const char       *name)
{
  g_return_val_if_fail (SALON_IS_SERVERS_FILE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return salon_servers_file_change (self, name, NULL);
}
