/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-llm-endpoint.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-llm-error.h"
#include "salon-llm-failure.h"
#include "salon-llm-retry.h"

/* A large prompt on a slow computer takes minutes until the first token; a model
 * list does not.
 */
#define POST_TIMEOUT_SECONDS (15 * 60)
#define GET_TIMEOUT_SECONDS 20
#define ERROR_BODY_LIMIT ((gsize) 256 * 1024)

struct _SalonLlmEndpoint
{
  gatomicrefcount ref_count;

  char *provider_name;
  char *base_url;
  GHashTable *headers; /* char * → char * */
  gboolean has_key;
  SalonHttpClient *http_client;
  SalonClock *clock;
};

/**
 * salon_llm_endpoint_new:
 * @provider_name: the provider's name for people
 * @base_url: the address below which the API lies
 * @http_client: sends the requests
 * @clock: the time
 *
 * Returns: (transfer full): the endpoint, without key and headers
 */
SalonLlmEndpoint *
salon_llm_endpoint_new (const char      *provider_name,
                        const char      *base_url,
                        SalonHttpClient *http_client,
                        SalonClock      *clock)
{
  SalonLlmEndpoint *self;

  g_assert (provider_name != NULL);
  g_assert (base_url != NULL);
  g_assert (SALON_IS_HTTP_CLIENT (http_client));
  g_assert (SALON_IS_CLOCK (clock));

  self = g_new0 (SalonLlmEndpoint, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->provider_name = g_strdup (provider_name);
  self->base_url = g_strstrip (g_strdup (base_url));
  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->http_client = g_object_ref (http_client);
  self->clock = g_object_ref (clock);
  return self;
}

/**
 * salon_llm_endpoint_ref:
 * @self: an endpoint
 *
 * Returns: (transfer full): @self
 */
SalonLlmEndpoint *
salon_llm_endpoint_ref (SalonLlmEndpoint *self)
{
  g_assert (self != NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * salon_llm_endpoint_unref:
 * @self: (transfer full): an endpoint
 *
 * Gives a reference back.
 */
void
salon_llm_endpoint_unref (SalonLlmEndpoint *self)
{
  g_assert (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->provider_name);
  g_free (self->base_url);
  g_hash_table_unref (self->headers);
  g_object_unref (self->http_client);
  g_object_unref (self->clock);
  g_free (self);
}

/* A header with a line break in it would become two. */
static gboolean
is_header_value (const char *value)
{
  for (const char *p = value; *p != '\0'; p++)
    {
      if (g_ascii_iscntrl (*p))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_header_name (const char *name)
{
  if (*name == '\0')
    return FALSE;
  for (const char *p = name; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && strchr ("!#$%&'*+-.^_`|~", *p) == NULL)
        return FALSE;
    }
  return TRUE;
}

/**
 * salon_llm_endpoint_set_header:
 * @self: an endpoint
 * @name: a header's name
 * @value: its value
 *
 * Sends a header with every request. One that HTTP cannot carry is left out, with a warning.
 */
void
salon_llm_endpoint_set_header (SalonLlmEndpoint *self,
                               const char       *name,
                               const char       *value)
{
  g_autofree char *stripped = NULL;

  g_assert (self != NULL);
  g_assert (name != NULL);
  g_assert (value != NULL);

  stripped = g_strstrip (g_strdup (value));
  if (!is_header_name (name) || !is_header_value (stripped))
    {
      g_message ("A header of %s is left out: HTTP cannot carry it.", self->provider_name);
      return;
    }
  /* Whoever sets the header of the key by hand has a key. */
  if (g_ascii_strcasecmp (name, "Authorization") == 0 ||
      g_ascii_strcasecmp (name, "api-key") == 0 ||
      g_ascii_strcasecmp (name, "x-api-key") == 0 ||
      g_ascii_strcasecmp (name, "x-goog-api-key") == 0)
    self->has_key = TRUE;
  g_hash_table_replace (self->headers, g_ascii_strdown (name, -1), g_steal_pointer (&stripped));
}

/**
 * salon_llm_endpoint_set_key:
 * @self: an endpoint
 * @header: name of the header that takes the key
 * @prefix: what comes before the key in it
 * @key: (nullable): the key; %NULL or empty for none
 *
 * Sends a key with every request, unless the user has set @header to something else.
 */
void
salon_llm_endpoint_set_key (SalonLlmEndpoint *self,
                            const char       *header,
                            const char       *prefix,
                            const char       *key)
{
  g_autofree char *stripped = NULL;
  g_autofree char *value = NULL;
  g_autofree char *name = NULL;

  g_assert (self != NULL);
  g_assert (header != NULL);
  g_assert (prefix != NULL);

  if (key == NULL)
    return;
  stripped = g_strstrip (g_strdup (key));
  name = g_ascii_strdown (header, -1);
  if (*stripped == '\0' || g_hash_table_contains (self->headers, name))
    return;
  value = g_strconcat (prefix, stripped, NULL);
  salon_llm_endpoint_set_header (self, header, value);
}

/**
 * salon_llm_endpoint_get_name:
 * @self: an endpoint
 *
 * Returns: the provider's name for people
 */
const char *
salon_llm_endpoint_get_name (SalonLlmEndpoint *self)
{
  g_assert (self != NULL);

  return self->provider_name;
}

/**
 * salon_llm_endpoint_get_clock:
 * @self: an endpoint
 *
 * Returns: (transfer none): the time
 */
SalonClock *
salon_llm_endpoint_get_clock (SalonLlmEndpoint *self)
{
  g_assert (self != NULL);

  return self->clock;
}

/**
 * salon_llm_endpoint_build_url:
 * @self: an endpoint
 * @path: a path below the base URL, without a slash at the beginning; it may have a query,
 *   and begin with “../” to lie beside the base URL
 *
 * Puts an address together. The query of a base URL stays (Azure wants its
 * api-version there), and a base URL that is the whole address already is taken as it is.
 *
 * Returns: (transfer full): the address
 */
char *
salon_llm_endpoint_build_url (SalonLlmEndpoint *self,
                              const char       *path)
{
  static const char * const endings[] = { "/chat/completions", "/responses", "/messages" };
  g_autofree char *base = NULL;
  const char *query;

  g_assert (self != NULL);
  g_assert (path != NULL);

  query = strpbrk (self->base_url, "?#");
  if (query == NULL)
    query = self->base_url + strlen (self->base_url);
  base = g_strndup (self->base_url, (gsize) (query - self->base_url));
  for (gsize length = strlen (base); length > 0 && base[length - 1] == '/'; length--)
    base[length - 1] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      if (g_str_has_suffix (base, endings[i]))
        base[strlen (base) - strlen (endings[i])] = '\0';
    }
  for (; g_str_has_prefix (path, "../"); path += strlen ("../"))
    {
      char *last = strrchr (base, '/');

      if (last != NULL)
        *last = '\0';
    }
  if (*query != '?')
    return g_strconcat (base, "/", path, NULL);
  return g_strconcat (base, "/", path, strchr (path, '?') != NULL ? "&" : "?", query + 1, NULL);
}

static gboolean
check_url (SalonLlmEndpoint  *self,
           const char        *url,
           GError           **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host != NULL && *host != '\0' &&
      (g_strcmp0 (scheme, "https") == 0 || g_strcmp0 (scheme, "http") == 0))
    return TRUE;

  g_set_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_NOT_FOUND,
               _("“%s” is no base URL for %s. It has to begin with https:// or http://; "
                 "change it in the settings under “Models”."),
               self->base_url, self->provider_name);
  return FALSE;
}

static SalonHttpRequest *
make_request (SalonLlmEndpoint *self,
              const char       *method,
              const char       *url,
              GBytes           *body)
{
  SalonHttpRequest *request = salon_http_request_new (method, url);
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  if (body != NULL)
    {
      salon_http_request_set_header (request, "Accept", "text/event-stream, application/json");
      salon_http_request_set_body (request, "application/json", body);
      salon_http_request_set_timeout (request, POST_TIMEOUT_SECONDS);
    }
  else
    {
      salon_http_request_set_header (request, "Accept", "application/json");
      salon_http_request_set_timeout (request, GET_TIMEOUT_SECONDS);
    }

  g_hash_table_iter_init (&iter, self->headers);
  while (g_hash_table_iter_next (&iter, &name, &value))
    salon_http_request_set_header (request, name, value);
  return request;
}

static GError *
read_failure (SalonLlmEndpoint  *self,
              SalonHttpResponse *response,
              const char        *url,
              const char        *model)
{
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  SalonLlmAnswer answer = { 0 };

  /* The status alone is worth telling: a body that is too long or breaks off is left out. */
  body = dex_await_boxed (salon_http_response_read_all (response, ERROR_BODY_LIMIT), &error);
  if (g_error_matches (error, DEX_ERROR, DEX_ERROR_FIBER_CANCELLED))
    return g_steal_pointer (&error);
  salon_http_response_close (response);

  answer.provider_name = self->provider_name;
  answer.url = url;
  answer.model = model;
  answer.has_key = self->has_key;
  answer.status = salon_http_response_get_status (response);
  answer.location = salon_http_response_get_header (response, "Location");
  answer.retry_after_ms =
    salon_llm_retry_parse_headers (salon_http_response_get_header (response, "Retry-After"),
                                   salon_http_response_get_header (response, "retry-after-ms"),
                                   salon_clock_get_real_time (self->clock));
  answer.body = body != NULL ? g_bytes_get_data (body, &answer.length) : NULL;
  return salon_llm_failure_from_answer (&answer);
}

static SalonHttpResponse *
send_once (SalonLlmEndpoint  *self,
           const char        *method,
           const char        *url,
           const char        *model,
           GBytes            *body,
           GError           **error)
{
  g_autoptr (SalonHttpRequest) request = make_request (self, method, url, body);
  g_autoptr (SalonHttpResponse) response = NULL;
  g_autoptr (GError) cause = NULL;
  guint status;

  response = dex_await_object (salon_http_client_send (self->http_client, request), &cause);
  if (response == NULL)
    {
      g_propagate_error (error,
                         salon_llm_failure_from_transport (self->provider_name, url, cause, FALSE));
      return NULL;
    }
  status = salon_http_response_get_status (response);
  if (status < 200 || status > 299)
    {
      g_propagate_error (error, read_failure (self, response, url, model));
      return NULL;
    }
  return g_steal_pointer (&response);
}

/**
 * salon_llm_endpoint_get:
 * @self: an endpoint
 * @path: a path below the base URL
 * @error: return location for an error
 *
 * Sends a GET request, from within a fiber.
 *
 * Returns: (transfer full): an answer with a status of 2xx, or %NULL with #SalonLlmError
 */
SalonHttpResponse *
salon_llm_endpoint_get (SalonLlmEndpoint  *self,
                        const char        *path,
                        GError           **error)
{
  g_autofree char *url = NULL;

  g_assert (self != NULL);
  g_assert (path != NULL);

  url = salon_llm_endpoint_build_url (self, path);
  if (!check_url (self, url, error))
    return NULL;
  return send_once (self, "GET", url, NULL, NULL, error);
}

/**
 * salon_llm_endpoint_post:
 * @self: an endpoint
 * @path: a path below the base URL
 * @model: (nullable): the model the request is for
 * @body: a JSON text
 * @error: return location for an error
 *
 * Sends a POST request, from within a fiber, once.
 *
 * Returns: (transfer full): an answer with a status of 2xx, or %NULL with #SalonLlmError
 */
SalonHttpResponse *
salon_llm_endpoint_post (SalonLlmEndpoint  *self,
                         const char        *path,
                         const char        *model,
                         GBytes            *body,
                         GError           **error)
{
  g_autofree char *url = NULL;

  g_assert (self != NULL);
  g_assert (path != NULL);
  g_assert (body != NULL);

  url = salon_llm_endpoint_build_url (self, path);
  if (!check_url (self, url, error))
    return NULL;
  return send_once (self, "POST", url, model, body, error);
}
