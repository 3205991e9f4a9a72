/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-token-client-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-mcp-auth-error.h"
#include "salon-mcp-auth-text.h"

/* Shorter values are words of the protocol, not secrets. */
#define SECRET_LENGTH 12

DexFuture *
salon_mcp_auth_or_stop (DexFuture *future,
                        DexFuture *stop)
{
  return stop != NULL ? dex_future_first (future, dex_ref (stop), NULL) : future;
}

/* Whether a text repeats something that was sent in confidence. */
static gboolean
repeats_secret (const char *text,
                GPtrArray  *pairs)
{
  for (guint i = 1; i < pairs->len; i += 2)
    {
      const char *value = g_ptr_array_index (pairs, i);

      if (value != NULL && strlen (value) >= SECRET_LENGTH && strstr (text, value) != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
set_refusal (const SalonMcpAuthTokenCall  *call,
             SalonMcpAuthAnswer           *answer,
             GPtrArray                    *form,
             char                        **refusal,
             GError                      **error)
{
  const SalonJson *object = salon_mcp_auth_answer_get_object (answer);
  const char *code = salon_json_as_string (salon_json_get_member (object, "error"));
  const char *words = salon_json_as_string (salon_json_get_member (object, "error_description"));
  const char *secret = salon_mcp_auth_client_get_secret (call->client);
  g_autofree char *host = salon_mcp_auth_text_dup_host (call->endpoint);
  g_autofree char *shown_code = code != NULL ? salon_mcp_auth_text_dup_shown (code, 60) : NULL;
  g_autofree char *shown = NULL;

  if (refusal != NULL && code != NULL)
    *refusal = g_strdup (code);
  if (words != NULL && !repeats_secret (words, form) &&
      (secret == NULL || strstr (words, secret) == NULL))
    shown = salon_mcp_auth_text_dup_shown (words, 300);
  if (shown_code != NULL && repeats_secret (shown_code, form))
    g_set_str (&shown_code, "?");
  if (shown_code == NULL)
    g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_TOKEN,
                 _("%s gave no token: it answered with the status %u and without an “error” that "
                   "would say why."), host, salon_mcp_auth_answer_get_status (answer));
  else if (shown == NULL || *shown == '\0')
    g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_TOKEN,
                 _("%s gave no token: “%s”."), host, shown_code);
  else
    g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_TOKEN,
                 _("%s gave no token: “%s” (%s)."), host, shown, shown_code);
}

static GPtrArray *
copy_form (const char * const *form)
{
  GPtrArray *pairs = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; form[i] != NULL; i += 2)
    if (form[i + 1] != NULL)
      {
        g_ptr_array_add (pairs, g_strdup (form[i]));
        g_ptr_array_add (pairs, g_strdup (form[i + 1]));
      }
  return pairs;
}

static SalonMcpAuthAnswer *
send_once (const SalonMcpAuthTokenCall  *call,
           const char * const           *form,
           GPtrArray                   **sent,
           GError                      **error)
{
  g_autoptr (GPtrArray) pairs = copy_form (form);
  g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func (g_free);
  SalonMcpAuthAnswer *answer = NULL;

  if (!salon_mcp_auth_client_authenticate (call->client, call->client_key, call->clock, pairs,
                                           headers, error))
    return NULL;
  if (call->proof_key != NULL)
    {
      char *proof = salon_mcp_auth_proof_new (call->proof_key, "POST", call->endpoint, NULL,
                                              salon_mcp_auth_nonces_lookup (call->nonces,
                                                                            call->endpoint),
                                              NULL, call->clock, error);

      if (proof == NULL)
        return NULL;
      g_ptr_array_add (headers, g_strdup ("DPoP"));
      g_ptr_array_add (headers, proof);
    }
  g_ptr_array_add (pairs, NULL);
  g_ptr_array_add (headers, NULL);
  answer = dex_await_boxed (
    salon_mcp_auth_or_stop (
      salon_mcp_auth_fetcher_post_form (call->fetcher, call->endpoint,
                                        (const char * const *) pairs->pdata,
                                        (const char * const *) headers->pdata),
      call->stop),
    error);
  g_ptr_array_remove_index (pairs, pairs->len - 1);
  g_clear_pointer (sent, g_ptr_array_unref);
  *sent = g_steal_pointer (&pairs);
  return answer;
}

