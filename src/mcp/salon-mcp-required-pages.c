/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-required-pages-private.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "salon-mcp-client-private.h"
#include "salon-mcp-elicitation.h"
#include "salon-mcp-error.h"
#include "salon-mcp-exchange-private.h"
#include "salon-mcp-input-private.h"
#include "salon-mcp-request-private.h"

/* A request that fails because the user has to visit a page first (2025-11-25 “Elicitation”,
 * URLElicitationRequiredError): they are asked, and once they are done, the request is made
 * again. */

#define CODE_PAGES_REQUIRED (-32042)

#define MAX_ROUNDS 3
#define MAX_PAGES 16

typedef struct
{
  SalonMcpClient   *client;
  SalonMcpExchange *exchange;
  GPtrArray        *ids;         /* of the pages; char */
  GPtrArray        *answers;     /* DexFuture */
  DexPromise       *completed;   /* the server says that the user is done */
  gulong            handler;
  gboolean          is_paused;
} Visit;

static void
visit_free (gpointer data)
{
  Visit *visit = data;

  if (visit->is_paused)
    salon_mcp_exchange_resume_deadline (visit->exchange);
  g_clear_signal_handler (&visit->handler, visit->client);
  for (guint i = 0; i < visit->ids->len; i++)
    g_hash_table_remove (visit->client->open_elicitations, g_ptr_array_index (visit->ids, i));
  g_ptr_array_unref (visit->ids);
  g_ptr_array_unref (visit->answers);
  dex_clear (&visit->completed);
  g_object_unref (visit->exchange);
  g_object_unref (visit->client);
  g_free (visit);
}

static gboolean
is_completed (Visit *visit)
{
  for (guint i = 0; i < visit->ids->len; i++)
    if (g_hash_table_contains (visit->client->open_elicitations, g_ptr_array_index (visit->ids, i)))
      return FALSE;
  return visit->ids->len > 0;
}

static void
on_complete_cb (Visit *visit)
{
  if (is_completed (visit) && dex_future_is_pending (DEX_FUTURE (visit->completed)))
    dex_promise_resolve_boolean (visit->completed, TRUE);
}

static DexFuture *
on_retry_cb (DexFuture *future,
             gpointer   user_data)
{
  Visit *visit = user_data;
  SalonMcpClient *client = visit->client;
  g_autoptr (SalonJsonDocument) request = NULL;
  g_autoptr (GError) error = NULL;
  SalonMcpParams params = { 0 };
  char *text;

  if (visit->exchange->client == NULL)
    return NULL;
  if (dex_future_get_value (future, &error) == NULL)
    {
      salon_mcp_exchange_reject (visit->exchange, g_steal_pointer (&error));
      return NULL;
    }
  if (visit->is_paused)
    salon_mcp_exchange_resume_deadline (visit->exchange);
  visit->is_paused = FALSE;
  request = salon_mcp_request_read_back (visit->exchange, &params);
  salon_mcp_client_renumber (client, visit->exchange);
  text = SALON_MCP_ERA_GET_IFACE (client->era)->write_request (
    client->era, visit->exchange, params.members != NULL ? &params : NULL);
  salon_mcp_client_send_again (client, visit->exchange, text);
  return NULL;
}

static gboolean
is_accepted (DexFuture *answer)
{
  const GValue *value = dex_future_get_value (answer, NULL);
  const SalonJson *root = salon_json_document_get_root (g_value_get_boxed (value));

  return g_strcmp0 (salon_json_as_string (salon_json_get_member (root, "action")), "accept") == 0;
}

/* The user has agreed, or not. Agreeing is not being done: that the server says, or the user,
 * who is offered to try again. */
static DexFuture *
on_answered_cb (DexFuture *future,
                gpointer   user_data)
{
  Visit *visit = user_data;
  GError *error = NULL;

  if (dex_future_get_value (future, &error) == NULL)
    return dex_future_new_for_error (error);
  for (guint i = 0; i < visit->answers->len; i++)
    if (!is_accepted (g_ptr_array_index (visit->answers, i)))
      return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s",
                                    _("The request was given up, as the page it needs was not "
                                      "visited."));
  on_complete_cb (visit);
  return dex_future_first (dex_ref (visit->completed),
                           salon_mcp_input_handler_offer_retry (
                               salon_mcp_client_get_input_handler (visit->client),
                                                                visit->client),
                           NULL);
}

static void
ask (Visit           *visit,
     const SalonJson *pages)
{
  const SalonJson *page = NULL;
  SalonJsonIter iter;

  salon_mcp_exchange_pause_deadline (visit->exchange);
  visit->is_paused = TRUE;
  salon_json_iter_init (&iter, pages);
  while (salon_json_iter_next (&iter, NULL, &page))
    {
      const char *id = salon_json_as_string (salon_json_get_member (page, "elicitationId"));

      g_ptr_array_add (visit->answers,
                       salon_mcp_input_ask (visit->client, SALON_MCP_INPUT_ELICITATION, page));
      if (id != NULL)
        g_ptr_array_add (visit->ids, g_strdup (id));
    }
}

static gboolean
are_pages (const SalonJson *pages)
{
  const SalonJson *page = NULL;
  SalonJsonIter iter;

  if (!salon_json_is_array (pages) || salon_json_get_length (pages) == 0 ||
      salon_json_get_length (pages) > MAX_PAGES)
    return FALSE;
  salon_json_iter_init (&iter, pages);
  while (salon_json_iter_next (&iter, NULL, &page))
    if (g_strcmp0 (salon_json_as_string (salon_json_get_member (page, "mode")), "url") != 0)
      return FALSE;
  return TRUE;
}

/*
 * salon_mcp_required_pages_begin:
 *
 * Returns: whether @error wants pages to be visited, and the exchange goes on after that
 */
gboolean
salon_mcp_required_pages_begin (SalonMcpClient   *client,
                                SalonMcpExchange *exchange,
                                const GError     *error)
{
  SalonMcpInputHandler *handler = salon_mcp_client_get_input_handler (client);
  const SalonJson *pages = NULL;
  Visit *visit = NULL;
  DexFuture *answers = NULL;
  g_autoptr (SalonMcpExchange) keep = g_object_ref (exchange);

  if (salon_mcp_error_get_code (error) != CODE_PAGES_REQUIRED ||
      salon_mcp_client_is_modern (client) ||
      handler == NULL || !salon_mcp_input_handler_can (handler, SALON_MCP_INPUT_ELICITATION_URL))
    return FALSE;
  pages = salon_json_get_member (salon_mcp_error_get_data (error), "elicitations");
  if (!are_pages (pages) || ++exchange->rounds > MAX_ROUNDS)
    return FALSE;

  visit = g_new0 (Visit, 1);
  visit->client = g_object_ref (client);
  visit->exchange = g_object_ref (exchange);
  visit->ids = g_ptr_array_new_with_free_func (g_free);
  visit->answers = g_ptr_array_new_with_free_func (dex_unref);
  visit->completed = dex_promise_new ();
  visit->handler = g_signal_connect_swapped (client,
                                             "notification::notifications/elicitation/complete",
                                             G_CALLBACK (on_complete_cb), visit);
  salon_mcp_client_suspend_exchange (client, exchange);
  ask (visit, pages);
  answers = dex_future_allv ((DexFuture **) visit->answers->pdata, visit->answers->len);
  dex_clear (&exchange->work);
  exchange->work = dex_future_finally (dex_future_then (answers, on_answered_cb, visit, NULL),
                                       on_retry_cb, visit,
                                       visit_free);
  return TRUE;
}
