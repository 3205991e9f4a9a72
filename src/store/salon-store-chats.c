/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-store"

#include "config.h"

#include <glib/gi18n.h>

#include "salon-store-blobs-private.h"
#include "salon-store-chat.h"
#include "salon-store-error.h"
#include "salon-store-jobs-private.h"

#define CHAT_COLUMNS "id, title, model, draft, created_at, updated_at, pinned," \
                     " active_message_id, settings"

static SalonStoreChat *
read_chat (SalonStoreStatement *statement)
{
  SalonStoreChat *chat = salon_store_chat_new ();

  chat->id = salon_store_statement_dup_text (statement, 0);
  chat->title = salon_store_statement_dup_text (statement, 1);
  chat->model = salon_store_statement_dup_text (statement, 2);
  chat->draft = salon_store_statement_dup_text (statement, 3);
  chat->created_at = salon_store_statement_get_int64 (statement, 4);
  chat->updated_at = salon_store_statement_get_int64 (statement, 5);
  chat->pinned = salon_store_statement_get_int64 (statement, 6) != 0;
  chat->active_message_id = salon_store_statement_dup_text (statement, 7);
  chat->settings = salon_store_statement_dup_text (statement, 8);
  return chat;
}

gboolean
salon_store_list_chats_job (SalonStoreDatabase  *database,
                            gpointer             data,
                            GValue              *result,
                            GError             **error)
{
  g_autoptr(SalonStoreStatement) statement = NULL;
  g_autoptr(GPtrArray) chats = NULL;
  gboolean has_row;

  chats = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_store_chat_free);
  statement = salon_store_database_query (database, error,
                                          "SELECT " CHAT_COLUMNS " FROM chats"
                                          " ORDER BY pinned DESC, updated_at DESC, serial DESC",
                                          "");
  if (statement == NULL)
    return FALSE;
  for (;;)
    {
      if (!salon_store_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return salon_store_result_rows (result, g_steal_pointer (&chats));
      g_ptr_array_add (chats, read_chat (statement));
    }
}

gboolean
salon_store_load_version_job (SalonStoreDatabase  *database,
                              gpointer             data,
                              GValue              *result,
                              GError             **error)
{
  gint64 version = 0;

  if (!salon_store_database_read_int64 (database, "PRAGMA data_version", &version, error))
    return FALSE;
  g_value_init (result, G_TYPE_INT64);
  g_value_set_int64 (result, version);
  return TRUE;
}

gboolean
salon_store_load_chat_job (SalonStoreDatabase  *database,
                           gpointer             data,
                           GValue              *result,
                           GError             **error)
{
  const char *id = data;
  g_autoptr(SalonStoreStatement) statement = NULL;
  gboolean has_row;

  statement = salon_store_database_query (database, error,
                                          "SELECT " CHAT_COLUMNS " FROM chats WHERE id = ?",
                                          "s", id);
  if (statement == NULL || !salon_store_statement_step (statement, &has_row, error))
    return FALSE;
  if (!has_row)
    {
      g_set_error (error, SALON_STORE_ERROR, SALON_STORE_ERROR_NOT_FOUND,
                   _("There is no chat “%s” in the history; it may have been deleted."), id);
      return FALSE;
    }
  g_value_init (result, SALON_TYPE_STORE_CHAT);
  g_value_take_boxed (result, read_chat (statement));
  return TRUE;
}

/* Goes from a message down to the newest leaf below it, along the newest children. */
static gboolean
find_newest_leaf (SalonStoreDatabase  *database,
                  const char          *chat_id,
                  const char          *message_id,
                  char               **leaf,
                  GError             **error)
{
  g_autofree char *current = g_strdup (message_id);
  gint64 serial = 0;
  gboolean has_row;

  for (;;)
    {
      g_autoptr(SalonStoreStatement) statement = NULL;

      /* A child is always younger; asking for it ends the walk in a damaged file, too. */
      statement = salon_store_database_query (database, error,
                                              "SELECT serial, id FROM messages"
                                              " WHERE chat_id = ? AND parent_id = ? AND serial > ?"
                                              " ORDER BY serial DESC LIMIT 1",
                                              "ssi", chat_id, current, serial);
      if (statement == NULL || !salon_store_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      serial = salon_store_statement_get_int64 (statement, 0);
      g_free (current);
      current = salon_store_statement_dup_text (statement, 1);
    }
  *leaf = g_steal_pointer (&current);
  return TRUE;
}

static gboolean
has_message (SalonStoreDatabase  *database,
             const char          *chat_id,
             const char          *message_id,
             GError             **error)
{
  g_autoptr(SalonStoreStatement) statement = NULL;
  gboolean has_row;

  statement = salon_store_database_query (database, error,
                                          "SELECT 1 FROM messages WHERE chat_id = ? AND id = ?",
                                          "ss", chat_id, message_id);
  if (statement == NULL || !salon_store_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    return TRUE;
  g_set_error (error, SALON_STORE_ERROR, SALON_STORE_ERROR_NOT_FOUND,
               _("There is no message “%s” in the chat “%s”."), message_id, chat_id);
  return FALSE;
}

static gboolean
save_chat (SalonStoreDatabase    *database,
           const SalonStoreChat  *chat,
           GError               **error)
{
  g_autofree char *leaf = NULL;

  if (!salon_store_database_change (database, error,
                                    "INSERT INTO chats"
                                    " (id, title, model, draft, created_at, updated_at, pinned,"
                                    "  settings)"
                                    " VALUES (?, coalesce(?, ''), ?, ?, ?, ?, ?, ?)"
                                    " ON CONFLICT (id) DO UPDATE SET title = excluded.title,"
                                    "  model = excluded.model, draft = excluded.draft,"
                                    "  updated_at = max(updated_at, excluded.updated_at),"
                                    "  pinned = excluded.pinned, settings = excluded.settings",
                                    "ssssiiis",
                                    chat->id, chat->title, chat->model, chat->draft,
                                    chat->created_at, chat->updated_at,
                                    (gint64) (chat->pinned != FALSE), chat->settings))
    return FALSE;
  if (chat->active_message_id == NULL)
    return TRUE;
  return has_message (database, chat->id, chat->active_message_id, error)
    && find_newest_leaf (database, chat->id, chat->active_message_id, &leaf, error)
    && salon_store_database_change (database, error,
                                    "UPDATE chats SET active_message_id = ?"
                                    " WHERE id = ? AND active_message_id IS NOT ?",
                                    "sss", leaf, chat->id, leaf);
}

gboolean
salon_store_save_chat_job (SalonStoreDatabase  *database,
                           gpointer             data,
                           GValue              *result,
                           GError             **error)
{
  if (!salon_store_database_begin (database, error))
    return FALSE;
  if (!save_chat (database, data, error))
    {
      salon_store_database_roll_back (database);
      return FALSE;
    }
  return salon_store_database_commit (database, error) && salon_store_result_done (result);
}

gboolean
salon_store_delete_chat_job (SalonStoreDatabase  *database,
                             gpointer             data,
                             GValue              *result,
                             GError             **error)
{
  g_autoptr(GPtrArray) blobs = salon_store_blobs_list_of_chat (database, data, error);

  if (blobs == NULL
      || !salon_store_database_change (database, error, "DELETE FROM chats WHERE id = ?",
                                       "s", (const char *) data))
    return FALSE;
  salon_store_blobs_drop (database, blobs);
  return salon_store_result_done (result);
}
