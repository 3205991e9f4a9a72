/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-tool-discovery.h"

#include <glib/gi18n.h>
#include <string.h>

#include "salon-host-error.h"
#include "salon-json-schema.h"
#include "salon-json-writer.h"
#include "salon-tool-catalog.h"

#define DEFAULT_LIMIT 8
#define GREATEST_LIMIT 30
#define MAX_DETAILS 20
#define N_NEAREST 5
#define MAX_LINE_CHARACTERS 160
#define MAX_TOLD_ARGUMENTS 12
#define MAX_INSTRUCTIONS_BYTES 4000
#define N_EXAMPLES 3

/* What models read is not translated. */
#define PROMPT \
  "There are too many tools to describe all of them here. Find the ones you need with " \
  "search_tools (say what you want to do), look up what they take with get_tool_details, and " \
  "use them through call_tool. What you have found stays valid in this chat. These servers " \
  "have tools:\n"

#define SEARCH_DESCRIPTION \
  "Finds tools by what they are for. Say in a few words what you want to do, such as “create an " \
  "issue on GitHub”. Gives names, servers, and a line about each tool."
#define SEARCH_SCHEMA \
  "{\"type\":\"object\",\"properties\":{\"query\":{\"type\":\"string\",\"description\":" \
  "\"What the tool is to do\"},\"limit\":{\"type\":\"integer\",\"description\":" \
  "\"How many tools at most (8 unless said otherwise, 30 at most)\"}},\"required\":[\"query\"]}"
#define DETAILS_DESCRIPTION \
  "Tells what tools do and which arguments they take, as JSON Schema."
#define DETAILS_SCHEMA \
  "{\"type\":\"object\",\"properties\":{\"names\":{\"type\":\"array\",\"items\":" \
  "{\"type\":\"string\"},\"description\":\"Names as search_tools gave them\"}}," \
  "\"required\":[\"names\"]}"
#define CALL_DESCRIPTION \
  "Calls a tool. The user may be asked before."
#define CALL_SCHEMA \
  "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\",\"description\":" \
  "\"The tool’s name as search_tools gave it\"},\"arguments\":{\"type\":\"object\"," \
  "\"description\":\"The arguments that the tool takes\"}},\"required\":[\"name\",\"arguments\"]}"

struct _SalonToolDiscovery
{
  SalonToolSet *tools; /* not owned: the set owns this */
  SalonToolCatalog *catalog;
  guint n_indexed;
  gboolean sealed;
};

/* --- when -------------------------------------------------------------------------------- */

static const char * const mode_nicks[] = { "auto", "always", "never" };

SalonToolDiscoveryMode
salon_tool_discovery_mode_from_nick (const char *nick)
{
  for (guint i = 0; i < G_N_ELEMENTS (mode_nicks); i++)
    {
      if (g_strcmp0 (nick, mode_nicks[i]) == 0)
        return (SalonToolDiscoveryMode) i;
    }
  return SALON_TOOL_DISCOVERY_AUTO;
}

const char *
salon_tool_discovery_mode_to_nick (SalonToolDiscoveryMode mode)
{
  g_return_val_if_fail (mode < G_N_ELEMENTS (mode_nicks), mode_nicks[0]);
  return mode_nicks[mode];
}

gboolean
salon_tool_discovery_decide (SalonToolDiscoveryMode mode,
                             gint64                 definition_tokens,
                             gint64                 window)
{
  if (definition_tokens <= 0)
    return FALSE;
  switch (mode)
    {
    case SALON_TOOL_DISCOVERY_ALWAYS:
      return TRUE;
    case SALON_TOOL_DISCOVERY_NEVER:
      return FALSE;
    case SALON_TOOL_DISCOVERY_AUTO:
    default:
      if (window <= 0)
        window = SALON_TOOL_DISCOVERY_WINDOW;
      return definition_tokens > MAX (window / 100 * SALON_TOOL_DISCOVERY_PERCENT,
                                      MIN (SALON_TOOL_DISCOVERY_LEAST, window / 4));
    }
}

