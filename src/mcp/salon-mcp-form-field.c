/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-form-field.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-core-error.h"
#include "salon-json-schema.h"

/* One field of a form a server asks the user to fill in: an immutable view of its schema
 * (MCP “Elicitation”, “Requested schema”). */

#define MAX_OPTIONS 1000

typedef struct
{
  const char *value;
  const char *title;
} Option;

struct _SalonMcpFormField
{
  GObject            parent_instance;

  SalonJsonDocument *document;
  SalonJsonSchema   *validator;
  char              *name;
  const SalonJson   *schema;
  SalonMcpFieldKind  kind;
  gboolean           is_required;
  GArray            *options;
};

G_DEFINE_FINAL_TYPE (SalonMcpFormField, salon_mcp_form_field, G_TYPE_OBJECT)

static void
salon_mcp_form_field_finalize (GObject *object)
{
  SalonMcpFormField *self = SALON_MCP_FORM_FIELD (object);

  g_clear_pointer (&self->document, salon_json_document_unref);
  g_clear_pointer (&self->validator, salon_json_schema_unref);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->options, g_array_unref);

  G_OBJECT_CLASS (salon_mcp_form_field_parent_class)->finalize (object);
}

static void
salon_mcp_form_field_class_init (SalonMcpFormFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = salon_mcp_form_field_finalize;
}

static void
salon_mcp_form_field_init (SalonMcpFormField *self)
{
  self->options = g_array_new (FALSE, FALSE, sizeof (Option));
}

static const char *
peek_text (const SalonJson *object,
           const char      *name)
{
  const char *text = salon_json_as_string (salon_json_get_member (object, name));

  return text != NULL && *text != '\0' ? text : NULL;
}

/* The n-th string of an array, or NULL. */
static const char *
peek_element (const SalonJson *array,
              guint            index)
{
  const SalonJson *element = NULL;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, salon_json_is_array (array) ? array : NULL);
  while (salon_json_iter_next (&iter, NULL, &element))
    if (index-- == 0)
      return salon_json_as_string (element);
  return NULL;
}

/* Reads "enum" (with the older "enumNames"), or a list of {const, title}. */
static gboolean
read_options (SalonMcpFormField *self,
              const SalonJson   *schema,
              const char        *titled)
{
  const SalonJson *values = salon_json_get_member (schema, "enum");
  const SalonJson *names = salon_json_get_member (schema, "enumNames");
  const SalonJson *entries = salon_json_get_member (schema, titled);
  const SalonJson *element = NULL;
  SalonJsonIter iter;
  guint index = 0;

  if (!salon_json_is_array (values) && !salon_json_is_array (entries))
    return FALSE;
  salon_json_iter_init (&iter, salon_json_is_array (values) ? values : entries);
  while (self->options->len < MAX_OPTIONS && salon_json_iter_next (&iter, NULL, &element))
    {
      Option option = { NULL, NULL };

      if (salon_json_is_array (values))
        {
          option.value = salon_json_as_string (element);
          option.title = peek_element (names, index++);
        }
      else
        {
          option.value = salon_json_as_string (salon_json_get_member (element, "const"));
          option.title = peek_text (element, "title");
        }
      if (option.value == NULL)
        continue;
      if (option.title == NULL)
        option.title = option.value;
      g_array_append_val (self->options, option);
    }
  return TRUE;
}

static gboolean
read_kind (SalonMcpFormField *self)
{
  const char *type = peek_text (self->schema, "type");

  if (g_strcmp0 (type, "string") == 0)
    self->kind = read_options (self, self->schema, "oneOf") ? SALON_MCP_FIELD_CHOICE
                                                            : SALON_MCP_FIELD_TEXT;
  else if (g_strcmp0 (type, "number") == 0)
    self->kind = SALON_MCP_FIELD_NUMBER;
  else if (g_strcmp0 (type, "integer") == 0)
    self->kind = SALON_MCP_FIELD_INTEGER;
  else if (g_strcmp0 (type, "boolean") == 0)
    self->kind = SALON_MCP_FIELD_BOOLEAN;
  else if (g_strcmp0 (type, "array") == 0 &&
           read_options (self, salon_json_get_member (self->schema, "items"), "anyOf"))
    self->kind = SALON_MCP_FIELD_CHOICES;
  else if (type == NULL && read_options (self, self->schema, "oneOf"))
    self->kind = SALON_MCP_FIELD_CHOICE;
  else
    return FALSE;
  return TRUE;
}

