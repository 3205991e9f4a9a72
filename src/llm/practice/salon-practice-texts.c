/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-practice-texts-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-json.h"

#define QUOTE_LINES 40
#define QUOTE_CHARACTERS 3000

static const char markdown[] =
  "# A show piece\n"
  "\n"
  "This answer has something of everything that Salon can show: *emphasis*, **strong words**, "
  "~~second thoughts~~, `inline code` and a [link](https://www.gnome.org/).\n"
  "\n"
  "## Lists\n"
  "\n"
  "- Tea\n"
  "  - green\n"
  "  - black\n"
  "    - with milk\n"
  "- Coffee\n"
  "- Water\n"
  "\n"
  "1. Boil the water.\n"
  "2. Warm the pot.\n"
  "3. Wait three minutes.\n"
  "\n"
  "### Things to do\n"
  "\n"
  "- [x] open a chat\n"
  "- [x] ask for Markdown\n"
  "- [ ] add a server and let a tool work\n"
  "\n"
  "## A table\n"
  "\n"
  "| Planet  | Moons | Day in hours |\n"
  "| :------ | :---: | -----------: |\n"
  "| Mars    |   2   |         24.6 |\n"
  "| Jupiter |  97   |          9.9 |\n"
  "| Neptune |  16   |         16.1 |\n"
  "\n"
  "## A quotation\n"
  "\n"
  "> The best way to learn what a program does\n"
  "> is to ask it for something.\n"
  ">\n"
  "> > And to ask again.\n"
  "\n"
  "## Code in two languages\n"
  "\n"
  "```c\n"
  "#include <stdio.h>\n"
  "\n"
  "int\n"
  "main (void)\n"
  "{\n"
  "  for (int i = 3; i > 0; i--)\n"
  "    printf (\"%d…\\n\", i);\n"
  "  puts (\"Hello, Salon!\");\n"
  "  return 0;\n"
  "}\n"
  "```\n"
  "\n"
  "```python\n"
  "def greet(name: str) -> str:\n"
  "    \"\"\"Say hello.\"\"\"\n"
  "    return f\"Hello, {name}!\"\n"
  "\n"
  "print(greet(\"Salon\"))\n"
  "```\n"
  "\n"
  "---\n"
  "\n"
  "Some harder cases: a word with_underscores_in it, 2 * 3 * 4, *a **strong** word inside*, "
  "a bare address https://www.gtk.org/, an emoji 🎉, Ελληνικά, עברית and 日本語. "
  "<b>HTML</b> stays what it is: text.\n";

static const char * const sentences[] = {
  "A drawing room, in an old town house, was where people met to talk.",
  "Someone brought news, someone else a question, and a third one the patience to listen.",
  "The windows stood open in the evening, and the street could be heard below.",
  "Nobody had to be right; it was enough to be interesting.",
  "When the talk went astray, the host asked one more guest to the table.",
  "Some guests knew the way to the library, others how late it was.",
  "They were asked politely, and they answered as well as they could.",
  "Before they touched anything in the house, they asked the host.",
  "At midnight the candles were low, and the talk was at its best.",
  "Then they all went home, and the host wrote down what had been said.",
};

/* Long Markdown with something of everything in it. */
const char *
salon_practice_text_markdown (void)
{
  return markdown;
}

/* At least @n_words words in short paragraphs. */
char *
salon_practice_text_dup_long (guint n_words)
{
  GString *text = g_string_new (NULL);
  guint count = 0;

  for (guint i = 0; count < n_words; i++)
    {
      const char *sentence = sentences[i % G_N_ELEMENTS (sentences)];

      if (i > 0)
        g_string_append (text, i % 4 == 0 ? "\n\n" : " ");
      g_string_append (text, sentence);
      count++;
      for (const char *p = sentence; *p != '\0'; p++)
        count += *p == ' ';
    }
  return g_string_free (text, FALSE);
}

static guint
longest_run (const char *text,
             char        character)
{
  guint longest = 0;
  guint run = 0;

  for (const char *p = text; *p != '\0'; p++)
    {
      run = *p == character ? run + 1 : 0;
      longest = MAX (longest, run);
    }
  return longest;
}

/* Cuts a text after so many lines and characters; @n_left says how many lines are gone. */
static char *
shorten (const char *text,
         guint      *n_left)
{
  const char *end = text;
  guint n_lines = 1;
  guint n_characters = 0;

  while (*end != '\0' && n_lines <= QUOTE_LINES && n_characters < QUOTE_CHARACTERS)
    {
      n_lines += *end == '\n';
      n_characters++;
      end = g_utf8_next_char (end);
    }
  *n_left = *end != '\0' ? 1 : 0;
  for (const char *p = end; *p != '\0'; p++)
    *n_left += *p == '\n';
  return g_strchomp (g_strndup (text, (gsize) (end - text)));
}

static const char *
guess_language (const char *text)
{
  g_autoptr (SalonJsonDocument) document = NULL;

  if (*text != '{' && *text != '[')
    return "";
  document = salon_json_document_parse (text, -1, NULL, NULL);
  return document != NULL ? "json" : "";
}

/* Quotes a text in Markdown without anything in it being taken for Markdown. */
char *
salon_practice_text_dup_quote (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree char *shortened = NULL;
  g_autofree char *fence = NULL;
  guint n_left = 0;
  GString *quote;

  if (*stripped == '\0')
    return g_strdup (_("(nothing)"));
  if (strpbrk (stripped, "\n*_`<>[]|#\\~") == NULL && strlen (stripped) <= 200)
    return g_strdup_printf ("> %s", stripped);

  shortened = shorten (stripped, &n_left);
  fence = g_strnfill (MAX (3, longest_run (shortened, '`') + 1), '`');
  quote = g_string_new (NULL);
  g_string_append_printf (quote, "%s%s\n%s\n%s", fence, guess_language (stripped), shortened,
                          fence);
  if (n_left > 0)
    {
      g_string_append (quote, "\n\n");
      g_string_append_printf (quote,
                              g_dngettext (GETTEXT_PACKAGE, "… and %u more line.",
                                           "… and %u more lines.",
                                           n_left),
                              n_left);
    }
  return g_string_free (quote, FALSE);
}

/* A tool as its server names it: hosts put the server before it, “desktop__read_file”. */
const char *
salon_practice_text_tool_name (const char *name)
{
  const char *separator = g_strrstr (name, "__");

  return separator != NULL && separator[2] != '\0' ? separator + 2 : name;
}
