/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib.h>

#include "salon-chat-section.h"

typedef struct
{
  const char *time;
  gboolean    pinned;
  const char *title;
} Row;

/* Reckoned from 2026-11-22 10:00 in Kiritimati, 14 hours ahead of Greenwich. */
static const Row rows[] = {
  { "2026-11-22T09:59:00+14", FALSE, "Today" },
  { "2026-11-22T00:00:00+14", FALSE, "Today" },
  { "2026-11-21T23:59:59+14", FALSE, "Yesterday" },
  { "2026-11-21T10:00:00Z", FALSE, "Today" },
  { "2026-11-20T23:59:59+14", FALSE, "Previous 7 Days" },
  { "2026-11-15T00:00:00+14", FALSE, "Previous 7 Days" },
  { "2026-11-14T23:59:59+14", FALSE, "November" },
  { "2026-01-01T00:00:00+14", FALSE, "January" },
  { "2025-12-31T23:59:59+14", FALSE, "December 2025" },
  { "2027-01-01T00:00:00+14", FALSE, "Today" },
  { "2020-01-01T00:00:00+14", TRUE, "Pinned" },
};

static void
test_titles (void)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_offset (14 * 60 * 60);
  g_autoptr(GDateTime) now = g_date_time_new (zone, 2026, 11, 22, 10, 0, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GDateTime) time = g_date_time_new_from_iso8601 (rows[i].time, NULL);
      g_autofree char *title = NULL;

      title = salon_chat_section_dup_title (g_date_time_to_unix_usec (time), rows[i].pinned, now);
      g_assert_cmpstr (title, ==, rows[i].title);
    }
}

static void
test_order (void)
{
  g_autoptr(GDateTime) now = g_date_time_new_utc (2026, 11, 22, 10, 0, 0);
  gint64 day = (gint64) 24 * 60 * 60 * G_USEC_PER_SEC;
  gint64 present = g_date_time_to_unix_usec (now);
  int previous = salon_chat_section_get_position (present, TRUE, now);

  for (int days = 0; days < 1000; days++)
    {
      int position = salon_chat_section_get_position (present - days * day, FALSE, now);

      g_assert_cmpint (position, >=, previous);
      previous = position;
    }
}

static void
test_impossible_times (void)
{
  g_autoptr(GDateTime) now = g_date_time_new_utc (2026, 11, 22, 10, 0, 0);

  g_assert_cmpint (salon_chat_section_get_position (G_MAXINT64, FALSE, now), ==,
                   salon_chat_section_get_position (g_date_time_to_unix_usec (now), FALSE, now));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/ui/chat-section/titles-follow-the-local-calendar", test_titles);
  g_test_add_func ("/ui/chat-section/sections-go-back-in-time", test_order);
  g_test_add_func ("/ui/chat-section/impossible-times-are-today", test_impossible_times);

  return g_test_run ();
}
