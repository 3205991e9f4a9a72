/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include "http-utilities.h"

#include <string.h>

#include "test-utilities.h"

SalonHttpRequest *
new_request (RawServer  *server,
             const char *method)
{
  g_autofree char *url = raw_server_dup_url (server, "/path?a=b");
  SalonHttpRequest *request = salon_http_request_new (method, url);
  g_autoptr(GBytes) body = g_bytes_new_static ("{}", 2);

  if (g_str_equal (method, "POST"))
    salon_http_request_set_body (request, "application/json", body);

  return request;
}

SalonHttpResponse *
send_and_wait (SalonHttpClient  *client,
               SalonHttpRequest *request)
{
  return test_await_object (salon_http_client_send (client, request));
}

void
assert_body (SalonHttpResponse *response,
             const char        *expected)
{
  g_autoptr(GBytes) bytes = test_await_bytes (salon_http_response_read_all (response, 1000000));

  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                   expected, strlen (expected));
}

typedef struct
{
  RawServer *server;
  guint      hangups;
} Hangups;

static gboolean
has_hung_up (gpointer user_data)
{
  Hangups *hangups = user_data;

  return raw_server_get_n_hangups (hangups->server) >= hangups->hangups;
}

void
run_until_hangups (RawServer *server,
                   guint      count)
{
  Hangups hangups = { server, count };

  test_run_until (has_hung_up, &hangups);
}

typedef struct
{
  RawServer *server;
  guint      requests;
} Requests;

static gboolean
has_requests (gpointer user_data)
{
  Requests *requests = user_data;

  /* The server counts in a thread of its own; nothing here wakes up by itself. */
  g_usleep (100);
  g_main_context_wakeup (NULL);

  return raw_server_get_n_requests (requests->server) >= requests->requests;
}

void
run_until_requests (RawServer *server,
                    guint      count)
{
  Requests requests = { server, count };

  test_run_until (has_requests, &requests);
}

RawServerNext
say (guint       request,
     guint       connection,
     const char *head,
     GString    *answer,
     gpointer    user_data)
{
  const Answer *what = user_data;

  g_string_append (answer, what->answer);
  return what->next;
}
