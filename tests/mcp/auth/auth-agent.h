/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-http-client.h"
#include "salon-mcp-auth-user-agent.h"

G_BEGIN_DECLS

#define TYPE_AUTH_AGENT (auth_agent_get_type ())

G_DECLARE_FINAL_TYPE (AuthAgent, auth_agent, AUTH, AGENT, GObject)

/* A user with a browser, who does what the test says. */
struct _AuthAgent
{
  GObject           parent_instance;

  SalonHttpClient  *http_client;
  gboolean          refuses;        /* says no to every plan */
  gboolean          has_callback;   /* comes back through the real listener */
  gboolean          stays_away;     /* never comes back */
  const char       *more;           /* added to what it comes back with */
  guint             n_plans;
  guint             n_visits;
  SalonMcpAuthPlan *plan;           /* the last one */
  char             *url;            /* the last authorization URL */
};

AuthAgent *auth_agent_new (SalonHttpClient *http_client);

G_END_DECLS
