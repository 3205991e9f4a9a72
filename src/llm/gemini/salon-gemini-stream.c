/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-gemini-stream.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-gemini-pieces-private.h"
#include "salon-llm-error.h"
#include "salon-llm-failure.h"
#include "salon-llm-text.h"

/* No model writes that much: a server that does is broken. */
#define REPLY_LIMIT ((gsize) 64 * 1024 * 1024)

struct _SalonGeminiStream
{
  SalonLlmRequest *request;
  char *provider;
  char *provider_name;
  SalonGeminiPieces *pieces;

  char *model;
  char *finish_reason;
  char *finish_message;
  gboolean is_blocked;   /* the request was, before there was an answer */
  gboolean seen_answer;
  gint64 prompt_tokens;  /* -1 if unknown, as all of them */
  gint64 tool_tokens;
  gint64 answer_tokens;
  gint64 thought_tokens;
  gint64 cached_tokens;
};

/**
 * salon_gemini_stream_new:
 * @request: what is answered
 * @provider: (nullable): id of the provider, which opaque data is marked with
 * @provider_name: its name for people
 * @func: called for every step of the reply
 * @user_data: data for @func
 *
 * Returns: (transfer full): a reader for one answer
 */
SalonGeminiStream *
salon_gemini_stream_new (SalonLlmRequest   *request,
                         const char        *provider,
                         const char        *provider_name,
                         SalonLlmEventFunc  func,
                         gpointer           user_data)
{
  g_autoptr (SalonLlmToolNames) names = NULL;
  SalonGeminiStream *self;

  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (provider_name != NULL, NULL);
  g_return_val_if_fail (func != NULL, NULL);

  names = salon_llm_tool_names_new (request, SALON_LLM_NAME_RULES_GEMINI);
  self = g_new0 (SalonGeminiStream, 1);
  self->request = salon_llm_request_ref (request);
  self->provider = g_strdup (provider);
  self->provider_name = g_strdup (provider_name);
  self->pieces = salon_gemini_pieces_new (names, func, user_data);
  self->prompt_tokens = self->tool_tokens = self->answer_tokens = -1;
  self->thought_tokens = self->cached_tokens = -1;
  return self;
}

/**
 * salon_gemini_stream_free:
 * @self: (transfer full): a reader
 *
 * Frees the reader.
 */
void
salon_gemini_stream_free (SalonGeminiStream *self)
{
  g_return_if_fail (self != NULL);

  salon_gemini_pieces_free (self->pieces);
  salon_llm_request_unref (self->request);
  g_free (self->provider);
  g_free (self->provider_name);
  g_free (self->model);
  g_free (self->finish_reason);
  g_free (self->finish_message);
  g_free (self);
}

static void
read_count (const SalonJson *usage,
            const char      *name,
            gint64          *count)
{
  gint64 tokens;

  if (salon_json_as_int64 (salon_json_get_member (usage, name), &tokens) && tokens >= 0)
    *count = MIN (tokens, G_MAXINT32);
}

/* Every chunk tells the counts so far; numbers that are 0 are left out. */
static void
read_usage (SalonGeminiStream *self,
            const SalonJson   *usage)
{
  read_count (usage, "promptTokenCount", &self->prompt_tokens);
  read_count (usage, "toolUsePromptTokenCount", &self->tool_tokens);
  read_count (usage, "candidatesTokenCount", &self->answer_tokens);
  read_count (usage, "thoughtsTokenCount", &self->thought_tokens);
  read_count (usage, "cachedContentTokenCount", &self->cached_tokens);
}

/* Whether @reason is one, and the end of the answer: remembers it. */
static gboolean
read_finish (SalonGeminiStream *self,
             const SalonJson   *reason,
             const SalonJson   *message)
{
  g_autofree char *name = salon_llm_text_dup_words (reason);
  g_autofree char *words = salon_llm_text_dup_words (message);

  if (name == NULL || g_str_has_suffix (name, "_UNSPECIFIED"))
    return FALSE;
  g_set_str (&self->finish_reason, name);
  if (words != NULL)
    g_set_str (&self->finish_message, words);
  return TRUE;
}

static void
read_candidate (SalonGeminiStream *self,
                const SalonJson   *candidate)
{
  const SalonJson *content = salon_json_get_member (candidate, "content");
  const SalonJson *part;
  SalonJsonIter iter;
  gint64 index = 0;

  /* Only one answer was asked for. */
  if (!salon_json_is_object (candidate) ||
      (salon_json_as_int64 (salon_json_get_member (candidate, "index"), &index) && index != 0))
    return;

  self->seen_answer = TRUE;
  salon_json_iter_init (&iter, salon_json_get_member (content, "parts"));
  while (salon_json_iter_next (&iter, NULL, &part))
    salon_gemini_pieces_add (self->pieces, part);
  read_finish (self, salon_json_get_member (candidate, "finishReason"),
               salon_json_get_member (candidate, "finishMessage"));
}

