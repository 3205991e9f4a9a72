/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "test-mcp-tools"

#include "config.h"

#include <string.h>

#include "mcp-test.h"
#include "salon-core-error.h"
#include "salon-mcp-error.h"
#include "salon-mcp-tool.h"

/* Lists of tools. */

static char *
list_names (SalonMcpClient *client)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) tools =
    mcp_test_await_object (salon_mcp_client_list_tools (client), &error);
  g_autoptr (GString) names = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (tools); i++)
    {
      g_autoptr (SalonMcpTool) tool = g_list_model_get_item (tools, i);

      g_string_append_printf (names, "%s ", salon_mcp_tool_get_name (tool));
    }
  return g_string_free_and_steal (g_steal_pointer (&names));
}

static void
assert_list (SalonMcpStdioTransport *transport,
             const char             *expected)
{
  SalonMcpClient *client = mcp_test_open (transport, NULL);
  g_autofree char *names = list_names (client);

  g_assert_cmpstr (names, ==, expected);
  mcp_test_close (client);
}

#define FIRST_PAGE "echo add slow fail sample "

static void
test_list (void)
{
  assert_list (mcp_test_transport (NULL, NULL, NULL), FIRST_PAGE);
}

static void
test_pages (void)
{
  assert_list (mcp_test_transport (NULL, "--pages", "3", NULL), FIRST_PAGE "page-1 page-2 page-3 ");
}

static void
test_empty_cursor (void)
{
  assert_list (mcp_test_transport (NULL, "--pages", "1", "--empty-cursor", NULL),
               FIRST_PAGE "page-1 ");
}

static void
test_repeated_cursor (void)
{
  assert_list (mcp_test_transport (NULL, "--repeat-cursor", NULL), FIRST_PAGE "page-1 ");
}

static void
test_page_cap (void)
{
  SalonMcpClient *client =
    mcp_test_open (mcp_test_transport (NULL, "--pages", "100000", NULL), NULL);
  g_autofree char *names = list_names (client);

  g_assert_true (g_str_has_suffix (names, "page-199 "));
  mcp_test_close (client);
}

static void
test_broken_tools (void)
{
  SalonMcpClient *client =
    mcp_test_open (mcp_test_transport (NULL, "--broken-tools", NULL), NULL);
  g_autofree char *names = list_names (client);
  g_autofree char *notes = salon_ring_to_text (
    salon_mcp_transport_get_diagnostics (salon_mcp_client_get_transport (client)));

  g_assert_cmpstr (names, ==, FIRST_PAGE);
  g_assert_nonnull (strstr (notes, "“name”"));
  g_assert_nonnull (strstr (notes, "“inputSchema”"));
  g_assert_nonnull (strstr (notes, "“echo” was left out"));
  mcp_test_close (client);
}

static void
on_changed_cb (SalonMcpClient *client,
               gpointer        user_data)
{
  (*(guint *) user_data)++;
}

static void
test_changed_list (void)
{
  SalonMcpClient *client = mcp_test_open (mcp_test_transport (NULL, NULL, NULL), NULL);
  g_autofree char *text = NULL;
  g_autofree char *names = NULL;
  guint changes = 0;

  g_signal_connect (client, "tools-changed", G_CALLBACK (on_changed_cb), &changes);
  text = mcp_test_call (client, "add-tool", "{}", NULL);
  g_assert_cmpuint (changes, ==, 1);
  names = list_names (client);
  g_assert_cmpstr (names, ==, FIRST_PAGE "added ");
  mcp_test_close (client);
}

/* One tool. */

static SalonMcpTool *
make_tool (const char *text)
{
  g_autoptr (SalonJsonDocument) document = mcp_test_json (text);
  g_autoptr (GError) error = NULL;
  SalonMcpTool *tool = salon_mcp_tool_new (salon_json_document_get_root (document), &error);

  g_assert_no_error (error);
  return tool;
}

