/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "http-peer.h"
#include "mcp-test.h"
#include "salon-http-client.h"
#include "salon-mcp-http-transport.h"

G_BEGIN_DECLS

/* A server behind an address, of either era, that a test steers request by request, and a
 * client of it. */
typedef struct _Web Web;

/* Returns whether it has dealt with the request. */
typedef gboolean (*WebFunc) (Web             *web,
                             HttpPeerRequest *request);

struct _Web
{
  WebFunc                func;           /* asked first; NULL for none */
  const char            *data;           /* of the test */
  gboolean               is_modern;
  const char            *session_id;     /* NULL for none */
  gboolean               has_listener;   /* serves GET */
  const char            *tools;          /* the array of tools/list */

  HttpPeer              *peer;
  SalonHttpClient       *http_client;
  SalonManualClock      *clock;
  SalonMcpHttpTransport *transport;
  SalonMcpClient        *client;
  GString               *log;            /* HTTP and JSON-RPC methods in order */
};

/* A user that answers when a test says so. */
#define WEB_TYPE_USER (web_user_get_type ())

G_DECLARE_FINAL_TYPE (WebUser, web_user, WEB, USER, GObject)

struct _WebUser
{
  GObject    parent_instance;
  gboolean   can_elicit;
  gboolean   can_sample;
  GPtrArray *questions;   /* DexPromise, cancellable */
};

WebUser          *web_user_new      (void);

void              web_init          (Web                  *web,
                                     SalonMcpInputHandler *handler);
void              web_open          (Web                  *web);
void              web_clear         (Web                  *web);
/* Waits until the nth request of these methods has come. */
HttpPeerRequest  *web_await         (Web                  *web,
                                     const char           *http_method,
                                     const char           *rpc_method,
                                     guint                 nth);
/* Waits until the client has hung up on @request. */
void              web_await_hang_up (Web                  *web,
                                     HttpPeerRequest      *request);
/* Waits until the clock has somebody who wakes up in between @at_least and @at_most microseconds.
 * */
void              web_await_sleep   (Web                  *web,
                                     gint64                at_least,
                                     gint64                at_most);
void              web_await_number  (const guint          *number,
                                     guint                 value);
SalonMcpExchange *web_request       (Web                  *web,
                                     const char           *method,
                                     const char           *params);
char             *web_await_text    (SalonMcpExchange     *exchange,
                                     GError              **error);

G_END_DECLS
