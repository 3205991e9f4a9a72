/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-llm-request.h"
#include "salon-sampling-request.h"

G_BEGIN_DECLS

/**
 * salon_sampling_request_to_llm:
 * @self: a request
 * @model_id: the model's id at its provider
 *
 * Returns: (transfer full): what is sent to the model
 */
SalonLlmRequest    *salon_sampling_request_to_llm             (SalonSamplingRequest *self,
                                                               const char           *model_id);
const char * const *salon_sampling_request_get_stop_sequences (SalonSamplingRequest *self);

G_END_DECLS
