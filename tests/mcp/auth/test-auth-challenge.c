/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include "auth-test.h"
#include "salon-mcp-auth-challenge.h"

/* As one text: “Scheme|token68|name=value;…” by the names asked for, a line each. */
static char *
describe (GPtrArray *challenges)
{
  static const char * const names[] = {
    "realm", "scope", "error", "error_description", "resource_metadata", "x",
  };
  g_autoptr(GString) text = g_string_new (NULL);
  guint i;
  guint j;

  for (i = 0; i < challenges->len; i++)
    {
      SalonMcpAuthChallenge *challenge = g_ptr_array_index (challenges, i);
      const char *token68 = salon_mcp_auth_challenge_get_token68 (challenge);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "",
                              salon_mcp_auth_challenge_get_scheme (challenge));
      if (token68 != NULL)
        g_string_append_printf (text, "|%s", token68);
      for (j = 0; j < G_N_ELEMENTS (names); j++)
        {
          const char *value = salon_mcp_auth_challenge_get_parameter (challenge, names[j]);

          if (value != NULL)
            g_string_append_printf (text, " %s={%s}", names[j], value);
        }
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static const struct {
  const char *header;
  const char *expected;
} table[] = {
  { "Bearer", "Bearer" },
  { "", "" },
  { " , ,, ", "" },
  { "Bearer realm=\"x\"", "Bearer realm={x}" },
  { "bearer REALM=x", "bearer realm={x}" },
  { "Bearer realm = \"x\" , scope =y", "Bearer realm={x} scope={y}" },
  { "Bearer realm=\"\"", "Bearer realm={}" },
  { "Bearer\trealm=\"x\"", "Bearer realm={x}" },
  /* Several: joined headers, and one that has them all. */
  { "Basic realm=\"a\", Bearer scope=\"b c\"", "Basic realm={a}\nBearer scope={b c}" },
  { "Bearer scope=\"b\", Basic realm=\"a\", Digest x=y",
    "Bearer scope={b}\nBasic realm={a}\nDigest x={y}" },
  { "Negotiate, Bearer realm=\"r\"", "Negotiate\nBearer realm={r}" },
  { "Negotiate,Bearer", "Negotiate\nBearer" },
  { "Bearer realm=a,scope=b,x=c, DPoP x=d",
    "Bearer realm={a} scope={b} x={c}\nDPoP x={d}" },
  { ", Bearer realm=\"x\",,, scope=\"y\",", "Bearer realm={x} scope={y}" },
  { "Bearer realm=\"1\", Bearer realm=\"2\"", "Bearer realm={1}\nBearer realm={2}" },
  /* Commas, escapes and what looks like a challenge inside of quotes. */
  { "Bearer error_description=\"no, Basic realm=\\\"x\\\", at all\", error=\"e\"",
    "Bearer error={e} error_description={no, Basic realm=\"x\", at all}" },
  { "Bearer realm=\"a\\\\b\\c\"", "Bearer realm={a\\bc}" },
  { "Bearer realm=\"=\", x=\",\"", "Bearer realm={=} x={,}" },
  /* token68 */
  { "Negotiate YII==", "Negotiate|YII==" },
  { "Negotiate a87421000492aa874209af8bc028, Bearer realm=\"x\"",
    "Negotiate|a87421000492aa874209af8bc028\nBearer realm={x}" },
  { "Basic a+b/c~-_., Bearer", "Basic|a+b/c~-_.\nBearer" },
  { "Bearer x=", "Bearer|x=" },
  { "Bearer x==", "Bearer|x==" },
  { "Bearer x=y", "Bearer x={y}" },
  /* Values that should have been quoted. */
  { "Bearer resource_metadata=https://a.example/.well-known/x?y=z, scope=s",
    "Bearer scope={s} resource_metadata={https://a.example/.well-known/x?y=z}" },
  { "Bearer scope=a:b", "Bearer scope={a:b}" },
  { "Bearer scope=a b, x=y", "Bearer" },
  /* Twice: the first. */
  { "Bearer scope=\"a\", SCOPE=\"b\"", "Bearer scope={a}" },
  /* Broken: what is right is kept. */
  { "Bearer realm=\"a\", scope=\"b", "Bearer realm={a}" },
  { "Bearer realm=\"a", "Bearer" },
  { "Bearer realm=\"a\\", "Bearer" },
  { "Bearer realm=\"a\"x, Basic realm=\"b\"", "Bearer\nBasic realm={b}" },
  { "=x, Bearer realm=\"a\"", "Bearer realm={a}" },
  { "realm=\"a\", Bearer realm=\"b\"", "Bearer realm={b}" },
  { "\"Bearer\", Basic realm=\"b\"", "Basic realm={b}" },
  { "\"x, Bearer realm=\"b\"", "" },
  { "Bear(er realm=\"a\", Basic realm=\"b\"", "Basic realm={b}" },
  { "Bearer realm=\"a\" scope=\"b\", Basic x=y", "Bearer\nBasic x={y}" },
  { "Bearer realm=, scope=\"b\"", "Bearer|realm=" },
  { "Bearer realm=\"\xe9\"", "Bearer realm={\xef\xbf\xbd}" },
};

static void
test_table (void)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(GPtrArray) challenges = salon_mcp_auth_challenge_parse (table[i].header);
      g_autofree char *text = describe (challenges);

      if (!g_str_equal (text, table[i].expected))
        g_error ("%s\nis read as\n%s\nand not as\n%s", table[i].header, text, table[i].expected);
    }
}

