/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-plan.h"

#include "salon-mcp-auth-text.h"

/* More are not read by anyone. */
#define MAX_SCOPES 64
#define MAX_SCOPE_CHARACTERS 128
#define MAX_ACCOUNT_CHARACTERS 128

struct _SalonMcpAuthPlan
{
  char     *server_url;
  char     *server_host;
  char     *issuer;
  char     *issuer_host;
  char     *authorization_host;
  char     *resource;
  char    **scopes;
  char     *account;
  gboolean  is_step_up;
  char     *reason;
};

G_DEFINE_BOXED_TYPE (SalonMcpAuthPlan, salon_mcp_auth_plan, salon_mcp_auth_plan_ref,
                     salon_mcp_auth_plan_unref)

static char **
split_scopes (const char *scopes)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) parts = NULL;
  guint n_scopes = 0;
  guint i;

  if (scopes == NULL)
    return g_strv_builder_end (builder);

  parts = g_strsplit (scopes, " ", -1);
  for (i = 0; parts[i] != NULL && n_scopes <= MAX_SCOPES; i++)
    {
      g_autofree char *shown = salon_mcp_auth_text_dup_shown (parts[i], MAX_SCOPE_CHARACTERS);

      if (*shown != '\0')
        g_strv_builder_add (builder, n_scopes++ < MAX_SCOPES ? shown : "…");
    }

  return g_strv_builder_end (builder);
}

/**
 * salon_mcp_auth_plan_new:
 * @fields: what is to be done; copied
 *
 * Returns: (transfer full): a plan
 */
SalonMcpAuthPlan *
salon_mcp_auth_plan_new (const SalonMcpAuthPlanFields *fields)
{
  SalonMcpAuthPlan *self;

  g_return_val_if_fail (fields != NULL, NULL);
  g_return_val_if_fail (fields->server_url != NULL && fields->issuer != NULL, NULL);

  self = g_atomic_rc_box_new0 (SalonMcpAuthPlan);
  self->server_url = g_strdup (fields->server_url);
  self->server_host = salon_mcp_auth_text_dup_host (fields->server_url);
  self->issuer = g_strdup (fields->issuer);
  self->issuer_host = salon_mcp_auth_text_dup_host (fields->issuer);
  if (fields->authorization_endpoint != NULL)
    self->authorization_host = salon_mcp_auth_text_dup_host (fields->authorization_endpoint);
  self->resource = g_strdup (fields->resource);
  self->scopes = split_scopes (fields->scopes);
  if (fields->account != NULL)
    self->account = salon_mcp_auth_text_dup_shown (fields->account, MAX_ACCOUNT_CHARACTERS);
  self->is_step_up = fields->is_step_up;
  self->reason = g_strdup (fields->reason);
  return self;
}

/**
 * salon_mcp_auth_plan_ref:
 * @self: a plan
 *
 * Returns: (transfer full): @self
 */
SalonMcpAuthPlan *
salon_mcp_auth_plan_ref (SalonMcpAuthPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
salon_mcp_auth_plan_clear (gpointer data)
{
  SalonMcpAuthPlan *self = data;

  g_free (self->server_url);
  g_free (self->server_host);
  g_free (self->issuer);
  g_free (self->issuer_host);
  g_free (self->authorization_host);
  g_free (self->resource);
  g_strfreev (self->scopes);
  g_free (self->account);
  g_free (self->reason);
}

/**
 * salon_mcp_auth_plan_unref:
 * @self: (transfer full): a plan
 */
void
salon_mcp_auth_plan_unref (SalonMcpAuthPlan *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, salon_mcp_auth_plan_clear);
}

/**
 * salon_mcp_auth_plan_get_server_url:
 * @self: a plan
 *
 * Returns: (transfer none): the MCP server's address
 */
const char *
salon_mcp_auth_plan_get_server_url (SalonMcpAuthPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->server_url;
}

/**
 * salon_mcp_auth_plan_get_server_host:
 * @self: a plan
 *
 * Returns: (transfer none): the MCP server's host, fit to be shown
 */
const char *
salon_mcp_auth_plan_get_server_host (SalonMcpAuthPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->server_host;
}

/**
 * salon_mcp_auth_plan_get_issuer:
 * @self: a plan
 *
 * Returns: (transfer none): the authorization server's issuer identifier, as published
 */
const char *
salon_mcp_auth_plan_get_issuer (SalonMcpAuthPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->issuer;
}

/**
 * salon_mcp_auth_plan_get_issuer_host:
 * @self: a plan
 *
 * Returns: (transfer none): the authorization server's host, fit to be shown
 */
const char *
salon_mcp_auth_plan_get_issuer_host (SalonMcpAuthPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->issuer_host;
}

/**
 * salon_mcp_auth_plan_get_authorization_host:
 * @self: a plan
 *
 * Returns: (transfer none) (nullable): the host that the browser would be sent to, fit to be
 *   shown, which need not be the issuer's; %NULL when there is no browser
 */
const char *
salon_mcp_auth_plan_get_authorization_host (SalonMcpAuthPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->authorization_host;
}

/**
 * salon_mcp_auth_plan_get_resource:
 * @self: a plan
 *
 * Returns: (transfer none) (nullable): what the token will be for, as published
 */
const char *
salon_mcp_auth_plan_get_resource (SalonMcpAuthPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->resource;
}

/**
 * salon_mcp_auth_plan_get_scopes:
 * @self: a plan
 *
 * Returns: (transfer none) (array zero-terminated=1): what will be asked for, fit to be shown;
 *   empty when that is left to the authorization server
 */
const char * const *
salon_mcp_auth_plan_get_scopes (SalonMcpAuthPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char * const *) self->scopes;
}

/**
 * salon_mcp_auth_plan_get_account:
 * @self: a plan
 *
 * Returns: (transfer none) (nullable): the label of the account, fit to be shown
 */
const char *
salon_mcp_auth_plan_get_account (SalonMcpAuthPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->account;
}

/**
 * salon_mcp_auth_plan_is_step_up:
 * @self: a plan
 *
 * Returns: whether somebody is signed in already, and the server wants them to have more rights
 */
gboolean
salon_mcp_auth_plan_is_step_up (SalonMcpAuthPlan *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_step_up;
}

/**
 * salon_mcp_auth_plan_get_reason:
 * @self: a plan
 *
 * Returns: (transfer none) (nullable): a sentence on why now
 */
const char *
salon_mcp_auth_plan_get_reason (SalonMcpAuthPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->reason;
}
