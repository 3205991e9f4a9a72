/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <string.h>

#include "salon-core-error.h"
#include "salon-json.h"

#define PARSE(text) (parse_or_fail (text))

static SalonJsonDocument *
parse_or_fail (const char *text)
{
  g_autoptr(GError) error = NULL;
  SalonJsonDocument *document = salon_json_document_parse (text, -1, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (document);

  return document;
}

static const SalonJson *
root_of (SalonJsonDocument *document)
{
  return salon_json_document_get_root (document);
}

static void
test_round_trip (void)
{
  /* Texts that come out as they went in. */
  static const char * const texts[] = {
    "null", "true", "false", "0", "-0", "1.0", "1e400", "-1E+05", "1180591620717411303424",
    "0.1", "0.10000000000000001", "123456789012345678901234567890.5e-7",
    "\"\"", "\"a\\u0000b\"", "\"\\\"\\\\\\n\\t\"", "\"äöü€😀\"", "\"/\"",
    "[]", "{}", "[1,[2,[3]],{}]", "{\"b\":1,\"a\":2,\"b\":3}", "{\"\":{\"\":[]}}",
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(SalonJsonDocument) document = PARSE (texts[i]);
      g_autoptr(SalonJsonDocument) copy = salon_json_document_copy (root_of (document));
      g_autofree char *text = salon_json_to_text (root_of (document), FALSE);
      g_autofree char *copied = salon_json_to_text (root_of (copy), FALSE);

      g_assert_cmpstr (text, ==, texts[i]);
      g_assert_cmpstr (copied, ==, texts[i]);
      g_assert_true (salon_json_equal (root_of (document), root_of (copy)));
    }
}

static void
test_syntax_errors (void)
{
  static const struct {
    const char *text;
    const char *place;
  } table[] = {
    { "", NULL },
    { "  \n ", NULL },
    { "[1,2", "line 1, column 5" },
    { "{\"a\":1,}", "line 1, column 7" },
    { "[1,]", "line 1, column 3" },
    { "{\n  \"a\": 1\n  \"b\": 2\n}", "line 3, column 3" },
    { "{\r\n  \"a\": 1\r\n  \"b\": 2\r\n}", "line 3, column 3" },
    { "{\r  \"a\": 1\r  \"b\": 2\r}", "line 3, column 3" },
    { "{\"ä\": x}", "line 1, column 7" },
    { "[01]", "line 1, column 2" },
    { "[1.]", NULL }, { "[.5]", NULL }, { "[+1]", NULL }, { "[1e]", NULL }, { "[--1]", NULL },
    { "[0x10]", NULL }, { "NaN", NULL }, { "Infinity", NULL }, { "tru", NULL }, { "True", NULL },
    { "'a'", NULL }, { "{a:1}", NULL }, { "{\"a\" 1}", NULL }, { "{1:2}", NULL },
    { "[1] 2", "line 1, column 5" }, { "[1]]", NULL }, { "]", NULL }, { "{\"a\"}", NULL },
    { "\"abc", NULL }, { "\"\\x\"", NULL }, { "\"\\u12\"", NULL }, { "\"\\u12g4\"", NULL },
    { "\"\n\"", NULL }, { "\"\t\"", NULL }, { "\"\\", NULL },
    { "// comment\n1", NULL }, { "/* */ 1", NULL }, { "[1] // x", NULL },
    { "var x = {}", NULL }, { "\f1", NULL }, { "\302\2401", NULL },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(SalonJsonDocument) document = NULL;

      document = salon_json_document_parse (table[i].text, -1, NULL, &error);
      g_assert_null (document);
      g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_SYNTAX);
      g_assert_true (g_str_has_suffix (error->message, "."));
      if (table[i].place != NULL && strstr (error->message, table[i].place) == NULL)
        g_error ("“%s” gave “%s” instead of %s", table[i].text, error->message, table[i].place);
    }
}

static void
test_nul_outside_strings_is_refused (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (salon_json_document_parse ("[1\0]", 4, NULL, &error));
  g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_SYNTAX);
  g_clear_error (&error);
  g_assert_null (salon_json_document_parse ("\"a\0b\"", 5, NULL, &error));
  g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_SYNTAX);
}

