/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-request-private.h"

#include <string.h>

#include "salon-mcp-client-private.h"
#include "salon-mcp-exchange-private.h"
#include "salon-mcp-input-private.h"

/* Stamped anew whenever a request is written. */
static const char * const stamped[] = {
  "progressToken",
  "io.modelcontextprotocol/protocolVersion",
  "io.modelcontextprotocol/clientCapabilities",
  "io.modelcontextprotocol/clientInfo",
  "io.modelcontextprotocol/logLevel",
  NULL,
};

/* Written by the eras. */
static const char * const not_copied[] = {
  "_meta",
  NULL,
};

/* Of the last round of questions; what answers them now is another one. */
static const char * const not_repeated[] = {
  "_meta",
  "inputResponses",
  "requestState",
  NULL,
};

static void
add_members (SalonJsonWriter    *writer,
             const SalonJson    *object,
             const char * const *except)
{
  const SalonJson *value = NULL;
  const char *name = NULL;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, salon_json_is_object (object) ? object : NULL);
  while (salon_json_iter_next (&iter, &name, &value))
    if (!g_strv_contains (except, name))
      salon_json_writer_add_value (writer, name, value);
}

/* A request up to the name of its method. */
SalonJsonWriter *
salon_mcp_request_begin (SalonMcpExchange *exchange)
{
  SalonJsonWriter *writer = salon_json_writer_new ();

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "jsonrpc", "2.0");
  salon_mcp_exchange_write_id (exchange, writer, "id");
  salon_json_writer_add_string (writer, "method", exchange->method);
  return writer;
}

/* The members of “params”, but for “_meta”. */
void
salon_mcp_request_add_params (SalonJsonWriter      *writer,
                              const SalonMcpParams *params)
{
  if (params == NULL)
    return;
  add_members (writer, params->members, params->is_round ? not_repeated : not_copied);
  if (params->name == NULL)
    return;
  salon_json_writer_add_string (writer, "name", params->name);
  if (params->arguments != NULL)
    salon_json_writer_add_value (writer, "arguments", params->arguments);
  else
    salon_json_writer_add_text (writer, "arguments", "{}");
}

/* “_meta” with what every request may have in it; left open. */
void
salon_mcp_request_begin_meta (SalonJsonWriter      *writer,
                              SalonMcpExchange     *exchange,
                              const SalonMcpParams *params)
{
  const SalonJson *given = params != NULL ? salon_json_get_member (params->members, "_meta") : NULL;

  salon_json_writer_begin_object (writer, "_meta");
  add_members (writer, given, stamped);
  /* The id is as good a token as any: unique, and known from the start. */
  if (exchange->wants_progress)
    salon_json_writer_add_int64 (writer, "progressToken", exchange->id);
  if (salon_json_get_member (given, "traceparent") == NULL)
    salon_mcp_trace_write (exchange->client, writer);
}

/* Takes @writer, with “params” closed. */
char *
salon_mcp_request_finish (SalonJsonWriter *writer)
{
  char *text = NULL;

  salon_json_writer_end_object (writer);
  text = salon_json_writer_finish (writer);
  salon_json_writer_free (writer);
  return text;
}

/*
 * salon_mcp_request_read_back:
 * @params: (out): what the request was made of, owned by the document returned
 *
 * Reads what was sent, to send it again.
 *
 * Returns: (transfer full): the request
 */
SalonJsonDocument *
salon_mcp_request_read_back (SalonMcpExchange *exchange,
                             SalonMcpParams   *params)
{
  /* Nothing is too large to be sent, so nothing is too large to be read back. */
  const SalonJsonLimits limits = { G_MAXSIZE, SALON_JSON_GREATEST_DEPTH };
  SalonJsonDocument *document = salon_json_document_parse (exchange->text, -1, &limits, NULL);

  *params = (SalonMcpParams) { 0 };
  g_return_val_if_fail (document != NULL, NULL);

  params->members = salon_json_get_member (salon_json_document_get_root (document), "params");
  params->wants_progress = exchange->wants_progress;
  /* The answers to a task's questions are what that request is about. */
  params->is_round = strcmp (exchange->method, "tasks/update") != 0;
  return document;
}

char *
salon_mcp_request_write_cancellation (SalonMcpExchange *exchange,
                                      const char       *reason)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "jsonrpc", "2.0");
  salon_json_writer_add_string (writer, "method", "notifications/cancelled");
  salon_json_writer_begin_object (writer, "params");
  salon_mcp_exchange_write_id (exchange, writer, "requestId");
  salon_json_writer_add_string (writer, "reason", reason);
  salon_json_writer_end_object (writer);
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish (writer);
}
