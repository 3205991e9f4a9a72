/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-clock.h"
#include "salon-http-request.h"
#include "salon-http-response.h"

G_BEGIN_DECLS

#define SALON_TYPE_HTTP_CLIENT (salon_http_client_get_type ())

/**
 * SalonHttpClient:
 *
 * HTTP as futures, for streams that last: many connections per host, no time-out but
 * the ones asked for, no authentication and no redirects behind the caller's back.
 * Connections are kept and used again. To be used from the main thread.
 */
G_DECLARE_FINAL_TYPE (SalonHttpClient, salon_http_client, SALON, HTTP_CLIENT, GObject)

SalonHttpClient *salon_http_client_new                (void);
const char      *salon_http_client_get_user_agent     (SalonHttpClient  *self);
void             salon_http_client_set_user_agent     (SalonHttpClient  *self,
                                                       const char       *user_agent);
void             salon_http_client_set_clock          (SalonHttpClient  *self,
                                                       SalonClock       *clock);
void             salon_http_client_set_proxy          (SalonHttpClient  *self,
                                                       const char       *uri);
GProxyResolver  *salon_http_client_get_proxy_resolver (SalonHttpClient  *self);
void             salon_http_client_set_proxy_resolver (SalonHttpClient  *self,
                                                       GProxyResolver   *resolver);
void             salon_http_client_set_tls_database   (SalonHttpClient  *self,
                                                       GTlsDatabase     *database);
DexFuture       *salon_http_client_send               (SalonHttpClient  *self,
                                                       SalonHttpRequest *request)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
