/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "salon-approvals.h"
#include "salon-clock.h"
#include "salon-compaction.h"
#include "salon-consent.h"
#include "salon-llm-provider.h"
#include "salon-llm-request.h"
#include "salon-message.h"
#include "salon-recorder.h"
#include "salon-tool-discovery.h"
#include "salon-toolbox.h"

G_BEGIN_DECLS

/** How often a model is asked in one turn at most. */
#define SALON_TURN_DEFAULT_MAX_ROUNDS 50
/** How many calls of one turn servers work on at once at most. */
#define SALON_TURN_DEFAULT_MAX_PARALLEL 8
/** How long a turn waits for servers to start, in microseconds. */
#define SALON_TURN_PATIENCE (5 * G_TIME_SPAN_SECOND)

/**
 * SalonProviderFunc:
 * @model: "provider/model"
 * @user_data: what was given with the function
 *
 * Returns: (transfer full): a future of the [iface@LlmProvider] that has @model
 */
typedef DexFuture *(*SalonProviderFunc) (const char *model,
                                         gpointer    user_data);

/**
 * SalonWindowFunc:
 * @model: "provider/model"
 * @user_data: what was given with the function
 *
 * Returns: how many tokens @model takes in all; 0 if that is not known
 */
typedef gint64 (*SalonWindowFunc) (const char *model,
                                   gpointer    user_data);

/**
 * SalonFactsFunc:
 * @model: "provider/model"
 * @user_data: what was given with the function
 *
 * Returns: (transfer full) (nullable): what is known about @model
 */
typedef SalonLlmModel *(*SalonFactsFunc) (const char *model,
                                          gpointer    user_data);

/**
 * SalonSmallModelFunc:
 * @user_data: what was given with the function
 *
 * Returns: (transfer none) (nullable): "provider/model" for small tasks; %NULL if none is set
 */
typedef const char *(*SalonSmallModelFunc) (gpointer user_data);

/**
 * SalonTurnServices:
 *
 * What a turn works with; the host's, or a test's. The objects outlive whoever borrows them.
 */
typedef struct
{
  SalonClock        *clock;
  SalonToolbox      *toolbox;
  SalonApprovals    *approvals;
  SalonConsent      *consent;
  SalonHistory      *history;
  SalonProviderFunc  get_provider;
  gpointer           get_provider_data;
  SalonWindowFunc    get_window;      /* nullable */
  gpointer           get_window_data;
  SalonFactsFunc     get_facts;       /* nullable */
  gpointer           get_facts_data;
  SalonSmallModelFunc get_small_model; /* nullable */
  gpointer           get_small_model_data;
  gboolean           titles;          /* whether a model gives new chats their titles */
  guint              max_rounds;
  guint              max_parallel;
} SalonTurnServices;

/**
 * SalonTurnParameters:
 * @instructions: (nullable): what the model is told first; %NULL: the application's words
 * @temperature: how freely it chooses its words; NAN: the provider's own
 * @effort: how much it thinks
 * @max_tokens: how long an answer may be, in tokens; 0: as long as the model can
 *
 * How a model is asked.
 */
typedef struct
{
  const char *instructions;
  double temperature;
  SalonLlmEffort effort;
  guint max_tokens;
} SalonTurnParameters;

/**
 * SalonTurn:
 *
 * One run of the loop: the model answers, its calls are carried out, the model goes on – until it
 * stops calling, fails, has been asked too often, or the user stops it.
 */
#define SALON_TYPE_TURN (salon_turn_get_type ())
G_DECLARE_FINAL_TYPE (SalonTurn, salon_turn, SALON, TURN, GObject)

/**
 * salon_turn_new:
 * @services: what to work with; the objects are referenced
 * @chat_id: the chat
 * @servers: (nullable): names of the only servers whose tools are offered
 * @messages: (element-type SalonMessage): the chat so far, ending with the user's message
 * @reply: the assistant's message that grows, the last but not part of @messages
 * @recorder: what stores it
 *
 * Returns: (transfer full): a turn
 */
SalonTurn *salon_turn_new  (const SalonTurnServices *services,
                            const char              *chat_id,
                            const char * const      *servers,
                            GPtrArray               *messages,
                            SalonMessage            *reply,
                            SalonRecorder           *recorder);

/**
 * salon_turn_set_discovery:
 * @self: a turn that has not run
 * @mode: when the model looks for its tools
 */
void       salon_turn_set_discovery (SalonTurn              *self,
                                     SalonToolDiscoveryMode  mode);

/**
 * salon_turn_set_parameters:
 * @self: a turn that has not run
 * @parameters: how the model is asked; copied
 */
void       salon_turn_set_parameters (SalonTurn                 *self,
                                      const SalonTurnParameters *parameters);

/**
 * SalonCompactedFunc:
 * @compaction: how the chat is told from now on
 * @user_data: what was given with the function
 *
 * A turn had to shorten what it sends.
 */
typedef void (*SalonCompactedFunc) (const SalonCompaction *compaction,
                                    gpointer               user_data);

/**
 * salon_turn_set_compaction:
 * @self: a turn that has not run
 * @compaction: (nullable): how the chat is told to its model; copied
 * @automatic: whether it may be shortened (further) when it nearly fills the window
 * @context_tokens: what the window held after the last reply; -1 if unknown
 * @func: called when it is
 * @user_data: for @func; outlives the turn's run
 */
void       salon_turn_set_compaction (SalonTurn             *self,
                                      const SalonCompaction *compaction,
                                      gboolean               automatic,
                                      gint64                 context_tokens,
                                      SalonCompactedFunc     func,
                                      gpointer               user_data);

/**
 * salon_turn_run:
 * @self: a turn that has not run
 *
 * Returns: (transfer full): a future that resolves when it is over; never rejected, the state of
 *   the reply tells how it went
 */
DexFuture *salon_turn_run  (SalonTurn *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_turn_stop:
 * @self: a turn
 *
 * Stops it at once: the stream, the calls and the questions.
 */
void       salon_turn_stop (SalonTurn *self);

G_END_DECLS
