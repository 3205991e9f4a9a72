/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-json-schema-private.h"

#include <string.h>

/* Patterns are written in the language of ECMA-262, in its Unicode mode (Validation 6.3.3);
 * GRegex speaks PCRE's, with Unicode properties for everything. What they mean differently is
 * written out here, and what only PCRE knows – verbs, callouts, recursion, single bytes – never
 * gets there. */

/* Nobody's pattern is so long, or has so many groups in each other: PCRE goes into them by
 * recursion, and a fiber's stack is small. */
#define GREATEST_LENGTH 16384
#define GREATEST_DEPTH 48

/* Backtracking is bounded, in steps and in KiB. A step may look at all of the text, so that
 * is bounded, too: nobody describes a book by a pattern. */
#define BOUNDS "(*LIMIT_MATCH=50000)(*LIMIT_HEAP=16384)"
#define LONGEST_TEXT (32 * 1024)

#define DIGITS "0-9"
#define NO_DIGITS "\\x{0}-/:-\\x{10ffff}"
#define WORD "A-Za-z0-9_"
#define NO_WORD "\\x{0}-/:-@\\x{5b}-^`{-\\x{10ffff}"
/* ECMA-262 12.2 and 12.3: white space and line ends */
#define SPACE "\\x{9}-\\x{d} \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}" \
              "\\x{205f}\\x{3000}\\x{feff}"
#define NO_SPACE "\\x{0}-\\x{8}\\x{e}-\\x{1f}!-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}" \
                 "\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}" \
                 "\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}"

#define ANYTHING "[\\x{0}-\\x{10ffff}]"
#define NOTHING "(?!)"
#define NO_LINE_END "[^\\n\\r\\x{2028}\\x{2029}]"
#define BOUNDARY "(?:(?<=[" WORD "])(?![" WORD "])|(?<![" WORD "])(?=[" WORD "]))"
#define NO_BOUNDARY "(?:(?<=[" WORD "])(?=[" WORD "])|(?<![" WORD "])(?![" WORD "]))"

typedef struct
{
  const char *c;
  GString    *out;
  guint       n_open;
} Translation;

/* General categories by their long names and other aliases (Unicode, PropertyValueAliases). */
static const struct
{
  const char *name;
  const char *category;
} categories[] = {
  { "Cased_Letter", "L&" }, { "LC", "L&" }, { "Close_Punctuation", "Pe" },
  { "Combining_Mark", "M" }, { "Connector_Punctuation", "Pc" }, { "Control", "Cc" },
  { "Currency_Symbol", "Sc" }, { "Dash_Punctuation", "Pd" }, { "Decimal_Number", "Nd" },
  { "Enclosing_Mark", "Me" }, { "Final_Punctuation", "Pf" }, { "Format", "Cf" },
  { "Initial_Punctuation", "Pi" }, { "Letter", "L" }, { "Letter_Number", "Nl" },
  { "Line_Separator", "Zl" }, { "Lowercase_Letter", "Ll" }, { "Mark", "M" },
  { "Math_Symbol", "Sm" }, { "Modifier_Letter", "Lm" }, { "Modifier_Symbol", "Sk" },
  { "Nonspacing_Mark", "Mn" }, { "Number", "N" }, { "Open_Punctuation", "Ps" },
  { "Other", "C" }, { "Other_Letter", "Lo" }, { "Other_Number", "No" },
  { "Other_Punctuation", "Po" }, { "Other_Symbol", "So" }, { "Paragraph_Separator", "Zp" },
  { "Private_Use", "Co" }, { "Punctuation", "P" }, { "Separator", "Z" },
  { "Space_Separator", "Zs" }, { "Spacing_Mark", "Mc" }, { "Surrogate", "Cs" },
  { "Symbol", "S" }, { "Titlecase_Letter", "Lt" }, { "Unassigned", "Cn" },
  { "Uppercase_Letter", "Lu" }, { "cntrl", "Cc" }, { "digit", "Nd" }, { "punct", "P" },
};

static gboolean
is_category (const char *name)
{
  return strchr ("CLMNPSZ", name[0]) != NULL
         && (name[1] == '\0' || (g_ascii_islower (name[1]) && name[2] == '\0'));
}

