/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-turn-private.h"

#include <glib/gi18n.h>

#include "salon-host-error.h"
#include "salon-mcp-exchange.h"
#include "salon-mcp-task.h"

/* How often the user is asked about one call when the tool changes under the question. */
#define MAX_QUESTIONS 3

typedef struct
{
  SalonTurn *turn;
  SalonPart *part;
  SalonToolCall *call;
  SalonServerConfig *config; /* of the server, as it was when the user was asked; nullable */
} CallTask;

static void
call_task_free (CallTask *task)
{
  g_object_unref (task->turn);
  g_object_unref (task->part);
  g_clear_object (&task->config);
  g_free (task);
}

static void
fail_call (CallTask   *task,
           const char *sentence)
{
  salon_tool_call_end (task->call, task->turn->services.clock, SALON_TOOL_CALL_FAILED, sentence);
}

/* A turn that was stopped ends its calls as cancelled, everything else as failed. */
static void
end_by_error (CallTask     *task,
              const GError *error)
{
  if (task->turn->stopped || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    salon_tool_call_end (task->call, task->turn->services.clock, SALON_TOOL_CALL_CANCELLED,
                         _("The user stopped this call."));
  else
    fail_call (task, error->message);
}

static const SalonTool *
find_tool (CallTask *task)
{
  SalonTurn *turn = task->turn;
  const char *id = salon_tool_call_get_tool_id (task->call);
  g_autoptr (GString) known = NULL;
  g_autofree char *sentence = NULL;
  const SalonTool *tool = salon_tool_set_find (turn->tools, id);

  if (tool != NULL)
    return tool;
  if (turn->discovers || salon_tool_call_is_discovered (task->call))
    {
      sentence = salon_tool_discovery_dup_unknown (salon_tool_discovery_get (turn->tools), id);
      fail_call (task, sentence);
      return NULL;
    }
  known = g_string_new (NULL);
  for (guint i = 0; i < MIN (salon_tool_set_get_size (turn->tools), 30); i++)
    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "",
                            salon_tool_set_get (turn->tools, i)->id);
  if (known->len > 0)
    sentence = g_strdup_printf (_("There is no tool “%s”. The tools are: %s."), id, known->str);
  else
    sentence = g_strdup_printf (_("There is no tool “%s”, and no other one either."), id);
  fail_call (task, sentence);
  return NULL;
}

static SalonJsonDocument *
read_arguments (CallTask *task)
{
  const char *text = salon_tool_call_get_arguments (task->call);
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  /* Some models write nothing at all for a tool without arguments. */
  if (text[0] == '\0' && !salon_tool_call_set_arguments (task->call, "{}", &error))
    {
      fail_call (task, error->message);
      return NULL;
    }
  text = salon_tool_call_get_arguments (task->call);
  if (!salon_tool_call_check_arguments (text, &error))
    {
      sentence =
        g_strdup_printf (_("The tool was not called, because its arguments are broken: %s"),
                         error->message);
      fail_call (task, sentence);
      return NULL;
    }
  return salon_json_document_parse (text, -1, NULL, NULL);
}

/* What the server is may change while the user thinks; the answer is about what it was. */
static SalonPolicyFacts
collect_facts (CallTask        *task,
               const SalonTool *tool)
{
  g_set_object (&task->config, salon_server_get_config (tool->server));
  return (SalonPolicyFacts) {
    .server_identity = salon_server_config_get_identity (task->config),
    .server_name = salon_server_config_get_name (task->config),
    .tool_name = salon_mcp_tool_get_name (tool->tool),
    .definition_hash = salon_mcp_tool_get_definition_hash (tool->tool),
    .chat_id = task->turn->chat_id,
    .built_in = FALSE,
    .read_only_hint = salon_mcp_tool_is_read_only (tool->tool),
    .destructive_hint = salon_mcp_tool_is_destructive (tool->tool),
  };
}

/* A server that is switched off or taken out while its question is open won't be called. */
static void
on_tools_changed_cb (SalonToolbox  *toolbox,
                     SalonQuestion *question)
{
  SalonServer *server = salon_toolbox_find_server (toolbox,
                                                   salon_question_get_server_name (question));

  if (server == NULL || salon_server_get_state (server) == SALON_SERVER_DISABLED)
    salon_question_withdraw (question);
}

