/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-model-words.h"

#include <math.h>

#include <glib/gi18n.h>

#include "salon-model-registry.h"

/* What is known about a model, in words and symbols. */

static const struct
{
  SalonLlmAbilities ability;
  const char *icon;
  const char *name;
} abilities[] = {
  { SALON_LLM_ABILITY_TOOLS, "salon-tools-symbolic", N_("Uses tools") },
  { SALON_LLM_ABILITY_IMAGES, "image-x-generic-symbolic", N_("Sees pictures") },
  { SALON_LLM_ABILITY_DOCUMENTS, "x-office-document-symbolic", N_("Reads documents") },
  { SALON_LLM_ABILITY_AUDIO, "audio-x-generic-symbolic", N_("Hears recordings") },
  { SALON_LLM_ABILITY_REASONING, "salon-thinking-symbolic", N_("Thinks before it answers") },
};

/**
 * salon_model_words_dup_tokens:
 * @tokens: how many
 *
 * Returns: (transfer full): the number in short, such as "200K"
 */
char *
salon_model_words_dup_tokens (gint64 tokens)
{
  if (tokens >= 1000 * 1000)
    return g_strdup_printf (_("%.3gM"), (double) tokens / (1000 * 1000));
  if (tokens >= 1000)
    return g_strdup_printf (_("%.0fK"), round ((double) tokens / 1000));

  return g_strdup_printf ("%" G_GINT64_FORMAT, tokens);
}

static char *
dup_dollars (double price)
{
  if (price > 0 && price < 0.01)
    return g_strdup_printf (_("$%.2g"), price);
  if (price == floor (price))
    return g_strdup_printf (_("$%.0f"), price);

  return g_strdup_printf (_("$%.2f"), price);
}

/**
 * salon_model_words_dup_price:
 * @model: a model
 *
 * Returns: (transfer full) (nullable): what a million tokens of requests and of answers cost;
 *   %NULL when that is not known
 */
char *
salon_model_words_dup_price (SalonModel *model)
{
  const SalonLlmModelFacts *facts;
  g_autofree char *input = NULL;
  g_autofree char *output = NULL;

  g_return_val_if_fail (SALON_IS_MODEL (model), NULL);

  facts = salon_model_get_facts (model);
  if (isnan (facts->input_price) || isnan (facts->output_price))
    return NULL;
  if (facts->input_price == 0 && facts->output_price == 0)
    return g_strdup (_("free"));

  input = dup_dollars (facts->input_price);
  output = dup_dollars (facts->output_price);

  /* Translators: prices of a million tokens in and out, such as “$3 in, $15 out” */
  return g_strdup_printf (_("%s in, %s out"), input, output);
}

static void
add_word (GString    *words,
          const char *separator,
          const char *word)
{
  g_string_append_printf (words, "%s%s", words->len > 0 ? separator : "", word);
}

/**
 * salon_model_words_dup_details:
 * @model: a model
 *
 * Returns: (transfer full): window and price as far as they are known, for a dim line; "" when
 *   nothing is
 */
char *
salon_model_words_dup_details (SalonModel *model)
{
  g_autofree char *price = salon_model_words_dup_price (model);
  GString *words = g_string_new (NULL);

  if (salon_model_get_context_window (model) > 0)
    {
      g_autofree char *tokens =
        salon_model_words_dup_tokens (salon_model_get_context_window (model));
      /* Translators: how much text a model can take, such as “200K tokens” */
      g_autofree char *window = g_strdup_printf (_("%s tokens"), tokens);

      add_word (words, " · ", window);
    }
  if (price != NULL)
    add_word (words, " · ", price);

  return g_string_free (words, FALSE);
}

/**
 * salon_model_words_dup_description:
 * @model: a model
 *
 * Returns: (transfer full): all of it for a screen reader; "" when nothing is known
 */
char *
salon_model_words_dup_description (SalonModel *model)
{
  g_autofree char *price = salon_model_words_dup_price (model);
  GString *words = g_string_new (NULL);

  if (salon_model_get_context_window (model) > 0)
    {
      g_autofree char *window = NULL;

      window = g_strdup_printf (_("Takes %u tokens"), salon_model_get_context_window (model));
      add_word (words, ", ", window);
    }
  if (price != NULL)
    {
      g_autofree char *cost = g_strdup_printf (_("a million tokens: %s"), price);

      add_word (words, ", ", cost);
    }
  for (guint i = 0; i < G_N_ELEMENTS (abilities); i++)
    {
      if (salon_llm_model_can (salon_model_get_llm_model (model), abilities[i].ability))
        add_word (words, ", ", _(abilities[i].name));
    }

  return g_string_free (words, FALSE);
}

/**
 * salon_model_words_dup_date:
 *
 * Returns: (transfer full): the day that Salon's own facts about models are from
 */
char *
salon_model_words_dup_date (void)
{
  const char *date = salon_model_registry_get_facts_date ();
  g_autofree char *time = g_strconcat (date, "T00:00:00Z", NULL);
  g_autoptr(GDateTime) day = g_date_time_new_from_iso8601 (time, NULL);

  return day != NULL ? g_date_time_format (day, "%x") : g_strdup (date);
}

/**
 * salon_model_words_fill_symbols:
 * @box: where they go; what is in it is taken out
 * @model: a model
 *
 * A small symbol for everything the model can do, with the words as its tooltip. A screen reader
 * is told by the description of the row.
 */
void
salon_model_words_fill_symbols (GtkBox     *box,
                                SalonModel *model)
{
  GtkWidget *child;

  g_return_if_fail (GTK_IS_BOX (box));
  g_return_if_fail (SALON_IS_MODEL (model));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);

  for (guint i = 0; i < G_N_ELEMENTS (abilities); i++)
    {
      GtkWidget *symbol;

      if (!salon_llm_model_can (salon_model_get_llm_model (model), abilities[i].ability))
        continue;

      symbol = g_object_new (GTK_TYPE_IMAGE,
                             "icon-name", abilities[i].icon,
                             "pixel-size", 12,
                             "tooltip-text", _(abilities[i].name),
                             "accessible-role", GTK_ACCESSIBLE_ROLE_IMG,
                             NULL);
      gtk_accessible_update_property (GTK_ACCESSIBLE (symbol),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, _(abilities[i].name),
                                      -1);
      gtk_box_append (box, symbol);
    }
}
