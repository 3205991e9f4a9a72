/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-mcp-auth-user-agent.h"
#include "salon-sign-in.h"

G_BEGIN_DECLS

struct _SalonSignIn
{
  GObject parent_instance;

  char *server_name;
  SalonSignInServices services;
  SalonMcpAuthSession *session; /* nullable until it is opened */
  SalonServerConfig *config;    /* what the session was made by; nullable */
  SalonMcpAuthPlan *plan;       /* what the user has seen; nullable */
  DexFuture *running;           /* a sign-in that the user has begun; nullable */
  DexCancellable *cancelling;   /* what ends it; nullable */
  char *problem;
  gboolean agreed;    /* the user has begun this sign-in */
  gboolean signed_in; /* somebody was signed in with this session */
  gboolean declined;  /* the user does not want to be asked again */
};

/* What the session asks the user, and has the user do. */
void salon_sign_in_agent_init (SalonMcpAuthUserAgentInterface *iface);

G_END_DECLS
