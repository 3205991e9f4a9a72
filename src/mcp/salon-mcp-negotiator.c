/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-negotiator-private.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "salon-mcp-client-private.h"
#include "salon-mcp-era-memory.h"
#include "salon-mcp-error.h"
#include "salon-mcp-exchange-private.h"
#include "salon-mcp-legacy-session-private.h"
#include "salon-mcp-modern-protocol-private.h"
#include "salon-mcp-verdict-private.h"

/* A server that knows server/discover answers it at once, when it runs already. One that does
 * not run yet, as npx or uvx fetch it, answers in the order of what it was sent: then the
 * handshake is on its way, too, and whichever it knows counts. */
#define PROBE_PATIENCE_US (10 * G_TIME_SPAN_SECOND)

typedef struct
{
  SalonMcpClient    *client;
  SalonMcpProbe      probe;
  SalonMcpExchange  *question;      /* server/discover, perhaps still unanswered */
  gboolean           was_renewed;   /* once is enough */
  GError            *legacy_error;  /* how the handshake failed, when that was tried first */
} Negotiator;

/* An answer to it means nothing any more. */
static void
drop_question (Negotiator *self)
{
  if (self->question != NULL && self->question->client != NULL)
    {
      salon_mcp_transport_abandon (self->client->transport, self->question);
      salon_mcp_exchange_reject (self->question,
                                 g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                                      _("The request was cancelled.")));
    }
  g_clear_object (&self->question);
}

static void
negotiator_free (gpointer data)
{
  Negotiator *self = data;

  g_clear_error (&self->legacy_error);
  drop_question (self);
  g_object_unref (self->client);
  g_free (self);
}

static gboolean
is_wanted (Negotiator  *self,
           GError     **error)
{
  if (self->client->state == SALON_MCP_CLIENT_OPENING)
    return TRUE;
  if (error != NULL && *error == NULL)
    g_set_error_literal (error, SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED,
                         _("The connection to the server was closed."));
  return FALSE;
}

/* Memory. */

static SalonMcpEraSetting
recall (Negotiator *self)
{
  if (self->client->era_memory == NULL)
    return SALON_MCP_ERA_AUTO;
  return salon_mcp_era_memory_lookup (self->client->era_memory, self->client->era_key);
}

static void
remember (Negotiator         *self,
          SalonMcpEraSetting  era)
{
  if (self->client->era_memory != NULL && self->client->era_setting == SALON_MCP_ERA_AUTO)
    salon_mcp_era_memory_store (self->client->era_memory, self->client->era_key, era);
}

/* Connections. */

static gboolean
start (Negotiator  *self,
       GError     **error)
{
  return dex_await (salon_mcp_transport_start (self->client->transport), error) &&
         is_wanted (self, error);
}

/* Goes on with @transport, which it takes, when the one so far is gone for good. */
static gboolean
change_transport (Negotiator         *self,
                  SalonMcpTransport  *transport,
                  GError            **error)
{
  g_autoptr (SalonMcpTransport) old = g_object_ref (self->client->transport);

  self->probe = salon_mcp_transport_get_probe (transport);
  salon_mcp_client_take_transport (self->client, transport);
  /* Two of a kind at once might be in each other's way. */
  dex_await (salon_mcp_transport_close (old), NULL);
  return is_wanted (self, error) && start (self, error);
}

/* Starts the server anew, as what it was asked has killed or confused it. */
static gboolean
renew (Negotiator  *self,
       GError     **error)
{
  SalonMcpTransport *transport = NULL;

  if (!self->was_renewed)
    transport = salon_mcp_transport_renew (self->client->transport);
  if (transport == NULL)
    return FALSE;
  self->was_renewed = TRUE;
  drop_question (self);
  salon_mcp_client_note (self->client,
                         _("The server is started anew, without the question it did not know."));
  return change_transport (self, transport, error);
}

/* The two eras. */

