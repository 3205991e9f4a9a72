/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-anthropic-request.h"

#include <math.h>

#include "salon-anthropic-layout-private.h"
#include "salon-llm-schema-adapter.h"
#include "salon-llm-text.h"

#define MARKER "{\"type\":\"ephemeral\"}"
#define LEAST_BUDGET 1024
/* Hard thinking fills a reply of the usual length all by itself. */
#define OUTPUT_FOR_HIGH_EFFORT 64000

/* What the writer has to know. */
typedef struct
{
  SalonJsonWriter *writer;
  SalonLlmRequest *request;
  SalonLlmModel *facts;
  SalonAnthropicTraits traits;
  SalonLlmToolNames *names;
  GPtrArray *blocks; /* SalonAnthropicBlock */
  SalonLlmToolChoice choice;
  guint max_tokens;
  gboolean with_thinking;
} Writing;

/* The API wants a limit with every request. Without one of the user's, it is what the model
 * can give, within reason.
 */
static guint
choose_max_tokens (Writing *writing)
{
  guint wanted = salon_llm_request_get_max_tokens (writing->request);
  gint64 known = 0;
  guint limit = writing->traits.output_limit;

  if (writing->facts != NULL)
    known = salon_llm_model_get_facts (writing->facts)->output_limit;
  if (wanted == 0)
    {
      if (known > limit && salon_llm_request_get_effort (writing->request) ==
                             SALON_LLM_EFFORT_HIGH)
        limit = MAX (limit, OUTPUT_FOR_HIGH_EFFORT);
      wanted = limit;
    }
  return known > 0 ? (guint) MIN ((gint64) wanted, known) : wanted;
}

/* A model with a budget may only go on thinking in a turn in which it thought before its last
 * calls. It did not if another model made these, or if thinking was off.
 */
static gboolean
turn_began_without_thinking (GPtrArray *blocks)
{
  guint end = blocks->len;
  const SalonAnthropicBlock *block = NULL;
  gboolean has_calls = FALSE;

  while (end > 0)
    {
      block = g_ptr_array_index (blocks, end - 1);
      if (block->role == SALON_LLM_ROLE_ASSISTANT)
        break;
      if (block->kind != SALON_ANTHROPIC_BLOCK_RESULT)
        return FALSE;
      end--;
    }
  for (; end > 0; end--)
    {
      const SalonAnthropicBlock *earlier = g_ptr_array_index (blocks, end - 1);

      if (earlier->role != SALON_LLM_ROLE_ASSISTANT)
        break;
      block = earlier;
      has_calls = has_calls || block->kind == SALON_ANTHROPIC_BLOCK_CALL;
    }
  return has_calls && block->kind != SALON_ANTHROPIC_BLOCK_THINKING;
}

static gboolean
must_not_think (Writing *writing)
{
  /* No model thinks and is forced to call a tool. */
  if (writing->choice == SALON_LLM_TOOL_CHOICE_REQUIRED)
    return TRUE;
  return writing->traits.thinking == SALON_ANTHROPIC_THINKING_BUDGET &&
         (!writing->with_thinking || turn_began_without_thinking (writing->blocks));
}

static void
write_type (Writing    *writing,
            const char *type,
            guint       budget,
            gboolean    with_display)
{
  SalonJsonWriter *writer = writing->writer;

  salon_json_writer_begin_object (writer, "thinking");
  salon_json_writer_add_string (writer, "type", type);
  if (budget > 0)
    salon_json_writer_add_int64 (writer, "budget_tokens", budget);
  /* Otherwise newer models tell nothing of what they think. */
  if (with_display)
    salon_json_writer_add_string (writer, "display", "summarized");
  salon_json_writer_end_object (writer);
}

static void
write_effort (Writing    *writing,
              const char *level)
{
  salon_json_writer_begin_object (writing->writer, "output_config");
  salon_json_writer_add_string (writing->writer, "effort", level);
  salon_json_writer_end_object (writing->writer);
}

static void
write_thinking_off (Writing *writing,
                    gboolean is_wanted)
{
  const SalonAnthropicTraits *traits = &writing->traits;

  if (traits->thinks_by_default && traits->off != NULL)
    write_type (writing, traits->off, 0, FALSE);
  else if (traits->thinks_by_default && is_wanted)
    write_effort (writing, "low");
  else if (!traits->is_claude && is_wanted && traits->thinking != SALON_ANTHROPIC_THINKING_NEVER)
    write_type (writing, traits->off, 0, FALSE);
}

