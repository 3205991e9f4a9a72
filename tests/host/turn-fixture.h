/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "salon-conversation-private.h"
#include "salon-manual-clock.h"
#include "salon-mcp-memory-transport.h"
#include "salon-server.h"
#include "script-provider.h"

G_BEGIN_DECLS

/* A conversation with everything around it made of this process: a model that says what the test
 * scripts, servers that do what the test asks for, and a clock that stands still. */

typedef struct
{
  SalonManualClock *clock;
  ScriptProvider *provider;
  GListStore *servers;
  SalonToolbox *toolbox;
  SalonApprovals *approvals;
  SalonConsent *consent;
  SalonHistory *history;
  SalonStore *store;
  SalonTurnServices services;
  SalonConversation *conversation;

  GPtrArray *requests;

  /* What the servers have been sent. */
  GPtrArray *received;
  /* Tool calls that are held: the transport and the request. */
  GPtrArray *held_transports;
  GPtrArray *held_requests;
  guint n_starts;
  /* Another definition of the tools. */
  gboolean changed_tools;
  /* The schema of every tool’s arguments, when it is not just any object. */
  const char *tool_schema;
  gboolean never_starts;
  gboolean dies_on_call;
} Fixture;

Fixture      *fixture_new          (void);
Fixture      *fixture_new_stored   (const char *path);
void          fixture_free         (Fixture    *self);

/* Adds a server with the tools “echo {text}”, “hold” (answers when released), “fail”, “picture”,
 * “big”, “sample {text}”, and “strange.name”. */
SalonServer  *fixture_add_server   (Fixture    *self,
                                    const char *name);
void          fixture_release      (Fixture    *self,
                                    guint       position,
                                    const char *text);

/* Runs the main loop; a watchdog of real time fails the test. */
#define fixture_wait_for(self, expression) \
  G_STMT_START { \
    gint64 until_ = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND; \
    while (!(expression)) \
      { \
        g_assert_cmpint (g_get_monotonic_time (), <, until_); \
        if (!g_main_context_iteration (NULL, FALSE)) \
          g_usleep (200); \
      } \
  } G_STMT_END
gboolean      fixture_finish       (Fixture    *self,
                                    DexFuture  *future,
                                    GError    **error);

/* Sends and runs the turn to its end. */
void          fixture_send         (Fixture    *self,
                                    const char *text);
SalonMessage *fixture_get_reply    (Fixture    *self);
SalonPart    *fixture_get_part     (Fixture    *self,
                                    guint       position);
SalonToolCall *fixture_get_call    (Fixture    *self,
                                    guint       position);
guint         fixture_count        (Fixture    *self,
                                    SalonPartKind kind);
/* The result the model was given in the last request, by call id. */
const char   *fixture_get_result   (Fixture    *self,
                                    const char *call_id);
void          fixture_allow_all    (Fixture    *self);
SalonQuestion *fixture_get_question (Fixture   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

G_END_DECLS
