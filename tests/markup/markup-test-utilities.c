/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include "markup-test-utilities.h"

#include <string.h>

static const char * const kind_names[] = {
  "paragraph", "heading", "code", "list", "item", "quote", "table", "row", "cell", "rule",
};

static void
dump_block (GString          *out,
            SalonMarkupBlock *block,
            guint             indent)
{
  static const char * const tasks[] = { "", " open", " done" };
  static const char * const alignments[] = { "", " center", " end" };
  g_autofree char *escaped = NULL;

  g_string_append_printf (out, "%*s%s", (int) (indent * 2), "",
                          kind_names[salon_markup_block_get_kind (block)]);
  if (salon_markup_block_get_level (block) > 0)
    g_string_append_printf (out, " %u", salon_markup_block_get_level (block));
  if (salon_markup_block_is_ordered (block))
    g_string_append_printf (out, " from %u", salon_markup_block_get_start (block));
  if (salon_markup_block_is_tight (block))
    g_string_append (out, " tight");
  if (salon_markup_block_is_header (block))
    g_string_append (out, " header");
  g_string_append (out, tasks[salon_markup_block_get_task (block)]);
  g_string_append (out, alignments[salon_markup_block_get_alignment (block)]);
  if (salon_markup_block_get_language (block) != NULL)
    g_string_append_printf (out, " (%s)", salon_markup_block_get_language (block));
  if (salon_markup_block_get_text (block) != NULL)
    {
      const char *content = salon_markup_block_get_pango_markup (block);

      if (content == NULL)
        content = salon_markup_block_get_text (block);
      escaped = g_strescape (content, "\"");
      for (char *p = escaped; (p = strstr (p, "\\\"")) != NULL;)
        memmove (p, p + 1, strlen (p));
      g_string_append_printf (out, " |%s|", escaped);
    }
  g_string_append_c (out, '\n');

  for (guint i = 0; i < salon_markup_block_get_n_children (block); i++)
    dump_block (out, salon_markup_block_get_child (block, i), indent + 1);
}

char *
markup_dump_block (SalonMarkupBlock *block)
{
  g_autoptr (GString) out = g_string_new (NULL);

  dump_block (out, block, 0);

  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
markup_dump (const char *text)
{
  g_autoptr (SalonMarkupDocument) document = salon_markup_parse (text, -1);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < salon_markup_document_get_n_blocks (document); i++)
    dump_block (out, salon_markup_document_get_block (document, i), 0);

  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gboolean
check_element (const char  *name,
               const char **attributes,
               const char **values,
               gboolean    *in_link)
{
  static const char * const plain[] = { "markup", "b", "i", "s", "tt", NULL };

  if (g_strv_contains (plain, name))
    return attributes[0] == NULL;

  if (!g_str_equal (name, "a") || *in_link)
    return FALSE;
  *in_link = TRUE;

  return g_strcmp0 (attributes[0], "href") == 0 && attributes[1] == NULL &&
         (g_ascii_strncasecmp (values[0], "https://", 8) == 0 ||
          g_ascii_strncasecmp (values[0], "http://", 7) == 0 ||
          g_ascii_strncasecmp (values[0], "mailto:", 7) == 0);
}

static void
start_element_cb (GMarkupParseContext *context,
                  const char          *name,
                  const char         **attributes,
                  const char         **values,
                  gpointer             user_data,
                  GError             **error)
{
  if (!check_element (name, attributes, values, user_data))
    g_set_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_UNKNOWN_ELEMENT, "<%s>", name);
}

static void
end_element_cb (GMarkupParseContext *context,
                const char          *name,
                gpointer             user_data,
                GError             **error)
{
  if (g_str_equal (name, "a"))
    *(gboolean *) user_data = FALSE;
}

/* Only the elements a label needs to know, no link in a link, no other scheme. */
gboolean
markup_is_well_formed (const char *markup)
{
  static const GMarkupParser parser = {
    .start_element = start_element_cb,
    .end_element = end_element_cb,
  };
  gboolean in_link = FALSE;
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &in_link, NULL);

  return g_markup_parse_context_parse (context, "<markup>", -1, NULL) &&
         g_markup_parse_context_parse (context, markup, -1, NULL) &&
         g_markup_parse_context_parse (context, "</markup>", -1, NULL) &&
         g_markup_parse_context_end_parse (context, NULL);
}

void
markup_foreach_corpus (MarkupCorpusFunc func)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "markup", "data", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;
  guint n_documents = 0;

  g_assert_no_error (error);

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;
      gsize length;

      g_file_get_contents (path, &text, &length, &error);
      g_assert_no_error (error);
      func (name, text, length);
      n_documents++;
    }

  g_assert_cmpuint (n_documents, >=, 9);
}
