/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json-writer.h"

#include "salon-gemini-traits-private.h"
#include "salon-llm-tool-names.h"

G_BEGIN_DECLS

/*
 * SalonGeminiItemKind:
 * @SALON_GEMINI_ITEM_TEXT: words: `text`, with the signature in `native` if there is one
 * @SALON_GEMINI_ITEM_THOUGHT: the same, thought by the model
 * @SALON_GEMINI_ITEM_FILE: an image, a document or a recording: `part`
 * @SALON_GEMINI_ITEM_CALL: a call of a tool: `part`, `native`
 * @SALON_GEMINI_ITEM_RESULT: its result: `call`, and `part` unless it never had one; `native` is
 *   that of the call
 * @SALON_GEMINI_ITEM_NATIVE: something else the API made and wants back: `native`
 */
typedef enum
{
  SALON_GEMINI_ITEM_TEXT,
  SALON_GEMINI_ITEM_THOUGHT,
  SALON_GEMINI_ITEM_FILE,
  SALON_GEMINI_ITEM_CALL,
  SALON_GEMINI_ITEM_RESULT,
  SALON_GEMINI_ITEM_NATIVE,
} SalonGeminiItemKind;

/*
 * SalonGeminiItem:
 * @role: whose it is
 * @kind: which of the other fields are set
 * @part: (nullable): the part of the chat it is made of, borrowed from the request
 * @call: (nullable): the call that a result belongs to, borrowed as well
 * @native: (nullable): what the stream reader kept, borrowed from its part
 * @text: (nullable): words
 *
 * One part of a content, before it is written.
 */
typedef struct
{
  SalonLlmRole role;
  SalonGeminiItemKind kind;
  SalonLlmPart *part;
  SalonLlmPart *call;
  const SalonJson *native;
  char *text;
} SalonGeminiItem;

GPtrArray *salon_gemini_lay_out     (SalonLlmRequest         *request,
                                     const SalonGeminiTraits *traits,
                                     const char              *provider);
gboolean   salon_gemini_can_send    (SalonLlmPart            *part,
                                     SalonLlmModel           *facts);
void       salon_gemini_write_items (SalonJsonWriter         *writer,
                                     GPtrArray               *items,
                                     const SalonGeminiTraits *traits,
                                     SalonLlmToolNames       *names,
                                     SalonLlmModel           *facts);

G_END_DECLS
