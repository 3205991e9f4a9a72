/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A model that does not think: behind Chat Completions on loopback it calls the tool
 * “echo” as often as it was told and then says that it is done. It prints its port, and, when
 * its standard input ends, one line of JSON: when the first byte of each request came and
 * when the last byte of each reply had been sent, in microseconds of the monotonic clock. */

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "echo-rpc.h"

#define READ_SIZE (64 * 1024)
#define MAX_CONNECTIONS 16
#define MAX_NAME 128

typedef struct
{
  int        fd;
  EchoBuffer input;
  double     begin; /* of the request that is coming in */
} Connection;

static unsigned n_calls = 1;
static unsigned n_requests = 0;
static double *begins = NULL;
static double *ends = NULL;
static size_t *sizes = NULL;

static double
now_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1e6 + now.tv_nsec / 1e3;
}

static void
send_all (int         fd,
          const char *data,
          size_t      length)
{
  while (length > 0)
    {
      ssize_t count = send (fd, data, length, MSG_NOSIGNAL);

      if (count < 0 && errno == EINTR)
        continue;
      if (count <= 0)
        return;
      data += count;
      length -= (size_t) count;
    }
}

/* The host has given the tool a name of its own, which ends with the server's. */
static bool
find_tool (const char *body,
           char        name[MAX_NAME])
{
  for (const char *at = strstr (body, "\"name\":\""); at != NULL; at = strstr (at, "\"name\":\""))
    {
      const char *end = strchr (at += strlen ("\"name\":\""), '"');
      size_t length = end != NULL ? (size_t) (end - at) : 0;

      if (length >= 4 && length < MAX_NAME && memcmp (end - 4, "echo", 4) == 0)
        {
          memcpy (name, at, length);
          name[length] = '\0';
          return true;
        }
    }
  return false;
}

static void
add_event (EchoBuffer *output,
           const char *data)
{
  char size[32];

  snprintf (size, sizeof size, "%zx\r\n", strlen (data) + 8);
  echo_buffer_add_string (output, size);
  echo_buffer_add_string (output, "data: ");
  echo_buffer_add_string (output, data);
  echo_buffer_add_string (output, "\n\n\r\n");
}

static void
add_reply (EchoBuffer *output,
           const char *tool,
           unsigned    number)
{
  char event[1024];

  echo_buffer_add_string (output, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                                  "Transfer-Encoding: chunked\r\n\r\n");
  if (tool != NULL)
    snprintf (event, sizeof event,
              "{\"id\":\"r%u\",\"object\":\"chat.completion.chunk\",\"model\":\"bench\","
              "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"tool_calls\":[{"
              "\"index\":0,\"id\":\"call_%u\",\"type\":\"function\",\"function\":{\"name\":\"%s\","
              "\"arguments\":\"{\\\"text\\\":\\\"round %u\\\"}\"}}]}}]}",
              number, number, tool, number);
  else
    snprintf (event, sizeof event,
              "{\"id\":\"r%u\",\"object\":\"chat.completion.chunk\",\"model\":\"bench\","
              "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\","
              "\"content\":\"Done.\"}}]}",
              number);
  add_event (output, event);
  snprintf (event, sizeof event,
            "{\"id\":\"r%u\",\"object\":\"chat.completion.chunk\",\"model\":\"bench\","
            "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"%s\"}]}",
            number, tool != NULL ? "tool_calls" : "stop");
  add_event (output, event);
  add_event (output, "[DONE]");
  echo_buffer_add_string (output, "0\r\n\r\n");
}

/* A request without the tool is not part of the loop: somebody wants a title. */
static void
answer (Connection *connection,
        const char *body,
        size_t      length)
{
  EchoBuffer output = { 0 };
  char tool[MAX_NAME];
  bool counts = find_tool (body, tool) && n_requests <= n_calls;

  add_reply (&output, counts && n_requests < n_calls ? tool : NULL, n_requests);
  send_all (connection->fd, output.data, output.length);
  if (counts)
    {
      begins[n_requests] = connection->begin;
      sizes[n_requests] = length;
      ends[n_requests++] = now_us ();
    }
  echo_buffer_clear (&output);
}

