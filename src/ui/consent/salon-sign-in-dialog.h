/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "salon-question.h"
#include "salon-server.h"

G_BEGIN_DECLS

#define SALON_TYPE_SIGN_IN_DIALOG (salon_sign_in_dialog_get_type ())

G_DECLARE_FINAL_TYPE (SalonSignInDialog, salon_sign_in_dialog, SALON, SIGN_IN_DIALOG, AdwDialog)

AdwDialog *salon_sign_in_dialog_new              (SalonServer   *server);
AdwDialog *salon_sign_in_dialog_new_for_question (SalonQuestion *question);

G_END_DECLS
