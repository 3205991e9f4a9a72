/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SALON_CORE_ERROR (salon_core_error_quark ())

/**
 * SalonCoreError:
 * @SALON_CORE_ERROR_FAILED: anything that has no code of its own
 */
typedef enum
{
  SALON_CORE_ERROR_FAILED,
} SalonCoreError;

GQuark salon_core_error_quark (void);

G_END_DECLS
