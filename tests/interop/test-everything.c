/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The host against @modelcontextprotocol/server-everything. */

#include "config.h"

#include <libdex.h>
#include <signal.h>
#include <string.h>

#include "interop.h"
#include "salon-mcp-tool.h"

#define EVERYTHING "\"everything\":{\"cwd\":\"%FOLDER%\",\"command\":\"node\"," \
                   "\"args\":[\"%NPM%/node_modules/" \
                   "@modelcontextprotocol/server-everything/dist/index.js\",\"stdio\"]}"

static gboolean
has_tool (SalonServer *server,
          const char  *name)
{
  GListModel *tools = salon_server_get_tools (server);

  for (guint i = 0; i < g_list_model_get_n_items (tools); i++)
    {
      g_autoptr (SalonMcpTool) tool = g_list_model_get_item (tools, i);

      if (g_strcmp0 (salon_mcp_tool_get_name (tool), name) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
test_lists (Interop *interop)
{
  SalonServer *server = interop_server (interop, "everything");
  g_autoptr (GError) error = NULL;

  dex_await (salon_server_start (server), &error);
  g_assert_no_error (error);
  g_assert_cmpint (salon_server_get_state (server), ==, SALON_SERVER_READY);
  g_assert_cmpstr (salon_server_get_protocol_version (server), ==, "2025-11-25");
  g_assert_cmpuint (g_list_model_get_n_items (salon_server_get_tools (server)), >=, 12);
  g_assert_true (has_tool (server, "echo"));
  g_assert_true (has_tool (server, "get-sum"));
}

static void
test_approved_call (Interop *interop)
{
  SalonToolCall *call;
  g_autofree char *text = NULL;

  interop->answer = interop_allow_once;
  scripted_model_call (interop->model, "echo", "{\"message\":\"good evening\"}", NULL);
  scripted_model_say (interop->model, "It said good evening.");
  interop_ask (interop, "Echo good evening");

  g_assert_cmpuint (interop->n_asked, ==, 1);
  call = interop_call (interop, 0);
  g_assert_cmpint (salon_tool_call_get_state (call), ==, SALON_TOOL_CALL_DONE);
  g_assert_cmpstr (salon_tool_call_get_server_name (call), ==, "everything");
  g_assert_cmpstr (salon_tool_call_get_result_text (call), ==, "Echo: good evening");
  text = salon_message_dup_text (interop_last (interop));
  g_assert_nonnull (strstr (text, "It said good evening."));
  /* What the model was given is the tool's own answer. */
  g_assert_cmpuint (scripted_model_get_n_requests (interop->model), ==, 2);
  g_assert_nonnull (strstr (scripted_model_get_request (interop->model, 1), "Echo: good evening"));
}

static void
test_parallel_calls (Interop *interop)
{
  interop->answer = interop_allow_once;
  scripted_model_call (interop->model, "get-sum", "{\"a\":2,\"b\":3}",
                       "get-sum", "{\"a\":20,\"b\":30}", "echo", "{\"message\":\"x\"}", NULL);
  scripted_model_say (interop->model, "Done.");
  interop_ask (interop, "Add");

  g_assert_cmpuint (interop->n_asked, ==, 3);
  g_assert_nonnull (strstr (salon_tool_call_get_result_text (interop_call (interop, 0)), "5"));
  g_assert_nonnull (strstr (salon_tool_call_get_result_text (interop_call (interop, 1)), "50"));
  g_assert_cmpstr (salon_tool_call_get_result_text (interop_call (interop, 2)), ==, "Echo: x");
}

static void
test_denied_call (Interop *interop)
{
  interop->answer = interop_deny;
  scripted_model_call (interop->model, "echo", "{\"message\":\"no\"}", NULL);
  scripted_model_say (interop->model, "As you wish.");
  interop_ask (interop, "Echo no");

  g_assert_cmpint (salon_tool_call_get_state (interop_call (interop, 0)), ==,
                   SALON_TOOL_CALL_DENIED);
  g_assert_null (strstr (scripted_model_get_request (interop->model, 1), "Echo: no"));
}

typedef struct
{
  guint n_progress;
  double last;
} Progress;

static void
on_progress (SalonToolCall *call,
             GParamSpec    *pspec,
             Progress      *progress)
{
  double value = salon_tool_call_get_progress (call);

  if (value >= 0)
    {
      g_assert_cmpfloat (value, >=, progress->last);
      progress->last = value;
      progress->n_progress++;
    }
}

static void
watch_and_allow (SalonQuestion *question,
                 gpointer       user_data)
{
  g_signal_connect (salon_question_get_tool_call (question), "notify::progress",
                    G_CALLBACK (on_progress), user_data);
  interop_allow_once (question, NULL);
}

static void
test_progress (Interop *interop)
{
  Progress progress = { 0, 0 };

  interop->answer = watch_and_allow;
  interop->answer_data = &progress;
  scripted_model_call (interop->model, "trigger-long-running-operation",
                       "{\"duration\":1,\"steps\":4}", NULL);
  scripted_model_say (interop->model, "Done.");
  interop_ask (interop, "Take your time");

  g_assert_cmpint (salon_tool_call_get_state (interop_call (interop, 0)), ==,
                   SALON_TOOL_CALL_DONE);
  g_assert_cmpuint (progress.n_progress, >=, 3);
  g_assert_cmpfloat (progress.last, <=, 1.0);
}

static void
stop_on_progress (SalonToolCall *call,
                  GParamSpec    *pspec,
                  gpointer       user_data)
{
  Interop *interop = user_data;

  if (salon_tool_call_get_progress (call) > 0)
    salon_conversation_stop (interop->conversation);
}

static void
allow_and_stop_later (SalonQuestion *question,
                      gpointer       user_data)
{
  g_signal_connect (salon_question_get_tool_call (question), "notify::progress",
                    G_CALLBACK (stop_on_progress), user_data);
  interop_allow_once (question, NULL);
}

static void
test_cancel (Interop *interop)
{
  SalonServer *server = interop_server (interop, "everything");

  interop->answer = allow_and_stop_later;
  interop->answer_data = interop;
  scripted_model_call (interop->model, "trigger-long-running-operation",
                       "{\"duration\":60,\"steps\":240}", NULL);
  interop_ask (interop, "Take an hour");

  g_assert_cmpint (salon_tool_call_get_state (interop_call (interop, 0)), ==,
                   SALON_TOOL_CALL_CANCELLED);
  g_assert_false (salon_conversation_get_running (interop->conversation));
  g_assert_cmpint (salon_server_get_state (server), ==, SALON_SERVER_READY);

  /* The connection lives: the next call is answered. */
  interop->answer = interop_allow_once;
  scripted_model_call (interop->model, "echo", "{\"message\":\"still here\"}", NULL);
  scripted_model_say (interop->model, "Good.");
  interop_ask (interop, "Are you there?");
  g_assert_cmpstr (salon_tool_call_get_result_text (interop_call (interop, 0)), ==,
                   "Echo: still here");
}

static void
test_error (Interop *interop)
{
  interop->answer = interop_allow_once;
  scripted_model_call (interop->model, "get-sum", "{\"a\":\"two\"}", NULL);
  scripted_model_say (interop->model, "It did not work.");
  interop_ask (interop, "Add two");

  g_assert_cmpint (salon_tool_call_get_state (interop_call (interop, 0)), ==,
                   SALON_TOOL_CALL_FAILED);
  /* The model is told what the server said, and the turn goes on. */
  g_assert_nonnull (strstr (scripted_model_get_request (interop->model, 1), "nvalid"));
  g_assert_cmpint (salon_message_get_state (interop_last (interop)), ==, SALON_MESSAGE_FINISHED);
}

typedef struct
{
  guint n_sampling;
  gboolean send;
} Sampling;

static void
answer_sampling (SalonQuestion *question,
                 gpointer       user_data)
{
  Sampling *sampling = user_data;

  if (salon_question_get_kind (question) == SALON_QUESTION_SAMPLING)
    {
      sampling->n_sampling++;
      g_assert_cmpstr (salon_question_get_server_name (question), ==, "everything");
      if (!sampling->send)
        {
          salon_question_deny (question, NULL);
          return;
        }
    }
  interop_allow_once (question, NULL);
}

static void
test_sampling_approved (Interop *interop)
{
  Sampling sampling = { 0, TRUE };

  interop->answer = answer_sampling;
  interop->answer_data = &sampling;
  scripted_model_call (interop->model, "trigger-sampling-request",
                       "{\"prompt\":\"a riddle\",\"maxTokens\":50}", NULL);
  scripted_model_say (interop->model, "What walks on four legs?");
  scripted_model_say (interop->model, "The server asked me for a riddle.");
  interop_ask (interop, "Let it ask you something");

  g_assert_cmpuint (sampling.n_sampling, ==, 1);
  g_assert_cmpuint (scripted_model_get_n_requests (interop->model), ==, 3);
  g_assert_nonnull (strstr (scripted_model_get_request (interop->model, 1), "a riddle"));
  g_assert_nonnull (strstr (salon_tool_call_get_result_text (interop_call (interop, 0)),
                            "What walks on four legs?"));
}

/* The question is a task then: the server polls for it and fetches the answer. */
static void
test_sampling_as_task (Interop *interop)
{
  Sampling sampling = { 0, TRUE };

  interop->answer = answer_sampling;
  interop->answer_data = &sampling;
  scripted_model_call (interop->model, "trigger-sampling-request-async",
                       "{\"prompt\":\"a riddle\",\"maxTokens\":50}", NULL);
  scripted_model_say (interop->model, "What walks on four legs?");
  scripted_model_say (interop->model, "The server asked me for a riddle.");
  interop_ask (interop, "Let it ask you something");

  g_assert_cmpuint (sampling.n_sampling, ==, 1);
  g_assert_cmpint (salon_tool_call_get_state (interop_call (interop, 0)), ==,
                   SALON_TOOL_CALL_DONE);
  g_assert_nonnull (strstr (salon_tool_call_get_result_text (interop_call (interop, 0)),
                            "What walks on four legs?"));
}

/* A tool that can only be called as a task. */
static void
test_task (Interop *interop)
{
  interop->answer = interop_allow_once;
  scripted_model_call (interop->model, "simulate-research-query", "{\"topic\":\"owls\"}", NULL);
  scripted_model_say (interop->model, "There is much to say.");
  interop_ask (interop, "Look into owls");

  g_assert_cmpint (salon_tool_call_get_state (interop_call (interop, 0)), ==,
                   SALON_TOOL_CALL_DONE);
  g_assert_nonnull (strstr (salon_tool_call_get_result_text (interop_call (interop, 0)),
                            "Research Report: owls"));
}

static void
test_sampling_denied (Interop *interop)
{
  Sampling sampling = { 0, FALSE };

  interop->answer = answer_sampling;
  interop->answer_data = &sampling;
  scripted_model_call (interop->model, "trigger-sampling-request",
                       "{\"prompt\":\"a riddle\",\"maxTokens\":50}", NULL);
  scripted_model_say (interop->model, "It was not allowed.");
  interop_ask (interop, "Let it ask you something");

  g_assert_cmpuint (sampling.n_sampling, ==, 1);
  g_assert_cmpuint (scripted_model_get_n_requests (interop->model), ==, 2);
  g_assert_nonnull (strstr (scripted_model_get_request (interop->model, 1), "rejected"));
}

static gboolean
has_failed (gpointer user_data)
{
  return salon_server_get_state (user_data) == SALON_SERVER_FAILED;
}

/* The process of the server: the one that has its file among its arguments. */
static void
kill_servers (void)
{
  g_autoptr (GDir) processes = g_dir_open ("/proc", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (processes)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc", name, "cmdline", NULL);
      g_autofree char *parent_path = g_build_filename ("/proc", name, "status", NULL);
      g_autofree char *line = NULL;
      g_autofree char *environment_path = g_build_filename ("/proc", name, "environ", NULL);
      gsize length = 0;

      if (!g_ascii_isdigit (*name) || !g_file_get_contents (path, &line, &length, NULL))
        continue;
      for (gsize i = 0; i + 1 < length; i++)
        if (line[i] == '\0')
          line[i] = ' ';
      if (g_str_has_prefix (line, "node ") || strstr (line, "/node ") != NULL)
        if (strstr (line, "server-everything") != NULL && strstr (line, "guard") == NULL)
          kill (atoi (name), SIGKILL);
    }
}

static void
test_crash_and_restart (Interop *interop)
{
  SalonServer *server = interop_server (interop, "everything");
  g_autoptr (GError) error = NULL;

  dex_await (salon_server_start (server), &error);
  g_assert_no_error (error);
  kill_servers ();
  interop_wait (has_failed, server);
  g_assert_nonnull (salon_server_get_status_text (server));

  dex_await (salon_server_restart (server), &error);
  g_assert_no_error (error);
  g_assert_cmpint (salon_server_get_state (server), ==, SALON_SERVER_READY);
  test_approved_call (interop);
}

static void
add_tests (void)
{
  interop_add ("/interop/everything/lists-its-tools", EVERYTHING, test_lists);
  interop_add ("/interop/everything/approved-call-is-made", EVERYTHING, test_approved_call);
  interop_add ("/interop/everything/parallel-calls", EVERYTHING, test_parallel_calls);
  interop_add ("/interop/everything/denied-call-is-not-made", EVERYTHING, test_denied_call);
  interop_add ("/interop/everything/progress-is-shown", EVERYTHING, test_progress);
  interop_add ("/interop/everything/stop-cancels-the-call", EVERYTHING, test_cancel);
  interop_add ("/interop/everything/error-goes-to-the-model", EVERYTHING, test_error);
  interop_add ("/interop/everything/sampling-approved", EVERYTHING, test_sampling_approved);
  interop_add ("/interop/everything/sampling-as-a-task", EVERYTHING, test_sampling_as_task);
  interop_add ("/interop/everything/tool-that-has-to-be-a-task", EVERYTHING, test_task);
  interop_add ("/interop/everything/sampling-denied", EVERYTHING, test_sampling_denied);
  interop_add ("/interop/everything/crash-and-restart", EVERYTHING, test_crash_and_restart);
}

int
main (int   argc,
      char *argv[])
{
  return interop_main (argc, argv, add_tests);
}
