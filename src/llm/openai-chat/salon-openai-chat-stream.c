/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-openai-chat-stream.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-json-writer.h"

#include "salon-llm-contents.h"
#include "salon-llm-error.h"
#include "salon-llm-failure.h"
#include "salon-openai-chat-details-private.h"
#include "salon-openai-chat-pieces-private.h"

/* No model writes that much: a server that does is broken. */
#define REPLY_LIMIT ((gsize) 64 * 1024 * 1024)
#define MOST_CALLS 1000

struct _SalonOpenaiChatStream
{
  char *provider;
  char *provider_name;
  SalonOpenaiChatPieces *pieces;
  SalonOpenaiChatDetails *details;

  char *model;
  const char *reasoning_field; /* static: under which name the reasoning came */
  char *finish_reason;
  SalonLlmUsage usage;
  gboolean seen_choice;
  GString *refusal;
  gboolean done;
};

/**
 * salon_openai_chat_stream_new:
 * @request: (nullable): the request that is answered
 * @provider: (nullable): id of the provider, which opaque data is marked with
 * @provider_name: its name for people
 * @func: called for every step of the reply
 * @user_data: data for @func
 *
 * Returns: (transfer full): a reader for one answer
 */
SalonOpenaiChatStream *
salon_openai_chat_stream_new (SalonLlmRequest   *request,
                              const char        *provider,
                              const char        *provider_name,
                              SalonLlmEventFunc  func,
                              gpointer           user_data)
{
  g_autoptr (SalonLlmToolNames) names = NULL;
  SalonOpenaiChatStream *self;

  g_return_val_if_fail (provider_name != NULL, NULL);
  g_return_val_if_fail (func != NULL, NULL);

  if (request != NULL)
    names = salon_llm_tool_names_new (request, SALON_LLM_NAME_RULES_OPENAI);
  self = g_new0 (SalonOpenaiChatStream, 1);
  self->provider = g_strdup (provider);
  self->provider_name = g_strdup (provider_name);
  self->pieces = salon_openai_chat_pieces_new (names, func, user_data);
  self->details = salon_openai_chat_details_new ();
  self->refusal = g_string_new (NULL);
  self->usage = SALON_LLM_USAGE_UNKNOWN;
  return self;
}

/**
 * salon_openai_chat_stream_free:
 * @self: (transfer full): a reader
 *
 * Frees the reader.
 */
void
salon_openai_chat_stream_free (SalonOpenaiChatStream *self)
{
  g_return_if_fail (self != NULL);

  salon_openai_chat_pieces_free (self->pieces);
  salon_openai_chat_details_free (self->details);
  g_string_free (self->refusal, TRUE);
  g_free (self->provider);
  g_free (self->provider_name);
  g_free (self->model);
  g_free (self->finish_reason);
  g_free (self);
}

static void
read_reasoning (SalonOpenaiChatStream *self,
                const SalonJson       *delta)
{
  /* Servers that send both mean the same by them. */
  static const char * const fields[] = { "reasoning_content", "reasoning" };
  const SalonJson *fragments = salon_json_get_member (delta, "reasoning_details");
  g_autofree char *details = NULL;

  salon_openai_chat_pieces_count (self->pieces,
                                  salon_openai_chat_details_add (self->details, fragments));

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *text =
        salon_llm_contents_dup_string (salon_json_get_member (delta, fields[i]));

      if (text == NULL || *text == '\0')
        continue;
      if (self->reasoning_field == NULL)
        self->reasoning_field = fields[i];
      salon_openai_chat_pieces_add_reasoning (self->pieces, text);
      return;
    }
  details = salon_openai_chat_details_dup_text (fragments);
  if (details != NULL)
    salon_openai_chat_pieces_add_reasoning (self->pieces, details);
}

/* Content is a string, or a list of items like {"type": "text", "text": "…"}, with the
 * reasoning among them ({"type": "thinking", "thinking": [items]}) at Mistral.
 */