/* --- the three tools --------------------------------------------------------------------- */

static SalonLlmTool *
make_tool (const char *name,
           const char *description,
           const char *schema)
{
  g_autoptr (SalonJsonDocument) document = salon_json_document_parse (schema, -1, NULL, NULL);

  g_assert (document != NULL);
  return salon_llm_tool_new (name, description, salon_json_document_get_root (document));
}

GPtrArray *
salon_tool_discovery_get_tools (void)
{
  static GPtrArray *tools = NULL;

  if (g_once_init_enter_pointer (&tools))
    {
      GPtrArray *made = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_tool_unref);

      g_ptr_array_add (made, make_tool (SALON_TOOL_DISCOVERY_SEARCH, SEARCH_DESCRIPTION,
                                        SEARCH_SCHEMA));
      g_ptr_array_add (made, make_tool (SALON_TOOL_DISCOVERY_DETAILS, DETAILS_DESCRIPTION,
                                        DETAILS_SCHEMA));
      g_ptr_array_add (made, make_tool (SALON_TOOL_DISCOVERY_CALL, CALL_DESCRIPTION,
                                        CALL_SCHEMA));
      g_once_init_leave_pointer (&tools, made);
    }
  return tools;
}

gboolean
salon_tool_discovery_is_own (const char *id)
{
  return g_strcmp0 (id, SALON_TOOL_DISCOVERY_SEARCH) == 0 ||
         g_strcmp0 (id, SALON_TOOL_DISCOVERY_DETAILS) == 0 ||
         g_strcmp0 (id, SALON_TOOL_DISCOVERY_CALL) == 0;
}

/* --- finding ----------------------------------------------------------------------------- */

static void
salon_tool_discovery_free (gpointer data)
{
  SalonToolDiscovery *self = data;

  g_clear_pointer (&self->catalog, salon_tool_catalog_free);
  g_free (self);
}

SalonToolDiscovery *
salon_tool_discovery_get (SalonToolSet *tools)
{
  SalonToolDiscovery *self = salon_tool_set_get_companion (tools);

  g_return_val_if_fail (tools != NULL, NULL);

  if (self == NULL)
    {
      self = g_new0 (SalonToolDiscovery, 1);
      self->tools = tools;
      salon_tool_set_set_companion (tools, self, salon_tool_discovery_free);
    }
  return self;
}

gboolean
salon_tool_discovery_index (SalonToolDiscovery *self,
                            guint               n_tools)
{
  guint size;

  g_return_val_if_fail (self != NULL, TRUE);

  if (self->sealed)
    return TRUE;
  if (self->catalog == NULL)
    self->catalog = salon_tool_catalog_new ();
  size = salon_tool_set_get_size (self->tools);
  for (; n_tools > 0 && self->n_indexed < size; n_tools--, self->n_indexed++)
    {
      const SalonTool *tool = salon_tool_set_get (self->tools, self->n_indexed);

      salon_tool_catalog_add (self->catalog, salon_server_get_name (tool->server),
                              salon_server_get_title (tool->server), tool->tool);
    }
  if (self->n_indexed < size)
    return FALSE;
  salon_tool_catalog_seal (self->catalog);
  self->sealed = TRUE;
  return TRUE;
}

static GArray *
find_tools (SalonToolDiscovery *self,
            const char         *query,
            guint               limit)
{
  salon_tool_discovery_index (self, G_MAXUINT);
  return salon_tool_catalog_search (self->catalog, query, limit);
}

/* --- words ------------------------------------------------------------------------------- */

/* The first sentence or line, of one kind of white space, cut where it is too long. */
static void
append_line (GString    *text,
             const char *words)
{
  gboolean space = FALSE;
  glong n = 0;

  for (const char *at = words; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (g_unichar_isspace (character) || g_unichar_iscntrl (character))
        {
          if (character == '\n' && n > 0)
            return;
          space = n > 0;
          continue;
        }
      if (n++ >= MAX_LINE_CHARACTERS)
        {
          g_string_append (text, "…");
          return;
        }
      if (space)
        g_string_append_c (text, ' ');
      space = FALSE;
      g_string_append_unichar (text, character);
      if (character == '.' && (at[1] == ' ' || at[1] == '\n'))
        return;
    }
}

