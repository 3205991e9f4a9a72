/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-chat-section.h"

#include <glib/gi18n.h>

enum
{
  SECTION_PINNED,
  SECTION_TODAY,
  SECTION_YESTERDAY,
  SECTION_PREVIOUS_DAYS,
  SECTION_FIRST_MONTH,
};

static GDateTime *
local_time_of (gint64     real_time,
               GDateTime *now)
{
  g_autoptr(GDateTime) universal = g_date_time_new_from_unix_utc_usec (real_time);

  if (universal == NULL)
    return g_date_time_ref (now);

  return g_date_time_to_timezone (universal, g_date_time_get_timezone (now));
}

/* Days between the calendar days of two moments, so that 23:59 is yesterday at 0:01. */
static int
days_between (GDateTime *earlier,
              GDateTime *later)
{
  GDate earlier_day;
  GDate later_day;

  g_date_clear (&earlier_day, 1);
  g_date_clear (&later_day, 1);
  g_date_set_dmy (&earlier_day, g_date_time_get_day_of_month (earlier),
                  g_date_time_get_month (earlier), g_date_time_get_year (earlier));
  g_date_set_dmy (&later_day, g_date_time_get_day_of_month (later),
                  g_date_time_get_month (later), g_date_time_get_year (later));

  return g_date_days_between (&earlier_day, &later_day);
}

static int
months_between (GDateTime *earlier,
                GDateTime *later)
{
  return (g_date_time_get_year (later) - g_date_time_get_year (earlier)) * 12
         + g_date_time_get_month (later) - g_date_time_get_month (earlier);
}

/**
 * salon_chat_section_get_position:
 * @updated_at: microseconds since 1970
 * @pinned: whether the chat is pinned
 * @now: the time to reckon from, in the user's time zone
 *
 * Tells in which section of the sidebar a chat belongs.
 *
 * Returns: a number that is the same for all chats of a section and grows downwards
 */
int
salon_chat_section_get_position (gint64     updated_at,
                                 gboolean   pinned,
                                 GDateTime *now)
{
  g_autoptr(GDateTime) time = NULL;
  int days;

  g_return_val_if_fail (now != NULL, SECTION_TODAY);

  if (pinned)
    return SECTION_PINNED;

  time = local_time_of (updated_at, now);
  days = days_between (time, now);

  /* A clock that was put back must not make chats disappear into a future section. */
  if (days <= 0)
    return SECTION_TODAY;
  if (days == 1)
    return SECTION_YESTERDAY;
  if (days <= 7)
    return SECTION_PREVIOUS_DAYS;

  return SECTION_FIRST_MONTH + months_between (time, now);
}

/**
 * salon_chat_section_dup_title:
 * @updated_at: microseconds since 1970
 * @pinned: whether the chat is pinned
 * @now: the time to reckon from, in the user's time zone
 *
 * Returns: (transfer full): the title of the section in which the chat belongs
 */
char *
salon_chat_section_dup_title (gint64     updated_at,
                              gboolean   pinned,
                              GDateTime *now)
{
  g_autoptr(GDateTime) time = NULL;

  g_return_val_if_fail (now != NULL, NULL);

  switch (salon_chat_section_get_position (updated_at, pinned, now))
    {
    case SECTION_PINNED:
      return g_strdup (_("Pinned"));

    case SECTION_TODAY:
      return g_strdup (_("Today"));

    case SECTION_YESTERDAY:
      return g_strdup (_("Yesterday"));

    case SECTION_PREVIOUS_DAYS:
      return g_strdup (_("Previous 7 Days"));

    default:
      break;
    }

  time = local_time_of (updated_at, now);
  if (g_date_time_get_year (time) == g_date_time_get_year (now))
    {
      /* Translators: a date format for the heading above the chats of a month of this
       * year; %OB is the name of the month when it stands alone */
      return g_date_time_format (time, _("%OB"));
    }

  /* Translators: a date format for the heading above the chats of a month of another
   * year; %OB is the name of the month, %Y the year */
  return g_date_time_format (time, _("%OB %Y"));
}
