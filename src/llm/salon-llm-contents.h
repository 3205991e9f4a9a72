/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-llm-part.h"

G_BEGIN_DECLS

char *salon_llm_contents_dup_string        (const SalonJson *value);
char *salon_llm_contents_dup_data_url      (SalonLlmPart    *part);
char *salon_llm_contents_dup_document_text (SalonLlmPart    *document);
char *salon_llm_contents_dup_left_out      (SalonLlmPart    *part);
char *salon_llm_contents_dup_arguments     (const char      *arguments);
char *salon_llm_contents_dup_result_text   (SalonLlmPart    *result);

G_END_DECLS
