/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

#define SALON_TYPE_HTTP_RESPONSE (salon_http_response_get_type ())

/**
 * SalonHttpResponse:
 *
 * The head of an answer, and its body as a stream that is read piece by piece.
 *
 * Dropping the response before its body has been read to the end closes the
 * connection; so does dropping the future of a read that is under way.
 */
G_DECLARE_FINAL_TYPE (SalonHttpResponse, salon_http_response, SALON, HTTP_RESPONSE, GObject)

guint       salon_http_response_get_status       (SalonHttpResponse *self);
const char *salon_http_response_get_reason       (SalonHttpResponse *self);
const char *salon_http_response_get_header       (SalonHttpResponse *self,
                                                  const char        *name);
char       *salon_http_response_dup_content_type (SalonHttpResponse *self);
DexFuture  *salon_http_response_read             (SalonHttpResponse *self)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture  *salon_http_response_read_all         (SalonHttpResponse *self,
                                                  gsize              limit)
  G_GNUC_WARN_UNUSED_RESULT;
void        salon_http_response_close            (SalonHttpResponse *self);

G_END_DECLS
