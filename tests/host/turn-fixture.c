/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host-test"

#include "config.h"

#include "turn-fixture.h"

#include <string.h>

#include "salon-json-writer.h"
#include "salon-message-private.h"

static DexFuture *
get_provider_cb (const char *model,
                 gpointer    user_data)
{
  return dex_future_new_for_object (((Fixture *) user_data)->provider);
}

/* --- servers ----------------------------------------------------------------------------- */

static char *
dup_tools (Fixture *self)
{
  static const char *names[] = { "echo", "hold", "fail", "picture", "big", "sample",
                                 "strange.name" };
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_begin_array (writer, "tools");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      salon_json_writer_begin_object (writer, NULL);
      salon_json_writer_add_string (writer, "name", names[i]);
      salon_json_writer_add_string (writer, "description",
                                    self->changed_tools ? "Sends it to the moon" : "Does it");
      salon_json_writer_add_text (writer, "inputSchema",
                                  self->tool_schema != NULL ? self->tool_schema
                                                            : "{\"type\":\"object\"}");
      salon_json_writer_add_text (writer, "annotations", "{\"readOnlyHint\":true}");
      salon_json_writer_end_object (writer);
    }
  salon_json_writer_end_array (writer);
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish (writer);
}

static char *
dup_text_result (const char *text,
                 gboolean    is_error)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_begin_array (writer, "content");
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "type", "text");
  salon_json_writer_add_string (writer, "text", text);
  salon_json_writer_end_object (writer);
  salon_json_writer_end_array (writer);
  if (is_error)
    salon_json_writer_add_boolean (writer, "isError", TRUE);
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish (writer);
}

static void
hold (Fixture                 *self,
      SalonMcpMemoryTransport *transport,
      const SalonJson         *message)
{
  g_ptr_array_add (self->held_transports, g_object_ref (transport));
  g_ptr_array_add (self->held_requests, salon_json_document_copy (message));
}

static void
answer_call (Fixture                 *self,
             SalonMcpMemoryTransport *transport,
             const SalonJson         *message)
{
  const SalonJson *params = salon_json_get_member (message, "params");
  const SalonJson *arguments = salon_json_get_member (params, "arguments");
  const char *name = salon_json_as_string (salon_json_get_member (params, "name"));
  const char *text = salon_json_as_string (salon_json_get_member (arguments, "text"));
  g_autofree char *result = NULL;
  g_autofree char *big = NULL;

  if (self->dies_on_call)
    {
      g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED,
                                                      "The server has died.");

      salon_mcp_memory_transport_disconnect (transport, error);
      return;
    }
  if (g_str_equal (name, "hold") || g_str_equal (name, "sample"))
    {
      hold (self, transport, message);
      if (g_str_equal (name, "sample"))
        salon_mcp_memory_transport_deliver (
          transport,
          "{\"jsonrpc\":\"2.0\",\"id\":\"s1\",\"method\":\"sampling/createMessage\","
          "\"params\":{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"text\","
          "\"text\":\"What is two and two?\"}}],\"systemPrompt\":\"Be short.\","
          "\"maxTokens\":7,\"stopSequences\":[\"END\"]}}");
      return;
    }
  if (g_str_equal (name, "picture"))
    {
      salon_mcp_memory_transport_reply (
        transport, message,
        "{\"content\":[{\"type\":\"text\",\"text\":\"A dot\"},{\"type\":\"image\","
        "\"data\":\"aGVsbG8=\",\"mimeType\":\"image/png\"}]}");
      return;
    }
  if (g_str_equal (name, "big"))
    {
      big = g_strnfill (300000, 'x');
      big[0] = 'A';
      big[299999] = 'Z';
      text = big;
    }
  result = dup_text_result (text != NULL ? text : "nothing", g_str_equal (name, "fail"));
  salon_mcp_memory_transport_reply (transport, message, result);
}

