/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-openai-chat-models-private.h"

#include <math.h>

#include <glib/gi18n.h>

#include "salon-json.h"

#include "salon-llm-error.h"
#include "salon-llm-failure.h"
#include "salon-llm-model.h"

/* Every server that tells the size of the context has a name of its own for it. */
static gint64
read_context_window (const SalonJson *entry)
{
  static const char * const names[] = {
    "context_length",     /* OpenRouter, Together, xAI */
    "context_window",     /* Groq */
    "max_model_len",      /* vLLM */
    "max_context_length", /* Mistral, LM Studio */
  };
  gint64 tokens;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (salon_json_as_int64 (salon_json_get_member (entry, names[i]), &tokens) && tokens > 0)
        return tokens;
    }
  /* llama.cpp: what the model was trained with, and what the server was started with. */
  entry = salon_json_get_member (entry, "meta");
  if (salon_json_as_int64 (salon_json_get_member (entry, "n_ctx"), &tokens) && tokens > 0)
    return tokens;
  if (salon_json_as_int64 (salon_json_get_member (entry, "n_ctx_train"), &tokens) && tokens > 0)
    return tokens;
  return 0;
}

static gint64
read_output_limit (const SalonJson *entry)
{
  static const char * const names[] = {
    "max_completion_tokens", /* Groq; OpenRouter, below */
    "max_output_tokens",
  };
  const SalonJson *top_provider = salon_json_get_member (entry, "top_provider");
  gint64 tokens;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (salon_json_as_int64 (salon_json_get_member (entry, names[i]), &tokens) && tokens > 0)
        return tokens;
      if (salon_json_as_int64 (salon_json_get_member (top_provider, names[i]), &tokens) &&
          tokens > 0)
        return tokens;
    }
  return 0;
}

/* OpenRouter: US dollars for one token, in a string; -1 where it depends. */
static double
read_price (const SalonJson *pricing,
            const char      *name)
{
  const char *text = salon_json_as_string (salon_json_get_member (pricing, name));
  char *end = NULL;
  double price;

  if (text == NULL)
    return (double) NAN;
  price = g_ascii_strtod (text, &end);
  if (end == text || *end != '\0' || !(price >= 0) || price > 1)
    return (double) NAN;
  return price * 1e6;
}

