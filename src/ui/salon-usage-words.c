/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-usage-words.h"

#include <glib/gi18n.h>
#include <math.h>

#define SMALLEST_COST 0.0001

/* What a reply or a chat has taken, in words. */

/**
 * salon_usage_words_dup_tokens:
 * @tokens: a number of tokens
 * @estimated: whether it was not counted
 *
 * Returns: (transfer full): the number, with “≈” before it where it is an estimate
 */
char *
salon_usage_words_dup_tokens (gint64   tokens,
                              gboolean estimated)
{
  return g_strdup_printf ("%s%'" G_GINT64_FORMAT, estimated ? "≈ " : "", tokens);
}

/**
 * salon_usage_words_dup_cost:
 * @usage: a usage
 *
 * Returns: (transfer full) (nullable): what it cost, with as many digits as say something; %NULL
 *   when that is not known
 */
char *
salon_usage_words_dup_cost (const SalonUsage *usage)
{
  const char *about = usage->cost_estimated ? "≈ " : "";

  if (isnan (usage->cost))
    return NULL;
  if (usage->cost <= 0)
    return g_strdup_printf ("%s$0", about);
  if (usage->cost < SMALLEST_COST)
    return g_strdup_printf ("< $%.4f", SMALLEST_COST);
  if (usage->cost < 1)
    return g_strdup_printf ("%s$%.4f", about, usage->cost);
  return g_strdup_printf ("%s$%'.2f", about, usage->cost);
}

static void
add_line (GString    *text,
          const char *label,
          const char *value)
{
  /* Translators: what something is, and how much: “Tokens in: 1,234” */
  g_autofree char *line = g_strdup_printf (_("%s: %s"), label, value);

  g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
}

static void
add_tokens (GString    *text,
            const char *label,
            gint64      tokens,
            gboolean    estimated)
{
  g_autofree char *number = salon_usage_words_dup_tokens (tokens, estimated);

  if (tokens >= 0)
    add_line (text, label, number);
}

/**
 * salon_usage_words_dup_lines:
 * @usage: what a reply took
 *
 * Returns: (transfer full): what is known of it, a line each
 */
char *
salon_usage_words_dup_lines (const SalonUsage *usage)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *cost = salon_usage_words_dup_cost (usage);

  add_tokens (text, _("Tokens in"), usage->input_tokens, usage->estimated);
  add_tokens (text, _("From the cache"), usage->cached_tokens, FALSE);
  add_tokens (text, _("Put into the cache"),
              usage->cache_write_tokens > 0 ? usage->cache_write_tokens : -1, FALSE);
  add_tokens (text, _("Tokens out"), usage->output_tokens, usage->estimated);
  add_tokens (text, _("Spent on thinking"),
              usage->reasoning_tokens > 0 ? usage->reasoning_tokens : -1, FALSE);
  if (usage->first_event_us >= 0)
    {
      /* Translators: a number of seconds */
      g_autofree char *seconds = g_strdup_printf (_("%.1f s"), (double) usage->first_event_us
                                                               / G_USEC_PER_SEC);

      add_line (text, _("Time to the first token"), seconds);
    }
  if (cost != NULL)
    add_line (text, _("Cost"), cost);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
