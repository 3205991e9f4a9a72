/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-lookup-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-core-error.h"

/* Hosts that are at more places are not connected to any faster. */
#define MAX_ADDRESSES 64

typedef struct
{
  GResolver      *resolver;
  GProxyResolver *proxy_resolver;
  char           *host;
  char           *url;
} Lookup;

static void
lookup_free (gpointer data)
{
  Lookup *self = data;

  g_clear_object (&self->resolver);
  g_clear_object (&self->proxy_resolver);
  g_free (self->host);
  g_free (self->url);
  g_free (self);
}

static void
on_looked_up_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  g_autoptr(GPtrArray) addresses = g_ptr_array_new_with_free_func (g_object_unref);
  GError *error = NULL;
  GList *found;
  GList *link;

  found = g_resolver_lookup_by_name_finish (G_RESOLVER (object), result, &error);
  if (error != NULL)
    {
      dex_promise_reject (promise, error);
      return;
    }

  for (link = found; link != NULL && addresses->len < MAX_ADDRESSES; link = link->next)
    g_ptr_array_add (addresses, g_object_ref (link->data));
  g_resolver_free_addresses (found);

  dex_promise_resolve_boxed (promise, G_TYPE_PTR_ARRAY, g_steal_pointer (&addresses));
}

static void
on_proxies_found_cb (GObject      *object,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  GError *error = NULL;
  char **proxies;

  proxies = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (object), result, &error);
  if (proxies == NULL)
    dex_promise_reject (promise, error);
  else
    dex_promise_resolve_boxed (promise, G_TYPE_STRV, proxies);
}

/* Whether a proxy stands between here and there. In a fiber. */
static gboolean
lookup_has_proxy (Lookup *self)
{
  g_autoptr(DexPromise) promise = NULL;
  g_auto(GStrv) proxies = NULL;

  if (self->proxy_resolver == NULL)
    return FALSE;

  promise = dex_promise_new_cancellable ();
  g_proxy_resolver_lookup_async (self->proxy_resolver, self->url,
                                 dex_promise_get_cancellable (promise), on_proxies_found_cb,
                                 dex_ref (promise));
  proxies = dex_await_boxed (DEX_FUTURE (g_steal_pointer (&promise)), NULL);

  return proxies != NULL && proxies[0] != NULL && !g_str_has_prefix (proxies[0], "direct:");
}

static DexFuture *
lookup_fiber (gpointer user_data)
{
  Lookup *self = user_data;
  g_autoptr(DexPromise) promise = dex_promise_new_cancellable ();
  g_autoptr(GPtrArray) addresses = NULL;
  g_autoptr(GError) error = NULL;

  g_resolver_lookup_by_name_async (self->resolver, self->host,
                                   dex_promise_get_cancellable (promise), on_looked_up_cb,
                                   dex_ref (promise));
  addresses = dex_await_boxed (DEX_FUTURE (g_steal_pointer (&promise)), &error);
  if (addresses != NULL)
    return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&addresses));

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return dex_future_new_for_error (g_steal_pointer (&error));

  /* Behind some proxies, names of the internet are for the proxy alone to look up. */
  if (lookup_has_proxy (self))
    return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY,
                                      g_ptr_array_new_with_free_func (g_object_unref));

  if (g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE))
    return dex_future_new_reject (SALON_CORE_ERROR, SALON_CORE_ERROR_NETWORK,
                                  _("The address of %s can’t be looked up right now. Check the "
                                    "network connection."), self->host);

  return dex_future_new_reject (SALON_CORE_ERROR, SALON_CORE_ERROR_NETWORK,
                                _("There is no host called %s. Check the address and the network "
                                  "connection."), self->host);
}

DexFuture *
salon_mcp_auth_lookup (GResolver                *resolver,
                       GProxyResolver           *proxy_resolver,
                       const SalonMcpAuthTarget *target)
{
  Lookup *lookup = g_new0 (Lookup, 1);

  lookup->resolver = resolver != NULL ? g_object_ref (resolver) : g_resolver_get_default ();
  if (proxy_resolver != NULL)
    lookup->proxy_resolver = g_object_ref (proxy_resolver);
  lookup->host = g_strdup (target->host);
  lookup->url = g_strdup (target->url);

  return dex_scheduler_spawn (NULL, 0, lookup_fiber, lookup, lookup_free);
}
