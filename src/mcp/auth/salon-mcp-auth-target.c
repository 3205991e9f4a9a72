/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-target-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-mcp-auth-error.h"
#include "salon-mcp-auth-text.h"

/* Nobody's metadata is at a longer address. */
#define MAX_URL 4096

/* RFC 1035 section 2.3.4 */
#define MAX_NAME 253
#define MAX_LABEL 63

#define SHOWN_CHARACTERS 80

G_GNUC_PRINTF (2, 3)
static gboolean
refuse (GError     **error,
        const char  *format,
        ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
                                 format, arguments);
  va_end (arguments);

  return FALSE;
}

/* Whether anything but a name would be read out of the host: “2130706433”, “0x7f.1”, “0177.1”
 * are 127.0.0.1 to some (WHATWG URL, “ends in a number”). */
static gboolean
ends_in_a_number (const char *host)
{
  const char *dot = strrchr (host, '.');
  const char *label = dot != NULL ? dot + 1 : host;

  if (*label != '\0' && strspn (label, "0123456789") == strlen (label))
    return TRUE;

  return label[0] == '0' && label[1] == 'x' &&
         strspn (label + 2, "0123456789abcdef") == strlen (label + 2);
}

static gboolean
is_name (const char *host)
{
  gsize length = strlen (host);
  const char *label = host;

  if (length == 0 || length > MAX_NAME ||
      strspn (host, "abcdefghijklmnopqrstuvwxyz0123456789-_.") != length)
    return FALSE;

  for (;;)
    {
      gsize label_length = strcspn (label, ".");

      if (label_length == 0 || label_length > MAX_LABEL)
        return FALSE;
      if (label[label_length] == '\0')
        return TRUE;
      label += label_length + 1;
    }
}

/* Sets host, literal and is_localhost. */
static gboolean
salon_mcp_auth_target_read_host (SalonMcpAuthTarget  *self,
                                 const char          *host,
                                 GError             **error)
{
  g_autofree char *shown = salon_mcp_auth_text_dup_shown (host, SHOWN_CHARACTERS);
  g_autofree char *ascii = NULL;
  g_autofree char *canonical = NULL;
  gsize length;

  if (strchr (host, ':') != NULL)
    {
      /* With a “%” it would say by which cable. */
      self->literal = strchr (host, '%') == NULL ? g_inet_address_new_from_string (host) : NULL;
      if (self->literal == NULL)
        return refuse (error, _("“%s” is no address of a host that Salon connects to."), shown);
      self->host = g_inet_address_to_string (self->literal);
      return TRUE;
    }

  /* Also makes digits and dots of what only looks like them. */
  ascii = g_hostname_to_ascii (host);
  self->host = ascii != NULL ? g_ascii_strdown (ascii, -1) : g_strdup ("");
  length = strlen (self->host);
  if (length > 0 && self->host[length - 1] == '.')
    self->host[length - 1] = '\0';

  if (!is_name (self->host))
    return refuse (error, _("“%s” is not the name of a host."), shown);

  if (ends_in_a_number (self->host))
    {
      self->literal = g_inet_address_new_from_string (self->host);
      canonical = self->literal != NULL ? g_inet_address_to_string (self->literal) : NULL;
      /* The text as it came: a dot at the end is one of the spellings. */
      if (g_strcmp0 (canonical, ascii) != 0)
        return refuse (error, _("“%s” is an unusual spelling of an address, the kind that is used "
                                "to hide where it leads. Salon does not connect to it."), shown);
      return TRUE;
    }

  self->is_localhost = strcmp (self->host, "localhost") == 0 ||
                       g_str_has_suffix (self->host, ".localhost");
  return TRUE;
}

/* Nothing that ends a line, hides or turns around what is next to it. */
static gboolean
has_plain_characters (const char *url)
{
  const char *p;

  if (!g_utf8_validate (url, -1, NULL))
    return FALSE;

  for (p = url; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);
      GUnicodeType type = g_unichar_type (character);

      if (character == '\\' || g_unichar_isspace (character) || type == G_UNICODE_CONTROL ||
          type == G_UNICODE_FORMAT || type == G_UNICODE_LINE_SEPARATOR ||
          type == G_UNICODE_PARAGRAPH_SEPARATOR)
        return FALSE;
    }

  return TRUE;
}

