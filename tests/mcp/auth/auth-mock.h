/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "http-peer.h"

G_BEGIN_DECLS

/* An authorization server in this process: registers, lets everybody in, rotates refresh tokens,
 * and checks what it has to. What it gives is t1, t2 … and r1, r2 … */
typedef struct
{
  HttpPeer   *peer;
  char       *url;               /* its issuer */
  guint       number;            /* of this server: it is in what it gives */

  /* What it does. */
  gboolean    has_no_metadata;
  const char *more;              /* members of its metadata, beginning with a comma */
  const char *methods;           /* token_endpoint_auth_methods_supported as JSON; NULL: none */
  gboolean    has_no_s256;
  gboolean    gives_no_refresh;
  gboolean    keeps_refresh;     /* gives no new refresh token, and the old one stays good */
  guint       life;              /* of tokens, in seconds; 0: it does not say */
  const char *grants;            /* the only scope it gives, whatever is asked for */
  const char *refusal;           /* an error in the place of every token */
  const char *refusal_words;
  const char *registration_refusal;   /* an error in the place of the first registration */
  const char *redirect_refused;  /* part of redirect URIs that it does not register */
  guint       secret_life;       /* of the secrets it gives, in seconds from 1970; 0: for ever */
  const char *nonce;             /* that it wants in proofs */
  gboolean    forgets_clients;   /* knows none of those it has registered */
  gboolean    holds_refreshes;   /* does not answer them until it is told to */

  /* What came of it. */
  GHashTable *clients;           /* id → redirect URI */
  GHashTable *codes;             /* code → the form of the authorization request */
  GHashTable *access_tokens;     /* token → scope */
  GHashTable *refresh_tokens;    /* token → scope */
  guint       n_metadata;
  guint       n_registrations;
  guint       n_authorizations;
  guint       n_codes;
  guint       n_refreshes;
  guint       n_refusals;
  guint       n_revocations;
  guint       n_given;
  GHashTable *form;              /* of the last token request */
  char       *authorization;     /* its Authorization header */
  char       *proof;             /* its DPoP header */
  char       *registration;      /* the last body */
  HttpPeerRequest *held;
  GString    *complaints;        /* about requests that break a rule */
} AuthMock;

AuthMock *auth_mock_new     (void);
void      auth_mock_free    (AuthMock *self);
/* No access token is good any more; the refresh tokens still are. */
void      auth_mock_expire  (AuthMock *self);
/* Answers what was held back. */
void      auth_mock_release (AuthMock *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AuthMock, auth_mock_free)

G_END_DECLS
