/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-attachment-tray.h"
#include "salon-composer.h"

G_BEGIN_DECLS

/* Shared by salon-composer.c (text, sending) and salon-composer-attach.c (files and pictures). */
struct _SalonComposer
{
  GtkWidget          parent_instance;

  SalonConversation *conversation;
  char              *tools_label_text;
  gboolean           loading_draft;
  gboolean           moving_focus;

  GtkWidget         *card;
  SalonAttachmentTray *tray;
  GtkWidget         *screenshot_button;
  GtkTextView       *text_view;
  GtkTextBuffer     *buffer;
  GtkWidget         *placeholder;
  GtkWidget         *tools_button;
  GtkLabel          *tools_label;
  GtkStack          *button_stack;
};

void salon_composer_install_attach_actions (GtkWidgetClass *widget_class);
void salon_composer_prepare_attach         (SalonComposer  *self);

G_END_DECLS
