/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-openai-responses-stream.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-json.h"

#include "salon-llm-contents.h"
#include "salon-llm-error.h"
#include "salon-llm-failure.h"
#include "salon-openai-responses-items-private.h"

struct _SalonOpenaiResponsesStream
{
  char *provider;
  char *provider_name;
  guint limit; /* how many tokens the reply may have, 0 for any number */
  SalonOpenaiResponsesItems *items;

  char *model;
  SalonLlmUsage usage;
  GString *refusal;
  char *incomplete; /* why the reply is not complete */
  gboolean is_incomplete;
  gboolean seen_event;
  gboolean complete;
};

/**
 * salon_openai_responses_stream_new:
 * @request: (nullable): the request that is answered
 * @provider: (nullable): id of the provider, which opaque data is marked with
 * @provider_name: its name for people
 * @func: called for every step of the reply
 * @user_data: data for @func
 *
 * Returns: (transfer full): a reader for one answer
 */
SalonOpenaiResponsesStream *
salon_openai_responses_stream_new (SalonLlmRequest   *request,
                                   const char        *provider,
                                   const char        *provider_name,
                                   SalonLlmEventFunc  func,
                                   gpointer           user_data)
{
  SalonOpenaiResponsesStream *self;
  g_autoptr (SalonLlmToolNames) names = NULL;

  g_return_val_if_fail (provider_name != NULL, NULL);
  g_return_val_if_fail (func != NULL, NULL);

  if (request != NULL)
    names = salon_llm_tool_names_new (request, SALON_LLM_NAME_RULES_OPENAI);
  self = g_new0 (SalonOpenaiResponsesStream, 1);
  self->provider = g_strdup (provider);
  self->provider_name = g_strdup (provider_name);
  self->limit = request != NULL ? salon_llm_request_get_max_tokens (request) : 0;
  self->items = salon_openai_responses_items_new (names, func, user_data);
  self->usage = SALON_LLM_USAGE_UNKNOWN;
  self->refusal = g_string_new (NULL);
  return self;
}

/**
 * salon_openai_responses_stream_free:
 * @self: (transfer full): a reader
 *
 * Frees the reader.
 */
void
salon_openai_responses_stream_free (SalonOpenaiResponsesStream *self)
{
  g_return_if_fail (self != NULL);

  salon_openai_responses_items_free (self->items);
  g_free (self->provider);
  g_free (self->provider_name);
  g_free (self->model);
  g_string_free (self->refusal, TRUE);
  g_free (self->incomplete);
  g_free (self);
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
read_usage (SalonOpenaiResponsesStream *self,
            const SalonJson            *usage)
{
  const SalonJson *input = salon_json_get_member (usage, "input_tokens_details");
  const SalonJson *output = salon_json_get_member (usage, "output_tokens_details");

  read_tokens (usage, "input_tokens", &self->usage.input_tokens);
  read_tokens (usage, "output_tokens", &self->usage.output_tokens);
  read_tokens (input, "cached_tokens", &self->usage.cached_tokens);
  read_tokens (input, "cache_write_tokens", &self->usage.cache_write_tokens);
  read_tokens (output, "reasoning_tokens", &self->usage.reasoning_tokens);
}

/* The refusals of a message whose words came as a whole. */
static void
read_refusals (SalonOpenaiResponsesStream *self,
               const SalonJson            *item)
{
  const SalonJson *part;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, salon_json_get_member (item, "content"));
  while (salon_json_iter_next (&iter, NULL, &part))
    {
      g_autofree char *text = salon_llm_contents_dup_string (salon_json_get_member (part,
                                                                                    "refusal"));

      if (text != NULL && *text != '\0' && self->refusal->len == 0)
        g_string_append (self->refusal, text);
    }
}

/* The end of the reply, which repeats it as a whole; whatever was left out before is there. */
static void
read_response (SalonOpenaiResponsesStream *self,
               const SalonJson            *response)
{
  const SalonJson *details = salon_json_get_member (response, "incomplete_details");
  const SalonJson *status = salon_json_get_member (response, "status");
  const char *reason = salon_json_as_string (salon_json_get_member (details, "reason"));
  const SalonJson *item;
  SalonJsonIter iter;

  salon_openai_responses_items_read_all (self->items, salon_json_get_member (response, "output"));
  salon_json_iter_init (&iter, salon_json_get_member (response, "output"));
  while (salon_json_iter_next (&iter, NULL, &item))
    read_refusals (self, item);
  read_usage (self, salon_json_get_member (response, "usage"));
  if (g_strcmp0 (salon_json_as_string (status), "incomplete") == 0)
    self->is_incomplete = TRUE;
  g_set_str (&self->incomplete, reason);
  self->complete = TRUE;
}

static void
read_model (SalonOpenaiResponsesStream *self,
            const SalonJson            *response)
{
  const char *model = salon_json_as_string (salon_json_get_member (response, "model"));

  if (self->model == NULL && model != NULL && *model != '\0')
    self->model = g_strdup (model);
}

