/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-gemini-request.h"

#include <math.h>

#include "salon-gemini-layout-private.h"
#include "salon-llm-schema-adapter.h"
#include "salon-llm-text.h"

#define HIGHEST_TEMPERATURE 2.0

/* What the writer has to know. */
typedef struct
{
  SalonJsonWriter *writer;
  SalonLlmRequest *request;
  SalonGeminiTraits traits;
  SalonLlmToolNames *names;
} Writing;

static void
write_system (Writing *writing)
{
  SalonJsonWriter *writer = writing->writer;
  const char *system = salon_llm_request_get_system (writing->request);

  if (salon_llm_text_is_blank (system) || !writing->traits.takes_system)
    return;
  salon_json_writer_begin_object (writer, "systemInstruction");
  salon_json_writer_begin_array (writer, "parts");
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "text", system);
  salon_json_writer_end_object (writer);
  salon_json_writer_end_array (writer);
  salon_json_writer_end_object (writer);
}

static void
write_tool (Writing      *writing,
            SalonLlmTool *tool)
{
  SalonJsonWriter *writer = writing->writer;
  const char *name = salon_llm_tool_names_encode (writing->names, salon_llm_tool_get_name (tool));
  const char *description = salon_llm_tool_get_description (tool);
  const SalonJson *schema = salon_llm_tool_get_adapted_schema (tool, SALON_LLM_SCHEMA_GEMINI);

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "name", name);
  /* It has to have one. */
  salon_json_writer_add_string (writer, "description",
                                salon_llm_text_is_blank (description) ? name : description);
  /* A schema of an object without properties is refused; a tool without parameters is not. */
  if (salon_json_get_length (salon_json_get_member (schema, "properties")) > 0)
    salon_json_writer_add_value (writer, "parameters", schema);
  salon_json_writer_end_object (writer);
}

static void
write_tools (Writing *writing)
{
  SalonJsonWriter *writer = writing->writer;
  guint n_tools = salon_llm_request_get_n_tools (writing->request);
  SalonLlmToolChoice choice = salon_llm_request_get_tool_choice (writing->request);

  if (n_tools == 0)
    return;
  salon_json_writer_begin_array (writer, "tools");
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_begin_array (writer, "functionDeclarations");
  for (guint i = 0; i < n_tools; i++)
    write_tool (writing, salon_llm_request_get_tool (writing->request, i));
  salon_json_writer_end_array (writer);
  salon_json_writer_end_object (writer);
  salon_json_writer_end_array (writer);

  if (choice == SALON_LLM_TOOL_CHOICE_AUTO)
    return;
  salon_json_writer_begin_object (writer, "toolConfig");
  salon_json_writer_begin_object (writer, "functionCallingConfig");
  salon_json_writer_add_string (writer, "mode", choice == SALON_LLM_TOOL_CHOICE_NONE ? "NONE"
                                                                                      : "ANY");
  salon_json_writer_end_object (writer);
  salon_json_writer_end_object (writer);
}

static gint64
choose_budget (const SalonGeminiTraits *traits,
               SalonLlmEffort           effort)
{
  switch (effort)
    {
    case SALON_LLM_EFFORT_NONE:
      return traits->least_budget;

    case SALON_LLM_EFFORT_LOW:
      return 1024;

    case SALON_LLM_EFFORT_MEDIUM:
      return 8192;

    case SALON_LLM_EFFORT_HIGH:
      return 24576;

    case SALON_LLM_EFFORT_DEFAULT:
    default:
      return -1;
    }
}

static const char *
choose_level (const SalonGeminiTraits *traits,
              SalonLlmEffort           effort)
{
  switch (effort)
    {
    case SALON_LLM_EFFORT_NONE:
      return traits->least_level;

    case SALON_LLM_EFFORT_LOW:
      return "LOW";

    case SALON_LLM_EFFORT_MEDIUM:
      return traits->has_medium ? "MEDIUM" : "HIGH";

    case SALON_LLM_EFFORT_HIGH:
      return "HIGH";

    case SALON_LLM_EFFORT_DEFAULT:
    default:
      return NULL;
    }
}

/* Both ways of telling how much to think in one request are an error. */
static void
write_thinking (Writing *writing)
{
  SalonJsonWriter *writer = writing->writer;
  const SalonGeminiTraits *traits = &writing->traits;
  SalonLlmEffort effort = salon_llm_request_get_effort (writing->request);

  if (traits->thinking == SALON_GEMINI_THINKING_NEVER)
    return;
  salon_json_writer_begin_object (writer, "thinkingConfig");
  if (effort != SALON_LLM_EFFORT_NONE)
    salon_json_writer_add_boolean (writer, "includeThoughts", TRUE);
  if (traits->thinking == SALON_GEMINI_THINKING_LEVEL)
    salon_json_writer_add_string (writer, "thinkingLevel", choose_level (traits, effort));
  else if (effort != SALON_LLM_EFFORT_DEFAULT)
    salon_json_writer_add_int64 (writer, "thinkingBudget", choose_budget (traits, effort));
  salon_json_writer_end_object (writer);
}

static void
write_options (Writing *writing)
{
  SalonJsonWriter *writer = writing->writer;
  double temperature = salon_llm_request_get_temperature (writing->request);
  gint64 max_tokens = salon_llm_request_get_max_tokens (writing->request);
  SalonLlmModel *facts = salon_llm_request_get_model_facts (writing->request);
  gint64 limit = facts != NULL ? salon_llm_model_get_facts (facts)->output_limit : 0;

  if (isnan (temperature) && max_tokens == 0 &&
      writing->traits.thinking == SALON_GEMINI_THINKING_NEVER)
    return;
  salon_json_writer_begin_object (writer, "generationConfig");
  if (!isnan (temperature))
    salon_json_writer_add_double (writer, "temperature",
                                  CLAMP (temperature, 0, HIGHEST_TEMPERATURE));
  if (max_tokens > 0)
    salon_json_writer_add_int64 (writer, "maxOutputTokens",
                                 MIN (max_tokens, limit > 0 ? limit : G_MAXINT32));
  write_thinking (writing);
  salon_json_writer_end_object (writer);
}

/**
 * salon_gemini_write_request:
 * @request: a request
 * @provider: (nullable): id of the provider it goes to; gets back what it alone understands
 *
 * Writes a request as the body of POST /v1beta/models/…:streamGenerateContent. The same request
 * always gives the same text, and a chat that grows gives a text that begins the same, so that
 * prompt caches hit. The model is a part of the address.
 *
 * Returns: (transfer full): JSON text
 */
char *
salon_gemini_write_request (SalonLlmRequest *request,
                            const char      *provider)
{
  g_autoptr (SalonJsonWriter) writer = NULL;
  g_autoptr (SalonLlmToolNames) names = NULL;
  g_autoptr (GPtrArray) items = NULL;
  Writing writing = { 0 };

  g_return_val_if_fail (request != NULL, NULL);

  writer = salon_json_writer_new ();
  names = salon_llm_tool_names_new (request, SALON_LLM_NAME_RULES_GEMINI);
  writing.writer = writer;
  writing.request = request;
  writing.traits = salon_gemini_traits_get (request);
  writing.names = names;
  items = salon_gemini_lay_out (request, &writing.traits, provider);

  salon_json_writer_begin_object (writer, NULL);
  write_system (&writing);
  write_tools (&writing);
  write_options (&writing);
  salon_json_writer_begin_array (writer, "contents");
  salon_gemini_write_items (writer, items, &writing.traits, names,
                            salon_llm_request_get_model_facts (request));
  salon_json_writer_end_array (writer);
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish (writer);
}
