/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-mcp-tool.h"

G_BEGIN_DECLS

/* 5,000 tools of 100 servers: those of tool-questions.json, written by hand after what real
 * servers offer, in the middle of others made of the same words. Always the same. */
typedef struct
{
  GPtrArray *servers; /* char, of each tool */
  GPtrArray *titles;  /* char, of each tool's server */
  GPtrArray *tools;   /* SalonMcpTool */
  GPtrArray *questions;
  GPtrArray *answers; /* char: “server/tool” */
  guint      n_later; /* of the questions: those that were written after the ranking */
} ToolCrowd;

ToolCrowd *tool_crowd_new  (const char *questions_path,
                            guint       n_tools,
                            guint       n_servers);
void       tool_crowd_free (ToolCrowd  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ToolCrowd, tool_crowd_free)

G_END_DECLS
