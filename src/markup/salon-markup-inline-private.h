/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Spans nested deeper than this lose their looks, not their text. */
#define SALON_MARKUP_MAX_SPANS 24

/* The inline content of one block while it is being written: the Pango markup and,
 * beside it, the text alone.
 */
typedef struct
{
  GString *markup;
  GString *text;

  /* Opening tags, outermost first; NULL for a span that is not shown. */
  char *open[SALON_MARKUP_MAX_SPANS];
  guint depth;
  guint link_depth;
  guint image_depth;
} SalonMarkupInline;

void salon_markup_inline_init      (SalonMarkupInline *self);
void salon_markup_inline_clear     (SalonMarkupInline *self);
void salon_markup_inline_open      (SalonMarkupInline *self,
                                    const char        *element);
void salon_markup_inline_open_link (SalonMarkupInline *self,
                                    const char        *address,
                                    gboolean           image);
void salon_markup_inline_close     (SalonMarkupInline *self,
                                    gboolean           image);
void salon_markup_inline_add_text  (SalonMarkupInline *self,
                                    const char        *text,
                                    gsize              length);
void salon_markup_inline_finish    (SalonMarkupInline *self,
                                    char             **markup,
                                    char             **text);

G_END_DECLS
