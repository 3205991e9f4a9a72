/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-fuzz"

#include "config.h"

#include "fuzz-lines.h"
#include "salon-llm-request.h"
#include "salon-sampling-request-private.h"
#include "salon-sampling-request.h"
#include "salon-tool-call-private.h"

/* What the user is asked about: the arguments a model chose, and what a server would have a
 * model say. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (SalonJsonDocument) document =
    salon_json_document_parse ((const char *) data, (gssize) size, NULL, NULL);
  const SalonJson *root = document != NULL ? salon_json_document_get_root (document) : NULL;
  g_autoptr (SalonSamplingRequest) request = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (root == NULL)
    return 0;
  sentence = salon_tool_call_dup_sentence ("Read a file", root);
  g_assert_true (g_utf8_validate (sentence, -1, NULL));
  request = salon_sampling_request_new ("server", root, "practice/practice", &error);
  g_assert_true ((request == NULL) == (error != NULL));
  if (request != NULL)
    {
      g_autoptr (SalonLlmRequest) sent = salon_sampling_request_to_llm (request, "practice");

      g_assert_nonnull (sent);
    }
  return 0;
}
