/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-answer.h"

struct _SalonAnswer
{
  gatomicrefcount ref_count;

  gboolean allowed;
  gboolean withdrawn;
  SalonApprovalScope scope;
  char *arguments;
  char *reason;
};

G_DEFINE_BOXED_TYPE (SalonAnswer, salon_answer, salon_answer_ref, salon_answer_unref)

G_DEFINE_ENUM_TYPE (SalonApprovalScope, salon_approval_scope,
                    G_DEFINE_ENUM_VALUE (SALON_APPROVAL_ONCE, "once"),
                    G_DEFINE_ENUM_VALUE (SALON_APPROVAL_CHAT, "chat"),
                    G_DEFINE_ENUM_VALUE (SALON_APPROVAL_ALWAYS, "always"))

static SalonAnswer *
salon_answer_new (void)
{
  SalonAnswer *self = g_new0 (SalonAnswer, 1);

  g_atomic_ref_count_init (&self->ref_count);
  return self;
}

SalonAnswer *
salon_answer_new_allowed (SalonApprovalScope  scope,
                          const char         *arguments)
{
  SalonAnswer *self = salon_answer_new ();

  self->allowed = TRUE;
  self->scope = scope;
  self->arguments = g_strdup (arguments);
  return self;
}

SalonAnswer *
salon_answer_new_denied (const char *reason)
{
  SalonAnswer *self = salon_answer_new ();

  self->reason = reason != NULL && reason[0] != '\0' ? g_strdup (reason) : NULL;
  return self;
}

SalonAnswer *
salon_answer_new_withdrawn (void)
{
  SalonAnswer *self = salon_answer_new ();

  self->withdrawn = TRUE;
  return self;
}

SalonAnswer *
salon_answer_ref (SalonAnswer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
salon_answer_unref (SalonAnswer *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->arguments);
  g_free (self->reason);
  g_free (self);
}

gboolean
salon_answer_is_allowed (SalonAnswer *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->allowed;
}

gboolean
salon_answer_is_withdrawn (SalonAnswer *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->withdrawn;
}

SalonApprovalScope
salon_answer_get_scope (SalonAnswer *self)
{
  g_return_val_if_fail (self != NULL, SALON_APPROVAL_ONCE);
  return self->scope;
}

const char *
salon_answer_get_arguments (SalonAnswer *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->arguments;
}

const char *
salon_answer_get_reason (SalonAnswer *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->reason;
}
