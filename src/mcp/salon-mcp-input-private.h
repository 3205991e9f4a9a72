/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

#include "salon-json-writer.h"
#include "salon-mcp-input-handler.h"

G_BEGIN_DECLS

/* What every request says of this side, and how what servers ask is answered: the same in
 * both eras, whatever way it travels. */

void       salon_mcp_capabilities_write          (SalonMcpClient    *client,
                                                  SalonJsonWriter   *writer,
                                                  const char        *name,
                                                  gboolean           is_legacy);
void       salon_mcp_trace_write                 (SalonMcpClient    *client,
                                                  SalonJsonWriter   *writer);
gboolean   salon_mcp_client_allows_result_type   (SalonMcpClient    *client,
                                                  const char        *result_type,
                                                  const char        *method);
const char *
           salon_mcp_client_get_name_member      (SalonMcpClient    *client,
                                                  const char        *method);

gboolean   salon_mcp_input_find_kind             (const char        *method,
                                                  SalonMcpInputKind *kind);
DexFuture *salon_mcp_input_ask                   (SalonMcpClient    *client,
                                                  SalonMcpInputKind  kind,
                                                  const SalonJson   *params)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
