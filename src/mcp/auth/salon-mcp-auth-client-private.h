/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-clock.h"
#include "salon-json-writer.h"
#include "salon-mcp-auth-key.h"
#include "salon-mcp-auth-server-private.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_AUTH_CLIENT (salon_mcp_auth_client_get_type ())

/**
 * SalonMcpAuthClientKind:
 * @SALON_MCP_AUTH_CLIENT_BY_HAND: the user has entered it
 * @SALON_MCP_AUTH_CLIENT_BY_DOCUMENT: its id is the address of its metadata
 * @SALON_MCP_AUTH_CLIENT_BY_REGISTRATION: it has registered itself
 *
 * How an authorization server knows a client.
 */
typedef enum
{
  SALON_MCP_AUTH_CLIENT_BY_HAND,
  SALON_MCP_AUTH_CLIENT_BY_DOCUMENT,
  SALON_MCP_AUTH_CLIENT_BY_REGISTRATION,
} SalonMcpAuthClientKind;

/**
 * SalonMcpAuthClient:
 *
 * Who Salon is for one authorization server, and how it shows that there. Immutable,
 * reference-counted.
 */
typedef struct _SalonMcpAuthClient SalonMcpAuthClient;

GType                  salon_mcp_auth_client_get_type         (void) G_GNUC_CONST;
/* @method: how it authenticates, as in token_endpoint_auth_method. */
SalonMcpAuthClient    *salon_mcp_auth_client_new              (SalonMcpAuthClientKind kind,
                                                               const char            *issuer,
                                                               const char            *id,
                                                               const char            *secret,
                                                               const char            *method);
/* The answer to a registration (RFC 7591 section 3.2.1). @method: the one that was asked for;
 * @redirect_uri: the one that was registered. SALON_MCP_AUTH_ERROR_REGISTRATION */
SalonMcpAuthClient    *salon_mcp_auth_client_new_registered   (const char            *issuer,
                                                               const SalonJson       *answer,
                                                               const char            *method,
                                                               const char            *redirect_uri,
                                                               GError               **error);
/* As salon_mcp_auth_client_write() wrote it; NULL for anything else. */
SalonMcpAuthClient    *salon_mcp_auth_client_new_from_json    (const SalonJson       *json);
SalonMcpAuthClient    *salon_mcp_auth_client_ref              (SalonMcpAuthClient    *self);
void                   salon_mcp_auth_client_unref            (SalonMcpAuthClient    *self);
void                   salon_mcp_auth_client_write            (SalonMcpAuthClient    *self,
                                                               SalonJsonWriter       *writer,
                                                               const char            *name);
SalonMcpAuthClientKind salon_mcp_auth_client_get_kind         (SalonMcpAuthClient    *self);
const char            *salon_mcp_auth_client_get_issuer       (SalonMcpAuthClient    *self);
const char            *salon_mcp_auth_client_get_id           (SalonMcpAuthClient    *self);
const char            *salon_mcp_auth_client_get_secret       (SalonMcpAuthClient    *self);
const char            *salon_mcp_auth_client_get_method       (SalonMcpAuthClient    *self);
/* NULL unless it was registered with one. */
const char            *salon_mcp_auth_client_get_redirect_uri (SalonMcpAuthClient    *self);
/* Whether its secret is not good any more; @now in microseconds of real time. */
gboolean               salon_mcp_auth_client_is_expired       (SalonMcpAuthClient    *self,
                                                               gint64                 now);

/* Adds to a form (names and values in turn) and to headers (the same) what shows who the client
 * is: RFC 6749 section 2.3.1, RFC 7523. @key: for private_key_jwt. */
gboolean               salon_mcp_auth_client_authenticate     (SalonMcpAuthClient    *self,
                                                               SalonMcpAuthKey       *key,
                                                               SalonClock            *clock,
                                                               GPtrArray             *form,
                                                               GPtrArray             *headers,
                                                               GError               **error);
/* The best way to authenticate that both sides have; NULL when there is none. */
const char            *salon_mcp_auth_client_choose_method    (SalonMcpAuthServer    *server,
                                                               gboolean               has_secret,
                                                               gboolean               has_key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMcpAuthClient, salon_mcp_auth_client_unref)

G_END_DECLS
