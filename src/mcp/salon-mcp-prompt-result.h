/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "salon-json.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_PROMPT_RESULT (salon_mcp_prompt_result_get_type ())

G_DECLARE_FINAL_TYPE (SalonMcpPromptResult, salon_mcp_prompt_result, SALON, MCP_PROMPT_RESULT,
                      GObject)

SalonMcpPromptResult *salon_mcp_prompt_result_new             (SalonJsonDocument     *json,
                                                               GError               **error);
const char           *salon_mcp_prompt_result_get_description (SalonMcpPromptResult  *self);
guint                 salon_mcp_prompt_result_get_n_messages  (SalonMcpPromptResult  *self);
gboolean              salon_mcp_prompt_result_is_user         (SalonMcpPromptResult  *self,
                                                               guint                  index);
const SalonJson      *salon_mcp_prompt_result_get_content     (SalonMcpPromptResult  *self,
                                                               guint                  index);
SalonJsonDocument    *salon_mcp_prompt_result_get_json        (SalonMcpPromptResult  *self);

G_END_DECLS
