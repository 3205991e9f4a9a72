/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-practice-plan-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-llm-error.h"
#include "salon-practice-arguments-private.h"
#include "salon-practice-match-private.h"
#include "salon-practice-texts-private.h"
#include "salon-practice-words-private.h"

#define LONG_WORDS 600
#define MOST_WORDS 100000
/* A request for a show piece is short; in a longer text its name is a word like others. */
#define FEW_WORDS 5
#define TOOLS_TO_NAME 4

/* What the plan is made from. */
typedef struct
{
  SalonLlmRequest *request;
  SalonPracticePlan *plan;
  GString *text;
  SalonPracticeMatcher *matcher;
  SalonPracticeClause *whole;
  guint n_earlier_calls;
} Planning;

static SalonLlmMessage *
get_last_message (SalonLlmRequest *request)
{
  guint n_messages = salon_llm_request_get_n_messages (request);

  return n_messages > 0 ? salon_llm_request_get_message (request, n_messages - 1) : NULL;
}

/* The user's last words; NULL when the last message brings results, or nothing to read. */
static char *
dup_last_words (SalonLlmRequest *request)
{
  SalonLlmMessage *last = get_last_message (request);
  GString *text = g_string_new (NULL);

  for (guint i = 0; last != NULL && i < salon_llm_message_get_n_parts (last); i++)
    {
      SalonLlmPart *part = salon_llm_message_get_part (last, i);

      if (salon_llm_part_get_kind (part) == SALON_LLM_PART_TEXT)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "",
                                salon_llm_part_get_text (part));
    }
  return g_string_free (text, FALSE);
}

/* Walks through the chat: is this the first answer, and how many calls were made before? */
static gboolean
is_first_answer (SalonLlmRequest *request,
                 guint           *n_calls)
{
  gboolean first = TRUE;

  *n_calls = 0;
  for (guint i = 0; i < salon_llm_request_get_n_messages (request); i++)
    {
      SalonLlmMessage *message = salon_llm_request_get_message (request, i);

      if (salon_llm_message_get_role (message) != SALON_LLM_ROLE_ASSISTANT)
        continue;
      first = FALSE;
      for (guint j = 0; j < salon_llm_message_get_n_parts (message); j++)
        {
          SalonLlmPart *part = salon_llm_message_get_part (message, j);

          if (salon_llm_part_get_kind (part) == SALON_LLM_PART_TOOL_CALL)
            (*n_calls)++;
        }
    }
  return first;
}

/* --- what came back ------------------------------------------------------------ */

