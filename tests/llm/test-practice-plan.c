/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <string.h>

#include "salon-llm-error.h"
#include "salon-practice-plan-private.h"

#include "llm-test.h"

typedef struct
{
  const char *name;
  const char *description;
  const char *schema;
} Tool;

/* What real servers offer, in short. */
static const Tool tools[] = {
  { "get_time", "Tells the current date and time, in any time zone.",
    "{\"type\":\"object\",\"properties\":{\"timezone\":{\"type\":\"string\"}}}" },
  { "echo", "Echoes back the input string",
    "{\"type\":\"object\",\"properties\":"
    "{\"message\":{\"type\":\"string\"}},\"required\":[\"message\"]}" },
  { "get-sum", "Returns the sum of two numbers",
    "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"number\"},\"b\":{\"type\":\"number\"}},"
    "\"required\":[\"a\",\"b\"]}" },
  { "list_directory", "Get a detailed listing of all files and directories in a specified path.",
    "{\"type\":\"object\",\"properties\":"
    "{\"path\":{\"type\":\"string\"}},\"required\":[\"path\"]}" },
  { "list_directory_with_sizes", "Get a detailed listing of all files and directories, with sizes.",
    "{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"},\"sortBy\":{\"enum\":"
    "[\"name\",\"size\"],\"default\":\"name\"}},\"required\":[\"path\"]}" },
  { "list_allowed_directories", "Returns the list of directories that this server may access.",
    "{\"type\":\"object\",\"properties\":{}}" },
  { "read_file", "Read the complete contents of a file as text.",
    "{\"type\":\"object\",\"properties\":"
    "{\"path\":{\"type\":\"string\"},\"head\":{\"type\":\"integer\"}},"
    "\"required\":[\"path\"]}" },
  { "read_multiple_files", "Read the contents of multiple files simultaneously.",
    "{\"type\":\"object\",\"properties\":"
    "{\"paths\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}},"
    "\"required\":[\"paths\"]}" },
  { "write_file", "Create a new file or completely overwrite an existing file with new content.",
    "{\"type\":\"object\",\"properties\":"
    "{\"path\":{\"type\":\"string\"},\"content\":{\"type\":\"string\"}},"
    "\"required\":[\"path\",\"content\"]}" },
  { "move_file", "Move or rename files and directories.",
    "{\"type\":\"object\",\"properties\":{\"source\":{\"type\":\"string\"},\"destination\":"
    "{\"type\":\"string\"}},\"required\":[\"source\",\"destination\"]}" },
  { "search_files", "Recursively search for files matching a pattern.",
    "{\"type\":\"object\",\"properties\":"
    "{\"path\":{\"type\":\"string\"},\"pattern\":{\"type\":\"string\"}},"
    "\"required\":[\"path\",\"pattern\"]}" },
  { "get_annotated_message", "Demonstrates how annotations can be used",
    "{\"type\":\"object\",\"properties\":{\"messageType\":{\"type\":\"string\",\"enum\":[\"error\","
    "\"success\",\"debug\"]},\"includeImage\":{\"type\":\"boolean\",\"default\":false}},"
    "\"required\":[\"messageType\",\"includeImage\"]}" },
  { "trigger-long-running-operation", "Demonstrates a long running operation with progress updates",
    "{\"type\":\"object\",\"properties\":{\"duration\":{\"type\":\"number\",\"default\":10},"
    "\"steps\":{\"type\":\"number\",\"default\":5}}}" },
  { "notify", "Shows a notification on the desktop.",
    "{\"type\":\"object\",\"properties\":"
    "{\"title\":{\"type\":\"string\"},\"body\":{\"type\":\"string\"}},"
    "\"required\":[\"title\"]}" },
  { "create_entities", "Create multiple new entities in the knowledge graph",
    "{\"type\":\"object\",\"properties\":"
    "{\"entities\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/e\"}}},"
    "\"required\":[\"entities\"],\"$defs\":{\"e\":{\"type\":\"object\",\"properties\":{\"name\":"
    "{\"type\":\"string\"},\"age\":{\"anyOf\":[{\"type\":\"null\"},{\"type\":\"integer\"}]}},"
    "\"required\":[\"name\",\"age\"]}}}" },
};

