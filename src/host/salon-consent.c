/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-consent.h"

struct _SalonConsent
{
  GObject parent_instance;

  GPtrArray *questions;
};

static GType
salon_consent_get_item_type (GListModel *model)
{
  return SALON_TYPE_QUESTION;
}

static guint
salon_consent_get_n_items (GListModel *model)
{
  return SALON_CONSENT (model)->questions->len;
}

static gpointer
salon_consent_get_item (GListModel *model,
                        guint       position)
{
  SalonConsent *self = SALON_CONSENT (model);

  return position < self->questions->len ? g_object_ref (self->questions->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = salon_consent_get_item_type;
  iface->get_n_items = salon_consent_get_n_items;
  iface->get_item = salon_consent_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonConsent, salon_consent, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

enum
{
  ASKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What is open in a consent centre that goes away will never be answered. */
static void
salon_consent_dispose (GObject *object)
{
  SalonConsent *self = SALON_CONSENT (object);

  salon_consent_withdraw_all (self);

  G_OBJECT_CLASS (salon_consent_parent_class)->dispose (object);
}

static void
salon_consent_finalize (GObject *object)
{
  SalonConsent *self = SALON_CONSENT (object);

  g_clear_pointer (&self->questions, g_ptr_array_unref);

  G_OBJECT_CLASS (salon_consent_parent_class)->finalize (object);
}

static void
salon_consent_class_init (SalonConsentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = salon_consent_dispose;
  object_class->finalize = salon_consent_finalize;

  signals[ASKED] =
    g_signal_new ("asked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, SALON_TYPE_QUESTION);
}

static void
salon_consent_init (SalonConsent *self)
{
  self->questions = g_ptr_array_new_with_free_func (g_object_unref);
}

SalonConsent *
salon_consent_new (void)
{
  return g_object_new (SALON_TYPE_CONSENT, NULL);
}

static void
on_question_answered_cb (SalonQuestion *question,
                         GParamSpec    *pspec,
                         SalonConsent  *self)
{
  g_autoptr (SalonQuestion) kept = g_object_ref (question);
  guint position;

  g_signal_handlers_disconnect_by_func (question, on_question_answered_cb, self);
  if (!g_ptr_array_find (self->questions, question, &position))
    return;
  g_ptr_array_remove_index (self->questions, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

DexFuture *
salon_consent_ask (SalonConsent  *self,
                   SalonQuestion *question)
{
  g_autoptr (SalonQuestion) kept = NULL;

  g_return_val_if_fail (SALON_IS_CONSENT (self), NULL);
  g_return_val_if_fail (SALON_IS_QUESTION (question), NULL);

  kept = g_object_ref (question);
  if (!salon_question_get_answered (question) &&
      !g_ptr_array_find (self->questions, question, NULL))
    {
      g_signal_connect_object (question, "notify::answered",
                               G_CALLBACK (on_question_answered_cb), self, G_CONNECT_DEFAULT);
      g_ptr_array_add (self->questions, g_object_ref (question));
      g_list_model_items_changed (G_LIST_MODEL (self), self->questions->len - 1, 0, 1);
      g_signal_emit (self, signals[ASKED], 0, question);
    }
  return salon_question_await (question);
}

void
salon_consent_withdraw_all (SalonConsent *self)
{
  g_return_if_fail (SALON_IS_CONSENT (self));

  while (self->questions->len > 0)
    salon_question_withdraw (self->questions->pdata[0]);
}
