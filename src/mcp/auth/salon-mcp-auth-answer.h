/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "salon-json.h"

G_BEGIN_DECLS

/**
 * SalonMcpAuthAnswer:
 *
 * What a host answered to the fetcher, whatever the status. Immutable, reference-counted.
 */
typedef struct _SalonMcpAuthAnswer SalonMcpAuthAnswer;

#define SALON_TYPE_MCP_AUTH_ANSWER (salon_mcp_auth_answer_get_type ())

GType               salon_mcp_auth_answer_get_type    (void) G_GNUC_CONST;
/* @headers: (nullable): names in small letters → values, taken over;
 * @content_type: (nullable): without parameters; @body: (nullable). For tests, too. */
SalonMcpAuthAnswer *salon_mcp_auth_answer_new         (const char         *url,
                                                       guint               status,
                                                       GHashTable         *headers,
                                                       const char         *content_type,
                                                       GBytes             *body);
SalonMcpAuthAnswer *salon_mcp_auth_answer_ref         (SalonMcpAuthAnswer *self);
void                salon_mcp_auth_answer_unref       (SalonMcpAuthAnswer *self);
/* Where the answer came from in the end, after redirects. */
const char         *salon_mcp_auth_answer_get_url     (SalonMcpAuthAnswer *self);
guint               salon_mcp_auth_answer_get_status  (SalonMcpAuthAnswer *self);
/* The body when it is one JSON object without a member given twice; else NULL. */
SalonJsonDocument  *salon_mcp_auth_answer_get_json    (SalonMcpAuthAnswer *self);
/* Its root object; NULL without one. */
const SalonJson    *salon_mcp_auth_answer_get_object  (SalonMcpAuthAnswer *self);
/* A sentence on why there is no JSON, naming the host; NULL when there is. */
const char         *salon_mcp_auth_answer_get_problem (SalonMcpAuthAnswer *self);
/* In any case; several of one name are joined by ", ". */
const char         *salon_mcp_auth_answer_get_header  (SalonMcpAuthAnswer *self,
                                                       const char         *name);
/* The body's beginning, at most 1 KiB, fit to be shown. Never of a token endpoint's 200: it
 * may hold tokens. */
const char         *salon_mcp_auth_answer_get_text    (SalonMcpAuthAnswer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMcpAuthAnswer, salon_mcp_auth_answer_unref)

G_END_DECLS