static SalonAnswer *
ask (CallTask *task,
     gboolean  definition_changed)
{
  SalonTurn *turn = task->turn;
  g_autoptr (SalonQuestion) question = NULL;
  g_autoptr (DexFuture) answered = NULL;
  g_autoptr (GError) error = NULL;
  gulong handler;

  question = salon_question_new_tool_call (task->call, turn->chat_id, definition_changed);
  salon_tool_call_wait (task->call, question);
  salon_recorder_part (turn->recorder, turn->reply, task->part);
  handler = g_signal_connect (turn->services.toolbox, "changed",
                              G_CALLBACK (on_tools_changed_cb), question);
  answered = salon_turn_await (turn, salon_consent_ask (turn->services.consent, question), &error);
  g_signal_handler_disconnect (turn->services.toolbox, handler);
  if (answered == NULL)
    {
      salon_question_withdraw (question);
      end_by_error (task, error);
      return NULL;
    }
  return salon_answer_ref (salon_question_get_answer (question));
}

/* The words go to the model, which has to understand that trying again is no use. */
static void
deny_call (CallTask   *task,
           const char *reason)
{
  g_autofree char *sentence = NULL;

  if (reason != NULL)
    sentence = g_strdup_printf (_("The user did not allow this call: %s"), reason);
  else
    sentence = g_strdup (_("The user did not allow this call."));
  salon_tool_call_end (task->call, task->turn->services.clock, SALON_TOOL_CALL_DENIED, sentence);
}

static gboolean
take_answer (CallTask               *task,
             SalonAnswer            *answer,
             const SalonPolicyFacts *facts)
{
  SalonTurn *turn = task->turn;
  g_autoptr (GError) error = NULL;

  if (salon_answer_is_withdrawn (answer))
    {
      salon_tool_call_end (task->call, turn->services.clock, SALON_TOOL_CALL_CANCELLED,
                           _("The question about this call was withdrawn; it was not made."));
      return FALSE;
    }
  if (!salon_answer_is_allowed (answer))
    {
      deny_call (task, salon_answer_get_reason (answer));
      return FALSE;
    }
  if (salon_answer_get_arguments (answer) != NULL &&
      !salon_tool_call_set_arguments (task->call, salon_answer_get_arguments (answer), &error))
    {
      fail_call (task, error->message);
      return FALSE;
    }
  /* In force at once; where it can't be stored, it holds as long as Salon runs. */
  dex_future_disown (salon_approvals_grant (turn->services.approvals, facts,
                                            salon_answer_get_scope (answer)));
  return TRUE;
}

/* Whether the call may be made. The tool asked about is the tool that is called: when it changes
 * while the user thinks, the user is asked again. */
static gboolean
settle_permission (CallTask        *task,
                   const SalonTool *tool)
{
  SalonPolicyFacts facts = collect_facts (task, tool);
  g_autoptr (SalonAnswer) answer = NULL;
  SalonDecisionReason reason;

  switch (salon_approvals_decide (task->turn->services.approvals, &facts, &reason))
    {
    case SALON_DECISION_ALLOW:
      return TRUE;
    case SALON_DECISION_DENY:
      deny_call (task, _("a rule says that this tool must never be used."));
      return FALSE;
    case SALON_DECISION_ASK:
    default:
      break;
    }
  answer = ask (task, reason == SALON_REASON_DEFINITION_CHANGED);
  return answer != NULL && take_answer (task, answer, &facts);
}

/* The gate: only so many calls at once, the others wait in order. */
static gboolean
enter_gate (CallTask  *task,
            GError   **error)
{
  SalonTurn *turn = task->turn;
  g_autoptr (DexPromise) turn_to_run = NULL;
  g_autoptr (DexFuture) entered = NULL;

  if (turn->n_running < turn->services.max_parallel)
    {
      turn->n_running++;
      return TRUE;
    }
  turn_to_run = dex_promise_new ();
  g_queue_push_tail (&turn->waiting, turn_to_run);
  entered = salon_turn_await (turn, DEX_FUTURE (dex_ref (turn_to_run)), error);
  g_queue_remove (&turn->waiting, turn_to_run);
  return entered != NULL;
}