static void
read_feedback (SalonGeminiStream *self,
               const SalonJson   *feedback)
{
  if (read_finish (self, salon_json_get_member (feedback, "blockReason"),
                   salon_json_get_member (feedback, "blockReasonMessage")))
    self->seen_answer = self->is_blocked = TRUE;
}

static void
set_malformed (SalonGeminiStream  *self,
               const char         *data,
               gsize               length,
               GError            **error)
{
  g_autofree char *valid = g_utf8_make_valid (data, (gssize) MIN (length, 400));
  g_autofree char *beginning = g_utf8_substring (valid, 0, MIN (80, g_utf8_strlen (valid, -1)));

  g_set_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_PROTOCOL,
               _("%s sent something in its answer that is not of this API: “%s”"),
               self->provider_name, beginning);
}

static gboolean
read_chunk (SalonGeminiStream  *self,
            const SalonJson    *chunk,
            GError            **error)
{
  const SalonJson *failure = salon_json_get_member (chunk, "error");
  const char *model = salon_json_as_string (salon_json_get_member (chunk, "modelVersion"));
  const SalonJson *candidate;
  gboolean is_first = TRUE;
  SalonJsonIter iter;

  if (salon_json_is_object (failure) || salon_json_is_string (failure))
    {
      g_propagate_error (error, salon_llm_failure_from_json (self->provider_name, chunk));
      return FALSE;
    }
  if (self->model == NULL && model != NULL && *model != '\0')
    self->model = g_strdup (model);
  read_usage (self, salon_json_get_member (chunk, "usageMetadata"));
  read_feedback (self, salon_json_get_member (chunk, "promptFeedback"));
  salon_json_iter_init (&iter, salon_json_get_member (chunk, "candidates"));
  while (salon_json_iter_next (&iter, NULL, &candidate))
    {
      /* The first of several may not say that it is. */
      if (is_first || salon_json_get_member (candidate, "index") != NULL)
        read_candidate (self, candidate);
      is_first = FALSE;
    }

  if (salon_gemini_pieces_get_size (self->pieces) > REPLY_LIMIT)
    {
      g_set_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_PROTOCOL,
                   _("The answer of %s does not come to an end; it was stopped after %u MiB."),
                   self->provider_name, (guint) (REPLY_LIMIT / 1024 / 1024));
      return FALSE;
    }
  return TRUE;
}

/**
 * salon_gemini_stream_push:
 * @self: a reader
 * @type: (nullable): the type of a server-sent event
 * @data: its data; or the whole body of an answer that is not streamed
 * @length: length of @data in bytes, -1 if it ends with a NUL
 * @error: return location for an error
 *
 * Reads one event and reports what it brought.
 *
 * Returns: %TRUE, or %FALSE with #SalonLlmError when the server reports an error or
 *   sends what this API does not know
 */
