/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-llm-event.h"
#include "salon-llm-part.h"
#include "salon-llm-tool-names.h"

G_BEGIN_DECLS

/*
 * SalonOpenaiChatPieces:
 *
 * The parts of a reply while they grow: texts and reasoning in the order in which they
 * come, tool calls put together from fragments. Reports every step as an event.
 */
typedef struct _SalonOpenaiChatPieces SalonOpenaiChatPieces;

/*
 * SalonOpenaiChatFragment:
 * @index: the call's number in the server's count, -1 if it gave none
 * @id: (nullable): the call's id; some servers give none, some only with the first fragment
 * @name: (nullable): the tool's name; some servers repeat it with every fragment
 * @arguments: (nullable): more of the arguments
 *
 * A piece of a tool call.
 */
typedef struct
{
  gint64 index;
  const char *id;
  const char *name;
  const char *arguments;
} SalonOpenaiChatFragment;

SalonOpenaiChatPieces *
salon_openai_chat_pieces_new (SalonLlmToolNames *names,
                              SalonLlmEventFunc  func,
                              gpointer           user_data);
void
salon_openai_chat_pieces_free (SalonOpenaiChatPieces *self);
void
salon_openai_chat_pieces_add_text (SalonOpenaiChatPieces *self,
                                   const char            *text);
void
salon_openai_chat_pieces_add_reasoning (SalonOpenaiChatPieces *self,
                                        const char            *text);
void
salon_openai_chat_pieces_add_fragment (SalonOpenaiChatPieces         *self,
                                       const SalonOpenaiChatFragment *fragment);
void
salon_openai_chat_pieces_count (SalonOpenaiChatPieces *self,
                                gsize                  size);
gsize
salon_openai_chat_pieces_get_size (SalonOpenaiChatPieces *self);
guint
salon_openai_chat_pieces_get_n_calls (SalonOpenaiChatPieces *self);
GPtrArray *
salon_openai_chat_pieces_finish (SalonOpenaiChatPieces *self,
                                 const char            *provider,
                                 SalonJsonDocument     *opaque,
                                 SalonJsonDocument     *first);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonOpenaiChatPieces, salon_openai_chat_pieces_free)

G_END_DECLS
