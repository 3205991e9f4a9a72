/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-llm-format.h"

G_BEGIN_DECLS

/**
 * SalonLlmBody:
 *
 * Takes the body of an answer as it comes in, and gives the reader of its wire format the
 * events. What the body is shows in its first character, whatever its Content-Type says: a
 * stream of events, one JSON text of a server that does not stream, or a web page.
 */
typedef struct _SalonLlmBody SalonLlmBody;

SalonLlmBody *salon_llm_body_new    (const SalonLlmFormat  *format,
                                     gpointer               reader,
                                     const char            *provider_name,
                                     const char            *url);
void          salon_llm_body_free   (SalonLlmBody          *self);
gboolean      salon_llm_body_push   (SalonLlmBody          *self,
                                     const guint8          *data,
                                     gsize                  length,
                                     GError               **error);
gboolean      salon_llm_body_finish (SalonLlmBody          *self,
                                     GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonLlmBody, salon_llm_body_free)

G_END_DECLS