static void
test_not_utf8 (void)
{
  static const char * const texts[] = {
    "\"\377\"", "\"\303\"", "[\"a\", \"\355\240\200\"]", "\"\300\200\"", "\"\364\220\200\200\"",
    "\200",
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (salon_json_document_parse (texts[i], -1, NULL, &error));
      g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_NOT_UTF8);
      g_assert_nonnull (strstr (error->message, "line 1, column "));
    }
}

static void
test_byte_order_mark_is_skipped (void)
{
  g_autoptr(SalonJsonDocument) document = PARSE ("\357\273\277[1]");
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (salon_json_get_length (root_of (document)), ==, 1);
  g_assert_null (salon_json_document_parse ("\357\273\277", -1, NULL, &error));
  g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_SYNTAX);
}

static void
test_halves_of_pairs_are_repaired (void)
{
  static const char * const table[][2] = {
    { "\"\\ud83d\\ude00\"", "😀" },
    { "\"\\ud83d\"", "\357\277\275" },
    { "\"a\\uDE00b\"", "a\357\277\275b" },
    { "\"\\ud83d\\ud83d\\ude00\"", "\357\277\275😀" },
    { "\"\\ud83dx\\ude00\"", "\357\277\275x\357\277\275" },
    { "\"\\\\ud83d\"", "\\ud83d" },
    { "\"\\ud83d\\n\"", "\357\277\275\n" },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(SalonJsonDocument) document = PARSE (table[i][0]);

      g_assert_cmpstr (salon_json_as_string (root_of (document)), ==, table[i][1]);
    }
}

static char *
nested (guint depth)
{
  GString *text = g_string_new (NULL);
  guint i;

  for (i = 0; i < depth; i++)
    g_string_append (text, i % 2 == 0 ? "[" : "{\"a\":");
  g_string_append (text, "1");
  for (i = depth; i > 0; i--)
    g_string_append (text, i % 2 == 1 ? "]" : "}");

  return g_string_free (text, FALSE);
}

static void
test_depth_limit (void)
{
  g_autofree char *deep = nested (128);
  g_autofree char *too_deep = nested (129);
  g_autofree char *open = g_strnfill (1000000, '[');
  const SalonJsonLimits shallow = { .max_depth = 2 };
  g_autoptr(SalonJsonDocument) document = PARSE (deep);
  g_autoptr(SalonJsonDocument) brackets = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (salon_json_is_array (root_of (document)));

  g_assert_null (salon_json_document_parse (too_deep, -1, NULL, &error));
  g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_TOO_DEEP);
  g_clear_error (&error);

  g_assert_null (salon_json_document_parse (open, -1, NULL, &error));
  g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_TOO_DEEP);
  g_assert_nonnull (strstr (error->message, "line 1, column 129"));
  g_clear_error (&error);

  g_assert_null (salon_json_document_parse ("[[[1]]]", -1, &shallow, &error));
  g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_TOO_DEEP);
  g_clear_error (&error);

  /* Brackets in strings are none, nor do escaped quotes end a string. */
  brackets = salon_json_document_parse ("[[\"[[[\\\"[[\"],[]]", -1, &shallow, &error);
  g_assert_no_error (error);
  g_assert_nonnull (brackets);
}

/* What is looked at several bytes at a time has to be found in each place. */
static void
test_brackets_in_strings (void)
{
  static const SalonJsonLimits limits = { 0, 2 };

  for (gsize before = 0; before < 18; before++)
    for (gsize after = 0; after < 18; after++)
      {
        g_autofree char *padding = g_strnfill (before, 'x');
        g_autofree char *more = g_strnfill (after, 'x');
        g_autofree char *string =
          g_strdup_printf ("%s\\\"%s[[[\\ud83d%s\\\\", padding, more, more);
        g_autofree char *shallow = g_strdup_printf ("[\"%s\",[\"%s\"],\"]\"]", string, string);
        g_autofree char *deep = g_strdup_printf ("[\"%s\",[\"%s\",[]]]", string, string);
        g_autofree char *text = g_strdup_printf ("%s\"%s[[[\357\277\275%s\\", padding, more, more);
        g_autoptr(GError) error = NULL;
        g_autoptr(SalonJsonDocument) document = NULL;
        const SalonJson *first = NULL;
        SalonJsonIter iter;

        document = salon_json_document_parse (shallow, -1, &limits, &error);
        g_assert_no_error (error);
        salon_json_iter_init (&iter, root_of (document));
        g_assert_true (salon_json_iter_next (&iter, NULL, &first));
        g_assert_cmpstr (salon_json_as_string (first), ==, text);
        g_assert_null (salon_json_document_parse (deep, -1, &limits, &error));
        g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_TOO_DEEP);
      }
}