static gboolean
shake_hands (Negotiator  *self,
             GError     **error)
{
  SalonMcpEra *era = salon_mcp_legacy_session_new (self->client);

  salon_mcp_client_take_era (self->client, SALON_MCP_ERA_LEGACY, era);
  return dex_await (SALON_MCP_ERA_GET_IFACE (era)->open (era), error) && is_wanted (self, error);
}

/* Streamable HTTP came after HTTP+SSE; servers of that refuse a POST to where they only
 * serve GET (MCP 2025-03-26 “Transports”, backwards compatibility). */
static gboolean
may_fall_back (const GError *error)
{
  guint status = salon_mcp_error_get_http_status (error);

  return status == 400 || status == 404 || status == 405;
}

static gboolean
open_legacy (Negotiator  *self,
             GError     **error)
{
  g_autoptr (GError) refusal = NULL;
  SalonMcpTransport *other = NULL;

  if (shake_hands (self, &refusal))
    return TRUE;
  if (is_wanted (self, NULL) && may_fall_back (refusal))
    other = salon_mcp_transport_fall_back (self->client->transport);
  if (other == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  if (change_transport (self, other, NULL))
    return shake_hands (self, error);
  /* Why the server refused is of more use than that it is not of the oldest kind either. */
  if (is_wanted (self, error))
    g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

static void
accept_modern (Negotiator        *self,
               SalonJsonDocument *discovered)
{
  if (self->client->era_in_use != SALON_MCP_ERA_MODERN)
    salon_mcp_client_take_era (self->client, SALON_MCP_ERA_MODERN,
                               salon_mcp_modern_protocol_new (self->client));
  salon_mcp_modern_protocol_accept (SALON_MCP_MODERN_PROTOCOL (self->client->era), discovered);
  remember (self, SALON_MCP_ERA_MODERN);
}

/* The question. */

/* Asks and judges the answer; @error is set for all verdicts but MODERN. */
static SalonMcpVerdict
ask (Negotiator         *self,
     gint64              patience,
     SalonJsonDocument **discovered,
     GError            **error)
{
  g_autoptr (GError) failure = NULL;
  SalonMcpVerdict verdict = SALON_MCP_VERDICT_LEGACY;
  g_autoptr (DexFuture) answer = NULL;
  gint64 limit = self->client->open_timeout;

  drop_question (self);
  self->question = salon_mcp_client_start_probe (self->client, "server/discover",
                                                 limit > 0 ? 2 * limit + patience : 0);
  answer = salon_mcp_exchange_await_result (self->question);
  if (patience > 0)
    dex_await (dex_future_first (dex_ref (answer),
                                 salon_clock_sleep (self->client->clock, patience), NULL),
               NULL);
  else
    dex_await (dex_ref (answer), NULL);

  if (dex_future_is_pending (answer))
    {
      g_set_error_literal (error, SALON_MCP_ERROR, SALON_MCP_ERROR_TIMED_OUT,
                           _("The server did not answer the question what it speaks."));
      return self->probe == SALON_MCP_PROBE_HTTP ? SALON_MCP_VERDICT_OUTAGE
                                                 : SALON_MCP_VERDICT_LEGACY;
    }
  *discovered = dex_await_boxed (g_steal_pointer (&answer), &failure);
  if (*discovered == NULL)
    {
      verdict = salon_mcp_verdict_of_error (failure, self->probe);
      if (verdict == SALON_MCP_VERDICT_FOREIGN)
        g_set_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_UNSUPPORTED_VERSION,
                     _("The server speaks versions of the protocol that Salon does not know yet: "
                       "Salon speaks "
                       "%s and older ones. One of them has to be brought up to date."),
                     SALON_MCP_MODERN_VERSION);
      else
        g_propagate_error (error, g_steal_pointer (&failure));
      return verdict;
    }
  verdict = salon_mcp_verdict_of_result (salon_json_document_get_root (*discovered));
  if (verdict != SALON_MCP_VERDICT_MODERN)
    {
      g_clear_pointer (discovered, salon_json_document_unref);
      g_set_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_UNSUPPORTED_VERSION,
                   _("The server does not speak version %s of the protocol."),
                   SALON_MCP_MODERN_VERSION);
    }
  return verdict;
}