/* The bundled server's, under the names that a toolbox may give them. */
static const Tool desktop_tools[] = {
  { "desktop_get_date_time", "Tells the current date and time of this computer, in its own time "
                             "zone or "
    "in another one.",
    "{\"type\":\"object\",\"properties\":{\"time_zone\":{\"type\":\"string\"}}}" },
  { "desktop_list_directory", "Lists what a folder holds: names, kinds, sizes and times of "
                              "change. Without "
    "a path, lists the folders that may be used.",
    "{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"},\"show_hidden\":{\"type\":"
    "\"boolean\",\"default\":false}}}" },
  { "desktop_read_file", "Reads a text file, at most 1 MiB of it at a time.",
    "{\"type\":\"object\",\"properties\":"
    "{\"path\":{\"type\":\"string\"},\"offset\":{\"type\":\"integer\","
    "\"minimum\":1,\"default\":1}},\"required\":[\"path\"]}" },
  { "desktop_write_file", "Writes a text file. A file that exists is only replaced when overwrite "
                          "is true.",
    "{\"type\":\"object\",\"properties\":"
    "{\"path\":{\"type\":\"string\"},\"text\":{\"type\":\"string\"},"
    "\"overwrite\":{\"type\":\"boolean\",\"default\":false}},\"required\":[\"path\",\"text\"]}" },
  { "desktop_search_files", "Finds files by their name, by words in their text, or by both.",
    "{\"type\":\"object\",\"properties\":"
    "{\"path\":{\"type\":\"string\"},\"name\":{\"type\":\"string\"},"
    "\"text\":{\"type\":\"string\"}},"
    "\"anyOf\":[{\"required\":[\"name\"]},{\"required\":[\"text\"]}]}" },
  { "desktop_open_with_default_application", "Opens a file or folder, or a web or mail address.",
    "{\"type\":\"object\",\"properties\":"
    "{\"target\":{\"type\":\"string\"}},\"required\":[\"target\"]}" },
  { "desktop_send_notification", "Shows the user a desktop notification.",
    "{\"type\":\"object\",\"properties\":"
    "{\"title\":{\"type\":\"string\"},\"body\":{\"type\":\"string\"}},"
    "\"required\":[\"title\"]}" },
};

static SalonLlmRequest *
make_request_with (const char *words,
                   const Tool *offered,
                   guint       n_offered)
{
  SalonLlmRequest *request = salon_llm_request_new ("practice");

  for (guint i = 0; i < n_offered; i++)
    {
      g_autoptr (SalonLlmTool) tool = llm_test_tool (offered[i].name,
                                                     offered[i].description, offered[i].schema);

      salon_llm_request_add_tool (request, tool);
    }
  llm_test_add_text (request, SALON_LLM_ROLE_USER, words);
  return request;
}

static SalonLlmRequest *
make_request (const char *words,
              gboolean    with_tools)
{
  return make_request_with (words, tools, with_tools ? G_N_ELEMENTS (tools) : 0);
}

static char *
describe_calls (SalonPracticePlan *plan)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < plan->calls->len; i++)
    {
      SalonLlmPart *call = g_ptr_array_index (plan->calls, i);

      g_string_append_printf (text, "%s%s%s", i > 0 ? " + " : "", salon_llm_part_get_name (call),
                              salon_llm_part_get_arguments (call));
    }
  return g_string_free (text, FALSE);
}

typedef struct
{
  const char *words;
  const char *calls;
} Sentence;

