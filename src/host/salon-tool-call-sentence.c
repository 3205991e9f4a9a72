/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-tool-call-private.h"

/* Longer than this does not fit on a line at any usual width. */
#define MAX_CHARACTERS 100
#define MAX_VALUE_CHARACTERS 60
#define MAX_ARGUMENTS 3

/* One line: control characters and runs of white space become one space. */
static char *
make_one_line (const char *text)
{
  g_autoptr (GString) line = g_string_new (NULL);
  gboolean space = FALSE;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (g_unichar_isspace (character) || g_unichar_iscntrl (character))
        {
          space = line->len > 0;
          continue;
        }
      if (space)
        g_string_append_c (line, ' ');
      space = FALSE;
      g_string_append_unichar (line, character);
      if (line->len > 4 * MAX_CHARACTERS)
        break;
    }
  return g_string_free (g_steal_pointer (&line), FALSE);
}

static char *
shorten (const char *text,
         glong       characters)
{
  g_autofree char *beginning = NULL;

  if (g_utf8_strlen (text, -1) <= characters)
    return g_strdup (text);
  beginning = g_utf8_substring (text, 0, characters - 1);
  return g_strconcat (beginning, "…", NULL);
}

static char *
describe_value (const SalonJson *value)
{
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;

  switch (salon_json_get_kind (value))
    {
    case SALON_JSON_STRING:
      text = g_strdup (salon_json_as_string (value));
      break;
    case SALON_JSON_NUMBER:
    case SALON_JSON_BOOLEAN:
      text = salon_json_to_text (value, FALSE);
      break;
    case SALON_JSON_ARRAY:
      text = salon_json_get_length (value) > 0 ? g_strdup ("[…]") : NULL;
      break;
    case SALON_JSON_OBJECT:
      text = salon_json_get_length (value) > 0 ? g_strdup ("{…}") : NULL;
      break;
    case SALON_JSON_NULL:
    default:
      break;
    }
  if (text == NULL)
    return NULL;
  line = make_one_line (text);
  return line[0] != '\0' ? shorten (line, MAX_VALUE_CHARACTERS) : NULL;
}

/* The arguments in their order: models write the one that matters first, as schemas do. */
char *
salon_tool_call_dup_sentence (const char      *title,
                              const SalonJson *arguments)
{
  g_autofree char *name_line = make_one_line (title);
  g_autoptr (GString) sentence = g_string_new (name_line);
  SalonJsonIter iter;
  const char *name;
  const SalonJson *value;
  gboolean single = salon_json_is_object (arguments) && salon_json_get_length (arguments) == 1;
  guint n_shown = 0;

  if (salon_json_is_object (arguments))
    {
      salon_json_iter_init (&iter, arguments);
      while (n_shown < MAX_ARGUMENTS && salon_json_iter_next (&iter, &name, &value))
        {
          g_autofree char *described = describe_value (value);
          g_autofree char *name_of_value = NULL;

          if (described == NULL)
            continue;
          name_of_value = make_one_line (name);
          g_string_append (sentence, n_shown == 0 ? ": " : ", ");
          if (!single)
            g_string_append_printf (sentence, "%s ", name_of_value);
          g_string_append (sentence, described);
          n_shown++;
        }
    }
  return shorten (sentence->str, MAX_CHARACTERS);
}
