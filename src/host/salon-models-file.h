/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "salon-model-provider-config.h"

G_BEGIN_DECLS

#define SALON_TYPE_MODELS_FILE (salon_models_file_get_type ())

/**
 * SalonModelsFile:
 *
 * models.json (docs/configuration.md). Property “problem”, signal “changed”: as #SalonServersFile.
 */
G_DECLARE_FINAL_TYPE (SalonModelsFile, salon_models_file, SALON, MODELS_FILE, GObject)

SalonModelsFile *salon_models_file_new               (const char               *path);
const char      *salon_models_file_get_path          (SalonModelsFile          *self);
const char      *salon_models_file_get_problem       (SalonModelsFile          *self);
GPtrArray       *salon_models_file_get_configs       (SalonModelsFile          *self);
const char      *salon_models_file_get_default_model (SalonModelsFile          *self);
const char      *salon_models_file_get_small_model   (SalonModelsFile          *self);
DexFuture       *salon_models_file_load              (SalonModelsFile          *self)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture       *salon_models_file_put               (SalonModelsFile          *self,
                                                      const char               *id,
                                                      SalonModelProviderConfig *config)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture       *salon_models_file_remove            (SalonModelsFile          *self,
                                                      const char               *id)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture       *salon_models_file_set_default_model (SalonModelsFile          *self,
                                                      const char               *model)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture       *salon_models_file_set_small_model   (SalonModelsFile          *self,
                                                      const char               *model)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
