/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define SALON_TYPE_STORE_HIT (salon_store_hit_get_type ())

typedef struct _SalonStoreHit SalonStoreHit;

/**
 * SalonStoreHit:
 * @chat_id: the chat something was found in
 * @chat_title: its title
 * @message_id: (nullable): the message it was found in; %NULL when it was the title
 * @snippet: the words around it on one line, plain text
 *
 * Something that the search found. All strings belong to the hit.
 */
struct _SalonStoreHit
{
  char *chat_id;
  char *chat_title;
  char *message_id;
  char *snippet;
};

GType salon_store_hit_get_type (void) G_GNUC_CONST;

/**
 * salon_store_hit_new: (skip)
 *
 * Returns: (transfer full): a hit with nothing filled in; the fields are set
 *   with g_set_str() or given strings to own
 */
SalonStoreHit *salon_store_hit_new (void);

/**
 * salon_store_hit_copy:
 * @self: a hit
 *
 * Returns: (transfer full): a deep copy
 */
SalonStoreHit *salon_store_hit_copy (const SalonStoreHit *self);

/**
 * salon_store_hit_free:
 * @self: (transfer full) (nullable): a hit
 *
 * Frees it with all that belongs to it.
 */
void salon_store_hit_free (SalonStoreHit *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonStoreHit, salon_store_hit_free)

G_END_DECLS
