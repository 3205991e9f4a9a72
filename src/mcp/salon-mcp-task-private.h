/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-mcp-task.h"

G_BEGIN_DECLS

struct _SalonMcpTask
{
  GObject            parent_instance;

  SalonMcpClient    *client;
  SalonMcpTool      *tool;            /* NULL when it came from a handle and was not listed */
  char              *tool_name;
  SalonJsonDocument *arguments;
  guint              keep;            /* milliseconds; 0: as long as the server likes */
  SalonMcpTaskState  state;
  char              *id;              /* NULL as long as it is an ordinary call */
  gboolean           is_core;         /* of the form of 2025-11-25, not of the extension */
  char              *status_message;
  char              *immediate_response;
  gint64             poll_interval;   /* microseconds */
  DexPromise        *result;          /* SalonMcpToolResult */
  SalonMcpExchange  *exchange;        /* the call, or the wait for the result */
  gint64             token;           /* of the progress of a task, that of its call; or 0 */
  GHashTable        *answered;        /* keys of questions */
  DexFuture         *questions;
  gboolean           is_over;
};

gboolean           salon_mcp_task_parse_state  (const char        *text,
                                                SalonMcpTaskState *state);
char              *salon_mcp_task_write_handle (SalonMcpClient    *client,
                                                gboolean           is_core,
                                                const char        *id,
                                                const char        *tool_name);
void               salon_mcp_task_emit_progress (SalonMcpTask     *self,
                                                 double            progress,
                                                 double            total,
                                                 const char       *message);
void               salon_mcp_task_set_state    (SalonMcpTask      *self,
                                                SalonMcpTaskState  state);
gboolean           salon_mcp_task_read         (SalonMcpTask      *self,
                                                const SalonJson   *task,
                                                GError           **error);
void               salon_mcp_task_finish       (SalonMcpTask      *self,
                                                SalonJsonDocument *result);
void               salon_mcp_task_fail         (SalonMcpTask      *self,
                                                SalonMcpTaskState  state,
                                                GError            *error);
SalonMcpExchange  *salon_mcp_task_request      (SalonMcpTask      *self,
                                                const char        *method,
                                                const SalonJson   *input_responses)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture         *salon_mcp_task_run          (SalonMcpTask      *self) G_GNUC_WARN_UNUSED_RESULT;
void               salon_mcp_task_ask          (SalonMcpTask      *self,
                                                const SalonJson   *input_requests);

G_END_DECLS
