/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "test-mcp-content"

#include "config.h"

#include "salon-core-error.h"
#include "salon-mcp-completion.h"
#include "salon-mcp-error.h"
#include "salon-mcp-icons.h"
#include "salon-mcp-prompt-result.h"
#include "salon-mcp-prompt.h"
#include "salon-mcp-resource-content.h"
#include "salon-mcp-resource-template.h"
#include "salon-mcp-resource.h"
#include "salon-mcp-tool.h"
#include "scripted-server.h"

#define CAPABILITIES "{\"resources\":{\"subscribe\":true},\"prompts\":{},\"tools\":{}," \
                     "\"completions\":{}}"

static ScriptedServer *
open_server (gboolean    is_modern,
             const char *capabilities)
{
  ScriptedServer *server = scripted_server_new (is_modern, capabilities, NULL);
  g_autoptr (GError) error = NULL;

  mcp_test_await (salon_mcp_client_open (server->client), &error);
  g_assert_no_error (error);
  return server;
}

static GListModel *
await_list (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  GListModel *list = mcp_test_await_object (future, &error);

  g_assert_no_error (error);
  return list;
}

static void
test_resources (void)
{
  g_autoptr (ScriptedServer) server = open_server (FALSE, CAPABILITIES);
  g_autoptr (GListModel) list = NULL;
  g_autoptr (SalonMcpResource) first = NULL;
  const SalonJson *root = NULL;

  scripted_server_add (server, "resources/list",
                       "{\"resources\":[{\"uri\":\"a://1\",\"name\":\"one\",\"title\":\"The "
                       "One\",\"size\":12,"
                       "\"x-future\":{\"a\":1}},{\"name\":\"no address\"},{\"uri\":\"a://1\","
                       "\"name\":\"twice\"}],"
                       "\"nextCursor\":\"p2\"}");
  scripted_server_add (server, "resources/list",
                       "{\"resources\":[{\"uri\":\"a://2\",\"name\":\"two\"}]}");
  list = await_list (salon_mcp_client_list_resources (server->client));
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 2);
  first = g_list_model_get_item (list, 0);
  g_assert_cmpstr (salon_mcp_resource_get_uri (first), ==, "a://1");
  g_assert_cmpstr (salon_mcp_resource_get_title (first), ==, "The One");
  g_assert_cmpstr (salon_mcp_resource_get_name (first), ==, "one");
  g_assert_null (salon_mcp_resource_get_mime_type (first));
  g_assert_cmpint (salon_mcp_resource_get_size (first), ==, 12);
  root = salon_json_document_get_root (salon_mcp_resource_get_definition (first));
  g_assert_true (salon_json_is_object (salon_json_get_member (root, "x-future")));
}

static void
test_no_templates (void)
{
  g_autoptr (ScriptedServer) server = open_server (FALSE, CAPABILITIES);
  g_autoptr (GListModel) list =
    await_list (salon_mcp_client_list_resource_templates (server->client));

  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 0);
}

static void
test_undeclared (void)
{
  g_autoptr (ScriptedServer) server = open_server (FALSE, "{}");
  g_autoptr (GListModel) list = await_list (salon_mcp_client_list_resources (server->client));

  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 0);
  g_assert_cmpuint (scripted_server_count (server, "resources/list"), ==, 0);
}

/* 2026-07-28 says that "" is a cursor like any other. */
static void
test_empty_cursor (void)
{
  g_autoptr (ScriptedServer) server = open_server (TRUE, CAPABILITIES);
  g_autoptr (GListModel) list = NULL;

  scripted_server_add (server, "prompts/list",
                       "{\"prompts\":[{\"name\":\"a\"}],\"nextCursor\":\"\"}");
  scripted_server_add (server, "prompts/list",
                       "{\"prompts\":[{\"name\":\"b\"}],\"nextCursor\":\"\"}");
  list = await_list (salon_mcp_client_list_prompts (server->client));
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 2);
}

/* Caching. */