/**
 * salon_mcp_form_field_new:
 * @name: the member of the answer
 * @schema: its schema; copied
 * @is_required: whether it has to be filled in
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a field, or %NULL with a #SalonCoreError (not
 *   translated, as it goes to the server) when the schema is none of a form's
 */
SalonMcpFormField *
salon_mcp_form_field_new (const char       *name,
                          const SalonJson  *schema,
                          gboolean          is_required,
                          GError          **error)
{
  g_autoptr (SalonMcpFormField) self = NULL;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_object_new (SALON_TYPE_MCP_FORM_FIELD, NULL);
  self->name = g_strdup (name);
  self->is_required = is_required;
  if (salon_json_is_object (schema))
    {
      self->document = salon_json_document_copy (schema);
      self->schema = salon_json_document_get_root (self->document);
    }
  if (self->schema == NULL || !read_kind (self))
    {
      g_set_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_WRONG_TYPE,
                   "The field “%s” is of no kind a form can have", name);
      return NULL;
    }
  self->validator = salon_json_schema_new (self->schema, error);
  return self->validator != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * salon_mcp_form_field_get_name:
 * @self: a field
 *
 * Returns: (transfer none): the member of the answer
 */
const char *
salon_mcp_form_field_get_name (SalonMcpFormField *self)
{
  g_return_val_if_fail (SALON_IS_MCP_FORM_FIELD (self), NULL);

  return self->name;
}

/**
 * salon_mcp_form_field_get_title:
 * @self: a field
 *
 * Returns: (transfer none): its label, the name when it has none
 */
const char *
salon_mcp_form_field_get_title (SalonMcpFormField *self)
{
  const char *title = NULL;

  g_return_val_if_fail (SALON_IS_MCP_FORM_FIELD (self), NULL);

  title = peek_text (self->schema, "title");
  return title != NULL ? title : self->name;
}

/**
 * salon_mcp_form_field_get_description:
 * @self: a field
 *
 * Returns: (transfer none) (nullable): what the server says about it; addresses in it are not
 *   to be made into links
 */
const char *
salon_mcp_form_field_get_description (SalonMcpFormField *self)
{
  g_return_val_if_fail (SALON_IS_MCP_FORM_FIELD (self), NULL);

  return peek_text (self->schema, "description");
}

/**
 * salon_mcp_form_field_get_kind:
 * @self: a field
 *
 * Returns: what is to be filled in
 */
SalonMcpFieldKind
salon_mcp_form_field_get_kind (SalonMcpFormField *self)
{
  g_return_val_if_fail (SALON_IS_MCP_FORM_FIELD (self), SALON_MCP_FIELD_TEXT);

  return self->kind;
}

/**
 * salon_mcp_form_field_is_required:
 * @self: a field
 *
 * Returns: whether it has to be filled in
 */
gboolean
salon_mcp_form_field_is_required (SalonMcpFormField *self)
{
  g_return_val_if_fail (SALON_IS_MCP_FORM_FIELD (self), FALSE);

  return self->is_required;
}

/**
 * salon_mcp_form_field_looks_secret:
 * @self: a field
 *
 * Servers must not ask for secrets in forms; the user is to be warned of those that do.
 *
 * Returns: whether the name or title sounds like a password, a key or a card number
 */
