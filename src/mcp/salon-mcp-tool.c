/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-tool.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-json-schema.h"
#include "salon-mcp-error.h"
#include "salon-mcp-tool-result.h"

/* One tool a server offers: an immutable view of its definition as it came, so that
 * members this version knows nothing of survive. */
struct _SalonMcpTool
{
  GObject            parent_instance;

  SalonJsonDocument *definition;
  const char        *name;
  const char        *title;
  const char        *description;
  const SalonJson   *input_schema;
  const SalonJson   *output_schema;
  const SalonJson   *annotations;
  char              *definition_hash;
  SalonJsonSchema   *output_validator;     /* made when it is needed */
  gboolean           has_tried_validator;
};

G_DEFINE_FINAL_TYPE (SalonMcpTool, salon_mcp_tool, G_TYPE_OBJECT)

static void
salon_mcp_tool_finalize (GObject *object)
{
  SalonMcpTool *self = SALON_MCP_TOOL (object);

  g_clear_pointer (&self->definition, salon_json_document_unref);
  g_clear_pointer (&self->definition_hash, g_free);
  g_clear_pointer (&self->output_validator, salon_json_schema_unref);

  G_OBJECT_CLASS (salon_mcp_tool_parent_class)->finalize (object);
}

static void
salon_mcp_tool_class_init (SalonMcpToolClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = salon_mcp_tool_finalize;
}

static void
salon_mcp_tool_init (SalonMcpTool *self)
{
}

/* A non-empty string, or NULL: a title of the wrong type is no reason to lose a tool. */
static const char *
peek_text (const SalonJson *object,
           const char      *name)
{
  const char *text = salon_json_as_string (salon_json_get_member (object, name));

  return text != NULL && *text != '\0' ? text : NULL;
}

static const SalonJson *
peek_object (const SalonJson *object,
             const char      *name)
{
  const SalonJson *value = salon_json_get_member (object, name);

  return salon_json_is_object (value) ? value : NULL;
}

/**
 * salon_mcp_tool_new:
 * @definition: a Tool object as in the answer to tools/list; copied
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a new tool, or %NULL with a #SalonCoreError when the
 *   definition has no name or no input schema
 */
SalonMcpTool *
salon_mcp_tool_new (const SalonJson  *definition,
                    GError          **error)
{
  g_autoptr (SalonMcpTool) self = NULL;
  const SalonJson *root = NULL;

  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_object_new (SALON_TYPE_MCP_TOOL, NULL);
  if (!salon_json_read_string (definition, "name", SALON_JSON_REQUIRED, &self->name, error) ||
      !salon_json_read_object (definition, "inputSchema", SALON_JSON_REQUIRED, &self->input_schema,
                               error))
    return NULL;

  self->definition = salon_json_document_copy (definition);
  root = salon_json_document_get_root (self->definition);
  self->name = salon_json_as_string (salon_json_get_member (root, "name"));
  self->input_schema = peek_object (root, "inputSchema");
  self->output_schema = peek_object (root, "outputSchema");
  self->annotations = peek_object (root, "annotations");
  self->description = peek_text (root, "description");
  self->title = peek_text (root, "title");
  if (self->title == NULL)
    self->title = peek_text (self->annotations, "title");
  if (self->title == NULL)
    self->title = self->name;
  return g_steal_pointer (&self);
}

/**
 * salon_mcp_tool_get_name:
 * @self: a tool
 *
 * Returns: (transfer none): the name by which it is called; unique within its server only
 */
const char *
salon_mcp_tool_get_name (SalonMcpTool *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TOOL (self), NULL);

  return self->name;
}

/**
 * salon_mcp_tool_get_title:
 * @self: a tool
 *
 * Returns: (transfer none): the name to show: title, else annotations.title, else name
 */
const char *
salon_mcp_tool_get_title (SalonMcpTool *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TOOL (self), NULL);

  return self->title;
}

/**
 * salon_mcp_tool_get_description:
 * @self: a tool
 *
 * Returns: (transfer none) (nullable): what the server says it does
 */
const char *
salon_mcp_tool_get_description (SalonMcpTool *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TOOL (self), NULL);

  return self->description;
}

/**
 * salon_mcp_tool_get_input_schema:
 * @self: a tool
 *
 * Returns: (transfer none): the JSON Schema of its arguments
 */
