/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "salon-cli.h"
#include "salon-conversation.h"
#include "salon-host.h"

G_BEGIN_DECLS

/* What the command line said, and where the run stands. */
typedef struct
{
  GStrv              arguments;
  char              *model;
  GStrv              servers;
  GStrv              allowed;
  GStrv              attached;
  char              *chat_id;
  gboolean           json;
  int                max_rounds;

  SalonHost         *host;
  SalonConversation *conversation;
  gboolean           answer_ends_line;
  gboolean           wrote_answer;
  gboolean           denied;
  gboolean           interrupted;
  gboolean           asking;
} SalonCli;

/* Each returns a future of the exit status, an int. */
DexFuture *salon_cli_ask           (SalonCli   *cli) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *salon_cli_servers       (SalonCli   *cli) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *salon_cli_models        (SalonCli   *cli) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *salon_cli_sign_in       (SalonCli   *cli) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *salon_cli_sign_out      (SalonCli   *cli) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_cli_show_addresses:
 * @cli: the run
 *
 * Prints the addresses that the user is to open, from now on.
 */
void       salon_cli_show_addresses (SalonCli *cli);

/**
 * salon_cli_dup_plan:
 * @plan: what signing in would do
 *
 * Returns: (transfer full): a sentence that says it
 */
char      *salon_cli_dup_plan      (SalonMcpAuthPlan *plan);

/**
 * salon_cli_answer_questions:
 * @cli: the run
 *
 * Asks the user on the terminal from now on; denies where there is none.
 */
void       salon_cli_answer_questions (SalonCli *cli);

/**
 * salon_cli_watch:
 * @cli: the run
 * @message: the message that will grow
 *
 * Prints @message as it grows.
 */
void       salon_cli_watch         (SalonCli     *cli,
                                    SalonMessage *message);

/**
 * salon_cli_end_answer:
 * @cli: the run
 *
 * Ends the line of the answer, if it has not ended.
 */
void       salon_cli_end_answer    (SalonCli   *cli);

/**
 * salon_cli_event:
 * @cli: the run
 * @event: what happened
 * @...: pairs of name and string; a %NULL string is left out; ended by %NULL
 *
 * Prints one JSON object on a line of its own.
 */
void       salon_cli_event         (SalonCli   *cli,
                                    const char *event,
                                    ...) G_GNUC_NULL_TERMINATED;

/**
 * salon_cli_say:
 * @format: a sentence
 * @...: what is put in
 *
 * Prints “salon: ” and the sentence to the standard error output.
 */
void       salon_cli_say           (const char *format,
                                    ...) G_GNUC_PRINTF (1, 2);

/**
 * salon_cli_dup_printable:
 * @text: text from anywhere
 *
 * Returns: (transfer full): @text without what a terminal would obey: a server or a model must not
 *   be able to move the cursor over what the user is asked
 */
char      *salon_cli_dup_printable (const char *text);

G_END_DECLS
