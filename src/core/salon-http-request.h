/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SalonHttpRequest:
 *
 * What is to be sent: method, address, headers, body. Reference-counted; not to be
 * changed any more once it was sent.
 */
typedef struct _SalonHttpRequest SalonHttpRequest;

#define SALON_TYPE_HTTP_REQUEST (salon_http_request_get_type ())

GType             salon_http_request_get_type      (void) G_GNUC_CONST;
SalonHttpRequest *salon_http_request_new           (const char       *method,
                                                    const char       *url);
SalonHttpRequest *salon_http_request_ref           (SalonHttpRequest *self);
void              salon_http_request_unref         (SalonHttpRequest *self);
void              salon_http_request_set_header    (SalonHttpRequest *self,
                                                    const char       *name,
                                                    const char       *value);
void              salon_http_request_set_body      (SalonHttpRequest *self,
                                                    const char       *content_type,
                                                    GBytes           *body);
void              salon_http_request_set_timeout   (SalonHttpRequest *self,
                                                    guint             seconds);
void              salon_http_request_set_addresses (SalonHttpRequest *self,
                                                    GPtrArray        *addresses);
const char       *salon_http_request_get_method    (SalonHttpRequest *self);
const char       *salon_http_request_get_url       (SalonHttpRequest *self);
guint             salon_http_request_get_timeout   (SalonHttpRequest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonHttpRequest, salon_http_request_unref)

G_END_DECLS
