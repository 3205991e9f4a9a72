/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-client.h"

#include <glib/gi18n.h>

#include "salon-json-writer.h"
#include "salon-mcp-cache-private.h"
#include "salon-mcp-client-private.h"
#include "salon-mcp-completion.h"
#include "salon-mcp-error.h"
#include "salon-mcp-exchange-private.h"
#include "salon-mcp-listing-private.h"
#include "salon-mcp-prompt-result.h"
#include "salon-mcp-prompt.h"
#include "salon-mcp-resource-content.h"
#include "salon-mcp-resource-template.h"
#include "salon-mcp-resource.h"

/* Requests a host makes: resources, prompts and completion. */

static const SalonMcpListing resources_listing = {
  "resources/list", "resources", "resources", salon_mcp_resource_get_type,
  (gpointer) salon_mcp_resource_new, (gpointer) salon_mcp_resource_get_uri,
};

static const SalonMcpListing templates_listing = {
  "resources/templates/list", "resourceTemplates", "resources",
  salon_mcp_resource_template_get_type,
  (gpointer) salon_mcp_resource_template_new,
  (gpointer) salon_mcp_resource_template_get_uri_template,
};

static const SalonMcpListing prompts_listing = {
  "prompts/list", "prompts", "prompts", salon_mcp_prompt_get_type,
  (gpointer) salon_mcp_prompt_new, (gpointer) salon_mcp_prompt_get_name,
};

/**
 * salon_mcp_client_list_resources:
 * @self: a ready client
 *
 * Asks for all resources, page by page.
 *
 * Returns: (transfer full): a future of a #GListModel of #SalonMcpResource
 */
DexFuture *
salon_mcp_client_list_resources (SalonMcpClient *self)
{
  g_return_val_if_fail (SALON_IS_MCP_CLIENT (self), dex_future_new_infinite ());

  return salon_mcp_listing_run (self, &resources_listing);
}

/* A server with resources need not have templates, and need not know the method then. */
static DexFuture *
on_no_templates_cb (DexFuture *future,
                    gpointer   user_data)
{
  g_autoptr (GError) error = NULL;

  dex_future_get_value (future, &error);
  if (salon_mcp_error_get_code (error) == SALON_MCP_CODE_METHOD_NOT_FOUND)
    return dex_future_new_take_object (g_list_store_new (SALON_TYPE_MCP_RESOURCE_TEMPLATE));
  return dex_future_new_for_error (g_steal_pointer (&error));
}

/**
 * salon_mcp_client_list_resource_templates:
 * @self: a ready client
 *
 * Asks for all templates of resources, page by page.
 *
 * Returns: (transfer full): a future of a #GListModel of #SalonMcpResourceTemplate
 */
DexFuture *
salon_mcp_client_list_resource_templates (SalonMcpClient *self)
{
  g_return_val_if_fail (SALON_IS_MCP_CLIENT (self), dex_future_new_infinite ());

  return dex_future_catch (salon_mcp_listing_run (self, &templates_listing), on_no_templates_cb,
                           NULL, NULL);
}

/**
 * salon_mcp_client_list_prompts:
 * @self: a ready client
 *
 * Asks for all prompts, page by page.
 *
 * Returns: (transfer full): a future of a #GListModel of #SalonMcpPrompt
 */
DexFuture *
salon_mcp_client_list_prompts (SalonMcpClient *self)
{
  g_return_val_if_fail (SALON_IS_MCP_CLIENT (self), dex_future_new_infinite ());

  return salon_mcp_listing_run (self, &prompts_listing);
}

/* A request whose exchange nobody sees: when its future is dropped, it is cancelled. */
typedef struct
{
  SalonMcpClient   *client;
  SalonMcpExchange *exchange;
  char             *uri;
  guint             generation;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  if (request->exchange != NULL)
    salon_mcp_exchange_cancel (request->exchange, NULL);
  g_clear_object (&request->exchange);
  g_object_unref (request->client);
  g_free (request->uri);
  g_free (request);
}

