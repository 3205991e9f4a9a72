/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "salon-conversation.h"
#include "salon-model-registry.h"

G_BEGIN_DECLS

#define SALON_TYPE_ATTACHMENT_TRAY (salon_attachment_tray_get_type ())

G_DECLARE_FINAL_TYPE (SalonAttachmentTray, salon_attachment_tray, SALON, ATTACHMENT_TRAY, GtkWidget)

void     salon_attachment_tray_set_conversation (SalonAttachmentTray *self,
                                                 SalonConversation   *conversation);
void     salon_attachment_tray_set_models       (SalonAttachmentTray *self,
                                                 SalonModelRegistry  *models);
void     salon_attachment_tray_add_file         (SalonAttachmentTray *self,
                                                 GFile               *file);
void     salon_attachment_tray_add_bytes        (SalonAttachmentTray *self,
                                                 GBytes              *content,
                                                 const char          *name);
void     salon_attachment_tray_tell             (SalonAttachmentTray *self,
                                                 const char          *sentence);
gboolean salon_attachment_tray_is_busy          (SalonAttachmentTray *self);

G_END_DECLS
