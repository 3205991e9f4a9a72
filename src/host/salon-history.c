/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-history-private.h"

#include <glib/gi18n.h>

#include "salon-host-error.h"

#define MAX_HITS 100

struct _SalonHistory
{
  GObject parent_instance;

  SalonClock *clock;
  SalonStore *store;
  GPtrArray *chats;
  gboolean loaded;
  gboolean refreshing;
  gint64 version; /* of the file, when it was last looked at */
  guint n_changes; /* of the list, by this program */
};

static GType
salon_history_get_item_type (GListModel *model)
{
  return SALON_TYPE_CHAT;
}

static guint
salon_history_get_n_items (GListModel *model)
{
  return SALON_HISTORY (model)->chats->len;
}

static gpointer
salon_history_get_item (GListModel *model,
                        guint       position)
{
  SalonHistory *self = SALON_HISTORY (model);

  return position < self->chats->len ? g_object_ref (self->chats->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = salon_history_get_item_type;
  iface->get_n_items = salon_history_get_n_items;
  iface->get_item = salon_history_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonHistory, salon_history, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

enum
{
  DELETING,
  CHAT_CHANGED,
  STORE_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
salon_history_finalize (GObject *object)
{
  SalonHistory *self = SALON_HISTORY (object);

  g_clear_object (&self->clock);
  g_clear_object (&self->store);
  g_clear_pointer (&self->chats, g_ptr_array_unref);

  G_OBJECT_CLASS (salon_history_parent_class)->finalize (object);
}

static void
salon_history_class_init (SalonHistoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = salon_history_finalize;

  signals[DELETING] =
    g_signal_new ("deleting", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CHAT_CHANGED] =
    g_signal_new ("chat-changed", G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[STORE_FAILED] =
    g_signal_new ("store-failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
salon_history_init (SalonHistory *self)
{
  self->chats = g_ptr_array_new_with_free_func (g_object_unref);
}

SalonHistory *
salon_history_new (SalonClock *clock)
{
  SalonHistory *self = g_object_new (SALON_TYPE_HISTORY, NULL);

  self->clock = g_object_ref (clock);
  return self;
}

SalonStore *
salon_history_get_store (SalonHistory *self)
{
  g_return_val_if_fail (SALON_IS_HISTORY (self), NULL);
  return self->store;
}

static gboolean
comes_before (SalonChat *a,
              SalonChat *b)
{
  if (salon_chat_get_pinned (a) != salon_chat_get_pinned (b))
    return salon_chat_get_pinned (a);
  return salon_chat_get_updated_at (a) > salon_chat_get_updated_at (b);
}

static void
salon_history_remove (SalonHistory *self,
                      SalonChat    *chat)
{
  guint position;

  if (!g_ptr_array_find (self->chats, chat, &position))
    return;
  g_ptr_array_remove_index (self->chats, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

void
salon_history_add_chat (SalonHistory *self,
                        SalonChat    *chat)
{
  guint position = 0;
  guint old;

  g_return_if_fail (SALON_IS_HISTORY (self));
  g_return_if_fail (SALON_IS_CHAT (chat));

  while (position < self->chats->len &&
         (self->chats->pdata[position] == chat ||
          comes_before (self->chats->pdata[position], chat)))
    position++;
  if (g_ptr_array_find (self->chats, chat, &old))
    {
      if (position == old || position == old + 1)
        return;
      /* A row that moves down makes room above itself. */
      if (position > old)
        position--;
      salon_history_remove (self, g_object_ref (chat));
      g_ptr_array_insert (self->chats, position, chat);
    }
  else
    {
      g_ptr_array_insert (self->chats, position, g_object_ref (chat));
    }
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
}

static DexFuture *
load_fiber (gpointer user_data)
{
  SalonHistory *self = user_data;
  g_autoptr (GPtrArray) rows = NULL;
  GError *error = NULL;
  guint n_before;

  rows = dex_await_boxed (salon_store_list_chats (self->store), &error);
  if (rows == NULL)
    return dex_future_new_for_error (error);
  n_before = self->chats->len;
  for (guint i = 0; i < rows->len; i++)
    {
      const SalonStoreChat *row = rows->pdata[i];

      /* One may have been begun, and saved, while the others were read. */
      if (n_before == 0 || salon_history_find (self, row->id) == NULL)
        g_ptr_array_add (self->chats, salon_chat_new_from_row (row));
    }
  self->loaded = TRUE;
  g_list_model_items_changed (G_LIST_MODEL (self), n_before, 0, self->chats->len - n_before);
  return dex_future_new_true ();
}

DexFuture *
salon_history_load (SalonHistory *self,
                    SalonStore   *store)
{
  g_return_val_if_fail (SALON_IS_HISTORY (self), NULL);

  g_set_object (&self->store, store);
  if (store == NULL)
    return dex_future_new_true ();
  return dex_scheduler_spawn (NULL, 0, load_fiber, g_object_ref (self), g_object_unref);
}

/* What only this program knows stays: a draft, a title, a chat that could not be saved. */
static void
salon_history_merge (SalonHistory         *self,
                     const SalonStoreChat *row)
{
  SalonChat *known = salon_history_find (self, row->id);
  g_autoptr (SalonChat) chat = known != NULL ? g_object_ref (known)
                                             : salon_chat_new_from_row (row);

  if (known != NULL && row->updated_at <= salon_chat_get_updated_at (chat))
    return;
  if (salon_chat_get_own_title (chat)[0] == '\0' && row->title != NULL)
    salon_chat_set_title (chat, row->title);
  salon_chat_set_updated_at (chat, row->updated_at);
  salon_history_add_chat (self, chat);
  if (known != NULL)
    g_signal_emit (self, signals[CHAT_CHANGED], 0, row->id);
}

static gboolean
salon_history_refresh_now (SalonHistory  *self,
                           GError       **error)
{
  gint64 version = dex_await_int64 (salon_store_load_version (self->store), error);

  if (*error != NULL)
    return FALSE;
  while (version != self->version)
    {
      guint n_changes = self->n_changes;
      g_autoptr (GPtrArray) rows = dex_await_boxed (salon_store_list_chats (self->store), error);

      if (rows == NULL)
        return FALSE;
      /* What was deleted meanwhile must not come back. */
      if (n_changes != self->n_changes)
        continue;
      self->version = version;
      for (guint i = 0; i < rows->len; i++)
        salon_history_merge (self, rows->pdata[i]);
    }
  return TRUE;
}

static DexFuture *
refresh_fiber (gpointer user_data)
{
  SalonHistory *self = user_data;
  GError *error = NULL;
  gboolean refreshed = salon_history_refresh_now (self, &error);

  self->refreshing = FALSE;
  return refreshed ? dex_future_new_true () : dex_future_new_for_error (error);
}

DexFuture *
salon_history_refresh (SalonHistory *self)
{
  g_return_val_if_fail (SALON_IS_HISTORY (self), NULL);

  if (!self->loaded || self->refreshing)
    return dex_future_new_true ();
  self->refreshing = TRUE;
  return dex_scheduler_spawn (NULL, 0, refresh_fiber, g_object_ref (self), g_object_unref);
}

SalonChat *
salon_history_new_chat (SalonHistory *self)
{
  g_return_val_if_fail (SALON_IS_HISTORY (self), NULL);

  return salon_chat_new (salon_clock_get_real_time (self->clock));
}

SalonChat *
salon_history_find (SalonHistory *self,
                    const char   *id)
{
  g_return_val_if_fail (SALON_IS_HISTORY (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < self->chats->len; i++)
    {
      if (g_strcmp0 (salon_chat_get_id (self->chats->pdata[i]), id) == 0)
        return self->chats->pdata[i];
    }
  return NULL;
}

DexFuture *
salon_history_save_chat (SalonHistory *self,
                         SalonChat    *chat,
                         gboolean      touched)
{
  g_autoptr (SalonStoreChat) row = NULL;

  g_return_val_if_fail (SALON_IS_HISTORY (self), NULL);
  g_return_val_if_fail (SALON_IS_CHAT (chat), NULL);

  self->n_changes++;
  if (salon_chat_is_empty (chat))
    {
      salon_history_remove (self, chat);
      return self->store != NULL ? salon_store_delete_chat (self->store, salon_chat_get_id (chat))
                                 : dex_future_new_true ();
    }
  if (touched)
    salon_chat_set_updated_at (chat, salon_clock_get_real_time (self->clock));
  salon_history_add_chat (self, chat);
  if (self->store == NULL)
    return dex_future_new_true ();
  row = salon_chat_to_row (chat);
  return salon_store_save_chat (self->store, row);
}

static DexFuture *
report_cb (DexFuture *future,
           gpointer   user_data)
{
  GWeakRef *weak = user_data;
  g_autoptr (SalonHistory) self = g_weak_ref_get (weak);
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL && self != NULL &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
    g_signal_emit (self, signals[STORE_FAILED], 0, error);
  return dex_future_new_true ();
}

static void
weak_ref_free (gpointer data)
{
  GWeakRef *weak = data;

  g_weak_ref_clear (weak);
  g_free (weak);
}

void
salon_history_report (SalonHistory *self,
                      DexFuture    *future)
{
  GWeakRef *weak;

  g_return_if_fail (SALON_IS_HISTORY (self));

  weak = g_new0 (GWeakRef, 1);
  g_weak_ref_init (weak, self);
  dex_future_disown (dex_future_catch (future, report_cb, weak, weak_ref_free));
}

static DexFuture *
reject_unknown (const char *id)
{
  return dex_future_new_reject (SALON_HOST_ERROR, SALON_HOST_ERROR_NOT_FOUND,
                                _("There is no chat “%s”."), id);
}

DexFuture *
salon_history_rename (SalonHistory *self,
                      const char   *id,
                      const char   *title)
{
  g_autofree char *stripped = NULL;
  SalonChat *chat;

  g_return_val_if_fail (SALON_IS_HISTORY (self), NULL);
  g_return_val_if_fail (id != NULL && title != NULL, NULL);

  chat = salon_history_find (self, id);
  if (chat == NULL)
    return reject_unknown (id);
  stripped = g_strstrip (g_utf8_make_valid (title, -1));
  if (stripped[0] == '\0')
    return dex_future_new_reject (SALON_HOST_ERROR, SALON_HOST_ERROR_FAILED,
                                  _("A chat needs a title."));
  salon_chat_set_title (chat, stripped);
  return salon_history_save_chat (self, chat, FALSE);
}

DexFuture *
salon_history_set_pinned (SalonHistory *self,
                          const char   *id,
                          gboolean      pinned)
{
  SalonChat *chat;

  g_return_val_if_fail (SALON_IS_HISTORY (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  chat = salon_history_find (self, id);
  if (chat == NULL)
    return reject_unknown (id);
  salon_chat_set_pinned (chat, pinned);
  return salon_history_save_chat (self, chat, FALSE);
}

DexFuture *
salon_history_delete (SalonHistory *self,
                      const char   *id)
{
  g_autofree char *kept = NULL;
  SalonChat *chat;

  g_return_val_if_fail (SALON_IS_HISTORY (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  chat = salon_history_find (self, id);
  if (chat == NULL)
    return reject_unknown (id);
  kept = g_strdup (id);
  g_signal_emit (self, signals[DELETING], 0, kept);
  self->n_changes++;
  salon_history_remove (self, chat);
  return self->store != NULL ? salon_store_delete_chat (self->store, kept)
                             : dex_future_new_true ();
}

typedef struct
{
  SalonHistory *history;
  char *text;
} Search;

static void
search_free (Search *search)
{
  g_object_unref (search->history);
  g_free (search->text);
  g_free (search);
}

static DexFuture *
search_fiber (gpointer user_data)
{
  Search *search = user_data;
  g_autoptr (GListStore) hits = g_list_store_new (SALON_TYPE_SEARCH_HIT);
  g_autoptr (GPtrArray) rows = NULL;
  GError *error = NULL;

  if (search->history->store != NULL)
    {
      rows = dex_await_boxed (salon_store_search (search->history->store, search->text, MAX_HITS),
                              &error);
      if (rows == NULL)
        return dex_future_new_for_error (error);
    }
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const SalonStoreHit *row = rows->pdata[i];
      g_autoptr (SalonSearchHit) hit = salon_search_hit_new (row->chat_id, row->chat_title,
                                                             row->message_id, row->snippet);

      g_list_store_append (hits, hit);
    }
  return dex_future_new_take_object (g_steal_pointer (&hits));
}

DexFuture *
salon_history_search (SalonHistory *self,
                      const char   *text)
{
  Search *search;

  g_return_val_if_fail (SALON_IS_HISTORY (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  search = g_new0 (Search, 1);
  search->history = g_object_ref (self);
  search->text = g_strdup (text);
  return dex_scheduler_spawn (NULL, 0, search_fiber, search, (GDestroyNotify) search_free);
}