static guint
choose_budget (guint          max_tokens,
               SalonLlmEffort effort)
{
  guint wanted = effort == SALON_LLM_EFFORT_LOW ? 2048
                 : effort == SALON_LLM_EFFORT_MEDIUM ? 8192 : 24576;

  /* It is a part of the limit, and the answer needs the rest. */
  if (max_tokens <= LEAST_BUDGET)
    return 0;
  return MAX (LEAST_BUDGET, MIN (wanted, max_tokens / 4 * 3));
}

/* Writes how much the model is to think; returns whether it will, on request. */
static gboolean
write_thinking (Writing *writing)
{
  const SalonAnthropicTraits *traits = &writing->traits;
  SalonLlmEffort effort = salon_llm_request_get_effort (writing->request);
  guint budget;

  if (effort == SALON_LLM_EFFORT_NONE || must_not_think (writing) ||
      traits->thinking == SALON_ANTHROPIC_THINKING_NEVER)
    {
      write_thinking_off (writing, effort == SALON_LLM_EFFORT_NONE);
      return FALSE;
    }
  if (traits->thinking == SALON_ANTHROPIC_THINKING_ADAPTIVE)
    {
      if (effort == SALON_LLM_EFFORT_DEFAULT && !traits->thinks_by_default)
        return FALSE;
      write_type (writing, "adaptive", 0, TRUE);
      if (effort != SALON_LLM_EFFORT_DEFAULT)
        write_effort (writing, effort == SALON_LLM_EFFORT_LOW ? "low"
                               : effort == SALON_LLM_EFFORT_MEDIUM ? "medium" : "high");
      return TRUE;
    }
  budget = effort != SALON_LLM_EFFORT_DEFAULT ? choose_budget (writing->max_tokens, effort) : 0;
  if (budget == 0)
    return FALSE;
  write_type (writing, "enabled", budget, FALSE);
  return TRUE;
}

static void
write_options (Writing *writing)
{
  double temperature = salon_llm_request_get_temperature (writing->request);
  gboolean thinks;

  salon_json_writer_add_string (writing->writer, "model",
                                salon_llm_request_get_model (writing->request));
  salon_json_writer_add_int64 (writing->writer, "max_tokens", writing->max_tokens);
  salon_json_writer_add_boolean (writing->writer, "stream", TRUE);
  thinks = write_thinking (writing);
  /* While it thinks, a model has a temperature of its own. */
  if (!isnan (temperature) && writing->traits.takes_temperature &&
      !(thinks && writing->traits.is_claude))
    salon_json_writer_add_double (writing->writer, "temperature", CLAMP (temperature, 0, 1));
}

static void
write_tool (Writing         *writing,
            const char      *name,
            const char      *description,
            const SalonJson *schema,
            gboolean         is_last)
{
  SalonJsonWriter *writer = writing->writer;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "name",
                                salon_llm_tool_names_encode (writing->names, name));
  salon_json_writer_add_string (writer, "description", description);
  if (schema != NULL)
    salon_json_writer_add_value (writer, "input_schema", schema);
  else
    salon_json_writer_add_text (writer, "input_schema",
                                "{\"type\":\"object\",\"properties\":{}}");
  if (is_last)
    salon_json_writer_add_text (writer, "cache_control", MARKER);
  salon_json_writer_end_object (writer);
}

/* The names of the tools that the chat knows calls of, in their order. */
static GPtrArray *
list_called_tools (GPtrArray *blocks)
{
  GPtrArray *called = g_ptr_array_new ();

  for (guint i = 0; i < blocks->len; i++)
    {
      const SalonAnthropicBlock *block = g_ptr_array_index (blocks, i);
      const char *name = block->kind == SALON_ANTHROPIC_BLOCK_CALL
                           ? salon_llm_part_get_name (block->part) : NULL;

      if (name != NULL && !g_ptr_array_find_with_equal_func (called, name, g_str_equal, NULL))
        g_ptr_array_add (called, (gpointer) name);
    }
  return called;
}

static void
write_tool_choice (Writing    *writing,
                   const char *type)
{
  salon_json_writer_begin_object (writing->writer, "tool_choice");
  salon_json_writer_add_string (writing->writer, "type", type);
  salon_json_writer_end_object (writing->writer);
}

/* A chat with calls in it wants tools, even when none are offered any more. */
static void
write_called_tools (Writing *writing)
{
  g_autoptr (GPtrArray) called = list_called_tools (writing->blocks);

  if (called->len == 0)
    return;
  salon_json_writer_begin_array (writing->writer, "tools");
  for (guint i = 0; i < called->len; i++)
    write_tool (writing, g_ptr_array_index (called, i), NULL, NULL, FALSE);
  salon_json_writer_end_array (writing->writer);
  write_tool_choice (writing, "none");
}

