/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-fuzz"

#include "config.h"

#include "fuzz.h"
#include "salon-mcp-completion.h"
#include "salon-mcp-elicitation.h"
#include "salon-mcp-form-field.h"
#include "salon-mcp-icons.h"
#include "salon-mcp-prompt-result.h"
#include "salon-mcp-prompt.h"
#include "salon-mcp-resource-content.h"
#include "salon-mcp-resource-template.h"
#include "salon-mcp-resource.h"
#include "salon-mcp-sampling-private.h"
#include "salon-mcp-skill.h"
#include "salon-mcp-tool-result.h"
#include "salon-mcp-tool.h"

/* Everything a server describes, made of any JSON there is. */

static void
read_elicitation (const SalonJson *root)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonMcpElicitation) elicitation = salon_mcp_elicitation_new (root, &error);
  g_autoptr (SalonJsonDocument) defaults = NULL;
  g_autoptr (SalonJsonDocument) result = NULL;

  g_assert_true ((elicitation == NULL) == (error != NULL));
  if (elicitation == NULL)
    return;
  defaults = salon_mcp_elicitation_dup_defaults (elicitation);
  salon_mcp_elicitation_check (elicitation, salon_json_document_get_root (defaults), NULL);
  result = salon_mcp_elicitation_check_result (elicitation, root, NULL);
  salon_mcp_elicitation_get_url_warnings (elicitation);
}

static void
read_tool (const SalonJson   *root,
           SalonJsonDocument *document)
{
  g_autoptr (SalonMcpTool) tool = salon_mcp_tool_new (root, NULL);
  g_autoptr (SalonMcpToolResult) result = salon_mcp_tool_result_new (document, NULL);
  g_autofree char *text = NULL;

  if (tool != NULL)
    g_assert_nonnull (salon_mcp_tool_get_definition_hash (tool));
  if (result != NULL)
    text = salon_mcp_tool_result_dup_text (result);
  if (tool != NULL && result != NULL)
    salon_mcp_tool_check_result (tool, result, NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (SalonJsonDocument) document = salon_json_document_parse ((const char *) data,
                                                                      (gssize) size, NULL, NULL);
  const SalonJson *root = document != NULL ? salon_json_document_get_root (document) : NULL;
  g_autoptr (SalonMcpResource) resource = NULL;
  g_autoptr (SalonMcpResourceTemplate) resource_template = NULL;
  g_autoptr (SalonMcpPrompt) prompt = NULL;
  g_autoptr (SalonMcpPromptResult) messages = NULL;
  g_autoptr (SalonMcpSkill) skill = NULL;
  g_autoptr (SalonMcpCompletion) completion = NULL;
  g_autoptr (GListModel) contents = NULL;

  if (document == NULL)
    return 0;
  read_elicitation (root);
  read_tool (root, document);
  salon_mcp_sampling_check (root, TRUE, NULL);
  salon_mcp_icons_pick (salon_json_get_member (root, "icons"), "https://a.example/", 32, TRUE);
  resource = salon_mcp_resource_new (root, NULL);
  if (resource != NULL)
    g_assert_nonnull (salon_mcp_resource_get_uri (resource));
  resource_template = salon_mcp_resource_template_new (root, NULL);
  if (resource_template != NULL)
    g_free (salon_mcp_resource_template_expand (resource_template, NULL, NULL));
  prompt = salon_mcp_prompt_new (root, NULL);
  if (prompt != NULL)
    salon_mcp_prompt_check_arguments (prompt, root, NULL);
  messages = salon_mcp_prompt_result_new (document, NULL);
  skill = salon_mcp_skill_new (root, NULL);
  if (skill != NULL)
    g_assert_nonnull (salon_mcp_skill_get_content_hash (skill));
  completion = salon_mcp_completion_new (root);
  contents = salon_mcp_resource_content_list_new (document, NULL);
  for (guint i = 0; contents != NULL && i < g_list_model_get_n_items (contents); i++)
    {
      g_autoptr (SalonMcpResourceContent) content = g_list_model_get_item (contents, i);

      g_bytes_unref (salon_mcp_resource_content_dup_bytes (content));
    }
  return 0;
}
