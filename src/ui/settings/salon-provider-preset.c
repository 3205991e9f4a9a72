/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-provider-preset.h"

#include <glib/gi18n.h>

#include "salon-model-provider-config.h"

#define CHAT SALON_MODEL_KIND_OPENAI_CHAT

/* Services on the net, programs on this computer, and everything else. */
static const SalonProviderPreset presets[] = {
  { "anthropic", "Anthropic", SALON_MODEL_KIND_ANTHROPIC, NULL,
    "https://api.anthropic.com/v1", TRUE },
  { "openai", "OpenAI", SALON_MODEL_KIND_OPENAI_RESPONSES, NULL,
    "https://api.openai.com/v1", TRUE },
  { "gemini", "Google Gemini", SALON_MODEL_KIND_GEMINI, NULL,
    "https://generativelanguage.googleapis.com/v1beta", TRUE },
  { "openrouter", "OpenRouter", CHAT, NULL, "https://openrouter.ai/api/v1", TRUE },
  { "mistral", "Mistral", CHAT, NULL, "https://api.mistral.ai/v1", TRUE },
  { "groq", "Groq", CHAT, NULL, "https://api.groq.com/openai/v1", TRUE },
  { "deepseek", "DeepSeek", CHAT, NULL, "https://api.deepseek.com/v1", TRUE },
  { "xai", "xAI", CHAT, NULL, "https://api.x.ai/v1", TRUE },
  { "azure", "Azure OpenAI", CHAT, "azure", "https://NAME.openai.azure.com/openai/v1", TRUE },
  { "together", "Together AI", CHAT, NULL, "https://api.together.xyz/v1", TRUE },
  { "fireworks", "Fireworks AI", CHAT, NULL, "https://api.fireworks.ai/inference/v1", TRUE },
  { "cerebras", "Cerebras", CHAT, NULL, "https://api.cerebras.ai/v1", TRUE },
  { "ollama", "Ollama", CHAT, "ollama", "http://localhost:11434/v1", FALSE },
  { "lm-studio", "LM Studio", CHAT, "lm-studio", "http://localhost:1234/v1", FALSE },
  { "llama-cpp", "llama.cpp", CHAT, "llama.cpp", "http://localhost:8080/v1", FALSE },
  { "vllm", "vLLM", CHAT, "vllm", "http://localhost:8000/v1", FALSE },
  { "jan", "Jan", CHAT, NULL, "http://localhost:1337/v1", FALSE },
  { "koboldcpp", "KoboldCpp", CHAT, NULL, "http://localhost:5001/v1", FALSE },
  { "gpt4all", "GPT4All", CHAT, NULL, "http://localhost:4891/v1", FALSE },
  { "custom", N_("Other Service"), CHAT, NULL, "", FALSE },
};

/**
 * salon_provider_preset_get:
 * @index: less than [func@ProviderPreset.count]
 *
 * Returns: (transfer none): a known service; its name is to be translated
 */
const SalonProviderPreset *
salon_provider_preset_get (guint index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (presets), NULL);

  return &presets[index];
}

/**
 * salon_provider_preset_count:
 *
 * Returns: how many services are known
 */
guint
salon_provider_preset_count (void)
{
  return G_N_ELEMENTS (presets);
}

/**
 * salon_provider_preset_slug:
 * @name: what the user calls a provider or server
 *
 * Returns: (transfer full): a name of lower-case ASCII letters, digits and single hyphens made
 *   of @name; "" when nothing of it can be used
 */
char *
salon_provider_preset_slug (const char *name)
{
  g_autofree char *ascii = NULL;
  g_autoptr(GString) slug = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  ascii = g_str_to_ascii (name, NULL);
  slug = g_string_new (NULL);
  for (const char *letter = ascii; *letter != '\0'; letter++)
    {
      if (g_ascii_isalnum (*letter))
        g_string_append_c (slug, g_ascii_tolower (*letter));
      else if (*letter != '?' && slug->len > 0 && slug->str[slug->len - 1] != '-')
        g_string_append_c (slug, '-');
    }

  while (slug->len > 0 && slug->str[slug->len - 1] == '-')
    g_string_truncate (slug, slug->len - 1);

  return g_string_free_and_steal (g_steal_pointer (&slug));
}