static void
leave_gate (CallTask *task)
{
  SalonTurn *turn = task->turn;
  DexPromise *next = g_queue_pop_head (&turn->waiting);

  if (next != NULL)
    dex_promise_resolve_boolean (next, TRUE);
  else
    turn->n_running--;
}

/* Of an exchange or a task. */
static void
on_progress_cb (GObject       *work,
                double         progress,
                double         total,
                const char    *message,
                SalonToolCall *call)
{
  salon_tool_call_set_progress (call, progress, total, message);
}

/* Starts a call, as a task where the tool can not be called otherwise (MCP 2025-11-25 “Tasks”).
 * Transfer full. */
static GObject *
start_work (const SalonTool *tool,
            const SalonJson *arguments)
{
  SalonMcpClient *client = salon_server_get_client (tool->server);

  if (salon_mcp_tool_get_task_support (tool->tool) == SALON_MCP_TASK_REQUIRED)
    return G_OBJECT (salon_mcp_task_new (client, tool->tool, arguments, 0));

  return G_OBJECT (salon_mcp_client_call_tool (client, salon_mcp_tool_get_name (tool->tool),
                                               arguments));
}

static DexFuture *
await_work (GObject *work)
{
  if (SALON_IS_MCP_TASK (work))
    return salon_mcp_task_await_result (SALON_MCP_TASK (work));

  return salon_mcp_exchange_await_tool_result (SALON_MCP_EXCHANGE (work));
}

static void
cancel_work (GObject *work)
{
  if (SALON_IS_MCP_TASK (work))
    salon_mcp_task_cancel (SALON_MCP_TASK (work));
  else
    salon_mcp_exchange_cancel (SALON_MCP_EXCHANGE (work), "The user stopped the turn.");
}

static void
call_server (CallTask        *task,
             const SalonTool *tool,
             const SalonJson *arguments)
{
  SalonTurn *turn = task->turn;
  g_autoptr (GObject) work = NULL;
  g_autoptr (DexFuture) answered = NULL;
  g_autoptr (GError) error = NULL;
  SalonRunningCall *running;
  gulong handler;

  work = start_work (tool, arguments);
  handler = g_signal_connect (work, "progress", G_CALLBACK (on_progress_cb), task->call);
  running = salon_toolbox_call_started (turn->services.toolbox,
                                        salon_server_get_name (tool->server), task->call,
                                        turn->chat_id, salon_message_get_model (turn->reply));
  answered = salon_turn_await (turn, await_work (work), &error);
  salon_toolbox_call_ended (turn->services.toolbox, running);
  g_signal_handler_disconnect (work, handler);
  if (answered == NULL)
    {
      if (turn->stopped)
        cancel_work (work);
      end_by_error (task, error);
      return;
    }
  salon_tool_call_finish (task->call, turn->services.clock,
                          g_value_get_object (dex_future_get_value (answered, NULL)));
}

static const SalonTool *
find_tool_now (CallTask      *task,
               SalonToolSet **tools)
{
  *tools = salon_toolbox_get_tools (task->turn->services.toolbox,
                                    (const char * const *) task->turn->servers);
  return salon_tool_set_find (*tools, salon_tool_call_get_tool_id (task->call));
}

