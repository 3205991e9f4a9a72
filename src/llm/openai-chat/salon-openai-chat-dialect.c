/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-openai-chat-dialect.h"

#include <string.h>

/* The first is the one for servers of which nothing is known. What the servers on one's own
 * computer have in common is what that one does; they have names so that an entry of
 * models.json can say what it is.
 */
static const SalonOpenaiChatDialect dialects[] = {
  { "generic", { NULL }, 0 },
  { "openai", { "api.openai.com", NULL },
    SALON_OPENAI_CHAT_OWN_MODELS | SALON_OPENAI_CHAT_MAX_COMPLETION_TOKENS |
    SALON_OPENAI_CHAT_REASONING_NEVER | SALON_OPENAI_CHAT_FILES | SALON_OPENAI_CHAT_AUDIO |
    SALON_OPENAI_CHAT_CACHE_KEY | SALON_OPENAI_CHAT_ENCRYPTED },
  { "azure", { ".openai.azure.com", ".cognitiveservices.azure.com", ".ai.azure.com", NULL },
    SALON_OPENAI_CHAT_OWN_MODELS | SALON_OPENAI_CHAT_MAX_COMPLETION_TOKENS |
    SALON_OPENAI_CHAT_REASONING_NEVER | SALON_OPENAI_CHAT_API_KEY_HEADER |
    SALON_OPENAI_CHAT_DEPLOYMENTS | SALON_OPENAI_CHAT_ENCRYPTED },
  { "openrouter", { "openrouter.ai", NULL },
    SALON_OPENAI_CHAT_REASONING_OBJECT | SALON_OPENAI_CHAT_REASONING_DETAILS |
    SALON_OPENAI_CHAT_FILES | SALON_OPENAI_CHAT_AUDIO | SALON_OPENAI_CHAT_ENCRYPTED },
  { "mistral", { "api.mistral.ai", "codestral.mistral.ai", NULL },
    SALON_OPENAI_CHAT_NO_STREAM_OPTIONS | SALON_OPENAI_CHAT_REASONING_NEVER |
    SALON_OPENAI_CHAT_DOCUMENT_URLS | SALON_OPENAI_CHAT_TOOL_IMAGES |
    SALON_OPENAI_CHAT_TOOL_NAMES | SALON_OPENAI_CHAT_SHORT_IDS |
    SALON_OPENAI_CHAT_STRICT_ROLES },
  { "groq", { "api.groq.com", NULL }, SALON_OPENAI_CHAT_MAX_COMPLETION_TOKENS },
  { "deepseek", { "api.deepseek.com", NULL },
    SALON_OPENAI_CHAT_REASONING_ALWAYS | SALON_OPENAI_CHAT_THINKING_SWITCH },
  { "xai", { "api.x.ai", NULL },
    SALON_OPENAI_CHAT_MAX_COMPLETION_TOKENS | SALON_OPENAI_CHAT_NO_EFFORT |
    SALON_OPENAI_CHAT_REASONING_NEVER | SALON_OPENAI_CHAT_ENCRYPTED },
  { "ollama", { "ollama.com", NULL }, 0 },
  { "llama.cpp", { NULL }, 0 },
  { "lm-studio", { NULL }, 0 },
  { "vllm", { NULL }, 0 },
};

/**
 * salon_openai_chat_dialect_get:
 * @position: a number from 0
 *
 * Returns: (nullable): the dialect at that place of the list
 */
const SalonOpenaiChatDialect *
salon_openai_chat_dialect_get (guint position)
{
  return position < G_N_ELEMENTS (dialects) ? &dialects[position] : NULL;
}

/**
 * salon_openai_chat_dialect_find:
 * @id: what models.json calls a dialect
 *
 * Returns: (nullable): the dialect
 */
const SalonOpenaiChatDialect *
salon_openai_chat_dialect_find (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++)
    {
      if (g_str_equal (dialects[i].id, id))
        return &dialects[i];
    }
  return NULL;
}

/* An end that begins with a dot stands for every host below; another one is a whole name,
 * or what stands behind a dot.
 */
