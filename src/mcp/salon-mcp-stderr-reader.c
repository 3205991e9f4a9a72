/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-stderr-reader-private.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <glib-unix.h>

#define READ_SIZE (16 * 1024)
/* A line that does not end comes in pieces of this size. */
#define MAX_LINE 4096
/* How much of the last line goes into a sentence. */
#define MAX_QUOTED 300
/* What a dead server can have left behind: more than any pipe holds. */
#define MAX_DRAINED_BYTES (4 * 1024 * 1024)

struct _SalonMcpStderrReader
{
  int              fd;
  SalonMcpCommand *command;
  SalonRing       *ring;
  SalonClock      *clock;
  GSource         *source;
  GString         *line;        /* the line being read */
  GString         *last_line;   /* the last one with anything on it */
};

static void
finish_line (SalonMcpStderrReader *self)
{
  g_autofree char *masked = NULL;

  if (self->line->len > 0 && self->line->str[self->line->len - 1] == '\r')
    g_string_truncate (self->line, self->line->len - 1);
  if (self->line->len == 0)
    return;
  masked = salon_mcp_command_dup_masked (self->command, self->line->str, self->line->len);
  if (masked != NULL)
    g_string_assign (self->line, masked);
  salon_ring_add (self->ring, salon_clock_get_real_time (self->clock), "stderr",
                  self->line->str, (gssize) self->line->len);
  if (strspn (self->line->str, " \t") < self->line->len)
    {
      g_string_truncate (self->last_line, 0);
      g_string_append_len (self->last_line, self->line->str, (gssize) self->line->len);
    }
  g_string_truncate (self->line, 0);
}

static void
take_in (SalonMcpStderrReader *self,
         const char           *data,
         gsize                 length)
{
  while (length > 0)
    {
      const char *end = memchr (data, '\n', length);
      gsize count = end != NULL ? (gsize) (end - data) : length;

      count = MIN (count, MAX_LINE - self->line->len);
      g_string_append_len (self->line, data, (gssize) count);
      data += count;
      length -= count;
      if (length > 0 && *data == '\n')
        {
          data++;
          length--;
          finish_line (self);
        }
      else if (self->line->len >= MAX_LINE)
        {
          finish_line (self);
        }
    }
}

/* Returns what read() returned. */
static gssize
read_some (SalonMcpStderrReader *self)
{
  char buffer[READ_SIZE];
  gssize length = 0;

  do
    length = read (self->fd, buffer, sizeof buffer);
  while (length < 0 && errno == EINTR);
  if (length > 0)
    take_in (self, buffer, (gsize) length);
  return length;
}

static gboolean
on_readable_cb (int          fd,
                GIOCondition condition,
                gpointer     user_data)
{
  SalonMcpStderrReader *self = user_data;
  gssize length = read_some (self);

  if (length > 0 || (length < 0 && errno == EAGAIN))
    return G_SOURCE_CONTINUE;
  finish_line (self);
  g_clear_pointer (&self->source, g_source_unref);
  return G_SOURCE_REMOVE;
}

/*
 * salon_mcp_stderr_reader_new:
 * @fd: a readable, non-blocking descriptor; owned by the reader from now on
 */
SalonMcpStderrReader *
salon_mcp_stderr_reader_new (int              fd,
                             SalonMcpCommand *command,
                             SalonRing       *ring,
                             SalonClock      *clock)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  SalonMcpStderrReader *self = g_new0 (SalonMcpStderrReader, 1);

  self->fd = fd;
  self->command = salon_mcp_command_ref (command);
  self->ring = salon_ring_ref (ring);
  self->clock = g_object_ref (clock);
  self->line = g_string_new (NULL);
  self->last_line = g_string_new (NULL);
  self->source = g_unix_fd_source_new (fd, G_IO_IN | G_IO_HUP | G_IO_ERR);
  /* Nobody waits for a log; a server that floods it gets what time there is left. */
  g_source_set_priority (self->source, G_PRIORITY_DEFAULT_IDLE);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_readable_cb), self, NULL);
  g_source_set_static_name (self->source, "salon-mcp-stderr-reader");
  g_source_attach (self->source, context);
  return self;
}

void
salon_mcp_stderr_reader_free (SalonMcpStderrReader *self)
{
  if (self->source != NULL)
    {
      g_source_destroy (self->source);
      g_source_unref (self->source);
    }
  close (self->fd);
  salon_mcp_command_unref (self->command);
  salon_ring_unref (self->ring);
  g_object_unref (self->clock);
  g_string_free (self->line, TRUE);
  g_string_free (self->last_line, TRUE);
  g_free (self);
}

/*
 * salon_mcp_stderr_reader_drain:
 *
 * Takes in at once what a dead server has left in the pipe.
 */
void
salon_mcp_stderr_reader_drain (SalonMcpStderrReader *self)
{
  gssize length = 0;

  for (gsize total = 0; total < MAX_DRAINED_BYTES && (length = read_some (self)) > 0;)
    total += (gsize) length;
  finish_line (self);
}

/*
 * salon_mcp_stderr_reader_dup_last_line:
 *
 * Returns: (transfer full) (nullable): the last line that was not blank, fit for a
 *   sentence: without terminal escapes and not too long
 */
char *
salon_mcp_stderr_reader_dup_last_line (SalonMcpStderrReader *self)
{
  g_autofree char *valid = g_utf8_make_valid (self->last_line->str, (gssize) self->last_line->len);
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      if (character == 0x1b)
        {
          /* ESC [ … letter: a colour or a cursor movement */
          if (p[1] == '[')
            for (p += 1; p[1] != '\0' && !g_ascii_isalpha (p[1]);)
              p++;
          if (p[1] != '\0')
            p++;
        }
      else if (g_unichar_isprint (character) || character == '\t')
        {
          g_string_append_unichar (text, character == '\t' ? ' ' : character);
        }
      if (text->len > MAX_QUOTED)
        {
          g_string_append (text, "…");
          break;
        }
    }
  g_strstrip (text->str);
  if (*text->str == '\0')
    return NULL;
  return g_string_free_and_steal (g_steal_pointer (&text));
}
