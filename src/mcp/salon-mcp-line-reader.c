/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-line-reader-private.h"

#include <errno.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <libdex.h>

#include "salon-core-error.h"
#include "salon-line-framer.h"
#include "salon-mcp-error.h"

/* What one turn of the main loop may be used for. */
#define READ_SIZE (32 * 1024)
#define MAX_LINES_A_TURN 256
/* The next frame goes first: GTK draws at G_PRIORITY_HIGH_IDLE + 20. */
#define PRIORITY (G_PRIORITY_HIGH_IDLE + 25)
/* All readers together take no more than this of one turn, but for the first of them. */
#define TURN_US (4 * G_TIME_SPAN_MILLISECOND)
/* After so many bytes, and this for each line on top, the reader lets everything else of
 * the main loop go first once: all that GTK does comes before G_PRIORITY_DEFAULT_IDLE. */
#define BURST_BYTES ((gsize) 256 * 1024)
#define BURST_BYTES_A_LINE 64
/* Longer messages are parsed on another thread, so that no frame is missed. */
#define PARSE_INLINE_BYTES ((gsize) 256 * 1024)
/* What a dead server can have left behind: more than any pipe holds. */
#define MAX_DRAINED_BYTES ((gsize) 4 * 1024 * 1024)

struct _SalonMcpLineReader
{
  int                                fd;           /* -1 when closed */
  gsize                              max_message;
  const SalonMcpLineReaderCallbacks *callbacks;
  gpointer                           user_data;
  SalonLineFramer                   *framer;
  GSource                           *source;
  gpointer                           fd_tag;
  gsize                              burst;        /* cost since others last went first */
  gsize                              drained;      /* bytes read since draining began */
  gboolean                           caught_up;    /* the last read emptied the pipe */
  DexFuture                         *parsing;      /* a long message on another thread */
  gboolean                           has_lines;    /* the framer may have more of them */
  gboolean                           at_end;       /* of the descriptor */
  gboolean                           draining;     /* an empty pipe counts as its end */
  gboolean                           end_told;
  guint                              entered;      /* by how many main loops in one another */
};

static gboolean
reader_dispatch (GSource     *source,
                 GSourceFunc  callback,
                 gpointer     user_data)
{
  return callback (user_data);
}

static GSourceFuncs reader_source_funcs = { NULL, NULL, reader_dispatch, NULL, NULL, NULL };

/*
 * salon_mcp_line_reader_new:
 * @fd: a readable, non-blocking descriptor; owned by the reader from now on
 * @max_message: the longest line taken in, in bytes
 * @callbacks: whom to tell; static
 * @user_data: data for @callbacks, not called any more after salon_mcp_line_reader_close()
 */
SalonMcpLineReader *
salon_mcp_line_reader_new (int                                fd,
                           gsize                              max_message,
                           const SalonMcpLineReaderCallbacks *callbacks,
                           gpointer                           user_data)
{
  SalonMcpLineReader *self = g_rc_box_new0 (SalonMcpLineReader);

  g_assert (fd >= 0);

  self->fd = fd;
  self->max_message = max_message;
  self->callbacks = callbacks;
  self->user_data = user_data;
  self->framer = salon_line_framer_new (max_message);
  return self;
}

static void
reader_clear (gpointer data)
{
  SalonMcpLineReader *self = data;

  salon_mcp_line_reader_close (self);
  g_clear_pointer (&self->framer, salon_line_framer_free);
}

void
salon_mcp_line_reader_unref (SalonMcpLineReader *self)
{
  g_rc_box_release_full (self, reader_clear);
}

/*
 * salon_mcp_line_reader_close:
 *
 * Stops at once; no callback comes any more.
 */
void
salon_mcp_line_reader_close (SalonMcpLineReader *self)
{
  if (self->source != NULL)
    {
      g_source_destroy (self->source);
      g_clear_pointer (&self->source, g_source_unref);
    }
  dex_clear (&self->parsing);
  if (self->fd >= 0)
    {
      close (self->fd);
      self->fd = -1;
    }
}

typedef struct
{
  GBytes *line;
  gsize   max_message;
} ParseJob;

static void
parse_job_free (gpointer data)
{
  ParseJob *job = data;

  g_bytes_unref (job->line);
  g_free (job);
}

/* Servers that pass on bytes of files sometimes write broken UTF-8. The message is more
 * useful with replacement characters than missing. */
