/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * SalonRing:
 *
 * The last entries of a log – a server's messages, or what it wrote to stderr –
 * bounded in bytes and in number: the oldest make room for new ones. Reference-counted;
 * to be used from one thread.
 */
typedef struct _SalonRing SalonRing;

#define SALON_TYPE_RING (salon_ring_get_type ())

/** What stands for a text that is not to be shown. */
#define SALON_RING_HIDDEN "•••"

/** The longest text of an entry, in bytes. */
#define SALON_RING_MAX_ENTRY ((gsize) 64 * 1024)

/**
 * SalonRingEntry:
 * @time: when it was added, in microseconds since 1970
 * @kind: a short word for what it is, as given
 * @text: the text, valid UTF-8; a text over %SALON_RING_MAX_ENTRY is cut and says so
 *   at its end
 * @full_length: how many bytes the text had before it was cut
 */
typedef struct
{
  gint64      time;
  const char *kind;
  const char *text;
  gsize       full_length;
} SalonRingEntry;

GType                 salon_ring_get_type    (void) G_GNUC_CONST;
SalonRing            *salon_ring_new         (gsize       max_bytes,
                                              guint       max_entries);
SalonRing            *salon_ring_ref         (SalonRing  *self);
void                  salon_ring_unref       (SalonRing  *self);
void                  salon_ring_add         (SalonRing  *self,
                                              gint64      real_time,
                                              const char *kind,
                                              const char *text,
                                              gssize      length);
void                  salon_ring_hide        (SalonRing  *self,
                                              const char *secret);
guint                 salon_ring_get_count   (SalonRing  *self);
guint64               salon_ring_get_dropped (SalonRing  *self);
const SalonRingEntry *salon_ring_get         (SalonRing  *self,
                                              guint       index);
char                 *salon_ring_to_text     (SalonRing  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonRing, salon_ring_unref)

G_END_DECLS
