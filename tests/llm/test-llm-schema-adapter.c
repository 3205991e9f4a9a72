/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <string.h>

#include "salon-json-schema.h"
#include "salon-json-writer.h"
#include "salon-llm-schema-adapter.h"
#include "salon-llm-tool.h"

#include "llm-test.h"

#define ANY_ALTERNATIVES \
  "{\"type\":\"NUMBER\"},{\"type\":\"BOOLEAN\"},{\"type\":\"OBJECT\"}," \
  "{\"type\":\"ARRAY\",\"items\":{\"type\":\"STRING\"}}]"

static const SalonLlmSchemaDialect dialects[] = {
  SALON_LLM_SCHEMA_OPENAI, SALON_LLM_SCHEMA_ANTHROPIC, SALON_LLM_SCHEMA_GEMINI,
};

static char *
adapt (const char            *schema,
       SalonLlmSchemaDialect  dialect,
       GPtrArray             *notes)
{
  g_autoptr (SalonJsonDocument) document = llm_test_parse (schema);
  g_autoptr (SalonJsonDocument) adapted = NULL;

  adapted = salon_llm_schema_adapt (salon_json_document_get_root (document), dialect, notes);
  return salon_json_to_text (salon_json_document_get_root (adapted), FALSE);
}

static void
check (const char            *schema,
       SalonLlmSchemaDialect  dialect,
       const char            *expected)
{
  g_autofree char *text = adapt (schema, dialect, NULL);
  g_autofree char *again = adapt (schema, dialect, NULL);

  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpstr (text, ==, again);
}

/* --- what holds for every answer --------------------------------------------------------- */

static gboolean
is_one_of (const char         *text,
           const char * const *words)
{
  return text != NULL && g_strv_contains (words, text);
}

/* The fields of “Schema” in the Gemini API's description, and what its server checks. */
static void
assert_gemini (const SalonJson *schema,
               gboolean         is_root)
{
  static const char * const fields[] = {
    "type", "format", "title", "description", "nullable", "enum", "maxItems", "minItems",
    "properties", "required", "minProperties", "maxProperties", "minLength", "maxLength",
    "pattern", "example", "anyOf", "propertyOrdering", "default", "items", "minimum", "maximum",
    NULL
  };
  static const char * const types[] = {
    "STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL", NULL
  };
  static const char * const counts[] = {
    "maxItems", "minItems", "minProperties", "maxProperties", "minLength", "maxLength",
  };
  const SalonJson *choices = salon_json_get_member (schema, "anyOf");
  const SalonJson *properties = salon_json_get_member (schema, "properties");
  const char *type = salon_json_as_string (salon_json_get_member (schema, "type"));
  SalonJsonIter iter;
  const char *name;
  const SalonJson *value;

  g_assert_true (salon_json_is_object (schema));
  salon_json_iter_init (&iter, schema);
  while (salon_json_iter_next (&iter, &name, &value))
    g_assert_true (is_one_of (name, fields));
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      value = salon_json_get_member (schema, counts[i]);
      g_assert_true (value == NULL || salon_json_is_string (value));
    }
  if (choices != NULL)
    {
      g_assert_cmpuint (salon_json_get_length (schema), ==, 1);
      g_assert_cmpuint (salon_json_get_length (choices), >, 0);
      g_assert_false (is_root);
      salon_json_iter_init (&iter, choices);
      while (salon_json_iter_next (&iter, NULL, &value))
        assert_gemini (value, FALSE);
      return;
    }
  g_assert_true (is_one_of (type, types));
  g_assert_true (!is_root || strcmp (type, "OBJECT") == 0);
  if (strcmp (type, "ARRAY") == 0)
    assert_gemini (salon_json_get_member (schema, "items"), FALSE);
  else
    g_assert_null (salon_json_get_member (schema, "items"));
  salon_json_iter_init (&iter, salon_json_get_member (schema, "enum"));
  while (salon_json_iter_next (&iter, NULL, &value))
    {
      g_assert_cmpstr (type, ==, "STRING");
      g_assert_cmpstr (salon_json_as_string (value), !=, "");
    }
  g_assert_true (properties == NULL || salon_json_get_length (properties) > 0);
  salon_json_iter_init (&iter, properties);
  while (salon_json_iter_next (&iter, NULL, &value))
    assert_gemini (value, FALSE);
  salon_json_iter_init (&iter, salon_json_get_member (schema, "required"));
  while (salon_json_iter_next (&iter, NULL, &value))
    g_assert_nonnull (salon_json_get_member (properties, salon_json_as_string (value)));
}

