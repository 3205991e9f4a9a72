/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "salon-host.h"

G_BEGIN_DECLS

#define SALON_TYPE_CONSENT_PRESENTER (salon_consent_presenter_get_type ())

G_DECLARE_FINAL_TYPE (SalonConsentPresenter, salon_consent_presenter,
                      SALON, CONSENT_PRESENTER, GObject)

SalonConsentPresenter *salon_consent_presenter_new (GtkApplication *application,
                                                    SalonHost      *host);

G_END_DECLS
