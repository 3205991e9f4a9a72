/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-browser.h"
#include "salon-era-file.h"
#include "salon-host.h"
#include "salon-state-store.h"
#include "salon-store.h"

G_BEGIN_DECLS

/* Where a notice can come from, the most important one first. */
typedef enum
{
  SALON_HOST_NOTICE_HISTORY,
  SALON_HOST_NOTICE_SAVING,
  SALON_HOST_NOTICE_SERVERS,
  SALON_HOST_NOTICE_MODELS,
  SALON_HOST_NOTICE_STATE,
  SALON_HOST_N_NOTICES
} SalonHostNotice;

struct _SalonHost
{
  GObject parent_instance;

  SalonClock *clock;
  SalonConsent *consent;
  SalonBrowser *browser;
  SalonSecrets *secrets;
  SalonServerManager *servers;
  SalonEraFile *eras;
  SalonModelRegistry *models;
  SalonApprovals *approvals;
  SalonHistory *history;
  SalonToolbox *toolbox;
  SalonStore *store;
  SalonStateStore *state_store;
  /* Chats that are open: id → GWeakRef of a conversation. */
  GHashTable *conversations;
  gboolean titles;

  char *notices[SALON_HOST_N_NOTICES];
  char *notice;
  char *dismissed_notice;
};

void salon_host_set_notice            (SalonHost       *self,
                                       SalonHostNotice  source,
                                       const char      *sentence);
void salon_host_update_servers_notice (SalonHost       *self);
void salon_host_update_models_notice  (SalonHost       *self);
void salon_host_tell_store_failed     (SalonHost       *self,
                                       const GError    *error);
void salon_host_tell_approval_failed  (SalonHost       *self,
                                       const GError    *error);

G_END_DECLS
