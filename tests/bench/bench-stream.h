/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Servers of streams on loopback, each in a process of its own that lives as long as this one.
 * They return the port. To be called before there are threads.
 */
guint   bench_stream_serve_file   (const char *file_name);
guint   bench_stream_serve_tokens (const char *api,
                                   guint       tokens);

/* Reads a stream of tokens with nothing but recv(): what the system itself takes, in µs. */
GArray *bench_stream_read_tokens  (guint       port);

G_END_DECLS
