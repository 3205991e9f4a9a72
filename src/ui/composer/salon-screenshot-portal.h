/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/**
 * salon_screenshot_portal_find:
 *
 * Returns: (transfer full): a future of %TRUE when the desktop lets applications ask for a
 *   screenshot; rejected when it doesn't
 */
DexFuture *salon_screenshot_portal_find (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_screenshot_portal_take:
 *
 * Lets the user take a screenshot.
 *
 * Returns: (transfer full): a future of a #GFile; rejected with %G_IO_ERROR_CANCELLED when the
 *   user took none
 */
DexFuture *salon_screenshot_portal_take (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
