/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "bench-stream.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define TOKEN_INTERVAL_US 1000
#define HEAD "HTTP/1.1 200 OK\r\n" \
             "Content-Type: text/event-stream\r\n" \
             "Connection: close\r\n\r\n"

/* What comes before the tokens, a token around its text, and what comes after them. */
typedef struct
{
  const char *api;
  const char *begin;
  const char *before;
  const char *after;
  const char *end;
} Shape;

#define CHAT "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"model\":\"m\"," \
             "\"choices\":[{\"index\":0,"
#define ITEM "\"item_id\":\"i\",\"output_index\":0,\"content_index\":0,"

static const Shape shapes[] = {
  { "chat", CHAT "\"delta\":{\"role\":\"assistant\"},\"finish_reason\":null}]}\n\n",
    CHAT "\"delta\":{\"content\":\"", "\"},\"finish_reason\":null}]}\n\n",
    CHAT "\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n" },
  { "responses",
    "data: {\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"model\":\"m\","
    "\"status\":\"in_progress\",\"output\":[]}}\n\n"
    "data: {\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"id\":\"i\","
    "\"type\":\"message\",\"role\":\"assistant\",\"content\":[]}}\n\n",
    "data: {\"type\":\"response.output_text.delta\"," ITEM "\"delta\":\"", "\"}\n\n",
    "data: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\",\"model\":\"m\","
    "\"status\":\"completed\",\"output\":[]}}\n\n" },
  { "messages",
    "data: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"m\",\"content\":[],"
    "\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}\n\n"
    "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\","
    "\"text\":\"\"}}\n\n",
    "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\","
    "\"text\":\"", "\"}}\n\n",
    "data: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
    "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}\n\n"
    "data: {\"type\":\"message_stop\"}\n\n" },
  { "gemini", "",
    "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"",
    "\"}],\"role\":\"model\"},\"index\":0}]}\n\n",
    "data: {\"candidates\":[{\"content\":{\"parts\":[],\"role\":\"model\"},"
    "\"finishReason\":\"STOP\",\"index\":0}]}\n\n" },
};

static gboolean
send_all (int         fd,
          const char *data,
          gsize       length)
{
  while (length > 0)
    {
      ssize_t count = send (fd, data, length, MSG_NOSIGNAL);

      if (count <= 0)
        return FALSE;
      data += count;
      length -= (gsize) count;
    }
  return TRUE;
}

static void
send_tokens (int          fd,
             const Shape *shape,
             guint        tokens)
{
  char event[1024];

  send_all (fd, shape->begin, strlen (shape->begin));
  for (guint i = 0; i < tokens; i++)
    {
      g_usleep (TOKEN_INTERVAL_US);
      snprintf (event, sizeof event, "%s%" G_GINT64_FORMAT " %s", shape->before,
                g_get_monotonic_time (), shape->after);
      if (!send_all (fd, event, strlen (event)))
        return;
    }
  send_all (fd, shape->end, strlen (shape->end));
}

/* A request's end is all of it that matters: its body says how long it is. */
static void
receive_request (int fd)
{
  g_autoptr (GString) request = g_string_new (NULL);
  char piece[16 * 1024];
  const char *body = NULL;
  gsize wanted = G_MAXSIZE;

  while (body == NULL || request->len - (gsize) (body - request->str) < wanted)
    {
      ssize_t count = recv (fd, piece, sizeof piece, 0);
      const char *length;

      if (count <= 0)
        return;
      g_string_append_len (request, piece, count);
      body = strstr (request->str, "\r\n\r\n");
      if (body == NULL)
        continue;
      body += 4;
      length = strcasestr (request->str, "\r\ncontent-length:");
      wanted = length != NULL ? strtoul (length + strlen ("\r\ncontent-length:"), NULL, 10) : 0;
    }
}

static int
listen_on_loopback (guint *port)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t size = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (fd < 0 || bind (fd, (struct sockaddr *) &address, size) < 0 || listen (fd, 4) < 0 ||
      getsockname (fd, (struct sockaddr *) &address, &size) < 0)
    {
      perror ("salon-bench-llm");
      exit (1);
    }
  *port = ntohs (address.sin_port);
  return fd;
}

static guint
serve (const char  *data,
       gsize        length,
       const Shape *shape,
       guint        tokens)
{
  guint port;
  int listener = listen_on_loopback (&port);

  if (fork () != 0)
    {
      close (listener);
      return port;
    }
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  while (TRUE)
    {
      int one = 1;
      int fd = accept (listener, NULL, NULL);

      setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
      receive_request (fd);
      send_all (fd, HEAD, strlen (HEAD));
      if (shape != NULL)
        send_tokens (fd, shape, tokens);
      else
        send_all (fd, data, length);
      close (fd);
    }
}

guint
bench_stream_serve_file (const char *file_name)
{
  g_autofree char *data = NULL;
  gsize length;

  if (!g_file_get_contents (file_name, &data, &length, NULL))
    g_error ("%s cannot be read.", file_name);
  return serve (data, length, NULL, 0);
}

guint
bench_stream_serve_tokens (const char *api,
                           guint       tokens)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      if (g_str_equal (shapes[i].api, api))
        return serve (NULL, 0, &shapes[i], tokens);
    }
  g_assert_not_reached ();
}

/* A token's text is the first number of 10 digits and more in it. */
static gint64
find_time (const char *text)
{
  for (const char *at = text; *at != '\0'; at++)
    {
      gsize digits = strspn (at, "0123456789");

      if (digits >= 9)
        return g_ascii_strtoll (at, NULL, 10);
      at += digits > 0 ? digits - 1 : 0;
    }
  return 0;
}

GArray *
bench_stream_read_tokens (guint port)
{
  static const char request[] = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons ((guint16) port),
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  GArray *delays = g_array_new (FALSE, FALSE, sizeof (double));
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  char piece[16 * 1024];
  ssize_t count;

  if (connect (fd, (struct sockaddr *) &address, sizeof address) < 0)
    g_error ("The server of tokens is not there.");
  send_all (fd, request, strlen (request));
  while ((count = recv (fd, piece, sizeof piece - 1, 0)) > 0)
    {
      double delay = (double) g_get_monotonic_time ();
      gint64 sent;

      piece[count] = '\0';
      sent = find_time (piece);
      if (sent == 0)
        continue;
      delay -= (double) sent;
      g_array_append_val (delays, delay);
    }
  close (fd);
  return delays;
}
