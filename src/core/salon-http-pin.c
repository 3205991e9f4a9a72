/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-http-pin-private.h"

#include <string.h>

#include <glib/gi18n.h>

/* The addresses, one after the other. */

#define SALON_TYPE_HTTP_PIN_ENUMERATOR (salon_http_pin_enumerator_get_type ())

G_DECLARE_FINAL_TYPE (SalonHttpPinEnumerator, salon_http_pin_enumerator, SALON,
                      HTTP_PIN_ENUMERATOR, GSocketAddressEnumerator)

struct _SalonHttpPinEnumerator
{
  GSocketAddressEnumerator  parent_instance;

  GPtrArray                *addresses;
  guint16                   port;
  guint                     position;
};

G_DEFINE_FINAL_TYPE (SalonHttpPinEnumerator, salon_http_pin_enumerator,
                     G_TYPE_SOCKET_ADDRESS_ENUMERATOR)

static GSocketAddress *
salon_http_pin_enumerator_next (GSocketAddressEnumerator  *enumerator,
                                GCancellable              *cancellable,
                                GError                   **error)
{
  SalonHttpPinEnumerator *self = SALON_HTTP_PIN_ENUMERATOR (enumerator);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  if (self->addresses->len == 0)
    {
      g_set_error_literal (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND,
                           _("The host has no address."));
      return NULL;
    }

  if (self->position == self->addresses->len)
    return NULL;

  return g_inet_socket_address_new (g_ptr_array_index (self->addresses, self->position++),
                                    self->port);
}

static void
salon_http_pin_enumerator_finalize (GObject *object)
{
  SalonHttpPinEnumerator *self = SALON_HTTP_PIN_ENUMERATOR (object);

  g_clear_pointer (&self->addresses, g_ptr_array_unref);

  G_OBJECT_CLASS (salon_http_pin_enumerator_parent_class)->finalize (object);
}

static void
salon_http_pin_enumerator_class_init (SalonHttpPinEnumeratorClass *klass)
{
  GSocketAddressEnumeratorClass *enumerator_class = G_SOCKET_ADDRESS_ENUMERATOR_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = salon_http_pin_enumerator_finalize;
  /* Nothing to wait for; the asynchronous way leads here as well. */
  enumerator_class->next = salon_http_pin_enumerator_next;
}

static void
salon_http_pin_enumerator_init (SalonHttpPinEnumerator *self)
{
}

/* The host. */

struct _SalonHttpPin
{
  GNetworkAddress  parent_instance;

  GPtrArray       *addresses;
};

static void connectable_iface_init (GSocketConnectableIface *iface);

/* Only the look-up is another than the parent's, which knows all about proxies. */
G_DEFINE_FINAL_TYPE_WITH_CODE (SalonHttpPin, salon_http_pin, G_TYPE_NETWORK_ADDRESS,
                               G_IMPLEMENT_INTERFACE (G_TYPE_SOCKET_CONNECTABLE,
                                                      connectable_iface_init))

static GSocketAddressEnumerator *
salon_http_pin_enumerate (GSocketConnectable *connectable)
{
  SalonHttpPin *self = SALON_HTTP_PIN (connectable);
  SalonHttpPinEnumerator *enumerator = g_object_new (SALON_TYPE_HTTP_PIN_ENUMERATOR, NULL);

  enumerator->addresses = g_ptr_array_ref (self->addresses);
  enumerator->port = g_network_address_get_port (G_NETWORK_ADDRESS (self));

  return G_SOCKET_ADDRESS_ENUMERATOR (enumerator);
}

static void
connectable_iface_init (GSocketConnectableIface *iface)
{
  iface->enumerate = salon_http_pin_enumerate;
}

static void
salon_http_pin_finalize (GObject *object)
{
  SalonHttpPin *self = SALON_HTTP_PIN (object);

  g_clear_pointer (&self->addresses, g_ptr_array_unref);

  G_OBJECT_CLASS (salon_http_pin_parent_class)->finalize (object);
}

static void
salon_http_pin_class_init (SalonHttpPinClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = salon_http_pin_finalize;
}

static void
salon_http_pin_init (SalonHttpPin *self)
{
}

/* @addresses holds GInetAddress and is not to be changed any more. */
GSocketConnectable *
_salon_http_pin_new (GUri      *uri,
                     GPtrArray *addresses)
{
  gboolean is_encrypted = strcmp (g_uri_get_scheme (uri), "https") == 0;
  int port = g_uri_get_port (uri);
  SalonHttpPin *self;

  g_assert (addresses != NULL);

  self = g_object_new (SALON_TYPE_HTTP_PIN,
                       "hostname", g_uri_get_host (uri),
                       "port", (guint) (port > 0 ? port : is_encrypted ? 443 : 80),
                       "scheme", g_uri_get_scheme (uri),
                       NULL);
  self->addresses = g_ptr_array_ref (addresses);

  return G_SOCKET_CONNECTABLE (self);
}
