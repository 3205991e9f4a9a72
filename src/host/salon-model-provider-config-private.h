/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-model-provider-config.h"

G_BEGIN_DECLS

struct _SalonModelProviderConfig
{
  GObject parent_instance;

  char *id;
  char *kind;
  char *dialect;
  char *name;
  char *base_url;
  char *api_key;
  char **headers;
  char *proxy;
  char **models;
  char *problem;
  gboolean sealed;

  SalonJsonDocument *original;  /* the entry this one was read from; nullable */
};

G_END_DECLS
