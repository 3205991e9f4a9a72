/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"

#include "salon-llm-error.h"

G_BEGIN_DECLS

/**
 * SalonLlmAnswer:
 * @provider_name: the provider's name for people
 * @url: the address the request went to
 * @model: (nullable): the model it was for
 * @has_key: whether a key was sent along
 * @status: HTTP status
 * @location: (nullable): header Location
 * @retry_after_ms: see salon_llm_retry_parse_headers()
 * @body: the body as far as it was read
 * @length: length of @body in bytes
 *
 * An HTTP answer that is not the one that was hoped for.
 */
typedef struct
{
  const char *provider_name;
  const char *url;
  const char *model;
  gboolean has_key;
  guint status;
  const char *location;
  gint64 retry_after_ms;
  const char *body;
  gsize length;
} SalonLlmAnswer;

GError   *salon_llm_failure_from_answer    (const SalonLlmAnswer *answer)
  G_GNUC_WARN_UNUSED_RESULT;
GError   *salon_llm_failure_from_json      (const char           *provider_name,
                                            const SalonJson      *json)
  G_GNUC_WARN_UNUSED_RESULT;
GError   *salon_llm_failure_from_transport (const char           *provider_name,
                                            const char           *url,
                                            const GError         *cause,
                                            gboolean              answer_begun)
  G_GNUC_WARN_UNUSED_RESULT;
GError   *salon_llm_failure_web_page       (const char           *provider_name,
                                            const char           *url)
  G_GNUC_WARN_UNUSED_RESULT;
gboolean  salon_llm_failure_is_web_page    (const char           *text,
                                            gsize                 length);

G_END_DECLS
