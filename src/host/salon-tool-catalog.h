/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "salon-mcp-tool.h"

G_BEGIN_DECLS

/**
 * SalonToolCatalog:
 *
 * Tools that are found by what they are for: by their names, titles and descriptions, by those of
 * their arguments, and by their server. Filled once, sealed, then asked.
 */
typedef struct _SalonToolCatalog SalonToolCatalog;

/**
 * salon_tool_catalog_new:
 *
 * Returns: (transfer full): an empty catalog
 */
SalonToolCatalog *salon_tool_catalog_new    (void);

/**
 * salon_tool_catalog_free:
 * @self: (transfer full): a catalog
 *
 * Frees it.
 */
void              salon_tool_catalog_free   (SalonToolCatalog *self);

/**
 * salon_tool_catalog_add:
 * @self: a catalog that is not sealed
 * @server_name: whose tool it is
 * @server_title: (nullable): what that server calls itself
 * @tool: the tool
 *
 * Adds a tool; they are counted from 0.
 */
void              salon_tool_catalog_add    (SalonToolCatalog *self,
                                             const char       *server_name,
                                             const char       *server_title,
                                             SalonMcpTool     *tool);

/**
 * salon_tool_catalog_seal:
 * @self: a catalog
 *
 * Nothing is added any more.
 */
void              salon_tool_catalog_seal   (SalonToolCatalog *self);

/**
 * salon_tool_catalog_search:
 * @self: a sealed catalog
 * @query: words, a question, a name
 * @limit: how many tools at most
 *
 * Returns: (transfer full) (element-type guint): numbers of tools, the best first
 */
GArray           *salon_tool_catalog_search (SalonToolCatalog *self,
                                             const char       *query,
                                             guint             limit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonToolCatalog, salon_tool_catalog_free)

G_END_DECLS
