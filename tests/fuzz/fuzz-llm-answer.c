/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-fuzz"

#include "config.h"

#include "fuzz-lines.h"
#include "salon-llm-failure.h"
#include "salon-llm-retry.h"
#include "salon-openai-chat-models-private.h"

/* An answer that is none: status, Retry-After, retry-after-ms and Location on a line each,
 * then the body, which is read as a list of models, too. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *status = fuzz_take_line (&data, &size);
  g_autofree char *retry_after = fuzz_take_line (&data, &size);
  g_autofree char *retry_after_ms = fuzz_take_line (&data, &size);
  g_autofree char *location = fuzz_take_line (&data, &size);
  g_autofree char *body = g_strndup (size > 0 ? (const char *) data : "", size);
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GPtrArray) models = NULL;
  g_autoptr (GError) error = NULL;
  SalonLlmAnswer answer = {
    .provider_name = "Provider",
    .url = "https://models.example/v1/chat",
    .model = "m",
    .status = (guint) g_ascii_strtoull (status, NULL, 10),
    .location = location,
    .body = body,
    .length = size,
  };
  gint64 delay;

  answer.retry_after_ms = salon_llm_retry_parse_headers (retry_after, retry_after_ms, 1000000000);
  g_assert_cmpint (answer.retry_after_ms, >=, -1);
  error = salon_llm_failure_from_answer (&answer);
  g_assert_nonnull (error);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  delay = salon_llm_retry_get_delay (error, 1, 0.5);
  /* So that many do not come back at once, they wait a little longer. */
  g_assert_cmpint (delay, <=, 2 * SALON_LLM_RETRY_LONGEST_WAIT_MS);
  g_clear_error (&error);
  salon_llm_failure_is_web_page (body, size);
  models = salon_openai_chat_read_models (bytes, "Provider", answer.url, &error);
  g_assert_true ((models == NULL) == (error != NULL));
  return 0;
}
