/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-server-private.h"

#include <glib/gi18n.h>

#include "salon-host-error.h"

/**
 * salon_server_get_sign_in:
 * @self: a server
 *
 * Returns: (transfer none) (nullable): being signed in to it; %NULL for programs on this computer
 */
SalonSignIn *
salon_server_get_sign_in (SalonServer *self)
{
  g_return_val_if_fail (SALON_IS_SERVER (self), NULL);

  return salon_server_config_get_url (self->config) != NULL ? self->sign_in : NULL;
}

/**
 * salon_server_set_sign_in:
 * @self: a server
 * @sign_in: (nullable): signs in to it, should it be a remote one
 *
 * For the manager and tests.
 */
void
salon_server_set_sign_in (SalonServer *self,
                          SalonSignIn *sign_in)
{
  g_return_if_fail (SALON_IS_SERVER (self));
  g_return_if_fail (sign_in == NULL || SALON_IS_SIGN_IN (sign_in));

  g_set_object (&self->sign_in, sign_in);
}

static DexFuture *
reject_without (SalonServer *self)
{
  return dex_future_new_reject (SALON_HOST_ERROR, SALON_HOST_ERROR_NOT_SUPPORTED,
                                _("There is no signing in to “%s”."),
                                salon_server_get_title (self));
}

static DexFuture *
sign_in_fiber (gpointer user_data)
{
  SalonServer *self = user_data;
  GError *error = NULL;

  if (!dex_await (salon_sign_in_begin (self->sign_in, self->config), &error))
    return dex_future_new_for_error (error);
  return salon_server_restart (self);
}

/**
 * salon_server_sign_in:
 * @self: a server
 *
 * Signs in, because the user said so after seeing the plan of [method@SignIn.prepare], and starts
 * the server.
 *
 * Returns: (transfer full): a future of the ready #SalonMcpClient; rejected as
 *   salon_sign_in_begin() and salon_server_start(). Throwing it away changes nothing; see
 *   salon_sign_in_cancel().
 */
DexFuture *
salon_server_sign_in (SalonServer *self)
{
  DexFuture *future;

  g_return_val_if_fail (SALON_IS_SERVER (self), NULL);

  if (salon_server_get_sign_in (self) == NULL)
    return reject_without (self);
  future = dex_scheduler_spawn (NULL, 0, sign_in_fiber, g_object_ref (self), g_object_unref);
  dex_future_disown (dex_ref (future));
  return future;
}

static DexFuture *
sign_out_fiber (gpointer user_data)
{
  SalonServer *self = user_data;

  dex_await (salon_server_stop (self), NULL);
  return salon_sign_in_end (self->sign_in, self->config);
}

/**
 * salon_server_sign_out:
 * @self: a server
 *
 * Ends the connection and signs out.
 *
 * Returns: (transfer full): a future of %TRUE; rejected as salon_sign_in_end(). Throwing it away
 *   changes nothing.
 */
DexFuture *
salon_server_sign_out (SalonServer *self)
{
  DexFuture *future;

  g_return_val_if_fail (SALON_IS_SERVER (self), NULL);

  if (salon_server_get_sign_in (self) == NULL)
    return reject_without (self);
  future = dex_scheduler_spawn (NULL, 0, sign_out_fiber, g_object_ref (self), g_object_unref);
  dex_future_disown (dex_ref (future));
  return future;
}
