/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "test-mcp-server-tasks"

#include "config.h"

#include <string.h>

#include "open-handler.h"
#include "scripted-server.h"

/* Questions of a server that wants them answered as tasks: it polls, this side answers. */

#define SAMPLE(task) "{\"messages\":[],\"maxTokens\":5" task "}"
#define AS_TASK(ttl) ",\"task\":{" ttl "}"
#define ELICIT(task) "{\"message\":\"Who?\",\"requestedSchema\":{\"type\":\"object\"," \
                     "\"properties\":{\"name\":{\"type\":\"string\"}}}" task "}"
#define ANSWER "{\"role\":\"assistant\",\"model\":\"m\",\"content\":{\"type\":\"text\"," \
               "\"text\":\"hi\"},\"_meta\":{\"own\":1}}"
#define RELATED "io.modelcontextprotocol/related-task"

typedef struct
{
  ScriptedServer *server;
  OpenHandler    *handler;
  guint           last_id;
} Fixture;

static void
setup (Fixture       *fixture,
       gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->handler = open_handler_new (TRUE);
  fixture->server = scripted_server_new (FALSE, "{}", SALON_MCP_INPUT_HANDLER (fixture->handler));
  if (data != NULL)
    fixture->server->version = data;
  mcp_test_await (salon_mcp_client_open (fixture->server->client), &error);
  g_assert_no_error (error);
}

static void
teardown (Fixture       *fixture,
          gconstpointer  data)
{
  scripted_server_free (fixture->server);
  mcp_test_settle ();
  g_assert_finalize_object (fixture->handler);
}

/* What the client answered to the request with this id, or NULL. */
static const SalonJson *
find_answer (Fixture *fixture,
             guint    id)
{
  for (guint i = 0; i < fixture->server->requests->len; i++)
    {
      SalonJsonDocument *document = g_ptr_array_index (fixture->server->requests, i);
      const SalonJson *root = salon_json_document_get_root (document);
      gint64 number = 0;

      if (salon_json_get_member (root, "method") == NULL &&
          salon_json_as_int64 (salon_json_get_member (root, "id"), &number) && number == id)
        return root;
    }
  return NULL;
}

static guint
send (Fixture    *fixture,
      const char *method,
      const char *params)
{
  guint id = ++fixture->last_id;
  g_autofree char *text =
    g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":%u,\"method\":\"%s\",\"params\":%s}", id, method,
                     params);

  salon_mcp_memory_transport_deliver (fixture->server->transport, text);
  mcp_test_settle ();
  return id;
}

static guint
send_about (Fixture    *fixture,
            const char *method,
            const char *task_id)
{
  g_autofree char *params = g_strdup_printf ("{\"taskId\":\"%s\"}", task_id);

  return send (fixture, method, params);
}

static const SalonJson *
ask (Fixture    *fixture,
     const char *method,
     const char *params)
{
  const SalonJson *answer = find_answer (fixture, send (fixture, method, params));

  g_assert_nonnull (answer);
  return salon_json_get_member (answer, "result");
}

static const SalonJson *
ask_about (Fixture    *fixture,
           const char *method,
           const char *task_id)
{
  const SalonJson *answer = find_answer (fixture, send_about (fixture, method, task_id));

  g_assert_nonnull (answer);
  return salon_json_get_member (answer, "result");
}

static const char *
get_text (const SalonJson *object,
          const char      *name)
{
  return salon_json_as_string (salon_json_get_member (object, name));
}

static gint64
get_number (const SalonJson *object,
            const char      *name)
{
  gint64 number = G_MININT64;

  salon_json_as_int64 (salon_json_get_member (object, name), &number);
  return number;
}

static void
assert_error (Fixture *fixture,
              guint    id,
              int      code)
{
  const SalonJson *answer = find_answer (fixture, id);

  g_assert_nonnull (answer);
  g_assert_null (salon_json_get_member (answer, "result"));
  g_assert_cmpint (get_number (salon_json_get_member (answer, "error"), "code"), ==, code);
}

