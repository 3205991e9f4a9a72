/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

#include "salon-mcp-types.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_AUTHORIZER (salon_mcp_authorizer_get_type ())

G_DECLARE_INTERFACE (SalonMcpAuthorizer, salon_mcp_authorizer, SALON, MCP_AUTHORIZER, GObject)

/**
 * SalonMcpAuthorizerInterface:
 * @get_headers: the headers that a request carries; resolves to a boxed #GHashTable of strings
 * @handle_refusal: the server refused a request; resolves to a boolean, whether it is worth
 *   sending it again
 *
 * Lets a client of an HTTP server be known to it. Asked before each request, as tokens expire.
 */
struct _SalonMcpAuthorizerInterface
{
  GTypeInterface parent_interface;

  DexFuture *(*get_headers)    (SalonMcpAuthorizer *self,
                                const char         *method,
                                const char         *url);
  DexFuture *(*handle_refusal) (SalonMcpAuthorizer *self,
                                const char         *url,
                                guint               status,
                                const char         *challenge);
};

DexFuture *salon_mcp_authorizer_get_headers    (SalonMcpAuthorizer *self,
                                                const char         *method,
                                                const char         *url) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *salon_mcp_authorizer_handle_refusal (SalonMcpAuthorizer *self,
                                                const char         *url,
                                                guint               status,
                                                const char         *challenge)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
