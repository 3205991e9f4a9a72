/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-elicitation.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-core-error.h"
#include "salon-json-writer.h"
#include "salon-mcp-error.h"
#include "salon-mcp-form-field.h"

#define MAX_FIELDS 200

/* What a server asks of the user (MCP “Elicitation”): a form, or a page to be visited. An
 * immutable view of the request's parameters. */
struct _SalonMcpElicitation
{
  GObject                 parent_instance;

  SalonJsonDocument      *document;
  SalonMcpElicitationMode mode;
  const char             *message;
  const char             *url;
  const char             *id;
  GUri                   *uri;
  GListStore             *fields;
};

G_DEFINE_FINAL_TYPE (SalonMcpElicitation, salon_mcp_elicitation, G_TYPE_OBJECT)

static void
salon_mcp_elicitation_finalize (GObject *object)
{
  SalonMcpElicitation *self = SALON_MCP_ELICITATION (object);

  g_clear_pointer (&self->document, salon_json_document_unref);
  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_object (&self->fields);

  G_OBJECT_CLASS (salon_mcp_elicitation_parent_class)->finalize (object);
}

static void
salon_mcp_elicitation_class_init (SalonMcpElicitationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = salon_mcp_elicitation_finalize;
}

static void
salon_mcp_elicitation_init (SalonMcpElicitation *self)
{
  self->fields = g_list_store_new (SALON_TYPE_MCP_FORM_FIELD);
}

