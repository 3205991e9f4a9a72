/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include "salon-address-judge.h"

static const struct {
  const char       *address;
  SalonAddressKind  kind;
} table[] = {
  { "8.8.8.8", SALON_ADDRESS_PUBLIC },
  { "1.1.1.1", SALON_ADDRESS_PUBLIC },
  { "0.0.0.0", SALON_ADDRESS_UNSPECIFIED },
  { "0.0.0.1", SALON_ADDRESS_RESERVED },
  { "0.255.255.255", SALON_ADDRESS_RESERVED },
  { "1.0.0.0", SALON_ADDRESS_PUBLIC },
  { "9.255.255.255", SALON_ADDRESS_PUBLIC },
  { "10.0.0.0", SALON_ADDRESS_PRIVATE },
  { "10.255.255.255", SALON_ADDRESS_PRIVATE },
  { "11.0.0.0", SALON_ADDRESS_PUBLIC },
  { "100.63.255.255", SALON_ADDRESS_PUBLIC },
  { "100.64.0.0", SALON_ADDRESS_PRIVATE },
  { "100.127.255.255", SALON_ADDRESS_PRIVATE },
  { "100.128.0.0", SALON_ADDRESS_PUBLIC },
  { "126.255.255.255", SALON_ADDRESS_PUBLIC },
  { "127.0.0.0", SALON_ADDRESS_LOOPBACK },
  { "127.0.0.1", SALON_ADDRESS_LOOPBACK },
  { "127.1.2.3", SALON_ADDRESS_LOOPBACK },
  { "127.255.255.255", SALON_ADDRESS_LOOPBACK },
  { "128.0.0.0", SALON_ADDRESS_PUBLIC },
  { "169.253.255.255", SALON_ADDRESS_PUBLIC },
  { "169.254.0.0", SALON_ADDRESS_LINK_LOCAL },
  { "169.254.169.254", SALON_ADDRESS_LINK_LOCAL },
  { "169.255.0.0", SALON_ADDRESS_PUBLIC },
  { "172.15.255.255", SALON_ADDRESS_PUBLIC },
  { "172.16.0.0", SALON_ADDRESS_PRIVATE },
  { "172.31.255.255", SALON_ADDRESS_PRIVATE },
  { "172.32.0.0", SALON_ADDRESS_PUBLIC },
  { "192.0.0.1", SALON_ADDRESS_RESERVED },
  { "192.0.0.192", SALON_ADDRESS_RESERVED },
  { "192.0.1.0", SALON_ADDRESS_PUBLIC },
  { "192.0.2.1", SALON_ADDRESS_RESERVED },
  { "192.88.99.1", SALON_ADDRESS_RESERVED },
  { "192.167.255.255", SALON_ADDRESS_PUBLIC },
  { "192.168.0.1", SALON_ADDRESS_PRIVATE },
  { "192.168.255.255", SALON_ADDRESS_PRIVATE },
  { "192.169.0.0", SALON_ADDRESS_PUBLIC },
  { "198.17.255.255", SALON_ADDRESS_PUBLIC },
  { "198.18.0.0", SALON_ADDRESS_RESERVED },
  { "198.19.255.255", SALON_ADDRESS_RESERVED },
  { "198.20.0.0", SALON_ADDRESS_PUBLIC },
  { "198.51.100.7", SALON_ADDRESS_RESERVED },
  { "203.0.113.7", SALON_ADDRESS_RESERVED },
  { "203.0.114.0", SALON_ADDRESS_PUBLIC },
  { "223.255.255.255", SALON_ADDRESS_PUBLIC },
  { "224.0.0.1", SALON_ADDRESS_MULTICAST },
  { "239.255.255.250", SALON_ADDRESS_MULTICAST },
  { "240.0.0.0", SALON_ADDRESS_RESERVED },
  { "255.255.255.255", SALON_ADDRESS_RESERVED },

  { "2606:4700:4700::1111", SALON_ADDRESS_PUBLIC },
  { "2a00:1450:4001:810::200e", SALON_ADDRESS_PUBLIC },
  { "3ffe::1", SALON_ADDRESS_PUBLIC },
  { "::", SALON_ADDRESS_UNSPECIFIED },
  { "::1", SALON_ADDRESS_LOOPBACK },
  { "0:0:0:0:0:0:0:1", SALON_ADDRESS_LOOPBACK },
  { "::2", SALON_ADDRESS_RESERVED },
  { "::0.0.0.255", SALON_ADDRESS_RESERVED },
  { "100::1", SALON_ADDRESS_RESERVED },
  { "200::1", SALON_ADDRESS_RESERVED },
  { "1fff:ffff::1", SALON_ADDRESS_RESERVED },
  { "2001:1::1", SALON_ADDRESS_RESERVED },
  { "2001:20::1", SALON_ADDRESS_RESERVED },
  { "2001:200::1", SALON_ADDRESS_PUBLIC },
  { "2001:db8::1", SALON_ADDRESS_RESERVED },
  { "2001:db9::1", SALON_ADDRESS_PUBLIC },
  { "3fff::1", SALON_ADDRESS_RESERVED },
  { "3fff:fff:ffff::1", SALON_ADDRESS_RESERVED },
  { "3fff:1000::1", SALON_ADDRESS_PUBLIC },
  { "4000::1", SALON_ADDRESS_RESERVED },
  { "5f00::1", SALON_ADDRESS_RESERVED },
  { "fc00::1", SALON_ADDRESS_PRIVATE },
  { "fd12:3456:789a::1", SALON_ADDRESS_PRIVATE },
  { "fe00::1", SALON_ADDRESS_RESERVED },
  { "fe80::1", SALON_ADDRESS_LINK_LOCAL },
  { "febf::1", SALON_ADDRESS_LINK_LOCAL },
  { "fec0::1", SALON_ADDRESS_PRIVATE },
  { "ff02::1", SALON_ADDRESS_MULTICAST },

  /* What is inside counts. */
  { "::ffff:8.8.8.8", SALON_ADDRESS_PUBLIC },
  { "::ffff:127.0.0.1", SALON_ADDRESS_LOOPBACK },
  { "::ffff:7f00:1", SALON_ADDRESS_LOOPBACK },
  { "0:0:0:0:0:ffff:a00:1", SALON_ADDRESS_PRIVATE },
  { "::ffff:169.254.169.254", SALON_ADDRESS_LINK_LOCAL },
  { "::ffff:0.0.0.0", SALON_ADDRESS_UNSPECIFIED },
  { "::ffff:0:127.0.0.1", SALON_ADDRESS_LOOPBACK },
  { "::127.0.0.1", SALON_ADDRESS_LOOPBACK },
  { "::192.168.1.1", SALON_ADDRESS_PRIVATE },
  { "::8.8.8.8", SALON_ADDRESS_RESERVED },
  { "64:ff9b::8.8.8.8", SALON_ADDRESS_PUBLIC },
  { "64:ff9b::127.0.0.1", SALON_ADDRESS_LOOPBACK },
  { "64:ff9b::a9fe:a9fe", SALON_ADDRESS_LINK_LOCAL },
  { "64:ff9b:1::1", SALON_ADDRESS_PRIVATE },
  { "64:ff9b:2::1", SALON_ADDRESS_RESERVED },
  { "2002:808:808::1", SALON_ADDRESS_PUBLIC },
  { "2002:7f00:1::1", SALON_ADDRESS_LOOPBACK },
  { "2002:c0a8:101::1", SALON_ADDRESS_PRIVATE },
  { "2002:a9fe:a9fe::", SALON_ADDRESS_LINK_LOCAL },
  /* Teredo: relay 65.54.227.120, client 192.0.2.45 and others, turned around. */
  { "2001:0:4136:e378:8000:63bf:3fff:fdd2", SALON_ADDRESS_RESERVED },
  { "2001:0:4136:e378:8000:63bf:f7f7:f7f7", SALON_ADDRESS_PUBLIC },
  { "2001:0:4136:e378:8000:63bf:80ff:fffe", SALON_ADDRESS_LOOPBACK },
  { "2001:0:7f00:1:8000:63bf:f7f7:f7f7", SALON_ADDRESS_LOOPBACK },
  /* ISATAP */
  { "2606:4700::5efe:10.0.0.1", SALON_ADDRESS_PRIVATE },
  { "2606:4700::200:5efe:127.0.0.1", SALON_ADDRESS_LOOPBACK },
  { "2606:4700::5efe:8.8.8.8", SALON_ADDRESS_PUBLIC },
};

