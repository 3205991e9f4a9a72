/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-llm-error.h"

G_DEFINE_QUARK (salon-llm-error-quark, salon_llm_error)
