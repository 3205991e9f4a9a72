/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libsoup/soup.h>

#include "salon-http-request.h"
#include "salon-http-response.h"

G_BEGIN_DECLS

/* However much comes in, the next frame goes first: GTK draws at G_PRIORITY_HIGH_IDLE + 20. */
#define SALON_HTTP_PRIORITY (G_PRIORITY_HIGH_IDLE + 25)

SoupMessage       *_salon_http_request_create_message (SalonHttpRequest  *self,
                                                       GError           **error);
GPtrArray         *_salon_http_request_get_addresses  (SalonHttpRequest  *self);
SalonHttpResponse *_salon_http_response_new           (gpointer           owner,
                                                       SoupMessage       *message,
                                                       GInputStream      *stream,
                                                       GCancellable      *cancellable);

/* What libsoup, GIO and the TLS library say, as an error of ours. */
GError            *_salon_http_error_new              (SoupMessage       *message,
                                                       const GError      *cause,
                                                       gboolean           in_body);

/* Closes the connection under a stream that was not read to its end, without waiting for
 * the rest of it. */
void               _salon_http_abort_stream           (GInputStream      *stream);

/* A future that hears of being dropped even when nothing was ever chained to it. */
DexFuture         *_salon_http_guard_promise          (DexPromise        *promise);

G_END_DECLS
