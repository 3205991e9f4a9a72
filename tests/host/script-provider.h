/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-llm-provider.h"
#include "salon-llm-request.h"

G_BEGIN_DECLS

#define SCRIPT_TYPE_PROVIDER (script_provider_get_type ())
G_DECLARE_FINAL_TYPE (ScriptProvider, script_provider, SCRIPT, PROVIDER, GObject)

/* @requests gets every request. */
ScriptProvider *script_provider_new (GPtrArray *requests);

/* A reply of the model, in lines: “text WORDS”, “think WORDS”, “call ID TOOL ARGUMENTS”, “hang”,
 * “error CODE” (a number of SalonLlmError), “wait WORDS”, “signed WORDS” (text with opaque data),
 * “secret DATA” (reasoning without words), “usage IN OUT CACHED WRITTEN FIRST”; and the ends
 * “length”, “refusal”, “filter” and “other”, with the provider’s words behind them. */
void script_provider_add (ScriptProvider *self,
                          const char     *script);

G_END_DECLS
