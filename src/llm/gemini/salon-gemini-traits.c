/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-gemini-traits-private.h"

#include <string.h>

#define VERSION(major, minor) ((major) * 100 + (minor))

/* The version in “gemini-2.5-flash” or “gemini-3-pro-preview”. “gemini-flash-latest” has none:
 * it is taken for new.
 */
static guint
read_version (const char *name)
{
  const char *at = name + strlen ("gemini-");
  char *end = NULL;
  guint64 major = g_ascii_strtoull (at, &end, 10);
  guint64 minor = 0;

  if (end == at || major > 99)
    return VERSION (3, 0);
  if (*end == '.')
    minor = g_ascii_strtoull (end + 1, NULL, 10);
  return VERSION ((guint) major, (guint) MIN (minor, 99));
}

/* Models of the family that answer in pictures or sound think in ways of their own. */
static gboolean
is_special (const char *name)
{
  static const char * const words[] = { "image", "tts", "audio", "live", "embedding" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (strstr (name, words[i]) != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
set_thinking (SalonGeminiTraits *traits,
              const char        *name,
              guint              version)
{
  gboolean is_flash = strstr (name, "flash") != NULL;

  if (is_special (name) || version < VERSION (2, 5))
    return;
  if (version < VERSION (3, 0))
    {
      traits->thinking = SALON_GEMINI_THINKING_BUDGET;
      /* “Pro” cannot be kept from thinking. */
      traits->least_budget = is_flash ? 0 : 128;
      return;
    }
  traits->thinking = SALON_GEMINI_THINKING_LEVEL;
  traits->least_level = is_flash && version < VERSION (3, 8) ? "MINIMAL" : "LOW";
  traits->has_medium = is_flash || version > VERSION (3, 0);
}

/* What the API allows with the model of @request. */
SalonGeminiTraits
salon_gemini_traits_get (SalonLlmRequest *request)
{
  SalonGeminiTraits traits = { 0 };
  SalonLlmModel *facts = salon_llm_request_get_model_facts (request);
  g_autofree char *lower = g_ascii_strdown (salon_llm_request_get_model (request), -1);
  const char *name = strstr (lower, "gemini-");
  guint version;

  traits.takes_system = strstr (lower, "gemma-2") == NULL && strstr (lower, "gemma-3") == NULL;
  if (name == NULL)
    return traits;
  version = read_version (name);
  traits.checks_signatures = version >= VERSION (3, 0);
  traits.sees_results = version >= VERSION (3, 0);
  if (facts == NULL || !salon_llm_model_cannot (facts, SALON_LLM_ABILITY_REASONING))
    set_thinking (&traits, name, version);
  return traits;
}
