/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-usage-private.h"

#include <math.h>

#include "salon-json-writer.h"

#define TOKENS_A_PRICE 1e6

G_DEFINE_BOXED_TYPE (SalonUsage, salon_usage, salon_usage_copy, salon_usage_free)

SalonUsage *
salon_usage_new (void)
{
  SalonUsage *self = g_new0 (SalonUsage, 1);

  self->input_tokens = -1;
  self->output_tokens = -1;
  self->cached_tokens = -1;
  self->cache_write_tokens = -1;
  self->reasoning_tokens = -1;
  self->first_event_us = -1;
  self->context_tokens = -1;
  self->cost = (double) NAN;
  return self;
}

SalonUsage *
salon_usage_copy (const SalonUsage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_memdup2 (self, sizeof *self);
}

void
salon_usage_free (SalonUsage *self)
{
  g_free (self);
}

/* Providers are not believed to stay below what a number holds. */
static void
add_tokens (gint64 *sum,
            gint64  tokens)
{
  if (tokens < 0)
    return;
  if (*sum < 0)
    *sum = 0;
  *sum = tokens < G_MAXINT64 - *sum ? *sum + tokens : G_MAXINT64;
}

/* A price that is not known leaves the cost a guess; the nearest one stands in for it. */
static double
price_tokens (gint64    tokens,
              double    price,
              double    other_price,
              gboolean *guessed)
{
  if (tokens <= 0)
    return 0;
  if (isnan (price))
    *guessed = TRUE;
  return (double) tokens * (isnan (price) ? other_price : price) / TOKENS_A_PRICE;
}

static double
price_reply (const SalonLlmUsage      *reply,
             const SalonLlmModelFacts *facts,
             gboolean                 *guessed)
{
  gint64 cached = MAX (reply->cached_tokens, 0);
  gint64 written = MAX (reply->cache_write_tokens, 0);
  gint64 plain;

  if (facts == NULL || isnan (facts->input_price) || isnan (facts->output_price) ||
      reply->input_tokens < 0 || reply->output_tokens < 0)
    return (double) NAN;
  cached = MIN (cached, reply->input_tokens);
  written = MIN (written, reply->input_tokens - cached);
  plain = reply->input_tokens - cached - written;
  return price_tokens (plain, facts->input_price, 0, guessed) +
         price_tokens (cached, facts->cached_price, facts->input_price, guessed) +
         price_tokens (written, facts->cache_write_price, facts->input_price, guessed) +
         price_tokens (reply->output_tokens, facts->output_price, 0, guessed);
}

static void
add_cost (SalonUsage *self,
          double      cost,
          gboolean    estimated,
          gboolean    is_first)
{
  if (estimated || (!is_first && isnan (cost) != isnan (self->cost)))
    self->cost_estimated = TRUE;
  if (!isnan (cost))
    self->cost = (isnan (self->cost) ? 0 : self->cost) + cost;
}

void
salon_usage_add_reply (SalonUsage               *self,
                       const SalonLlmUsage      *reply,
                       gboolean                  estimated,
                       const SalonLlmModelFacts *facts)
{
  gboolean guessed = estimated;
  double cost = price_reply (reply, facts, &guessed);

  add_cost (self, cost, guessed && !isnan (cost), self->n_requests == 0);
  if (self->n_requests++ == 0)
    self->first_event_us = reply->first_event_us;
  self->estimated |= estimated;
  add_tokens (&self->input_tokens, reply->input_tokens);
  add_tokens (&self->output_tokens, reply->output_tokens);
  add_tokens (&self->cached_tokens, reply->cached_tokens);
  add_tokens (&self->cache_write_tokens, reply->cache_write_tokens);
  add_tokens (&self->reasoning_tokens, reply->reasoning_tokens);
  self->context_tokens = -1;
  add_tokens (&self->context_tokens, reply->input_tokens);
  if (self->context_tokens >= 0)
    add_tokens (&self->context_tokens, reply->output_tokens);
}

void
salon_usage_add (SalonUsage       *self,
                 const SalonUsage *other)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (other != NULL);

  add_cost (self, other->cost, other->cost_estimated, self->n_requests == 0);
  if (self->n_requests == 0)
    self->first_event_us = other->first_event_us;
  self->n_requests += other->n_requests;
  self->estimated |= other->estimated;
  add_tokens (&self->input_tokens, other->input_tokens);
  add_tokens (&self->output_tokens, other->output_tokens);
  add_tokens (&self->cached_tokens, other->cached_tokens);
  add_tokens (&self->cache_write_tokens, other->cache_write_tokens);
  add_tokens (&self->reasoning_tokens, other->reasoning_tokens);
  self->context_tokens = other->context_tokens;
}

/* --- at rest ----------------------------------------------------------------------------- */

static const struct
{
  const char *name;
  gsize offset;
} fields[] = {
  { "input", G_STRUCT_OFFSET (SalonUsage, input_tokens) },
  { "output", G_STRUCT_OFFSET (SalonUsage, output_tokens) },
  { "cached", G_STRUCT_OFFSET (SalonUsage, cached_tokens) },
  { "cacheWrite", G_STRUCT_OFFSET (SalonUsage, cache_write_tokens) },
  { "reasoning", G_STRUCT_OFFSET (SalonUsage, reasoning_tokens) },
  { "firstEvent", G_STRUCT_OFFSET (SalonUsage, first_event_us) },
  { "context", G_STRUCT_OFFSET (SalonUsage, context_tokens) },
};

char *
salon_usage_to_text (const SalonUsage *self)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_int64 (writer, "requests", self->n_requests);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      gint64 value = G_STRUCT_MEMBER (gint64, self, fields[i].offset);

      if (value >= 0)
        salon_json_writer_add_int64 (writer, fields[i].name, value);
    }
  if (self->estimated)
    salon_json_writer_add_boolean (writer, "estimated", TRUE);
  if (isfinite (self->cost))
    salon_json_writer_add_double (writer, "cost", self->cost);
  if (self->cost_estimated)
    salon_json_writer_add_boolean (writer, "costEstimated", TRUE);
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish (writer);
}

SalonUsage *
salon_usage_new_from_json (const SalonJson *json)
{
  g_autoptr (SalonUsage) self = NULL;
  gint64 n_requests = 0;

  if (!salon_json_as_int64 (salon_json_get_member (json, "requests"), &n_requests) ||
      n_requests <= 0 || n_requests > G_MAXINT)
    return NULL;
  self = salon_usage_new ();
  self->n_requests = (guint) n_requests;
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      gint64 value = -1;

      if (salon_json_as_int64 (salon_json_get_member (json, fields[i].name), &value) && value >= 0)
        G_STRUCT_MEMBER (gint64, self, fields[i].offset) = value;
    }
  salon_json_as_boolean (salon_json_get_member (json, "estimated"), &self->estimated);
  salon_json_as_double (salon_json_get_member (json, "cost"), &self->cost);
  if (!isfinite (self->cost) || self->cost < 0)
    self->cost = (double) NAN;
  salon_json_as_boolean (salon_json_get_member (json, "costEstimated"), &self->cost_estimated);
  return g_steal_pointer (&self);
}