/* Puts together what is sent. A fragment never is. */
static char *
salon_mcp_auth_target_build_url (SalonMcpAuthTarget *self,
                                 GUri               *uri)
{
  const char *path = g_uri_get_path (uri);
  g_autoptr(GUri) built = g_uri_build (G_URI_FLAGS_ENCODED, self->scheme, NULL, self->host,
                                       g_uri_get_port (uri), *path != '\0' ? path : "/",
                                       g_uri_get_query (uri), NULL);

  return g_uri_to_string (built);
}

/* An address for fetching. SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS for everything else. */
SalonMcpAuthTarget *
salon_mcp_auth_target_new (const char  *url,
                           GError     **error)
{
  g_autoptr(SalonMcpAuthTarget) self = g_new0 (SalonMcpAuthTarget, 1);
  g_autofree char *shown = salon_mcp_auth_text_dup_shown (url, SHOWN_CHARACTERS);
  g_autoptr(GUri) uri = NULL;
  int port;

  g_assert (url != NULL);

  if (strlen (url) > MAX_URL)
    {
      refuse (error, _("The address “%s” is too long."), shown);
      return NULL;
    }

  if (has_plain_characters (url))
    uri = g_uri_parse (url, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED_PATH |
                            G_URI_FLAGS_ENCODED_QUERY | G_URI_FLAGS_ENCODED_FRAGMENT, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL ||
      (strcmp (g_uri_get_scheme (uri), "http") != 0 &&
       strcmp (g_uri_get_scheme (uri), "https") != 0))
    {
      refuse (error, _("“%s” is no address that Salon fetches anything from: that has to begin "
                       "with https:// and a host’s name."), shown);
      return NULL;
    }

  if (g_uri_get_userinfo (uri) != NULL)
    {
      g_autofree char *host = salon_mcp_auth_text_dup_host (url);

      refuse (error, _("An address at %s has a user’s name in front of the host’s, which hides "
                       "where it leads. Salon does not connect to it."), host);
      return NULL;
    }

  self->scheme = g_strdup (g_uri_get_scheme (uri));
  port = g_uri_get_port (uri);
  if (port == 0 || port > G_MAXUINT16)
    {
      refuse (error, _("The address “%s” has a port that does not exist."), shown);
      return NULL;
    }
  self->port = port > 0 ? (guint16) port : strcmp (self->scheme, "https") == 0 ? 443 : 80;

  if (!salon_mcp_auth_target_read_host (self, g_uri_get_host (uri), error))
    return NULL;

  self->url = salon_mcp_auth_target_build_url (self, uri);
  return g_steal_pointer (&self);
}

void
salon_mcp_auth_target_free (SalonMcpAuthTarget *self)
{
  g_free (self->url);
  g_free (self->scheme);
  g_free (self->host);
  g_clear_object (&self->literal);
  g_free (self);
}

gboolean
salon_mcp_auth_target_has_origin (const SalonMcpAuthTarget *self,
                                  const SalonMcpAuthTarget *other)
{
  return strcmp (self->scheme, other->scheme) == 0 && strcmp (self->host, other->host) == 0 &&
         self->port == other->port;
}

GPtrArray *
salon_mcp_auth_target_dup_addresses (const SalonMcpAuthTarget *self)
{
  g_autoptr(GPtrArray) addresses = g_ptr_array_new_with_free_func (g_object_unref);

  if (self->literal != NULL)
    {
      g_ptr_array_add (addresses, g_object_ref (self->literal));
      return g_steal_pointer (&addresses);
    }

  /* Whatever a resolver says of it (RFC 6761 section 6.3). */
  if (self->is_localhost)
    {
      g_ptr_array_add (addresses, g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4));
      g_ptr_array_add (addresses, g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV6));
      return g_steal_pointer (&addresses);
    }

  return NULL;
}

