/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "salon-json.h"

G_BEGIN_DECLS

/* A server that runs, with a folder it may use, and a pipe to and from it. */
typedef struct
{
  GSubprocess *process;
  GOutputStream *input;
  GDataInputStream *output;
  char *folder; /* allowed */
} ServerTest;

char *server_test_dup_path (ServerTest *fixture,
                            const char *name);
void server_test_write_file (ServerTest *fixture,
                             const char *name,
                             const char *contents,
                             gssize      length);
void server_test_start (ServerTest *fixture,
                        const char *argument);
void server_test_send_line (ServerTest *fixture,
                            const char *line);
SalonJsonDocument *server_test_receive (ServerTest *fixture);
char *server_test_ask (ServerTest *fixture,
                       const char *line);
void server_test_initialize (ServerTest *fixture,
                             const char *version,
                             const char *capabilities);
SalonJsonDocument *server_test_call (ServerTest *fixture,
                                     const char *tool,
                                     const char *arguments);
char *server_test_call_text (ServerTest *fixture,
                             const char *tool,
                             const char *arguments,
                             gboolean   *failed);
void server_test_set_up (ServerTest    *fixture,
                         gconstpointer  data);
void server_test_tear_down (ServerTest    *fixture,
                            gconstpointer  data);

G_END_DECLS
