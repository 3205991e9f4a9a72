/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "salon-question.h"

G_BEGIN_DECLS

#define SALON_TYPE_APPROVAL_CARD (salon_approval_card_get_type ())

G_DECLARE_FINAL_TYPE (SalonApprovalCard, salon_approval_card, SALON, APPROVAL_CARD, GtkWidget)

GtkWidget     *salon_approval_card_new          (SalonQuestion     *question);
SalonQuestion *salon_approval_card_get_question (SalonApprovalCard *self);

G_END_DECLS
