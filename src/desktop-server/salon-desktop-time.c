/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-desktop-server"

#include "config.h"

#include <glib/gi18n.h>

#include "salon-desktop-tool.h"
#include "salon-json-writer.h"

SalonDesktopResult *
salon_desktop_get_date_time (SalonDesktopCall  *call,
                             GError           **error)
{
  g_autoptr(GTimeZone) zone = NULL;
  g_autoptr(GDateTime) now = NULL;
  g_autoptr(SalonJsonWriter) writer = NULL;
  g_autofree char *date_time = NULL;
  g_autofree char *weekday = NULL;
  g_autofree char *text = NULL;
  const char *name = NULL;

  if (!salon_json_read_string (call->arguments, "time_zone", SALON_JSON_OPTIONAL, &name, error))
    return NULL;
  zone = name != NULL ? g_time_zone_new_identifier (name) : g_time_zone_new_local ();
  if (zone == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _("There is no time zone “%s”. Use a name such as “Europe/Berlin”, or “UTC”."),
                   name);
      return NULL;
    }
  now = g_date_time_new_now (zone);
  date_time = g_date_time_format (now, "%Y-%m-%dT%H:%M:%S%:z");
  weekday = g_date_time_format (now, "%A");
  text = g_strdup_printf ("%s, %s (%s)", weekday, date_time, g_time_zone_get_identifier (zone));
  writer = salon_json_writer_new ();
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "date_time", date_time);
  salon_json_writer_add_string (writer, "time_zone", g_time_zone_get_identifier (zone));
  salon_json_writer_add_string (writer, "weekday", weekday);
  salon_json_writer_add_int64 (writer, "unix_time", g_date_time_to_unix (now));
  salon_json_writer_end_object (writer);
  return salon_desktop_result_new (text, NULL, salon_json_writer_finish_document (writer));
}
