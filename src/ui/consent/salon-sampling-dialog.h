/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "salon-model-registry.h"
#include "salon-question.h"

G_BEGIN_DECLS

#define SALON_TYPE_SAMPLING_DIALOG (salon_sampling_dialog_get_type ())

G_DECLARE_FINAL_TYPE (SalonSamplingDialog, salon_sampling_dialog, SALON, SAMPLING_DIALOG, AdwDialog)

AdwDialog     *salon_sampling_dialog_new          (SalonQuestion       *question,
                                                   SalonModelRegistry  *registry);
SalonQuestion *salon_sampling_dialog_get_question (SalonSamplingDialog *self);

G_END_DECLS
