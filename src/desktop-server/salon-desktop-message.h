/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-desktop-result.h"
#include "salon-desktop-tool.h"

G_BEGIN_DECLS

/* JSON-RPC 2.0, section 5.1 */
#define SALON_DESKTOP_PARSE_ERROR (-32700)
#define SALON_DESKTOP_INVALID_REQUEST (-32600)
#define SALON_DESKTOP_METHOD_NOT_FOUND (-32601)
#define SALON_DESKTOP_INVALID_PARAMS (-32602)
#define SALON_DESKTOP_INTERNAL_ERROR (-32603)

/* The revisions this server speaks, oldest first. */
typedef enum
{
  SALON_DESKTOP_2024_11_05,
  SALON_DESKTOP_2025_03_26,
  SALON_DESKTOP_2025_06_18,
  SALON_DESKTOP_2025_11_25,
  SALON_DESKTOP_N_REVISIONS,
} SalonDesktopRevision;

SalonDesktopRevision salon_desktop_revision_choose       (const char           *wanted);
char                *salon_desktop_message_initialized   (const SalonJson      *id,
                                                          SalonDesktopRevision  revision);
char                *salon_desktop_message_empty_result  (const SalonJson      *id);
char                *salon_desktop_message_tools         (const SalonJson      *id,
                                                          SalonDesktopRevision  revision);
char                *salon_desktop_message_tool_result   (const SalonJson      *id,
                                                          SalonDesktopRevision  revision,
                                                          SalonDesktopResult   *result);
char                *salon_desktop_message_error         (const SalonJson      *id,
                                                          int                   code,
                                                          const char           *sentence);
char                *salon_desktop_message_request       (const char           *id,
                                                          const char           *method);

G_END_DECLS
