/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-text.h"

#include <string.h>

#include <gio/gio.h>

/* Letters with more marks than that are made to cover what is around them. */
#define MAX_MARKS 4

/* Nothing shown needs more; the text is cut before it is looked at in whole. */
#define MAX_BYTES_PER_CHARACTER 16

/* What moves, hides or turns around what is next to it, or has no look of its own. */
static gboolean
is_shown (gunichar character)
{
  static const GUnicodeType hidden[] = {
    G_UNICODE_CONTROL, G_UNICODE_FORMAT, G_UNICODE_PRIVATE_USE, G_UNICODE_SURROGATE,
    G_UNICODE_UNASSIGNED, G_UNICODE_LINE_SEPARATOR, G_UNICODE_PARAGRAPH_SEPARATOR,
  };
  GUnicodeType type = g_unichar_type (character);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (hidden); i++)
    {
      if (type == hidden[i])
        return FALSE;
    }

  return TRUE;
}

/**
 * salon_mcp_auth_text_dup_shown:
 * @text: (nullable): a text that somebody else has written; need not be UTF-8
 * @max_characters: how much of it may be shown
 *
 * Makes a text of others fit for a sentence or a label: on one line, without characters that
 * control, hide or turn around what is next to them, and cut with an ellipsis.
 *
 * Returns: (transfer full): the text; empty for %NULL
 */
char *
salon_mcp_auth_text_dup_shown (const char *text,
                               gsize       max_characters)
{
  g_autoptr(GString) shown = g_string_new (NULL);
  g_autofree char *valid = NULL;
  gsize n_characters = 0;
  gboolean has_space = FALSE;
  guint n_marks = 0;
  const char *p;

  if (text == NULL)
    return g_strdup ("");

  valid = g_utf8_make_valid (text, (gssize) strnlen (text, (max_characters + 1) *
                                                           MAX_BYTES_PER_CHARACTER));
  for (p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      if (g_unichar_isspace (character) || character == 0x2028 || character == 0x2029)
        {
          has_space = shown->len > 0;
          continue;
        }
      if (!is_shown (character))
        continue;

      n_marks = g_unichar_ismark (character) ? n_marks + 1 : 0;
      if (n_marks > MAX_MARKS)
        continue;

      if (n_characters + (has_space ? 1 : 0) >= max_characters)
        {
          g_string_append (shown, "…");
          break;
        }
      if (has_space)
        {
          g_string_append_c (shown, ' ');
          n_characters++;
        }
      g_string_append_unichar (shown, character);
      n_characters++;
      has_space = FALSE;
    }

  return g_string_free_and_steal (g_steal_pointer (&shown));
}

/**
 * salon_mcp_auth_text_dup_host:
 * @url: (nullable): an address, perhaps not even that
 *
 * Takes out of an address what people know a server by.
 *
 * Returns: (transfer full): the host, in ASCII, and the port when it is not the scheme's own;
 *   “?” when there is none
 */
char *
salon_mcp_auth_text_dup_host (const char *url)
{
  g_autoptr(GUri) uri = NULL;
  g_autofree char *ascii = NULL;
  g_autofree char *shown = NULL;
  int port;

  if (url != NULL)
    uri = g_uri_parse (url, G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return g_strdup ("?");

  ascii = g_hostname_to_ascii (g_uri_get_host (uri));
  shown = salon_mcp_auth_text_dup_shown (ascii != NULL ? ascii : g_uri_get_host (uri), 253);
  port = g_uri_get_port (uri);
  /* GUri gives the scheme's own port for none. */
  if (port <= 0 ||
      (port == 443 && strcmp (g_uri_get_scheme (uri), "https") == 0) ||
      (port == 80 && strcmp (g_uri_get_scheme (uri), "http") == 0))
    return g_steal_pointer (&shown);

  return g_strdup_printf (strchr (shown, ':') != NULL ? "[%s]:%d" : "%s:%d", shown, port);
}
