/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-openai-chat-stream.h"

G_BEGIN_DECLS

/*
 * SalonOpenaiChatBody:
 *
 * Takes the body of an answer as it comes in, and gives the stream reader its events.
 * What the body is shows in its first character, whatever its Content-Type says: a
 * stream of events, one JSON text of a server that does not stream, or a web page.
 */
typedef struct _SalonOpenaiChatBody SalonOpenaiChatBody;

SalonOpenaiChatBody *salon_openai_chat_body_new    (SalonOpenaiChatStream  *stream,
                                                    const char             *provider_name,
                                                    const char             *url);
void                 salon_openai_chat_body_free   (SalonOpenaiChatBody    *self);
gboolean             salon_openai_chat_body_push   (SalonOpenaiChatBody    *self,
                                                    const guint8           *data,
                                                    gsize                   length,
                                                    GError                **error);
gboolean             salon_openai_chat_body_finish (SalonOpenaiChatBody    *self,
                                                    GError                **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonOpenaiChatBody, salon_openai_chat_body_free)

G_END_DECLS
