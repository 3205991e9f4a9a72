/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include "raw-server.h"

#include <string.h>
#include <sys/socket.h>

struct _RawServer
{
  GSocketService  *service;
  GCancellable    *cancellable;
  guint16          port;
  RawServerFunc    func;
  gpointer         user_data;
  const char      *greeting;
  GTlsCertificate *certificate;

  int              n_requests;
  int              n_connections;
  int              n_hangups;
  int              n_running;
};

/* Reads a request, body and all. NULL when the client closed instead. */
static char *
read_request (RawServer        *self,
              GDataInputStream *input)
{
  GString *head = g_string_new (NULL);
  gsize body = 0;

  for (;;)
    {
      g_autofree char *line = NULL;

      line = g_data_input_stream_read_line (input, NULL, self->cancellable, NULL);
      if (line == NULL)
        {
          g_string_free (head, TRUE);
          return NULL;
        }
      g_string_append_printf (head, "%s\n", line);
      if (g_ascii_strncasecmp (line, "content-length:", 15) == 0)
        body = g_ascii_strtoull (line + 15, NULL, 10);
      if (*line == '\0')
        break;
    }

  while (body > 0)
    {
      char buffer[4096];
      gssize size;

      size = g_input_stream_read (G_INPUT_STREAM (input), buffer, MIN (body, sizeof buffer),
                                  self->cancellable, NULL);
      if (size <= 0)
        {
          g_string_free (head, TRUE);
          return NULL;
        }
      g_string_append_len (head, buffer, size);
      body -= size;
    }

  return g_string_free (head, FALSE);
}

/* With the time to linger set to none, closing sends a RST. */
static void
reset_connection (GSocketConnection *connection)
{
  const struct linger linger = { .l_onoff = 1, .l_linger = 0 };
  GSocket *socket = g_socket_connection_get_socket (connection);

  setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

static void
serve (RawServer         *self,
       GSocketConnection *connection,
       guint              number)
{
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autoptr(GDataInputStream) input = NULL;

  input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);

  if (self->greeting != NULL)
    {
      g_output_stream_write_all (output, self->greeting, strlen (self->greeting), NULL,
                                 self->cancellable, NULL);
      return;
    }

  for (;;)
    {
      g_autofree char *head = read_request (self, input);
      g_autoptr(GString) answer = g_string_new (NULL);
      RawServerNext next;
      char byte;

      if (head == NULL)
        break;

      next = self->func (g_atomic_int_add (&self->n_requests, 1) + 1, number, head, answer,
                         self->user_data);
      g_output_stream_write_all (output, answer->str, answer->len, NULL, self->cancellable, NULL);

      if (next == RAW_SERVER_HOLD &&
          g_input_stream_read (G_INPUT_STREAM (input), &byte, 1, self->cancellable, NULL) <= 0)
        break;
      if (next == RAW_SERVER_RESET)
        reset_connection (connection);
      if (next == RAW_SERVER_RESET || next == RAW_SERVER_CLOSE)
        return;
    }

  if (!g_cancellable_is_cancelled (self->cancellable))
    g_atomic_int_inc (&self->n_hangups);
}

/* As far as it goes: the client does not trust it. */
static void
show_certificate (RawServer         *self,
                  GSocketConnection *connection)
{
  g_autoptr(GIOStream) encrypted = NULL;

  encrypted = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
  g_assert_nonnull (encrypted);
  g_tls_connection_handshake (G_TLS_CONNECTION (encrypted), self->cancellable, NULL);
  g_io_stream_close (encrypted, NULL, NULL);
}

static gboolean
on_run_cb (GThreadedSocketService *service,
           GSocketConnection      *connection,
           GObject                *source_object,
           gpointer                user_data)
{
  RawServer *self = user_data;

  g_atomic_int_inc (&self->n_running);
  if (self->certificate != NULL)
    show_certificate (self, connection);
  else
    serve (self, connection, g_atomic_int_add (&self->n_connections, 1) + 1);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  g_atomic_int_add (&self->n_running, -1);
  g_main_context_wakeup (NULL);

  return TRUE;
}

RawServer *
raw_server_new (RawServerFunc func,
                gpointer      user_data)
{
  RawServer *self = g_new0 (RawServer, 1);
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) effective = NULL;
  g_autoptr(GError) error = NULL;

  self->func = func;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new ();
  self->service = g_threaded_socket_service_new (-1);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address,
                                 G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL,
                                 &effective, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  g_signal_connect (self->service, "run", G_CALLBACK (on_run_cb), self);
  g_socket_service_start (self->service);

  return self;
}

void
raw_server_free (RawServer *self)
{
  gint64 patience = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  g_cancellable_cancel (self->cancellable);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  while (g_atomic_int_get (&self->n_running) > 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, patience);
      g_main_context_iteration (NULL, FALSE);
      g_thread_yield ();
    }

  g_object_unref (self->service);
  g_object_unref (self->cancellable);
  g_clear_object (&self->certificate);
  g_free (self);
}

void
raw_server_set_greeting (RawServer  *self,
                         const char *greeting)
{
  self->greeting = greeting;
}

void
raw_server_set_certificate (RawServer       *self,
                            GTlsCertificate *certificate)
{
  g_set_object (&self->certificate, certificate);
}

char *
raw_server_dup_url (RawServer  *self,
                    const char *path)
{
  return g_strdup_printf ("http://127.0.0.1:%u%s", self->port, path);
}

guint
raw_server_get_n_requests (RawServer *self)
{
  return (guint) g_atomic_int_get (&self->n_requests);
}

guint
raw_server_get_n_connections (RawServer *self)
{
  return (guint) g_atomic_int_get (&self->n_connections);
}

guint
raw_server_get_n_hangups (RawServer *self)
{
  return (guint) g_atomic_int_get (&self->n_hangups);
}