static void
append (SalonOpenaiResponsesStream *self,
        const SalonJson            *event,
        SalonOpenaiResponsesKind    kind,
        gboolean                    is_refusal)
{
  g_autofree char *delta = salon_llm_contents_dup_string (salon_json_get_member (event, "delta"));
  SalonOpenaiResponsesItem *item;

  if (delta == NULL)
    return;
  item = salon_openai_responses_items_find (self->items, event, kind);
  if (item == NULL)
    return;
  if (is_refusal)
    g_string_append (self->refusal, delta);
  salon_openai_responses_items_append (self->items, item, delta);
}

static void
think (SalonOpenaiResponsesStream *self,
       const SalonJson            *event,
       gboolean                    is_summary)
{
  const char *number = is_summary ? "summary_index" : "content_index";
  g_autofree char *delta = salon_llm_contents_dup_string (salon_json_get_member (event, "delta"));
  SalonOpenaiResponsesItem *item;
  gint64 part = 0;

  if (delta == NULL)
    return;
  item = salon_openai_responses_items_find (self->items, event, SALON_OPENAI_RESPONSES_REASONING);
  if (item == NULL)
    return;
  if (!salon_json_as_int64 (salon_json_get_member (event, number), &part))
    part = 0;
  salon_openai_responses_items_think (self->items, item, delta, is_summary, part);
}

static void
complete_arguments (SalonOpenaiResponsesStream *self,
                    const SalonJson            *event)
{
  g_autofree char *arguments =
    salon_llm_contents_dup_string (salon_json_get_member (event, "arguments"));
  SalonOpenaiResponsesItem *item;

  if (arguments == NULL)
    return;
  item = salon_openai_responses_items_find (self->items, event, SALON_OPENAI_RESPONSES_CALL);
  if (item != NULL)
    salon_openai_responses_items_complete (self->items, item, arguments);
}

/* What is unknown is skipped: the API grows. */
static void
read_event (SalonOpenaiResponsesStream *self,
            const char                 *type,
            const SalonJson            *event)
{
  const SalonJson *response = salon_json_get_member (event, "response");
  gint64 index = -1;

  if (!salon_json_as_int64 (salon_json_get_member (event, "output_index"), &index) || index < 0)
    index = -1;
  read_model (self, response);
  if (g_str_equal (type, "response.output_text.delta"))
    append (self, event, SALON_OPENAI_RESPONSES_MESSAGE, FALSE);
  else if (g_str_equal (type, "response.refusal.delta"))
    append (self, event, SALON_OPENAI_RESPONSES_MESSAGE, TRUE);
  else if (g_str_equal (type, "response.function_call_arguments.delta"))
    append (self, event, SALON_OPENAI_RESPONSES_CALL, FALSE);
  else if (g_str_equal (type, "response.function_call_arguments.done"))
    complete_arguments (self, event);
  else if (g_str_equal (type, "response.reasoning_summary_text.delta"))
    think (self, event, TRUE);
  else if (g_str_equal (type, "response.reasoning_text.delta") ||
           g_str_equal (type, "response.reasoning.delta"))
    think (self, event, FALSE);
  else if (g_str_equal (type, "response.output_item.added"))
    salon_openai_responses_items_read (self->items, salon_json_get_member (event, "item"), index,
                                       FALSE);
  else if (g_str_equal (type, "response.output_item.done"))
    {
      salon_openai_responses_items_read (self->items, salon_json_get_member (event, "item"), index,
                                         TRUE);
      read_refusals (self, salon_json_get_member (event, "item"));
    }
  else if (g_str_equal (type, "response.completed") || g_str_equal (type, "response.done"))
    read_response (self, response);
  else if (g_str_equal (type, "response.incomplete"))
    {
      read_response (self, response);
      self->is_incomplete = TRUE;
    }
}

static gboolean
set_malformed (SalonOpenaiResponsesStream  *self,
               const char                  *data,
               gsize                        length,
               GError                     **error)
{
  g_autofree char *valid = g_utf8_make_valid (data, (gssize) MIN (length, 400));
  g_autofree char *beginning = g_utf8_substring (valid, 0, MIN (80, g_utf8_strlen (valid, -1)));

  g_set_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_PROTOCOL,
               _("%s sent something in its answer that is not of this API: “%s”"),
               self->provider_name, beginning);
  return FALSE;
}

static gboolean
check_error (SalonOpenaiResponsesStream  *self,
             const char                  *type,
             const SalonJson             *root,
             GError                     **error)
{
  const SalonJson *response = salon_json_get_member (root, "response");
  const SalonJson *words = salon_json_get_member (root, "error");
  const char *status;

  if (!salon_json_is_object (response))
    response = root;
  status = salon_json_as_string (salon_json_get_member (response, "status"));
  if (g_strcmp0 (type, "response.failed") == 0 || g_strcmp0 (status, "failed") == 0)
    {
      words = salon_json_get_member (response, "error");
      g_propagate_error (error, salon_llm_failure_from_json (self->provider_name,
                                                             salon_json_is_object (words)
                                                             ? response : NULL));
      return FALSE;
    }
  if (g_strcmp0 (type, "error") == 0 || salon_json_is_object (words) ||
      salon_json_is_string (words))
    {
      g_propagate_error (error, salon_llm_failure_from_json (self->provider_name, root));
      return FALSE;
    }
  return TRUE;
}

