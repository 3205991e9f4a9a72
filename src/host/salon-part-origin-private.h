/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json-writer.h"
#include "salon-json.h"
#include "salon-llm-part.h"

G_BEGIN_DECLS

/**
 * SalonPartOrigin:
 * @end: where the stretch of text it belongs to ends, in bytes
 * @provider: (nullable): who made it
 * @data: (nullable): what @provider wants back
 *
 * What a provider wants back with a stretch of a part. Stretches follow each other; one without
 * text is as good as any.
 */
typedef struct
{
  gsize end;
  char *provider;
  SalonJsonDocument *data;
} SalonPartOrigin;

SalonPartOrigin *salon_part_origin_new    (SalonLlmPart     *part,
                                           gsize             end);
void             salon_part_origin_free   (SalonPartOrigin  *self);

/**
 * salon_part_origin_apply:
 * @self: an origin
 * @part: (transfer full): what is to be sent
 *
 * Returns: (transfer full): @part with what belongs to it
 */
SalonLlmPart    *salon_part_origin_apply  (SalonPartOrigin  *self,
                                           SalonLlmPart     *part);

/**
 * salon_part_origins_matter:
 * @origins: (nullable) (element-type SalonPartOrigin): a part's origins
 *
 * Returns: whether one of them has anything in it
 */
gboolean         salon_part_origins_matter (GPtrArray       *origins);
void             salon_part_origins_write (GPtrArray        *origins,
                                           gsize             length,
                                           SalonJsonWriter  *writer);

/**
 * salon_part_origins_read:
 * @data: (nullable): what was stored of a part
 * @text: the part's text
 * @length: its length in bytes
 *
 * Returns: (transfer full) (nullable): the origins; %NULL where there are none, or none that fit
 *   @text
 */
GPtrArray       *salon_part_origins_read  (const SalonJson  *data,
                                           const char       *text,
                                           gsize             length);

G_END_DECLS
