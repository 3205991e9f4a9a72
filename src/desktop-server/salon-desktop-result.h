/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"

G_BEGIN_DECLS

#define SALON_TYPE_DESKTOP_RESULT (salon_desktop_result_get_type ())

/* What a tool answered, whatever revision of the protocol it travels by. Immutable. */
typedef struct _SalonDesktopResult SalonDesktopResult;

GType               salon_desktop_result_get_type       (void) G_GNUC_CONST;
SalonDesktopResult *salon_desktop_result_new            (const char         *text,
                                                         const char         *note,
                                                         SalonJsonDocument  *structured);
SalonDesktopResult *salon_desktop_result_new_failed     (const char         *sentence);
SalonDesktopResult *salon_desktop_result_ref            (SalonDesktopResult *self);
void                salon_desktop_result_unref          (SalonDesktopResult *self);
const char         *salon_desktop_result_get_text       (SalonDesktopResult *self);
const char         *salon_desktop_result_get_note       (SalonDesktopResult *self);
const SalonJson    *salon_desktop_result_get_structured (SalonDesktopResult *self);
gboolean            salon_desktop_result_is_failed      (SalonDesktopResult *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonDesktopResult, salon_desktop_result_unref)

G_END_DECLS