static DexFuture *
send_request (Request           *request,
              const char        *method,
              SalonJsonDocument *params,
              DexFutureCallback  callback)
{
  SalonMcpParams wrapped = { salon_json_document_get_root (params) };

  request->exchange = salon_mcp_client_start_exchange (request->client, method, &wrapped);
  return dex_future_then (salon_mcp_exchange_await_result (request->exchange), callback, request,
                          request_free);
}

static Request *
request_new (SalonMcpClient *client)
{
  Request *request = g_new0 (Request, 1);

  request->client = g_object_ref (client);
  return request;
}

static DexFuture *
take_contents (SalonJsonDocument *result)
{
  GError *error = NULL;
  GListModel *contents = salon_mcp_resource_content_list_new (result, &error);

  return contents != NULL ? dex_future_new_take_object (contents)
      : dex_future_new_for_error (error);
}

static DexFuture *
on_read_cb (DexFuture *future,
            gpointer   user_data)
{
  Request *request = user_data;
  SalonJsonDocument *result = g_value_get_boxed (dex_future_get_value (future, NULL));

  /* What depends on answers of the user is theirs alone, and of this moment. */
  if (request->exchange->rounds == 0)
    salon_mcp_cache_store (request->client->cache, "resources/read", request->uri,
                           request->generation,
                           result);
  return take_contents (result);
}

/**
 * salon_mcp_client_read_resource:
 * @self: a ready client
 * @uri: the address of a resource
 *
 * Reads a resource; one the server says may be kept comes from memory. Dropping the future
 * cancels the request.
 *
 * Returns: (transfer full): a future of a #GListModel of #SalonMcpResourceContent
 */
DexFuture *
salon_mcp_client_read_resource (SalonMcpClient *self,
                                const char     *uri)
{
  g_autoptr (SalonJsonWriter) writer = NULL;
  g_autoptr (SalonJsonDocument) params = NULL;
  g_autoptr (SalonJsonDocument) kept = NULL;
  Request *request = NULL;

  g_return_val_if_fail (SALON_IS_MCP_CLIENT (self), dex_future_new_infinite ());
  g_return_val_if_fail (uri != NULL, dex_future_new_infinite ());

  kept = salon_mcp_cache_lookup (self->cache, "resources/read", uri);
  if (kept != NULL)
    return take_contents (kept);
  writer = salon_json_writer_new ();
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "uri", uri);
  salon_json_writer_end_object (writer);
  params = salon_json_writer_finish_document (writer);
  request = request_new (self);
  request->uri = g_strdup (uri);
  request->generation = salon_mcp_cache_get_generation (self->cache);
  return send_request (request, "resources/read", params, on_read_cb);
}

static DexFuture *
on_prompt_cb (DexFuture *future,
              gpointer   user_data)
{
  GError *error = NULL;
  SalonMcpPromptResult *result =
    salon_mcp_prompt_result_new (g_value_get_boxed (dex_future_get_value (future, NULL)), &error);

  return result != NULL ? dex_future_new_take_object (result) : dex_future_new_for_error (error);
}

/**
 * salon_mcp_client_get_prompt:
 * @self: a ready client
 * @name: the name of a prompt
 * @arguments: (nullable): its arguments, an object of strings; see
 *   salon_mcp_prompt_check_arguments()
 *
 * Has the server put a prompt into words. Dropping the future cancels the request.
 *
 * Returns: (transfer full): a future of a #SalonMcpPromptResult
 */
DexFuture *
salon_mcp_client_get_prompt (SalonMcpClient  *self,
                             const char      *name,
                             const SalonJson *arguments)
{
  g_autoptr (SalonJsonWriter) writer = NULL;
  g_autoptr (SalonJsonDocument) params = NULL;

  g_return_val_if_fail (SALON_IS_MCP_CLIENT (self), dex_future_new_infinite ());
  g_return_val_if_fail (name != NULL, dex_future_new_infinite ());

  writer = salon_json_writer_new ();
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "name", name);
  salon_json_writer_add_value (writer, "arguments", arguments);
  salon_json_writer_end_object (writer);
  params = salon_json_writer_finish_document (writer);
  return send_request (request_new (self), "prompts/get", params, on_prompt_cb);
}

