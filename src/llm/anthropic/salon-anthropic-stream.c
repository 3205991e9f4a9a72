/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-anthropic-stream.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-anthropic-blocks-private.h"
#include "salon-anthropic-layout-private.h"
#include "salon-llm-error.h"
#include "salon-llm-failure.h"
#include "salon-llm-text.h"

/* No model writes that much: a server that does is broken. */
#define REPLY_LIMIT ((gsize) 64 * 1024 * 1024)

struct _SalonAnthropicStream
{
  SalonLlmRequest *request;
  char *provider;
  char *provider_name;
  SalonAnthropicBlocks *blocks;

  char *model;
  char *stop_reason;
  char *detail;
  gint64 fresh_tokens;   /* of the request, without those of the cache; -1 if unknown */
  gint64 cached_tokens;
  gint64 written_tokens;
  gint64 output_tokens;
  gint64 thinking_tokens;
  gboolean begun;
  gboolean complete;
  gboolean done;
};

/**
 * salon_anthropic_stream_new:
 * @request: what is answered
 * @provider: (nullable): id of the provider, which opaque data is marked with
 * @provider_name: its name for people
 * @func: called for every step of the reply
 * @user_data: data for @func
 *
 * Returns: (transfer full): a reader for one answer
 */
SalonAnthropicStream *
salon_anthropic_stream_new (SalonLlmRequest   *request,
                            const char        *provider,
                            const char        *provider_name,
                            SalonLlmEventFunc  func,
                            gpointer           user_data)
{
  g_autoptr (SalonLlmToolNames) names = NULL;
  SalonAnthropicStream *self;

  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (provider_name != NULL, NULL);
  g_return_val_if_fail (func != NULL, NULL);

  names = salon_llm_tool_names_new (request, SALON_LLM_NAME_RULES_ANTHROPIC);
  self = g_new0 (SalonAnthropicStream, 1);
  self->request = salon_llm_request_ref (request);
  self->provider = g_strdup (provider);
  self->provider_name = g_strdup (provider_name);
  self->blocks = salon_anthropic_blocks_new (names, func, user_data);
  self->fresh_tokens = self->cached_tokens = self->written_tokens = -1;
  self->output_tokens = self->thinking_tokens = -1;
  return self;
}

/**
 * salon_anthropic_stream_free:
 * @self: (transfer full): a reader
 *
 * Frees the reader.
 */
void
salon_anthropic_stream_free (SalonAnthropicStream *self)
{
  g_return_if_fail (self != NULL);

  salon_anthropic_blocks_free (self->blocks);
  salon_llm_request_unref (self->request);
  g_free (self->provider);
  g_free (self->provider_name);
  g_free (self->model);
  g_free (self->stop_reason);
  g_free (self->detail);
  g_free (self);
}

/* Counts come at the beginning, and again at the end of what had grown until then. Servers
 * that know nothing yet, or nothing any more, say 0.
 */
static void
read_count (const SalonJson *usage,
            const char      *name,
            gint64          *count)
{
  gint64 tokens;

  if (salon_json_as_int64 (salon_json_get_member (usage, name), &tokens) &&
      tokens >= 0 && (tokens > 0 || *count < 0))
    *count = MIN (tokens, G_MAXINT32);
}

static void
read_usage (SalonAnthropicStream *self,
            const SalonJson      *usage)
{
  read_count (usage, "input_tokens", &self->fresh_tokens);
  read_count (usage, "cache_read_input_tokens", &self->cached_tokens);
  read_count (usage, "cache_creation_input_tokens", &self->written_tokens);
  read_count (usage, "output_tokens", &self->output_tokens);
  read_count (salon_json_get_member (usage, "output_tokens_details"), "thinking_tokens",
              &self->thinking_tokens);
}

static void
read_stop (SalonAnthropicStream *self,
           const SalonJson      *delta)
{
  const SalonJson *details = salon_json_get_member (delta, "stop_details");
  g_autofree char *reason = NULL;
  g_autofree char *words = NULL;

  reason = salon_llm_text_dup_words (salon_json_get_member (delta, "stop_reason"));
  if (reason == NULL)
    return;
  self->complete = TRUE;
  g_set_str (&self->stop_reason, reason);
  words = salon_llm_text_dup_words (salon_json_get_member (details, "explanation"));
  if (words == NULL)
    words = salon_llm_text_dup_words (salon_json_get_member (details, "category"));
  if (words != NULL)
    g_set_str (&self->detail, words);
}

