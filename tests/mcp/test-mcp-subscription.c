/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "test-mcp-subscription"

#include "config.h"

#include "salon-mcp-subscription.h"
#include "scripted-server.h"

#define CAPABILITIES \
  "{\"resources\":{\"subscribe\":true,\"listChanged\":true},\"tools\":{\"listChanged\":true}," \
  "\"prompts\":{}}"

typedef struct
{
  ScriptedServer       *server;
  SalonMcpSubscription *subscription;
  GString              *heard;
} Fixture;

static void
on_updated_cb (SalonMcpSubscription *subscription,
               const char           *uri,
               gpointer              user_data)
{
  g_string_append_printf (user_data, "%s ", uri);
}

static void
on_missed_cb (SalonMcpSubscription *subscription,
              gpointer              user_data)
{
  g_string_append (user_data, "missed ");
}

static void
on_tools_changed_cb (SalonMcpClient *client,
                     gpointer        user_data)
{
  g_string_append (user_data, "tools ");
}

static void
set_up (Fixture    *fixture,
        gboolean    is_modern,
        const char *capabilities)
{
  g_autoptr (GError) error = NULL;

  fixture->server = scripted_server_new (is_modern, capabilities, NULL);
  mcp_test_await (salon_mcp_client_open (fixture->server->client), &error);
  g_assert_no_error (error);
  fixture->heard = g_string_new (NULL);
  fixture->subscription = salon_mcp_subscription_new (fixture->server->client);
  g_signal_connect (fixture->subscription, "resource-updated", G_CALLBACK (on_updated_cb),
                    fixture->heard);
  g_signal_connect (fixture->subscription, "missed", G_CALLBACK (on_missed_cb), fixture->heard);
  g_signal_connect (fixture->server->client, "tools-changed", G_CALLBACK (on_tools_changed_cb),
                    fixture->heard);
}

static void
tear_down (Fixture *fixture)
{
  salon_mcp_subscription_stop (fixture->subscription);
  mcp_test_settle ();
  g_assert_finalize_object (fixture->subscription);
  g_signal_handlers_disconnect_by_data (fixture->server->client, fixture->heard);
  scripted_server_free (fixture->server);
  g_string_free (fixture->heard, TRUE);
}

static char *
get_params (Fixture    *fixture,
            const char *method,
            guint       number,
            const char *member)
{
  const SalonJson *params =
    salon_json_get_member (scripted_server_wait (fixture->server, method, number), "params");

  return salon_json_to_text (salon_json_get_member (params, member), FALSE);
}

/* What the server sends on the stream of listen request @number. */
static void
notify (Fixture    *fixture,
        guint       number,
        const char *method,
        const char *members)
{
  const SalonJson *request = scripted_server_wait (fixture->server, "subscriptions/listen", number);
  g_autofree char *id = salon_json_to_text (salon_json_get_member (request, "id"), FALSE);
  g_autofree char *params =
    g_strdup_printf ("{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":%s}%s%s}", id,
                     *members != '\0' ? "," : "", members);

  scripted_server_notify (fixture->server, method, params);
}

static void
advance (Fixture *fixture,
         gint64   milliseconds)
{
  salon_manual_clock_advance (fixture->server->clock, milliseconds * 1000);
  mcp_test_settle ();
}

/* Modern. */

static void
listen_to_both (Fixture *fixture)
{
  set_up (fixture, TRUE, CAPABILITIES);
  for (int i = 0; i < 4; i++)
    scripted_server_hold (fixture->server, "subscriptions/listen");
  salon_mcp_subscription_set_lists (fixture->subscription,
                                    SALON_MCP_LIST_TOOLS | SALON_MCP_LIST_PROMPTS);
  salon_mcp_subscription_add_resource (fixture->subscription, "a://1");
  salon_mcp_subscription_add_resource (fixture->subscription, "a://2");
  advance (fixture, 0);
  scripted_server_wait (fixture->server, "subscriptions/listen", 0);
  notify (fixture, 0, "notifications/subscriptions/acknowledged",
          "\"notifications\":{\"toolsListChanged\":true,\"resourceSubscriptions\":[\"a://2\"]}");
}

