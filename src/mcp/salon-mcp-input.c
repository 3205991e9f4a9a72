/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-input-private.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "salon-core-error.h"
#include "salon-mcp-client-private.h"
#include "salon-mcp-elicitation.h"
#include "salon-mcp-error.h"
#include "salon-mcp-sampling-private.h"

/* One question of a server, from its arrival to the answer that goes back: the same for a
 * request of a legacy server, an entry of “inputRequests” and one of a task. What is asked is
 * checked before the handler sees it, what it answers before the server does. */

typedef struct
{
  SalonMcpClient    *client;
  SalonMcpInputKind  kind;
  SalonJsonDocument *params;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->client);
  g_clear_pointer (&question->params, salon_json_document_unref);
  g_free (question);
}

/* The kind of question a method is; FALSE when it is none. */
gboolean
salon_mcp_input_find_kind (const char        *method,
                           SalonMcpInputKind *kind)
{
  if (strcmp (method, "sampling/createMessage") == 0)
    *kind = SALON_MCP_INPUT_SAMPLING;
  else if (strcmp (method, "elicitation/create") == 0)
    *kind = SALON_MCP_INPUT_ELICITATION;
  else if (strcmp (method, "roots/list") == 0)
    *kind = SALON_MCP_INPUT_ROOTS;
  else
    return FALSE;
  return TRUE;
}

static gboolean
can (SalonMcpClient    *client,
     SalonMcpInputKind  kind)
{
  return salon_mcp_input_handler_can (salon_mcp_client_get_input_handler (client), kind);
}

/* The elicitation that was asked for, or NULL with an error that is the server's mistake. */
static SalonMcpElicitation *
read_elicitation (SalonMcpClient   *client,
                  const SalonJson  *params,
                  GError          **error)
{
  g_autoptr (SalonMcpElicitation) elicitation = salon_mcp_elicitation_new (params, error);

  if (elicitation == NULL)
    return NULL;
  /* A mode that was not declared is refused (MCP 2025-11-25 “Elicitation”). */
  if (salon_mcp_elicitation_get_mode (elicitation) == SALON_MCP_ELICITATION_URL &&
      !can (client, SALON_MCP_INPUT_ELICITATION_URL))
    {
      g_set_error_literal (error, SALON_CORE_ERROR, SALON_CORE_ERROR_WRONG_TYPE,
                           "Elicitation by URL was not declared");
      return NULL;
    }
  return g_steal_pointer (&elicitation);
}

static gboolean
check_question (SalonMcpClient     *client,
                SalonMcpInputKind   kind,
                const SalonJson    *params,
                GError            **error)
{
  g_autoptr (SalonMcpElicitation) elicitation = NULL;

  switch (kind)
    {
    case SALON_MCP_INPUT_SAMPLING:
      return salon_mcp_sampling_check (params, can (client, SALON_MCP_INPUT_SAMPLING_TOOLS), error);
    case SALON_MCP_INPUT_ELICITATION:
      elicitation = read_elicitation (client, params, error);
      if (elicitation == NULL)
        return FALSE;
      if (salon_mcp_elicitation_get_id (elicitation) != NULL)
        g_hash_table_add (client->open_elicitations,
                          g_strdup (salon_mcp_elicitation_get_id (elicitation)));
      return TRUE;
    case SALON_MCP_INPUT_ROOTS:
    case SALON_MCP_INPUT_SAMPLING_TOOLS:
    case SALON_MCP_INPUT_ELICITATION_URL:
    default:
      return TRUE;
    }
}

static gboolean
check_roots (const SalonJson  *answer,
             GError          **error)
{
  const SalonJson *roots = salon_json_get_member (answer, "roots");
  const SalonJson *root = NULL;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, salon_json_is_array (roots) ? roots : NULL);
  while (salon_json_iter_next (&iter, NULL, &root))
    {
      const char *uri = salon_json_as_string (salon_json_get_member (root, "uri"));

      if (uri == NULL || !g_str_has_prefix (uri, "file:///"))
        {
          g_set_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_FAILED,
                       _("“%s” can't be a root: roots are local folders, as file:// addresses."),
                       uri != NULL ? uri : "");
          return FALSE;
        }
    }
  return TRUE;
}