static void
serve_cb (SalonMcpMemoryTransport *transport,
          const SalonJson         *message,
          gpointer                 user_data)
{
  Fixture *self = user_data;
  const char *method = salon_json_as_string (salon_json_get_member (message, "method"));
  g_autofree char *tools = NULL;

  g_ptr_array_add (self->received, salon_json_to_text (message, FALSE));
  if (g_strcmp0 (method, "initialize") == 0)
    salon_mcp_memory_transport_reply (
      transport, message,
      "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{\"listChanged\":true}},"
      "\"serverInfo\":{\"name\":\"memory\",\"version\":\"1\"},"
      "\"instructions\":\"Speak softly.\"}");
  else if (g_strcmp0 (method, "tools/list") == 0)
    salon_mcp_memory_transport_reply (transport, message, (tools = dup_tools (self)));
  else if (g_strcmp0 (method, "tools/call") == 0)
    answer_call (self, transport, message);
}

static DexFuture *
connect_cb (SalonServerConfig *config,
            gpointer           user_data)
{
  Fixture *self = user_data;

  self->n_starts++;
  if (self->never_starts)
    return dex_future_new_infinite ();
  return dex_future_new_take_object (salon_mcp_memory_transport_new (serve_cb, self, NULL));
}

SalonServer *
fixture_add_server (Fixture    *self,
                    const char *name)
{
  g_autoptr (SalonServerConfig) config = salon_server_config_new (name);
  g_autoptr (SalonServer) server = NULL;

  salon_server_config_set_command (config, "memory", NULL);
  salon_server_config_seal (config);
  server = salon_server_new (config, SALON_CLOCK (self->clock));
  salon_server_set_connect_func (server, connect_cb, self, NULL);
  g_list_store_append (self->servers, server);
  return server;
}

void
fixture_release (Fixture    *self,
                 guint       position,
                 const char *text)
{
  g_autofree char *result = dup_text_result (text, FALSE);

  salon_mcp_memory_transport_reply (
    self->held_transports->pdata[position],
    salon_json_document_get_root (self->held_requests->pdata[position]), result);
}

/* --- the fixture ------------------------------------------------------------------------- */

Fixture *
fixture_new_stored (const char *path)
{
  Fixture *self = g_new0 (Fixture, 1);
  g_autoptr (SalonChat) chat = NULL;
  g_autoptr (GError) error = NULL;

  self->clock = salon_manual_clock_new ();
  salon_manual_clock_set_real_time (self->clock, G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC);
  self->servers = g_list_store_new (SALON_TYPE_SERVER);
  self->toolbox = salon_toolbox_new (G_LIST_MODEL (self->servers), SALON_CLOCK (self->clock));
  self->approvals = salon_approvals_new ();
  self->consent = salon_consent_new ();
  self->history = salon_history_new (SALON_CLOCK (self->clock));
  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_request_unref);
  self->provider = script_provider_new (self->requests);
  self->received = g_ptr_array_new_with_free_func (g_free);
  self->held_transports = g_ptr_array_new_with_free_func (g_object_unref);
  self->held_requests = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_json_document_unref);
  self->services = (SalonTurnServices) {
    .clock = SALON_CLOCK (self->clock),
    .toolbox = self->toolbox,
    .approvals = self->approvals,
    .consent = self->consent,
    .history = self->history,
    .get_provider = get_provider_cb,
    .get_provider_data = self,
  };
  if (path != NULL)
    {
      DexFuture *opening = salon_store_open (path);

      dex_ref (opening);
      g_assert_true (fixture_finish (self, opening, &error));
      self->store = g_value_dup_object (dex_future_get_value (opening, NULL));
      dex_unref (opening);
      g_assert_true (fixture_finish (self, salon_history_load (self->history, self->store),
                                     &error));
    }
  chat = salon_history_new_chat (self->history);
  self->conversation = salon_conversation_new (&self->services, chat);
  salon_conversation_set_model (self->conversation, "script/one");
  return self;
}

Fixture *
fixture_new (void)
{
  return fixture_new_stored (NULL);
}