static void
test_size_limit (void)
{
  const SalonJsonLimits limits = { .max_bytes = 5 };
  g_autoptr(SalonJsonDocument) document = NULL;
  g_autoptr(GBytes) bytes = g_bytes_new_static ("[1,22]", 6);
  g_autoptr(GError) error = NULL;

  document = salon_json_document_parse ("[1,2]", -1, &limits, &error);
  g_assert_no_error (error);
  g_assert_nonnull (document);

  g_assert_null (salon_json_document_parse_bytes (bytes, &limits, &error));
  g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_TOO_LARGE);
}

static void
test_text_is_not_kept (void)
{
  char text[] = "{\"name\":\"value\",\"n\":12}";
  g_autoptr(SalonJsonDocument) document = PARSE (text);

  memset (text, 'x', sizeof text - 1);
  g_assert_cmpstr (salon_json_as_string (salon_json_get_member (root_of (document), "name")), ==,
                   "value");
}

static void
test_kinds (void)
{
  static const struct {
    const char    *text;
    SalonJsonKind  kind;
    const char    *name;
  } table[] = {
    { "null", SALON_JSON_NULL, "null" },
    { "true", SALON_JSON_BOOLEAN, "true or false" },
    { "1", SALON_JSON_NUMBER, "a number" },
    { "\"\"", SALON_JSON_STRING, "a string" },
    { "[]", SALON_JSON_ARRAY, "an array" },
    { "{}", SALON_JSON_OBJECT, "an object" },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(SalonJsonDocument) document = PARSE (table[i].text);
      const SalonJson *root = root_of (document);

      g_assert_cmpint (salon_json_get_kind (root), ==, table[i].kind);
      g_assert_cmpstr (salon_json_kind_to_string (table[i].kind), ==, table[i].name);
      g_assert_cmpint (salon_json_is_object (root), ==, table[i].kind == SALON_JSON_OBJECT);
      g_assert_cmpint (salon_json_is_array (root), ==, table[i].kind == SALON_JSON_ARRAY);
      g_assert_cmpint (salon_json_is_string (root), ==, table[i].kind == SALON_JSON_STRING);
    }
}

static void
test_nothing_is_null (void)
{
  g_autofree char *text = salon_json_to_text (NULL, FALSE);
  SalonJsonIter iter;
  gint64 integer = 7;
  double number = 7;
  gboolean boolean = 7;

  g_assert_cmpint (salon_json_get_kind (NULL), ==, SALON_JSON_NULL);
  g_assert_null (salon_json_get_member (NULL, "a"));
  g_assert_cmpuint (salon_json_get_length (NULL), ==, 0);
  g_assert_null (salon_json_as_string (NULL));
  g_assert_null (salon_json_as_string_length (NULL, NULL));
  g_assert_false (salon_json_as_int64 (NULL, &integer));
  g_assert_false (salon_json_as_double (NULL, &number));
  g_assert_false (salon_json_as_boolean (NULL, &boolean));
  g_assert_null (salon_json_dup_number_text (NULL));
  g_assert_true (salon_json_equal (NULL, NULL));
  g_assert_cmpstr (text, ==, "null");
  salon_json_iter_init (&iter, NULL);
  g_assert_false (salon_json_iter_next (&iter, NULL, NULL));
}

