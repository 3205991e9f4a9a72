/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-llm-event.h"
#include "salon-llm-part.h"
#include "salon-llm-tool-names.h"

G_BEGIN_DECLS

/*
 * SalonOpenaiResponsesItems:
 *
 * The items of a reply while they grow, in the order in which they began. Every item is
 * found by its id or its number, whatever the server tells with an event; nothing depends
 * on which one was open last. Reports every step as an event.
 */
typedef struct _SalonOpenaiResponsesItems SalonOpenaiResponsesItems;

/*
 * SalonOpenaiResponsesKind:
 *
 * What an item is. Other items are kept only if their provider wants them back.
 */
typedef enum
{
  SALON_OPENAI_RESPONSES_MESSAGE,
  SALON_OPENAI_RESPONSES_REASONING,
  SALON_OPENAI_RESPONSES_CALL,
  SALON_OPENAI_RESPONSES_OTHER,
} SalonOpenaiResponsesKind;

typedef struct _SalonOpenaiResponsesItem SalonOpenaiResponsesItem;

SalonOpenaiResponsesItems *
salon_openai_responses_items_new (SalonLlmToolNames *names,
                                  SalonLlmEventFunc  func,
                                  gpointer           user_data);
void
salon_openai_responses_items_free (SalonOpenaiResponsesItems *self);
SalonOpenaiResponsesItem *
salon_openai_responses_items_find (SalonOpenaiResponsesItems *self,
                                   const SalonJson           *event,
                                   SalonOpenaiResponsesKind   kind);
void
salon_openai_responses_items_read (SalonOpenaiResponsesItems *self,
                                   const SalonJson           *item,
                                   gint64                     index,
                                   gboolean                   is_done);
void
salon_openai_responses_items_read_all (SalonOpenaiResponsesItems *self,
                                       const SalonJson           *output);
void
salon_openai_responses_items_append (SalonOpenaiResponsesItems *self,
                                     SalonOpenaiResponsesItem  *item,
                                     const char                *text);
void
salon_openai_responses_items_complete (SalonOpenaiResponsesItems *self,
                                       SalonOpenaiResponsesItem  *item,
                                       const char                *text);
void
salon_openai_responses_items_think (SalonOpenaiResponsesItems *self,
                                    SalonOpenaiResponsesItem  *item,
                                    const char                *text,
                                    gboolean                   is_summary,
                                    gint64                     part);
gboolean
salon_openai_responses_items_is_too_large (SalonOpenaiResponsesItems *self);
guint
salon_openai_responses_items_get_n_calls (SalonOpenaiResponsesItems *self);
GPtrArray *
salon_openai_responses_items_finish (SalonOpenaiResponsesItems *self,
                                     const char                *provider);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonOpenaiResponsesItems, salon_openai_responses_items_free)

G_END_DECLS
