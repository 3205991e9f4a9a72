/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-answer.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-mcp-auth-text.h"

#define MAX_SHOWN 1024

/* No document of OAuth is nested deeper than a JSON Web Key Set inside of metadata. */
#define MAX_DEPTH 32

struct _SalonMcpAuthAnswer
{
  char              *url;
  guint              status;
  GHashTable        *headers; /* small letters → value */
  SalonJsonDocument *json;
  char              *problem;
  char              *text;
};

G_DEFINE_BOXED_TYPE (SalonMcpAuthAnswer, salon_mcp_auth_answer, salon_mcp_auth_answer_ref,
                     salon_mcp_auth_answer_unref)

/* application/json, and what RFC 6839 makes of it. Some servers don't say what they send, or
 * say text/plain; that they mean JSON is seen by its being JSON. A page is not looked into. */
static gboolean
may_be_json (const char *content_type)
{
  return content_type == NULL || *content_type == '\0' ||
         strcmp (content_type, "application/json") == 0 ||
         strcmp (content_type, "text/json") == 0 ||
         strcmp (content_type, "text/plain") == 0 ||
         strcmp (content_type, "application/octet-stream") == 0 ||
         g_str_has_suffix (content_type, "+json");
}

/* The first member that is there twice: of the two, each reader would choose for itself. */
static const char *
find_twin (const SalonJson *object)
{
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  const SalonJson *value;
  SalonJsonIter iter;
  const char *name;

  salon_json_iter_init (&iter, object);
  while (salon_json_iter_next (&iter, &name, &value))
    {
      if (name != NULL && !g_hash_table_add (names, (gpointer) name))
        return name;
    }

  return NULL;
}

static void
salon_mcp_auth_answer_read_json (SalonMcpAuthAnswer *self,
                                 const char         *content_type,
                                 GBytes             *body)
{
  const SalonJsonLimits limits = { .max_bytes = 0, .max_depth = MAX_DEPTH };
  g_autoptr(SalonJsonDocument) document = NULL;
  g_autofree char *host = salon_mcp_auth_text_dup_host (self->url);
  g_autofree char *type = NULL;
  g_autofree char *twin = NULL;
  g_autoptr(GError) error = NULL;
  const SalonJson *root;

  if (body == NULL || g_bytes_get_size (body) == 0)
    {
      self->problem = g_strdup_printf (_("The answer of %s is empty."), host);
      return;
    }

  if (!may_be_json (content_type))
    {
      type = salon_mcp_auth_text_dup_shown (content_type, 80);
      self->problem = g_strdup_printf (_("%s answered with %s in place of JSON. Perhaps the "
                                         "address leads to a page for people."), host, type);
      return;
    }

  document = salon_json_document_parse_bytes (body, &limits, &error);
  if (document == NULL)
    {
      self->problem = g_strdup_printf (_("The answer of %s is no JSON that can be read: %s"),
                                       host, error->message);
      return;
    }

  root = salon_json_document_get_root (document);
  if (!salon_json_is_object (root))
    {
      self->problem = g_strdup_printf (_("The answer of %s has to be a JSON object, not %s."),
                                       host,
                                       salon_json_kind_to_string (salon_json_get_kind (root)));
      return;
    }

  twin = salon_mcp_auth_text_dup_shown (find_twin (root), 80);
  if (*twin != '\0')
    self->problem = g_strdup_printf (_("The answer of %s has the member “%s” twice; which of them "
                                       "counts can’t be known."), host, twin);
  else
    self->json = g_steal_pointer (&document);
}

/**
 * salon_mcp_auth_answer_new:
 * @url: where the answer came from
 * @status: its HTTP status
 * @headers: (transfer full) (nullable) (element-type utf8 utf8): its headers by names in small
 *   letters
 * @content_type: (nullable): its media type in small letters, without parameters
 * @body: (nullable): its body
 *
 * Returns: (transfer full): an answer
 */
