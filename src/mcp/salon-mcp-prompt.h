/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "salon-json.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_PROMPT (salon_mcp_prompt_get_type ())

G_DECLARE_FINAL_TYPE (SalonMcpPrompt, salon_mcp_prompt, SALON, MCP_PROMPT, GObject)

/**
 * SalonMcpPromptArgument:
 * @name: the name by which it is given
 * @title: what to show for it
 * @description: (nullable): what the server says about it
 * @is_required: whether the prompt can't do without
 *
 * One argument of a prompt. The strings belong to the prompt.
 */
typedef struct
{
  const char *name;
  const char *title;
  const char *description;
  gboolean    is_required;
} SalonMcpPromptArgument;

SalonMcpPrompt    *salon_mcp_prompt_new             (const SalonJson  *definition,
                                                     GError          **error);
const char        *salon_mcp_prompt_get_name        (SalonMcpPrompt   *self);
const char        *salon_mcp_prompt_get_title       (SalonMcpPrompt   *self);
const char        *salon_mcp_prompt_get_description (SalonMcpPrompt   *self);
guint              salon_mcp_prompt_get_n_arguments (SalonMcpPrompt   *self);
const SalonJson   *salon_mcp_prompt_get_icons       (SalonMcpPrompt   *self);
SalonJsonDocument *salon_mcp_prompt_get_definition  (SalonMcpPrompt   *self);
const SalonMcpPromptArgument *
                   salon_mcp_prompt_get_argument    (SalonMcpPrompt   *self,
                                                     guint             index);
gboolean           salon_mcp_prompt_check_arguments (SalonMcpPrompt   *self,
                                                     const SalonJson  *arguments,
                                                     GError          **error);

G_END_DECLS
