/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json-writer.h"
#include "salon-json.h"

G_BEGIN_DECLS

/* What the command line asked for. */
typedef struct
{
  const char *version;
  const char *instructions;
  const char *log;
  const char *pid_file;
  int         pages;
  gboolean    offer_version;
  gboolean    no_tools;
  gboolean    hang;
  gboolean    empty_cursor;
  gboolean    repeat_cursor;
  gboolean    broken_tools;
  gboolean    garbage;
  gboolean    batch;
  gboolean    ignore_end_of_input;
  gboolean    deaf;
} FakeOptions;

extern FakeOptions fake_options;

/* The wire. */
void  fake_write                (const char       *line,
                                 gsize             length);
void  fake_reply                (const char       *id_text,
                                 const char       *result_text);
void  fake_reply_error          (const char       *id_text,
                                 int               code,
                                 const char       *message,
                                 const char       *data_text);
void  fake_reply_tool_text      (const char       *id_text,
                                 const char       *text,
                                 gboolean          is_error);
void  fake_notify               (const char       *method,
                                 const char       *params_text);
void  fake_ask                  (const char       *call_id_text,
                                 const char       *method,
                                 const char       *params_text);
void  fake_reply_later          (const char       *id_text,
                                 gint64            milliseconds);
void  fake_hold_until_cancelled (const char       *id_text);
void  fake_hold_until_next      (const char       *id_text);
void  fake_note_pid             (int               pid);

/* The tools. */
void  fake_tools_list           (const char       *id_text,
                                 const SalonJson  *params);
void  fake_tools_call           (const char       *id_text,
                                 const SalonJson  *params);
void  fake_spawn                (const char       *kind);
void  fake_flood                (int               fd,
                                 gint64            bytes);

G_END_DECLS