static gboolean
list_has (const SalonJson *list,
          const char      *word)
{
  const SalonJson *entry;
  SalonJsonIter iter;

  if (!salon_json_is_array (list))
    return FALSE;
  salon_json_iter_init (&iter, list);
  while (salon_json_iter_next (&iter, NULL, &entry))
    {
      if (g_strcmp0 (salon_json_as_string (entry), word) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
set_ability (SalonLlmModelFacts *facts,
             SalonLlmAbilities   ability,
             gboolean            has_it)
{
  facts->known_abilities |= ability;
  if (has_it)
    facts->abilities |= ability;
}

static void
read_abilities (const SalonJson    *entry,
                SalonLlmModelFacts *facts)
{
  const SalonJson *modalities =
    salon_json_get_member (salon_json_get_member (entry, "architecture"), "input_modalities");
  const SalonJson *parameters = salon_json_get_member (entry, "supported_parameters");
  const SalonJson *capabilities = salon_json_get_member (entry, "capabilities");
  /* Mistral */
  static const struct { const char *name; SalonLlmAbilities ability; } flags[] = {
    { "function_calling", SALON_LLM_ABILITY_TOOLS },
    { "vision", SALON_LLM_ABILITY_IMAGES },
    { "reasoning", SALON_LLM_ABILITY_REASONING },
    { "audio", SALON_LLM_ABILITY_AUDIO },
  };
  gboolean has_it;

  /* OpenRouter, llama.cpp */
  if (salon_json_is_array (modalities))
    {
      set_ability (facts, SALON_LLM_ABILITY_IMAGES, list_has (modalities, "image"));
      set_ability (facts, SALON_LLM_ABILITY_AUDIO, list_has (modalities, "audio"));
      /* OpenRouter reads PDF files itself for the models that don't. */
      if (list_has (modalities, "file"))
        set_ability (facts, SALON_LLM_ABILITY_DOCUMENTS, TRUE);
    }
  if (salon_json_is_array (parameters))
    {
      set_ability (facts, SALON_LLM_ABILITY_TOOLS, list_has (parameters, "tools"));
      set_ability (facts, SALON_LLM_ABILITY_REASONING, list_has (parameters, "reasoning") ||
                                                       list_has (parameters, "reasoning_effort"));
    }
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    {
      if (salon_json_as_boolean (salon_json_get_member (capabilities, flags[i].name), &has_it))
        set_ability (facts, flags[i].ability, has_it);
    }
}

/* Mistral's list has models that do not chat in it, and says so. */
static gboolean
is_for_chats (const SalonJson *entry)
{
  const SalonJson *capabilities = salon_json_get_member (entry, "capabilities");
  gboolean chats;

  return !salon_json_as_boolean (salon_json_get_member (capabilities, "completion_chat"),
                                 &chats) || chats;
}

static SalonLlmModel *
read_model (const SalonJson *entry)
{
  SalonLlmModelFacts facts = SALON_LLM_MODEL_FACTS_UNKNOWN;
  const SalonJson *pricing = salon_json_get_member (entry, "pricing");
  const char *id = salon_json_as_string (entry);
  const char *name;

  if (id == NULL)
    id = salon_json_as_string (salon_json_get_member (entry, "id"));
  if (id == NULL || *id == '\0' || !is_for_chats (entry))
    return NULL;
  name = salon_json_as_string (salon_json_get_member (entry, "display_name"));
  if (name == NULL || *name == '\0')
    name = salon_json_as_string (salon_json_get_member (entry, "name"));
  if (name != NULL && *name == '\0')
    name = NULL;

  facts.context_window = read_context_window (entry);
  facts.output_limit = read_output_limit (entry);
  facts.input_price = read_price (pricing, "prompt");
  facts.output_price = read_price (pricing, "completion");
  facts.cached_price = read_price (pricing, "input_cache_read");
  facts.cache_write_price = read_price (pricing, "input_cache_write");
  read_abilities (entry, &facts);
  return salon_llm_model_new_with_facts (id, name, &facts);
}

static const SalonJson *
find_list (const SalonJson *root)
{
  if (salon_json_is_array (root))
    return root;
  if (salon_json_is_array (salon_json_get_member (root, "data")))
    return salon_json_get_member (root, "data");
  if (salon_json_is_array (salon_json_get_member (root, "models")))
    return salon_json_get_member (root, "models");
  return NULL;
}

/* Reads the answer of GET /models: an array of SalonLlmModel in the server's order. */
GPtrArray *
salon_openai_chat_read_models (GBytes      *body,
                               const char  *provider_name,
                               const char  *url,
                               GError     **error)
{
  g_autoptr (SalonJsonDocument) document = salon_json_document_parse_bytes (body, NULL, NULL);
  const SalonJson *root = document != NULL ? salon_json_document_get_root (document) : NULL;
  const SalonJson *list = find_list (root);
  const SalonJson *entry;
  SalonJsonIter iter;
  GPtrArray *models;

  if (list == NULL)
    {
      gsize length;
      const char *text = g_bytes_get_data (body, &length);

      if (salon_llm_failure_is_web_page (text, length))
        g_propagate_error (error, salon_llm_failure_web_page (provider_name, url));
      else if (salon_json_get_member (root, "error") != NULL)
        g_propagate_error (error, salon_llm_failure_from_json (provider_name, root));
      else
        g_set_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_PROTOCOL,
                     _("%s gave something at %s that is no list of models. Check the base URL in "
                       "the settings under “Models”; it often ends in /v1."),
                     provider_name, url);
      return NULL;
    }

  models = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_model_unref);
  salon_json_iter_init (&iter, list);
  while (salon_json_iter_next (&iter, NULL, &entry))
    {
      SalonLlmModel *model = read_model (entry);

      if (model != NULL)
        g_ptr_array_add (models, model);
    }
  return models;
}
