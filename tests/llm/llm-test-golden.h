/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"
#include "salon-llm-format.h"

G_BEGIN_DECLS

/* A wire format under test: its golden streams are NAME.sse with NAME.json in a folder below
 * tests/llm/data. A golden file may have a “request” with “max_tokens” and “tools” (names).
 */
typedef struct
{
  const SalonLlmFormat *format;
  gpointer settings;
  const char *prefix; /* of the tests' names */
  const char *folder; /* "" for data itself */
} LlmTestGolden;

/* Reads a body that comes in pieces up to these places. */
SalonLlmReply *llm_test_golden_replay   (const LlmTestGolden  *golden,
                                         SalonLlmRequest      *request,
                                         const char           *body,
                                         const gsize          *cuts,
                                         guint                 n_cuts,
                                         GPtrArray            *events,
                                         GError              **error);

/* Adds a test for each golden stream, which is cut at every byte. Returns how many there are. */
guint          llm_test_golden_add      (const LlmTestGolden  *golden);

/* A stream that ends before the byte at which it is complete is never taken for a whole one. */
void           llm_test_golden_truncate (const LlmTestGolden  *golden,
                                         const char           *name,
                                         const char           *last_event);

/* A stream of a real server, which lies beside the project; what is in it. */
typedef struct
{
  const char *file;
  const char *text;
  const char *reasoning;
  const char *arguments;
  SalonLlmStopReason stop_reason;
  gint64 input_tokens;
  gint64 output_tokens;
  guint max_tokens; /* of the request, 0 for none */
} LlmTestRecorded;

/* Adds a test for each of them; they are skipped where the streams are not there. */
void           llm_test_golden_add_recorded (const LlmTestGolden   *golden,
                                             const LlmTestRecorded *recorded,
                                             guint                  n_recorded);

G_END_DECLS