static gboolean
is_in (const SalonJson *array,
       const char      *text)
{
  const SalonJson *element = NULL;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, salon_json_is_array (array) ? array : NULL);
  while (salon_json_iter_next (&iter, NULL, &element))
    if (g_strcmp0 (salon_json_as_string (element), text) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
read_form (SalonMcpElicitation  *self,
           const SalonJson      *root,
           GError              **error)
{
  const SalonJson *schema = NULL;
  const SalonJson *properties = NULL;
  const SalonJson *required = NULL;
  const SalonJson *value = NULL;
  const char *name = NULL;
  SalonJsonIter iter;

  if (!salon_json_read_object (root, "requestedSchema", SALON_JSON_REQUIRED, &schema, error) ||
      !salon_json_read_object (schema, "properties", SALON_JSON_OPTIONAL, &properties, error) ||
      !salon_json_read_array (schema, "required", SALON_JSON_OPTIONAL, &required, error))
    return FALSE;
  if (salon_json_get_length (properties) > MAX_FIELDS)
    {
      g_set_error_literal (error, SALON_CORE_ERROR, SALON_CORE_ERROR_TOO_LARGE,
                           "The form has too many fields");
      return FALSE;
    }
  salon_json_iter_init (&iter, properties);
  while (salon_json_iter_next (&iter, &name, &value))
    {
      g_autoptr (SalonMcpFormField) field =
        salon_mcp_form_field_new (name, value, is_in (required, name), error);

      if (field == NULL)
        return FALSE;
      g_list_store_append (self->fields, field);
    }
  return TRUE;
}

static gboolean
read_url (SalonMcpElicitation  *self,
          const SalonJson      *root,
          GError              **error)
{
  const char *scheme = NULL;
  g_autoptr (GError) problem = NULL;

  if (!salon_json_read_string (root, "url", SALON_JSON_REQUIRED, &self->url, error) ||
      !salon_json_read_string (root, "elicitationId", SALON_JSON_OPTIONAL, &self->id, error))
    return FALSE;
  self->uri = g_uri_parse (self->url, G_URI_FLAGS_NON_DNS | G_URI_FLAGS_ENCODED, &problem);
  if (self->uri == NULL)
    {
      g_set_error_literal (error, SALON_CORE_ERROR, SALON_CORE_ERROR_SYNTAX, problem->message);
      return FALSE;
    }
  scheme = g_uri_get_scheme (self->uri);
  if ((!g_str_equal (scheme, "https") && !g_str_equal (scheme, "http")) ||
      g_uri_get_host (self->uri) == NULL || *g_uri_get_host (self->uri) == '\0')
    {
      g_set_error_literal (error, SALON_CORE_ERROR, SALON_CORE_ERROR_OUT_OF_RANGE,
                           "Only pages of the web can be visited");
      return FALSE;
    }
  return TRUE;
}

/**
 * salon_mcp_elicitation_new:
 * @params: (nullable): the parameters of elicitation/create; copied
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what is asked, or %NULL with a #SalonCoreError (not
 *   translated, as it goes to the server) when it makes no sense
 */
SalonMcpElicitation *
salon_mcp_elicitation_new (const SalonJson  *params,
                           GError          **error)
{
  g_autoptr (SalonMcpElicitation) self = NULL;
  g_autoptr (GError) problem = NULL;
  const SalonJson *root = NULL;
  const char *mode = "form";

  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_object_new (SALON_TYPE_MCP_ELICITATION, NULL);
  if (!salon_json_is_object (params))
    {
      g_set_error_literal (error, SALON_CORE_ERROR, SALON_CORE_ERROR_MISSING,
                           "The parameters are missing");
      return NULL;
    }
  self->document = salon_json_document_copy (params);
  root = salon_json_document_get_root (self->document);
  if (!salon_json_read_string (root, "message", SALON_JSON_REQUIRED, &self->message, error) ||
      !salon_json_read_string (root, "mode", SALON_JSON_OPTIONAL, &mode, error))
    return NULL;
  if (g_str_equal (mode, "url"))
    self->mode = SALON_MCP_ELICITATION_URL;
  else if (!g_str_equal (mode, "form"))
    g_set_error (&problem, SALON_CORE_ERROR, SALON_CORE_ERROR_OUT_OF_RANGE,
                 "The mode “%s” is not known", mode);
  if (problem == NULL)
    {
      if (self->mode == SALON_MCP_ELICITATION_URL)
        read_url (self, root, &problem);
      else
        read_form (self, root, &problem);
    }
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * salon_mcp_elicitation_get_mode:
 * @self: an elicitation
 *
 * Returns: whether it is a form or a page
 */
SalonMcpElicitationMode
salon_mcp_elicitation_get_mode (SalonMcpElicitation *self)
{
  g_return_val_if_fail (SALON_IS_MCP_ELICITATION (self), SALON_MCP_ELICITATION_FORM);

  return self->mode;
}

/**
 * salon_mcp_elicitation_get_message:
 * @self: an elicitation
 *
 * Returns: (transfer none): what the server tells the user; untrusted text
 */
const char *
salon_mcp_elicitation_get_message (SalonMcpElicitation *self)
{
  g_return_val_if_fail (SALON_IS_MCP_ELICITATION (self), NULL);

  return self->message;
}

/**
 * salon_mcp_elicitation_get_fields:
 * @self: an elicitation
 *
 * Returns: (transfer none): the fields of the form, of #SalonMcpFormField, in their order
 */
GListModel *
salon_mcp_elicitation_get_fields (SalonMcpElicitation *self)
{
  g_return_val_if_fail (SALON_IS_MCP_ELICITATION (self), NULL);

  return G_LIST_MODEL (self->fields);
}

/**
 * salon_mcp_elicitation_get_url:
 * @self: an elicitation
 *
 * The whole address is to be shown before anything is fetched from it, and it is opened in
 * the user's browser.
 *
 * Returns: (transfer none) (nullable): the page to be visited, %NULL for a form
 */
const char *
salon_mcp_elicitation_get_url (SalonMcpElicitation *self)
{
  g_return_val_if_fail (SALON_IS_MCP_ELICITATION (self), NULL);

  return self->url;
}

/**
 * salon_mcp_elicitation_get_host:
 * @self: an elicitation
 *
 * Returns: (transfer none) (nullable): whose page it is, to be shown most clearly of all
 */
const char *
salon_mcp_elicitation_get_host (SalonMcpElicitation *self)
{
  g_return_val_if_fail (SALON_IS_MCP_ELICITATION (self), NULL);

  return self->uri != NULL ? g_uri_get_host (self->uri) : NULL;
}

/**
 * salon_mcp_elicitation_get_url_warnings:
 * @self: an elicitation
 *
 * Returns: reasons to look at the address twice, of #SalonMcpUrlWarning
 */
guint
salon_mcp_elicitation_get_url_warnings (SalonMcpElicitation *self)
{
  guint warnings = 0;
  const char *host = NULL;

  g_return_val_if_fail (SALON_IS_MCP_ELICITATION (self), 0);

  if (self->uri == NULL)
    return 0;
  host = g_uri_get_host (self->uri);
  if (!g_str_equal (g_uri_get_scheme (self->uri), "https"))
    warnings |= SALON_MCP_URL_NOT_HTTPS;
  if (g_uri_get_userinfo (self->uri) != NULL)
    warnings |= SALON_MCP_URL_USER_INFO;
  if (g_hostname_is_ip_address (host) || strspn (host, "0123456789.xX") == strlen (host))
    warnings |= SALON_MCP_URL_ADDRESS;
  if (g_hostname_is_non_ascii (host) || g_hostname_is_ascii_encoded (host) ||
      strchr (host, '%') != NULL)
    warnings |= SALON_MCP_URL_FOREIGN_LETTERS;
  return warnings;
}

/**
 * salon_mcp_elicitation_get_id:
 * @self: an elicitation
 *
 * Returns: (transfer none) (nullable): by what the server calls it when it is completed
 */
const char *
salon_mcp_elicitation_get_id (SalonMcpElicitation *self)
{
  g_return_val_if_fail (SALON_IS_MCP_ELICITATION (self), NULL);

  return self->id;
}

/**
 * salon_mcp_elicitation_dup_defaults:
 * @self: an elicitation
 *
 * Returns: (transfer full): the content when the user changes nothing: the defaults of all
 *   fields that have one
 */
SalonJsonDocument *
salon_mcp_elicitation_dup_defaults (SalonMcpElicitation *self)
{
  g_autoptr (SalonJsonWriter) writer = NULL;

  g_return_val_if_fail (SALON_IS_MCP_ELICITATION (self), NULL);

  writer = salon_json_writer_new ();
  salon_json_writer_begin_object (writer, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->fields)); i++)
    {
      g_autoptr (SalonMcpFormField) field = g_list_model_get_item (G_LIST_MODEL (self->fields), i);

      salon_json_writer_add_value (writer, salon_mcp_form_field_get_name (field),
                                   salon_mcp_form_field_get_default (field));
    }
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish_document (writer);
}