static void
write_tools (Writing *writing)
{
  guint n_tools = salon_llm_request_get_n_tools (writing->request);

  if (n_tools == 0)
    {
      write_called_tools (writing);
      return;
    }
  salon_json_writer_begin_array (writing->writer, "tools");
  for (guint i = 0; i < n_tools; i++)
    {
      SalonLlmTool *tool = salon_llm_request_get_tool (writing->request, i);

      write_tool (writing, salon_llm_tool_get_name (tool), salon_llm_tool_get_description (tool),
                  salon_llm_tool_get_adapted_schema (tool, SALON_LLM_SCHEMA_ANTHROPIC),
                  i + 1 == n_tools);
    }
  salon_json_writer_end_array (writing->writer);
  if (writing->choice == SALON_LLM_TOOL_CHOICE_NONE)
    write_tool_choice (writing, "none");
  else if (writing->choice == SALON_LLM_TOOL_CHOICE_REQUIRED)
    write_tool_choice (writing, "any");
}

static void
write_system (Writing *writing)
{
  SalonJsonWriter *writer = writing->writer;
  const char *system = salon_llm_request_get_system (writing->request);

  if (salon_llm_text_is_blank (system))
    return;
  salon_json_writer_begin_array (writer, "system");
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "type", "text");
  salon_json_writer_add_string (writer, "text", system);
  salon_json_writer_add_text (writer, "cache_control", MARKER);
  salon_json_writer_end_object (writer);
  salon_json_writer_end_array (writer);
}

/* The API caches a request up to each of at most four marks, and finds what was cached before
 * only within 20 blocks in front of a mark. Two marks stand behind the tools and behind the
 * system prompt, which many chats share. One moves along with the end of the chat. The last
 * one stands where the chat ended in the request before this one: so that is found however
 * many calls and results have been added since.
 */
static void
mark_blocks (Writing *writing)
{
  GPtrArray *blocks = writing->blocks;
  gboolean marked_end = FALSE;
  gboolean seen_assistant = FALSE;

  /* A question that stands alone is not asked again. */
  if (salon_llm_request_get_chat (writing->request) == NULL &&
      salon_llm_request_get_n_messages (writing->request) < 2 &&
      salon_llm_request_get_n_tools (writing->request) == 0)
    return;

  for (guint i = blocks->len; i > 0; i--)
    {
      SalonAnthropicBlock *block = g_ptr_array_index (blocks, i - 1);

      if (block->role == SALON_LLM_ROLE_ASSISTANT)
        {
          seen_assistant = TRUE;
          continue;
        }
      if (marked_end && !seen_assistant)
        continue;
      block->is_marked = TRUE;
      if (marked_end)
        break;
      marked_end = TRUE;
      seen_assistant = FALSE;
    }
}

/**
 * salon_anthropic_write_request:
 * @request: a request
 * @provider: (nullable): id of the provider it goes to; gets back what it alone understands
 * @with_thinking: whether what the model thought before goes back to it
 *
 * Writes a request as the body of POST /v1/messages. The same request always gives the same
 * text, and a chat that grows gives a text that begins the same, so that prompt caches hit.
 *
 * Returns: (transfer full): JSON text
 */
char *
salon_anthropic_write_request (SalonLlmRequest *request,
                               const char      *provider,
                               gboolean         with_thinking)
{
  g_autoptr (SalonJsonWriter) writer = NULL;
  g_autoptr (SalonLlmToolNames) names = NULL;
  g_autoptr (GPtrArray) blocks = NULL;
  Writing writing = { 0 };

  g_return_val_if_fail (request != NULL, NULL);

  writer = salon_json_writer_new ();
  names = salon_llm_tool_names_new (request, SALON_LLM_NAME_RULES_ANTHROPIC);
  writing.writer = writer;
  writing.request = request;
  writing.facts = salon_llm_request_get_model_facts (request);
  writing.traits = salon_anthropic_traits_get (request);
  writing.names = names;
  writing.with_thinking = with_thinking;
  writing.choice = salon_llm_request_get_tool_choice (request);
  if (writing.choice == SALON_LLM_TOOL_CHOICE_REQUIRED &&
      (!writing.traits.takes_forced_calls || salon_llm_request_get_n_tools (request) == 0))
    writing.choice = SALON_LLM_TOOL_CHOICE_AUTO;
  writing.blocks = blocks = salon_anthropic_lay_out (request, &writing.traits, provider,
                                                     with_thinking);
  writing.max_tokens = choose_max_tokens (&writing);
  mark_blocks (&writing);

  salon_json_writer_begin_object (writer, NULL);
  write_options (&writing);
  write_tools (&writing);
  write_system (&writing);
  salon_json_writer_begin_array (writer, "messages");
  salon_anthropic_write_blocks (writer, blocks, names, writing.facts);
  salon_json_writer_end_array (writer);
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish (writer);
}
