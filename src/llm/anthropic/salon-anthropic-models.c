/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-anthropic-models-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-json.h"

#include "salon-llm-error.h"
#include "salon-llm-failure.h"
#include "salon-llm-model.h"
#include "salon-llm-text.h"

static gint64
read_number (const SalonJson    *object,
             const char * const *names)
{
  gint64 number;

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (salon_json_as_int64 (salon_json_get_member (object, names[i]), &number) && number > 0)
        return number;
    }
  return 0;
}

static gint64
read_context_window (const SalonJson *entry)
{
  /* Anthropic's own name, and those of servers that have a list of OpenAI's kind. */
  static const char * const names[] = {
    "max_input_tokens", "context_length", "context_window", "max_model_len", NULL
  };
  static const char * const llama_names[] = { "n_ctx", "n_ctx_train", NULL };
  gint64 tokens = read_number (entry, names);

  return tokens > 0 ? tokens : read_number (salon_json_get_member (entry, "meta"), llama_names);
}

static void
read_ability (const SalonJson    *capabilities,
              const char         *name,
              SalonLlmAbilities   ability,
              SalonLlmModelFacts *facts)
{
  const SalonJson *capability = salon_json_get_member (capabilities, name);
  gboolean supported;

  if (!salon_json_as_boolean (salon_json_get_member (capability, "supported"), &supported))
    return;
  facts->known_abilities |= ability;
  if (supported)
    facts->abilities |= ability;
}

static SalonLlmModel *
read_model (const SalonJson *entry)
{
  static const char * const output_names[] = { "max_tokens", NULL };
  const char *id = salon_json_as_string (salon_json_get_member (entry, "id"));
  const char *lifecycle = salon_json_as_string (salon_json_get_member (entry, "lifecycle"));
  const SalonJson *capabilities = salon_json_get_member (entry, "capabilities");
  SalonLlmModelFacts facts = SALON_LLM_MODEL_FACTS_UNKNOWN;
  g_autofree char *name = NULL;

  /* What is retired stays in the list, and answers nothing any more. */
  if (id == NULL || *id == '\0' || g_strcmp0 (lifecycle, "retired") == 0)
    return NULL;
  name = salon_llm_text_dup_json (salon_json_get_member (entry, "display_name"));
  facts.context_window = read_context_window (entry);
  facts.output_limit = read_number (entry, output_names);
  read_ability (capabilities, "image_input", SALON_LLM_ABILITY_IMAGES, &facts);
  read_ability (capabilities, "pdf_input", SALON_LLM_ABILITY_DOCUMENTS, &facts);
  read_ability (capabilities, "thinking", SALON_LLM_ABILITY_REASONING, &facts);
  if (strstr (id, "claude") != NULL)
    {
      facts.known_abilities |= SALON_LLM_ABILITY_TOOLS | SALON_LLM_ABILITY_AUDIO;
      facts.abilities |= SALON_LLM_ABILITY_TOOLS;
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

/* Reads one page of the answer of GET /v1/models: adds to @models, an array of SalonLlmModel,
 * in the server's order; @next is the id after which the next page begins, NULL at the end.
 */
gboolean
salon_anthropic_read_models (GBytes      *body,
                             const char  *provider_name,
                             const char  *url,
                             GPtrArray   *models,
                             char       **next,
                             GError     **error)
{
  g_autoptr (SalonJsonDocument) document = salon_json_document_parse_bytes (body, NULL, NULL);
  const SalonJson *root = document != NULL ? salon_json_document_get_root (document) : NULL;
  const SalonJson *list = salon_json_get_member (root, "data");
  const SalonJson *entry;
  const char *last;
  gboolean has_more = FALSE;
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
  last = salon_json_as_string (salon_json_get_member (root, "last_id"));
  if (salon_json_as_boolean (salon_json_get_member (root, "has_more"), &has_more) && has_more &&
      last != NULL && *last != '\0')
    *next = g_strdup (last);
  return TRUE;
}
