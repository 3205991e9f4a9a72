/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-mcp-auth-store.h"

G_BEGIN_DECLS

#define TYPE_AUTH_FILE_STORE (auth_file_store_get_type ())

G_DECLARE_FINAL_TYPE (AuthFileStore, auth_file_store, AUTH, FILE_STORE, GObject)

/* Keeps things in files of a folder, and locks them for other processes. */
AuthFileStore *auth_file_store_new (const char *folder);

G_END_DECLS