static void
assert_standard (const SalonJson       *schema,
                 SalonLlmSchemaDialect  dialect)
{
  static const char * const refused[] = {
    "oneOf", "anyOf", "allOf", "enum", "not", "$ref", "if", "then", "else", "const",
  };
  g_autoptr (SalonJsonSchema) compiled = NULL;
  g_autoptr (GRegex) regex = NULL;
  g_autoptr (GError) error = NULL;
  SalonJsonIter iter;
  const char *name;

  g_assert_cmpstr (salon_json_as_string (salon_json_get_member (schema, "type")), ==, "object");
  g_assert_true (salon_json_is_object (salon_json_get_member (schema, "properties")));
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_null (salon_json_get_member (schema, refused[i]));
  /* Every reference leads somewhere, every keyword has a value of its kind. */
  compiled = salon_json_schema_new (schema, &error);
  g_assert_no_error (error);
  g_assert_nonnull (compiled);
  if (dialect != SALON_LLM_SCHEMA_ANTHROPIC)
    return;
  regex = g_regex_new ("^[a-zA-Z0-9_.-]{1,64}$", G_REGEX_DOLLAR_ENDONLY, 0, NULL);
  salon_json_iter_init (&iter, salon_json_get_member (schema, "properties"));
  while (salon_json_iter_next (&iter, &name, NULL))
    g_assert_true (g_regex_match (regex, name, 0, NULL));
}

static void
assert_taken_by_all (const SalonJson *schema)
{
  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++)
    {
      g_autoptr (SalonJsonDocument) adapted = salon_llm_schema_adapt (schema, dialects[i], NULL);
      const SalonJson *root = salon_json_document_get_root (adapted);

      if (dialects[i] == SALON_LLM_SCHEMA_GEMINI)
        assert_gemini (root, TRUE);
      else
        assert_standard (root, dialects[i]);
    }
}

/* --- tests ------------------------------------------------------------------------------- */

static void
test_nothing_is_an_object_without_properties (void)
{
  const char *schemas[] = { "{}", "true", "[]", "null", "{\"type\":\"object\"}" };

  for (guint i = 0; i < G_N_ELEMENTS (schemas); i++)
    {
      check (schemas[i], SALON_LLM_SCHEMA_OPENAI, "{\"type\":\"object\",\"properties\":{}}");
      check (schemas[i], SALON_LLM_SCHEMA_ANTHROPIC, "{\"type\":\"object\",\"properties\":{}}");
      check (schemas[i], SALON_LLM_SCHEMA_GEMINI, "{\"type\":\"OBJECT\"}");
    }
}

