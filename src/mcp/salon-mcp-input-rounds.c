/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-input-rounds-private.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "salon-core-error.h"
#include "salon-mcp-client-private.h"
#include "salon-mcp-error.h"
#include "salon-mcp-exchange-private.h"
#include "salon-mcp-input-private.h"

/* A result that is a question: it is answered, and the request sent once more with the answers
 * (MCP 2026-07-28 “Multi round-trip requests”). */

/* A server that has not enough by then never will. */
#define MAX_ROUNDS 16
#define MAX_QUESTIONS 16

/* Between two attempts when there is nothing to be asked. */
#define FIRST_DELAY_US (250 * G_TIME_SPAN_MILLISECOND)
#define MAX_DELAY_US (5 * G_TIME_SPAN_SECOND)

typedef struct
{
  SalonMcpModernProtocol *protocol;
  SalonMcpExchange       *exchange;  /* knows the client as long as that is of interest */
  SalonJsonDocument      *result;    /* owns keys and state */
  const char             *state;
  GPtrArray              *keys;      /* const char */
  GPtrArray              *answers;   /* DexFuture */
  gboolean                is_paused;
} Round;

/* Whatever way a round ends – with it, the clock runs on. */
static void
round_free (gpointer data)
{
  Round *round = data;

  if (round->is_paused)
    salon_mcp_exchange_resume_deadline (round->exchange);
  g_clear_pointer (&round->keys, g_ptr_array_unref);
  g_clear_pointer (&round->answers, g_ptr_array_unref);
  g_clear_pointer (&round->result, salon_json_document_unref);
  g_object_unref (round->exchange);
  g_object_unref (round->protocol);
  g_free (round);
}

static void
reject_as_invalid (SalonMcpExchange *exchange,
                   const char       *why)
{
  salon_mcp_exchange_reject (exchange,
                             g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL,
                                          _("The server asked for more before answering “%s”, "
                                            "but not in a way "
                                            "that has a meaning. %s"),
                                          exchange->method, why));
}

/* What it means for the request that a question was not answered. */
static GError *
describe_failure (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                _("The request was given up, as what the server asked for was "
                                  "refused."));
  if (error->domain == SALON_CORE_ERROR)
    return g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL,
                        _("What the server asked for makes no sense. %s"), error->message);
  return g_error_copy (error);
}

/* Why one of the questions was not answered; transfer full. */
static GError *
find_failure (Round *round)
{
  for (guint i = 0; i < round->answers->len; i++)
    {
      DexFuture *answer = g_ptr_array_index (round->answers, i);
      GError *error = NULL;

      if (dex_future_is_rejected (answer) && dex_future_get_value (answer, &error) == NULL)
        return error;
    }
  return g_error_new_literal (SALON_MCP_ERROR, SALON_MCP_ERROR_FAILED,
                              _("The answer to the server's request is missing."));
}

static SalonJsonDocument *
collect_answers (Round *round)
{
  g_autoptr (SalonJsonWriter) writer = NULL;

  if (round->keys->len == 0)
    return NULL;
  writer = salon_json_writer_new ();
  salon_json_writer_begin_object (writer, NULL);
  for (guint i = 0; i < round->keys->len; i++)
    {
      const GValue *value = dex_future_get_value (g_ptr_array_index (round->answers, i), NULL);

      if (value != NULL && G_VALUE_HOLDS (value, SALON_TYPE_JSON_DOCUMENT))
        salon_json_writer_add_value (writer, g_ptr_array_index (round->keys, i),
                                     salon_json_document_get_root (g_value_get_boxed (value)));
    }
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish_document (writer);
}

static DexFuture *
on_answered_cb (DexFuture *future,
                gpointer   user_data)
{
  Round *round = user_data;
  g_autoptr (SalonJsonDocument) answers = NULL;
  g_autoptr (GError) error = NULL;

  if (round->exchange->client == NULL)
    return NULL;
  if (round->is_paused)
    salon_mcp_exchange_resume_deadline (round->exchange);
  round->is_paused = FALSE;
  if (!dex_future_is_resolved (future))
    {
      error = find_failure (round);
      salon_mcp_exchange_reject (round->exchange, describe_failure (error));
      return NULL;
    }
  answers = collect_answers (round);
  salon_mcp_modern_protocol_write_again (round->protocol, round->exchange,
                                         answers != NULL ? salon_json_document_get_root (answers)
                                                         : NULL,
                                         round->state);
  return NULL;
}

