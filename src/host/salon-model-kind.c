/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-model-kind.h"

#include "salon-anthropic-provider.h"
#include "salon-gemini-provider.h"
#include "salon-model-provider-config.h"
#include "salon-openai-chat-dialect.h"
#include "salon-openai-chat-provider.h"
#include "salon-openai-responses-provider.h"

static SalonLlmProvider *
create_anthropic (const SalonModelKindSettings *settings)
{
  return SALON_LLM_PROVIDER (
    salon_anthropic_provider_new (settings->id, settings->name, settings->base_url,
                                  settings->api_key, settings->headers, settings->http_client,
                                  settings->clock));
}

static SalonLlmProvider *
create_gemini (const SalonModelKindSettings *settings)
{
  return SALON_LLM_PROVIDER (
    salon_gemini_provider_new (settings->id, settings->name, settings->base_url,
                               settings->api_key, settings->headers, settings->http_client,
                               settings->clock));
}

static SalonLlmProvider *
create_openai_chat (const SalonModelKindSettings *settings)
{
  return SALON_LLM_PROVIDER (
    salon_openai_chat_provider_new (settings->id, settings->name, settings->base_url,
                                    settings->dialect, settings->api_key, settings->headers,
                                    settings->http_client, settings->clock));
}

static SalonLlmProvider *
create_openai_responses (const SalonModelKindSettings *settings)
{
  return SALON_LLM_PROVIDER (
    salon_openai_responses_provider_new (settings->id, settings->name, settings->base_url,
                                         settings->dialect, settings->api_key, settings->headers,
                                         settings->http_client, settings->clock));
}

/* A new wire format is a line here. */
static const struct
{
  const char *kind;
  gboolean has_dialects;
  SalonLlmProvider *(*create) (const SalonModelKindSettings *settings);
} kinds[] = {
  { SALON_MODEL_KIND_ANTHROPIC, FALSE, create_anthropic },
  { SALON_MODEL_KIND_GEMINI, FALSE, create_gemini },
  { SALON_MODEL_KIND_OPENAI_CHAT, TRUE, create_openai_chat },
  { SALON_MODEL_KIND_OPENAI_RESPONSES, TRUE, create_openai_responses },
};

static int
find_kind (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_str_equal (kinds[i].kind, kind))
        return (int) i;
    }

  return -1;
}

static void
append_quoted (GString    *list,
               const char *word)
{
  g_string_append_printf (list, "%s“%s”", list->len > 0 ? ", " : "", word);
}

/**
 * salon_model_kind_is_known:
 * @kind: what an entry of models.json says of its wire format
 *
 * Returns: whether Salon speaks it
 */
gboolean
salon_model_kind_is_known (const char *kind)
{
  g_return_val_if_fail (kind != NULL, FALSE);

  return find_kind (kind) >= 0;
}

/**
 * salon_model_kind_dup_list:
 *
 * Returns: (transfer full): all kinds in quotes, for a sentence
 */
char *
salon_model_kind_dup_list (void)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    append_quoted (list, kinds[i].kind);

  return g_string_free (list, FALSE);
}

/**
 * salon_model_kind_has_dialect:
 * @kind: a kind
 * @dialect: what an entry of models.json says of its server's habits
 *
 * Returns: whether Salon knows this dialect of @kind
 */
gboolean
salon_model_kind_has_dialect (const char *kind,
                              const char *dialect)
{
  const int i = find_kind (kind);

  g_return_val_if_fail (dialect != NULL, FALSE);

  return i >= 0 && kinds[i].has_dialects && salon_openai_chat_dialect_find (dialect) != NULL;
}

/**
 * salon_model_kind_dup_dialects:
 * @kind: a kind
 *
 * Returns: (transfer full): all its dialects in quotes, for a sentence; empty if it has none
 */
char *
salon_model_kind_dup_dialects (const char *kind)
{
  const int i = find_kind (kind);
  GString *list = g_string_new (NULL);
  const SalonOpenaiChatDialect *dialect;

  for (guint j = 0; i >= 0 && kinds[i].has_dialects; j++)
    {
      dialect = salon_openai_chat_dialect_get (j);
      if (dialect == NULL)
        break;
      append_quoted (list, dialect->id);
    }

  return g_string_free (list, FALSE);
}

/**
 * salon_model_kind_create:
 * @kind: a kind that is known
 * @settings: what the provider is made of
 *
 * Returns: (transfer full): what talks to the provider
 */
SalonLlmProvider *
salon_model_kind_create (const char                   *kind,
                         const SalonModelKindSettings *settings)
{
  const int i = find_kind (kind);

  g_return_val_if_fail (i >= 0, NULL);
  g_return_val_if_fail (settings != NULL, NULL);

  return kinds[i].create (settings);
}