/* The PCRE name of the property “name” or “name=value”; NULL when there is none. */
static char *
translate_property (const char *name,
                    gboolean   *negated)
{
  const char *equals = strchr (name, '=');
  const char *value = equals != NULL ? equals + 1 : name;

  if (g_str_has_prefix (name, "Script=") || g_str_has_prefix (name, "sc="))
    return g_strconcat ("sc:", value, NULL);
  if (g_str_has_prefix (name, "Script_Extensions=") || g_str_has_prefix (name, "scx="))
    return g_strconcat ("scx:", value, NULL);
  if (equals != NULL && !g_str_has_prefix (name, "General_Category=")
      && !g_str_has_prefix (name, "gc="))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (categories); i++)
    if (strcmp (value, categories[i].name) == 0)
      return g_strdup (categories[i].category);
  if (is_category (value))
    return g_strdup (value);
  if (equals != NULL)
    return NULL;
  if (strcmp (value, "Assigned") == 0)
    {
      *negated = !*negated;
      return g_strdup ("Cn");
    }
  /* “Any”, “ASCII” and the binary properties are called the same. */
  return g_strdup (value);
}

static gboolean
add_property (Translation *self,
              gboolean     negated)
{
  const char *end = self->c[0] == '{' ? strchr (self->c, '}') : NULL;
  g_autofree char *name = NULL;
  g_autofree char *property = NULL;

  if (end == NULL || end == self->c + 1)
    return FALSE;
  name = g_strndup (self->c + 1, (gsize) (end - self->c - 1));
  if (strspn (name, "=_" G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS) != strlen (name))
    return FALSE;
  property = translate_property (name, &negated);
  if (property == NULL)
    return FALSE;
  g_string_append_printf (self->out, "\\%c{%s}", negated ? 'P' : 'p', property);
  self->c = end + 1;
  return TRUE;
}

/* Reads exactly so many hexadecimal digits. */
static gboolean
read_hexadecimal (const char *digits,
                  guint       n_digits,
                  gunichar   *number)
{
  *number = 0;
  for (guint i = 0; i < n_digits; i++)
    {
      if (!g_ascii_isxdigit (digits[i]))
        return FALSE;
      *number = *number * 16 + (gunichar) g_ascii_xdigit_value (digits[i]);
    }
  return TRUE;
}

static gboolean
add_character (Translation *self,
               gunichar     character)
{
  if (character > 0x10ffff || (character >= 0xd800 && character <= 0xdfff))
    return FALSE;
  g_string_append_printf (self->out, "\\x{%x}", character);
  return TRUE;
}

/* After “\u”: four digits, two times four that are a pair, or any number in braces. */
static gboolean
add_code_point (Translation *self)
{
  gunichar first = 0, second = 0;

  if (self->c[0] == '{')
    {
      gsize n_digits = strspn (self->c + 1, "0123456789abcdefABCDEF");

      if (n_digits == 0 || n_digits > 6 || self->c[1 + n_digits] != '}'
          || !read_hexadecimal (self->c + 1, (guint) n_digits, &first))
        return FALSE;
      self->c += n_digits + 2;
      return add_character (self, first);
    }
  if (!read_hexadecimal (self->c, 4, &first))
    return FALSE;
  self->c += 4;
  if (first >= 0xd800 && first <= 0xdbff && self->c[0] == '\\' && self->c[1] == 'u'
      && read_hexadecimal (self->c + 2, 4, &second) && second >= 0xdc00 && second <= 0xdfff)
    {
      self->c += 6;
      first = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
    }
  return add_character (self, first);
}

/* An escape that stands for one character, in a class or out of one; the backslash and the
 * letter are past. */
static gboolean
add_escaped_character (Translation *self,
                       char         letter)
{
  gunichar character = 0;

  switch (letter)
    {
    case 'f': case 'n': case 'r': case 't':
      g_string_append_c (self->out, '\\');
      g_string_append_c (self->out, letter);
      return TRUE;
    case 'v':
      return add_character (self, 0xb);
    case '0':
      return !g_ascii_isdigit (self->c[0]) && add_character (self, 0);
    case 'c':
      if (!g_ascii_isalpha (self->c[0]))
        return FALSE;
      return add_character (self, (gunichar) (*self->c++ & 0x1f));
    case 'x':
      if (!read_hexadecimal (self->c, 2, &character))
        return FALSE;
      self->c += 2;
      return add_character (self, character);
    case 'u':
      return add_code_point (self);
    default:
      /* Any other letter is not ECMA's; in front of anything else the backslash says only
       * that it stands for itself. */
      if (letter == '\0' || g_ascii_isalnum (letter))
        return FALSE;
      if (g_ascii_ispunct (letter))
        g_string_append_c (self->out, '\\');
      g_string_append_c (self->out, letter);
      return TRUE;
    }
}

