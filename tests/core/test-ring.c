/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <string.h>

#include "salon-ring.h"

static void
test_entries_in_order (void)
{
  g_autoptr(SalonRing) ring = salon_ring_new (1024 * 1024, 100);
  const SalonRingEntry *entry;
  guint i;

  for (i = 0; i < 50; i++)
    {
      g_autofree char *text = g_strdup_printf ("line %u", i);

      salon_ring_add (ring, i, i % 2 == 0 ? "in" : "out", text, -1);
    }

  g_assert_cmpuint (salon_ring_get_count (ring), ==, 50);
  g_assert_cmpuint (salon_ring_get_dropped (ring), ==, 0);
  entry = salon_ring_get (ring, 49);
  g_assert_cmpint (entry->time, ==, 49);
  g_assert_cmpstr (entry->kind, ==, "out");
  g_assert_cmpstr (entry->text, ==, "line 49");
  g_assert_cmpuint (entry->full_length, ==, 7);
  g_assert_cmpstr (salon_ring_get (ring, 0)->text, ==, "line 0");
  g_assert_null (salon_ring_get (ring, 50));
}

static void
test_number_is_bounded (void)
{
  g_autoptr(SalonRing) ring = salon_ring_new (1024 * 1024, 20);
  guint i;

  for (i = 0; i < 1000; i++)
    salon_ring_add (ring, i, "in", "x", 1);

  g_assert_cmpuint (salon_ring_get_count (ring), ==, 20);
  g_assert_cmpuint (salon_ring_get_dropped (ring), ==, 980);
  for (i = 0; i < 20; i++)
    g_assert_cmpint (salon_ring_get (ring, i)->time, ==, 980 + i);
}

static void
test_bytes_are_bounded (void)
{
  g_autoptr(SalonRing) ring = salon_ring_new (100 * 1024, 1000000);
  g_autofree char *text = g_strnfill (10 * 1024, 'x');
  guint i;

  for (i = 0; i < 100; i++)
    salon_ring_add (ring, i, "in", text, -1);

  g_assert_cmpuint (salon_ring_get_count (ring), ==, 9);
  g_assert_cmpint (salon_ring_get (ring, 8)->time, ==, 99);
}

static void
test_newest_stays (void)
{
  g_autoptr(SalonRing) ring = salon_ring_new (10, 5);

  salon_ring_add (ring, 1, "in", "much longer than ten bytes", -1);
  salon_ring_add (ring, 2, "in", "and so is this one", -1);
  g_assert_cmpuint (salon_ring_get_count (ring), ==, 1);
  g_assert_cmpstr (salon_ring_get (ring, 0)->text, ==, "and so is this one");
}

static void
test_long_entries_are_cut (void)
{
  g_autoptr(SalonRing) ring = salon_ring_new (1024 * 1024, 5);
  g_autoptr(GString) text = g_string_new ("x");
  const SalonRingEntry *entry;

  while (text->len <= SALON_RING_MAX_ENTRY)
    g_string_append (text, "€");
  salon_ring_add (ring, 1, "in", text->str, text->len);

  entry = salon_ring_get (ring, 0);
  g_assert_cmpuint (entry->full_length, ==, text->len);
  g_assert_true (g_utf8_validate (entry->text, -1, NULL));
  g_assert_null (strstr (entry->text, "\357\277\275"));
  g_assert_true (g_str_has_suffix (entry->text, "€… (cut: 65536 of 65539 bytes)"));

  g_string_truncate (text, 0);
  while (text->len < SALON_RING_MAX_ENTRY)
    g_string_append_c (text, 'x');
  salon_ring_add (ring, 1, "in", text->str, text->len);
  g_assert_cmpstr (salon_ring_get (ring, 1)->text, ==, text->str);
}

static void
test_text_is_always_shown (void)
{
  g_autoptr(SalonRing) ring = salon_ring_new (1024, 5);

  salon_ring_add (ring, 1, "in", "a\0b\377c", 5);
  g_assert_cmpstr (salon_ring_get (ring, 0)->text, ==, "a\357\277\275b\357\277\275c");
  g_assert_cmpuint (salon_ring_get (ring, 0)->full_length, ==, 5);
  salon_ring_add (ring, 1, "in", NULL, 0);
  g_assert_cmpstr (salon_ring_get (ring, 1)->text, ==, "");
}

static void
test_secrets (void)
{
  g_autoptr(SalonRing) ring = salon_ring_new (1024 * 1024, 5);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *all = NULL;

  salon_ring_add (ring, 1, "in", "before: topsecret", -1);
  salon_ring_hide (ring, "topsecret");
  salon_ring_hide (ring, "other-key");
  salon_ring_hide (ring, "short");
  salon_ring_add (ring, 1, "in", "{\"a\":\"topsecret\",\"b\":\"topsecretother-key\"} short", -1);
  g_assert_cmpstr (salon_ring_get (ring, 0)->text, ==, "before: topsecret");
  g_assert_cmpstr (salon_ring_get (ring, 1)->text, ==,
                   "{\"a\":\"" SALON_RING_HIDDEN "\",\"b\":\"" SALON_RING_HIDDEN
                   SALON_RING_HIDDEN "\"} short");
  g_assert_cmpuint (salon_ring_get (ring, 1)->full_length, ==, 48);

  /* Neither where the text is cut, nor past it. */
  while (text->len < SALON_RING_MAX_ENTRY - 4)
    g_string_append_c (text, 'x');
  g_string_append (text, "topsecret and topsecret");
  salon_ring_add (ring, 1, "in", text->str, (gssize) text->len);
  all = g_strdup (salon_ring_get (ring, 2)->text);
  g_assert_null (strstr (all, "tops"));
  g_assert_nonnull (strstr (all, "(cut: "));
}

static void
test_to_text (void)
{
  g_autoptr(SalonRing) ring = salon_ring_new (1024, 5);
  g_autofree char *empty = salon_ring_to_text (ring);
  g_autofree char *text = NULL;

  g_assert_cmpstr (empty, ==, "");
  salon_ring_add (ring, G_GINT64_CONSTANT (1767268800) * G_USEC_PER_SEC + 1500, "→", "{}", -1);
  salon_ring_add (ring, G_MAXINT64, "←", "[]", -1);
  text = salon_ring_to_text (ring);
  g_assert_cmpstr (text, ==, "2026-01-01T12:00:00.001500Z → {}\n- ← []\n");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/core/ring/entries-in-order", test_entries_in_order);
  g_test_add_func ("/core/ring/number-is-bounded", test_number_is_bounded);
  g_test_add_func ("/core/ring/bytes-are-bounded", test_bytes_are_bounded);
  g_test_add_func ("/core/ring/newest-stays", test_newest_stays);
  g_test_add_func ("/core/ring/long-entries-are-cut", test_long_entries_are_cut);
  g_test_add_func ("/core/ring/text-is-always-shown", test_text_is_always_shown);
  g_test_add_func ("/core/ring/secrets-are-not-shown", test_secrets);
  g_test_add_func ("/core/ring/to-text", test_to_text);

  return g_test_run ();
}
