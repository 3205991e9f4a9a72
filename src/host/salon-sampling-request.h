/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "salon-json.h"
#include "salon-sampling-message.h"

G_BEGIN_DECLS

/**
 * SalonSamplingRequest:
 *
 * A server's request that a model answer something for it (MCP “Sampling”), as
 * the user is shown it.
 *
 * Properties: "server-name", "system-prompt", "messages" (a `GListModel` of
 * [class@SamplingMessage]), "model", "max-tokens".
 */
#define SALON_TYPE_SAMPLING_REQUEST (salon_sampling_request_get_type ())
G_DECLARE_FINAL_TYPE (SalonSamplingRequest, salon_sampling_request,
                      SALON, SAMPLING_REQUEST, GObject)

/**
 * salon_sampling_request_new:
 * @server_name: who asks
 * @params: the parameters of `sampling/createMessage`; copied
 * @model: "provider/model" that would answer
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the request, or %NULL with a sentence when @params
 *   are malformed or want what Salon has not offered
 */
SalonSamplingRequest *salon_sampling_request_new               (const char       *server_name,
                                                                const SalonJson  *params,
                                                                const char       *model,
                                                                GError          **error);
const char           *salon_sampling_request_get_server_name   (SalonSamplingRequest *self);

/**
 * salon_sampling_request_get_system_prompt:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): the system prompt the server wants
 */
const char           *salon_sampling_request_get_system_prompt (SalonSamplingRequest *self);

/**
 * salon_sampling_request_get_messages:
 * @self: a request
 *
 * Returns: (transfer none): a list of [class@SamplingMessage], oldest first
 */
GListModel           *salon_sampling_request_get_messages      (SalonSamplingRequest *self);
const char           *salon_sampling_request_get_model         (SalonSamplingRequest *self);

/**
 * salon_sampling_request_set_model:
 * @self: a request
 * @model: "provider/model" the user would rather have answer
 */
void                  salon_sampling_request_set_model         (SalonSamplingRequest *self,
                                                                const char           *model);

/**
 * salon_sampling_request_get_max_tokens:
 * @self: a request
 *
 * Returns: the longest answer the server wants, in tokens; at least 1
 */
guint                 salon_sampling_request_get_max_tokens    (SalonSamplingRequest *self);

/**
 * salon_sampling_request_get_hints:
 * @self: a request
 *
 * Returns: (transfer none): names of models the server would like, in its order; %NULL-terminated
 */
const char * const   *salon_sampling_request_get_hints         (SalonSamplingRequest *self);

G_END_DECLS
