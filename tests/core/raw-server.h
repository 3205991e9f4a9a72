/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A server that says exactly what it is told to, however wrong, on 127.0.0.1 and a port
 * of its own, in threads. */
typedef struct _RawServer RawServer;

typedef enum
{
  RAW_SERVER_KEEP,     /* wait for the next request on this connection */
  RAW_SERVER_CLOSE,    /* close it */
  RAW_SERVER_RESET,    /* close it with a RST */
  RAW_SERVER_HOLD,     /* say no more, until the client closes */
} RawServerNext;

/* The answer to one request, by its number and that of its connection, both from 1. The
 * text to send is put into @answer. Called in a thread. */
typedef RawServerNext (*RawServerFunc) (guint       request,
                                        guint       connection,
                                        const char *head,
                                        GString    *answer,
                                        gpointer    user_data);

RawServer *raw_server_new               (RawServerFunc  func,
                                         gpointer       user_data);
void       raw_server_free              (RawServer     *self);
/* To say at once on every connection from now on, and then close it. */
void       raw_server_set_greeting      (RawServer     *self,
                                         const char    *greeting);
/* To show on every connection from now on, which then goes no further. */
void       raw_server_set_certificate   (RawServer       *self,
                                         GTlsCertificate *certificate);
char      *raw_server_dup_url           (RawServer     *self,
                                         const char    *path);
guint      raw_server_get_n_requests    (RawServer     *self);
guint      raw_server_get_n_connections (RawServer     *self);
/* Connections the client closed while one was held or kept. */
guint      raw_server_get_n_hangups     (RawServer     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RawServer, raw_server_free)

G_END_DECLS
