/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-http-response.h"

#include <glib/gi18n.h>

#include "salon-core-error.h"
#include "salon-http-private.h"

#define CHUNK_SIZE (32 * 1024)

struct _SalonHttpResponse
{
  GObject        parent_instance;

  /* The session: with it, its connections would go. */
  GObject       *owner;
  SoupMessage   *message;
  /* NULL once the body has ended, well or badly. */
  GInputStream  *stream;
  /* Of everything that happens on the stream; cancelled means closed. */
  GCancellable  *cancellable;
  gboolean       is_reading;
  /* What ended the body badly. */
  GError        *failure;
};

G_DEFINE_FINAL_TYPE (SalonHttpResponse, salon_http_response, G_TYPE_OBJECT)

/* A read under way. It knows the response weakly, so that dropping that stops it. */
typedef struct
{
  GWeakRef      response;
  GObject      *owner;
  DexPromise   *promise;
  GCancellable *cancellable;
  SoupMessage  *message;
  gulong        dropped_handler;
} Read;

static void
read_free (Read *self)
{
  g_signal_handler_disconnect (dex_promise_get_cancellable (self->promise),
                               self->dropped_handler);
  g_weak_ref_clear (&self->response);
  dex_clear (&self->promise);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->message);
  g_clear_object (&self->owner);
  g_free (self);
}

void
_salon_http_abort_stream (GInputStream *stream)
{
  g_autoptr(GCancellable) cancelled = g_cancellable_new ();

  g_assert (G_IS_INPUT_STREAM (stream));

  /* libsoup would first read all that is still to come, and block for it, to be able to
   * use the connection again. Cancelled, it gives the connection up. */
  g_cancellable_cancel (cancelled);
  g_input_stream_close (stream, cancelled, NULL);
}

static DexFuture *
pass_on (DexFuture *future,
         gpointer   user_data)
{
  return dex_ref (future);
}

DexFuture *
_salon_http_guard_promise (DexPromise *promise)
{
  return dex_future_then (dex_ref (promise), pass_on, NULL, NULL);
}

/* Whether the head says that there is no body. */
static gboolean
salon_http_response_has_no_body (SalonHttpResponse *self)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);

  /* After 204 without a length, libsoup keeps no connection anyway. */
  return soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
         soup_message_headers_get_content_length (headers) == 0;
}

/* Whether there is nothing to come but the end, and that is here already, as it is with the
 * empty answers that nobody reads. Only when the end was read is the connection kept. */
static gboolean
salon_http_response_try_end (SalonHttpResponse *self)
{
  GPollableInputStream *pollable;
  char byte;

  /* Does not touch the network, and so does not block. */
  if (salon_http_response_has_no_body (self))
    return g_input_stream_read (self->stream, &byte, 1, NULL, NULL) == 0;

  if (!G_IS_POLLABLE_INPUT_STREAM (self->stream))
    return FALSE;

  pollable = G_POLLABLE_INPUT_STREAM (self->stream);
  return g_pollable_input_stream_read_nonblocking (pollable, &byte, 1, NULL, NULL) == 0;
}

/* Lets the stream go. At the end of the body, the connection is kept for other requests. */
static void
salon_http_response_end (SalonHttpResponse *self,
                         gboolean           is_at_end,
                         const GError      *failure)
{
  g_autoptr(GInputStream) stream = g_steal_pointer (&self->stream);

  g_assert (!self->is_reading);
  g_assert (stream != NULL);

  if (failure != NULL)
    self->failure = g_error_copy (failure);

  /* Not the blocking kind: compressed data may end before the answer does. */
  if (is_at_end)
    g_input_stream_close_async (stream, G_PRIORITY_DEFAULT, self->cancellable, NULL, NULL);
  else
    _salon_http_abort_stream (stream);
}

static void
salon_http_response_dispose (GObject *object)
{
  SalonHttpResponse *self = SALON_HTTP_RESPONSE (object);

  salon_http_response_close (self);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->stream);
  g_clear_object (&self->message);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->failure);
  g_clear_object (&self->owner);

  G_OBJECT_CLASS (salon_http_response_parent_class)->dispose (object);
}

static void
salon_http_response_class_init (SalonHttpResponseClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = salon_http_response_dispose;
}

static void
salon_http_response_init (SalonHttpResponse *self)
{
}