static gboolean
was_denied (const char *text)
{
  static const char * const words[] = {
    "denied", "declined", "not allow", "rejected", "refused",
  };
  g_autofree char *lower = g_utf8_strdown (text, -1);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (strstr (lower, words[i]) != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
report_result (Planning     *planning,
               SalonLlmPart *result)
{
  const char *name = salon_practice_text_tool_name (salon_llm_part_get_name (result));
  const char *text = salon_llm_part_get_text (result);
  GPtrArray *images = salon_llm_part_get_images (result);
  g_autofree char *quote = salon_practice_text_dup_quote (text);

  if (planning->text->len > 0)
    g_string_append (planning->text, "\n\n");
  if (!salon_llm_part_get_is_error (result))
    g_string_append_printf (planning->text, _("This is what `%s` gave:"), name);
  else if (was_denied (text))
    g_string_append_printf (planning->text, _("`%s` was not allowed, so I don’t know. What I was "
                                              "told:"), name);
  else
    g_string_append_printf (planning->text, _("`%s` failed, so I don’t know. What I was told:"),
                            name);
  g_string_append_printf (planning->text, "\n\n%s", quote);
  if (images != NULL && images->len > 0)
    {
      g_string_append (planning->text, "\n\n");
      g_string_append_printf (planning->text,
                              g_dngettext (GETTEXT_PACKAGE,
                                           "There was %u image with it, which I can’t see.",
                                           "There were %u images with it, which I can’t see.",
                                           images->len),
                              images->len);
    }
}

static gboolean
plan_report (Planning *planning)
{
  SalonLlmMessage *last = get_last_message (planning->request);
  gboolean found = FALSE;

  if (last == NULL || salon_llm_message_get_role (last) != SALON_LLM_ROLE_USER)
    return FALSE;
  for (guint i = 0; i < salon_llm_message_get_n_parts (last); i++)
    {
      SalonLlmPart *part = salon_llm_message_get_part (last, i);

      if (salon_llm_part_get_kind (part) != SALON_LLM_PART_TOOL_RESULT)
        continue;
      report_result (planning, part);
      found = TRUE;
    }
  return found;
}

/* --- tools ------------------------------------------------------------------- */

static void
add_call (Planning            *planning,
          SalonLlmTool        *tool,
          SalonPracticeClause *clause)
{
  g_autofree char *arguments = NULL;
  g_autofree char *id = NULL;

  arguments = salon_practice_fill_arguments (tool, clause,
                                             salon_practice_matcher_get_words (planning->matcher,
                                                                               tool));
  id = g_strdup_printf ("call%05u", planning->n_earlier_calls + planning->plan->calls->len + 1);
  g_ptr_array_add (planning->plan->calls,
                   salon_llm_part_new_tool_call (id, salon_llm_tool_get_name (tool), arguments));
}

/* Whether a piece of a sentence asks for a tool on its own. */
static gboolean
stands_alone (Planning   *planning,
              const char *piece)
{
  g_autoptr (SalonPracticeClause) clause = salon_practice_clause_new (piece);

  return salon_practice_matcher_find (planning->matcher, clause, TRUE, FALSE) != NULL;
}

/* The wishes in a text: cut at “and” and “then” where both sides ask for a tool. */
static GPtrArray *
cut_wishes (Planning   *planning,
            const char *text)
{
  g_autoptr (GPtrArray) pieces = salon_practice_clause_cut (text);
  GPtrArray *wishes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) wish = g_string_new (g_ptr_array_index (pieces, 0));

  for (guint i = 2; i < pieces->len; i += 2)
    {
      const char *piece = g_ptr_array_index (pieces, i);

      if (stands_alone (planning, wish->str) && stands_alone (planning, piece))
        {
          g_ptr_array_add (wishes, g_strdup (wish->str));
          g_string_assign (wish, piece);
        }
      else
        {
          g_string_append (wish, g_ptr_array_index (pieces, i - 1));
          g_string_append (wish, piece);
        }
    }
  g_ptr_array_add (wishes, g_strdup (wish->str));
  return wishes;
}

static void
announce_calls (Planning *planning)
{
  GPtrArray *calls = planning->plan->calls;
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < calls->len; i++)
    g_string_append_printf (names, "%s`%s`", i > 0 ? ", " : "",
                            salon_practice_text_tool_name (
                              salon_llm_part_get_name (g_ptr_array_index (calls, i))));
  g_string_append_printf (planning->text,
                          g_dngettext (GETTEXT_PACKAGE, "For that I ask the tool %s.",
                                       "For that I ask the tools %s.", calls->len),
                          names->str);
}

static gboolean
plan_calls (Planning *planning)
{
  gboolean required =
    salon_llm_request_get_tool_choice (planning->request) == SALON_LLM_TOOL_CHOICE_REQUIRED;
  g_autoptr (GPtrArray) wishes = NULL;

  if (planning->matcher == NULL)
    return FALSE;
  wishes = cut_wishes (planning, planning->whole->text);
  for (guint i = 0; i < wishes->len; i++)
    {
      const char *wish = g_ptr_array_index (wishes, i);
      g_autoptr (SalonPracticeClause) clause = salon_practice_clause_new (wish);
      SalonLlmTool *tool = salon_practice_matcher_find (planning->matcher, clause, FALSE, required);

      if (tool != NULL)
        add_call (planning, tool, clause);
    }
  if (planning->plan->calls->len == 0)
    return FALSE;
  announce_calls (planning);
  return TRUE;
}

/* --- show pieces ---------------------------------------------------------------- */

/* Not where the word belongs to a tool, or to something that is named in the sentence. */
static gboolean
asks_for (Planning   *planning,
          const char *word)
{
  g_autofree char *stem = salon_practice_word_stem (word, -1);
  SalonPracticeClause *whole = planning->whole;

  if (whole->words->len > FEW_WORDS || whole->paths->len > 0 || whole->urls->len > 0 ||
      whole->quotes->len > 0 || !salon_practice_words_contain (whole->words, stem))
    return FALSE;
  return planning->matcher == NULL ||
         !salon_practice_matcher_knows_name (planning->matcher, stem);
}

