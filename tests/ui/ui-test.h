/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include <libdex.h>

#include "salon-host.h"

G_BEGIN_DECLS

typedef gboolean (*UiTestCondition) (gpointer data);

void       ui_test_init          (int              *argc,
                                  char           ***argv);
SalonHost *ui_test_open_host     (void);
void       ui_test_close_host    (SalonHost        *host);
void       ui_test_wait          (UiTestCondition   condition,
                                  gpointer          data);
void       ui_test_settle        (void);
void       ui_test_await         (DexFuture        *future);
gpointer   ui_test_child         (gpointer          widget,
                                  const char       *name);
void       ui_test_assert_named  (gpointer          root);
void       ui_test_finalize      (gpointer          object);

G_END_DECLS
