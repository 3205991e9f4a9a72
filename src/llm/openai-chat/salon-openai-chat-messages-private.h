/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json-writer.h"

#include "salon-llm-tool-names.h"
#include "salon-llm-transcript.h"
#include "salon-openai-chat-dialect.h"

G_BEGIN_DECLS

/* What the writer has to know while it walks through the chat. */
typedef struct
{
  SalonJsonWriter *writer;
  SalonLlmRequest *request;
  const char *provider;
  SalonOpenaiChatQuirks quirks;
  SalonLlmTranscript *transcript;
  SalonLlmToolNames *names;
  gboolean after_results; /* whether the last message that was written is a result */
} SalonOpenaiChatWriting;

gboolean salon_openai_chat_cannot         (SalonOpenaiChatWriting *writing,
                                           SalonLlmAbilities       ability);
gboolean salon_openai_chat_is_content     (SalonLlmPart           *part);
void     salon_openai_chat_write_text     (SalonOpenaiChatWriting *writing,
                                           const char             *text);
void     salon_openai_chat_write_content  (SalonOpenaiChatWriting *writing,
                                           SalonLlmPart           *part);
char    *salon_openai_chat_dup_plain_text (SalonOpenaiChatWriting *writing,
                                           SalonLlmMessage        *message);
void     salon_openai_chat_write_messages (SalonOpenaiChatWriting *writing);

G_END_DECLS
