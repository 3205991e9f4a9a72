/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include "fetcher-fixture.h"

void
fetcher_fixture_init (FetcherFixture *self,
                      HttpPeerFunc    func,
                      const char     *server_url,
                      gboolean        allow_private)
{
  g_autoptr(GUri) uri = NULL;
  g_autofree char *own = NULL;

  self->peer = http_peer_new (func, self);
  uri = g_uri_parse (http_peer_get_url (self->peer), G_URI_FLAGS_NONE, NULL);
  self->port = g_strdup_printf ("%d", g_uri_get_port (uri));
  self->base = g_strdup_printf ("http://127.0.0.1:%s", self->port);
  self->resolver = auth_resolver_new ();
  self->http_client = salon_http_client_new ();
  self->clock = salon_manual_clock_new ();
  own = g_strconcat (self->base, "/mcp", NULL);
  self->fetcher = salon_mcp_auth_fetcher_new (server_url != NULL ? server_url : own, allow_private,
                                              self->http_client, SALON_CLOCK (self->clock));
  salon_mcp_auth_fetcher_set_resolver (self->fetcher, G_RESOLVER (self->resolver));

  auth_resolver_add (self->resolver, "mcp.example.com", "93.184.216.34");
  auth_resolver_add (self->resolver, "public.example", "93.184.216.34 2606:4700::1111");
  auth_resolver_add (self->resolver, "loop.example", "127.0.0.1");
  auth_resolver_add (self->resolver, "six.example", "::1");
  auth_resolver_add (self->resolver, "mapped.example", "::ffff:127.0.0.1");
  auth_resolver_add (self->resolver, "private.example", "10.0.0.1");
  auth_resolver_add (self->resolver, "other.example", "127.0.0.1");
  auth_resolver_add (self->resolver, "meta.example", "169.254.169.254");
  auth_resolver_add (self->resolver, "zero.example", "0.0.0.0");
  auth_resolver_add (self->resolver, "ula.example", "fd00::1");
  auth_resolver_add (self->resolver, "mixed.example", "93.184.216.34 10.0.0.1");
  auth_resolver_add (self->resolver, "mixed6.example", "93.184.216.34 ::1");
  auth_resolver_add (self->resolver, "never.example", "never");
  auth_resolver_add (self->resolver, "later.example", "later");
}

void
fetcher_fixture_clear (FetcherFixture *self)
{
  mcp_test_settle ();
  g_assert_finalize_object (self->fetcher);
  g_assert_cmpuint (salon_manual_clock_get_n_sleepers (self->clock), ==, 0);
  g_assert_finalize_object (self->resolver);
  g_object_unref (self->http_client);
  g_object_unref (self->clock);
  http_peer_free (self->peer);
  g_free (self->base);
  g_free (self->port);
}

void
fetcher_fixture_answer_json (HttpPeerRequest *request,
                             gpointer         user_data)
{
  http_peer_respond (request, 200, "Set-Cookie: a=b\r\n", "application/json; charset=utf-8",
                     "{\"a\":1}");
}