/* The inside of a class, for an escape that stands for many characters. */
static const char *
get_set (char letter)
{
  switch (letter)
    {
    case 'd':
      return DIGITS;
    case 'D':
      return NO_DIGITS;
    case 'w':
      return WORD;
    case 'W':
      return NO_WORD;
    case 's':
      return SPACE;
    case 'S':
      return NO_SPACE;
    default:
      return NULL;
    }
}

static gboolean
is_set_escape (const char *c)
{
  return c[0] == '\\' && c[1] != '\0' && strchr ("dDwWsSpP", c[1]) != NULL;
}

static gboolean
add_escape (Translation *self)
{
  char letter = *++self->c;
  const char *set = get_set (letter);
  gsize length;

  if (letter == '\0')
    return FALSE;
  self->c++;
  if (set != NULL)
    {
      g_string_append_printf (self->out, "[%s]", set);
      return TRUE;
    }
  switch (letter)
    {
    case 'p':
    case 'P':
      return add_property (self, letter == 'P');
    case 'b':
      g_string_append (self->out, BOUNDARY);
      return TRUE;
    case 'B':
      g_string_append (self->out, NO_BOUNDARY);
      return TRUE;
    case 'k':
      length = strcspn (self->c, ">");
      if (self->c[0] != '<' || self->c[length] != '>')
        return FALSE;
      g_string_append (self->out, "\\k");
      g_string_append_len (self->out, self->c, (gssize) length + 1);
      self->c += length + 1;
      return TRUE;
    case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
      length = strspn (self->c, G_CSET_DIGITS);
      g_string_append_printf (self->out, "\\g{%c%.*s}", letter, (int) length, self->c);
      self->c += length;
      return TRUE;
    default:
      return add_escaped_character (self, letter);
    }
}

/* One member of a class; *single when it is one character, which a range may begin with. */
static gboolean
add_class_member (Translation *self,
                  gboolean    *single)
{
  char letter;

  *single = TRUE;
  if (is_set_escape (self->c))
    {
      letter = self->c[1];
      self->c += 2;
      *single = FALSE;
      if (letter == 'p' || letter == 'P')
        return add_property (self, letter == 'P');
      g_string_append (self->out, get_set (letter));
      return TRUE;
    }
  if (self->c[0] == '\\')
    {
      letter = self->c[1];
      self->c += letter != '\0' ? 2 : 1;
      return letter == 'b' ? add_character (self, 8) : add_escaped_character (self, letter);
    }
  /* PCRE would see classes inside the class. */
  if (*self->c == '[' || *self->c == '^')
    g_string_append_c (self->out, '\\');
  g_string_append_c (self->out, *self->c++);
  /* The rest of a character that takes several bytes */
  while ((*self->c & 0xc0) == 0x80)
    g_string_append_c (self->out, *self->c++);
  return TRUE;
}

static gboolean
add_class (Translation *self)
{
  gboolean single = FALSE;
  gboolean negated = self->c[1] == '^';

  self->c += negated ? 2 : 1;
  if (*self->c == ']')
    {
      g_string_append (self->out, negated ? ANYTHING : NOTHING);
      self->c++;
      return TRUE;
    }
  g_string_append (self->out, negated ? "[^" : "[");
  while (*self->c != ']')
    {
      if (*self->c == '\0')
        return FALSE;
      if (*self->c != '-')
        {
          if (!add_class_member (self, &single))
            return FALSE;
          continue;
        }
      self->c++;
      if (!single || *self->c == ']' || is_set_escape (self->c))
        {
          g_string_append (self->out, "\\-");
          single = TRUE;
          continue;
        }
      g_string_append_c (self->out, '-');
      if (*self->c == '\0' || !add_class_member (self, &single))
        return FALSE;
      single = FALSE;
    }
  g_string_append_c (self->out, ']');
  self->c++;
  return TRUE;
}

