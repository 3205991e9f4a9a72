/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-store.h"

G_BEGIN_DECLS

void               store_test_init         (int                 *argc,
                                            char              ***argv);
char              *store_test_dup_path     (const char          *name);
gboolean           store_test_await        (DexFuture           *future,
                                            GError             **error);
gpointer           store_test_await_boxed  (DexFuture           *future);
void               store_test_await_done   (DexFuture           *future);
void               store_test_await_error  (DexFuture           *future,
                                            GQuark               domain,
                                            int                  code);
SalonStore        *store_test_open         (const char          *path);
void               store_test_close        (SalonStore          *store);
void               store_test_save_chat    (SalonStore          *store,
                                            const char          *id,
                                            const char          *title,
                                            gint64               time);
void               store_test_save_message (SalonStore          *store,
                                            const char          *id,
                                            const char          *chat_id,
                                            const char          *parent_id,
                                            const char          *state,
                                            gint64               time);
void               store_test_save_text    (SalonStore          *store,
                                            const char          *id,
                                            const char          *message_id,
                                            const char          *text);
char              *store_test_dup_branch   (SalonStore          *store,
                                            const char          *chat_id);
char              *store_test_dup_hits     (SalonStore          *store,
                                            const char          *query);
void               store_test_execute      (const char          *path,
                                            const char          *sql);
char              *store_test_query        (const char          *path,
                                            const char          *sql);
char              *store_test_find_aside   (const char          *path,
                                            const char          *infix);
void               store_test_drop_root    (void);

G_END_DECLS
