/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-llm-request.h"
#include "salon-openai-chat-dialect.h"

G_BEGIN_DECLS

char *salon_openai_chat_write_request (SalonLlmRequest              *request,
                                       const char                   *provider,
                                       const SalonOpenaiChatDialect *dialect);

G_END_DECLS
