/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "salon-json.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_COMPLETION (salon_mcp_completion_get_type ())

/**
 * SalonMcpCompletion:
 * @values: (array zero-terminated=1): what could be filled in, the best first; 100 at most
 * @total: how many there are altogether, -1 when the server does not say
 * @has_more: whether there are more than those
 *
 * What a server proposes for an argument.
 */
typedef struct
{
  char   **values;
  gint64   total;
  gboolean has_more;
} SalonMcpCompletion;

GType               salon_mcp_completion_get_type (void) G_GNUC_CONST;
SalonMcpCompletion *salon_mcp_completion_new      (const SalonJson          *result);
SalonMcpCompletion *salon_mcp_completion_copy     (const SalonMcpCompletion *self);
void                salon_mcp_completion_free     (SalonMcpCompletion       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMcpCompletion, salon_mcp_completion_free)

G_END_DECLS
