/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SALON_MARKUP_ERROR (salon_markup_error_quark ())

/**
 * SalonMarkupError:
 * @SALON_MARKUP_ERROR_FAILED: anything that has no code of its own
 */
typedef enum
{
  SALON_MARKUP_ERROR_FAILED,
} SalonMarkupError;

GQuark salon_markup_error_quark (void);

G_END_DECLS
