/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-toolbox.h"

#include <glib/gi18n.h>

/* What a server offered when it was last seen ready. */
typedef struct
{
  char *identity;
  GPtrArray *tools;
  gboolean slow;
} Memory;

struct _SalonRunningCall
{
  char *server_name;
  SalonToolCall *call;
  char *chat_id;
  char *model;
  guint n_questions;
};

struct _SalonToolbox
{
  GObject parent_instance;

  GListModel *servers;
  SalonClock *clock;
  GPtrArray *watched;
  GHashTable *memories;
  GPtrArray *running;

  /* The set of the last time, as long as nothing has changed. */
  SalonToolSet *cached;
  char *cached_key;
};

G_DEFINE_FINAL_TYPE (SalonToolbox, salon_toolbox, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
memory_free (Memory *memory)
{
  g_free (memory->identity);
  g_clear_pointer (&memory->tools, g_ptr_array_unref);
  g_free (memory);
}

static void
running_call_free (SalonRunningCall *call)
{
  g_free (call->server_name);
  g_object_unref (call->call);
  g_free (call->chat_id);
  g_free (call->model);
  g_free (call);
}

static void
salon_toolbox_invalidate (SalonToolbox *self)
{
  g_clear_pointer (&self->cached, salon_tool_set_unref);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_server_state_cb (SalonServer  *server,
                    GParamSpec   *pspec,
                    SalonToolbox *self)
{
  Memory *memory = g_hash_table_lookup (self->memories, server);

  if (memory != NULL && salon_server_get_state (server) == SALON_SERVER_READY)
    memory->slow = FALSE;
  salon_toolbox_invalidate (self);
}

static void
salon_toolbox_watch (SalonToolbox *self)
{
  guint n = g_list_model_get_n_items (self->servers);

  for (guint i = 0; i < self->watched->len; i++)
    {
      SalonServer *server = self->watched->pdata[i];

      g_signal_handlers_disconnect_by_data (server, self);
      g_signal_handlers_disconnect_by_data (salon_server_get_tools (server), self);
    }
  g_ptr_array_set_size (self->watched, 0);
  for (guint i = 0; i < n; i++)
    {
      SalonServer *server = g_list_model_get_item (self->servers, i);

      g_ptr_array_add (self->watched, server);
      g_signal_connect_object (server, "notify::state",
                               G_CALLBACK (on_server_state_cb), self, G_CONNECT_DEFAULT);
      g_signal_connect_object (salon_server_get_tools (server), "items-changed",
                               G_CALLBACK (salon_toolbox_invalidate), self, G_CONNECT_SWAPPED);
    }
}

static void
on_servers_changed_cb (SalonToolbox *self)
{
  GHashTableIter iter;
  gpointer server;

  salon_toolbox_watch (self);
  g_hash_table_iter_init (&iter, self->memories);
  while (g_hash_table_iter_next (&iter, &server, NULL))
    {
      if (!g_ptr_array_find (self->watched, server, NULL))
        g_hash_table_iter_remove (&iter);
    }
  salon_toolbox_invalidate (self);
}

static void
salon_toolbox_dispose (GObject *object)
{
  SalonToolbox *self = SALON_TOOLBOX (object);

  g_hash_table_remove_all (self->memories);
  g_ptr_array_set_size (self->watched, 0);
  g_clear_pointer (&self->cached, salon_tool_set_unref);
  g_clear_object (&self->servers);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (salon_toolbox_parent_class)->dispose (object);
}

static void
salon_toolbox_finalize (GObject *object)
{
  SalonToolbox *self = SALON_TOOLBOX (object);

  g_clear_pointer (&self->memories, g_hash_table_unref);
  g_clear_pointer (&self->watched, g_ptr_array_unref);
  g_clear_pointer (&self->running, g_ptr_array_unref);
  g_clear_pointer (&self->cached_key, g_free);

  G_OBJECT_CLASS (salon_toolbox_parent_class)->finalize (object);
}

static void
salon_toolbox_class_init (SalonToolboxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = salon_toolbox_dispose;
  object_class->finalize = salon_toolbox_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
salon_toolbox_init (SalonToolbox *self)
{
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
  self->memories = g_hash_table_new_full (NULL, NULL, g_object_unref,
                                          (GDestroyNotify) memory_free);
  self->running = g_ptr_array_new_with_free_func ((GDestroyNotify) running_call_free);
}

SalonToolbox *
salon_toolbox_new (GListModel *servers,
                   SalonClock *clock)
{
  SalonToolbox *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (servers), NULL);
  g_return_val_if_fail (SALON_IS_CLOCK (clock), NULL);

  self = g_object_new (SALON_TYPE_TOOLBOX, NULL);
  self->servers = g_object_ref (servers);
  self->clock = g_object_ref (clock);
  g_signal_connect_object (servers, "items-changed",
                           G_CALLBACK (on_servers_changed_cb), self, G_CONNECT_SWAPPED);
  salon_toolbox_watch (self);
  return self;
}

SalonServer *
salon_toolbox_find_server (SalonToolbox *self,
                           const char   *name)
{
  g_return_val_if_fail (SALON_IS_TOOLBOX (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < self->watched->len; i++)
    {
      if (g_strcmp0 (salon_server_get_name (self->watched->pdata[i]), name) == 0)
        return self->watched->pdata[i];
    }
  return NULL;
}

static gboolean
is_wanted (SalonServer        *server,
           const char * const *names)
{
  if (salon_server_get_state (server) == SALON_SERVER_DISABLED)
    return FALSE;
  return names == NULL || g_strv_contains (names, salon_server_get_name (server));
}

static Memory *
salon_toolbox_get_memory (SalonToolbox *self,
                          SalonServer  *server)
{
  Memory *memory = g_hash_table_lookup (self->memories, server);
  const char *identity = salon_server_get_identity (server);

  if (memory == NULL)
    {
      memory = g_new0 (Memory, 1);
      g_hash_table_insert (self->memories, g_object_ref (server), memory);
    }
  /* Another command under the same name is another server. */
  if (g_strcmp0 (memory->identity, identity) != 0)
    {
      g_set_str (&memory->identity, identity);
      g_clear_pointer (&memory->tools, g_ptr_array_unref);
      memory->slow = FALSE;
    }
  if (salon_server_get_state (server) == SALON_SERVER_READY)
    {
      GListModel *tools = salon_server_get_tools (server);
      guint n = g_list_model_get_n_items (tools);

      g_clear_pointer (&memory->tools, g_ptr_array_unref);
      memory->tools = g_ptr_array_new_full (n, g_object_unref);
      for (guint i = 0; i < n; i++)
        g_ptr_array_add (memory->tools, g_list_model_get_item (tools, i));
    }
  return memory;
}

SalonToolSet *
salon_toolbox_get_tools (SalonToolbox       *self,
                         const char * const *names)
{
  g_autofree char *key = NULL;

  g_return_val_if_fail (SALON_IS_TOOLBOX (self), NULL);

  key = names != NULL ? g_strjoinv ("\n", (GStrv) names) : NULL;
  if (self->cached == NULL || g_strcmp0 (self->cached_key, key) != 0)
    {
      g_clear_pointer (&self->cached, salon_tool_set_unref);
      self->cached = salon_tool_set_new ();
      g_set_str (&self->cached_key, key);
      for (guint i = 0; i < self->watched->len; i++)
        {
          SalonServer *server = self->watched->pdata[i];
          Memory *memory;

          if (!is_wanted (server, names))
            continue;
          memory = salon_toolbox_get_memory (self, server);
          if (memory->tools != NULL)
            salon_tool_set_add_server (self->cached, server, memory->tools);
        }
      salon_tool_set_seal (self->cached);
    }
  return salon_tool_set_ref (self->cached);
}

typedef struct
{
  SalonToolbox *toolbox;
  GPtrArray *starting;
  GPtrArray *futures;
  gint64 patience;
} Preparation;

static void
preparation_free (Preparation *preparation)
{
  g_object_unref (preparation->toolbox);
  g_ptr_array_unref (preparation->starting);
  g_ptr_array_unref (preparation->futures);
  g_free (preparation);
}

static char *
dup_left_out_sentence (SalonServer *server)
{
  if (salon_server_get_state (server) == SALON_SERVER_FAILED)
    return g_strdup_printf (_("The tools of “%s” are left out: %s"),
                            salon_server_get_name (server), salon_server_get_status_text (server));
  return g_strdup_printf (_("The tools of “%s” are left out of this turn: the server was not ready "
                            "in time. It keeps starting in the background."),
                          salon_server_get_name (server));
}

static DexFuture *
prepare_fiber (gpointer user_data)
{
  Preparation *preparation = user_data;
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);

  if (preparation->futures->len > 0)
    {
      /* The servers go on starting when nobody waits any more. */
      DexFuture *all = dex_future_allv ((DexFuture * const *) preparation->futures->pdata,
                                        preparation->futures->len);
      DexFuture *time = salon_clock_sleep (preparation->toolbox->clock, preparation->patience);
      g_autoptr (GError) error = NULL;

      dex_await (dex_future_first (all, time, NULL), &error);
    }
  for (guint i = 0; i < preparation->starting->len; i++)
    {
      SalonServer *server = preparation->starting->pdata[i];
      SalonServerState state = salon_server_get_state (server);

      if (state == SALON_SERVER_READY || state == SALON_SERVER_DISABLED)
        continue;
      if (state == SALON_SERVER_STARTING)
        salon_toolbox_get_memory (preparation->toolbox, server)->slow = TRUE;
      g_ptr_array_add (sentences, dup_left_out_sentence (server));
    }
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&sentences));
}

