/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "salon-core-error.h"
#include "salon-json-decimal.h"
#include "salon-json-schema.h"

static SalonJsonDocument *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  SalonJsonDocument *document = salon_json_document_parse (text, -1, NULL, &error);

  g_assert_no_error (error);
  return document;
}

typedef struct
{
  const char *schema;
  const char *value;
  const char *sentence; /* NULL: holds */
} Case;

static const Case cases[] = {
  { "true", "1", NULL },
  { "false", "1", "The value is refused by the schema." },
  { "{\"type\":\"string\"}", "1", "The value has to be of type string, not a number." },
  { "{\"type\":\"integer\"}", "1.0", NULL },
  { "{\"type\":\"integer\"}", "1.5", "The value has to be of type integer, not a number." },
  { "{\"required\":[\"a\"]}", "{}", "The value lacks the member “a”." },
  { "{\"properties\":{\"a\":{\"items\":{\"minimum\":3}}}}", "{\"a\":[4,2]}",
    "“a/1” has to be at least 3." },
  { "{\"enum\":[\"x\",\"y\"]}", "\"z\"", "The value has to be one of [\"x\",\"y\"]." },
  { "{\"const\":{\"a\":1.0}}", "{\"a\":1}", NULL },
  { "{\"multipleOf\":0.1}", "0.3", NULL },
  { "{\"multipleOf\":0.1}", "0.35", "The value has to be a multiple of 0.1." },
  { "{\"multipleOf\":1e-8}", "1e308", NULL },
  { "{\"minLength\":2}", "\"ä\"", "The value has to have at least 2 characters." },
  { "{\"pattern\":\"^a+$\"}", "\"aab\"", "The value has to match the pattern ^a+$." },
  { "{\"anyOf\":[{\"type\":\"null\"},{\"minimum\":2}]}", "1",
    "The value is none of the things it may be." },
  { "{\"additionalProperties\":false,\"properties\":{\"a\":true}}", "{\"b\":1}",
    "The value must not have a member “b”." },
  { "{\"allOf\":[{\"properties\":{\"a\":true}}],\"unevaluatedProperties\":false}",
    "{\"a\":1}", NULL },
  { "{\"allOf\":[{\"properties\":{\"a\":true}}],\"unevaluatedProperties\":false}",
    "{\"a\":1,\"b\":2}", "The value must not have a member “b”." },
  { "{\"$ref\":\"#/$defs/n\",\"$defs\":{\"n\":{\"type\":\"number\"}}}", "\"x\"",
    "The value has to be of type number, not a string." },
  { "{\"$ref\":\"https://example.com/elsewhere\"}", "1",
    "The value the schema refers to “https://example.com/elsewhere”, which it does not hold." },
  { "{\"format\":\"email\"}", "\"not an address\"", NULL },
};

static void
test_sentences (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SalonJsonDocument) schema_document = parse (cases[i].schema);
      g_autoptr (SalonJsonDocument) value = parse (cases[i].value);
      g_autoptr (SalonJsonSchema) schema = NULL;
      g_autoptr (GError) error = NULL;
      gboolean held;

      schema = salon_json_schema_new (salon_json_document_get_root (schema_document), &error);
      g_assert_no_error (error);
      held = salon_json_schema_validate (schema, salon_json_document_get_root (value), &error);
      g_assert_cmpstr (error != NULL ? error->message : NULL, ==, cases[i].sentence);
      g_assert_cmpint (held, ==, cases[i].sentence == NULL);
    }
}

