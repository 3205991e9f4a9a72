/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-prompt.h"

#include <glib/gi18n.h>

#include "salon-core-error.h"
#include "salon-mcp-value-private.h"

/* Words a server has ready for the user to start with: an immutable view of its definition as
 * it came (MCP “Prompts”). */
struct _SalonMcpPrompt
{
  GObject            parent_instance;

  SalonJsonDocument *definition;
  const SalonJson   *root;
  GArray            *arguments;
};

G_DEFINE_FINAL_TYPE (SalonMcpPrompt, salon_mcp_prompt, G_TYPE_OBJECT)

static void
salon_mcp_prompt_finalize (GObject *object)
{
  SalonMcpPrompt *self = SALON_MCP_PROMPT (object);

  g_clear_pointer (&self->definition, salon_json_document_unref);
  g_clear_pointer (&self->arguments, g_array_unref);

  G_OBJECT_CLASS (salon_mcp_prompt_parent_class)->finalize (object);
}

static void
salon_mcp_prompt_class_init (SalonMcpPromptClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = salon_mcp_prompt_finalize;
}

static void
salon_mcp_prompt_init (SalonMcpPrompt *self)
{
  self->arguments = g_array_new (FALSE, FALSE, sizeof (SalonMcpPromptArgument));
}

static void
read_arguments (SalonMcpPrompt *self)
{
  const SalonJson *arguments = salon_json_get_member (self->root, "arguments");
  const SalonJson *value = NULL;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, salon_json_is_array (arguments) ? arguments : NULL);
  while (salon_json_iter_next (&iter, NULL, &value))
    {
      SalonMcpPromptArgument argument = { salon_mcp_value_peek_text (value, "name") };

      if (argument.name == NULL)
        continue;
      argument.title = salon_mcp_value_peek_title (value, argument.name);
      argument.description = salon_mcp_value_peek_text (value, "description");
      salon_json_as_boolean (salon_json_get_member (value, "required"), &argument.is_required);
      g_array_append_val (self->arguments, argument);
    }
}

/**
 * salon_mcp_prompt_new:
 * @definition: a Prompt object as in the answer to prompts/list; copied
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a new view of it, or %NULL with a #SalonCoreError when
 *   what it takes to use it is missing
 */
SalonMcpPrompt *
salon_mcp_prompt_new (const SalonJson  *definition,
                      GError          **error)
{
  SalonMcpPrompt *self = NULL;
  const char *text = NULL;

  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!salon_json_read_string (definition, "name", SALON_JSON_REQUIRED, &text, error))
    return NULL;
  self = g_object_new (SALON_TYPE_MCP_PROMPT, NULL);
  self->definition = salon_json_document_copy (definition);
  self->root = salon_json_document_get_root (self->definition);
  read_arguments (self);
  return self;
}

/**
 * salon_mcp_prompt_get_name:
 * @self: a prompt
 *
 * Returns: (transfer none): the name by which it is asked for
 */
const char *
salon_mcp_prompt_get_name (SalonMcpPrompt *self)
{
  g_return_val_if_fail (SALON_IS_MCP_PROMPT (self), NULL);

  return salon_json_as_string (salon_json_get_member (self->root, "name"));
}

/**
 * salon_mcp_prompt_get_title:
 * @self: a prompt
 *
 * Returns: (transfer none): the name to show: title, else name
 */
const char *
salon_mcp_prompt_get_title (SalonMcpPrompt *self)
{
  g_return_val_if_fail (SALON_IS_MCP_PROMPT (self), NULL);

  return salon_mcp_value_peek_title (self->root, salon_mcp_value_peek_text (self->root, "name"));
}

/**
 * salon_mcp_prompt_get_description:
 * @self: a prompt
 *
 * Returns: (transfer none) (nullable): what the server says it is for
 */
const char *
salon_mcp_prompt_get_description (SalonMcpPrompt *self)
{
  g_return_val_if_fail (SALON_IS_MCP_PROMPT (self), NULL);

  return salon_mcp_value_peek_text (self->root, "description");
}

/**
 * salon_mcp_prompt_get_n_arguments:
 * @self: a prompt
 *
 * Returns: how many arguments it takes
 */
guint
salon_mcp_prompt_get_n_arguments (SalonMcpPrompt *self)
{
  g_return_val_if_fail (SALON_IS_MCP_PROMPT (self), 0);

  return self->arguments->len;
}

/**
 * salon_mcp_prompt_get_icons:
 * @self: a prompt
 *
 * Returns: (transfer none) (nullable): its icons, an array; see salon_mcp_icons_pick()
 */
const SalonJson *
salon_mcp_prompt_get_icons (SalonMcpPrompt *self)
{
  g_return_val_if_fail (SALON_IS_MCP_PROMPT (self), NULL);

  return salon_json_get_member (self->root, "icons");
}

/**
 * salon_mcp_prompt_get_definition:
 * @self: a prompt
 *
 * Returns: (transfer none): the definition as it came, with members this version does not know
 */
SalonJsonDocument *
salon_mcp_prompt_get_definition (SalonMcpPrompt *self)
{
  g_return_val_if_fail (SALON_IS_MCP_PROMPT (self), NULL);

  return self->definition;
}

/**
 * salon_mcp_prompt_get_argument:
 * @self: a prompt
 * @index: which one
 *
 * Returns: (transfer none): an argument
 */
const SalonMcpPromptArgument *
salon_mcp_prompt_get_argument (SalonMcpPrompt *self,
                               guint           index)
{
  g_return_val_if_fail (SALON_IS_MCP_PROMPT (self), NULL);
  g_return_val_if_fail (index < self->arguments->len, NULL);

  return &g_array_index (self->arguments, SalonMcpPromptArgument, index);
}

/**
 * salon_mcp_prompt_check_arguments:
 * @self: a prompt
 * @arguments: (nullable): what was given, an object
 * @error: return location for an error
 *
 * Returns: whether all that is required is there, and all are strings; the error is a sentence
 *   for the user
 */
gboolean
salon_mcp_prompt_check_arguments (SalonMcpPrompt   *self,
                                  const SalonJson  *arguments,
                                  GError          **error)
{
  g_return_val_if_fail (SALON_IS_MCP_PROMPT (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  for (guint i = 0; i < self->arguments->len; i++)
    {
      const SalonMcpPromptArgument *argument = salon_mcp_prompt_get_argument (self, i);
      const SalonJson *value = salon_json_get_member (arguments, argument->name);

      if (value == NULL && !argument->is_required)
        continue;
      if (value == NULL)
        {
          g_set_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_MISSING,
                       _("“%s” has to be filled in."), argument->title);
          return FALSE;
        }
      if (!salon_json_is_string (value))
        {
          g_set_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_WRONG_TYPE,
                       _("“%s” has to be text."), argument->title);
          return FALSE;
        }
    }
  return TRUE;
}
