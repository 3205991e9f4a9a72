/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-conversation-private.h"

#include <glib/gi18n.h>

#include "salon-attachment-private.h"
#include "salon-conversation-settings.h"
#include "salon-part-private.h"

static SalonMessage *
salon_conversation_get_last (SalonConversation *self)
{
  return self->messages->len > 0 ? self->messages->pdata[self->messages->len - 1] : NULL;
}

static void
salon_conversation_append (SalonConversation *self,
                           SalonMessage      *message)
{
  g_ptr_array_add (self->messages, g_object_ref (message));
  g_list_model_items_changed (G_LIST_MODEL (self), self->messages->len - 1, 0, 1);
  salon_recorder_message (self->recorder, message);
}

static SalonMessage *
salon_conversation_new_message (SalonConversation *self,
                                SalonRole          role)
{
  SalonMessage *last = salon_conversation_get_last (self);

  return salon_message_new (role, last != NULL ? salon_message_get_id (last) : NULL,
                            role == SALON_ROLE_ASSISTANT ? salon_chat_get_model (self->chat) : NULL,
                            salon_clock_get_real_time (self->services.clock));
}

typedef struct
{
  SalonConversation *conversation;
  SalonTurn *turn;
  SalonMessage *reply;
  DexPromise *done;
} Run;

static void
run_free (Run *run)
{
  g_object_unref (run->conversation);
  g_object_unref (run->turn);
  g_object_unref (run->reply);
  dex_unref (run->done);
  g_free (run);
}

static DexFuture *
run_fiber (gpointer user_data)
{
  Run *run = user_data;
  SalonConversation *self = run->conversation;

  /* What the user said is safe before it leaves for the model. */
  dex_await (salon_recorder_flush (self->recorder), NULL);
  salon_conversation_load_attachments (self);
  dex_await (salon_turn_run (run->turn), NULL);

  g_clear_object (&self->turn);
  salon_chat_set_running (self->chat, FALSE);
  salon_conversation_save (self, TRUE);
  salon_conversation_turn_ended (self, run->reply);
  salon_conversation_find_title (self);
  dex_promise_resolve_boolean (run->done, TRUE);
  return dex_future_new_true ();
}

static DexFuture *
salon_conversation_run (SalonConversation *self)
{
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (SalonMessage) reply = NULL;
  SalonTurnParameters parameters;
  DexFuture *done;
  Run *run;

  for (guint i = 0; i < self->messages->len; i++)
    g_ptr_array_add (messages, g_object_ref (self->messages->pdata[i]));
  reply = salon_conversation_new_message (self, SALON_ROLE_ASSISTANT);
  salon_conversation_append (self, reply);
  self->turn = salon_turn_new (&self->services, salon_chat_get_id (self->chat),
                               (const char * const *) self->servers, messages, reply,
                               self->recorder);
  salon_turn_set_discovery (self->turn, salon_conversation_get_tool_discovery (self));
  salon_conversation_get_parameters (self, &parameters);
  salon_turn_set_parameters (self->turn, &parameters);
  salon_conversation_prepare_compaction (self, self->turn);
  salon_chat_set_running (self->chat, TRUE);
  salon_conversation_running_changed (self);

  run = g_new0 (Run, 1);
  run->conversation = g_object_ref (self);
  run->turn = g_object_ref (self->turn);
  run->reply = g_object_ref (reply);
  run->done = dex_promise_new ();
  done = DEX_FUTURE (dex_ref (run->done));
  dex_clear (&self->turn_over);
  self->turn_over = dex_ref (done);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, run_fiber, run, (GDestroyNotify) run_free));
  return done;
}

static DexFuture *
reject_busy (void)
{
  return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_BUSY,
                                _("The model is still answering. Stop it first, or wait."));
}

static void
add_part (SalonConversation *self,
          SalonMessage      *message,
          SalonPart         *part)
{
  g_autoptr (SalonPart) owned = part;

  salon_part_finish (owned);
  salon_message_add_part (message, owned);
}

/* The parts are there before anybody sees the message. */
static SalonMessage *
make_message (SalonConversation *self,
              const char        *text,
              GPtrArray         *attachments)
{
  SalonMessage *message = salon_conversation_new_message (self, SALON_ROLE_USER);
  SalonPart *part;

  for (guint i = 0; i < attachments->len; i++)
    add_part (self, message, salon_part_new_attachment (attachments->pdata[i]));
  if (text[0] != '\0')
    {
      part = salon_part_new (SALON_PART_TEXT, 0);
      salon_part_append (part, text);
      add_part (self, message, part);
    }
  return message;
}

static DexFuture *
send_message (SalonConversation *self,
              const char        *text,
              GPtrArray         *attachments)
{
  g_autoptr (SalonMessage) message = NULL;
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *title = salon_chat_dup_title_for (valid);

  if (self->turn != NULL)
    return reject_busy ();
  if (title[0] == '\0' && attachments->len == 0)
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                                  _("There is nothing to send."));
  if (title[0] == '\0')
    {
      valid[0] = '\0';
      g_set_str (&title, salon_attachment_get_name (attachments->pdata[0]));
    }

  if (salon_chat_get_own_title (self->chat)[0] == '\0')
    salon_chat_set_title (self->chat, title);
  salon_conversation_draft_gone (self);
  salon_conversation_save (self, TRUE);

  message = make_message (self, valid, attachments);
  salon_conversation_append (self, message);
  for (guint i = 0; i < salon_message_get_n_parts (message); i++)
    salon_recorder_part (self->recorder, message, salon_message_get_part (message, i));
  /* Not before the message names them: a death in between must lose nothing. */
  if (attachments->len > 0)
    salon_conversation_drop_attachments (self);
  return salon_conversation_run (self);
}

DexFuture *
salon_conversation_send (SalonConversation *self,
                         const char        *text)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  g_return_val_if_fail (SALON_IS_CONVERSATION (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  return send_message (self, text, none);
}

DexFuture *
salon_conversation_send_with_attachments (SalonConversation *self,
                                          const char        *text,
                                          GListModel        *attachments)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (SALON_IS_CONVERSATION (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (attachments), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (attachments); i++)
    g_ptr_array_add (items, g_list_model_get_item (attachments, i));
  return send_message (self, text, items);
}

DexFuture *
salon_conversation_retry (SalonConversation *self)
{
  SalonMessage *last;

  g_return_val_if_fail (SALON_IS_CONVERSATION (self), NULL);

  if (self->turn != NULL)
    return reject_busy ();
  last = salon_conversation_get_last (self);
  if (last != NULL && salon_message_get_role (last) == SALON_ROLE_ASSISTANT &&
      salon_message_get_state (last) != SALON_MESSAGE_FINISHED)
    {
      g_ptr_array_remove_index (self->messages, self->messages->len - 1);
      g_list_model_items_changed (G_LIST_MODEL (self), self->messages->len, 1, 0);
      last = salon_conversation_get_last (self);
    }
  if (last == NULL || salon_message_get_role (last) != SALON_ROLE_USER)
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                                  _("There is no message that waits for an answer."));
  salon_conversation_save (self, TRUE);
  return salon_conversation_run (self);
}

DexFuture *
salon_conversation_await_idle (SalonConversation *self)
{
  g_return_val_if_fail (SALON_IS_CONVERSATION (self), NULL);

  return self->turn != NULL ? dex_ref (self->turn_over) : dex_future_new_true ();
}

void
salon_conversation_stop (SalonConversation *self)
{
  g_return_if_fail (SALON_IS_CONVERSATION (self));

  if (self->turn != NULL)
    salon_turn_stop (self->turn);
}