static void
test_tool (void)
{
  g_autoptr (SalonMcpTool) bare = make_tool ("{\"name\":\"n\",\"inputSchema\":{},\"title\":7}");
  g_autoptr (SalonMcpTool) annotated =
    make_tool ("{\"name\":\"n\",\"inputSchema\":{\"type\":\"object\"},\"description\":\"d\","
               "\"annotations\":{\"title\":\"A\",\"readOnlyHint\":true,\"idempotentHint\":true,"
               "\"openWorldHint\":false},\"unknown\":[1]}");
  g_autoptr (SalonMcpTool) titled =
    make_tool ("{\"name\":\"n\",\"title\":\"T\",\"inputSchema\":{},"
               "\"annotations\":{\"title\":\"A\"}}");
  const SalonJson *root = NULL;

  g_assert_cmpstr (salon_mcp_tool_get_title (bare), ==, "n");
  g_assert_null (salon_mcp_tool_get_description (bare));
  g_assert_false (salon_mcp_tool_is_read_only (bare));
  g_assert_true (salon_mcp_tool_is_destructive (bare));
  g_assert_false (salon_mcp_tool_is_idempotent (bare));
  g_assert_true (salon_mcp_tool_is_open_world (bare));
  g_assert_cmpstr (salon_mcp_tool_get_title (annotated), ==, "A");
  g_assert_cmpstr (salon_mcp_tool_get_description (annotated), ==, "d");
  g_assert_true (salon_mcp_tool_is_read_only (annotated));
  g_assert_false (salon_mcp_tool_is_destructive (annotated));
  g_assert_true (salon_mcp_tool_is_idempotent (annotated));
  g_assert_false (salon_mcp_tool_is_open_world (annotated));
  g_assert_cmpstr (salon_mcp_tool_get_title (titled), ==, "T");
  root = salon_json_document_get_root (salon_mcp_tool_get_definition (annotated));
  g_assert_true (salon_json_is_array (salon_json_get_member (root, "unknown")));
}

static void
test_hash (void)
{
  g_autoptr (SalonMcpTool) tool =
    make_tool ("{\"name\":\"n\",\"description\":\"d\","
               "\"inputSchema\":{\"a\":1,\"b\":[true,null]}}");
  g_autoptr (SalonMcpTool) reordered =
    make_tool ("{\"inputSchema\":{ \"b\":[true,null],\"a\":1},\"icons\":[],\"description\":\"d\","
               "\"name\":\"n\"}");
  static const char * const others[] = {
    "{\"name\":\"m\",\"description\":\"d\",\"inputSchema\":{\"a\":1,\"b\":[true,null]}}",
    "{\"name\":\"n\",\"description\":\"e\",\"inputSchema\":{\"a\":1,\"b\":[true,null]}}",
    "{\"name\":\"n\",\"description\":\"d\",\"inputSchema\":{\"a\":2,\"b\":[true,null]}}",
    "{\"name\":\"n\",\"description\":\"d\",\"inputSchema\":{\"a\":\"1\",\"b\":[true,null]}}",
    "{\"name\":\"n\",\"description\":\"d\",\"inputSchema\":{\"a\":1,\"b\":[null,true]}}",
    "{\"name\":\"n\",\"description\":\"d\",\"inputSchema\":{\"a\":1,\"b\":[true,null]},"
    "\"title\":\"t\"}",
    "{\"name\":\"n\",\"description\":\"d\",\"inputSchema\":{\"a\":1,\"b\":[true,null]},"
    "\"annotations\":{\"readOnlyHint\":true}}",
    "{\"name\":\"n\",\"description\":\"d\",\"inputSchema\":{\"a\":1,\"b\":[true,null]},"
    "\"outputSchema\":{}}",
    "{\"name\":\"nd\",\"description\":\"\",\"inputSchema\":{\"a\":1,\"b\":[true,null]}}",
  };

  g_assert_cmpuint (strlen (salon_mcp_tool_get_definition_hash (tool)), ==, 64);
  g_assert_cmpstr (salon_mcp_tool_get_definition_hash (tool), ==,
                   salon_mcp_tool_get_definition_hash (reordered));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (SalonMcpTool) other = make_tool (others[i]);

      g_assert_cmpstr (salon_mcp_tool_get_definition_hash (tool), !=,
                       salon_mcp_tool_get_definition_hash (other));
    }
}

/* Results. */

static void
test_result_texts (void)
{
  SalonMcpClient *client = mcp_test_open (mcp_test_transport (NULL, NULL, NULL), NULL);
  g_autofree char *kinds = mcp_test_call (client, "kinds", "{}", NULL);
  g_autofree char *structured = mcp_test_call (client, "structured", "{}", NULL);
  g_auto (GStrv) lines = g_strsplit (kinds, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 6);
  g_assert_cmpstr (lines[0], ==, "one");
  g_assert_true (g_str_has_prefix (lines[1], "[Image image/png, "));
  g_assert_true (g_str_has_prefix (lines[2], "[Audio audio/wav, "));
  g_assert_cmpstr (lines[3], ==, "inside");
  g_assert_cmpstr (lines[4], ==, "[notes: file:///b]");
  g_assert_nonnull (strstr (lines[5], "“hologram”"));
  g_assert_cmpstr (structured, ==, "{\"answer\":42}");
  mcp_test_close (client);
}

