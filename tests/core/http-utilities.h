/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "raw-server.h"
#include "salon-http-client.h"

G_BEGIN_DECLS

#define OK_ANSWER "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
#define STREAM_HEAD \
  "HTTP/1.1 200 OK\r\nContent-Type: Text/Event-Stream; charset=utf-8\r\n" \
  "Transfer-Encoding: chunked\r\n\r\n"

/* What the server says, the same to everybody. */
typedef struct
{
  const char    *answer;
  RawServerNext  next;
} Answer;

/* A RawServerFunc that says the Answer it gets as user data. */
RawServerNext      say                (guint             request,
                                       guint             connection,
                                       const char       *head,
                                       GString          *answer,
                                       gpointer          user_data);

/* A request to the server; a POST has a small JSON body. */
SalonHttpRequest  *new_request        (RawServer        *server,
                                       const char       *method);
SalonHttpResponse *send_and_wait      (SalonHttpClient  *client,
                                       SalonHttpRequest *request);
void               assert_body        (SalonHttpResponse *response,
                                       const char        *expected);

/* Run until the server has seen the client close so many connections, or has got so many
 * requests. */
void               run_until_hangups  (RawServer        *server,
                                       guint             count);
void               run_until_requests (RawServer        *server,
                                       guint             count);

G_END_DECLS
