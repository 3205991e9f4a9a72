/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define SALON_TYPE_USAGE (salon_usage_get_type ())

/**
 * SalonUsage:
 * @n_requests: how often a model was asked
 * @input_tokens: tokens of all the requests, the cached ones included; -1 if unknown
 * @output_tokens: tokens of all the replies, reasoning included; -1 if unknown
 * @cached_tokens: how many of @input_tokens came from the provider's cache; -1 if unknown
 * @cache_write_tokens: how many of @input_tokens were put into that cache; -1 if unknown
 * @reasoning_tokens: how many of @output_tokens are reasoning; -1 if unknown
 * @first_event_us: microseconds from the first request to its first event; -1 if unknown
 * @context_tokens: what the window held after the last reply; -1 if unknown
 * @estimated: whether some of the tokens were not counted by the provider
 * @cost: US dollars, by the prices of the day; NAN if unknown
 * @cost_estimated: whether @cost is not exact, or only that of a part
 *
 * What a reply, or all of a chat, has taken.
 */
typedef struct
{
  guint n_requests;
  gint64 input_tokens;
  gint64 output_tokens;
  gint64 cached_tokens;
  gint64 cache_write_tokens;
  gint64 reasoning_tokens;
  gint64 first_event_us;
  gint64 context_tokens;
  gboolean estimated;
  double cost;
  gboolean cost_estimated;
} SalonUsage;

GType       salon_usage_get_type (void) G_GNUC_CONST;

/**
 * salon_usage_new:
 *
 * Returns: (transfer full): a usage of nothing
 */
SalonUsage *salon_usage_new      (void);

/**
 * salon_usage_copy:
 * @self: a usage
 *
 * Returns: (transfer full): a copy
 */
SalonUsage *salon_usage_copy     (const SalonUsage *self);

/**
 * salon_usage_free:
 * @self: (transfer full) (nullable): a usage
 *
 * Frees it.
 */
void        salon_usage_free     (SalonUsage       *self);

/**
 * salon_usage_add:
 * @self: a usage
 * @other: what comes on top
 *
 * Adds @other to @self.
 */
void        salon_usage_add      (SalonUsage       *self,
                                  const SalonUsage *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonUsage, salon_usage_free)

G_END_DECLS
