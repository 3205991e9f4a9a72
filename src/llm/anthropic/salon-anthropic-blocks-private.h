/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"

#include "salon-llm-event.h"
#include "salon-llm-tool-names.h"

G_BEGIN_DECLS

/*
 * SalonAnthropicBlocks:
 *
 * The blocks of a reply while they grow, each known by its index: servers open one before
 * they close another. Reports every step as an event.
 */
typedef struct _SalonAnthropicBlocks SalonAnthropicBlocks;

SalonAnthropicBlocks *salon_anthropic_blocks_new         (SalonLlmToolNames    *names,
                                                          SalonLlmEventFunc     func,
                                                          gpointer              user_data);
void                  salon_anthropic_blocks_free        (SalonAnthropicBlocks *self);
void                  salon_anthropic_blocks_start       (SalonAnthropicBlocks *self,
                                                          gint64                index,
                                                          const SalonJson      *content);
void                  salon_anthropic_blocks_grow        (SalonAnthropicBlocks *self,
                                                          gint64                index,
                                                          const SalonJson      *delta);
void                  salon_anthropic_blocks_stop        (SalonAnthropicBlocks *self,
                                                          gint64                index);
gsize                 salon_anthropic_blocks_get_size    (SalonAnthropicBlocks *self);
guint                 salon_anthropic_blocks_get_n_calls (SalonAnthropicBlocks *self);
gboolean              salon_anthropic_blocks_has_thinking (SalonAnthropicBlocks *self);
GPtrArray            *salon_anthropic_blocks_finish      (SalonAnthropicBlocks *self,
                                                          const char           *provider,
                                                          const char           *model,
                                                          const char           *head);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonAnthropicBlocks, salon_anthropic_blocks_free)

G_END_DECLS