static gboolean
host_matches (const char *host,
              const char *end)
{
  gsize length = strlen (host);
  gsize end_length = strlen (end);

  if (length < end_length || g_ascii_strcasecmp (host + length - end_length, end) != 0)
    return FALSE;
  return *end == '.' || length == end_length || host[length - end_length - 1] == '.';
}

/**
 * salon_openai_chat_dialect_choose:
 * @id: (nullable): what models.json says, %NULL if it says nothing
 * @base_url: where the server is
 *
 * Returns: the dialect to speak
 */
const SalonOpenaiChatDialect *
salon_openai_chat_dialect_choose (const char *id,
                                  const char *base_url)
{
  const SalonOpenaiChatDialect *dialect = id != NULL ? salon_openai_chat_dialect_find (id) : NULL;
  g_autoptr (GUri) uri = NULL;
  const char *host;

  g_return_val_if_fail (base_url != NULL, NULL);

  if (dialect != NULL)
    return dialect;
  uri = g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL);
  host = uri != NULL ? g_uri_get_host (uri) : NULL;
  for (guint i = 0; host != NULL && i < G_N_ELEMENTS (dialects); i++)
    {
      for (guint j = 0; dialects[i].hosts[j] != NULL; j++)
        {
          if (host_matches (host, dialects[i].hosts[j]))
            return &dialects[i];
        }
    }
  return &dialects[0];
}

static gboolean
begins_with_any (const char         *model,
                 const char * const *beginnings)
{
  for (guint i = 0; beginnings[i] != NULL; i++)
    {
      if (g_str_has_prefix (model, beginnings[i]))
        return TRUE;
    }
  return FALSE;
}

/**
 * salon_openai_model_reasons:
 * @request: a request to a server with OpenAI's own models
 *
 * OpenAI's list of models says nothing of what they can do, so their names have to.
 *
 * Returns: whether its model thinks before it answers, which makes other parameters right
 */
gboolean
salon_openai_model_reasons (SalonLlmRequest *request)
{
  static const char * const reasoning[] = {
    "o1", "o3", "o4", "o5", "gpt-5", "gpt-6", "gpt-oss", "codex-", "computer-use", NULL
  };
  static const char * const chatting[] = { "gpt-5-chat", "gpt-5.1-chat", "gpt-5.2-chat", NULL };
  SalonLlmModel *facts = salon_llm_request_get_model_facts (request);
  const char *model = salon_llm_request_get_model (request);

  if (salon_llm_model_can (facts, SALON_LLM_ABILITY_REASONING))
    return TRUE;
  if (salon_llm_model_cannot (facts, SALON_LLM_ABILITY_REASONING))
    return FALSE;
  return begins_with_any (model, reasoning) && !begins_with_any (model, chatting);
}

/**
 * salon_openai_effort_to_string:
 * @request: a request
 *
 * Returns: (nullable): how OpenAI calls the effort that is asked for, %NULL if nothing is, or if
 *   the model is known to have none
 */
const char *
salon_openai_effort_to_string (SalonLlmRequest *request)
{
  /* “None” came with GPT-5.1; the models before have “minimal” (GPT-5) or at least “low”. */
  static const char * const minimal[] = { "gpt-5-", NULL };
  static const char * const low[] = { "o1", "o3", "o4", "gpt-oss", "codex-", NULL };
  const char *model = salon_llm_request_get_model (request);
  const char *slash = strrchr (model, '/');

  /* “openai/gpt-oss-120b” */
  if (slash != NULL)
    model = slash + 1;
  if (salon_llm_model_cannot (salon_llm_request_get_model_facts (request),
                              SALON_LLM_ABILITY_REASONING))
    return NULL;
  switch (salon_llm_request_get_effort (request))
    {
    case SALON_LLM_EFFORT_NONE:
      if (g_str_equal (model, "gpt-5") || begins_with_any (model, minimal))
        return "minimal";
      return begins_with_any (model, low) ? "low" : "none";

    case SALON_LLM_EFFORT_LOW:
      return "low";

    case SALON_LLM_EFFORT_MEDIUM:
      return "medium";

    case SALON_LLM_EFFORT_HIGH:
      return "high";

    case SALON_LLM_EFFORT_DEFAULT:
    default:
      return NULL;
    }
}
