/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"

G_BEGIN_DECLS

/* For the immutable views of what servers describe: a member of the wrong type is no reason to
 * lose the rest. */

const char      *salon_mcp_value_peek_text   (const SalonJson *object,
                                              const char      *name);
const SalonJson *salon_mcp_value_peek_object (const SalonJson *object,
                                              const char      *name);
const char      *salon_mcp_value_peek_title  (const SalonJson *object,
                                              const char      *fallback);

G_END_DECLS
