/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "test-mcp-task"

#include "config.h"

#include "open-handler.h"
#include "salon-mcp-error.h"
#include "salon-mcp-task-info.h"
#include "scripted-server.h"

#define CORE "{\"tools\":{},\"tasks\":{\"requests\":{\"tools\":{\"call\":{}}}}}"
#define EXTENSION "{\"tools\":{},\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}"
#define TASK( \
    status) "{\"taskId\":\"t1\",\"status\":\"" status "\",\"createdAt\":\"2026-01-01T00:00:00Z\"," \
                                                      "\"ttl\":null,\"pollInterval\":500," \
                                                      "\"ttlMs\":null,\"pollIntervalMs\":500"
#define RESULT "{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}"
#define CREATED "{\"task\":" TASK ( \
    "working") "},\"_meta\":{\"io.modelcontextprotocol/model-immediate-response\":\"Soon.\"}}"
#define STARTED TASK ("working") ",\"resultType\":\"task\"}"

typedef struct
{
  ScriptedServer *server;
  OpenHandler    *handler;
  SalonMcpTool   *tool;
} Fixture;

static void
set_up (Fixture    *fixture,
        gboolean    is_modern,
        const char *capabilities,
        const char *support)
{
  g_autofree char *definition =
    g_strdup_printf ("{\"name\":\"slow\",\"inputSchema\":{},"
                     "\"execution\":{\"taskSupport\":\"%s\"}}", support);
  g_autoptr (SalonJsonDocument) document = mcp_test_json (definition);
  g_autoptr (SalonMcpExtension) extension = salon_mcp_extension_new_tasks ();
  g_autoptr (GError) error = NULL;

  fixture->handler = open_handler_new (TRUE);
  fixture->server = scripted_server_new (is_modern, capabilities,
                                         SALON_MCP_INPUT_HANDLER (fixture->handler));
  salon_mcp_client_add_extension (fixture->server->client, extension);
  mcp_test_await (salon_mcp_client_open (fixture->server->client), &error);
  g_assert_no_error (error);
  fixture->tool = salon_mcp_tool_new (salon_json_document_get_root (document), &error);
  g_assert_no_error (error);
}

/* Frees the task, too. */
static void
tear_down (Fixture      *fixture,
           SalonMcpTask *task)
{
  mcp_test_settle ();
  g_assert_finalize_object (task);
  scripted_server_free (fixture->server);
  g_object_unref (fixture->tool);
  g_assert_finalize_object (fixture->handler);
}

static void
advance (Fixture *fixture,
         gint64   milliseconds)
{
  salon_manual_clock_advance (fixture->server->clock, milliseconds * 1000);
  mcp_test_settle ();
}

static SalonMcpTask *
start (Fixture *fixture)
{
  SalonMcpTask *task = salon_mcp_task_new (fixture->server->client, fixture->tool, NULL, 60000);

  scripted_server_wait (fixture->server, "tools/call", 0);
  mcp_test_settle ();
  return task;
}

static void
assert_done (SalonMcpTask *task)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonMcpToolResult) result = mcp_test_await_object (salon_mcp_task_await_result (task),
                                                                 &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = salon_mcp_tool_result_dup_text (result);
  g_assert_cmpstr (text, ==, "done");
  g_assert_cmpint (salon_mcp_task_get_state (task), ==, SALON_MCP_TASK_COMPLETED);
}

static void
test_core (void)
{
  Fixture fixture = { 0 };
  SalonMcpTask *task = NULL;
  g_autofree char *asked = NULL;
  g_autofree char *handle = NULL;

  set_up (&fixture, FALSE, CORE, "optional");
  scripted_server_add (fixture.server, "tools/call", CREATED);
  scripted_server_add (fixture.server, "tasks/get",
                       TASK ("working") ",\"statusMessage\":\"half\"}");
  scripted_server_add (fixture.server, "tasks/get", TASK ("completed") "}");
  scripted_server_add (fixture.server, "tasks/result", RESULT);
  task = start (&fixture);
  asked = salon_json_to_text (salon_json_get_member (salon_json_get_member (
      scripted_server_wait (fixture.server, "tools/call", 0), "params"), "task"), FALSE);
  g_assert_cmpstr (asked, ==, "{\"ttl\":60000}");
  g_assert_cmpstr (salon_mcp_task_get_id (task), ==, "t1");
  g_assert_cmpstr (salon_mcp_task_get_immediate_response (task), ==, "Soon.");
  g_assert_cmpuint (scripted_server_count (fixture.server, "tasks/get"), ==, 0);
  advance (&fixture, 500);
  g_assert_cmpuint (scripted_server_count (fixture.server, "tasks/get"), ==, 1);
  g_assert_cmpstr (salon_mcp_task_get_status_message (task), ==, "half");
  handle = salon_mcp_task_dup_handle (task);
  g_assert_nonnull (handle);
  advance (&fixture, 500);
  assert_done (task);
  tear_down (&fixture, task);
}

