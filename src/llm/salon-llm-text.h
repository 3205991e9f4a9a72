/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"

#include "salon-llm-part.h"

G_BEGIN_DECLS

/* What a model is told in place of a result that a call never got. */
#define SALON_LLM_TEXT_NO_RESULT "The call was stopped before it had a result."
/* What goes where a wire format wants words of the user, and the chat has none. */
#define SALON_LLM_TEXT_GO_ON "Continue."

gboolean  salon_llm_text_is_blank        (const char      *text);
char     *salon_llm_text_dup_json        (const SalonJson *value);
char     *salon_llm_text_dup_words       (const SalonJson *value);
char     *salon_llm_text_dup_arguments   (const char      *arguments);
char     *salon_llm_text_dup_document    (SalonLlmPart    *document);
char     *salon_llm_text_describe_unsent (SalonLlmPart    *part);
char     *salon_llm_text_make_up_id      (void);

G_END_DECLS