static const Sentence desktop_sentences[] = {
  { "What time is it in UTC?", "desktop_get_date_time{\"time_zone\":\"UTC\"}" },
  { "what time is it", "desktop_get_date_time{}" },
  { "what’s the date?", "desktop_get_date_time{}" },
  { "list the files in Documents", "desktop_list_directory{\"path\":\"Documents\"}" },
  { "list my folders", "desktop_list_directory{}" },
  { "read notes.txt", "desktop_read_file{\"path\":\"notes.txt\"}" },
  { "write “Tea” to list.txt", "desktop_write_file{\"path\":\"list.txt\",\"text\":\"Tea\"}" },
  { "search for *.txt in Documents",
    "desktop_search_files{\"path\":\"Documents\",\"name\":\"*.txt\"}" },
  { "search for “tea” in Documents",
    "desktop_search_files{\"path\":\"Documents\",\"text\":\"tea\"}" },
  { "open https://www.gnome.org/",
    "desktop_open_with_default_application{\"target\":\"https://www.gnome.org/\"}" },
  { "open notes.txt", "desktop_open_with_default_application{\"target\":\"notes.txt\"}" },
  { "notify me: “Tea is ready”", "desktop_send_notification{\"title\":\"Tea is ready\"}" },
  { "what time is it and read notes.txt",
    "desktop_get_date_time{} + desktop_read_file{\"path\":\"notes.txt\"}" },
  { "hello", "" },
};

static const Sentence sentences[] = {
  { "what time is it", "get_time{}" },
  { "What time is it in Europe/Berlin?", "get_time{\"timezone\":\"Europe/Berlin\"}" },
  { "What’s the date today?", "get_time{}" },
  { "list the files in Documents", "list_directory{\"path\":\"Documents\"}" },
  { "Please list the files in the notes folder.", "list_directory{\"path\":\"notes\"}" },
  { "list /tmp/x with sizes",
    "list_directory_with_sizes{\"path\":\"/tmp/x\",\"sortBy\":\"size\"}" },
  { "list the directory ~/src with sizes, by size",
    "list_directory_with_sizes{\"path\":\"~/src\",\"sortBy\":\"size\"}" },
  { "list the allowed directories", "list_allowed_directories{}" },
  { "read notes.txt", "read_file{\"path\":\"notes.txt\"}" },
  { "Read the file \"my notes.txt\"", "read_file{\"path\":\"my notes.txt\"}" },
  { "read notes.txt, head 5", "read_file{\"path\":\"notes.txt\",\"head\":5}" },
  { "read multiple files: a.txt b.txt", "read_multiple_files{\"paths\":[\"a.txt\",\"b.txt\"]}" },
  { "write “Hello!” to greeting.txt",
    "write_file{\"path\":\"greeting.txt\",\"content\":\"Hello!\"}" },
  { "move a.txt to b/c.txt", "move_file{\"source\":\"a.txt\",\"destination\":\"b/c.txt\"}" },
  { "search for *.c in /work", "search_files{\"path\":\"/work\",\"pattern\":\"*.c\"}" },
  { "echo hello", "echo{\"message\":\"hello\"}" },
  { "Echo 'it is me' please", "echo{\"message\":\"it is me\"}" },
  { "echo it is me", "echo{\"message\":\"it is me\"}" },
  { "say hello with the echo tool", "echo{\"message\":\"hello\"}" },
  { "write good evening to notes.txt",
    "write_file{\"path\":\"notes.txt\",\"content\":\"good evening\"}" },
  { "say good morning", "echo{\"message\":\"good morning\"}" },
  { "add 2 and 3", "get-sum{\"a\":2,\"b\":3}" },
  { "What is the sum of -1.5 and four?", "get-sum{\"a\":-1.5,\"b\":4}" },
  { "use get-sum", "get-sum{\"a\":1,\"b\":1}" },
  { "get an annotated success message",
    "get_annotated_message{\"messageType\":\"success\",\"includeImage\":false}" },
  { "get annotated message includeImage=true",
    "get_annotated_message{\"messageType\":\"error\",\"includeImage\":true}" },
  { "start the long running operation", "trigger-long-running-operation{}" },
  { "long running operation duration=2 steps 4",
    "trigger-long-running-operation{\"duration\":2,\"steps\":4}" },
  { "notify me that \"tea is ready\"", "notify{\"title\":\"tea is ready\"}" },
  { "create entities \"Ada\" 36", "create_entities{\"entities\":[{\"name\":\"Ada\",\"age\":36}]}" },
  { "what time is it and list the files in Documents", "get_time{} + "
                                                       "list_directory{\"path\":\"Documents\"}" },
  { "echo hello, then add 2 and 3, and read a.txt",
    "echo{\"message\":\"hello\"} + get-sum{\"a\":2,\"b\":3} + read_file{\"path\":\"a.txt\"}" },
  { "use echo and get-sum", "echo{\"message\":\"Hello from the practice model\"} + "
                            "get-sum{\"a\":1,\"b\":1}" },
  { "echo “you and then me”", "echo{\"message\":\"you and then me\"}" },
  { "hello", "" },
  { "why is the sky blue?", "" },
  { "", "" },
};

