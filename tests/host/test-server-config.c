/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "salon-server-config.h"

#include "host-test.h"
#include "salon-host-error.h"

static SalonServerConfig *
parse (const char *name,
       const char *json)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(SalonJsonDocument) document = salon_json_document_parse (json, -1, NULL, &error);

  g_assert_no_error (error);

  return salon_server_config_new_from_json (name, salon_json_document_get_root (document));
}

/* What the entry would be in the file. */
static char *
to_text (SalonServerConfig *config)
{
  g_autoptr(SalonJsonWriter) writer = salon_json_writer_new ();

  salon_json_writer_begin_object (writer, NULL);
  salon_server_config_write (config, writer);
  salon_json_writer_end_object (writer);

  return salon_json_writer_finish (writer);
}

static void
test_reads_program (void)
{
  g_autoptr(SalonServerConfig) config = parse ("files",
    "{\"command\":\"npx\",\"args\":[\"-y\",\"a b\",\"\"],\"env\":{\"A\":\"1\",\"B\":\"x=y\"},"
    "\"cwd\":\"~/work\",\"timeout\":5,\"startTimeout\":90,\"autoStart\":true,\"era\":\"legacy\","
    "\"roots\":[\"/tmp\"],\"disabled\":false}");
  g_autofree char *line = salon_server_config_dup_command_line (config);
  const char * const *arguments = salon_server_config_get_arguments (config);
  const char * const *environment = salon_server_config_get_environment (config);

  g_assert_null (salon_server_config_get_problem (config));
  g_assert_cmpint (salon_server_config_get_transport (config), ==, SALON_SERVER_TRANSPORT_STDIO);
  g_assert_cmpstr (salon_server_config_get_name (config), ==, "files");
  g_assert_cmpstr (salon_server_config_get_title (config), ==, "files");
  g_assert_cmpstr (salon_server_config_get_command (config), ==, "npx");
  g_assert_cmpuint (g_strv_length ((char **) arguments), ==, 3);
  g_assert_cmpstr (arguments[1], ==, "a b");
  g_assert_cmpuint (g_strv_length ((char **) environment), ==, 2);
  g_assert_cmpstr (environment[0], ==, "A=1");
  g_assert_cmpstr (environment[1], ==, "B=x=y");
  g_assert_cmpstr (salon_server_config_get_directory (config), ==, "~/work");
  g_assert_cmpuint (salon_server_config_get_timeout (config), ==, 5);
  g_assert_cmpuint (salon_server_config_get_start_timeout (config), ==, 90);
  g_assert_true (salon_server_config_get_auto_start (config));
  g_assert_cmpstr (salon_server_config_get_era (config), ==, "legacy");
  g_assert_cmpstr (salon_server_config_get_roots (config)[0], ==, "/tmp");
  g_assert_false (salon_server_config_is_disabled (config));
  g_assert_false (salon_server_config_is_built_in (config));
  g_assert_cmpstr (line, ==, "npx -y 'a b' ''");
}

static void
test_reads_remote (void)
{
  static const struct
  {
    const char *json;
    SalonServerTransport transport;
  } cases[] = {
    { "{\"url\":\"https://example.org/mcp\"}", SALON_SERVER_TRANSPORT_HTTP },
    { "{\"type\":\"http\",\"url\":\"https://example.org/mcp\"}", SALON_SERVER_TRANSPORT_HTTP },
    { "{\"type\":\"streamable-http\",\"url\":\"http://[::1]:3/\"}", SALON_SERVER_TRANSPORT_HTTP },
    { "{\"type\":\"streamableHttp\",\"url\":\"${env:URL}\"}", SALON_SERVER_TRANSPORT_HTTP },
    { "{\"type\":\"sse\",\"url\":\"https://example.org/sse\",\"headers\":{\"X-A\":\"b\"}}",
      SALON_SERVER_TRANSPORT_SSE },
    { "{\"url\":\"https://example.org/mcp\",\"oauth\":{\"clientId\":\"c\","
      "\"clientSecret\":\"${secret:c}\",\"issuer\":\"https://as.example.org\","
      "\"scopes\":[\"a\",\"b\"],\"assumeS256\":true,\"later\":{}}}",
      SALON_SERVER_TRANSPORT_HTTP },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(SalonServerConfig) config = parse ("remote", cases[i].json);
      g_autofree char *written = to_text (config);
      g_autofree char *expected = g_strdup_printf ("{\"remote\":%s}", cases[i].json);

      g_assert_null (salon_server_config_get_problem (config));
      g_assert_cmpint (salon_server_config_get_transport (config), ==, cases[i].transport);
      g_assert_cmpstr (written, ==, expected);
    }
}

