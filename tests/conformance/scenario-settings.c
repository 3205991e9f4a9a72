/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-conformance"

#include "config.h"

#include "scenario-settings.h"

/* What the suite expects of whoever has a metadata document. */
#define METADATA_URL "https://conformance-test.local/client-metadata.json"

static const char *
get_text (const SalonJson *context,
          const char      *name)
{
  return salon_json_as_string (salon_json_get_member (context, name));
}

SalonMcpAuthSettings *
scenario_settings_new (const char      *scenario,
                       const SalonJson *context)
{
  SalonMcpAuthSettings *settings = salon_mcp_auth_settings_new ();

  salon_mcp_auth_settings_set_client (settings, get_text (context, "client_id"),
                                      get_text (context, "client_secret"), NULL);
  salon_mcp_auth_settings_set_private_key (settings, get_text (context, "private_key_pem"));
  if (g_str_equal (scenario, "auth/basic-cimd"))
    salon_mcp_auth_settings_set_client_metadata_url (settings, METADATA_URL);
  else if (g_str_has_prefix (scenario, "auth/client-credentials-"))
    salon_mcp_auth_settings_set_grant (settings, SALON_MCP_AUTH_GRANT_CLIENT);
  else if (g_str_equal (scenario, "auth/enterprise-managed-authorization"))
    {
      salon_mcp_auth_settings_set_grant (settings, SALON_MCP_AUTH_GRANT_ENTERPRISE);
      salon_mcp_auth_settings_set_identity_provider (settings, get_text (context, "idp_issuer"),
                                                     get_text (context, "idp_token_endpoint"),
                                                     get_text (context, "idp_client_id"));
      salon_mcp_auth_settings_set_assertion (settings, get_text (context, "idp_id_token"));
    }
  else if (g_str_equal (scenario, "auth/wif-jwt-bearer"))
    {
      salon_mcp_auth_settings_set_grant (settings, SALON_MCP_AUTH_GRANT_WORKLOAD);
      salon_mcp_auth_settings_set_assertion (settings, get_text (context, "valid_jwt"));
    }
  return settings;
}
