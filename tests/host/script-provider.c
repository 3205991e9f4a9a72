/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host-test"

#include "config.h"

#include "script-provider.h"

#include <stdio.h>
#include <string.h>

#include "salon-llm-error.h"

struct _ScriptProvider
{
  GObject parent_instance;

  GQueue scripts;
  GPtrArray *requests;
};

static const char *
script_provider_get_id (SalonLlmProvider *provider)
{
  return "script";
}

static DexFuture *
script_provider_list_models (SalonLlmProvider *provider)
{
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_ptr_array_new ());
}

typedef struct
{
  char *script;
  SalonLlmEventFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
} Stream;

static void
stream_free (Stream *stream)
{
  if (stream->destroy != NULL)
    stream->destroy (stream->user_data);
  g_free (stream->script);
  g_free (stream);
}

static void
emit_call (Stream    *stream,
           guint      index,
           char     **words,
           GPtrArray *parts)
{
  const char *arguments = words[3] != NULL ? words[3] : "";
  g_autofree char *half = g_strndup (arguments, strlen (arguments) / 2);

  stream->func (&(SalonLlmEvent) { .kind = SALON_LLM_EVENT_TOOL_CALL_STARTED, .index = index,
                                   .id = words[1], .name = words[2] },
                stream->user_data);
  if (half[0] != '\0')
    stream->func (&(SalonLlmEvent) { .kind = SALON_LLM_EVENT_TOOL_CALL_ARGUMENTS_DELTA,
                                     .index = index, .text = half },
                  stream->user_data);
  if (arguments[0] != '\0')
    stream->func (&(SalonLlmEvent) { .kind = SALON_LLM_EVENT_TOOL_CALL_ARGUMENTS_DELTA,
                                     .index = index, .text = arguments + strlen (half) },
                  stream->user_data);
  stream->func (&(SalonLlmEvent) { .kind = SALON_LLM_EVENT_TOOL_CALL_FINISHED, .index = index },
                stream->user_data);
  g_ptr_array_add (parts, salon_llm_part_new_tool_call (words[1], words[2], arguments));
}

static SalonLlmPart *
make_signed (SalonLlmPart *part,
             const char   *signature)
{
  g_autoptr (SalonLlmPart) plain = part;
  g_autofree char *text = g_strdup_printf ("{\"signature\":\"%s\"}", signature);
  g_autoptr (SalonJsonDocument) opaque = salon_json_document_parse (text, -1, NULL, NULL);

  return salon_llm_part_with_opaque (plain, "script", salon_json_document_get_root (opaque));
}

