/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-form.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-mcp-auth-error.h"

/* An authorization response has six parameters; extensions bring some more. */
#define MAX_PARAMETERS 64

/**
 * salon_mcp_auth_form_encode_text:
 * @text: a text
 *
 * Encodes a name or a value for application/x-www-form-urlencoded. RFC 6749 section 2.3.1
 * wants client id and secret so before they go into a Basic header.
 *
 * Returns: (transfer full): the text, of letters, digits and “-._~+%”
 */
char *
salon_mcp_auth_form_encode_text (const char *text)
{
  g_autoptr(GString) encoded = NULL;
  const char *p;

  g_return_val_if_fail (text != NULL, NULL);

  encoded = g_string_new (NULL);
  for (p = text; *p != '\0'; p++)
    {
      if (g_ascii_isalnum (*p) || strchr ("-._~", *p) != NULL)
        g_string_append_c (encoded, *p);
      else if (*p == ' ')
        g_string_append_c (encoded, '+');
      else
        g_string_append_printf (encoded, "%%%02X", (guchar) *p);
    }

  return g_string_free_and_steal (g_steal_pointer (&encoded));
}

/**
 * salon_mcp_auth_form_encode:
 * @pairs: (array zero-terminated=1): names and values in turn
 *
 * Returns: (transfer full): the form, in the order of @pairs
 */
char *
salon_mcp_auth_form_encode (const char * const *pairs)
{
  g_autoptr(GString) form = NULL;
  gsize i;

  g_return_val_if_fail (pairs != NULL, NULL);

  form = g_string_new (NULL);
  for (i = 0; pairs[i] != NULL; i += 2)
    {
      g_autofree char *name = salon_mcp_auth_form_encode_text (pairs[i]);
      g_autofree char *value = NULL;

      g_return_val_if_fail (pairs[i + 1] != NULL, NULL);

      value = salon_mcp_auth_form_encode_text (pairs[i + 1]);
      g_string_append_printf (form, "%s%s=%s", form->len > 0 ? "&" : "", name, value);
    }

  return g_string_free_and_steal (g_steal_pointer (&form));
}

/**
 * salon_mcp_auth_form_add_to_url:
 * @url: an address
 * @pairs: (array zero-terminated=1): names and values in turn
 *
 * Adds parameters to the query that an address has or has not; RFC 6749 section 3.1 wants the
 * former kept. Not a byte of the address is written in another way.
 *
 * Returns: (transfer full): the new address, without a fragment
 */
char *
salon_mcp_auth_form_add_to_url (const char         *url,
                                const char * const *pairs)
{
  g_autofree char *form = NULL;
  g_autofree char *base = NULL;
  const char *separator = "?";

  g_return_val_if_fail (url != NULL, NULL);
  g_return_val_if_fail (pairs != NULL, NULL);

  form = salon_mcp_auth_form_encode (pairs);
  base = g_strndup (url, strcspn (url, "#"));
  if (*form == '\0')
    return g_steal_pointer (&base);

  if (strchr (base, '?') != NULL)
    separator = g_str_has_suffix (base, "?") || g_str_has_suffix (base, "&") ? "" : "&";

  return g_strconcat (base, separator, form, NULL);
}

/* NULL for broken percent signs, NUL, and what is no UTF-8. */
static char *
decode_text (const char *text,
             gsize       length)
{
  g_autoptr(GString) decoded = g_string_sized_new (length);
  gsize i;

  for (i = 0; i < length; i++)
    {
      if (text[i] == '+')
        {
          g_string_append_c (decoded, ' ');
        }
      else if (text[i] != '%')
        {
          g_string_append_c (decoded, text[i]);
        }
      else
        {
          if (length - i < 3 || !g_ascii_isxdigit (text[i + 1]) || !g_ascii_isxdigit (text[i + 2]))
            return NULL;
          g_string_append_c (decoded, (char) (g_ascii_xdigit_value (text[i + 1]) * 16 +
                                              g_ascii_xdigit_value (text[i + 2])));
          i += 2;
        }
    }

  /* Knows NUL for an error, too. */
  if (!g_utf8_validate (decoded->str, (gssize) decoded->len, NULL))
    return NULL;

  return g_string_free_and_steal (g_steal_pointer (&decoded));
}

/**
 * salon_mcp_auth_form_find_in_url:
 * @url: an address
 * @names: (array zero-terminated=1): names of parameters
 *
 * Looks for parameters that are not to be in an address already, as what is added to it would
 * be there twice then, and the other one might count.
 *
 * Returns: (transfer none) (nullable): the one of @names that is there; %NULL when none is
 */
const char *
salon_mcp_auth_form_find_in_url (const char         *url,
                                 const char * const *names)
{
  g_auto(GStrv) pairs = NULL;
  g_autofree char *query = NULL;
  const char *mark;
  gsize i;
  gsize j;

  g_return_val_if_fail (url != NULL, NULL);
  g_return_val_if_fail (names != NULL, NULL);

  mark = strpbrk (url, "?#");
  if (mark == NULL || *mark == '#')
    return NULL;

  query = g_strndup (mark + 1, strcspn (mark + 1, "#"));
  pairs = g_strsplit (query, "&", -1);
  for (i = 0; pairs[i] != NULL; i++)
    {
      g_autofree char *name = decode_text (pairs[i], strcspn (pairs[i], "="));

      for (j = 0; name != NULL && names[j] != NULL; j++)
        {
          if (strcmp (name, names[j]) == 0)
            return names[j];
        }
    }

  return NULL;
}

/**
 * salon_mcp_auth_form_decode:
 * @query: a form, without a question mark
 * @error: return location for an error
 *
 * Reads a form. A name given twice makes it worthless: of which the two is meant, each
 * reader would decide for itself (RFC 6749 section 3.1).
 *
 * Returns: (transfer full) (nullable) (element-type utf8 utf8): the values by name; %NULL with
 *   %SALON_MCP_AUTH_ERROR_FAILED
 */
GHashTable *
salon_mcp_auth_form_decode (const char  *query,
                            GError     **error)
{
  g_autoptr(GHashTable) values = NULL;
  const char *p = query;

  g_return_val_if_fail (query != NULL, NULL);

  values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  while (*p != '\0')
    {
      gsize length = strcspn (p, "&");
      const char *equals = memchr (p, '=', length);
      gsize name_length = equals != NULL ? (gsize) (equals - p) : length;
      g_autofree char *name = decode_text (p, name_length);
      g_autofree char *value = equals != NULL ? decode_text (equals + 1, length - name_length - 1)
                                              : g_strdup ("");

      if (length > 0 && (name == NULL || value == NULL))
        {
          g_set_error_literal (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_FAILED,
                               _("The answer’s address has parameters that are not encoded the "
                                 "way they have to be."));
          return NULL;
        }
      if (length > 0 && (g_hash_table_contains (values, name) ||
                         g_hash_table_size (values) >= MAX_PARAMETERS))
        {
          g_set_error_literal (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_FAILED,
                               _("The answer’s address has a parameter twice, or too many of "
                                 "them."));
          return NULL;
        }

      if (length > 0)
        g_hash_table_insert (values, g_steal_pointer (&name), g_steal_pointer (&value));
      p += length;
      if (*p == '&')
        p++;
    }

  return g_steal_pointer (&values);
}