static void
read_message (SalonAnthropicStream *self,
              const SalonJson      *message)
{
  const char *model = salon_json_as_string (salon_json_get_member (message, "model"));
  const SalonJson *content;
  SalonJsonIter iter;
  gint64 index = 0;

  if (!salon_json_is_object (message))
    return;
  self->begun = TRUE;
  if (self->model == NULL && model != NULL && *model != '\0')
    self->model = g_strdup (model);
  read_usage (self, salon_json_get_member (message, "usage"));
  salon_json_iter_init (&iter, salon_json_get_member (message, "content"));
  while (salon_json_iter_next (&iter, NULL, &content))
    {
      salon_anthropic_blocks_start (self->blocks, index, content);
      salon_anthropic_blocks_stop (self->blocks, index);
      index++;
    }
  read_stop (self, message);
}

static gint64
read_index (const SalonJson *event)
{
  gint64 index = 0;

  salon_json_as_int64 (salon_json_get_member (event, "index"), &index);
  return index;
}

static void
read_event (SalonAnthropicStream *self,
            const char           *type,
            const SalonJson      *event)
{
  if (g_strcmp0 (type, "message_start") == 0)
    {
      read_message (self, salon_json_get_member (event, "message"));
    }
  else if (g_strcmp0 (type, "content_block_start") == 0)
    {
      self->begun = TRUE;
      salon_anthropic_blocks_start (self->blocks, read_index (event),
                                    salon_json_get_member (event, "content_block"));
    }
  else if (g_strcmp0 (type, "content_block_delta") == 0)
    {
      self->begun = TRUE;
      salon_anthropic_blocks_grow (self->blocks, read_index (event),
                                   salon_json_get_member (event, "delta"));
    }
  else if (g_strcmp0 (type, "content_block_stop") == 0)
    {
      salon_anthropic_blocks_stop (self->blocks, read_index (event));
    }
  else if (g_strcmp0 (type, "message_delta") == 0)
    {
      self->begun = TRUE;
      read_usage (self, salon_json_get_member (event, "usage"));
      read_stop (self, salon_json_get_member (event, "delta"));
    }
  else if (g_strcmp0 (type, "message_stop") == 0)
    {
      self->complete = self->done = self->begun;
    }
  else if (g_strcmp0 (type, "message") == 0)
    {
      /* The answer of a server that does not stream. */
      read_message (self, event);
      self->complete = self->done = TRUE;
    }
}

static void
set_malformed (SalonAnthropicStream  *self,
               const char            *data,
               gsize                  length,
               GError               **error)
{
  g_autofree char *valid = g_utf8_make_valid (data, (gssize) MIN (length, 400));
  g_autofree char *beginning = g_utf8_substring (valid, 0, MIN (80, g_utf8_strlen (valid, -1)));

  g_set_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_PROTOCOL,
               _("%s sent something in its answer that is not of this API: “%s”"),
               self->provider_name, beginning);
}

/**
 * salon_anthropic_stream_push:
 * @self: a reader
 * @type: (nullable): the type of a server-sent event
 * @data: its data; or the whole body of an answer that is not streamed
 * @length: length of @data in bytes, -1 if it ends with a NUL
 * @error: return location for an error
 *
 * Reads one event and reports what it brought. Events of an unknown type and what comes
 * behind the end are ignored.
 *
 * Returns: %TRUE, or %FALSE with #SalonLlmError when the server reports an error or
 *   sends what this API does not know
 */
gboolean
salon_anthropic_stream_push (SalonAnthropicStream  *self,
                             const char            *type,
                             const char            *data,
                             gssize                 length,
                             GError               **error)
{
  g_autoptr (SalonJsonDocument) document = NULL;
  const SalonJson *root;
  const SalonJson *failure;
  const char *own_type;
  gsize size;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (data != NULL, FALSE);

  size = length < 0 ? strlen (data) : (gsize) length;
  if (self->done || size == 0)
    return TRUE;
  document = salon_json_document_parse (data, (gssize) size, NULL, NULL);
  root = document != NULL ? salon_json_document_get_root (document) : NULL;
  if (!salon_json_is_object (root))
    {
      /* Servers with OpenAI's API beside this one end both in the same way. */
      if (size == strlen ("[DONE]") && memcmp (data, "[DONE]", size) == 0)
        return TRUE;
      set_malformed (self, data, size, error);
      return FALSE;
    }

  own_type = salon_json_as_string (salon_json_get_member (root, "type"));
  if (own_type == NULL)
    own_type = type;
  failure = salon_json_get_member (root, "error");
  if (g_strcmp0 (own_type, "error") == 0 || salon_json_is_object (failure) ||
      salon_json_is_string (failure))
    {
      g_propagate_error (error, salon_llm_failure_from_json (self->provider_name, root));
      return FALSE;
    }
  read_event (self, own_type, root);
  if (salon_anthropic_blocks_get_size (self->blocks) > REPLY_LIMIT)
    {
      g_set_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_PROTOCOL,
                   _("The answer of %s does not come to an end; it was stopped after %u MiB."),
                   self->provider_name, (guint) (REPLY_LIMIT / 1024 / 1024));
      return FALSE;
    }
  return TRUE;
}