/**
 * salon_openai_responses_stream_push:
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
salon_openai_responses_stream_push (SalonOpenaiResponsesStream  *self,
                                    const char                  *type,
                                    const char                  *data,
                                    gssize                       length,
                                    GError                     **error)
{
  g_autoptr (SalonJsonDocument) document = NULL;
  const SalonJson *root;
  const char *own_type;
  gsize size;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (data != NULL, FALSE);

  size = length < 0 ? strlen (data) : (gsize) length;
  if (self->complete || size == 0 ||
      (size == strlen ("[DONE]") && memcmp (data, "[DONE]", size) == 0))
    return TRUE;

  document = salon_json_document_parse (data, (gssize) size, NULL, NULL);
  root = document != NULL ? salon_json_document_get_root (document) : NULL;
  if (!salon_json_is_object (root))
    return set_malformed (self, data, size, error);
  own_type = salon_json_as_string (salon_json_get_member (root, "type"));
  if (own_type == NULL && type != NULL &&
      (g_str_has_prefix (type, "response.") || g_str_equal (type, "error")))
    own_type = type;
  if (!check_error (self, own_type, root, error))
    return FALSE;

  if (salon_json_is_array (salon_json_get_member (root, "output")))
    {
      /* The answer of a server that does not stream. */
      read_model (self, root);
      read_response (self, root);
    }
  else if (own_type != NULL)
    {
      read_event (self, own_type, root);
    }
  else
    {
      return set_malformed (self, data, size, error);
    }
  self->seen_event = TRUE;

  if (salon_openai_responses_items_is_too_large (self->items))
    {
      g_set_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_PROTOCOL,
                   _("The answer of %s does not come to an end; it was stopped."),
                   self->provider_name);
      return FALSE;
    }
  return TRUE;
}

/**
 * salon_openai_responses_stream_is_complete:
 * @self: a reader
 *
 * Returns: whether the reply is complete; nothing follows then
 */
gboolean
salon_openai_responses_stream_is_complete (SalonOpenaiResponsesStream *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->complete;
}

static SalonLlmStopReason
read_stop_reason (SalonOpenaiResponsesStream *self)
{
  guint n_calls = salon_openai_responses_items_get_n_calls (self->items);

  if (self->is_incomplete)
    {
      if (g_strcmp0 (self->incomplete, "max_output_tokens") == 0)
        return SALON_LLM_STOP_LENGTH;
      if (g_strcmp0 (self->incomplete, "content_filter") == 0)
        return SALON_LLM_STOP_FILTER;
      return SALON_LLM_STOP_OTHER;
    }
  if (n_calls > 0)
    return SALON_LLM_STOP_TOOL_CALLS;
  if (self->refusal->len > 0)
    return SALON_LLM_STOP_REFUSAL;
  /* llama.cpp says “completed” of a reply that the limit has cut, too. */
  if (self->limit > 0 && self->usage.output_tokens >= (gint64) self->limit)
    return SALON_LLM_STOP_LENGTH;
  return SALON_LLM_STOP_END;
}

/**
 * salon_openai_responses_stream_finish:
 * @self: a reader
 * @error: return location for an error
 *
 * To be called once, when nothing more will come.
 *
 * Returns: (transfer full): the reply, or %NULL with %SALON_LLM_ERROR_CUT when it broke
 *   off, or %SALON_LLM_ERROR_PROTOCOL when there was none
 */
SalonLlmReply *
salon_openai_responses_stream_finish (SalonOpenaiResponsesStream  *self,
                                      GError                     **error)
{
  g_autoptr (GPtrArray) parts = NULL;
  SalonLlmStopReason reason;
  SalonLlmReply *reply;

  g_return_val_if_fail (self != NULL, NULL);

  if (!self->seen_event)
    {
      g_set_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_PROTOCOL,
                   _("%s sent an answer with nothing in it. Check in the settings under “Models” "
                     "that its base URL belongs to an OpenAI-compatible API."),
                   self->provider_name);
      return NULL;
    }
  if (!self->complete)
    {
      g_set_error (error, SALON_LLM_ERROR, SALON_LLM_ERROR_CUT,
                   _("The answer of %s broke off before its end."), self->provider_name);
      return NULL;
    }

  parts = salon_openai_responses_items_finish (self->items, self->provider);
  reason = read_stop_reason (self);
  reply = salon_llm_reply_new (parts, reason, &self->usage, self->model);
  if (reason == SALON_LLM_STOP_REFUSAL)
    salon_llm_reply_set_detail (reply, self->refusal->str);
  else if (reason == SALON_LLM_STOP_OTHER || reason == SALON_LLM_STOP_FILTER)
    salon_llm_reply_set_detail (reply, self->incomplete);
  return reply;
}
