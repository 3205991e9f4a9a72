/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-tool-budget.h"
#include "salon-usage.h"

G_BEGIN_DECLS

#define SALON_TYPE_CONTEXT (salon_context_get_type ())

/**
 * SalonContext:
 * @window: how many tokens the model takes in all; 0 if unknown
 * @used: how many of them the chat takes
 * @estimated: whether @used was not counted by the provider
 * @system_tokens: about how many of them are instructions
 * @tools_tokens: about how many of them are tools
 * @messages_tokens: about how many of them are messages, without reasoning
 * @reasoning_tokens: about how many of them are reasoning
 * @tools: the tools' share, by server
 * @usage: (nullable): what the chat has taken so far
 * @shortened: whether the beginning of the chat is told in short
 * @can_shorten: whether it can be
 *
 * How full the window of a chat's model is, and of what.
 */
typedef struct
{
  gint64 window;
  gint64 used;
  gboolean estimated;
  gint64 system_tokens;
  gint64 tools_tokens;
  gint64 messages_tokens;
  gint64 reasoning_tokens;
  SalonToolBudget *tools;
  SalonUsage *usage;
  gboolean shortened;
  gboolean can_shorten;
} SalonContext;

GType         salon_context_get_type     (void) G_GNUC_CONST;

/**
 * salon_context_new:
 *
 * Returns: (transfer full): a context in which everything is 0
 */
SalonContext *salon_context_new          (void);

/**
 * salon_context_copy:
 * @self: a context
 *
 * Returns: (transfer full): a copy
 */
SalonContext *salon_context_copy         (const SalonContext *self);

/**
 * salon_context_free:
 * @self: (transfer full) (nullable): a context
 *
 * Frees it.
 */
void          salon_context_free         (SalonContext       *self);

/**
 * salon_context_get_fraction:
 * @self: a context
 *
 * Returns: how full the window is, 0 to 1; -1 if that is not known
 */
double        salon_context_get_fraction (const SalonContext *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonContext, salon_context_free)

G_END_DECLS
