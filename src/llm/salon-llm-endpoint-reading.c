/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-llm-endpoint-reading.h"

#include <glib/gi18n.h>

#include "salon-llm-error.h"
#include "salon-llm-failure.h"

#define DRAIN_SECONDS 2
#define DRAIN_LIMIT ((gsize) 64 * 1024)

/**
 * salon_llm_endpoint_read:
 * @self: an endpoint
 * @response: an answer
 * @url: the address it came from
 * @silence_seconds: how long the provider may send nothing
 * @error: return location for an error
 *
 * Waits, from within a fiber, for the next piece of an answer's body. A provider that
 * stays silent for too long is given up: a computer that slept in between would wait
 * for ever for a connection that nobody holds at the other end.
 *
 * Returns: (transfer full): the piece, empty at the end, or %NULL with #SalonLlmError
 */
GBytes *
salon_llm_endpoint_read (SalonLlmEndpoint   *self,
                         SalonHttpResponse  *response,
                         const char         *url,
                         guint               silence_seconds,
                         GError            **error)
{
  g_autoptr (DexFuture) reading = NULL;
  g_autoptr (GError) cause = NULL;
  GBytes *bytes;

  g_assert (self != NULL);
  g_assert (SALON_IS_HTTP_RESPONSE (response));

  reading = salon_http_response_read (response);
  if (dex_future_is_pending (reading))
    {
      DexFuture *silence = salon_clock_sleep (salon_llm_endpoint_get_clock (self),
                                              (gint64) silence_seconds * G_USEC_PER_SEC);

      if (!dex_await (dex_future_first (dex_ref (reading), silence, NULL), &cause) &&
          g_error_matches (cause, DEX_ERROR, DEX_ERROR_FIBER_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&cause));
          return NULL;
        }
      g_clear_error (&cause);
      if (dex_future_is_pending (reading))
        {
          salon_http_response_close (response);
          g_set_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_CUT,
                       _("%s fell silent in the middle of its answer: nothing came for %u "
                         "seconds."),
                       salon_llm_endpoint_get_name (self), silence_seconds);
          return NULL;
        }
    }

  bytes = dex_await_boxed (g_steal_pointer (&reading), &cause);
  if (bytes == NULL)
    g_propagate_error (error,
                       salon_llm_failure_from_transport (salon_llm_endpoint_get_name (self), url,
                                                         cause, TRUE));
  return bytes;
}

/**
 * salon_llm_endpoint_read_all:
 * @self: an endpoint
 * @response: an answer
 * @url: the address it came from
 * @limit: how many bytes it may have
 * @error: return location for an error
 *
 * Waits, from within a fiber, for the whole body of an answer.
 *
 * Returns: (transfer full): the body, or %NULL with #SalonLlmError
 */
GBytes *
salon_llm_endpoint_read_all (SalonLlmEndpoint   *self,
                             SalonHttpResponse  *response,
                             const char         *url,
                             gsize               limit,
                             GError            **error)
{
  g_autoptr (GError) cause = NULL;
  GBytes *bytes;

  g_assert (self != NULL);
  g_assert (SALON_IS_HTTP_RESPONSE (response));

  bytes = dex_await_boxed (salon_http_response_read_all (response, limit), &cause);
  if (bytes == NULL)
    g_propagate_error (error,
                       salon_llm_failure_from_transport (salon_llm_endpoint_get_name (self), url,
                                                         cause, TRUE));
  return bytes;
}

typedef struct
{
  SalonLlmEndpoint *endpoint;
  SalonHttpResponse *response;
} Draining;

static void
draining_free (Draining *draining)
{
  salon_http_response_close (draining->response);
  g_object_unref (draining->response);
  salon_llm_endpoint_unref (draining->endpoint);
  g_free (draining);
}

static DexFuture *
drain_fiber (gpointer user_data)
{
  Draining *draining = user_data;
  gsize n_bytes = 0;

  while (n_bytes < DRAIN_LIMIT)
    {
      g_autoptr (GBytes) bytes = salon_llm_endpoint_read (draining->endpoint, draining->response,
                                                          "",
                                                          DRAIN_SECONDS, NULL);

      if (bytes == NULL || g_bytes_get_size (bytes) == 0)
        break;
      n_bytes += g_bytes_get_size (bytes);
    }
  return dex_future_new_for_boolean (TRUE);
}

/**
 * salon_llm_endpoint_drain:
 * @self: an endpoint
 * @response: an answer of which all that matters has been read
 *
 * Reads the end of a body aside, so that its connection can be used again: the next
 * request of a tool loop then needs no new handshake. Closes it when there is no end.
 */
void
salon_llm_endpoint_drain (SalonLlmEndpoint  *self,
                          SalonHttpResponse *response)
{
  Draining *draining;

  g_assert (self != NULL);
  g_assert (SALON_IS_HTTP_RESPONSE (response));

  draining = g_new0 (Draining, 1);
  draining->endpoint = salon_llm_endpoint_ref (self);
  draining->response = g_object_ref (response);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, drain_fiber, draining,
                                          (GDestroyNotify) draining_free));
}