const SalonJson *
salon_mcp_tool_get_input_schema (SalonMcpTool *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TOOL (self), NULL);

  return self->input_schema;
}

/**
 * salon_mcp_tool_get_output_schema:
 * @self: a tool
 *
 * Returns: (transfer none) (nullable): the JSON Schema of its structured result
 */
const SalonJson *
salon_mcp_tool_get_output_schema (SalonMcpTool *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TOOL (self), NULL);

  return self->output_schema;
}

static gboolean
read_hint (SalonMcpTool *self,
           const char   *name,
           gboolean      fallback)
{
  gboolean value = fallback;

  salon_json_as_boolean (salon_json_get_member (self->annotations, name), &value);
  return value;
}

/**
 * salon_mcp_tool_is_read_only:
 * @self: a tool
 *
 * Hints are the server's claim about itself. They sort and explain, and never allow.
 *
 * Returns: whether it claims to change nothing; %FALSE when it does not say
 */
gboolean
salon_mcp_tool_is_read_only (SalonMcpTool *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TOOL (self), FALSE);

  return read_hint (self, "readOnlyHint", FALSE);
}

/**
 * salon_mcp_tool_is_destructive:
 * @self: a tool
 *
 * Returns: whether it may destroy something; %TRUE when it does not say, unless it is
 *   read-only
 */
gboolean
salon_mcp_tool_is_destructive (SalonMcpTool *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TOOL (self), TRUE);

  return read_hint (self, "destructiveHint", !salon_mcp_tool_is_read_only (self));
}

/**
 * salon_mcp_tool_is_idempotent:
 * @self: a tool
 *
 * Returns: whether a second call claims to have no further effect; %FALSE when it does
 *   not say
 */
gboolean
salon_mcp_tool_is_idempotent (SalonMcpTool *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TOOL (self), FALSE);

  return read_hint (self, "idempotentHint", FALSE);
}

/**
 * salon_mcp_tool_is_open_world:
 * @self: a tool
 *
 * Returns: whether it deals with things outside, such as the web; %TRUE when it does not say
 */
gboolean
salon_mcp_tool_is_open_world (SalonMcpTool *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TOOL (self), TRUE);

  return read_hint (self, "openWorldHint", TRUE);
}

/**
 * salon_mcp_tool_get_definition:
 * @self: a tool
 *
 * Returns: (transfer none): the definition as it came
 */
SalonJsonDocument *
salon_mcp_tool_get_definition (SalonMcpTool *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TOOL (self), NULL);

  return self->definition;
}

typedef struct
{
  const char      *name;
  const SalonJson *value;
} Member;

static int
compare_members (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (((const Member *) a)->name, ((const Member *) b)->name);
}

static void
hash_count (GChecksum *checksum,
            char       tag,
            gsize      count)
{
  char text[32];
  int length = g_snprintf (text, sizeof text, "%c%" G_GSIZE_FORMAT ":", tag, count);

  g_checksum_update (checksum, (const guchar *) text, length);
}

static void
hash_text (GChecksum  *checksum,
           char        tag,
           const char *text,
           gsize       length)
{
  hash_count (checksum, tag, length);
  g_checksum_update (checksum, (const guchar *) text, (gssize) length);
}

/* Feeds a value in a form that does not depend on the order of members or on spacing, and
 * in which no two values look alike (every piece is tagged and counted). As deep as the
 * reader's limit allows, no deeper. */
static void
hash_value (GChecksum       *checksum,
            const SalonJson *value)
{
  SalonJsonIter iter;
  const char *name = NULL;
  const SalonJson *child = NULL;

  switch (salon_json_get_kind (value))
    {
    case SALON_JSON_OBJECT:
      {
        g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (Member));

        salon_json_iter_init (&iter, value);
        while (salon_json_iter_next (&iter, &name, &child))
          {
            Member member = { name, child };
            g_array_append_val (members, member);
          }
        g_array_sort (members, compare_members);
        hash_count (checksum, '{', members->len);
        for (guint i = 0; i < members->len; i++)
          {
            const Member *member = &g_array_index (members, Member, i);
            hash_text (checksum, 'k', member->name, strlen (member->name));
            hash_value (checksum, member->value);
          }
        break;
      }
    case SALON_JSON_ARRAY:
      hash_count (checksum, '[', salon_json_get_length (value));
      salon_json_iter_init (&iter, value);
      while (salon_json_iter_next (&iter, NULL, &child))
        hash_value (checksum, child);
      break;
    case SALON_JSON_STRING:
      {
        gsize length = 0;
        const char *text = salon_json_as_string_length (value, &length);
        hash_text (checksum, 's', text, length);
        break;
      }
    case SALON_JSON_NUMBER:
      {
        g_autofree char *text = salon_json_dup_number_text (value);
        hash_text (checksum, 'n', text, strlen (text));
        break;
      }
    case SALON_JSON_BOOLEAN:
      {
        gboolean truth = FALSE;
        salon_json_as_boolean (value, &truth);
        hash_count (checksum, truth ? 't' : 'f', 0);
        break;
      }
    case SALON_JSON_NULL:
    default:
      hash_count (checksum, '0', 0);
      break;
    }
}

