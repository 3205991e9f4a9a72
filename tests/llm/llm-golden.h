/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"

#include "salon-llm-format.h"

G_BEGIN_DECLS

/* How a folder of recorded answers is read. */
typedef struct
{
  const SalonLlmFormat *format;
  gpointer settings;
  SalonLlmRequest *request;
} LlmGolden;

/* Reads an answer in pieces as @cuts tells: up to the first, from there to the next … Returns
 * all that came of it as JSON text: “events”, and either “reply” or “error”. An id that is not
 * in the answer was made up; “*” stands for it.
 */
char *llm_golden_read       (const LlmGolden *golden,
                             const char      *body,
                             const gsize     *cuts,
                             guint            n_cuts);
/* One test for each NAME.sse in data/FOLDER, which is cut at every byte and has to give what
 * NAME.json says each time. With LLM_GOLDEN_UPDATE in the environment, what is read is written
 * there instead.
 */
void  llm_golden_add_folder (const LlmGolden *golden,
                             const char      *folder,
                             guint            n_least);

G_END_DECLS