static void
test_kept (void)
{
  g_autoptr (ScriptedServer) server = open_server (TRUE, CAPABILITIES);

  for (int i = 0; i < 3; i++)
    scripted_server_add (server, "prompts/list",
                         "{\"prompts\":[],\"ttlMs\":1000,\"cacheScope\":\"private\"}");
  g_object_unref (await_list (salon_mcp_client_list_prompts (server->client)));
  salon_manual_clock_advance (server->clock, 999 * 1000);
  g_object_unref (await_list (salon_mcp_client_list_prompts (server->client)));
  g_assert_cmpuint (scripted_server_count (server, "prompts/list"), ==, 1);
  salon_manual_clock_advance (server->clock, 1000);
  g_object_unref (await_list (salon_mcp_client_list_prompts (server->client)));
  g_assert_cmpuint (scripted_server_count (server, "prompts/list"), ==, 2);
  salon_mcp_client_reload (server->client);
  g_object_unref (await_list (salon_mcp_client_list_prompts (server->client)));
  g_assert_cmpuint (scripted_server_count (server, "prompts/list"), ==, 3);
}

static void
test_not_kept (void)
{
  g_autoptr (ScriptedServer) server = open_server (TRUE, CAPABILITIES);

  scripted_server_add (server, "prompts/list", "{\"prompts\":[],\"ttlMs\":-5}");
  scripted_server_add (server, "prompts/list", "{\"prompts\":[],\"ttlMs\":\"long\"}");
  scripted_server_add (server, "prompts/list", "{\"prompts\":[]}");
  for (guint i = 1; i <= 3; i++)
    {
      g_object_unref (await_list (salon_mcp_client_list_prompts (server->client)));
      g_assert_cmpuint (scripted_server_count (server, "prompts/list"), ==, i);
    }
}

static void
test_changed_list_is_stale (void)
{
  g_autoptr (ScriptedServer) server = open_server (TRUE, CAPABILITIES);

  scripted_server_add (server, "prompts/list", "{\"prompts\":[],\"ttlMs\":100000}");
  scripted_server_add (server, "prompts/list",
                       "{\"prompts\":[{\"name\":\"new\"}],\"ttlMs\":100000}");
  g_object_unref (await_list (salon_mcp_client_list_prompts (server->client)));
  scripted_server_notify (server, "notifications/prompts/list_changed", "{}");
  {
    g_autoptr (GListModel) list = await_list (salon_mcp_client_list_prompts (server->client));

    g_assert_cmpuint (g_list_model_get_n_items (list), ==, 1);
  }
}

/* The answer to a question asked before the change is as old as the question. */
static void
test_change_while_asking (void)
{
  g_autoptr (ScriptedServer) server = open_server (TRUE, CAPABILITIES);
  DexFuture *future = NULL;

  scripted_server_hold (server, "prompts/list");
  scripted_server_add (server, "prompts/list", "{\"prompts\":[]}");
  future = salon_mcp_client_list_prompts (server->client);
  scripted_server_wait (server, "prompts/list", 0);
  scripted_server_notify (server, "notifications/prompts/list_changed", "{}");
  scripted_server_answer (server, scripted_server_wait (server, "prompts/list", 0),
                          "{\"prompts\":[],\"ttlMs\":100000}");
  g_object_unref (await_list (future));
  g_object_unref (await_list (salon_mcp_client_list_prompts (server->client)));
  g_assert_cmpuint (scripted_server_count (server, "prompts/list"), ==, 2);
}