/* The same address twice: the first keeps it, and nobody looks at what is not there any more. */
static void
test_address_given_twice (void)
{
  g_autoptr (SalonJsonDocument) document =
    parse ("{\"$id\":\"x:/a\",\"$ref\":\"b\",\"$defs\":{"
           "\"1\":{\"$id\":\"b\",\"$ref\":\"#n\",\"$defs\":{\"n\":{\"$anchor\":\"n\","
           "\"type\":\"number\"}}},"
           "\"2\":{\"$id\":\"x:/b\",\"$ref\":\"#n\",\"$defs\":{\"n\":{\"$anchor\":\"n\","
           "\"type\":\"number\"}}},"
           "\"3\":{\"$id\":\"x:/a\",\"$anchor\":\"self\",\"type\":\"number\"}}}");
  g_autoptr (SalonJsonDocument) value = parse ("\"x\"");
  g_autoptr (SalonJsonSchema) schema = NULL;
  g_autoptr (GError) error = NULL;

  schema = salon_json_schema_new (salon_json_document_get_root (document), &error);
  g_assert_no_error (error);
  g_assert_false (salon_json_schema_validate (schema, salon_json_document_get_root (value),
                                              &error));
  g_assert_cmpstr (error->message, ==, "The value has to be of type number, not a string.");
}

static gboolean
validate (const char *schema_text,
          const char *value_text,
          GError    **error)
{
  g_autoptr (SalonJsonDocument) schema_document = parse (schema_text);
  g_autoptr (SalonJsonDocument) value = parse (value_text);
  g_autoptr (SalonJsonSchema) schema = NULL;

  schema = salon_json_schema_new (salon_json_document_get_root (schema_document), error);
  return schema != NULL
         && salon_json_schema_validate (schema, salon_json_document_get_root (value), error);
}

/* What each part of the metaschema says about schemas. */
static void
test_metaschema (void)
{
  static const char *const good[] = {
    "true", "{}", "{\"type\":[\"null\",\"string\"],\"minLength\":0,\"pattern\":\"x\"}",
    "{\"$defs\":{\"a\":{\"items\":{\"not\":false}}},\"$anchor\":\"a-1\",\"$ref\":\"#/$defs/a\"}",
    "{\"required\":[],\"dependentRequired\":{\"a\":[\"b\"]},\"dependencies\":{\"a\":[\"b\"]}}",
    "{\"minContains\":0,\"multipleOf\":0.1,\"unevaluatedItems\":{\"enum\":[]}}",
    "{\"title\":\"t\",\"examples\":[1],\"format\":\"x\",\"contentSchema\":{}}",
  };
  static const char *const bad[] = {
    "1", "{\"type\":\"text\"}", "{\"type\":[]}", "{\"minLength\":-1}", "{\"maxItems\":1.5}",
    "{\"$id\":\"a#b\"}", "{\"$anchor\":\"1\"}", "{\"$vocabulary\":{\"x:/\":1}}", "{\"$defs\":[]}",
    "{\"properties\":{\"a\":{\"items\":{\"type\":1}}}}", "{\"allOf\":[]}", "{\"items\":[]}",
    "{\"unevaluatedProperties\":1}", "{\"required\":[\"a\",\"a\"]}", "{\"multipleOf\":0}",
    "{\"dependencies\":{\"a\":[1]}}", "{\"uniqueItems\":1}", "{\"title\":1}", "{\"format\":1}",
    "{\"contentSchema\":1}", "{\"contentEncoding\":1}", "{\"examples\":1}", "{\"readOnly\":\"\"}",
    "{\"prefixItems\":{}}", "{\"patternProperties\":{\"a\":1}}", "{\"if\":1}",
  };
  const char *schema = "{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}";

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;

      validate (schema, good[i], &error);
      g_assert_no_error (error);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bad[i]);
      g_assert_false (validate (schema, bad[i], &error));
      g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_WRONG_TYPE);
    }
}

#define WITH_VOCABULARIES(vocabularies, rest) \
  "{\"$schema\":\"x:/meta\",\"$defs\":{\"m\":{\"$id\":\"x:/meta\",\"$vocabulary\":{" vocabularies \
  "}},\"inner\":{\"$id\":\"x:/inner\",\"minimum\":3}}," rest "}"
#define VOCABULARY(name) "\"https://json-schema.org/draft/2020-12/vocab/" name "\":true"

