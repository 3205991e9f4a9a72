/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

#include "salon-json-writer.h"
#include "salon-mcp-input-handler.h"

G_BEGIN_DECLS

/* Questions of a server of 2025-11-25 that it wants answered as tasks: this side is the
 * receiver then, the server asks how they stand and fetches what came out. */
typedef struct _SalonMcpServerTasks SalonMcpServerTasks;

SalonMcpServerTasks *salon_mcp_server_tasks_new     (SalonMcpClient      *client);
void                 salon_mcp_server_tasks_free    (SalonMcpServerTasks *self);
gboolean             salon_mcp_server_tasks_can     (SalonMcpClient      *client);
void                 salon_mcp_server_tasks_declare (SalonMcpClient      *client,
                                                     SalonJsonWriter     *writer);
guint                salon_mcp_server_tasks_count   (SalonMcpServerTasks *self);
void                 salon_mcp_server_tasks_start   (SalonMcpServerTasks *self,
                                                     const SalonJson     *id,
                                                     SalonMcpInputKind    kind,
                                                     const SalonJson     *params);
gboolean             salon_mcp_server_tasks_handle  (SalonMcpServerTasks *self,
                                                     SalonJsonDocument   *document,
                                                     const SalonJson     *id,
                                                     const char          *method,
                                                     const SalonJson     *params);
void                 salon_mcp_server_tasks_forget  (SalonMcpServerTasks *self,
                                                     const char          *id_text);
void                 salon_mcp_server_tasks_drop    (SalonMcpServerTasks *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMcpServerTasks, salon_mcp_server_tasks_free)

G_END_DECLS
