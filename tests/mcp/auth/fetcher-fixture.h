/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "auth-resolver.h"
#include "auth-test.h"
#include "http-peer.h"
#include "salon-mcp-auth-fetcher.h"

G_BEGIN_DECLS

/* A fetcher, a table of names, and a host on this computer. */
typedef struct
{
  HttpPeer            *peer;
  char                *base;        /* http://127.0.0.1:PORT */
  char                *port;
  AuthResolver        *resolver;
  SalonHttpClient     *http_client;
  SalonManualClock    *clock;
  SalonMcpAuthFetcher *fetcher;
} FetcherFixture;

/* @server_url: NULL for the peer itself; @func gets the fixture. */
void fetcher_fixture_init        (FetcherFixture  *self,
                                  HttpPeerFunc     func,
                                  const char      *server_url,
                                  gboolean         allow_private);
void fetcher_fixture_clear       (FetcherFixture  *self);
/* An HttpPeerFunc: {"a":1} and a cookie. */
void fetcher_fixture_answer_json (HttpPeerRequest *request,
                                  gpointer         user_data);

G_END_DECLS