/**
 * salon_mcp_elicitation_check:
 * @self: a form
 * @content: (nullable): what was filled in, an object
 * @error: return location for an error
 *
 * Returns: whether that may be sent; the error is a sentence for the user
 */
gboolean
salon_mcp_elicitation_check (SalonMcpElicitation  *self,
                             const SalonJson      *content,
                             GError              **error)
{
  g_return_val_if_fail (SALON_IS_MCP_ELICITATION (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->fields)); i++)
    {
      g_autoptr (SalonMcpFormField) field = g_list_model_get_item (G_LIST_MODEL (self->fields), i);

      if (!salon_mcp_form_field_check (
          field, salon_json_get_member (content, salon_mcp_form_field_get_name (field)),
                                       error))
        return FALSE;
    }
  return TRUE;
}

/**
 * salon_mcp_elicitation_check_result:
 * @self: an elicitation
 * @result: an answer to it
 * @error: return location for an error
 *
 * Content goes with an accepted form and nothing else.
 *
 * Returns: (transfer full) (nullable): the answer as it may be sent, or %NULL with an error
 *   when it does not fit the question
 */
SalonJsonDocument *
salon_mcp_elicitation_check_result (SalonMcpElicitation  *self,
                                    const SalonJson      *result,
                                    GError              **error)
{
  const char *action = NULL;

  g_return_val_if_fail (SALON_IS_MCP_ELICITATION (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!salon_json_read_string (result, "action", SALON_JSON_REQUIRED, &action, error))
    return NULL;
  if (g_str_equal (action, "decline"))
    return salon_mcp_elicitation_new_decline ();
  if (g_str_equal (action, "cancel"))
    return salon_mcp_elicitation_new_cancel ();
  if (!g_str_equal (action, "accept"))
    {
      g_set_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_FAILED,
                   _("“%s” is no answer to a server's question."), action);
      return NULL;
    }
  if (self->mode == SALON_MCP_ELICITATION_URL)
    return salon_mcp_elicitation_new_accept (NULL);
  if (!salon_mcp_elicitation_check (self, salon_json_get_member (result, "content"), error))
    return NULL;
  return salon_json_document_copy (result);
}

static SalonJsonDocument *
new_answer (const char      *action,
            const SalonJson *content)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "action", action);
  salon_json_writer_add_value (writer, "content", content);
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish_document (writer);
}

/**
 * salon_mcp_elicitation_new_accept:
 * @content: (nullable): what was filled in; %NULL for a page
 *
 * Returns: (transfer full): the answer of a user who agrees
 */
SalonJsonDocument *
salon_mcp_elicitation_new_accept (const SalonJson *content)
{
  return new_answer ("accept", content);
}

/**
 * salon_mcp_elicitation_new_decline:
 *
 * Returns: (transfer full): the answer of a user who says no
 */
SalonJsonDocument *
salon_mcp_elicitation_new_decline (void)
{
  return new_answer ("decline", NULL);
}

/**
 * salon_mcp_elicitation_new_cancel:
 *
 * Returns: (transfer full): the answer of a user who closes the question
 */
SalonJsonDocument *
salon_mcp_elicitation_new_cancel (void)
{
  return new_answer ("cancel", NULL);
}
