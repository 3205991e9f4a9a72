/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fuzz.h"
#include "salon-llm-event.h"
#include "salon-llm-reply.h"
#include "salon-llm-request.h"

/* The half of a wire format that reads. */
typedef struct
{
  gpointer       (*create)  (SalonLlmRequest    *request,
                             SalonLlmEventFunc   func,
                             gpointer            user_data);
  gboolean       (*push)    (gpointer            stream,
                             const char         *type,
                             const char         *data,
                             gssize              length,
                             GError            **error);
  SalonLlmReply *(*finish)  (gpointer            stream,
                             GError            **error);
  void           (*destroy) (gpointer            stream);
} FuzzLlmStream;

void fuzz_llm_stream (const FuzzLlmStream *stream,
                      const uint8_t       *data,
                      size_t               size);

/* A whole target for the stream class whose functions begin with @prefix. */
#define FUZZ_LLM_STREAM(prefix) \
  static gpointer \
  create (SalonLlmRequest   *request, \
          SalonLlmEventFunc  func, \
          gpointer           user_data) \
  { \
    return prefix##_new (request, "provider", "Provider", func, user_data); \
  } \
  static gboolean \
  push (gpointer     stream, \
        const char  *type, \
        const char  *data, \
        gssize       length, \
        GError     **error) \
  { \
    return prefix##_push (stream, type, data, length, error); \
  } \
  static SalonLlmReply * \
  finish (gpointer   stream, \
          GError   **error) \
  { \
    return prefix##_finish (stream, error); \
  } \
  static void \
  destroy (gpointer stream) \
  { \
    prefix##_free (stream); \
  } \
  int \
  LLVMFuzzerTestOneInput (const uint8_t *data, \
                          size_t         size) \
  { \
    const FuzzLlmStream stream = { create, push, finish, destroy }; \
    fuzz_llm_stream (&stream, data, size); \
    return 0; \
  }