/* The server's questions flow while the result is waited for. */
static void
test_core_input (void)
{
  Fixture fixture = { 0 };
  SalonMcpTask *task = NULL;

  set_up (&fixture, FALSE, CORE, "required");
  scripted_server_add (fixture.server, "tools/call", CREATED);
  scripted_server_add (fixture.server, "tasks/get", TASK ("input_required") "}");
  scripted_server_hold (fixture.server, "tasks/result");
  task = start (&fixture);
  advance (&fixture, 500);
  g_assert_cmpint (salon_mcp_task_get_state (task), ==, SALON_MCP_TASK_INPUT_REQUIRED);
  scripted_server_wait (fixture.server, "tasks/result", 0);
  advance (&fixture, 3 * 3600 * 1000);
  scripted_server_answer (fixture.server, scripted_server_wait (fixture.server, "tasks/result", 0),
                          RESULT);
  assert_done (task);
  tear_down (&fixture, task);
}

static void
assert_ordinary (gboolean    is_modern,
                 const char *capabilities,
                 const char *support)
{
  Fixture fixture = { 0 };
  SalonMcpTask *task = NULL;

  set_up (&fixture, is_modern, capabilities, support);
  scripted_server_add (fixture.server, "tools/call", RESULT);
  task = start (&fixture);
  assert_done (task);
  g_assert_null (salon_json_get_member (salon_json_get_member (
      scripted_server_wait (fixture.server, "tools/call", 0), "params"), "task"));
  g_assert_null (salon_mcp_task_dup_handle (task));
  tear_down (&fixture, task);
}

static void
test_ordinary (void)
{
  assert_ordinary (FALSE, CORE, "forbidden");
  assert_ordinary (FALSE, "{\"tools\":{}}", "optional");
  assert_ordinary (TRUE, EXTENSION, "optional");
}

static void
test_extension (void)
{
  Fixture fixture = { 0 };
  SalonMcpTask *task = NULL;

  set_up (&fixture, TRUE, EXTENSION, "optional");
  scripted_server_add (fixture.server, "tools/call", STARTED);
  scripted_server_add (fixture.server, "tasks/get", TASK ("working") "}");
  scripted_server_add (fixture.server, "tasks/get", TASK ("completed") ",\"result\":" RESULT "}");
  task = start (&fixture);
  advance (&fixture, 500);
  advance (&fixture, 500);
  assert_done (task);
  g_assert_cmpuint (scripted_server_count (fixture.server, "tasks/result"), ==, 0);
  tear_down (&fixture, task);
}

static void
test_questions (void)
{
  static const char *question =
    TASK ("input_required") ",\"inputRequests\":{\"k1\":{\"method\":\"elicitation/create\","
                            "\"params\":{\"message\":\"m\","
    "\"requestedSchema\":{\"type\":\"object\",\"properties\":{}}}}}}";
  Fixture fixture = { 0 };
  SalonMcpTask *task = NULL;
  g_autofree char *responses = NULL;

  set_up (&fixture, TRUE, EXTENSION, "optional");
  scripted_server_add (fixture.server, "tools/call", STARTED);
  for (int i = 0; i < 3; i++)
    scripted_server_add (fixture.server, "tasks/get", question);
  scripted_server_add (fixture.server, "tasks/update", "{}");
  scripted_server_add (fixture.server, "tasks/get", TASK ("completed") ",\"result\":" RESULT "}");
  task = start (&fixture);
  advance (&fixture, 500);
  advance (&fixture, 500);
  /* Asked once, however often the server repeats it. */
  g_assert_cmpuint (open_handler_count (fixture.handler), ==, 1);
  open_handler_answer (fixture.handler, 0, "{\"action\":\"accept\",\"content\":{}}");
  mcp_test_settle ();
  responses =
    salon_json_to_text (salon_json_get_member (salon_json_get_member (scripted_server_wait (
        fixture.server, "tasks/update", 0), "params"), "inputResponses"), FALSE);
  g_assert_cmpstr (responses, ==, "{\"k1\":{\"action\":\"accept\",\"content\":{}}}");
  advance (&fixture, 500);
  advance (&fixture, 500);
  assert_done (task);
  g_assert_cmpuint (scripted_server_count (fixture.server, "tasks/update"), ==, 1);
  tear_down (&fixture, task);
}

