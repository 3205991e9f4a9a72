/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-frontmatter-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-json-writer.h"
#include "salon-mcp-error.h"

/* The head of a SKILL.md, between two lines of three hyphens, as JSON: the part of YAML that
 * such heads are written in. What is beyond it (anchors, tags, quoted text over several lines)
 * is refused, so that nothing is ever taken for something else than other readers see. */

#define MAX_BYTES (64 * 1024)
#define MAX_DEPTH 16

typedef struct
{
  gsize       indent;
  const char *text;      /* after the indentation; owned by the array of lines */
} Line;

typedef struct
{
  GArray          *lines;
  guint            position;
  guint            depth;
  SalonJsonWriter *writer;
  GError         **error;
} Parser;

static gboolean parse_node  (Parser     *parser,
                             const char *name,
                             gsize       indent);
static gboolean parse_value (Parser     *parser,
                             const char *name,
                             const char *rest,
                             gsize       indent);

static gboolean
refuse (Parser *parser)
{
  g_set_error (parser->error, SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL,
               _("Line %u of the skill's head can't be read."), parser->position + 1);
  return FALSE;
}

static Line *
peek (Parser *parser)
{
  return parser->position < parser->lines->len ? &g_array_index (parser->lines, Line,
                                                                 parser->position) : NULL;
}

static gboolean
is_blank (const Line *line)
{
  return *line->text == '\0' || *line->text == '#';
}

static Line *
peek_content (Parser *parser)
{
  Line *line = peek (parser);

  while (line != NULL && is_blank (line))
    {
      parser->position++;
      line = peek (parser);
    }
  return line;
}

static gboolean
is_entry (const char *text)
{
  return text[0] == '-' && (text[1] == ' ' || text[1] == '\0');
}

/* Where a comment, or nothing but space, begins. */
static gboolean
is_rest_empty (const char *text)
{
  if (*text == '\0')
    return TRUE;
  if (*text != ' ')
    return FALSE;
  text += strspn (text, " ");
  return *text == '\0' || *text == '#';
}

static void
write_plain (Parser     *parser,
             const char *name,
             const char *text)
{
  static const char * const nulls[] = { "", "~", "null", "Null", "NULL", NULL };
  static const char * const truths[] = { "true", "True", "TRUE", NULL };
  static const char * const lies[] = { "false", "False", "FALSE", NULL };
  g_autoptr (SalonJsonDocument) number = NULL;

  if (g_strv_contains (nulls, text))
    salon_json_writer_add_null (parser->writer, name);
  else if (g_strv_contains (truths, text))
    salon_json_writer_add_boolean (parser->writer, name, TRUE);
  else if (g_strv_contains (lies, text))
    salon_json_writer_add_boolean (parser->writer, name, FALSE);
  else
    {
      if (g_ascii_isdigit (*text) || *text == '-')
        number = salon_json_document_parse (text, -1, NULL, NULL);
      if (number != NULL)
        salon_json_writer_add_value (parser->writer, name, salon_json_document_get_root (number));
      else
        salon_json_writer_add_string (parser->writer, name, text);
    }
}

/* Reads a quoted text; @end is set to what follows it. NULL when it does not end. */
static char *
read_quoted (const char  *text,
             const char **end)
{
  g_autoptr (GString) value = g_string_new (NULL);
  char quote = *text++;

  for (; *text != '\0'; text++)
    {
      if (*text == quote && quote == '\'' && text[1] == '\'')
        {
          g_string_append_c (value, '\'');
          text++;
        }
      else if (*text == quote)
        {
          *end = text + 1;
          return g_string_free_and_steal (g_steal_pointer (&value));
        }
      else if (*text == '\\' && quote == '"')
        {
          static const char escapes[] = "n\nt\tr\r\"\"\\\\//";
          const char *found = *++text != '\0' ? strchr (escapes, *text) : NULL;

          if (found == NULL || (found - escapes) % 2 != 0)
            return NULL;
          g_string_append_c (value, found[1]);
        }
      else
        {
          g_string_append_c (value, *text);
        }
    }
  return NULL;
}

/* Reads the key of a mapping; @rest is set to what follows the colon. NULL when it is none. */
static char *
read_key (const char  *text,
          const char **rest)
{
  const char *colon = NULL;
  g_autofree char *key = NULL;

  if (*text == '"' || *text == '\'')
    {
      key = read_quoted (text, &colon);
      if (key == NULL || *colon != ':')
        return NULL;
    }
  else
    {
      colon = strchr (text, ':');
      while (colon != NULL && colon[1] != ' ' && colon[1] != '\0')
        colon = strchr (colon + 1, ':');
      if (colon == NULL || colon == text || strchr ("[{&*!|>%@`?#,]}", *text) != NULL ||
          memmem (text, (gsize) (colon - text), " #", 2) != NULL)
        return NULL;
      key = g_strchomp (g_strndup (text, (gsize) (colon - text)));
    }
  *rest = colon + 1 + strspn (colon + 1, " ");
  return g_steal_pointer (&key);
}

