/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "salon-command-line.h"
#include "salon-provider-preset.h"
#include "salon-server-address.h"
#include "salon-server-config.h"
#include "salon-server-intake.h"
#include "salon-server-paste.h"

static void
test_command_round_trip (void)
{
  static const char * const lines[] = {
    "npx",
    "npx -y @modelcontextprotocol/server-filesystem /home/me",
    "uvx 'a name with spaces' ''",
    "sh -c 'echo $HOME; rm *'",
    "'/opt/my program/bin/x' --a=b",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr(GError) error = NULL;
      g_auto(GStrv) command = salon_command_line_parse (lines[i], &error);
      g_autofree char *line = NULL;

      g_assert_no_error (error);
      line = salon_command_line_format (command[0], (const char * const *) command + 1);
      g_assert_cmpstr (line, ==, lines[i]);
    }
}

static void
test_command_is_no_shell (void)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) command = salon_command_line_parse ("echo $HOME `id` > /tmp/x", &error);
  const char *expected[] = { "echo", "$HOME", "`id`", ">", "/tmp/x", NULL };

  g_assert_no_error (error);
  g_assert_cmpstrv (command, expected);
}

static void
test_command_knows_home (void)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) command = salon_command_line_parse ("serve ~/Documents ~ a~/b", &error);
  g_autofree char *documents = g_build_filename (g_get_home_dir (), "Documents", NULL);

  g_assert_no_error (error);
  g_assert_cmpstr (command[1], ==, documents);
  g_assert_cmpstr (command[2], ==, g_get_home_dir ());
  g_assert_cmpstr (command[3], ==, "a~/b");
}

static void
test_command_unclosed (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (salon_command_line_parse ("npx 'oops", &error));
  g_assert_error (error, G_SHELL_ERROR, G_SHELL_ERROR_BAD_QUOTING);
}

typedef struct
{
  const char *text;
  const char *names[3];
} Paste;

static const Paste pastes[] = {
  { "{\"mcpServers\": {\"files\": {\"command\": \"npx\", \"args\": [\"-y\", \"x\"]}}}",
    { "files" } },
  { "{\"servers\": {\"a\": {\"command\": \"a\"}, \"b\": {\"command\": \"b\"}}}", { "a", "b" } },
  { "{\"a\": {\"command\": \"a\"}}", { "a" } },
  { "\"a\": {\"command\": \"a\"}, \"b\": {\"command\": \"b\"}", { "a", "b" } },
  { "  \n{\"command\": \"npx\", \"args\": [\"-y\", \"@acme/server-maps@1.2\"]}\n", { "maps" } },
  { "{\"command\": \"/usr/bin/thing\"}", { "thing" } },
};

static void
test_paste_shapes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pastes); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) configs = salon_server_paste_parse (pastes[i].text, &error);
      guint n_names = g_strv_length ((char **) pastes[i].names);

      g_assert_no_error (error);
      g_assert_cmpuint (configs->len, ==, n_names);
      for (guint j = 0; j < n_names; j++)
        g_assert_cmpstr (salon_server_config_get_name (g_ptr_array_index (configs, j)), ==,
                         pastes[i].names[j]);
    }
}

static void
test_paste_keeps_everything (void)
{
  const char *arguments[] = { "-y", "server", "with space", NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) configs = NULL;
  SalonServerConfig *config;

  configs = salon_server_paste_parse ("{\"mcpServers\": {\"x\": {\"command\": \"npx\", \"args\": "
                                      "[\"-y\", \"server\", \"with space\"], "
                                      "\"env\": {\"TOKEN\": \"abc\"}}}}",
                                      &error);
  g_assert_no_error (error);
  config = g_ptr_array_index (configs, 0);
  g_assert_cmpstr (salon_server_config_get_command (config), ==, "npx");
  g_assert_cmpstrv (salon_server_config_get_arguments (config), arguments);
  g_assert_cmpstr (salon_server_config_get_environment (config)[0], ==, "TOKEN=abc");
}

static void
test_paste_mistakes (void)
{
  static const char * const texts[] = {
    "npx -y something",
    "{",
    "{}",
    "[]",
    "{\"mcpServers\": {}}",
    "{\"mcpServers\": []}",
    "{\"mcpServers\": {\"a\": 1}}",
    "{\"mcpServers\": {\"a\": {\"args\": []}}}",
    "{\"mcpServers\": {\"a\": {\"command\": 5}}}",
    "null",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (salon_server_paste_parse (texts[i], &error));
      g_assert_nonnull (error);
      g_assert_cmpint (strlen (error->message), >, 10);
    }
}

static void
test_secrets (void)
{
  g_assert_true (salon_server_intake_is_secret ("GITHUB_TOKEN", "ghp_1"));
  g_assert_true (salon_server_intake_is_secret ("api_key", "x"));
  g_assert_true (salon_server_intake_is_secret ("DB_PASSWORD", "x"));
  g_assert_false (salon_server_intake_is_secret ("GITHUB_TOKEN", ""));
  g_assert_false (salon_server_intake_is_secret ("GITHUB_TOKEN", "${secret:a}"));
  g_assert_false (salon_server_intake_is_secret ("SSH_KEY", "/home/me/.ssh/id"));
  g_assert_false (salon_server_intake_is_secret ("LANG", "C"));
}

