/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fuzz.h"
#include "salon-llm-event.h"
#include "salon-llm-reply.h"

/* The half of a wire format that reads. A target of a new one is its row and one call. */
typedef struct
{
  gpointer       (*create) (SalonLlmEventFunc   func,
                            gpointer            user_data);
  gboolean       (*push)   (gpointer            stream,
                            const char         *type,
                            const char         *data,
                            gssize              length,
                            GError            **error);
  SalonLlmReply *(*finish) (gpointer            stream,
                            GError            **error);
  void           (*destroy) (gpointer           stream);
} FuzzLlmStream;

void fuzz_llm_stream (const FuzzLlmStream *stream,
                      const uint8_t       *data,
                      size_t               size);
