/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-turn-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "salon-llm-tokens.h"
#include "salon-message-private.h"

/* What is kept and told of a reply that is over. */

#define MAX_DETAIL_CHARACTERS 300

/* Where the next stretch of the reply is looked for. */
typedef struct
{
  SalonTurn *turn;
  guint part;
  gsize offset;
} Place;

static SalonPart *
get_part (Place *place,
          guint  position)
{
  return salon_message_get_part (place->turn->reply, position);
}

static gboolean
is_of_kind (SalonPart        *part,
            SalonLlmPartKind  wanted)
{
  SalonPartKind kind = salon_part_get_kind (part);

  return (wanted == SALON_LLM_PART_TEXT && kind == SALON_PART_TEXT) ||
         (wanted == SALON_LLM_PART_REASONING && kind == SALON_PART_REASONING) ||
         (wanted == SALON_LLM_PART_TOOL_CALL && kind == SALON_PART_TOOL_CALL);
}

static void
record (SalonTurn *self,
        SalonPart *part)
{
  salon_recorder_part (self->recorder, self->reply, part);
}

/* Parts of one kind that follow each other are one in the chat: whoever reads it sees no seam. */
static gboolean
keep_in_same_part (Place        *place,
                   SalonLlmPart *origin,
                   const char   *text)
{
  SalonPart *part = get_part (place, place->part);
  gsize length = strlen (text);

  if (part == NULL || !is_of_kind (part, salon_llm_part_get_kind (origin)) ||
      salon_part_get_text_length (part) - place->offset < length ||
      memcmp (salon_part_get_text (part) + place->offset, text, length) != 0)
    return FALSE;
  place->offset += length;
  salon_part_add_origin (part, origin, place->offset);
  return TRUE;
}

static gboolean
keep_in_later_part (Place        *place,
                    SalonLlmPart *origin)
{
  SalonLlmPartKind kind = salon_llm_part_get_kind (origin);
  const char *text = salon_llm_part_get_text (origin);
  guint first = place->part + (place->offset > 0 ? 1 : 0);
  SalonPart *part;

  for (guint i = first; (part = get_part (place, i)) != NULL; i++)
    {
      if (!is_of_kind (part, kind))
        continue;
      place->part = i;
      place->offset = 0;
      if (kind != SALON_LLM_PART_TOOL_CALL && keep_in_same_part (place, origin, text))
        return TRUE;
      /* Told in other words while it was streamed: what belongs to it belongs to all of it. */
      place->offset = salon_part_get_text_length (part);
      salon_part_add_origin (part, origin, place->offset);
      if (kind == SALON_LLM_PART_TOOL_CALL)
        {
          place->part = i + 1;
          place->offset = 0;
        }
      return TRUE;
    }
  return FALSE;
}

/* Nothing of it was streamed, as there is nothing to see. */
static void
keep_without_text (Place        *place,
                   SalonLlmPart *origin)
{
  SalonTurn *self = place->turn;
  g_autoptr (SalonPart) part = NULL;
  guint position = place->part + (place->offset > 0 ? 1 : 0);

  part = salon_part_new (salon_llm_part_get_kind (origin) == SALON_LLM_PART_TEXT
                           ? SALON_PART_TEXT : SALON_PART_REASONING, self->round);
  salon_part_finish (part);
  salon_part_add_origin (part, origin, 0);
  salon_message_insert_part (self->reply, position, part);
  place->part = position + 1;
  place->offset = 0;
  /* All behind it have moved. */
  for (guint i = position; i < salon_message_get_n_parts (self->reply); i++)
    record (self, salon_message_get_part (self->reply, i));
}

static void
keep_origin (Place        *place,
             SalonLlmPart *origin)
{
  SalonLlmPartKind kind = salon_llm_part_get_kind (origin);
  const char *provider = salon_llm_part_get_provider (origin);
  const char *text = salon_llm_part_get_text (origin);

  if (kind == SALON_LLM_PART_TOOL_CALL)
    {
      keep_in_later_part (place, origin);
      return;
    }
  if (kind != SALON_LLM_PART_TEXT && kind != SALON_LLM_PART_REASONING)
    return;
  text = text != NULL ? text : "";
  if (text[0] == '\0' &&
      (provider == NULL || salon_llm_part_get_opaque (origin, provider) == NULL))
    return;
  if (keep_in_same_part (place, origin, text))
    return;
  if (text[0] == '\0')
    keep_without_text (place, origin);
  else
    keep_in_later_part (place, origin);
}