static void
read_content (SalonOpenaiChatStream *self,
              const SalonJson       *content,
              gboolean               is_reasoning)
{
  g_autofree char *text = salon_llm_contents_dup_string (content);
  const SalonJson *item;
  SalonJsonIter iter;

  if (text != NULL)
    {
      if (is_reasoning)
        salon_openai_chat_pieces_add_reasoning (self->pieces, text);
      else
        salon_openai_chat_pieces_add_text (self->pieces, text);
      return;
    }
  if (!salon_json_is_array (content))
    return;

  salon_json_iter_init (&iter, content);
  while (salon_json_iter_next (&iter, NULL, &item))
    {
      const SalonJson *thinking = salon_json_get_member (item, "thinking");
      const SalonJson *words = salon_json_get_member (item, "text");

      /* One level only: whatever nests deeper is no reasoning any more. */
      if (salon_json_is_string (words))
        read_content (self, words, is_reasoning);
      else if (salon_json_is_string (thinking))
        read_content (self, thinking, TRUE);
      else if (salon_json_is_array (thinking) && !is_reasoning)
        read_content (self, thinking, TRUE);
    }
}

static void
read_tool_call (SalonOpenaiChatStream *self,
                const SalonJson       *call)
{
  const SalonJson *function = salon_json_get_member (call, "function");
  SalonOpenaiChatFragment fragment = { -1 };
  const SalonJson *arguments;
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (!salon_json_is_object (call))
    return;
  if (!salon_json_is_object (function))
    function = call;

  if (!salon_json_as_int64 (salon_json_get_member (call, "index"), &fragment.index) ||
      fragment.index < 0)
    fragment.index = -1;
  arguments = salon_json_get_member (function, "arguments");
  /* The arguments are a JSON text in a string; some servers send the object itself. */
  if (salon_json_is_object (arguments))
    text = salon_json_to_text (arguments, FALSE);
  else
    text = salon_llm_contents_dup_string (arguments);
  id = salon_llm_contents_dup_string (salon_json_get_member (call, "id"));
  name = salon_llm_contents_dup_string (salon_json_get_member (function, "name"));
  fragment.id = id;
  fragment.name = name;
  fragment.arguments = text;
  salon_openai_chat_pieces_add_fragment (self->pieces, &fragment);
}

static void
read_delta (SalonOpenaiChatStream *self,
            const SalonJson       *delta)
{
  g_autofree char *refusal =
    salon_llm_contents_dup_string (salon_json_get_member (delta, "refusal"));
  const SalonJson *call;
  SalonJsonIter iter;

  read_reasoning (self, delta);
  read_content (self, salon_json_get_member (delta, "content"), FALSE);
  if (refusal != NULL && *refusal != '\0')
    {
      g_string_append (self->refusal, refusal);
      salon_openai_chat_pieces_add_text (self->pieces, refusal);
    }
  salon_json_iter_init (&iter, salon_json_get_member (delta, "tool_calls"));
  while (salon_json_iter_next (&iter, NULL, &call))
    read_tool_call (self, call);
}

static void
read_tokens (const SalonJson *object,
             const char      *name,
             gint64          *tokens)
{
  gint64 number;

  if (salon_json_as_int64 (salon_json_get_member (object, name), &number) && number >= 0)
    *tokens = number;
}

static void
read_usage (SalonOpenaiChatStream *self,
            const SalonJson       *usage)
{
  const SalonJson *input = salon_json_get_member (usage, "prompt_tokens_details");
  const SalonJson *output = salon_json_get_member (usage, "completion_tokens_details");

  read_tokens (usage, "prompt_tokens", &self->usage.input_tokens);
  read_tokens (usage, "completion_tokens", &self->usage.output_tokens);
  read_tokens (usage, "prompt_cache_hit_tokens", &self->usage.cached_tokens); /* DeepSeek */
  read_tokens (input, "cached_tokens", &self->usage.cached_tokens);
  read_tokens (input, "cache_write_tokens", &self->usage.cache_write_tokens);
  read_tokens (output, "reasoning_tokens", &self->usage.reasoning_tokens);
}

static void
read_choice (SalonOpenaiChatStream *self,
             const SalonJson       *choice)
{
  const SalonJson *reason = salon_json_get_member (choice, "finish_reason");
  const char *finish_reason = salon_json_as_string (reason);
  gint64 index = 0;

  /* Only one answer was asked for. */
  if (salon_json_as_int64 (salon_json_get_member (choice, "index"), &index) && index != 0)
    return;

  self->seen_choice = TRUE;
  read_delta (self, salon_json_get_member (choice, "delta"));
  /* The answer of a server that does not stream. */
  read_delta (self, salon_json_get_member (choice, "message"));
  read_usage (self, salon_json_get_member (choice, "usage")); /* Moonshot */
  if (finish_reason != NULL && *finish_reason != '\0')
    g_set_str (&self->finish_reason, finish_reason);
}

