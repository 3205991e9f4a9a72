/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-llm-request.h"

G_BEGIN_DECLS

/**
 * SalonOpenaiChatQuirks:
 * @SALON_OPENAI_CHAT_OWN_MODELS: serves OpenAI's own models, with OpenAI's rules: reasoning models
 *   refuse a temperature, the others refuse an effort
 * @SALON_OPENAI_CHAT_CACHE_KEY: the prompt cache takes a key
 * @SALON_OPENAI_CHAT_THINKING_SWITCH: turns thinking off by {"thinking": {"type": "disabled"}}
 * @SALON_OPENAI_CHAT_ENCRYPTED: Responses: gives reasoning in its encrypted form when asked
 * @SALON_OPENAI_CHAT_MAX_COMPLETION_TOKENS: the limit is called max_completion_tokens; max_tokens
 *   is refused or on its way out
 * @SALON_OPENAI_CHAT_NO_STREAM_OPTIONS: refuses stream_options, and tells the usage unasked
 * @SALON_OPENAI_CHAT_NO_EFFORT: refuses reasoning_effort
 * @SALON_OPENAI_CHAT_REASONING_OBJECT: takes the effort as {"reasoning": {"effort": …}}
 * @SALON_OPENAI_CHAT_REASONING_DETAILS: wants reasoning_details back as they came
 * @SALON_OPENAI_CHAT_REASONING_ALWAYS: wants reasoning_content with every message of the
 *   assistant's, and refuses the chat without
 * @SALON_OPENAI_CHAT_REASONING_NEVER: knows nothing of reasoning in requests
 * @SALON_OPENAI_CHAT_FILES: takes documents as parts of the type file
 * @SALON_OPENAI_CHAT_DOCUMENT_URLS: takes documents as parts of the type document_url
 * @SALON_OPENAI_CHAT_AUDIO: takes recordings as parts of the type input_audio
 * @SALON_OPENAI_CHAT_TOOL_IMAGES: takes pictures in the result of a tool
 * @SALON_OPENAI_CHAT_TOOL_NAMES: wants the tool's name in its result
 * @SALON_OPENAI_CHAT_SHORT_IDS: ids of calls are exactly nine letters and digits
 * @SALON_OPENAI_CHAT_STRICT_ROLES: wants a message of the assistant's between results and the
 *   user's next message, and a last message of the assistant's to say that it is a beginning
 * @SALON_OPENAI_CHAT_API_KEY_HEADER: takes the key in the header api-key
 * @SALON_OPENAI_CHAT_DEPLOYMENTS: may have the model in its address, and a version in the query
 *
 * What a server does in another way than the rest.
 */
typedef enum
{
  SALON_OPENAI_CHAT_OWN_MODELS            = 1 << 0,
  SALON_OPENAI_CHAT_MAX_COMPLETION_TOKENS = 1 << 1,
  SALON_OPENAI_CHAT_NO_STREAM_OPTIONS     = 1 << 2,
  SALON_OPENAI_CHAT_NO_EFFORT             = 1 << 3,
  SALON_OPENAI_CHAT_REASONING_OBJECT      = 1 << 4,
  SALON_OPENAI_CHAT_REASONING_DETAILS     = 1 << 5,
  SALON_OPENAI_CHAT_REASONING_ALWAYS      = 1 << 6,
  SALON_OPENAI_CHAT_REASONING_NEVER       = 1 << 7,
  SALON_OPENAI_CHAT_FILES                 = 1 << 8,
  SALON_OPENAI_CHAT_DOCUMENT_URLS         = 1 << 9,
  SALON_OPENAI_CHAT_AUDIO                 = 1 << 10,
  SALON_OPENAI_CHAT_TOOL_IMAGES           = 1 << 11,
  SALON_OPENAI_CHAT_TOOL_NAMES            = 1 << 12,
  SALON_OPENAI_CHAT_SHORT_IDS             = 1 << 13,
  SALON_OPENAI_CHAT_STRICT_ROLES          = 1 << 14,
  SALON_OPENAI_CHAT_API_KEY_HEADER        = 1 << 15,
  SALON_OPENAI_CHAT_DEPLOYMENTS           = 1 << 16,
  SALON_OPENAI_CHAT_CACHE_KEY             = 1 << 17,
  SALON_OPENAI_CHAT_THINKING_SWITCH       = 1 << 18,
  SALON_OPENAI_CHAT_ENCRYPTED             = 1 << 19,
} SalonOpenaiChatQuirks;

/**
 * SalonOpenaiChatDialect:
 * @id: what models.json calls it
 * @hosts: %NULL-terminated: ends of the host names it is found at
 * @quirks: what it does in another way
 *
 * The habits of one kind of server that speaks OpenAI's APIs.
 */
typedef struct
{
  const char *id;
  const char *hosts[4];
  SalonOpenaiChatQuirks quirks;
} SalonOpenaiChatDialect;

const SalonOpenaiChatDialect *salon_openai_chat_dialect_get      (guint       position);
const SalonOpenaiChatDialect *salon_openai_chat_dialect_find     (const char *id);
const SalonOpenaiChatDialect *salon_openai_chat_dialect_choose   (const char *id,
                                                                  const char *base_url);

gboolean                      salon_openai_model_reasons         (SalonLlmRequest *request);
const char                   *salon_openai_effort_to_string      (SalonLlmRequest *request);

G_END_DECLS
