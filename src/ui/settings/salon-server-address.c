/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-server-address.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n.h>

/* The address of a remote server while it is typed. */

static gboolean
is_beginning (const char *text,
              const char *of)
{
  return g_ascii_strncasecmp (text, of, strlen (text)) == 0;
}

/* The names and numbers of this computer itself (RFC 6761, 6.3). */
static gboolean
is_loopback (const char *host)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);

  return g_ascii_strcasecmp (host, "localhost") == 0 ||
         (strlen (host) > strlen (".localhost") &&
          g_ascii_strcasecmp (host + strlen (host) - strlen (".localhost"), ".localhost") == 0);
}

static gboolean
has_spaces (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_isspace (*p) || g_ascii_iscntrl (*p))
      return TRUE;

  return FALSE;
}

static const char *
judge (GUri *uri)
{
  const char *scheme = g_uri_get_scheme (uri);

  if (g_strcmp0 (scheme, "https") != 0 && g_strcmp0 (scheme, "http") != 0)
    return _("The address has to begin with https://");
  if (g_uri_get_userinfo (uri) != NULL)
    return _("A name and a password do not belong into the address. Add a header instead.");
  if (g_strcmp0 (scheme, "http") == 0 && !is_loopback (g_uri_get_host (uri)))
    return _("With http:// anybody on the way can read along, so it is for servers on this "
             "computer only. Use https://");

  return NULL;
}

/**
 * salon_server_address_check:
 * @address: what has been typed, without white space around it
 * @sentence: (out) (nullable) (transfer none): what is wrong with it; %NULL when nothing is, or
 *   when it may only not be finished yet
 *
 * References (`${env:NAME}`) stand for what is not known yet; with one where the host would
 * be, nothing can be said about the address.
 *
 * Returns: whether @address can be used
 */
gboolean
salon_server_address_check (const char  *address,
                            const char **sentence)
{
  g_autoptr(GUri) uri = NULL;

  g_return_val_if_fail (address != NULL, FALSE);
  g_return_val_if_fail (sentence != NULL, FALSE);

  *sentence = NULL;
  if (is_beginning (address, "https://") || is_beginning (address, "http://"))
    return FALSE;
  if (g_str_has_prefix (address, "${") || g_str_has_prefix (address, "https://${"))
    return TRUE;

  uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL && strstr (address, "://") == NULL)
    *sentence = _("The address has to begin with https://");
  else if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
           has_spaces (address))
    *sentence = _("This is no address of a server");
  else
    *sentence = judge (uri);

  return *sentence == NULL;
}

/**
 * salon_server_address_dup_origin:
 * @address: an address
 *
 * Returns: (transfer full): whom it leads to, without what is behind the host: that may hold a
 *   secret, and does not tell who it is
 */
char *
salon_server_address_dup_origin (const char *address)
{
  g_autoptr(GUri) uri = NULL;
  g_autoptr(GUri) origin = NULL;

  g_return_val_if_fail (address != NULL, NULL);

  uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return g_strdup (address);

  origin = g_uri_build (G_URI_FLAGS_NONE, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                        g_uri_get_port (uri), "", NULL, NULL);
  return g_uri_to_string (origin);
}
