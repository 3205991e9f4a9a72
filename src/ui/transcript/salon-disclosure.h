/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SALON_TYPE_DISCLOSURE (salon_disclosure_get_type ())

G_DECLARE_FINAL_TYPE (SalonDisclosure, salon_disclosure, SALON, DISCLOSURE, GtkWidget)

/**
 * SalonDisclosureFunc:
 * @owner: the widget that has the content
 *
 * Returns: (transfer floating): the content, made when it is wanted for the first time
 */
typedef GtkWidget *(*SalonDisclosureFunc) (GtkWidget *owner);

GtkWidget *salon_disclosure_new            (GtkWidget          *owner,
                                            SalonDisclosureFunc make_content);
void       salon_disclosure_set_icon       (SalonDisclosure    *self,
                                            const char         *icon_name,
                                            const char         *style_class);
void       salon_disclosure_set_busy       (SalonDisclosure    *self);
void       salon_disclosure_set_text       (SalonDisclosure    *self,
                                            const char         *text,
                                            const char         *context,
                                            const char         *time);
void       salon_disclosure_set_state_name (SalonDisclosure    *self,
                                            const char         *state);
gboolean   salon_disclosure_is_open        (SalonDisclosure    *self);
void       salon_disclosure_set_open       (SalonDisclosure    *self,
                                            gboolean            open);
GtkWidget *salon_disclosure_get_button     (SalonDisclosure    *self);

G_END_DECLS