/* RFC 9449 section 8: the server wants a nonce of its own in the proof. */
static gboolean
wants_nonce (const SalonMcpAuthTokenCall *call,
             SalonMcpAuthAnswer          *answer)
{
  guint status = salon_mcp_auth_answer_get_status (answer);
  const SalonJson *object = salon_mcp_auth_answer_get_object (answer);
  gboolean is_new = salon_mcp_auth_nonces_take (call->nonces, call->endpoint,
                                                salon_mcp_auth_answer_get_header (answer,
                                                                                  "DPoP-Nonce"));

  return is_new && call->proof_key != NULL && (status == 400 || status == 401) &&
         g_strcmp0 (salon_json_as_string (salon_json_get_member (object, "error")),
                    "use_dpop_nonce") == 0;
}

static SalonMcpAuthAnswer *
send_form (const SalonMcpAuthTokenCall  *call,
           const char * const           *form,
           GPtrArray                   **sent,
           GError                      **error)
{
  SalonMcpAuthAnswer *answer = send_once (call, form, sent, error);

  if (answer == NULL || !wants_nonce (call, answer))
    return answer;
  salon_mcp_auth_answer_unref (answer);
  answer = send_once (call, form, sent, error);
  if (answer != NULL)
    wants_nonce (call, answer);
  return answer;
}

SalonJsonDocument *
salon_mcp_auth_token_client_request (const SalonMcpAuthTokenCall  *call,
                                     const char * const           *form,
                                     char                        **refusal,
                                     GError                      **error)
{
  g_autoptr (GPtrArray) sent = NULL;
  g_autoptr (SalonMcpAuthAnswer) answer = NULL;
  const SalonJson *object = NULL;
  guint status = 0;

  if (refusal != NULL)
    *refusal = NULL;
  answer = send_form (call, form, &sent, error);
  if (answer == NULL)
    return NULL;
  status = salon_mcp_auth_answer_get_status (answer);
  object = salon_mcp_auth_answer_get_object (answer);
  /* Some servers refuse with 200 and an “error”. */
  if (status != 200 || salon_json_get_member (object, "error") != NULL)
    {
      set_refusal (call, answer, sent, refusal, error);
      return NULL;
    }
  if (object != NULL)
    return salon_json_document_ref (salon_mcp_auth_answer_get_json (answer));
  g_set_error_literal (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_TOKEN,
                       salon_mcp_auth_answer_get_problem (answer));
  return NULL;
}

gboolean
salon_mcp_auth_token_client_revoke (const SalonMcpAuthTokenCall  *call,
                                    const char                   *token,
                                    const char                   *hint,
                                    GError                      **error)
{
  const char *form[] = { "token", token, "token_type_hint", hint, NULL };
  g_autoptr (GPtrArray) sent = NULL;
  g_autoptr (SalonMcpAuthAnswer) answer = send_form (call, form, &sent, error);
  const char *refusal = NULL;
  g_autofree char *host = NULL;

  if (answer == NULL)
    return FALSE;
  if (salon_mcp_auth_answer_get_status (answer) / 100 == 2)
    return TRUE;
  /* RFC 7009 section 2.2.1: tokens that nobody has to look up end by themselves, soon. */
  refusal = salon_json_as_string (
    salon_json_get_member (salon_mcp_auth_answer_get_object (answer), "error"));
  if (g_strcmp0 (refusal, "unsupported_token_type") == 0)
    return TRUE;
  host = salon_mcp_auth_text_dup_host (call->endpoint);
  g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_TOKEN,
               _("%s did not take the token back; it answered with the status %u. It is forgotten "
                 "here, but may be good for a while yet."), host,
               salon_mcp_auth_answer_get_status (answer));
  return FALSE;
}
