/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "salon-json.h"

G_BEGIN_DECLS

/* An HTTP server in this process, on 127.0.0.1 and a port of its own, that does what a function
 * says: streams and breaks off included. */
typedef struct _HttpPeer HttpPeer;

/* One request, and the way to answer it. Kept until the peer is freed. */
typedef struct
{
  HttpPeer          *peer;
  GSocketConnection *connection;
  GString           *input;
  char              *method;
  char              *path;
  GHashTable        *headers;     /* small letters → value */
  char              *body;
  SalonJsonDocument *message;     /* the body, when it is JSON; else NULL */
  gboolean           hung_up;     /* by the client */
} HttpPeerRequest;

typedef void (*HttpPeerFunc) (HttpPeerRequest *request,
                              gpointer         user_data);

HttpPeer        *http_peer_new           (HttpPeerFunc     func,
                                          gpointer         user_data);
void             http_peer_free          (HttpPeer        *self);
const char      *http_peer_get_url       (HttpPeer        *self);
guint            http_peer_get_n_requests (HttpPeer       *self);
HttpPeerRequest *http_peer_get_request   (HttpPeer        *self,
                                          guint            index);
guint            http_peer_count         (HttpPeer        *self,
                                          const char      *http_method,
                                          const char      *rpc_method);
HttpPeerRequest *http_peer_find          (HttpPeer        *self,
                                          const char      *http_method,
                                          const char      *rpc_method,
                                          guint            nth);

const char      *http_peer_header        (HttpPeerRequest *request,
                                          const char      *name);
const char      *http_peer_rpc_method    (HttpPeerRequest *request);
/* @headers are lines that end with \r\n, or NULL. */
void             http_peer_respond       (HttpPeerRequest *request,
                                          guint            status,
                                          const char      *headers,
                                          const char      *content_type,
                                          const char      *body);
void             http_peer_reply         (HttpPeerRequest *request,
                                          const char      *headers,
                                          const char      *result);
void             http_peer_refuse        (HttpPeerRequest *request,
                                          guint            status,
                                          int              code,
                                          const char      *message,
                                          const char      *data);
void             http_peer_begin_stream  (HttpPeerRequest *request,
                                          const char      *headers);
void             http_peer_send          (HttpPeerRequest *request,
                                          const char      *text);
void             http_peer_send_result   (HttpPeerRequest *request,
                                          HttpPeerRequest *question,
                                          const char      *result);
void             http_peer_end_stream    (HttpPeerRequest *request);
void             http_peer_break         (HttpPeerRequest *request);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HttpPeer, http_peer_free)

G_END_DECLS