/* Returns the id of a new task. */
static char *
start (Fixture    *fixture,
       const char *method,
       const char *params)
{
  const SalonJson *task = salon_json_get_member (ask (fixture, method, params), "task");

  g_assert_cmpstr (get_text (task, "status"), ==, "working");
  return g_strdup (get_text (task, "taskId"));
}

static void
test_sampling (Fixture       *fixture,
               gconstpointer  data)
{
  const SalonJson *result = ask (fixture, "sampling/createMessage", SAMPLE (AS_TASK ("\"ttl\":1")));
  const SalonJson *task = salon_json_get_member (result, "task");
  const SalonJson *meta = NULL;
  g_autofree char *id = g_strdup (get_text (task, "taskId"));
  g_autofree char *created = g_strdup (get_text (task, "createdAt"));
  guint waiting = 0;

  /* Answered at once, while the user is asked. */
  g_assert_cmpuint (open_handler_count (fixture->handler), ==, 1);
  g_assert_cmpstr (get_text (task, "status"), ==, "working");
  g_assert_cmpuint (strlen (id), >=, 22);
  g_assert_cmpint (get_number (task, "ttl"), ==, 1);
  g_assert_cmpint (get_number (task, "pollInterval"), ==, 1000);
  g_assert_true (g_str_has_suffix (created, "Z"));
  g_assert_cmpstr (get_text (ask_about (fixture, "tasks/get", id), "status"), ==, "working");

  /* The result is waited for, even past the time it would be kept. */
  waiting = send_about (fixture, "tasks/result", id);
  salon_manual_clock_advance (fixture->server->clock, G_TIME_SPAN_MINUTE);
  mcp_test_settle ();
  g_assert_null (find_answer (fixture, waiting));
  open_handler_answer (fixture->handler, 0, ANSWER);
  mcp_test_settle ();
  result = salon_json_get_member (find_answer (fixture, waiting), "result");
  g_assert_cmpstr (get_text (result, "model"), ==, "m");
  meta = salon_json_get_member (result, "_meta");
  g_assert_cmpint (get_number (meta, "own"), ==, 1);
  g_assert_cmpstr (get_text (salon_json_get_member (meta, RELATED), "taskId"), ==, id);
  task = salon_json_get_member (scripted_server_wait (fixture->server, "notifications/tasks/status",
                                                      0), "params");
  g_assert_cmpstr (get_text (task, "status"), ==, "completed");
  g_assert_cmpstr (get_text (task, "createdAt"), ==, created);
  g_assert_cmpstr (get_text (task, "lastUpdatedAt"), >, created);

  /* Its time is over now. */
  assert_error (fixture, send_about (fixture, "tasks/result", id), -32602);
}

static void
test_elicitation (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *id = start (fixture, "elicitation/create", ELICIT (AS_TASK ("")));
  const SalonJson *result = NULL;

  g_assert_cmpint (get_number (ask_about (fixture, "tasks/get", id), "ttl"), ==, 600000);
  open_handler_answer (fixture->handler, 0, "{\"action\":\"accept\",\"content\":{\"name\":\"A\"}}");
  mcp_test_settle ();
  g_assert_cmpstr (get_text (ask_about (fixture, "tasks/get", id), "status"), ==, "completed");
  /* It may be fetched again as long as it is kept. */
  for (guint i = 0; i < 2; i++)
    {
      result = ask_about (fixture, "tasks/result", id);
      g_assert_cmpstr (get_text (result, "action"), ==, "accept");
      g_assert_cmpstr (get_text (salon_json_get_member (result, "content"), "name"), ==, "A");
    }
}

/* A refusal is what it would have been without the task. */
static void
test_refusal (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *id = start (fixture, "sampling/createMessage", SAMPLE (AS_TASK ("")));
  const SalonJson *task = NULL;

  open_handler_refuse (fixture->handler, 0);
  mcp_test_settle ();
  task = ask_about (fixture, "tasks/get", id);
  g_assert_cmpstr (get_text (task, "status"), ==, "failed");
  g_assert_cmpstr (get_text (task, "statusMessage"), ==, "User rejected sampling request");
  assert_error (fixture, send_about (fixture, "tasks/result", id), -1);
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *id = start (fixture, "sampling/createMessage", SAMPLE (AS_TASK ("")));
  guint waiting = send_about (fixture, "tasks/result", id);

  g_assert_cmpstr (get_text (ask_about (fixture, "tasks/cancel", id), "status"), ==, "cancelled");
  /* The user is not asked any more, and whoever waited is told. */
  g_assert_true (g_cancellable_is_cancelled (
    dex_promise_get_cancellable (DEX_PROMISE (open_handler_get (fixture->handler, 0)))));
  assert_error (fixture, waiting, -1);
  assert_error (fixture, send_about (fixture, "tasks/cancel", id), -32602);
  g_assert_cmpstr (get_text (ask_about (fixture, "tasks/get", id), "status"), ==, "cancelled");
}

