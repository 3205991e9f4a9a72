/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-store"

#include "config.h"

#include "salon-store.h"

#include <glib/gi18n.h>

#include "salon-store-blobs-private.h"
#include "salon-store-jobs-private.h"

struct _SalonStore
{
  GObject parent_instance;

  SalonStoreThread *thread;
};

G_DEFINE_FINAL_TYPE (SalonStore, salon_store, G_TYPE_OBJECT)

static const SalonStoreTable tables[] = {
  { "chats", "serial, id, title, model, draft, created_at, updated_at, pinned, active_message_id" },
  { "messages", "serial, id, chat_id, parent_id, role, state, model, created_at" },
  { "parts", "serial, id, message_id, position, kind, text, data" },
  { NULL, NULL },
};

/* After rows were lost: messages keep a chat and a place in it, parts a message. */
static const char mend_sql[] =
  "INSERT OR IGNORE INTO chats (id, title, created_at, updated_at)"
  "  SELECT chat_id, '?', min(created_at), max(created_at) FROM messages"
  "  WHERE chat_id NOT IN (SELECT id FROM chats) GROUP BY chat_id;"
  "DELETE FROM parts WHERE message_id NOT IN (SELECT id FROM messages);"
  "UPDATE messages SET parent_id ="
  "    (SELECT earlier.id FROM messages AS earlier"
  "     WHERE earlier.chat_id = messages.chat_id AND earlier.serial < messages.serial"
  "     ORDER BY earlier.serial DESC LIMIT 1)"
  "  WHERE parent_id IS NOT NULL AND NOT EXISTS"
  "    (SELECT 1 FROM messages AS parent"
  "     WHERE parent.chat_id = messages.chat_id AND parent.id = messages.parent_id);"
  "UPDATE parts SET blob = json_extract(data, '$.blob')"
  "  WHERE kind IN ('image', 'document') AND json_valid(data);"
  "UPDATE chats SET active_message_id ="
  "    (SELECT id FROM messages WHERE chat_id = chats.id ORDER BY serial DESC LIMIT 1)"
  "  WHERE active_message_id IS NULL OR active_message_id NOT IN (SELECT id FROM messages);";

static const SalonStoreKind kind = {
  .resource_folder = "/io/github/salon_chat/Salon/store/migrations/history",
  .tables = tables,
  .mend_sql = mend_sql,
  .settle = salon_store_settle_messages,
  .index_sql = "INSERT INTO parts_search (parts_search) VALUES ('rebuild');"
               "INSERT INTO chats_search (chats_search) VALUES ('rebuild');",
};

static void
salon_store_dispose (GObject *object)
{
  SalonStore *self = SALON_STORE (object);

  g_clear_pointer (&self->thread, salon_store_thread_free);

  G_OBJECT_CLASS (salon_store_parent_class)->dispose (object);
}

static void
salon_store_class_init (SalonStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = salon_store_dispose;
}

static void
salon_store_init (SalonStore *self)
{
}

gboolean
salon_store_result_done (GValue *result)
{
  g_value_init (result, G_TYPE_BOOLEAN);
  g_value_set_boolean (result, TRUE);
  return TRUE;
}

/* @rows: (transfer full) */
gboolean
salon_store_result_rows (GValue    *result,
                         GPtrArray *rows)
{
  g_value_init (result, G_TYPE_PTR_ARRAY);
  g_value_take_boxed (result, rows);
  return TRUE;
}

static DexFuture *
on_opened_cb (DexFuture *future,
              gpointer   user_data)
{
  return dex_future_new_for_object (user_data);
}

DexFuture *
salon_store_open (const char *path)
{
  g_autoptr(SalonStore) self = g_object_new (SALON_TYPE_STORE, NULL);

  self->thread = salon_store_thread_new (path, &kind);
  return dex_future_then (salon_store_thread_open (self->thread), on_opened_cb,
                          g_object_ref (self), g_object_unref);
}

DexFuture *
salon_store_close (SalonStore *self)
{
  g_return_val_if_fail (SALON_IS_STORE (self), NULL);

  return salon_store_thread_close (self->thread);
}

const char *
salon_store_get_notice (SalonStore *self)
{
  g_return_val_if_fail (SALON_IS_STORE (self), NULL);

  return salon_store_thread_get_notice (self->thread);
}

gboolean
salon_store_is_read_only (SalonStore *self)
{
  g_return_val_if_fail (SALON_IS_STORE (self), FALSE);

  return salon_store_thread_is_read_only (self->thread);
}

