/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-sampling-private.h"

#include <string.h>

#include "salon-core-error.h"

/* Whether a sampling request makes sense: its shape, and the balance of tool uses and tool
 * results (MCP 2025-11-25 “Sampling”, “Message content constraints”). The errors go to the
 * server, so they are not translated. */

typedef struct
{
  GHashTable *open;        /* ids of tool uses that wait for their result */
  gboolean    has_uses;
  gboolean    has_results;
  gboolean    has_others;
} Turn;

static gboolean
refuse (GError     **error,
        const char  *sentence)
{
  g_set_error_literal (error, SALON_CORE_ERROR, SALON_CORE_ERROR_WRONG_TYPE, sentence);
  return FALSE;
}

static gboolean
check_block (const SalonJson  *block,
             GHashTable       *waiting,
             Turn             *turn,
             GError          **error)
{
  const char *type = salon_json_as_string (salon_json_get_member (block, "type"));
  const char *id = NULL;

  if (type == NULL)
    return refuse (error, "A content block of a message has no type");
  if (strcmp (type, "tool_use") == 0)
    {
      id = salon_json_as_string (salon_json_get_member (block, "id"));
      if (id == NULL || !g_hash_table_add (turn->open, g_strdup (id)))
        return refuse (error, "Every tool use needs an id of its own");
      turn->has_uses = TRUE;
    }
  else if (strcmp (type, "tool_result") == 0)
    {
      id = salon_json_as_string (salon_json_get_member (block, "toolUseId"));
      if (id == NULL || !g_hash_table_remove (waiting, id))
        return refuse (error, "A tool result answers no tool use of the message before it");
      turn->has_results = TRUE;
    }
  else
    {
      turn->has_others = TRUE;
    }
  return TRUE;
}

static gboolean
check_content (const SalonJson  *content,
               GHashTable       *waiting,
               Turn             *turn,
               GError          **error)
{
  const SalonJson *block = NULL;
  SalonJsonIter iter;

  if (salon_json_is_object (content))
    return check_block (content, waiting, turn, error);
  if (!salon_json_is_array (content))
    return refuse (error, "The content of a message has to be an object or an array");
  salon_json_iter_init (&iter, content);
  while (salon_json_iter_next (&iter, NULL, &block))
    if (!check_block (block, waiting, turn, error))
      return FALSE;
  return TRUE;
}

static gboolean
check_message (const SalonJson  *message,
               GHashTable      **waiting,
               GError          **error)
{
  const char *role = salon_json_as_string (salon_json_get_member (message, "role"));
  g_autoptr (GHashTable) open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Turn turn = { open, FALSE, FALSE, FALSE };
  gboolean was_waiting = g_hash_table_size (*waiting) > 0;
  gboolean is_user = g_strcmp0 (role, "user") == 0;

  if (!is_user && g_strcmp0 (role, "assistant") != 0)
    return refuse (error, "The role of a message has to be user or assistant");
  if (was_waiting && !is_user)
    return refuse (error, "Tool uses have to be answered in the next message");
  if (!check_content (salon_json_get_member (message, "content"), *waiting, &turn, error))
    return FALSE;
  if (turn.has_uses && is_user)
    return refuse (error, "Only the assistant uses tools");
  if (turn.has_results && (turn.has_others || turn.has_uses))
    return refuse (error, "A message with tool results holds nothing else");
  if (g_hash_table_size (*waiting) > 0)
    return refuse (error, "Not every tool use is answered in the next message");
  g_hash_table_unref (*waiting);
  *waiting = g_steal_pointer (&open);
  return TRUE;
}

static gboolean
check_messages (const SalonJson  *messages,
                GError          **error)
{
  g_autoptr (GHashTable) waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const SalonJson *message = NULL;
  SalonJsonIter iter;

  if (!salon_json_is_array (messages))
    return refuse (error, "“messages” has to be an array");
  salon_json_iter_init (&iter, messages);
  while (salon_json_iter_next (&iter, NULL, &message))
    if (!check_message (message, &waiting, error))
      return FALSE;
  if (g_hash_table_size (waiting) > 0)
    return refuse (error, "The last tool use is not answered");
  return TRUE;
}

/*
 * salon_mcp_sampling_check:
 * @params: (nullable): the parameters of sampling/createMessage
 * @can_use_tools: whether it was declared that tools may be used
 *
 * Returns: whether it can be answered; the error is a #SalonCoreError for the server
 */
gboolean
salon_mcp_sampling_check (const SalonJson  *params,
                          gboolean          can_use_tools,
                          GError          **error)
{
  const SalonJson *tools = salon_json_get_member (params, "tools");
  const SalonJson *choice = salon_json_get_member (params, "toolChoice");
  gint64 most = 1;

  if (!can_use_tools && (tools != NULL || choice != NULL))
    return refuse (error, "Sampling with tools was not declared");
  if (tools != NULL && !salon_json_is_array (tools))
    return refuse (error, "“tools” has to be an array");
  if (!salon_json_read_int64 (params, "maxTokens", SALON_JSON_OPTIONAL, &most, error))
    return FALSE;
  if (most <= 0)
    return refuse (error, "“maxTokens” has to be more than nothing");
  return check_messages (salon_json_get_member (params, "messages"), error);
}
