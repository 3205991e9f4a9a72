/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"

#include "salon-llm-event.h"
#include "salon-llm-tool-names.h"

G_BEGIN_DECLS

/*
 * SalonGeminiPieces:
 *
 * The parts of a reply while they grow. Texts that come in several parts become one, unless
 * one is signed: a signature stays with the very part it came with. Reports every step as an
 * event.
 */
typedef struct _SalonGeminiPieces SalonGeminiPieces;

SalonGeminiPieces *salon_gemini_pieces_new         (SalonLlmToolNames *names,
                                                    SalonLlmEventFunc  func,
                                                    gpointer           user_data);
void               salon_gemini_pieces_free        (SalonGeminiPieces *self);
void               salon_gemini_pieces_add         (SalonGeminiPieces *self,
                                                    const SalonJson   *part);
gsize              salon_gemini_pieces_get_size    (SalonGeminiPieces *self);
guint              salon_gemini_pieces_get_count   (SalonGeminiPieces *self);
guint              salon_gemini_pieces_get_n_calls (SalonGeminiPieces *self);
GPtrArray         *salon_gemini_pieces_finish      (SalonGeminiPieces *self,
                                                    const char        *provider,
                                                    const char        *model);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonGeminiPieces, salon_gemini_pieces_free)

G_END_DECLS
