/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-tool-catalog.h"

#include <string.h>

#include "salon-search-index.h"
#include "salon-search-words.h"

#define NAME_WEIGHT 3
#define TITLE_WEIGHT 2
#define SERVER_WEIGHT 2
#define DESCRIPTION_WEIGHT 1.5
#define ARGUMENT_WEIGHT 0.7
#define ARGUMENT_DESCRIPTION_WEIGHT 0.3

/* What belongs to a tool that anybody would want to find; the rest is not what it is for. */
#define MAX_ARGUMENTS 60

/* Words with which people and authors of tools say the same. */
static const char * const synonyms[] = {
  /* what is done */
  "create make new add open start",
  "delete remove erase trash drop",
  "update change modify edit alter set",
  "get read show retrieve view fetch",
  "list enumerate show",
  "search find look query lookup",
  "send post write submit",
  "rename move",
  "copy duplicate clone",
  "download save export",
  "upload import attach",
  "save store write remember",
  "run execute launch trigger invoke",
  "stop kill halt end",
  "restart rerun retry",
  "press click tap",
  "enter fill type input",
  "approve accept",
  "reject decline refuse",
  "cancel terminate",
  "publish release",
  "turn switch toggle",
  "play listen",
  "skip next",
  "translate language",
  "buy purchase order",
  "share access permission",
  "assign give",
  /* to what */
  "email mail inbox mailbox",
  "message chat",
  "picture image photo",
  "directory folder",
  "file document",
  "repository repo project",
  "pull merge pr mr",
  "issue bug ticket problem",
  "comment remark note",
  "event appointment meeting",
  "calendar agenda schedule",
  "task todo reminder",
  "contact person people",
  "address location place",
  "direction route way",
  "forecast weather rain snow",
  "temperature degree warm cold",
  "warning alert alarm",
  "website page site url web",
  "internet web online",
  "price quote cost",
  "stock share",
  "money currency payment",
  "bill invoice",
  "customer client",
  "error exception crash failure",
  "song track music",
  "light lamp",
  "flight plane",
  "speech voice recording audio",
  "spreadsheet sheet",
  "time hour clock",
  "paper article publication",
  "parcel shipment package",
  "holiday vacation",
  "size big large",
  "phone telephone",
  NULL
};

/* What English says with several words, and tools with one. */
static const struct
{
  const char *phrase;
  const char *word;
} phrases[] = {
  { "look for", "search" },     { "look up", "search" },      { "look through", "search" },
  { "find out", "search" },     { "set up", "create" },       { "sign up", "create" },
  { "get rid of", "delete" },   { "throw away", "delete" },   { "take out", "remove" },
  { "take off", "remove" },     { "fill in", "write update" }, { "fill out", "write update" },
  { "write down", "write" },    { "note down", "write" },     { "put in", "add" },
  { "put on", "add" },          { "switch on", "turn on" },   { "switch off", "turn off" },
  { "shut down", "stop" },      { "start up", "start" },      { "call off", "cancel" },
  { "put off", "update" },      { "push back", "update" },    { "bring forward", "update" },
  { "get from", "directions" }, { "get to", "directions" },   { "how many", "list count" },
  { "what is in", "read list" }, { "what s in", "read list" }, { "what", "list get" },
  { "which", "list get" },      { "who", "list get" },        { "how much", "get" },
};

struct _SalonToolCatalog
{
  SalonSearchIndex *index;
};

SalonToolCatalog *
salon_tool_catalog_new (void)
{
  SalonToolCatalog *self = g_new0 (SalonToolCatalog, 1);

  self->index = salon_search_index_new ();
  salon_search_index_set_synonyms (self->index, synonyms);
  return self;
}

void
salon_tool_catalog_free (SalonToolCatalog *self)
{
  g_return_if_fail (self != NULL);

  salon_search_index_unref (self->index);
  g_free (self);
}

static void
add_arguments (SalonToolCatalog *self,
               const SalonJson  *schema)
{
  SalonJsonIter iter;
  const char *name;
  const SalonJson *value;
  guint n = 0;

  salon_json_iter_init (&iter, salon_json_get_member (schema, "properties"));
  while (n++ < MAX_ARGUMENTS && salon_json_iter_next (&iter, &name, &value))
    {
      const char *description;

      if (name != NULL)
        salon_search_index_add_field (self->index, ARGUMENT_WEIGHT, name);
      description = salon_json_as_string (salon_json_get_member (value, "description"));
      if (description != NULL)
        salon_search_index_add_field (self->index, ARGUMENT_DESCRIPTION_WEIGHT, description);
    }
}

void
salon_tool_catalog_add (SalonToolCatalog *self,
                        const char       *server_name,
                        const char       *server_title,
                        SalonMcpTool     *tool)
{
  const char *name = salon_mcp_tool_get_name (tool);
  const char *title = salon_mcp_tool_get_title (tool);
  const char *description = salon_mcp_tool_get_description (tool);

  g_return_if_fail (self != NULL && server_name != NULL && SALON_IS_MCP_TOOL (tool));

  salon_search_index_add_document (self->index);
  salon_search_index_add_field (self->index, NAME_WEIGHT, name);
  /* Without one of its own, a tool's title is its name. */
  if (title != NULL && g_strcmp0 (title, name) != 0)
    salon_search_index_add_field (self->index, TITLE_WEIGHT, title);
  if (description != NULL)
    salon_search_index_add_field (self->index, DESCRIPTION_WEIGHT, description);
  salon_search_index_add_field (self->index, SERVER_WEIGHT, server_name);
  if (server_title != NULL && g_ascii_strcasecmp (server_title, server_name) != 0)
    salon_search_index_add_field (self->index, SERVER_WEIGHT, server_title);
  add_arguments (self, salon_mcp_tool_get_input_schema (tool));
}

void
salon_tool_catalog_seal (SalonToolCatalog *self)
{
  g_return_if_fail (self != NULL);

  salon_search_index_seal (self->index);
}

static void
append_folded (const char *word,
               gpointer    user_data)
{
  GString *text = user_data;

  g_string_append_printf (text, " %s", word);
}

/* The question, and after it what its phrases mean. */
static char *
dup_with_meanings (const char *query)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (query);

  salon_search_words_foreach (query, append_folded, words);
  g_string_append_c (words, ' ');
  for (guint i = 0; i < G_N_ELEMENTS (phrases); i++)
    {
      g_autoptr (GString) phrase = g_string_new (NULL);

      salon_search_words_foreach (phrases[i].phrase, append_folded, phrase);
      g_string_append_c (phrase, ' ');
      if (strstr (words->str, phrase->str) != NULL)
        g_string_append_printf (text, " %s", phrases[i].word);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

GArray *
salon_tool_catalog_search (SalonToolCatalog *self,
                           const char       *query,
                           guint             limit)
{
  g_autofree char *question = NULL;
  g_autoptr (GArray) results = NULL;
  GArray *numbers;

  g_return_val_if_fail (self != NULL && query != NULL, NULL);

  question = dup_with_meanings (query);
  results = salon_search_index_search (self->index, question, limit);
  numbers = g_array_sized_new (FALSE, FALSE, sizeof (guint), results->len);
  for (guint i = 0; i < results->len; i++)
    g_array_append_val (numbers, g_array_index (results, SalonSearchResult, i).document);
  return numbers;
}