void
salon_mcp_auth_policy_init (SalonMcpAuthPolicy *self,
                            const char         *server_url,
                            gboolean            allow_private)
{
  SalonAddressKind kind;

  /* What the user has configured, and so what they get: with an address that can't be used
   * there is just no host of the server's own. */
  self->server = salon_mcp_auth_target_new (server_url, NULL);
  self->allow_private = allow_private;
  self->is_local = FALSE;
  if (self->server == NULL)
    return;

  /* By its spelling: what a name resolves to is for its owner to say, who could so make this
   * computer's ports theirs to look at. */
  self->is_local = self->server->is_localhost;
  if (self->server->literal != NULL)
    {
      kind = salon_address_judge (self->server->literal);
      self->is_local = kind == SALON_ADDRESS_LOOPBACK || kind == SALON_ADDRESS_UNSPECIFIED;
    }
}

void
salon_mcp_auth_policy_clear (SalonMcpAuthPolicy *self)
{
  g_clear_pointer (&self->server, salon_mcp_auth_target_free);
}

static gboolean
is_own_host (const SalonMcpAuthPolicy *self,
             const SalonMcpAuthTarget *target)
{
  return self->server != NULL && strcmp (self->server->host, target->host) == 0;
}

static gboolean
refuse_http (const SalonMcpAuthTarget  *target,
             GError                   **error)
{
  return refuse (error, _("%s was to be reached by http, which anybody on the way can read and "
                          "change. The address has to begin with https://."), target->host);
}

gboolean
salon_mcp_auth_policy_check_address (const SalonMcpAuthPolicy  *self,
                                     const SalonMcpAuthTarget  *target,
                                     GInetAddress              *address,
                                     GError                   **error)
{
  SalonAddressKind kind = salon_address_judge (address);
  gboolean is_own = is_own_host (self, target);
  g_autofree char *text = NULL;
  g_autofree char *sentence = NULL;
  gboolean is_local;
  gboolean is_allowed;

  /* 0.0.0.0 where the user has written that. */
  is_local = kind == SALON_ADDRESS_LOOPBACK ||
             (kind == SALON_ADDRESS_UNSPECIFIED && is_own && self->is_local);

  is_allowed = is_own ||
               kind == SALON_ADDRESS_PUBLIC ||
               (kind == SALON_ADDRESS_LOOPBACK && self->is_local) ||
               (kind == SALON_ADDRESS_PRIVATE && self->allow_private);

  if (!is_allowed)
    {
      text = g_inet_address_to_string (address);
      if (strcmp (text, target->host) == 0)
        sentence = g_strdup_printf (_("The address %s leads to %s, where this server may not send "
                                      "Salon."),
                                    text, salon_address_kind_to_string (kind));
      else
        sentence = g_strdup_printf (_("%s is at %s, which is %s; this server may not send Salon "
                                      "there."),
                                    target->host, text, salon_address_kind_to_string (kind));
      /* Of all kinds only this one can be allowed; the form calls it that. */
      if (kind != SALON_ADDRESS_PRIVATE)
        return refuse (error, "%s", sentence);
      return refuse (error, "%s %s", sentence,
                     _("If that is right, switch on “Allow My Own Network” in the settings of the "
                       "server."));
    }

  /* Plain text only where it does not leave the computer, or the user's network when they have
   * it so for the server as well. */
  if (strcmp (target->scheme, "https") == 0 || is_local ||
      (self->allow_private && self->server != NULL && strcmp (self->server->scheme, "http") == 0 &&
       (kind == SALON_ADDRESS_PRIVATE || (kind == SALON_ADDRESS_LINK_LOCAL && is_own))))
    return TRUE;

  return refuse_http (target, error);
}

gboolean
salon_mcp_auth_policy_check_text (const SalonMcpAuthPolicy  *self,
                                  const SalonMcpAuthTarget  *target,
                                  GError                   **error)
{
  g_autoptr(GPtrArray) addresses = salon_mcp_auth_target_dup_addresses (target);

  if (addresses != NULL)
    return salon_mcp_auth_policy_check_address (self, target,
                                                g_ptr_array_index (addresses, 0), error);

  /* Where a name leads is not known yet; by http, there are not many places. */
  if (strcmp (target->scheme, "https") == 0 || is_own_host (self, target) || self->allow_private)
    return TRUE;

  return refuse_http (target, error);
}
