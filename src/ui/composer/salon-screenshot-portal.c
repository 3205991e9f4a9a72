/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-screenshot-portal.h"

#include <glib/gi18n.h>

#define BUS_NAME "org.freedesktop.portal.Desktop"
#define OBJECT_PATH "/org/freedesktop/portal/desktop"
#define INTERFACE "org.freedesktop.portal.Screenshot"
#define REQUEST_INTERFACE "org.freedesktop.portal.Request"

typedef struct
{
  GDBusConnection *connection;
  DexPromise *promise;
  guint subscription;
} Request;

static void
request_free (Request *request)
{
  if (request->subscription != 0)
    g_dbus_connection_signal_unsubscribe (request->connection, request->subscription);
  g_clear_object (&request->connection);
  dex_unref (request->promise);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

/* Without a session bus there is no portal; where there is none, nothing is started for it. */
static DexFuture *
find_fiber (gpointer user_data)
{
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) answer = NULL;
  GError *error = NULL;

  bus = dex_await_object (dex_bus_get (G_BUS_TYPE_SESSION), &error);
  if (bus == NULL)
    return dex_future_new_for_error (error);
  answer = dex_await_variant (
    dex_dbus_connection_call (bus, BUS_NAME, OBJECT_PATH, "org.freedesktop.DBus.Properties", "Get",
                              g_variant_new ("(ss)", INTERFACE, "version"),
                              G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, 5000),
    &error);
  return answer != NULL ? dex_future_new_true () : dex_future_new_for_error (error);
}

DexFuture *
salon_screenshot_portal_find (void)
{
  return dex_scheduler_spawn (NULL, 0, find_fiber, NULL, NULL);
}

static void
on_response_cb (GDBusConnection *connection,
                const char      *sender,
                const char      *path,
                const char      *interface,
                const char      *name,
                GVariant        *parameters,
                gpointer         user_data)
{
  Request *request = user_data;
  g_autoptr (GVariant) results = NULL;
  const char *uri = NULL;
  guint response;

  if (!dex_future_is_pending (DEX_FUTURE (request->promise)) ||
      !g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;
  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  if (response == 0 && g_variant_lookup (results, "uri", "&s", &uri))
    dex_promise_resolve_object (request->promise, g_file_new_for_uri (uri));
  else
    dex_promise_reject (request->promise,
                        g_error_new_literal (G_IO_ERROR, response == 1 ? G_IO_ERROR_CANCELLED
                                                                       : G_IO_ERROR_FAILED,
                                             _("No screenshot was taken.")));
}

/* The answer may come before the call returns: its path is known beforehand. */
static char *
listen (Request    *request,
        const char *token)
{
  g_autofree char *sender = NULL;
  char *path;

  sender = g_strdup (g_dbus_connection_get_unique_name (request->connection) + 1);
  path = g_strdup_printf ("%s/request/%s/%s", OBJECT_PATH, g_strdelimit (sender, ".", '_'), token);
  request->subscription =
    g_dbus_connection_signal_subscribe (request->connection, BUS_NAME, REQUEST_INTERFACE,
                                        "Response", path, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                        on_response_cb, request, NULL);
  return path;
}

static DexFuture *
take_fiber (gpointer user_data)
{
  g_autoptr (Request) request = g_new0 (Request, 1);
  g_autofree char *token = g_strdup_printf ("salon%u", g_random_int ());
  g_autofree char *path = NULL;
  g_autoptr (GVariant) answer = NULL;
  GVariantBuilder options;
  GError *error = NULL;
  GFile *file;

  request->promise = dex_promise_new ();
  request->connection = dex_await_object (dex_bus_get (G_BUS_TYPE_SESSION), &error);
  if (request->connection == NULL)
    return dex_future_new_for_error (error);
  path = listen (request, token);
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "interactive", g_variant_new_boolean (TRUE));
  answer = dex_await_variant (
    dex_dbus_connection_call (request->connection, BUS_NAME, OBJECT_PATH, INTERFACE, "Screenshot",
                              g_variant_new ("(sa{sv})", "", &options), G_VARIANT_TYPE ("(o)"),
                              G_DBUS_CALL_FLAGS_NONE, -1), &error);
  if (answer == NULL)
    return dex_future_new_for_error (error);
  file = dex_await_object (dex_ref (DEX_FUTURE (request->promise)), &error);
  return file != NULL ? dex_future_new_take_object (file) : dex_future_new_for_error (error);
}

DexFuture *
salon_screenshot_portal_take (void)
{
  return dex_scheduler_spawn (NULL, 0, take_fiber, NULL, NULL);
}
