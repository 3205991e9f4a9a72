/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-fuzz"

#include "config.h"

#include "fuzz-llm-stream.h"
#include "salon-anthropic-stream.h"

FUZZ_LLM_STREAM (salon_anthropic_stream)