void
salon_turn_keep_origins (SalonTurn     *self,
                         SalonLlmReply *reply,
                         guint          first_part)
{
  GPtrArray *origins = salon_llm_reply_get_parts (reply);
  Place place = { .turn = self, .part = first_part };

  for (guint i = 0; i < origins->len; i++)
    keep_origin (&place, origins->pdata[i]);
  for (guint i = first_part; i < salon_message_get_n_parts (self->reply); i++)
    {
      SalonPart *part = salon_message_get_part (self->reply, i);

      if (salon_part_has_origin (part))
        record (self, part);
    }
}

/* --- what it took ------------------------------------------------------------------------ */

static gint64
estimate_reply (SalonLlmReply *reply)
{
  GPtrArray *parts = salon_llm_reply_get_parts (reply);
  gint64 tokens = 0;

  for (guint i = 0; i < parts->len; i++)
    tokens += salon_llm_tokens_of_part (parts->pdata[i]);
  return tokens;
}

void
salon_turn_count (SalonTurn       *self,
                  SalonLlmRequest *request,
                  SalonLlmReply   *reply)
{
  SalonLlmModel *model = salon_llm_request_get_model_facts (request);
  SalonLlmUsage usage = *salon_llm_reply_get_usage (reply);
  gboolean estimated = usage.input_tokens < 0 || usage.output_tokens < 0;

  if (usage.input_tokens < 0)
    usage.input_tokens = salon_llm_tokens_of_request (request);
  if (usage.output_tokens < 0)
    usage.output_tokens = estimate_reply (reply);
  salon_message_add_usage (self->reply, &usage, estimated,
                           model != NULL ? salon_llm_model_get_facts (model) : NULL);
  self->context_tokens = salon_message_get_usage (self->reply)->context_tokens;
  salon_recorder_usage (self->recorder, self->reply);
}

/* --- why it is over ---------------------------------------------------------------------- */

/* The provider's words are data: one line of them, and not a page. */
static char *
dup_detail (SalonLlmReply *reply)
{
  const char *detail = salon_llm_reply_get_detail (reply);
  g_autofree char *line = NULL;
  g_autofree char *cut = NULL;

  if (detail == NULL)
    return NULL;
  line = g_utf8_make_valid (detail, -1);
  g_strdelimit (line, "\r\n\t", ' ');
  g_strstrip (line);
  if (line[0] == '\0')
    return NULL;
  if (g_utf8_strlen (line, -1) <= MAX_DETAIL_CHARACTERS)
    return g_steal_pointer (&line);
  cut = g_utf8_substring (line, 0, MAX_DETAIL_CHARACTERS);
  return g_strconcat (cut, "…", NULL);
}

static gboolean
has_content (SalonMessage *message)
{
  for (guint i = 0; i < salon_message_get_n_parts (message); i++)
    {
      SalonPart *part = salon_message_get_part (message, i);

      if (salon_part_get_kind (part) == SALON_PART_TOOL_CALL ||
          salon_part_get_text_length (part) > 0)
        return TRUE;
    }
  return FALSE;
}

static void
note (SalonTurn  *self,
      const char *sentence,
      const char *detailed,
      const char *detail)
{
  g_autofree char *text = NULL;

  if (detail != NULL)
    text = g_strdup_printf ("%s %s", detailed, detail);
  salon_turn_add_note (self, text != NULL ? text : sentence);
}

void
salon_turn_note_stop_reason (SalonTurn     *self,
                             SalonLlmReply *reply)
{
  g_autofree char *detail = dup_detail (reply);

  switch (salon_llm_reply_get_stop_reason (reply))
    {
    case SALON_LLM_STOP_LENGTH:
      salon_turn_add_note (self, _("The answer has reached the length that the model may write, "
                                   "and stops here."));
      break;
    case SALON_LLM_STOP_REFUSAL:
      note (self, _("The model refused to answer."), _("The model refused to answer:"), detail);
      break;
    case SALON_LLM_STOP_FILTER:
      note (self, _("The provider’s content filter stopped the answer."),
            _("The provider’s content filter stopped the answer:"), detail);
      break;
    case SALON_LLM_STOP_OTHER:
      if (detail != NULL)
        note (self, NULL, _("The answer ended for a reason of the provider’s own:"), detail);
      else if (!has_content (self->reply))
        salon_turn_add_note (self, _("The model ended its turn without saying anything."));
      break;
    case SALON_LLM_STOP_END:
    case SALON_LLM_STOP_TOOL_CALLS:
    case SALON_LLM_STOP_PAUSED:
    default:
      if (!has_content (self->reply))
        salon_turn_add_note (self, _("The model ended its turn without saying anything."));
      break;
    }
}
