/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SALON_STORE_ERROR (salon_store_error_quark ())

/**
 * SalonStoreError:
 * @SALON_STORE_ERROR_FAILED: anything that has no code of its own
 * @SALON_STORE_ERROR_READ_ONLY: the file, its folder or its disk can't be written
 * @SALON_STORE_ERROR_FULL: the disk, or the quota, is used up
 * @SALON_STORE_ERROR_CORRUPT: the file holds something that is no sound database
 * @SALON_STORE_ERROR_TOO_NEW: a newer Salon wrote the file; it was not touched
 * @SALON_STORE_ERROR_NOT_FOUND: there is no row of that name
 *
 * What went wrong in the store. The messages are sentences for the user.
 */
typedef enum
{
  SALON_STORE_ERROR_FAILED,
  SALON_STORE_ERROR_READ_ONLY,
  SALON_STORE_ERROR_FULL,
  SALON_STORE_ERROR_CORRUPT,
  SALON_STORE_ERROR_TOO_NEW,
  SALON_STORE_ERROR_NOT_FOUND,
} SalonStoreError;

GQuark salon_store_error_quark (void);

G_END_DECLS