static void
test_find (void)
{
  g_autoptr(GPtrArray) challenges =
    salon_mcp_auth_challenge_parse ("Basic x=1, bEARER x=2, Bearer x=3");
  SalonMcpAuthChallenge *challenge = salon_mcp_auth_challenge_find (challenges, "Bearer");
  g_autoptr(GPtrArray) none = salon_mcp_auth_challenge_parse (NULL);

  g_assert_cmpstr (salon_mcp_auth_challenge_get_parameter (challenge, "X"), ==, "2");
  g_assert_null (salon_mcp_auth_challenge_find (challenges, "DPoP"));
  g_assert_cmpuint (none->len, ==, 0);
}

static char *
repeat (const char *part,
        gsize       size)
{
  GString *text = g_string_new ("Bearer scope=\"s\", ");

  while (text->len < size)
    g_string_append (text, part);
  return g_string_free_and_steal (text);
}

/* A megabyte of each is read in no time, and not much of it is kept. */
static void
test_bombs (void)
{
  static const char * const parts[] = {
    "\"", "\\", "\"\\", "x", ",", "=", " ", "Bearer ", "Bearer,", "a=b,", "a=\"b\",", "a=\"b",
    "x\"", "Basic a=\"\\\"", "Bearer =", "a =\t\"", "a=b c=d ",
  };
  gint64 start = g_get_monotonic_time ();
  guint i;

  for (i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *header = repeat (parts[i], 1024 * 1024);
      g_autoptr(GPtrArray) challenges = salon_mcp_auth_challenge_parse (header);
      SalonMcpAuthChallenge *first;

      g_test_message ("%s: %u", parts[i], challenges->len);
      g_assert_cmpuint (challenges->len, >=, 1);
      g_assert_cmpuint (challenges->len, <=, 32);
      first = g_ptr_array_index (challenges, 0);
      g_assert_cmpstr (salon_mcp_auth_challenge_get_parameter (first, "scope"), ==, "s");
    }

  /* Quadratic would be minutes. */
  g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_TIME_SPAN_SECOND);
}

int
main (int   argc,
      char *argv[])
{
  mcp_test_init (&argc, &argv);

  g_test_add_func ("/mcp/auth/challenge/table", test_table);
  g_test_add_func ("/mcp/auth/challenge/the-first-of-a-scheme-is-found", test_find);
  g_test_add_func ("/mcp/auth/challenge/bombs-are-bounded", test_bombs);

  return g_test_run ();
}
