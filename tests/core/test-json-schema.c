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

static void
test_hostile_pattern_ends (void)
{
  g_autoptr (SalonJsonDocument) document = parse ("{\"pattern\":\"^(a+)+$\"}");
  g_autoptr (SalonJsonDocument) value =
    parse ("\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\"");
  g_autoptr (SalonJsonSchema) schema = NULL;
  g_autoptr (GError) error = NULL;

  schema = salon_json_schema_new (salon_json_document_get_root (document), &error);
  g_assert_no_error (error);
  g_assert_false (salon_json_schema_validate (schema, salon_json_document_get_root (value), NULL));
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

/* What is known not to pass, and why. */
static const struct
{
  const char *file;
  const char *group;
} exceptions[] = {
  /* The metaschema is not bundled: no server's schema may need the network or it. */
  { "defs.json", "validate definition against metaschema" },
  { "ref.json", "remote ref, containing refs itself" },
  /* “$vocabulary” of a custom metaschema is not looked at. */
  { "vocabulary.json", "schema that uses custom metaschema with with no validation vocabulary" },
  /* PCRE knows \\p{L}, not its long name. */
  { "pattern.json", "pattern with Unicode property escape requires unicode mode" },
};

typedef struct
{
  guint passed;
  guint failed;
  guint excepted;
} Score;

static gboolean
is_exception (const char *file,
              const char *group)
{
  for (gsize i = 0; i < G_N_ELEMENTS (exceptions); i++)
    if (strcmp (file, exceptions[i].file) == 0 && strcmp (group, exceptions[i].group) == 0)
      return TRUE;
  return FALSE;
}

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
      if (is_exception (file, salon_json_as_string (salon_json_get_member (group, "description"))))
        {
          score->excepted++;
          continue;
        }
      score->failed++;
      g_test_message ("%s: %s: %s", file,
                      salon_json_as_string (salon_json_get_member (group, "description")),
                      salon_json_as_string (salon_json_get_member (test, "description")));
    }
}

static void
test_official_vectors (void)
{
  const char *shared = g_getenv ("SALON_SHARED_DATA");
  g_autofree char *suite = NULL;
  g_autofree char *required = NULL;
  g_autofree char *remote_folder = NULL;
  g_autoptr (GHashTable) remotes = NULL;
  g_autoptr (GDir) dir = NULL;
  Score score = { 0, 0, 0 };
  const char *name;

  suite = g_build_filename (shared != NULL ? shared : "", "json-schema-test-suite", NULL);
  required = g_build_filename (suite, "draft2020-12", NULL);
  dir = g_dir_open (required, 0, NULL);
  if (shared == NULL || dir == NULL)
    {
      g_test_skip ("the official vectors do not lie beside the checkout");
      return;
    }
  remotes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                   (GDestroyNotify) salon_json_document_unref);
  remote_folder = g_build_filename (suite, "remotes", "draft2020-12", NULL);
  add_remotes (remotes, remote_folder, "http://localhost:1234/draft2020-12");
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (required, name, NULL);
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
  g_test_message ("official vectors: %u passed, %u failed, %u known exceptions",
                  score.passed, score.failed, score.excepted);
  g_assert_cmpuint (score.passed, >, 1000);
  g_assert_cmpuint (score.failed, ==, 0);
  g_assert_cmpuint (score.excepted, ==, 4);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/json-schema/sentences", test_sentences);
  g_test_add_func ("/core/json-schema/refuses-what-is-no-schema", test_refuses_what_is_no_schema);
  g_test_add_func ("/core/json-schema/endless-reference-ends", test_endless_reference_ends);
  g_test_add_func ("/core/json-schema/hostile-pattern-ends", test_hostile_pattern_ends);
  g_test_add_func ("/core/json-schema/decimals", test_decimals);
  g_test_add_func ("/core/json-schema/official-vectors", test_official_vectors);
  return g_test_run ();
}