DexFuture *
salon_toolbox_prepare (SalonToolbox       *self,
                       const char * const *names,
                       gint64              patience)
{
  Preparation *preparation;

  g_return_val_if_fail (SALON_IS_TOOLBOX (self), NULL);

  preparation = g_new0 (Preparation, 1);
  preparation->toolbox = g_object_ref (self);
  preparation->starting = g_ptr_array_new_with_free_func (g_object_unref);
  preparation->futures = g_ptr_array_new_with_free_func (dex_unref);
  preparation->patience = patience;
  for (guint i = 0; i < self->watched->len; i++)
    {
      SalonServer *server = self->watched->pdata[i];
      Memory *memory;

      if (!is_wanted (server, names) || salon_server_get_state (server) == SALON_SERVER_READY)
        continue;
      memory = salon_toolbox_get_memory (self, server);
      if (memory->tools != NULL)
        continue;
      g_ptr_array_add (preparation->starting, g_object_ref (server));
      if (memory->slow)
        dex_future_disown (salon_server_use (server));
      else
        g_ptr_array_add (preparation->futures, salon_server_use (server));
    }
  return dex_scheduler_spawn (NULL, 0, prepare_fiber, preparation,
                              (GDestroyNotify) preparation_free);
}

SalonRunningCall *
salon_toolbox_call_started (SalonToolbox  *self,
                            const char    *server_name,
                            SalonToolCall *call,
                            const char    *chat_id,
                            const char    *model)
{
  SalonRunningCall *running;

  g_return_val_if_fail (SALON_IS_TOOLBOX (self), NULL);

  running = g_new0 (SalonRunningCall, 1);
  running->server_name = g_strdup (server_name);
  running->call = g_object_ref (call);
  running->chat_id = g_strdup (chat_id);
  running->model = g_strdup (model);
  g_ptr_array_add (self->running, running);
  return running;
}

void
salon_toolbox_call_ended (SalonToolbox     *self,
                          SalonRunningCall *call)
{
  g_return_if_fail (SALON_IS_TOOLBOX (self));

  g_ptr_array_remove (self->running, call);
}

SalonRunningCall *
salon_toolbox_find_running (SalonToolbox *self,
                            const char   *server_name)
{
  SalonRunningCall *found = NULL;

  g_return_val_if_fail (SALON_IS_TOOLBOX (self), NULL);

  for (guint i = 0; i < self->running->len; i++)
    {
      SalonRunningCall *running = self->running->pdata[i];

      if (g_strcmp0 (running->server_name, server_name) != 0)
        continue;
      if (found != NULL)
        return NULL;
      found = running;
    }
  return found;
}

SalonToolCall *
salon_running_call_get_call (SalonRunningCall *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->call;
}

const char *
salon_running_call_get_chat_id (SalonRunningCall *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->chat_id;
}

const char *
salon_running_call_get_model (SalonRunningCall *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->model;
}

guint
salon_running_call_count_question (SalonRunningCall *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return ++self->n_questions;
}
