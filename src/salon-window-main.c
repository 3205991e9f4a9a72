/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include <locale.h>

#include <glib/gi18n.h>
#include <libdex.h>

#include "salon-application.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr(SalonApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  dex_init ();
  g_set_application_name ("Salon");

  application = salon_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
