/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _SalonLlmEvent SalonLlmEvent;
typedef struct _SalonLlmMessage SalonLlmMessage;
typedef struct _SalonLlmModel SalonLlmModel;
typedef struct _SalonLlmPart SalonLlmPart;
typedef struct _SalonLlmProvider SalonLlmProvider;
typedef struct _SalonLlmReply SalonLlmReply;
typedef struct _SalonLlmRequest SalonLlmRequest;
typedef struct _SalonLlmTool SalonLlmTool;

G_END_DECLS
