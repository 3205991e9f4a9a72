/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-conversation-context.h"

#include <glib/gi18n.h>

#include "salon-compaction-run.h"
#include "salon-conversation-private.h"
#include "salon-conversation-settings.h"
#include "salon-json-writer.h"
#include "salon-llm-tokens.h"
#include "salon-message-private.h"
#include "salon-small-model.h"
#include "salon-turn-private.h"

/* Object: how the beginning of the chat is told, with “at”, the last message of the chat when the
 * user wanted that; or “off”, the last message when the user wanted all of it sent again. */
#define SETTING_COMPACTION "compaction"

static SalonCompaction *
dup_compaction (SalonConversation *self)
{
  return salon_compaction_new_from_json (salon_conversation_get_setting (self, SETTING_COMPACTION));
}

static const char *
get_member (SalonConversation *self,
            const char        *name)
{
  const SalonJson *setting = salon_conversation_get_setting (self, SETTING_COMPACTION);

  return salon_json_as_string (salon_json_get_member (setting, name));
}

static void
set_compaction (SalonConversation     *self,
                const SalonCompaction *compaction,
                const char            *at)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autoptr (SalonJsonDocument) document = NULL;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "from", compaction->from);
  salon_json_writer_add_string (writer, "summary", compaction->summary);
  salon_json_writer_add_string (writer, "at", at);
  salon_json_writer_end_object (writer);
  document = salon_json_writer_finish_document (writer);
  salon_conversation_set_setting (self, SETTING_COMPACTION,
                                  salon_json_document_get_root (document));
}

gboolean
salon_conversation_is_shortened (SalonConversation *self)
{
  g_autoptr (SalonCompaction) compaction = NULL;

  g_return_val_if_fail (SALON_IS_CONVERSATION (self), FALSE);

  compaction = dup_compaction (self);
  return salon_compaction_find (compaction, self->messages) > 0;
}

/* A window that was counted with another beginning of the chat is not the one of now: whatever
 * was counted before the last change says nothing. */
static gint64
get_context_tokens (SalonConversation     *self,
                    const SalonCompaction *compaction)
{
  const char *off = get_member (self, "off");
  const char *at = get_member (self, "at");

  for (guint i = self->messages->len; i > 0; i--)
    {
      SalonMessage *message = self->messages->pdata[i - 1];
      const SalonUsage *usage = salon_message_get_usage (message);

      if (g_strcmp0 (salon_message_get_id (message), off) == 0 ||
          g_strcmp0 (salon_message_get_id (message), at) == 0)
        return -1;
      if (usage != NULL)
        return usage->context_tokens;
      if (compaction != NULL &&
          g_strcmp0 (salon_message_get_id (message), compaction->from) == 0)
        return -1;
      /* One that failed or was stopped has added something that nobody has counted. */
      if (salon_message_get_role (message) == SALON_ROLE_ASSISTANT &&
          salon_message_get_state (message) != SALON_MESSAGE_STREAMING)
        return -1;
    }
  return -1;
}

static void
on_compacted_cb (const SalonCompaction *compaction,
                 gpointer               user_data)
{
  set_compaction (user_data, compaction, NULL);
}

void
salon_conversation_prepare_compaction (SalonConversation *self,
                                       SalonTurn         *turn)
{
  g_autoptr (SalonCompaction) compaction = dup_compaction (self);

  salon_turn_set_compaction (turn, compaction, get_member (self, "off") == NULL,
                             get_context_tokens (self, compaction), on_compacted_cb, self);
}

/* --- how full ---------------------------------------------------------------------------- */

static gint64
count_system (SalonConversation *self,
              SalonToolBudget   *budget)
{
  g_autoptr (SalonToolSet) tools = NULL;
  g_autoptr (GPtrArray) nothing = g_ptr_array_new ();
  g_autoptr (SalonLlmRequest) request = NULL;
  g_autofree char *prompt = NULL;
  SalonTurnParameters parameters;
  gint64 tokens;

  tools = salon_toolbox_get_tools (self->services.toolbox, (const char * const *) self->servers);
  salon_conversation_get_parameters (self, &parameters);
  request = salon_turn_dup_request (nothing, NULL, tools, budget->discovers,
                                    parameters.instructions, "model", NULL);
  tokens = salon_llm_tokens_of_text (salon_llm_request_get_system (request));
  if (!budget->discovers)
    return tokens;
  /* What tells of the servers counts as tools. */
  prompt = salon_tool_discovery_dup_prompt (salon_tool_discovery_get (tools));
  return MAX (0, tokens - salon_llm_tokens_of_text (prompt));
}

static void
count_messages (SalonConversation     *self,
                const SalonCompaction *compaction,
                SalonContext          *context)
{
  guint first = salon_compaction_find (compaction, self->messages);

  if (first > 0)
    context->messages_tokens += salon_llm_tokens_of_text (compaction->summary);
  for (guint i = first; i < self->messages->len; i++)
    {
      gint64 reasoning = 0;
      gint64 tokens = salon_compaction_tokens_of (self->messages->pdata[i], &reasoning);

      context->messages_tokens += tokens - reasoning;
      context->reasoning_tokens += reasoning;
    }
  context->shortened = first > 0;
  context->can_shorten = self->turn == NULL && !self->shortening &&
                         salon_small_model_choose (&self->services,
                                                   salon_chat_get_model (self->chat)) != NULL &&
                         salon_compaction_choose (self->messages, first, 0) != first;
}

