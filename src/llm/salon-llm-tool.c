/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-llm-tool.h"

#include "salon-llm-tokens.h"

/* Braces, keywords and what else stands around a definition. */
#define TOKENS_AROUND_TOOL 8

struct _SalonLlmTool
{
  gatomicrefcount ref_count;

  char *name;
  char *description;
  SalonJsonDocument *schema;

  /* Made when first asked for: a tool stands in many requests. */
  SalonJsonDocument *adapted[SALON_LLM_SCHEMA_GEMINI + 1];
  gint n_tokens; /* 0: not counted yet */
};

G_DEFINE_BOXED_TYPE (SalonLlmTool, salon_llm_tool, salon_llm_tool_ref, salon_llm_tool_unref)

/**
 * salon_llm_tool_new:
 * @name: the name the model calls it by
 * @description: (nullable): what it does, in words for the model
 * @schema: (nullable): JSON Schema of its arguments, copied; %NULL if it takes none
 *
 * Makes a tool that can be offered to a model. It is immutable: one tool can stand
 * in any number of requests.
 *
 * Returns: (transfer full): the tool
 */
SalonLlmTool *
salon_llm_tool_new (const char      *name,
                    const char      *description,
                    const SalonJson *schema)
{
  SalonLlmTool *self;

  g_return_val_if_fail (name != NULL, NULL);

  self = g_new0 (SalonLlmTool, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->name = g_strdup (name);
  self->description = g_strdup (description);
  self->schema = schema != NULL ? salon_json_document_copy (schema) : NULL;
  return self;
}

/**
 * salon_llm_tool_ref:
 * @self: a tool
 *
 * Returns: (transfer full): @self
 */
SalonLlmTool *
salon_llm_tool_ref (SalonLlmTool *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * salon_llm_tool_unref:
 * @self: (transfer full): a tool
 *
 * Gives a reference back.
 */
void
salon_llm_tool_unref (SalonLlmTool *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->name);
  g_free (self->description);
  g_clear_pointer (&self->schema, salon_json_document_unref);
  for (guint i = 0; i < G_N_ELEMENTS (self->adapted); i++)
    g_clear_pointer (&self->adapted[i], salon_json_document_unref);
  g_free (self);
}

/**
 * salon_llm_tool_get_name:
 * @self: a tool
 *
 * Returns: the name the model calls it by
 */
const char *
salon_llm_tool_get_name (SalonLlmTool *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/**
 * salon_llm_tool_get_description:
 * @self: a tool
 *
 * Returns: (nullable): what it does
 */
const char *
salon_llm_tool_get_description (SalonLlmTool *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->description;
}

/**
 * salon_llm_tool_get_schema:
 * @self: a tool
 *
 * Returns: (nullable) (transfer none): JSON Schema of its arguments
 */
const SalonJson *
salon_llm_tool_get_schema (SalonLlmTool *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->schema != NULL ? salon_json_document_get_root (self->schema) : NULL;
}

/**
 * salon_llm_tool_get_adapted_schema:
 * @self: a tool
 * @dialect: what the provider takes
 *
 * The schema as [func@llm_schema_adapt] makes it, made once for each dialect.
 *
 * Returns: (transfer none): an object
 */
const SalonJson *
salon_llm_tool_get_adapted_schema (SalonLlmTool          *self,
                                   SalonLlmSchemaDialect  dialect)
{
  SalonJsonDocument *adapted;

  g_return_val_if_fail (self != NULL && dialect < G_N_ELEMENTS (self->adapted), NULL);

  adapted = g_atomic_pointer_get (&self->adapted[dialect]);
  if (adapted == NULL)
    {
      adapted = salon_llm_schema_adapt (salon_llm_tool_get_schema (self), dialect, NULL);
      if (!g_atomic_pointer_compare_and_exchange (&self->adapted[dialect], NULL, adapted))
        {
          salon_json_document_unref (adapted);
          adapted = g_atomic_pointer_get (&self->adapted[dialect]);
        }
    }
  return salon_json_document_get_root (adapted);
}

/**
 * salon_llm_tool_get_tokens:
 * @self: a tool
 *
 * Returns: about how many tokens its definition takes of a model's window
 */
gint64
salon_llm_tool_get_tokens (SalonLlmTool *self)
{
  gint n_tokens;

  g_return_val_if_fail (self != NULL, 0);

  n_tokens = g_atomic_int_get (&self->n_tokens);
  if (n_tokens == 0)
    {
      g_autofree char *schema = NULL;
      gint64 tokens = TOKENS_AROUND_TOOL + salon_llm_tokens_of_text (self->name) +
                      salon_llm_tokens_of_text (self->description);

      if (self->schema != NULL)
        schema = salon_json_to_text (salon_json_document_get_root (self->schema), FALSE);
      n_tokens = (gint) MIN (tokens + salon_llm_tokens_of_text (schema), G_MAXINT);
      g_atomic_int_set (&self->n_tokens, n_tokens);
    }
  return n_tokens;
}
