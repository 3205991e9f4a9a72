/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"

G_BEGIN_DECLS

/* Reads messages, a line each, from a descriptor: bounded in memory and in the time it
 * takes of the main loop, in the order in which they were written. */
typedef struct _SalonMcpLineReader SalonMcpLineReader;

typedef struct
{
  /* A message, with the text it was parsed from. */
  void (*message) (SalonJsonDocument *message,
                   const char        *text,
                   gsize              length,
                   gpointer           user_data);
  /* A line that is no message. */
  void (*skipped) (const char        *text,
                   gsize              length,
                   gpointer           user_data);
  /* A message that was too large or too deep. */
  void (*lost)    (const GError      *error,
                   gpointer           user_data);
  /* Nothing more will come. */
  void (*end)     (gpointer           user_data);
} SalonMcpLineReaderCallbacks;

SalonMcpLineReader *salon_mcp_line_reader_new    (int                                fd,
                                                  gsize                              max_message,
                                                  const SalonMcpLineReaderCallbacks *callbacks,
                                                  gpointer                           user_data);
void                salon_mcp_line_reader_unref  (SalonMcpLineReader                *self);
void                salon_mcp_line_reader_start  (SalonMcpLineReader                *self);
void                salon_mcp_line_reader_drain  (SalonMcpLineReader                *self);
void                salon_mcp_line_reader_close  (SalonMcpLineReader                *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMcpLineReader, salon_mcp_line_reader_unref)

G_END_DECLS
