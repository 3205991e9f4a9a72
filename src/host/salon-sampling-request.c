/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-sampling-request-private.h"

#include <math.h>

#include <glib/gi18n.h>

#include "salon-host-error.h"

struct _SalonSamplingRequest
{
  GObject parent_instance;

  char *server_name;
  char *system_prompt;
  GListStore *messages;
  GPtrArray *llm_messages;
  char *model;
  guint max_tokens;
  double temperature;
  GStrv hints;
  GStrv stop_sequences;
};

G_DEFINE_FINAL_TYPE (SalonSamplingRequest, salon_sampling_request, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_SERVER_NAME,
  PROP_SYSTEM_PROMPT,
  PROP_MESSAGES,
  PROP_MODEL,
  PROP_MAX_TOKENS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
salon_sampling_request_finalize (GObject *object)
{
  SalonSamplingRequest *self = SALON_SAMPLING_REQUEST (object);

  g_clear_pointer (&self->server_name, g_free);
  g_clear_pointer (&self->system_prompt, g_free);
  g_clear_object (&self->messages);
  g_clear_pointer (&self->llm_messages, g_ptr_array_unref);
  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->hints, g_strfreev);
  g_clear_pointer (&self->stop_sequences, g_strfreev);

  G_OBJECT_CLASS (salon_sampling_request_parent_class)->finalize (object);
}

static void
salon_sampling_request_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  SalonSamplingRequest *self = SALON_SAMPLING_REQUEST (object);

  switch (prop_id)
    {
    case PROP_SERVER_NAME:
      g_value_set_string (value, self->server_name);
      break;
    case PROP_SYSTEM_PROMPT:
      g_value_set_string (value, self->system_prompt);
      break;
    case PROP_MESSAGES:
      g_value_set_object (value, self->messages);
      break;
    case PROP_MODEL:
      g_value_set_string (value, self->model);
      break;
    case PROP_MAX_TOKENS:
      g_value_set_uint (value, self->max_tokens);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
salon_sampling_request_class_init (SalonSamplingRequestClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = salon_sampling_request_finalize;
  object_class->get_property = salon_sampling_request_get_property;

  properties[PROP_SERVER_NAME] = g_param_spec_string ("server-name", NULL, NULL, NULL, flags);
  properties[PROP_SYSTEM_PROMPT] = g_param_spec_string ("system-prompt", NULL, NULL, NULL, flags);
  properties[PROP_MESSAGES] =
    g_param_spec_object ("messages", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_MODEL] = g_param_spec_string ("model", NULL, NULL, NULL, flags);
  properties[PROP_MAX_TOKENS] =
    g_param_spec_uint ("max-tokens", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
salon_sampling_request_init (SalonSamplingRequest *self)
{
  self->messages = g_list_store_new (SALON_TYPE_SAMPLING_MESSAGE);
  self->llm_messages = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_message_unref);
  self->temperature = NAN;
}

/* One content block: what the user reads, and what the model gets. */
static gboolean
read_block (const SalonJson  *block,
            GString          *text,
            SalonLlmMessage  *message,
            GError          **error)
{
  g_autoptr (SalonLlmPart) part = NULL;
  const char *type = NULL;
  const char *value = NULL;
  const char *mime_type = NULL;

  if (!salon_json_read_string (block, "type", SALON_JSON_REQUIRED, &type, error))
    return FALSE;
  if (text->len > 0)
    g_string_append_c (text, '\n');

  if (g_str_equal (type, "text"))
    {
      if (!salon_json_read_string (block, "text", SALON_JSON_REQUIRED, &value, error))
        return FALSE;
      g_string_append (text, value);
      part = salon_llm_part_new_text (value);
    }
  else if (g_str_equal (type, "image"))
    {
      g_autoptr (GBytes) bytes = NULL;
      g_autofree guchar *data = NULL;
      gsize length = 0;

      if (!salon_json_read_string (block, "data", SALON_JSON_REQUIRED, &value, error) ||
          !salon_json_read_string (block, "mimeType", SALON_JSON_REQUIRED, &mime_type, error))
        return FALSE;
      data = g_base64_decode (value, &length);
      bytes = g_bytes_new_take (g_steal_pointer (&data), length);
      /* Translators: stands for a picture in a conversation; %s is image/png or the like */
      g_string_append_printf (text, _("[picture, %s]"), mime_type);
      part = salon_llm_part_new_image (mime_type, bytes);
    }
  else
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_NOT_SUPPORTED,
                   _("Salon can’t pass content of the type “%s” to a model."), type);
      return FALSE;
    }
  salon_llm_message_add_part (message, part);
  return TRUE;
}

static gboolean
salon_sampling_request_read_message (SalonSamplingRequest  *self,
                                     const SalonJson       *json,
                                     GError               **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (SalonLlmMessage) message = NULL;
  g_autoptr (SalonSamplingMessage) shown = NULL;
  const SalonJson *content = salon_json_get_member (json, "content");
  const char *role_name = NULL;
  SalonRole role;

  if (!salon_json_read_string (json, "role", SALON_JSON_REQUIRED, &role_name, error))
    return FALSE;
  role = g_str_equal (role_name, "assistant") ? SALON_ROLE_ASSISTANT : SALON_ROLE_USER;
  message = salon_llm_message_new (role == SALON_ROLE_USER ? SALON_LLM_ROLE_USER
                                                           : SALON_LLM_ROLE_ASSISTANT);
  /* One block, or an array of them since 2025-11-25. */
  if (salon_json_is_array (content))
    {
      SalonJsonIter iter;
      const SalonJson *block;

      salon_json_iter_init (&iter, content);
      while (salon_json_iter_next (&iter, NULL, &block))
        {
          if (!read_block (block, text, message, error))
            return FALSE;
        }
    }
  else if (!read_block (content, text, message, error))
    {
      return FALSE;
    }
  shown = salon_sampling_message_new (role, text->str);
  g_list_store_append (self->messages, shown);
  g_ptr_array_add (self->llm_messages, g_steal_pointer (&message));
  return TRUE;
}

