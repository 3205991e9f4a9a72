/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <math.h>
#include <string.h>

#include "salon-json-writer.h"

static void
test_everything (void)
{
  g_autoptr(SalonJsonWriter) writer = salon_json_writer_new ();
  g_autoptr(SalonJsonDocument) kept = NULL;
  g_autofree char *text = NULL;

  kept = salon_json_document_parse ("{\"n\":1.0,\"big\":1e400}", -1, NULL, NULL);

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "string", "a \"b\" \\ \n\r\t\001 ä");
  salon_json_writer_add_string (writer, "nothing", NULL);
  salon_json_writer_add_string_length (writer, "nul", "x\0y", 3);
  salon_json_writer_begin_array (writer, "array");
  salon_json_writer_add_int64 (writer, NULL, G_MININT64);
  salon_json_writer_add_int64 (writer, NULL, G_MAXINT64);
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_end_object (writer);
  salon_json_writer_begin_array (writer, NULL);
  salon_json_writer_end_array (writer);
  salon_json_writer_end_array (writer);
  salon_json_writer_add_boolean (writer, "yes", TRUE);
  salon_json_writer_add_boolean (writer, "no", FALSE);
  salon_json_writer_add_null (writer, "null");
  salon_json_writer_add_value (writer, "kept", salon_json_document_get_root (kept));
  salon_json_writer_add_value (writer, "absent", NULL);
  salon_json_writer_add_text (writer, "text", "[1]");
  salon_json_writer_end_object (writer);

  text = salon_json_writer_finish (writer);
  g_assert_cmpstr (text, ==,
                   "{\"string\":\"a \\\"b\\\" \\\\ \\n\\r\\t\\u0001 ä\",\"nul\":\"x\\u0000y\","
                   "\"array\":[-9223372036854775808,9223372036854775807,{},[]],"
                   "\"yes\":true,\"no\":false,\"null\":null,\"kept\":{\"n\":1.0,\"big\":1e400},"
                   "\"text\":[1]}");
}

static void
test_doubles (void)
{
  static const struct {
    double      value;
    const char *text;
  } table[] = {
    { 0.1, "[0.1]" }, { 1, "[1.0]" }, { -2.5, "[-2.5]" }, { 1e300, "[1e300]" },
    { 5e-324, "[5e-324]" }, { 1.0 / 3, "[0.3333333333333333]" },
    { NAN, "[null]" }, { INFINITY, "[null]" }, { -INFINITY, "[null]" },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(SalonJsonWriter) writer = salon_json_writer_new ();
      g_autofree char *text = NULL;

      salon_json_writer_begin_array (writer, NULL);
      salon_json_writer_add_double (writer, NULL, table[i].value);
      salon_json_writer_end_array (writer);
      text = salon_json_writer_finish (writer);
      g_assert_cmpstr (text, ==, table[i].text);
    }
}

static void
test_repair (void)
{
  /* One U+FFFD for each longest start of a character, as the Encoding standard says. */
  static const char * const table[][2] = {
    { "a\377b", "\"a\357\277\275b\"" },
    { "\303", "\"\357\277\275\"" },
    { "\342\202", "\"\357\277\275\"" },
    { "\342\202x", "\"\357\277\275x\"" },
    { "\342\202\342\202\254", "\"\357\277\275€\"" },
    { "\360\237\230", "\"\357\277\275\"" },
    { "\355\240\200", "\"\357\277\275\357\277\275\357\277\275\"" },
    { "\300\200", "\"\357\277\275\357\277\275\"" },
    { "\364\220\200\200", "\"\357\277\275\357\277\275\357\277\275\357\277\275\"" },
    { "\200", "\"\357\277\275\"" },
    { "😀", "\"😀\"" },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(SalonJsonWriter) writer = salon_json_writer_new ();
      g_autofree char *text = NULL;

      salon_json_writer_add_string (writer, NULL, table[i][0]);
      text = salon_json_writer_finish (writer);
      g_assert_cmpstr (text, ==, table[i][1]);
    }
}

static void
test_names_are_escaped (void)
{
  g_autoptr(SalonJsonWriter) writer = salon_json_writer_new ();
  g_autofree char *text = NULL;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_null (writer, "a\"\377");
  salon_json_writer_end_object (writer);
  text = salon_json_writer_finish (writer);
  g_assert_cmpstr (text, ==, "{\"a\\\"\357\277\275\":null}");
}

