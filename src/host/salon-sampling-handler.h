/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "salon-mcp-input-handler.h"
#include "salon-turn.h"

G_BEGIN_DECLS

/** How often one server may have a model asked within a minute. */
#define SALON_SAMPLING_MAX_PER_MINUTE 20
/** How often a server may have a model asked during one call of a tool. */
#define SALON_SAMPLING_MAX_PER_CALL 20
/** How many questions of one server may be open at once. */
#define SALON_SAMPLING_MAX_OPEN 3

/**
 * SalonModelFunc:
 * @hints: names of models a server would like, in its order; %NULL-terminated
 * @model: (nullable): "provider/model" of the chat in which the server asks
 * @user_data: what was given with the function
 *
 * Returns: (transfer full) (nullable): "provider/model" that shall answer a server
 */
typedef char *(*SalonModelFunc) (const char * const *hints,
                                 const char         *model,
                                 gpointer            user_data);

/**
 * SalonSamplingHandler:
 *
 * Answers one server's `sampling/createMessage`: asks the user, then a model. Nothing else of
 * [iface@McpInputHandler] yet.
 */
#define SALON_TYPE_SAMPLING_HANDLER (salon_sampling_handler_get_type ())
G_DECLARE_FINAL_TYPE (SalonSamplingHandler, salon_sampling_handler,
                      SALON, SAMPLING_HANDLER, GObject)

/**
 * salon_sampling_handler_new:
 * @services: what to work with; the objects are referenced
 * @server_name: the server's name in the configuration
 * @choose_model: chooses who answers
 * @choose_model_data: data for @choose_model
 *
 * Returns: (transfer full): a handler
 */
SalonSamplingHandler *salon_sampling_handler_new (const SalonTurnServices *services,
                                                  const char              *server_name,
                                                  SalonModelFunc           choose_model,
                                                  gpointer                 choose_model_data);

G_END_DECLS
