/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "salon-core-error.h"
#include "salon-uri-template.h"

static void
take (GHashTable    *values,
      const char    *name,
      SalonUriValue *value)
{
  g_hash_table_insert (values, g_strdup (name), value);
}

/* A text, a text to be encoded, an empty one, a list, a map, and what is none. */
static GHashTable *
make_values (void)
{
  static const char * const towns[] = { "Ulm", "Köln", "a/b", NULL };
  static const char * const one[] = { "x", NULL };
  static const char * const signs[] = { "semi", ";", "dot", ".", "none", "", NULL };
  static const char * const nothing[] = { NULL };
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                              (GDestroyNotify) salon_uri_value_unref);

  take (values, "word", salon_uri_value_new_string ("kettle"));
  take (values, "odd", salon_uri_value_new_string ("a b/ü%41%4"));
  take (values, "path", salon_uri_value_new_string ("/usr/lib"));
  take (values, "umlaut", salon_uri_value_new_string ("äöü"));
  take (values, "empty", salon_uri_value_new_string (""));
  take (values, "number", salon_uri_value_new_string ("42"));
  take (values, "a.b_c%20", salon_uri_value_new_string ("named"));
  take (values, "towns", salon_uri_value_new_list (towns));
  take (values, "one", salon_uri_value_new_list (one));
  take (values, "signs", salon_uri_value_new_map (signs));
  take (values, "nothing", salon_uri_value_new_list (nothing));
  take (values, "nobody", salon_uri_value_new_map (nothing));
  return values;
}

