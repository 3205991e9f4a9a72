/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-fuzz"

#include "config.h"

#include "fuzz-llm-stream.h"
#include "salon-sse-parser.h"

typedef struct
{
  guint n_started;
  guint n_finished;
} Seen;

static void
on_event (const SalonLlmEvent *event,
          gpointer             user_data)
{
  Seen *seen = user_data;

  switch (event->kind)
    {
    case SALON_LLM_EVENT_TEXT_DELTA:
    case SALON_LLM_EVENT_REASONING_DELTA:
      g_assert_true (g_utf8_validate (event->text, -1, NULL));
      break;
    case SALON_LLM_EVENT_TOOL_CALL_STARTED:
      g_assert_nonnull (event->id);
      g_assert_nonnull (event->name);
      seen->n_started++;
      break;
    case SALON_LLM_EVENT_TOOL_CALL_ARGUMENTS_DELTA:
      g_assert_true (g_utf8_validate (event->text, -1, NULL));
      g_assert_cmpuint (seen->n_started, >, 0);
      break;
    case SALON_LLM_EVENT_TOOL_CALL_FINISHED:
      seen->n_finished++;
      g_assert_cmpuint (seen->n_finished, <=, seen->n_started);
      break;
    case SALON_LLM_EVENT_WAITING:
    default:
      break;
    }
}

static void
check_reply (SalonLlmReply *reply)
{
  GPtrArray *parts = salon_llm_reply_get_parts (reply);
  g_autofree char *text = salon_llm_reply_dup_text (reply);

  for (guint i = 0; i < parts->len; i++)
    {
      SalonLlmPart *part = g_ptr_array_index (parts, i);

      if (salon_llm_part_get_kind (part) != SALON_LLM_PART_TOOL_CALL)
        continue;
      g_assert_nonnull (salon_llm_part_get_id (part));
      g_assert_nonnull (salon_llm_part_get_name (part));
    }
}

/* The bytes of an answer: events, then parts or a sentence, whatever comes. */
void
fuzz_llm_stream (const FuzzLlmStream *stream,
                 const uint8_t       *data,
                 size_t               size)
{
  Seen seen = { 0, 0 };
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("m");
  gpointer reading = stream->create (request, on_event, &seen);
  g_autoptr (SalonSseParser) parser = salon_sse_parser_new (64 * 1024);
  g_autoptr (SalonLlmReply) reply = NULL;
  g_autoptr (GError) error = NULL;
  gboolean going = TRUE;

  salon_sse_parser_push (parser, data, size);
  while (going)
    {
      g_autoptr (SalonSseEvent) event = NULL;

      if (!salon_sse_parser_pop (parser, &event, NULL))
        break;
      if (event == NULL)
        break;
      going = stream->push (reading, event->type, event->data, (gssize) event->data_length,
                            &error);
      g_assert_true (going == (error == NULL));
    }
  if (going)
    {
      reply = stream->finish (reading, &error);
      g_assert_true ((reply == NULL) == (error != NULL));
    }
  if (reply != NULL)
    check_reply (reply);
  else
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
  stream->destroy (reading);
}
