/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"
#include "salon-llm-format.h"

G_BEGIN_DECLS

/* One provider that takes part in a chat. */
typedef struct
{
  const char *id;
  const char *model;
  const char *path;     /* of its requests */
  const char *dialect;  /* of OpenAI's APIs, else NULL */
  gboolean judged;      /* whether its requests are nothing but what the vendor documents */
} LlmTestVoice;

/* What a provider answers, whatever its wire format. */
typedef struct
{
  const char *reasoning;
  const char *text;
  guint n_calls;
  const char *names[4];     /* of tools, as they are offered */
  const char *ids[4];       /* NULL: what is usual */
  const char *arguments[4]; /* JSON text, but for a call that is broken */
} LlmTestAnswerScript;

guint               llm_test_voices_get_n  (void);
const LlmTestVoice *llm_test_voices_get    (guint                      position);
char               *llm_test_voices_write  (const LlmTestVoice        *voice,
                                            SalonLlmRequest           *request);
SalonLlmReply      *llm_test_voices_answer (const LlmTestVoice        *voice,
                                            SalonLlmRequest           *request,
                                            const LlmTestAnswerScript *script,
                                            guint                      number);

/* Checks a request against the rules of its API that go across messages and that no schema
 * has; fails the test where one is broken. It shares no code with what writes requests.
 */
void                llm_test_rules_check   (const LlmTestVoice        *voice,
                                            const char                *text);

G_END_DECLS