static const struct
{
  const char *text;
  const char *expansion;
} expansions[] = {
  /* Literals (RFC 6570, 3.1) */
  { "", "" },
  { "x:/a?b#c", "x:/a?b#c" },
  { "x:/a b%20ü%4", "x:/a%20b%20%C3%BC%254" },
  { "\"<>\\^`|'", "%22%3C%3E%5C%5E%60%7C'" },

  /* Simple (3.2.2) */
  { "{word}", "kettle" },
  { "{odd}", "a%20b%2F%C3%BC%2541%254" },
  { "O{empty}X", "OX" },
  { "O{undefined}X", "OX" },
  { "O{nothing}{nobody}X", "OX" },
  { "{word,number}", "kettle,42" },
  { "{word,undefined,number}", "kettle,42" },
  { "{undefined,word}", "kettle" },
  { "{empty,word}", ",kettle" },
  { "{a.b_c%20}", "named" },
  { "{word:3}", "ket" },
  { "{word:30}", "kettle" },
  { "{umlaut:2}", "%C3%A4%C3%B6" },
  { "{towns}", "Ulm,K%C3%B6ln,a%2Fb" },
  { "{towns*}", "Ulm,K%C3%B6ln,a%2Fb" },
  { "{signs}", "semi,%3B,dot,.,none," },
  { "{signs*}", "semi=%3B,dot=.,none=" },
  { "{word*}", "kettle" },

  /* Reserved (3.2.3) */
  { "{+word}", "kettle" },
  { "{+odd}", "a%20b/%C3%BC%41%254" },
  { "{+odd:8}", "a%20b/%C3%BC%41" },
  { "{+odd:7}", "a%20b/%C3%BC%254" },
  { "{+odd:6}", "a%20b/%C3%BC%25" },
  { "{+path}/here", "/usr/lib/here" },
  { "up{+path}{word}/here", "up/usr/libkettle/here" },
  { "{+path,number}/here", "/usr/lib,42/here" },
  { "{+path:4}", "/usr" },
  { "{+towns*}", "Ulm,K%C3%B6ln,a/b" },
  { "{+signs}", "semi,;,dot,.,none," },
  { "{+signs*}", "semi=;,dot=.,none=" },
  { "O{+empty}X", "OX" },
  { "O{+undefined}X", "OX" },

  /* Fragment (3.2.4) */
  { "{#word}", "#kettle" },
  { "{#path,number}", "#/usr/lib,42" },
  { "{#path:4}here", "#/usrhere" },
  { "{#empty}", "#" },
  { "{#undefined}", "" },
  { "{#signs*}", "#semi=;,dot=.,none=" },

  /* Label (3.2.5) */
  { "X{.word}", "X.kettle" },
  { "X{.word,number}", "X.kettle.42" },
  { "X{.word:3}", "X.ket" },
  { "X{.empty}", "X." },
  { "X{.undefined}", "X" },
  { "X{.towns}", "X.Ulm,K%C3%B6ln,a%2Fb" },
  { "X{.towns*}", "X.Ulm.K%C3%B6ln.a%2Fb" },
  { "X{.signs*}", "X.semi=%3B.dot=..none=" },
  { "X{.nothing*}", "X" },

  /* Path segments (3.2.6) */
  { "{/word}", "/kettle" },
  { "{/word,number}", "/kettle/42" },
  { "{/word,empty}", "/kettle/" },
  { "{/word,undefined}", "/kettle" },
  { "{/word:1,number}", "/k/42" },
  { "{/path}", "/%2Fusr%2Flib" },
  { "{/towns}", "/Ulm,K%C3%B6ln,a%2Fb" },
  { "{/towns*,word:4}", "/Ulm/K%C3%B6ln/a%2Fb/kett" },
  { "{/signs*}", "/semi=%3B/dot=./none=" },

  /* Parameters of a path (3.2.7) */
  { "{;word}", ";word=kettle" },
  { "{;empty}", ";empty" },
  { "{;number,empty,undefined}", ";number=42;empty" },
  { "{;word:3}", ";word=ket" },
  { "{;towns}", ";towns=Ulm,K%C3%B6ln,a%2Fb" },
  { "{;towns*}", ";towns=Ulm;towns=K%C3%B6ln;towns=a%2Fb" },
  { "{;one}", ";one=x" },
  { "{;signs}", ";signs=semi,%3B,dot,.,none," },
  { "{;signs*}", ";semi=%3B;dot=.;none" },

  /* Query (3.2.8) and its continuation (3.2.9) */
  { "{?word}", "?word=kettle" },
  { "{?number,empty}", "?number=42&empty=" },
  { "{?undefined}", "" },
  { "{?word:3,number}", "?word=ket&number=42" },
  { "{?towns}", "?towns=Ulm,K%C3%B6ln,a%2Fb" },
  { "{?towns*}", "?towns=Ulm&towns=K%C3%B6ln&towns=a%2Fb" },
  { "{?signs}", "?signs=semi,%3B,dot,.,none," },
  { "{?signs*}", "?semi=%3B&dot=.&none=" },
  { "?fixed=yes{&number}", "?fixed=yes&number=42" },
  { "{&number,empty,undefined}", "&number=42&empty=" },
  { "{&word:3}", "&word=ket" },
  { "{&towns*}", "&towns=Ulm&towns=K%C3%B6ln&towns=a%2Fb" },
  { "{&signs*}", "&semi=%3B&dot=.&none=" },
};

static void
test_expansions (void)
{
  g_autoptr (GHashTable) values = make_values ();

  for (gsize i = 0; i < G_N_ELEMENTS (expansions); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SalonUriTemplate) uri_template = NULL;
      g_autofree char *expansion = NULL;

      uri_template = salon_uri_template_new (expansions[i].text, &error);
      g_assert_no_error (error);
      expansion = salon_uri_template_expand (uri_template, values, &error);
      g_assert_no_error (error);
      g_test_message ("%s", expansions[i].text);
      g_assert_cmpstr (expansion, ==, expansions[i].expansion);
    }
}

static void
test_variables (void)
{
  g_autoptr (SalonUriTemplate) uri_template =
    salon_uri_template_new ("x://{host}/{+path*}{?host,page:3}", NULL);
  g_autoptr (SalonUriTemplate) plain = salon_uri_template_new ("x:/", NULL);
  g_autofree char *names = NULL;
  g_autofree char *expansion = salon_uri_template_expand (uri_template, NULL, NULL);

  names = g_strjoinv (" ", (char **) salon_uri_template_get_variables (uri_template));
  g_assert_cmpstr (names, ==, "host path page");
  g_assert_null (salon_uri_template_get_variables (plain)[0]);
  g_assert_cmpstr (expansion, ==, "x:///");
}

