/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-browser.h"
#include "salon-consent.h"
#include "salon-expander.h"
#include "salon-http-client.h"
#include "salon-mcp-auth-session.h"
#include "salon-server-config.h"

G_BEGIN_DECLS

/**
 * SalonSignInServices:
 * @store: keeps tokens
 * @expander: replaces references in addresses and secrets
 * @http_client: makes the requests
 * @clock: the time
 * @consent: (nullable): asks the user when a server wants a sign-in in the middle of its work;
 *   without it, nobody is asked
 * @browser: where the user signs in
 *
 * What signing in works with. The objects outlive whoever borrows them.
 */
typedef struct
{
  SalonMcpAuthStore *store;
  SalonExpander     *expander;
  SalonHttpClient   *http_client;
  SalonClock        *clock;
  SalonConsent      *consent;
  SalonBrowser      *browser;
} SalonSignInServices;

#define SALON_TYPE_SIGN_IN (salon_sign_in_get_type ())

/**
 * SalonSignIn:
 *
 * Being signed in to one remote server, as people see it: what signing in would do, doing it,
 * being asked again, signing out. The protocol is #SalonMcpAuthSession's.
 *
 * Properties, read-only and notifying: “state” (#SalonMcpAuthState), “plan” (nullable: what signing
 * in would do, once [method@SignIn.prepare] has found out), “problem” (nullable: a sentence on what
 * went wrong the last time).
 */
G_DECLARE_FINAL_TYPE (SalonSignIn, salon_sign_in, SALON, SIGN_IN, GObject)

SalonSignIn         *salon_sign_in_new         (const char                *server_name,
                                                const SalonSignInServices *services);
DexFuture           *salon_sign_in_open        (SalonSignIn               *self,
                                                SalonServerConfig         *config)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture           *salon_sign_in_prepare     (SalonSignIn               *self,
                                                SalonServerConfig         *config)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture           *salon_sign_in_begin       (SalonSignIn               *self,
                                                SalonServerConfig         *config)
  G_GNUC_WARN_UNUSED_RESULT;
void                 salon_sign_in_cancel      (SalonSignIn               *self);
DexFuture           *salon_sign_in_end         (SalonSignIn               *self,
                                                SalonServerConfig         *config)
  G_GNUC_WARN_UNUSED_RESULT;
SalonMcpAuthState    salon_sign_in_get_state   (SalonSignIn               *self);
SalonMcpAuthPlan    *salon_sign_in_get_plan    (SalonSignIn               *self);
SalonMcpAuthSession *salon_sign_in_get_session (SalonSignIn               *self);
const char          *salon_sign_in_get_problem (SalonSignIn               *self);
gboolean             salon_sign_in_is_kept     (SalonSignIn               *self);

G_END_DECLS
