/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"

#include "salon-llm-event.h"
#include "salon-llm-request.h"
#include "salon-llm-reply.h"

G_BEGIN_DECLS

/* Collects events as one line of text each; user_data is a GPtrArray of char *. */
void               llm_test_record_event  (const SalonLlmEvent *event,
                                           gpointer             user_data);
GPtrArray         *llm_test_events_new    (void);

/* A file of tests/llm/data, or of another folder. */
char              *llm_test_read_file     (const char          *path,
                                           gsize               *length);
SalonJsonDocument *llm_test_parse         (const char          *text);
SalonLlmTool      *llm_test_tool          (const char          *name,
                                           const char          *description,
                                           const char          *schema);
void               llm_test_add_text      (SalonLlmRequest     *request,
                                           SalonLlmRole         role,
                                           const char          *text);

/* Holds what happened against a golden file: “events”, one line each as recorded above,
 * and either “reply” or “error” with “words” of its message. “made_up_ids” says that the
 * calls' ids are made up, and “*” stands for them.
 */
void               llm_test_compare       (const SalonJson     *expected,
                                           GPtrArray           *events,
                                           SalonLlmReply       *reply,
                                           const GError        *error);

G_END_DECLS
