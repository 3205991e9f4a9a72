/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "salon-json.h"

#include "salon-llm-schema-adapter.h"
#include "salon-llm-types.h"

G_BEGIN_DECLS

#define SALON_TYPE_LLM_TOOL (salon_llm_tool_get_type ())

GType            salon_llm_tool_get_type        (void) G_GNUC_CONST;

SalonLlmTool    *salon_llm_tool_new             (const char      *name,
                                                 const char      *description,
                                                 const SalonJson *schema);
SalonLlmTool    *salon_llm_tool_ref             (SalonLlmTool    *self);
void             salon_llm_tool_unref           (SalonLlmTool    *self);
const char      *salon_llm_tool_get_name        (SalonLlmTool    *self);
const char      *salon_llm_tool_get_description (SalonLlmTool    *self);
const SalonJson *salon_llm_tool_get_schema      (SalonLlmTool    *self);
const SalonJson *salon_llm_tool_get_adapted_schema (SalonLlmTool          *self,
                                                    SalonLlmSchemaDialect  dialect);

gint64           salon_llm_tool_get_tokens      (SalonLlmTool    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonLlmTool, salon_llm_tool_unref)

G_END_DECLS