static GStrv
read_strings (const SalonJson *array,
              const char      *member)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  SalonJsonIter iter;
  const SalonJson *value;

  if (salon_json_is_array (array))
    {
      salon_json_iter_init (&iter, array);
      while (salon_json_iter_next (&iter, NULL, &value))
        {
          const char *text =
            salon_json_as_string (member != NULL ? salon_json_get_member (value, member) : value);

          if (text != NULL && text[0] != '\0')
            g_strv_builder_add (builder, text);
        }
    }
  return g_strv_builder_end (builder);
}

SalonSamplingRequest *
salon_sampling_request_new (const char       *server_name,
                            const SalonJson  *params,
                            const char       *model,
                            GError          **error)
{
  g_autoptr (SalonSamplingRequest) self = g_object_new (SALON_TYPE_SAMPLING_REQUEST, NULL);
  const SalonJson *messages = NULL;
  const SalonJson *message;
  const char *system_prompt = NULL;
  gint64 max_tokens = 0;
  SalonJsonIter iter;

  g_return_val_if_fail (server_name != NULL, NULL);
  g_return_val_if_fail (model != NULL, NULL);

  self->server_name = g_strdup (server_name);
  self->model = g_strdup (model);
  if (!salon_json_read_array (params, "messages", SALON_JSON_REQUIRED, &messages, error) ||
      !salon_json_read_int64 (params, "maxTokens", SALON_JSON_REQUIRED, &max_tokens, error) ||
      !salon_json_read_string (params, "systemPrompt", SALON_JSON_OPTIONAL,
                               &system_prompt, error) ||
      !salon_json_read_double (params, "temperature", SALON_JSON_OPTIONAL,
                               &self->temperature, error))
    return NULL;
  /* “sampling.tools” is not declared (MCP, Sampling): a server must not send any. */
  if (salon_json_get_length (salon_json_get_member (params, "tools")) > 0)
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_NOT_SUPPORTED,
                   _("“%s” wants the model to use tools, which Salon has not offered."),
                   server_name);
      return NULL;
    }
  if (max_tokens < 1 || salon_json_get_length (messages) == 0)
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_FAILED,
                   _("“%s” asked for an answer without messages, or for one of no length."),
                   server_name);
      return NULL;
    }
  self->max_tokens = MIN (max_tokens, G_MAXINT);
  self->system_prompt = g_strdup (system_prompt);
  self->hints = read_strings (
    salon_json_get_member (salon_json_get_member (params, "modelPreferences"), "hints"), "name");
  self->stop_sequences = read_strings (salon_json_get_member (params, "stopSequences"), NULL);

  salon_json_iter_init (&iter, messages);
  while (salon_json_iter_next (&iter, NULL, &message))
    {
      if (!salon_sampling_request_read_message (self, message, error))
        return NULL;
    }
  return g_steal_pointer (&self);
}

SalonLlmRequest *
salon_sampling_request_to_llm (SalonSamplingRequest *self,
                               const char           *model_id)
{
  SalonLlmRequest *request;

  g_return_val_if_fail (SALON_IS_SAMPLING_REQUEST (self), NULL);

  request = salon_llm_request_new (model_id);
  if (self->system_prompt != NULL)
    salon_llm_request_set_system (request, self->system_prompt);
  for (guint i = 0; i < self->llm_messages->len; i++)
    salon_llm_request_add_message (request, self->llm_messages->pdata[i]);
  if (!isnan (self->temperature))
    salon_llm_request_set_temperature (request, self->temperature);
  salon_llm_request_set_max_tokens (request, self->max_tokens);
  return request;
}

const char *
salon_sampling_request_get_server_name (SalonSamplingRequest *self)
{
  g_return_val_if_fail (SALON_IS_SAMPLING_REQUEST (self), NULL);
  return self->server_name;
}

const char *
salon_sampling_request_get_system_prompt (SalonSamplingRequest *self)
{
  g_return_val_if_fail (SALON_IS_SAMPLING_REQUEST (self), NULL);
  return self->system_prompt;
}

GListModel *
salon_sampling_request_get_messages (SalonSamplingRequest *self)
{
  g_return_val_if_fail (SALON_IS_SAMPLING_REQUEST (self), NULL);
  return G_LIST_MODEL (self->messages);
}

const char *
salon_sampling_request_get_model (SalonSamplingRequest *self)
{
  g_return_val_if_fail (SALON_IS_SAMPLING_REQUEST (self), NULL);
  return self->model;
}

void
salon_sampling_request_set_model (SalonSamplingRequest *self,
                                  const char           *model)
{
  g_return_if_fail (SALON_IS_SAMPLING_REQUEST (self));
  g_return_if_fail (model != NULL);

  if (g_set_str (&self->model, model))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

guint
salon_sampling_request_get_max_tokens (SalonSamplingRequest *self)
{
  g_return_val_if_fail (SALON_IS_SAMPLING_REQUEST (self), 0);
  return self->max_tokens;
}

const char * const *
salon_sampling_request_get_hints (SalonSamplingRequest *self)
{
  g_return_val_if_fail (SALON_IS_SAMPLING_REQUEST (self), NULL);
  return (const char * const *) self->hints;
}

const char * const *
salon_sampling_request_get_stop_sequences (SalonSamplingRequest *self)
{
  g_return_val_if_fail (SALON_IS_SAMPLING_REQUEST (self), NULL);
  return (const char * const *) self->stop_sequences;
}
