/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "salon-message-private.h"
#include "salon-part-private.h"
#include "salon-tool-call-private.h"
#include "salon-transcript.h"

G_BEGIN_DECLS

void           transcript_test_init        (int             *argc,
                                            char          ***argv);
void           transcript_test_frames      (guint            n_frames);
gboolean       transcript_test_wait        (gboolean       (*condition) (gpointer),
                                            gpointer         user_data);
SalonMessage  *transcript_test_message     (SalonRole        role,
                                            const char      *text);
SalonPart     *transcript_test_add_text    (SalonMessage    *message,
                                            const char      *text,
                                            gboolean         finished);
SalonToolCall *transcript_test_add_call    (SalonMessage    *message,
                                            const char      *title,
                                            const char      *arguments);
GtkWidget     *transcript_test_window      (GtkWidget       *child,
                                            int              width,
                                            int              height);
GtkWidget     *transcript_test_find        (GtkWidget       *parent,
                                            GType            type,
                                            guint            index);
GtkWidget     *transcript_test_find_button (GtkWidget       *parent,
                                            const char      *name);

G_END_DECLS
