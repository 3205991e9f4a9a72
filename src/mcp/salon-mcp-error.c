/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-error.h"

#include <glib/gi18n.h>

typedef struct
{
  int                code;
  char              *message;
  SalonJsonDocument *data;
  guint              http_status;
} SalonMcpErrorPrivate;

static void
salon_mcp_error_private_init (SalonMcpErrorPrivate *private)
{
}

static void
salon_mcp_error_private_copy (const SalonMcpErrorPrivate *source,
                              SalonMcpErrorPrivate       *destination)
{
  destination->code = source->code;
  destination->message = g_strdup (source->message);
  destination->http_status = source->http_status;
  if (source->data != NULL)
    destination->data = salon_json_document_ref (source->data);
}

static void
salon_mcp_error_private_clear (SalonMcpErrorPrivate *private)
{
  g_clear_pointer (&private->message, g_free);
  g_clear_pointer (&private->data, salon_json_document_unref);
}

G_DEFINE_EXTENDED_ERROR (SalonMcpError, salon_mcp_error)

#define CODE_MISSING_CAPABILITY (-32021)

/* Of the list of names, in bytes: a server may say anything. */
#define MAX_NAMES 200

static void
append_names (GString         *names,
              const SalonJson *object,
              const char      *except)
{
  const SalonJson *value = NULL;
  const char *name = NULL;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, salon_json_is_object (object) ? object : NULL);
  while (salon_json_iter_next (&iter, &name, &value) && names->len < MAX_NAMES)
    if (g_strcmp0 (name, except) != 0)
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
}

/* What the server can't do without (MCP 2026-07-28, -32021), or NULL. Extensions go by their
 * own names. */
static char *
dup_missing_capabilities (int              code,
                          const SalonJson *data)
{
  const SalonJson *required = salon_json_get_member (data, "requiredCapabilities");
  g_autoptr (GString) names = g_string_new (NULL);

  if (code != CODE_MISSING_CAPABILITY)
    return NULL;
  append_names (names, required, "extensions");
  append_names (names, salon_json_get_member (required, "extensions"), NULL);
  return names->len > 0 ? g_string_free (g_steal_pointer (&names), FALSE) : NULL;
}

/**
 * salon_mcp_error_new_remote:
 * @code: the JSON-RPC code, such as -32602
 * @message: (nullable): what the server says about it
 * @data: (nullable): the error's data
 *
 * Makes the error that stands for a JSON-RPC error of the server.
 *
 * Returns: (transfer full): an error with the code %SALON_MCP_ERROR_REMOTE
 */
GError *
salon_mcp_error_new_remote (int              code,
                            const char      *message,
                            const SalonJson *data)
{
  GError *error = NULL;
  SalonMcpErrorPrivate *private = NULL;
  g_autofree char *missing = dup_missing_capabilities (code, data);

  if (missing != NULL)
    error = g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_REMOTE,
                         /* Translators: names of the protocol, such as “sampling, elicitation” */
                         _("The server can not do this without something that Salon does not "
                           "offer it: %s."), missing);
  else if (message == NULL || *message == '\0')
    error = g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_REMOTE,
                         _("The server answered with error %d and did not say why."), code);
  else
    error = g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_REMOTE,
                         _("The server answered with error %d: “%s”"), code, message);
  private = salon_mcp_error_get_private (error);
  private->code = code;
  private->message = g_strdup (message);
  if (data != NULL)
    private->data = salon_json_document_copy (data);
  return error;
}

/**
 * salon_mcp_error_get_code:
 * @error: any error
 *
 * Returns: the JSON-RPC code of an error of the server, 0 for all other errors
 */
int
salon_mcp_error_get_code (const GError *error)
{
  if (!g_error_matches (error, SALON_MCP_ERROR, SALON_MCP_ERROR_REMOTE))
    return 0;
  return salon_mcp_error_get_private (error)->code;
}

/**
 * salon_mcp_error_get_remote_message:
 * @error: any error
 *
 * Returns: (nullable) (transfer none): the server's own words, without Salon's sentence
 *   around them; %NULL for errors that are not the server's
 */
const char *
salon_mcp_error_get_remote_message (const GError *error)
{
  if (!g_error_matches (error, SALON_MCP_ERROR, SALON_MCP_ERROR_REMOTE))
    return NULL;
  return salon_mcp_error_get_private (error)->message;
}

/**
 * salon_mcp_error_get_data:
 * @error: any error
 *
 * Returns: (nullable) (transfer none): the data of a JSON-RPC error, owned by @error
 */
const SalonJson *
salon_mcp_error_get_data (const GError *error)
{
  const SalonMcpErrorPrivate *private = NULL;

  if (!g_error_matches (error, SALON_MCP_ERROR, SALON_MCP_ERROR_REMOTE))
    return NULL;
  private = salon_mcp_error_get_private (error);
  return private->data != NULL ? salon_json_document_get_root (private->data) : NULL;
}

/**
 * salon_mcp_error_set_http_status:
 * @error: (transfer full): an error of the domain %SALON_MCP_ERROR
 * @status: the status of the answer it came with
 *
 * Returns: (transfer full): @error
 */
GError *
salon_mcp_error_set_http_status (GError *error,
                                 guint   status)
{
  g_return_val_if_fail (error != NULL && error->domain == SALON_MCP_ERROR, error);

  salon_mcp_error_get_private (error)->http_status = status;
  return error;
}

/**
 * salon_mcp_error_get_http_status:
 * @error: any error
 *
 * Returns: the status of the HTTP answer that the error came with; 0 when there was none
 */
guint
salon_mcp_error_get_http_status (const GError *error)
{
  if (error == NULL || error->domain != SALON_MCP_ERROR)
    return 0;
  return salon_mcp_error_get_private (error)->http_status;
}