/* Asks, and once more when the server names a version that Salon speaks – even the very one
 * it was asked in. */
static SalonMcpVerdict
probe (Negotiator         *self,
       gint64              patience,
       SalonJsonDocument **discovered,
       GError            **error)
{
  g_autoptr (GError) first = NULL;
  SalonMcpVerdict verdict = SALON_MCP_VERDICT_LEGACY;

  salon_mcp_client_take_era (self->client, SALON_MCP_ERA_MODERN,
                             salon_mcp_modern_protocol_new (self->client));
  verdict = ask (self, patience, discovered, &first);
  if (verdict == SALON_MCP_VERDICT_ASK_AGAIN && is_wanted (self, NULL))
    {
      g_clear_error (&first);
      verdict = ask (self, patience, discovered, &first);
      /* It is modern, so there is nothing to fall back to. */
      if (verdict != SALON_MCP_VERDICT_MODERN && verdict != SALON_MCP_VERDICT_OUTAGE)
        verdict = SALON_MCP_VERDICT_REFUSED;
    }
  if (first != NULL)
    g_propagate_error (error, g_steal_pointer (&first));
  return verdict;
}

static gboolean
open_modern (Negotiator  *self,
             GError     **error)
{
  g_autoptr (SalonJsonDocument) discovered = NULL;

  if (probe (self, self->client->open_timeout, &discovered, error) != SALON_MCP_VERDICT_MODERN ||
      !is_wanted (self, error))
    return FALSE;
  accept_modern (self, discovered);
  return TRUE;
}

/* A server that was not up yet when it was asked may have answered since. */
static SalonJsonDocument *
take_late_answer (Negotiator *self)
{
  g_autoptr (DexFuture) answer = NULL;
  const GValue *value = NULL;
  SalonJsonDocument *document = NULL;

  if (self->question == NULL)
    return NULL;
  answer = salon_mcp_exchange_await_result (self->question);
  if (!dex_future_is_resolved (answer))
    return NULL;
  value = dex_future_get_value (answer, NULL);
  document = g_value_get_boxed (value);
  if (salon_mcp_verdict_of_result (
      salon_json_document_get_root (document)) != SALON_MCP_VERDICT_MODERN)
    return NULL;
  return salon_json_document_ref (document);
}

/* The handshake, after a question that the server did not know. */
static gboolean
open_legacy_after_question (Negotiator       *self,
                            SalonMcpVerdict   verdict,
                            GError          **error)
{
  g_autoptr (SalonJsonDocument) discovered = NULL;
  g_autoptr (GError) failure = NULL;
  gboolean is_up = TRUE;

  /* It was tried already, and to try on would go round in circles. */
  if (self->legacy_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->legacy_error));
      return FALSE;
    }
  if (verdict == SALON_MCP_VERDICT_DIED)
    is_up = renew (self, &failure);
  if (is_up && open_legacy (self, &failure))
    {
      remember (self, SALON_MCP_ERA_LEGACY);
      return TRUE;
    }
  if (is_wanted (self, NULL) && (discovered = take_late_answer (self)) != NULL)
    {
      accept_modern (self, discovered);
      return TRUE;
    }
  /* The question may have put it out of order: once more, without. */
  if (is_wanted (self, NULL) && self->probe == SALON_MCP_PROBE_PIPE && !self->was_renewed &&
      (g_error_matches (failure, SALON_MCP_ERROR, SALON_MCP_ERROR_TIMED_OUT) ||
       g_error_matches (failure, SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED)))
    {
      g_clear_error (&failure);
      if (renew (self, &failure) && open_legacy (self, &failure))
        {
          remember (self, SALON_MCP_ERA_LEGACY);
          return TRUE;
        }
    }
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* Whether a server that is remembered as legacy may have become another one. */
static gboolean
may_have_changed (const GError *error)
{
  guint status = salon_mcp_error_get_http_status (error);

  return g_error_matches (error, SALON_MCP_ERROR, SALON_MCP_ERROR_REMOTE) ||
         g_error_matches (error, SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL) ||
         g_error_matches (error, SALON_MCP_ERROR, SALON_MCP_ERROR_UNSUPPORTED_VERSION) ||
         (status >= 400 && status < 500 && status != 401 && status != 403);
}

