/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host-test"

#include "config.h"

#include "tool-crowd.h"

#include "salon-json-writer.h"

static const char * const verbs[][2] = {
  { "list", "List all {}s, page by page" },
  { "get", "Get one {} by its id, with all its fields" },
  { "create", "Create a new {}" },
  { "update", "Update fields of an existing {}" },
  { "delete", "Delete a {} permanently" },
  { "search", "Search {}s by text and filters" },
  { "export", "Export {}s as CSV or JSON" },
  { "archive", "Archive a {} that is not needed any more" },
  { "assign", "Assign a {} to a member of the team" },
  { "count", "Count {}s by state" },
};

static const char * const nouns[] = {
  "account", "invoice line", "lead", "deal", "campaign", "segment", "survey", "ticket queue",
  "warehouse", "stock item", "supplier", "purchase order", "shipment", "vehicle", "driver",
  "route plan", "patient record", "prescription", "lab result", "course", "lesson", "student",
  "grade", "exam", "library book", "loan", "reservation", "hotel booking", "menu", "recipe",
  "ingredient", "playlist", "podcast", "episode", "video clip", "photo album", "wiki page",
  "policy", "contract", "signature request", "employee", "shift", "payslip", "candidate",
  "interview", "job posting", "budget", "expense", "tax form", "bank transfer", "loan offer",
  "insurance claim", "property", "tenant", "meter reading", "sensor", "firmware image",
  "alert rule", "dashboard", "log stream", "feature flag", "experiment", "model version",
  "dataset", "notebook",
  "pipeline run", "build artifact", "test report", "code review", "security finding", "certificate",
  "DNS record", "firewall rule", "virtual machine", "disk snapshot", "load balancer", "topic",
  "subscription plan", "webhook", "API key", "translation memory", "glossary term", "map layer",
  "geofence", "weather station", "flight crew", "gate", "seat map", "ticket sale", "venue",
  "sponsor", "donation", "volunteer", "petition", "vote", "match", "league table", "player",
  "training plan", "meal plan",
};

static const char * const arguments[][2] = {
  { "id", "Identifier" },           { "query", "What to look for" },
  { "limit", "How many at most" },  { "cursor", "Where to go on" },
  { "name", "Its name" },           { "description", "A description" },
  { "owner", "Who it belongs to" }, { "status", "State to filter by" },
  { "tags", "Tags" },               { "format", "Format of the output" },
};

static SalonMcpTool *
make_tool (const char      *name,
           const char      *description,
           const SalonJson *parameters,
           guint            seed)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autoptr (SalonJsonDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  SalonJsonIter iter;
  const SalonJson *parameter;
  SalonMcpTool *tool;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "name", name);
  salon_json_writer_add_string (writer, "description", description);
  salon_json_writer_begin_object (writer, "inputSchema");
  salon_json_writer_add_string (writer, "type", "object");
  salon_json_writer_begin_object (writer, "properties");
  salon_json_iter_init (&iter, parameters);
  while (salon_json_iter_next (&iter, NULL, &parameter))
    {
      salon_json_writer_begin_object (writer, salon_json_as_string (parameter));
      salon_json_writer_add_string (writer, "type", "string");
      salon_json_writer_end_object (writer);
    }
  for (guint i = 0; parameters == NULL && i < 3 + seed % 4; i++)
    {
      guint which = (seed + i * 3) % G_N_ELEMENTS (arguments);

      salon_json_writer_begin_object (writer, arguments[which][0]);
      salon_json_writer_add_string (writer, "type", "string");
      salon_json_writer_add_string (writer, "description", arguments[which][1]);
      salon_json_writer_end_object (writer);
    }
  salon_json_writer_end_object (writer);
  salon_json_writer_end_object (writer);
  salon_json_writer_end_object (writer);
  document = salon_json_writer_finish_document (writer);
  tool = salon_mcp_tool_new (salon_json_document_get_root (document), &error);
  g_assert_no_error (error);
  return tool;
}

static void
tool_crowd_add (ToolCrowd    *self,
                const char   *server,
                const char   *title,
                SalonMcpTool *tool)
{
  g_ptr_array_add (self->servers, g_strdup (server));
  g_ptr_array_add (self->titles, g_strdup (title));
  g_ptr_array_add (self->tools, tool);
}

