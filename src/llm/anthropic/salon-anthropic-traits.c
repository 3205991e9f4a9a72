/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-anthropic-traits-private.h"

#include <string.h>

/* Models that speak this API but are not Anthropic's: enough for a long answer, and not
 * more than the smallest of them take.
 */
#define OTHER_OUTPUT_LIMIT 8192
/* What all of Claude 4 and later write. */
#define CLAUDE_OUTPUT_LIMIT 32000

#define VERSION(major, minor) ((major) * 100 + (minor))

/* The version in “claude-3-5-sonnet-20241022”, “anthropic/claude-opus-4.7” or
 * “claude-sonnet-5”: the first one or two numbers that are no date. 0 if there is none.
 */
static guint
read_version (const char *name)
{
  g_auto (GStrv) words = g_strsplit_set (name, "-.@:_/", -1);
  guint numbers[2] = { 0, 0 };
  guint n_numbers = 0;

  for (guint i = 0; words[i] != NULL && n_numbers < G_N_ELEMENTS (numbers); i++)
    {
      guint64 number;

      if (strlen (words[i]) <= 2 &&
          g_ascii_string_to_unsigned (words[i], 10, 0, 99, &number, NULL))
        numbers[n_numbers++] = (guint) number;
      else if (n_numbers > 0)
        break;
    }
  return VERSION (numbers[0], numbers[1]);
}

static void
set_early (SalonAnthropicTraits *traits,
           guint                 version)
{
  if (version < VERSION (3, 7))
    {
      traits->thinking = SALON_ANTHROPIC_THINKING_NEVER;
      traits->output_limit = version < VERSION (3, 5) ? 4096 : 8192;
    }
  else if (version < VERSION (4, 6))
    {
      traits->thinking = SALON_ANTHROPIC_THINKING_BUDGET;
    }
  else
    {
      traits->thinking = SALON_ANTHROPIC_THINKING_ADAPTIVE;
      traits->takes_temperature = version < VERSION (4, 7);
    }
  traits->off = "disabled";
}

/* From Claude 5 on, models think unless told otherwise, and the ways to tell differ. A model
 * that is newer than this table is taken for the strictest there is.
 */
static void
set_late (SalonAnthropicTraits *traits,
          const char           *name,
          guint                 version)
{
  traits->thinking = SALON_ANTHROPIC_THINKING_ADAPTIVE;
  traits->thinks_by_default = TRUE;
  traits->takes_temperature = FALSE;
  traits->takes_forced_calls = version < VERSION (5, 1);
  traits->binds_thinking = version >= VERSION (5, 1);

  if (version < VERSION (5, 1))
    traits->off = strstr (name, "opus") != NULL || strstr (name, "sonnet") != NULL ? "disabled"
                                                                                   : NULL;
  else if (version < VERSION (5, 6) && strstr (name, "sonnet") != NULL)
    traits->off = "between_tools";
  else if (version < VERSION (5, 6) && strstr (name, "haiku") != NULL)
    traits->off = "disabled";
}

static SalonAnthropicTraits
get_by_name (const char *model)
{
  SalonAnthropicTraits traits = { 0 };
  g_autofree char *lower = g_ascii_strdown (model, -1);
  const char *name = strstr (lower, "claude");
  guint version;

  traits.takes_temperature = TRUE;
  traits.takes_forced_calls = TRUE;
  if (name == NULL)
    {
      traits.thinking = SALON_ANTHROPIC_THINKING_BUDGET;
      traits.off = "disabled";
      traits.output_limit = OTHER_OUTPUT_LIMIT;
      return traits;
    }

  traits.is_claude = TRUE;
  traits.output_limit = CLAUDE_OUTPUT_LIMIT;
  version = read_version (name);
  if (version == 0)
    version = VERSION (5, 0);
  if (version < VERSION (5, 0))
    set_early (&traits, version);
  else
    set_late (&traits, name, version);
  return traits;
}

/* What the API allows with the model of @request. */
SalonAnthropicTraits
salon_anthropic_traits_get (SalonLlmRequest *request)
{
  SalonAnthropicTraits traits = get_by_name (salon_llm_request_get_model (request));
  SalonLlmModel *facts = salon_llm_request_get_model_facts (request);

  if (facts != NULL && salon_llm_model_cannot (facts, SALON_LLM_ABILITY_REASONING))
    {
      traits.thinking = SALON_ANTHROPIC_THINKING_NEVER;
      traits.thinks_by_default = FALSE;
    }
  return traits;
}
