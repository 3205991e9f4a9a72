/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* Writes messages, a line each, to a descriptor that may not take them at once. */
typedef struct _SalonMcpLineWriter SalonMcpLineWriter;

SalonMcpLineWriter *salon_mcp_line_writer_new   (int                 fd);
void                salon_mcp_line_writer_free  (SalonMcpLineWriter *self);
DexFuture          *salon_mcp_line_writer_send  (SalonMcpLineWriter *self,
                                                 const char         *text,
                                                 gsize               length)
  G_GNUC_WARN_UNUSED_RESULT;
void                salon_mcp_line_writer_close (SalonMcpLineWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMcpLineWriter, salon_mcp_line_writer_free)

G_END_DECLS
