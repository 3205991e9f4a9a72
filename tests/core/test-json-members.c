/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

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

typedef enum { STRING, INT64, DOUBLE, BOOLEAN, OBJECT, ARRAY, VALUE } Reader;

static gboolean
run_reader (Reader              reader,
            const SalonJson    *object,
            const char         *name,
            SalonJsonPresence   presence,
            gboolean           *touched,
            GError            **error)
{
  const SalonJson *json = (const SalonJson *) "mark", *json_mark = json;
  const char *string = "mark", *string_mark = string;
  gboolean boolean = 4711, result = FALSE;
  gint64 integer = 4711;
  double number = 4711;

  switch (reader)
    {
    case STRING:
      result = salon_json_read_string (object, name, presence, &string, error);
      break;
    case INT64:
      result = salon_json_read_int64 (object, name, presence, &integer, error);
      break;
    case DOUBLE:
      result = salon_json_read_double (object, name, presence, &number, error);
      break;
    case BOOLEAN:
      result = salon_json_read_boolean (object, name, presence, &boolean, error);
      break;
    case OBJECT:
      result = salon_json_read_object (object, name, presence, &json, error);
      break;
    case ARRAY:
      result = salon_json_read_array (object, name, presence, &json, error);
      break;
    case VALUE:
    default:
      result = salon_json_read_value (object, name, presence, &json, error);
      break;
    }

  *touched = string != string_mark || integer != 4711 || number < 4711 || number > 4711 ||
             boolean != 4711 || json != json_mark;
  return result;
}

static void
test_typed_members (void)
{
  static const char text[] =
    "{\"string\":\"x\",\"number\":12,\"large\":1e400,\"half\":0.5,\"true\":true,\"null\":null,"
    "\"object\":{},\"array\":[]}";
  static const struct {
    Reader             reader;
    const char        *name;
    SalonJsonPresence  presence;
    int                code;     /* -1 is success that sets, -2 success that does not */
    const char        *message;
  } table[] = {
    { STRING, "string", SALON_JSON_REQUIRED, -1, NULL },
    { STRING, "number", SALON_JSON_OPTIONAL, SALON_CORE_ERROR_WRONG_TYPE,
      "“number” has to be a string, not a number." },
    { STRING, "null", SALON_JSON_OPTIONAL, -2, NULL },
    { STRING, "null", SALON_JSON_REQUIRED, SALON_CORE_ERROR_WRONG_TYPE,
      "“null” has to be a string, not null." },
    { STRING, "absent", SALON_JSON_OPTIONAL, -2, NULL },
    { STRING, "absent", SALON_JSON_REQUIRED, SALON_CORE_ERROR_MISSING, "“absent” is missing." },
    { INT64, "number", SALON_JSON_REQUIRED, -1, NULL },
    { INT64, "half", SALON_JSON_REQUIRED, SALON_CORE_ERROR_OUT_OF_RANGE,
      "“half” has to be a whole number of no more than 64 bits." },
    { INT64, "large", SALON_JSON_OPTIONAL, SALON_CORE_ERROR_OUT_OF_RANGE, NULL },
    { INT64, "string", SALON_JSON_REQUIRED, SALON_CORE_ERROR_WRONG_TYPE,
      "“string” has to be a number, not a string." },
    { INT64, "absent", SALON_JSON_OPTIONAL, -2, NULL },
    { DOUBLE, "half", SALON_JSON_REQUIRED, -1, NULL },
    { DOUBLE, "large", SALON_JSON_REQUIRED, SALON_CORE_ERROR_OUT_OF_RANGE,
      "“large” is a number too large to be used." },
    { DOUBLE, "true", SALON_JSON_REQUIRED, SALON_CORE_ERROR_WRONG_TYPE, NULL },
    { DOUBLE, "null", SALON_JSON_OPTIONAL, -2, NULL },
    { BOOLEAN, "true", SALON_JSON_REQUIRED, -1, NULL },
    { BOOLEAN, "number", SALON_JSON_OPTIONAL, SALON_CORE_ERROR_WRONG_TYPE,
      "“number” has to be true or false, not a number." },
    { BOOLEAN, "absent", SALON_JSON_OPTIONAL, -2, NULL },
    { OBJECT, "object", SALON_JSON_REQUIRED, -1, NULL },
    { OBJECT, "array", SALON_JSON_REQUIRED, SALON_CORE_ERROR_WRONG_TYPE,
      "“array” has to be an object, not an array." },
    { OBJECT, "null", SALON_JSON_OPTIONAL, -2, NULL },
    { ARRAY, "array", SALON_JSON_REQUIRED, -1, NULL },
    { ARRAY, "object", SALON_JSON_OPTIONAL, SALON_CORE_ERROR_WRONG_TYPE, NULL },
    { ARRAY, "absent", SALON_JSON_REQUIRED, SALON_CORE_ERROR_MISSING, NULL },
    { VALUE, "half", SALON_JSON_REQUIRED, -1, NULL },
    { VALUE, "null", SALON_JSON_REQUIRED, -1, NULL },
    { VALUE, "null", SALON_JSON_OPTIONAL, -2, NULL },
    { VALUE, "absent", SALON_JSON_REQUIRED, SALON_CORE_ERROR_MISSING, NULL },
  };
  g_autoptr(SalonJsonDocument) document = PARSE (text);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(GError) error = NULL;
      gboolean touched, result;

      g_test_message ("%u: %s", i, table[i].name);
      result = run_reader (table[i].reader, root_of (document), table[i].name, table[i].presence,
                           &touched, &error);
      g_assert_cmpint (result, ==, table[i].code < 0);
      g_assert_cmpint (touched, ==, table[i].code == -1);
      if (table[i].code >= 0)
        g_assert_error (error, SALON_CORE_ERROR, table[i].code);
      else
        g_assert_no_error (error);
      if (table[i].message != NULL)
        g_assert_cmpstr (error->message, ==, table[i].message);
    }
}

static void
test_members_of_no_object (void)
{
  g_autoptr(SalonJsonDocument) document = PARSE ("[]");
  Reader reader;

  for (reader = STRING; reader <= VALUE; reader++)
    {
      g_autoptr(GError) error = NULL;
      gboolean touched;

      g_assert_false (run_reader (reader, root_of (document), "a", SALON_JSON_OPTIONAL,
                                  &touched, &error));
      g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_WRONG_TYPE);
      g_clear_error (&error);

      g_assert_true (run_reader (reader, NULL, "a", SALON_JSON_OPTIONAL, &touched, &error));
      g_assert_false (touched);
      g_assert_false (run_reader (reader, NULL, "a", SALON_JSON_REQUIRED, &touched, &error));
      g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_MISSING);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/core/json-members/typed-members", test_typed_members);
  g_test_add_func ("/core/json-members/only-objects-have-members", test_members_of_no_object);

  return g_test_run ();
}
