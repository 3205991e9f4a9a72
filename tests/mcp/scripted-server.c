/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "scripted-server"

#include "config.h"

#include "scripted-server.h"

#include <string.h>

#include "salon-json-writer.h"

typedef struct
{
  char     *method;
  char     *result;     /* NULL for an error, or no answer */
  int       code;       /* 0 for no answer */
  char     *data;
  gboolean  is_used;
} Line;

static void
line_free (gpointer data)
{
  Line *line = data;

  g_free (line->method);
  g_free (line->result);
  g_free (line->data);
  g_free (line);
}

static Line *
take_line (ScriptedServer *self,
           const char     *method)
{
  for (guint i = 0; i < self->script->len; i++)
    {
      Line *line = g_ptr_array_index (self->script, i);

      if (!line->is_used && strcmp (line->method, method) == 0)
        {
          line->is_used = TRUE;
          return line;
        }
    }
  return NULL;
}

static void
reply_error (ScriptedServer  *self,
             const SalonJson *request,
             const Line      *line)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autofree char *text = NULL;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "jsonrpc", "2.0");
  salon_json_writer_add_value (writer, "id", salon_json_get_member (request, "id"));
  salon_json_writer_begin_object (writer, "error");
  salon_json_writer_add_int64 (writer, "code", line->code);
  salon_json_writer_add_string (writer, "message", "scripted");
  if (line->data != NULL)
    salon_json_writer_add_text (writer, "data", line->data);
  salon_json_writer_end_object (writer);
  salon_json_writer_end_object (writer);
  text = salon_json_writer_finish (writer);
  salon_mcp_memory_transport_deliver (self->transport, text);
}

static void
on_message_cb (SalonMcpMemoryTransport *transport,
               const SalonJson         *message,
               gpointer                 user_data)
{
  ScriptedServer *self = user_data;
  const char *method = salon_json_as_string (salon_json_get_member (message, "method"));
  g_autofree char *result = NULL;
  Line *line = NULL;

  if (g_strcmp0 (method, "initialize") == 0)
    {
      result = g_strdup_printf ("{\"protocolVersion\":\"%s\","
                                "\"serverInfo\":{\"name\":\"scripted\","
                                "\"version\":\"1\"},\"capabilities\":%s}", self->version,
                                self->capabilities);
      salon_mcp_memory_transport_reply (transport, message, result);
      return;
    }
  if (g_strcmp0 (method, "server/discover") == 0)
    {
      result =
        g_strdup_printf ("{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],"
                                "\"capabilities\":%s}", self->capabilities);
      salon_mcp_memory_transport_reply (transport, message, result);
      return;
    }
  g_ptr_array_add (self->requests, salon_json_document_copy (message));
  if (method == NULL || salon_json_get_member (message, "id") == NULL)
    return;
  line = take_line (self, method);
  if (line == NULL)
    salon_mcp_memory_transport_reply_error (transport, message, -32601, "Method not found");
  else if (line->result != NULL)
    salon_mcp_memory_transport_reply (transport, message, line->result);
  else if (line->code != 0)
    reply_error (self, message, line);
}

ScriptedServer *
scripted_server_new (gboolean              is_modern,
                     const char           *capabilities,
                     SalonMcpInputHandler *handler)
{
  ScriptedServer *self = g_new0 (ScriptedServer, 1);
  g_autoptr (GError) error = NULL;

  self->capabilities = capabilities;
  self->version = "2025-11-25";
  self->script = g_ptr_array_new_with_free_func (line_free);
  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_json_document_unref);
  self->clock = salon_manual_clock_new ();
  self->transport = salon_mcp_memory_transport_new (on_message_cb, self, NULL);
  self->client = salon_mcp_client_new (SALON_MCP_TRANSPORT (self->transport), handler,
                                       SALON_CLOCK (self->clock));
  salon_mcp_client_set_era (self->client, is_modern ? SALON_MCP_ERA_MODERN : SALON_MCP_ERA_LEGACY);
  return self;
}

/* Everything has to be gone with it. */
void
scripted_server_free (ScriptedServer *self)
{
  mcp_test_close (g_steal_pointer (&self->client));
  g_object_unref (self->transport);
  g_object_unref (self->clock);
  g_ptr_array_unref (self->script);
  g_ptr_array_unref (self->requests);
  g_free (self);
}

static Line *
add_line (ScriptedServer *self,
          const char     *method)
{
  Line *line = g_new0 (Line, 1);

  line->method = g_strdup (method);
  g_ptr_array_add (self->script, line);
  return line;
}

/* The next request of this method gets this result. */
void
scripted_server_add (ScriptedServer *self,
                     const char     *method,
                     const char     *result)
{
  add_line (self, method)->result = g_strdup (result);
}

void
scripted_server_add_error (ScriptedServer *self,
                           const char     *method,
                           int             code,
                           const char     *data)
{
  Line *line = add_line (self, method);

  line->code = code;
  line->data = g_strdup (data);
}

/* The next request of this method gets no answer but the one of scripted_server_answer(). */
void
scripted_server_hold (ScriptedServer *self,
                      const char     *method)
{
  add_line (self, method);
}

void
scripted_server_answer (ScriptedServer  *self,
                        const SalonJson *request,
                        const char      *result)
{
  salon_mcp_memory_transport_reply (self->transport, request, result);
}

void
scripted_server_notify (ScriptedServer *self,
                        const char     *method,
                        const char     *params)
{
  g_autofree char *text = g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"method\":\"%s\",\"params\":%s}",
                                           method, params);

  salon_mcp_memory_transport_deliver (self->transport, text);
  mcp_test_settle ();
}

static const SalonJson *
find_request (ScriptedServer *self,
              const char     *method,
              guint           number)
{
  for (guint i = 0; i < self->requests->len; i++)
    {
      const SalonJson *root = salon_json_document_get_root (g_ptr_array_index (self->requests, i));

      if (g_strcmp0 (salon_json_as_string (salon_json_get_member (root, "method")), method) == 0 &&
          number-- == 0)
        return root;
    }
  return NULL;
}

guint
scripted_server_count (ScriptedServer *self,
                       const char     *method)
{
  guint count = 0;

  while (find_request (self, method, count) != NULL)
    count++;
  return count;
}

typedef struct
{
  ScriptedServer *self;
  const char     *method;
  guint           number;
} Wanted;

static gboolean
has_come (gpointer user_data)
{
  Wanted *wanted = user_data;

  return find_request (wanted->self, wanted->method, wanted->number) != NULL;
}

/* Waits for a request, the first of its method being number 0. */
const SalonJson *
scripted_server_wait (ScriptedServer *self,
                      const char     *method,
                      guint           number)
{
  Wanted wanted = { self, method, number };

  mcp_test_run_until (has_come, &wanted);
  return find_request (self, method, number);
}

void
scripted_server_settle (ScriptedServer *self)
{
  mcp_test_settle ();
}
