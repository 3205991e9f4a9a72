/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-code-highlight.h"

#include <adwaita.h>

/* What models write after the fence, where it is neither an id nor a name of GtkSourceView. */
static const struct
{
  const char *name;
  const char *id;
} aliases[] = {
  { "bash", "sh" }, { "shell", "sh" }, { "zsh", "sh" }, { "console", "sh" },
  { "c++", "cpp" }, { "cc", "cpp" }, { "h", "chdr" }, { "hpp", "cpphdr" },
  { "c#", "c-sharp" }, { "cs", "c-sharp" }, { "csharp", "c-sharp" },
  { "js", "js" }, { "javascript", "js" }, { "node", "js" }, { "mjs", "js" },
  { "ts", "typescript" }, { "tsx", "typescript-jsx" }, { "jsx", "jsx" },
  { "py", "python3" }, { "python", "python3" }, { "rb", "ruby" }, { "rs", "rust" },
  { "golang", "go" }, { "kt", "kotlin" }, { "md", "markdown" }, { "yml", "yaml" },
  { "dockerfile", "docker" }, { "make", "makefile" }, { "patch", "diff" },
  { "objective-c", "objc" }, { "tex", "latex" }, { "svg", "xml" }, { "jsonc", "json" },
};

/**
 * salon_code_highlight_find_language:
 * @name: (nullable): what stands after the fence of a code block
 *
 * Returns: (transfer none) (nullable): the language
 */
GtkSourceLanguage *
salon_code_highlight_find_language (const char *name)
{
  GtkSourceLanguageManager *manager = gtk_source_language_manager_get_default ();
  g_autofree char *id = NULL;
  g_autofree char *file_name = NULL;
  GtkSourceLanguage *language;

  if (name == NULL || *name == '\0')
    return NULL;

  id = g_ascii_strdown (name, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (g_str_equal (id, aliases[i].name))
      return gtk_source_language_manager_get_language (manager, aliases[i].id);

  language = gtk_source_language_manager_get_language (manager, id);
  if (language != NULL)
    return language;

  file_name = g_strconcat ("x.", id, NULL);

  return gtk_source_language_manager_guess_language (manager, file_name, NULL);
}

/**
 * salon_code_highlight_get_scheme:
 *
 * Returns: (transfer none) (nullable): the colours that fit the present style, light or dark
 */
GtkSourceStyleScheme *
salon_code_highlight_get_scheme (void)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  return gtk_source_style_scheme_manager_get_scheme (
    gtk_source_style_scheme_manager_get_default (), dark ? "Adwaita-dark" : "Adwaita");
}

static void
add_attribute (PangoAttrList  *attributes,
               PangoAttribute *attribute,
               guint           start,
               guint           end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (attributes, attribute);
}

static void
add_tag (PangoAttrList *attributes,
         GtkTextTag    *tag,
         guint          start,
         guint          end)
{
  g_autoptr (GdkRGBA) color = NULL;
  gboolean color_set;
  gboolean weight_set;
  gboolean style_set;
  int weight;
  PangoStyle style;

  g_object_get (tag,
                "foreground-set", &color_set, "foreground-rgba", &color,
                "weight-set", &weight_set, "weight", &weight,
                "style-set", &style_set, "style", &style,
                NULL);

  if (color_set && color != NULL)
    add_attribute (attributes,
                   pango_attr_foreground_new ((guint16) (color->red * 65535),
                                              (guint16) (color->green * 65535),
                                              (guint16) (color->blue * 65535)), start, end);
  if (weight_set)
    add_attribute (attributes, pango_attr_weight_new ((PangoWeight) weight), start, end);
  if (style_set)
    add_attribute (attributes, pango_attr_style_new (style), start, end);
}

/**
 * salon_code_highlight_text:
 * @text: source code
 * @language: what it is written in
 *
 * Highlights @text as GtkSourceView would, for a label: unlike a text view, a label
 * knows its height at once.
 *
 * Returns: (transfer full): the attributes
 */
PangoAttrList *
salon_code_highlight_text (const char        *text,
                           GtkSourceLanguage *language)
{
  g_autoptr (GtkSourceBuffer) buffer = NULL;
  PangoAttrList *attributes = pango_attr_list_new ();
  GtkTextIter start;
  GtkTextIter end;
  guint offset = 0;

  g_return_val_if_fail (text != NULL, attributes);
  g_return_val_if_fail (GTK_SOURCE_IS_LANGUAGE (language), attributes);

  buffer = gtk_source_buffer_new_with_language (language);
  gtk_source_buffer_set_style_scheme (buffer, salon_code_highlight_get_scheme ());
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (buffer), text, -1);
  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (buffer), &start, &end);
  gtk_source_buffer_ensure_highlight (buffer, &start, &end);

  while (!gtk_text_iter_is_end (&start))
    {
      GtkTextIter next = start;
      g_autoptr (GSList) tags = gtk_text_iter_get_tags (&start);
      g_autofree char *piece = NULL;
      guint length;

      gtk_text_iter_forward_to_tag_toggle (&next, NULL);
      piece = gtk_text_iter_get_slice (&start, &next);
      length = (guint) strlen (piece);
      for (GSList *tag = tags; tag != NULL; tag = tag->next)
        add_tag (attributes, tag->data, offset, offset + length);
      offset += length;
      start = next;
    }

  return attributes;
}
