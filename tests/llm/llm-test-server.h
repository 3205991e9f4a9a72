/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libsoup/soup.h>

#include "salon-llm-provider.h"
#include "salon-manual-clock.h"
#include "salon-http-client.h"

G_BEGIN_DECLS

/* What the server answers to one request. */
typedef struct
{
  guint status;
  const char *headers;      /* “Name: value” lines */
  const char *content_type;
  const char *body;
  gssize length;            /* -1: body ends with a NUL */
  const gsize *cuts;        /* body is sent in pieces up to these places, 0 ends them */
  gboolean cut;             /* hang up instead of ending the body */
  gboolean hang;            /* neither end the body nor hang up */
} LlmTestAnswer;

typedef struct
{
  SoupServer *server;
  char *base_url;
  const LlmTestAnswer *answers;    /* the last one again and again */
  guint n_answers;
  guint n_requests;
  char *path;
  char *query;                     /* its api-version */
  char *body;
  SoupMessageHeaders *headers;
  gint64 thinking_time;            /* microseconds that pass before each answer */
  gboolean hung_up;
  GSource *watch;

  SalonManualClock *clock;
  SalonHttpClient *http_client;
  SalonLlmProvider *provider;
  SalonLlmRequest *request;
  GPtrArray *events;
} LlmTestServer;

/* A server in this process that answers as told, and a provider that asks it. */
LlmTestServer *llm_test_server_new          (const LlmTestAnswer *answers,
                                             guint                n_answers);
void           llm_test_server_free         (LlmTestServer       *fixture);
void           llm_test_server_set_provider (LlmTestServer       *fixture,
                                             const char          *base_url,
                                             const char          *key,
                                             GHashTable          *headers);
DexFuture     *llm_test_server_start        (LlmTestServer       *fixture);
SalonLlmReply *llm_test_server_run          (LlmTestServer       *fixture,
                                             GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LlmTestServer, llm_test_server_free)

G_END_DECLS