static void
test_choices_at_the_root_become_one_object (void)
{
  const char *schema =
    "{\"description\":\"Where.\",\"oneOf\":["
    "{\"type\":\"object\",\"properties\":{\"kind\":{\"const\":\"a\"},\"x\":{\"type\":\"string\"}},"
    "\"required\":[\"kind\",\"x\"]},"
    "{\"$ref\":\"#/$defs/B\"}],"
    "\"$defs\":{\"B\":{\"type\":\"object\",\"properties\":{\"kind\":{\"const\":\"b\"},"
    "\"y\":{\"type\":\"integer\"}},\"required\":[\"kind\",\"y\"]}}}";

  check (schema, SALON_LLM_SCHEMA_OPENAI,
         "{\"type\":\"object\",\"description\":\"Where. Give one of these: "
         "\\\"kind\\\" and \\\"x\\\"; or \\\"kind\\\" and \\\"y\\\".\",\"properties\":{"
         "\"kind\":{\"anyOf\":[{\"const\":\"a\"},{\"const\":\"b\"}]},\"x\":{\"type\":\"string\"},"
         "\"y\":{\"type\":\"integer\"}},\"required\":[\"kind\"],\"$defs\":{\"B\":{"
         "\"type\":\"object\",\"properties\":{\"kind\":{\"const\":\"b\"},"
         "\"y\":{\"type\":\"integer\"}},\"required\":[\"kind\",\"y\"]}}}");
  check (schema, SALON_LLM_SCHEMA_GEMINI,
         "{\"type\":\"OBJECT\",\"description\":\"Where. Give one of these: "
         "\\\"kind\\\" and \\\"x\\\"; or \\\"kind\\\" and \\\"y\\\".\",\"properties\":{"
         "\"kind\":{\"anyOf\":[{\"type\":\"STRING\",\"enum\":[\"a\"]},"
         "{\"type\":\"STRING\",\"enum\":[\"b\"]}]},\"x\":{\"type\":\"STRING\"},"
         "\"y\":{\"type\":\"INTEGER\"}},\"required\":[\"kind\"]}");
}

static void
test_all_of_is_merged (void)
{
  const char *schema =
    "{\"allOf\":[{\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\"]},"
    "{\"properties\":{\"b\":{\"allOf\":[{\"type\":\"integer\"},{\"minimum\":3}]}}}]}";

  check (schema, SALON_LLM_SCHEMA_ANTHROPIC,
         "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"},"
         "\"b\":{\"allOf\":[{\"type\":\"integer\"},{\"minimum\":3}]}},\"required\":[\"a\"]}");
  check (schema, SALON_LLM_SCHEMA_GEMINI,
         "{\"type\":\"OBJECT\",\"properties\":{\"a\":{\"type\":\"STRING\"},"
         "\"b\":{\"type\":\"INTEGER\",\"minimum\":3}},\"required\":[\"a\"]}");
}

static void
test_references_are_spelled_out_for_gemini (void)
{
  check ("{\"type\":\"object\",\"properties\":{\"to\":{\"$ref\":\"#/$defs/Who\","
         "\"description\":\"Receiver\"},\"cc\":{\"type\":\"array\",\"items\":"
         "{\"$ref\":\"#/$defs/Who\"}}},\"$defs\":{\"Who\":{\"type\":\"string\","
         "\"format\":\"email\",\"description\":\"An address\"}}}",
         SALON_LLM_SCHEMA_GEMINI,
         "{\"type\":\"OBJECT\",\"properties\":{"
         "\"to\":{\"type\":\"STRING\",\"description\":\"Receiver Format: email.\"},"
         "\"cc\":{\"type\":\"ARRAY\",\"items\":{\"type\":\"STRING\","
         "\"description\":\"An address Format: email.\"}}}}");
}

static void
test_recursion_is_cut (void)
{
  const char *schema =
    "{\"type\":\"object\",\"properties\":{\"tree\":{\"$ref\":\"#/definitions/Node\"}},"
    "\"definitions\":{\"Node\":{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},"
    "\"children\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/definitions/Node\"}}}}}}";
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = adapt (schema, SALON_LLM_SCHEMA_GEMINI, notes);

  g_assert_cmpstr (text, ==,
                   "{\"type\":\"OBJECT\",\"properties\":{\"tree\":{\"type\":\"OBJECT\","
                   "\"properties\":{\"name\":{\"type\":\"STRING\"},\"children\":{"
                   "\"type\":\"ARRAY\",\"items\":{\"anyOf\":[{\"type\":\"STRING\",\"description\":"
                   "\"Of the same form as what it stands in.\"}," ANY_ALTERNATIVES "}}}}}}");
  g_assert_cmpuint (notes->len, ==, 1);
  g_assert_nonnull (strstr (notes->pdata[0], "#/definitions/Node"));
  /* The others know references. */
  check (schema, SALON_LLM_SCHEMA_OPENAI, schema);
  check ("{\"type\":\"object\",\"properties\":{\"not\":{\"$ref\":\"#\"}}}",
         SALON_LLM_SCHEMA_ANTHROPIC,
         "{\"type\":\"object\",\"properties\":{\"not\":{\"$ref\":\"#\"}}}");
}

