/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-http-request.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-core-error.h"
#include "salon-http-private.h"

typedef struct
{
  char *name;
  char *value;
} Header;

struct _SalonHttpRequest
{
  grefcount   reference_count;
  char       *method;
  char       *url;
  GArray     *headers;
  char       *content_type;
  GBytes     *body;
  guint       timeout;
  GPtrArray  *addresses;
};

G_DEFINE_BOXED_TYPE (SalonHttpRequest,
                     salon_http_request,
                     salon_http_request_ref,
                     salon_http_request_unref)

static void
header_clear (Header *self)
{
  g_free (self->name);
  g_free (self->value);
}

/**
 * salon_http_request_new:
 * @method: the method, in capitals
 * @url: where to; looked at when the request is sent
 *
 * Returns: (transfer full): a request without headers, body and time-out
 */
SalonHttpRequest *
salon_http_request_new (const char *method,
                        const char *url)
{
  SalonHttpRequest *self;

  g_return_val_if_fail (method != NULL, NULL);
  g_return_val_if_fail (url != NULL, NULL);

  self = g_new0 (SalonHttpRequest, 1);
  g_ref_count_init (&self->reference_count);
  self->method = g_strdup (method);
  self->url = g_strdup (url);
  self->headers = g_array_new (FALSE, FALSE, sizeof (Header));
  g_array_set_clear_func (self->headers, (GDestroyNotify) header_clear);

  return self;
}

/**
 * salon_http_request_ref:
 * @self: a request
 *
 * Returns: (transfer full): @self
 */
SalonHttpRequest *
salon_http_request_ref (SalonHttpRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_ref_count_inc (&self->reference_count);
  return self;
}

/**
 * salon_http_request_unref:
 * @self: (transfer full): a request
 */
void
salon_http_request_unref (SalonHttpRequest *self)
{
  g_return_if_fail (self != NULL);

  if (!g_ref_count_dec (&self->reference_count))
    return;

  g_free (self->method);
  g_free (self->url);
  g_array_unref (self->headers);
  g_free (self->content_type);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->addresses, g_ptr_array_unref);
  g_free (self);
}

/**
 * salon_http_request_set_header:
 * @self: a request
 * @name: the header's name
 * @value: (nullable): its value, which may be empty; %NULL takes the header away
 *
 * Sets a header in place of one of the same name. What can't be a header, as it has a
 * line break in it, is refused when the request is sent: the value may come from a file
 * of the user's.
 */
void
salon_http_request_set_header (SalonHttpRequest *self,
                               const char       *name,
                               const char       *value)
{
  Header header;
  guint i;

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  for (i = 0; i < self->headers->len; i++)
    {
      if (g_ascii_strcasecmp (g_array_index (self->headers, Header, i).name, name) == 0)
        {
          g_array_remove_index (self->headers, i);
          break;
        }
    }

  if (value == NULL)
    return;

  header.name = g_strdup (name);
  header.value = g_strdup (value);
  g_array_append_val (self->headers, header);
}

/**
 * salon_http_request_set_body:
 * @self: a request
 * @content_type: (nullable): what the body is
 * @body: (nullable): the body; %NULL for none
 */
void
salon_http_request_set_body (SalonHttpRequest *self,
                             const char       *content_type,
                             GBytes           *body)
{
  g_return_if_fail (self != NULL);

  g_set_str (&self->content_type, content_type);
  if (body != NULL)
    g_bytes_ref (body);
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = body;
}

/**
 * salon_http_request_set_timeout:
 * @self: a request
 * @seconds: how long the answer's head may take, in seconds; 0 for as long as it likes
 *
 * Limits the time to the answer's head. How long the body may take is for the caller to
 * say, by dropping the response.
 */
void
salon_http_request_set_timeout (SalonHttpRequest *self,
                                guint             seconds)
{
  g_return_if_fail (self != NULL);

  self->timeout = seconds;
}

/**
 * salon_http_request_set_addresses:
 * @self: a request
 * @addresses: (nullable) (element-type GInetAddress): the host's addresses, not to be changed any
 *   more; %NULL to have them looked up
 *
 * Says where the host is, so that the connection is made to addresses that were looked at
 * before, and to no others that a second look-up might give. The certificate still has to be
 * the host's. A proxy, where one is in force, is told the host's name. Such a request gets a
 * connection of its own, which is not kept.
 */
void
salon_http_request_set_addresses (SalonHttpRequest *self,
                                  GPtrArray        *addresses)
{
  g_return_if_fail (self != NULL);

  if (addresses != NULL)
    g_ptr_array_ref (addresses);
  g_clear_pointer (&self->addresses, g_ptr_array_unref);
  self->addresses = addresses;
}

GPtrArray *
_salon_http_request_get_addresses (SalonHttpRequest *self)
{
  g_assert (self != NULL);

  return self->addresses;
}

/**
 * salon_http_request_get_method:
 * @self: a request
 *
 * Returns: (transfer none): its method
 */
const char *
salon_http_request_get_method (SalonHttpRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->method;
}

/**
 * salon_http_request_get_url:
 * @self: a request
 *
 * Returns: (transfer none): its address, as given
 */
const char *
salon_http_request_get_url (SalonHttpRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->url;
}

/**
 * salon_http_request_get_timeout:
 * @self: a request
 *
 * Returns: its time-out in seconds, 0 for none
 */
guint
salon_http_request_get_timeout (SalonHttpRequest *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->timeout;
}

/* RFC 9110 section 5.6.2 */
static gboolean
is_token (const char *text)
{
  const char *p;

  for (p = text; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && strchr ("!#$%&'*+-.^_`|~", *p) == NULL)
        return FALSE;
    }

  return p > text;
}

static GUri *
parse_url (const char  *url,
           GError     **error)
{
  g_autoptr(GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  g_autofree char *shown = NULL;

  if (uri != NULL && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0' &&
      (g_strcmp0 (g_uri_get_scheme (uri), "http") == 0 ||
       g_strcmp0 (g_uri_get_scheme (uri), "https") == 0))
    return g_steal_pointer (&uri);

  /* Keys are often in the query. */
  shown = g_strndup (url, strcspn (url, "?#"));
  g_set_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_SYNTAX,
               _("“%s” is not the address of a web server; it has to begin with http:// or "
                 "https:// and a host’s name."), shown);
  return NULL;
}

/* A SoupMessage is good for one try only; the request makes one for each. */
SoupMessage *
_salon_http_request_create_message (SalonHttpRequest  *self,
                                    GError           **error)
{
  g_autoptr(SoupMessage) message = NULL;
  g_autoptr(GUri) uri = NULL;
  SoupMessageHeaders *headers;
  guint i;

  g_assert (self != NULL);

  uri = parse_url (self->url, error);
  if (uri == NULL)
    return NULL;

  message = soup_message_new_from_uri (self->method, uri);
  headers = soup_message_get_request_headers (message);

  /* Before the headers, of which one may be another Content-Type. */
  if (self->body != NULL)
    soup_message_set_request_body_from_bytes (message, self->content_type, self->body);

  for (i = 0; i < self->headers->len; i++)
    {
      const Header *header = &g_array_index (self->headers, Header, i);

      if (!is_token (header->name) || strpbrk (header->value, "\r\n") != NULL)
        {
          g_set_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_SYNTAX,
                       _("The HTTP header “%s” can’t be sent: names are letters, digits and "
                         "hyphens, and values have no line breaks."), header->name);
          return NULL;
        }
      soup_message_headers_replace (headers, header->name, header->value);
    }

  return g_steal_pointer (&message);
}
