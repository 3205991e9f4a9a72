/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "salon-clock.h"
#include "salon-tool-call.h"
#include "salon-tool-set.h"

G_BEGIN_DECLS

/**
 * SalonToolbox:
 *
 * The tools of all servers as a model sees them, and the calls that are under way. The one place
 * where a model's tool call meets an MCP tool.
 */
#define SALON_TYPE_TOOLBOX (salon_toolbox_get_type ())
G_DECLARE_FINAL_TYPE (SalonToolbox, salon_toolbox, SALON, TOOLBOX, GObject)

/**
 * SalonToolbox::changed:
 * @self: the toolbox
 *
 * A tool has come, gone or changed.
 */

/**
 * SalonRunningCall:
 *
 * A call that a server is working on; see [method@Toolbox.call_started].
 */
typedef struct _SalonRunningCall SalonRunningCall;

/**
 * salon_toolbox_new:
 * @servers: a list of [class@Server]
 * @clock: the clock
 *
 * Returns: (transfer full): a toolbox
 */
SalonToolbox     *salon_toolbox_new            (GListModel          *servers,
                                                SalonClock          *clock);

/**
 * salon_toolbox_find_server:
 * @self: the toolbox
 * @name: a server's name in the configuration
 *
 * Returns: (transfer none) (nullable): that server
 */
SalonServer      *salon_toolbox_find_server    (SalonToolbox        *self,
                                                const char          *name);

/**
 * salon_toolbox_prepare:
 * @self: the toolbox
 * @names: (nullable): the only servers that are wanted; %NULL for all that are enabled
 * @patience: how long to wait for servers that are not running yet, in microseconds
 *
 * Starts, side by side, the servers whose tools are not known yet. One that kept somebody waiting
 * before is not waited for again until it has come up.
 *
 * Returns: (transfer full): a future of a `GPtrArray` of sentences, one for each server that is
 *   left out; never rejected
 */
DexFuture        *salon_toolbox_prepare        (SalonToolbox        *self,
                                                const char * const  *names,
                                                gint64               patience)
  G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_toolbox_get_tools:
 * @self: the toolbox
 * @names: (nullable): the only servers that are wanted
 *
 * A server that has been ready before and is not at this moment offers the tools it had: it is
 * started again by the first call.
 *
 * Returns: (transfer full): the tools that can be called
 */
SalonToolSet     *salon_toolbox_get_tools      (SalonToolbox        *self,
                                                const char * const  *names);

/**
 * salon_toolbox_call_started:
 * @self: the toolbox
 * @server_name: the server that works on it
 * @call: the call
 * @chat_id: (nullable): its chat
 * @model: (nullable): "provider/model" that made it
 *
 * Returns: (transfer none): a note, to be handed to [method@Toolbox.call_ended]
 */
SalonRunningCall *salon_toolbox_call_started   (SalonToolbox        *self,
                                                const char          *server_name,
                                                SalonToolCall       *call,
                                                const char          *chat_id,
                                                const char          *model);

/**
 * salon_toolbox_call_ended:
 * @self: the toolbox
 * @call: (transfer full): what [method@Toolbox.call_started] gave
 *
 * The server does not work on it any more.
 */
void              salon_toolbox_call_ended     (SalonToolbox        *self,
                                                SalonRunningCall    *call);

/**
 * salon_toolbox_find_running:
 * @self: the toolbox
 * @server_name: a server
 *
 * Returns: (transfer none) (nullable): the one call the server is working on; %NULL when there is
 *   none or more than one, so that it can't be told which one a question belongs to
 */
SalonRunningCall *salon_toolbox_find_running   (SalonToolbox        *self,
                                                const char          *server_name);
SalonToolCall    *salon_running_call_get_call  (SalonRunningCall    *self);
const char       *salon_running_call_get_chat_id (SalonRunningCall  *self);
const char       *salon_running_call_get_model (SalonRunningCall    *self);

/**
 * salon_running_call_count_question:
 * @self: a call
 *
 * Returns: how often its server has asked something during it, this time included
 */
guint             salon_running_call_count_question (SalonRunningCall *self);

G_END_DECLS