static void
test_members_and_elements (void)
{
  g_autoptr(SalonJsonDocument) document =
    PARSE ("{\"a\":1,\"list\":[10,{\"x\":[]},30],\"\":2,\"a\":3}");
  const SalonJson *root = root_of (document), *value = NULL;
  g_autoptr(GString) seen = g_string_new (NULL);
  SalonJsonIter iter;
  const char *name = "untouched";
  gint64 number = 0;

  g_assert_cmpuint (salon_json_get_length (root), ==, 4);
  g_assert_true (salon_json_as_int64 (salon_json_get_member (root, "a"), &number));
  g_assert_cmpint (number, ==, 3);
  g_assert_null (salon_json_get_member (root, "b"));
  g_assert_nonnull (salon_json_get_member (root, ""));

  salon_json_iter_init (&iter, root);
  while (salon_json_iter_next (&iter, &name, &value))
    {
      g_autofree char *text = salon_json_to_text (value, FALSE);

      g_string_append_printf (seen, "%s=%s;", name, text);
    }
  g_assert_cmpstr (seen->str, ==, "a=1;list=[10,{\"x\":[]},30];=2;a=3;");

  g_string_truncate (seen, 0);
  salon_json_iter_init (&iter, salon_json_get_member (root, "list"));
  while (salon_json_iter_next (&iter, &name, &value))
    {
      g_assert_null (name);
      g_string_append_printf (seen, "%d;", salon_json_get_kind (value));
    }
  g_assert_cmpstr (seen->str, ==, "2;5;2;");
}

static void
test_strings_with_nul (void)
{
  g_autoptr(SalonJsonDocument) document = PARSE ("{\"s\":\"a\\u0000b\",\"a\\u0000b\":1}");
  const SalonJson *value = salon_json_get_member (root_of (document), "s");
  g_autoptr(GError) error = NULL;
  const char *string = "untouched";
  gsize length = 0;

  g_assert_null (salon_json_as_string (value));
  g_assert_cmpmem (salon_json_as_string_length (value, &length), 3, "a\0b", 3);
  g_assert_cmpuint (length, ==, 3);
  g_assert_null (salon_json_get_member (root_of (document), "a"));

  g_assert_false (salon_json_read_string (root_of (document), "s", SALON_JSON_REQUIRED,
                                          &string, &error));
  g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_OUT_OF_RANGE);
  g_assert_cmpstr (string, ==, "untouched");
}

static void
test_int64 (void)
{
  static const struct {
    const char *text;
    gboolean    fits;
    gint64      number;
  } table[] = {
    { "0", TRUE, 0 }, { "-0", TRUE, 0 }, { "0.000", TRUE, 0 }, { "0e99999999999999", TRUE, 0 },
    { "7", TRUE, 7 }, { "-7", TRUE, -7 }, { "10.0", TRUE, 10 }, { "1e1", TRUE, 10 },
    { "120e-1", TRUE, 12 }, { "1.25e2", TRUE, 125 }, { "1e18", TRUE, 1000000000000000000 },
    { "9007199254740993", TRUE, 9007199254740993 },
    { "9223372036854775807", TRUE, G_MAXINT64 }, { "-9223372036854775808", TRUE, G_MININT64 },
    { "9223372036854775808", FALSE, 0 }, { "-9223372036854775809", FALSE, 0 },
    { "18446744073709551616", FALSE, 0 }, { "1e19", FALSE, 0 }, { "1e400", FALSE, 0 },
    { "1.5", FALSE, 0 }, { "1e-1", FALSE, 0 }, { "1e99999999999999999999999", FALSE, 0 },
    { "1e-99999999999999999999999", FALSE, 0 }, { "\"1\"", FALSE, 0 }, { "true", FALSE, 0 },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(SalonJsonDocument) document = PARSE (table[i].text);
      gint64 number = 4711;

      g_test_message ("%s", table[i].text);
      g_assert_cmpint (salon_json_as_int64 (root_of (document), &number), ==, table[i].fits);
      g_assert_cmpint (number, ==, table[i].fits ? table[i].number : 4711);
    }
}

