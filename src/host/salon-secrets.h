/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

#define SALON_TYPE_SECRETS (salon_secrets_get_type ())

/**
 * SalonSecrets:
 *
 * Named secrets: API keys, tokens. They are kept by the Secret Service (or the Secret portal)
 * under Salon's own schema. Where there is none they live in memory only, the property
 * “persistent” is %FALSE and “notice” is a sentence that says so.
 *
 * Both properties are settled by the first lookup, store or clear, and notify then.
 *
 * The environment variable `SALON_SECRET_NAME` stands for the secret NAME and comes first, so that
 * a machine without a keyring needs no files with keys in them.
 */
G_DECLARE_FINAL_TYPE (SalonSecrets, salon_secrets, SALON, SECRETS, GObject)

SalonSecrets *salon_secrets_new            (void);
SalonSecrets *salon_secrets_new_in_memory  (void);
gboolean      salon_secrets_is_persistent  (SalonSecrets *self);
const char   *salon_secrets_get_notice     (SalonSecrets *self);
DexFuture    *salon_secrets_open           (SalonSecrets *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *salon_secrets_lookup         (SalonSecrets *self,
                                            const char   *name) G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *salon_secrets_store          (SalonSecrets *self,
                                            const char   *name,
                                            const char   *value) G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *salon_secrets_store_labelled (SalonSecrets *self,
                                            const char   *name,
                                            const char   *value,
                                            const char   *label) G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *salon_secrets_clear          (SalonSecrets *self,
                                            const char   *name) G_GNUC_WARN_UNUSED_RESULT;
gboolean      salon_secrets_is_valid_name  (const char   *name);
char         *salon_secrets_make_name      (const char   *first,
                                            const char   *second);

G_END_DECLS
