/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include "auth-tls-server.h"

#include <string.h>

struct _AuthTlsServer
{
  GSocketService  *service;
  GTlsCertificate *certificate;
  GCancellable    *cancellable;
  char            *answer;
  guint16          port;
  int              n_requests;
  int              n_running;
};

static char *
dup_path (void)
{
  return g_test_build_filename (G_TEST_DIST, "core", "data", "other-host.pem", NULL);
}

static gboolean
on_run_cb (GThreadedSocketService *service,
           GSocketConnection      *connection,
           GObject                *source_object,
           gpointer                user_data)
{
  AuthTlsServer *self = user_data;
  g_autoptr(GIOStream) encrypted = NULL;
  g_autoptr(GString) head = g_string_new (NULL);
  char buffer[4096];

  g_atomic_int_inc (&self->n_running);
  encrypted = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
  while (strstr (head->str, "\r\n\r\n") == NULL)
    {
      gssize length = g_input_stream_read (g_io_stream_get_input_stream (encrypted), buffer,
                                           sizeof buffer, self->cancellable, NULL);

      if (length <= 0)
        break;
      g_string_append_len (head, buffer, length);
    }
  if (strstr (head->str, "\r\n\r\n") != NULL)
    {
      g_atomic_int_inc (&self->n_requests);
      g_output_stream_write_all (g_io_stream_get_output_stream (encrypted), self->answer,
                                 strlen (self->answer), NULL, self->cancellable, NULL);
    }
  g_io_stream_close (encrypted, self->cancellable, NULL);
  g_atomic_int_add (&self->n_running, -1);
  g_main_context_wakeup (NULL);

  return TRUE;
}

AuthTlsServer *
auth_tls_server_new (const char *answer)
{
  AuthTlsServer *self = g_new0 (AuthTlsServer, 1);
  g_autofree char *path = dup_path ();
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) effective = NULL;

  self->certificate = g_tls_certificate_new_from_file (path, NULL);
  g_assert_nonnull (self->certificate);
  self->answer = g_strdup (answer);
  self->cancellable = g_cancellable_new ();
  self->service = g_threaded_socket_service_new (16);
  g_assert_true (g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address,
                                                G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL,
                                                &effective, NULL));
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  g_signal_connect (self->service, "run", G_CALLBACK (on_run_cb), self);
  g_socket_service_start (self->service);

  return self;
}

void
auth_tls_server_free (AuthTlsServer *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_cancellable_cancel (self->cancellable);
  while (g_atomic_int_get (&self->n_running) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (self->service);
  g_object_unref (self->certificate);
  g_object_unref (self->cancellable);
  g_free (self->answer);
  g_free (self);
}

guint16
auth_tls_server_get_port (AuthTlsServer *self)
{
  return self->port;
}

guint
auth_tls_server_get_n_requests (AuthTlsServer *self)
{
  return (guint) g_atomic_int_get (&self->n_requests);
}

GTlsDatabase *
auth_tls_server_dup_database (void)
{
  g_autofree char *path = dup_path ();
  GTlsDatabase *database = g_tls_file_database_new (path, NULL);

  g_assert_nonnull (database);
  return database;
}