static DexFuture *
on_completion_cb (DexFuture *future,
                  gpointer   user_data)
{
  SalonJsonDocument *result = g_value_get_boxed (dex_future_get_value (future, NULL));

  return dex_future_new_take_boxed (SALON_TYPE_MCP_COMPLETION,
                                    salon_mcp_completion_new (
                                        salon_json_document_get_root (result)));
}

static SalonJsonDocument *
write_completion (SalonMcpCompletionKind  kind,
                  const char             *reference,
                  const char             *argument,
                  const char             *value,
                  const SalonJson        *others)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  gboolean is_prompt = kind == SALON_MCP_COMPLETE_PROMPT;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_begin_object (writer, "ref");
  salon_json_writer_add_string (writer, "type", is_prompt ? "ref/prompt" : "ref/resource");
  salon_json_writer_add_string (writer, is_prompt ? "name" : "uri", reference);
  salon_json_writer_end_object (writer);
  salon_json_writer_begin_object (writer, "argument");
  salon_json_writer_add_string (writer, "name", argument);
  salon_json_writer_add_string (writer, "value", value);
  salon_json_writer_end_object (writer);
  if (others != NULL)
    {
      salon_json_writer_begin_object (writer, "context");
      salon_json_writer_add_value (writer, "arguments", others);
      salon_json_writer_end_object (writer);
    }
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish_document (writer);
}

/**
 * salon_mcp_client_complete:
 * @self: a ready client
 * @kind: whether a prompt or a template of resources is filled in
 * @reference: the prompt's name, or the template
 * @argument: the name of the argument
 * @value: what was typed so far
 * @others: (nullable): the arguments that are filled in already, an object of strings
 *
 * Asks for proposals. Servers before 2025-03-26 do not declare whether they have any, so
 * they are asked; one that does not know the question has none. Dropping the future cancels
 * the request, as when the user types on.
 *
 * Returns: (transfer full): a future of a #SalonMcpCompletion
 */
DexFuture *
salon_mcp_client_complete (SalonMcpClient         *self,
                           SalonMcpCompletionKind  kind,
                           const char             *reference,
                           const char             *argument,
                           const char             *value,
                           const SalonJson        *others)
{
  g_autoptr (SalonJsonDocument) params = NULL;
  gboolean is_declared = TRUE;

  g_return_val_if_fail (SALON_IS_MCP_CLIENT (self), dex_future_new_infinite ());
  g_return_val_if_fail (reference != NULL && argument != NULL && value != NULL,
                        dex_future_new_infinite ());

  is_declared = salon_mcp_client_has_capability (self, "completions");
  if (self->state == SALON_MCP_CLIENT_READY && !is_declared &&
      g_strcmp0 (self->protocol_version, "2024-11-05") != 0)
    return dex_future_new_take_boxed (SALON_TYPE_MCP_COMPLETION, salon_mcp_completion_new (NULL));
  params = write_completion (kind, reference, argument, value, others);
  return send_request (request_new (self), "completion/complete", params, on_completion_cb);
}

/**
 * salon_mcp_client_reload:
 * @self: a client
 *
 * Forgets what the server said may be kept, so that the next requests go to the server again:
 * for when the user wants it, and when another user signs in.
 */
void
salon_mcp_client_reload (SalonMcpClient *self)
{
  g_return_if_fail (SALON_IS_MCP_CLIENT (self));

  salon_mcp_cache_clear (self->cache);
}

/**
 * salon_mcp_client_notify_roots_changed:
 * @self: a ready client
 *
 * Tells the server that the answer to its question for the roots is another one now. Servers
 * of the modern era ask anew each time, and are not told.
 */
void
salon_mcp_client_notify_roots_changed (SalonMcpClient *self)
{
  g_return_if_fail (SALON_IS_MCP_CLIENT (self));

  if (self->state == SALON_MCP_CLIENT_READY && !salon_mcp_client_is_modern (self) &&
      self->input_handler != NULL &&
      salon_mcp_input_handler_can (self->input_handler, SALON_MCP_INPUT_ROOTS))
    salon_mcp_client_send (self,
                           "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}");
}