/* Groups that both know: numbered, named, “:”, and looking ahead or behind. */
static gboolean
add_group (Translation *self)
{
  const char *c = self->c + 1;

  if (*c == '*' || self->n_open++ >= GREATEST_DEPTH)
    return FALSE;
  if (*c == '?')
    {
      c++;
      if (*c == '<')
        {
          if (c[1] != '=' && c[1] != '!' && c[1] != '_' && c[1] != '$' && !g_ascii_isalpha (c[1])
              && (c[1] & 0x80) == 0)
            return FALSE;
          c++;
        }
      else if (*c != ':' && *c != '=' && *c != '!')
        {
          return FALSE;
        }
    }
  g_string_append_len (self->out, self->c, c - self->c);
  self->c = c;
  return TRUE;
}

/* “{2}”, “{2,}” or “{2,3}”; any other brace is a brace. */
static gboolean
add_brace (Translation *self)
{
  gsize length = 1 + strspn (self->c + 1, G_CSET_DIGITS);
  gboolean counts = length > 1;

  if (self->c[length] == ',')
    length += 1 + strspn (self->c + length + 1, G_CSET_DIGITS);
  if (!counts || self->c[length] != '}')
    {
      g_string_append (self->out, "\\{");
      self->c++;
      return TRUE;
    }
  g_string_append_len (self->out, self->c, (gssize) length + 1);
  self->c += length + 1;
  /* Possessive in PCRE, a mistake in ECMA */
  return *self->c != '+';
}

static gboolean
add_next (Translation *self)
{
  switch (*self->c)
    {
    case '\\':
      return add_escape (self);
    case '[':
      return add_class (self);
    case '(':
      return add_group (self);
    case '{':
      return add_brace (self);
    case ')':
      if (self->n_open-- == 0)
        return FALSE;
      g_string_append_c (self->out, ')');
      break;
    case '.':
      g_string_append (self->out, NO_LINE_END);
      break;
    case ']':
    case '}':
      g_string_append_c (self->out, '\\');
      g_string_append_c (self->out, *self->c);
      break;
    case '*':
    case '+':
    case '?':
      g_string_append_c (self->out, *self->c);
      self->c++;
      return *self->c != '+';
    default:
      g_string_append_c (self->out, *self->c);
      break;
    }
  self->c++;
  return TRUE;
}

/* The pattern in PCRE's words; NULL when it is none of ECMA's. */
static char *
translate (const char *pattern)
{
  g_autoptr (GString) out = g_string_new (BOUNDS);
  Translation translation = { pattern, out, 0 };

  if (strlen (pattern) > GREATEST_LENGTH)
    return NULL;
  while (*translation.c != '\0')
    if (!add_next (&translation))
      return NULL;
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static GRegex *
get_regex (SalonJsonSchema *self,
           const char      *pattern)
{
  gpointer regex = NULL;

  if (!g_hash_table_lookup_extended (self->patterns, pattern, NULL, &regex))
    {
      g_autofree char *translated = translate (pattern);

      if (translated != NULL)
        regex = g_regex_new (translated, G_REGEX_DOLLAR_ENDONLY, 0, NULL);
      g_hash_table_insert (self->patterns, g_strdup (pattern), regex);
    }
  return regex;
}

/* Whether a pattern matches. One that cannot be compiled judges nothing – whoever wrote it
 * meant something –, and so does one for a very long text: then it is @otherwise. */
gboolean
_salon_json_schema_matches (SalonJsonSchemaRun *run,
                            const char         *pattern,
                            const char         *text,
                            gsize               length,
                            gboolean            otherwise)
{
  GRegex *regex = get_regex (run->schema, pattern);
  g_autoptr (GError) error = NULL;
  gboolean matched;

  if (regex == NULL || length > LONGEST_TEXT)
    return otherwise;
  matched = g_regex_match_full (regex, text, (gssize) length, 0, G_REGEX_MATCH_DEFAULT, NULL,
                                &error);
  if (error != NULL)
    run->exhausted = TRUE;
  return matched && _salon_json_schema_is_in_time (run);
}
