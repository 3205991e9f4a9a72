/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-llm-message.h"

struct _SalonLlmMessage
{
  gatomicrefcount ref_count;

  SalonLlmRole role;
  GPtrArray *parts;
};

G_DEFINE_BOXED_TYPE (SalonLlmMessage, salon_llm_message,
                     salon_llm_message_ref, salon_llm_message_unref)

/**
 * salon_llm_message_new:
 * @role: whose message it is
 *
 * Makes a message without parts.
 *
 * Returns: (transfer full): the message
 */
SalonLlmMessage *
salon_llm_message_new (SalonLlmRole role)
{
  SalonLlmMessage *self = g_new0 (SalonLlmMessage, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->role = role;
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_part_unref);
  return self;
}

/**
 * salon_llm_message_new_text:
 * @role: whose message it is
 * @text: its words
 *
 * Makes a message with one part, a text.
 *
 * Returns: (transfer full): the message
 */
SalonLlmMessage *
salon_llm_message_new_text (SalonLlmRole  role,
                            const char   *text)
{
  SalonLlmMessage *self;

  g_return_val_if_fail (text != NULL, NULL);

  self = salon_llm_message_new (role);
  g_ptr_array_add (self->parts, salon_llm_part_new_text (text));
  return self;
}

/**
 * salon_llm_message_ref:
 * @self: a message
 *
 * Returns: (transfer full): @self
 */
SalonLlmMessage *
salon_llm_message_ref (SalonLlmMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * salon_llm_message_unref:
 * @self: (transfer full): a message
 *
 * Gives a reference back.
 */
void
salon_llm_message_unref (SalonLlmMessage *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->parts);
  g_free (self);
}

/**
 * salon_llm_message_add_part:
 * @self: a message nobody else holds a reference to yet
 * @part: (transfer none): a part
 *
 * Adds a part at the end. A message is immutable from the moment it is shared,
 * as by salon_llm_request_add_message(): add all parts before.
 */
void
salon_llm_message_add_part (SalonLlmMessage *self,
                            SalonLlmPart    *part)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (part != NULL);
  g_return_if_fail (g_atomic_ref_count_compare (&self->ref_count, 1));

  g_ptr_array_add (self->parts, salon_llm_part_ref (part));
}

/**
 * salon_llm_message_get_role:
 * @self: a message
 *
 * Returns: whose message it is
 */
SalonLlmRole
salon_llm_message_get_role (SalonLlmMessage *self)
{
  g_return_val_if_fail (self != NULL, SALON_LLM_ROLE_USER);

  return self->role;
}

/**
 * salon_llm_message_get_n_parts:
 * @self: a message
 *
 * Returns: how many parts it has
 */
guint
salon_llm_message_get_n_parts (SalonLlmMessage *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->parts->len;
}

/**
 * salon_llm_message_get_part:
 * @self: a message
 * @position: which part, from 0
 *
 * Returns: (transfer none): the part
 */
SalonLlmPart *
salon_llm_message_get_part (SalonLlmMessage *self,
                            guint            position)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (position < self->parts->len, NULL);

  return g_ptr_array_index (self->parts, position);
}
