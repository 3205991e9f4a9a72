/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "salon-secrets.h"

G_BEGIN_DECLS

#define SALON_TYPE_EXPANDER (salon_expander_get_type ())

/**
 * SalonExpander:
 *
 * Replaces `${env:NAME}` by a variable of the environment and `${secret:NAME}` by a secret.
 * Everything else, `${HOME}` among it, stays as it is; `$${env:NAME}` stands for the literal
 * text `${env:NAME}`. What was put in is never looked at again, so a secret that contains
 * `${…}` does no harm.
 */
G_DECLARE_FINAL_TYPE (SalonExpander, salon_expander, SALON, EXPANDER, GObject)

SalonExpander *salon_expander_new            (SalonSecrets       *secrets,
                                              const char * const *environment);
DexFuture     *salon_expander_expand         (SalonExpander      *self,
                                              const char         *text) G_GNUC_WARN_UNUSED_RESULT;
DexFuture     *salon_expander_expand_strv    (SalonExpander      *self,
                                              const char * const *texts) G_GNUC_WARN_UNUSED_RESULT;
gboolean       salon_expander_has_references (const char         *text);
char         **salon_expander_dup_secrets    (SalonExpander      *self);

G_END_DECLS
