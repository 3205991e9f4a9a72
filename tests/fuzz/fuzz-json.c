/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-fuzz"

#include "config.h"

#include <math.h>
#include <string.h>

#include "fuzz.h"
#include "salon-core-error.h"
#include "salon-json-writer.h"

/* Reads every value in every way there is, and writes the tree anew piece by piece. */
static void
rewrite (const SalonJson *value,
         const char      *name,
         SalonJsonWriter *writer)
{
  g_autofree char *number = salon_json_dup_number_text (value);
  const SalonJson *child;
  const char *child_name, *string;
  SalonJsonIter iter;
  gboolean boolean;
  gint64 integer;
  double real;
  gsize length;

  switch (salon_json_get_kind (value))
    {
    case SALON_JSON_NULL:
      salon_json_writer_add_null (writer, name);
      break;

    case SALON_JSON_BOOLEAN:
      g_assert_true (salon_json_as_boolean (value, &boolean));
      salon_json_writer_add_boolean (writer, name, boolean);
      break;

    case SALON_JSON_NUMBER:
      g_assert_nonnull (number);
      if (salon_json_as_double (value, &real))
        g_assert_true (isfinite (real));
      if (salon_json_as_int64 (value, &integer))
        g_assert_true (salon_json_as_double (value, &real) &&
                       fabs (real - (double) integer) < 1);
      salon_json_writer_add_text (writer, name, number);
      break;

    case SALON_JSON_STRING:
      string = salon_json_as_string_length (value, &length);
      salon_json_writer_add_string_length (writer, name, string, length);
      break;

    case SALON_JSON_ARRAY:
      salon_json_writer_begin_array (writer, name);
      salon_json_iter_init (&iter, value);
      while (salon_json_iter_next (&iter, &child_name, &child))
        rewrite (child, NULL, writer);
      salon_json_writer_end_array (writer);
      break;

    case SALON_JSON_OBJECT:
      salon_json_writer_begin_object (writer, name);
      salon_json_iter_init (&iter, value);
      while (salon_json_iter_next (&iter, &child_name, &child))
        rewrite (child, child_name, writer);
      salon_json_writer_end_object (writer);
      break;

    default:
      g_assert_not_reached ();
    }
}

/* Names with NUL inside are the one thing that the iterator does not give whole. */
static gboolean
has_name_with_nul (const char *text)
{
  return strstr (text, "\\u0000") != NULL;
}

static void
check_document (SalonJsonDocument *document)
{
  const SalonJson *root = salon_json_document_get_root (document);
  g_autofree char *text = salon_json_to_text (root, FALSE);
  g_autofree char *pretty = salon_json_to_text (root, TRUE);
  g_autofree char *again = NULL;
  g_autoptr(SalonJsonWriter) writer = salon_json_writer_new ();
  g_autoptr(SalonJsonDocument) parsed = NULL;
  g_autoptr(SalonJsonDocument) parsed_pretty = NULL;
  g_autoptr(SalonJsonDocument) rewritten = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (g_utf8_validate (text, -1, NULL));

  parsed = salon_json_document_parse (text, -1, NULL, &error);
  g_assert_no_error (error);
  again = salon_json_to_text (salon_json_document_get_root (parsed), FALSE);
  g_assert_cmpstr (again, ==, text);
  g_assert_true (salon_json_equal (root, salon_json_document_get_root (parsed)));

  parsed_pretty = salon_json_document_parse (pretty, -1, NULL, &error);
  g_assert_no_error (error);
  g_free (again);
  again = salon_json_to_text (salon_json_document_get_root (parsed_pretty), FALSE);
  g_assert_cmpstr (again, ==, text);

  rewrite (root, NULL, writer);
  rewritten = salon_json_writer_finish_document (writer);
  if (!has_name_with_nul (text))
    {
      g_assert_true (salon_json_equal (root, salon_json_document_get_root (rewritten)));
      g_assert_true (salon_json_equal (salon_json_document_get_root (rewritten), root));
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  const SalonJsonLimits limits = { .max_bytes = 1024 * 1024, .max_depth = 32 };
  g_autoptr(SalonJsonDocument) document = NULL;
  g_autoptr(GError) error = NULL;

  document = salon_json_document_parse ((const char *) data, (gssize) size, &limits, &error);
  g_assert_true ((document == NULL) == (error != NULL));
  if (document != NULL)
    check_document (document);
  else
    g_assert_true (error->domain == SALON_CORE_ERROR &&
                   g_utf8_validate (error->message, -1, NULL));

  return 0;
}
