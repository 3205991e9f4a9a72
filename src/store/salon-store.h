/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "salon-store-chat.h"
#include "salon-store-error.h"
#include "salon-store-hit.h"
#include "salon-store-message.h"
#include "salon-store-part.h"

G_BEGIN_DECLS

#define SALON_TYPE_STORE (salon_store_get_type ())

/**
 * SalonStore:
 *
 * The history of chats: an SQLite file that one thread of its own reads and writes.
 *
 * Calls are carried out in the order in which they are made, whether or not anybody
 * waits for their futures: throwing a future away cancels nothing.
 *
 * A call whose future resolved is in the file, in write-ahead mode with
 * `synchronous=NORMAL`: it survives the death of the process at any moment (SIGKILL,
 * too). Only a crash of the whole system can lose the last calls, never damage the file.
 *
 * Futures are settled in the main context that was the thread's default one when the call
 * was made, which therefore has to run.
 *
 * All futures may be rejected with %SALON_STORE_ERROR; with %G_IO_ERROR_CLOSED after
 * [method@Store.close].
 */
G_DECLARE_FINAL_TYPE (SalonStore, salon_store, SALON, STORE, GObject)

/**
 * salon_store_open:
 * @path: (type filename) (nullable): the database file, made when there is none, with
 *   its folder; %NULL for a history in memory that ends with the store
 *
 * Opens the history and brings an older file up to date, after a copy of it was put
 * beside it. A file that is damaged is moved aside, never deleted, what can still be
 * read of it is taken over, and [method@Store.get_notice] says so. A file that can't be
 * written is opened for reading. Messages that a process left in the state “streaming”
 * when it died are “stopped” afterwards.
 *
 * Rejected with %SALON_STORE_ERROR_READ_ONLY when there is no file and none can be made,
 * and with %SALON_STORE_ERROR_TOO_NEW when a newer Salon wrote it; nothing is changed then.
 *
 * Returns: (transfer full): a future of a #SalonStore
 */
DexFuture *salon_store_open (const char *path) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_store_close:
 * @self: a store
 *
 * Carries out the calls made so far and closes the file. Closing twice is no error.
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture *salon_store_close (SalonStore *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_store_get_notice:
 * @self: a store
 *
 * Returns: (nullable): a sentence that the user should read (a damaged file was moved
 *   aside and lies where; nothing can be saved), %NULL when all is well
 */
const char *salon_store_get_notice (SalonStore *self);

/**
 * salon_store_is_read_only:
 * @self: a store
 *
 * Returns: whether every change will be rejected with %SALON_STORE_ERROR_READ_ONLY
 */
gboolean salon_store_is_read_only (SalonStore *self);

/**
 * salon_store_list_chats:
 * @self: a store
 *
 * Returns: (transfer full): a future of a #GPtrArray of #SalonStoreChat: the pinned ones
 *   first, then the ones changed last
 */
DexFuture *salon_store_list_chats (SalonStore *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_store_load_version:
 * @self: a store
 *
 * Returns: (transfer full): a future of a number that is another one after another program
 *   has changed the file
 */
DexFuture *salon_store_load_version (SalonStore *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_store_load_chat:
 * @self: a store
 * @id: name of a chat
 *
 * Rejected with %SALON_STORE_ERROR_NOT_FOUND when there is no such chat.
 *
 * Returns: (transfer full): a future of a #SalonStoreChat
 */
DexFuture *salon_store_load_chat (SalonStore *self,
                                  const char *id) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_store_save_chat:
 * @self: a store
 * @chat: the row, copied
 *
 * Adds the chat, or changes the one of that id. @created_at of a chat that exists stays,
 * and its @updated_at never goes back. With an @active_message_id of %NULL the branch on
 * show stays; otherwise the branch of that message is shown, down to its newest leaf, so
 * that naming any message of a branch chooses it and a row read before the last message
 * was added does no harm.
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture *salon_store_save_chat (SalonStore           *self,
                                  const SalonStoreChat *chat) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_store_delete_chat:
 * @self: a store
 * @id: name of a chat
 *
 * Deletes the chat with all its messages, and the files of theirs that no other message names.
 * No error when there is none.
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture *salon_store_delete_chat (SalonStore *self,
                                    const char *id) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_store_load_messages:
 * @self: a store
 * @chat_id: name of a chat
 *
 * Reads the branch on show.
 *
 * Returns: (transfer full): a future of a #GPtrArray of #SalonStoreMessage with their
 *   parts, from the first message to the last; empty for an unknown chat
 */
DexFuture *salon_store_load_messages (SalonStore *self,
                                      const char *chat_id) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_store_save_message:
 * @self: a store
 * @message: the row, copied; its parts are not looked at
 *
 * Adds the message and makes it the end of the branch on show, and its @created_at the
 * chat's time of change; or changes the model and state of the one of that id, and nothing
 * else.
 *
 * Rejected with %SALON_STORE_ERROR_NOT_FOUND when the chat, or the parent in that chat,
 * isn't there.
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture *salon_store_save_message (SalonStore              *self,
                                     const SalonStoreMessage *message) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_store_save_part:
 * @self: a store
 * @part: the row, copied
 *
 * Adds the part, or changes the one of that id. Meant to be called every 100 ms or so
 * while a text streams: a part becomes searchable only when its message is no longer
 * “streaming”, so that this is cheap.
 *
 * Rejected with %SALON_STORE_ERROR_NOT_FOUND when the message isn't there.
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture *salon_store_save_part (SalonStore           *self,
                                  const SalonStorePart *part) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_store_save_blob:
 * @self: a store
 * @name: the SHA-256 of @content in hexadecimal digits
 * @content: what to keep
 *
 * Keeps @content in a file beside the history, for a row that will name it: the settings of a
 * chat, in a member “draft_attachments”, a list of objects with a member “blob”. Parts bring
 * theirs along. A file that is there already is not written again. A history in memory keeps
 * nothing.
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture *salon_store_save_blob (SalonStore *self,
                                  const char *name,
                                  GBytes     *content) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_store_sweep_blobs:
 * @self: a store
 * @age: seconds
 *
 * Deletes the files beside the history that no row names and that are at least @age old. Does
 * nothing as long as a damaged history lies beside this one.
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture *salon_store_sweep_blobs (SalonStore *self,
                                    gint64      age) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_store_search:
 * @self: a store
 * @query: what the user typed: any text; all its words have to be there, the last one
 *   may be the beginning of a word
 * @limit: at most so many hits
 *
 * Finds titles and texts of all branches, titles first, then the newest.
 *
 * Returns: (transfer full): a future of a #GPtrArray of #SalonStoreHit; empty when there
 *   is nothing to look for in @query
 */
DexFuture *salon_store_search (SalonStore *self,
                               const char *query,
                               guint       limit) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