static void
test_stale_cursor (void)
{
  g_autoptr (ScriptedServer) server = open_server (TRUE, CAPABILITIES);
  g_autoptr (GListModel) list = NULL;

  scripted_server_add (server, "prompts/list",
                       "{\"prompts\":[{\"name\":\"a\"}],\"nextCursor\":\"x\",\"ttlMs\":100000}");
  scripted_server_add (server, "prompts/list", "{\"prompts\":[{\"name\":\"b\"}]}");
  g_object_unref (await_list (salon_mcp_client_list_prompts (server->client)));
  scripted_server_add_error (server, "prompts/list", -32602, NULL);
  scripted_server_add (server, "prompts/list", "{\"prompts\":[{\"name\":\"c\"}]}");
  list = await_list (salon_mcp_client_list_prompts (server->client));
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 1);
  g_assert_cmpuint (scripted_server_count (server, "prompts/list"), ==, 4);
}

static void
test_read (void)
{
  g_autoptr (ScriptedServer) server = open_server (TRUE, CAPABILITIES);
  g_autoptr (GListModel) list = NULL;
  g_autoptr (SalonMcpResourceContent) text = NULL;
  g_autoptr (SalonMcpResourceContent) blob = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize length = 0;

  scripted_server_add (server, "resources/read",
                       "{\"contents\":[{\"uri\":\"a://1\",\"text\":\"a\\u0000b\"},"
                       "{\"uri\":\"a://2\",\"blob\":\"AAEC\",\"mimeType\":\"x/y\"},{}],"
                       "\"ttlMs\":100000}");
  scripted_server_add (server, "resources/read", "{\"contents\":[]}");
  list = await_list (salon_mcp_client_read_resource (server->client, "a://1"));
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 2);
  text = g_list_model_get_item (list, 0);
  blob = g_list_model_get_item (list, 1);
  g_assert_nonnull (salon_mcp_resource_content_get_text (text, &length));
  g_assert_cmpuint (length, ==, 3);
  g_assert_null (salon_mcp_resource_content_get_text (blob, NULL));
  g_assert_cmpstr (salon_mcp_resource_content_get_mime_type (blob), ==, "x/y");
  bytes = salon_mcp_resource_content_dup_bytes (blob);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "\0\1\2", 3);

  g_object_unref (await_list (salon_mcp_client_read_resource (server->client, "a://1")));
  g_assert_cmpuint (scripted_server_count (server, "resources/read"), ==, 1);
  scripted_server_notify (server, "notifications/resources/updated", "{\"uri\":\"a://1\"}");
  g_object_unref (await_list (salon_mcp_client_read_resource (server->client, "a://1")));
  g_assert_cmpuint (scripted_server_count (server, "resources/read"), ==, 2);
}

static void
test_dropped_read (void)
{
  g_autoptr (ScriptedServer) server = open_server (FALSE, CAPABILITIES);
  DexFuture *future = NULL;

  scripted_server_hold (server, "resources/read");
  future = salon_mcp_client_read_resource (server->client, "a://1");
  scripted_server_wait (server, "resources/read", 0);
  dex_unref (future);
  scripted_server_wait (server, "notifications/cancelled", 0);
}

/* Prompts and completion. */

static void
test_prompt (void)
{
  g_autoptr (ScriptedServer) server = open_server (FALSE, CAPABILITIES);
  g_autoptr (SalonJsonDocument) definition =
    mcp_test_json ("{\"name\":\"p\",\"arguments\":[{\"name\":\"who\",\"title\":\"Who\","
                   "\"required\":true},"
                   "{\"name\":\"how\"}]}");
  g_autoptr (SalonJsonDocument) few = mcp_test_json ("{\"how\":\"well\"}");
  g_autoptr (SalonJsonDocument) wrong = mcp_test_json ("{\"who\":1}");
  g_autoptr (SalonJsonDocument) right = mcp_test_json ("{\"who\":\"me\"}");
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonMcpPrompt) prompt =
    salon_mcp_prompt_new (salon_json_document_get_root (definition), &error);
  g_autoptr (SalonMcpPromptResult) result = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (salon_mcp_prompt_get_n_arguments (prompt), ==, 2);
  g_assert_false (salon_mcp_prompt_check_arguments (prompt, salon_json_document_get_root (few),
                                                    &error));
  g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_MISSING);
  g_clear_error (&error);
  g_assert_false (salon_mcp_prompt_check_arguments (prompt, salon_json_document_get_root (wrong),
                                                    &error));
  g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_WRONG_TYPE);
  g_clear_error (&error);
  g_assert_true (salon_mcp_prompt_check_arguments (prompt, salon_json_document_get_root (right),
                                                   &error));

  scripted_server_add (server, "prompts/get",
                       "{\"description\":\"D\",\"messages\":[{\"role\":\"user\","
                       "\"content\":{\"type\":\"text\",\"text\":\"q\"}},"
                       "{\"role\":\"assistant\",\"content\":{\"type\":\"text\",\"text\":\"a\"}},"
                       "{\"role\":\"user\"}]}");
  result = mcp_test_await_object (
      salon_mcp_client_get_prompt (server->client, "p", salon_json_document_get_root (right)),
                                  &error);
  g_assert_no_error (error);
  g_assert_cmpuint (salon_mcp_prompt_result_get_n_messages (result), ==, 2);
  g_assert_true (salon_mcp_prompt_result_is_user (result, 0));
  g_assert_false (salon_mcp_prompt_result_is_user (result, 1));
}