static void
test_failed (void)
{
  Fixture fixture = { 0 };
  SalonMcpTask *task = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, TRUE, EXTENSION, "optional");
  scripted_server_add (fixture.server, "tools/call", STARTED);
  scripted_server_add (fixture.server, "tasks/get",
                       TASK ("failed") ",\"error\":{\"code\":-32001,\"message\":\"broken\"}}");
  task = start (&fixture);
  advance (&fixture, 500);
  g_assert_false (mcp_test_await (salon_mcp_task_await_result (task), &error));
  g_assert_cmpint (salon_mcp_error_get_code (error), ==, -32001);
  g_assert_cmpint (salon_mcp_task_get_state (task), ==, SALON_MCP_TASK_FAILED);
  tear_down (&fixture, task);
}

static void
test_cancel (void)
{
  Fixture fixture = { 0 };
  SalonMcpTask *task = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, TRUE, EXTENSION, "optional");
  scripted_server_add (fixture.server, "tools/call", STARTED);
  scripted_server_add (fixture.server, "tasks/cancel", "{}");
  task = start (&fixture);
  salon_mcp_task_cancel (task);
  g_assert_false (mcp_test_await (salon_mcp_task_await_result (task), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  scripted_server_wait (fixture.server, "tasks/cancel", 0);
  advance (&fixture, 5000);
  g_assert_cmpuint (scripted_server_count (fixture.server, "notifications/cancelled"), ==, 0);
  g_assert_cmpuint (scripted_server_count (fixture.server, "tasks/get"), ==, 0);
  tear_down (&fixture, task);
}

/* A restart: what is stored is the handle alone; another client of the same server asks for what
 * became of the task. */
static void
assert_survives (gboolean    is_modern,
                 const char *capabilities,
                 const char *started,
                 const char *get,
                 const char *result)
{
  Fixture before = { 0 };
  Fixture after = { 0 };
  SalonMcpTask *task = NULL;
  g_autofree char *handle = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&before, is_modern, capabilities, "optional");
  scripted_server_add (before.server, "tools/call", started);
  scripted_server_hold (before.server, "tasks/get");
  task = start (&before);
  advance (&before, 500);
  handle = salon_mcp_task_dup_handle (task);
  mcp_test_await (salon_mcp_client_close (before.server->client), NULL);
  g_assert_false (mcp_test_await (salon_mcp_task_await_result (task), &error));
  g_clear_error (&error);
  /* The end of the program is not the end of the task. */
  g_assert_cmpuint (scripted_server_count (before.server, "tasks/cancel"), ==, 0);
  tear_down (&before, task);

  set_up (&after, is_modern, capabilities, "optional");
  scripted_server_add (after.server, "tasks/get", get);
  if (result != NULL)
    scripted_server_add (after.server, "tasks/result", result);
  task = salon_mcp_task_new_from_handle (after.server->client, handle, &error);
  g_assert_no_error (error);
  assert_done (task);
  g_assert_cmpstr (salon_mcp_task_get_id (task), ==, "t1");
  g_assert_cmpuint (scripted_server_count (after.server, "tools/call"), ==, 0);
  tear_down (&after, task);
}

static void
test_survives (void)
{
  assert_survives (FALSE, CORE, CREATED, TASK ("completed") "}", RESULT);
  assert_survives (TRUE, EXTENSION, STARTED, TASK ("completed") ",\"result\":" RESULT "}", NULL);
}

/* The server is part of what is stored. */
static void
test_other_server (void)
{
  Fixture fixture = { 0 };
  SalonMcpTask *task = NULL;
  g_autofree char *handle = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, TRUE, EXTENSION, "optional");
  salon_mcp_client_set_era_memory (fixture.server->client, NULL, "https://one.example/mcp");
  scripted_server_add (fixture.server, "tools/call", STARTED);
  scripted_server_add (fixture.server, "tasks/get", TASK ("completed") ",\"result\":" RESULT "}");
  task = start (&fixture);
  handle = salon_mcp_task_dup_handle (task);
  mcp_test_assert_contains (handle, "https://one.example/mcp");
  salon_mcp_client_set_era_memory (fixture.server->client, NULL, "https://two.example/mcp");
  g_assert_null (salon_mcp_task_new_from_handle (fixture.server->client, handle, &error));
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_FAILED);
  advance (&fixture, 500);
  assert_done (task);
  tear_down (&fixture, task);
}