static void
append_arguments (GString         *text,
                  const SalonJson *schema)
{
  const SalonJson *properties = salon_json_get_member (schema, "properties");
  const SalonJson *required = salon_json_get_member (schema, "required");
  SalonJsonIter iter;
  const char *name;
  guint n = 0;

  salon_json_iter_init (&iter, properties);
  while (salon_json_iter_next (&iter, &name, NULL))
    {
      SalonJsonIter names;
      const SalonJson *element;
      gboolean is_required = FALSE;

      if (name == NULL)
        continue;
      if (n == MAX_TOLD_ARGUMENTS)
        {
          g_string_append (text, ", …");
          break;
        }
      salon_json_iter_init (&names, salon_json_is_array (required) ? required : NULL);
      while (!is_required && salon_json_iter_next (&names, NULL, &element))
        is_required = g_strcmp0 (salon_json_as_string (element), name) == 0;
      g_string_append_printf (text, "%s%.64s%s", n++ > 0 ? ", " : " (", name,
                              is_required ? "" : "?");
    }
  if (n > 0)
    g_string_append_c (text, ')');
}

static void
append_tool (GString         *text,
             const SalonTool *tool)
{
  const char *description = salon_mcp_tool_get_description (tool->tool);

  g_string_append_printf (text, "- %s", tool->id);
  append_arguments (text, salon_mcp_tool_get_input_schema (tool->tool));
  g_string_append (text, ": ");
  append_line (text, description != NULL ? description : salon_mcp_tool_get_title (tool->tool));
  g_string_append_c (text, '\n');
}

