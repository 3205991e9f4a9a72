/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * SalonMcpAuthKey:
 *
 * A private key on the curve P-256, to sign with ES256. Immutable, reference-counted. It is
 * never printed but by salon_mcp_auth_key_to_pem(), for the store.
 */
typedef struct _SalonMcpAuthKey SalonMcpAuthKey;

#define SALON_TYPE_MCP_AUTH_KEY (salon_mcp_auth_key_get_type ())

GType            salon_mcp_auth_key_get_type       (void) G_GNUC_CONST;
SalonMcpAuthKey *salon_mcp_auth_key_new_generate   (GError          **error);
/* PKCS#8 or SEC 1, not encrypted; SALON_MCP_AUTH_ERROR_UNSUPPORTED for anything but P-256. */
SalonMcpAuthKey *salon_mcp_auth_key_new_from_pem   (const char       *pem,
                                                    GError          **error);
SalonMcpAuthKey *salon_mcp_auth_key_ref            (SalonMcpAuthKey  *self);
void             salon_mcp_auth_key_unref          (SalonMcpAuthKey  *self);
/* The private key as PKCS#8: a secret. */
char            *salon_mcp_auth_key_to_pem         (SalonMcpAuthKey  *self);
/* The public key: {"crv":"P-256","kty":"EC","x":"…","y":"…"} */
char            *salon_mcp_auth_key_dup_jwk        (SalonMcpAuthKey  *self);
/* RFC 7638 with SHA-256, as base64url. */
char            *salon_mcp_auth_key_dup_thumbprint (SalonMcpAuthKey  *self);
/* A JWT in compact form. @header_json: further members of the header beside "alg" as a JSON
 * object, such as {"typ":"dpop+jwt","jwk":{…}}, or NULL for {"typ":"JWT"}. */
char            *salon_mcp_auth_key_sign_jwt       (SalonMcpAuthKey  *self,
                                                    const char       *header_json,
                                                    const char       *claims_json,
                                                    GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMcpAuthKey, salon_mcp_auth_key_unref)

G_END_DECLS
