/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "auth-agent.h"
#include "auth-mock.h"
#include "auth-test.h"
#include "salon-mcp-auth-memory-store.h"
#include "salon-mcp-auth-session.h"

G_BEGIN_DECLS

/* A protected MCP server, its authorization server, a user, and a store that sessions share. */
typedef struct
{
  HttpPeer             *peer;
  AuthMock             *mock;             /* where to sign in now */
  AuthMock             *accepted;         /* whose tokens the server takes; NULL: of @mock */
  SalonManualClock     *clock;
  SalonHttpClient      *http_client;
  SalonMcpAuthStore    *store;
  SalonMcpAuthSettings *settings;
  AuthAgent            *agent;

  /* What the server does. */
  gboolean              has_no_metadata;
  const char           *resource;         /* in its metadata; NULL: its address */
  const char           *metadata;         /* the whole document, in the place of its own */
  const char           *more;             /* members of its metadata, beginning with a comma */
  const char           *scheme;           /* of its challenges; NULL: Bearer */
  const char           *challenge_scope;  /* in its 401 */
  const char           *needed_scope;     /* for its 403; NULL: any token will do */
  const char           *nonce;            /* that it wants in proofs */
  gboolean              refuses_all;      /* 401, whatever comes */

  /* What came of it. */
  guint                 n_metadata;
  guint                 n_calls;          /* that carried something */
  guint                 n_refusals;
  char                 *carried;          /* the last Authorization */
  char                 *proof;            /* the last DPoP */
} AuthFixture;

void                 auth_fixture_init    (AuthFixture          *self);
void                 auth_fixture_clear   (AuthFixture          *self);
/* A new session of the same user, as in a program that was just started. */
SalonMcpAuthSession *auth_fixture_session (AuthFixture          *self);
/* A request by way of the transport; the status of its answer. @error when there was none. */
DexFuture           *auth_fixture_start   (AuthFixture          *self,
                                           SalonMcpAuthSession  *session);
guint                auth_fixture_call    (AuthFixture          *self,
                                           SalonMcpAuthSession  *session,
                                           GError              **error);
guint                auth_fixture_finish  (DexFuture            *call,
                                           GError              **error);

G_END_DECLS