static void
test_references_that_lead_nowhere_allow_anything (void)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;

  text = adapt ("{\"properties\":{\"a\":{\"$ref\":\"https://example.org/x.json\","
                "\"description\":\"A\",\"default\":1}}}", SALON_LLM_SCHEMA_OPENAI, notes);
  g_assert_cmpstr (text, ==, "{\"type\":\"object\",\"properties\":{\"a\":{\"description\":\"A\","
                             "\"default\":1}}}");
  g_assert_cmpuint (notes->len, ==, 1);
}

static void
test_what_moves_is_spelled_out (void)
{
  /* A pointer into a property, which Anthropic has under another name. */
  check ("{\"properties\":{\"a b\":{\"type\":\"string\"},\"c\":{\"$ref\":\"#/properties/a b\"}}}",
         SALON_LLM_SCHEMA_ANTHROPIC,
         "{\"type\":\"object\",\"properties\":{\"a_b_c8687a08\":{\"type\":\"string\"},"
         "\"c\":{\"type\":\"string\"}}}");
}

static void
test_older_drafts_are_brought_up_to_date (void)
{
  check ("{\"$schema\":\"http://json-schema.org/draft-04/schema#\",\"id\":\"x\","
         "\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"number\",\"minimum\":0,"
         "\"exclusiveMinimum\":true,\"required\":true},\"t\":{\"type\":\"array\",\"items\":["
         "{\"type\":\"string\"},{\"type\":\"number\"}],\"additionalItems\":false},"
         "\"l\":{\"type\":\"array\"}}}",
         SALON_LLM_SCHEMA_OPENAI,
         "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"number\",\"minimum\":0,"
         "\"exclusiveMinimum\":0},\"t\":{\"type\":\"array\",\"prefixItems\":[{\"type\":\"string\"},"
         "{\"type\":\"number\"}],\"maxItems\":2},\"l\":{\"type\":\"array\",\"items\":{}}}}");
}

static void
test_broken_keywords_are_left_out (void)
{
  check ("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"any\",\"description\":7,"
         "\"enum\":[]},\"b\":3,\"c\":{\"type\":[\"string\",\"file\"],\"required\":\"yes\","
         "\"properties\":[],\"anyOf\":[],\"minLength\":\"3\"},\"d\":false,\"d\":true},"
         "\"required\":[\"a\",\"a\",5]}",
         SALON_LLM_SCHEMA_ANTHROPIC,
         "{\"type\":\"object\",\"properties\":{\"a\":{},\"b\":{},\"c\":{\"type\":[\"string\"]},"
         "\"d\":{}},\"required\":[\"a\"]}");
}

