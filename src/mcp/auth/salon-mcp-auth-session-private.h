/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-mcp-auth-discovery-private.h"
#include "salon-mcp-auth-fetcher.h"
#include "salon-mcp-auth-proof-private.h"
#include "salon-mcp-auth-session.h"
#include "salon-mcp-auth-token-client-private.h"
#include "salon-mcp-auth-tokens-private.h"

G_BEGIN_DECLS

/* Fibers that talk to others while somebody else's code listens. */
#define SALON_MCP_AUTH_STACK_SIZE (256 * 1024)

struct _SalonMcpAuthSession
{
  GObject                parent_instance;

  char                  *server_url;
  SalonMcpAuthSettings  *settings;
  SalonMcpAuthStore     *store;
  SalonMcpAuthUserAgent *user_agent;    /* may be NULL */
  SalonClock            *clock;
  SalonMcpAuthFetcher   *fetcher;
  SalonHttpClient       *http_client;
  SalonMcpAuthNonces    *nonces;

  SalonMcpAuthState      state;
  char                  *problem;
  SalonMcpAuthTokens    *tokens;        /* NULL for none */

  /* Where somebody signed in last, kept in the store beside the tokens; NULL for nowhere yet. */
  char                  *issuer;
  char                  *resource;
  char                  *client_id;     /* the one by hand that was used there */
  char                  *wanted;        /* the scopes that were asked for there */

  char                  *challenge;     /* the last one of the server */
  GError                *given_up;      /* why nobody is asked any more until they ask */
  GHashTable            *trials;        /* operation → Trial: what was done since it went through */

  /* Each under way at most once; NULL when not. */
  DexFuture             *loading;
  DexFuture             *renewing;
  DexFuture             *signing_in;
  DexPromise            *stop;          /* ends the sign-in */
};

/* Why somebody is to sign in. */
typedef struct
{
  const char *scopes;       /* what is needed at least; may be NULL */
  gboolean    is_step_up;
  gboolean    is_asked;     /* by the user */
} SalonMcpAuthOccasion;

/* The session itself. */
void       salon_mcp_auth_session_set_state    (SalonMcpAuthSession  *self,
                                                SalonMcpAuthState     state,
                                                const char           *problem);
void       salon_mcp_auth_session_set_tokens   (SalonMcpAuthSession  *self,
                                                SalonMcpAuthTokens   *tokens);
DexFuture *salon_mcp_auth_session_join_loading (SalonMcpAuthSession  *self);

/* Keeping. To be called from fibers. */
gboolean   salon_mcp_auth_session_load_now     (SalonMcpAuthSession  *self,
                                                GError              **error);
gboolean   salon_mcp_auth_session_keep         (SalonMcpAuthSession  *self,
                                                SalonMcpAuthTokens   *tokens,
                                                GError              **error);
gboolean   salon_mcp_auth_session_forget       (SalonMcpAuthSession  *self,
                                                GError              **error);
gboolean   salon_mcp_auth_session_save_tokens  (SalonMcpAuthSession  *self,
                                                const char           *key,
                                                SalonMcpAuthTokens   *tokens,
                                                GError              **error);

/* Renewing: a future of a boolean, FALSE when somebody has to sign in. @challenge: (nullable):
 * with which the server refused the tokens; NULL when it is only time. */
DexFuture *salon_mcp_auth_session_join_renewing (SalonMcpAuthSession *self,
                                                 const char          *challenge);

/* Signing in: a future of TRUE. */
DexFuture *salon_mcp_auth_session_join_signing_in
                                               (SalonMcpAuthSession        *self,
                                                const SalonMcpAuthOccasion *occasion);
SalonMcpAuthDiscovery *
           salon_mcp_auth_session_discover_now (SalonMcpAuthSession  *self,
                                                DexFuture            *stop,
                                                GError              **error);
char      *salon_mcp_auth_session_choose_scopes (SalonMcpAuthSession        *self,
                                                 SalonMcpAuthDiscovery      *discovery,
                                                 const SalonMcpAuthOccasion *occasion);
SalonMcpAuthPlan *
           salon_mcp_auth_session_make_plan    (SalonMcpAuthSession        *self,
                                                SalonMcpAuthDiscovery      *discovery,
                                                const char                 *scopes,
                                                const SalonMcpAuthOccasion *occasion);

/* The ways to tokens. To be called from fibers. */
SalonMcpAuthTokens *
           salon_mcp_auth_session_use_browser  (SalonMcpAuthSession   *self,
                                                SalonMcpAuthDiscovery *discovery,
                                                const char            *scopes,
                                                SalonMcpAuthKey       *proof_key,
                                                GError               **error);
SalonMcpAuthTokens *
           salon_mcp_auth_session_use_machine  (SalonMcpAuthSession   *self,
                                                SalonMcpAuthDiscovery *discovery,
                                                const char            *scopes,
                                                SalonMcpAuthKey       *proof_key,
                                                GError               **error);
/* Tokens like the ones there are, by the same means and without asking anybody. */
SalonMcpAuthTokens *
           salon_mcp_auth_session_repeat       (SalonMcpAuthSession   *self,
                                                SalonMcpAuthTokens    *tokens,
                                                char                 **refusal,
                                                GError               **error);
void       salon_mcp_auth_session_make_call    (SalonMcpAuthSession             *self,
                                                const SalonMcpAuthTokensContext *context,
                                                SalonMcpAuthTokenCall           *call);

/* The authorizer of the transport. */
void       salon_mcp_auth_session_authorizer_init (SalonMcpAuthorizerInterface *iface);
void       salon_mcp_auth_trial_free           (gpointer trial);

G_END_DECLS
