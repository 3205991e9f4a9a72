/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "salon-conversation.h"
#include "salon-model-registry.h"

G_BEGIN_DECLS

#define SALON_TYPE_COMPOSER (salon_composer_get_type ())

G_DECLARE_FINAL_TYPE (SalonComposer, salon_composer, SALON, COMPOSER, GtkWidget)

GtkWidget         *salon_composer_new              (void);
SalonConversation *salon_composer_get_conversation (SalonComposer     *self);
void               salon_composer_set_conversation (SalonComposer     *self,
                                                    SalonConversation *conversation);
const char        *salon_composer_get_tools_label  (SalonComposer     *self);
void               salon_composer_set_tools_label  (SalonComposer     *self,
                                                    const char        *tools_label);
char              *salon_composer_dup_text         (SalonComposer     *self);
void               salon_composer_set_text         (SalonComposer     *self,
                                                    const char        *text);
void               salon_composer_set_models       (SalonComposer      *self,
                                                    SalonModelRegistry *models);
GtkEventController *salon_composer_new_drop_target (SalonComposer      *self);

G_END_DECLS
