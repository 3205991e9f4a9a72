/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json-writer.h"

#include "salon-anthropic-traits-private.h"
#include "salon-llm-tool-names.h"

G_BEGIN_DECLS

/*
 * SalonAnthropicBlockKind:
 * @SALON_ANTHROPIC_BLOCK_TEXT: words: `text`
 * @SALON_ANTHROPIC_BLOCK_FILE: an image or a document: `part`
 * @SALON_ANTHROPIC_BLOCK_CALL: a call of a tool: `part`, `id`
 * @SALON_ANTHROPIC_BLOCK_RESULT: its result: `id`, and `part` unless it never had one
 * @SALON_ANTHROPIC_BLOCK_THINKING: what the model thought: `native`, and `part` for its text
 * @SALON_ANTHROPIC_BLOCK_NATIVE: something else the API made and wants back: `native`
 */
typedef enum
{
  SALON_ANTHROPIC_BLOCK_TEXT,
  SALON_ANTHROPIC_BLOCK_FILE,
  SALON_ANTHROPIC_BLOCK_CALL,
  SALON_ANTHROPIC_BLOCK_RESULT,
  SALON_ANTHROPIC_BLOCK_THINKING,
  SALON_ANTHROPIC_BLOCK_NATIVE,
} SalonAnthropicBlockKind;

/*
 * SalonAnthropicBlock:
 * @role: whose block it is
 * @kind: which of the other fields are set
 * @part: (nullable): the part of the chat it is made of, borrowed from the request
 * @native: (nullable): what the stream reader kept, borrowed from @part
 * @text: (nullable): words
 * @id: (nullable): the call's id as it is sent
 * @is_marked: whether the prompt cache is to keep everything up to here
 *
 * One block of the content of a message, before it is written.
 */
typedef struct
{
  SalonLlmRole role;
  SalonAnthropicBlockKind kind;
  SalonLlmPart *part;
  const SalonJson *native;
  char *text;
  char *id;
  gboolean is_marked;
} SalonAnthropicBlock;

GPtrArray *salon_anthropic_lay_out      (SalonLlmRequest            *request,
                                         const SalonAnthropicTraits *traits,
                                         const char                 *provider,
                                         gboolean                    with_thinking);
char      *salon_anthropic_dup_head     (SalonLlmRequest            *request);
gboolean   salon_anthropic_can_send     (SalonLlmPart               *part,
                                         SalonLlmModel              *facts);
void       salon_anthropic_write_blocks (SalonJsonWriter            *writer,
                                         GPtrArray                  *blocks,
                                         SalonLlmToolNames          *names,
                                         SalonLlmModel              *facts);

G_END_DECLS
