/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json-types.h"

G_BEGIN_DECLS

gboolean salon_json_equal (const SalonJson *a,
                           const SalonJson *b);

G_END_DECLS
