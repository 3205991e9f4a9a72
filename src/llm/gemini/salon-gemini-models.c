/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-gemini-models-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-json.h"

#include "salon-llm-error.h"
#include "salon-llm-failure.h"
#include "salon-llm-model.h"
#include "salon-llm-text.h"

static gint64
read_number (const SalonJson *entry,
             const char      *name)
{
  gint64 number = 0;

  return salon_json_as_int64 (salon_json_get_member (entry, name), &number) && number > 0 ? number
                                                                                          : 0;
}

/* The list holds models that make vectors, pictures and films, too. */
static gboolean
answers_chats (const SalonJson *entry)
{
  const SalonJson *methods = salon_json_get_member (entry, "supportedGenerationMethods");
  const SalonJson *method;
  SalonJsonIter iter;

  if (!salon_json_is_array (methods))
    return TRUE;
  salon_json_iter_init (&iter, methods);
  while (salon_json_iter_next (&iter, NULL, &method))
    {
      if (g_strcmp0 (salon_json_as_string (method), "generateContent") == 0)
        return TRUE;
    }
  return FALSE;
}

/* All that is called Gemini and answers in words takes everything. */
static gboolean
is_usual (const char *id)
{
  static const char * const others[] = { "image", "tts", "audio", "live", "embedding" };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      if (strstr (id, others[i]) != NULL)
        return FALSE;
    }
  return g_str_has_prefix (id, "gemini-");
}

static SalonLlmModel *
read_model (const SalonJson *entry)
{
  const char *id = salon_json_as_string (salon_json_get_member (entry, "name"));
  SalonLlmModelFacts facts = SALON_LLM_MODEL_FACTS_UNKNOWN;
  g_autofree char *name = NULL;
  gboolean thinks;

  if (id != NULL && g_str_has_prefix (id, "models/"))
    id += strlen ("models/");
  if (id == NULL || *id == '\0' || !answers_chats (entry))
    return NULL;
  name = salon_llm_text_dup_json (salon_json_get_member (entry, "displayName"));
  facts.context_window = read_number (entry, "inputTokenLimit");
  facts.output_limit = read_number (entry, "outputTokenLimit");
  if (is_usual (id))
    facts.abilities = facts.known_abilities = SALON_LLM_ABILITY_TOOLS | SALON_LLM_ABILITY_IMAGES |
                                              SALON_LLM_ABILITY_DOCUMENTS |
                                              SALON_LLM_ABILITY_AUDIO;
  if (salon_json_as_boolean (salon_json_get_member (entry, "thinking"), &thinks))
    {
      facts.known_abilities |= SALON_LLM_ABILITY_REASONING;
      if (thinks)
        facts.abilities |= SALON_LLM_ABILITY_REASONING;
    }
  return salon_llm_model_new_with_facts (id, salon_llm_text_is_blank (name) ? NULL : name, &facts);
}

static void
set_no_list (GBytes           *body,
             const SalonJson  *root,
             const char       *provider_name,
             const char       *url,
             GError          **error)
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
                   "the settings under “Models”."),
                 provider_name, url);
}

/* Reads one page of the answer of GET /v1beta/models: adds to @models, an array of
 * SalonLlmModel, in the server's order; @next is the token of the next page, NULL at the end.
 */
gboolean
salon_gemini_read_models (GBytes      *body,
                          const char  *provider_name,
                          const char  *url,
                          GPtrArray   *models,
                          char       **next,
                          GError     **error)
{
  g_autoptr (SalonJsonDocument) document = salon_json_document_parse_bytes (body, NULL, NULL);
  const SalonJson *root = document != NULL ? salon_json_document_get_root (document) : NULL;
  const SalonJson *list = salon_json_get_member (root, "models");
  const SalonJson *entry;
  const char *token;
  SalonJsonIter iter;

  *next = NULL;
  if (!salon_json_is_array (list))
    {
      set_no_list (body, root, provider_name, url, error);
      return FALSE;
    }
  salon_json_iter_init (&iter, list);
  while (salon_json_iter_next (&iter, NULL, &entry))
    {
      SalonLlmModel *model = read_model (entry);

      if (model != NULL)
        g_ptr_array_add (models, model);
    }
  token = salon_json_as_string (salon_json_get_member (root, "nextPageToken"));
  if (token != NULL && *token != '\0')
    *next = g_strdup (token);
  return TRUE;
}
