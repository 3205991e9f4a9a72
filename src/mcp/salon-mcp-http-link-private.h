/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

#include "salon-clock.h"
#include "salon-http-client.h"
#include "salon-json.h"
#include "salon-mcp-authorizer.h"
#include "salon-ring.h"

G_BEGIN_DECLS

/* The stack of fibers that hand on messages: whoever listens to the client runs on it. */
#define SALON_MCP_HTTP_STACK_SIZE (256 * 1024)

/* What both HTTP transports know of a server, shared with the fibers that talk to it: these must
 * not keep the transport alive. Counted by g_rc_box. */
typedef struct
{
  char               *url;
  char               *name;          /* the address as it may be shown: without secrets */
  GHashTable         *headers;       /* the user's own; may be NULL */
  SalonHttpClient    *http_client;
  SalonClock         *clock;
  SalonMcpAuthorizer *authorizer;    /* may be NULL */
  gsize               max_message;
  SalonRing          *traffic;
  SalonRing          *diagnostics;
} SalonMcpHttpLink;

/* One request: what to send, and until when. */
typedef struct
{
  const char       *method;
  const char       *url;
  const char       *body;            /* may be NULL */
  const char       *accept;          /* may be NULL */
  GPtrArray        *headers;         /* names and values in turn; may be NULL */
  DexFuture        *stop;            /* rejects when nobody waits any more */
  SalonMcpExchange *exchange;        /* whose deadline rests while the user signs in; may be NULL */
} SalonMcpHttpCall;

SalonMcpHttpLink  *salon_mcp_http_link_new          (const char         *url,
                                                     GHashTable         *headers,
                                                     SalonHttpClient    *http_client,
                                                     SalonClock         *clock);
SalonMcpHttpLink  *salon_mcp_http_link_ref          (SalonMcpHttpLink   *self);
void               salon_mcp_http_link_unref        (SalonMcpHttpLink   *self);
void               salon_mcp_http_link_hide         (SalonMcpHttpLink   *self,
                                                     const char         *secret);
void               salon_mcp_http_link_note         (SalonMcpHttpLink   *self,
                                                     const char         *text);

/* To be called from fibers. */
SalonHttpResponse *salon_mcp_http_link_send         (SalonMcpHttpLink   *self,
                                                     SalonMcpHttpCall   *call,
                                                     GError            **error);
GError            *salon_mcp_http_link_read_failure (SalonMcpHttpLink   *self,
                                                     SalonHttpResponse  *response,
                                                     DexFuture          *stop);
SalonJsonDocument *salon_mcp_http_link_parse        (SalonMcpHttpLink   *self,
                                                     GBytes             *text,
                                                     GError            **error);
char              *salon_mcp_http_link_dup_name     (const char         *url);
gboolean           salon_mcp_http_link_has_origin   (const char         *url,
                                                     const char         *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMcpHttpLink, salon_mcp_http_link_unref)

G_END_DECLS
