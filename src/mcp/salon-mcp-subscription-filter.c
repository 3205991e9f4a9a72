/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-subscription-private.h"

#include "salon-json-writer.h"

/* What a subscription looks like on the wire. */

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char * const *) a, *(const char * const *) b);
}

static void
write_set (SalonJsonWriter *writer,
           const char      *name,
           GHashTable      *set)
{
  g_autoptr (GPtrArray) texts = g_hash_table_get_keys_as_ptr_array (set);

  if (texts->len == 0)
    return;
  g_ptr_array_sort (texts, compare_texts);
  salon_json_writer_begin_array (writer, name);
  for (guint i = 0; i < texts->len; i++)
    salon_json_writer_add_string (writer, NULL, g_ptr_array_index (texts, i));
  salon_json_writer_end_array (writer);
}

/* The parameters of subscriptions/listen, or NULL when nothing is wanted. */
SalonJsonDocument *
salon_mcp_subscription_write_filter (SalonMcpSubscription *self)
{
  g_autoptr (SalonJsonWriter) writer = NULL;

  if (self->lists == 0 && g_hash_table_size (self->resources) == 0 &&
      g_hash_table_size (self->tasks) == 0)
    return NULL;
  writer = salon_json_writer_new ();
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_begin_object (writer, "notifications");
  if ((self->lists & SALON_MCP_LIST_TOOLS) != 0)
    salon_json_writer_add_boolean (writer, "toolsListChanged", TRUE);
  if ((self->lists & SALON_MCP_LIST_PROMPTS) != 0)
    salon_json_writer_add_boolean (writer, "promptsListChanged", TRUE);
  if ((self->lists & SALON_MCP_LIST_RESOURCES) != 0)
    salon_json_writer_add_boolean (writer, "resourcesListChanged", TRUE);
  write_set (writer, "resourceSubscriptions", self->resources);
  write_set (writer, "taskIds", self->tasks);
  salon_json_writer_end_object (writer);
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish_document (writer);
}

/* The parameters of resources/subscribe and its contrary. */
SalonJsonDocument *
salon_mcp_subscription_write_resource (const char *uri)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "uri", uri);
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish_document (writer);
}

static gboolean
is_true (const SalonJson *object,
         const char      *name)
{
  gboolean truth = FALSE;

  return salon_json_as_boolean (salon_json_get_member (object, name), &truth) && truth;
}

/* The lists in the filter of an acknowledgement. */
SalonMcpLists
salon_mcp_subscription_read_lists (const SalonJson *notifications)
{
  return (SalonMcpLists) ((is_true (notifications, "toolsListChanged") ? SALON_MCP_LIST_TOOLS : 0) |
                          (is_true (notifications,
                                    "promptsListChanged") ? SALON_MCP_LIST_PROMPTS : 0) |
                          (is_true (notifications,
                                    "resourcesListChanged") ? SALON_MCP_LIST_RESOURCES : 0));
}

/* The lists a legacy server declares to tell of. */
SalonMcpLists
salon_mcp_subscription_read_declared (const SalonJson *capabilities)
{
  static const struct { const char *name; guint list; } lists[] = {
    { "tools", SALON_MCP_LIST_TOOLS },
    { "prompts", SALON_MCP_LIST_PROMPTS },
    { "resources", SALON_MCP_LIST_RESOURCES },
  };
  guint declared = 0;

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    if (is_true (salon_json_get_member (capabilities, lists[i].name), "listChanged"))
      declared |= lists[i].list;
  return (SalonMcpLists) declared;
}
