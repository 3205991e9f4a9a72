/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "mcp-test.h"

G_BEGIN_DECLS

/* A server in this process that answers by a script, and a client that is connected to it. */
typedef struct
{
  SalonMcpMemoryTransport *transport;
  SalonMcpClient          *client;
  SalonManualClock        *clock;
  const char              *capabilities;
  const char              *version;       /* of a legacy server */
  GPtrArray               *script;
  GPtrArray               *requests;      /* SalonJsonDocument, all messages but the handshake's */
} ScriptedServer;

ScriptedServer  *scripted_server_new         (gboolean              is_modern,
                                              const char           *capabilities,
                                              SalonMcpInputHandler *handler);
void             scripted_server_free        (ScriptedServer       *self);
void             scripted_server_add         (ScriptedServer       *self,
                                              const char           *method,
                                              const char           *result);
void             scripted_server_add_error   (ScriptedServer       *self,
                                              const char           *method,
                                              int                   code,
                                              const char           *data);
void             scripted_server_hold        (ScriptedServer       *self,
                                              const char           *method);
void             scripted_server_answer      (ScriptedServer       *self,
                                              const SalonJson      *request,
                                              const char           *result);
void             scripted_server_notify      (ScriptedServer       *self,
                                              const char           *method,
                                              const char           *params);
guint            scripted_server_count       (ScriptedServer       *self,
                                              const char           *method);
const SalonJson *scripted_server_wait        (ScriptedServer       *self,
                                              const char           *method,
                                              guint                 number);
void             scripted_server_settle      (ScriptedServer       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScriptedServer, scripted_server_free)

G_END_DECLS
