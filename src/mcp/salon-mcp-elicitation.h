/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "salon-json.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_ELICITATION (salon_mcp_elicitation_get_type ())

G_DECLARE_FINAL_TYPE (SalonMcpElicitation, salon_mcp_elicitation, SALON, MCP_ELICITATION, GObject)

/**
 * SalonMcpElicitationMode:
 * @SALON_MCP_ELICITATION_FORM: a form to be filled in
 * @SALON_MCP_ELICITATION_URL: a page to be visited
 *
 * What a server asks of the user.
 */
typedef enum
{
  SALON_MCP_ELICITATION_FORM,
  SALON_MCP_ELICITATION_URL,
} SalonMcpElicitationMode;

/**
 * SalonMcpUrlWarning:
 * @SALON_MCP_URL_NOT_HTTPS: the connection would not be encrypted
 * @SALON_MCP_URL_USER_INFO: a user name before the host, which may be taken for the host
 * @SALON_MCP_URL_ADDRESS: the host is a bare network address
 * @SALON_MCP_URL_FOREIGN_LETTERS: the host has letters beyond ASCII, or their Punycode, which
 *   may look like others
 *
 * Reasons to look at an address twice.
 */
typedef enum
{
  SALON_MCP_URL_NOT_HTTPS = 1 << 0,
  SALON_MCP_URL_USER_INFO = 1 << 1,
  SALON_MCP_URL_ADDRESS = 1 << 2,
  SALON_MCP_URL_FOREIGN_LETTERS = 1 << 3,
} SalonMcpUrlWarning;

SalonMcpElicitation    *salon_mcp_elicitation_new                 (const SalonJson      *params,
                                                                   GError              **error);
SalonMcpElicitationMode salon_mcp_elicitation_get_mode            (SalonMcpElicitation  *self);
const char             *salon_mcp_elicitation_get_message         (SalonMcpElicitation  *self);
GListModel             *salon_mcp_elicitation_get_fields          (SalonMcpElicitation  *self);
const char             *salon_mcp_elicitation_get_url             (SalonMcpElicitation  *self);
const char             *salon_mcp_elicitation_get_host            (SalonMcpElicitation  *self);
guint                   salon_mcp_elicitation_get_url_warnings    (SalonMcpElicitation  *self);
const char             *salon_mcp_elicitation_get_id              (SalonMcpElicitation  *self);

SalonJsonDocument      *salon_mcp_elicitation_dup_defaults        (SalonMcpElicitation  *self);
gboolean                salon_mcp_elicitation_check               (SalonMcpElicitation  *self,
                                                                   const SalonJson      *content,
                                                                   GError              **error);
SalonJsonDocument      *salon_mcp_elicitation_check_result        (SalonMcpElicitation  *self,
                                                                   const SalonJson      *result,
                                                                   GError              **error);

SalonJsonDocument      *salon_mcp_elicitation_new_accept          (const SalonJson      *content);
SalonJsonDocument      *salon_mcp_elicitation_new_decline         (void);
SalonJsonDocument      *salon_mcp_elicitation_new_cancel          (void);

G_END_DECLS