static void
check_sentences (const Sentence *table,
                 guint           n_sentences,
                 const Tool     *offered,
                 guint           n_offered)
{
  for (guint i = 0; i < n_sentences; i++)
    {
      g_autoptr (SalonLlmRequest) request = make_request_with (table[i].words, offered, n_offered);
      g_autoptr (SalonPracticePlan) plan = salon_practice_plan_new (request);
      g_autofree char *calls = describe_calls (plan);

      if (!g_str_equal (calls, table[i].calls))
        {
          g_test_message ("“%s”: %s instead of %s", table[i].words, calls, table[i].calls);
          g_test_fail ();
        }
    }
}

static void
test_sentences (void)
{
  check_sentences (sentences, G_N_ELEMENTS (sentences), tools, G_N_ELEMENTS (tools));
}

static void
test_desktop_sentences (void)
{
  check_sentences (desktop_sentences, G_N_ELEMENTS (desktop_sentences),
                   desktop_tools, G_N_ELEMENTS (desktop_tools));
}

static void
test_arguments_are_json (void)
{
  static const char * const words[] = {
    "echo \"a\\b \001 \"", "echo 😀", "echo {\"a\":1}", "add 1e309 and 007",
    "add 99999999999999999999 and 2", "read /", "search for ' in .", "list . with sizes and",
    "and then and then", "“", "write `x",
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr (SalonLlmRequest) request = make_request (words[i], TRUE);
      g_autoptr (SalonPracticePlan) plan = salon_practice_plan_new (request);

      for (guint j = 0; j < plan->calls->len; j++)
        {
          SalonLlmPart *call = g_ptr_array_index (plan->calls, j);
          const char *arguments = salon_llm_part_get_arguments (call);
          g_autoptr (SalonJsonDocument) document = llm_test_parse (arguments);

          g_assert_true (salon_json_is_object (salon_json_document_get_root (document)));
        }
    }
}

static void
test_says_what_it_is_once (void)
{
  g_autoptr (SalonLlmRequest) request = make_request ("hello", FALSE);
  g_autoptr (SalonPracticePlan) first = salon_practice_plan_new (request);
  g_autoptr (SalonPracticePlan) second = NULL;

  g_assert_nonnull (strstr (first->text, "practice model, not an AI model"));
  llm_test_add_text (request, SALON_LLM_ROLE_ASSISTANT, first->text);
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "hello again");
  second = salon_practice_plan_new (request);
  g_assert_null (strstr (second->text, "practice model, not an AI model"));
  g_assert_cmpstr (second->text, !=, "");
}

