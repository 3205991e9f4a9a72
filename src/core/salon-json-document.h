/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json-types.h"

G_BEGIN_DECLS

#define SALON_TYPE_JSON_DOCUMENT (salon_json_document_get_type ())

/**
 * SalonJsonLimits:
 * @max_bytes: the longest text that is read, in bytes; 0 stands for the default
 * @max_depth: how many arrays and objects may be open at once; 0 stands for the
 *   default, and more than %SALON_JSON_GREATEST_DEPTH is cut to that
 */
typedef struct
{
  gsize max_bytes;
  guint max_depth;
} SalonJsonLimits;

#define SALON_JSON_DEFAULT_MAX_BYTES ((gsize) 16 * 1024 * 1024)
#define SALON_JSON_DEFAULT_MAX_DEPTH 128
#define SALON_JSON_GREATEST_DEPTH 512

GType              salon_json_document_get_type    (void) G_GNUC_CONST;
SalonJsonDocument *salon_json_document_parse       (const char            *text,
                                                    gssize                 length,
                                                    const SalonJsonLimits *limits,
                                                    GError               **error);
SalonJsonDocument *salon_json_document_parse_bytes (GBytes                *bytes,
                                                    const SalonJsonLimits *limits,
                                                    GError               **error);
SalonJsonDocument *salon_json_document_copy        (const SalonJson       *value);
SalonJsonDocument *salon_json_document_new_part    (SalonJsonDocument     *whole,
                                                    const SalonJson       *value);
SalonJsonDocument *salon_json_document_ref         (SalonJsonDocument     *self);
void               salon_json_document_unref       (SalonJsonDocument     *self);
const SalonJson   *salon_json_document_get_root    (SalonJsonDocument     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonJsonDocument, salon_json_document_unref)

G_END_DECLS