static char *
dup_found (SalonToolDiscovery *self,
           const SalonJson    *arguments,
           gboolean           *is_error)
{
  const char *query = salon_json_as_string (salon_json_get_member (arguments, "query"));
  g_autoptr (GArray) found = NULL;
  g_autoptr (GString) text = NULL;
  gint64 limit = DEFAULT_LIMIT;

  if (query == NULL)
    {
      *is_error = TRUE;
      return g_strdup ("search_tools needs “query”: a few words about what you want to do.");
    }
  salon_json_as_int64 (salon_json_get_member (arguments, "limit"), &limit);
  found = find_tools (self, query, (guint) CLAMP (limit, 1, GREATEST_LIMIT));
  if (found->len == 0)
    return g_strdup_printf ("No tool has anything to do with “%.200s”. Try other words; the "
                            "servers are listed in your instructions.", query);
  text = g_string_new (NULL);
  for (guint i = 0; i < found->len; i++)
    append_tool (text, salon_tool_set_get (self->tools, g_array_index (found, guint, i)));
  g_string_append (text, "Arguments with “?” may be left out. get_tool_details tells more.");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
append_details (GString         *text,
                const SalonTool *tool,
                GHashTable      *told)
{
  const char *description = salon_mcp_tool_get_description (tool->tool);
  const char *instructions = salon_server_get_instructions (tool->server);
  const SalonJson *schema = salon_mcp_tool_get_input_schema (tool->tool);
  g_autofree char *schema_text = NULL;

  if (schema != NULL)
    schema_text = salon_json_to_text (schema, FALSE);
  g_string_append_printf (text, "## %s\n%s\nArguments: %s\n\n", tool->id,
                          description != NULL ? description
                                              : salon_mcp_tool_get_title (tool->tool),
                          schema_text != NULL ? schema_text : "none");
  if (instructions == NULL || !g_hash_table_add (told, tool->server))
    return;
  g_string_append_printf (text, "How to use the tools of “%s”, in the words of that server: ",
                          salon_server_get_name (tool->server));
  if (strlen (instructions) <= MAX_INSTRUCTIONS_BYTES)
    g_string_append (text, instructions);
  else
    g_string_append_len (text, instructions,
                         g_utf8_find_prev_char (instructions,
                                                instructions + MAX_INSTRUCTIONS_BYTES + 1) -
                           instructions);
  g_string_append (text, "\n\n");
}

static char *
dup_details (SalonToolDiscovery *self,
             const SalonJson    *arguments,
             gboolean           *is_error)
{
  const SalonJson *names = salon_json_get_member (arguments, "names");
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GHashTable) told = g_hash_table_new (NULL, NULL);
  SalonJsonIter iter;
  const SalonJson *name;
  guint n = 0;

  salon_json_iter_init (&iter, salon_json_is_array (names) ? names : NULL);
  while (n < MAX_DETAILS && salon_json_iter_next (&iter, NULL, &name))
    {
      const char *id = salon_json_as_string (name);
      const SalonTool *tool = id != NULL ? salon_tool_set_find (self->tools, id) : NULL;

      n++;
      if (tool != NULL)
        append_details (text, tool, told);
      else if (id != NULL)
        {
          g_autofree char *sentence = salon_tool_discovery_dup_unknown (self, id);

          g_string_append_printf (text, "%s\n\n", sentence);
        }
    }
  if (text->len == 0)
    {
      *is_error = TRUE;
      return g_strdup ("get_tool_details needs “names”: a list of names that search_tools gave.");
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
salon_tool_discovery_dup_answer (SalonToolDiscovery *self,
                                 const char         *id,
                                 const SalonJson    *arguments,
                                 gboolean           *is_error)
{
  g_return_val_if_fail (self != NULL && id != NULL, NULL);

  *is_error = FALSE;
  if (strcmp (id, SALON_TOOL_DISCOVERY_SEARCH) == 0)
    return dup_found (self, arguments, is_error);
  return dup_details (self, arguments, is_error);
}

char *
salon_tool_discovery_dup_unknown (SalonToolDiscovery *self,
                                  const char         *id)
{
  g_autoptr (GArray) found = NULL;
  g_autoptr (GString) names = g_string_new (NULL);

  g_return_val_if_fail (self != NULL && id != NULL, NULL);

  found = find_tools (self, id, N_NEAREST);
  for (guint i = 0; i < found->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            salon_tool_set_get (self->tools, g_array_index (found, guint, i))->id);
  if (names->len == 0)
    return g_strdup_printf (_("There is no tool “%.200s”. Find one with search_tools."), id);
  return g_strdup_printf (_("There is no tool “%.200s”. The nearest are: %s."), id, names->str);
}

/* --- in advance -------------------------------------------------------------------------- */

typedef struct
{
  SalonServer *server;
  guint n_tools;
  GString *examples;
} ServerLine;

static void
server_line_free (gpointer data)
{
  ServerLine *line = data;

  g_string_free (line->examples, TRUE);
  g_free (line);
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  const ServerLine *first = *(const ServerLine * const *) a;
  const ServerLine *second = *(const ServerLine * const *) b;

  return strcmp (salon_server_get_name (first->server), salon_server_get_name (second->server));
}

static GPtrArray *
collect_lines (SalonToolDiscovery *self)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (server_line_free);
  g_autoptr (GHashTable) by_server = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < salon_tool_set_get_size (self->tools); i++)
    {
      const SalonTool *tool = salon_tool_set_get (self->tools, i);
      ServerLine *line = g_hash_table_lookup (by_server, tool->server);

      if (line == NULL)
        {
          line = g_new0 (ServerLine, 1);
          line->server = tool->server;
          line->examples = g_string_new (NULL);
          g_hash_table_insert (by_server, tool->server, line);
          g_ptr_array_add (lines, line);
        }
      if (line->n_tools++ < N_EXAMPLES)
        g_string_append_printf (line->examples, "%s%.64s", line->n_tools > 1 ? ", " : "",
                                salon_mcp_tool_get_name (tool->tool));
    }
  g_ptr_array_sort (lines, compare_lines);
  return lines;
}

