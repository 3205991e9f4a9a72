/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

DexFuture *salon_file_writer_write (const char *path,
                                    GBytes     *contents) G_GNUC_WARN_UNUSED_RESULT;
char      *salon_file_writer_resolve (const char *path);

G_END_DECLS