static void
test_vocabularies (void)
{
  g_autoptr (GError) error = NULL;

  /* Validation does not count, not in what is embedded either. */
  g_assert_true (validate (WITH_VOCABULARIES (VOCABULARY ("core") "," VOCABULARY ("applicator"),
                                              "\"minimum\":3,\"$ref\":\"x:/inner\""), "1", NULL));
  g_assert_false (validate (WITH_VOCABULARIES (VOCABULARY ("core") "," VOCABULARY ("applicator"),
                                               "\"not\":{}"), "1", NULL));
  g_assert_false (validate (WITH_VOCABULARIES (VOCABULARY ("validation"), "\"minimum\":3"), "1",
                            NULL));
  /* Nor do applicators, or what was not evaluated. */
  g_assert_true (validate (WITH_VOCABULARIES (VOCABULARY ("core"), "\"not\":{},\"properties\":"
                                              "{\"a\":false},\"unevaluatedProperties\":false"),
                           "{\"a\":1,\"b\":2}", NULL));
  g_assert_false (validate (WITH_VOCABULARIES (VOCABULARY ("unevaluated"),
                                               "\"unevaluatedProperties\":false"),
                            "{\"a\":1}", NULL));
  /* Not needed, not known: ignored. Needed: refused. */
  g_assert_false (validate (WITH_VOCABULARIES ("\"x:/v\":false," VOCABULARY ("validation"),
                                               "\"minimum\":3"), "1", &error));
  g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_WRONG_TYPE);
  g_clear_error (&error);
  g_assert_false (validate (WITH_VOCABULARIES ("\"x:/v\":true", "\"minimum\":3"), "5", &error));
  g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_PROTOCOL);
  g_assert_cmpstr (error->message, ==,
                   "The schema needs the vocabulary “x:/v”, which is not known.");
}

static void
test_refuses_what_is_no_schema (void)
{
  g_autoptr (SalonJsonDocument) list = parse ("[]");
  g_autoptr (SalonJsonDocument) old =
    parse ("{\"$schema\":\"http://json-schema.org/draft-04/schema#\"}");
  g_autoptr (GError) error = NULL;

  g_assert_null (salon_json_schema_new (salon_json_document_get_root (list), &error));
  g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_WRONG_TYPE);
  g_clear_error (&error);
  g_assert_null (salon_json_schema_new (salon_json_document_get_root (old), &error));
  g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_PROTOCOL);
}

static void
test_endless_reference_ends (void)
{
  g_autoptr (SalonJsonDocument) document = parse ("{\"$ref\":\"#\"}");
  g_autoptr (SalonJsonDocument) wide =
    parse ("{\"$defs\":{\"a\":{\"anyOf\":[{\"$ref\":\"#/$defs/b\"},{\"$ref\":\"#/$defs/b\"}]},"
           "\"b\":{\"anyOf\":[{\"$ref\":\"#/$defs/a\"},{\"$ref\":\"#/$defs/a\"}]}},"
           "\"$ref\":\"#/$defs/a\"}");
  SalonJsonDocument *documents[] = { document, wide };

  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      const SalonJson *root = salon_json_document_get_root (documents[i]);
      g_autoptr (SalonJsonSchema) schema = NULL;
      g_autoptr (GError) error = NULL;

      schema = salon_json_schema_new (root, &error);
      g_assert_no_error (error);
      g_assert_false (salon_json_schema_validate (schema, root, &error));
      g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_TOO_DEEP);
    }
}

/* Few steps, but each compares what is large and nearly the same. */
static void
test_slow_steps_end (void)
{
  g_autoptr (GString) text = g_string_new ("[");
  g_autofree char *zeros = g_strnfill (4000, '0');
  g_autoptr (GError) error = NULL;

  for (gsize i = 1; i < 4000; i += 2)
    zeros[i] = ',';
  for (guint i = 0; i < 1300; i++)
    g_string_append_printf (text, "%s[%s%u]", i > 0 ? "," : "", zeros, i + 1);
  g_string_append_c (text, ']');
  g_assert_false (validate ("{\"uniqueItems\":true}", text->str, &error));
  g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_TOO_DEEP);
}