static void
test_suggests_what_is_there (void)
{
  g_autoptr (SalonLlmRequest) without = make_request ("hello", FALSE);
  g_autoptr (SalonLlmRequest) with = make_request ("hello", TRUE);
  g_autoptr (SalonPracticePlan) first = salon_practice_plan_new (without);
  g_autoptr (SalonPracticePlan) second = salon_practice_plan_new (with);

  g_assert_nonnull (strstr (first->text, "no tools"));
  g_assert_nonnull (strstr (second->text, "`echo`"));
  g_assert_nonnull (strstr (second->text, "and 11 more"));
}

static void
test_show_pieces (void)
{
  static const char * const wanted[] = {
    "# ", "### ", "\n- ", "\n  - ", "\n1. ", "- [x] ", "- [ ] ", "| :---", "\n> ", "```c\n",
    "```python\n", "](https://", "*emphasis*", "**strong",
  };
  g_autoptr (SalonLlmRequest) markdown = make_request ("show me long Markdown", TRUE);
  g_autoptr (SalonLlmRequest) fail = make_request ("please fail", TRUE);
  g_autoptr (SalonLlmRequest) longer = make_request ("stream 2000 words", TRUE);
  g_autoptr (SalonLlmRequest) think = make_request ("think", FALSE);
  g_autoptr (SalonPracticePlan) shown = salon_practice_plan_new (markdown);
  g_autoptr (SalonPracticePlan) failed = salon_practice_plan_new (fail);
  g_autoptr (SalonPracticePlan) streamed = salon_practice_plan_new (longer);
  g_autoptr (SalonPracticePlan) thought = salon_practice_plan_new (think);
  g_auto (GStrv) words = g_strsplit_set (streamed->text, " \n", -1);

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      if (strstr (shown->text, wanted[i]) == NULL)
        g_error ("The show piece lacks “%s”.", wanted[i]);
    }
  g_assert_error (failed->error, SALON_LLM_ERROR, SALON_LLM_ERROR_RATE_LIMITED);
  g_assert_cmpint (salon_llm_error_get_retry_after_ms (failed->error), ==, 20000);
  g_assert_cmpuint (g_strv_length (words), >, 2000);
  g_assert_cmpuint (g_strv_length (words), <, 2500);
  g_assert_nonnull (thought->reasoning);
  g_assert_null (shown->reasoning);
}

static char *
report (const char *text,
        gboolean    is_error)
{
  g_autoptr (SalonLlmRequest) request = make_request ("echo hello", TRUE);
  g_autoptr (SalonLlmMessage) calls = salon_llm_message_new (SALON_LLM_ROLE_ASSISTANT);
  g_autoptr (SalonLlmMessage) results = salon_llm_message_new (SALON_LLM_ROLE_USER);
  g_autoptr (SalonLlmPart) call = salon_llm_part_new_tool_call ("call00001", "echo", "{}");
  g_autoptr (SalonLlmPart) result = salon_llm_part_new_tool_result ("call00001", "echo", text,
                                                                    is_error, NULL);
  g_autoptr (SalonPracticePlan) plan = NULL;

  salon_llm_message_add_part (calls, call);
  salon_llm_message_add_part (results, result);
  salon_llm_request_add_message (request, calls);
  salon_llm_request_add_message (request, results);
  plan = salon_practice_plan_new (request);
  g_assert_cmpuint (plan->calls->len, ==, 0);
  return g_strdup (plan->text);
}

