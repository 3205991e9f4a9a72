/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-fuzz"

#include "config.h"

#include "fuzz-llm-stream.h"
#include "salon-openai-chat-stream.h"

static gpointer
create (SalonLlmEventFunc func,
        gpointer          user_data)
{
  return salon_openai_chat_stream_new ("provider", "Provider", func, user_data);
}

static gboolean
push (gpointer     stream,
      const char  *type,
      const char  *data,
      gssize       length,
      GError     **error)
{
  return salon_openai_chat_stream_push (stream, type, data, length, error);
}

static SalonLlmReply *
finish (gpointer   stream,
        GError   **error)
{
  return salon_openai_chat_stream_finish (stream, error);
}

static void
destroy (gpointer stream)
{
  salon_openai_chat_stream_free (stream);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  const FuzzLlmStream stream = { create, push, finish, destroy };

  fuzz_llm_stream (&stream, data, size);
  return 0;
}
