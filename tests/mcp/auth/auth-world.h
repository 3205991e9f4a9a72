/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "auth-browser.h"
#include "auth-resolver.h"
#include "auth-test.h"
#include "auth-tunnel.h"
#include "http-peer.h"
#include "salon-mcp-auth-memory-store.h"
#include "salon-mcp-auth-session.h"

G_BEGIN_DECLS

/* How far signing in goes. */
typedef enum
{
  AUTH_STAGE_NOTHING,
  AUTH_STAGE_RESOURCE,      /* metadata of the MCP server */
  AUTH_STAGE_SERVER,        /* metadata of the authorization server */
  AUTH_STAGE_PLAN,          /* the user is asked */
  AUTH_STAGE_REGISTRATION,
  AUTH_STAGE_BROWSER,
  AUTH_STAGE_TOKEN,
  AUTH_N_STAGES,
} AuthStage;

/* What is said in place of the honest answers; NULL for those. Texts that begin with “HTTP ” are
 * a status, perhaps a media type, header lines, an empty line and a body; others the JSON body of
 * a success. DRIP and HANG never end. In all of them,
 *   $MCP     the MCP server's address           $ORIGIN  its origin
 *   $AS      the authorization server's issuer  $EVIL    somebody else's, reachable
 *   $PORT    a port of this computer where nobody may come
 *   $STATE, $REDIRECT  of the authorization request
 *   $BIG     300 KiB                            $DEEP    a hundred arrays inside each other
 *   $LONG    5000 characters                    $THOUSAND  issuers, on this computer */
typedef struct
{
  const char *challenge;    /* the WWW-Authenticate header */
  const char *resource;
  const char *server;
  const char *registration;
  const char *answer;       /* the query that the browser comes back with, or a whole address */
  const char *token;
  const char *evil;         /* of the other host, to whatever it is asked */
} AuthLies;

/* An MCP server, its authorization server, a host of somebody else's and a port of this computer,
 * all of them encrypted but the last; and a user who says yes. */
typedef struct
{
  AuthLies              lies;
  const char           *nonce;        /* with refusals; NULL for none */
  guint                 attempt;      /* of the request that is refused */
  const char * const   *visits;       /* what is asked of the real callback, in order: queries;
                                       * NULL: the user gets the answer without one */
  HttpPeer             *mcp;
  HttpPeer             *as;
  HttpPeer             *evil;
  HttpPeer             *inside;
  AuthTunnel           *mcp_tunnel;
  AuthTunnel           *as_tunnel;
  AuthTunnel           *evil_tunnel;
  GHashTable           *names;        /* $NAME → what it stands for */
  AuthResolver         *resolver;
  GResolver            *real_resolver;
  SalonManualClock     *clock;
  SalonHttpClient      *http_client;
  SalonMcpAuthStore    *store;
  SalonMcpAuthSettings *settings;
  GObject              *agent;
  SalonMcpAuthSession  *session;

  guint                 counts[AUTH_N_STAGES];
  guint                 n_hangs;
  GHashTable           *form;         /* of the last token request */
  GHashTable           *query;        /* of the last authorization request */
  char                 *plan;         /* what the user was shown */
  char                 *authorization;/* of the last token request */
  char                 *registered;   /* the last registration's body */
  GPtrArray            *browsers;     /* AuthBrowser, for each visit */
} AuthWorld;

/* Secrets that the honest servers give. */
#define AUTH_WORLD_CODE "code-that-is-secret"
#define AUTH_WORLD_TOKEN "token-that-is-secret"
#define AUTH_WORLD_REFRESH "refresh-that-is-secret"

/* A new world is all zeros but for lies and settings (nullable, taken over). */
void        auth_world_init     (AuthWorld       *self);
void        auth_world_clear    (AuthWorld       *self);
/* Begins a session anew, with what the store has. */
void        auth_world_restart  (AuthWorld       *self);
char       *auth_world_fill_in  (AuthWorld       *self,
                                 const char      *text);
/* The MCP server refuses a request; whether it is worth sending it again. Moves the clock when
 * somebody does not answer. */
gboolean    auth_world_refuse   (AuthWorld       *self,
                                 guint            status,
                                 const char      *challenge,
                                 GError         **error);
/* The MCP server lets a request in. */
void        auth_world_accept   (AuthWorld       *self);
/* What a request would carry; NULL for nothing. */
char       *auth_world_dup_credentials (AuthWorld *self);
/* That nothing secret was said, and nothing that is not to be shown. */
void        auth_world_assert_fit (AuthWorld     *self,
                                   const char    *sentence);

G_END_DECLS
