/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "salon-conversation.h"

G_BEGIN_DECLS

#define SALON_TYPE_CONTEXT_METER (salon_context_meter_get_type ())
G_DECLARE_FINAL_TYPE (SalonContextMeter, salon_context_meter, SALON, CONTEXT_METER, AdwBin)

void salon_context_meter_set_conversation (SalonContextMeter *self,
                                           SalonConversation *conversation);

G_END_DECLS
