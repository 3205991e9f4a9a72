/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-http-session-private.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "salon-mcp-error.h"

#define SESSION_HEADER "Mcp-Session-Id"

SalonMcpHttpSession *
salon_mcp_http_session_new (SalonMcpTransport *transport,
                            SalonMcpHttpLink  *link)
{
  SalonMcpHttpSession *self = g_rc_box_new0 (SalonMcpHttpSession);

  self->link = salon_mcp_http_link_ref (link);
  g_weak_ref_init (&self->transport, transport);
  self->stops = g_hash_table_new_full (NULL, NULL, dex_unref, NULL);
  return self;
}

SalonMcpHttpSession *
salon_mcp_http_session_ref (SalonMcpHttpSession *self)
{
  return g_rc_box_acquire (self);
}

static void
session_clear (gpointer data)
{
  SalonMcpHttpSession *self = data;

  salon_mcp_http_link_unref (self->link);
  g_weak_ref_clear (&self->transport);
  g_free (self->version);
  g_free (self->session_id);
  dex_clear (&self->reopened);
  dex_clear (&self->listening);
  g_hash_table_unref (self->stops);
}

void
salon_mcp_http_session_unref (SalonMcpHttpSession *self)
{
  g_rc_box_release_full (self, session_clear);
}

/* Stops. */

static GError *
new_stopped_error (void)
{
  return g_error_new_literal (SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED,
                              _("The connection to the server was closed."));
}

/* A promise to be rejected when something is to end; transfer full. */
DexPromise *
salon_mcp_http_session_add_stop (SalonMcpHttpSession *self)
{
  DexPromise *stop = dex_promise_new ();

  g_hash_table_add (self->stops, dex_ref (stop));
  return stop;
}

void
salon_mcp_http_session_remove_stop (SalonMcpHttpSession *self,
                                    DexPromise          *stop)
{
  g_hash_table_remove (self->stops, stop);
}

void
salon_mcp_http_session_pull_stop (SalonMcpHttpSession *self,
                                  DexPromise          *stop)
{
  if (g_hash_table_contains (self->stops, stop) && dex_future_is_pending (DEX_FUTURE (stop)))
    dex_promise_reject (stop, new_stopped_error ());
}

/* Ends whatever is going on. */
void
salon_mcp_http_session_stop (SalonMcpHttpSession *self)
{
  g_autoptr (GPtrArray) stops = g_hash_table_get_keys_as_ptr_array (self->stops);

  self->phase = SALON_MCP_HTTP_CLOSED;
  g_ptr_array_foreach (stops, (GFunc) G_CALLBACK (dex_ref), NULL);
  g_ptr_array_set_free_func (stops, dex_unref);
  for (guint i = 0; i < stops->len; i++)
    salon_mcp_http_session_pull_stop (self, g_ptr_array_index (stops, i));
  if (self->reopened != NULL && dex_future_is_pending (DEX_FUTURE (self->reopened)))
    dex_promise_reject (self->reopened, new_stopped_error ());
}

/* The session itself. */

/* The headers that every request of a legacy session carries, as names and values in turn. */
void
salon_mcp_http_session_add_headers (SalonMcpHttpSession *self,
                                    GPtrArray           *headers)
{
  if (self->version != NULL)
    {
      g_ptr_array_add (headers, g_strdup ("MCP-Protocol-Version"));
      g_ptr_array_add (headers, g_strdup (self->version));
    }
  if (self->session_id != NULL)
    {
      g_ptr_array_add (headers, g_strdup (SESSION_HEADER));
      g_ptr_array_add (headers, g_strdup (self->session_id));
    }
}

/* Takes the session's id from the answer to the handshake, when there is one. */
void
salon_mcp_http_session_take_id (SalonMcpHttpSession *self,
                                SalonHttpResponse   *response)
{
  const char *id = salon_http_response_get_header (response, SESSION_HEADER);

  g_clear_pointer (&self->session_id, g_free);
  if (id == NULL || *id == '\0')
    return;
  for (const char *p = id; *p != '\0'; p++)
    if (*p < 0x21 || *p > 0x7e)
      {
        salon_mcp_http_link_note (self->link,
                                  _("The server's session id was ignored, as it is none."));
        return;
      }
  self->session_id = g_strdup (id);
  salon_mcp_http_link_hide (self->link, id);
}

/*
 * salon_mcp_http_session_lose:
 * @session_id: (nullable): with which the server was asked
 *
 * The server does not know the session any more. Returns whether there was one.
 */
gboolean
salon_mcp_http_session_lose (SalonMcpHttpSession *self,
                             const char          *session_id)
{
  g_autoptr (SalonMcpTransport) transport = NULL;

  if (session_id == NULL)
    return FALSE;
  /* Somebody else may have been told before, and a new session be on its way. */
  if (g_strcmp0 (session_id, self->session_id) != 0 || self->phase != SALON_MCP_HTTP_OPEN)
    return TRUE;
  g_clear_pointer (&self->session_id, g_free);
  self->phase = SALON_MCP_HTTP_LOST;
  dex_clear (&self->reopened);
  self->reopened = dex_promise_new ();
  if (self->listening != NULL)
    salon_mcp_http_session_pull_stop (self, self->listening);
  dex_clear (&self->listening);
  transport = g_weak_ref_get (&self->transport);
  if (transport != NULL)
    salon_mcp_transport_emit_session_lost (transport);
  return TRUE;
}

/* Whether an answer says that there is no such session: 404 does, and some servers say 400. */
gboolean
salon_mcp_http_session_is_missing (const GError *error)
{
  guint status = salon_mcp_error_get_http_status (error);
  const char *message = salon_mcp_error_get_remote_message (error);
  g_autofree char *small = NULL;

  /* A method that is not there is answered with 404, too, by some. */
  if (status == 404)
    return salon_mcp_error_get_code (error) != -32601;
  if (status != 400 || message == NULL)
    return FALSE;
  small = g_ascii_strdown (message, -1);
  return strstr (small, "session") != NULL;
}

void
salon_mcp_http_session_emit (SalonMcpHttpSession *self,
                             SalonJsonDocument   *message,
                             SalonMcpExchange    *origin)
{
  g_autoptr (SalonMcpTransport) transport = g_weak_ref_get (&self->transport);

  if (transport != NULL && self->phase != SALON_MCP_HTTP_CLOSED)
    salon_mcp_transport_emit_message (transport, message, origin);
}