static void
test_tells_mistakes (void)
{
  static const struct
  {
    const char *json;
    const char *sentence;
  } cases[] = {
    { "[]", "mcp.json, server “x”: The entry has to be an object, not an array." },
    { "{\"command\":1}", "mcp.json, server “x”: “command” has to be a string, not a number." },
    { "{\"command\":\"a\",\"args\":\"b\"}",
      "mcp.json, server “x”: “args” has to be an array of strings, not a string." },
    { "{\"command\":\"a\",\"args\":[\"b\",3]}",
      "mcp.json, server “x”: “args[1]” has to be a string, not a number." },
    { "{\"command\":\"a\",\"args\":[\"b\\u0000c\"]}",
      "mcp.json, server “x”: “args[0]” must not contain the character U+0000." },
    { "{\"command\":\"a\",\"env\":[]}",
      "mcp.json, server “x”: “env” has to be an object of strings, not an array." },
    { "{\"command\":\"a\",\"env\":{\"PORT\":8080}}",
      "mcp.json, server “x”: “env.PORT” has to be a string, not a number." },
    { "{\"command\":\"a\",\"env\":{\"A=B\":\"c\"}}",
      "mcp.json, server “x”: “env” has a member “A=B”, which is no possible name." },
    { "{\"command\":\"a\",\"disabled\":\"yes\"}", "“disabled” has to be" },
    { "{\"command\":\"a\",\"timeout\":600000}",
      "mcp.json, server “x”: “timeout” counts seconds and has to lie between 1 and 86400, but it "
      "is 600000." },
    { "{\"command\":\"a\",\"startTimeout\":0}", "“startTimeout” counts seconds" },
    { "{\"command\":\"a\",\"timeout\":\"5\"}", "“timeout” has to be" },
    { "{\"command\":\"a\",\"era\":\"stone\"}",
      "mcp.json, server “x”: “era” has to be “auto”, “legacy” or “modern”." },
    { "{\"url\":\"https://b\",\"oauth\":[]}",
      "mcp.json, server “x”: “oauth” has to be an object." },
    { "{\"url\":\"https://b\",\"oauth\":{\"grant\":\"magic\"}}", "not “magic”" },
    { "{\"url\":\"https://b\",\"oauth\":{\"clientSecret\":\"s\"}}", "but no “clientId”" },
    { "{\"url\":\"https://b\",\"oauth\":{\"grant\":\"client-credentials\",\"clientId\":\"c\"}}",
      "needs a “clientSecret” or a “privateKey”" },
    { "{\"url\":\"https://b\",\"oauth\":{\"grant\":\"enterprise\"}}", "“tokenEndpoint”" },
    { "{\"url\":\"https://b\",\"oauth\":{\"grant\":\"workload\"}}", "“assertionFile”" },
    { "{\"url\":\"https://b\",\"oauth\":{\"scopes\":7}}", "“scopes”" },
    { "{\"url\":\"https://b\",\"oauth\":{\"dpop\":\"yes\"}}", "“dpop”" },
    { "{}", "needs a “command” to start it, or a “url”" },
    { "{\"command\":\"\"}", "needs a “command”" },
    { "{\"command\":\"a\",\"url\":\"https://b\"}", "either “command” or “url”, not both" },
    { "{\"type\":\"http\"}", "A remote server needs a “url”." },
    { "{\"url\":\"ftp://b\"}", "“url” has to begin with “https://” or “http://”." },
    { "{\"type\":\"carrier-pigeon\",\"command\":\"a\"}",
      "“type” has to be “stdio”, “http” or “sse”, not “carrier-pigeon”." },
    { "{\"command\":\"a\",\"roots\":{}}", "“roots” has to be an array of strings, not an object." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(SalonServerConfig) config = parse ("x", cases[i].json);
      g_autofree char *written = to_text (config);
      g_autofree char *expected = g_strdup_printf ("{\"x\":%s}", cases[i].json);

      host_test_assert_contains (salon_server_config_get_problem (config), cases[i].sentence);
      /* The user's mistake is the user's to correct. */
      g_assert_cmpstr (written, ==, expected);
    }
}

static void
test_writes_in_order (void)
{
  g_autoptr(SalonServerConfig) config = parse ("x",
    "{\"note\":1e400,\"env\":{\"Z\":\"1\",\"A\":\"2\"},\"command\":\"a\","
    "\"sandbox\":{\"files\":[]},"
    "\"disabled\":true,\"args\":[\"b\"]}");
  g_autoptr(SalonServerConfig) copy = salon_server_config_copy (config);
  g_autofree char *untouched = to_text (copy);
  g_autofree char *changed = NULL;
  g_autofree char *remote = NULL;

  g_assert_cmpstr (untouched, ==,
    "{\"x\":{\"note\":1e400,\"env\":{\"Z\":\"1\",\"A\":\"2\"},\"command\":\"a\","
    "\"sandbox\":{\"files\":[]},\"disabled\":true,\"args\":[\"b\"]}}");

  salon_server_config_set_disabled (copy, FALSE);
  salon_server_config_set_environment (copy, NULL);
  salon_server_config_set_timeout (copy, 7);
  salon_server_config_set_name (copy, "y");
  changed = to_text (copy);
  g_assert_cmpstr (changed, ==,
    "{\"y\":{\"note\":1e400,\"command\":\"a\",\"sandbox\":{\"files\":[]},\"disabled\":false,"
    "\"args\":[\"b\"],\"timeout\":7}}");

  salon_server_config_set_url (copy, SALON_SERVER_TRANSPORT_SSE, "https://example.org/");
  remote = to_text (copy);
  g_assert_cmpstr (remote, ==,
    "{\"y\":{\"note\":1e400,\"sandbox\":{\"files\":[]},\"disabled\":false,\"type\":\"sse\","
    "\"url\":\"https://example.org/\",\"timeout\":7}}");
}

static void
test_identity (void)
{
  g_autoptr(SalonServerConfig) plain = parse ("a", "{\"command\":\"npx\",\"args\":[\"x\",\"y\"]}");
  g_autoptr(SalonServerConfig) same = parse ("b",
    "{\"command\":\"npx\",\"args\":[\"x\",\"y\"],\"env\":{\"K\":\"v\"},\"timeout\":3}");
  g_autoptr(SalonServerConfig) other = parse ("a", "{\"command\":\"npx\",\"args\":[\"x y\"]}");
  g_autoptr(SalonServerConfig) folder = parse ("a",
    "{\"command\":\"npx\",\"args\":[\"x\",\"y\"],\"cwd\":\"/srv\"}");
  g_autoptr(SalonServerConfig) like_folder = parse ("a",
    "{\"command\":\"npx\",\"args\":[\"x\",\"y\",\"\",\"/srv\"]}");
  g_autoptr(SalonServerConfig) remote = parse ("a", "{\"url\":\"https://example.org/\"}");
  g_autoptr(SalonServerConfig) elsewhere = parse ("a", "{\"url\":\"https://example.com/\"}");
  g_autoptr(SalonServerConfig) built_in = parse ("desktop", "{\"roots\":[\"/tmp\"]}");

  g_assert_true (g_str_has_prefix (salon_server_config_get_identity (plain), "stdio:"));
  g_assert_cmpstr (salon_server_config_get_identity (plain), ==,
                   salon_server_config_get_identity (same));
  g_assert_cmpstr (salon_server_config_get_identity (plain), !=,
                   salon_server_config_get_identity (other));
  g_assert_cmpstr (salon_server_config_get_identity (plain), !=,
                   salon_server_config_get_identity (folder));
  g_assert_cmpstr (salon_server_config_get_identity (like_folder), !=,
                   salon_server_config_get_identity (folder));
  g_assert_true (g_str_has_prefix (salon_server_config_get_identity (remote), "http:"));
  g_assert_cmpstr (salon_server_config_get_identity (remote), !=,
                   salon_server_config_get_identity (elsewhere));
  g_assert_cmpstr (salon_server_config_get_identity (built_in), ==, "built-in:desktop");
}

static void
test_built_in (void)
{
  g_autoptr(SalonServerConfig) changed = parse ("desktop", "{\"disabled\":true,\"roots\":[]}");
  g_autoptr(SalonServerConfig) own = parse ("desktop", "{\"command\":\"mine\"}");
  g_autoptr(SalonServerConfig) plain = salon_server_config_new_built_in ();
  g_autofree char *written = to_text (changed);

  g_assert_true (salon_server_config_is_built_in (changed));
  g_assert_null (salon_server_config_get_problem (changed));
  g_assert_cmpstr (salon_server_config_get_title (changed), ==, "Desktop");
  g_assert_true (salon_server_config_is_disabled (changed));
  g_assert_nonnull (salon_server_config_get_roots (changed));
  g_assert_cmpstr (written, ==, "{\"desktop\":{\"disabled\":true,\"roots\":[]}}");

  g_assert_false (salon_server_config_is_built_in (own));
  g_assert_cmpstr (salon_server_config_get_title (own), ==, "desktop");
  g_assert_cmpstr (salon_server_config_get_command (own), ==, "mine");

  g_assert_null (salon_server_config_get_roots (plain));
  g_assert_false (salon_server_config_equal (plain, changed));
}

static void
test_names (void)
{
  g_autofree char *longest = g_strnfill (128, 'n');
  g_autofree char *too_long = g_strnfill (129, 'n');
  const struct
  {
    const char *name;
    gboolean possible;
  } cases[] = {
    { "a", TRUE }, { "Dateien für mich", TRUE }, { "a/b.c", TRUE }, { longest, TRUE },
    { "", FALSE }, { too_long, FALSE }, { "a\nb", FALSE }, { "a\xff", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(SalonServerConfig) config = salon_server_config_new (cases[i].name);
      g_autoptr(GError) error = NULL;

      salon_server_config_set_command (config, "a", NULL);
      g_assert_cmpint (salon_server_config_check (config, &error), ==, cases[i].possible);
      if (!cases[i].possible)
        g_assert_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION);
    }
}

typedef struct
{
  const char *before;  /* nullable */
  const char *client_id;
  const char *client_secret;
  const char *scopes;
  gboolean assume_s256;
  gboolean allow_private_network;
  const char *after;   /* NULL: nothing is left, or it makes no sense */
  const char *sentence;
} SignInChange;

static const SignInChange sign_in_changes[] = {
  { NULL, NULL, NULL, NULL, FALSE, FALSE, NULL, NULL },
  { NULL, "", "", " ", FALSE, FALSE, NULL, NULL },
  { "{}", "", "", "", FALSE, FALSE, NULL, NULL },
  { NULL, "me", NULL, NULL, FALSE, TRUE,
    "{\"clientId\":\"me\",\"allowPrivateNetwork\":true}", NULL },
  { NULL, "me", "${secret:x}", " a\tb  c ", TRUE, FALSE,
    "{\"clientId\":\"me\",\"clientSecret\":\"${secret:x}\",\"scopes\":\"a b c\","
    "\"assumeS256\":true}", NULL },
  { "{\"clientId\":\"me\",\"scopes\":[\"a\"],\"assumeS256\":true,"
    "\"allowPrivateNetwork\":false}", "", "", "", FALSE, FALSE, NULL, NULL },
  /* What the form does not know stays, in its place; so does a list that says the same. */
  { "{\"dpop\":true,\"clientId\":\"me\",\"grant\":\"code\",\"scopes\":[\"a\",\"b\"],"
    "\"later\":{\"x\":[1]}}", "you", NULL, "a  b", TRUE, FALSE,
    "{\"dpop\":true,\"clientId\":\"you\",\"grant\":\"code\",\"scopes\":[\"a\",\"b\"],"
    "\"later\":{\"x\":[1]},\"assumeS256\":true}", NULL },
  { "{\"scopes\":[\"a\",\"b\"],\"clientId\":\"me\"}", NULL, NULL, "a c", FALSE, FALSE,
    "{\"scopes\":\"a c\"}", NULL },
  { "{\"clientId\":\"me\",\"identityProvider\":{\"tokenEndpoint\":\"https://idp/token\"},"
    "\"issuer\":\"https://as\"}", "", "", "", FALSE, FALSE,
    "{\"identityProvider\":{\"tokenEndpoint\":\"https://idp/token\"},"
    "\"issuer\":\"https://as\"}", NULL },
  { NULL, "", "hush", "", FALSE, FALSE, NULL, "but no “clientId”" },
  { "{\"grant\":\"client-credentials\",\"clientId\":\"c\",\"clientSecret\":\"s\"}",
    "c", "", "", FALSE, FALSE, NULL, "needs a “clientSecret”" },
};

static void
test_changes_sign_in (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sign_in_changes); i++)
    {
      const SignInChange *change = &sign_in_changes[i];
      g_autoptr(SalonJsonDocument) document = NULL;
      g_autoptr(SalonSignInOptions) before = NULL;
      g_autoptr(SalonSignInOptions) after = NULL;
      g_autoptr(SalonServerConfig) config = salon_server_config_new ("x");
      g_autoptr(GError) error = NULL;
      g_autofree char *written = NULL;
      g_autofree char *expected = NULL;

      if (change->before != NULL)
        {
          document = salon_json_document_parse (change->before, -1, NULL, &error);
          g_assert_no_error (error);
          before = salon_sign_in_options_new_from_json (salon_json_document_get_root (document),
                                                        &error);
          g_assert_no_error (error);
        }
      after = salon_sign_in_options_change (before, change->client_id, change->client_secret,
                                            change->scopes, change->assume_s256,
                                            change->allow_private_network, &error);
      if (change->sentence != NULL)
        {
          g_assert_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION);
          g_assert_nonnull (strstr (error->message, change->sentence));
          g_assert_null (after);
          continue;
        }
      g_assert_no_error (error);

      salon_server_config_set_url (config, SALON_SERVER_TRANSPORT_HTTP, "https://b");
      salon_server_config_set_sign_in (config, before);
      salon_server_config_set_sign_in (config, after);
      written = to_text (config);
      if (change->after != NULL)
        expected = g_strdup_printf ("\"oauth\":%s}}", change->after);
      g_test_message ("%s", written);
      if (expected != NULL)
        g_assert_true (g_str_has_suffix (written, expected));
      else
        g_assert_null (strstr (written, "oauth"));
      if (after == NULL)
        continue;
      g_assert_cmpint (salon_sign_in_options_get_assume_s256 (after), ==, change->assume_s256);
      g_assert_cmpint (salon_sign_in_options_get_allow_private_network (after), ==,
                       change->allow_private_network);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/host/server-config/a-program-is-read-whole", test_reads_program);
  g_test_add_func ("/host/server-config/remote-servers-are-read-and-written-back",
                   test_reads_remote);
  g_test_add_func ("/host/server-config/mistakes-are-told-with-their-key", test_tells_mistakes);
  g_test_add_func ("/host/server-config/order-and-unknown-members-are-kept", test_writes_in_order);
  g_test_add_func ("/host/server-config/signing-in-is-changed-and-the-rest-kept",
                   test_changes_sign_in);
  g_test_add_func ("/host/server-config/identity-is-what-runs", test_identity);
  g_test_add_func ("/host/server-config/the-built-in-entry-says-what-differs", test_built_in);
  g_test_add_func ("/host/server-config/names-are-checked", test_names);

  return g_test_run ();
}
