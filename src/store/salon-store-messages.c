/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-store"

#include "config.h"

#include "salon-store-blobs-private.h"
#include "salon-store-jobs-private.h"
#include "salon-store-message.h"
#include "salon-store-part.h"

static gboolean
load_parts (SalonStoreDatabase  *database,
            SalonStoreMessage   *message,
            GError             **error)
{
  g_autoptr(SalonStoreStatement) statement = NULL;
  gboolean has_row;

  message->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_store_part_free);
  statement = salon_store_database_query (database, error,
                                          "SELECT id, position, kind, text, data, blob"
                                          " FROM parts"
                                          " WHERE message_id = ? ORDER BY position, serial",
                                          "s", message->id);
  if (statement == NULL)
    return FALSE;
  for (;;)
    {
      SalonStorePart *part;

      if (!salon_store_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      part = salon_store_part_new ();
      part->id = salon_store_statement_dup_text (statement, 0);
      part->message_id = g_strdup (message->id);
      part->position = (int) salon_store_statement_get_int64 (statement, 1);
      part->kind = salon_store_statement_dup_text (statement, 2);
      part->text = salon_store_statement_dup_text (statement, 3);
      part->data = salon_store_statement_dup_text (statement, 4);
      part->blob = salon_store_statement_dup_text (statement, 5);
      g_ptr_array_add (message->parts, part);
    }
}

