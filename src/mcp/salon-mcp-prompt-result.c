/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-prompt-result.h"

#include <glib/gi18n.h>

#include "salon-mcp-error.h"
#include "salon-mcp-value-private.h"

/* The messages a prompt came to: an immutable view of the result as it came. */
struct _SalonMcpPromptResult
{
  GObject            parent_instance;

  SalonJsonDocument *json;
  GPtrArray         *messages;    /* SalonJson, with a role and a content */
};

G_DEFINE_FINAL_TYPE (SalonMcpPromptResult, salon_mcp_prompt_result, G_TYPE_OBJECT)

static void
salon_mcp_prompt_result_finalize (GObject *object)
{
  SalonMcpPromptResult *self = SALON_MCP_PROMPT_RESULT (object);

  g_clear_pointer (&self->messages, g_ptr_array_unref);
  g_clear_pointer (&self->json, salon_json_document_unref);

  G_OBJECT_CLASS (salon_mcp_prompt_result_parent_class)->finalize (object);
}

static void
salon_mcp_prompt_result_class_init (SalonMcpPromptResultClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = salon_mcp_prompt_result_finalize;
}

static void
salon_mcp_prompt_result_init (SalonMcpPromptResult *self)
{
  self->messages = g_ptr_array_new ();
}

/**
 * salon_mcp_prompt_result_new:
 * @json: the result of prompts/get
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the messages; %NULL with %SALON_MCP_ERROR_PROTOCOL when
 *   @json is nothing of the kind
 */
SalonMcpPromptResult *
salon_mcp_prompt_result_new (SalonJsonDocument  *json,
                             GError            **error)
{
  SalonMcpPromptResult *self = NULL;
  const SalonJson *messages = NULL;
  const SalonJson *message = NULL;
  SalonJsonIter iter;

  g_return_val_if_fail (json != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  messages = salon_json_get_member (salon_json_document_get_root (json), "messages");
  if (!salon_json_is_array (messages))
    {
      g_set_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL,
                   _("The server's answer to “%s” has no “%s” in it."), "prompts/get", "messages");
      return NULL;
    }
  self = g_object_new (SALON_TYPE_MCP_PROMPT_RESULT, NULL);
  self->json = salon_json_document_ref (json);
  salon_json_iter_init (&iter, messages);
  while (salon_json_iter_next (&iter, NULL, &message))
    if (salon_json_is_object (salon_json_get_member (message, "content")))
      g_ptr_array_add (self->messages, (gpointer) message);
  return self;
}

/**
 * salon_mcp_prompt_result_get_description:
 * @self: the messages of a prompt
 *
 * Returns: (transfer none) (nullable): what the server says about them
 */
const char *
salon_mcp_prompt_result_get_description (SalonMcpPromptResult *self)
{
  g_return_val_if_fail (SALON_IS_MCP_PROMPT_RESULT (self), NULL);

  return salon_mcp_value_peek_text (salon_json_document_get_root (self->json), "description");
}

/**
 * salon_mcp_prompt_result_get_n_messages:
 * @self: the messages of a prompt
 *
 * Returns: how many there are
 */
guint
salon_mcp_prompt_result_get_n_messages (SalonMcpPromptResult *self)
{
  g_return_val_if_fail (SALON_IS_MCP_PROMPT_RESULT (self), 0);

  return self->messages->len;
}

/**
 * salon_mcp_prompt_result_is_user:
 * @self: the messages of a prompt
 * @index: which one
 *
 * Returns: whether it is said by the user, not by the assistant
 */
gboolean
salon_mcp_prompt_result_is_user (SalonMcpPromptResult *self,
                                 guint                 index)
{
  g_return_val_if_fail (SALON_IS_MCP_PROMPT_RESULT (self), FALSE);
  g_return_val_if_fail (index < self->messages->len, FALSE);

  return g_strcmp0 (salon_mcp_value_peek_text (g_ptr_array_index (self->messages, index), "role"),
                    "assistant") != 0;
}

/**
 * salon_mcp_prompt_result_get_content:
 * @self: the messages of a prompt
 * @index: which one
 *
 * Returns: (transfer none): its content block
 */
const SalonJson *
salon_mcp_prompt_result_get_content (SalonMcpPromptResult *self,
                                     guint                 index)
{
  g_return_val_if_fail (SALON_IS_MCP_PROMPT_RESULT (self), NULL);
  g_return_val_if_fail (index < self->messages->len, NULL);

  return salon_json_get_member (g_ptr_array_index (self->messages, index), "content");
}

/**
 * salon_mcp_prompt_result_get_json:
 * @self: the messages of a prompt
 *
 * Returns: (transfer none): the result as it came
 */
SalonJsonDocument *
salon_mcp_prompt_result_get_json (SalonMcpPromptResult *self)
{
  g_return_val_if_fail (SALON_IS_MCP_PROMPT_RESULT (self), NULL);

  return self->json;
}
