/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-line-writer-private.h"

#include <errno.h>
#include <sys/uio.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "salon-mcp-error.h"

/* What may wait for a server that does not read. One message of any size always may, so
 * that the limit never forbids a large argument; more than one together may not exceed it. */
#define MAX_QUEUED_BYTES ((gsize) 4 * 1024 * 1024)

typedef struct
{
  GBytes     *line;
  gsize       written;
  DexPromise *promise;
} Waiting;

struct _SalonMcpLineWriter
{
  int        fd;          /* -1 when closed */
  GQueue     waiting;     /* Waiting */
  gsize      queued;
  GSource   *source;      /* exists while something waits */
  DexFuture *done;        /* handed out for what was written at once */
};

static void
waiting_free (gpointer data)
{
  Waiting *waiting = data;

  g_bytes_unref (waiting->line);
  dex_clear (&waiting->promise);
  g_free (waiting);
}

static GError *
closed_error (void)
{
  return g_error_new_literal (SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED,
                              _("The server takes no more messages: the connection to it is "
                                "closed."));
}

/*
 * salon_mcp_line_writer_new:
 * @fd: a writable, non-blocking descriptor; owned by the writer from now on
 */
SalonMcpLineWriter *
salon_mcp_line_writer_new (int fd)
{
  SalonMcpLineWriter *self = g_new0 (SalonMcpLineWriter, 1);

  g_assert (fd >= 0);

  self->fd = fd;
  self->done = dex_future_new_true ();
  g_queue_init (&self->waiting);
  return self;
}

void
salon_mcp_line_writer_free (SalonMcpLineWriter *self)
{
  salon_mcp_line_writer_close (self);
  dex_clear (&self->done);
  g_free (self);
}

/*
 * salon_mcp_line_writer_close:
 *
 * Closes the descriptor at once, which the server sees as the end of its input; what still
 * waits is rejected.
 */
void
salon_mcp_line_writer_close (SalonMcpLineWriter *self)
{
  Waiting *waiting = NULL;

  if (self->source != NULL)
    {
      g_source_destroy (self->source);
      g_clear_pointer (&self->source, g_source_unref);
    }
  if (self->fd >= 0)
    {
      close (self->fd);
      self->fd = -1;
    }
  self->queued = 0;
  while ((waiting = g_queue_pop_head (&self->waiting)) != NULL)
    {
      dex_promise_reject (waiting->promise, closed_error ());
      waiting_free (waiting);
    }
}

/* Returns the bytes written, 0 when the pipe is full, -1 when the other side is gone. */
static gssize
write_some (SalonMcpLineWriter *self,
            struct iovec       *parts,
            int                 n_parts)
{
  gssize length = 0;

  do
    length = writev (self->fd, parts, n_parts);
  while (length < 0 && errno == EINTR);
  if (length < 0 && errno == EAGAIN)
    return 0;
  return length;
}

static gboolean
on_writable_cb (int          fd,
                GIOCondition condition,
                gpointer     user_data)
{
  SalonMcpLineWriter *self = user_data;
  Waiting *waiting = NULL;

  while ((waiting = g_queue_peek_head (&self->waiting)) != NULL)
    {
      gsize size = 0;
      const char *data = g_bytes_get_data (waiting->line, &size);
      struct iovec part = { (char *) data + waiting->written, size - waiting->written };
      gssize length = write_some (self, &part, 1);

      if (length < 0)
        {
          salon_mcp_line_writer_close (self);
          return G_SOURCE_REMOVE;
        }
      waiting->written += (gsize) length;
      self->queued -= (gsize) length;
      /* A pipe that took less than everything is full. */
      if (waiting->written < size)
        return G_SOURCE_CONTINUE;
      g_queue_pop_head (&self->waiting);
      dex_promise_resolve_boolean (waiting->promise, TRUE);
      waiting_free (waiting);
    }
  g_clear_pointer (&self->source, g_source_unref);
  return G_SOURCE_REMOVE;
}

static void
watch_writable (SalonMcpLineWriter *self)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  if (self->source != NULL)
    return;
  self->source = g_unix_fd_source_new (self->fd, G_IO_OUT | G_IO_ERR | G_IO_HUP);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_writable_cb), self, NULL);
  g_source_set_static_name (self->source, "salon-mcp-line-writer");
  g_source_attach (self->source, context);
}

static GBytes *
take_rest (const char *text,
           gsize       length,
           gsize       written)
{
  gsize rest = length + 1 - written;
  char *line = g_malloc (rest);

  if (rest > 1)
    memcpy (line, text + written, rest - 1);
  line[rest - 1] = '\n';
  return g_bytes_new_take (line, rest);
}

/*
 * salon_mcp_line_writer_send:
 * @text: a message without line breaks
 * @length: its length in bytes
 *
 * Writes a message, at once where the pipe takes it, and never blocks.
 *
 * Returns: (transfer full): a future of %TRUE when it is written
 */
DexFuture *
salon_mcp_line_writer_send (SalonMcpLineWriter *self,
                            const char         *text,
                            gsize               length)
{
  gsize written = 0;
  Waiting *waiting = NULL;

  if (self->fd < 0)
    return dex_future_new_for_error (closed_error ());

  if (g_queue_is_empty (&self->waiting))
    {
      struct iovec parts[2] = { { (char *) text, length }, { (char *) "\n", 1 } };
      gssize count = write_some (self, parts, 2);

      if (count < 0)
        {
          salon_mcp_line_writer_close (self);
          return dex_future_new_for_error (closed_error ());
        }
      if ((gsize) count == length + 1)
        return dex_ref (self->done);
      written = (gsize) count;
    }
  else if (self->queued + length > MAX_QUEUED_BYTES)
    {
      return dex_future_new_reject (SALON_MCP_ERROR, SALON_MCP_ERROR_FAILED, "%s",
                                    _("The server does not read what it is sent, so nothing more "
                                      "can be sent to it. "
                                      "Restarting the server may help."));
    }

  waiting = g_new0 (Waiting, 1);
  waiting->line = take_rest (text, length, written);
  waiting->promise = dex_promise_new ();
  self->queued += g_bytes_get_size (waiting->line);
  g_queue_push_tail (&self->waiting, waiting);
  watch_writable (self);
  return DEX_FUTURE (dex_ref (waiting->promise));
}