static SalonJsonDocument *
parse_line (GBytes  *line,
            gsize    max_message,
            GError **error)
{
  SalonJsonLimits limits = { max_message, 0 };
  g_autoptr (GError) parse_error = NULL;
  g_autofree char *repaired = NULL;
  SalonJsonDocument *document = salon_json_document_parse_bytes (line, &limits, &parse_error);

  if (document != NULL)
    return document;
  if (!g_error_matches (parse_error, SALON_CORE_ERROR, SALON_CORE_ERROR_NOT_UTF8))
    {
      g_propagate_error (error, g_steal_pointer (&parse_error));
      return NULL;
    }
  repaired = g_utf8_make_valid (g_bytes_get_data (line, NULL), (gssize) g_bytes_get_size (line));
  limits.max_bytes = 0;
  return salon_json_document_parse (repaired, -1, &limits, error);
}

static DexFuture *
parse_fiber (gpointer user_data)
{
  ParseJob *job = user_data;
  GError *error = NULL;
  SalonJsonDocument *document = parse_line (job->line, job->max_message, &error);

  if (document == NULL)
    return dex_future_new_for_error (error);
  return dex_future_new_take_boxed (SALON_TYPE_JSON_DOCUMENT, document);
}

static void
hand_on (SalonMcpLineReader *self,
         GBytes             *line,
         SalonJsonDocument  *document,
         const GError       *error)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (line, &length);

  if (document != NULL)
    {
      self->callbacks->message (document, text, length, self->user_data);
    }
  else if (error->domain == SALON_CORE_ERROR &&
           (error->code == SALON_CORE_ERROR_TOO_DEEP || error->code == SALON_CORE_ERROR_TOO_LARGE))
    {
      g_autoptr (GError) lost = NULL;

      g_set_error (&lost, SALON_MCP_ERROR, SALON_MCP_ERROR_TOO_LARGE,
                   _("The server sent a message that is not taken in: %s"), error->message);
      self->callbacks->lost (lost, self->user_data);
    }
  else
    {
      self->callbacks->skipped (text, length, self->user_data);
    }
}

/* Turns reading on or off; off while a long message is parsed, so that the ones behind it
 * wait for it in the pipe. */
static void
listen_for (SalonMcpLineReader *self,
            GIOCondition        condition)
{
  if (self->source != NULL)
    g_source_modify_unix_fd (self->source, self->fd_tag, condition);
}

static void
wake (SalonMcpLineReader *self)
{
  if (self->source != NULL)
    g_source_set_ready_time (self->source, 0);
}

typedef struct
{
  SalonMcpLineReader *reader;
  GBytes             *line;
} ParsedLine;

static void
parsed_line_free (gpointer data)
{
  ParsedLine *parsed = data;

  salon_mcp_line_reader_unref (parsed->reader);
  g_bytes_unref (parsed->line);
  g_free (parsed);
}

static DexFuture *
on_parsed_cb (DexFuture *future,
              gpointer   user_data)
{
  ParsedLine *parsed = user_data;
  SalonMcpLineReader *self = parsed->reader;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self->fd < 0 || self->parsing == NULL)
    return NULL;
  dex_clear (&self->parsing);
  self->entered++;
  hand_on (self, parsed->line, value != NULL ? g_value_get_boxed (value) : NULL, error);
  self->entered--;
  if (!self->at_end)
    listen_for (self, G_IO_IN | G_IO_HUP | G_IO_ERR);
  wake (self);
  return NULL;
}

static void
parse_elsewhere (SalonMcpLineReader *self,
                 GBytes             *line)
{
  ParseJob *job = g_new0 (ParseJob, 1);
  ParsedLine *parsed = g_new0 (ParsedLine, 1);

  job->line = g_bytes_ref (line);
  job->max_message = self->max_message;
  parsed->reader = g_rc_box_acquire (self);
  parsed->line = g_bytes_ref (line);
  listen_for (self, 0);
  self->parsing = dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0,
                                       parse_fiber, job, parse_job_free);
  /* The thread may be done by now, and then the callback comes before this returns. */
  dex_future_disown (dex_future_finally (dex_ref (self->parsing), on_parsed_cb,
                                         parsed, parsed_line_free));
}

static gboolean
may_be_message (const char *text,
                gsize       length)
{
  gsize i = 0;

  while (i < length && g_ascii_isspace (text[i]))
    i++;
  return i < length && (text[i] == '{' || text[i] == '[');
}

static void
handle_line (SalonMcpLineReader *self,
             GBytes             *line)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (line, &length);
  g_autoptr (SalonJsonDocument) document = NULL;
  g_autoptr (GError) error = NULL;

  if (length == 0)
    return;
  if (!may_be_message (text, length))
    {
      self->callbacks->skipped (text, length, self->user_data);
      return;
    }
  if (length > PARSE_INLINE_BYTES)
    {
      parse_elsewhere (self, line);
      return;
    }
  document = parse_line (line, self->max_message, &error);
  hand_on (self, line, document, error);
}