DexFuture *
salon_store_list_chats (SalonStore *self)
{
  g_return_val_if_fail (SALON_IS_STORE (self), NULL);

  return salon_store_thread_run (self->thread, salon_store_list_chats_job, NULL, NULL);
}

DexFuture *
salon_store_load_version (SalonStore *self)
{
  g_return_val_if_fail (SALON_IS_STORE (self), NULL);

  return salon_store_thread_run (self->thread, salon_store_load_version_job, NULL, NULL);
}

DexFuture *
salon_store_load_chat (SalonStore *self,
                       const char *id)
{
  g_return_val_if_fail (SALON_IS_STORE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return salon_store_thread_run (self->thread, salon_store_load_chat_job, g_strdup (id), g_free);
}

DexFuture *
salon_store_save_chat (SalonStore           *self,
                       const SalonStoreChat *chat)
{
  g_return_val_if_fail (SALON_IS_STORE (self), NULL);
  g_return_val_if_fail (chat != NULL && chat->id != NULL, NULL);

  return salon_store_thread_run (self->thread, salon_store_save_chat_job,
                                 salon_store_chat_copy (chat),
                                 (GDestroyNotify) salon_store_chat_free);
}

DexFuture *
salon_store_delete_chat (SalonStore *self,
                         const char *id)
{
  g_return_val_if_fail (SALON_IS_STORE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return salon_store_thread_run (self->thread, salon_store_delete_chat_job, g_strdup (id), g_free);
}

DexFuture *
salon_store_load_messages (SalonStore *self,
                           const char *chat_id)
{
  g_return_val_if_fail (SALON_IS_STORE (self), NULL);
  g_return_val_if_fail (chat_id != NULL, NULL);

  return salon_store_thread_run (self->thread, salon_store_load_messages_job, g_strdup (chat_id),
                                 g_free);
}

DexFuture *
salon_store_save_message (SalonStore              *self,
                          const SalonStoreMessage *message)
{
  g_return_val_if_fail (SALON_IS_STORE (self), NULL);
  g_return_val_if_fail (message != NULL && message->id != NULL, NULL);
  g_return_val_if_fail (message->chat_id != NULL, NULL);
  g_return_val_if_fail (message->role != NULL && message->state != NULL, NULL);

  return salon_store_thread_run (self->thread, salon_store_save_message_job,
                                 salon_store_message_copy (message),
                                 (GDestroyNotify) salon_store_message_free);
}

DexFuture *
salon_store_save_part (SalonStore           *self,
                       const SalonStorePart *part)
{
  g_return_val_if_fail (SALON_IS_STORE (self), NULL);
  g_return_val_if_fail (part != NULL && part->id != NULL, NULL);
  g_return_val_if_fail (part->message_id != NULL && part->kind != NULL, NULL);
  g_return_val_if_fail (part->blob == NULL || salon_store_blobs_is_name (part->blob), NULL);

  return salon_store_thread_run (self->thread, salon_store_save_part_job,
                                 salon_store_part_copy (part),
                                 (GDestroyNotify) salon_store_part_free);
}

DexFuture *
salon_store_save_blob (SalonStore *self,
                       const char *name,
                       GBytes     *content)
{
  g_autoptr(SalonStorePart) part = NULL;

  g_return_val_if_fail (SALON_IS_STORE (self), NULL);
  g_return_val_if_fail (salon_store_blobs_is_name (name), NULL);
  g_return_val_if_fail (content != NULL, NULL);

  part = salon_store_part_new ();
  part->blob = g_strdup (name);
  part->content = g_bytes_ref (content);
  return salon_store_thread_run (self->thread, salon_store_save_blob_job, g_steal_pointer (&part),
                                 (GDestroyNotify) salon_store_part_free);
}

DexFuture *
salon_store_sweep_blobs (SalonStore *self,
                         gint64      age)
{
  g_return_val_if_fail (SALON_IS_STORE (self), NULL);

  return salon_store_thread_run (self->thread, salon_store_sweep_blobs_job,
                                 g_memdup2 (&age, sizeof age), g_free);
}

DexFuture *
salon_store_search (SalonStore *self,
                    const char *query,
                    guint       limit)
{
  SalonStoreSearch *search;

  g_return_val_if_fail (SALON_IS_STORE (self), NULL);
  g_return_val_if_fail (query != NULL, NULL);

  search = g_new0 (SalonStoreSearch, 1);
  search->query = g_strdup (query);
  search->limit = limit;
  return salon_store_thread_run (self->thread, salon_store_search_job, search,
                                 (GDestroyNotify) salon_store_search_free);
}