static void
test_completion (void)
{
  g_autoptr (ScriptedServer) server = open_server (FALSE, CAPABILITIES);
  g_autoptr (GError) error = NULL;
  DexFuture *future = NULL;
  const SalonMcpCompletion *completion = NULL;
  g_autofree char *params = NULL;

  scripted_server_add (server, "completion/complete",
                       "{\"completion\":{\"values\":[\"paris\",7,\"parma\"],\"total\":9,"
                       "\"hasMore\":true}}");
  future = salon_mcp_client_complete (server->client, SALON_MCP_COMPLETE_PROMPT, "p", "city", "par",
                                      NULL);
  g_assert_true (mcp_test_await (dex_ref (future), &error));
  completion = g_value_get_boxed (dex_future_get_value (future, NULL));
  g_assert_cmpuint (g_strv_length (completion->values), ==, 2);
  g_assert_cmpint (completion->total, ==, 9);
  g_assert_true (completion->has_more);
  params = salon_json_to_text (salon_json_get_member (
      scripted_server_wait (server, "completion/complete", 0), "params"), FALSE);
  g_assert_cmpstr (params, ==, "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"p\"},"
                               "\"argument\":{\"name\":\"city\",\"value\":\"par\"}}");
  dex_unref (future);
}

/* Structured results. */

static void
call_with_schema (const char *result,
                  GError    **error)
{
  g_autoptr (ScriptedServer) server = open_server (FALSE, CAPABILITIES);
  g_autofree char *text = NULL;

  scripted_server_add (server, "tools/list",
                       "{\"tools\":[{\"name\":\"t\",\"inputSchema\":{},"
                       "\"outputSchema\":{\"type\":\"object\","
                       "\"properties\":{\"n\":{\"type\":\"integer\"}},\"required\":[\"n\"]}}]}");
  scripted_server_add (server, "tools/call", result);
  g_object_unref (await_list (salon_mcp_client_list_tools (server->client)));
  text = mcp_test_call (server->client, "t", "{}", error);
}

static void
test_structured (void)
{
  g_autoptr (GError) error = NULL;

  call_with_schema ("{\"content\":[],\"structuredContent\":{\"n\":1}}", &error);
  g_assert_no_error (error);
  call_with_schema ("{\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}", &error);
  g_assert_no_error (error);
  call_with_schema ("{\"content\":[],\"structuredContent\":{\"n\":\"1\"},\"isError\":true}",
                    &error);
  g_assert_no_error (error);
  call_with_schema ("{\"content\":[],\"structuredContent\":{\"n\":\"1\"}}", &error);
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL);
}