static void
test_double (void)
{
  g_autofree char *long_number = g_strnfill (300, '1');
  g_autoptr(SalonJsonDocument) document =
    PARSE ("[0.1, -2, 1e308, 1e309, 5e-324, 1e-400, \"1\"]");
  g_autoptr(SalonJsonDocument) long_document = PARSE (long_number);
  static const double expected[] = { 0.1, -2, 1e308, 0, 5e-324, 0, 0 };
  static const gboolean fits[] = { TRUE, TRUE, TRUE, FALSE, TRUE, TRUE, FALSE };
  const SalonJson *value;
  SalonJsonIter iter;
  double number;
  guint i = 0;

  salon_json_iter_init (&iter, root_of (document));
  while (salon_json_iter_next (&iter, NULL, &value))
    {
      number = 0;
      g_assert_cmpint (salon_json_as_double (value, &number), ==, fits[i]);
      g_assert_cmpfloat (number, ==, expected[i]);
      i++;
    }
  g_assert_cmpuint (i, ==, G_N_ELEMENTS (expected));

  g_assert_true (salon_json_as_double (root_of (long_document), &number));
  g_assert_cmpfloat (number, >, 1.1e299);
}

static void
test_number_text (void)
{
  g_autoptr(SalonJsonDocument) document = PARSE ("[1.50]");
  g_autofree char *text = NULL;
  const SalonJson *value = NULL;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, root_of (document));
  g_assert_true (salon_json_iter_next (&iter, NULL, &value));
  text = salon_json_dup_number_text (value);
  g_assert_cmpstr (text, ==, "1.50");
}

static void
test_pretty (void)
{
  g_autoptr(SalonJsonDocument) document =
    PARSE ("{\"a\":[1,2,{},[]],\"b\":\"x,:[\\\"{\\\\\",\"c\":{\"d\":null}}");
  g_autofree char *text = salon_json_to_text (root_of (document), TRUE);

  g_assert_cmpstr (text, ==,
                   "{\n  \"a\": [\n    1,\n    2,\n    {},\n    []\n  ],\n"
                   "  \"b\": \"x,:[\\\"{\\\\\",\n  \"c\": {\n    \"d\": null\n  }\n}");
}

static void
test_equal (void)
{
  static const struct {
    const char *a;
    const char *b;
    gboolean    equal;
  } table[] = {
    { "1", "1.0", TRUE }, { "1", "10e-1", TRUE }, { "100", "1e2", TRUE }, { "0", "-0.0", TRUE },
    { "0.1", "0.10", TRUE }, { "0.1", "0.10000000000000001", FALSE }, { "1e400", "10e399", TRUE },
    { "1e400", "1e401", FALSE }, { "1", "-1", FALSE }, { "12", "1.2", FALSE },
    { "9007199254740992", "9007199254740993", FALSE }, { "123", "12", FALSE },
    { "1180591620717411303424", "1.180591620717411303424e21", TRUE }, { "105", "15", FALSE },
    { "1e99999999999999", "1e99999999999999", TRUE },
    { "\"a\"", "\"\\u0061\"", TRUE }, { "\"a\"", "\"b\"", FALSE },
    { "\"a\\u0000b\"", "\"a\\u0000c\"", FALSE },
    { "null", "false", FALSE }, { "true", "true", TRUE }, { "true", "false", FALSE },
    { "[1,2]", "[1,2.0]", TRUE }, { "[1,2]", "[2,1]", FALSE }, { "[1]", "[1,1]", FALSE },
    { "[]", "{}", FALSE }, { "\"1\"", "1", FALSE },
    { "{\"a\":1,\"b\":[2]}", "{\"b\":[2],\"a\":1}", TRUE },
    { "{\"a\":1}", "{\"a\":2}", FALSE }, { "{\"a\":1}", "{\"b\":1}", FALSE },
    { "{\"a\":1,\"a\":2}", "{\"a\":2}", TRUE }, { "{\"a\":1,\"a\":2}", "{\"a\":1}", FALSE },
    { "{\"a\":null}", "{}", FALSE }, { "{\"a\":1,\"b\":2}", "{\"a\":1,\"c\":2}", FALSE },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(SalonJsonDocument) a = PARSE (table[i].a);
      g_autoptr(SalonJsonDocument) b = PARSE (table[i].b);

      g_test_message ("%s and %s", table[i].a, table[i].b);
      g_assert_cmpint (salon_json_equal (root_of (a), root_of (b)), ==, table[i].equal);
      g_assert_cmpint (salon_json_equal (root_of (b), root_of (a)), ==, table[i].equal);
    }
}

