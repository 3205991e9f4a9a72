/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The least that calls over a pipe cost: no library, no JSON but a search for the end of
 * the line. Prints one line of JSON, as salon-bench-mcp does. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define IN_FLIGHT 64
#define LONGEST_SECONDS 300
#define CALL "{\"jsonrpc\":\"2.0\",\"id\":%ld,\"method\":\"tools/call\",\"params\":" \
             "{\"name\":\"%s\",\"arguments\":{\"text\":\"The quick brown fox jumps over " \
             "the lazy dog, again and again.\"}}}\n"

static int to_server = -1;
static int from_server = -1;
static long last_id = 0;

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static void
start_server (const char *program)
{
  int input[2];
  int output[2];

  if (pipe (input) < 0 || pipe (output) < 0)
    exit (1);
  switch (fork ())
    {
    case -1:
      exit (1);
    case 0:
      dup2 (input[0], STDIN_FILENO);
      dup2 (output[1], STDOUT_FILENO);
      close (input[1]);
      close (output[0]);
      execl (program, program, (char *) NULL);
      _exit (127);
    default:
      close (input[0]);
      close (output[1]);
      to_server = input[1];
      from_server = output[0];
    }
}

static void
send_calls (const char *tool,
            long        count)
{
  char text[IN_FLIGHT * 256];
  size_t length = 0;

  for (long i = 0; i < count; i++)
    length += (size_t) snprintf (text + length, sizeof text - length, CALL, ++last_id, tool);
  if (write (to_server, text, length) != (ssize_t) length)
    exit (1);
}

/* Reads what there is. Returns the number of answers that ended in it. */
static long
read_answers (void)
{
  static char piece[256 * 1024];
  ssize_t length = read (from_server, piece, sizeof piece);
  const char *at = piece;
  long count = 0;

  if (length < 0 && errno == EINTR)
    return 0;
  if (length <= 0)
    exit (1);
  while ((at = memchr (at, '\n', (size_t) (piece + length - at))) != NULL)
    {
      count++;
      at++;
    }
  return count;
}

static double
run (const char *tool,
     long        calls,
     long        in_flight)
{
  double begin = now ();
  long sent = in_flight < calls ? in_flight : calls;

  send_calls (tool, sent);
  for (long answered = 0; answered < calls;)
    {
      long count = read_answers ();
      long more = count < calls - sent ? count : calls - sent;

      answered += count;
      if (more > 0)
        send_calls (tool, more);
      sent += more;
    }
  return now () - begin;
}

int
main (int    argc,
      char **argv)
{
  long calls = argc > 2 ? strtol (argv[2], NULL, 10) : 0;
  long bigs = argc > 3 ? strtol (argv[3], NULL, 10) : 0;

  if (calls < 10 || bigs < 1)
    {
      fprintf (stderr, "Usage: salon-bench-pipe-floor SERVER CALLS BIGS\n");
      return 2;
    }
  alarm (LONGEST_SECONDS);
  start_server (argv[1]);
  run ("echo", calls / 10, 1);
  printf ("{\"sequential\":%.3f", (double) calls / run ("echo", calls, 1));
  printf (",\"in_flight\":%.3f", (double) calls / run ("echo", calls, IN_FLIGHT));
  printf (",\"big_ms\":%.3f}\n", run ("big", bigs, 1) / (double) bigs * 1000);
  return 0;
}
