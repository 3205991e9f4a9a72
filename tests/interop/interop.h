/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-conversation.h"
#include "salon-host.h"
#include "salon-server.h"
#include "scripted-model.h"

G_BEGIN_DECLS

/* A whole host with folders of its own, a scripted model and real servers from npm. */
typedef struct
{
  char *folder;
  ScriptedModel *model;
  SalonHost *host;
  SalonConversation *conversation;

  /* What the test's user does when asked; the default is to deny everything. */
  void (*answer) (SalonQuestion *question,
                  gpointer       user_data);
  gpointer answer_data;
  guint n_asked;
} Interop;

typedef void (*InteropFunc) (Interop *interop);

/* Adds a test that runs in a fiber, with @servers as the members of “mcpServers”; in it
 * %NPM% is where the servers are, %FOLDER% a folder of the test's own. */
void           interop_add         (const char   *path,
                                    const char   *servers,
                                    InteropFunc   func);
int            interop_main        (int           argc,
                                    char         *argv[],
                                    void        (*add_tests) (void));

/* Sends @text and waits for the end of the turn. */
void           interop_ask         (Interop      *interop,
                                    const char   *text);
SalonServer   *interop_server      (Interop      *interop,
                                    const char   *name);

/* The call at @position among all calls of the last message, or fails. */
SalonToolCall *interop_call        (Interop      *interop,
                                    guint         position);
SalonMessage  *interop_last        (Interop      *interop);

void           interop_allow_once  (SalonQuestion *question,
                                    gpointer       user_data);
void           interop_deny        (SalonQuestion *question,
                                    gpointer       user_data);

/* Waits, with a bound, until @condition holds. */
void           interop_wait        (gboolean    (*condition) (gpointer user_data),
                                    gpointer      user_data);

G_END_DECLS