static void
test_list (void)
{
  static const char *first =
    "{\"tasks\":[" TASK ("working") ",\"statusMessage\":\"half\"},"
    "{\"taskId\":\"odd\",\"status\":\"unheard-of\"}],\"nextCursor\":\"c\"}";
  static const char *second =
    "{\"tasks\":[{\"taskId\":\"t2\",\"status\":\"completed\"}]}";
  Fixture fixture = { 0 };
  SalonMcpTask *task = NULL;
  g_autoptr (GListModel) list = NULL;
  g_autoptr (SalonMcpTaskInfo) one = NULL;
  g_autoptr (SalonMcpTaskInfo) two = NULL;
  g_autofree char *handle = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, FALSE, "{\"tasks\":{\"list\":{}}}", "optional");
  scripted_server_add (fixture.server, "tasks/list", first);
  scripted_server_add (fixture.server, "tasks/list", second);
  list = mcp_test_await_object (salon_mcp_client_list_tasks (fixture.server->client), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 2);
  one = g_list_model_get_item (list, 0);
  two = g_list_model_get_item (list, 1);
  g_assert_cmpstr (salon_mcp_task_info_get_id (one), ==, "t1");
  g_assert_cmpint (salon_mcp_task_info_get_state (one), ==, SALON_MCP_TASK_WORKING);
  g_assert_cmpstr (salon_mcp_task_info_get_status_message (one), ==, "half");
  g_assert_cmpstr (salon_mcp_task_info_get_created_at (one), ==, "2026-01-01T00:00:00Z");
  g_assert_cmpint (salon_mcp_task_info_get_state (two), ==, SALON_MCP_TASK_COMPLETED);
  /* What is listed can be taken up. */
  scripted_server_add (fixture.server, "tasks/get", TASK ("completed") "}");
  scripted_server_add (fixture.server, "tasks/result", RESULT);
  handle = salon_mcp_task_info_dup_handle (one, fixture.server->client);
  task = salon_mcp_task_new_from_handle (fixture.server->client, handle, &error);
  g_assert_no_error (error);
  assert_done (task);
  tear_down (&fixture, task);
}

/* Nobody is asked for a list that was not promised. */
static void
assert_no_list (gboolean    is_modern,
                const char *capabilities)
{
  g_autoptr (OpenHandler) handler = open_handler_new (TRUE);
  g_autoptr (ScriptedServer) server = scripted_server_new (is_modern, capabilities,
                                                           SALON_MCP_INPUT_HANDLER (handler));
  g_autoptr (GListModel) list = NULL;
  g_autoptr (GError) error = NULL;

  mcp_test_await (salon_mcp_client_open (server->client), &error);
  g_assert_no_error (error);
  list = mcp_test_await_object (salon_mcp_client_list_tasks (server->client), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 0);
  g_assert_cmpuint (scripted_server_count (server, "tasks/list"), ==, 0);
}

static void
test_no_list (void)
{
  assert_no_list (FALSE, CORE);
  assert_no_list (TRUE, "{\"tasks\":{\"list\":{}}}");
}

static void
on_progress_cb (SalonMcpTask *task,
                double        progress,
                double        total,
                const char   *message,
                gpointer      user_data)
{
  g_string_append_printf (user_data, "%g/%g %s;", progress, total, message);
}

/* The call's token is good for the whole life of the task, and no longer. */
static void
test_progress (void)
{
  Fixture fixture = { 0 };
  SalonMcpTask *task = NULL;
  g_autoptr (GString) log = g_string_new (NULL);
  g_autofree char *params = NULL;
  gint64 token = 0;

  set_up (&fixture, FALSE, CORE, "optional");
  scripted_server_add (fixture.server, "tools/call", CREATED);
  scripted_server_add (fixture.server, "tasks/get", TASK ("completed") "}");
  scripted_server_add (fixture.server, "tasks/result", RESULT);
  task = start (&fixture);
  g_signal_connect (task, "progress", G_CALLBACK (on_progress_cb), log);
  g_assert_true (salon_json_as_int64 (
    salon_json_get_member (salon_json_get_member (salon_json_get_member (
        scripted_server_wait (fixture.server, "tools/call", 0), "params"), "_meta"),
                           "progressToken"), &token));
  params = g_strdup_printf ("{\"progressToken\":%" G_GINT64_FORMAT ",\"progress\":1,"
                            "\"total\":4,\"message\":\"m\"}", token);
  scripted_server_notify (fixture.server, "notifications/progress", params);
  scripted_server_notify (fixture.server, "notifications/progress",
                          "{\"progressToken\":4711,\"progress\":2}");
  g_assert_cmpstr (log->str, ==, "1/4 m;");
  advance (&fixture, 500);
  assert_done (task);
  scripted_server_notify (fixture.server, "notifications/progress", params);
  g_assert_cmpstr (log->str, ==, "1/4 m;");
  tear_down (&fixture, task);
}

