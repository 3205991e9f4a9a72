/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "salon-json.h"

G_BEGIN_DECLS

#define SALON_TYPE_DESKTOP_SESSION (salon_desktop_session_get_type ())

/* The server's side of a connection of the revisions 2024-11-05 … 2025-11-25 of the Model
 * Context Protocol: a handshake, then requests. It reads and writes messages, not streams. */
G_DECLARE_FINAL_TYPE (SalonDesktopSession, salon_desktop_session, SALON, DESKTOP_SESSION, GObject)

/* Takes a message to be sent, without a newline. */
typedef void (*SalonDesktopSendFunc) (const char *message,
                                      gpointer    user_data);

SalonDesktopSession *salon_desktop_session_new          (const char * const   *folders,
                                                         SalonDesktopSendFunc  send,
                                                         gpointer              user_data);
void                 salon_desktop_session_receive      (SalonDesktopSession  *self,
                                                         GBytes               *line);
void                 salon_desktop_session_receive_junk (SalonDesktopSession  *self,
                                                         const GError         *error);
DexFuture           *salon_desktop_session_finish       (SalonDesktopSession  *self)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