static void
test_gemini_types (void)
{
  struct
  {
    const char *schema;
    const char *expected;
  } cases[] = {
    { "{\"type\":[\"string\",\"null\"]}", "{\"type\":\"STRING\",\"nullable\":true}" },
    { "{\"type\":[\"string\",\"integer\"],\"description\":\"Id\"}",
      "{\"anyOf\":[{\"type\":\"STRING\",\"description\":\"Id\"},{\"type\":\"INTEGER\"}]}" },
    { "{\"anyOf\":[{\"type\":\"integer\"},{\"type\":\"null\"}],\"default\":null,"
      "\"description\":\"How many\"}",
      "{\"type\":\"INTEGER\",\"nullable\":true,\"description\":\"How many\"}" },
    { "{\"oneOf\":[{\"const\":\"a\",\"title\":\"A\"},{\"const\":\"b\",\"title\":\"B\"}]}",
      "{\"type\":\"STRING\",\"enum\":[\"a\",\"b\"]}" },
    { "{\"enum\":[1,2,3],\"type\":\"integer\"}",
      "{\"type\":\"INTEGER\",\"description\":\"One of: 1, 2, 3.\"}" },
    { "{\"enum\":[\"\",\"x\",\"x\",null]}",
      "{\"type\":\"STRING\",\"nullable\":true,\"enum\":[\"x\"]}" },
    { "{\"const\":true}", "{\"type\":\"BOOLEAN\",\"description\":\"Always: true.\"}" },
    { "{\"type\":\"string\",\"format\":\"date-time\",\"minLength\":1,\"pattern\":\"^2\"}",
      "{\"type\":\"STRING\",\"format\":\"date-time\",\"pattern\":\"^2\",\"minLength\":\"1\"}" },
    { "{\"type\":\"string\",\"format\":\"uri\"}",
      "{\"type\":\"STRING\",\"description\":\"Format: uri.\"}" },
    { "{\"type\":\"integer\",\"exclusiveMinimum\":0,\"multipleOf\":5}",
      "{\"type\":\"INTEGER\",\"description\":\"More than 0. A multiple of 5.\"}" },
    { "{\"type\":\"array\"}",
      "{\"type\":\"ARRAY\",\"items\":{\"anyOf\":[{\"type\":\"STRING\"}," ANY_ALTERNATIVES "}}" },
    { "{\"type\":\"array\",\"prefixItems\":[{\"type\":\"number\"},{\"type\":\"number\"}]}",
      "{\"type\":\"ARRAY\",\"items\":{\"type\":\"NUMBER\"}}" },
    { "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}}",
      "{\"type\":\"OBJECT\",\"description\":"
      "\"Members may have any name; each value is of type string.\"}" },
    { "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\","
      "\"b\"],\"anyOf\":[{\"required\":[\"a\"]},{\"required\":[\"c\"]}]}",
      "{\"type\":\"OBJECT\",\"description\":\"Give one of these: \\\"a\\\"; or \\\"c\\\".\","
      "\"properties\":{\"a\":{\"type\":\"STRING\"}},\"required\":[\"a\"]}" },
    { "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"array\",\"items\":{\"type\":\"string\"}}],"
      "\"description\":\"One or many\"}",
      "{\"anyOf\":[{\"type\":\"STRING\",\"description\":\"One or many\"},"
      "{\"type\":\"ARRAY\",\"items\":{\"type\":\"STRING\"}}]}" },
    { "true", "{\"anyOf\":[{\"type\":\"STRING\"}," ANY_ALTERNATIVES "}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *schema = g_strdup_printf ("{\"type\":\"object\",\"properties\":{\"p\":%s}}",
                                                 cases[i].schema);
      g_autofree char *expected = NULL;

      expected = g_strdup_printf ("{\"type\":\"OBJECT\",\"properties\":{\"p\":%s}}",
                                  cases[i].expected);
      check (schema, SALON_LLM_SCHEMA_GEMINI, expected);
    }
}

static void
test_real_tools_are_taken_by_all (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "real-tools.json", NULL);
  g_autofree char *text = llm_test_read_file (path, NULL);
  g_autoptr (SalonJsonDocument) document = llm_test_parse (text);
  SalonJsonIter servers, tools;
  const SalonJson *server;
  const SalonJson *tool;
  guint n_tools = 0;

  salon_json_iter_init (&servers, salon_json_document_get_root (document));
  while (salon_json_iter_next (&servers, NULL, &server))
    {
      salon_json_iter_init (&tools, server);
      while (salon_json_iter_next (&tools, NULL, &tool))
        {
          const SalonJson *schema = salon_json_get_member (tool, "inputSchema");
          g_autoptr (SalonJsonDocument) adapted = NULL;
          g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
          const SalonJson *properties = salon_json_get_member (schema, "properties");

          assert_taken_by_all (schema);
          /* None of what they say is lost. */
          adapted = salon_llm_schema_adapt (schema, SALON_LLM_SCHEMA_OPENAI, notes);
          g_assert_cmpuint (notes->len, ==, 0);
          g_assert_cmpuint (salon_json_get_length (
                              salon_json_get_member (salon_json_document_get_root (adapted),
                                                     "properties")),
                            ==, salon_json_get_length (properties));
          n_tools++;
        }
    }
  g_assert_cmpuint (n_tools, >, 30);
}