/* A handle from elsewhere, and one that is none. */
static void
test_resume (void)
{
  Fixture fixture = { 0 };
  SalonMcpTask *task = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, TRUE, EXTENSION, "optional");
  scripted_server_add (fixture.server, "tasks/get", TASK ("completed") ",\"result\":" RESULT "}");
  task = salon_mcp_task_new_from_handle (fixture.server->client,
                                         "{\"version\":1,\"form\":\"extension\","
                                         "\"taskId\":\"t1\",\"tool\":\"slow\"}", &error);
  g_assert_no_error (error);
  assert_done (task);
  g_assert_cmpuint (scripted_server_count (fixture.server, "tools/call"), ==, 0);
  g_assert_null (salon_mcp_task_new_from_handle (fixture.server->client, "{}", &error));
  g_assert_nonnull (error);
  tear_down (&fixture, task);
}

static void
test_forgotten (void)
{
  Fixture fixture = { 0 };
  SalonMcpTask *task = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, FALSE, CORE, "optional");
  scripted_server_add_error (fixture.server, "tasks/get", -32602, NULL);
  task = salon_mcp_task_new_from_handle (fixture.server->client,
                                         "{\"version\":1,\"form\":\"core\",\"taskId\":\"t1\","
                                         "\"tool\":\"slow\"}", &error);
  g_assert_no_error (error);
  g_assert_false (mcp_test_await (salon_mcp_task_await_result (task), &error));
  g_assert_cmpint (salon_mcp_error_get_code (error), ==, -32602);
  tear_down (&fixture, task);
}

/* “task” means something only where it was offered, and for calls alone. */
static void
test_unexpected_type (void)
{
  Fixture fixture = { 0 };
  SalonMcpTask *task = NULL;
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, TRUE, EXTENSION, "optional");
  scripted_server_add (fixture.server, "tools/call", RESULT);
  scripted_server_add (fixture.server, "resources/read", STARTED);
  task = start (&fixture);
  exchange = salon_mcp_client_request (fixture.server->client, "resources/read", NULL);
  g_assert_false (mcp_test_await (salon_mcp_exchange_await_result (exchange), &error));
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL);
  g_clear_object (&exchange);
  tear_down (&fixture, task);
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  g_test_add_func ("/mcp/task/of-the-core-is-polled-at-its-pace", test_core);
  g_test_add_func ("/mcp/task/of-the-core-waits-for-its-result-while-questions-are-asked",
                   test_core_input);
  g_test_add_func ("/mcp/task/is-an-ordinary-call-where-there-are-no-tasks", test_ordinary);
  g_test_add_func ("/mcp/task/of-the-extension-brings-its-result-along", test_extension);
  g_test_add_func ("/mcp/task/of-the-extension-asks-each-question-once", test_questions);
  g_test_add_func ("/mcp/task/that-failed-tells-the-servers-error", test_failed);
  g_test_add_func ("/mcp/task/is-cancelled-by-its-own-method", test_cancel);
  g_test_add_func ("/mcp/task/is-taken-up-again-by-its-handle", test_resume);
  g_test_add_func ("/mcp/task/survives-a-restart", test_survives);
  g_test_add_func ("/mcp/task/of-another-server-is-not-taken-up", test_other_server);
  g_test_add_func ("/mcp/task/lists-come-page-by-page", test_list);
  g_test_add_func ("/mcp/task/lists-are-not-asked-for-where-there-are-none", test_no_list);
  g_test_add_func ("/mcp/task/progress-goes-on-under-the-calls-token", test_progress);
  g_test_add_func ("/mcp/task/that-the-server-has-forgotten-fails", test_forgotten);
  g_test_add_func ("/mcp/task/elsewhere-is-no-result", test_unexpected_type);
  return g_test_run ();
}
