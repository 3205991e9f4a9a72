/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include "auth-browser.h"

#include <string.h>

#include "mcp-test.h"

static void read_more (AuthBrowser *self);

static void
on_read_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  AuthBrowser *self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result,
                                                              &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
    return;

  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    {
      self->is_closed = TRUE;
      return;
    }

  g_string_append_len (self->answer, g_bytes_get_data (bytes, NULL),
                       (gssize) g_bytes_get_size (bytes));
  read_more (self);
}

static void
read_more (AuthBrowser *self)
{
  g_input_stream_read_bytes_async (g_io_stream_get_input_stream (G_IO_STREAM (self->connection)),
                                   4096, G_PRIORITY_DEFAULT, NULL, on_read_cb, self);
}

AuthBrowser *
auth_browser_new (GSocketFamily family,
                  guint16       port)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (family);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, port);
  GSocketConnection *connection;
  AuthBrowser *self;

  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, NULL);
  if (connection == NULL)
    return NULL;

  self = g_new0 (AuthBrowser, 1);
  self->connection = connection;
  self->answer = g_string_new (NULL);
  read_more (self);

  return self;
}

static gboolean
has_closed (gpointer user_data)
{
  AuthBrowser *self = user_data;

  return self->is_closed;
}

void
auth_browser_free (AuthBrowser *self)
{
  /* So that the read under way ends, too. */
  if (!self->is_closed)
    {
      g_socket_shutdown (g_socket_connection_get_socket (self->connection), TRUE, TRUE, NULL);
      mcp_test_run_until (has_closed, self);
    }
  g_object_unref (self->connection);
  g_string_free (self->answer, TRUE);
  g_free (self);
}

void
auth_browser_send (AuthBrowser *self,
                   const char  *text,
                   gssize       length)
{
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (self->connection));

  g_output_stream_write_all (output, text, length < 0 ? strlen (text) : (gsize) length, NULL, NULL,
                             NULL);
}

const char *
auth_browser_read (AuthBrowser *self)
{
  mcp_test_run_until (has_closed, self);
  return self->answer->str;
}

guint16
auth_browser_port_of (const char *url)
{
  g_autoptr(GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  g_assert_nonnull (uri);
  return (guint16) g_uri_get_port (uri);
}

char *
auth_browser_get (const char *url)
{
  guint16 port = auth_browser_port_of (url);
  const char *host = strstr (url, "//") + 2;
  const char *path = strchr (host, '/');
  g_autoptr(AuthBrowser) browser = auth_browser_new (G_SOCKET_FAMILY_IPV4, port);
  g_autofree char *text = NULL;

  if (browser == NULL)
    return NULL;

  text = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: %.*s\r\nUser-Agent: test\r\n\r\n", path,
                          (int) (path - host), host);
  auth_browser_send (browser, text, -1);
  return g_strdup (auth_browser_read (browser));
}
