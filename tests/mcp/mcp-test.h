/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-manual-clock.h"
#include "salon-mcp-client.h"
#include "salon-mcp-memory-transport.h"
#include "salon-mcp-stdio-transport.h"
#include "salon-mcp-tool-result.h"

G_BEGIN_DECLS

/* What the tests of this room share: waiting with a bound, and servers to talk to. */

typedef gboolean (*McpTestCondition) (gpointer user_data);

void                    mcp_test_init          (int                *argc,
                                                char             ***argv);
gboolean                mcp_test_await         (DexFuture          *future,
                                                GError            **error);
gpointer                mcp_test_await_object  (DexFuture          *future,
                                                GError            **error);
void                    mcp_test_run_until     (McpTestCondition    condition,
                                                gpointer            user_data);
void                    mcp_test_settle        (void);
char                   *mcp_test_path          (const char         *name);
SalonJsonDocument      *mcp_test_json          (const char         *text);
void                    mcp_test_assert_contains (const char       *text,
                                                const char         *part);
char                   *mcp_test_call          (SalonMcpClient     *client,
                                                const char         *tool,
                                                const char         *arguments,
                                                GError            **error);

/* The fake server in a process of its own; the arguments end with NULL. */
SalonMcpStdioTransport *mcp_test_transport     (SalonClock         *clock,
                                                const char         *first_argument,
                                                ...) G_GNUC_NULL_TERMINATED;
SalonMcpClient         *mcp_test_open          (SalonMcpStdioTransport *transport,
                                                SalonClock         *clock);
void                    mcp_test_close         (SalonMcpClient     *client);
gboolean                mcp_test_is_alive      (int                 pid);
GArray                 *mcp_test_read_pids     (const char         *path);

G_END_DECLS