SalonHttpResponse *
_salon_http_response_new (gpointer      owner,
                          SoupMessage  *message,
                          GInputStream *stream,
                          GCancellable *cancellable)
{
  SalonHttpResponse *self;

  g_assert (G_IS_OBJECT (owner));
  g_assert (SOUP_IS_MESSAGE (message));
  g_assert (G_IS_INPUT_STREAM (stream));
  g_assert (G_IS_CANCELLABLE (cancellable));

  self = g_object_new (SALON_TYPE_HTTP_RESPONSE, NULL);
  self->owner = g_object_ref (owner);
  self->message = g_object_ref (message);
  self->stream = g_object_ref (stream);
  self->cancellable = g_object_ref (cancellable);

  return self;
}

/**
 * salon_http_response_get_status:
 * @self: a response
 *
 * Returns: the status code
 */
guint
salon_http_response_get_status (SalonHttpResponse *self)
{
  g_return_val_if_fail (SALON_IS_HTTP_RESPONSE (self), 0);

  return soup_message_get_status (self->message);
}

/**
 * salon_http_response_get_reason:
 * @self: a response
 *
 * Returns: (transfer none): what the server calls the status, or what the standard does;
 *   may be empty
 */
const char *
salon_http_response_get_reason (SalonHttpResponse *self)
{
  const char *reason;

  g_return_val_if_fail (SALON_IS_HTTP_RESPONSE (self), NULL);

  reason = soup_message_get_reason_phrase (self->message);
  if (reason == NULL || *reason == '\0')
    reason = soup_status_get_phrase (soup_message_get_status (self->message));

  return reason;
}

/**
 * salon_http_response_get_header:
 * @self: a response
 * @name: a header's name, in any case
 *
 * Returns: (transfer none) (nullable): its value; when it came several times, the values
 *   joined by “, ”
 */
const char *
salon_http_response_get_header (SalonHttpResponse *self,
                                const char        *name)
{
  g_return_val_if_fail (SALON_IS_HTTP_RESPONSE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return soup_message_headers_get_list (soup_message_get_response_headers (self->message), name);
}

/**
 * salon_http_response_dup_content_type:
 * @self: a response
 *
 * Returns: (transfer full) (nullable): the media type of the body, in small letters and
 *   without parameters, such as `text/event-stream`
 */
char *
salon_http_response_dup_content_type (SalonHttpResponse *self)
{
  const char *type;

  g_return_val_if_fail (SALON_IS_HTTP_RESPONSE (self), NULL);

  type = soup_message_headers_get_content_type (soup_message_get_response_headers (self->message),
                                                NULL);
  return type != NULL ? g_ascii_strdown (type, -1) : NULL;
}

static void
on_read_ready_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  GInputStream *stream = G_INPUT_STREAM (object);
  Read *read = user_data;
  g_autoptr(SalonHttpResponse) self = g_weak_ref_get (&read->response);
  g_autoptr(GError) cause = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;

  bytes = g_input_stream_read_bytes_finish (stream, result, &cause);

  /* What came in the moment of closing is not wanted any more. */
  if (cause == NULL)
    g_cancellable_set_error_if_cancelled (read->cancellable, &cause);
  if (cause != NULL)
    error = _salon_http_error_new (read->message, cause, TRUE);

  if (self != NULL)
    self->is_reading = FALSE;

  if (self == NULL)
    _salon_http_abort_stream (stream);
  else if (error != NULL || g_bytes_get_size (bytes) == 0)
    salon_http_response_end (self, error == NULL, error);

  if (error != NULL)
    dex_promise_reject (read->promise, g_steal_pointer (&error));
  else
    dex_promise_resolve_boxed (read->promise, G_TYPE_BYTES, g_steal_pointer (&bytes));

  read_free (read);
}

static void
on_read_dropped_cb (GCancellable *dropped,
                    gpointer      user_data)
{
  g_cancellable_cancel (G_CANCELLABLE (user_data));
}

/**
 * salon_http_response_read:
 * @self: a response
 *
 * Reads the next piece of the body, as soon as there is any. One read at a time. Dropping
 * the future, or the response, closes the connection.
 *
 * Returns: (transfer full): a future of a #GBytes, empty at the end of the body. Rejected
 *   with %SALON_CORE_ERROR_NETWORK when the connection breaks before the end,
 *   %SALON_CORE_ERROR_PROTOCOL when the body is malformed, and %G_IO_ERROR_CANCELLED when
 *   the response was closed
 */
