/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-sign-in-private.h"

/* What was agreed to is what was shown; an authorization server that has moved since is another
 * question. */
static gboolean
is_as_shown (SalonSignIn      *self,
             SalonMcpAuthPlan *plan)
{
  return self->plan == NULL ||
         (g_strcmp0 (salon_mcp_auth_plan_get_issuer (self->plan),
                     salon_mcp_auth_plan_get_issuer (plan)) == 0 &&
          g_strcmp0 (salon_mcp_auth_plan_get_authorization_host (self->plan),
                     salon_mcp_auth_plan_get_authorization_host (plan)) == 0);
}

typedef struct
{
  SalonSignIn *self;
  SalonQuestion *question;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  /* Whoever wanted to know is gone, or has its answer. */
  salon_question_withdraw (asking->question);
  g_object_unref (asking->question);
  g_object_unref (asking->self);
  g_free (asking);
}

static DexFuture *
ask_fiber (gpointer user_data)
{
  Asking *asking = user_data;
  g_autoptr (SalonAnswer) answer = NULL;
  GError *error = NULL;

  answer = dex_await_boxed (salon_consent_ask (asking->self->services.consent, asking->question),
                            &error);
  if (answer == NULL)
    return dex_future_new_for_error (error);
  /* Asked once, not on every request that follows. More rights are another question each time:
   * they are for one call that the user has allowed, and the session does not ask for ever. */
  if (!salon_mcp_auth_plan_is_step_up (salon_question_get_plan (asking->question)))
    asking->self->declined = !salon_answer_is_allowed (answer);
  return dex_future_new_for_boolean (salon_answer_is_allowed (answer));
}

static DexFuture *
salon_sign_in_confirm (SalonMcpAuthUserAgent *agent,
                       SalonMcpAuthPlan      *plan)
{
  SalonSignIn *self = SALON_SIGN_IN (agent);
  /* Where there are buttons to sign in with, a server that nobody has signed in to just says that
   * it wants it. */
  gboolean asks = self->signed_in || self->agreed ||
                  salon_browser_is_terminal (self->services.browser);
  Asking *asking;

  if (self->agreed && is_as_shown (self, plan))
    return dex_future_new_true ();
  if (self->services.consent == NULL || !asks || self->declined)
    return dex_future_new_false ();

  asking = g_new0 (Asking, 1);
  asking->self = g_object_ref (self);
  asking->question = salon_question_new_sign_in (self->server_name, plan);
  return dex_scheduler_spawn (NULL, 0, ask_fiber, asking, asking_free);
}

static DexFuture *
salon_sign_in_open_uri (SalonMcpAuthUserAgent *agent,
                        const char            *uri)
{
  return salon_browser_open (SALON_SIGN_IN (agent)->services.browser, uri);
}

void
salon_sign_in_agent_init (SalonMcpAuthUserAgentInterface *iface)
{
  iface->confirm = salon_sign_in_confirm;
  iface->open_uri = salon_sign_in_open_uri;
}
