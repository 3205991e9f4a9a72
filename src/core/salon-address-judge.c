/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-address-judge.h"

#include <string.h>

#include <glib/gi18n.h>

/* A block of addresses, by how it begins. */
typedef struct
{
  guint8           prefix[16];
  guint            n_bits;
  SalonAddressKind kind;
} Block;

/* IANA's registry of special IPv4 addresses (RFC 6890), and what is not unicast. Blocks that
 * the registry calls globally reachable are not in it. */
static const Block ipv4_blocks[] = {
  { { 0, 0, 0, 0 }, 32, SALON_ADDRESS_UNSPECIFIED },
  { { 0 }, 8, SALON_ADDRESS_RESERVED },              /* “this network” */
  { { 10 }, 8, SALON_ADDRESS_PRIVATE },
  { { 100, 64 }, 10, SALON_ADDRESS_PRIVATE },        /* shared by a provider's customers */
  { { 127 }, 8, SALON_ADDRESS_LOOPBACK },
  { { 169, 254 }, 16, SALON_ADDRESS_LINK_LOCAL },
  { { 172, 16 }, 12, SALON_ADDRESS_PRIVATE },
  { { 192, 0, 0 }, 24, SALON_ADDRESS_RESERVED },     /* protocol assignments */
  { { 192, 0, 2 }, 24, SALON_ADDRESS_RESERVED },     /* documentation */
  { { 192, 88, 99 }, 24, SALON_ADDRESS_RESERVED },   /* 6to4 relays, given up */
  { { 192, 168 }, 16, SALON_ADDRESS_PRIVATE },
  { { 198, 18 }, 15, SALON_ADDRESS_RESERVED },       /* benchmarks */
  { { 198, 51, 100 }, 24, SALON_ADDRESS_RESERVED },  /* documentation */
  { { 203, 0, 113 }, 24, SALON_ADDRESS_RESERVED },   /* documentation */
  { { 224 }, 4, SALON_ADDRESS_MULTICAST },
  { { 240 }, 4, SALON_ADDRESS_RESERVED },            /* for ever later, and broadcast */
};

/* The same for IPv6, the narrower blocks first. Everything outside of 2000::/3 that has no
 * block of its own is reserved. */
static const Block ipv6_blocks[] = {
  { { 0 }, 128, SALON_ADDRESS_UNSPECIFIED },
  { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 }, 128, SALON_ADDRESS_LOOPBACK },
  { { 0, 0x64, 0xff, 0x9b, 0, 1 }, 48, SALON_ADDRESS_PRIVATE }, /* NAT64 of one's own */
  { { 0x20, 0x01, 0x0d, 0xb8 }, 32, SALON_ADDRESS_RESERVED },   /* documentation */
  { { 0x20, 0x01, 0x00 }, 23, SALON_ADDRESS_RESERVED },         /* protocol assignments */
  { { 0x3f, 0xff, 0x00 }, 20, SALON_ADDRESS_RESERVED },         /* documentation */
  { { 0x20 }, 3, SALON_ADDRESS_PUBLIC },
  { { 0xfc }, 7, SALON_ADDRESS_PRIVATE },
  { { 0xfe, 0x80 }, 10, SALON_ADDRESS_LINK_LOCAL },
  { { 0xfe, 0xc0 }, 10, SALON_ADDRESS_PRIVATE },                /* “site-local”, given up */
  { { 0xff }, 8, SALON_ADDRESS_MULTICAST },
};

static gboolean
begins_with (const guint8 *bytes,
             const guint8 *prefix,
             guint         n_bits)
{
  guint n_bytes = n_bits / 8;
  guint rest = n_bits % 8;

  return memcmp (bytes, prefix, n_bytes) == 0 &&
         (rest == 0 || (bytes[n_bytes] ^ prefix[n_bytes]) >> (8 - rest) == 0);
}

static SalonAddressKind
look_up (const guint8     *bytes,
         const Block      *blocks,
         gsize             n_blocks,
         SalonAddressKind  otherwise)
{
  gsize i;

  for (i = 0; i < n_blocks; i++)
    {
      if (begins_with (bytes, blocks[i].prefix, blocks[i].n_bits))
        return blocks[i].kind;
    }

  return otherwise;
}

static SalonAddressKind
judge_ipv4 (const guint8 bytes[4])
{
  return look_up (bytes, ipv4_blocks, G_N_ELEMENTS (ipv4_blocks), SALON_ADDRESS_PUBLIC);
}

