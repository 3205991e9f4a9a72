/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-llm-event.h"
#include "salon-llm-reply.h"
#include "salon-llm-request.h"

G_BEGIN_DECLS

/**
 * SalonLlmFormat:
 * @write_request: writes a request as JSON text. Called on a thread of its own, as a long
 *   chat, or one with pictures, is many megabytes: it reads the request and the settings only.
 * @reader_new: makes a reader for one answer to @request, which reports every step of it
 * @reader_free: frees a reader
 * @reader_push: reads one server-sent event with its type, %NULL if it has none; or, with
 *   the type %NULL, the whole body of an answer that is not streamed. Returns %FALSE with
 *   #SalonLlmError when the provider reports an error or sends what this API does not know.
 * @reader_is_complete: whether the reply is complete; something like the usage may still follow
 * @reader_is_done: whether the provider said that nothing follows any more
 * @reader_finish: called once, when nothing more will come: returns the reply, or %NULL with
 *   %SALON_LLM_ERROR_CUT when it broke off, or %SALON_LLM_ERROR_PROTOCOL when there was none
 *
 * One wire format: a pure pair of request → JSON and events → reply, which does no input or
 * output of its own. The settings are whatever a provider of the format wants to tell it.
 */
typedef struct
{
  char          *(*write_request)      (SalonLlmRequest    *request,
                                        gpointer            settings);
  gpointer       (*reader_new)         (SalonLlmRequest    *request,
                                        gpointer            settings,
                                        const char         *provider_name,
                                        SalonLlmEventFunc   func,
                                        gpointer            user_data);
  void           (*reader_free)        (gpointer            reader);
  gboolean       (*reader_push)        (gpointer            reader,
                                        const char         *type,
                                        const char         *data,
                                        gssize              length,
                                        GError            **error);
  gboolean       (*reader_is_complete) (gpointer            reader);
  gboolean       (*reader_is_done)     (gpointer            reader);
  SalonLlmReply *(*reader_finish)      (gpointer            reader,
                                        GError            **error);
} SalonLlmFormat;

G_END_DECLS
