/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-llm-retry.h"

#include <stdio.h>
#include <string.h>

#include "salon-llm-error.h"

#define MOST_TRIES 4
#define FIRST_WAIT_MS 1000
#define JITTER_SHARE 0.25

/* “Sun, 06 Nov 1994 08:49:37 GMT”: the one form that is written today (RFC 9110, 5.6.7). */
static GDateTime *
parse_http_date (const char *text)
{
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  char name[4] = { 0 };
  const char *month;
  int day, year, hour, minute, second;

  if (sscanf (text, "%*3[A-Za-z], %2d %3[A-Za-z] %4d %2d:%2d:%2d GMT",
              &day, name, &year, &hour, &minute, &second) != 6)
    return NULL;
  month = strlen (name) == 3 ? strstr (months, name) : NULL;
  if (month == NULL || (month - months) % 3 != 0)
    return NULL;
  return g_date_time_new_utc (year, (int) (month - months) / 3 + 1, day, hour, minute, second);
}

/**
 * salon_llm_retry_parse_headers:
 * @retry_after: (nullable): header Retry-After: seconds or a date (RFC 9110, 10.2.3)
 * @retry_after_ms: (nullable): header retry-after-ms, which some providers add
 * @now: microseconds since 1970
 *
 * Returns: milliseconds after which the provider wants to be asked again, -1 if it does not say
 */
gint64
salon_llm_retry_parse_headers (const char *retry_after,
                               const char *retry_after_ms,
                               gint64      now)
{
  g_autoptr (GDateTime) date = NULL;
  g_autofree char *text = NULL;
  char *end = NULL;
  double seconds;

  if (retry_after_ms != NULL)
    {
      double milliseconds = g_ascii_strtod (retry_after_ms, &end);

      if (end != retry_after_ms && *end == '\0' && milliseconds >= 0 && milliseconds < 1e12)
        return (gint64) milliseconds;
    }
  if (retry_after == NULL)
    return -1;

  text = g_strstrip (g_strdup (retry_after));
  seconds = g_ascii_strtod (text, &end);
  if (end != text && *end == '\0')
    return seconds >= 0 && seconds < 1e9 ? (gint64) (seconds * 1000) : -1;

  date = parse_http_date (text);
  if (date == NULL)
    return -1;
  return MAX (0, g_date_time_to_unix (date) * 1000 - now / 1000);
}

/**
 * salon_llm_retry_get_delay:
 * @error: why the request was turned away
 * @n_tries: how many times it has been sent already, at least 1
 * @jitter: a random number from 0 to 1, so that many clients don't come back at once
 *
 * Decides whether to send a request again by itself. Only what the provider says of
 * the moment is worth it; what is wrong with the request, the key or the network
 * stays wrong. A provider that wants to be left alone for longer than
 * %SALON_LLM_RETRY_LONGEST_WAIT_MS is not asked again behind the user's back.
 *
 * Returns: milliseconds to wait before that, -1 to give up
 */
gint64
salon_llm_retry_get_delay (const GError *error,
                           guint         n_tries,
                           double        jitter)
{
  gint64 wait;
  gint64 wanted = salon_llm_error_get_retry_after_ms (error);

  if (n_tries >= MOST_TRIES)
    return -1;
  if (!g_error_matches (error, SALON_LLM_ERROR, SALON_LLM_ERROR_RATE_LIMITED) &&
      !g_error_matches (error, SALON_LLM_ERROR, SALON_LLM_ERROR_OVERLOADED) &&
      !g_error_matches (error, SALON_LLM_ERROR, SALON_LLM_ERROR_SERVER))
    return -1;
  if (wanted > SALON_LLM_RETRY_LONGEST_WAIT_MS)
    return -1;

  wait = wanted >= 0 ? wanted : (gint64) FIRST_WAIT_MS << (n_tries - 1);
  return wait + (gint64) (MAX (wait, FIRST_WAIT_MS) * JITTER_SHARE * jitter);
}
