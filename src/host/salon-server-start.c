/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-server-private.h"

#include <glib/gi18n.h>

#include "salon-host-error.h"

/* A server that ran for this long before it crashed may be started again by its next use, even
 * if it was already started again once. */
#define STABLE_TIME (60 * G_USEC_PER_SEC)

/* Characters; the rest is in the diagnostics. */
#define MAX_LAST_LINE 300

/* The limit of the whole start is the server's own; the client's is only a safety net. */
#define SPARE_MS 5000

/* --- what went wrong, in words ------------------------------------------------------------ */

/* Colours of a terminal are no words (ECMA-48, 5.4: a control sequence ends with a byte from 0x40
 * to 0x7e). */
static void
drop_control_sequences (char *line)
{
  char *to = line;

  for (const char *from = line; *from != '\0'; from++)
    {
      if (from[0] != '\033' || from[1] != '[')
        {
          *to++ = *from;
          continue;
        }
      from += 2;
      while (*from != '\0' && (*from < 0x40 || *from > 0x7e))
        from++;
      if (*from == '\0')
        break;
    }
  *to = '\0';
}

static char *
salon_server_dup_last_line (SalonServer *self)
{
  const guint n_lines = self->diagnostics != NULL ? salon_ring_get_count (self->diagnostics) : 0;

  for (guint i = n_lines; i > 0; i--)
    {
      g_autofree char *line = g_strdup (salon_ring_get (self->diagnostics, i - 1)->text);

      drop_control_sequences (line);
      g_strstrip (line);
      if (*line == '\0')
        continue;
      if (g_utf8_validate (line, -1, NULL) && g_utf8_strlen (line, -1) > MAX_LAST_LINE)
        {
          g_autofree char *head = g_utf8_substring (line, 0, MAX_LAST_LINE);

          return g_strconcat (head, "…", NULL);
        }

      return g_steal_pointer (&line);
    }

  return NULL;
}

/* The error's sentence, and what the server itself last had to say, unless that is in it. */
static char *
salon_server_explain (SalonServer  *self,
                      const GError *error)
{
  g_autofree char *line = salon_server_dup_last_line (self);

  if (line == NULL || strstr (error->message, line) != NULL)
    return g_strdup (error->message);

  /* Translators: a sentence about a failure, then what the program wrote last. */
  return g_strdup_printf (_("%s The last line of its log: “%s”"), error->message, line);
}

static DexFuture *
salon_server_reject (SalonServer *self,
                     int          code)
{
  return dex_future_new_reject (SALON_HOST_ERROR, code,
                                _("The server “%s” is not available. %s"),
                                salon_server_get_title (self), self->status_text);
}

/* --- the end of a run --------------------------------------------------------------------- */

typedef struct
{
  SalonMcpClient *client;  /* nullable */
  DexFuture *before;       /* an older closing; nullable */
} Closing;

static void
closing_free (gpointer data)
{
  Closing *closing = data;

  g_clear_object (&closing->client);
  dex_clear (&closing->before);
  g_free (closing);
}

static DexFuture *
closing_fiber (gpointer user_data)
{
  Closing *closing = user_data;
  g_autoptr(GError) error = NULL;

  if (closing->before != NULL)
    dex_await (g_steal_pointer (&closing->before), NULL);

  if (closing->client != NULL &&
      !dex_await (salon_mcp_client_close (closing->client), &error))
    g_debug ("A server was not closed in order: %s", error->message);

  return dex_future_new_true ();
}

/* Ends the present run, whatever it is about; what it still has under way finds out by its
 * number. */
static void
salon_server_end_run (SalonServer *self)
{
  Closing *closing;

  self->run++;
  self->refresh_again = FALSE;
  dex_clear (&self->starting);

  if (self->client != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->client, self);
      closing = g_new0 (Closing, 1);
      closing->client = g_steal_pointer (&self->client);
      closing->before = g_steal_pointer (&self->stopping);
      self->stopping = dex_scheduler_spawn (NULL, 0, closing_fiber, closing, closing_free);
      dex_future_disown (dex_ref (self->stopping));
    }

  if (g_list_model_get_n_items (G_LIST_MODEL (self->tools)) > 0)
    g_list_store_remove_all (self->tools);
}

