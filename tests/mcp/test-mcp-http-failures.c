/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "test-mcp-http-failures"

#include "config.h"

#include <string.h>

#include "salon-mcp-error.h"
#include "web-fixture.h"

/* What goes wrong between here and there. */

static gboolean
redirect (Web             *web,
          HttpPeerRequest *request)
{
  gboolean loses_method = web->data != NULL && strstr (web->data, "?302") != NULL;
  g_autofree char *headers = NULL;

  if (strcmp (request->path, "/mcp") != 0)
    return FALSE;
  headers = g_strdup_printf ("Location: %s\r\n", web->data != NULL ? web->data : "/other");
  http_peer_respond (request, loses_method ? 302 : 308, headers, NULL, NULL);
  return TRUE;
}

static void
test_redirect (gconstpointer data)
{
  Web web = { .func = redirect, .data = data };
  g_autoptr (GError) error = NULL;

  web_init (&web, NULL);
  if (data == NULL)
    {
      web_open (&web);
      g_assert_cmpstr (http_peer_find (web.peer, "POST", "initialize", 1)->path, ==, "/other");
    }
  else
    {
      g_assert_false (mcp_test_await (salon_mcp_client_open (web.client), &error));
      g_assert_cmpuint (http_peer_get_n_requests (web.peer), ==,
                        strcmp (data, "/mcp") == 0 ? 6 : 1);
      mcp_test_assert_contains (error->message,
                                strcmp (data, "/mcp") == 0 ? "again and again"
                                    : "enter it as the server's address");
    }
  web_clear (&web);
}

static gboolean
answer_strangely (Web             *web,
                  HttpPeerRequest *request)
{
  const char *what = web->data;

  if (g_strcmp0 (http_peer_rpc_method (request), "a/b") != 0)
    return FALSE;
  if (strcmp (what, "html") == 0)
    http_peer_respond (request, 200, NULL, "text/html", "<html>");
  else if (strcmp (what, "empty") == 0)
    http_peer_respond (request, 202, NULL, NULL, NULL);
  else if (strcmp (what, "no-json") == 0)
    http_peer_respond (request, 200, NULL, "application/json", "{");
  else if (strcmp (what, "other-id") == 0)
    http_peer_respond (request, 200, NULL, "application/json",
                       "{\"jsonrpc\":\"2.0\",\"id\":\"2\",\"result\":{}}");
  else if (strcmp (what, "hang-up") == 0)
    http_peer_break (request);
  else if (strcmp (what, "500") == 0)
    http_peer_respond (request, 500, NULL, NULL, NULL);
  else if (strcmp (what, "error") == 0)
    http_peer_refuse (request, 400, -32602, "Bad", "{\"x\":1}");
  else if (strcmp (what, "401") == 0)
    http_peer_respond (request, 401, "WWW-Authenticate: Bearer\r\n", NULL, NULL);
  else
    {
      g_autofree char *large = g_strnfill (3000, ' ');

      http_peer_respond (request, 200, NULL, "application/json", large);
    }
  return TRUE;
}

typedef struct
{
  const char *what;
  int         code;      /* of SALON_MCP_ERROR; -1: of core */
  guint       status;
  const char *part;
} Strange;

static const Strange strange[] = {
  { "html", SALON_MCP_ERROR_PROTOCOL, 200, "text/html" },
  { "empty", SALON_MCP_ERROR_PROTOCOL, 202, "202" },
  { "no-json", SALON_MCP_ERROR_PROTOCOL, 200, "no message of the protocol" },
  { "other-id", SALON_MCP_ERROR_PROTOCOL, 200, "answer to something else" },
  { "hang-up", -1, 0, "127.0.0.1" },
  { "500", SALON_MCP_ERROR_FAILED, 500, "out of order" },
  { "error", SALON_MCP_ERROR_REMOTE, 400, "“Bad”" },
  { "401", SALON_MCP_ERROR_UNAUTHORIZED, 401, "who you are" },
  { "large", -1, 0, "2000 bytes" },
};

static void
test_strange (gconstpointer data)
{
  const Strange *row = data;
  Web web = { .func = answer_strangely, .data = row->what };
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  web_init (&web, NULL);
  salon_mcp_http_transport_set_max_message (web.transport, 2000);
  web_open (&web);
  exchange = web_request (&web, "a/b", NULL);
  text = web_await_text (exchange, &error);
  g_assert_null (text);
  if (row->code >= 0)
    g_assert_error (error, SALON_MCP_ERROR, row->code);
  g_assert_cmpuint (salon_mcp_error_get_http_status (error), ==, row->status);
  mcp_test_assert_contains (error->message, row->part);
  g_assert_cmpint (salon_mcp_client_get_state (web.client), ==, SALON_MCP_CLIENT_READY);
  web_clear (&web);
}

static void
test_address (void)
{
  g_autoptr (SalonHttpClient) http_client = salon_http_client_new ();
  static const char * const addresses[] = {
    "", "example.org/mcp", "ftp://example.org", "https://", "http:///x",
  };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr (SalonMcpHttpTransport) transport =
        salon_mcp_http_transport_new (addresses[i], NULL, http_client, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_false (mcp_test_await (salon_mcp_transport_start (SALON_MCP_TRANSPORT (transport)),
                                      &error));
      g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_START);
    }
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  g_test_add_data_func ("/mcp/http/redirect-at-the-same-origin", NULL, test_redirect);
  g_test_add_data_func ("/mcp/http/redirect-elsewhere", "http://localhost:1/mcp", test_redirect);
  g_test_add_data_func ("/mcp/http/redirect-that-loses-the-method", "/x?302", test_redirect);
  g_test_add_data_func ("/mcp/http/redirect-in-circles", "/mcp", test_redirect);
  for (guint i = 0; i < G_N_ELEMENTS (strange); i++)
    {
      g_autofree char *path = g_strdup_printf ("/mcp/http/strange-answer/%s", strange[i].what);

      g_test_add_data_func (path, &strange[i], test_strange);
    }
  g_test_add_func ("/mcp/http/address-has-to-be-one", test_address);
  return g_test_run ();
}