/**
 * salon_anthropic_stream_is_complete:
 * @self: a reader
 *
 * Returns: whether the reply is complete; the end of the stream may still follow
 */
gboolean
salon_anthropic_stream_is_complete (SalonAnthropicStream *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->complete;
}

/**
 * salon_anthropic_stream_is_done:
 * @self: a reader
 *
 * Returns: whether the server said that nothing follows any more
 */
gboolean
salon_anthropic_stream_is_done (SalonAnthropicStream *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->done;
}

static SalonLlmStopReason
read_stop_reason (SalonAnthropicStream *self)
{
  static const struct { const char *text; SalonLlmStopReason reason; } table[] = {
    { "end_turn", SALON_LLM_STOP_END },
    { "stop_sequence", SALON_LLM_STOP_END },
    { "tool_use", SALON_LLM_STOP_END },
    { "max_tokens", SALON_LLM_STOP_LENGTH },
    { "model_context_window_exceeded", SALON_LLM_STOP_LENGTH },
    { "pause_turn", SALON_LLM_STOP_PAUSED },
    { "refusal", SALON_LLM_STOP_REFUSAL },
  };
  SalonLlmStopReason reason = SALON_LLM_STOP_OTHER;

  if (self->stop_reason == NULL)
    reason = SALON_LLM_STOP_END;
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      if (g_strcmp0 (self->stop_reason, table[i].text) == 0)
        reason = table[i].reason;
    }
  /* Whatever a server says, calls wait for their results. */
  if (salon_anthropic_blocks_get_n_calls (self->blocks) > 0 &&
      (reason == SALON_LLM_STOP_END || reason == SALON_LLM_STOP_OTHER))
    return SALON_LLM_STOP_TOOL_CALLS;
  return reason;
}

static SalonLlmUsage
make_usage (SalonAnthropicStream *self)
{
  SalonLlmUsage usage = SALON_LLM_USAGE_UNKNOWN;

  /* The API leaves what is in the cache out of the input. */
  if (self->fresh_tokens >= 0)
    usage.input_tokens = self->fresh_tokens + MAX (self->cached_tokens, 0) +
                         MAX (self->written_tokens, 0);
  usage.output_tokens = self->output_tokens;
  usage.cached_tokens = self->cached_tokens;
  usage.cache_write_tokens = self->written_tokens;
  usage.reasoning_tokens = self->thinking_tokens;
  return usage;
}

static GPtrArray *
make_parts (SalonAnthropicStream *self)
{
  SalonAnthropicTraits traits = salon_anthropic_traits_get (self->request);
  g_autofree char *head = NULL;

  if (traits.binds_thinking && salon_anthropic_blocks_has_thinking (self->blocks))
    head = salon_anthropic_dup_head (self->request);
  return salon_anthropic_blocks_finish (self->blocks, self->provider,
                                        salon_llm_request_get_model (self->request), head);
}

/**
 * salon_anthropic_stream_finish:
 * @self: a reader
 * @error: return location for an error
 *
 * To be called once, when nothing more will come.
 *
 * Returns: (transfer full): the reply, or %NULL with %SALON_LLM_ERROR_CUT when it broke
 *   off, or %SALON_LLM_ERROR_PROTOCOL when there was none
 */
SalonLlmReply *
salon_anthropic_stream_finish (SalonAnthropicStream  *self,
                               GError               **error)
{
  g_autoptr (GPtrArray) parts = NULL;
  SalonLlmStopReason reason;
  SalonLlmUsage usage;
  SalonLlmReply *reply;

  g_return_val_if_fail (self != NULL, NULL);

  if (!self->begun)
    {
      g_set_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_PROTOCOL,
                   _("%s sent an answer with nothing in it. Check in the settings under “Models” "
                     "that its base URL belongs to an API like Anthropic’s."),
                   self->provider_name);
      return NULL;
    }
  if (!self->complete)
    {
      g_set_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_CUT,
                   _("The answer of %s broke off before its end."), self->provider_name);
      return NULL;
    }

  parts = make_parts (self);
  reason = read_stop_reason (self);
  usage = make_usage (self);
  reply = salon_llm_reply_new (parts, reason, &usage, self->model);
  if (self->detail != NULL)
    salon_llm_reply_set_detail (reply, self->detail);
  else if (reason == SALON_LLM_STOP_OTHER)
    salon_llm_reply_set_detail (reply, self->stop_reason);
  else if (g_strcmp0 (self->stop_reason, "model_context_window_exceeded") == 0)
    salon_llm_reply_set_detail (reply, _("The chat fills all that the model can take."));
  return reply;
}
