/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <string.h>

#include "salon-llm-tool-names.h"

#include "llm-test.h"

static const SalonLlmNameRules all_rules[] = {
  SALON_LLM_NAME_RULES_OPENAI, SALON_LLM_NAME_RULES_ANTHROPIC, SALON_LLM_NAME_RULES_GEMINI,
};

static SalonLlmRequest *
make_request (const char *name,
              ...)
{
  SalonLlmRequest *request = salon_llm_request_new ("model");
  va_list names;

  va_start (names, name);
  for (; name != NULL; name = va_arg (names, const char *))
    {
      g_autoptr (SalonLlmTool) tool = salon_llm_tool_new (name, NULL, NULL);

      salon_llm_request_add_tool (request, tool);
    }
  va_end (names);
  return request;
}

static void
test_fine_names_stay_as_they_are (void)
{
  g_autoptr (SalonLlmRequest) request = make_request ("memory__read-graph", "a", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (all_rules); i++)
    {
      g_autoptr (SalonLlmToolNames) names = salon_llm_tool_names_new (request, all_rules[i]);

      g_assert_cmpstr (salon_llm_tool_names_encode (names, "memory__read-graph"), ==,
                       "memory__read-graph");
      g_assert_cmpstr (salon_llm_tool_names_decode (names, "a"), ==, "a");
      /* The host tells the model what tools there are. */
      g_assert_cmpstr (salon_llm_tool_names_decode (names, "no such"), ==, "no such");
    }
}

static void
test_others_are_cleaned_and_found_back (void)
{
  const char *odd[] = {
    "", "find file", "datei.öffnen", "1st", "💡", "x/y", "x_y", "x:y",
    "a_name_that_goes_on_and_on_beyond_the_sixty_four_characters_that_fit_in",
    "a_name_that_goes_on_and_on_beyond_the_sixty_four_characters_that_fit_too",
  };
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("model");
  g_autoptr (GRegex) regex = g_regex_new ("^[a-zA-Z0-9_-]{1,64}$", 0, 0, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autoptr (SalonLlmTool) tool = salon_llm_tool_new (odd[i], NULL, NULL);

      salon_llm_request_add_tool (request, tool);
    }
  for (guint i = 0; i < G_N_ELEMENTS (all_rules); i++)
    {
      g_autoptr (SalonLlmToolNames) names = salon_llm_tool_names_new (request, all_rules[i]);
      g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

      for (guint j = 0; j < G_N_ELEMENTS (odd); j++)
        {
          const char *sent = salon_llm_tool_names_encode (names, odd[j]);

          g_assert_true (g_regex_match (regex, sent, 0, NULL));
          g_assert_true (all_rules[i] != SALON_LLM_NAME_RULES_GEMINI ||
                         g_ascii_isalpha (sent[0]) || sent[0] == '_');
          g_assert_true (g_hash_table_add (seen, (char *) sent));
          g_assert_cmpstr (salon_llm_tool_names_decode (names, sent), ==, odd[j]);
        }
    }
}

static void
test_a_name_depends_on_nothing_but_itself (void)
{
  g_autoptr (SalonLlmRequest) one = make_request ("x/y", NULL);
  g_autoptr (SalonLlmRequest) many = make_request ("x_y", "b c", "x:y", "x/y", NULL);
  g_autoptr (SalonLlmToolNames) first = NULL;
  g_autoptr (SalonLlmToolNames) second = NULL;

  first = salon_llm_tool_names_new (one, SALON_LLM_NAME_RULES_OPENAI);
  second = salon_llm_tool_names_new (many, SALON_LLM_NAME_RULES_OPENAI);
  g_assert_cmpstr (salon_llm_tool_names_encode (first, "x/y"), ==,
                   salon_llm_tool_names_encode (second, "x/y"));
  g_assert_cmpstr (salon_llm_tool_names_encode (first, "x/y"), ==, "x_y_b087ac28");
}

/* Somebody who knows how names are made can't take another tool's. */
static void
test_a_forged_name_takes_no_other_ones_place (void)
{
  g_autoptr (SalonLlmRequest) request = make_request ("x/y", "x_y_b087ac28", NULL);
  g_autoptr (SalonLlmToolNames) names = NULL;

  names = salon_llm_tool_names_new (request, SALON_LLM_NAME_RULES_OPENAI);
  g_assert_cmpstr (salon_llm_tool_names_encode (names, "x_y_b087ac28"), ==, "x_y_b087ac28");
  g_assert_cmpstr (salon_llm_tool_names_decode (names, "x_y_b087ac28"), ==, "x_y_b087ac28");
  g_assert_cmpstr (salon_llm_tool_names_encode (names, "x/y"), !=, "x_y_b087ac28");
  g_assert_cmpstr (salon_llm_tool_names_decode (names,
                                                salon_llm_tool_names_encode (names, "x/y")),
                   ==, "x/y");
}

