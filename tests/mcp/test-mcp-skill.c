/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "test-mcp-skill"

#include "config.h"

#include <string.h>

#include "salon-mcp-error.h"
#include "salon-mcp-frontmatter-private.h"
#include "salon-mcp-resource.h"
#include "salon-mcp-skill.h"
#include "scripted-server.h"

#define CAPABILITIES "{\"resources\":{},\"extensions\":{\"io.modelcontextprotocol/skills\":{}}}"
#define BODY "---\\nname: pdf\\ndescription: Fills forms\\n---\\nDo it.\\n"
#define BODY_BYTES "---\nname: pdf\ndescription: Fills forms\n---\nDo it.\n"

static void
test_heads (void)
{
  static const struct { const char *yaml; const char *json; } cases[] = {
    { "name: pdf\ndescription: Fills forms", "{\"name\":\"pdf\",\"description\":\"Fills forms\"}" },
    { "a: 1\nb: -2.5\nc: true\nd: null\ne:\nf: ~\ng: 01x\nh: 1.2.3",
      "{\"a\":1,\"b\":-2.5,\"c\":true,\"d\":null,\"e\":null,\"f\":null,\"g\":\"01x\","
      "\"h\":\"1.2.3\"}" },
    { "a: \"x: \\\"y\\\" # no\" # yes\nb: 'it''s'",
      "{\"a\":\"x: \\\"y\\\" # no\",\"b\":\"it's\"}" },
    { "a: one\n  two\n  three\nb: x", "{\"a\":\"one two three\",\"b\":\"x\"}" },
    { "a: |\n  l1\n    l2\n\n  l3\nb: >-\n  f1\n  f2\n\n  f3\n",
      "{\"a\":\"l1\\n  l2\\n\\nl3\\n\",\"b\":\"f1 f2\\nf3\"}" },
    { "a:\n  b: 1\n  c:\n    - x\n    - y: 1\n      z: 2\n    - - 1\n      - 2\nd:\n- e",
      "{\"a\":{\"b\":1,\"c\":[\"x\",{\"y\":1,\"z\":2},[1,2]]},\"d\":[\"e\"]}" },
    { "t: [a, \"b, c\", 3, {k: v}]\nu: {}\nv: []",
      "{\"t\":[\"a\",\"b, c\",3,{\"k\":\"v\"}],\"u\":{},\"v\":[]}" },
    { "# only\n\nurl: https://a.example/x#y\n\n# end", "{\"url\":\"https://a.example/x#y\"}" },
    { "\"quoted key\": x", "{\"quoted key\":\"x\"}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("---\n%s\n---\nbody", cases[i].yaml);
      g_autoptr (GError) error = NULL;
      g_autoptr (SalonJsonDocument) head = salon_mcp_frontmatter_parse (text, strlen (text),
                                                                        &error);
      g_autofree char *json = NULL;

      if (head == NULL)
        g_error ("%s: %s", cases[i].yaml, error->message);
      json = salon_json_to_text (salon_json_document_get_root (head), FALSE);
      g_assert_cmpstr (json, ==, cases[i].json);
    }
}

/* What could be read in two ways is not read at all. */
static void
test_refused_heads (void)
{
  static const char * const texts[] = {
    "", "no head", "---\na: 1", "---\na: &x 1\n---", "---\na: *x\n---", "---\na: !!str 1\n---",
    "---\na: 1\na: "
    "2\n---", "---\n\ta: 1\n---", "---\na: b: c\n---", "---\na: \"open\n---", "---\na: [1, 2\n---",
    "---\na: 1\n  b: 2\n---", "---\njust text\n---", "---\na: \"x\" y\n---",
    "---\na: {b}\n---", "---\n%YAML 1.2\n---",
    "---\na: 1\n b: 2\n---",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SalonJsonDocument) head = salon_mcp_frontmatter_parse (texts[i], strlen (texts[i]),
                                                                        &error);

      if (head != NULL)
        {
          g_autofree char *json = salon_json_to_text (salon_json_document_get_root (head), FALSE);
          g_error ("%s was read as %s", texts[i], json);
        }
      g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL);
    }
  g_assert_null (salon_mcp_frontmatter_parse (NULL, 0, NULL));
}

typedef struct
{
  ScriptedServer *server;
  SalonMcpSkill  *skill;
} Fixture;

