/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-mcp-input-handler.h"

G_BEGIN_DECLS

#define TYPE_OPEN_HANDLER (open_handler_get_type ())

G_DECLARE_FINAL_TYPE (OpenHandler, open_handler, OPEN, HANDLER, GObject)

/* Asks the test: every question stays open until it is answered there. */
OpenHandler *open_handler_new    (gboolean            can_refine);
guint        open_handler_count  (OpenHandler        *self);
void         open_handler_answer (OpenHandler        *self,
                                  guint               index,
                                  const char         *result);
void         open_handler_refuse (OpenHandler        *self,
                                  guint               index);
DexFuture   *open_handler_get    (OpenHandler        *self,
                                  guint               index);

G_END_DECLS