/* The questions of a round; FALSE when one of them can't be asked. */
static gboolean
read_questions (Round *round,
                GArray *kinds)
{
  const SalonJson *root = salon_json_document_get_root (round->result);
  const SalonJson *requests = salon_json_get_member (root, "inputRequests");
  const SalonJson *request = NULL;
  const char *key = NULL;
  SalonJsonIter iter;

  if (requests != NULL && !salon_json_is_object (requests))
    return FALSE;
  if (salon_json_get_length (requests) > MAX_QUESTIONS)
    return FALSE;
  salon_json_iter_init (&iter, requests);
  while (salon_json_iter_next (&iter, &key, &request))
    {
      const char *method = salon_json_as_string (salon_json_get_member (request, "method"));
      SalonMcpInputHandler *handler = salon_mcp_client_get_input_handler (round->exchange->client);
      SalonMcpInputKind kind = SALON_MCP_INPUT_SAMPLING;

      /* What was not declared must not be asked for either. */
      if (method == NULL || !salon_mcp_input_find_kind (method, &kind) || handler == NULL ||
          !salon_mcp_input_handler_can (handler, kind))
        return FALSE;
      g_ptr_array_add (round->keys, (char *) key);
      g_array_append_val (kinds, kind);
    }
  return TRUE;
}

static DexFuture *
ask (Round  *round,
     GArray *kinds)
{
  const SalonJson *requests =
    salon_json_get_member (salon_json_document_get_root (round->result), "inputRequests");

  /* Whoever is asked may take their time. */
  salon_mcp_exchange_pause_deadline (round->exchange);
  round->is_paused = TRUE;
  for (guint i = 0; i < kinds->len; i++)
    {
      const SalonJson *request =
        salon_json_get_member (requests, g_ptr_array_index (round->keys, i));

      g_ptr_array_add (round->answers,
                       salon_mcp_input_ask (round->exchange->client,
                                            g_array_index (kinds, SalonMcpInputKind, i),
                                            salon_json_get_member (request, "params")));
    }
  return dex_future_allv ((DexFuture **) round->answers->pdata, round->answers->len);
}

static Round *
round_new (SalonMcpModernProtocol *protocol,
           SalonMcpExchange       *exchange,
           const SalonJson        *result)
{
  Round *round = g_new0 (Round, 1);

  round->protocol = g_object_ref (protocol);
  round->exchange = g_object_ref (exchange);
  round->result = salon_json_document_copy (result);
  round->keys = g_ptr_array_new ();
  round->answers = g_ptr_array_new_with_free_func (dex_unref);
  return round;
}

/*
 * salon_mcp_input_rounds_begin:
 * @result: a result of the type “input_required”
 *
 * Has the server's questions answered, and then the request sent again.
 */
void
salon_mcp_input_rounds_begin (SalonMcpModernProtocol *protocol,
                              SalonMcpClient         *client,
                              SalonMcpExchange       *exchange,
                              const SalonJson        *result)
{
  Round *round = round_new (protocol, exchange, result);
  const SalonJson *state =
    salon_json_get_member (salon_json_document_get_root (round->result), "requestState");
  g_autoptr (GArray) kinds = g_array_new (FALSE, FALSE, sizeof (SalonMcpInputKind));
  DexFuture *answers = NULL;
  /* When the answers are there at once, the exchange may be over before this function is. */
  g_autoptr (SalonMcpExchange) keep = g_object_ref (exchange);

  round->state = salon_json_as_string (state);
  if (++exchange->rounds > MAX_ROUNDS)
    reject_as_invalid (exchange, _("It asked again and again."));
  else if (state != NULL && round->state == NULL)
    reject_as_invalid (exchange, _("What it wants to have back is no text."));
  else if (!read_questions (round, kinds))
    reject_as_invalid (exchange, _("It asked for something that Salon has not offered."));
  else if (state == NULL && kinds->len == 0)
    reject_as_invalid (exchange, _("It did not say what it needs."));
  if (exchange->client == NULL)
    {
      round_free (round);
      return;
    }

  salon_mcp_client_suspend_exchange (client, exchange);
  if (kinds->len > 0)
    answers = ask (round, kinds);
  else
    answers = salon_clock_sleep (client->clock,
                                 MIN (FIRST_DELAY_US << MIN (exchange->rounds - 1, 8),
                                      MAX_DELAY_US));
  dex_clear (&exchange->work);
  exchange->work = dex_future_finally (answers, on_answered_cb, round, round_free);
}
