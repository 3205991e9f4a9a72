/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-host-private.h"

#include <glib/gi18n.h>

#include "salon-approvals.h"
#include "salon-auth-store.h"
#include "salon-conversation-private.h"
#include "salon-expander.h"
#include "salon-history-private.h"
#include "salon-host-error.h"
#include "salon-http-client.h"
#include "salon-launcher.h"
#include "salon-message-loader.h"
#include "salon-model-registry.h"
#include "salon-paths.h"
#include "salon-sampling-handler.h"
#include "salon-sampling-model.h"
#include "salon-secrets.h"
#include "salon-server-manager.h"
#include "salon-store-error.h"
#include "salon-toolbox.h"

/* Seconds: a file of an attachment is there before what names it. */
#define SWEEP_AGE (24 * 60 * 60)

G_DEFINE_FINAL_TYPE (SalonHost, salon_host, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_NOTICE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
salon_host_dispose (GObject *object)
{
  SalonHost *self = SALON_HOST (object);

  g_hash_table_remove_all (self->conversations);
  /* Others may hold the manager for longer. */
  if (self->servers != NULL)
    salon_server_manager_set_input_handler_func (self->servers, NULL, NULL, NULL);
  g_clear_object (&self->toolbox);
  g_clear_object (&self->history);
  g_clear_object (&self->approvals);
  g_clear_object (&self->models);
  g_clear_object (&self->servers);
  g_clear_object (&self->eras);
  g_clear_object (&self->secrets);
  g_clear_object (&self->browser);
  g_clear_object (&self->consent);
  g_clear_object (&self->store);
  g_clear_object (&self->state_store);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (salon_host_parent_class)->dispose (object);
}

static void
salon_host_finalize (GObject *object)
{
  SalonHost *self = SALON_HOST (object);

  g_clear_pointer (&self->conversations, g_hash_table_unref);
  for (guint i = 0; i < SALON_HOST_N_NOTICES; i++)
    g_free (self->notices[i]);
  g_free (self->notice);
  g_free (self->dismissed_notice);

  G_OBJECT_CLASS (salon_host_parent_class)->finalize (object);
}

static void
salon_host_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_NOTICE:
      g_value_set_string (value, salon_host_get_notice (SALON_HOST (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
salon_host_class_init (SalonHostClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = salon_host_dispose;
  object_class->finalize = salon_host_finalize;
  object_class->get_property = salon_host_get_property;

  properties[PROP_NOTICE] =
    g_param_spec_string ("notice", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
salon_host_init (SalonHost *self)
{
  self->conversations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, weak_ref_free);
}

/* --- parts ------------------------------------------------------------------------------- */

static DexFuture *
get_provider_cb (const char *model,
                 gpointer    user_data)
{
  return salon_model_registry_create_provider (user_data, model);
}

static SalonLlmModel *
get_facts_cb (const char *reference,
              gpointer    user_data)
{
  return salon_model_registry_dup_facts (user_data, reference);
}

/* The practice model has no window: it takes what it is given. */
static gint64
get_window_cb (const char *reference,
               gpointer    user_data)
{
  g_autoptr (SalonLlmModel) facts = NULL;

  if (g_str_has_prefix (reference, SALON_PRACTICE_PROVIDER_ID "/"))
    return G_MAXINT64;
  facts = salon_model_registry_dup_facts (user_data, reference);
  return facts != NULL ? salon_llm_model_get_context_window (facts) : 0;
}

static const char *
get_small_model_cb (gpointer user_data)
{
  return salon_model_registry_has_small_model (user_data)
           ? salon_model_registry_get_small_model (user_data) : NULL;
}

static SalonTurnServices
salon_host_get_services (SalonHost *self)
{
  return (SalonTurnServices) {
    .clock = self->clock,
    .toolbox = self->toolbox,
    .approvals = self->approvals,
    .consent = self->consent,
    .history = self->history,
    .get_provider = get_provider_cb,
    .get_provider_data = self->models,
    .get_window = get_window_cb,
    .get_window_data = self->models,
    .get_facts = get_facts_cb,
    .get_facts_data = self->models,
    .get_small_model = get_small_model_cb,
    .get_small_model_data = self->models,
    .titles = self->titles,
  };
}

static SalonMcpInputHandler *
input_handler_cb (SalonServer *server,
                  gpointer     user_data)
{
  SalonHost *self = user_data;
  SalonTurnServices services = salon_host_get_services (self);

  return SALON_MCP_INPUT_HANDLER (
    salon_sampling_handler_new (&services, salon_server_get_name (server),
                                salon_sampling_choose_model, self->models));
}

static void
on_deleting_cb (SalonHost  *self,
                const char *chat_id)
{
  GWeakRef *weak = g_hash_table_lookup (self->conversations, chat_id);
  g_autoptr (SalonConversation) conversation = weak != NULL ? g_weak_ref_get (weak) : NULL;

  if (conversation != NULL)
    salon_conversation_discard (conversation);
  g_hash_table_remove (self->conversations, chat_id);
  salon_approvals_forget_chat (self->approvals, chat_id);
}

static void
salon_host_build_sign_in (SalonHost       *self,
                          SalonExpander   *expander,
                          SalonHttpClient *http_client)
{
  g_autofree char *lock_path = salon_paths_dup_sign_in_lock ();
  g_autoptr (SalonAuthStore) store = salon_auth_store_new (self->secrets, lock_path, self->clock);
  const SalonSignInServices services = {
    .store = SALON_MCP_AUTH_STORE (store),
    .expander = expander,
    .http_client = http_client,
    .clock = self->clock,
    .consent = self->consent,
    .browser = self->browser,
  };

  salon_server_manager_set_sign_in_services (self->servers, &services);
}

static void
salon_host_build (SalonHost *self)
{
  g_autofree char *servers_path = salon_paths_dup_servers_file ();
  g_autofree char *models_path = salon_paths_dup_models_file ();
  g_autofree char *eras_path = salon_paths_dup_eras_file ();
  g_autoptr (SalonServersFile) servers_file = salon_servers_file_new (servers_path);
  g_autoptr (SalonModelsFile) models_file = salon_models_file_new (models_path);
  g_autoptr (SalonHttpClient) http_client = salon_http_client_new ();
  g_autoptr (SalonExpander) expander = NULL;
  g_autoptr (SalonLauncher) launcher = NULL;
  g_autoptr (SalonRemoteConnector) connector = NULL;

  self->secrets = salon_secrets_new ();
  self->browser = salon_browser_new ();
  expander = salon_expander_new (self->secrets, NULL);
  launcher = salon_launcher_new (expander, NULL, self->clock);
  connector = salon_remote_connector_new (expander, http_client, self->clock);
  self->eras = salon_era_file_new (eras_path, self->clock);
  self->servers = salon_server_manager_new (servers_file, launcher, self->clock);
  salon_server_manager_set_remote_connector (self->servers, connector);
  salon_server_manager_set_era_memory (self->servers, SALON_MCP_ERA_MEMORY (self->eras));
  salon_host_build_sign_in (self, expander, http_client);
  self->models = salon_model_registry_new (models_file, self->secrets, http_client, self->clock);
  self->approvals = salon_approvals_new ();
  self->history = salon_history_new (self->clock);
  self->toolbox = salon_toolbox_new (G_LIST_MODEL (self->servers), self->clock);
  salon_server_manager_set_input_handler_func (self->servers, input_handler_cb, self, NULL);

  g_signal_connect_object (self->servers, "notify::problem",
                           G_CALLBACK (salon_host_update_servers_notice), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->models, "notify::problem",
                           G_CALLBACK (salon_host_update_models_notice), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->history, "deleting",
                           G_CALLBACK (on_deleting_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->history, "store-failed",
                           G_CALLBACK (salon_host_tell_store_failed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->approvals, "store-failed",
                           G_CALLBACK (salon_host_tell_approval_failed), self, G_CONNECT_SWAPPED);
}

SalonHost *
salon_host_new (SalonClock   *clock,
                SalonConsent *consent)
{
  SalonHost *self;

  g_return_val_if_fail (clock == NULL || SALON_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (consent == NULL || SALON_IS_CONSENT (consent), NULL);

  self = g_object_new (SALON_TYPE_HOST, NULL);
  self->clock = g_object_ref (clock != NULL ? clock : salon_clock_get_system ());
  self->consent = consent != NULL ? g_object_ref (consent) : salon_consent_new ();
  salon_host_build (self);
  return self;
}

/* --- opening and closing ----------------------------------------------------------------- */

static DexFuture *
open_history_fiber (gpointer user_data)
{
  SalonHost *self = user_data;
  g_autofree char *path = salon_paths_dup_history_file ();
  g_autoptr (GError) error = NULL;

  self->store = dex_await_object (salon_store_open (path), &error);
  if (self->store != NULL)
    {
      salon_host_set_notice (self, SALON_HOST_NOTICE_HISTORY, salon_store_get_notice (self->store));
      dex_await (salon_history_load (self->history, self->store), &error);
      dex_future_disown (salon_store_sweep_blobs (self->store, SWEEP_AGE));
    }
  if (error != NULL)
    salon_host_tell_store_failed (self, error);
  return dex_future_new_true ();
}

static DexFuture *
open_state_fiber (gpointer user_data)
{
  SalonHost *self = user_data;
  g_autofree char *path = salon_paths_dup_state_file ();
  g_autoptr (GError) error = NULL;

  self->state_store = dex_await_object (salon_state_store_open (path), &error);
  if (self->state_store != NULL)
    {
      salon_host_set_notice (self, SALON_HOST_NOTICE_STATE,
                             salon_state_store_get_notice (self->state_store));
      dex_await (salon_approvals_load (self->approvals, self->state_store), &error);
    }
  if (error != NULL)
    salon_host_tell_approval_failed (self, error);
  return dex_future_new_true ();
}

static DexFuture *
open_fiber (gpointer user_data)
{
  SalonHost *self = user_data;
  g_autoptr (GError) error = NULL;

  /* Side by side: two files, two databases on two threads. */
  if (!dex_await (dex_future_all (
                    dex_scheduler_spawn (NULL, 0, open_history_fiber,
                                         g_object_ref (self), g_object_unref),
                    dex_scheduler_spawn (NULL, 0, open_state_fiber,
                                         g_object_ref (self), g_object_unref),
                    salon_server_manager_open (self->servers),
                    salon_model_registry_open (self->models),
                    salon_era_file_load (self->eras),
                    NULL),
                  &error))
    g_debug ("Opening: %s", error->message);
  salon_host_update_servers_notice (self);
  salon_host_update_models_notice (self);
  return dex_future_new_true ();
}

DexFuture *
salon_host_open (SalonHost *self)
{
  g_return_val_if_fail (SALON_IS_HOST (self), NULL);

  return dex_scheduler_spawn (NULL, 0, open_fiber, g_object_ref (self), g_object_unref);
}

static void
salon_host_await_conversations (SalonHost *self)
{
  g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer weak;

  g_hash_table_iter_init (&iter, self->conversations);
  while (g_hash_table_iter_next (&iter, NULL, &weak))
    {
      SalonConversation *conversation = g_weak_ref_get (weak);

      if (conversation != NULL)
        g_ptr_array_add (open, conversation);
    }
  for (guint i = 0; i < open->len; i++)
    salon_conversation_stop (open->pdata[i]);
  for (guint i = 0; i < open->len; i++)
    {
      SalonConversation *conversation = open->pdata[i];

      dex_await (salon_conversation_await_idle (conversation), NULL);
      dex_await (salon_conversation_flush (conversation), NULL);
    }
}

static DexFuture *
close_fiber (gpointer user_data)
{
  SalonHost *self = user_data;

  salon_consent_withdraw_all (self->consent);
  salon_host_await_conversations (self);
  dex_await (salon_server_manager_close (self->servers), NULL);
  dex_await (salon_era_file_flush (self->eras), NULL);
  if (self->store != NULL)
    dex_await (salon_store_close (self->store), NULL);
  if (self->state_store != NULL)
    dex_await (salon_state_store_close (self->state_store), NULL);
  return dex_future_new_true ();
}

DexFuture *
salon_host_close (SalonHost *self)
{
  g_return_val_if_fail (SALON_IS_HOST (self), NULL);

  return dex_scheduler_spawn (NULL, 0, close_fiber, g_object_ref (self), g_object_unref);
}

/* --- conversations ----------------------------------------------------------------------- */

static SalonConversation *
salon_host_adopt (SalonHost *self,
                  SalonChat *chat)
{
  SalonTurnServices services = salon_host_get_services (self);
  SalonConversation *conversation = salon_conversation_new (&services, chat);
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, conversation);
  g_hash_table_replace (self->conversations, g_strdup (salon_chat_get_id (chat)), weak);
  if (salon_conversation_get_model (conversation) == NULL)
    salon_conversation_set_model (conversation,
                                  salon_model_registry_get_default_model (self->models));
  return conversation;
}

void
salon_host_set_titles (SalonHost *self,
                       gboolean   titles)
{
  g_return_if_fail (SALON_IS_HOST (self));

  self->titles = titles;
}

SalonConversation *
salon_host_new_conversation (SalonHost *self)
{
  g_autoptr (SalonChat) chat = NULL;

  g_return_val_if_fail (SALON_IS_HOST (self), NULL);

  chat = salon_history_new_chat (self->history);
  return salon_host_adopt (self, chat);
}

static SalonConversation *
salon_host_get_open (SalonHost  *self,
                     const char *chat_id)
{
  GWeakRef *weak = g_hash_table_lookup (self->conversations, chat_id);

  return weak != NULL ? g_weak_ref_get (weak) : NULL;
}

typedef struct
{
  SalonHost *host;
  char *chat_id;
} Loading;

static void
loading_free (Loading *loading)
{
  g_object_unref (loading->host);
  g_free (loading->chat_id);
  g_free (loading);
}

/* Another process may have added it: `salon ask` beside a window. */
static SalonChat *
salon_host_find_chat (SalonHost   *self,
                      const char  *chat_id,
                      GError     **error)
{
  SalonChat *known = salon_history_find (self->history, chat_id);
  g_autoptr (SalonStoreChat) row = NULL;
  g_autoptr (GError) failure = NULL;
  SalonChat *chat;

  if (known != NULL)
    return g_object_ref (known);
  if (self->store != NULL)
    row = dex_await_boxed (salon_store_load_chat (self->store, chat_id), &failure);
  if (failure != NULL &&
      !g_error_matches (failure, SALON_STORE_ERROR, SALON_STORE_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (row == NULL)
    g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_NOT_FOUND,
                 _("There is no chat “%s”."), chat_id);
  if (row == NULL)
    return NULL;
  /* Somebody else may have found it meanwhile. */
  if ((known = salon_history_find (self->history, chat_id)) != NULL)
    return g_object_ref (known);
  chat = salon_chat_new_from_row (row);
  salon_history_add_chat (self->history, chat);
  return chat;
}

static DexFuture *
load_conversation_fiber (gpointer user_data)
{
  Loading *loading = user_data;
  SalonHost *self = loading->host;
  const char *chat_id = loading->chat_id;
  g_autoptr (SalonConversation) conversation = NULL;
  g_autoptr (SalonChat) chat = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  GError *error = NULL;

  chat = salon_host_find_chat (self, chat_id, &error);
  if (chat == NULL)
    return dex_future_new_for_error (error);
  if (self->store != NULL)
    {
      messages = dex_await_boxed (salon_message_loader_load (self->store, chat_id), &error);
      if (messages == NULL)
        return dex_future_new_for_error (error);
    }
  /* Somebody else may have loaded it meanwhile. */
  conversation = salon_host_get_open (self, chat_id);
  if (conversation == NULL)
    {
      conversation = salon_host_adopt (self, chat);
      if (messages != NULL)
        salon_conversation_take_messages (conversation, messages);
    }
  return dex_future_new_take_object (g_steal_pointer (&conversation));
}

DexFuture *
salon_host_load_conversation (SalonHost  *self,
                              const char *chat_id)
{
  SalonConversation *conversation;
  Loading *loading;

  g_return_val_if_fail (SALON_IS_HOST (self), NULL);
  g_return_val_if_fail (chat_id != NULL, NULL);

  conversation = salon_host_get_open (self, chat_id);
  if (conversation != NULL)
    return dex_future_new_take_object (conversation);
  loading = g_new0 (Loading, 1);
  loading->host = g_object_ref (self);
  loading->chat_id = g_strdup (chat_id);
  return dex_scheduler_spawn (NULL, 0, load_conversation_fiber, loading,
                              (GDestroyNotify) loading_free);
}

/* --- getters ----------------------------------------------------------------------------- */

#define DEFINE_GETTER(Type, name, member) \
  Type * \
  salon_host_get_##name (SalonHost *self) \
  { \
    g_return_val_if_fail (SALON_IS_HOST (self), NULL); \
    return self->member; \
  }

DEFINE_GETTER (SalonClock, clock, clock)
DEFINE_GETTER (SalonServerManager, servers, servers)
DEFINE_GETTER (SalonModelRegistry, models, models)
DEFINE_GETTER (SalonConsent, consent, consent)
DEFINE_GETTER (SalonHistory, history, history)
DEFINE_GETTER (SalonToolbox, toolbox, toolbox)
DEFINE_GETTER (SalonApprovals, approvals, approvals)
DEFINE_GETTER (SalonSecrets, secrets, secrets)
DEFINE_GETTER (SalonBrowser, browser, browser)
