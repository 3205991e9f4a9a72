/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-llm-part.h"

struct _SalonLlmPart
{
  gatomicrefcount ref_count;

  SalonLlmPartKind kind;
  gboolean is_error;
  char *text;
  char *id;
  char *name;
  char *arguments;
  char *mime_type;
  GBytes *data;
  GPtrArray *images;
  char *provider;
  SalonJsonDocument *opaque;
};

G_DEFINE_BOXED_TYPE (SalonLlmPart, salon_llm_part, salon_llm_part_ref, salon_llm_part_unref)

static SalonLlmPart *
salon_llm_part_new (SalonLlmPartKind kind)
{
  SalonLlmPart *self = g_new0 (SalonLlmPart, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->kind = kind;
  return self;
}

static SalonLlmPart *
salon_llm_part_new_data (SalonLlmPartKind  kind,
                         const char       *name,
                         const char       *mime_type,
                         GBytes           *data)
{
  SalonLlmPart *self = salon_llm_part_new (kind);

  self->name = g_strdup (name);
  self->mime_type = g_strdup (mime_type);
  self->data = g_bytes_ref (data);
  return self;
}

/**
 * salon_llm_part_new_text:
 * @text: the words, valid UTF-8
 *
 * Returns: (transfer full): a part of the kind %SALON_LLM_PART_TEXT
 */
SalonLlmPart *
salon_llm_part_new_text (const char *text)
{
  SalonLlmPart *self;

  g_return_val_if_fail (text != NULL, NULL);

  self = salon_llm_part_new (SALON_LLM_PART_TEXT);
  self->text = g_strdup (text);
  return self;
}

/**
 * salon_llm_part_new_reasoning:
 * @text: the reasoning as far as it may be read; may be empty
 * @provider: (nullable): id of the provider that made it
 * @opaque: (nullable): what that provider wants back with it; copied
 *
 * Returns: (transfer full): a part of the kind %SALON_LLM_PART_REASONING
 */
SalonLlmPart *
salon_llm_part_new_reasoning (const char      *text,
                              const char      *provider,
                              const SalonJson *opaque)
{
  SalonLlmPart *self;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (provider != NULL || opaque == NULL, NULL);

  self = salon_llm_part_new (SALON_LLM_PART_REASONING);
  self->text = g_strdup (text);
  self->provider = g_strdup (provider);
  self->opaque = opaque != NULL ? salon_json_document_copy (opaque) : NULL;
  return self;
}

/**
 * salon_llm_part_new_tool_call:
 * @id: the call's id, which its result names
 * @name: the tool's name as it was offered
 * @arguments_text: the arguments as the model wrote them: JSON text of an object,
 *   if it did it right
 *
 * Returns: (transfer full): a part of the kind %SALON_LLM_PART_TOOL_CALL
 */
SalonLlmPart *
salon_llm_part_new_tool_call (const char *id,
                              const char *name,
                              const char *arguments_text)
{
  SalonLlmPart *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (arguments_text != NULL, NULL);

  self = salon_llm_part_new (SALON_LLM_PART_TOOL_CALL);
  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->arguments = g_strdup (arguments_text);
  return self;
}

/**
 * salon_llm_part_new_tool_result:
 * @call_id: id of the call this is the result of
 * @name: the called tool's name as it was offered
 * @text: the result in words; may be empty
 * @is_error: whether the call failed, or was not made at all
 * @images: (nullable) (element-type SalonLlmPart): pictures in the result,
 *   parts of the kind %SALON_LLM_PART_IMAGE; the array must not be changed afterwards
 *
 * Returns: (transfer full): a part of the kind %SALON_LLM_PART_TOOL_RESULT
 */
SalonLlmPart *
salon_llm_part_new_tool_result (const char *call_id,
                                const char *name,
                                const char *text,
                                gboolean    is_error,
                                GPtrArray  *images)
{
  SalonLlmPart *self;

  g_return_val_if_fail (call_id != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  self = salon_llm_part_new (SALON_LLM_PART_TOOL_RESULT);
  self->id = g_strdup (call_id);
  self->name = g_strdup (name);
  self->text = g_strdup (text);
  self->is_error = is_error;
  self->images = images != NULL ? g_ptr_array_ref (images) : NULL;
  return self;
}

/**
 * salon_llm_part_new_image:
 * @mime_type: the kind of picture, like image/png
 * @data: the picture's bytes, not encoded in any way
 *
 * Returns: (transfer full): a part of the kind %SALON_LLM_PART_IMAGE
 */
SalonLlmPart *
salon_llm_part_new_image (const char *mime_type,
                          GBytes     *data)
{
  g_return_val_if_fail (mime_type != NULL, NULL);
  g_return_val_if_fail (data != NULL, NULL);

  return salon_llm_part_new_data (SALON_LLM_PART_IMAGE, NULL, mime_type, data);
}

/**
 * salon_llm_part_new_document:
 * @name: the file's name, without its folder
 * @mime_type: the kind of file, like application/pdf or text/plain
 * @data: the file's bytes, not encoded in any way
 *
 * Returns: (transfer full): a part of the kind %SALON_LLM_PART_DOCUMENT
 */
SalonLlmPart *
salon_llm_part_new_document (const char *name,
                             const char *mime_type,
                             GBytes     *data)
{
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (mime_type != NULL, NULL);
  g_return_val_if_fail (data != NULL, NULL);

  return salon_llm_part_new_data (SALON_LLM_PART_DOCUMENT, name, mime_type, data);
}

/**
 * salon_llm_part_new_audio:
 * @mime_type: the kind of recording, like audio/wav
 * @data: its bytes, not encoded in any way
 *
 * Returns: (transfer full): a part of the kind %SALON_LLM_PART_AUDIO
 */
SalonLlmPart *
salon_llm_part_new_audio (const char *mime_type,
                          GBytes     *data)
{
  g_return_val_if_fail (mime_type != NULL, NULL);
  g_return_val_if_fail (data != NULL, NULL);

  return salon_llm_part_new_data (SALON_LLM_PART_AUDIO, NULL, mime_type, data);
}

/**
 * salon_llm_part_with_opaque:
 * @self: a part of any kind
 * @provider: id of the provider that made the part
 * @opaque: what that provider wants back with it; copied
 *
 * Makes a part like @self that carries what only one provider understands, like a
 * signature. No other provider is ever given it.
 *
 * Returns: (transfer full): the new part
 */
SalonLlmPart *
salon_llm_part_with_opaque (SalonLlmPart    *self,
                            const char      *provider,
                            const SalonJson *opaque)
{
  SalonLlmPart *copy;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (provider != NULL, NULL);
  g_return_val_if_fail (opaque != NULL, NULL);

  copy = salon_llm_part_new (self->kind);
  copy->is_error = self->is_error;
  copy->text = g_strdup (self->text);
  copy->id = g_strdup (self->id);
  copy->name = g_strdup (self->name);
  copy->arguments = g_strdup (self->arguments);
  copy->mime_type = g_strdup (self->mime_type);
  copy->data = self->data != NULL ? g_bytes_ref (self->data) : NULL;
  copy->images = self->images != NULL ? g_ptr_array_ref (self->images) : NULL;
  copy->provider = g_strdup (provider);
  copy->opaque = salon_json_document_copy (opaque);
  return copy;
}

/**
 * salon_llm_part_ref:
 * @self: a part
 *
 * Returns: (transfer full): @self
 */
SalonLlmPart *
salon_llm_part_ref (SalonLlmPart *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * salon_llm_part_unref:
 * @self: (transfer full): a part
 *
 * Gives a reference back.
 */
void
salon_llm_part_unref (SalonLlmPart *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->text);
  g_free (self->id);
  g_free (self->name);
  g_free (self->arguments);
  g_free (self->mime_type);
  g_free (self->provider);
  g_clear_pointer (&self->data, g_bytes_unref);
  g_clear_pointer (&self->images, g_ptr_array_unref);
  g_clear_pointer (&self->opaque, salon_json_document_unref);
  g_free (self);
}

/**
 * salon_llm_part_get_kind:
 * @self: a part
 *
 * Returns: which kind of part it is
 */
SalonLlmPartKind
salon_llm_part_get_kind (SalonLlmPart *self)
{
  g_return_val_if_fail (self != NULL, SALON_LLM_PART_TEXT);

  return self->kind;
}

/**
 * salon_llm_part_get_text:
 * @self: a part
 *
 * Returns: (nullable): the words of a text, reasoning or tool result
 */
const char *
salon_llm_part_get_text (SalonLlmPart *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}

/**
 * salon_llm_part_get_id:
 * @self: a part
 *
 * Returns: (nullable): the id of a tool call, or of the call that a tool result belongs to
 */
const char *
salon_llm_part_get_id (SalonLlmPart *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->id;
}

/**
 * salon_llm_part_get_name:
 * @self: a part
 *
 * Returns: (nullable): the tool's name in a tool call or tool result, or a document's
 */
const char *
salon_llm_part_get_name (SalonLlmPart *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/**
 * salon_llm_part_get_arguments:
 * @self: a part
 *
 * The arguments of a tool call, as the model wrote them. Nobody has checked yet
 * that they are JSON.
 *
 * Returns: (nullable): the arguments of a tool call
 */
const char *
salon_llm_part_get_arguments (SalonLlmPart *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->arguments;
}

/**
 * salon_llm_part_get_is_error:
 * @self: a part
 *
 * Returns: whether this is the result of a tool call that failed or was not made
 */
gboolean
salon_llm_part_get_is_error (SalonLlmPart *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_error;
}

/**
 * salon_llm_part_get_images:
 * @self: a part
 *
 * Returns: (nullable) (transfer none) (element-type SalonLlmPart): the pictures in a tool result
 */
GPtrArray *
salon_llm_part_get_images (SalonLlmPart *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->images;
}

/**
 * salon_llm_part_get_mime_type:
 * @self: a part
 *
 * Returns: (nullable): the kind of picture, document or recording
 */
const char *
salon_llm_part_get_mime_type (SalonLlmPart *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->mime_type;
}

/**
 * salon_llm_part_get_data:
 * @self: a part
 *
 * Returns: (nullable) (transfer none): the bytes of a picture, document or recording
 */
GBytes *
salon_llm_part_get_data (SalonLlmPart *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->data;
}

/**
 * salon_llm_part_get_provider:
 * @self: a part
 *
 * Returns: (nullable): id of the provider that made this part, where opaque data depends on it
 */
const char *
salon_llm_part_get_provider (SalonLlmPart *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->provider;
}

/**
 * salon_llm_part_get_opaque:
 * @self: a part
 * @provider: (nullable): id of the provider that asks, %NULL to get it in any case (to store it)
 *
 * Returns: (nullable) (transfer none): what @provider wants back, if it made this part
 */
const SalonJson *
salon_llm_part_get_opaque (SalonLlmPart *self,
                           const char   *provider)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->opaque == NULL)
    return NULL;
  if (provider != NULL && g_strcmp0 (provider, self->provider) != 0)
    return NULL;
  return salon_json_document_get_root (self->opaque);
}