static void
test_table (void)
{
  guint i;

  g_assert_cmpuint (G_N_ELEMENTS (table), >=, 60);
  for (i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(GInetAddress) address = g_inet_address_new_from_string (table[i].address);

      g_assert_nonnull (address);
      if (salon_address_judge (address) != table[i].kind)
        g_error ("%s is %s, not %s", table[i].address,
                 salon_address_kind_to_string (salon_address_judge (address)),
                 salon_address_kind_to_string (table[i].kind));
    }
}

/* Nothing that GIO itself knows to be special is public. */
static void
test_never_public_against_gio (void)
{
  guint first;
  guint second;

  for (first = 0; first < 256; first++)
    {
      for (second = 0; second < 256; second++)
        {
          const guint8 bytes[4] = { (guint8) first, (guint8) second, 1, 1 };
          const guint8 inside[16] = { [10] = 0xff, [11] = 0xff, bytes[0], bytes[1], 1, 1 };
          const guint8 prefix[16] = { (guint8) first, (guint8) second, [15] = 7 };
          g_autoptr(GInetAddress) four =
            g_inet_address_new_from_bytes (bytes, G_SOCKET_FAMILY_IPV4);
          g_autoptr(GInetAddress) mapped =
            g_inet_address_new_from_bytes (inside, G_SOCKET_FAMILY_IPV6);
          g_autoptr(GInetAddress) six =
            g_inet_address_new_from_bytes (prefix, G_SOCKET_FAMILY_IPV6);

          if (g_inet_address_get_is_any (four) || g_inet_address_get_is_loopback (four) ||
              g_inet_address_get_is_link_local (four) || g_inet_address_get_is_site_local (four) ||
              g_inet_address_get_is_multicast (four))
            g_assert_cmpint (salon_address_judge (four), !=, SALON_ADDRESS_PUBLIC);
          g_assert_cmpint (salon_address_judge (mapped), ==, salon_address_judge (four));

          if (g_inet_address_get_is_link_local (six) || g_inet_address_get_is_site_local (six) ||
              g_inet_address_get_is_multicast (six) || first < 0x20 || first > 0x3f)
            g_assert_cmpint (salon_address_judge (six), !=, SALON_ADDRESS_PUBLIC);
        }
    }
}

static void
test_words (void)
{
  g_assert_cmpstr (salon_address_kind_to_string (SALON_ADDRESS_PUBLIC), ==, "the internet");
  g_assert_cmpstr (salon_address_kind_to_string (SALON_ADDRESS_LOOPBACK), ==, "this computer");
  g_assert_cmpstr (salon_address_kind_to_string (SALON_ADDRESS_UNSPECIFIED), ==, "this computer");
  g_assert_cmpstr (salon_address_kind_to_string (SALON_ADDRESS_PRIVATE), ==, "a private network");
  g_assert_cmpstr (salon_address_kind_to_string (SALON_ADDRESS_LINK_LOCAL), ==, "the local link");
  g_assert_cmpstr (salon_address_kind_to_string (SALON_ADDRESS_MULTICAST), ==,
                   "many computers at once");
  g_assert_cmpstr (salon_address_kind_to_string (SALON_ADDRESS_RESERVED), ==,
                   "an address that is not in public use");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/core/address-judge/table", test_table);
  g_test_add_func ("/core/address-judge/never-public-what-gio-knows-as-special",
                   test_never_public_against_gio);
  g_test_add_func ("/core/address-judge/words", test_words);

  return g_test_run ();
}
