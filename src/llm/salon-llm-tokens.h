/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-llm-request.h"

G_BEGIN_DECLS

/**
 * SECTION: salon-llm-tokens
 *
 * What a request takes of a model's window, before any provider has said so. Every provider counts
 * in its own way, so these are estimates, to be shown with “≈”:
 *
 * - text: a token for 4 bytes of UTF-8, rounded up, and 4 tokens for each message around it;
 * - pictures: width × height / 750 after fitting into 1568 × 1568, as Anthropic counts; 1,600 where
 *   the size can't be read;
 * - documents: text as text; others 2,000 tokens for every 50 kB begun, about a page;
 * - recordings: 32 tokens a second, a second being 16 kB;
 * - tools: their name, description and schema as text, and 8 tokens around them.
 */

gint64 salon_llm_tokens_of_text    (const char      *text);
gint64 salon_llm_tokens_of_image   (GBytes          *data);
gint64 salon_llm_tokens_of_size    (guint            width,
                                    guint            height);
gint64 salon_llm_tokens_of_file    (const char      *mime_type,
                                    gsize            length);
gint64 salon_llm_tokens_of_part    (SalonLlmPart    *part);
gint64 salon_llm_tokens_of_message (SalonLlmMessage *message);
gint64 salon_llm_tokens_of_tool    (SalonLlmTool    *tool);
gint64 salon_llm_tokens_of_request (SalonLlmRequest *request);

G_END_DECLS
