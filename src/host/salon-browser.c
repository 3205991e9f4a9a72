/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-browser.h"

#include <glib/gi18n.h>

#include "salon-host-error.h"

struct _SalonBrowser
{
  GObject parent_instance;

  SalonOpenUriFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
  gboolean terminal;
};

G_DEFINE_FINAL_TYPE (SalonBrowser, salon_browser, G_TYPE_OBJECT)

static void
salon_browser_dispose (GObject *object)
{
  salon_browser_set_opener (SALON_BROWSER (object), NULL, NULL, NULL);

  G_OBJECT_CLASS (salon_browser_parent_class)->dispose (object);
}

static void
salon_browser_class_init (SalonBrowserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = salon_browser_dispose;
}

static void
salon_browser_init (SalonBrowser *self)
{
}

/**
 * salon_browser_new:
 *
 * Returns: (transfer full): no way to a browser yet
 */
SalonBrowser *
salon_browser_new (void)
{
  return g_object_new (SALON_TYPE_BROWSER, NULL);
}

/**
 * salon_browser_set_opener:
 * @self: a browser
 * @func: (nullable): opens addresses; %NULL: there is no way any more
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 */
void
salon_browser_set_opener (SalonBrowser     *self,
                          SalonOpenUriFunc  func,
                          gpointer          user_data,
                          GDestroyNotify    destroy)
{
  GDestroyNotify old_destroy;
  gpointer old_data;

  g_return_if_fail (SALON_IS_BROWSER (self));

  old_destroy = self->destroy;
  old_data = self->user_data;
  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;
  if (old_destroy != NULL)
    old_destroy (old_data);
}

/**
 * salon_browser_set_terminal:
 * @self: a browser
 * @terminal: whether the user sits at a terminal
 */
void
salon_browser_set_terminal (SalonBrowser *self,
                            gboolean      terminal)
{
  g_return_if_fail (SALON_IS_BROWSER (self));

  self->terminal = terminal;
}

/**
 * salon_browser_is_terminal:
 * @self: a browser
 *
 * Returns: whether the user sits at a terminal, where there is no button to sign in with, so that
 *   a server that wants a first sign-in has to ask for it
 */
gboolean
salon_browser_is_terminal (SalonBrowser *self)
{
  g_return_val_if_fail (SALON_IS_BROWSER (self), FALSE);

  return self->terminal;
}

/**
 * salon_browser_open:
 * @self: a browser
 * @uri: an address that somebody has checked: http or https
 *
 * Returns: (transfer full): a future of anything as soon as the address is opened, or shown;
 *   rejected with %SALON_HOST_ERROR_NOT_SUPPORTED when there is no way to a browser, or what the
 *   opener says
 */
DexFuture *
salon_browser_open (SalonBrowser *self,
                    const char   *uri)
{
  g_return_val_if_fail (SALON_IS_BROWSER (self), NULL);
  g_return_val_if_fail (uri != NULL, NULL);

  if (self->func == NULL)
    return dex_future_new_reject (SALON_HOST_ERROR, SALON_HOST_ERROR_NOT_SUPPORTED,
                                  _("There is no web browser to open the address with."));
  return self->func (uri, self->user_data);
}