static void
test_secret_headers (void)
{
  g_assert_true (salon_server_intake_is_secret_header ("Authorization"));
  g_assert_true (salon_server_intake_is_secret_header ("X-API-Key"));
  g_assert_true (salon_server_intake_is_secret_header ("cookie"));
  g_assert_false (salon_server_intake_is_secret_header ("Accept-Language"));
  g_assert_false (salon_server_intake_is_secret_header (""));
}

static void
test_addresses (void)
{
  static const struct { const char *address; gboolean usable; const char *word; } rows[] = {
    /* Not finished, and not wrong either. */
    { "", FALSE, NULL },
    { "h", FALSE, NULL },
    { "https:/", FALSE, NULL },
    { "https://", FALSE, NULL },
    { "HTTP://", FALSE, NULL },
    { "https://mcp.example.com/mcp", TRUE, NULL },
    { "https://mcp.example.com:8443/mcp?key=${secret:k}", TRUE, NULL },
    { "https://${env:HOST}/mcp", TRUE, NULL },
    { "http://localhost:3000/mcp", TRUE, NULL },
    { "http://app.localhost/mcp", TRUE, NULL },
    { "http://127.0.0.2/mcp", TRUE, NULL },
    { "http://[::1]:3000/mcp", TRUE, NULL },
    { "http://192.168.1.2/mcp", FALSE, "https://" },
    { "http://localhost.example.com/mcp", FALSE, "https://" },
    { "http://127.0.0.1.example.com/mcp", FALSE, "https://" },
    { "ftp://example.com/", FALSE, "https://" },
    { "example.com/mcp", FALSE, "https://" },
    { "npx -y server", FALSE, "https://" },
    { "https://me:word@example.com/mcp", FALSE, "header" },
    { "https:///mcp", FALSE, "address" },
    { "https://exa mple.com/", FALSE, "address" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *sentence = "untouched";
      gboolean usable = salon_server_address_check (rows[i].address, &sentence);

      g_test_message ("%s: %s", rows[i].address, sentence);
      g_assert_true (usable == rows[i].usable);
      if (rows[i].word == NULL)
        g_assert_null (sentence);
      else
        g_assert_nonnull (strstr (sentence, rows[i].word));
    }
}

static void
test_origins (void)
{
  g_autofree char *whole = salon_server_address_dup_origin ("https://a.example:8443/mcp?key=x#y");
  g_autofree char *plain = salon_server_address_dup_origin ("http://localhost/mcp");

  g_assert_cmpstr (whole, ==, "https://a.example:8443");
  g_assert_cmpstr (plain, ==, "http://localhost");
}

static void
test_slugs (void)
{
  static const char * const rows[][2] = {
    { "My Server", "my-server" },
    { "  --Über 3000!! ", "uber-3000" },
    { "日本", "" },
    { "a__b", "a-b" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *slug = salon_provider_preset_slug (rows[i][0]);

      g_assert_cmpstr (slug, ==, rows[i][1]);
    }
}

static void
test_presets (void)
{
  for (guint i = 0; i < salon_provider_preset_count (); i++)
    {
      const SalonProviderPreset *preset = salon_provider_preset_get (i);
      g_autofree char *slug = salon_provider_preset_slug (preset->id);

      g_assert_cmpstr (slug, ==, preset->id);
      if (*preset->base_url != '\0')
        g_assert_true (g_uri_is_valid (preset->base_url, G_URI_FLAGS_NONE, NULL));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/ui/command-line/what-is-shown-can-be-read-back", test_command_round_trip);
  g_test_add_func ("/ui/command-line/nothing-of-a-shell-but-its-quotes", test_command_is_no_shell);
  g_test_add_func ("/ui/command-line/tilde-is-home", test_command_knows_home);
  g_test_add_func ("/ui/command-line/open-quote-is-an-error", test_command_unclosed);
  g_test_add_func ("/ui/paste/all-shapes-are-read", test_paste_shapes);
  g_test_add_func ("/ui/paste/nothing-is-lost", test_paste_keeps_everything);
  g_test_add_func ("/ui/paste/mistakes-are-told-in-words", test_paste_mistakes);
  g_test_add_func ("/ui/intake/secrets-are-known-by-their-names", test_secrets);
  g_test_add_func ("/ui/intake/secret-headers-are-known-by-their-names", test_secret_headers);
  g_test_add_func ("/ui/server-address/is-checked-as-it-is-typed", test_addresses);
  g_test_add_func ("/ui/server-address/shows-whom-it-leads-to", test_origins);
  g_test_add_func ("/ui/provider-preset/slugs-are-plain", test_slugs);
  g_test_add_func ("/ui/provider-preset/presets-are-sound", test_presets);

  return g_test_run ();
}
