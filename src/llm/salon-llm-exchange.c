/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-llm-exchange.h"

#include <string.h>

#include "salon-llm-body.h"
#include "salon-llm-endpoint-reading.h"
#include "salon-llm-error.h"
#include "salon-llm-retry.h"

#define SILENCE_SECONDS (10 * 60)
/* Once the reply is complete, only the usage is missing. */
#define SILENCE_SECONDS_AT_THE_END 5

/* What a provider tells its format. Whoever writes the request on a thread may outlive a
 * cancelled exchange, so it is counted.
 */
typedef struct
{
  gpointer data;
  GDestroyNotify destroy;
} Settings;

static void
settings_clear (gpointer data)
{
  Settings *settings = data;

  if (settings->destroy != NULL)
    settings->destroy (settings->data);
}

/* One request on its way. */
typedef struct
{
  const SalonLlmFormat *format;
  SalonLlmEndpoint *endpoint;
  char *path;
  SalonLlmRequest *request;
  Settings *settings;
  SalonLlmEventFunc func;
  gpointer user_data;
  GDestroyNotify destroy;

  gint64 sent_at;        /* when the request went out for the last time */
  gint64 first_event_at; /* when the first event of the reply came */
  gboolean has_events;
} Exchange;

static void
exchange_free (gpointer data)
{
  Exchange *exchange = data;

  if (exchange->destroy != NULL)
    exchange->destroy (exchange->user_data);
  g_atomic_rc_box_release_full (exchange->settings, settings_clear);
  g_free (exchange->path);
  salon_llm_endpoint_unref (exchange->endpoint);
  salon_llm_request_unref (exchange->request);
  g_free (exchange);
}

static gint64
get_time (Exchange *exchange)
{
  return salon_clock_get_time (salon_llm_endpoint_get_clock (exchange->endpoint));
}

/* Hands an event on, and remembers when the first one came. */
static void
on_event (const SalonLlmEvent *event,
          gpointer             user_data)
{
  Exchange *exchange = user_data;

  if (!exchange->has_events)
    exchange->first_event_at = get_time (exchange);
  exchange->has_events = TRUE;
  exchange->func (event, exchange->user_data);
}

/* Reads the body to its end, or until the reply is complete and nothing more comes. */
static gboolean
read_body (Exchange           *exchange,
           SalonHttpResponse  *response,
           gpointer            reader,
           const char         *url,
           GError            **error)
{
  const SalonLlmFormat *format = exchange->format;
  g_autoptr (SalonLlmBody) body = NULL;

  body = salon_llm_body_new (format, reader, salon_llm_endpoint_get_name (exchange->endpoint),
                             url);
  while (!format->reader_is_done (reader))
    {
      gboolean complete = format->reader_is_complete (reader);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) failure = NULL;
      gsize length;
      const guint8 *data;

      bytes = salon_llm_endpoint_read (exchange->endpoint, response, url,
                                       complete ? SILENCE_SECONDS_AT_THE_END : SILENCE_SECONDS,
                                       &failure);
      if (bytes == NULL)
        {
          /* Whatever happens to the connection now, the reply is all there. */
          if (complete && !g_error_matches (failure, DEX_ERROR, DEX_ERROR_FIBER_CANCELLED))
            return TRUE;
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      data = g_bytes_get_data (bytes, &length);
      if (length == 0)
        return salon_llm_body_finish (body, error);
      if (!salon_llm_body_push (body, data, length, error))
        return FALSE;
    }
  return TRUE;
}

/* Sends the request once, and reads the answer. */
static SalonLlmReply *
try_once (Exchange    *exchange,
          GBytes      *body,
          const char  *url,
          GError     **error)
{
  const SalonLlmFormat *format = exchange->format;
  g_autoptr (SalonHttpResponse) response = NULL;
  SalonLlmReply *reply = NULL;
  gpointer reader;

  exchange->sent_at = get_time (exchange);
  response = salon_llm_endpoint_post (exchange->endpoint, exchange->path,
                                      salon_llm_request_get_model (exchange->request), body,
                                      error);
  if (response == NULL)
    return NULL;

  reader = format->reader_new (exchange->request, exchange->settings->data,
                               salon_llm_endpoint_get_name (exchange->endpoint),
                               on_event, exchange);
  if (read_body (exchange, response, reader, url, error))
    reply = format->reader_finish (reader, error);
  format->reader_free (reader);
  if (reply == NULL)
    salon_http_response_close (response);
  else
    salon_llm_endpoint_drain (exchange->endpoint, response);
  return reply;
}

typedef struct
{
  const SalonLlmFormat *format;
  SalonLlmRequest *request;
  Settings *settings;
} Writing;

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  salon_llm_request_unref (writing->request);
  g_atomic_rc_box_release_full (writing->settings, settings_clear);
  g_free (writing);
}