/* Anything a JSON text can be, of the words schemas are made of. */
static void
write_anything (SalonJsonWriter *writer,
                const char      *name,
                GRand           *random,
                guint            depth)
{
  static const char * const words[] = {
    "type", "properties", "items", "anyOf", "oneOf", "allOf", "$ref", "$defs", "enum", "const",
    "required", "not", "a", "b c", "#", "#/$defs/a", "#/properties/a", "string", "object", "array",
    "null", "additionalProperties", "description", "format", "minimum", "exclusiveMinimum",
    "prefixItems", "nullable", "", "definitions", "#/definitions/b c", "minLength", "default",
    "if", "then", "patternProperties", "additionalItems", "$id", "integer", "examples",
  };
  guint n = (guint) g_rand_int_range (random, 0, 5);

  switch (depth > 7 ? 3 : g_rand_int_range (random, 0, 10))
    {
    case 0:
    case 1:
      salon_json_writer_begin_array (writer, name);
      for (guint i = 0; i < n; i++)
        write_anything (writer, NULL, random, depth + 1);
      salon_json_writer_end_array (writer);
      break;
    case 2:
      salon_json_writer_add_int64 (writer, name, g_rand_int_range (random, -3, 9));
      break;
    case 3:
      salon_json_writer_add_string (writer, name,
                                    words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))]);
      break;
    case 4:
      salon_json_writer_add_boolean (writer, name, g_rand_boolean (random));
      break;
    default:
      salon_json_writer_begin_object (writer, name);
      for (guint i = 0; i < n + 1; i++)
        write_anything (writer, words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))], random,
                        depth + 1);
      salon_json_writer_end_object (writer);
      break;
    }
}

static void
test_anything_becomes_something_that_is_taken (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20251122);

  for (guint i = 0; i < 3000; i++)
    {
      g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
      g_autoptr (SalonJsonDocument) document = NULL;

      write_anything (writer, NULL, random, 0);
      document = salon_json_writer_finish_document (writer);
      assert_taken_by_all (salon_json_document_get_root (document));
    }
}

static void
assert_permissive (const char *schema)
{
  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++)
    {
      g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
      g_autofree char *text = adapt (schema, dialects[i], notes);

      g_assert_cmpstr (text, ==, dialects[i] == SALON_LLM_SCHEMA_GEMINI
                                   ? "{\"type\":\"OBJECT\"}"
                                   : "{\"type\":\"object\",\"properties\":{}}");
      g_assert_cmpuint (notes->len, ==, 1);
    }
}

static void
test_a_huge_schema_becomes_an_object_of_anything (void)
{
  g_autoptr (GString) many = g_string_new ("{\"properties\":{");
  g_autoptr (GString) long_one = g_string_new ("{\"description\":\"");
  g_autoptr (GString) deep = g_string_new (NULL);

  for (guint i = 0; i < 60000; i++)
    g_string_append_printf (many, "%s\"p%u\":{\"type\":\"string\"}", i > 0 ? "," : "", i);
  g_string_append (many, "}}");
  assert_permissive (many->str);
  for (guint i = 0; i < 5 * 1024 * 1024; i++)
    g_string_append_c (long_one, 'x');
  g_string_append (long_one, "\"}");
  assert_permissive (long_one->str);
  for (guint i = 0; i < 60; i++)
    g_string_append (deep, "{\"properties\":{\"a\":");
  g_string_append (deep, "{}");
  for (guint i = 0; i < 60; i++)
    g_string_append (deep, "}}");
  assert_permissive (deep->str);
}