static const struct
{
  const char *text;
  const char *sentence;
} mistakes[] = {
  { "a{b", "In the address template, a brace at “{b” has no other one." },
  { "a}b", "In the address template, a brace at “}b” has no other one." },
  { "{a{b}}", "In the address template, a brace at “{a{b}}” has no other one." },
  { "{}", "In the address template, “{}” names no variable." },
  { "{?}", "In the address template, “{}” names no variable." },
  { "{a,}", "In the address template, “” is no name of a variable." },
  { "{a b}", "In the address template, “a b” is no name of a variable." },
  { "{a..b}", "In the address template, “a..b” is no name of a variable." },
  { "{a%2}", "In the address template, “a%2” is no name of a variable." },
  { "{ü}", "In the address template, “ü” is no name of a variable." },
  { "{a**}", "In the address template, “a*” is no name of a variable." },
  { "{=a}", "In the address template, “{=a}” begins with a sign that is reserved for later." },
  { "{a:0}", "In the address template, “{a:0}” has to give a number of characters from 1 to "
             "9999." },
  { "{a:10000}", "In the address template, “{a:10000}” has to give a number of characters from 1 "
                 "to 9999." },
  { "{a:3*}", "In the address template, “{a:3*}” has to give a number of characters from 1 to "
              "9999." },
};

static void
test_mistakes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (salon_uri_template_new (mistakes[i].text, &error));
      g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_SYNTAX);
      g_assert_cmpstr (error->message, ==, mistakes[i].sentence);
    }
}

static void
test_prefix_of_list (void)
{
  g_autoptr (GHashTable) values = make_values ();
  g_autoptr (SalonUriTemplate) uri_template = salon_uri_template_new ("{towns:2}", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (salon_uri_template_expand (uri_template, values, &error));
  g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_WRONG_TYPE);
}

static void
test_bounds (void)
{
  g_autofree char *long_text = g_strnfill (8 * 1024 + 1, 'a');
  g_autofree char *names = g_strnfill (2 * 257, 'a');
  g_autofree char *many = NULL;
  g_autofree char *large = g_strnfill (200 * 1024, 'a');
  g_autoptr (GHashTable) values = make_values ();
  g_autoptr (SalonUriTemplate) twice = salon_uri_template_new ("{large}{large}", NULL);
  g_autoptr (SalonUriTemplate) once = salon_uri_template_new ("{large}", NULL);
  g_autofree char *expansion = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (salon_uri_template_new (long_text, &error));
  g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_TOO_LARGE);
  g_clear_error (&error);

  for (gsize i = 1; i < 2 * 257; i += 2)
    names[i] = ',';
  names[2 * 257 - 1] = '\0';
  many = g_strdup_printf ("{%s}", names);
  g_assert_null (salon_uri_template_new (many, &error));
  g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_TOO_LARGE);
  g_clear_error (&error);

  g_assert_null (salon_uri_template_new ("\xff", &error));
  g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_NOT_UTF8);
  g_clear_error (&error);

  take (values, "large", salon_uri_value_new_string (large));
  g_assert_null (salon_uri_template_expand (twice, values, &error));
  g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_TOO_LARGE);
  g_clear_error (&error);
  expansion = salon_uri_template_expand (once, values, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (expansion), ==, 200 * 1024);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/uri-template/expansions-of-all-operators", test_expansions);
  g_test_add_func ("/core/uri-template/variables-are-listed", test_variables);
  g_test_add_func ("/core/uri-template/mistakes-are-named", test_mistakes);
  g_test_add_func ("/core/uri-template/no-prefix-of-a-list", test_prefix_of_list);
  g_test_add_func ("/core/uri-template/bounds", test_bounds);
  return g_test_run ();
}
