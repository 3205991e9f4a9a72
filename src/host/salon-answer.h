/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SalonApprovalScope:
 * @SALON_APPROVAL_ONCE: this one time
 * @SALON_APPROVAL_CHAT: for the rest of this chat, as long as Salon runs
 * @SALON_APPROVAL_ALWAYS: until revoked, or until the tool's definition changes
 */
typedef enum
{
  SALON_APPROVAL_ONCE,
  SALON_APPROVAL_CHAT,
  SALON_APPROVAL_ALWAYS,
} SalonApprovalScope;

#define SALON_TYPE_APPROVAL_SCOPE (salon_approval_scope_get_type ())

GType               salon_approval_scope_get_type (void) G_GNUC_CONST;

/**
 * SalonAnswer:
 *
 * What became of a [class@Question]; an immutable, reference-counted boxed type.
 */
typedef struct _SalonAnswer SalonAnswer;

#define SALON_TYPE_ANSWER (salon_answer_get_type ())

GType               salon_answer_get_type      (void) G_GNUC_CONST;

/**
 * salon_answer_new_allowed:
 * @scope: how far it reaches
 * @arguments: (nullable): edited arguments, JSON text of an object, already checked
 *
 * Returns: (transfer full): an answer
 */
SalonAnswer        *salon_answer_new_allowed   (SalonApprovalScope  scope,
                                                const char         *arguments);

/**
 * salon_answer_new_denied:
 * @reason: (nullable): what the user said about it, passed on to the model
 *
 * Returns: (transfer full): an answer
 */
SalonAnswer        *salon_answer_new_denied    (const char *reason);

/**
 * salon_answer_new_withdrawn:
 *
 * Returns: (transfer full): what a question gets whose asker is gone; not done either
 */
SalonAnswer        *salon_answer_new_withdrawn (void);

/**
 * salon_answer_ref:
 * @self: an answer
 *
 * Returns: (transfer full): @self
 */
SalonAnswer        *salon_answer_ref           (SalonAnswer *self);

/**
 * salon_answer_unref:
 * @self: (transfer full): an answer
 *
 * Lets go of @self; the last one to do so frees it.
 */
void                salon_answer_unref         (SalonAnswer *self);
gboolean            salon_answer_is_allowed    (SalonAnswer *self);
gboolean            salon_answer_is_withdrawn  (SalonAnswer *self);
SalonApprovalScope  salon_answer_get_scope     (SalonAnswer *self);

/**
 * salon_answer_get_arguments:
 * @self: an answer
 *
 * Returns: (transfer none) (nullable): the edited arguments, or %NULL when they were left
 */
const char         *salon_answer_get_arguments (SalonAnswer *self);

/**
 * salon_answer_get_reason:
 * @self: an answer
 *
 * Returns: (transfer none) (nullable): the user's words for a denial
 */
const char         *salon_answer_get_reason    (SalonAnswer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonAnswer, salon_answer_unref)

G_END_DECLS