static void
test_tool_error (void)
{
  SalonMcpClient *client = mcp_test_open (mcp_test_transport (NULL, NULL, NULL), NULL);
  g_autoptr (SalonJsonDocument) arguments = mcp_test_json ("{\"message\":\"Broken\"}");
  g_autoptr (SalonMcpExchange) exchange =
    salon_mcp_client_call_tool (client, "fail", salon_json_document_get_root (arguments));
  g_autoptr (SalonMcpToolResult) result =
    mcp_test_await_object (salon_mcp_exchange_await_tool_result (exchange), NULL);
  g_autofree char *text = salon_mcp_tool_result_dup_text (result);

  g_assert_true (salon_mcp_tool_result_is_error (result));
  g_assert_cmpstr (text, ==, "Broken");
  g_assert_cmpuint (salon_json_get_length (salon_mcp_tool_result_get_content (result)), ==, 1);
  g_assert_null (salon_mcp_tool_result_get_structured_content (result));
  mcp_test_close (client);
}

static void
test_no_result (void)
{
  g_autoptr (SalonJsonDocument) document = mcp_test_json ("{\"content\":\"text\"}");
  g_autoptr (GError) error = NULL;

  g_assert_null (salon_mcp_tool_result_new (document, &error));
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL);
}

/* Calls that behave badly. */

static void
assert_call (SalonMcpClient *client,
             const char     *tool,
             const char     *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = mcp_test_call (client, tool, "{}", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_bad_behaviour (void)
{
  SalonMcpClient *client = mcp_test_open (mcp_test_transport (NULL, NULL, NULL), NULL);
  g_autoptr (SalonMcpExchange) held = NULL;
  g_autoptr (SalonMcpExchange) late = NULL;
  g_autoptr (GError) error = NULL;

  assert_call (client, "twice", "first");
  assert_call (client, "progress-unknown", "done");
  assert_call (client, "escapes", "a\nb");
  held = salon_mcp_client_call_tool (client, "reorder", NULL);
  assert_call (client, "echo", "");
  g_assert_true (mcp_test_await (salon_mcp_exchange_await_result (held), NULL));
  late = salon_mcp_client_call_tool (client, "late", NULL);
  salon_mcp_exchange_cancel (late, NULL);
  assert_call (client, "echo", "");
  g_assert_false (mcp_test_await (salon_mcp_exchange_await_result (late), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  mcp_test_close (client);
}

static void
test_offered_version (void)
{
  SalonMcpClient *client =
    mcp_test_open (mcp_test_transport (NULL, "--offer-version", NULL), NULL);

  g_assert_cmpstr (salon_mcp_client_get_protocol_version (client), ==, "2025-06-18");
  mcp_test_close (client);
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  g_test_add_func ("/mcp/tools/are-listed", test_list);
  g_test_add_func ("/mcp/tools/all-pages-are-listed", test_pages);
  g_test_add_func ("/mcp/tools/an-empty-cursor-is-the-end", test_empty_cursor);
  g_test_add_func ("/mcp/tools/a-repeated-cursor-is-the-end", test_repeated_cursor);
  g_test_add_func ("/mcp/tools/pages-without-end-are-cut", test_page_cap);
  g_test_add_func ("/mcp/tools/broken-definitions-are-left-out", test_broken_tools);
  g_test_add_func ("/mcp/tools/a-changed-list-is-told", test_changed_list);
  g_test_add_func ("/mcp/tools/a-definition-is-read-leniently", test_tool);
  g_test_add_func ("/mcp/tools/the-hash-covers-what-was-approved", test_hash);
  g_test_add_func ("/mcp/tools/a-result-reads-as-text", test_result_texts);
  g_test_add_func ("/mcp/tools/a-tools-error-is-a-result", test_tool_error);
  g_test_add_func ("/mcp/tools/what-is-no-result-is-an-error", test_no_result);
  g_test_add_func ("/mcp/tools/bad-behaviour-is-survived", test_bad_behaviour);
  g_test_add_func ("/mcp/tools/a-version-offered-in-an-error-is-taken", test_offered_version);
  return g_test_run ();
}