static void
test_listen (void)
{
  Fixture fixture = { 0 };
  g_autofree char *filter = NULL;

  listen_to_both (&fixture);
  filter = get_params (&fixture, "subscriptions/listen", 0, "notifications");
  g_assert_cmpstr (filter, ==, "{\"toolsListChanged\":true,\"promptsListChanged\":true,"
                               "\"resourceSubscriptions\":[\"a://1\",\"a://2\"]}");
  g_assert_cmpuint (scripted_server_count (fixture.server, "subscriptions/listen"), ==, 1);
  /* The server agreed to less than was asked for. */
  g_assert_cmpint (salon_mcp_subscription_get_lists (fixture.subscription), ==,
                   SALON_MCP_LIST_TOOLS);
  g_assert_true (salon_mcp_subscription_watches (fixture.subscription, "a://2"));
  g_assert_false (salon_mcp_subscription_watches (fixture.subscription, "a://1"));
  notify (&fixture, 0, "notifications/resources/updated", "\"uri\":\"a://2\"");
  notify (&fixture, 0, "notifications/tools/list_changed", "");
  g_assert_cmpstr (fixture.heard->str, ==, "a://2 tools ");
  tear_down (&fixture);
}

/* It lasts: neither the time-out nor the absolute maximum ends it. */
static void
test_lasts (void)
{
  Fixture fixture = { 0 };

  listen_to_both (&fixture);
  advance (&fixture, 3 * 3600 * 1000);
  notify (&fixture, 0, "notifications/resources/updated", "\"uri\":\"a://2\"");
  g_assert_cmpstr (fixture.heard->str, ==, "a://2 ");
  g_assert_cmpuint (scripted_server_count (fixture.server, "subscriptions/listen"), ==, 1);
  tear_down (&fixture);
}

static void
test_change (void)
{
  Fixture fixture = { 0 };

  listen_to_both (&fixture);
  salon_mcp_subscription_remove_resource (fixture.subscription, "a://1");
  advance (&fixture, 0);
  scripted_server_wait (fixture.server, "subscriptions/listen", 1);
  /* The old one stays until the new one listens. */
  g_assert_cmpuint (scripted_server_count (fixture.server, "notifications/cancelled"), ==, 0);
  notify (&fixture, 1, "notifications/subscriptions/acknowledged",
          "\"notifications\":{\"resourceSubscriptions\":[\"a://2\"]}");
  scripted_server_wait (fixture.server, "notifications/cancelled", 0);
  g_assert_cmpstr (fixture.heard->str, ==, "");
  g_assert_cmpint (salon_mcp_subscription_get_lists (fixture.subscription), ==, 0);
  tear_down (&fixture);
}

static void
test_ended (void)
{
  Fixture fixture = { 0 };

  listen_to_both (&fixture);
  scripted_server_answer (fixture.server,
                          scripted_server_wait (fixture.server, "subscriptions/listen", 0),
                          "{\"resultType\":\"complete\"}");
  mcp_test_settle ();
  g_assert_cmpstr (fixture.heard->str, ==, "tools missed ");
  g_assert_false (salon_mcp_subscription_watches (fixture.subscription, "a://2"));
  advance (&fixture, 999);
  g_assert_cmpuint (scripted_server_count (fixture.server, "subscriptions/listen"), ==, 1);
  advance (&fixture, 1);
  scripted_server_wait (fixture.server, "subscriptions/listen", 1);
  tear_down (&fixture);
}

static void
test_torn_down (void)
{
  Fixture fixture = { 0 };
  g_autofree char *id = NULL;
  g_autofree char *params = NULL;

  listen_to_both (&fixture);
  id = salon_json_to_text (salon_json_get_member (
      scripted_server_wait (fixture.server, "subscriptions/listen", 0), "id"), FALSE);
  params = g_strdup_printf ("{\"requestId\":%s}", id);
  scripted_server_notify (fixture.server, "notifications/cancelled", params);
  g_assert_cmpstr (fixture.heard->str, ==, "tools missed ");
  tear_down (&fixture);
}

static void
test_unknown_method (void)
{
  Fixture fixture = { 0 };

  set_up (&fixture, TRUE, CAPABILITIES);
  salon_mcp_subscription_set_lists (fixture.subscription, SALON_MCP_LIST_TOOLS);
  advance (&fixture, 0);
  scripted_server_wait (fixture.server, "subscriptions/listen", 0);
  mcp_test_settle ();
  advance (&fixture, 600 * 1000);
  g_assert_cmpuint (scripted_server_count (fixture.server, "subscriptions/listen"), ==, 1);
  g_assert_cmpstr (fixture.heard->str, ==, "");
  tear_down (&fixture);
}