DexFuture *
salon_http_response_read (SalonHttpResponse *self)
{
  DexFuture *future;
  Read *read;

  g_return_val_if_fail (SALON_IS_HTTP_RESPONSE (self),
                        dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                                               "No response"));

  if (self->failure != NULL)
    return dex_future_new_for_error (g_error_copy (self->failure));
  if (g_cancellable_is_cancelled (self->cancellable))
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                  _("The answer was closed."));
  if (self->is_reading)
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_PENDING,
                                  _("The answer is being read already."));
  if (self->stream == NULL)
    return dex_future_new_take_boxed (G_TYPE_BYTES, g_bytes_new (NULL, 0));

  read = g_new0 (Read, 1);
  g_weak_ref_init (&read->response, self);
  read->promise = dex_promise_new_cancellable ();
  read->owner = g_object_ref (self->owner);
  read->cancellable = g_object_ref (self->cancellable);
  read->message = g_object_ref (self->message);
  /* Not g_cancellable_connect(), which can't be disconnected while it cancels. */
  read->dropped_handler =
    g_signal_connect_object (dex_promise_get_cancellable (read->promise), "cancelled",
                             G_CALLBACK (on_read_dropped_cb), self->cancellable,
                             G_CONNECT_DEFAULT);
  future = _salon_http_guard_promise (read->promise);

  self->is_reading = TRUE;
  g_input_stream_read_bytes_async (self->stream, CHUNK_SIZE, SALON_HTTP_PRIORITY,
                                   self->cancellable, on_read_ready_cb, read);

  return future;
}

/* All of a body. */
typedef struct
{
  SalonHttpResponse *response;
  GByteArray        *bytes;
  gsize              limit;
} Collection;

static void
collection_unref (gpointer data)
{
  Collection *self = data;

  g_clear_object (&self->response);
  g_byte_array_unref (self->bytes);
  g_free (self);
}

static DexFuture *
collect_chunk (DexFuture *future,
               gpointer   user_data)
{
  Collection *collection = user_data;
  const GValue *value = dex_future_get_value (future, NULL);
  GBytes *chunk = g_value_get_boxed (value);
  gsize size = g_bytes_get_size (chunk);

  if (size == 0)
    return NULL;

  if (size > collection->limit - collection->bytes->len)
    {
      salon_http_response_close (collection->response);
      return dex_future_new_reject (SALON_CORE_ERROR, SALON_CORE_ERROR_TOO_LARGE,
                                    _("The answer is longer than the %zu bytes allowed."),
                                    collection->limit);
    }

  g_byte_array_append (collection->bytes, g_bytes_get_data (chunk, NULL), size);
  return salon_http_response_read (collection->response);
}

static DexFuture *
return_collection (DexFuture *future,
                   gpointer   user_data)
{
  GByteArray *bytes = user_data;

  return dex_future_new_take_boxed (G_TYPE_BYTES,
                                    g_byte_array_free_to_bytes (g_byte_array_ref (bytes)));
}

/**
 * salon_http_response_read_all:
 * @self: a response
 * @limit: how many bytes the rest of the body may have
 *
 * Reads all that is still to come. The future keeps the response alive; dropping it
 * closes the connection.
 *
 * Returns: (transfer full): a future of a #GBytes. Rejected as salon_http_response_read()
 *   is, and with %SALON_CORE_ERROR_TOO_LARGE, which closes the connection
 */
DexFuture *
salon_http_response_read_all (SalonHttpResponse *self,
                              gsize              limit)
{
  Collection *collection;
  GByteArray *bytes;
  DexFuture *future;

  g_return_val_if_fail (SALON_IS_HTTP_RESPONSE (self),
                        dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                                               "No response"));

  bytes = g_byte_array_new ();

  collection = g_new0 (Collection, 1);
  collection->response = g_object_ref (self);
  collection->bytes = g_byte_array_ref (bytes);
  collection->limit = limit;

  future = dex_future_then_loop (salon_http_response_read (self), collect_chunk,
                                 collection, collection_unref);

  return dex_future_then (future, return_collection, bytes, (GDestroyNotify) g_byte_array_unref);
}

/**
 * salon_http_response_close:
 * @self: a response
 *
 * Gives the answer up. When its body was not read to the end this closes the connection,
 * and a read under way is rejected with %G_IO_ERROR_CANCELLED.
 */
void
salon_http_response_close (SalonHttpResponse *self)
{
  g_return_if_fail (SALON_IS_HTTP_RESPONSE (self));

  if (self->stream == NULL)
    return;

  if (!self->is_reading && salon_http_response_try_end (self))
    {
      salon_http_response_end (self, TRUE, NULL);
      return;
    }

  g_cancellable_cancel (self->cancellable);

  /* A read under way ends by that, and ends the stream. */
  if (!self->is_reading)
    salon_http_response_end (self, FALSE, NULL);
}