char *
salon_tool_discovery_dup_prompt (SalonToolDiscovery *self)
{
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GString) prompt = g_string_new (PROMPT);

  g_return_val_if_fail (self != NULL, NULL);

  lines = collect_lines (self);
  for (guint i = 0; i < lines->len; i++)
    {
      const ServerLine *line = lines->pdata[i];
      const char *name = salon_server_get_name (line->server);
      const char *title = salon_server_get_title (line->server);

      g_string_append_printf (prompt, "- %s", name);
      if (title != NULL && g_strcmp0 (title, name) != 0)
        {
          g_string_append (prompt, " – ");
          append_line (prompt, title);
        }
      g_string_append_printf (prompt, ": %u %s (%s%s)\n", line->n_tools,
                              line->n_tools == 1 ? "tool" : "tools", line->examples->str,
                              line->n_tools > N_EXAMPLES ? ", …" : "");
    }
  return g_string_free (g_steal_pointer (&prompt), FALSE);
}

/* --- calls ------------------------------------------------------------------------------- */

gboolean
salon_tool_discovery_check_arguments (const SalonTool  *tool,
                                      const SalonJson  *arguments,
                                      GError          **error)
{
  const SalonJson *schema_value = salon_mcp_tool_get_input_schema (tool->tool);
  g_autoptr (SalonJsonSchema) schema = NULL;
  g_autoptr (GError) reason = NULL;

  if (schema_value != NULL)
    schema = salon_json_schema_new (schema_value, NULL);
  if (schema == NULL || salon_json_schema_validate (schema, arguments, &reason))
    return TRUE;
  g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_FAILED,
               _("The arguments do not fit “%s”, which was not called: %s"), tool->id,
               reason->message);
  return FALSE;
}

/* All members but the name. */
static char *
dup_others (const SalonJson *root)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  SalonJsonIter iter;
  const char *name;
  const SalonJson *value;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_iter_init (&iter, root);
  while (salon_json_iter_next (&iter, &name, &value))
    {
      if (name != NULL && strcmp (name, "name") != 0)
        salon_json_writer_add_value (writer, name, value);
    }
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish (writer);
}

gboolean
salon_tool_discovery_unwrap (const char  *arguments,
                             char       **id,
                             char       **inner,
                             GError     **error)
{
  g_autoptr (SalonJsonDocument) document = NULL;
  const SalonJson *root;
  const SalonJson *value;
  const char *name;

  g_return_val_if_fail (arguments != NULL && id != NULL && inner != NULL, FALSE);

  document = salon_json_document_parse (arguments, -1, NULL, error);
  if (document == NULL)
    return FALSE;
  root = salon_json_document_get_root (document);
  name = salon_json_as_string (salon_json_get_member (root, "name"));
  value = salon_json_get_member (root, "arguments");
  if (name == NULL)
    {
      g_set_error_literal (error, SALON_HOST_ERROR, SALON_HOST_ERROR_FAILED,
                           _("“name” has to say which tool is to be called."));
      return FALSE;
    }
  if (value == NULL)
    *inner = dup_others (root);
  else if (salon_json_is_string (value) && salon_json_as_string (value) != NULL)
    *inner = g_strdup (salon_json_as_string (value));
  else
    *inner = salon_json_to_text (value, FALSE);
  *id = g_strdup (name);
  return TRUE;
}

char *
salon_tool_discovery_dup_wrapped (const char *id,
                                  const char *arguments)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autoptr (SalonJsonDocument) document = NULL;

  g_return_val_if_fail (id != NULL && arguments != NULL, NULL);

  document = salon_json_document_parse (arguments, -1, NULL, NULL);
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "name", id);
  if (document != NULL)
    salon_json_writer_add_value (writer, "arguments", salon_json_document_get_root (document));
  else
    salon_json_writer_add_string (writer, "arguments", arguments);
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish (writer);
}