static gboolean
is_error_object (const char      *type,
                 const SalonJson *root)
{
  const SalonJson *error = salon_json_get_member (root, "error");

  return salon_json_is_object (error) || salon_json_is_string (error) ||
         g_strcmp0 (type, "error") == 0 ||
         g_strcmp0 (salon_json_as_string (salon_json_get_member (root, "object")), "error") == 0;
}

static void
set_malformed (SalonOpenaiChatStream  *self,
               const char             *data,
               gsize                   length,
               GError                **error)
{
  g_autofree char *valid = g_utf8_make_valid (data, (gssize) MIN (length, 400));
  g_autofree char *beginning = g_utf8_substring (valid, 0, MIN (80, g_utf8_strlen (valid, -1)));

  g_set_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_PROTOCOL,
               _("%s sent something in its answer that is not of this API: “%s”"),
               self->provider_name, beginning);
}

/**
 * salon_openai_chat_stream_push:
 * @self: a reader
 * @type: (nullable): the type of a server-sent event
 * @data: its data; or the whole body of an answer that is not streamed
 * @length: length of @data in bytes, -1 if it ends with a NUL
 * @error: return location for an error
 *
 * Reads one event and reports what it brought. What comes behind the end is ignored.
 *
 * Returns: %TRUE, or %FALSE with #SalonLlmError when the server reports an error or
 *   sends what this API does not know
 */
gboolean
salon_openai_chat_stream_push (SalonOpenaiChatStream  *self,
                               const char             *type,
                               const char             *data,
                               gssize                  length,
                               GError                **error)
{
  g_autoptr (SalonJsonDocument) document = NULL;
  const SalonJson *root;
  const SalonJson *choice;
  const char *model;
  SalonJsonIter iter;
  gsize size;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (data != NULL, FALSE);

  size = length < 0 ? strlen (data) : (gsize) length;
  if (self->done || size == 0)
    return TRUE;
  if (size == strlen ("[DONE]") && memcmp (data, "[DONE]", size) == 0)
    {
      self->done = TRUE;
      return TRUE;
    }

  document = salon_json_document_parse (data, (gssize) size, NULL, NULL);
  root = document != NULL ? salon_json_document_get_root (document) : NULL;
  if (!salon_json_is_object (root))
    {
      set_malformed (self, data, size, error);
      return FALSE;
    }
  if (is_error_object (type, root))
    {
      g_propagate_error (error, salon_llm_failure_from_json (self->provider_name, root));
      return FALSE;
    }

  model = salon_json_as_string (salon_json_get_member (root, "model"));
  if (self->model == NULL && model != NULL && *model != '\0')
    self->model = g_strdup (model);
  read_usage (self, salon_json_get_member (root, "usage"));
  read_usage (self, salon_json_get_member (salon_json_get_member (root, "x_groq"), "usage"));
  salon_json_iter_init (&iter, salon_json_get_member (root, "choices"));
  while (salon_json_iter_next (&iter, NULL, &choice))
    read_choice (self, choice);

  if (salon_openai_chat_pieces_get_size (self->pieces) > REPLY_LIMIT ||
      salon_openai_chat_pieces_get_n_calls (self->pieces) > MOST_CALLS)
    {
      g_set_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_PROTOCOL,
                   _("The answer of %s does not come to an end; it was stopped."),
                   self->provider_name);
      return FALSE;
    }
  return TRUE;
}

/**
 * salon_openai_chat_stream_is_complete:
 * @self: a reader
 *
 * Returns: whether the reply is complete; the usage may still follow
 */
gboolean
salon_openai_chat_stream_is_complete (SalonOpenaiChatStream *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->done || self->finish_reason != NULL;
}

/**
 * salon_openai_chat_stream_is_done:
 * @self: a reader
 *
 * Returns: whether the server said that nothing follows any more
 */
gboolean
salon_openai_chat_stream_is_done (SalonOpenaiChatStream *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->done;
}