static void
test_tells_what_came_back (void)
{
  g_autofree char *plain = report ("Echo: hello", FALSE);
  g_autofree char *lines = report ("[FILE] a.txt\n[FILE] b.txt", FALSE);
  g_autofree char *json = report ("{\"a\": [1]}", FALSE);
  g_autofree char *fence = report ("a\n```\nb", FALSE);
  g_autofree char *nothing = report (" \n", FALSE);
  g_autofree char *failed = report ("No such file", TRUE);
  g_autofree char *denied = report ("The user denied this call.", TRUE);

  g_assert_cmpstr (plain, ==, "This is what `echo` gave:\n\n> Echo: hello");
  g_assert_cmpstr (lines, ==, "This is what `echo` gave:\n\n```\n[FILE] a.txt\n[FILE] b.txt\n```");
  g_assert_cmpstr (json, ==, "This is what `echo` gave:\n\n```json\n{\"a\": [1]}\n```");
  g_assert_cmpstr (fence, ==, "This is what `echo` gave:\n\n````\na\n```\nb\n````");
  g_assert_nonnull (strstr (nothing, "(nothing)"));
  g_assert_nonnull (strstr (failed, "failed"));
  g_assert_nonnull (strstr (failed, "> No such file"));
  g_assert_nonnull (strstr (denied, "was not allowed"));
}

static void
test_long_result_is_cut (void)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (lines, "line %u\n", i);
  text = report (lines->str, FALSE);
  g_assert_nonnull (strstr (text, "line 39\n```\n\n… and 60 more lines."));
  g_assert_null (strstr (text, "line 40"));
}

static void
test_choice_is_kept (void)
{
  g_autoptr (SalonLlmRequest) none = make_request ("echo hello", TRUE);
  g_autoptr (SalonLlmRequest) required = make_request ("why is the sky blue?", TRUE);
  g_autoptr (SalonPracticePlan) first = NULL;
  g_autoptr (SalonPracticePlan) second = NULL;

  salon_llm_request_set_tool_choice (none, SALON_LLM_TOOL_CHOICE_NONE);
  salon_llm_request_set_tool_choice (required, SALON_LLM_TOOL_CHOICE_REQUIRED);
  first = salon_practice_plan_new (none);
  second = salon_practice_plan_new (required);
  g_assert_cmpuint (first->calls->len, ==, 0);
  g_assert_cmpuint (second->calls->len, ==, 1);
}

static void
test_ids_are_unique_in_the_chat (void)
{
  g_autoptr (SalonLlmRequest) request = make_request ("echo a", TRUE);
  g_autoptr (SalonPracticePlan) first = salon_practice_plan_new (request);
  g_autoptr (SalonPracticePlan) second = NULL;
  g_autoptr (SalonLlmMessage) message = salon_llm_message_new (SALON_LLM_ROLE_ASSISTANT);

  salon_llm_message_add_part (message, g_ptr_array_index (first->calls, 0));
  salon_llm_request_add_message (request, message);
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "echo b and add 1 and 2");
  second = salon_practice_plan_new (request);
  g_assert_cmpuint (second->calls->len, ==, 2);
  g_assert_cmpstr (salon_llm_part_get_id (g_ptr_array_index (first->calls, 0)), ==, "call00001");
  g_assert_cmpstr (salon_llm_part_get_id (g_ptr_array_index (second->calls, 0)), ==, "call00002");
  g_assert_cmpstr (salon_llm_part_get_id (g_ptr_array_index (second->calls, 1)), ==, "call00003");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/llm/practice-plan/sentences", test_sentences);
  g_test_add_func ("/llm/practice-plan/desktop-sentences", test_desktop_sentences);
  g_test_add_func ("/llm/practice-plan/arguments-are-json", test_arguments_are_json);
  g_test_add_func ("/llm/practice-plan/says-what-it-is-once", test_says_what_it_is_once);
  g_test_add_func ("/llm/practice-plan/suggests-what-is-there", test_suggests_what_is_there);
  g_test_add_func ("/llm/practice-plan/show-pieces", test_show_pieces);
  g_test_add_func ("/llm/practice-plan/tells-what-came-back", test_tells_what_came_back);
  g_test_add_func ("/llm/practice-plan/long-result-is-cut", test_long_result_is_cut);
  g_test_add_func ("/llm/practice-plan/choice-is-kept", test_choice_is_kept);
  g_test_add_func ("/llm/practice-plan/ids-are-unique-in-the-chat",
                   test_ids_are_unique_in_the_chat);

  return g_test_run ();
}
