/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-fuzz"

#include "config.h"

#include <string.h>

#include "fuzz-lines.h"
#include "salon-core-error.h"
#include "salon-uri-template.h"

/* What an address may consist of, whatever went into it (RFC 3986, section 2). */
static void
check_address (const char *address)
{
  for (const char *c = address; *c != '\0'; c++)
    if (*c == '%')
      g_assert_true (g_ascii_isxdigit (c[1]) && g_ascii_isxdigit (c[2]));
    else
      g_assert_true (g_ascii_isalnum (*c) || strchr ("-._~:/?#[]@!$&'()*+,;=", *c) != NULL);
}

/* A template on the first line; each other one is the value of the next variable: a list when
 * it begins with “[”, a map with “{”, else a text; “,” stands between the parts. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = fuzz_take_line (&data, &size);
  g_autoptr (SalonUriTemplate) uri_template = NULL;
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                                         (GDestroyNotify) salon_uri_value_unref);
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;

  uri_template = salon_uri_template_new (text, &error);
  g_assert_true ((uri_template == NULL) == (error != NULL));
  if (uri_template == NULL)
    return 0;
  for (const char *const *name = salon_uri_template_get_variables (uri_template);
       *name != NULL && size > 0; name++)
    {
      g_autofree char *line = fuzz_take_line (&data, &size);
      g_auto (GStrv) parts = g_strsplit (line, ",", -1);
      SalonUriValue *value = NULL;

      if (line[0] == '[')
        value = salon_uri_value_new_list ((const char * const *) parts + 1);
      else if (line[0] == '{' && g_strv_length (parts) % 2 == 1)
        value = salon_uri_value_new_map ((const char * const *) parts + 1);
      else
        value = salon_uri_value_new_string (line);
      g_hash_table_insert (values, (char *) *name, value);
    }
  address = salon_uri_template_expand (uri_template, values, &error);
  g_assert_true ((address == NULL) == (error != NULL));
  if (address != NULL)
    check_address (address);
  else
    g_assert_cmpint (error->domain, ==, SALON_CORE_ERROR);
  return 0;
}
