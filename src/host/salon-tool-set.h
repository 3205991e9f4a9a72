/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "salon-llm-tool.h"
#include "salon-mcp-tool.h"
#include "salon-server.h"

G_BEGIN_DECLS

/**
 * SalonTool:
 * @id: the name the model knows it by
 * @server: whose it is
 * @tool: what the server says of it
 * @llm_tool: what the model is told of it
 *
 * A tool on offer; all of it belongs to its set.
 */
typedef struct
{
  char         *id;
  SalonServer  *server;
  SalonMcpTool *tool;
  SalonLlmTool *llm_tool;
} SalonTool;

/**
 * SalonToolSet:
 *
 * The tools that are offered to a model at one moment, sorted by id, so that the same tools always
 * make the same request (and the provider's prompt cache hits). Immutable once it is handed out.
 */
typedef struct _SalonToolSet SalonToolSet;

#define SALON_TYPE_TOOL_SET (salon_tool_set_get_type ())

GType            salon_tool_set_get_type (void) G_GNUC_CONST;

/**
 * salon_tool_set_new:
 *
 * Returns: (transfer full): an empty set, to be filled, sealed and handed out
 */
SalonToolSet    *salon_tool_set_new      (void);

/**
 * salon_tool_set_ref:
 * @self: a set
 *
 * Returns: (transfer full): @self
 */
SalonToolSet    *salon_tool_set_ref      (SalonToolSet *self);

/**
 * salon_tool_set_unref:
 * @self: (transfer full): a set
 *
 * Lets go of @self; the last one to do so frees it.
 */
void             salon_tool_set_unref    (SalonToolSet *self);

/**
 * salon_tool_set_add_server:
 * @self: a set that has not been handed out
 * @server: a server
 * @tools: (element-type SalonMcpTool): its tools
 */
void             salon_tool_set_add_server (SalonToolSet *self,
                                            SalonServer  *server,
                                            GPtrArray    *tools);

/**
 * salon_tool_set_seal:
 * @self: a set
 *
 * Sorts it and settles names that collide.
 */
void             salon_tool_set_seal     (SalonToolSet *self);
guint            salon_tool_set_get_size (SalonToolSet *self);

/**
 * salon_tool_set_get:
 * @self: a set
 * @position: less than its size
 *
 * Returns: (transfer none): the tool at that place
 */
const SalonTool *salon_tool_set_get      (SalonToolSet *self,
                                          guint         position);

/**
 * salon_tool_set_find:
 * @self: a set
 * @id: the model's name of a tool
 *
 * Returns: (transfer none) (nullable): that tool
 */
const SalonTool *salon_tool_set_find     (SalonToolSet *self,
                                          const char   *id);

/**
 * salon_tool_set_dup_id:
 * @server_name: a server's name in the configuration
 * @tool_name: a tool's name at that server
 * @attempt: 0; higher to get out of the way of another tool
 *
 * The name by which a model knows a tool: “server__tool”, which depends on nothing else, so that
 * it stays the same whatever other servers there are. Characters that not every provider takes
 * (all but A–Z, a–z, 0–9, “_”, “-”) become “_”. Where that changed anything, where the name would
 * be longer than 64 characters or could be read in two ways, a hash of both names ends it.
 *
 * Returns: (transfer full): the name
 */
char            *salon_tool_set_dup_id   (const char   *server_name,
                                          const char   *tool_name,
                                          guint         attempt);

/**
 * salon_tool_set_get_companion:
 * @self: a set
 *
 * Returns: (transfer none) (nullable): what was given to [method@ToolSet.set_companion]
 */
gpointer         salon_tool_set_get_companion (SalonToolSet  *self);

/**
 * salon_tool_set_set_companion:
 * @self: a set
 * @companion: (transfer full): something that is made of the set and lives as long
 * @destroy: frees it
 */
void             salon_tool_set_set_companion (SalonToolSet  *self,
                                               gpointer       companion,
                                               GDestroyNotify destroy);

/**
 * salon_tool_set_get_tokens:
 * @self: a set that is sealed
 *
 * Returns: about how many tokens all its definitions take
 */
gint64           salon_tool_set_get_tokens (SalonToolSet     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonToolSet, salon_tool_set_unref)

G_END_DECLS
