/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A server that echoes, as fast as pipes and sockets allow: over its standard input and
 * output, or as Streamable HTTP on loopback (--http), answering as JSON or as an event
 * stream (--sse). It prints the port, and ends with its standard input. */

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "echo-rpc.h"

#define READ_SIZE (64 * 1024)
#define MAX_CONNECTIONS 4096

/* Where --times wants to know how long each read took to be answered, in microseconds. */
static FILE *times = NULL;

static EchoOptions options = { .tools = 2, .big_size = 10 * 1000 * 1000 };
static bool as_events = false;

/* Standard input and output. */

static void
write_all (int         fd,
           const char *data,
           size_t      length)
{
  while (length > 0)
    {
      ssize_t count = write (fd, data, length);

      if (count < 0 && errno == EINTR)
        continue;
      if (count < 0 && errno == EAGAIN)
        {
          struct pollfd wait = { fd, POLLOUT, 0 };

          poll (&wait, 1, -1);
          continue;
        }
      if (count <= 0)
        exit (0);
      data += count;
      length -= (size_t) count;
    }
}

static void
answer_lines (EchoBuffer *input,
              EchoBuffer *output)
{
  size_t begin = 0;
  char *newline = NULL;

  while ((newline = memchr (input->data + begin, '\n', input->length - begin)) != NULL)
    {
      EchoSlice line = { input->data + begin, (size_t) (newline - input->data) - begin };

      if (echo_answer (&options, line, output))
        echo_buffer_add (output, "\n", 1);
      begin += line.length + 1;
    }
  echo_buffer_remove (input, begin);
}

static double
now_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1e6 + now.tv_nsec / 1e3;
}

static int
serve_pipe (void)
{
  static char piece[READ_SIZE];
  EchoBuffer input = { 0 };
  EchoBuffer output = { 0 };
  ssize_t count = 0;
  double begin = 0;

  while ((count = read (STDIN_FILENO, piece, sizeof piece)) > 0 || (count < 0 && errno == EINTR))
    {
      if (count < 0)
        continue;
      begin = now_us ();
      echo_buffer_add (&input, piece, (size_t) count);
      answer_lines (&input, &output);
      write_all (STDOUT_FILENO, output.data, output.length);
      output.length = 0;
      if (times != NULL)
        {
          fprintf (times, "%.1f\n", now_us () - begin);
          fflush (times);
        }
    }
  echo_buffer_clear (&input);
  echo_buffer_clear (&output);
  return 0;
}

/* HTTP. */

typedef struct
{
  int        fd;
  EchoBuffer input;
  EchoBuffer output;
  size_t     written;
  bool       waits_to_write;
} Connection;

static void
connection_close (Connection *connection)
{
  close (connection->fd);
  echo_buffer_clear (&connection->input);
  echo_buffer_clear (&connection->output);
  free (connection);
}

static void
add_empty (EchoBuffer *output,
           const char *status)
{
  echo_buffer_add_string (output, "HTTP/1.1 ");
  echo_buffer_add_string (output, status);
  echo_buffer_add_string (output, "\r\nContent-Length: 0\r\n\r\n");
}

static void
add_chunk (EchoBuffer *output,
           const char *before,
           EchoBuffer *content,
           const char *after)
{
  char size[32];

  snprintf (size, sizeof size, "%zx\r\n", strlen (before) + content->length + strlen (after));
  echo_buffer_add_string (output, size);
  echo_buffer_add_string (output, before);
  echo_buffer_add (output, content->data, content->length);
  echo_buffer_add_string (output, after);
  echo_buffer_add_string (output, "\r\n0\r\n\r\n");
}