static void
on_client_closed (SalonMcpClient *client,
                  const GError   *reason,
                  gpointer        user_data)
{
  SalonServer *self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  gint64 lifetime;

  /* While it starts, the start itself fails and tells why. */
  if (client != self->client || self->state != SALON_SERVER_READY)
    return;

  if (reason != NULL)
    error = g_error_copy (reason);
  else
    error = g_error_new_literal (SALON_HOST_ERROR, SALON_HOST_ERROR_SERVER,
                                 _("The server ended by itself."));

  lifetime = salon_clock_get_time (self->clock) - self->ready_since;
  self->may_restart = !self->is_restart || lifetime >= STABLE_TIME;
  text = salon_server_explain (self, error);

  salon_server_end_run (self);
  salon_server_set_state (self, SALON_SERVER_FAILED, text);
}

static void
on_tools_changed (SalonMcpClient *client,
                  gpointer        user_data)
{
  SalonServer *self = user_data;

  if (client == self->client)
    salon_server_request_refresh (self);
}

/* --- the start of a run ------------------------------------------------------------------- */

typedef struct
{
  SalonServer *self;
  guint64 run;
  gint64 deadline;  /* time of the clock in µs */
} Start;

static void
start_free (gpointer data)
{
  Start *start = data;

  g_object_unref (start->self);
  g_free (start);
}

static gboolean
start_is_over (Start   *start,
               GError **error)
{
  if (start->run == start->self->run)
    return FALSE;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The server was stopped");

  return TRUE;
}

/* In a fiber. Takes @future; TRUE when it has resolved before the deadline and the run is still
 * the present one. */
static gboolean
start_await (Start      *start,
             DexFuture  *future,
             GError    **error)
{
  SalonServer *self = start->self;
  const gint64 left = MAX (start->deadline - salon_clock_get_time (self->clock), 0);
  gboolean ok;

  /* It is not cancelled by the deadline: the end of the run is what ends it, in order. */
  dex_future_disown (dex_ref (future));
  ok = dex_await (dex_future_first (dex_ref (future), salon_clock_sleep (self->clock, left), NULL),
                  error);
  if (ok && dex_future_is_pending (future))
    {
      const guint seconds = salon_server_config_get_start_timeout (self->config);

      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_SERVER,
                   ngettext ("It was not ready within %u second.",
                             "It was not ready within %u seconds.", seconds), seconds);
      ok = FALSE;
    }
  dex_unref (future);

  /* Being stopped is no failure, whatever it made go wrong. */
  if (start->run != self->run)
    {
      g_clear_error (error);
      return !start_is_over (start, error);
    }

  return ok;
}

/* What mcp.json says about the protocol; checked when it was read. */
static SalonMcpEraSetting
salon_server_get_era_setting (SalonServer *self)
{
  const char *era = salon_server_config_get_era (self->config);

  if (g_str_equal (era, "legacy"))
    return SALON_MCP_ERA_LEGACY;

  return g_str_equal (era, "modern") ? SALON_MCP_ERA_MODERN : SALON_MCP_ERA_AUTO;
}