void
fixture_free (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->servers)); i++)
    {
      g_autoptr (SalonServer) server = g_list_model_get_item (G_LIST_MODEL (self->servers), i);

      fixture_finish (self, salon_server_stop (server), NULL);
    }
  g_clear_object (&self->conversation);
  if (self->store != NULL)
    g_assert_true (fixture_finish (self, salon_store_close (self->store), &error));
  g_clear_object (&self->store);
  g_clear_object (&self->toolbox);
  g_clear_object (&self->approvals);
  g_clear_object (&self->consent);
  g_clear_object (&self->history);
  g_clear_object (&self->servers);
  g_clear_object (&self->provider);
  g_clear_object (&self->clock);
  g_ptr_array_unref (self->requests);
  g_ptr_array_unref (self->received);
  g_ptr_array_unref (self->held_transports);
  g_ptr_array_unref (self->held_requests);
  /* What has ended leaves the loop. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_free (self);
}

gboolean
fixture_finish (Fixture    *self,
                DexFuture  *future,
                GError    **error)
{
  gboolean resolved;

  fixture_wait_for (self, !dex_future_is_pending (future));
  resolved = dex_future_get_value (future, error) != NULL;
  dex_unref (future);
  return resolved;
}

void
fixture_send (Fixture    *self,
              const char *text)
{
  g_autoptr (GError) error = NULL;

  fixture_finish (self, salon_conversation_send (self->conversation, text), &error);
  g_assert_no_error (error);
  g_assert_false (salon_conversation_get_running (self->conversation));
}

SalonMessage *
fixture_get_reply (Fixture *self)
{
  GListModel *messages = G_LIST_MODEL (self->conversation);
  guint n = g_list_model_get_n_items (messages);
  g_autoptr (SalonMessage) message = n > 0 ? g_list_model_get_item (messages, n - 1) : NULL;

  return message;
}

SalonPart *
fixture_get_part (Fixture *self,
                  guint    position)
{
  return salon_message_get_part (fixture_get_reply (self), position);
}

SalonToolCall *
fixture_get_call (Fixture *self,
                  guint    position)
{
  SalonMessage *reply = fixture_get_reply (self);

  for (guint i = 0; reply != NULL && i < salon_message_get_n_parts (reply); i++)
    {
      SalonToolCall *call = salon_part_get_tool_call (salon_message_get_part (reply, i));

      if (call != NULL && position-- == 0)
        return call;
    }
  return NULL;
}

guint
fixture_count (Fixture       *self,
               SalonPartKind  kind)
{
  SalonMessage *reply = fixture_get_reply (self);
  guint n = 0;

  for (guint i = 0; i < salon_message_get_n_parts (reply); i++)
    n += salon_part_get_kind (salon_message_get_part (reply, i)) == kind;
  return n;
}

const char *
fixture_get_result (Fixture    *self,
                    const char *call_id)
{
  SalonLlmRequest *request = self->requests->pdata[self->requests->len - 1];

  for (guint i = 0; i < salon_llm_request_get_n_messages (request); i++)
    {
      SalonLlmMessage *message = salon_llm_request_get_message (request, i);

      for (guint j = 0; j < salon_llm_message_get_n_parts (message); j++)
        {
          SalonLlmPart *part = salon_llm_message_get_part (message, j);

          if (salon_llm_part_get_kind (part) == SALON_LLM_PART_TOOL_RESULT &&
              g_strcmp0 (salon_llm_part_get_id (part), call_id) == 0)
            return salon_llm_part_get_text (part);
        }
    }
  return NULL;
}

void
fixture_allow_all (Fixture *self)
{
  salon_approvals_allow_for_this_run (self->approvals, NULL, NULL);
}

SalonQuestion *
fixture_get_question (Fixture *self)
{
  g_autoptr (SalonQuestion) question = g_list_model_get_item (G_LIST_MODEL (self->consent), 0);

  return question;
}