static void
test_calls_of_tools_that_are_gone_have_names (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("model");
  g_autoptr (SalonLlmMessage) message = salon_llm_message_new (SALON_LLM_ROLE_ASSISTANT);
  g_autoptr (SalonLlmPart) call = salon_llm_part_new_tool_call ("1", "gone tool", "{}");
  g_autoptr (SalonLlmToolNames) names = NULL;

  salon_llm_message_add_part (message, call);
  salon_llm_request_add_message (request, message);
  names = salon_llm_tool_names_new (request, SALON_LLM_NAME_RULES_ANTHROPIC);
  g_assert_true (g_str_has_prefix (salon_llm_tool_names_encode (names, "gone tool"),
                                   "gone_tool_"));
}

static void
test_arguments_are_renamed_where_they_have_to_be (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("model");
  g_autoptr (SalonLlmTool) tool = NULL;
  g_autoptr (SalonLlmTool) plain = llm_test_tool ("p", NULL, "{\"properties\":{\"a\":true}}");
  g_autoptr (SalonLlmToolNames) names = NULL;
  g_autoptr (SalonLlmToolNames) others = NULL;
  g_autofree char *sent = NULL;
  g_autofree char *back = NULL;
  g_autofree char *broken = NULL;
  g_autofree char *same = NULL;
  const char *arguments = "{\"file path\":{\"file path\":1e400},\"limit\":3,\"größe\":null}";

  tool = llm_test_tool ("t", NULL,
                        "{\"properties\":{\"file path\":{\"type\":\"object\"},\"limit\":true},"
                        "\"anyOf\":[{\"properties\":{\"größe\":true}}]}");
  salon_llm_request_add_tool (request, tool);
  salon_llm_request_add_tool (request, plain);
  names = salon_llm_tool_names_new (request, SALON_LLM_NAME_RULES_ANTHROPIC);
  others = salon_llm_tool_names_new (request, SALON_LLM_NAME_RULES_OPENAI);
  g_assert_true (salon_llm_tool_names_renames_arguments (names, "t"));
  g_assert_false (salon_llm_tool_names_renames_arguments (names, "p"));
  g_assert_false (salon_llm_tool_names_renames_arguments (others, "t"));
  sent = salon_llm_tool_names_encode_arguments (names, "t", arguments);
  g_assert_cmpstr (sent, ==, "{\"file_path_3621eec2\":{\"file path\":1e400},\"limit\":3,"
                             "\"gr__e_d353a267\":null}");
  back = salon_llm_tool_names_decode_arguments (names, "t", sent);
  g_assert_cmpstr (back, ==, arguments);
  broken = salon_llm_tool_names_decode_arguments (names, "t", "{\"file_path_");
  g_assert_cmpstr (broken, ==, "{\"file_path_");
  same = salon_llm_tool_names_encode_arguments (others, "t", arguments);
  g_assert_cmpstr (same, ==, arguments);
}

static void
test_the_schema_has_the_names_the_arguments_have (void)
{
  g_autoptr (SalonLlmTool) tool = NULL;
  g_autofree char *text = NULL;

  tool = llm_test_tool ("t", NULL, "{\"properties\":{\"file path\":{\"type\":\"string\"}},"
                                   "\"required\":[\"file path\"]}");
  text = salon_json_to_text (salon_llm_tool_get_adapted_schema (tool, SALON_LLM_SCHEMA_ANTHROPIC),
                             FALSE);
  g_assert_cmpstr (text, ==, "{\"type\":\"object\",\"properties\":{\"file_path_3621eec2\":"
                             "{\"type\":\"string\"}},\"required\":[\"file_path_3621eec2\"]}");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/llm/tool-names/fine-names-stay-as-they-are",
                   test_fine_names_stay_as_they_are);
  g_test_add_func ("/llm/tool-names/others-are-cleaned-and-found-back",
                   test_others_are_cleaned_and_found_back);
  g_test_add_func ("/llm/tool-names/a-name-depends-on-nothing-but-itself",
                   test_a_name_depends_on_nothing_but_itself);
  g_test_add_func ("/llm/tool-names/a-forged-name-takes-no-other-ones-place",
                   test_a_forged_name_takes_no_other_ones_place);
  g_test_add_func ("/llm/tool-names/calls-of-tools-that-are-gone-have-names",
                   test_calls_of_tools_that_are_gone_have_names);
  g_test_add_func ("/llm/tool-names/arguments-are-renamed-where-they-have-to-be",
                   test_arguments_are_renamed_where_they_have_to_be);
  g_test_add_func ("/llm/tool-names/the-schema-has-the-names-the-arguments-have",
                   test_the_schema_has_the_names_the_arguments_have);
  return g_test_run ();
}
