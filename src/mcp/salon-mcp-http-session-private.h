/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-mcp-event-stream-private.h"
#include "salon-mcp-http-link-private.h"
#include "salon-mcp-transport.h"

G_BEGIN_DECLS

/*
 * SalonMcpHttpPhase:
 * @SALON_MCP_HTTP_OPENING: the handshake, or no handshake at all: whatever is sent goes out
 * @SALON_MCP_HTTP_OPEN: there may be a session
 * @SALON_MCP_HTTP_LOST: the server has forgotten it: only a new handshake goes out
 * @SALON_MCP_HTTP_REOPENING: the new handshake is about to end
 * @SALON_MCP_HTTP_CLOSED: nothing goes out any more
 */
typedef enum
{
  SALON_MCP_HTTP_OPENING,
  SALON_MCP_HTTP_OPEN,
  SALON_MCP_HTTP_LOST,
  SALON_MCP_HTTP_REOPENING,
  SALON_MCP_HTTP_CLOSED,
} SalonMcpHttpPhase;

/* What the fibers of a Streamable HTTP transport share with it. They must not keep it alive,
 * so they know it weakly. Counted by g_rc_box. */
typedef struct
{
  SalonMcpHttpLink   *link;
  GWeakRef            transport;
  SalonMcpEraSetting  era;
  char               *version;      /* agreed on with the server; NULL before */
  char               *session_id;   /* a secret: it must not be logged */
  SalonMcpHttpPhase   phase;
  DexPromise         *reopened;     /* settled when the session that replaces a lost one is open */
  GHashTable         *stops;        /* set of DexPromise: reject one to end what it belongs to */
  DexPromise         *listening;    /* the stop of the listener; NULL when there is none */
} SalonMcpHttpSession;

SalonMcpHttpSession *salon_mcp_http_session_new         (SalonMcpTransport    *transport,
                                                         SalonMcpHttpLink     *link);
SalonMcpHttpSession *salon_mcp_http_session_ref         (SalonMcpHttpSession  *self);
void                 salon_mcp_http_session_unref       (SalonMcpHttpSession  *self);
void                 salon_mcp_http_session_stop        (SalonMcpHttpSession  *self);
DexPromise          *salon_mcp_http_session_add_stop    (SalonMcpHttpSession  *self);
void                 salon_mcp_http_session_pull_stop   (SalonMcpHttpSession  *self,
                                                         DexPromise           *stop);
void                 salon_mcp_http_session_remove_stop (SalonMcpHttpSession  *self,
                                                         DexPromise           *stop);
void                 salon_mcp_http_session_add_headers (SalonMcpHttpSession  *self,
                                                         GPtrArray            *headers);
void                 salon_mcp_http_session_take_id     (SalonMcpHttpSession  *self,
                                                         SalonHttpResponse    *response);
gboolean             salon_mcp_http_session_lose        (SalonMcpHttpSession  *self,
                                                         const char           *session_id);
void                 salon_mcp_http_session_emit        (SalonMcpHttpSession  *self,
                                                         SalonJsonDocument    *message,
                                                         SalonMcpExchange     *origin);
gboolean             salon_mcp_http_session_is_missing  (const GError         *error);

/* A message, and its answer. */
DexFuture           *salon_mcp_http_post_start          (SalonMcpHttpSession  *session,
                                                         const char           *message,
                                                         SalonMcpExchange     *exchange,
                                                         DexPromise          **stop)
  G_GNUC_WARN_UNUSED_RESULT;

/* What the server says unasked. */
void                 salon_mcp_http_listener_start      (SalonMcpHttpSession  *session);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMcpHttpSession, salon_mcp_http_session_unref)

G_END_DECLS
