/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-server-config.h"

G_BEGIN_DECLS

/* Seconds. */
#define SALON_SERVER_DEFAULT_TIMEOUT       60
#define SALON_SERVER_DEFAULT_START_TIMEOUT 60
#define SALON_SERVER_MAX_TIMEOUT           86400

struct _SalonServerConfig
{
  GObject parent_instance;

  char *name;
  char *title;
  char *problem;
  char *identity;  /* made when asked for */
  gboolean built_in;
  gboolean sealed;

  SalonServerTransport transport;
  char *type;  /* as written; nullable */
  char *command;
  char **arguments;
  char **environment;
  char *directory;
  char *url;
  char **headers;
  gboolean disabled;
  gboolean auto_start;
  guint timeout;        /* 0: the default */
  guint start_timeout;  /* 0: the default */
  char *era;
  char **roots;         /* NULL: the default */
  SalonSignInOptions *sign_in;  /* nullable */

  SalonJsonDocument *original;  /* the entry this one was read from; nullable */
};

gboolean salon_server_config_has_unknown_members (SalonServerConfig *self);

G_END_DECLS
