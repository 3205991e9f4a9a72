/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * SalonMcpAuthPlanFields:
 * @server_url: the MCP server's address
 * @issuer: the authorization server's issuer identifier
 * @authorization_endpoint: (nullable): where the browser would go; %NULL for grants without one
 * @resource: (nullable): what the token will be for, as published
 * @scopes: (nullable): what will be asked for, separated by spaces
 * @account: (nullable): the label of the account, when there are several
 * @is_step_up: whether somebody is signed in already and more rights are wanted
 * @reason: (nullable): a sentence on why now
 *
 * What a plan is made of.
 */
typedef struct
{
  const char *server_url;
  const char *issuer;
  const char *authorization_endpoint;
  const char *resource;
  const char *scopes;
  const char *account;
  gboolean    is_step_up;
  const char *reason;
} SalonMcpAuthPlanFields;

/**
 * SalonMcpAuthPlan:
 *
 * What signing in would do, to be shown to the user before anything is opened. The hosts, the
 * scopes and the account label are fit to be shown. Immutable, reference-counted.
 */
typedef struct _SalonMcpAuthPlan SalonMcpAuthPlan;

#define SALON_TYPE_MCP_AUTH_PLAN (salon_mcp_auth_plan_get_type ())

GType             salon_mcp_auth_plan_get_type            (void) G_GNUC_CONST;
SalonMcpAuthPlan *salon_mcp_auth_plan_new                 (const SalonMcpAuthPlanFields *fields);
SalonMcpAuthPlan *salon_mcp_auth_plan_ref                 (SalonMcpAuthPlan *self);
void              salon_mcp_auth_plan_unref               (SalonMcpAuthPlan *self);
const char       *salon_mcp_auth_plan_get_server_url      (SalonMcpAuthPlan *self);
const char       *salon_mcp_auth_plan_get_server_host     (SalonMcpAuthPlan *self);
const char       *salon_mcp_auth_plan_get_issuer          (SalonMcpAuthPlan *self);
const char       *salon_mcp_auth_plan_get_issuer_host     (SalonMcpAuthPlan *self);
/* NULL for grants without a browser. */
const char       *salon_mcp_auth_plan_get_authorization_host (SalonMcpAuthPlan *self);
const char       *salon_mcp_auth_plan_get_resource        (SalonMcpAuthPlan *self);
/* Never NULL; empty when none is asked for. (array zero-terminated=1) */
const char * const *
                  salon_mcp_auth_plan_get_scopes          (SalonMcpAuthPlan *self);
const char       *salon_mcp_auth_plan_get_account         (SalonMcpAuthPlan *self);
gboolean          salon_mcp_auth_plan_is_step_up          (SalonMcpAuthPlan *self);
const char       *salon_mcp_auth_plan_get_reason          (SalonMcpAuthPlan *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMcpAuthPlan, salon_mcp_auth_plan_unref)

G_END_DECLS
