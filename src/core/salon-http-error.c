/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-core-error.h"
#include "salon-http-private.h"

/* “example.org”, or “localhost:8080” when the port is not the scheme's own. */
static char *
dup_host_and_port (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  gboolean is_address = strchr (host, ':') != NULL;
  int port = g_uri_get_port (uri);

  if (port <= 0)
    return g_strdup (host);

  return g_strdup_printf (is_address ? "[%s]:%d" : "%s:%d", host, port);
}

static GError *
new_certificate_error (SoupMessage *message,
                       const char  *host)
{
  GTlsCertificateFlags flags = soup_message_get_tls_peer_certificate_errors (message);

  if ((flags & G_TLS_CERTIFICATE_BAD_IDENTITY) != 0)
    return g_error_new (SALON_CORE_ERROR, SALON_CORE_ERROR_TLS,
                        _("The certificate of %s is for another host. Check the address; if it is "
                          "right, someone may be between you and the server."), host);
  if ((flags & G_TLS_CERTIFICATE_EXPIRED) != 0)
    return g_error_new (SALON_CORE_ERROR, SALON_CORE_ERROR_TLS,
                        _("The certificate of %s has expired. Its operator has to renew it; check "
                          "this computer’s date, too."), host);
  if ((flags & G_TLS_CERTIFICATE_NOT_ACTIVATED) != 0)
    return g_error_new (SALON_CORE_ERROR, SALON_CORE_ERROR_TLS,
                        _("The certificate of %s is not valid yet. Check this computer’s date."),
                        host);
  if ((flags & G_TLS_CERTIFICATE_REVOKED) != 0)
    return g_error_new (SALON_CORE_ERROR, SALON_CORE_ERROR_TLS,
                        _("The certificate of %s was revoked and can’t be trusted."), host);
  if ((flags & G_TLS_CERTIFICATE_UNKNOWN_CA) != 0)
    return g_error_new (SALON_CORE_ERROR, SALON_CORE_ERROR_TLS,
                        _("The certificate of %s is from an authority this system does not know. "
                          "If it is yours, add the authority to the system’s trusted ones."),
                        host);

  return NULL;
}

static GError *
new_tls_error (SoupMessage  *message,
               const char   *host,
               const GError *cause)
{
  GError *error = new_certificate_error (message, host);

  if (error != NULL)
    return error;

  return g_error_new (SALON_CORE_ERROR, SALON_CORE_ERROR_TLS,
                      _("No encrypted connection to %s could be made (%s). If the server does "
                        "not encrypt, its address begins with http:// instead of https://."),
                      host, cause->message);
}

static GError *
new_resolver_error (const char   *host,
                    const GError *cause)
{
  if (g_error_matches (cause, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE))
    return g_error_new (SALON_CORE_ERROR, SALON_CORE_ERROR_NETWORK,
                        _("The address of %s can’t be looked up right now. Check the network "
                          "connection."), host);

  return g_error_new (SALON_CORE_ERROR, SALON_CORE_ERROR_NETWORK,
                      _("There is no host called %s. Check the address and the network "
                        "connection."), host);
}

static GError *
new_io_error (const char   *host,
              const GError *cause,
              gboolean      in_body)
{
  switch (cause->code)
    {
    case G_IO_ERROR_CONNECTION_REFUSED:
      return g_error_new (SALON_CORE_ERROR, SALON_CORE_ERROR_NETWORK,
                          _("%s refused the connection. Is the server running, and is the port "
                            "right?"), host);

    case G_IO_ERROR_HOST_UNREACHABLE:
    case G_IO_ERROR_NETWORK_UNREACHABLE:
      return g_error_new (SALON_CORE_ERROR, SALON_CORE_ERROR_NETWORK,
                          _("%s can’t be reached. Check the network connection."), host);

    case G_IO_ERROR_HOST_NOT_FOUND:
      return new_resolver_error (host, cause);

    case G_IO_ERROR_TIMED_OUT:
      return g_error_new (SALON_CORE_ERROR, SALON_CORE_ERROR_TIMED_OUT,
                          _("%s did not answer in time."), host);

    case G_IO_ERROR_PARTIAL_INPUT:
    case G_IO_ERROR_CONNECTION_CLOSED:
    case G_IO_ERROR_CLOSED:
    case G_IO_ERROR_NOT_CONNECTED:
      if (in_body)
        return g_error_new (SALON_CORE_ERROR, SALON_CORE_ERROR_NETWORK,
                            _("%s closed the connection in the middle of its answer."), host);
      return g_error_new (SALON_CORE_ERROR, SALON_CORE_ERROR_HUNG_UP,
                          _("%s closed the connection without an answer."), host);

    case G_IO_ERROR_INVALID_DATA:
      return g_error_new (SALON_CORE_ERROR, SALON_CORE_ERROR_PROTOCOL,
                          _("The answer of %s can’t be read (%s)."), host, cause->message);

    default:
      return g_error_new (SALON_CORE_ERROR, SALON_CORE_ERROR_NETWORK,
                          _("The connection to %s failed (%s)."), host, cause->message);
    }
}

GError *
_salon_http_error_new (SoupMessage  *message,
                       const GError *cause,
                       gboolean      in_body)
{
  g_autofree char *host = NULL;

  g_assert (SOUP_IS_MESSAGE (message));
  g_assert (cause != NULL);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (cause);

  host = dup_host_and_port (soup_message_get_uri (message));

  if (cause->domain == G_TLS_ERROR)
    return new_tls_error (message, host, cause);
  if (cause->domain == G_RESOLVER_ERROR)
    return new_resolver_error (host, cause);
  if (cause->domain == G_IO_ERROR)
    return new_io_error (host, cause, in_body);

  return g_error_new (SALON_CORE_ERROR, SALON_CORE_ERROR_PROTOCOL,
                      _("%s did not answer the way a web server does (%s). Is the address "
                        "right?"), host, cause->message);
}
