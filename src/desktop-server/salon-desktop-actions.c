/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-desktop-server"

#include "config.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <libdex.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "salon-desktop-tool.h"

#define BUS_TIMEOUT_MS 10000

static gboolean
is_address (const char *target)
{
  g_autofree char *scheme = g_uri_parse_scheme (target);
  const char *schemes[] = { "http", "https", "mailto" };

  for (guint i = 0; scheme != NULL && i < G_N_ELEMENTS (schemes); i++)
    if (g_str_equal (scheme, schemes[i]))
      return g_uri_is_valid (target, G_URI_FLAGS_NONE, NULL);
  return FALSE;
}

/* Opening must never amount to running: what can be run is refused. */
static char *
make_file_uri (SalonDesktopCall  *call,
               const char        *target,
               GError           **error)
{
  g_autofd int fd = salon_desktop_folders_open (call->folders, target, O_PATH, error);
  g_autofree char *path = NULL;
  struct stat status;

  if (fd < 0)
    return NULL;
  path = salon_desktop_folders_dup_path (fd);
  if (fstat (fd, &status) != 0
      || (!S_ISDIR (status.st_mode)
          && (!S_ISREG (status.st_mode)
              || (status.st_mode & 0111) != 0
              || g_str_has_suffix (path, ".desktop"))))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                   _("“%s” can be run as a program, so it is not opened."), target);
      return NULL;
    }
  return g_filename_to_uri (path, NULL, error);
}

SalonDesktopResult *
salon_desktop_open (SalonDesktopCall  *call,
                    GError           **error)
{
  g_autofree char *uri = NULL;
  g_autofree char *sentence = NULL;
  g_autoptr(GError) failure = NULL;
  const char *target = NULL;

  if (!salon_json_read_string (call->arguments, "target", SALON_JSON_REQUIRED, &target, error))
    return NULL;
  uri = is_address (target) ? g_strdup (target) : make_file_uri (call, target, error);
  if (uri == NULL)
    return NULL;
  /* In a sandbox GIO asks the portal by itself. */
  if (!g_app_info_launch_default_for_uri (uri, NULL, &failure))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("“%s” can’t be opened: %s"), target,
                   failure->message);
      return NULL;
    }
  sentence = g_strdup_printf (_("Opened “%s”."), target);
  return salon_desktop_result_new (sentence, NULL, NULL);
}

static gboolean
call_bus (const char  *name,
          const char  *path,
          const char  *interface,
          const char  *method,
          GVariant    *parameters,
          GVariant   **reply,
          GError     **error)
{
  g_autoptr(GVariant) owned = g_variant_ref_sink (parameters);
  g_autoptr(GDBusConnection) bus = NULL;
  g_autoptr(GVariant) answer = NULL;

  bus = dex_await_object (dex_bus_get (G_BUS_TYPE_SESSION), error);
  if (bus == NULL)
    return FALSE;
  answer = dex_await_variant (dex_dbus_connection_call (bus, name, path, interface, method, owned,
                                                        NULL, G_DBUS_CALL_FLAGS_NONE,
                                                        BUS_TIMEOUT_MS),
                              error);
  if (answer != NULL && reply != NULL)
    *reply = g_steal_pointer (&answer);
  return answer != NULL || (reply != NULL && *reply != NULL);
}

/* Some servers take the body as markup, and say so. */
static gboolean
takes_markup (void)
{
  g_autoptr(GVariant) reply = NULL;
  g_autofree const char **capabilities = NULL;

  if (!call_bus ("org.freedesktop.Notifications", "/org/freedesktop/Notifications",
                 "org.freedesktop.Notifications", "GetCapabilities", g_variant_new ("()"), &reply,
                 NULL)
      || !g_variant_is_of_type (reply, G_VARIANT_TYPE ("(as)")))
    return FALSE;
  g_variant_get (reply, "(^a&s)", &capabilities);
  return g_strv_contains (capabilities, "body-markup");
}

static gboolean
notify_directly (const char  *title,
                 const char  *body,
                 GError     **error)
{
  g_autofree char *escaped = takes_markup () ? g_markup_escape_text (body, -1) : g_strdup (body);

  return call_bus ("org.freedesktop.Notifications", "/org/freedesktop/Notifications",
                   "org.freedesktop.Notifications", "Notify",
                   g_variant_new ("(susssasa{sv}i)", "Salon", 0u, APPLICATION_ID, title, escaped,
                                  NULL, NULL, -1),
                   NULL, error);
}

static gboolean
notify_by_portal (const char  *title,
                  const char  *body,
                  GError     **error)
{
  g_autofree char *id = g_uuid_string_random ();
  GVariantBuilder notification;

  g_variant_builder_init (&notification, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&notification, "{sv}", "title", g_variant_new_string (title));
  g_variant_builder_add (&notification, "{sv}", "body", g_variant_new_string (body));
  return call_bus ("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop",
                   "org.freedesktop.portal.Notification", "AddNotification",
                   g_variant_new ("(sa{sv})", id, &notification), NULL, error);
}

SalonDesktopResult *
salon_desktop_send_notification (SalonDesktopCall  *call,
                                 GError           **error)
{
  g_autoptr(GError) failure = NULL;
  const char *title = NULL;
  const char *body = "";
  gboolean shown;

  if (!salon_json_read_string (call->arguments, "title", SALON_JSON_REQUIRED, &title, error)
      || !salon_json_read_string (call->arguments, "body", SALON_JSON_OPTIONAL, &body, error))
    return NULL;
  shown = g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS)
    ? notify_by_portal (title, body, &failure) : notify_directly (title, body, &failure);
  if (!shown)
    {
      g_dbus_error_strip_remote_error (failure);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   _("The notification can’t be shown, this desktop takes none: %s"),
                   failure->message);
      return NULL;
    }
  return salon_desktop_result_new (_("The notification was shown."), NULL, NULL);
}