/* [a, b] and {a: b}, on one line. Returns what follows, or NULL. */
static const char *
parse_flow (Parser     *parser,
            const char *name,
            const char *text)
{
  gboolean is_array = *text == '[';
  char close = is_array ? ']' : '}';

  if (++parser->depth > MAX_DEPTH)
    return NULL;
  if (is_array)
    salon_json_writer_begin_array (parser->writer, name);
  else
    salon_json_writer_begin_object (parser->writer, name);
  text += 1 + strspn (text + 1, " ");
  while (text != NULL && *text != close)
    {
      g_autofree char *key = NULL;
      g_autofree char *value = NULL;

      if (!is_array && (key = read_key (text, &text)) == NULL)
        return NULL;
      if (*text == '[' || *text == '{')
        {
          text = parse_flow (parser, key, text);
        }
      else if (*text == '"' || *text == '\'')
        {
          value = read_quoted (text, &text);
          if (value == NULL)
            return NULL;
          salon_json_writer_add_string (parser->writer, key, value);
        }
      else
        {
          gsize length = strcspn (text, ",[]{}#&*!");

          value = g_strchomp (g_strndup (text, length));
          if (*value == '\0' || strstr (value, ": ") != NULL)
            return NULL;
          write_plain (parser, key, value);
          text += length;
        }
      if (text == NULL)
        return NULL;
      text += strspn (text, " ");
      if (*text == ',')
        text += 1 + strspn (text + 1, " ");
      else if (*text != close)
        return NULL;
    }
  if (is_array)
    salon_json_writer_end_array (parser->writer);
  else
    salon_json_writer_end_object (parser->writer);
  parser->depth--;
  return text != NULL ? text + 1 : NULL;
}

/* A text of several lines, kept as they are or run together. */
static gboolean
parse_block (Parser     *parser,
             const char *name,
             const char *header,
             gsize       indent)
{
  g_autoptr (GString) value = g_string_new (NULL);
  gboolean folds = header[0] == '>';
  char chomping = header[1];
  gsize inner = 0;
  Line *line = NULL;
  guint breaks = 0;

  if (chomping == '-' || chomping == '+')
    header++;
  if (!is_rest_empty (header + 1))
    return refuse (parser);
  for (; (line = peek (parser)) != NULL; parser->position++)
    {
      gboolean is_empty = *line->text == '\0';

      if (!is_empty && line->indent <= indent)
        break;
      if (is_empty)
        {
          breaks++;
          continue;
        }
      if (inner == 0)
        inner = line->indent;
      if (line->indent < inner || (folds && line->indent > inner))
        return refuse (parser);
      if (value->len > 0)
        {
          if (folds && breaks == 1)
            g_string_append_c (value, ' ');
          else
            for (guint i = folds ? 1 : 0; i < breaks; i++)
              g_string_append_c (value, '\n');
        }
      else
        for (guint i = 0; i < breaks; i++)
          g_string_append_c (value, '\n');
      for (gsize i = inner; i < line->indent; i++)
        g_string_append_c (value, ' ');
      g_string_append (value, line->text);
      breaks = 1;
    }
  if (chomping == '+')
    for (guint i = 0; i < breaks; i++)
      g_string_append_c (value, '\n');
  else if (chomping != '-' && value->len > 0)
    g_string_append_c (value, '\n');
  salon_json_writer_add_string (parser->writer, name, value->str);
  return TRUE;
}

static void
cut_comment (GString *text)
{
  const char *comment = strstr (text->str, " #");

  if (comment != NULL)
    g_string_truncate (text, (gsize) (comment - text->str));
  while (text->len > 0 && text->str[text->len - 1] == ' ')
    g_string_truncate (text, text->len - 1);
}

/* Text without quotes, perhaps going on in lines that are further in. */
static gboolean
parse_plain (Parser     *parser,
             const char *name,
             const char *rest,
             gsize       indent)
{
  g_autoptr (GString) value = g_string_new (rest);
  Line *line = NULL;

  if (strchr ("&*!%@`|>,]}#", *rest) != NULL || (strchr ("?-", *rest) != NULL && rest[1] == ' '))
    return refuse (parser);
  cut_comment (value);
  if (strstr (value->str, ": ") != NULL || g_str_has_suffix (value->str, ":"))
    return refuse (parser);
  while ((line = peek (parser)) != NULL && *line->text != '\0' && line->indent > indent)
    {
      g_autoptr (GString) more = g_string_new (line->text);

      cut_comment (more);
      if (*line->text == '#' || strstr (more->str, ": ") != NULL ||
          g_str_has_suffix (more->str, ":"))
        return refuse (parser);
      g_string_append_printf (value, " %s", more->str);
      parser->position++;
    }
  write_plain (parser, name, value->str);
  return TRUE;
}

