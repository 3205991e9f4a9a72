/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-approval.h"

G_BEGIN_DECLS

SalonApproval *salon_approval_new (const char    *server_identity,
                                   const char    *tool_name,
                                   const char    *definition_hash,
                                   SalonToolRule  rule,
                                   gint64         granted_at);

G_END_DECLS
