/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-llm-error.h"

typedef struct
{
  guint http_status;
  gint64 retry_after_ms;
} SalonLlmErrorPrivate;

static void
salon_llm_error_private_init (SalonLlmErrorPrivate *private)
{
  private->retry_after_ms = -1;
}

static void
salon_llm_error_private_copy (const SalonLlmErrorPrivate *source,
                              SalonLlmErrorPrivate       *copy)
{
  *copy = *source;
}

static void
salon_llm_error_private_clear (SalonLlmErrorPrivate *private)
{
}

G_DEFINE_EXTENDED_ERROR (SalonLlmError, salon_llm_error)

/**
 * salon_llm_error_new:
 * @code: what went wrong
 * @http_status: the HTTP status of the answer, 0 if there was none
 * @retry_after_ms: milliseconds after which the provider wants to be asked again, -1 if unknown
 * @format: a whole sentence, in the manner of printf()
 * @...: what @format needs
 *
 * Makes an error of the domain `SALON_LLM_ERROR`.
 *
 * Returns: (transfer full): the error
 */
GError *
salon_llm_error_new (SalonLlmError  code,
                     guint          http_status,
                     gint64         retry_after_ms,
                     const char    *format,
                     ...)
{
  SalonLlmErrorPrivate *private;
  GError *error;
  va_list arguments;

  g_return_val_if_fail (format != NULL, NULL);

  va_start (arguments, format);
  error = g_error_new_valist (SALON_LLM_ERROR, code, format, arguments);
  va_end (arguments);
  private = salon_llm_error_get_private (error);
  private->http_status = http_status;
  private->retry_after_ms = retry_after_ms;
  return error;
}

/**
 * salon_llm_error_get_http_status:
 * @error: an error of any domain
 *
 * Returns: the HTTP status of the answer that caused the error, 0 if there was none
 */
guint
salon_llm_error_get_http_status (const GError *error)
{
  g_return_val_if_fail (error != NULL, 0);

  if (error->domain != SALON_LLM_ERROR)
    return 0;
  return salon_llm_error_get_private (error)->http_status;
}

/**
 * salon_llm_error_get_retry_after_ms:
 * @error: an error of any domain
 *
 * Returns: milliseconds after which the provider wants to be asked again, -1 if it did not say
 */
gint64
salon_llm_error_get_retry_after_ms (const GError *error)
{
  g_return_val_if_fail (error != NULL, -1);

  if (error->domain != SALON_LLM_ERROR)
    return -1;
  return salon_llm_error_get_private (error)->retry_after_ms;
}

/**
 * salon_llm_error_can_retry:
 * @error: an error of any domain
 *
 * Whether the same request may well succeed when the user sends it again,
 * without a change in the settings or the chat first.
 *
 * Returns: %TRUE if trying again makes sense
 */
gboolean
salon_llm_error_can_retry (const GError *error)
{
  g_return_val_if_fail (error != NULL, FALSE);

  if (error->domain != SALON_LLM_ERROR)
    return FALSE;

  switch ((SalonLlmError) error->code)
    {
    case SALON_LLM_ERROR_RATE_LIMITED:
    case SALON_LLM_ERROR_OVERLOADED:
    case SALON_LLM_ERROR_SERVER:
    case SALON_LLM_ERROR_NETWORK:
    case SALON_LLM_ERROR_PROTOCOL:
    case SALON_LLM_ERROR_CUT:
      return TRUE;

    case SALON_LLM_ERROR_FAILED:
    case SALON_LLM_ERROR_AUTHENTICATION:
    case SALON_LLM_ERROR_NOT_FOUND:
    case SALON_LLM_ERROR_QUOTA:
    case SALON_LLM_ERROR_BAD_REQUEST:
    case SALON_LLM_ERROR_CONTEXT_LENGTH:
    case SALON_LLM_ERROR_TLS:
    case SALON_LLM_ERROR_REDIRECTED:
    case SALON_LLM_ERROR_REFUSED:
    default:
      return FALSE;
    }
}