static void
test_can_begin_anew (void)
{
  g_autoptr(SalonJsonWriter) writer = salon_json_writer_new ();
  g_autofree char *first = NULL;
  g_autoptr(SalonJsonDocument) second = NULL;

  salon_json_writer_add_int64 (writer, NULL, 1);
  first = salon_json_writer_finish (writer);
  g_assert_cmpstr (first, ==, "1");

  salon_json_writer_add_string (writer, NULL, "two");
  second = salon_json_writer_finish_document (writer);
  g_assert_cmpstr (salon_json_as_string (salon_json_document_get_root (second)), ==, "two");
}

/* What is looked at several bytes at a time has to be found in each place. */
static void
test_every_byte_in_every_place (void)
{
  for (guint byte = 0; byte < 0x80; byte++)
    for (gsize place = 0; place < 19; place++)
      {
        g_autoptr(SalonJsonWriter) writer = salon_json_writer_new ();
        g_autoptr(SalonJsonDocument) document = NULL;
        g_autoptr(GError) error = NULL;
        g_autofree char *text = NULL;
        const char *read = NULL;
        char string[19];
        gsize length = 0;

        memset (string, 'x', sizeof string);
        string[place] = (char) byte;
        salon_json_writer_add_string_length (writer, NULL, string, sizeof string);
        text = salon_json_writer_finish (writer);
        g_assert_cmpuint (strlen (text) == sizeof string + 2, ==,
                          byte >= 0x20 && byte != '"' && byte != '\\');
        document = salon_json_document_parse (text, -1, NULL, &error);
        g_assert_no_error (error);
        read = salon_json_as_string_length (salon_json_document_get_root (document), &length);
        g_assert_cmpmem (read, length, string, sizeof string);
      }
}

static void
test_deep_nesting (void)
{
  g_autoptr(SalonJsonWriter) writer = salon_json_writer_new ();
  g_autoptr(GString) expected = g_string_new (NULL);
  g_autofree char *text = NULL;
  guint i;

  for (i = 0; i < 100; i++)
    {
      salon_json_writer_begin_array (writer, NULL);
      salon_json_writer_begin_object (writer, NULL);
      salon_json_writer_begin_array (writer, "a");
      g_string_append (expected, "[{\"a\":[");
    }
  for (i = 0; i < 100; i++)
    {
      salon_json_writer_end_array (writer);
      salon_json_writer_end_object (writer);
      salon_json_writer_end_array (writer);
      g_string_append (expected, "]}]");
    }
  text = salon_json_writer_finish (writer);
  g_assert_cmpstr (text, ==, expected->str);
}

static void
test_whole_numbers (void)
{
  static const gint64 numbers[] = {
    0, 1, -1, 9, 10, -10, 99, 100, G_MAXINT32, G_MININT32, G_MAXINT64, G_MININT64,
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr(SalonJsonWriter) writer = salon_json_writer_new ();
      g_autofree char *expected = g_strdup_printf ("%" G_GINT64_FORMAT, numbers[i]);
      g_autofree char *text = NULL;

      salon_json_writer_add_int64 (writer, NULL, numbers[i]);
      text = salon_json_writer_finish (writer);
      g_assert_cmpstr (text, ==, expected);
    }
}

static void
test_wrong_nesting (void)
{
  g_autoptr(SalonJsonWriter) writer = salon_json_writer_new ();

  salon_json_writer_begin_array (writer, NULL);

  g_test_expect_message ("salon-core", G_LOG_LEVEL_CRITICAL, "*name*");
  salon_json_writer_add_null (writer, "name");
  g_test_assert_expected_messages ();

  g_test_expect_message ("salon-core", G_LOG_LEVEL_CRITICAL, "*open_bracket*");
  salon_json_writer_end_object (writer);
  g_test_assert_expected_messages ();

  g_test_expect_message ("salon-core", G_LOG_LEVEL_CRITICAL, "*depth == 0*");
  g_assert_null (salon_json_writer_finish (writer));
  g_test_assert_expected_messages ();
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/core/json-writer/writes-everything", test_everything);
  g_test_add_func ("/core/json-writer/doubles-are-short-and-exact", test_doubles);
  g_test_add_func ("/core/json-writer/strings-are-repaired", test_repair);
  g_test_add_func ("/core/json-writer/names-are-escaped", test_names_are_escaped);
  g_test_add_func ("/core/json-writer/can-begin-anew", test_can_begin_anew);
  g_test_add_func ("/core/json-writer/every-byte-in-every-place", test_every_byte_in_every_place);
  g_test_add_func ("/core/json-writer/deep-nesting", test_deep_nesting);
  g_test_add_func ("/core/json-writer/whole-numbers", test_whole_numbers);
  g_test_add_func ("/core/json-writer/wrong-nesting-is-reported", test_wrong_nesting);

  return g_test_run ();
}
