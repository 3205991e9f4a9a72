/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SALON_TYPE_HTTP_PIN (salon_http_pin_get_type ())

/**
 * SalonHttpPin:
 *
 * A host of which the addresses are known beforehand and not looked up again. It goes by its
 * name all the same: for certificates, and for proxies, which look it up themselves.
 */
G_DECLARE_FINAL_TYPE (SalonHttpPin, salon_http_pin, SALON, HTTP_PIN, GNetworkAddress)

GSocketConnectable *_salon_http_pin_new (GUri      *uri,
                                         GPtrArray *addresses);

G_END_DECLS
