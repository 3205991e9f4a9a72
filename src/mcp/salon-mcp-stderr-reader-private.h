/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-clock.h"
#include "salon-mcp-command.h"
#include "salon-ring.h"

G_BEGIN_DECLS

/* Keeps the last lines of a server's standard error in a ring, without secrets of @command. */
typedef struct _SalonMcpStderrReader SalonMcpStderrReader;

SalonMcpStderrReader *salon_mcp_stderr_reader_new           (int                   fd,
                                                             SalonMcpCommand      *command,
                                                             SalonRing            *ring,
                                                             SalonClock           *clock);
void                  salon_mcp_stderr_reader_free          (SalonMcpStderrReader *self);
void                  salon_mcp_stderr_reader_drain         (SalonMcpStderrReader *self);
char                 *salon_mcp_stderr_reader_dup_last_line (SalonMcpStderrReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMcpStderrReader, salon_mcp_stderr_reader_free)

G_END_DECLS
