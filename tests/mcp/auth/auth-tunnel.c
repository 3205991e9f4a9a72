/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include "auth-tunnel.h"

#include "mcp-test.h"

struct _AuthTunnel
{
  GSocketService  *service;
  GTlsCertificate *certificate;
  GCancellable    *cancellable;
  guint16          port;
  guint16          target;
  guint            n_open;
};

static char *
dup_path (void)
{
  return g_test_build_filename (G_TEST_DIST, "core", "data", "other-host.pem", NULL);
}

static void
on_spliced_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  AuthTunnel *self = user_data;

  g_io_stream_splice_finish (result, NULL);
  self->n_open--;
}

static gboolean
on_incoming_cb (GSocketService    *service,
                GSocketConnection *connection,
                GObject           *source,
                gpointer           user_data)
{
  AuthTunnel *self = user_data;
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GIOStream) encrypted = NULL;
  g_autoptr(GSocketConnection) plain = NULL;

  g_socket_client_set_enable_proxy (client, FALSE);
  encrypted = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
  g_tls_connection_set_require_close_notify (G_TLS_CONNECTION (encrypted), FALSE);
  plain = g_socket_client_connect_to_host (client, "127.0.0.1", self->target, NULL, NULL);
  g_assert_nonnull (plain);
  self->n_open++;
  g_io_stream_splice_async (encrypted, G_IO_STREAM (plain),
                            G_IO_STREAM_SPLICE_CLOSE_STREAM1 | G_IO_STREAM_SPLICE_CLOSE_STREAM2,
                            G_PRIORITY_DEFAULT, self->cancellable, on_spliced_cb, self);

  return TRUE;
}

AuthTunnel *
auth_tunnel_new (guint16 target)
{
  AuthTunnel *self = g_new0 (AuthTunnel, 1);
  g_autofree char *path = dup_path ();
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) effective = NULL;

  self->certificate = g_tls_certificate_new_from_file (path, NULL);
  g_assert_nonnull (self->certificate);
  self->cancellable = g_cancellable_new ();
  self->target = target;
  self->service = g_socket_service_new ();
  g_assert_true (g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address,
                                                G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL,
                                                &effective, NULL));
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming_cb), self);

  return self;
}

static gboolean
is_empty (gpointer user_data)
{
  AuthTunnel *self = user_data;

  return self->n_open == 0;
}

void
auth_tunnel_free (AuthTunnel *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_cancellable_cancel (self->cancellable);
  mcp_test_run_until (is_empty, self);
  g_object_unref (self->service);
  g_object_unref (self->certificate);
  g_object_unref (self->cancellable);
  g_free (self);
}

guint16
auth_tunnel_get_port (AuthTunnel *self)
{
  return self->port;
}

GTlsDatabase *
auth_tunnel_dup_database (void)
{
  g_autofree char *path = dup_path ();
  GTlsDatabase *database = g_tls_file_database_new (path, NULL);

  g_assert_nonnull (database);
  return database;
}
