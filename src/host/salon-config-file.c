/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-config-file.h"

#include <glib/gi18n.h>

#include "salon-file-writer.h"
#include "salon-host-error.h"

/* Nobody writes more than this by hand. */
#define MAX_FILE_SIZE (4 * 1024 * 1024)

/* Editors replace a file in several steps; what lies between them is of no interest. */
#define SETTLE_MS 40

struct _SalonConfigFile
{
  GObject parent_instance;

  char *path;
  char *name;
  SalonJsonDocument *document;  /* the last good version; NULL: no file */
  GBytes *contents;             /* what was last read or written; NULL: no file */
  char *problem;

  GFileMonitor *monitor;         /* of the path itself */
  GFileMonitor *target_monitor;  /* of the file at the end of its links, when that is another */
  char *target;
  guint settle_source;

  DexFuture *last_edit;  /* edits are done one after the other */
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

G_DEFINE_FINAL_TYPE (SalonConfigFile, salon_config_file, G_TYPE_OBJECT)

static void
salon_config_file_dispose (GObject *object)
{
  SalonConfigFile *self = SALON_CONFIG_FILE (object);

  g_clear_handle_id (&self->settle_source, g_source_remove);
  g_clear_object (&self->monitor);
  g_clear_object (&self->target_monitor);
  dex_clear (&self->last_edit);

  G_OBJECT_CLASS (salon_config_file_parent_class)->dispose (object);
}

static void
salon_config_file_finalize (GObject *object)
{
  SalonConfigFile *self = SALON_CONFIG_FILE (object);

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->target, g_free);
  g_clear_pointer (&self->problem, g_free);
  g_clear_pointer (&self->document, salon_json_document_unref);
  g_clear_pointer (&self->contents, g_bytes_unref);

  G_OBJECT_CLASS (salon_config_file_parent_class)->finalize (object);
}

