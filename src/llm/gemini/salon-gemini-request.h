/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-llm-request.h"

G_BEGIN_DECLS

char *salon_gemini_write_request (SalonLlmRequest *request,
                                  const char      *provider) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