static SalonMcpClient *
salon_server_make_client (SalonServer       *self,
                          SalonMcpTransport *transport)
{
  g_autoptr(SalonMcpInputHandler) handler = NULL;
  SalonMcpClient *client;
  SalonRing *ring;

  if (self->input_handler_func != NULL)
    handler = self->input_handler_func (self, self->input_handler_data);

  g_clear_pointer (&self->diagnostics, salon_ring_unref);
  if ((ring = salon_mcp_transport_get_diagnostics (transport)) != NULL)
    self->diagnostics = salon_ring_ref (ring);
  g_clear_pointer (&self->traffic, salon_ring_unref);
  if ((ring = salon_mcp_transport_get_traffic (transport)) != NULL)
    self->traffic = salon_ring_ref (ring);

  client = salon_mcp_client_new (transport, handler, self->clock);
  salon_mcp_client_set_open_timeout (
    client, salon_server_config_get_start_timeout (self->config) * 1000 + SPARE_MS);
  salon_mcp_client_set_timeout (client, salon_server_config_get_timeout (self->config) * 1000);
  salon_mcp_client_set_era (client, salon_server_get_era_setting (self));
  salon_mcp_client_set_era_memory (client, self->era_memory, salon_server_get_identity (self));
  g_signal_connect (client, "closed", G_CALLBACK (on_client_closed), self);
  g_signal_connect (client, "tools-changed", G_CALLBACK (on_tools_changed), self);

  return client;
}

/* In a fiber. */
static gboolean
start_connect (Start   *start,
               GError **error)
{
  SalonServer *self = start->self;
  g_autoptr(SalonMcpTransport) transport = NULL;
  DexFuture *connecting;
  const GValue *value;

  if (self->connect_func == NULL)
    {
      g_set_error_literal (error, SALON_HOST_ERROR, SALON_HOST_ERROR_FAILED,
                           _("There is no way to start it."));
      return FALSE;
    }

  connecting = self->connect_func (self->config, self->connect_data);
  if (!start_await (start, dex_ref (connecting), error))
    {
      dex_unref (connecting);
      return FALSE;
    }
  value = dex_future_get_value (connecting, error);
  transport = value != NULL ? g_value_dup_object (value) : NULL;
  dex_unref (connecting);
  if (transport == NULL)
    return FALSE;

  self->client = salon_server_make_client (self, transport);

  return start_await (start, salon_mcp_client_open (self->client), error);
}

/* In a fiber. */
static gboolean
start_list_tools (Start   *start,
                  GError **error)
{
  SalonServer *self = start->self;
  const SalonJson *capabilities = salon_mcp_client_get_server_capabilities (self->client);
  DexFuture *listing;

  /* Only declared features are used (MCP, “Lifecycle”). */
  if (!salon_json_is_object (salon_json_get_member (capabilities, "tools")))
    return TRUE;

  listing = salon_mcp_client_list_tools (self->client);
  if (!start_await (start, dex_ref (listing), error))
    {
      dex_unref (listing);
      return FALSE;
    }

  salon_server_take_tools (self, g_value_get_object (dex_future_get_value (listing, NULL)));
  dex_unref (listing);

  return TRUE;
}