static bool
answer_request (Connection *connection)
{
  EchoBuffer *input = &connection->input;
  char *end = input->length > 0 ? memmem (input->data, input->length, "\r\n\r\n", 4) : NULL;
  const char *header = NULL;
  size_t head = 0;
  size_t length = 0;

  if (end == NULL)
    return false;
  head = (size_t) (end - input->data) + 4;
  end[2] = '\0';
  header = strcasestr (input->data, "\r\ncontent-length:");
  end[2] = '\r';
  length = header != NULL ? strtoul (header + strlen ("\r\ncontent-length:"), NULL, 10) : 0;
  if (input->length < head + length)
    return false;
  echo_buffer_add (input, "", 1);
  answer (connection, input->data + head, length);
  input->length--;
  echo_buffer_remove (input, head + length);
  return true;
}

static bool
receive (Connection *connection)
{
  static char piece[READ_SIZE];
  ssize_t count = recv (connection->fd, piece, sizeof piece, 0);

  if (count < 0 && errno == EINTR)
    return true;
  if (count <= 0)
    return false;
  if (connection->input.length == 0)
    connection->begin = now_us ();
  echo_buffer_add (&connection->input, piece, (size_t) count);
  while (answer_request (connection))
    continue;
  return true;
}

static int
listen_on_loopback (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t size = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (fd < 0 || bind (fd, (struct sockaddr *) &address, size) < 0 ||
      listen (fd, MAX_CONNECTIONS) < 0 || getsockname (fd, (struct sockaddr *) &address, &size) < 0)
    {
      perror ("salon-bench-model");
      exit (1);
    }
  printf ("%u\n", ntohs (address.sin_port));
  fflush (stdout);
  return fd;
}

static void
print_times (void)
{
  printf ("{\"requests\":[");
  for (unsigned i = 0; i < n_requests; i++)
    printf ("%s{\"begin\":%.1f,\"end\":%.1f,\"bytes\":%zu}", i > 0 ? "," : "", begins[i], ends[i],
            sizes[i]);
  printf ("]}\n");
}

static void
serve (void)
{
  struct pollfd polled[MAX_CONNECTIONS + 2] = { { listen_on_loopback (), POLLIN, 0 },
                                                { STDIN_FILENO, POLLIN, 0 } };
  Connection connections[MAX_CONNECTIONS] = { 0 };
  unsigned n = 0;

  while (poll (polled, n + 2, -1) >= 0 || errno == EINTR)
    {
      if (polled[1].revents != 0)
        break;
      for (unsigned i = n; i-- > 0;)
        {
          if (polled[i + 2].revents == 0 || receive (&connections[i]))
            continue;
          close (connections[i].fd);
          echo_buffer_clear (&connections[i].input);
          n--;
          connections[i] = connections[n];
          polled[i + 2] = polled[n + 2];
        }
      if (polled[0].revents != 0 && n < MAX_CONNECTIONS)
        {
          int one = 1;
          int fd = accept (polled[0].fd, NULL, NULL);

          if (fd < 0)
            continue;
          setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
          connections[n] = (Connection) { .fd = fd };
          polled[2 + n++] = (struct pollfd) { fd, POLLIN, 0 };
        }
    }
}

int
main (int    argc,
      char **argv)
{
  signal (SIGPIPE, SIG_IGN);
  if (argc != 2)
    {
      fprintf (stderr, "Usage: salon-bench-model CALLS\n");
      return 2;
    }
  n_calls = (unsigned) strtoul (argv[1], NULL, 10);
  begins = calloc (n_calls + 1, sizeof *begins);
  ends = calloc (n_calls + 1, sizeof *ends);
  sizes = calloc (n_calls + 1, sizeof *sizes);
  if (begins == NULL || ends == NULL || sizes == NULL)
    return 1;
  serve ();
  print_times ();
  return 0;
}