/* The whole is counted by the provider, its parts by Salon: the messages get the difference. */
static void
settle_parts (SalonContext *self)
{
  gint64 others = self->system_tokens + self->tools_tokens + self->reasoning_tokens;

  if (self->used >= others)
    {
      self->messages_tokens = self->used - others;
      return;
    }
  self->messages_tokens = MIN (self->messages_tokens, self->used);
}

SalonContext *
salon_conversation_dup_context (SalonConversation *self)
{
  g_autoptr (SalonCompaction) compaction = NULL;
  SalonContext *context;
  gint64 counted;

  g_return_val_if_fail (SALON_IS_CONVERSATION (self), NULL);

  compaction = dup_compaction (self);
  context = salon_context_new ();
  context->tools = salon_conversation_dup_tool_budget (self);
  context->window = context->tools->window != G_MAXINT64 ? context->tools->window : 0;
  context->usage = salon_conversation_dup_usage (self);
  context->tools_tokens = context->tools->sent_tokens;
  context->system_tokens = count_system (self, context->tools);
  count_messages (self, compaction, context);
  counted = get_context_tokens (self, compaction);
  context->estimated = counted < 0 || (context->usage != NULL && context->usage->estimated);
  context->used = counted >= 0 ? counted
                               : context->system_tokens + context->tools_tokens +
                                 context->messages_tokens + context->reasoning_tokens;
  settle_parts (context);
  return context;
}

/* --- on demand --------------------------------------------------------------------------- */

typedef struct
{
  SalonConversation *conversation;
  SalonMessage *teller;
  DexFuture *run;
} Shortening;

static void
shortening_free (Shortening *shortening)
{
  g_object_unref (shortening->conversation);
  g_object_unref (shortening->teller);
  dex_clear (&shortening->run);
  g_free (shortening);
}

static DexFuture *
shorten_fiber (gpointer user_data)
{
  Shortening *shortening = user_data;
  SalonConversation *self = shortening->conversation;
  g_autoptr (SalonCompaction) compaction = NULL;
  g_autoptr (SalonPart) note = NULL;
  g_autoptr (GError) error = NULL;

  compaction = dex_await_boxed (g_steal_pointer (&shortening->run), &error);
  self->shortening = FALSE;
  if (compaction == NULL || self->discarded)
    return dex_future_new_true ();
  note = salon_compaction_new_note (compaction, 0);
  salon_message_add_part (shortening->teller, note);
  salon_recorder_part (self->recorder, shortening->teller, note);
  set_compaction (self, compaction, salon_message_get_id (shortening->teller));
  dex_await (salon_recorder_flush (self->recorder), NULL);
  return dex_future_new_true ();
}

DexFuture *
salon_conversation_shorten (SalonConversation *self)
{
  g_autoptr (SalonCompaction) before = NULL;
  const char *model;
  Shortening *shortening;
  guint first;

  g_return_val_if_fail (SALON_IS_CONVERSATION (self), NULL);

  if (self->turn != NULL || self->shortening)
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_BUSY,
                                  _("The model is still at work. Stop it first, or wait."));
  before = dup_compaction (self);
  first = salon_compaction_find (before, self->messages);
  model = salon_chat_get_model (self->chat);
  if (salon_small_model_choose (&self->services, model) == NULL ||
      salon_compaction_choose (self->messages, first, 0) == first)
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                                  _("There is nothing to summarise yet."));
  self->shortening = TRUE;
  shortening = g_new0 (Shortening, 1);
  shortening->conversation = g_object_ref (self);
  shortening->teller = g_object_ref (self->messages->pdata[self->messages->len - 1]);
  shortening->run = salon_compaction_run (&self->services, self->messages, before, model,
                                          self->services.get_window != NULL
                                            ? self->services.get_window (
                                                model, self->services.get_window_data)
                                            : 0,
                                          0);
  return dex_scheduler_spawn (NULL, 0, shorten_fiber, shortening, (GDestroyNotify) shortening_free);
}

void
salon_conversation_use_whole_chat (SalonConversation *self)
{
  g_autoptr (SalonJsonWriter) writer = NULL;
  g_autoptr (SalonJsonDocument) document = NULL;

  g_return_if_fail (SALON_IS_CONVERSATION (self));

  if (self->messages->len == 0)
    return;
  writer = salon_json_writer_new ();
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (
    writer, "off", salon_message_get_id (self->messages->pdata[self->messages->len - 1]));
  salon_json_writer_end_object (writer);
  document = salon_json_writer_finish_document (writer);
  salon_conversation_set_setting (self, SETTING_COMPACTION,
                                  salon_json_document_get_root (document));
}
