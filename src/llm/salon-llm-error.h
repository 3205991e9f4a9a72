/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SALON_LLM_ERROR (salon_llm_error_quark ())

/**
 * SalonLlmError:
 * @SALON_LLM_ERROR_FAILED: anything that has no code of its own
 */
typedef enum
{
  SALON_LLM_ERROR_FAILED,
} SalonLlmError;

GQuark salon_llm_error_quark (void);

G_END_DECLS
