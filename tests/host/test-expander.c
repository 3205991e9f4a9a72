/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "salon-expander.h"

#include "host-test.h"
#include "salon-host-error.h"

static const char * const environment[] = {
  "NAME=value", "EMPTY=", "TRICKY=${secret:key} ${env:NAME}", "UMLAUT=Grüße", NULL
};

static SalonExpander *
new_expander (void)
{
  g_autoptr(SalonSecrets) secrets = salon_secrets_new_in_memory ();

  host_test_await (salon_secrets_store (secrets, "key", "s3cret"));
  host_test_await (salon_secrets_store (secrets, "odd.name-1", "${env:NAME}"));

  return salon_expander_new (secrets, environment);
}

static void
test_replaces (void)
{
  static const struct
  {
    const char *text;
    const char *expanded;
  } cases[] = {
    { "", "" },
    { "plain", "plain" },
    { "${env:NAME}", "value" },
    { "a${env:NAME}b", "avalueb" },
    { "${env:NAME}${env:NAME}", "valuevalue" },
    { "${env:EMPTY}", "" },
    { "${env:UMLAUT}!", "Grüße!" },
    { "Bearer ${secret:key}", "Bearer s3cret" },
    { "${env:NAME}/${secret:key}", "value/s3cret" },
    /* What was put in is not looked at again. */
    { "${env:TRICKY}", "${secret:key} ${env:NAME}" },
    { "${secret:odd.name-1}", "${env:NAME}" },
    /* Somebody else's dollars. */
    { "${HOME}", "${HOME}" },
    { "$NAME $(ls) ${} ${:} ${env} $", "$NAME $(ls) ${} ${:} ${env} $" },
    { "${env}${env:NAME}", "${env}value" },
    { "$${env:NAME}", "${env:NAME}" },
    { "a$${secret:key}b${env:NAME}", "a${secret:key}bvalue" },
    { "$$", "$$" },
    { "${ENV:NAME}", "${ENV:NAME}" },
  };
  g_autoptr(SalonExpander) expander = new_expander ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *expanded =
        host_test_await_string (salon_expander_expand (expander, cases[i].text));

      g_assert_cmpstr (expanded, ==, cases[i].expanded);
    }
}

static void
test_refuses (void)
{
  static const struct
  {
    const char *text;
    int code;
    const char *part;
  } cases[] = {
    { "${env:NOWHERE}", SALON_HOST_ERROR_MISSING_VARIABLE, "“NOWHERE” is not set" },
    { "x ${secret:nowhere}", SALON_HOST_ERROR_MISSING_SECRET, "There is no secret “nowhere”" },
    { "${env:}", SALON_HOST_ERROR_CONFIGURATION, "“${env:}”" },
    { "${env:A B}", SALON_HOST_ERROR_CONFIGURATION, "“${env:A B}”" },
    { "${env:1A}", SALON_HOST_ERROR_CONFIGURATION, "“${env:1A}”" },
    { "${secret:}", SALON_HOST_ERROR_CONFIGURATION, "“${secret:}”" },
    { "${secret:a/b}", SALON_HOST_ERROR_CONFIGURATION, "“${secret:a/b}”" },
    { "${env:NAME", SALON_HOST_ERROR_CONFIGURATION, "no “}” ends" },
    { "${env:NAME} and ${secret:key", SALON_HOST_ERROR_CONFIGURATION, "“${secret:key”" },
  };
  g_autoptr(SalonExpander) expander = new_expander ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *message =
        host_test_await_error (salon_expander_expand (expander, cases[i].text),
                               SALON_HOST_ERROR, cases[i].code);

      host_test_assert_contains (message, cases[i].part);
    }
}

static void
test_lists (void)
{
  static const char * const texts[] = { "A=${env:NAME}", "B=b", "", NULL };
  static const char * const bad[] = { "A=${env:NAME}", "B=${env:NOWHERE}", NULL };
  g_autoptr(SalonExpander) expander = new_expander ();
  g_autofree char *message = NULL;
  DexFuture *future = salon_expander_expand_strv (expander, texts);
  const char * const *strings;

  host_test_wait (future);
  strings = g_value_get_boxed (dex_future_get_value (future, NULL));
  g_assert_cmpuint (g_strv_length ((char **) strings), ==, 3);
  g_assert_cmpstr (strings[0], ==, "A=value");
  g_assert_cmpstr (strings[1], ==, "B=b");
  g_assert_cmpstr (strings[2], ==, "");
  dex_unref (future);

  future = salon_expander_expand_strv (expander, NULL);
  host_test_wait (future);
  strings = g_value_get_boxed (dex_future_get_value (future, NULL));
  g_assert_nonnull (strings);
  g_assert_null (strings[0]);
  dex_unref (future);

  message = host_test_await_error (salon_expander_expand_strv (expander, bad),
                                   SALON_HOST_ERROR, SALON_HOST_ERROR_MISSING_VARIABLE);
  host_test_assert_contains (message, "NOWHERE");
}

static void
test_tells_references (void)
{
  g_assert_true (salon_expander_has_references ("a ${secret:b}"));
  g_assert_true (salon_expander_has_references ("$${env:A}"));
  g_assert_false (salon_expander_has_references ("${HOME}"));
  g_assert_false (salon_expander_has_references ("sk-1234"));
  g_assert_false (salon_expander_has_references (NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/host/expander/references-are-replaced-once", test_replaces);
  g_test_add_func ("/host/expander/what-cannot-be-resolved-is-told", test_refuses);
  g_test_add_func ("/host/expander/lists-keep-their-length", test_lists);
  g_test_add_func ("/host/expander/references-are-told-from-text", test_tells_references);

  return g_test_run ();
}
