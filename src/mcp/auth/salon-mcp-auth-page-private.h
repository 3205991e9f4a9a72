/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#include "salon-mcp-auth-response.h"

G_BEGIN_DECLS

/* What a browser asked of the callback, as far as it was to be understood. */
typedef struct
{
  guint                 status;   /* of the answer: 200 for the address that was expected */
  gboolean              is_head;
  SalonMcpAuthResponse *response; /* NULL unless status is 200 */
} SalonMcpAuthVisit;

/* @head: everything up to and without the empty line. @authority: what Host has to be. */
void   salon_mcp_auth_visit_read  (SalonMcpAuthVisit       *self,
                                   const char              *head,
                                   const char              *authority,
                                   const char              *path);
void   salon_mcp_auth_visit_clear (SalonMcpAuthVisit       *self);

/* The whole HTTP answer. 200 for a success, 403 for an error of the authorization server that
 * belongs here all the same, 400 for what does not. */
char  *salon_mcp_auth_page_write  (guint                    status,
                                   gboolean                 is_head);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SalonMcpAuthVisit, salon_mcp_auth_visit_clear)

G_END_DECLS