/* A skill whose entry tells @description, and whose file has @size bytes more than it has. */
static void
set_up (Fixture    *fixture,
        const char *description,
        const char *digest_of,
        int         more)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, digest_of, -1);
  g_autofree char *list =
    g_strdup_printf ("{\"skills\":[{\"uri\":\"skill://pdf/SKILL.md\","
                     "\"frontmatter\":{\"name\":\"pdf\",\"description\":\"%s\"},"
                     "\"resources\":[{\"uri\":\"skill://pdf/SKILL.md\",\"digest\":\"sha256:%s\","
                     "\"size\":%d},"
                     "{\"uri\":\"skill://pdf/MORE.md\",\"digest\":\"sha256:%s\",\"size\":3}]}]}",
                     description, digest, (int) strlen (BODY_BYTES) + more, digest);
  g_autoptr (SalonMcpExtension) extension = salon_mcp_extension_new_skills ();
  g_autoptr (GListModel) skills = NULL;
  g_autoptr (GError) error = NULL;

  fixture->server = scripted_server_new (TRUE, CAPABILITIES, NULL);
  salon_mcp_client_add_extension (fixture->server->client, extension);
  mcp_test_await (salon_mcp_client_open (fixture->server->client), &error);
  g_assert_no_error (error);
  scripted_server_add (fixture->server, "skills/list", list);
  scripted_server_add (fixture->server, "resources/read",
                       "{\"contents\":[{\"uri\":\"skill://pdf/SKILL.md\",\"text\":\"" BODY "\"}]}");
  skills = mcp_test_await_object (salon_mcp_client_list_skills (fixture->server->client), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (skills), ==, 1);
  fixture->skill = g_list_model_get_item (skills, 0);
  /* Nothing is read before it is needed. */
  g_assert_cmpuint (scripted_server_count (fixture->server, "resources/read"), ==, 0);
}

static void
tear_down (Fixture *fixture)
{
  g_object_unref (fixture->skill);
  scripted_server_free (fixture->server);
}

static void
assert_loads (const char *description,
              const char *digest_of,
              int         more,
              gboolean    loads)
{
  Fixture fixture = { 0 };
  g_autoptr (GError) error = NULL;

  set_up (&fixture, description, digest_of, more);
  g_assert_true (mcp_test_await (salon_mcp_skill_load (fixture.skill, fixture.server->client),
                                 &error) == loads);
  if (!loads)
    g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL);
  tear_down (&fixture);
}

static void
test_verified (void)
{
  assert_loads ("Fills forms", BODY_BYTES, 0, TRUE);
  assert_loads ("Fills forms", "something else", 0, FALSE);
  assert_loads ("Fills forms", BODY_BYTES, 1, FALSE);
  assert_loads ("Something else", BODY_BYTES, 0, FALSE);
}

static void
test_foreign_file (void)
{
  Fixture fixture = { 0 };
  g_autoptr (GError) error = NULL;

  set_up (&fixture, "Fills forms", BODY_BYTES, 0);
  g_assert_false (mcp_test_await (salon_mcp_skill_read_file (fixture.skill, fixture.server->client,
                                                             "file:///etc/passwd"), &error));
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL);
  g_assert_cmpuint (scripted_server_count (fixture.server, "resources/read"), ==, 0);
  tear_down (&fixture);
}

static ScriptedServer *
open_server (const char *capabilities)
{
  ScriptedServer *server = scripted_server_new (TRUE, capabilities, NULL);
  g_autoptr (SalonMcpExtension) extension = salon_mcp_extension_new_skills ();
  g_autoptr (GError) error = NULL;

  salon_mcp_client_add_extension (server->client, extension);
  mcp_test_await (salon_mcp_client_open (server->client), &error);
  g_assert_no_error (error);
  return server;
}

static void
assert_resource (GListModel *list,
                 guint       index,
                 const char *uri,
                 const char *type)
{
  g_autoptr (SalonMcpResource) resource = g_list_model_get_item (list, index);

  g_assert_cmpstr (salon_mcp_resource_get_uri (resource), ==, uri);
  g_assert_cmpstr (salon_mcp_resource_get_mime_type (resource), ==, type);
}

