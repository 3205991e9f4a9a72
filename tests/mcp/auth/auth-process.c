/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "auth-file-store.h"
#include "salon-mcp-auth-session.h"
#include "salon-mcp-http-link-private.h"

/* auth-process FOLDER URL CALLS: a program of its own that is signed in by what is kept in FOLDER.
 * Prints “ready”, and for each line that it reads calls the server so many times at once and
 * prints the statuses. Nobody can be asked anything. */

typedef struct
{
  const char          *url;
  SalonHttpClient     *http_client;
  SalonMcpAuthSession *session;
} Program;

static DexFuture *
call_fiber (gpointer user_data)
{
  Program *self = user_data;
  g_autoptr (SalonMcpHttpLink) link = salon_mcp_http_link_new (self->url, NULL, self->http_client,
                                                               NULL);
  SalonMcpHttpCall call = { .method = "POST", .url = self->url, .body = "{}" };
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonHttpResponse) response = NULL;

  link->authorizer = SALON_MCP_AUTHORIZER (g_object_ref (self->session));
  response = salon_mcp_http_link_send (link, &call, &error);
  if (response == NULL)
    g_print ("%s ", error->message);
  else
    g_print ("%u ", salon_http_response_get_status (response));
  return dex_future_new_true ();
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (AuthFileStore) store = NULL;
  g_autoptr (SalonMcpAuthSettings) settings = NULL;
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (0);
  Program self = { 0 };
  char *line = NULL;

  if (argc != 4)
    return 2;
  dex_init ();
  setvbuf (stdout, NULL, _IOLBF, 0);
  store = auth_file_store_new (argv[1]);
  settings = salon_mcp_auth_settings_new ();
  self.url = argv[2];
  self.http_client = salon_http_client_new ();
  self.session = salon_mcp_auth_session_new (self.url, settings, SALON_MCP_AUTH_STORE (store), NULL,
                                             self.http_client, NULL);
  g_print ("ready\n");
  while (g_io_channel_read_line (input, &line, NULL, NULL, NULL) == G_IO_STATUS_NORMAL)
    {
      int n_calls = atoi (argv[3]);
      DexFuture *calls[16];

      for (int i = 0; i < n_calls; i++)
        calls[i] = dex_scheduler_spawn (NULL, SALON_MCP_HTTP_STACK_SIZE, call_fiber, &self, NULL);
      for (int i = 0; i < n_calls; i++)
        {
          while (dex_future_is_pending (calls[i]))
            g_main_context_iteration (NULL, TRUE);
          dex_unref (calls[i]);
        }
      g_print ("\n");
      g_free (line);
    }
  g_clear_object (&self.session);
  g_clear_object (&self.http_client);
  return 0;
}
