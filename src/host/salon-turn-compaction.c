/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-turn-private.h"

#include "salon-compaction-run.h"
#include "salon-llm-tokens.h"
#include "salon-message-private.h"

/* What a turn does when the chat has nearly filled the window. */

void
salon_turn_set_compaction (SalonTurn             *self,
                           const SalonCompaction *compaction,
                           gboolean               automatic,
                           gint64                 context_tokens,
                           SalonCompactedFunc     func,
                           gpointer               user_data)
{
  g_return_if_fail (SALON_IS_TURN (self));

  g_clear_pointer (&self->compaction, salon_compaction_free);
  self->compaction = salon_compaction_copy (compaction);
  self->compacts = automatic;
  self->context_tokens = context_tokens;
  self->compacted = func;
  self->compacted_data = user_data;
}

/* What has come to the chat since the provider counted. */
static gint64
count_news (SalonTurn *self)
{
  gint64 tokens = 0;

  if (self->round == 0)
    return salon_compaction_tokens_of (self->messages->pdata[self->messages->len - 1], NULL);
  for (guint i = salon_message_get_n_parts (self->reply); i > 0; i--)
    {
      SalonPart *part = salon_message_get_part (self->reply, i - 1);
      SalonToolCall *call = salon_part_get_tool_call (part);

      if (salon_part_get_round (part) + 1 < self->round)
        break;
      if (call != NULL)
        tokens += salon_llm_tokens_of_text (salon_tool_call_get_result_text (call));
    }
  return tokens;
}

static gint64
count_request (SalonTurn  *self,
               GPtrArray  *messages,
               const char *model_id)
{
  g_autoptr (SalonLlmRequest) request = NULL;

  request = salon_turn_dup_request (messages, self->round > 0 ? self->reply : NULL, self->tools,
                                    self->discovers, self->instructions, model_id, NULL);
  return salon_llm_tokens_of_request (request);
}

/* What is sent whatever the chat is. */
static gint64
count_fixed (SalonTurn  *self,
             const char *model_id)
{
  g_autoptr (GPtrArray) nothing = g_ptr_array_new ();
  g_autoptr (SalonLlmRequest) request = NULL;

  request = salon_turn_dup_request (nothing, NULL, self->tools, self->discovers,
                                    self->instructions, model_id, NULL);
  return salon_llm_tokens_of_request (request);
}

static gboolean
was_told (SalonTurn *self)
{
  const char *details = self->compaction->summary != NULL ? self->compaction->summary : "";

  for (guint i = self->messages->len; i > 0; i--)
    {
      SalonMessage *message = self->messages->pdata[i - 1];

      for (guint j = 0; j < salon_message_get_n_parts (message); j++)
        {
          if (g_strcmp0 (salon_part_get_details (salon_message_get_part (message, j)),
                         details) == 0)
            return TRUE;
        }
    }
  return FALSE;
}

static void
tell (SalonTurn *self)
{
  g_autoptr (SalonPart) part = salon_compaction_new_note (self->compaction, self->round);

  salon_message_add_part (self->reply, part);
  salon_recorder_part (self->recorder, self->reply, part);
}

static void
compact (SalonTurn  *self,
         gint64      window,
         const char *model_id)
{
  gint64 room = window * SALON_COMPACTION_KEPT_PERCENT / 100 - count_fixed (self, model_id);
  g_autoptr (SalonCompaction) compaction = NULL;
  g_autoptr (DexFuture) made = NULL;

  made = salon_turn_await (self,
                           salon_compaction_run (&self->services, self->messages, self->compaction,
                                                 salon_message_get_model (self->reply), window,
                                                 room),
                           NULL);
  if (made != NULL)
    compaction = g_value_dup_boxed (dex_future_get_value (made, NULL));
  if (compaction == NULL)
    return;
  g_clear_pointer (&self->compaction, salon_compaction_free);
  self->compaction = g_steal_pointer (&compaction);
  self->context_tokens = -1;
  tell (self);
  if (self->compacted != NULL)
    self->compacted (self->compaction, self->compacted_data);
}

GPtrArray *
salon_turn_compact (SalonTurn  *self,
                    const char *model_id)
{
  const char *model = salon_message_get_model (self->reply);
  GPtrArray *messages = salon_compaction_apply (self->compaction, self->messages);
  gint64 window = 0;
  gint64 used;

  /* Tried again, it has lost the message that told of it. */
  if (self->round == 0 && messages != self->messages && !was_told (self))
    tell (self);
  if (self->compacts && self->services.get_window != NULL)
    window = self->services.get_window (model, self->services.get_window_data);
  if (window <= 0 || window == G_MAXINT64 || self->messages->len == 0)
    return messages;
  used = self->context_tokens >= 0 ? self->context_tokens + count_news (self)
                                   : count_request (self, messages, model_id);
  if (used < window / 100 * SALON_COMPACTION_FULL_PERCENT)
    return messages;
  compact (self, window, model_id);
  g_ptr_array_unref (messages);
  return salon_compaction_apply (self->compaction, self->messages);
}
