/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"

G_BEGIN_DECLS

/* What an era has to know of tools when they are called. */
typedef struct _SalonMcpToolTable SalonMcpToolTable;

typedef void (*SalonMcpToolHeaderFunc) (const char *header,
                                        const char *value,
                                        gpointer    user_data);

SalonMcpToolTable *salon_mcp_tool_table_new            (void);
void               salon_mcp_tool_table_free           (SalonMcpToolTable       *self);
gboolean           salon_mcp_tool_table_learn          (SalonMcpToolTable       *self,
                                                        const SalonJson         *definition,
                                                        GError                 **error);
gboolean           salon_mcp_tool_table_is_repeatable  (SalonMcpToolTable       *self,
                                                        const char              *tool);
void               salon_mcp_tool_table_foreach_header (SalonMcpToolTable       *self,
                                                        const char              *tool,
                                                        const SalonJson         *arguments,
                                                        SalonMcpToolHeaderFunc   func,
                                                        gpointer                 user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMcpToolTable, salon_mcp_tool_table_free)

G_END_DECLS
