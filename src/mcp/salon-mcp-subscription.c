/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-subscription.h"

#include "salon-mcp-client-private.h"
#include "salon-mcp-error.h"
#include "salon-mcp-exchange-private.h"
#include "salon-mcp-subscription-private.h"

/* What a host wants to be told of: kept as a set, and brought to the server in the way of its
 * era, again whenever the set changes or the connection has lost it. */

#define FIRST_DELAY_US (1 * G_TIME_SPAN_SECOND)
#define MAX_DELAY_US (60 * G_TIME_SPAN_SECOND)

G_DEFINE_FINAL_TYPE (SalonMcpSubscription, salon_mcp_subscription, G_TYPE_OBJECT)

enum
{
  SIGNAL_RESOURCE_UPDATED,
  SIGNAL_TASK_UPDATED,
  SIGNAL_MISSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
salon_mcp_subscription_dispose (GObject *object)
{
  SalonMcpSubscription *self = SALON_MCP_SUBSCRIPTION (object);

  salon_mcp_subscription_stop (self);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (salon_mcp_subscription_parent_class)->dispose (object);
}

static void
salon_mcp_subscription_finalize (GObject *object)
{
  SalonMcpSubscription *self = SALON_MCP_SUBSCRIPTION (object);

  g_clear_pointer (&self->resources, g_hash_table_unref);
  g_clear_pointer (&self->tasks, g_hash_table_unref);
  g_clear_pointer (&self->agreed_resources, g_hash_table_unref);

  G_OBJECT_CLASS (salon_mcp_subscription_parent_class)->finalize (object);
}

static void
salon_mcp_subscription_class_init (SalonMcpSubscriptionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = salon_mcp_subscription_dispose;
  object_class->finalize = salon_mcp_subscription_finalize;

  /**
   * SalonMcpSubscription::resource-updated:
   * @self: the subscription
   * @uri: the resource that is another one now
   */
  signals[SIGNAL_RESOURCE_UPDATED] =
    g_signal_new ("resource-updated", SALON_TYPE_MCP_SUBSCRIPTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);

  /**
   * SalonMcpSubscription::task-updated:
   * @self: the subscription
   * @task: the task as it is now
   */
  signals[SIGNAL_TASK_UPDATED] =
    g_signal_new ("task-updated", SALON_TYPE_MCP_SUBSCRIPTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL,
                  G_TYPE_NONE, 1, SALON_TYPE_JSON_DOCUMENT | G_SIGNAL_TYPE_STATIC_SCOPE);

  /**
   * SalonMcpSubscription::missed:
   * @self: the subscription
   *
   * The connection broke for a while: anything may have changed. The lists' signals of the
   * client are emitted, too; resources have to be read again.
   */
  signals[SIGNAL_MISSED] =
    g_signal_new ("missed", SALON_TYPE_MCP_SUBSCRIPTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static GHashTable *
new_set (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
salon_mcp_subscription_init (SalonMcpSubscription *self)
{
  self->resources = new_set ();
  self->tasks = new_set ();
  self->agreed_resources = new_set ();
}

/* What the server says. */

static void
on_resource_updated_cb (SalonMcpSubscription *self,
                        const char           *method,
                        SalonJsonDocument    *params)
{
  const char *uri =
    salon_json_as_string (salon_json_get_member (salon_json_document_get_root (params), "uri"));

  /* A server may tell of a part of what was asked for (“Resource updated notification”). */
  if (uri != NULL && !self->is_stopped && g_hash_table_size (self->resources) > 0)
    g_signal_emit (self, signals[SIGNAL_RESOURCE_UPDATED], 0, uri);
}

static void
on_task_updated_cb (SalonMcpSubscription *self,
                    const char           *method,
                    SalonJsonDocument    *params)
{
  const char *id =
    salon_json_as_string (salon_json_get_member (salon_json_document_get_root (params), "taskId"));

  if (id != NULL && g_hash_table_contains (self->tasks, id))
    g_signal_emit (self, signals[SIGNAL_TASK_UPDATED], 0, params);
}

/* The server names what it agrees to, which may be less than was asked for. */
static void
on_acknowledged_cb (SalonMcpSubscription *self,
                    const char           *method,
                    SalonJsonDocument    *params)
{
  const SalonJson *root = salon_json_document_get_root (params);
  const SalonJson *agreed = salon_json_get_member (root, "notifications");
  const SalonJson *id = salon_json_get_member (salon_json_get_member (root, "_meta"),
                                               "io.modelcontextprotocol/subscriptionId");
  const SalonJson *uri = NULL;
  SalonMcpExchange *exchange = salon_mcp_client_find_exchange (self->client, id);
  SalonJsonIter iter;

  if (exchange == NULL || exchange != self->exchange)
    return;
  self->is_acknowledged = TRUE;
  self->delay = 0;
  self->agreed_lists = salon_mcp_subscription_read_lists (agreed);
  g_hash_table_remove_all (self->agreed_resources);
  salon_json_iter_init (&iter, salon_json_get_member (agreed, "resourceSubscriptions"));
  while (salon_json_iter_next (&iter, NULL, &uri))
    if (salon_json_as_string (uri) != NULL)
      g_hash_table_add (self->agreed_resources, g_strdup (salon_json_as_string (uri)));
  if (self->old_exchange != NULL)
    {
      /* The new one listens, so the old one may end. */
      salon_mcp_exchange_cancel (self->old_exchange, NULL);
      g_clear_object (&self->old_exchange);
    }
}

/* Whatever was kept is not to be trusted any more. */
static void
tell_missed (SalonMcpSubscription *self)
{
  salon_mcp_cache_clear (self->client->cache);
  if ((self->lists & SALON_MCP_LIST_TOOLS) != 0)
    salon_mcp_client_emit_tools_changed (self->client);
  if ((self->lists & SALON_MCP_LIST_PROMPTS) != 0)
    salon_mcp_client_emit_prompts_changed (self->client);
  if ((self->lists & SALON_MCP_LIST_RESOURCES) != 0)
    salon_mcp_client_emit_resources_changed (self->client);
  g_signal_emit (self, signals[SIGNAL_MISSED], 0);
}

/* The modern way: one stream that is listened to. */

static void listen (SalonMcpSubscription *self);

static DexFuture *
on_listen_again_cb (DexFuture *future,
                    gpointer   user_data)
{
  SalonMcpSubscription *self = user_data;

  if (!self->is_stopped && salon_mcp_client_get_state (self->client) == SALON_MCP_CLIENT_READY)
    listen (self);
  return NULL;
}

static gboolean
is_final (const GError *error)
{
  return salon_mcp_error_get_code (error) == SALON_MCP_CODE_METHOD_NOT_FOUND ||
         salon_mcp_error_get_code (error) == SALON_MCP_CODE_INVALID_PARAMS ||
         g_error_matches (error, SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED);
}

typedef struct
{
  SalonMcpSubscription *self;
  SalonMcpExchange     *exchange;
} Ending;

static void
ending_free (gpointer data)
{
  Ending *ending = data;

  g_object_unref (ending->self);
  g_object_unref (ending->exchange);
  g_free (ending);
}

/* The stream ended by itself: nobody knows what was missed until it is there again. A server
 * that does not know the method has no updates; what it lets be kept grows stale by time. */
static DexFuture *
on_ended_cb (DexFuture *future,
             gpointer   user_data)
{
  Ending *ending = user_data;
  SalonMcpSubscription *self = ending->self;
  g_autoptr (GError) error = NULL;
  gboolean was_acknowledged = self->is_acknowledged;

  if (self->is_stopped || self->exchange != ending->exchange)
    return NULL;
  g_clear_object (&self->exchange);
  self->is_acknowledged = FALSE;
  self->agreed_lists = 0;
  g_hash_table_remove_all (self->agreed_resources);
  if (dex_future_get_value (future, &error) == NULL && is_final (error))
    return NULL;
  if (was_acknowledged)
    tell_missed (self);
  self->delay = self->delay == 0 ? FIRST_DELAY_US : MIN (self->delay * 2, MAX_DELAY_US);
  dex_clear (&self->waiting);
  self->waiting = dex_future_finally (salon_clock_sleep (self->client->clock, self->delay),
                                      on_listen_again_cb,
                                      g_object_ref (self), g_object_unref);
  return NULL;
}

static void
listen (SalonMcpSubscription *self)
{
  g_autoptr (SalonJsonDocument) params = salon_mcp_subscription_write_filter (self);
  SalonMcpParams wrapped = { params != NULL ? salon_json_document_get_root (params) : NULL };
  Ending *ending = NULL;

  if (self->old_exchange == NULL)
    self->old_exchange = g_steal_pointer (&self->exchange);
  else if (self->exchange != NULL)
    {
      g_autoptr (SalonMcpExchange) skipped = g_steal_pointer (&self->exchange);
      salon_mcp_exchange_cancel (skipped, NULL);
    }
  self->is_acknowledged = FALSE;
  if (params == NULL)
    {
      if (self->old_exchange != NULL)
        salon_mcp_exchange_cancel (self->old_exchange, NULL);
      g_clear_object (&self->old_exchange);
      return;
    }
  self->exchange = salon_mcp_client_start_exchange (self->client, "subscriptions/listen", &wrapped);
  /* It lasts as long as the connection does. */
  self->exchange->last_deadline = G_MAXINT64;
  salon_mcp_exchange_set_timeout (self->exchange, 0);
  ending = g_new0 (Ending, 1);
  ending->self = g_object_ref (self);
  ending->exchange = g_object_ref (self->exchange);
  dex_future_disown (dex_future_finally (salon_mcp_exchange_await_result (self->exchange),
                                         on_ended_cb, ending,
                                         ending_free));
}

/* The legacy way: lists are told of unasked, resources one by one. */

static void
request_resource (SalonMcpSubscription *self,
                  const char           *uri,
                  gboolean              is_wanted)
{
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autoptr (SalonJsonDocument) params = NULL;
  const SalonJson *capability = salon_json_get_member (self->client->server_capabilities,
                                                       "resources");
  gboolean can_subscribe = FALSE;

  salon_json_as_boolean (salon_json_get_member (capability, "subscribe"), &can_subscribe);
  if (!can_subscribe)
    return;
  params = salon_mcp_subscription_write_resource (uri);
  exchange = salon_mcp_client_request (self->client,
                                       is_wanted ? "resources/subscribe" : "resources/unsubscribe",
                                       salon_json_document_get_root (params));
  if (is_wanted)
    g_hash_table_add (self->agreed_resources, g_strdup (uri));
  else
    g_hash_table_remove (self->agreed_resources, uri);
  dex_future_disown (salon_mcp_exchange_await_result (exchange));
}

static void
subscribe_to_all (SalonMcpSubscription *self)
{
  GHashTableIter iter;
  gpointer uri = NULL;

  g_hash_table_remove_all (self->agreed_resources);
  g_hash_table_iter_init (&iter, self->resources);
  while (g_hash_table_iter_next (&iter, &uri, NULL))
    request_resource (self, uri, TRUE);
}

/* A new session knows nothing of the old one's subscriptions (mcp.md 1.4: 404). */
static void
on_session_renewed_cb (SalonMcpSubscription *self)
{
  if (self->is_stopped)
    return;
  subscribe_to_all (self);
  tell_missed (self);
}

/* The set. */

static DexFuture *
settle_fiber (gpointer user_data)
{
  SalonMcpSubscription *self = user_data;

  self->is_scheduled = FALSE;
  if (!self->is_stopped && salon_mcp_client_get_state (self->client) == SALON_MCP_CLIENT_READY)
    {
      dex_clear (&self->waiting);
      listen (self);
    }
  return dex_future_new_true ();
}

/* Several changes at once make one new stream: the fiber runs in the next turn of the loop. */
static void
filter_changed (SalonMcpSubscription *self)
{
  if (!salon_mcp_client_is_modern (self->client) || self->is_scheduled || self->is_stopped)
    return;
  self->is_scheduled = TRUE;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, settle_fiber, g_object_ref (self),
                                          g_object_unref));
}

/**
 * salon_mcp_subscription_new:
 * @client: a ready client
 *
 * Returns: (transfer full): a subscription to nothing yet
 */
SalonMcpSubscription *
salon_mcp_subscription_new (SalonMcpClient *client)
{
  SalonMcpSubscription *self = NULL;

  g_return_val_if_fail (SALON_IS_MCP_CLIENT (client), NULL);

  self = g_object_new (SALON_TYPE_MCP_SUBSCRIPTION, NULL);
  self->client = g_object_ref (client);
  g_signal_connect_swapped (client, "notification::notifications/resources/updated",
                            G_CALLBACK (on_resource_updated_cb), self);
  g_signal_connect_swapped (client, "notification::notifications/tasks",
                            G_CALLBACK (on_task_updated_cb), self);
  g_signal_connect_swapped (client, "notification::notifications/tasks/status",
                            G_CALLBACK (on_task_updated_cb), self);
  g_signal_connect_swapped (client, "notification::notifications/subscriptions/acknowledged",
                            G_CALLBACK (on_acknowledged_cb), self);
  g_signal_connect_swapped (client, "session-renewed", G_CALLBACK (on_session_renewed_cb), self);
  return self;
}

/**
 * salon_mcp_subscription_set_lists:
 * @self: a subscription
 * @lists: the lists whose changes the client's signals shall tell of
 *
 * Servers of the legacy era tell of all changes anyway, when they tell of any.
 */
void
salon_mcp_subscription_set_lists (SalonMcpSubscription *self,
                                  SalonMcpLists         lists)
{
  g_return_if_fail (SALON_IS_MCP_SUBSCRIPTION (self));

  if (self->lists == lists)
    return;
  self->lists = lists;
  filter_changed (self);
}

/**
 * salon_mcp_subscription_add_resource:
 * @self: a subscription
 * @uri: a resource whose changes shall be told of
 */
void
salon_mcp_subscription_add_resource (SalonMcpSubscription *self,
                                     const char           *uri)
{
  g_return_if_fail (SALON_IS_MCP_SUBSCRIPTION (self));
  g_return_if_fail (uri != NULL);

  if (self->is_stopped || !g_hash_table_add (self->resources, g_strdup (uri)))
    return;
  if (salon_mcp_client_is_modern (self->client))
    filter_changed (self);
  else
    request_resource (self, uri, TRUE);
}

/**
 * salon_mcp_subscription_remove_resource:
 * @self: a subscription
 * @uri: a resource that is of no interest any more
 */
void
salon_mcp_subscription_remove_resource (SalonMcpSubscription *self,
                                        const char           *uri)
{
  g_return_if_fail (SALON_IS_MCP_SUBSCRIPTION (self));
  g_return_if_fail (uri != NULL);

  if (self->is_stopped || !g_hash_table_remove (self->resources, uri))
    return;
  if (salon_mcp_client_is_modern (self->client))
    filter_changed (self);
  else
    request_resource (self, uri, FALSE);
}

/**
 * salon_mcp_subscription_add_task:
 * @self: a subscription
 * @task_id: a task whose changes shall be told of
 */
void
salon_mcp_subscription_add_task (SalonMcpSubscription *self,
                                 const char           *task_id)
{
  g_return_if_fail (SALON_IS_MCP_SUBSCRIPTION (self));
  g_return_if_fail (task_id != NULL);

  if (g_hash_table_add (self->tasks, g_strdup (task_id)))
    filter_changed (self);
}

/**
 * salon_mcp_subscription_remove_task:
 * @self: a subscription
 * @task_id: a task that is of no interest any more
 */
void
salon_mcp_subscription_remove_task (SalonMcpSubscription *self,
                                    const char           *task_id)
{
  g_return_if_fail (SALON_IS_MCP_SUBSCRIPTION (self));
  g_return_if_fail (task_id != NULL);

  if (g_hash_table_remove (self->tasks, task_id))
    filter_changed (self);
}

/**
 * salon_mcp_subscription_stop:
 * @self: a subscription
 *
 * Ends it; the server is told. It can't be begun again. One that is not stopped lives as long
 * as its stream does.
 */
void
salon_mcp_subscription_stop (SalonMcpSubscription *self)
{
  GHashTableIter iter;
  gpointer uri = NULL;

  g_return_if_fail (SALON_IS_MCP_SUBSCRIPTION (self));

  if (self->is_stopped)
    return;
  self->is_stopped = TRUE;
  dex_clear (&self->waiting);
  if (self->exchange != NULL)
    salon_mcp_exchange_cancel (self->exchange, NULL);
  if (self->old_exchange != NULL)
    salon_mcp_exchange_cancel (self->old_exchange, NULL);
  g_clear_object (&self->exchange);
  g_clear_object (&self->old_exchange);
  if (salon_mcp_client_is_modern (self->client) ||
      salon_mcp_client_get_state (self->client) != SALON_MCP_CLIENT_READY)
    return;
  g_hash_table_iter_init (&iter, self->resources);
  while (g_hash_table_iter_next (&iter, &uri, NULL))
    request_resource (self, uri, FALSE);
}

/**
 * salon_mcp_subscription_watches:
 * @self: a subscription
 * @uri: a resource
 *
 * Returns: whether the server agreed to tell of the resource's changes; what it does not tell
 *   of has to be read again from time to time
 */
gboolean
salon_mcp_subscription_watches (SalonMcpSubscription *self,
                                const char           *uri)
{
  g_return_val_if_fail (SALON_IS_MCP_SUBSCRIPTION (self), FALSE);

  return g_hash_table_contains (self->agreed_resources, uri);
}

/**
 * salon_mcp_subscription_get_lists:
 * @self: a subscription
 *
 * Returns: the lists the server agreed to tell of
 */
SalonMcpLists
salon_mcp_subscription_get_lists (SalonMcpSubscription *self)
{
  g_return_val_if_fail (SALON_IS_MCP_SUBSCRIPTION (self), 0);

  return salon_mcp_client_is_modern (self->client)
           ? self->agreed_lists
           : salon_mcp_subscription_read_declared (self->client->server_capabilities);
}
