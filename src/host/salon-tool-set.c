/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-tool-set.h"

#include <string.h>

/* What the strictest of the providers takes (OpenAI, Anthropic: 64 of [a-zA-Z0-9_-]). */
#define MAX_ID_LENGTH 64
#define HASH_LENGTH 8
#define SEPARATOR "__"

struct _SalonToolSet
{
  gatomicrefcount ref_count;

  GPtrArray *tools;
  GHashTable *by_id;
  gint64 tokens;
  gpointer companion;
  GDestroyNotify companion_destroy;
};

G_DEFINE_BOXED_TYPE (SalonToolSet, salon_tool_set, salon_tool_set_ref, salon_tool_set_unref)

static void
salon_tool_free (gpointer data)
{
  SalonTool *tool = data;

  g_free (tool->id);
  g_object_unref (tool->server);
  g_object_unref (tool->tool);
  g_clear_pointer (&tool->llm_tool, salon_llm_tool_unref);
  g_free (tool);
}

SalonToolSet *
salon_tool_set_new (void)
{
  SalonToolSet *self = g_new0 (SalonToolSet, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->tools = g_ptr_array_new_with_free_func (salon_tool_free);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

SalonToolSet *
salon_tool_set_ref (SalonToolSet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
salon_tool_set_unref (SalonToolSet *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->companion != NULL)
    self->companion_destroy (self->companion);
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->tools);
  g_free (self);
}

static gboolean
append_clean (GString    *id,
              const char *name)
{
  gboolean changed = FALSE;

  for (const char *at = name; *at != '\0'; at++)
    {
      /* One “_” a character, not a byte. */
      if (((guchar) *at & 0xc0) == 0x80)
        continue;
      if (g_ascii_isalnum (*at) || *at == '_' || *at == '-')
        {
          g_string_append_c (id, *at);
          continue;
        }
      g_string_append_c (id, '_');
      changed = TRUE;
    }
  return changed;
}

char *
salon_tool_set_dup_id (const char *server_name,
                       const char *tool_name,
                       guint       attempt)
{
  g_autoptr (GString) id = g_string_new (NULL);
  g_autofree char *attempt_text = NULL;
  g_autoptr (GChecksum) checksum = NULL;
  gboolean changed;

  g_return_val_if_fail (server_name != NULL && tool_name != NULL, NULL);

  changed = append_clean (id, server_name);
  /* With one of these in the server's name the border could be read in two places. */
  changed |= strstr (id->str, SEPARATOR) != NULL || g_str_has_suffix (id->str, "_");
  g_string_append (id, SEPARATOR);
  changed |= append_clean (id, tool_name);
  if (!changed && attempt == 0 && id->len <= MAX_ID_LENGTH)
    return g_string_free (g_steal_pointer (&id), FALSE);

  attempt_text = g_strdup_printf ("%u", attempt);
  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, (const guchar *) server_name, strlen (server_name) + 1);
  g_checksum_update (checksum, (const guchar *) tool_name, strlen (tool_name) + 1);
  g_checksum_update (checksum, (const guchar *) attempt_text, -1);
  g_string_truncate (id, MIN (id->len, MAX_ID_LENGTH - HASH_LENGTH - 1));
  g_string_append_printf (id, "_%.*s", HASH_LENGTH, g_checksum_get_string (checksum));
  return g_string_free (g_steal_pointer (&id), FALSE);
}

void
salon_tool_set_add_server (SalonToolSet *self,
                           SalonServer  *server,
                           GPtrArray    *tools)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (SALON_IS_SERVER (server));
  g_return_if_fail (tools != NULL);

  for (guint i = 0; i < tools->len; i++)
    {
      SalonTool *tool = g_new0 (SalonTool, 1);

      tool->server = g_object_ref (server);
      tool->tool = g_object_ref (tools->pdata[i]);
      tool->id = salon_tool_set_dup_id (salon_server_get_name (server),
                                        salon_mcp_tool_get_name (tool->tool), 0);
      g_ptr_array_add (self->tools, tool);
    }
}

static int
compare_tools (gconstpointer a,
               gconstpointer b)
{
  const SalonTool *first = *(const SalonTool * const *) a;
  const SalonTool *second = *(const SalonTool * const *) b;
  int order = strcmp (first->id, second->id);

  if (order == 0)
    order = strcmp (salon_server_get_name (first->server), salon_server_get_name (second->server));
  if (order == 0)
    order = strcmp (salon_mcp_tool_get_name (first->tool), salon_mcp_tool_get_name (second->tool));
  return order;
}

/* Only a name made to look like another one's hash gets this far. */
static void
salon_tool_set_settle (SalonToolSet *self,
                       SalonTool    *tool)
{
  for (guint attempt = 1; g_hash_table_contains (self->by_id, tool->id); attempt++)
    {
      g_free (tool->id);
      tool->id = salon_tool_set_dup_id (salon_server_get_name (tool->server),
                                        salon_mcp_tool_get_name (tool->tool), attempt);
    }
  g_hash_table_insert (self->by_id, tool->id, tool);
}

void
salon_tool_set_seal (SalonToolSet *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_sort (self->tools, compare_tools);
  for (guint i = 0; i < self->tools->len; i++)
    {
      SalonTool *tool = self->tools->pdata[i];
      const char *description = salon_mcp_tool_get_description (tool->tool);

      salon_tool_set_settle (self, tool);
      tool->llm_tool = salon_llm_tool_new (tool->id,
                                           description != NULL
                                             ? description
                                             : salon_mcp_tool_get_title (tool->tool),
                                           salon_mcp_tool_get_input_schema (tool->tool));
    }
  g_ptr_array_sort (self->tools, compare_tools);
}

guint
salon_tool_set_get_size (SalonToolSet *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->tools->len;
}

const SalonTool *
salon_tool_set_get (SalonToolSet *self,
                    guint         position)
{
  g_return_val_if_fail (self != NULL && position < self->tools->len, NULL);
  return self->tools->pdata[position];
}

const SalonTool *
salon_tool_set_find (SalonToolSet *self,
                     const char   *id)
{
  g_return_val_if_fail (self != NULL && id != NULL, NULL);
  return g_hash_table_lookup (self->by_id, id);
}

gpointer
salon_tool_set_get_companion (SalonToolSet *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->companion;
}

void
salon_tool_set_set_companion (SalonToolSet   *self,
                              gpointer        companion,
                              GDestroyNotify  destroy)
{
  g_return_if_fail (self != NULL && self->companion == NULL && destroy != NULL);

  self->companion = companion;
  self->companion_destroy = destroy;
}

gint64
salon_tool_set_get_tokens (SalonToolSet *self)
{
  g_return_val_if_fail (self != NULL, 0);

  if (self->tokens == 0)
    {
      for (guint i = 0; i < self->tools->len; i++)
        self->tokens += salon_llm_tool_get_tokens (salon_tool_set_get (self, i)->llm_tool);
    }
  return self->tokens;
}