gboolean
salon_mcp_form_field_looks_secret (SalonMcpFormField *self)
{
  static const char * const words[] = {
    "password", "passwd", "passphrase", "secret", "token", "api key", "apikey", "api_key",
    "api-key", "private key", "private_key", "credential", "credit card", "card number",
    "card_number", "cardnumber", "cvv", "cvc", "pin code", "ssn",
  };
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;

  g_return_val_if_fail (SALON_IS_MCP_FORM_FIELD (self), FALSE);

  if (self->kind != SALON_MCP_FIELD_TEXT)
    return FALSE;
  name = g_utf8_strdown (self->name, -1);
  title = g_utf8_strdown (salon_mcp_form_field_get_title (self), -1);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (name, words[i]) != NULL || strstr (title, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

/**
 * salon_mcp_form_field_get_format:
 * @self: a field
 *
 * Returns: (transfer none) (nullable): email, uri, date, date-time, or something unknown
 */
const char *
salon_mcp_form_field_get_format (SalonMcpFormField *self)
{
  g_return_val_if_fail (SALON_IS_MCP_FORM_FIELD (self), NULL);

  return self->kind == SALON_MCP_FIELD_TEXT ? peek_text (self->schema, "format") : NULL;
}

/**
 * salon_mcp_form_field_get_default:
 * @self: a field
 *
 * Returns: (transfer none) (nullable): what it is filled with at first
 */
const SalonJson *
salon_mcp_form_field_get_default (SalonMcpFormField *self)
{
  g_return_val_if_fail (SALON_IS_MCP_FORM_FIELD (self), NULL);

  return salon_json_get_member (self->schema, "default");
}

/**
 * salon_mcp_form_field_get_schema:
 * @self: a field
 *
 * Returns: (transfer none): its schema, with the bounds
 */
const SalonJson *
salon_mcp_form_field_get_schema (SalonMcpFormField *self)
{
  g_return_val_if_fail (SALON_IS_MCP_FORM_FIELD (self), NULL);

  return self->schema;
}

/**
 * salon_mcp_form_field_get_n_options:
 * @self: a field
 *
 * Returns: how many options there are to choose from
 */
guint
salon_mcp_form_field_get_n_options (SalonMcpFormField *self)
{
  g_return_val_if_fail (SALON_IS_MCP_FORM_FIELD (self), 0);

  return self->options->len;
}

/**
 * salon_mcp_form_field_get_option_value:
 * @self: a field
 * @index: which one
 *
 * Returns: (transfer none): what is sent for the option
 */
const char *
salon_mcp_form_field_get_option_value (SalonMcpFormField *self,
                                       guint              index)
{
  g_return_val_if_fail (SALON_IS_MCP_FORM_FIELD (self), NULL);
  g_return_val_if_fail (index < self->options->len, NULL);

  return g_array_index (self->options, Option, index).value;
}

/**
 * salon_mcp_form_field_get_option_title:
 * @self: a field
 * @index: which one
 *
 * Returns: (transfer none): what is shown for the option
 */
const char *
salon_mcp_form_field_get_option_title (SalonMcpFormField *self,
                                       guint              index)
{
  g_return_val_if_fail (SALON_IS_MCP_FORM_FIELD (self), NULL);
  g_return_val_if_fail (index < self->options->len, NULL);

  return g_array_index (self->options, Option, index).title;
}

static gboolean
is_email (const char *text)
{
  const char *at = strrchr (text, '@');

  return at != NULL && at != text && at[1] != '\0' && strpbrk (text, " \t\r\n") == NULL;
}

static gboolean
is_date_time (const char *text)
{
  g_autoptr (GDateTime) time = strchr (text, 'T') != NULL
      ? g_date_time_new_from_iso8601 (text, NULL) : NULL;

  return time != NULL;
}

static gboolean
is_date (const char *text)
{
  g_autofree char *midnight = g_strconcat (text, "T00:00:00Z", NULL);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (midnight, NULL);

  return time != NULL && strlen (text) == 10;
}

static gboolean
fits_format (const char *format,
             const char *text)
{
  if (g_strcmp0 (format, "email") == 0)
    return is_email (text);
  if (g_strcmp0 (format, "uri") == 0)
    return g_uri_is_valid (text, G_URI_FLAGS_NONE, NULL);
  if (g_strcmp0 (format, "date") == 0)
    return is_date (text);
  if (g_strcmp0 (format, "date-time") == 0)
    return is_date_time (text);
  return TRUE;
}

/**
 * salon_mcp_form_field_check:
 * @self: a field
 * @value: (nullable): what was filled in; %NULL for nothing
 * @error: return location for an error
 *
 * Returns: whether that may be sent; the error is a sentence for the user
 */
gboolean
salon_mcp_form_field_check (SalonMcpFormField  *self,
                            const SalonJson    *value,
                            GError            **error)
{
  const char *text = NULL;

  g_return_val_if_fail (SALON_IS_MCP_FORM_FIELD (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (value == NULL)
    {
      if (self->is_required)
        g_set_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_MISSING,
                     _("“%s” has to be filled in."), salon_mcp_form_field_get_title (self));
      return !self->is_required;
    }
  if (!salon_json_schema_validate (self->validator, value, error))
    {
      g_prefix_error (error, "“%s”: ", salon_mcp_form_field_get_title (self));
      return FALSE;
    }
  text = salon_json_as_string (value);
  if (self->kind == SALON_MCP_FIELD_TEXT && text != NULL &&
      !fits_format (salon_mcp_form_field_get_format (self), text))
    {
      g_set_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_OUT_OF_RANGE,
                   /* Translators: a field's label, what is in it, a format such as “email” */
                   _("“%s”: “%s” is not of the format "
                     "“%s”."), salon_mcp_form_field_get_title (self),
                   text, salon_mcp_form_field_get_format (self));
      return FALSE;
    }
  return TRUE;
}
