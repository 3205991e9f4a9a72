/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-openai-chat-models-private.h"

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
    "context_length",     /* OpenRouter, Together */
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

static SalonLlmModel *
read_model (const SalonJson *entry)
{
  const char *id = salon_json_as_string (entry);
  const char *name;

  if (id == NULL)
    id = salon_json_as_string (salon_json_get_member (entry, "id"));
  if (id == NULL || *id == '\0')
    return NULL;
  name = salon_json_as_string (salon_json_get_member (entry, "display_name"));
  if (name == NULL || *name == '\0')
    name = salon_json_as_string (salon_json_get_member (entry, "name"));
  if (name != NULL && *name == '\0')
    name = NULL;
  return salon_llm_model_new (id, name, read_context_window (entry));
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