static void
salon_config_file_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  SalonConfigFile *self = SALON_CONFIG_FILE (object);

  switch (prop_id)
    {
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
salon_config_file_class_init (SalonConfigFileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = salon_config_file_dispose;
  object_class->finalize = salon_config_file_finalize;
  object_class->get_property = salon_config_file_get_property;

  properties[PROP_PROBLEM] =
    g_param_spec_string ("problem", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
salon_config_file_init (SalonConfigFile *self)
{
}

/**
 * salon_config_file_new:
 * @path: the path of a file that need not exist
 *
 * Returns: (transfer full): the file, not read yet
 */
SalonConfigFile *
salon_config_file_new (const char *path)
{
  SalonConfigFile *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (SALON_TYPE_CONFIG_FILE, NULL);
  self->path = g_strdup (path);
  self->name = g_path_get_basename (path);

  return self;
}

/**
 * salon_config_file_get_path:
 * @self: a file
 *
 * Returns: (transfer none): its path
 */
const char *
salon_config_file_get_path (SalonConfigFile *self)
{
  g_return_val_if_fail (SALON_IS_CONFIG_FILE (self), NULL);

  return self->path;
}

/**
 * salon_config_file_get_name:
 * @self: a file
 *
 * Returns: (transfer none): its name without the folder, for sentences
 */
const char *
salon_config_file_get_name (SalonConfigFile *self)
{
  g_return_val_if_fail (SALON_IS_CONFIG_FILE (self), NULL);

  return self->name;
}

/**
 * salon_config_file_get_root:
 * @self: a file
 *
 * Returns: (transfer none) (nullable): the object of the version in force; valid until the next
 *   #SalonConfigFile::changed
 */
const SalonJson *
salon_config_file_get_root (SalonConfigFile *self)
{
  g_return_val_if_fail (SALON_IS_CONFIG_FILE (self), NULL);

  return self->document != NULL ? salon_json_document_get_root (self->document) : NULL;
}

/**
 * salon_config_file_get_problem:
 * @self: a file
 *
 * Returns: (transfer none) (nullable): why the file as it is now could not be read
 */
const char *
salon_config_file_get_problem (SalonConfigFile *self)
{
  g_return_val_if_fail (SALON_IS_CONFIG_FILE (self), NULL);

  return self->problem;
}

static void
salon_config_file_set_problem (SalonConfigFile *self,
                               const char      *problem)
{
  if (g_set_str (&self->problem, problem))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

/* --- reading ------------------------------------------------------------------------------ */

/* Lets one version take effect, or keeps the last good one and says why. */
static void
salon_config_file_take (SalonConfigFile *self,
                        GBytes          *contents)
{
  const SalonJsonLimits limits = { .max_bytes = MAX_FILE_SIZE };
  g_autoptr(SalonJsonDocument) document = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *problem = NULL;
  const SalonJson *root;

  if (contents == self->contents ||
      (contents != NULL && self->contents != NULL && g_bytes_equal (contents, self->contents)))
    return;

  g_clear_pointer (&self->contents, g_bytes_unref);
  if (contents != NULL)
    {
      self->contents = g_bytes_ref (contents);
      document = salon_json_document_parse_bytes (contents, &limits, &error);
      root = document != NULL ? salon_json_document_get_root (document) : NULL;

      if (document == NULL)
        /* Translators: %s are a file's name and a sentence with line and column. */
        problem = g_strdup_printf (_("%s: %s"), self->name, error->message);
      else if (!salon_json_is_object (root))
        problem = g_strdup_printf (_("%s has to hold an object, not %s."), self->name,
                                   salon_json_kind_to_string (salon_json_get_kind (root)));

      if (problem != NULL)
        {
          salon_config_file_set_problem (self, problem);
          return;
        }
    }

  g_clear_pointer (&self->document, salon_json_document_unref);
  self->document = g_steal_pointer (&document);
  salon_config_file_set_problem (self, NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

typedef struct
{
  GBytes *contents;  /* NULL: no file */
  char *target;
} Snapshot;

static void
snapshot_free (gpointer data)
{
  Snapshot *snapshot = data;

  g_clear_pointer (&snapshot->contents, g_bytes_unref);
  g_free (snapshot->target);
  g_free (snapshot);
}

static gboolean
is_absence (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
}

/* On a thread, as a home folder may lie on a slow disk. Anything but a regular file of sensible
 * size is refused before it is read: a pipe would never end. */
static DexFuture *
read_on_thread (gpointer user_data)
{
  const char *path = user_data;
  g_autofree char *target = salon_file_writer_resolve (path);
  g_autoptr(GFile) file = g_file_new_for_path (target);
  g_autoptr(GFileInfo) info = NULL;
  g_autoptr(GError) error = NULL;
  Snapshot *snapshot;
  GBytes *contents = NULL;

  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                            G_FILE_QUERY_INFO_NONE, NULL, &error);
  if (info == NULL && !is_absence (error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (info != NULL)
    {
      if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
        return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                                      _("It is not an ordinary file"));
      if (g_file_info_get_size (info) > MAX_FILE_SIZE)
        return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                                      _("It is larger than %d MB"), MAX_FILE_SIZE / 1024 / 1024);

      g_clear_error (&error);
      contents = g_file_load_bytes (file, NULL, NULL, &error);
      if (contents == NULL && !is_absence (error))
        return dex_future_new_for_error (g_steal_pointer (&error));
    }

  snapshot = g_new0 (Snapshot, 1);
  snapshot->contents = contents;
  snapshot->target = g_steal_pointer (&target);

  return dex_future_new_for_pointer (snapshot);
}

static void on_file_event (GFileMonitor      *monitor,
                           GFile             *file,
                           GFile             *other,
                           GFileMonitorEvent  event,
                           gpointer           user_data);

static GFileMonitor *
salon_config_file_monitor (SalonConfigFile *self,
                           const char      *path)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;
  GFileMonitor *monitor = g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, &error);

  if (monitor == NULL)
    {
      g_info ("Changes of %s are not noticed: %s", path, error->message);
      return NULL;
    }

  g_signal_connect_object (monitor, "changed", G_CALLBACK (on_file_event), self, G_CONNECT_DEFAULT);

  return monitor;
}

/* A link is watched at both ends: either may be replaced. */
static void
salon_config_file_watch (SalonConfigFile *self,
                         const char      *target)
{
  if (self->monitor == NULL)
    self->monitor = salon_config_file_monitor (self, self->path);

  if (g_set_str (&self->target, target))
    {
      g_clear_object (&self->target_monitor);
      if (g_strcmp0 (self->target, self->path) != 0)
        self->target_monitor = salon_config_file_monitor (self, self->target);
    }
}

/* In a fiber. Reads what is there now; FALSE when that was not possible. */
static gboolean
salon_config_file_read (SalonConfigFile *self)
{
  g_autoptr(GError) error = NULL;
  Snapshot *snapshot;

  snapshot = dex_await_pointer (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0,
                                                     read_on_thread, g_strdup (self->path), g_free),
                                &error);
  if (snapshot == NULL)
    {
      g_autofree char *problem = g_strdup_printf (_("%s could not be read: %s."), self->name,
                                                  error->message);

      g_clear_pointer (&self->contents, g_bytes_unref);
      salon_config_file_set_problem (self, problem);
      return FALSE;
    }

  salon_config_file_watch (self, snapshot->target);
  salon_config_file_take (self, snapshot->contents);
  snapshot_free (snapshot);

  return TRUE;
}

static DexFuture *
load_fiber (gpointer user_data)
{
  SalonConfigFile *self = user_data;

  salon_config_file_watch (self, self->target);
  salon_config_file_read (self);

  return dex_future_new_true ();
}

/**
 * salon_config_file_load:
 * @self: a file
 *
 * Reads the file and begins to watch it. What is wrong with it is in “problem” afterwards.
 *
 * Returns: (transfer full): a future of %TRUE, never rejected
 */
DexFuture *
salon_config_file_load (SalonConfigFile *self)
{
  g_return_val_if_fail (SALON_IS_CONFIG_FILE (self), NULL);

  return dex_scheduler_spawn (NULL, 0, load_fiber, g_object_ref (self), g_object_unref);
}

static gboolean
on_settled (gpointer user_data)
{
  SalonConfigFile *self = user_data;

  self->settle_source = 0;
  dex_future_disown (salon_config_file_load (self));

  return G_SOURCE_REMOVE;
}

static void
on_file_event (GFileMonitor      *monitor,
               GFile             *file,
               GFile             *other,
               GFileMonitorEvent  event,
               gpointer           user_data)
{
  SalonConfigFile *self = user_data;

  if (event == G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED)
    return;

  g_clear_handle_id (&self->settle_source, g_source_remove);
  self->settle_source = g_timeout_add (SETTLE_MS, on_settled, self);
}

/* --- writing ------------------------------------------------------------------------------ */

typedef struct
{
  SalonConfigFile *self;
  DexFuture *previous;  /* the edit before this one; nullable */
  SalonConfigFileEditFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
} Edit;

static void
edit_free (gpointer data)
{
  Edit *edit = data;

  g_object_unref (edit->self);
  dex_clear (&edit->previous);
  if (edit->destroy != NULL)
    edit->destroy (edit->user_data);
  g_free (edit);
}

static DexFuture *
edit_fiber (gpointer user_data)
{
  Edit *edit = user_data;
  SalonConfigFile *self = edit->self;
  g_autoptr(SalonJsonDocument) document = NULL;
  g_autoptr(GBytes) contents = NULL;
  GError *error = NULL;
  g_autofree char *json = NULL;
  char *text;

  if (edit->previous != NULL)
    {
      dex_await (g_steal_pointer (&edit->previous), &error);
      g_clear_error (&error);
    }

  /* The user's editor may have been faster than the watch; and what the user is in the middle
   * of putting right is not ours to replace. */
  if (!salon_config_file_read (self) || self->problem != NULL)
    return dex_future_new_reject (SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
                                  _("Nothing was changed, because the file has a mistake that "
                                    "has to be put right first. %s"), self->problem);

  document = edit->func (salon_config_file_get_root (self), edit->user_data, &error);
  if (error != NULL)
    return dex_future_new_for_error (error);
  if (document == NULL)
    return dex_future_new_true ();

  json = salon_json_to_text (salon_json_document_get_root (document), TRUE);
  text = g_strconcat (json, "\n", NULL);
  contents = g_bytes_new_take (text, strlen (text));
  if (!dex_await (salon_file_writer_write (self->path, contents), &error))
    return dex_future_new_for_error (error);

  salon_config_file_take (self, contents);

  return dex_future_new_true ();
}

/**
 * salon_config_file_edit:
 * @self: a file
 * @func: makes the next version out of the present one
 * @user_data: data for @func
 * @destroy: (nullable): frees @user_data
 *
 * Reads the file again, lets @func change it and writes the result. Edits are done one after the
 * other, and go on when their future is thrown away. A file with a mistake in it is never
 * written over.
 *
 * Returns: (transfer full): a future of %TRUE once the new version is on the disk and in force;
 *   rejected with %SALON_HOST_ERROR_CONFIGURATION, %SALON_HOST_ERROR_READ_ONLY or @func's error
 */
DexFuture *
salon_config_file_edit (SalonConfigFile         *self,
                        SalonConfigFileEditFunc  func,
                        gpointer                 user_data,
                        GDestroyNotify           destroy)
{
  Edit *edit;

  g_return_val_if_fail (SALON_IS_CONFIG_FILE (self), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  edit = g_new0 (Edit, 1);
  edit->self = g_object_ref (self);
  edit->previous = g_steal_pointer (&self->last_edit);
  edit->func = func;
  edit->user_data = user_data;
  edit->destroy = destroy;

  self->last_edit = dex_scheduler_spawn (NULL, 0, edit_fiber, edit, edit_free);
  dex_future_disown (dex_ref (self->last_edit));

  return dex_ref (self->last_edit);
}