SalonMcpAuthAnswer *
salon_mcp_auth_answer_new (const char *url,
                           guint       status,
                           GHashTable *headers,
                           const char *content_type,
                           GBytes     *body)
{
  SalonMcpAuthAnswer *self;
  gsize size = 0;
  const char *data;
  g_autofree char *start = NULL;

  g_return_val_if_fail (url != NULL, NULL);

  self = g_atomic_rc_box_new0 (SalonMcpAuthAnswer);
  self->url = g_strdup (url);
  self->status = status;
  self->headers = headers != NULL ? headers
                                  : g_hash_table_new_full (g_str_hash, g_str_equal,
                                                           g_free, g_free);

  data = body != NULL ? g_bytes_get_data (body, &size) : NULL;
  start = size > 0 ? g_strndup (data, MIN (size, MAX_SHOWN)) : NULL;
  self->text = salon_mcp_auth_text_dup_shown (start, MAX_SHOWN);

  salon_mcp_auth_answer_read_json (self, content_type, body);
  return self;
}

/**
 * salon_mcp_auth_answer_ref:
 * @self: an answer
 *
 * Returns: (transfer full): @self
 */
SalonMcpAuthAnswer *
salon_mcp_auth_answer_ref (SalonMcpAuthAnswer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
salon_mcp_auth_answer_clear (gpointer data)
{
  SalonMcpAuthAnswer *self = data;

  g_free (self->url);
  g_hash_table_unref (self->headers);
  g_clear_pointer (&self->json, salon_json_document_unref);
  g_free (self->problem);
  g_free (self->text);
}

/**
 * salon_mcp_auth_answer_unref:
 * @self: (transfer full): an answer
 */
void
salon_mcp_auth_answer_unref (SalonMcpAuthAnswer *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, salon_mcp_auth_answer_clear);
}

/**
 * salon_mcp_auth_answer_get_url:
 * @self: an answer
 *
 * Returns: (transfer none): where the answer came from in the end, after redirects
 */
const char *
salon_mcp_auth_answer_get_url (SalonMcpAuthAnswer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->url;
}

/**
 * salon_mcp_auth_answer_get_status:
 * @self: an answer
 *
 * Returns: the HTTP status
 */
guint
salon_mcp_auth_answer_get_status (SalonMcpAuthAnswer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->status;
}

/**
 * salon_mcp_auth_answer_get_json:
 * @self: an answer
 *
 * Returns: (transfer none) (nullable): the body when it is one JSON object in which no member
 *   is there twice
 */
SalonJsonDocument *
salon_mcp_auth_answer_get_json (SalonMcpAuthAnswer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->json;
}

/**
 * salon_mcp_auth_answer_get_object:
 * @self: an answer
 *
 * Returns: (transfer none) (nullable): the object of salon_mcp_auth_answer_get_json()
 */
const SalonJson *
salon_mcp_auth_answer_get_object (SalonMcpAuthAnswer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->json != NULL ? salon_json_document_get_root (self->json) : NULL;
}

/**
 * salon_mcp_auth_answer_get_problem:
 * @self: an answer
 *
 * Returns: (transfer none) (nullable): a sentence on why the body is no JSON object, naming the
 *   host; %NULL when it is one
 */
const char *
salon_mcp_auth_answer_get_problem (SalonMcpAuthAnswer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->problem;
}

/**
 * salon_mcp_auth_answer_get_header:
 * @self: an answer
 * @name: a header's name, in any case
 *
 * Returns: (transfer none) (nullable): its value; several of one name are joined by commas
 */
const char *
salon_mcp_auth_answer_get_header (SalonMcpAuthAnswer *self,
                                  const char         *name)
{
  g_autofree char *small = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  small = g_ascii_strdown (name, -1);
  return g_hash_table_lookup (self->headers, small);
}

/**
 * salon_mcp_auth_answer_get_text:
 * @self: an answer
 *
 * Returns: (transfer none): how the body begins, fit to be shown. Never to be shown of a token
 *   endpoint's success, which has tokens in it
 */
const char *
salon_mcp_auth_answer_get_text (SalonMcpAuthAnswer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}
