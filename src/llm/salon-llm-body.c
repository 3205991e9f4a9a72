/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-llm-body.h"

#include <glib/gi18n.h>

#include "salon-sse-parser.h"

#include "salon-llm-error.h"
#include "salon-llm-failure.h"

#define WHOLE_LIMIT ((gsize) 16 * 1024 * 1024)

typedef enum
{
  BODY_UNKNOWN,
  BODY_EVENTS,
  BODY_WHOLE,
} BodyKind;

struct _SalonLlmBody
{
  const SalonLlmFormat *format;
  gpointer reader; /* borrowed */
  char *provider_name;
  char *url;
  BodyKind kind;
  SalonSseParser *parser;
  GByteArray *whole;
};

/**
 * salon_llm_body_new:
 * @format: the wire format
 * @reader: (transfer none): a reader of that format, which has to live longer than the body
 * @provider_name: the provider's name for people
 * @url: the address the answer comes from
 *
 * Returns: (transfer full): an empty body
 */
SalonLlmBody *
salon_llm_body_new (const SalonLlmFormat *format,
                    gpointer              reader,
                    const char           *provider_name,
                    const char           *url)
{
  SalonLlmBody *self;

  g_assert (format != NULL);
  g_assert (reader != NULL);
  g_assert (provider_name != NULL);
  g_assert (url != NULL);

  self = g_new0 (SalonLlmBody, 1);
  self->format = format;
  self->reader = reader;
  self->provider_name = g_strdup (provider_name);
  self->url = g_strdup (url);
  self->parser = salon_sse_parser_new (0);
  self->whole = g_byte_array_new ();
  return self;
}

/**
 * salon_llm_body_free:
 * @self: (transfer full): a body
 *
 * Frees the body, but not the reader.
 */
void
salon_llm_body_free (SalonLlmBody *self)
{
  g_assert (self != NULL);

  g_free (self->provider_name);
  g_free (self->url);
  salon_sse_parser_free (self->parser);
  g_byte_array_unref (self->whole);
  g_free (self);
}

static BodyKind
recognise (const guint8 *data,
           gsize         length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (data[i] == '{' || data[i] == '[')
        return BODY_WHOLE;
      if (!g_ascii_isspace (data[i]))
        return BODY_EVENTS;
    }
  return BODY_UNKNOWN;
}

static gboolean
push_whole (SalonLlmBody  *self,
            const guint8  *data,
            gsize          length,
            GError       **error)
{
  if (self->whole->len + length > WHOLE_LIMIT)
    {
      g_set_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_PROTOCOL,
                   _("The answer of %s does not come to an end; it was stopped after %u MiB."),
                   self->provider_name, (guint) (WHOLE_LIMIT / 1024 / 1024));
      return FALSE;
    }
  g_byte_array_append (self->whole, data, (guint) length);
  return TRUE;
}

static gboolean
push_events (SalonLlmBody  *self,
             const guint8  *data,
             gsize          length,
             GError       **error)
{
  salon_sse_parser_push (self->parser, data, length);
  while (TRUE)
    {
      g_autoptr (SalonSseEvent) event = NULL;
      g_autoptr (GError) cause = NULL;

      if (!salon_sse_parser_pop (self->parser, &event, &cause))
        {
          if (cause == NULL)
            return TRUE;
          g_propagate_error (error,
                             salon_llm_failure_from_transport (self->provider_name, self->url,
                                                               cause, TRUE));
          return FALSE;
        }
      if (!self->format->reader_push (self->reader, event->type, event->data,
                                      (gssize) event->data_length, error))
        return FALSE;
    }
}

/**
 * salon_llm_body_push:
 * @self: a body
 * @data: the next bytes of it
 * @length: how many these are
 * @error: return location for an error
 *
 * Returns: %TRUE, or %FALSE with #SalonLlmError when this is no answer, or one that says so
 */
gboolean
salon_llm_body_push (SalonLlmBody  *self,
                     const guint8  *data,
                     gsize          length,
                     GError       **error)
{
  g_assert (self != NULL);

  if (self->kind == BODY_UNKNOWN)
    {
      if (salon_llm_failure_is_web_page ((const char *) data, length))
        {
          g_propagate_error (error, salon_llm_failure_web_page (self->provider_name, self->url));
          return FALSE;
        }
      /* White space alone, which some servers send to keep the connection, tells nothing yet. */
      self->kind = recognise (data, length);
    }
  if (self->kind == BODY_WHOLE)
    return push_whole (self, data, length, error);
  return push_events (self, data, length, error);
}

/**
 * salon_llm_body_finish:
 * @self: a body
 * @error: return location for an error
 *
 * To be called at the end of the body.
 *
 * Returns: %TRUE, or %FALSE with #SalonLlmError
 */
gboolean
salon_llm_body_finish (SalonLlmBody  *self,
                       GError       **error)
{
  g_assert (self != NULL);

  if (self->kind != BODY_WHOLE)
    return TRUE;
  return self->format->reader_push (self->reader, NULL, (const char *) self->whole->data,
                                    self->whole->len, error);
}
