/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SALON_HOST_ERROR (salon_host_error_quark ())

/**
 * SalonHostError:
 * @SALON_HOST_ERROR_FAILED: anything that has no code of its own
 */
typedef enum
{
  SALON_HOST_ERROR_FAILED,
} SalonHostError;

GQuark salon_host_error_quark (void);

G_END_DECLS
