/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SalonAddressKind:
 * @SALON_ADDRESS_PUBLIC: a host on the internet
 * @SALON_ADDRESS_LOOPBACK: this computer
 * @SALON_ADDRESS_PRIVATE: the user's own network, or their provider's (RFC 1918, 6598, 4193)
 * @SALON_ADDRESS_LINK_LOCAL: the same cable; where clouds keep their metadata
 * @SALON_ADDRESS_MULTICAST: many at once
 * @SALON_ADDRESS_UNSPECIFIED: 0.0.0.0 and ::, which lead to this computer, too
 * @SALON_ADDRESS_RESERVED: for documentation, benchmarks, broadcast, or nothing yet
 *
 * Where an address leads. An IPv6 address with an IPv4 one inside is judged by that.
 */
typedef enum
{
  SALON_ADDRESS_PUBLIC,
  SALON_ADDRESS_LOOPBACK,
  SALON_ADDRESS_PRIVATE,
  SALON_ADDRESS_LINK_LOCAL,
  SALON_ADDRESS_MULTICAST,
  SALON_ADDRESS_UNSPECIFIED,
  SALON_ADDRESS_RESERVED,
} SalonAddressKind;

SalonAddressKind salon_address_judge          (GInetAddress     *address);
/* “this computer”, “a private network” … for sentences; translated. */
const char      *salon_address_kind_to_string (SalonAddressKind  kind);

G_END_DECLS
