/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <gio/gio.h>

#include "salon-llm-error.h"
#include "salon-llm-retry.h"

/* 2026-01-01 00:00:00 UTC, in microseconds */
#define NOW (G_GINT64_CONSTANT (1767225600) * G_USEC_PER_SEC)

static void
test_headers (void)
{
  static const struct {
    const char *retry_after;
    const char *milliseconds;
    gint64 expected;
  } cases[] = {
    { NULL, NULL, -1 },
    { "0", NULL, 0 },
    { "20", NULL, 20000 },
    { " 1.5 ", NULL, 1500 },
    { "20", "250", 250 },
    { "20", "nonsense", 20000 },
    { "Thu, 01 Jan 2026 00:00:30 GMT", NULL, 30000 },
    { "Wed, 31 Dec 2025 23:00:00 GMT", NULL, 0 },
    { "Thu, 99 Jan 2026 00:00:30 GMT", NULL, -1 },
    { "Thu, 01 anF 2026 00:00:30 GMT", NULL, -1 },
    { "soon", NULL, -1 },
    { "-5", NULL, -1 },
    { "1e300", NULL, -1 },
    { "inf", NULL, -1 },
    { "nan", NULL, -1 },
    { "", NULL, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (salon_llm_retry_parse_headers (cases[i].retry_after, cases[i].milliseconds,
                                                    NOW),
                     ==, cases[i].expected);
}

static void
test_delays (void)
{
  static const struct {
    SalonLlmError code;
    gint64 wanted;
    guint n_tries;
    double jitter;
    gint64 delay;
  } cases[] = {
    { SALON_LLM_ERROR_RATE_LIMITED, -1, 1, 0, 1000 },
    { SALON_LLM_ERROR_RATE_LIMITED, -1, 2, 0, 2000 },
    { SALON_LLM_ERROR_SERVER, -1, 3, 1, 5000 },
    { SALON_LLM_ERROR_OVERLOADED, 10000, 1, 0.5, 11250 },
    { SALON_LLM_ERROR_OVERLOADED, 0, 1, 0, 0 },
    { SALON_LLM_ERROR_RATE_LIMITED, 60000, 1, 0, 60000 },
    { SALON_LLM_ERROR_RATE_LIMITED, 60001, 1, 0, -1 },
    { SALON_LLM_ERROR_RATE_LIMITED, -1, 4, 0, -1 },
    { SALON_LLM_ERROR_AUTHENTICATION, -1, 1, 0, -1 },
    { SALON_LLM_ERROR_NETWORK, -1, 1, 0, -1 },
    { SALON_LLM_ERROR_CUT, -1, 1, 0, -1 },
    { SALON_LLM_ERROR_QUOTA, 1, 1, 0, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = salon_llm_error_new (cases[i].code, 0, cases[i].wanted, "x");

      g_assert_cmpint (salon_llm_retry_get_delay (error, cases[i].n_tries, cases[i].jitter), ==,
                       cases[i].delay);
    }
}

static void
test_other_errors_are_final (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "x");

  g_assert_cmpint (salon_llm_retry_get_delay (error, 1, 0), ==, -1);
  g_assert_cmpint (salon_llm_error_get_retry_after_ms (error), ==, -1);
  g_assert_cmpuint (salon_llm_error_get_http_status (error), ==, 0);
  g_assert_false (salon_llm_error_can_retry (error));
}

static void
test_error_keeps_its_details (void)
{
  g_autoptr (GError) error = salon_llm_error_new (SALON_LLM_ERROR_RATE_LIMITED, 429, 1234, "%d", 5);
  g_autoptr (GError) copy = g_error_copy (error);

  g_assert_cmpstr (copy->message, ==, "5");
  g_assert_cmpuint (salon_llm_error_get_http_status (copy), ==, 429);
  g_assert_cmpint (salon_llm_error_get_retry_after_ms (copy), ==, 1234);
  g_assert_true (salon_llm_error_can_retry (copy));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/llm/retry/headers", test_headers);
  g_test_add_func ("/llm/retry/delays", test_delays);
  g_test_add_func ("/llm/retry/other-errors-are-final", test_other_errors_are_final);
  g_test_add_func ("/llm/retry/error-keeps-its-details", test_error_keeps_its_details);

  return g_test_run ();
}
