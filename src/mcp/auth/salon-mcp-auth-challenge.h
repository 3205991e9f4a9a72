/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * SalonMcpAuthChallenge:
 *
 * One challenge of a WWW-Authenticate header (RFC 9110 section 11.6.1): a scheme, and either
 * parameters or a token68. Immutable, reference-counted.
 */
typedef struct _SalonMcpAuthChallenge SalonMcpAuthChallenge;

#define SALON_TYPE_MCP_AUTH_CHALLENGE (salon_mcp_auth_challenge_get_type ())

GType                  salon_mcp_auth_challenge_get_type      (void) G_GNUC_CONST;
/* All challenges of one header, or of several joined by commas. Never fails: what can't be
 * read is left out, and what comes after it is still read when it begins a challenge.
 * (transfer full) (element-type SalonMcpAuthChallenge) */
GPtrArray             *salon_mcp_auth_challenge_parse         (const char            *header);
/* The first of a scheme, in any case; NULL when there is none. */
SalonMcpAuthChallenge *salon_mcp_auth_challenge_find          (GPtrArray             *challenges,
                                                               const char            *scheme);
SalonMcpAuthChallenge *salon_mcp_auth_challenge_ref           (SalonMcpAuthChallenge *self);
void                   salon_mcp_auth_challenge_unref         (SalonMcpAuthChallenge *self);
/* As it was written. */
const char            *salon_mcp_auth_challenge_get_scheme    (SalonMcpAuthChallenge *self);
/* Unquoted; the name in any case; NULL when absent. Of a parameter given twice the first. */
const char            *salon_mcp_auth_challenge_get_parameter (SalonMcpAuthChallenge *self,
                                                               const char            *name);
const char            *salon_mcp_auth_challenge_get_token68   (SalonMcpAuthChallenge *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMcpAuthChallenge, salon_mcp_auth_challenge_unref)

G_END_DECLS
