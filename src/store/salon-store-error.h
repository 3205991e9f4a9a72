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
 */
typedef enum
{
  SALON_STORE_ERROR_FAILED,
} SalonStoreError;

GQuark salon_store_error_quark (void);

G_END_DECLS
