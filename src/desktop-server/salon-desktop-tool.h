/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-desktop-folders.h"
#include "salon-desktop-result.h"

G_BEGIN_DECLS

/* One call of a tool. It belongs to the call's fiber. */
typedef struct
{
  SalonDesktopFolders *folders;
  const SalonJson     *arguments; /* fits the input schema */
  GCancellable        *cancellable;
} SalonDesktopCall;

/* Runs on a thread where it may block, or await futures. The error is told to the model,
 * so it is a sentence that helps it further. */
typedef SalonDesktopResult *(*SalonDesktopToolFunc) (SalonDesktopCall  *call,
                                                     GError           **error);

typedef struct
{
  const char *name;
  const char *title;
  const char *description;
  const char *input_schema;  /* JSON */
  const char *output_schema; /* JSON, or NULL */
  gboolean    read_only;
  gboolean    destructive;
  gboolean    idempotent;
  gboolean    open_world;
  SalonDesktopToolFunc run;
} SalonDesktopTool;

extern const SalonDesktopTool salon_desktop_tools[];
extern const guint            salon_desktop_n_tools;

const SalonDesktopTool *salon_desktop_tool_find  (const char              *name);
gboolean                salon_desktop_tool_check (const SalonDesktopTool  *self,
                                                  const SalonJson         *arguments,
                                                  GError                 **error);

SalonDesktopResult *salon_desktop_get_date_time     (SalonDesktopCall  *call,
                                                     GError           **error);
SalonDesktopResult *salon_desktop_list_directory    (SalonDesktopCall  *call,
                                                     GError           **error);
SalonDesktopResult *salon_desktop_read_file         (SalonDesktopCall  *call,
                                                     GError           **error);
SalonDesktopResult *salon_desktop_write_file        (SalonDesktopCall  *call,
                                                     GError           **error);
SalonDesktopResult *salon_desktop_search_files      (SalonDesktopCall  *call,
                                                     GError           **error);
SalonDesktopResult *salon_desktop_open              (SalonDesktopCall  *call,
                                                     GError           **error);
SalonDesktopResult *salon_desktop_send_notification (SalonDesktopCall  *call,
                                                     GError           **error);

G_END_DECLS