/* The last words of a reply: “END WORDS”. */
static gboolean
read_end (const char          *line,
          SalonLlmStopReason  *reason,
          char               **detail)
{
  static const struct
  {
    const char *word;
    SalonLlmStopReason reason;
  } ends[] = {
    { "length", SALON_LLM_STOP_LENGTH },
    { "refusal", SALON_LLM_STOP_REFUSAL },
    { "filter", SALON_LLM_STOP_FILTER },
    { "other", SALON_LLM_STOP_OTHER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      gsize length = strlen (ends[i].word);

      if (!g_str_has_prefix (line, ends[i].word))
        continue;
      *reason = ends[i].reason;
      g_set_str (detail, line[length] == ' ' ? line + length + 1 : NULL);
      return TRUE;
    }
  return FALSE;
}

static DexFuture *
stream_fiber (gpointer user_data)
{
  Stream *stream = user_data;
  g_auto (GStrv) lines = g_strsplit (stream->script, "\n", -1);
  g_autoptr (GPtrArray) parts =
    g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_part_unref);
  SalonLlmStopReason reason = SALON_LLM_STOP_END;
  SalonLlmUsage usage = SALON_LLM_USAGE_UNKNOWN;
  g_autofree char *detail = NULL;
  SalonLlmReply *reply;
  guint n_calls = 0;
  GError *error = NULL;

  usage.input_tokens = 10;
  usage.output_tokens = 20;
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", 4);

      if (g_str_has_prefix (lines[i], "text "))
        {
          stream->func (&(SalonLlmEvent) { .kind = SALON_LLM_EVENT_TEXT_DELTA,
                                           .text = lines[i] + 5 }, stream->user_data);
          g_ptr_array_add (parts, salon_llm_part_new_text (lines[i] + 5));
        }
      else if (g_str_has_prefix (lines[i], "think "))
        {
          stream->func (&(SalonLlmEvent) { .kind = SALON_LLM_EVENT_REASONING_DELTA,
                                           .text = lines[i] + 6 }, stream->user_data);
          g_ptr_array_add (parts, make_signed (
            salon_llm_part_new_reasoning (lines[i] + 6, NULL, NULL), "s1"));
        }
      else if (g_str_has_prefix (lines[i], "secret "))
        {
          g_ptr_array_add (parts, make_signed (salon_llm_part_new_reasoning ("", NULL, NULL),
                                               lines[i] + 7));
        }
      else if (g_str_has_prefix (lines[i], "signed "))
        {
          stream->func (&(SalonLlmEvent) { .kind = SALON_LLM_EVENT_TEXT_DELTA,
                                           .text = lines[i] + 7 }, stream->user_data);
          g_ptr_array_add (parts, make_signed (salon_llm_part_new_text (lines[i] + 7),
                                               lines[i] + 7));
        }
      else if (g_str_has_prefix (lines[i], "usage "))
        {
          sscanf (lines[i], "usage %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
                  " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, &usage.input_tokens,
                  &usage.output_tokens, &usage.cached_tokens, &usage.cache_write_tokens,
                  &usage.first_event_us);
        }
      else if (g_str_has_prefix (lines[i], "call "))
        {
          emit_call (stream, n_calls++, words, parts);
          reason = SALON_LLM_STOP_TOOL_CALLS;
        }
      else if (g_str_has_prefix (lines[i], "wait "))
        {
          stream->func (&(SalonLlmEvent) { .kind = SALON_LLM_EVENT_WAITING, .text = lines[i] + 5,
                                           .delay_ms = 1000 }, stream->user_data);
        }
      else if (g_str_has_prefix (lines[i], "error "))
        {
          return dex_future_new_for_error (
            salon_llm_error_new (atoi (words[1]), 0, -1, "The script says so."));
        }
      else if (g_str_equal (lines[i], "hang"))
        {
          if (!dex_await (dex_future_new_infinite (), &error))
            return dex_future_new_for_error (error);
        }
      else
        {
          read_end (lines[i], &reason, &detail);
        }
    }
  reply = salon_llm_reply_new (parts, reason, &usage, "script-1");
  salon_llm_reply_set_detail (reply, detail);
  return dex_future_new_take_boxed (SALON_TYPE_LLM_REPLY, reply);
}

static DexFuture *
script_provider_stream (SalonLlmProvider  *provider,
                        SalonLlmRequest   *request,
                        SalonLlmEventFunc  func,
                        gpointer           user_data,
                        GDestroyNotify     destroy)
{
  ScriptProvider *self = SCRIPT_PROVIDER (provider);
  Stream *stream = g_new0 (Stream, 1);

  g_ptr_array_add (self->requests, salon_llm_request_ref (request));
  stream->script = g_queue_pop_head (&self->scripts);
  if (stream->script == NULL)
    stream->script = g_strdup ("text Nothing more.");
  stream->func = func;
  stream->user_data = user_data;
  stream->destroy = destroy;
  return dex_scheduler_spawn (NULL, 0, stream_fiber, stream, (GDestroyNotify) stream_free);
}

static void
provider_iface_init (SalonLlmProviderInterface *iface)
{
  iface->get_id = script_provider_get_id;
  iface->get_name = script_provider_get_id;
  iface->list_models = script_provider_list_models;
  iface->stream = script_provider_stream;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ScriptProvider, script_provider, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_LLM_PROVIDER,
                                                      provider_iface_init))

static void
script_provider_finalize (GObject *object)
{
  g_queue_clear_full (&SCRIPT_PROVIDER (object)->scripts, g_free);
  g_ptr_array_unref (SCRIPT_PROVIDER (object)->requests);
  G_OBJECT_CLASS (script_provider_parent_class)->finalize (object);
}

static void
script_provider_class_init (ScriptProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = script_provider_finalize;
}

static void
script_provider_init (ScriptProvider *self)
{
  g_queue_init (&self->scripts);
}

void
script_provider_add (ScriptProvider *self,
                     const char     *script)
{
  g_queue_push_tail (&self->scripts, g_strdup (script));
}

ScriptProvider *
script_provider_new (GPtrArray *requests)
{
  ScriptProvider *self = g_object_new (SCRIPT_TYPE_PROVIDER, NULL);

  self->requests = g_ptr_array_ref (requests);
  return self;
}
