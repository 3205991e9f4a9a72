/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-server-private.h"

#include <glib/gi18n.h>

#include "salon-mcp-tool.h"

/* The least time between two lists: a server that says “changed” without end costs next to
 * nothing. */
#define PAUSE (250 * G_TIME_SPAN_MILLISECOND)

void
salon_server_set_ready (SalonServer *self)
{
  const guint n_tools = g_list_model_get_n_items (G_LIST_MODEL (self->tools));
  g_autofree char *text = NULL;

  g_assert (SALON_IS_SERVER (self));

  text = g_strdup_printf (ngettext ("Running, with %u tool.", "Running, with %u tools.", n_tools),
                          n_tools);
  salon_server_set_state (self, SALON_SERVER_READY, text);
}

static gboolean
same_tools (GListModel *a,
            GListModel *b)
{
  const guint n = g_list_model_get_n_items (a);

  if (n != g_list_model_get_n_items (b))
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(SalonMcpTool) tool = g_list_model_get_item (a, i);
      g_autoptr(SalonMcpTool) other = g_list_model_get_item (b, i);

      if (g_strcmp0 (salon_mcp_tool_get_definition_hash (tool),
                     salon_mcp_tool_get_definition_hash (other)) != 0)
        return FALSE;
    }

  return TRUE;
}

/* Makes the server's list equal to @tools, and does nothing when it is. */
void
salon_server_take_tools (SalonServer *self,
                         GListModel  *tools)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  const guint n_tools = g_list_model_get_n_items (tools);

  g_assert (SALON_IS_SERVER (self));
  g_assert (G_IS_LIST_MODEL (tools));

  if (same_tools (G_LIST_MODEL (self->tools), tools))
    return;

  for (guint i = 0; i < n_tools; i++)
    g_ptr_array_add (items, g_list_model_get_item (tools, i));

  g_list_store_splice (self->tools, 0, g_list_model_get_n_items (G_LIST_MODEL (self->tools)),
                       items->pdata, items->len);
}

static DexFuture *
refresh_fiber (gpointer user_data)
{
  SalonServer *self = user_data;

  while (self->refresh_again && self->state == SALON_SERVER_READY)
    {
      const guint64 run = self->run;
      g_autoptr(SalonMcpClient) client = g_object_ref (self->client);
      g_autoptr(GListModel) tools = NULL;
      g_autoptr(GError) error = NULL;

      self->refresh_again = FALSE;
      tools = dex_await_object (salon_mcp_client_list_tools (client), &error);

      if (tools == NULL)
        g_debug ("The tools of “%s” were not listed again: %s", salon_server_get_name (self),
                 error->message);
      else if (run == self->run && self->state == SALON_SERVER_READY)
        {
          salon_server_take_tools (self, tools);
          salon_server_set_ready (self);
        }

      dex_await (salon_clock_sleep (self->clock, PAUSE), NULL);
    }

  self->refreshing = FALSE;

  return dex_future_new_true ();
}

/* Lists the tools again, soon: one request at a time, and one more for all that was said
 * meanwhile. While the server starts, the wish is kept until it is ready. */
void
salon_server_request_refresh (SalonServer *self)
{
  g_assert (SALON_IS_SERVER (self));

  self->refresh_again = TRUE;
  if (self->refreshing || self->state != SALON_SERVER_READY)
    return;

  self->refreshing = TRUE;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, refresh_fiber,
                                          g_object_ref (self), g_object_unref));
}