/* Keywords of the wrong type judge nothing: they are no mistake of the value. */
static void
test_odd_keywords (void)
{
  static const char *const keywords[] = {
    "$ref", "$dynamicRef", "$id", "$anchor", "$defs", "$vocabulary", "type", "enum", "required",
    "properties", "patternProperties", "propertyNames", "dependentSchemas", "dependentRequired",
    "dependencies", "allOf", "anyOf", "oneOf", "not", "if", "then", "items", "prefixItems",
    "contains", "minContains", "uniqueItems", "unevaluatedItems", "unevaluatedProperties",
    "minimum", "multipleOf", "minLength", "maxItems", "minProperties", "pattern", "format",
  };
  static const char *const odd[] = {
    "null", "\"a\"", "1", "[]", "[true]", "[1,\"a\",null,[]]", "{}", "{\"a\":1}", "{\"a\":[]}",
    "{\"a\":[1]}",
  };
  static const char *const values[] = { "{\"a\":1}", "[1,\"a\"]", "\"a\"", "2", "null" };

  for (gsize i = 0; i < G_N_ELEMENTS (keywords); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (odd); j++)
      for (gsize k = 0; k < G_N_ELEMENTS (values); k++)
        {
          g_autofree char *schema = g_strdup_printf ("{\"%s\":%s}", keywords[i], odd[j]);
          g_autoptr (GError) error = NULL;

          g_test_message ("%s on %s", schema, values[k]);
          g_assert_true (validate (schema, values[k], &error) == (error == NULL));
        }
  g_assert_true (validate ("{\"patternProperties\":[false],\"dependentSchemas\":[false],"
                           "\"dependencies\":[false],\"dependentRequired\":[[\"b\"]]}",
                           "{\"a\":1}", NULL));
}

static void
test_decimals (void)
{
  static const struct
  {
    const char *text;
    gint64 mantissa;
    gint64 exponent;
  } numbers[] = {
    { "0", 0, 0 }, { "-0.0", 0, 0 }, { "100", 1, 2 }, { "1.50", 15, -1 }, { "-2.5e3", -25, 2 },
    { "1e400", 1, 400 }, { "12345678901234567", 12345678901234567, 0 }, { "0.0075", 75, -4 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (SalonJsonDocument) document = parse (numbers[i].text);
      SalonJsonDecimal decimal;

      g_assert_true (salon_json_decimal_init (&decimal, salon_json_document_get_root (document)));
      g_assert_cmpint (decimal.mantissa, ==, numbers[i].mantissa);
      g_assert_cmpint (decimal.exponent, ==, numbers[i].exponent);
    }
}

/* The official vectors, where they lie beside the checkout. */

static void
add_remotes (GHashTable *documents,
             const char *folder,
             const char *address)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *uri = g_strconcat (address, "/", name, NULL);
      g_autofree char *text = NULL;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        add_remotes (documents, path, uri);
      else if (g_file_get_contents (path, &text, NULL, NULL))
        g_hash_table_insert (documents, g_steal_pointer (&uri), parse (text));
    }
}

typedef struct
{
  guint passed;
  guint failed;
} Score;

static void
run_group (const char      *file,
           const SalonJson *group,
           GHashTable      *remotes,
           Score           *score)
{
  const SalonJson *test = NULL;
  g_autoptr (SalonJsonSchema) schema = NULL;
  g_autoptr (GError) error = NULL;
  SalonJsonIter iter;

  schema = salon_json_schema_new_with (salon_json_get_member (group, "schema"), remotes, &error);
  salon_json_iter_init (&iter, salon_json_get_member (group, "tests"));
  while (salon_json_iter_next (&iter, NULL, &test))
    {
      gboolean wanted = FALSE;
      gboolean held = schema != NULL
                      && salon_json_schema_validate (schema, salon_json_get_member (test, "data"),
                                                     NULL);

      g_assert_true (salon_json_as_boolean (salon_json_get_member (test, "valid"), &wanted));
      if (schema != NULL && held == wanted)
        {
          score->passed++;
          continue;
        }
      score->failed++;
      g_test_message ("%s: %s: %s", file,
                      salon_json_as_string (salon_json_get_member (group, "description")),
                      salon_json_as_string (salon_json_get_member (test, "description")));
    }
}

