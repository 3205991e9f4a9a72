/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "scripted-model"

#include "config.h"

#include "scripted-model.h"

#include <libsoup/soup.h>
#include <stdarg.h>

#include "salon-json-writer.h"
#include "salon-json.h"

typedef struct
{
  char *text;
  GPtrArray *calls; /* tool, arguments, tool, arguments … */
} Reply;

struct _ScriptedModel
{
  SoupServer *server;
  char *url;
  GQueue replies;
  GPtrArray *requests;
};

static void
reply_free (Reply *reply)
{
  g_free (reply->text);
  g_clear_pointer (&reply->calls, g_ptr_array_unref);
  g_free (reply);
}

/* The host's name of a tool is the server's one with something before it. */
static char *
find_tool (const SalonJson *request,
           const char      *tool)
{
  SalonJsonIter iter;
  const SalonJson *entry = NULL;

  salon_json_iter_init (&iter, salon_json_get_member (request, "tools"));
  while (salon_json_iter_next (&iter, NULL, &entry))
    {
      const SalonJson *function = salon_json_get_member (entry, "function");
      const char *name = salon_json_as_string (salon_json_get_member (function, "name"));

      if (name == NULL || !g_str_has_suffix (name, tool))
        continue;
      if (strlen (name) == strlen (tool) || name[strlen (name) - strlen (tool) - 1] == '_')
        return g_strdup (name);
    }
  return g_strdup (tool);
}

static void
add_chunk (GString    *body,
           Reply      *reply,
           const SalonJson *request)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autofree char *chunk = NULL;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_begin_array (writer, "choices");
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_int64 (writer, "index", 0);
  salon_json_writer_begin_object (writer, "delta");
  salon_json_writer_add_string (writer, "content", reply->text);
  if (reply->calls != NULL)
    {
      salon_json_writer_begin_array (writer, "tool_calls");
      for (guint i = 0; i < reply->calls->len; i += 2)
        {
          g_autofree char *id = g_strdup_printf ("call_%u", g_random_int ());
          g_autofree char *name = find_tool (request, g_ptr_array_index (reply->calls, i));

          salon_json_writer_begin_object (writer, NULL);
          salon_json_writer_add_int64 (writer, "index", i / 2);
          salon_json_writer_add_string (writer, "id", id);
          salon_json_writer_add_string (writer, "type", "function");
          salon_json_writer_begin_object (writer, "function");
          salon_json_writer_add_string (writer, "name", name);
          salon_json_writer_add_string (writer, "arguments",
                                        g_ptr_array_index (reply->calls, i + 1));
          salon_json_writer_end_object (writer);
          salon_json_writer_end_object (writer);
        }
      salon_json_writer_end_array (writer);
    }
  salon_json_writer_end_object (writer);
  salon_json_writer_add_string (writer, "finish_reason",
                                reply->calls != NULL ? "tool_calls" : "stop");
  salon_json_writer_end_object (writer);
  salon_json_writer_end_array (writer);
  salon_json_writer_end_object (writer);
  chunk = salon_json_writer_finish (writer);
  g_string_append_printf (body, "data: %s\n\ndata: [DONE]\n\n", chunk);
}

static void
on_chat (SoupServer        *server,
         SoupServerMessage *message,
         const char        *path,
         GHashTable        *query,
         gpointer           user_data)
{
  ScriptedModel *self = user_data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (SalonJsonDocument) request = NULL;
  g_autoptr (GString) answer = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  Reply *reply = g_queue_pop_head (&self->replies);

  g_ptr_array_add (self->requests, g_strndup (body->data, body->length));
  request = salon_json_document_parse (body->data, body->length, NULL, &error);
  g_assert_no_error (error);
  if (reply == NULL)
    {
      reply = g_new0 (Reply, 1);
      reply->text = g_strdup ("The script has no more replies.");
    }
  add_chunk (answer, reply, salon_json_document_get_root (request));
  reply_free (reply);
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "text/event-stream", SOUP_MEMORY_COPY,
                                    answer->str, answer->len);
}

static void
on_models (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  static const char models[] = "{\"object\":\"list\",\"data\":[{\"id\":\"scripted\"}]}";

  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC,
                                    models, strlen (models));
}

ScriptedModel *
scripted_model_new (void)
{
  ScriptedModel *self = g_new0 (ScriptedModel, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) base = NULL;
  GSList *uris;

  self->requests = g_ptr_array_new_with_free_func (g_free);
  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, "/v1/chat/completions", on_chat, self, NULL);
  soup_server_add_handler (self->server, "/v1/models", on_models, self, NULL);
  soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);
  base = g_uri_ref (uris->data);
  self->url = g_strdup_printf ("http://127.0.0.1:%d/v1", g_uri_get_port (base));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return self;
}

void
scripted_model_free (ScriptedModel *self)
{
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_queue_clear_full (&self->replies, (GDestroyNotify) reply_free);
  g_ptr_array_unref (self->requests);
  g_free (self->url);
  g_free (self);
}

const char *
scripted_model_get_url (ScriptedModel *self)
{
  return self->url;
}

void
scripted_model_say (ScriptedModel *self,
                    const char    *text)
{
  Reply *reply = g_new0 (Reply, 1);

  reply->text = g_strdup (text);
  g_queue_push_tail (&self->replies, reply);
}

void
scripted_model_call (ScriptedModel *self,
                     const char    *tool,
                     const char    *arguments,
                     ...)
{
  Reply *reply = g_new0 (Reply, 1);
  va_list rest;

  reply->calls = g_ptr_array_new_with_free_func (g_free);
  va_start (rest, arguments);
  while (tool != NULL)
    {
      g_ptr_array_add (reply->calls, g_strdup (tool));
      g_ptr_array_add (reply->calls, g_strdup (arguments));
      tool = va_arg (rest, const char *);
      arguments = tool != NULL ? va_arg (rest, const char *) : NULL;
    }
  va_end (rest);
  g_queue_push_tail (&self->replies, reply);
}

guint
scripted_model_get_n_requests (ScriptedModel *self)
{
  return self->requests->len;
}

const char *
scripted_model_get_request (ScriptedModel *self,
                            guint          position)
{
  return position < self->requests->len ? g_ptr_array_index (self->requests, position) : NULL;
}
