/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-desktop-server"

#include "config.h"

#include "salon-desktop-tool.h"

#include "salon-json-schema.h"

#define PATH_HINT \
  "An absolute path inside one of the allowed folders, or one relative to the first of them"

const SalonDesktopTool salon_desktop_tools[] = {
  {
    .name = "get_date_time",
    .title = "Get date and time",
    .description = "Tells the current date and time of this computer, in its own time zone or in "
                   "another one.",
    .input_schema =
      "{\"type\":\"object\",\"properties\":{\"time_zone\":{\"type\":\"string\",\"maxLength\":100,"
      "\"description\":\"Name of a time zone such as Europe/Berlin or UTC; left out: that of "
      "this computer\"}},"
      "\"additionalProperties\":false}",
    .output_schema =
      "{\"type\":\"object\",\"properties\":{"
      "\"date_time\":{\"type\":\"string\",\"description\":\"ISO 8601 with the offset\"},"
      "\"time_zone\":{\"type\":\"string\"},\"weekday\":{\"type\":\"string\"},"
      "\"unix_time\":{\"type\":\"integer\"}},"
      "\"required\":[\"date_time\",\"time_zone\",\"weekday\",\"unix_time\"]}",
    .read_only = TRUE,
    .run = salon_desktop_get_date_time,
  },
  {
    .name = "list_directory",
    .title = "List a folder",
    .description = "Lists what a folder holds: names, kinds, sizes and times of change. Without "
                   "a path, lists "
                   "the folders that may be used.",
    .input_schema =
      "{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\","
      "\"description\":\"" PATH_HINT
      "; left out: the allowed folders themselves\"},"
      "\"show_hidden\":{\"type\":\"boolean\",\"default\":false,"
      "\"description\":\"Whether to list names that begin with a dot\"}},"
      "\"additionalProperties\":false}",
    .output_schema =
      "{\"type\":\"object\",\"properties\":{\"entries\":{\"type\":\"array\","
      "\"items\":{\"type\":\"object\","
      "\"properties\":{\"name\":{\"type\":\"string\"},"
      "\"kind\":{\"enum\":[\"file\",\"folder\",\"link\",\"other\"]},"
      "\"size\":{\"type\":\"integer\",\"description\":\"In bytes\"},"
      "\"changed\":{\"type\":\"string\"}},\"required\":[\"name\",\"kind\"]}},"
      "\"truncated\":{\"type\":\"boolean\",\"description\":\"Whether there are more entries\"}},"
      "\"required\":[\"entries\",\"truncated\"]}",
    .read_only = TRUE,
    .run = salon_desktop_list_directory,
  },
  {
    .name = "read_file",
    .title = "Read a file",
    .description = "Reads a text file, at most 1 MiB of it at a time. Use offset and limit to "
                   "read a long file in "
                   "pieces. Files that are no text are refused.",
    .input_schema =
      "{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\","
      "\"description\":\"" PATH_HINT "\"},"
      "\"offset\":{\"type\":\"integer\",\"minimum\":1,\"default\":1,"
      "\"description\":\"Number of the first line to read\"},"
      "\"limit\":{\"type\":\"integer\",\"minimum\":1,\"description\":\"How many lines to read at "
      "most\"}},"
      "\"required\":[\"path\"],\"additionalProperties\":false}",
    .read_only = TRUE,
    .run = salon_desktop_read_file,
  },
  {
    .name = "write_file",
    .title = "Write a file",
    .description = "Writes a text file. A file that exists is only replaced when overwrite is "
                   "true; its old "
                   "contents are lost then. The folder has to exist.",
    .input_schema =
      "{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\","
      "\"description\":\"" PATH_HINT "\"},"
      "\"text\":{\"type\":\"string\",\"description\":\"The whole contents of the file\"},"
      "\"overwrite\":{\"type\":\"boolean\",\"default\":false,"
      "\"description\":\"Whether a file of that name may be replaced\"}},"
      "\"required\":[\"path\",\"text\"],\"additionalProperties\":false}",
    .destructive = TRUE,
    .idempotent = TRUE,
    .run = salon_desktop_write_file,
  },
  {
    .name = "search_files",
    .title = "Search files",
    .description = "Finds files by their name, by words in their text, or by both, in a folder "
                   "and all folders in "
                   "it. Links are not followed, and folders with a name that begins with a dot "
                   "are left out.",
    .input_schema =
      "{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\",\"description\":\"The "
      "folder to "
      "search: an absolute path inside one of the allowed folders, or one relative to the first "
      "of them; left out: "
      "all allowed folders\"},"
      "\"name\":{\"type\":\"string\",\"maxLength\":255,\"description\":\"Pattern of file names "
      "such as *.txt or "
      "report-202?.*; upper and lower case are the same\"},"
      "\"text\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":1000,"
      "\"description\":\"Text that a line of the file has to contain; upper and lower case are "
      "the same\"},"
      "\"limit\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":500,\"default\":100,"
      "\"description\":\"How many results at most\"}},"
      "\"additionalProperties\":false}",
    .output_schema =
      "{\"type\":\"object\",\"properties\":{\"matches\":{\"type\":\"array\","
      "\"items\":{\"type\":\"object\","
      "\"properties\":{\"path\":{\"type\":\"string\"},"
      "\"line\":{\"type\":\"integer\",\"description\":\"Number of the line, when text was "
      "searched for\"},"
      "\"text\":{\"type\":\"string\",\"description\":\"That line\"}},\"required\":[\"path\"]}},"
      "\"complete\":{\"type\":\"boolean\",\"description\":\"Whether everything was searched\"}},"
      "\"required\":[\"matches\",\"complete\"]}",
    .read_only = TRUE,
    .run = salon_desktop_search_files,
  },
  {
    .name = "open_with_default_application",
    .title = "Open with the default application",
    .description = "Opens a file or folder, or a web or mail address, on the user's screen in "
                   "the application that "
                   "the user has chosen for it. Programs are not started.",
    .input_schema =
      "{\"type\":\"object\",\"properties\":{\"target\":{\"type\":\"string\",\"minLength\":1,"
      "\"maxLength\":8000,"
      "\"description\":\"" PATH_HINT "; or an address that begins with http:, https: or "
                                     "mailto:\"}},"
      "\"required\":[\"target\"],\"additionalProperties\":false}",
    .open_world = TRUE,
    .run = salon_desktop_open,
  },
  {
    .name = "send_notification",
    .title = "Show a notification",
    .description = "Shows the user a desktop notification, for example that something long has "
                   "finished.",
    .input_schema =
      "{\"type\":\"object\",\"properties\":{\"title\":{\"type\":\"string\",\"minLength\":1,"
      "\"maxLength\":200,"
      "\"description\":\"One short line\"},"
      "\"body\":{\"type\":\"string\",\"maxLength\":2000,\"description\":\"More, as plain text\"}},"
      "\"required\":[\"title\"],\"additionalProperties\":false}",
    .run = salon_desktop_send_notification,
  },
};

const guint salon_desktop_n_tools = G_N_ELEMENTS (salon_desktop_tools);

/* %NULL when there is none of that name. */
const SalonDesktopTool *
salon_desktop_tool_find (const char *name)
{
  for (guint i = 0; i < salon_desktop_n_tools; i++)
    if (g_str_equal (salon_desktop_tools[i].name, name))
      return &salon_desktop_tools[i];
  return NULL;
}

/* Whether the arguments fit the tool's input schema. */
gboolean
salon_desktop_tool_check (const SalonDesktopTool  *self,
                          const SalonJson         *arguments,
                          GError                 **error)
{
  g_autoptr(SalonJsonDocument) document = NULL;
  g_autoptr(SalonJsonSchema) schema = NULL;

  document = salon_json_document_parse (self->input_schema, -1, NULL, error);
  if (document == NULL)
    return FALSE;
  schema = salon_json_schema_new (salon_json_document_get_root (document), error);
  return schema != NULL && salon_json_schema_validate (schema, arguments, error);
}
