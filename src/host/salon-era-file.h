/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "salon-clock.h"
#include "salon-mcp-era-memory.h"

G_BEGIN_DECLS

#define SALON_TYPE_ERA_FILE (salon_era_file_get_type ())

/**
 * SalonEraFile:
 *
 * A #SalonMcpEraMemory that outlives the program. Its file holds nothing that could not be found
 * out again: one that is damaged or can't be written costs each server a question, no more.
 */
G_DECLARE_FINAL_TYPE (SalonEraFile, salon_era_file, SALON, ERA_FILE, GObject)

SalonEraFile *salon_era_file_new   (const char   *path,
                                    SalonClock   *clock);
DexFuture    *salon_era_file_load  (SalonEraFile *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *salon_era_file_flush (SalonEraFile *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
