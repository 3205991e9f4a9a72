/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SALON_TYPE_STORE_PART (salon_store_part_get_type ())

typedef struct _SalonStorePart SalonStorePart;

/**
 * SalonStorePart:
 * @id: unique name of the part
 * @message_id: the message it belongs to
 * @position: its place among the parts of the message
 * @kind: what it is: “text”, “reasoning”, “tool-call” …; the store doesn't judge it
 * @text: (nullable): text, reasoning or the sentence of an error; found by the search
 * @data: (nullable): further fields as JSON text; not searched
 * @blob: (nullable): the SHA-256, in hexadecimal digits, of a file that belongs to the part; a
 *   member “blob” of @data says the same, so that a history that was damaged knows it again
 * @content: (nullable): what is in that file, which is written when it isn’t there; never read
 *
 * A row of the table of parts. All strings belong to the row.
 */
struct _SalonStorePart
{
  char *id;
  char *message_id;
  int position;
  char *kind;
  char *text;
  char *data;
  char *blob;
  GBytes *content;
};

GType salon_store_part_get_type (void) G_GNUC_CONST;

/**
 * salon_store_part_new: (skip)
 *
 * Returns: (transfer full): a part with nothing filled in; the fields are set
 *   with g_set_str() or given strings to own
 */
SalonStorePart *salon_store_part_new (void);

/**
 * salon_store_part_copy:
 * @self: a part
 *
 * Returns: (transfer full): a deep copy
 */
SalonStorePart *salon_store_part_copy (const SalonStorePart *self);

/**
 * salon_store_part_free:
 * @self: (transfer full) (nullable): a part
 *
 * Frees it with all that belongs to it.
 */
void salon_store_part_free (SalonStorePart *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonStorePart, salon_store_part_free)

G_END_DECLS