/* 2^30 when spelled out. */
static void
test_references_do_not_multiply_without_bound (void)
{
  g_autoptr (GString) schema = g_string_new ("{\"$ref\":\"#/$defs/d0\",\"$defs\":{");
  g_autofree char *text = NULL;

  for (guint i = 0; i < 30; i++)
    g_string_append_printf (schema, "\"d%u\":{\"type\":\"object\",\"properties\":{"
                                    "\"a\":{\"$ref\":\"#/$defs/d%u\"},"
                                    "\"b\":{\"$ref\":\"#/$defs/d%u\"}}},", i, i + 1, i + 1);
  g_string_append (schema, "\"d30\":{\"type\":\"string\"}}}");
  text = adapt (schema->str, SALON_LLM_SCHEMA_GEMINI, NULL);
  g_assert_cmpstr (text, ==, "{\"type\":\"OBJECT\"}");
}

static void
test_a_tool_keeps_what_was_made_of_it (void)
{
  g_autoptr (SalonLlmTool) tool = llm_test_tool ("t", "T", "{\"properties\":{\"a\":true}}");
  const SalonJson *first = salon_llm_tool_get_adapted_schema (tool, SALON_LLM_SCHEMA_OPENAI);
  g_autofree char *text = salon_json_to_text (first, FALSE);

  g_assert_cmpstr (text, ==, "{\"type\":\"object\",\"properties\":{\"a\":{}}}");
  g_assert_true (salon_llm_tool_get_adapted_schema (tool, SALON_LLM_SCHEMA_OPENAI) == first);
  g_assert_true (salon_llm_tool_get_adapted_schema (tool, SALON_LLM_SCHEMA_GEMINI) != first);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/llm/schema-adapter/nothing-is-an-object-without-properties",
                   test_nothing_is_an_object_without_properties);
  g_test_add_func ("/llm/schema-adapter/choices-at-the-root-become-one-object",
                   test_choices_at_the_root_become_one_object);
  g_test_add_func ("/llm/schema-adapter/all-of-is-merged", test_all_of_is_merged);
  g_test_add_func ("/llm/schema-adapter/references-are-spelled-out-for-gemini",
                   test_references_are_spelled_out_for_gemini);
  g_test_add_func ("/llm/schema-adapter/recursion-is-cut", test_recursion_is_cut);
  g_test_add_func ("/llm/schema-adapter/references-that-lead-nowhere-allow-anything",
                   test_references_that_lead_nowhere_allow_anything);
  g_test_add_func ("/llm/schema-adapter/what-moves-is-spelled-out",
                   test_what_moves_is_spelled_out);
  g_test_add_func ("/llm/schema-adapter/older-drafts-are-brought-up-to-date",
                   test_older_drafts_are_brought_up_to_date);
  g_test_add_func ("/llm/schema-adapter/broken-keywords-are-left-out",
                   test_broken_keywords_are_left_out);
  g_test_add_func ("/llm/schema-adapter/gemini-types", test_gemini_types);
  g_test_add_func ("/llm/schema-adapter/real-tools-are-taken-by-all",
                   test_real_tools_are_taken_by_all);
  g_test_add_func ("/llm/schema-adapter/anything-becomes-something-that-is-taken",
                   test_anything_becomes_something_that_is_taken);
  g_test_add_func ("/llm/schema-adapter/a-huge-schema-becomes-an-object-of-anything",
                   test_a_huge_schema_becomes_an_object_of_anything);
  g_test_add_func ("/llm/schema-adapter/references-do-not-multiply-without-bound",
                   test_references_do_not_multiply_without_bound);
  g_test_add_func ("/llm/schema-adapter/a-tool-keeps-what-was-made-of-it",
                   test_a_tool_keeps_what_was_made_of_it);
  return g_test_run ();
}
