/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "salon-policy.h"

G_BEGIN_DECLS

/**
 * SalonApproval:
 *
 * A standing rule of the user about one tool. Properties (constant): "server-identity",
 * "tool-name", "definition-hash", "rule", "granted-at".
 */
#define SALON_TYPE_APPROVAL (salon_approval_get_type ())
G_DECLARE_FINAL_TYPE (SalonApproval, salon_approval, SALON, APPROVAL, GObject)

const char     *salon_approval_get_server_identity (SalonApproval *self);
const char     *salon_approval_get_tool_name       (SalonApproval *self);
const char     *salon_approval_get_definition_hash (SalonApproval *self);
SalonToolRule   salon_approval_get_rule            (SalonApproval *self);

/**
 * salon_approval_get_granted_at:
 * @self: an approval
 *
 * Returns: microseconds of wall-clock time since 1970
 */
gint64          salon_approval_get_granted_at      (SalonApproval *self);

G_END_DECLS
