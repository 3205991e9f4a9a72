/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

#include "salon-expander.h"
#include "salon-json.h"
#include "salon-mcp-auth-settings.h"

G_BEGIN_DECLS

#define SALON_TYPE_SIGN_IN_OPTIONS (salon_sign_in_options_get_type ())

/**
 * SalonSignInOptions:
 *
 * The member “oauth” of a remote server's entry: what the user has decided about signing in to
 * it. Without it, everything is found out. Immutable, reference-counted.
 */
typedef struct _SalonSignInOptions SalonSignInOptions;

GType               salon_sign_in_options_get_type       (void) G_GNUC_CONST;
SalonSignInOptions *salon_sign_in_options_new_from_json  (const SalonJson     *json,
                                                          GError             **error);
SalonSignInOptions *salon_sign_in_options_ref            (SalonSignInOptions  *self);
void                salon_sign_in_options_unref          (SalonSignInOptions  *self);
gboolean            salon_sign_in_options_equal          (SalonSignInOptions  *self,
                                                          SalonSignInOptions  *other);
const SalonJson    *salon_sign_in_options_get_json       (SalonSignInOptions  *self);
SalonSignInOptions *salon_sign_in_options_change         (SalonSignInOptions  *self,
                                                          const char          *client_id,
                                                          const char          *client_secret,
                                                          const char          *scopes,
                                                          gboolean             assume_s256,
                                                          gboolean             allow_private,
                                                          GError             **error);
const char         *salon_sign_in_options_get_client_id  (SalonSignInOptions  *self);
const char         *salon_sign_in_options_get_client_secret
                                                         (SalonSignInOptions  *self);
const char         *salon_sign_in_options_get_scopes     (SalonSignInOptions  *self);
gboolean            salon_sign_in_options_get_assume_s256
                                                         (SalonSignInOptions  *self);
gboolean            salon_sign_in_options_get_allow_private_network
                                                         (SalonSignInOptions  *self);
DexFuture          *salon_sign_in_options_make_settings  (SalonSignInOptions  *self,
                                                          SalonExpander       *expander)
  G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonSignInOptions, salon_sign_in_options_unref)

G_END_DECLS