static void
test_unknown (Fixture       *fixture,
              gconstpointer  data)
{
  static const char * const methods[] = { "tasks/get", "tasks/result", "tasks/cancel" };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      assert_error (fixture, send_about (fixture, methods[i], "other"), -32602);
      assert_error (fixture, send (fixture, methods[i], "{\"taskId\":7}"), -32602);
    }
  assert_error (fixture, send (fixture, "tasks/list", "{\"cursor\":\"other\"}"), -32602);
  assert_error (fixture, send (fixture, "tasks/list", "{\"cursor\":7}"), -32602);
}

/* Mistakes are told at once: there is nothing to wait for. */
static void
test_mistakes (Fixture       *fixture,
               gconstpointer  data)
{
  assert_error (fixture, send (fixture, "sampling/createMessage", "{\"task\":{}}"), -32602);
  assert_error (fixture, send (fixture, "sampling/createMessage", SAMPLE (",\"task\":true")),
                -32602);
  assert_error (fixture,
                send (fixture, "sampling/createMessage", SAMPLE (AS_TASK ("\"ttl\":\"x\""))),
                -32602);
  g_assert_cmpuint (open_handler_count (fixture->handler), ==, 0);
  g_assert_cmpuint (salon_json_get_length (salon_json_get_member (ask (fixture, "tasks/list", "{}"),
                                                                  "tasks")), ==, 0);
}

/* How many there are on all pages together; each of them once. */
static guint
count_tasks (Fixture *fixture)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *cursor = NULL;
  guint n_pages = 0;

  do
    {
      g_autofree char *params = cursor != NULL ? g_strdup_printf ("{\"cursor\":\"%s\"}", cursor)
                                               : g_strdup ("{}");
      const SalonJson *page = ask (fixture, "tasks/list", params);
      const SalonJson *task = NULL;
      SalonJsonIter iter;

      salon_json_iter_init (&iter, salon_json_get_member (page, "tasks"));
      while (salon_json_iter_next (&iter, NULL, &task))
        g_assert_true (g_hash_table_add (seen, g_strdup (get_text (task, "taskId"))));
      g_set_str (&cursor, get_text (page, "nextCursor"));
      n_pages++;
    }
  while (cursor != NULL && n_pages < 10);
  g_assert_cmpuint (n_pages, ==, (g_hash_table_size (seen) + 9) / 10);
  return g_hash_table_size (seen);
}

static void
test_list (Fixture       *fixture,
           gconstpointer  data)
{
  for (guint i = 0; i < 12; i++)
    g_free (start (fixture, "sampling/createMessage", SAMPLE (AS_TASK (""))));
  g_assert_cmpuint (count_tasks (fixture), ==, 12);
}

/* No more questions at once than without tasks, and answers are not kept without end. */
static void
test_bounds (Fixture       *fixture,
             gconstpointer  data)
{
  guint n_tasks = 0;
  guint id = 0;

  for (guint i = 0; i < 16; i++)
    g_free (start (fixture, "sampling/createMessage", SAMPLE (AS_TASK (""))));
  id = send (fixture, "sampling/createMessage", SAMPLE (AS_TASK ("")));
  assert_error (fixture, id, -32603);
  assert_error (fixture, send (fixture, "elicitation/create", ELICIT ("")), -32603);
  for (guint i = 0; i < 60; i++)
    {
      open_handler_answer (fixture->handler, i, ANSWER);
      mcp_test_settle ();
      g_free (start (fixture, "sampling/createMessage", SAMPLE (AS_TASK ("\"ttl\":null"))));
    }
  /* Sixteen questions, and as many answers as there is room for beside them. */
  n_tasks = count_tasks (fixture);
  g_assert_cmpuint (n_tasks, ==, 32);
}

