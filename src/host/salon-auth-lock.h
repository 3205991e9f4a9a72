/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SALON_TYPE_AUTH_LOCK (salon_auth_lock_get_type ())

/**
 * SalonAuthLock:
 *
 * Being alone with one name, among all programs that use the same file. It ends with the object,
 * and with the program, however that ends.
 */
G_DECLARE_FINAL_TYPE (SalonAuthLock, salon_auth_lock, SALON, AUTH_LOCK, GObject)

SalonAuthLock *salon_auth_lock_try (const char  *path,
                                    const char  *name,
                                    GError     **error);

G_END_DECLS
