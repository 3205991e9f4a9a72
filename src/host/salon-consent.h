/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "salon-question.h"

G_BEGIN_DECLS

/**
 * SalonConsent:
 *
 * The one place where the user is asked: a `GListModel` of the open
 * [class@Question], oldest first. Whoever shows questions (the window, the terminal, a test)
 * watches the list or [signal@Consent::asked]. Nothing is ever allowed by a time-out.
 */
#define SALON_TYPE_CONSENT (salon_consent_get_type ())
G_DECLARE_FINAL_TYPE (SalonConsent, salon_consent, SALON, CONSENT, GObject)

/**
 * SalonConsent::asked:
 * @self: the consent centre
 * @question: a question that has just been added
 */

/**
 * salon_consent_new:
 *
 * Returns: (transfer full): a consent centre without questions
 */
SalonConsent *salon_consent_new          (void);

/**
 * salon_consent_ask:
 * @self: the consent centre
 * @question: a question without answer
 *
 * Adds @question to the list; it leaves the list when it is answered or withdrawn.
 *
 * Returns: (transfer full): a future of the [struct@Answer]. Letting the future go does
 *   not withdraw the question: an asker that stops waiting calls [method@Question.withdraw].
 */
DexFuture    *salon_consent_ask          (SalonConsent  *self,
                                          SalonQuestion *question)
  G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_consent_withdraw_all:
 * @self: the consent centre
 *
 * Withdraws whatever is open: nobody is there to answer any more.
 */
void          salon_consent_withdraw_all (SalonConsent *self);

G_END_DECLS