static void
tell_too_large (SalonMcpLineReader *self)
{
  g_autoptr (GError) lost = NULL;
  g_autofree char *limit = g_format_size_full (self->max_message, G_FORMAT_SIZE_IEC_UNITS);

  g_set_error (&lost, SALON_MCP_ERROR, SALON_MCP_ERROR_TOO_LARGE,
               _("The server sent a message larger than %s, more than Salon takes in."), limit);
  self->callbacks->lost (lost, self->user_data);
}

/* Handles lines the framer already holds, up to the turn's share. */
static void
pop_lines (SalonMcpLineReader *self)
{
  self->has_lines = TRUE;
  for (guint i = 0; self->fd >= 0 && self->parsing == NULL; i++)
    {
      g_autoptr (GBytes) line = NULL;
      g_autoptr (GError) error = NULL;

      if (i == MAX_LINES_A_TURN)
        return;
      self->burst += BURST_BYTES_A_LINE;
      if (salon_line_framer_pop (self->framer, &line, &error))
        handle_line (self, line);
      else if (error != NULL)
        tell_too_large (self);
      else
        {
          self->has_lines = FALSE;
          return;
        }
    }
}

/* Reads what one turn allows. Returns whether there was anything. */
static gboolean
read_some (SalonMcpLineReader *self)
{
  guint8 buffer[READ_SIZE];
  gssize length = 0;

  do
    length = read (self->fd, buffer, sizeof buffer);
  while (length < 0 && errno == EINTR);

  self->caught_up = length < (gssize) sizeof buffer;
  if (self->draining && length > 0)
    self->drained += (gsize) length;
  if (length > 0 && self->drained <= MAX_DRAINED_BYTES)
    {
      salon_line_framer_push (self->framer, buffer, (gsize) length);
      self->burst += (gsize) length;
      return TRUE;
    }
  if (length >= 0 || errno != EAGAIN || self->draining)
    {
      /* A last line without its end is still a line. */
      salon_line_framer_finish (self->framer);
      self->at_end = TRUE;
      return TRUE;
    }
  return FALSE;
}

/* Having gone last and read all there was, the reader may go first again. */
static void
choose_priority (SalonMcpLineReader *self)
{
  gboolean went_last = g_source_get_priority (self->source) != PRIORITY;
  int priority = PRIORITY;

  if (went_last && self->caught_up && !self->has_lines)
    self->burst = 0;
  if (self->burst > BURST_BYTES)
    priority = G_PRIORITY_DEFAULT_IDLE;
  if (g_source_get_priority (self->source) != priority)
    g_source_set_priority (self->source, priority);
}

static gboolean
on_ready_cb (gpointer user_data)
{
  SalonMcpLineReader *self = user_data;

  /* The time of a source is that of the beginning of the turn. */
  if (g_get_monotonic_time () - g_source_get_time (self->source) > TURN_US)
    return G_SOURCE_CONTINUE;
  g_rc_box_acquire (self);
  self->entered++;
  g_source_set_ready_time (self->source, -1);
  if (self->parsing == NULL && !self->has_lines && !self->at_end)
    self->has_lines = read_some (self);
  if (self->parsing == NULL && self->has_lines)
    pop_lines (self);

  if (self->source != NULL)
    {
      choose_priority (self);
      if (self->at_end)
        listen_for (self, 0);
      if (self->parsing == NULL && (self->has_lines || self->draining))
        wake (self);
      /* The end comes after the last message is dealt with, also when that takes a main loop. */
      if (self->at_end && self->parsing == NULL && !self->has_lines && !self->end_told &&
          self->entered == 1)
        {
          self->end_told = TRUE;
          g_source_set_ready_time (self->source, -1);
          self->callbacks->end (self->user_data);
        }
    }
  self->entered--;
  salon_mcp_line_reader_unref (self);
  return G_SOURCE_CONTINUE;
}

void
salon_mcp_line_reader_start (SalonMcpLineReader *self)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  g_assert (self->source == NULL && self->fd >= 0);

  self->source = g_source_new (&reader_source_funcs, sizeof (GSource));
  g_source_set_callback (self->source, on_ready_cb, self, NULL);
  g_source_set_priority (self->source, PRIORITY);
  g_source_set_static_name (self->source, "salon-mcp-line-reader");
  /* A source that may not be entered again is taken out of the poll for each dispatch and put
   * back after it, which wakes up the main loop twice. */
  g_source_set_can_recurse (self->source, TRUE);
  self->fd_tag = g_source_add_unix_fd (self->source, self->fd, G_IO_IN | G_IO_HUP | G_IO_ERR);
  g_source_attach (self->source, context);
}

/*
 * salon_mcp_line_reader_drain:
 *
 * The writer is known to be dead: what lies in the pipe is all there will be, even if
 * somebody else still holds its other end.
 */
void
salon_mcp_line_reader_drain (SalonMcpLineReader *self)
{
  self->draining = TRUE;
  wake (self);
}