static void
test_directory (void)
{
  g_autoptr (ScriptedServer) server =
    open_server ("{\"extensions\":{\"io.modelcontextprotocol/skills\":{\"directoryRead\":true}}}");
  g_autoptr (GListModel) list = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (salon_mcp_client_can_read_directories (server->client));
  scripted_server_add (server, "resources/directory/read",
                       "{\"resources\":[{\"uri\":\"skill://a/SKILL.md\",\"name\":\"SKILL.md\","
                       "\"mimeType\":\"text/markdown\"},{\"name\":\"no address\"}],"
                       "\"nextCursor\":\"2\",\"ttlMs\":60000}");
  scripted_server_add (server, "resources/directory/read",
                       "{\"resources\":[{\"uri\":\"skill://a/templates\",\"name\":\"templates\","
                       "\"mimeType\":\"inode/directory\"}]}");
  list = mcp_test_await_object (salon_mcp_client_read_directory (server->client, "skill://a"),
                                &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 2);
  assert_resource (list, 0, "skill://a/SKILL.md", "text/markdown");
  assert_resource (list, 1, "skill://a/templates", SALON_MCP_DIRECTORY_TYPE);
  g_assert_cmpstr (salon_json_as_string (salon_json_get_member (salon_json_get_member (
      scripted_server_wait (server, "resources/directory/read", 1), "params"), "uri")), ==,
                   "skill://a");
  g_assert_cmpstr (salon_json_as_string (salon_json_get_member (salon_json_get_member (
      scripted_server_wait (server, "resources/directory/read", 1), "params"), "cursor")), ==, "2");
  /* Nothing is read with it, and another directory is another list. */
  g_assert_cmpuint (scripted_server_count (server, "resources/read"), ==, 0);
  scripted_server_add_error (server, "resources/directory/read", -32602, NULL);
  g_assert_false (mcp_test_await (salon_mcp_client_read_directory (server->client, "skill://b"),
                                  &error));
  g_assert_cmpint (salon_mcp_error_get_code (error), ==, -32602);
}

/* Only where the server says that it can. */
static void
test_no_directory (void)
{
  static const char * const capabilities[] = {
    "{}", "{\"extensions\":{\"io.modelcontextprotocol/skills\":{}}}",
    "{\"extensions\":{\"io.modelcontextprotocol/skills\":{\"directoryRead\":\"true\"}}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (capabilities); i++)
    {
      g_autoptr (ScriptedServer) server = open_server (capabilities[i]);
      g_autoptr (GError) error = NULL;

      g_assert_false (mcp_test_await (salon_mcp_client_read_directory (server->client,
                                                                       "skill://a"), &error));
      g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_UNSUPPORTED);
      g_assert_cmpuint (scripted_server_count (server, "resources/directory/read"), ==, 0);
    }
}

static void
test_limits (void)
{
  static const char * const texts[] = {
    "{}", "{\"uri\":\"u\",\"frontmatter\":{},"
          "\"resources\":[]}", "{\"uri\":\"u\",\"frontmatter\":{\"name\":\"n\"}}",
    "{\"uri\":\"u\",\"frontmatter\":{\"name\":\"n\"},\"resources\":[{\"uri\":\"u\","
    "\"digest\":\"md5:00\",\"size\":1}]}",
    "{\"uri\":\"u\",\"frontmatter\":{\"name\":\"n\"},\"resources\":[{\"uri\":\"u\","
    "\"digest\":\"sha256:00\",\"size\":16777217}]}",
    "{\"uri\":\"u\",\"frontmatter\":{\"name\":\"n\"},\"resources\":[{\"uri\":\"u\","
    "\"digest\":\"sha256:00\",\"size\":-1}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (SalonJsonDocument) document = mcp_test_json (texts[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (salon_mcp_skill_new (salon_json_document_get_root (document), &error));
      g_assert_nonnull (error);
    }
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  g_test_add_func ("/mcp/skill/heads-are-read", test_heads);
  g_test_add_func ("/mcp/skill/doubtful-heads-are-refused", test_refused_heads);
  g_test_add_func ("/mcp/skill/only-what-was-promised-is-loaded", test_verified);
  g_test_add_func ("/mcp/skill/files-outside-the-list-are-not-read", test_foreign_file);
  g_test_add_func ("/mcp/skill/directories-are-listed", test_directory);
  g_test_add_func ("/mcp/skill/directories-are-listed-where-that-was-declared",
                   test_no_directory);
  g_test_add_func ("/mcp/skill/broken-and-oversized-skills-are-refused", test_limits);
  return g_test_run ();
}
