/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "test-mcp-negotiator-web"

#include "config.h"

#include "http-peer.h"
#include "mcp-test.h"
#include "salon-http-client.h"
#include "salon-mcp-http-transport.h"
#include "salon-mcp-transient-era-memory.h"

/* Servers of all kinds behind an address, and what a client finds out. */

#define DISCOVERED \
  "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"]," \
  "\"capabilities\":{\"tools\":{}}," \
  "\"instructions\":\"Be brief.\"," \
  "\"_meta\":{\"io.modelcontextprotocol/serverInfo\":{\"name\":\"new\"," \
  "\"version\":\"2\"}}}"
#define INITIALIZED \
  "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}}," \
  "\"serverInfo\":{\"name\":\"old\"," \
  "\"version\":\"1\"}}"

typedef struct
{
  const char         *name;
  guint               status;        /* of server/discover */
  const char         *body;          /* NULL: none; “@…”: the rest as the result */
  guint               initialize;    /* status; 200 for success */
  SalonMcpEraSetting  era;           /* AUTO: it can't be opened */
  const char         *requests;      /* HTTP methods and what was asked */
} WebRow;

#define LEGACY_REQUESTS "POST server/discover;POST initialize;POST notifications/initialized;GET;"

static const WebRow web_rows[] = {
  { "modern", 200, "@" DISCOVERED, 200, SALON_MCP_ERA_MODERN, "POST server/discover;" },
  { "careless", 200, "@{}", 200, SALON_MCP_ERA_LEGACY, LEGACY_REQUESTS },
  { "error-with-200", 200, "{\"code\":-32601,\"message\":\"?\"}", 200, SALON_MCP_ERA_LEGACY,
    LEGACY_REQUESTS },
  { "400-with-error", 400, "{\"code\":-32000,\"message\":\"Server not initialized\"}", 200,
    SALON_MCP_ERA_LEGACY,
    LEGACY_REQUESTS },
  { "400-without-body", 400, NULL, 200, SALON_MCP_ERA_LEGACY, LEGACY_REQUESTS },
  { "404-with-32601", 404, "{\"code\":-32601,\"message\":\"?\"}", 200, SALON_MCP_ERA_LEGACY,
    LEGACY_REQUESTS },
  { "405", 405, NULL, 200, SALON_MCP_ERA_LEGACY, LEGACY_REQUESTS },
  { "400-other-version", 400,
    "{\"code\":-32022,\"message\":\"?\",\"data\":{\"supported\":[\"2099-01-01\"]}}", 200,
    SALON_MCP_ERA_AUTO, "POST server/discover;" },
  { "400-wants-capability", 400,
    "{\"code\":-32021,\"message\":\"?\",\"data\":{\"requiredCapabilities\":{\"roots\":{}}}}", 200,
    SALON_MCP_ERA_AUTO, "POST server/discover;" },
  { "400-wants-nothing", 400, "{\"code\":-32021,\"message\":\"?\"}", 200, SALON_MCP_ERA_LEGACY,
    LEGACY_REQUESTS },
  { "401", 401, NULL, 200, SALON_MCP_ERA_AUTO, "POST server/discover;" },
  { "500", 500, NULL, 200, SALON_MCP_ERA_AUTO, "POST server/discover;" },
  /* It is up, and in its own words it does not know the question. */
  { "500-with-error", 500, "{\"code\":-32603,\"message\":\"?\"}", 200, SALON_MCP_ERA_LEGACY,
    LEGACY_REQUESTS },
  { "503-with-words", 503, "{}", 200, SALON_MCP_ERA_AUTO, "POST server/discover;" },
  { "no-mcp-server", 404, NULL, 404, SALON_MCP_ERA_AUTO,
    "POST server/discover;POST initialize;GET;" },
};

static void
log_request (HttpPeerRequest *request,
             GString         *log)
{
  const char *method = http_peer_rpc_method (request);

  g_string_append_printf (log, "%s%s%s;", request->method, method != NULL ? " " : "",
                          method != NULL ? method : "");
}

static void
on_web_request_cb (HttpPeerRequest *request,
                   gpointer         user_data)
{
  const WebRow *row = user_data;
  const char *method = http_peer_rpc_method (request);

  if (g_strcmp0 (method, "server/discover") == 0)
    {
      g_autofree char *body = NULL;

      if (row->body != NULL)
        body = g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":%s}", row->body);
      if (row->body != NULL && *row->body == '@')
        http_peer_reply (request, NULL, row->body + 1);
      else
        http_peer_respond (request, row->status, NULL, body != NULL ? "application/json" : NULL,
                           body);
    }
  else if (g_strcmp0 (method, "initialize") == 0 && row->initialize == 200)
    http_peer_reply (request, NULL, INITIALIZED);
  else if (g_strcmp0 (method, "initialize") == 0)
    http_peer_respond (request, row->initialize, NULL, "text/html", "<html>");
  else if (g_strcmp0 (request->method, "GET") == 0)
    http_peer_respond (request, row->initialize == 200 ? 405 : 404, NULL, NULL, NULL);
  else
    http_peer_respond (request, 202, NULL, NULL, NULL);
}

static gboolean
has_ended (gpointer user_data)
{
  return http_peer_count (user_data, "GET", NULL) > 0;
}

static void
test_web (gconstpointer data)
{
  const WebRow *row = data;
  HttpPeer *peer = http_peer_new (on_web_request_cb, (gpointer) row);
  g_autoptr (SalonHttpClient) http_client = salon_http_client_new ();
  g_autoptr (SalonManualClock) clock = salon_manual_clock_new ();
  g_autoptr (SalonMcpTransientEraMemory) memory =
    salon_mcp_transient_era_memory_new (SALON_CLOCK (clock));
  g_autoptr (SalonMcpHttpTransport) transport =
    salon_mcp_http_transport_new (http_peer_get_url (peer), NULL, http_client, SALON_CLOCK (clock));
  SalonMcpClient *client = salon_mcp_client_new (SALON_MCP_TRANSPORT (transport), NULL,
                                                 SALON_CLOCK (clock));
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gboolean opened = FALSE;

  salon_mcp_client_set_era_memory (client, SALON_MCP_ERA_MEMORY (memory), "it");
  opened = mcp_test_await (salon_mcp_client_open (client), &error);
  if (row->era == SALON_MCP_ERA_LEGACY)
    mcp_test_run_until (has_ended, peer);
  for (guint i = 0; i < http_peer_get_n_requests (peer); i++)
    log_request (http_peer_get_request (peer, i), log);
  g_assert_cmpstr (log->str, ==, row->requests);
  g_assert_cmpint (opened, ==, row->era != SALON_MCP_ERA_AUTO);
  g_assert_cmpint (salon_mcp_client_get_era (client), ==, row->era);
  g_assert_cmpint (salon_mcp_era_memory_lookup (SALON_MCP_ERA_MEMORY (memory), "it"), ==, row->era);
  if (row->era == SALON_MCP_ERA_AUTO)
    g_assert_nonnull (error);
  g_clear_object (&transport);
  mcp_test_close (client);
  g_clear_object (&http_client);
  http_peer_free (peer);
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (web_rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/mcp/negotiator/http/%s", web_rows[i].name);

      g_test_add_data_func (path, &web_rows[i], test_web);
    }
  return g_test_run ();
}