static void
answer_post (EchoBuffer *output,
             EchoSlice   body)
{
  static EchoBuffer answer;
  char head[160];

  answer.length = 0;
  if (!echo_answer (&options, body, &answer))
    {
      add_empty (output, "202 Accepted");
    }
  else if (as_events)
    {
      echo_buffer_add_string (output,
                              "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                              "Cache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n");
      add_chunk (output, "event: message\ndata: ", &answer, "\n\n");
    }
  else
    {
      snprintf (head, sizeof head,
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                "Content-Length: %zu\r\n\r\n",
                answer.length);
      echo_buffer_add_string (output, head);
      echo_buffer_add (output, answer.data, answer.length);
    }
}

/* The value of a header line of @head, whose last line is empty; NULL when there is none. */
static const char *
find_header (const char *head,
             const char *name)
{
  size_t length = strlen (name);

  for (const char *line = strstr (head, "\r\n"); line != NULL; line = strstr (line + 2, "\r\n"))
    if (strncasecmp (line + 2, name, length) == 0 && line[2 + length] == ':')
      return line + 3 + length;
  return NULL;
}

/* Answers one request, when all of it is there. */
static bool
answer_request (Connection *connection)
{
  EchoBuffer *input = &connection->input;
  char *head_end = NULL;
  const char *length = NULL;
  size_t head_length = 0;
  size_t body_length = 0;

  if (input->length == 0 || (head_end = memmem (input->data, input->length, "\r\n\r\n", 4)) == NULL)
    return false;
  head_length = (size_t) (head_end - input->data) + 4;
  head_end[3] = '\0';
  length = find_header (input->data, "Content-Length");
  body_length = length != NULL ? strtoul (length, NULL, 10) : 0;
  head_end[3] = '\n';
  if (input->length < head_length + body_length)
    return false;
  if (strncmp (input->data, "POST ", 5) == 0)
    answer_post (&connection->output, (EchoSlice) { input->data + head_length, body_length });
  else
    add_empty (&connection->output, "405 Method Not Allowed");
  echo_buffer_remove (input, head_length + body_length);
  return true;
}

/* Returns whether the connection still stands. */
static bool
connection_write (Connection *connection,
                  int         poller)
{
  EchoBuffer *output = &connection->output;
  bool waits = false;

  while (connection->written < output->length)
    {
      ssize_t count = send (connection->fd, output->data + connection->written,
                            output->length - connection->written, MSG_NOSIGNAL);

      if (count < 0 && errno == EINTR)
        continue;
      if (count < 0 && errno == EAGAIN)
        {
          waits = true;
          break;
        }
      if (count <= 0)
        return false;
      connection->written += (size_t) count;
    }
  if (!waits)
    output->length = connection->written = 0;
  if (waits != connection->waits_to_write)
    {
      struct epoll_event event = { EPOLLIN | (waits ? EPOLLOUT : 0), { .ptr = connection } };

      epoll_ctl (poller, EPOLL_CTL_MOD, connection->fd, &event);
      connection->waits_to_write = waits;
    }
  return true;
}

static bool
connection_handle (Connection *connection,
                   int         poller)
{
  static char piece[READ_SIZE];
  ssize_t count = recv (connection->fd, piece, sizeof piece, 0);

  if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR))
    return false;
  if (count > 0)
    echo_buffer_add (&connection->input, piece, (size_t) count);
  while (answer_request (connection))
    continue;
  return connection_write (connection, poller);
}

static void
accept_connection (int listener,
                   int poller)
{
  int one = 1;
  int fd = accept4 (listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  Connection *connection = NULL;
  struct epoll_event event = { 0 };

  if (fd < 0)
    return;
  connection = calloc (1, sizeof *connection);
  if (connection == NULL)
    abort ();
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  connection->fd = fd;
  event.events = EPOLLIN;
  event.data.ptr = connection;
  epoll_ctl (poller, EPOLL_CTL_ADD, fd, &event);
}

static int
listen_on_loopback (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t size = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (fd < 0 || bind (fd, (struct sockaddr *) &address, size) < 0 ||
      listen (fd, MAX_CONNECTIONS) < 0 ||
      getsockname (fd, (struct sockaddr *) &address, &size) < 0)
    {
      perror ("salon-bench-server");
      exit (1);
    }
  printf ("%u\n", ntohs (address.sin_port));
  fflush (stdout);
  return fd;
}

static _Noreturn void
serve_http (void)
{
  struct epoll_event events[64];
  int listener = listen_on_loopback ();
  int poller = epoll_create1 (EPOLL_CLOEXEC);
  struct epoll_event event = { EPOLLIN, { .ptr = NULL } };

  epoll_ctl (poller, EPOLL_CTL_ADD, listener, &event);
  /* Whoever started it holds the other end, and may be killed. */
  event.data.ptr = &options;
  epoll_ctl (poller, EPOLL_CTL_ADD, STDIN_FILENO, &event);
  for (;;)
    {
      int count = epoll_wait (poller, events, 64, -1);

      for (int i = 0; i < count; i++)
        {
          void *subject = events[i].data.ptr;

          if (subject == NULL)
            accept_connection (listener, poller);
          else if (subject == &options)
            _exit (0);
          else if (!connection_handle (subject, poller))
            connection_close (subject);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  bool http = false;

  signal (SIGPIPE, SIG_IGN);
  for (int i = 1; i < argc; i++)
    {
      if (strcmp (argv[i], "--http") == 0)
        http = true;
      else if (strcmp (argv[i], "--sse") == 0)
        as_events = true;
      else if (strcmp (argv[i], "--tools") == 0 && i + 1 < argc)
        options.tools = (unsigned) strtoul (argv[++i], NULL, 10);
      else if (strcmp (argv[i], "--big") == 0 && i + 1 < argc)
        options.big_size = strtoul (argv[++i], NULL, 10);
      else if (strcmp (argv[i], "--times") == 0 && i + 1 < argc)
        times = fopen (argv[++i], "we");
      else
        {
          fprintf (stderr,
                   "Usage: salon-bench-server [--http [--sse]] [--tools N] [--big BYTES] "
                   "[--times FILE]\n");
          return 2;
        }
    }
  if (http)
    serve_http ();
  return serve_pipe ();
}
