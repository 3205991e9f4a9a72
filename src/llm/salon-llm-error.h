/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SALON_LLM_ERROR (salon_llm_error_quark ())

/**
 * SalonLlmError:
 * @SALON_LLM_ERROR_FAILED: anything that has no code of its own
 * @SALON_LLM_ERROR_AUTHENTICATION: the key is missing, wrong, or not allowed to do this (401, 403)
 * @SALON_LLM_ERROR_NOT_FOUND: no such model, or nothing of the kind at the base URL (404)
 * @SALON_LLM_ERROR_RATE_LIMITED: too many requests for now (429)
 * @SALON_LLM_ERROR_QUOTA: the account has no credit left (402, and 429 that says so)
 * @SALON_LLM_ERROR_OVERLOADED: the provider is busy or down for the moment (503, 529)
 * @SALON_LLM_ERROR_SERVER: the provider failed by itself (any other 5xx, or in mid-stream)
 * @SALON_LLM_ERROR_BAD_REQUEST: the provider refused the request as it is (400, 422 …)
 * @SALON_LLM_ERROR_CONTEXT_LENGTH: the chat is longer than the model can take
 * @SALON_LLM_ERROR_NETWORK: the provider could not be reached, or went silent
 * @SALON_LLM_ERROR_TLS: the connection could not be secured
 * @SALON_LLM_ERROR_REDIRECTED: the base URL points somewhere else (3xx; never followed)
 * @SALON_LLM_ERROR_PROTOCOL: the answer is not what this API sends
 * @SALON_LLM_ERROR_CUT: the answer broke off; what came before it has been delivered as events
 * @SALON_LLM_ERROR_REFUSED: the request was refused for its content
 *
 * What went wrong between Salon and a model. The message of such an error is a
 * whole sentence or two, with the provider's own words quoted where there are any.
 */
typedef enum
{
  SALON_LLM_ERROR_FAILED,
  SALON_LLM_ERROR_AUTHENTICATION,
  SALON_LLM_ERROR_NOT_FOUND,
  SALON_LLM_ERROR_RATE_LIMITED,
  SALON_LLM_ERROR_QUOTA,
  SALON_LLM_ERROR_OVERLOADED,
  SALON_LLM_ERROR_SERVER,
  SALON_LLM_ERROR_BAD_REQUEST,
  SALON_LLM_ERROR_CONTEXT_LENGTH,
  SALON_LLM_ERROR_NETWORK,
  SALON_LLM_ERROR_TLS,
  SALON_LLM_ERROR_REDIRECTED,
  SALON_LLM_ERROR_PROTOCOL,
  SALON_LLM_ERROR_CUT,
  SALON_LLM_ERROR_REFUSED,
} SalonLlmError;

GQuark    salon_llm_error_quark              (void);

GError   *salon_llm_error_new                (SalonLlmError  code,
                                              guint          http_status,
                                              gint64         retry_after_ms,
                                              const char    *format,
                                              ...) G_GNUC_PRINTF (4, 5) G_GNUC_WARN_UNUSED_RESULT;
guint     salon_llm_error_get_http_status    (const GError  *error);
gint64    salon_llm_error_get_retry_after_ms (const GError  *error);
gboolean  salon_llm_error_can_retry          (const GError  *error);

G_END_DECLS
