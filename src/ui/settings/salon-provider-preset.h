/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SalonProviderPreset:
 * @id: what the provider is called in models.json
 * @name: what it is called for people
 * @kind: which API it has, a kind of models.json
 * @dialect: (nullable): whose habits it has; %NULL: as its address says
 * @base_url: the address its requests begin with; "" when the user has to know it. NAME in it
 *   stands for something that the user has to put in
 * @needs_key: whether it answers nobody without a key
 */
typedef struct
{
  const char *id;
  const char *name;
  const char *kind;
  const char *dialect;
  const char *base_url;
  gboolean    needs_key;
} SalonProviderPreset;

const SalonProviderPreset *salon_provider_preset_get   (guint       index);
guint                      salon_provider_preset_count (void);
char                      *salon_provider_preset_slug  (const char *name);

G_END_DECLS
