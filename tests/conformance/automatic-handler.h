/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-mcp-input-handler.h"

G_BEGIN_DECLS

#define TYPE_AUTOMATIC_HANDLER (automatic_handler_get_type ())

G_DECLARE_FINAL_TYPE (AutomaticHandler, automatic_handler, AUTOMATIC, HANDLER, GObject)

/* Answers whatever a server asks at once, as a user in a hurry would. */
AutomaticHandler *automatic_handler_new (void);

G_END_DECLS