static const char *
get_text (const SalonJson *object,
          const char      *name)
{
  const char *text = salon_json_as_string (salon_json_get_member (object, name));

  g_assert_nonnull (text);
  return text;
}

static void
tool_crowd_add_real (ToolCrowd       *self,
                     const SalonJson *root,
                     GHashTable      *servers)
{
  SalonJsonIter iter;
  const SalonJson *object;

  salon_json_iter_init (&iter, salon_json_get_member (root, "tools"));
  while (salon_json_iter_next (&iter, NULL, &object))
    {
      const char *server = get_text (object, "server");

      g_hash_table_add (servers, (char *) server);
      tool_crowd_add (self, server, get_text (object, "server_title"),
                      make_tool (get_text (object, "name"), get_text (object, "description"),
                                 salon_json_get_member (object, "parameters"), 0));
    }
}

static guint
tool_crowd_add_questions (ToolCrowd       *self,
                          const SalonJson *questions)
{
  SalonJsonIter iter;
  const SalonJson *object;

  salon_json_iter_init (&iter, questions);
  while (salon_json_iter_next (&iter, NULL, &object))
    {
      g_ptr_array_add (self->questions, g_strdup (get_text (object, "question")));
      g_ptr_array_add (self->answers, g_strdup (get_text (object, "tool")));
    }
  return (guint) salon_json_get_length (questions);
}

ToolCrowd *
tool_crowd_new (const char *questions_path,
                guint       n_tools,
                guint       n_servers)
{
  ToolCrowd *self = g_new0 (ToolCrowd, 1);
  g_autofree char *text = NULL;
  g_autoptr (SalonJsonDocument) document = NULL;
  g_autoptr (GHashTable) servers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  const SalonJson *root;
  gsize length;

  self->servers = g_ptr_array_new_with_free_func (g_free);
  self->titles = g_ptr_array_new_with_free_func (g_free);
  self->tools = g_ptr_array_new_with_free_func (g_object_unref);
  self->questions = g_ptr_array_new_with_free_func (g_free);
  self->answers = g_ptr_array_new_with_free_func (g_free);
  g_file_get_contents (questions_path, &text, &length, &error);
  g_assert_no_error (error);
  document = salon_json_document_parse (text, (gssize) length, NULL, &error);
  g_assert_no_error (error);
  root = salon_json_document_get_root (document);
  tool_crowd_add_real (self, root, servers);
  tool_crowd_add_questions (self, salon_json_get_member (root, "questions"));
  self->n_later = tool_crowd_add_questions (self, salon_json_get_member (root, "later_questions"));
  g_assert_cmpuint (g_hash_table_size (servers), <, n_servers);

  n_servers -= g_hash_table_size (servers);
  for (guint i = 0; self->tools->len < n_tools; i++)
    {
      const char *noun = nouns[i % G_N_ELEMENTS (nouns)];
      guint verb = i / G_N_ELEMENTS (nouns) % G_N_ELEMENTS (verbs);
      guint server = (i % G_N_ELEMENTS (nouns) + i / (G_N_ELEMENTS (nouns) *
                                                      G_N_ELEMENTS (verbs)) * 7) % n_servers;
      g_autofree char *server_name = g_strdup_printf ("%s-%u", nouns[server], server);
      g_autofree char *name = g_strdup_printf ("%s_%s", verbs[verb][0], noun);
      g_autoptr (GString) description = g_string_new (verbs[verb][1]);

      g_strdelimit (server_name, " ", '-');
      g_strdelimit (name, " ", '_');
      g_string_replace (description, "{}", noun, 0);
      tool_crowd_add (self, server_name, nouns[server],
                      make_tool (name, description->str, NULL, i));
    }
  return self;
}

void
tool_crowd_free (ToolCrowd *self)
{
  g_ptr_array_unref (self->servers);
  g_ptr_array_unref (self->titles);
  g_ptr_array_unref (self->tools);
  g_ptr_array_unref (self->questions);
  g_ptr_array_unref (self->answers);
  g_free (self);
}
