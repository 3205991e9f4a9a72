/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-model.h"

G_BEGIN_DECLS

void salon_model_set_favorite (SalonModel *self,
                               gboolean    favorite);

G_END_DECLS
