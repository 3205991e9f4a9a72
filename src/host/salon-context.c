/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-context.h"

G_DEFINE_BOXED_TYPE (SalonContext, salon_context, salon_context_copy, salon_context_free)

SalonContext *
salon_context_new (void)
{
  return g_new0 (SalonContext, 1);
}

SalonContext *
salon_context_copy (const SalonContext *self)
{
  SalonContext *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->tools = self->tools != NULL ? salon_tool_budget_copy (self->tools) : NULL;
  copy->usage = self->usage != NULL ? salon_usage_copy (self->usage) : NULL;
  return copy;
}

void
salon_context_free (SalonContext *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->tools, salon_tool_budget_free);
  g_clear_pointer (&self->usage, salon_usage_free);
  g_free (self);
}

double
salon_context_get_fraction (const SalonContext *self)
{
  g_return_val_if_fail (self != NULL, -1);

  if (self->window <= 0)
    return -1;
  return CLAMP ((double) self->used / (double) self->window, 0, 1);
}