static gboolean
open_remembered_legacy (Negotiator  *self,
                        GError     **error)
{
  g_autoptr (GError) failure = NULL;

  if (open_legacy (self, &failure))
    return TRUE;
  /* A server that is not there says nothing of what it speaks. */
  if (is_wanted (self, NULL) && may_have_changed (failure) && self->probe != SALON_MCP_PROBE_NONE)
    {
      remember (self, SALON_MCP_ERA_AUTO);
      self->legacy_error = g_steal_pointer (&failure);
      return FALSE;
    }
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
open_unknown (Negotiator  *self,
              GError     **error)
{
  g_autoptr (SalonJsonDocument) discovered = NULL;
  g_autoptr (GError) failure = NULL;
  SalonMcpEraSetting remembered = recall (self);
  gint64 patience = self->client->open_timeout;
  SalonMcpVerdict verdict = SALON_MCP_VERDICT_LEGACY;

  if (remembered == SALON_MCP_ERA_LEGACY)
    {
      if (open_remembered_legacy (self, error))
        return TRUE;
      if (self->legacy_error == NULL)
        return FALSE;
    }
  if (self->probe == SALON_MCP_PROBE_PIPE && remembered != SALON_MCP_ERA_MODERN &&
      (patience == 0 || patience > PROBE_PATIENCE_US))
    patience = PROBE_PATIENCE_US;
  verdict = probe (self, patience, &discovered, &failure);
  if (!is_wanted (self, error))
    return FALSE;

  switch (verdict)
    {
    case SALON_MCP_VERDICT_MODERN:
      accept_modern (self, discovered);
      return TRUE;
    case SALON_MCP_VERDICT_LEGACY:
    case SALON_MCP_VERDICT_DIED:
      return open_legacy_after_question (self, verdict, error);
    case SALON_MCP_VERDICT_ASK_AGAIN:
    case SALON_MCP_VERDICT_FOREIGN:
    case SALON_MCP_VERDICT_REFUSED:
    case SALON_MCP_VERDICT_OUTAGE:
    default:
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
}

static gboolean
negotiate (Negotiator  *self,
           GError     **error)
{
  if (!start (self, error))
    return FALSE;
  switch (self->client->era_setting)
    {
    case SALON_MCP_ERA_LEGACY:
      return open_legacy (self, error);
    case SALON_MCP_ERA_MODERN:
      return open_modern (self, error);
    case SALON_MCP_ERA_AUTO:
    default:
      return self->probe == SALON_MCP_PROBE_NONE ? open_legacy (self, error)
                                                 : open_unknown (self, error);
    }
}

static DexFuture *
negotiate_fiber (gpointer user_data)
{
  Negotiator *self = user_data;
  g_autoptr (GError) error = NULL;

  if (negotiate (self, &error))
    return dex_future_new_true ();
  if (error == NULL)
    g_set_error_literal (&error, SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED,
                         _("The server ended before it had answered."));
  return dex_future_new_for_error (g_steal_pointer (&error));
}

/*
 * salon_mcp_negotiator_run:
 * @client: a client that is being opened
 *
 * Starts the server, finds out which generation of the protocol it speaks – or takes what the
 * client was set to – and makes the connection ready.
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture *
salon_mcp_negotiator_run (SalonMcpClient *client)
{
  Negotiator *self = g_new0 (Negotiator, 1);

  self->client = g_object_ref (client);
  self->probe = salon_mcp_transport_get_probe (client->transport);
  return dex_scheduler_spawn (NULL, 0, negotiate_fiber, self, negotiator_free);
}