static void
test_icons (void)
{
  g_autoptr (SalonJsonDocument) document =
    mcp_test_json ("[{\"src\":\"http://s.example/a.png\"},{\"src\":\"javascript:1\"},"
                   "{\"src\":\"file:///etc/x.png\"},"
                   "{\"src\":\"https://other.example/a.png\"},"
                   "{\"src\":\"https://s.example/16.png\",\"sizes\":[\"16x16\"],"
                   "\"mimeType\":\"image/png\"},"
                   "{\"src\":\"https://s.example/64.png\",\"sizes\":[\"64x64\"]},"
                   "{\"src\":\"https://s.example/x.tiff\",\"sizes\":[\"any\"],"
                   "\"mimeType\":\"image/tiff\"},"
                   "{\"src\":\"data:image/png;base64,AA\",\"sizes\":[\"8x8\"],"
                   "\"theme\":\"dark\"}]");
  const SalonJson *icons = salon_json_document_get_root (document);

  g_assert_cmpstr (salon_mcp_icons_pick (icons, "https://s.example/mcp", 48, FALSE), ==,
                   "https://s.example/64.png");
  g_assert_cmpstr (salon_mcp_icons_pick (icons, "https://s.example/mcp", 16, FALSE), ==,
                   "https://s.example/16.png");
  g_assert_cmpstr (salon_mcp_icons_pick (icons, NULL, 48, TRUE), ==, "data:image/png;base64,AA");
  g_assert_null (salon_mcp_icons_pick (NULL, NULL, 48, TRUE));
}

static void
test_trace (void)
{
  g_autoptr (ScriptedServer) server = open_server (TRUE, CAPABILITIES);
  const SalonJson *meta = NULL;

  salon_mcp_client_set_trace_context (
      server->client, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "a=1", NULL);
  scripted_server_add (server, "prompts/list", "{\"prompts\":[]}");
  g_object_unref (await_list (salon_mcp_client_list_prompts (server->client)));
  meta = salon_json_get_member (
      salon_json_get_member (scripted_server_wait (server, "prompts/list", 0), "params"), "_meta");
  g_assert_cmpstr (salon_json_as_string (salon_json_get_member (meta, "traceparent")), ==,
                   "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  g_assert_cmpstr (salon_json_as_string (salon_json_get_member (meta, "tracestate")), ==, "a=1");
  g_assert_null (salon_json_get_member (meta, "baggage"));
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  g_test_add_func ("/mcp/content/resources-are-listed-and-keep-unknown-members", test_resources);
  g_test_add_func ("/mcp/content/a-server-without-templates-has-an-empty-list", test_no_templates);
  g_test_add_func ("/mcp/content/what-is-not-declared-is-not-asked-for", test_undeclared);
  g_test_add_func ("/mcp/content/an-empty-cursor-is-followed-once-in-the-modern-era",
                   test_empty_cursor);
  g_test_add_func ("/mcp/content/lists-are-kept-as-long-as-the-server-says", test_kept);
  g_test_add_func ("/mcp/content/lists-without-a-proper-time-are-not-kept", test_not_kept);
  g_test_add_func ("/mcp/content/a-changed-list-is-asked-for-again", test_changed_list_is_stale);
  g_test_add_func ("/mcp/content/an-answer-older-than-a-change-is-not-kept",
                   test_change_while_asking);
  g_test_add_func ("/mcp/content/a-cursor-that-is-not-known-any-more-drops-all-pages",
                   test_stale_cursor);
  g_test_add_func ("/mcp/content/resources-are-read-kept-and-read-again-when-updated", test_read);
  g_test_add_func ("/mcp/content/dropping-the-future-cancels-the-request", test_dropped_read);
  g_test_add_func ("/mcp/content/prompts-check-their-arguments", test_prompt);
  g_test_add_func ("/mcp/content/completion-proposes", test_completion);
  g_test_add_func ("/mcp/content/structured-results-are-held-against-the-schema", test_structured);
  g_test_add_func ("/mcp/content/only-harmless-icons-are-picked", test_icons);
  g_test_add_func ("/mcp/content/requests-carry-the-trace", test_trace);
  return g_test_run ();
}
