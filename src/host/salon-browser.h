/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/**
 * SalonOpenUriFunc:
 * @uri: an address, http or https
 * @user_data: what was given with the function
 *
 * Opens an address in the user's browser, or shows it to the user.
 *
 * Returns: (transfer full): a future of anything as soon as it is opened; rejected with a sentence
 */
typedef DexFuture *(*SalonOpenUriFunc) (const char *uri,
                                        gpointer    user_data);

#define SALON_TYPE_BROWSER (salon_browser_get_type ())

/**
 * SalonBrowser:
 *
 * The way to the user's web browser: a window asks the desktop to open an address, the terminal
 * prints it. Until somebody says how, there is none.
 */
G_DECLARE_FINAL_TYPE (SalonBrowser, salon_browser, SALON, BROWSER, GObject)

SalonBrowser *salon_browser_new          (void);
void          salon_browser_set_opener   (SalonBrowser     *self,
                                          SalonOpenUriFunc  func,
                                          gpointer          user_data,
                                          GDestroyNotify    destroy);
void          salon_browser_set_terminal (SalonBrowser     *self,
                                          gboolean          terminal);
gboolean      salon_browser_is_terminal  (SalonBrowser     *self);
DexFuture    *salon_browser_open         (SalonBrowser     *self,
                                          const char       *uri) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