static DexFuture *
start_fiber (gpointer user_data)
{
  Start *start = user_data;
  SalonServer *self = start->self;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  if (self->stopping != NULL)
    dex_await (dex_ref (self->stopping), NULL);
  if (start_is_over (start, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  /* The time that the run before this one took to end is not this one's. */
  start->deadline = salon_clock_get_time (self->clock) +
                    salon_server_config_get_start_timeout (self->config) * G_USEC_PER_SEC;

  if (!start_connect (start, &error) ||
      !start_list_tools (start, &error))
    {
      if (start->run != self->run)
        return dex_future_new_for_error (g_steal_pointer (&error));

      text = salon_server_explain (self, error);
      self->may_restart = FALSE;
      salon_server_end_run (self);
      salon_server_set_state (self, SALON_SERVER_FAILED, text);

      return salon_server_reject (self, g_error_matches (error, SALON_HOST_ERROR,
                                                         SALON_HOST_ERROR_NOT_SUPPORTED)
                                          ? SALON_HOST_ERROR_NOT_SUPPORTED
                                          : SALON_HOST_ERROR_SERVER);
    }

  dex_clear (&self->starting);
  self->ready_since = salon_clock_get_time (self->clock);
  salon_server_set_ready (self);
  if (self->refresh_again)
    salon_server_request_refresh (self);

  return dex_future_new_for_object (self->client);
}

static DexFuture *
salon_server_begin (SalonServer *self)
{
  Start *start;
  DexFuture *starting;

  if (salon_server_config_is_disabled (self->config))
    return salon_server_reject (self, SALON_HOST_ERROR_DISABLED);
  if (salon_server_config_get_problem (self->config) != NULL)
    return salon_server_reject (self, SALON_HOST_ERROR_CONFIGURATION);

  self->run++;
  start = g_new0 (Start, 1);
  start->self = g_object_ref (self);
  start->run = self->run;

  self->starting = dex_scheduler_spawn (NULL, 0, start_fiber, start, start_free);
  /* Whoever waits for it with a time-out lets go of it, and the last one to do so would cancel
   * it. */
  dex_future_disown (dex_ref (self->starting));
  starting = dex_ref (self->starting);
  salon_server_set_state (self, SALON_SERVER_STARTING, _("Starting…"));

  return starting;
}

/**
 * salon_server_use:
 * @self: a server
 *
 * What everybody calls who wants something from the server: it starts one that does not run. One
 * that crashed is started again, but only once, until it has been running well for a minute; one
 * that could not be started at all is left alone until salon_server_start() or a change of its
 * entry.
 *
 * Returns: (transfer full): a future of the ready #SalonMcpClient; rejected with
 *   %SALON_HOST_ERROR_SERVER, %SALON_HOST_ERROR_DISABLED, %SALON_HOST_ERROR_CONFIGURATION or
 *   %SALON_HOST_ERROR_NOT_SUPPORTED, and %G_IO_ERROR_CANCELLED when it was stopped meanwhile.
 *   Throwing the future away does not stop the server.
 */
DexFuture *
salon_server_use (SalonServer *self)
{
  g_return_val_if_fail (SALON_IS_SERVER (self), NULL);

  if (self->state == SALON_SERVER_READY)
    return dex_future_new_for_object (self->client);
  if (self->starting != NULL)
    return dex_ref (self->starting);

  if (self->state == SALON_SERVER_FAILED)
    {
      if (!self->may_restart)
        return salon_server_reject (self, SALON_HOST_ERROR_SERVER);
      self->is_restart = TRUE;
    }

  return salon_server_begin (self);
}

/**
 * salon_server_start:
 * @self: a server
 *
 * Starts the server because the user said so, also when it had failed. One that starts or runs is
 * left alone.
 *
 * Returns: (transfer full): as salon_server_use()
 */
DexFuture *
salon_server_start (SalonServer *self)
{
  g_return_val_if_fail (SALON_IS_SERVER (self), NULL);

  if (self->state == SALON_SERVER_READY)
    return dex_future_new_for_object (self->client);
  if (self->starting != NULL)
    return dex_ref (self->starting);

  self->is_restart = FALSE;
  self->may_restart = TRUE;

  return salon_server_begin (self);
}

/**
 * salon_server_stop:
 * @self: a server
 *
 * Ends the server in order: its input is closed, then it is asked to end, then it is killed with
 * all that it started. Its state changes at once.
 *
 * Returns: (transfer full): a future of %TRUE when nothing of it is left; never rejected. The
 *   server ends also when the future is thrown away.
 */
DexFuture *
salon_server_stop (SalonServer *self)
{
  g_return_val_if_fail (SALON_IS_SERVER (self), NULL);

  salon_server_end_run (self);
  self->is_restart = FALSE;
  self->may_restart = TRUE;
  salon_server_set_idle (self);

  return self->stopping != NULL ? dex_ref (self->stopping) : dex_future_new_true ();
}

/**
 * salon_server_restart:
 * @self: a server
 *
 * Ends the server and starts it again.
 *
 * Returns: (transfer full): as salon_server_use()
 */
DexFuture *
salon_server_restart (SalonServer *self)
{
  g_return_val_if_fail (SALON_IS_SERVER (self), NULL);

  dex_future_disown (salon_server_stop (self));

  return salon_server_start (self);
}