/* Legacy. */

static void
test_subscribe (void)
{
  Fixture fixture = { 0 };
  g_autofree char *uri = NULL;

  set_up (&fixture, FALSE, CAPABILITIES);
  for (int i = 0; i < 2; i++)
    {
      scripted_server_add (fixture.server, "resources/subscribe", "{}");
      scripted_server_add (fixture.server, "resources/unsubscribe", "{}");
    }
  salon_mcp_subscription_set_lists (fixture.subscription, SALON_MCP_LIST_TOOLS);
  salon_mcp_subscription_add_resource (fixture.subscription, "a://1");
  salon_mcp_subscription_add_resource (fixture.subscription, "a://1");
  salon_mcp_subscription_add_resource (fixture.subscription, "a://2");
  scripted_server_wait (fixture.server, "resources/subscribe", 1);
  uri = get_params (&fixture, "resources/subscribe", 0, "uri");
  g_assert_cmpstr (uri, ==, "\"a://1\"");
  g_assert_true (salon_mcp_subscription_watches (fixture.subscription, "a://1"));
  g_assert_cmpint (salon_mcp_subscription_get_lists (fixture.subscription), ==,
                   SALON_MCP_LIST_TOOLS | SALON_MCP_LIST_RESOURCES);
  scripted_server_notify (fixture.server, "notifications/resources/updated", "{\"uri\":\"a://1\"}");
  scripted_server_notify (fixture.server, "notifications/tools/list_changed", "{}");
  g_assert_cmpstr (fixture.heard->str, ==, "a://1 tools ");
  salon_mcp_subscription_remove_resource (fixture.subscription, "a://1");
  scripted_server_wait (fixture.server, "resources/unsubscribe", 0);
  g_assert_cmpuint (scripted_server_count (fixture.server, "resources/subscribe"), ==, 2);
  salon_mcp_subscription_stop (fixture.subscription);
  scripted_server_wait (fixture.server, "resources/unsubscribe", 1);
  tear_down (&fixture);
}

static void
test_cannot_subscribe (void)
{
  Fixture fixture = { 0 };

  set_up (&fixture, FALSE, "{\"resources\":{}}");
  salon_mcp_subscription_add_resource (fixture.subscription, "a://1");
  mcp_test_settle ();
  g_assert_false (salon_mcp_subscription_watches (fixture.subscription, "a://1"));
  g_assert_cmpuint (scripted_server_count (fixture.server, "resources/subscribe"), ==, 0);
  tear_down (&fixture);
}

static void
test_session_renewed (void)
{
  Fixture fixture = { 0 };

  set_up (&fixture, FALSE, CAPABILITIES);
  scripted_server_add (fixture.server, "resources/subscribe", "{}");
  scripted_server_add (fixture.server, "resources/subscribe", "{}");
  salon_mcp_subscription_add_resource (fixture.subscription, "a://1");
  scripted_server_wait (fixture.server, "resources/subscribe", 0);
  salon_mcp_transport_emit_session_lost (SALON_MCP_TRANSPORT (fixture.server->transport));
  scripted_server_wait (fixture.server, "resources/subscribe", 1);
  g_assert_cmpstr (fixture.heard->str, ==, "missed ");
  tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  g_test_add_func ("/mcp/subscription/listens-and-knows-what-was-agreed", test_listen);
  g_test_add_func ("/mcp/subscription/lasts-longer-than-any-request", test_lasts);
  g_test_add_func ("/mcp/subscription/a-changed-set-is-listened-to-before-the-old-one-ends",
                   test_change);
  g_test_add_func ("/mcp/subscription/an-ended-stream-is-taken-for-missed-changes-and-begun-again",
                   test_ended);
  g_test_add_func ("/mcp/subscription/a-server-may-tear-it-down", test_torn_down);
  g_test_add_func ("/mcp/subscription/a-server-without-listen-is-left-alone", test_unknown_method);
  g_test_add_func ("/mcp/subscription/legacy-servers-are-asked-for-each-resource", test_subscribe);
  g_test_add_func ("/mcp/subscription/what-was-not-declared-is-not-subscribed-to",
                   test_cannot_subscribe);
  g_test_add_func ("/mcp/subscription/a-new-session-is-subscribed-to-again", test_session_renewed);
  return g_test_run ();
}