gboolean
salon_gemini_stream_push (SalonGeminiStream  *self,
                          const char         *type,
                          const char         *data,
                          gssize              length,
                          GError            **error)
{
  g_autoptr (SalonJsonDocument) document = NULL;
  const SalonJson *root;
  const SalonJson *chunk;
  SalonJsonIter iter;
  gsize size;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (data != NULL, FALSE);

  size = length < 0 ? strlen (data) : (gsize) length;
  if (size == 0 || (size == strlen ("[DONE]") && memcmp (data, "[DONE]", size) == 0))
    return TRUE;
  document = salon_json_document_parse (data, (gssize) size, NULL, NULL);
  root = document != NULL ? salon_json_document_get_root (document) : NULL;
  if (salon_json_is_object (root))
    return read_chunk (self, root, error);
  if (!salon_json_is_array (root))
    {
      set_malformed (self, data, size, error);
      return FALSE;
    }

  /* What the API sends when nobody asks it for events. */
  salon_json_iter_init (&iter, root);
  while (salon_json_iter_next (&iter, NULL, &chunk))
    {
      if (!read_chunk (self, chunk, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * salon_gemini_stream_is_complete:
 * @self: a reader
 *
 * Returns: whether the reply is complete; the usage may still follow
 */
gboolean
salon_gemini_stream_is_complete (SalonGeminiStream *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->finish_reason != NULL;
}

/**
 * salon_gemini_stream_is_done:
 * @self: a reader
 *
 * Returns: whether the server said that nothing follows any more: this API never does, but
 *   ends the body
 */
gboolean
salon_gemini_stream_is_done (SalonGeminiStream *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return FALSE;
}

static SalonLlmStopReason
read_stop_reason (SalonGeminiStream *self)
{
  static const struct { const char *text; SalonLlmStopReason reason; } table[] = {
    { "STOP", SALON_LLM_STOP_END },
    { "FUNCTION_CALL", SALON_LLM_STOP_END },
    { "MAX_TOKENS", SALON_LLM_STOP_LENGTH },
    { "SAFETY", SALON_LLM_STOP_FILTER },
    { "RECITATION", SALON_LLM_STOP_FILTER },
    { "LANGUAGE", SALON_LLM_STOP_FILTER },
    { "BLOCKLIST", SALON_LLM_STOP_FILTER },
    { "PROHIBITED_CONTENT", SALON_LLM_STOP_FILTER },
    { "SPII", SALON_LLM_STOP_FILTER },
    { "MODEL_ARMOR", SALON_LLM_STOP_FILTER },
    { "IMAGE_SAFETY", SALON_LLM_STOP_FILTER },
    { "IMAGE_PROHIBITED_CONTENT", SALON_LLM_STOP_FILTER },
    { "IMAGE_RECITATION", SALON_LLM_STOP_FILTER },
  };
  SalonLlmStopReason reason = SALON_LLM_STOP_OTHER;

  if (self->is_blocked)
    return SALON_LLM_STOP_FILTER;
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      if (g_strcmp0 (self->finish_reason, table[i].text) == 0)
        reason = table[i].reason;
    }
  /* The API says “stop” after calls, too; the calls themselves are what counts. */
  if (salon_gemini_pieces_get_n_calls (self->pieces) > 0 &&
      (reason == SALON_LLM_STOP_END || reason == SALON_LLM_STOP_OTHER))
    return SALON_LLM_STOP_TOOL_CALLS;
  return reason;
}

static SalonLlmUsage
make_usage (SalonGeminiStream *self)
{
  SalonLlmUsage usage = SALON_LLM_USAGE_UNKNOWN;

  if (self->prompt_tokens >= 0)
    usage.input_tokens = self->prompt_tokens + MAX (self->tool_tokens, 0);
  /* The API counts what the model thinks apart from what it says. */
  if (self->answer_tokens >= 0 || self->thought_tokens >= 0)
    usage.output_tokens = MAX (self->answer_tokens, 0) + MAX (self->thought_tokens, 0);
  usage.reasoning_tokens = self->thought_tokens;
  usage.cached_tokens = self->cached_tokens;
  return usage;
}

static gboolean
check_end (SalonGeminiStream  *self,
           GError            **error)
{
  if (!self->seen_answer)
    {
      g_set_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_PROTOCOL,
                   _("%s sent an answer with nothing in it. Check in the settings under “Models” "
                     "that its base URL belongs to an API like Gemini’s."),
                   self->provider_name);
      return FALSE;
    }
  if (self->finish_reason == NULL)
    {
      g_set_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_CUT,
                   _("The answer of %s broke off before its end."), self->provider_name);
      return FALSE;
    }
  return TRUE;
}

/* A model of this family now and then writes a call that its own API cannot read. All there is
 * left to do is to ask again.
 */
static gboolean
check_something_came (SalonGeminiStream   *self,
                      SalonLlmStopReason   reason,
                      GError             **error)
{
  if (reason != SALON_LLM_STOP_OTHER || salon_gemini_pieces_get_count (self->pieces) > 0)
    return TRUE;
  g_set_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_SERVER,
               _("%s could not make an answer (%s). Try again."), self->provider_name,
               self->finish_message != NULL ? self->finish_message : self->finish_reason);
  return FALSE;
}

/**
 * salon_gemini_stream_finish:
 * @self: a reader
 * @error: return location for an error
 *
 * To be called once, when nothing more will come.
 *
 * Returns: (transfer full): the reply, or %NULL with %SALON_LLM_ERROR_CUT when it broke off,
 *   with %SALON_LLM_ERROR_PROTOCOL when there was none, or with %SALON_LLM_ERROR_SERVER when
 *   the model failed at making one
 */
SalonLlmReply *
salon_gemini_stream_finish (SalonGeminiStream  *self,
                            GError            **error)
{
  g_autoptr (GPtrArray) parts = NULL;
  SalonLlmStopReason reason;
  SalonLlmUsage usage;
  SalonLlmReply *reply;

  g_return_val_if_fail (self != NULL, NULL);

  if (!check_end (self, error))
    return NULL;
  reason = read_stop_reason (self);
  if (!check_something_came (self, reason, error))
    return NULL;

  parts = salon_gemini_pieces_finish (self->pieces, self->provider,
                                      salon_llm_request_get_model (self->request));
  usage = make_usage (self);
  reply = salon_llm_reply_new (parts, reason, &usage, self->model);
  if (reason == SALON_LLM_STOP_FILTER || reason == SALON_LLM_STOP_OTHER)
    salon_llm_reply_set_detail (reply, self->finish_message != NULL ? self->finish_message
                                                                    : self->finish_reason);
  return reply;
}
