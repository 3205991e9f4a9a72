/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "salon-browser.h"
#include "salon-clock.h"
#include "salon-consent.h"
#include "salon-conversation.h"
#include "salon-history.h"

G_BEGIN_DECLS

typedef struct _SalonApprovals     SalonApprovals;
typedef struct _SalonModelRegistry SalonModelRegistry;
typedef struct _SalonSecrets       SalonSecrets;
typedef struct _SalonServerManager SalonServerManager;
typedef struct _SalonToolbox       SalonToolbox;

/**
 * SalonHost:
 *
 * The MCP host: everything of Salon but its windows. One a process.
 *
 * Properties: "notice" (nullable, notifies): a sentence for a banner about something that is
 * wrong as long as it is so – a mistake in mcp.json with line and column, a disk that can't be
 * written to, a damaged database that was kept aside.
 */
#define SALON_TYPE_HOST (salon_host_get_type ())
G_DECLARE_FINAL_TYPE (SalonHost, salon_host, SALON, HOST, GObject)

/**
 * salon_host_new:
 * @clock: (nullable): the clock, %NULL for the system's
 * @consent: (nullable): where the user is asked, %NULL for a new one
 *
 * Returns: (transfer full): a host that is not open yet; nothing has been read or started
 */
SalonHost          *salon_host_new               (SalonClock   *clock,
                                                  SalonConsent *consent);

/**
 * salon_host_open:
 * @self: the host
 *
 * Reads the configuration and the list of chats. Starts no server. What can't be read ends up
 * in "notice", not in a rejection: a host without history can still chat.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture          *salon_host_open              (SalonHost *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_host_close:
 * @self: the host
 *
 * Stops all turns, withdraws all questions, stops all servers in order and closes the stores.
 *
 * Returns: (transfer full): a future that resolves when all of it is done
 */
DexFuture          *salon_host_close             (SalonHost *self) G_GNUC_WARN_UNUSED_RESULT;
SalonClock         *salon_host_get_clock         (SalonHost *self);
SalonServerManager *salon_host_get_servers       (SalonHost *self);
SalonModelRegistry *salon_host_get_models        (SalonHost *self);
SalonConsent       *salon_host_get_consent       (SalonHost *self);
SalonHistory       *salon_host_get_history       (SalonHost *self);
SalonToolbox       *salon_host_get_toolbox       (SalonHost *self);
SalonApprovals     *salon_host_get_approvals     (SalonHost *self);
SalonSecrets       *salon_host_get_secrets       (SalonHost *self);
SalonBrowser       *salon_host_get_browser       (SalonHost *self);

/**
 * salon_host_get_notice:
 * @self: the host
 *
 * Returns: (transfer none) (nullable): the sentence for the banner
 */
const char         *salon_host_get_notice        (SalonHost *self);

/**
 * salon_host_dismiss_notice:
 * @self: the host
 *
 * The user has read the notice; it comes again only when it changes.
 */
void                salon_host_dismiss_notice    (SalonHost *self);

/**
 * salon_host_new_conversation:
 * @self: an open host
 *
 * Returns: (transfer full): an empty chat with the default model; it is stored, and appears in the
 *   history, with its first message or draft
 */
SalonConversation  *salon_host_new_conversation  (SalonHost *self);

/**
 * salon_host_load_conversation:
 * @self: an open host
 * @chat_id: a chat's id
 *
 * Returns: (transfer full): a future of the [class@Conversation]: the same object as long as
 *   somebody holds it or it is running. Rejected with %SALON_HOST_ERROR_NOT_FOUND when there
 *   is no such chat.
 */
DexFuture          *salon_host_load_conversation (SalonHost  *self,
                                                  const char *chat_id) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_host_set_titles:
 * @self: the host
 * @titles: whether a model gives the chats that are opened from now on their titles
 *
 * It does not unless it is told to.
 */
void               salon_host_set_titles          (SalonHost *self,
                                                   gboolean   titles);

G_END_DECLS
