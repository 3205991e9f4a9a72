/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-llm-reply.h"
#include "salon-llm-request.h"

G_BEGIN_DECLS

/*
 * SalonPracticePlan:
 * @reasoning: (nullable): what it pretends to think first
 * @text: what it says
 * @calls: (element-type SalonLlmPart): the tool calls it makes after that
 * @error: (nullable): the error it fails with instead
 *
 * What the practice model answers to a request: the same to the same, always.
 */
typedef struct
{
  char *reasoning;
  char *text;
  GPtrArray *calls;
  GError *error;
} SalonPracticePlan;

SalonPracticePlan *salon_practice_plan_new  (SalonLlmRequest   *request);
void               salon_practice_plan_free (SalonPracticePlan *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonPracticePlan, salon_practice_plan_free)

G_END_DECLS