/**
 * salon_mcp_tool_get_definition_hash:
 * @self: a tool
 *
 * What a user who approved the tool has approved: its name, title, description, both
 * schemas and the annotations, in a canonical form that does not depend on the order of
 * members. A server that changes any of them has to be asked about again.
 *
 * Returns: (transfer none): SHA-256 in hexadecimal
 */
const char *
salon_mcp_tool_get_definition_hash (SalonMcpTool *self)
{
  static const char * const hashed_members[] = {
    "name", "title", "description", "inputSchema", "outputSchema", "annotations",
  };

  g_return_val_if_fail (SALON_IS_MCP_TOOL (self), NULL);

  if (self->definition_hash == NULL)
    {
      g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
      const SalonJson *root = salon_json_document_get_root (self->definition);

      for (guint i = 0; i < G_N_ELEMENTS (hashed_members); i++)
        hash_value (checksum, salon_json_get_member (root, hashed_members[i]));
      self->definition_hash = g_strdup (g_checksum_get_string (checksum));
    }
  return self->definition_hash;
}

/**
 * salon_mcp_tool_get_task_support:
 * @self: a tool
 *
 * Returns: whether it runs as a task; %SALON_MCP_TASK_FORBIDDEN when it does not say
 */
SalonMcpTaskSupport
salon_mcp_tool_get_task_support (SalonMcpTool *self)
{
  const SalonJson *execution = NULL;
  const char *support = NULL;

  g_return_val_if_fail (SALON_IS_MCP_TOOL (self), SALON_MCP_TASK_FORBIDDEN);

  execution = peek_object (salon_json_document_get_root (self->definition), "execution");
  support = peek_text (execution, "taskSupport");
  if (g_strcmp0 (support, "required") == 0)
    return SALON_MCP_TASK_REQUIRED;
  if (g_strcmp0 (support, "optional") == 0)
    return SALON_MCP_TASK_OPTIONAL;
  return SALON_MCP_TASK_FORBIDDEN;
}

/**
 * salon_mcp_tool_check_result:
 * @self: a tool
 * @result: what a call of it came to
 * @error: return location for an error
 *
 * Holds the structured result against the tool's output schema. There is nothing to hold
 * against it when the tool failed, has no structured result, or has a schema of a dialect that
 * is not known.
 *
 * Returns: whether it is what was promised; else %FALSE with %SALON_MCP_ERROR_PROTOCOL
 */
gboolean
salon_mcp_tool_check_result (SalonMcpTool        *self,
                             SalonMcpToolResult  *result,
                             GError             **error)
{
  const SalonJson *structured = NULL;
  g_autoptr (GError) problem = NULL;

  g_return_val_if_fail (SALON_IS_MCP_TOOL (self), FALSE);
  g_return_val_if_fail (SALON_IS_MCP_TOOL_RESULT (result), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  structured = salon_mcp_tool_result_get_structured_content (result);
  if (self->output_schema == NULL || structured == NULL || salon_mcp_tool_result_is_error (result))
    return TRUE;
  if (!self->has_tried_validator)
    self->output_validator = salon_json_schema_new (self->output_schema, NULL);
  self->has_tried_validator = TRUE;
  if (self->output_validator == NULL ||
      salon_json_schema_validate (self->output_validator, structured, &problem))
    return TRUE;
  g_set_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL,
               _("The result of “%s” is not what the tool's output schema promises: "
                 "%s"), self->name,
               problem->message);
  return FALSE;
}
