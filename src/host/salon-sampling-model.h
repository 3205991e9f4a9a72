/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * salon_sampling_choose_model:
 * @hints: names of models a server would like, in its order; %NULL-terminated
 * @model: (nullable): "provider/model" of the chat in which the server asks
 * @models: (type SalonModelRegistry): the models there are
 *
 * The model of the chat, or the default one; among the known models of the same provider the first
 * one that is like a hint (MCP, Sampling: hints are substrings). Another provider would be
 * another party, which the user has not chosen for this.
 *
 * Returns: (transfer full) (nullable): "provider/model" that shall answer
 */
char *salon_sampling_choose_model (const char * const *hints,
                                   const char         *model,
                                   gpointer            models);

G_END_DECLS