static DexFuture *
write_on_thread (gpointer user_data)
{
  Writing *writing = user_data;
  char *text = writing->format->write_request (writing->request, writing->settings->data);

  return dex_future_new_take_boxed (G_TYPE_BYTES, g_bytes_new_take (text, strlen (text)));
}

static DexFuture *
write_body (Exchange *exchange)
{
  Writing *writing = g_new0 (Writing, 1);

  writing->format = exchange->format;
  writing->request = salon_llm_request_ref (exchange->request);
  writing->settings = g_atomic_rc_box_acquire (exchange->settings);
  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, write_on_thread,
                              writing, writing_free);
}

/* Whatever the reply began with cannot be taken back: after its first event it is the
 * user's to try again. An error without a status came as the answer, and does not say that
 * the next one would be better.
 */
static gint64
get_delay (Exchange     *exchange,
           const GError *failure,
           guint         n_tries)
{
  if (exchange->has_events || salon_llm_error_get_http_status (failure) == 0)
    return -1;
  return salon_llm_retry_get_delay (failure, n_tries, g_random_double ());
}

/* Waits before the next try, and says so. */
static gboolean
wait_for_next_try (Exchange      *exchange,
                   const GError  *failure,
                   guint          n_tries,
                   GError       **error)
{
  gint64 delay_ms = get_delay (exchange, failure, n_tries);
  SalonLlmEvent event = { SALON_LLM_EVENT_WAITING };

  if (delay_ms < 0)
    {
      g_propagate_error (error, g_error_copy (failure));
      return FALSE;
    }
  event.text = failure->message;
  event.delay_ms = delay_ms;
  exchange->func (&event, exchange->user_data);
  return dex_await (salon_clock_sleep (salon_llm_endpoint_get_clock (exchange->endpoint),
                                       delay_ms * 1000), error);
}

static DexFuture *
exchange_fiber (gpointer user_data)
{
  Exchange *exchange = user_data;
  g_autoptr (GBytes) body = NULL;
  g_autofree char *url = NULL;
  GError *error = NULL;

  body = dex_await_boxed (write_body (exchange), &error);
  if (body == NULL)
    return dex_future_new_for_error (error);
  url = salon_llm_endpoint_build_url (exchange->endpoint, exchange->path);

  for (guint n_tries = 1; ; n_tries++)
    {
      g_autoptr (GError) failure = NULL;
      SalonLlmReply *reply = try_once (exchange, body, url, &failure);

      if (reply != NULL)
        {
          if (exchange->has_events)
            salon_llm_reply_set_first_event (reply, exchange->first_event_at - exchange->sent_at);
          return dex_future_new_take_boxed (SALON_TYPE_LLM_REPLY, reply);
        }
      if (!wait_for_next_try (exchange, failure, n_tries, &error))
        return dex_future_new_for_error (error);
    }
}

/**
 * salon_llm_exchange:
 * @format: the wire format
 * @endpoint: the way to the provider
 * @path: path of the request below the base URL
 * @request: what is asked; must not be changed before the answer is there
 * @settings: (nullable) (transfer full): what the provider tells its format
 * @settings_destroy: (nullable): frees @settings, possibly on another thread
 * @func: called for every step of the reply, in the calling thread
 * @user_data: data for @func
 * @destroy: (nullable): frees @user_data
 *
 * Sends a request, and reads the answer. As long as nothing of the reply has been seen, the
 * request is sent again where that makes sense: when the provider is busy or fails, whether it
 * says so by the status or as the first thing in its stream. The reply knows how long its
 * first event took, counted from the last time the request was sent.
 *
 * Returns: (transfer full): a future of a #SalonLlmReply, rejected with #SalonLlmError;
 *   dropping it stops the request
 */
DexFuture *
salon_llm_exchange (const SalonLlmFormat *format,
                    SalonLlmEndpoint     *endpoint,
                    const char           *path,
                    SalonLlmRequest      *request,
                    gpointer              settings,
                    GDestroyNotify        settings_destroy,
                    SalonLlmEventFunc     func,
                    gpointer              user_data,
                    GDestroyNotify        destroy)
{
  Exchange *exchange;

  g_assert (format != NULL);
  g_assert (endpoint != NULL);
  g_assert (path != NULL);
  g_assert (request != NULL);
  g_assert (func != NULL);

  exchange = g_new0 (Exchange, 1);
  exchange->format = format;
  exchange->endpoint = salon_llm_endpoint_ref (endpoint);
  exchange->path = g_strdup (path);
  exchange->request = salon_llm_request_ref (request);
  exchange->settings = g_atomic_rc_box_new0 (Settings);
  exchange->settings->data = settings;
  exchange->settings->destroy = settings_destroy;
  exchange->func = func;
  exchange->user_data = user_data;
  exchange->destroy = destroy;
  return dex_scheduler_spawn (NULL, 0, exchange_fiber, exchange, exchange_free);
}
