/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

#include "salon-json.h"
#include "salon-mcp-types.h"

G_BEGIN_DECLS

/* A list a server gives page by page. */
typedef struct
{
  const char  *method;
  const char  *member;                                /* of a page, with the entries */
  const char  *capability;                            /* without it the list is empty; or NULL */
  GType      (*get_type) (void);
  gpointer   (*read)     (const SalonJson  *definition,
                          GError          **error);
  const char *(*get_key) (gpointer          item);    /* unique in the list */
} SalonMcpListing;

DexFuture *salon_mcp_listing_run    (SalonMcpClient        *client,
                                     const SalonMcpListing *listing) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *salon_mcp_listing_run_of (SalonMcpClient        *client,
                                     const SalonMcpListing *listing,
                                     const char            *uri) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