static void
test_copy_outlives_its_origin (void)
{
  SalonJsonDocument *document = PARSE ("{\"keep\":{\"n\":1.0,\"s\":\"a\\u0000\"}}");
  g_autoptr(SalonJsonDocument) copy = NULL;
  g_autofree char *text = NULL;

  copy = salon_json_document_copy (salon_json_get_member (root_of (document), "keep"));
  salon_json_document_unref (document);

  text = salon_json_to_text (root_of (copy), FALSE);
  g_assert_cmpstr (text, ==, "{\"n\":1.0,\"s\":\"a\\u0000\"}");
}

static void
test_part_outlives_the_rest (void)
{
  SalonJsonDocument *document = PARSE ("{\"keep\":{\"deep\":[1,\"two\"]},\"drop\":0}");
  g_autoptr(SalonJsonDocument) part = NULL;
  g_autoptr(SalonJsonDocument) part_of_part = NULL;
  g_autofree char *text = NULL;
  g_autofree char *deep_text = NULL;

  part = salon_json_document_new_part (document,
                                       salon_json_get_member (root_of (document), "keep"));
  part_of_part = salon_json_document_new_part (part,
                                               salon_json_get_member (root_of (part), "deep"));
  salon_json_document_unref (document);
  text = salon_json_to_text (root_of (part), FALSE);
  g_clear_pointer (&part, salon_json_document_unref);
  deep_text = salon_json_to_text (root_of (part_of_part), FALSE);

  g_assert_cmpstr (text, ==, "{\"deep\":[1,\"two\"]}");
  g_assert_cmpstr (deep_text, ==, "[1,\"two\"]");
}

static void
test_document_is_boxed (void)
{
  g_auto(GValue) value = G_VALUE_INIT;
  g_autoptr(SalonJsonDocument) document = PARSE ("1");

  g_value_init (&value, SALON_TYPE_JSON_DOCUMENT);
  g_value_set_boxed (&value, document);
  g_assert_true (g_value_get_boxed (&value) == document);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/core/json/text-comes-out-as-it-went-in", test_round_trip);
  g_test_add_func ("/core/json/syntax-errors-name-their-place", test_syntax_errors);
  g_test_add_func ("/core/json/nul-outside-escapes-is-refused",
                   test_nul_outside_strings_is_refused);
  g_test_add_func ("/core/json/bytes-that-are-no-utf8-are-refused", test_not_utf8);
  g_test_add_func ("/core/json/byte-order-mark-is-skipped", test_byte_order_mark_is_skipped);
  g_test_add_func ("/core/json/halves-of-pairs-are-repaired", test_halves_of_pairs_are_repaired);
  g_test_add_func ("/core/json/depth-is-limited", test_depth_limit);
  g_test_add_func ("/core/json/brackets-in-strings-are-text", test_brackets_in_strings);
  g_test_add_func ("/core/json/size-is-limited", test_size_limit);
  g_test_add_func ("/core/json/text-is-not-kept", test_text_is_not_kept);
  g_test_add_func ("/core/json/kinds", test_kinds);
  g_test_add_func ("/core/json/nothing-counts-as-null", test_nothing_is_null);
  g_test_add_func ("/core/json/members-and-elements-in-order", test_members_and_elements);
  g_test_add_func ("/core/json/strings-with-nul-are-no-c-strings", test_strings_with_nul);
  g_test_add_func ("/core/json/whole-numbers", test_int64);
  g_test_add_func ("/core/json/doubles", test_double);
  g_test_add_func ("/core/json/number-text-is-verbatim", test_number_text);
  g_test_add_func ("/core/json/pretty-text", test_pretty);
  g_test_add_func ("/core/json/equality-is-by-value", test_equal);
  g_test_add_func ("/core/json/copy-outlives-its-origin", test_copy_outlives_its_origin);
  g_test_add_func ("/core/json/part-outlives-the-rest", test_part_outlives_the_rest);
  g_test_add_func ("/core/json/document-is-boxed", test_document_is_boxed);

  return g_test_run ();
}