/* Between servers and clients of other versions, “task” is just a member nobody knows. */
static void
test_other_version (Fixture       *fixture,
                    gconstpointer  data)
{
  guint id = send (fixture, "sampling/createMessage", SAMPLE (AS_TASK ("")));

  g_assert_null (find_answer (fixture, id));
  open_handler_answer (fixture->handler, 0, ANSWER);
  mcp_test_settle ();
  g_assert_cmpstr (get_text (salon_json_get_member (find_answer (fixture, id), "result"), "model"),
                   ==, "m");
  assert_error (fixture, send (fixture, "tasks/list", "{}"), -32601);
}

/* A question of a task of the server itself: whatever has to do with it says so. */
static void
test_related (Fixture       *fixture,
              gconstpointer  data)
{
  guint id = send (fixture, "elicitation/create",
                   ELICIT (",\"_meta\":{\"" RELATED "\":{\"taskId\":\"t7\"}}"));
  const SalonJson *meta = NULL;

  open_handler_answer (fixture->handler, 0, "{\"action\":\"decline\"}");
  mcp_test_settle ();
  meta = salon_json_get_member (salon_json_get_member (find_answer (fixture, id), "result"),
                                "_meta");
  g_assert_cmpstr (get_text (salon_json_get_member (meta, RELATED), "taskId"), ==, "t7");
}

/* No clock runs while the user is asked, and they run again when the task is over. */
static void
test_deadline (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autofree char *id = NULL;

  scripted_server_hold (fixture->server, "tools/call");
  exchange = salon_mcp_client_call_tool (fixture->server->client, "slow", NULL);
  id = start (fixture, "sampling/createMessage", SAMPLE (AS_TASK ("")));
  salon_manual_clock_advance (fixture->server->clock, G_TIME_SPAN_DAY);
  mcp_test_settle ();
  g_assert_false (salon_mcp_exchange_is_finished (exchange));
  g_assert_nonnull (ask_about (fixture, "tasks/cancel", id));
  salon_manual_clock_advance (fixture->server->clock, G_TIME_SPAN_MINUTE);
  mcp_test_settle ();
  g_assert_true (salon_mcp_exchange_is_finished (exchange));
}

/* A withdrawn request for a result is not answered. */
static void
test_withdrawn (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *id = start (fixture, "sampling/createMessage", SAMPLE (AS_TASK ("")));
  guint waiting = send_about (fixture, "tasks/result", id);
  g_autofree char *params = g_strdup_printf ("{\"requestId\":%u}", waiting);

  scripted_server_notify (fixture->server, "notifications/cancelled", params);
  open_handler_answer (fixture->handler, 0, ANSWER);
  mcp_test_settle ();
  g_assert_null (find_answer (fixture, waiting));
  g_assert_nonnull (ask_about (fixture, "tasks/result", id));
}

#define ADD(name, version, function) \
  g_test_add ("/mcp/server-tasks/" name, Fixture, version, setup, function, teardown)

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  ADD ("sampling-goes-on-while-the-server-polls", NULL, test_sampling);
  ADD ("forms-are-answered-as-tasks", NULL, test_elicitation);
  ADD ("a-refusal-is-the-outcome", NULL, test_refusal);
  ADD ("a-cancelled-one-withdraws-the-question", NULL, test_cancel);
  ADD ("unknown-ones-are-invalid", NULL, test_unknown);
  ADD ("a-bad-request-makes-none", NULL, test_mistakes);
  ADD ("all-are-listed-page-by-page", NULL, test_list);
  ADD ("there-are-never-too-many", NULL, test_bounds);
  ADD ("other-versions-know-none", "2025-06-18", test_other_version);
  ADD ("answers-name-the-servers-own-task", NULL, test_related);
  ADD ("no-deadline-runs-meanwhile", NULL, test_deadline);
  ADD ("a-withdrawn-wait-is-not-answered", NULL, test_withdrawn);
  return g_test_run ();
}