static SalonLlmStopReason
read_stop_reason (SalonOpenaiChatStream *self)
{
  static const struct { const char *text; SalonLlmStopReason reason; } table[] = {
    { "stop", SALON_LLM_STOP_END },
    { "end_turn", SALON_LLM_STOP_END },
    { "eos", SALON_LLM_STOP_END },
    { "eos_token", SALON_LLM_STOP_END },
    { "tool_calls", SALON_LLM_STOP_END },
    { "function_call", SALON_LLM_STOP_END },
    { "length", SALON_LLM_STOP_LENGTH },
    { "max_tokens", SALON_LLM_STOP_LENGTH },
    { "model_length", SALON_LLM_STOP_LENGTH },
    { "content_filter", SALON_LLM_STOP_FILTER },
    { "refusal", SALON_LLM_STOP_REFUSAL },
  };
  SalonLlmStopReason reason = SALON_LLM_STOP_OTHER;

  if (self->finish_reason == NULL)
    reason = SALON_LLM_STOP_END;
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      if (g_strcmp0 (self->finish_reason, table[i].text) == 0)
        reason = table[i].reason;
    }
  if (self->refusal->len > 0 && reason == SALON_LLM_STOP_END)
    return SALON_LLM_STOP_REFUSAL;
  /* Many servers say “stop” after tool calls; the calls themselves are what counts. */
  if (salon_openai_chat_pieces_get_n_calls (self->pieces) > 0 &&
      (reason == SALON_LLM_STOP_END || reason == SALON_LLM_STOP_OTHER))
    return SALON_LLM_STOP_TOOL_CALLS;
  return reason;
}

/* What goes back to the provider with its reasoning, in a member named after this format. */
static SalonJsonDocument *
make_opaque (SalonOpenaiChatStream *self,
             gboolean               with_details)
{
  g_autoptr (SalonJsonWriter) writer = NULL;

  if (salon_openai_chat_details_is_empty (self->details))
    with_details = FALSE;
  if (self->reasoning_field == NULL && !with_details)
    return NULL;
  writer = salon_json_writer_new ();
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_begin_object (writer, "chat");
  if (self->reasoning_field != NULL)
    salon_json_writer_add_string (writer, "field", self->reasoning_field);
  if (with_details)
    salon_openai_chat_details_write (self->details, writer, "details");
  salon_json_writer_end_object (writer);
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish_document (writer);
}

/**
 * salon_openai_chat_stream_finish:
 * @self: a reader
 * @error: return location for an error
 *
 * To be called once, when nothing more will come.
 *
 * Returns: (transfer full): the reply, or %NULL with %SALON_LLM_ERROR_CUT when it broke
 *   off, or %SALON_LLM_ERROR_PROTOCOL when there was none
 */
SalonLlmReply *
salon_openai_chat_stream_finish (SalonOpenaiChatStream  *self,
                                 GError                **error)
{
  g_autoptr (GPtrArray) parts = NULL;
  g_autoptr (SalonJsonDocument) opaque = NULL;
  g_autoptr (SalonJsonDocument) first = NULL;
  SalonLlmStopReason reason;
  SalonLlmReply *reply;

  g_return_val_if_fail (self != NULL, NULL);

  if (!self->seen_choice)
    {
      g_set_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_PROTOCOL,
                   _("%s sent an answer with nothing in it. Check in the settings under “Models” "
                     "that its base URL belongs to an OpenAI-compatible API."),
                   self->provider_name);
      return NULL;
    }
  if (!salon_openai_chat_stream_is_complete (self))
    {
      g_set_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_CUT,
                   _("The answer of %s broke off before its end."), self->provider_name);
      return NULL;
    }
  if (g_strcmp0 (self->finish_reason, "error") == 0)
    {
      g_set_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_SERVER,
                   _("%s failed while it answered, without saying why. Try again."),
                   self->provider_name);
      return NULL;
    }

  opaque = make_opaque (self, FALSE);
  if (!salon_openai_chat_details_is_empty (self->details))
    first = make_opaque (self, TRUE);
  parts = salon_openai_chat_pieces_finish (self->pieces, self->provider, opaque, first);
  reason = read_stop_reason (self);
  reply = salon_llm_reply_new (parts, reason, &self->usage, self->model);
  if (reason == SALON_LLM_STOP_REFUSAL)
    salon_llm_reply_set_detail (reply, self->refusal->str);
  else if (reason == SALON_LLM_STOP_OTHER)
    salon_llm_reply_set_detail (reply, self->finish_reason);
  return reply;
}
