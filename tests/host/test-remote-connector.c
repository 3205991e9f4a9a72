/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "salon-remote-connector.h"

#include "host-test.h"
#include "http-peer.h"
#include "salon-host-error.h"
#include "salon-mcp-sse-transport.h"
#include "salon-mcp-transient-era-memory.h"
#include "salon-server.h"

typedef struct
{
  HttpPeer *peer;
  char *origin;
  gboolean is_modern;
  SalonSecrets *secrets;
  SalonRemoteConnector *connector;
} Fixture;

static const char discovered[] =
  "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],"
  "\"capabilities\":{\"tools\":{}},"
  "\"_meta\":{\"io.modelcontextprotocol/serverInfo\":{\"name\":\"peer\",\"version\":\"1\"}}}";
static const char initialized[] =
  "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
  "\"serverInfo\":{\"name\":\"peer\",\"version\":\"1\"}}";
static const char tools[] =
  "{\"resultType\":\"complete\",\"ttlMs\":0,\"cacheScope\":\"private\","
  "\"tools\":[{\"name\":\"far\",\"inputSchema\":{\"type\":\"object\"}}]}";

static void
on_request (HttpPeerRequest *request,
            gpointer         user_data)
{
  Fixture *fixture = user_data;
  const char *method = http_peer_rpc_method (request);

  if (!g_str_equal (request->method, "POST"))
    http_peer_respond (request, 405, NULL, NULL, NULL);
  else if (g_strcmp0 (method, "tools/list") == 0)
    http_peer_reply (request, NULL, tools);
  else if (g_strcmp0 (method, "initialize") == 0 && !fixture->is_modern)
    http_peer_reply (request, NULL, initialized);
  else if (g_strcmp0 (method, "server/discover") == 0 && fixture->is_modern)
    http_peer_reply (request, NULL, discovered);
  else if (method != NULL && g_str_has_prefix (method, "notifications/"))
    http_peer_respond (request, 202, NULL, NULL, NULL);
  else
    http_peer_refuse (request, 400, -32601, "Method not found", NULL);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_auto(GStrv) environment = g_environ_setenv (NULL, "WAY", "mcp", TRUE);
  g_autoptr(SalonExpander) expander = NULL;
  g_autoptr(SalonHttpClient) http_client = salon_http_client_new ();

  fixture->peer = http_peer_new (on_request, fixture);
  fixture->origin = g_strdup (http_peer_get_url (fixture->peer));
  *strstr (fixture->origin, "/mcp") = '\0';
  fixture->secrets = salon_secrets_new_in_memory ();
  host_test_await (salon_secrets_store (fixture->secrets, "TOKEN", "hush\n"));
  host_test_await (salon_secrets_store (fixture->secrets, "SPLIT", "hush\nhush"));
  expander = salon_expander_new (fixture->secrets, (const char * const *) environment);
  fixture->connector = salon_remote_connector_new (expander, http_client, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  host_test_settle ();
  g_assert_finalize_object (fixture->connector);
  g_clear_object (&fixture->secrets);
  http_peer_free (fixture->peer);
  g_free (fixture->origin);
}

static DexFuture *
connect_server (SalonServerConfig *config,
                gpointer           user_data)
{
  return salon_remote_connector_prepare (user_data, config, NULL);
}

/* %ORIGIN% in @json is where the peer is. */
static SalonServerConfig *
make_config (Fixture    *fixture,
             const char *json)
{
  g_auto(GStrv) parts = g_strsplit (json, "%ORIGIN%", -1);
  g_autofree char *text = g_strjoinv (fixture->origin, parts);
  g_autoptr(SalonJsonDocument) document = NULL;
  g_autoptr(GError) error = NULL;
  SalonServerConfig *config;

  document = salon_json_document_parse (text, -1, NULL, &error);
  g_assert_no_error (error);
  config = salon_server_config_new_from_json ("far", salon_json_document_get_root (document));
  g_assert_cmpstr (salon_server_config_get_problem (config), ==, NULL);

  return config;
}

static SalonServer *
make_server (Fixture    *fixture,
             const char *json)
{
  g_autoptr(SalonServerConfig) config = make_config (fixture, json);
  SalonServer *server = salon_server_new (config, NULL);

  salon_server_set_connect_func (server, connect_server, fixture->connector, NULL);

  return server;
}

static void
stop (SalonServer *server)
{
  host_test_await (salon_server_stop (server));
  host_test_settle ();
  g_object_unref (server);
}

static void
test_references (Fixture       *fixture,
                 gconstpointer  data)
{
  SalonServer *server =
    make_server (fixture, "{\"type\":\"http\",\"url\":\"%ORIGIN%/${env:WAY}\","
                          "\"headers\":{\"Authorization\":\"Bearer ${secret:TOKEN}\","
                          "\"X-Plain\":\"a: b\"}}");
  HttpPeerRequest *request;

  host_test_await (salon_server_start (server));
  g_assert_cmpint (salon_server_get_state (server), ==, SALON_SERVER_READY);
  g_assert_cmpstr (salon_server_get_protocol_version (server), ==, "2025-11-25");
  g_assert_cmpuint (g_list_model_get_n_items (salon_server_get_tools (server)), ==, 1);
  request = http_peer_find (fixture->peer, "POST", "initialize", 0);
  g_assert_cmpstr (request->path, ==, "/mcp");
  g_assert_cmpstr (http_peer_header (request, "Authorization"), ==, "Bearer hush");
  g_assert_cmpstr (http_peer_header (request, "X-Plain"), ==, "a: b");
  stop (server);
}

static void
test_era (Fixture       *fixture,
          gconstpointer  data)
{
  SalonServer *server = make_server (fixture, "{\"url\":\"%ORIGIN%/mcp\",\"era\":\"legacy\"}");

  host_test_await (salon_server_start (server));
  g_assert_cmpuint (http_peer_count (fixture->peer, "POST", "server/discover"), ==, 0);
  g_assert_cmpuint (http_peer_count (fixture->peer, "POST", "initialize"), ==, 1);
  stop (server);

  fixture->is_modern = TRUE;
  server = make_server (fixture, "{\"url\":\"%ORIGIN%/mcp\",\"era\":\"modern\"}");
  host_test_await (salon_server_start (server));
  g_assert_cmpstr (salon_server_get_protocol_version (server), ==, "2026-07-28");
  g_assert_cmpuint (http_peer_count (fixture->peer, "POST", "initialize"), ==, 1);
  stop (server);
}

/* What was found out at the first start is not asked at the second one. */
static void
test_memory (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(SalonMcpTransientEraMemory) memory = salon_mcp_transient_era_memory_new (NULL);
  SalonServer *server = make_server (fixture, "{\"url\":\"%ORIGIN%/mcp\"}");

  salon_server_set_era_memory (server, SALON_MCP_ERA_MEMORY (memory));
  host_test_await (salon_server_start (server));
  g_assert_cmpuint (http_peer_count (fixture->peer, "POST", "server/discover"), ==, 1);
  g_assert_cmpint (salon_mcp_era_memory_lookup (SALON_MCP_ERA_MEMORY (memory),
                                                salon_server_get_identity (server)),
                   ==, SALON_MCP_ERA_LEGACY);
  host_test_await (salon_server_restart (server));
  g_assert_cmpuint (http_peer_count (fixture->peer, "POST", "server/discover"), ==, 1);
  g_assert_cmpuint (http_peer_count (fixture->peer, "POST", "initialize"), ==, 2);
  stop (server);
}

static void
test_kinds (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(SalonServerConfig) config =
    make_config (fixture, "{\"type\":\"sse\",\"url\":\"%ORIGIN%/sse\"}");
  g_autoptr(GObject) transport =
    host_test_await_object (salon_remote_connector_prepare (fixture->connector, config, NULL));

  g_assert_true (SALON_IS_MCP_SSE_TRANSPORT (transport));
}

static void
assert_refused (Fixture    *fixture,
                const char *json,
                int         code,
                const char *part)
{
  g_autoptr(SalonServerConfig) config = make_config (fixture, json);
  g_autofree char *message =
    host_test_await_error (salon_remote_connector_prepare (fixture->connector, config, NULL),
                           SALON_HOST_ERROR, code);

  host_test_assert_contains (message, part);
  g_assert_null (strstr (message, "hush"));
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  assert_refused (fixture, "{\"url\":\"%ORIGIN%/mcp\",\"headers\":{\"A\":\"${secret:NONE}\"}}",
                  SALON_HOST_ERROR_MISSING_SECRET, "NONE");
  assert_refused (fixture, "{\"url\":\"%ORIGIN%/${env:NOWHERE}\"}",
                  SALON_HOST_ERROR_MISSING_VARIABLE, "NOWHERE");
  assert_refused (fixture, "{\"url\":\"${secret:TOKEN}\"}",
                  SALON_HOST_ERROR_CONFIGURATION, "“url”");
  assert_refused (fixture, "{\"url\":\"%ORIGIN%/mcp\",\"headers\":{\"A\":\"${secret:SPLIT}\"}}",
                  SALON_HOST_ERROR_CONFIGURATION, "“A”");
  assert_refused (fixture, "{\"url\":\"%ORIGIN%/mcp\",\"headers\":{\"A B\":\"c\"}}",
                  SALON_HOST_ERROR_CONFIGURATION, "“A B”");
  g_assert_cmpuint (http_peer_get_n_requests (fixture->peer), ==, 0);
}

#define ADD(name, func) \
  g_test_add ("/host/remote-connector/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  ADD ("references-in-address-and-headers-are-replaced", test_references);
  ADD ("the-era-of-the-entry-counts", test_era);
  ADD ("the-era-is-remembered", test_memory);
  ADD ("the-type-chooses-the-transport", test_kinds);
  ADD ("what-can-not-be-sent-is-told-without-the-secret", test_refused);

  return g_test_run ();
}
