/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-fuzz"

#include "config.h"

#include "fuzz-lines.h"
#include "salon-llm-failure.h"
#include "salon-anthropic-models-private.h"
#include "salon-gemini-models-private.h"
#include "salon-llm-model.h"
#include "salon-llm-retry.h"
#include "salon-openai-chat-models-private.h"

typedef gboolean (*ReadFunc) (GBytes      *body,
                              const char  *provider_name,
                              const char  *url,
                              GPtrArray   *models,
                              char       **next,
                              GError     **error);

static void
read_models (ReadFunc  read,
             GBytes   *bytes)
{
  g_autoptr (GPtrArray) models =
    g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_model_unref);
  g_autofree char *next = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (read (bytes, "Provider", "https://models.example/v1/models", models, &next,
                       &error) == (error == NULL));
}

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
  read_models (salon_anthropic_read_models, bytes);
  read_models (salon_gemini_read_models, bytes);
  return 0;
}