/* The answer as it goes to the server, or NULL with an error. */
static SalonJsonDocument *
check_answer (Question           *question,
              SalonJsonDocument  *answer,
              GError            **error)
{
  const SalonJson *root = salon_json_document_get_root (answer);
  g_autoptr (SalonMcpElicitation) elicitation = NULL;

  switch (question->kind)
    {
    case SALON_MCP_INPUT_ELICITATION:
      elicitation = salon_mcp_elicitation_new (salon_json_document_get_root (question->params),
                                               error);
      return elicitation != NULL ? salon_mcp_elicitation_check_result (elicitation, root,
                                                                       error) : NULL;
    case SALON_MCP_INPUT_ROOTS:
      return check_roots (root, error) ? salon_json_document_ref (answer) : NULL;
    case SALON_MCP_INPUT_SAMPLING:
    case SALON_MCP_INPUT_SAMPLING_TOOLS:
    case SALON_MCP_INPUT_ELICITATION_URL:
    default:
      return salon_json_document_ref (answer);
    }
}

static DexFuture *
on_answer_cb (DexFuture *future,
              gpointer   user_data)
{
  Question *question = user_data;
  const GValue *value = dex_future_get_value (future, NULL);
  g_autoptr (GError) error = NULL;
  SalonJsonDocument *answer = NULL;

  if (!G_VALUE_HOLDS (value, SALON_TYPE_JSON_DOCUMENT))
    return dex_future_new_reject (SALON_MCP_ERROR, SALON_MCP_ERROR_FAILED, "%s",
                                  _("The answer to the server's request is missing."));
  answer = check_answer (question, g_value_get_boxed (value), &error);
  /* It is not the server that made the mistake, whatever the error's domain. */
  if (answer == NULL)
    return dex_future_new_reject (SALON_MCP_ERROR, SALON_MCP_ERROR_FAILED,
                                  _("The answer does not fit the question: %s"), error->message);
  return dex_future_new_take_boxed (SALON_TYPE_JSON_DOCUMENT, answer);
}

/*
 * salon_mcp_input_ask:
 * @kind: what is asked: one of the kinds that are methods
 * @params: (nullable): the parameters; copied
 *
 * Has the client's handler answer. Rejected with %SALON_CORE_ERROR when the server's question
 * makes no sense, with %SALON_MCP_ERROR_UNSUPPORTED when it was not declared that such are
 * answered, and as told for #SalonMcpInputHandler otherwise.
 *
 * Returns: (transfer full): a future of the result object, a #SalonJsonDocument
 */
DexFuture *
salon_mcp_input_ask (SalonMcpClient    *client,
                     SalonMcpInputKind  kind,
                     const SalonJson   *params)
{
  SalonMcpInputHandler *handler = salon_mcp_client_get_input_handler (client);
  Question *question = NULL;
  const SalonJson *own = NULL;
  DexFuture *answer = NULL;
  GError *error = NULL;

  if (handler == NULL || !salon_mcp_input_handler_can (handler, kind))
    return dex_future_new_reject (SALON_MCP_ERROR, SALON_MCP_ERROR_UNSUPPORTED, "%s",
                                  _("Salon does not answer this kind of request."));
  if (!check_question (client, kind, params, &error))
    return dex_future_new_for_error (error);

  question = g_new0 (Question, 1);
  question->client = g_object_ref (client);
  question->kind = kind;
  if (params != NULL)
    {
      question->params = salon_json_document_copy (params);
      own = salon_json_document_get_root (question->params);
    }
  if (kind == SALON_MCP_INPUT_SAMPLING)
    answer = salon_mcp_input_handler_sample (handler, client, own);
  else if (kind == SALON_MCP_INPUT_ELICITATION)
    answer = salon_mcp_input_handler_elicit (handler, client, own);
  else
    answer = salon_mcp_input_handler_list_roots (handler, client);
  return dex_future_then (answer, on_answer_cb, question, question_free);
}