/* What follows a key, or the hyphen of an entry, on its line and the lines after it. */
static gboolean
parse_value (Parser     *parser,
             const char *name,
             const char *rest,
             gsize       indent)
{
  const char *end = NULL;
  Line *next = NULL;

  if (*rest == '\0' || *rest == '#')
    {
      next = peek_content (parser);
      if (next != NULL && (next->indent > indent ||
                           (next->indent == indent && name != NULL && is_entry (next->text))))
        return parse_node (parser, name, next->indent);
      salon_json_writer_add_null (parser->writer, name);
      return TRUE;
    }
  if (*rest == '|' || *rest == '>')
    return parse_block (parser, name, rest, indent);
  if (*rest == '"' || *rest == '\'')
    {
      g_autofree char *value = read_quoted (rest, &end);

      if (value == NULL || !is_rest_empty (end))
        return refuse (parser);
      salon_json_writer_add_string (parser->writer, name, value);
      return TRUE;
    }
  if (*rest == '[' || *rest == '{')
    {
      end = parse_flow (parser, name, rest);
      return end != NULL && is_rest_empty (end) ? TRUE : refuse (parser);
    }
  return parse_plain (parser, name, rest, indent);
}

static gboolean
parse_sequence (Parser     *parser,
                const char *name,
                gsize       indent)
{
  Line *line = NULL;

  salon_json_writer_begin_array (parser->writer, name);
  while ((line = peek_content (parser)) != NULL && line->indent == indent && is_entry (line->text))
    {
      gsize skip = 1 + strspn (line->text + 1, " ");
      const char *rest = line->text + skip;
      const char *after = NULL;
      g_autofree char *key = read_key (rest, &after);

      if (key != NULL || is_entry (rest))
        {
          /* What stands behind the hyphen is a line of its own, further in. */
          line->indent += skip;
          line->text = rest;
          if (!parse_node (parser, NULL, line->indent))
            return FALSE;
          continue;
        }
      parser->position++;
      if (!parse_value (parser, NULL, rest, indent))
        return FALSE;
    }
  salon_json_writer_end_array (parser->writer);
  return TRUE;
}

static gboolean
parse_mapping (Parser     *parser,
               const char *name,
               gsize       indent)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Line *line = NULL;

  salon_json_writer_begin_object (parser->writer, name);
  while ((line = peek_content (parser)) != NULL && line->indent == indent && !is_entry (line->text))
    {
      const char *rest = NULL;
      char *key = read_key (line->text, &rest);

      if (key == NULL)
        return refuse (parser);
      if (!g_hash_table_add (keys, key))
        return refuse (parser);
      parser->position++;
      if (!parse_value (parser, key, rest, indent))
        return FALSE;
    }
  salon_json_writer_end_object (parser->writer);
  return TRUE;
}

/* A mapping or a sequence whose lines begin at @indent. */
static gboolean
parse_node (Parser     *parser,
            const char *name,
            gsize       indent)
{
  Line *line = peek_content (parser);
  gboolean is_read = FALSE;

  if (++parser->depth > MAX_DEPTH)
    return refuse (parser);
  is_read = line != NULL && is_entry (line->text) ? parse_sequence (parser, name, indent)
                                                  : parse_mapping (parser, name, indent);
  parser->depth--;
  return is_read;
}

/* The lines between the two of three hyphens; NULL when there are no such. */
static char **
split_lines (const char *text,
             gsize       length)
{
  /* No bytes are no address either. */
  g_autofree char *copy = g_strndup (length > 0 ? text : "", MIN (length, MAX_BYTES));
  g_auto (GStrv) all = g_strsplit (copy, "\n", -1);
  g_autoptr (GStrvBuilder) head = g_strv_builder_new ();

  for (guint i = 0; all[i] != NULL; i++)
    {
      g_strchomp (all[i]);
      if (i == 0 && strcmp (all[i], "---") != 0)
        return NULL;
      if (i > 0 && strcmp (all[i], "---") == 0)
        return g_strv_builder_end (head);
      if (i > 0)
        g_strv_builder_add (head, all[i]);
    }
  return NULL;
}

/*
 * salon_mcp_frontmatter_parse:
 * @text: a SKILL.md
 *
 * Returns: (transfer full) (nullable): its head as an object, or %NULL with
 *   %SALON_MCP_ERROR_PROTOCOL when it has none, or one that can't be read for sure
 */
SalonJsonDocument *
salon_mcp_frontmatter_parse (const char  *text,
                             gsize        length,
                             GError     **error)
{
  g_auto (GStrv) texts = split_lines (text, length);
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (Line));
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autofree char *json = NULL;
  Parser parser = { lines, 0, 0, writer, error };

  if (texts == NULL)
    {
      g_set_error_literal (error, SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL,
                           _("The skill has no head between two lines of three hyphens."));
      return NULL;
    }
  for (guint i = 0; texts[i] != NULL; i++)
    {
      Line line = { strspn (texts[i], " ") };

      line.text = texts[i] + line.indent;
      if (*line.text == '\t')
        {
          parser.position = i;
          refuse (&parser);
          return NULL;
        }
      g_array_append_val (lines, line);
    }
  if (!parse_node (&parser, NULL, 0))
    return NULL;
  if (peek_content (&parser) != NULL)
    {
      refuse (&parser);
      return NULL;
    }
  json = salon_json_writer_finish (writer);
  return salon_json_document_parse (json, -1, NULL, error);
}
