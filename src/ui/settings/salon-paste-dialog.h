/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "salon-host.h"

G_BEGIN_DECLS

#define SALON_TYPE_PASTE_DIALOG (salon_paste_dialog_get_type ())

G_DECLARE_FINAL_TYPE (SalonPasteDialog, salon_paste_dialog, SALON, PASTE_DIALOG, AdwDialog)

AdwDialog *salon_paste_dialog_new (SalonHost *host);

G_END_DECLS
