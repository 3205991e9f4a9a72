/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "auth-world.h"

G_BEGIN_DECLS

/* One lie, and what comes of it. */
typedef struct
{
  const char *name;
  AuthLies    lies;
  int         code;            /* of the error; -1: signing in succeeds */
  const char *words;           /* in the sentence; the names of the world are filled in */
  AuthStage   stage;           /* nobody is asked anything beyond this, but here somebody was */
  guint       n_evil;          /* how often the other host was asked */
} AuthCase;

/* What the honest documents are made of. */
#define ISSUER "\"issuer\":\"$AS\","
#define AUTHORIZE "\"authorization_endpoint\":\"$AS/authorize\","
#define REDEEM "\"token_endpoint\":\"$AS/token\","
#define REGISTER "\"registration_endpoint\":\"$AS/register\","
#define S256 "\"code_challenge_methods_supported\":[\"S256\"],"
#define REST \
  "\"token_endpoint_auth_methods_supported\":[\"none\"]," \
  "\"authorization_response_iss_parameter_supported\":true"
#define RESOURCE "\"resource\":\"$MCP\","
#define SERVERS "\"authorization_servers\":[\"$AS\"]"
#define ACCESS "\"access_token\":\"" AUTH_WORLD_TOKEN "\","
#define BEARER "\"token_type\":\"Bearer\","
#define CODE_AND_STATE "code=" AUTH_WORLD_CODE "&state=$STATE"
#define METADATA_AT "Bearer resource_metadata=\""

/* Each becomes a test of its own, /mcp/auth/hostile/… */
void auth_cases_add (const AuthCase *cases,
                     gsize           n_cases);

G_END_DECLS
