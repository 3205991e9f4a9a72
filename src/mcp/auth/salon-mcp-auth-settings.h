/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define SALON_TYPE_MCP_AUTH_SETTINGS (salon_mcp_auth_settings_get_type ())

/**
 * SalonMcpAuthGrant:
 * @SALON_MCP_AUTH_GRANT_CODE: the user signs in in a browser (authorization code with PKCE)
 * @SALON_MCP_AUTH_GRANT_CLIENT: the client itself is known to the authorization server, by a
 *   secret or by a key (client credentials)
 * @SALON_MCP_AUTH_GRANT_ENTERPRISE: the organization's identity provider vouches for the user
 *   (enterprise-managed authorization)
 * @SALON_MCP_AUTH_GRANT_WORKLOAD: the platform vouches for the program (workload identity)
 *
 * How to become somebody a server lets in.
 */
typedef enum
{
  SALON_MCP_AUTH_GRANT_CODE,
  SALON_MCP_AUTH_GRANT_CLIENT,
  SALON_MCP_AUTH_GRANT_ENTERPRISE,
  SALON_MCP_AUTH_GRANT_WORKLOAD,
} SalonMcpAuthGrant;

/**
 * SalonMcpAuthSettings:
 *
 * What the user has decided about signing in to one server. New ones let everything be found
 * out. Reference-counted; not to be changed any more once a session has them.
 */
typedef struct _SalonMcpAuthSettings SalonMcpAuthSettings;

GType                 salon_mcp_auth_settings_get_type                (void) G_GNUC_CONST;
SalonMcpAuthSettings *salon_mcp_auth_settings_new                     (void);
SalonMcpAuthSettings *salon_mcp_auth_settings_ref                     (SalonMcpAuthSettings *self);
void                  salon_mcp_auth_settings_unref                   (SalonMcpAuthSettings *self);

void                  salon_mcp_auth_settings_set_client              (SalonMcpAuthSettings *self,
                                                                       const char *client_id,
                                                                       const char *client_secret,
                                                                       const char *issuer);
void                  salon_mcp_auth_settings_set_private_key         (SalonMcpAuthSettings *self,
                                                                       const char *pem);
void                  salon_mcp_auth_settings_set_grant               (SalonMcpAuthSettings *self,
                                                                       SalonMcpAuthGrant grant);
void                  salon_mcp_auth_settings_set_identity_provider   (SalonMcpAuthSettings *self,
                                                                       const char *issuer,
                                                                       const char *token_endpoint,
                                                                       const char *client_id);
void                  salon_mcp_auth_settings_set_assertion           (SalonMcpAuthSettings *self,
                                                                       const char *assertion);
void                  salon_mcp_auth_settings_set_assertion_file      (SalonMcpAuthSettings *self,
                                                                       const char *path);
void                  salon_mcp_auth_settings_set_scopes              (SalonMcpAuthSettings *self,
                                                                       const char *scopes);
void                  salon_mcp_auth_settings_set_assume_s256         (SalonMcpAuthSettings *self,
                                                                       gboolean assume_s256);
void                  salon_mcp_auth_settings_set_allow_private_network
                                                                      (SalonMcpAuthSettings *self,
                                                                       gboolean allow);
void                  salon_mcp_auth_settings_set_use_dpop            (SalonMcpAuthSettings *self,
                                                                       gboolean use_dpop);
void                  salon_mcp_auth_settings_set_client_metadata_url (SalonMcpAuthSettings *self,
                                                                       const char *url);
void                  salon_mcp_auth_settings_set_client_name         (SalonMcpAuthSettings *self,
                                                                       const char *client_name);
void                  salon_mcp_auth_settings_set_account             (SalonMcpAuthSettings *self,
                                                                       const char *account);

const char           *salon_mcp_auth_settings_get_client_id           (SalonMcpAuthSettings *self);
const char           *salon_mcp_auth_settings_get_client_secret       (SalonMcpAuthSettings *self);
const char           *salon_mcp_auth_settings_get_client_issuer       (SalonMcpAuthSettings *self);
const char           *salon_mcp_auth_settings_get_private_key         (SalonMcpAuthSettings *self);
SalonMcpAuthGrant     salon_mcp_auth_settings_get_grant               (SalonMcpAuthSettings *self);
const char           *salon_mcp_auth_settings_get_provider_issuer     (SalonMcpAuthSettings *self);
const char           *salon_mcp_auth_settings_get_provider_endpoint   (SalonMcpAuthSettings *self);
const char           *salon_mcp_auth_settings_get_provider_client_id  (SalonMcpAuthSettings *self);
char                 *salon_mcp_auth_settings_dup_assertion           (SalonMcpAuthSettings *self,
                                                                       GError **error);
const char           *salon_mcp_auth_settings_get_scopes              (SalonMcpAuthSettings *self);
gboolean              salon_mcp_auth_settings_get_assume_s256         (SalonMcpAuthSettings *self);
gboolean              salon_mcp_auth_settings_get_allow_private_network
                                                                      (SalonMcpAuthSettings *self);
gboolean              salon_mcp_auth_settings_get_use_dpop            (SalonMcpAuthSettings *self);
const char           *salon_mcp_auth_settings_get_client_metadata_url (SalonMcpAuthSettings *self);
const char           *salon_mcp_auth_settings_get_client_name         (SalonMcpAuthSettings *self);
const char           *salon_mcp_auth_settings_get_account             (SalonMcpAuthSettings *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMcpAuthSettings, salon_mcp_auth_settings_unref)

G_END_DECLS
