/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "salon-mcp-types.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_COMMAND (salon_mcp_command_get_type ())

/**
 * SalonMcpCommand:
 *
 * How to start a server: program and arguments, environment, working folder.
 * Immutable and reference counted. There is never a shell between.
 */
GType               salon_mcp_command_get_type              (void) G_GNUC_CONST;
SalonMcpCommand    *salon_mcp_command_new                   (const char * const *argv,
                                                             const char * const *environment,
                                                             const char         *working_directory);
SalonMcpCommand    *salon_mcp_command_ref                   (SalonMcpCommand    *self);
void                salon_mcp_command_unref                 (SalonMcpCommand    *self);
const char * const *salon_mcp_command_get_argv              (SalonMcpCommand    *self);
const char * const *salon_mcp_command_get_environment       (SalonMcpCommand    *self);
const char         *salon_mcp_command_get_working_directory (SalonMcpCommand    *self);
void                salon_mcp_command_set_secrets           (SalonMcpCommand    *self,
                                                             const char * const *secrets);
char               *salon_mcp_command_dup_masked            (SalonMcpCommand    *self,
                                                             const char         *text,
                                                             gsize               length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMcpCommand, salon_mcp_command_unref)

G_END_DECLS
