/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "salon-json.h"

#include "salon-llm-types.h"

G_BEGIN_DECLS

#define SALON_TYPE_LLM_PART (salon_llm_part_get_type ())

/**
 * SalonLlmPartKind:
 * @SALON_LLM_PART_TEXT: words of the user or the model
 * @SALON_LLM_PART_REASONING: what the model thought before it answered
 * @SALON_LLM_PART_TOOL_CALL: the model wants a tool called
 * @SALON_LLM_PART_TOOL_RESULT: what such a call gave
 * @SALON_LLM_PART_IMAGE: a picture
 * @SALON_LLM_PART_DOCUMENT: a file, like a PDF or a text
 * @SALON_LLM_PART_AUDIO: a recording
 */
typedef enum
{
  SALON_LLM_PART_TEXT,
  SALON_LLM_PART_REASONING,
  SALON_LLM_PART_TOOL_CALL,
  SALON_LLM_PART_TOOL_RESULT,
  SALON_LLM_PART_IMAGE,
  SALON_LLM_PART_DOCUMENT,
  SALON_LLM_PART_AUDIO,
} SalonLlmPartKind;

GType             salon_llm_part_get_type        (void) G_GNUC_CONST;

SalonLlmPart     *salon_llm_part_new_text        (const char      *text);
SalonLlmPart     *salon_llm_part_new_reasoning   (const char      *text,
                                                  const char      *provider,
                                                  const SalonJson *opaque);
SalonLlmPart     *salon_llm_part_new_tool_call   (const char      *id,
                                                  const char      *name,
                                                  const char      *arguments_text);
SalonLlmPart     *salon_llm_part_new_tool_result (const char      *call_id,
                                                  const char      *name,
                                                  const char      *text,
                                                  gboolean         is_error,
                                                  GPtrArray       *images);
SalonLlmPart     *salon_llm_part_new_image       (const char      *mime_type,
                                                  GBytes          *data);
SalonLlmPart     *salon_llm_part_new_document    (const char      *name,
                                                  const char      *mime_type,
                                                  GBytes          *data);
SalonLlmPart     *salon_llm_part_new_audio       (const char      *mime_type,
                                                  GBytes          *data);
SalonLlmPart     *salon_llm_part_with_opaque     (SalonLlmPart    *self,
                                                  const char      *provider,
                                                  const SalonJson *opaque);
SalonLlmPart     *salon_llm_part_ref             (SalonLlmPart    *self);
void              salon_llm_part_unref           (SalonLlmPart    *self);

SalonLlmPartKind  salon_llm_part_get_kind        (SalonLlmPart    *self);
const char       *salon_llm_part_get_text        (SalonLlmPart    *self);
const char       *salon_llm_part_get_id          (SalonLlmPart    *self);
const char       *salon_llm_part_get_name        (SalonLlmPart    *self);
const char       *salon_llm_part_get_arguments   (SalonLlmPart    *self);
gboolean          salon_llm_part_get_is_error    (SalonLlmPart    *self);
GPtrArray        *salon_llm_part_get_images      (SalonLlmPart    *self);
const char       *salon_llm_part_get_mime_type   (SalonLlmPart    *self);
GBytes           *salon_llm_part_get_data        (SalonLlmPart    *self);
const char       *salon_llm_part_get_provider    (SalonLlmPart    *self);
const SalonJson  *salon_llm_part_get_opaque      (SalonLlmPart    *self,
                                                  const char      *provider);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonLlmPart, salon_llm_part_unref)

G_END_DECLS
