/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-tool-budget.h"

#include "salon-llm-tokens.h"

G_DEFINE_BOXED_TYPE (SalonToolBudget, salon_tool_budget, salon_tool_budget_copy,
                     salon_tool_budget_free)

static void
server_free (gpointer data)
{
  SalonToolBudgetServer *server = data;

  g_free (server->name);
  g_free (server);
}

static int
compare_servers (gconstpointer a,
                 gconstpointer b)
{
  const SalonToolBudgetServer *first = *(const SalonToolBudgetServer * const *) a;
  const SalonToolBudgetServer *second = *(const SalonToolBudgetServer * const *) b;

  return g_strcmp0 (first->name, second->name);
}

static gint64
count_discovery (SalonToolSet *tools)
{
  g_autofree char *prompt = salon_tool_discovery_dup_prompt (salon_tool_discovery_get (tools));
  GPtrArray *own = salon_tool_discovery_get_tools ();
  gint64 tokens = salon_llm_tokens_of_text (prompt);

  for (guint i = 0; i < own->len; i++)
    tokens += salon_llm_tokens_of_tool (own->pdata[i]);
  return tokens;
}

SalonToolBudget *
salon_tool_budget_new (SalonToolSet           *tools,
                       SalonToolDiscoveryMode  mode,
                       gint64                  window)
{
  SalonToolBudget *self;
  g_autoptr (GHashTable) by_server = g_hash_table_new (NULL, NULL);

  g_return_val_if_fail (tools != NULL, NULL);

  self = g_rc_box_new0 (SalonToolBudget);
  self->n_tools = salon_tool_set_get_size (tools);
  self->window = window;
  self->definition_tokens = salon_tool_set_get_tokens (tools);
  self->discovers = salon_tool_discovery_decide (mode, self->definition_tokens, window);
  self->sent_tokens = self->discovers ? count_discovery (tools) : self->definition_tokens;
  self->servers = g_ptr_array_new_with_free_func (server_free);
  for (guint i = 0; i < self->n_tools; i++)
    {
      const SalonTool *tool = salon_tool_set_get (tools, i);
      SalonToolBudgetServer *server = g_hash_table_lookup (by_server, tool->server);

      if (server == NULL)
        {
          server = g_new0 (SalonToolBudgetServer, 1);
          server->name = g_strdup (salon_server_get_name (tool->server));
          g_hash_table_insert (by_server, tool->server, server);
          g_ptr_array_add (self->servers, server);
        }
      server->n_tools++;
      server->tokens += salon_llm_tokens_of_tool (tool->llm_tool);
    }
  g_ptr_array_sort (self->servers, compare_servers);
  return self;
}

SalonToolBudget *
salon_tool_budget_copy (SalonToolBudget *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_rc_box_acquire (self);
}

static void
salon_tool_budget_clear (gpointer data)
{
  SalonToolBudget *self = data;

  g_ptr_array_unref (self->servers);
}

void
salon_tool_budget_free (SalonToolBudget *self)
{
  g_return_if_fail (self != NULL);

  g_rc_box_release_full (self, salon_tool_budget_clear);
}