/* The end of the branch on show; without one, the newest message. */
static gboolean
find_branch_end (SalonStoreDatabase  *database,
                 const char          *chat_id,
                 char               **message_id,
                 GError             **error)
{
  g_autoptr(SalonStoreStatement) statement = NULL;
  gboolean has_row;

  statement = salon_store_database_query (database, error,
                                          "SELECT coalesce(active_message_id,"
                                          "  (SELECT id FROM messages WHERE chat_id = chats.id"
                                          "   ORDER BY serial DESC LIMIT 1))"
                                          " FROM chats WHERE id = ?",
                                          "s", chat_id);
  if (statement == NULL || !salon_store_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    *message_id = salon_store_statement_dup_text (statement, 0);
  return TRUE;
}

/* Reads one message of the branch; @serial is that of the one below it, and becomes its own. */
static gboolean
load_message (SalonStoreDatabase  *database,
              const char          *chat_id,
              const char          *id,
              gint64              *serial,
              SalonStoreMessage  **message,
              GError             **error)
{
  g_autoptr(SalonStoreStatement) statement = NULL;
  g_autoptr(SalonStoreMessage) loaded = NULL;
  gboolean has_row;

  /* A parent is always older; asking for it ends the walk in a damaged file, too. */
  statement = salon_store_database_query (database, error,
                                          "SELECT serial, parent_id, role, state, model, created_at"
                                          " FROM messages"
                                          " WHERE chat_id = ? AND id = ? AND serial < ?",
                                          "ssi", chat_id, id, *serial);
  if (statement == NULL || !salon_store_statement_step (statement, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  *serial = salon_store_statement_get_int64 (statement, 0);
  loaded = salon_store_message_new ();
  loaded->id = g_strdup (id);
  loaded->chat_id = g_strdup (chat_id);
  loaded->parent_id = salon_store_statement_dup_text (statement, 1);
  loaded->role = salon_store_statement_dup_text (statement, 2);
  loaded->state = salon_store_statement_dup_text (statement, 3);
  loaded->model = salon_store_statement_dup_text (statement, 4);
  loaded->created_at = salon_store_statement_get_int64 (statement, 5);
  if (!load_parts (database, loaded, error))
    return FALSE;
  *message = g_steal_pointer (&loaded);
  return TRUE;
}

static void
reverse (GPtrArray *array)
{
  for (guint i = 0; i < array->len / 2; i++)
    {
      gpointer other = array->pdata[array->len - 1 - i];

      array->pdata[array->len - 1 - i] = array->pdata[i];
      array->pdata[i] = other;
    }
}

static gboolean
load_branch (SalonStoreDatabase  *database,
             const char          *chat_id,
             GPtrArray           *messages,
             GError             **error)
{
  g_autofree char *id = NULL;
  gint64 serial = G_MAXINT64;

  if (!find_branch_end (database, chat_id, &id, error))
    return FALSE;
  while (id != NULL)
    {
      SalonStoreMessage *message = NULL;

      if (!load_message (database, chat_id, id, &serial, &message, error))
        return FALSE;
      if (message == NULL)
        break;
      g_ptr_array_add (messages, message);
      g_set_str (&id, message->parent_id);
    }
  reverse (messages);
  return TRUE;
}

/* 0 where there is none. */
static gint64
get_owner_id (SalonStoreDatabase *database)
{
  SalonStoreOwner *owner = salon_store_database_get_owner (database);

  return owner != NULL ? salon_store_owner_get_id (owner) : 0;
}

static GArray *
list_owners (SalonStoreDatabase  *database,
             GError             **error)
{
  g_autoptr(SalonStoreStatement) statement = NULL;
  g_autoptr(GArray) owners = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean has_row;

  statement = salon_store_database_query (database, error,
                                          "SELECT DISTINCT coalesce(owner, 0) FROM messages"
                                          " WHERE state = 'streaming'", "");
  if (statement == NULL)
    return NULL;
  for (;;)
    {
      gint64 id;

      if (!salon_store_statement_step (statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&owners);
      id = salon_store_statement_get_int64 (statement, 0);
      g_array_append_val (owners, id);
    }
}

/* A message that streams and whose program is dead was stopped by that. Without a lock of
 * its own this program can't tell, and takes them all for dead. */
gboolean
salon_store_settle_messages (SalonStoreDatabase  *database,
                             GError             **error)
{
  SalonStoreOwner *owner = salon_store_database_get_owner (database);
  g_autoptr(GArray) owners = list_owners (database, error);

  if (owners == NULL)
    return FALSE;
  for (guint i = 0; i < owners->len; i++)
    {
      gint64 id = g_array_index (owners, gint64, i);

      if ((owner == NULL || !salon_store_owner_is_alive (owner, id))
          && !salon_store_database_change (database, error,
                                           "UPDATE messages SET state = 'stopped', owner = NULL"
                                           " WHERE state = 'streaming' AND coalesce(owner, 0) = ?",
                                           "i", id))
        return FALSE;
    }
  return TRUE;
}

/* Another program may have died since this one opened the file. Whether that can be written
 * down or not, what is there can be read. */
static void
settle_before_reading (SalonStoreDatabase *database)
{
  g_autoptr(GError) error = NULL;

  if (salon_store_database_get_owner (database) != NULL
      && !salon_store_settle_messages (database, &error))
    g_message ("%s", error->message);
}

gboolean
salon_store_load_messages_job (SalonStoreDatabase  *database,
                               gpointer             data,
                               GValue              *result,
                               GError             **error)
{
  g_autoptr(GPtrArray) messages = NULL;
  gboolean loaded;

  messages = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_store_message_free);
  settle_before_reading (database);
  /* One snapshot: another program may be adding to the chat. */
  if (!salon_store_database_change (database, error, "BEGIN", ""))
    return FALSE;
  loaded = load_branch (database, data, messages, error);
  salon_store_database_roll_back (database);
  return loaded && salon_store_result_rows (result, g_steal_pointer (&messages));
}

static gboolean
add_message (SalonStoreDatabase       *database,
             const SalonStoreMessage  *message,
             GError                  **error)
{
  if (!salon_store_database_change (database, error,
                                    "INSERT INTO messages"
                                    " (id, chat_id, parent_id, role, state, model, created_at,"
                                    "  owner)"
                                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,"
                                    "  CASE ?5 WHEN 'streaming' THEN nullif(?8, 0) END)",
                                    "ssssssii",
                                    message->id, message->chat_id, message->parent_id,
                                    message->role, message->state, message->model,
                                    message->created_at, get_owner_id (database)))
    return FALSE;
  return salon_store_database_change (database, error,
                                      "UPDATE chats SET active_message_id = ?,"
                                      " updated_at = max(updated_at, ?) WHERE id = ?",
                                      "sis", message->id, message->created_at, message->chat_id);
}

/* Whether the row exists is asked first, as an insertion moves the branch on show and a
 * change doesn't. */
static gboolean
save_message (SalonStoreDatabase       *database,
              const SalonStoreMessage  *message,
              GError                  **error)
{
  g_autoptr(SalonStoreStatement) statement = NULL;
  gboolean has_row;

  statement = salon_store_database_query (database, error, "SELECT 1 FROM messages WHERE id = ?",
                                          "s", message->id);
  if (statement == NULL || !salon_store_statement_step (statement, &has_row, error))
    return FALSE;
  g_clear_pointer (&statement, salon_store_statement_free);
  if (!has_row)
    return add_message (database, message, error);
  return salon_store_database_change (database, error,
                                      "UPDATE messages SET state = ?1, model = ?2,"
                                      " owner = CASE ?1 WHEN 'streaming' THEN nullif(?4, 0) END"
                                      " WHERE id = ?3",
                                      "sssi", message->state, message->model, message->id,
                                      get_owner_id (database));
}

gboolean
salon_store_save_message_job (SalonStoreDatabase  *database,
                              gpointer             data,
                              GValue              *result,
                              GError             **error)
{
  const SalonStoreMessage *message = data;

  if (!salon_store_database_begin (database, error))
    return FALSE;
  if (!save_message (database, message, error))
    {
      salon_store_database_roll_back (database);
      return FALSE;
    }
  return salon_store_database_commit (database, error) && salon_store_result_done (result);
}

static gboolean
save_part (SalonStoreDatabase    *database,
           const SalonStorePart  *part,
           GError               **error)
{
  return salon_store_database_change (database, error,
                                      "INSERT INTO parts"
                                      " (id, message_id, position, kind, text, data, blob)"
                                      " VALUES (?, ?, ?, ?, ?, ?, ?)"
                                      " ON CONFLICT (id) DO UPDATE SET"
                                      "  position = excluded.position, kind = excluded.kind,"
                                      "  text = excluded.text, data = excluded.data,"
                                      "  blob = excluded.blob",
                                      "ssissss",
                                      part->id, part->message_id, (gint64) part->position,
                                      part->kind, part->text, part->data, part->blob);
}

/* The file first: a row never names one that isn't there. */
static gboolean
save_part_and_blob (SalonStoreDatabase    *database,
                    const SalonStorePart  *part,
                    GError               **error)
{
  if (!salon_store_database_begin (database, error))
    return FALSE;
  if (!salon_store_blobs_write (database, part->blob, part->content, error)
      || !save_part (database, part, error))
    {
      salon_store_database_roll_back (database);
      return FALSE;
    }
  return salon_store_database_commit (database, error);
}

gboolean
salon_store_save_part_job (SalonStoreDatabase  *database,
                           gpointer             data,
                           GValue              *result,
                           GError             **error)
{
  const SalonStorePart *part = data;
  gboolean saved;

  saved = part->blob != NULL && part->content != NULL ? save_part_and_blob (database, part, error)
                                                      : save_part (database, part, error);
  return saved && salon_store_result_done (result);
}
