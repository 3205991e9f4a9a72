/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-mcp-subscription.h"

G_BEGIN_DECLS

struct _SalonMcpSubscription
{
  GObject           parent_instance;

  SalonMcpClient   *client;
  SalonMcpLists     lists;              /* wanted */
  GHashTable       *resources;
  GHashTable       *tasks;
  SalonMcpLists     agreed_lists;
  GHashTable       *agreed_resources;
  SalonMcpExchange *exchange;           /* the stream, in the modern era */
  SalonMcpExchange *old_exchange;       /* the one before, until the new one is acknowledged */
  DexFuture        *waiting;            /* to listen again */
  gint64            delay;
  gboolean          is_acknowledged;
  gboolean          is_scheduled;
  gboolean          is_stopped;
};

SalonJsonDocument *salon_mcp_subscription_write_filter   (SalonMcpSubscription *self);
SalonJsonDocument *salon_mcp_subscription_write_resource (const char           *uri);
SalonMcpLists      salon_mcp_subscription_read_lists     (const SalonJson      *notifications);
SalonMcpLists      salon_mcp_subscription_read_declared  (const SalonJson      *capabilities);

G_END_DECLS
