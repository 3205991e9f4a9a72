/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-conversation-private.h"

#include "salon-message-loader.h"

/* With the write itself, a draft is in the store 250 ms after the last key. */
#define DRAFT_INTERVAL (200 * G_TIME_SPAN_MILLISECOND)

static GType
salon_conversation_get_item_type (GListModel *model)
{
  return SALON_TYPE_MESSAGE;
}

static guint
salon_conversation_get_n_items (GListModel *model)
{
  return SALON_CONVERSATION (model)->messages->len;
}

static gpointer
salon_conversation_get_item (GListModel *model,
                             guint       position)
{
  SalonConversation *self = SALON_CONVERSATION (model);

  return position < self->messages->len ? g_object_ref (self->messages->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = salon_conversation_get_item_type;
  iface->get_n_items = salon_conversation_get_n_items;
  iface->get_item = salon_conversation_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonConversation, salon_conversation, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

enum
{
  PROP_0,
  PROP_ID,
  PROP_TITLE,
  PROP_MODEL,
  PROP_DRAFT,
  PROP_RUNNING,
  PROP_USAGE,
  N_PROPS
};

enum
{
  SETTING_CHANGED,
  TURN_FINISHED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
salon_conversation_dispose (GObject *object)
{
  SalonConversation *self = SALON_CONVERSATION (object);

  g_clear_object (&self->services.clock);
  g_clear_object (&self->services.toolbox);
  g_clear_object (&self->services.approvals);
  g_clear_object (&self->services.consent);
  g_clear_object (&self->services.history);
  g_clear_object (&self->chat);
  g_clear_object (&self->recorder);
  g_clear_object (&self->turn);
  dex_clear (&self->turn_over);
  g_clear_object (&self->attachments);
  g_ptr_array_set_size (self->messages, 0);

  G_OBJECT_CLASS (salon_conversation_parent_class)->dispose (object);
}

static void
salon_conversation_finalize (GObject *object)
{
  SalonConversation *self = SALON_CONVERSATION (object);

  g_clear_pointer (&self->messages, g_ptr_array_unref);
  g_clear_pointer (&self->servers, g_strfreev);

  G_OBJECT_CLASS (salon_conversation_parent_class)->finalize (object);
}

static void
salon_conversation_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  SalonConversation *self = SALON_CONVERSATION (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, salon_conversation_get_id (self));
      break;
    case PROP_TITLE:
      g_value_set_string (value, salon_conversation_get_title (self));
      break;
    case PROP_MODEL:
      g_value_set_string (value, salon_conversation_get_model (self));
      break;
    case PROP_DRAFT:
      g_value_set_string (value, salon_conversation_get_draft (self));
      break;
    case PROP_RUNNING:
      g_value_set_boolean (value, self->turn != NULL);
      break;
    case PROP_USAGE:
      g_value_take_boxed (value, salon_conversation_dup_usage (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
salon_conversation_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  SalonConversation *self = SALON_CONVERSATION (object);

  switch (prop_id)
    {
    case PROP_MODEL:
      salon_conversation_set_model (self, g_value_get_string (value));
      break;
    case PROP_DRAFT:
      salon_conversation_set_draft (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
salon_conversation_class_init (SalonConversationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = salon_conversation_dispose;
  object_class->finalize = salon_conversation_finalize;
  object_class->get_property = salon_conversation_get_property;
  object_class->set_property = salon_conversation_set_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_MODEL] =
    g_param_spec_string ("model", NULL, NULL, NULL, flags | G_PARAM_WRITABLE);
  properties[PROP_DRAFT] =
    g_param_spec_string ("draft", NULL, NULL, NULL, flags | G_PARAM_WRITABLE);
  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  properties[PROP_USAGE] = g_param_spec_boxed ("usage", NULL, NULL, SALON_TYPE_USAGE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SETTING_CHANGED] =
    g_signal_new ("setting-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[TURN_FINISHED] =
    g_signal_new ("turn-finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, SALON_TYPE_MESSAGE);
}

static void
salon_conversation_init (SalonConversation *self)
{
  self->messages = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
on_chat_title_cb (SalonConversation *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

static DexFuture *
reload_fiber (gpointer user_data)
{
  SalonConversation *self = user_data;
  SalonStore *store = salon_history_get_store (self->services.history);
  g_autoptr (GPtrArray) messages = NULL;
  GError *error = NULL;

  messages = dex_await_boxed (salon_message_loader_load (store, salon_chat_get_id (self->chat)),
                              &error);
  if (messages == NULL)
    return dex_future_new_for_error (error);
  salon_conversation_take_messages (self, messages);
  return dex_future_new_true ();
}

static void
on_chat_changed_cb (SalonConversation *self,
                    const char        *id)
{
  if (g_strcmp0 (id, salon_chat_get_id (self->chat)) == 0 && self->turn == NULL &&
      !self->discarded)
    salon_history_report (self->services.history,
                          dex_scheduler_spawn (NULL, 0, reload_fiber,
                                               g_object_ref (self), g_object_unref));
}

SalonConversation *
salon_conversation_new (const SalonTurnServices *services,
                        SalonChat               *chat)
{
  SalonConversation *self;

  g_return_val_if_fail (services != NULL, NULL);
  g_return_val_if_fail (SALON_IS_CHAT (chat), NULL);

  self = g_object_new (SALON_TYPE_CONVERSATION, NULL);
  self->services = *services;
  g_object_ref (self->services.clock);
  g_object_ref (self->services.toolbox);
  g_object_ref (self->services.approvals);
  g_object_ref (self->services.consent);
  g_object_ref (self->services.history);
  self->chat = g_object_ref (chat);
  self->recorder = salon_recorder_new (services->history, services->clock,
                                       salon_chat_get_id (chat));
  g_signal_connect_object (chat, "notify::title",
                           G_CALLBACK (on_chat_title_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (services->history, "chat-changed",
                           G_CALLBACK (on_chat_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

void
salon_conversation_take_messages (SalonConversation *self,
                                  GPtrArray         *messages)
{
  guint n_old, n_kept;

  g_return_if_fail (SALON_IS_CONVERSATION (self));

  n_old = self->messages->len;
  if (self->turn != NULL || messages->len < n_old)
    return;
  for (guint i = 0; i < n_old; i++)
    {
      if (!g_str_equal (salon_message_get_id (self->messages->pdata[i]),
                        salon_message_get_id (messages->pdata[i])))
        return;
    }
  n_kept = n_old;
  /* It may have been in the middle of streaming when it was read. */
  if (n_old > 0 &&
      salon_message_get_state (self->messages->pdata[n_old - 1]) == SALON_MESSAGE_STOPPED)
    n_kept--;
  g_ptr_array_set_size (self->messages, n_kept);
  for (guint i = n_kept; i < messages->len; i++)
    g_ptr_array_add (self->messages, g_object_ref (messages->pdata[i]));
  if (n_kept < messages->len)
    g_list_model_items_changed (G_LIST_MODEL (self), n_kept, n_old - n_kept,
                                messages->len - n_kept);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_USAGE]);
}

SalonUsage *
salon_conversation_dup_usage (SalonConversation *self)
{
  g_autoptr (SalonUsage) sum = NULL;

  g_return_val_if_fail (SALON_IS_CONVERSATION (self), NULL);

  for (guint i = 0; i < self->messages->len; i++)
    {
      const SalonUsage *usage = salon_message_get_usage (self->messages->pdata[i]);

      if (usage == NULL)
        continue;
      if (sum == NULL)
        sum = salon_usage_new ();
      salon_usage_add (sum, usage);
    }
  return g_steal_pointer (&sum);
}

const char *
salon_conversation_get_id (SalonConversation *self)
{
  g_return_val_if_fail (SALON_IS_CONVERSATION (self), NULL);
  return salon_chat_get_id (self->chat);
}

const char *
salon_conversation_get_title (SalonConversation *self)
{
  g_return_val_if_fail (SALON_IS_CONVERSATION (self), NULL);
  return salon_chat_get_own_title (self->chat);
}

const char *
salon_conversation_get_model (SalonConversation *self)
{
  g_return_val_if_fail (SALON_IS_CONVERSATION (self), NULL);
  return salon_chat_get_model (self->chat);
}

const char *
salon_conversation_get_draft (SalonConversation *self)
{
  g_return_val_if_fail (SALON_IS_CONVERSATION (self), NULL);
  return salon_chat_get_draft (self->chat);
}

gboolean
salon_conversation_get_running (SalonConversation *self)
{
  g_return_val_if_fail (SALON_IS_CONVERSATION (self), FALSE);
  return self->turn != NULL;
}

void
salon_conversation_set_servers (SalonConversation  *self,
                                const char * const *names)
{
  g_auto (GStrv) servers = NULL;

  g_return_if_fail (SALON_IS_CONVERSATION (self));

  servers = g_strdupv ((GStrv) names);
  g_strfreev (self->servers);
  self->servers = g_steal_pointer (&servers);
}

void
salon_conversation_set_max_rounds (SalonConversation *self,
                                   guint              max_rounds)
{
  g_return_if_fail (SALON_IS_CONVERSATION (self));

  self->services.max_rounds = max_rounds;
}

void
salon_conversation_save (SalonConversation *self,
                         gboolean           touched)
{
  if (!self->discarded)
    salon_history_report (self->services.history,
                          salon_history_save_chat (self->services.history, self->chat, touched));
}

void
salon_conversation_set_model (SalonConversation *self,
                              const char        *model)
{
  g_return_if_fail (SALON_IS_CONVERSATION (self));

  if (!salon_chat_set_model (self->chat, model))
    return;
  if (!salon_chat_is_empty (self->chat))
    salon_conversation_save (self, FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

static void
salon_conversation_save_draft (SalonConversation *self)
{
  if (!self->draft_waits)
    return;
  self->draft_waits = FALSE;
  salon_conversation_save (self, FALSE);
}

static DexFuture *
draft_fiber (gpointer user_data)
{
  SalonConversation *self = user_data;

  dex_await (salon_clock_sleep (self->services.clock, DRAFT_INTERVAL), NULL);
  salon_conversation_save_draft (self);
  return dex_future_new_true ();
}

void
salon_conversation_set_draft (SalonConversation *self,
                              const char        *draft)
{
  g_return_if_fail (SALON_IS_CONVERSATION (self));

  if (!salon_chat_set_draft (self->chat, draft != NULL ? draft : ""))
    return;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DRAFT]);
  if (self->draft_waits)
    return;
  self->draft_waits = TRUE;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, draft_fiber,
                                          g_object_ref (self), g_object_unref));
}

void
salon_conversation_draft_gone (SalonConversation *self)
{
  if (salon_chat_set_draft (self->chat, ""))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DRAFT]);
  self->draft_waits = FALSE;
}

void
salon_conversation_running_changed (SalonConversation *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
}

void
salon_conversation_turn_ended (SalonConversation *self,
                               SalonMessage      *reply)
{
  salon_conversation_running_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_USAGE]);
  g_signal_emit (self, signals[TURN_FINISHED], 0, reply);
}

DexFuture *
salon_conversation_flush (SalonConversation *self)
{
  g_return_val_if_fail (SALON_IS_CONVERSATION (self), NULL);

  if (self->draft_waits && !self->discarded)
    {
      self->draft_waits = FALSE;
      return dex_future_all (salon_history_save_chat (self->services.history, self->chat, FALSE),
                             salon_recorder_flush (self->recorder), NULL);
    }
  return salon_recorder_flush (self->recorder);
}

void
salon_conversation_discard (SalonConversation *self)
{
  g_return_if_fail (SALON_IS_CONVERSATION (self));

  self->discarded = TRUE;
  salon_recorder_close (self->recorder);
  salon_conversation_stop (self);
}