/* Starts the server when it does not run, and makes sure that its tool still is what it was. */
static gboolean
run_call (CallTask        *task,
          const SalonTool *tool,
          const SalonJson *arguments,
          gboolean        *changed)
{
  SalonTurn *turn = task->turn;
  g_autoptr (SalonToolSet) tools_now = NULL;
  g_autoptr (DexFuture) started = NULL;
  g_autoptr (GError) error = NULL;
  const SalonTool *now;
  g_autofree char *sentence = NULL;

  *changed = FALSE;
  /* One that was taken out while the call waited for its turn would start again. */
  if (salon_toolbox_find_server (turn->services.toolbox,
                                 salon_server_get_name (tool->server)) != tool->server)
    {
      sentence = g_strdup_printf (_("There is no server “%s” any more."),
                                  salon_server_get_name (tool->server));
      fail_call (task, sentence);
      return FALSE;
    }
  salon_tool_call_begin (task->call, turn->services.clock);
  salon_recorder_part (turn->recorder, turn->reply, task->part);
  started = salon_turn_await (turn, salon_server_use (tool->server), &error);
  if (started == NULL)
    {
      end_by_error (task, error);
      return FALSE;
    }
  now = find_tool_now (task, &tools_now);
  if (now == NULL || salon_server_get_client (now->server) == NULL)
    {
      sentence = g_strdup_printf (_("“%s” does not offer the tool “%s” any more."),
                                  salon_server_get_name (tool->server),
                                  salon_mcp_tool_get_name (tool->tool));
      fail_call (task, sentence);
      return FALSE;
    }
  *changed = g_strcmp0 (salon_mcp_tool_get_definition_hash (now->tool),
                        salon_mcp_tool_get_definition_hash (tool->tool)) != 0 ||
             g_strcmp0 (salon_server_get_identity (now->server),
                        salon_server_config_get_identity (task->config)) != 0;
  if (*changed)
    return FALSE;
  call_server (task, now, arguments);
  return TRUE;
}

/* A model that has only been told of a tool gets its arguments wrong more often: it is told so
 * before the user is asked. */
static gboolean
check_discovered (CallTask        *task,
                  const SalonTool *tool)
{
  g_autoptr (SalonJsonDocument) arguments = NULL;
  g_autoptr (GError) error = NULL;

  if (!salon_tool_call_is_discovered (task->call))
    return TRUE;
  arguments = read_arguments (task);
  if (arguments == NULL)
    return FALSE;
  if (salon_tool_discovery_check_arguments (tool, salon_json_document_get_root (arguments), &error))
    return TRUE;
  fail_call (task, error->message);
  return FALSE;
}

static void
carry_out (CallTask *task)
{
  SalonTurn *turn = task->turn;
  g_autoptr (SalonToolSet) tools = salon_tool_set_ref (turn->tools);
  g_autoptr (GError) wrong = NULL;
  const SalonTool *tool;
  gboolean changed = TRUE;

  if (!salon_turn_unwrap_call (turn, task->call, &wrong))
    {
      g_autofree char *sentence = NULL;

      sentence =
        g_strdup_printf (_("The tool was not called, because its arguments are broken: %s"),
                         wrong->message);
      fail_call (task, sentence);
      return;
    }
  if (salon_turn_answer_itself (turn, task->call))
    return;
  tool = find_tool (task);
  if (tool == NULL || !check_discovered (task, tool))
    return;
  for (guint i = 0; changed && i < MAX_QUESTIONS; i++)
    {
      g_autoptr (SalonJsonDocument) arguments = read_arguments (task);
      g_autoptr (GError) error = NULL;

      if (arguments == NULL)
        return;
      if (!settle_permission (task, tool))
        return;
      /* The answer may have brought other arguments. */
      g_clear_pointer (&arguments, salon_json_document_unref);
      arguments = read_arguments (task);
      if (arguments == NULL)
        return;
      if (!enter_gate (task, &error))
        {
          end_by_error (task, error);
          return;
        }
      run_call (task, tool, salon_json_document_get_root (arguments), &changed);
      leave_gate (task);
      if (changed)
        {
          g_clear_pointer (&tools, salon_tool_set_unref);
          tool = find_tool_now (task, &tools);
          changed = tool != NULL;
        }
    }
  fail_call (task, _("The tool kept changing while it was to be called; it was not called."));
}

static DexFuture *
call_fiber (gpointer user_data)
{
  CallTask *task = user_data;

  carry_out (task);
  salon_part_finish (task->part);
  salon_recorder_part (task->turn->recorder, task->turn->reply, task->part);
  return dex_future_new_true ();
}

DexFuture *
salon_turn_carry_out (SalonTurn *self,
                      SalonPart *part)
{
  CallTask *task = g_new0 (CallTask, 1);

  task->turn = g_object_ref (self);
  task->part = g_object_ref (part);
  task->call = salon_part_get_tool_call (part);
  return dex_scheduler_spawn (NULL, 0, call_fiber, task, (GDestroyNotify) call_task_free);
}
