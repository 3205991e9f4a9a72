/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-provider-preset.h"

#include <glib/gi18n.h>

static const SalonProviderPreset presets[] = {
  { "ollama", "Ollama", "http://localhost:11434/v1", FALSE },
  { "llama-cpp", "llama.cpp", "http://localhost:8080/v1", FALSE },
  { "lm-studio", "LM Studio", "http://localhost:1234/v1", FALSE },
  { "openai", "OpenAI", "https://api.openai.com/v1", TRUE },
  { "openrouter", "OpenRouter", "https://openrouter.ai/api/v1", TRUE },
  { "custom", N_("Other Service"), "", FALSE },
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