/* Where a translator or a tunnel would send it on to; FALSE when there is none. */
static gboolean
judge_embedded (const guint8      bytes[16],
                SalonAddressKind *kind)
{
  static const guint8 mapped[12] = { [10] = 0xff, [11] = 0xff };
  static const guint8 translated[12] = { [8] = 0xff, [9] = 0xff };
  static const guint8 compatible[12] = { 0 };
  static const guint8 nat64[12] = { 0, 0x64, 0xff, 0x9b };
  static const guint8 six_to_four[2] = { 0x20, 0x02 };
  static const guint8 teredo[4] = { 0x20, 0x01, 0, 0 };
  SalonAddressKind relay;
  guint8 client[4];
  guint i;

  /* RFC 4291 section 2.5.5.2, RFC 7915, RFC 6052 section 2.1 */
  if (begins_with (bytes, mapped, 96) || begins_with (bytes, translated, 96) ||
      begins_with (bytes, nat64, 96))
    {
      *kind = judge_ipv4 (bytes + 12);
      return TRUE;
    }

  /* RFC 3056 */
  if (begins_with (bytes, six_to_four, 16))
    {
      *kind = judge_ipv4 (bytes + 2);
      return TRUE;
    }

  /* RFC 4380 section 4: the relay in the clear, the client with its bits turned around. */
  if (begins_with (bytes, teredo, 32))
    {
      for (i = 0; i < sizeof client; i++)
        client[i] = bytes[12 + i] ^ 0xff;
      relay = judge_ipv4 (bytes + 4);
      *kind = relay != SALON_ADDRESS_PUBLIC ? relay : judge_ipv4 (client);
      return TRUE;
    }

  /* RFC 4291 section 2.5.5.1, given up: to nowhere, if not to somewhere bad. */
  if (begins_with (bytes, compatible, 96) && (bytes[12] != 0 || bytes[13] != 0 || bytes[14] != 0))
    {
      *kind = judge_ipv4 (bytes + 12);
      if (*kind == SALON_ADDRESS_PUBLIC)
        *kind = SALON_ADDRESS_RESERVED;
      return TRUE;
    }

  return FALSE;
}

static SalonAddressKind
judge_ipv6 (const guint8 bytes[16])
{
  static const guint8 isatap[4] = { 0, 0, 0x5e, 0xfe };
  SalonAddressKind kind;
  SalonAddressKind inner;

  if (judge_embedded (bytes, &kind))
    return kind;

  kind = look_up (bytes, ipv6_blocks, G_N_ELEMENTS (ipv6_blocks), SALON_ADDRESS_RESERVED);

  /* RFC 5214 section 6.1: the last hop is by the IPv4 address at the end. The first byte may
   * say that it is a global one. */
  if (kind == SALON_ADDRESS_PUBLIC && (bytes[8] & ~0x02) == 0 &&
      memcmp (bytes + 9, isatap + 1, 3) == 0)
    {
      inner = judge_ipv4 (bytes + 12);
      return inner != SALON_ADDRESS_PUBLIC ? inner : kind;
    }

  return kind;
}

/**
 * salon_address_judge:
 * @address: an address
 *
 * Says where an address leads, so that a stranger's address can be refused before anything is
 * sent there.
 *
 * Returns: the kind of place
 */
SalonAddressKind
salon_address_judge (GInetAddress *address)
{
  const guint8 *bytes;

  g_return_val_if_fail (G_IS_INET_ADDRESS (address), SALON_ADDRESS_RESERVED);

  bytes = g_inet_address_to_bytes (address);
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    return judge_ipv4 (bytes);

  return judge_ipv6 (bytes);
}

/**
 * salon_address_kind_to_string:
 * @kind: a kind of place
 *
 * Returns: (transfer none): what to call it in the middle of a sentence, such as “a private
 *   network”; translated
 */
const char *
salon_address_kind_to_string (SalonAddressKind kind)
{
  switch (kind)
    {
    case SALON_ADDRESS_PUBLIC:
      return _("the internet");

    case SALON_ADDRESS_LOOPBACK:
    case SALON_ADDRESS_UNSPECIFIED:
      return _("this computer");

    case SALON_ADDRESS_PRIVATE:
      return _("a private network");

    case SALON_ADDRESS_LINK_LOCAL:
      return _("the local link");

    case SALON_ADDRESS_MULTICAST:
      return _("many computers at once");

    case SALON_ADDRESS_RESERVED:
    default:
      return _("an address that is not in public use");
    }
}