/* All groups of the files of a folder of the suite. */
static Score
run_folder (const char *suite,
            const char *folder_name)
{
  g_autofree char *folder = g_build_filename (suite, "draft2020-12", folder_name, NULL);
  g_autofree char *remote_folder = g_build_filename (suite, "remotes", "draft2020-12", NULL);
  g_autoptr (GHashTable) remotes = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  Score score = { 0, 0 };
  const char *name;

  remotes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                   (GDestroyNotify) salon_json_document_unref);
  add_remotes (remotes, remote_folder, "http://localhost:1234/draft2020-12");
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;
      g_autoptr (SalonJsonDocument) document = NULL;
      const SalonJson *group = NULL;
      SalonJsonIter iter;

      if (!g_str_has_suffix (name, ".json") || !g_file_get_contents (path, &text, NULL, NULL))
        continue;
      document = parse (text);
      salon_json_iter_init (&iter, salon_json_document_get_root (document));
      while (salon_json_iter_next (&iter, NULL, &group))
        run_group (name, group, remotes, &score);
    }
  g_test_message ("official vectors “%s”: %u of %u", folder_name, score.passed,
                  score.passed + score.failed);
  return score;
}

static char *
find_suite (void)
{
  const char *shared = g_getenv ("SALON_SHARED_DATA");
  g_autofree char *suite = g_build_filename (shared != NULL ? shared : "",
                                             "json-schema-test-suite", NULL);

  if (shared != NULL && g_file_test (suite, G_FILE_TEST_IS_DIR))
    return g_steal_pointer (&suite);
  g_test_skip ("the official vectors do not lie beside the checkout");
  return NULL;
}

static void
test_official_vectors (void)
{
  g_autofree char *suite = find_suite ();
  Score score;

  if (suite == NULL)
    return;
  score = run_folder (suite, ".");
  g_assert_cmpuint (score.passed, >=, 1299);
  g_assert_cmpuint (score.failed, ==, 0);
}

static void
test_optional_vectors (void)
{
  g_autofree char *suite = find_suite ();
  Score score;

  if (suite == NULL)
    return;
  /* Those of draft 2019-09 in one (1) and of the vocabulary that makes “format” judge (3) do
   * not pass: only 2020-12 is known, and “format” is an annotation. That is also why those of
   * optional/format are not played. */
  score = run_folder (suite, "optional");
  g_assert_cmpuint (score.passed, >=, 158);
  g_assert_cmpuint (score.failed, <=, 4);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/json-schema/sentences", test_sentences);
  g_test_add_func ("/core/json-schema/refuses-what-is-no-schema", test_refuses_what_is_no_schema);
  g_test_add_func ("/core/json-schema/metaschema-is-known", test_metaschema);
  g_test_add_func ("/core/json-schema/vocabularies-decide-what-counts", test_vocabularies);
  g_test_add_func ("/core/json-schema/address-given-twice", test_address_given_twice);
  g_test_add_func ("/core/json-schema/endless-reference-ends", test_endless_reference_ends);
  g_test_add_func ("/core/json-schema/slow-steps-end", test_slow_steps_end);
  g_test_add_func ("/core/json-schema/odd-keywords-judge-nothing", test_odd_keywords);
  g_test_add_func ("/core/json-schema/decimals", test_decimals);
  g_test_add_func ("/core/json-schema/official-vectors", test_official_vectors);
  g_test_add_func ("/core/json-schema/optional-vectors", test_optional_vectors);
  return g_test_run ();
}
