/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-clock.h"
#include "salon-mcp-auth-store.h"
#include "salon-secrets.h"

G_BEGIN_DECLS

#define SALON_TYPE_AUTH_STORE (salon_auth_store_get_type ())

/**
 * SalonAuthStore:
 *
 * The [iface@McpAuthStore] of the host: what signing in to servers needs to keep is kept by
 * #SalonSecrets, and programs take turns by the locks of one file.
 */
G_DECLARE_FINAL_TYPE (SalonAuthStore, salon_auth_store, SALON, AUTH_STORE, GObject)

SalonAuthStore *salon_auth_store_new (SalonSecrets *secrets,
                                      const char   *lock_path,
                                      SalonClock   *clock);

G_END_DECLS