static gboolean
plan_show_piece (Planning *planning)
{
  if (asks_for (planning, "fail"))
    {
      planning->plan->error =
        salon_llm_error_new (SALON_LLM_ERROR_RATE_LIMITED, 429, 20000,
                             _("The practice model gets too many requests and asks to wait 20 "
                               "seconds. (You asked it to fail.)"));
      return TRUE;
    }
  if (asks_for (planning, "markdown"))
    {
      g_string_append (planning->text, salon_practice_text_markdown ());
      return TRUE;
    }
  if (asks_for (planning, "long") || asks_for (planning, "stream"))
    {
      GPtrArray *numbers = planning->whole->numbers;
      guint64 n_words = LONG_WORDS;
      g_autofree char *text = NULL;

      if (numbers->len > 0)
        g_ascii_string_to_unsigned (g_ptr_array_index (numbers, 0), 10, 1, MOST_WORDS, &n_words,
                                    NULL);
      text = salon_practice_text_dup_long ((guint) n_words);
      g_string_append (planning->text, text);
      return TRUE;
    }
  return FALSE;
}

static void
plan_thought (Planning *planning)
{
  if (!asks_for (planning, "think"))
    return;
  planning->plan->reasoning =
    g_strdup (_("First I look at the words, then at the tools on offer. That is all the thinking "
                "I can do."));
}

/* --- nothing fits ---------------------------------------------------------------- */

static void
plan_suggestion (Planning *planning)
{
  guint n_tools = salon_llm_request_get_n_tools (planning->request);

  if (n_tools == 0)
    {
      g_string_append (planning->text,
                       _("There are no tools in this chat yet: add a server in the settings under "
                         "“Servers”, and I will try them out with you. Until then, write "
                         "“markdown”, “long” or “fail” to see what answers look like."));
      return;
    }
  g_string_append (planning->text, _("I don’t understand that, but I can try out the tools of "
                                     "this chat:"));
  g_string_append_c (planning->text, '\n');
  for (guint i = 0; i < MIN (n_tools, TOOLS_TO_NAME); i++)
    {
      SalonLlmTool *tool = salon_llm_request_get_tool (planning->request, i);

      g_string_append_printf (planning->text, "\n- `%s`",
                              salon_practice_text_tool_name (salon_llm_tool_get_name (tool)));
    }
  if (n_tools > TOOLS_TO_NAME)
    {
      g_string_append (planning->text, "\n- ");
      g_string_append_printf (planning->text,
                              g_dngettext (GETTEXT_PACKAGE, "and %u more", "and %u more",
                                           n_tools - TOOLS_TO_NAME),
                              n_tools - TOOLS_TO_NAME);
    }
  g_string_append (planning->text, "\n\n");
  g_string_append (planning->text,
                   _("Say what one of them should do in words like its name. Or write “markdown”, "
                     "“long” or “fail”."));
}

static void
plan_answer (Planning *planning)
{
  if (plan_report (planning))
    return;
  plan_thought (planning);
  if (!plan_show_piece (planning) && !plan_calls (planning))
    plan_suggestion (planning);
}

static SalonPracticeMatcher *
make_matcher (SalonLlmRequest *request)
{
  g_autoptr (GPtrArray) tools = NULL;

  if (salon_llm_request_get_n_tools (request) == 0 ||
      salon_llm_request_get_tool_choice (request) == SALON_LLM_TOOL_CHOICE_NONE)
    return NULL;
  tools = g_ptr_array_new ();
  for (guint i = 0; i < salon_llm_request_get_n_tools (request); i++)
    g_ptr_array_add (tools, salon_llm_request_get_tool (request, i));
  return salon_practice_matcher_new (tools);
}

/* Decides what to answer. */
SalonPracticePlan *
salon_practice_plan_new (SalonLlmRequest *request)
{
  g_autoptr (SalonPracticePlan) plan = g_new0 (SalonPracticePlan, 1);
  g_autoptr (SalonPracticeMatcher) matcher = make_matcher (request);
  g_autofree char *words = dup_last_words (request);
  g_autoptr (SalonPracticeClause) whole = salon_practice_clause_new (words);
  Planning planning = { 0 };

  plan->calls = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_part_unref);
  planning.request = request;
  planning.plan = plan;
  planning.matcher = matcher;
  planning.whole = whole;
  planning.text = g_string_new (NULL);
  if (is_first_answer (request, &planning.n_earlier_calls))
    {
      g_string_append (planning.text,
                       _("This is Salon’s built-in practice model, not an AI model: add a real "
                         "one in the settings under “Models”."));
      g_string_append (planning.text, "\n\n");
    }
  plan_answer (&planning);
  plan->text = g_string_free (planning.text, FALSE);
  return g_steal_pointer (&plan);
}

void
salon_practice_plan_free (SalonPracticePlan *self)
{
  g_free (self->reasoning);
  g_free (self->text);
  g_clear_pointer (&self->calls, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_free (self);
}
