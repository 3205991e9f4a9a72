/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "test-mcp-negotiator"

#include "config.h"

#include <string.h>

#include "mcp-test.h"
#include "salon-mcp-error.h"
#include "salon-mcp-transient-era-memory.h"

/* Servers of all kinds behind a pipe, and what a client finds out. */

#define DISCOVERED \
  "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"]," \
  "\"capabilities\":{\"tools\":{}}," \
  "\"instructions\":\"Be brief.\"," \
  "\"_meta\":{\"io.modelcontextprotocol/serverInfo\":{\"name\":\"new\"," \
  "\"version\":\"2\"}}}"
#define INITIALIZED \
  "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}}," \
  "\"serverInfo\":{\"name\":\"old\"," \
  "\"version\":\"1\"}}"

typedef struct
{
  /* A server: what it does with the two questions. NULL: nothing; “die”: it ends; a text
   * that begins with a digit or a minus: an error; anything else: the result. */
  const char *discover;
  const char *second_discover;
  const char *initialize;

  GString                    *log;     /* the methods in order, “start” among them */
  guint                       n_discovers;
  guint                       n_starts;
  SalonManualClock           *clock;
  SalonMcpTransientEraMemory *memory;
  SalonMcpMemoryTransport    *transport;
  SalonMcpClient             *client;
} Pipe;

static void
answer (SalonMcpMemoryTransport *transport,
        const SalonJson         *message,
        const char              *what)
{
  g_auto (GStrv) parts = NULL;

  if (what == NULL)
    return;
  if (strcmp (what, "die") == 0)
    {
      g_autoptr (GError) end = g_error_new_literal (SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED,
                                                    "It died.");

      salon_mcp_memory_transport_disconnect (transport, end);
      return;
    }
  if (*what == '{')
    {
      salon_mcp_memory_transport_reply (transport, message, what);
      return;
    }
  /* “code data” */
  parts = g_strsplit (what, " ", 2);
  if (parts[1] == NULL)
    {
      salon_mcp_memory_transport_reply_error (transport, message, atoi (parts[0]), "No.");
    }
  else
    {
      g_autofree char *id = salon_json_to_text (salon_json_get_member (message, "id"), FALSE);
      g_autofree char *text =
        g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":%s,"
                         "\"message\":\"No.\",\"data\":%s}}",
                         id, parts[0], parts[1]);

      salon_mcp_memory_transport_deliver (transport, text);
    }
}

static void
on_pipe_message_cb (SalonMcpMemoryTransport *transport,
                    const SalonJson         *message,
                    gpointer                 user_data)
{
  Pipe *pipe = user_data;
  const char *method = salon_json_as_string (salon_json_get_member (message, "method"));

  g_string_append_printf (pipe->log, "%s;", method);
  if (strcmp (method, "server/discover") == 0)
    answer (transport, message,
            pipe->n_discovers++ == 0 ||
              pipe->second_discover == NULL ? pipe->discover : pipe->second_discover);
  else if (strcmp (method, "initialize") == 0)
    answer (transport, message, pipe->initialize);
}

static void
pipe_init (Pipe *pipe)
{
  pipe->log = g_string_new (NULL);
  pipe->clock = salon_manual_clock_new ();
  pipe->memory = salon_mcp_transient_era_memory_new (SALON_CLOCK (pipe->clock));
}

static DexFuture *
pipe_open (Pipe               *pipe,
           SalonMcpEraSetting  era)
{
  g_clear_object (&pipe->client);
  g_clear_object (&pipe->transport);
  g_string_truncate (pipe->log, 0);
  pipe->n_discovers = 0;
  pipe->transport = salon_mcp_memory_transport_new (on_pipe_message_cb, pipe, NULL);
  salon_mcp_memory_transport_set_probed (pipe->transport, TRUE);
  pipe->client = salon_mcp_client_new (SALON_MCP_TRANSPORT (pipe->transport), NULL,
                                       SALON_CLOCK (pipe->clock));
  salon_mcp_client_set_era (pipe->client, era);
  salon_mcp_client_set_era_memory (pipe->client, SALON_MCP_ERA_MEMORY (pipe->memory), "it");
  return salon_mcp_client_open (pipe->client);
}

static void
pipe_clear (Pipe *pipe)
{
  if (pipe->client != NULL)
    mcp_test_await (salon_mcp_client_close (pipe->client), NULL);
  mcp_test_settle ();
  g_clear_object (&pipe->transport);
  if (pipe->client != NULL)
    g_assert_finalize_object (g_steal_pointer (&pipe->client));
  g_object_unref (pipe->memory);
  g_object_unref (pipe->clock);
  g_string_free (pipe->log, TRUE);
}

typedef struct
{
  const char         *name;
  const char         *discover;
  const char         *second_discover;
  const char         *initialize;
  const char         *log;
  SalonMcpEraSetting  era;       /* AUTO: it can't be opened */
  int                 error;
} Row;

static const Row rows[] = {
  { "modern", DISCOVERED, NULL, NULL, "server/discover;", SALON_MCP_ERA_MODERN, 0 },
  { "legacy", "-32601", NULL, INITIALIZED, "server/discover;initialize;notifications/initialized;",
    SALON_MCP_ERA_LEGACY, 0 },
  { "error-0", "0", NULL, INITIALIZED, "server/discover;initialize;notifications/initialized;",
    SALON_MCP_ERA_LEGACY, 0 },
  { "invalid-params", "-32602", NULL, INITIALIZED,
    "server/discover;initialize;notifications/initialized;",
    SALON_MCP_ERA_LEGACY, 0 },
  { "careless", "{\"ok\":true}", NULL, INITIALIZED,
    "server/discover;initialize;notifications/initialized;",
    SALON_MCP_ERA_LEGACY, 0 },
  { "careless-list", "{\"supportedVersions\":[]}", NULL, INITIALIZED,
    "server/discover;initialize;notifications/initialized;", SALON_MCP_ERA_LEGACY, 0 },
  { "dying", "die", NULL, INITIALIZED, "server/discover;initialize;notifications/initialized;",
    SALON_MCP_ERA_LEGACY, 0 },
  { "dual-without-common-modern", "{\"supportedVersions\":[\"2099-01-01\",\"2025-11-25\"]}", NULL,
    INITIALIZED,
    "server/discover;initialize;notifications/initialized;", SALON_MCP_ERA_LEGACY, 0 },
  { "dual", "{\"supportedVersions\":[\"2025-11-25\",\"2026-07-28\"],\"capabilities\":{}}", NULL,
    INITIALIZED,
    "server/discover;", SALON_MCP_ERA_MODERN, 0 },
  { "foreign", "{\"supportedVersions\":[\"2099-01-01\"]}", NULL, INITIALIZED, "server/discover;",
    SALON_MCP_ERA_AUTO, SALON_MCP_ERROR_UNSUPPORTED_VERSION },
  { "refused-version-same", "-32022 {\"supported\":[\"2026-07-28\"],\"requested\":\"2026-07-28\"}",
    DISCOVERED,
    INITIALIZED, "server/discover;server/discover;", SALON_MCP_ERA_MODERN, 0 },
  { "refused-version-for-ever", "-32022 {\"supported\":[\"2026-07-28\"]}", NULL, INITIALIZED,
    "server/discover;server/discover;", SALON_MCP_ERA_AUTO, SALON_MCP_ERROR_REMOTE },
  { "refused-version-foreign", "-32022 {\"supported\":[\"2099-01-01\"]}", NULL, INITIALIZED,
    "server/discover;",
    SALON_MCP_ERA_AUTO, SALON_MCP_ERROR_UNSUPPORTED_VERSION },
  { "refused-version-legacy", "-32022 {\"supported\":[\"2025-06-18\"]}", NULL, INITIALIZED,
    "server/discover;initialize;notifications/initialized;", SALON_MCP_ERA_LEGACY, 0 },
  { "refused-version-without-list", "-32022 {\"supported\":\"2026-07-28\"}", NULL, INITIALIZED,
    "server/discover;initialize;notifications/initialized;", SALON_MCP_ERA_LEGACY, 0 },
  { "wants-capability", "-32021 {\"requiredCapabilities\":{\"sampling\":{}}}", NULL, INITIALIZED,
    "server/discover;", SALON_MCP_ERA_AUTO, SALON_MCP_ERROR_REMOTE },
  { "header-mismatch-means-nothing-here", "-32020", NULL, INITIALIZED,
    "server/discover;initialize;notifications/initialized;", SALON_MCP_ERA_LEGACY, 0 },
  { "knows-neither", "-32601", NULL, "-32601", "server/discover;initialize;",
    SALON_MCP_ERA_AUTO, SALON_MCP_ERROR_REMOTE },
  { "dies-of-both", "die", NULL, "die", "server/discover;initialize;",
    SALON_MCP_ERA_AUTO, SALON_MCP_ERROR_CLOSED },
  { "dies-of-the-handshake-after-the-question", "-32601", NULL, "die",
    "server/discover;initialize;initialize;", SALON_MCP_ERA_AUTO, SALON_MCP_ERROR_CLOSED },
};

static void
test_pipe (gconstpointer data)
{
  const Row *row = data;
  Pipe pipe = { row->discover, row->second_discover, row->initialize };
  g_autoptr (GError) error = NULL;
  gboolean opened = FALSE;

  pipe_init (&pipe);
  opened = mcp_test_await (pipe_open (&pipe, SALON_MCP_ERA_AUTO), &error);
  mcp_test_settle ();
  g_assert_cmpstr (pipe.log->str, ==, row->log);
  if (row->era == SALON_MCP_ERA_AUTO)
    {
      g_assert_error (error, SALON_MCP_ERROR, row->error);
      g_assert_cmpint (salon_mcp_client_get_state (pipe.client), ==, SALON_MCP_CLIENT_FAILED);
    }
  else
    {
      g_assert_no_error (error);
      g_assert_true (opened);
      g_assert_cmpint (salon_mcp_client_get_state (pipe.client), ==, SALON_MCP_CLIENT_READY);
      g_assert_cmpint (salon_mcp_client_get_era (pipe.client), ==, row->era);
      g_assert_cmpstr (salon_mcp_client_get_protocol_version (pipe.client), ==,
                       row->era == SALON_MCP_ERA_MODERN ? "2026-07-28" : "2025-11-25");
    }
  /* Only what was found out for sure is remembered. */
  g_assert_cmpint (salon_mcp_era_memory_lookup (SALON_MCP_ERA_MEMORY (pipe.memory), "it"), ==,
                   row->era);
  pipe_clear (&pipe);
}

static void
test_discovered (void)
{
  Pipe pipe = { DISCOVERED };

  pipe_init (&pipe);
  g_assert_true (mcp_test_await (pipe_open (&pipe, SALON_MCP_ERA_AUTO), NULL));
  g_assert_cmpstr (salon_mcp_client_get_server_name (pipe.client), ==, "new");
  g_assert_cmpstr (salon_mcp_client_get_instructions (pipe.client), ==, "Be brief.");
  g_assert_nonnull (salon_json_get_member (salon_mcp_client_get_server_capabilities (pipe.client),
                                           "tools"));
  pipe_clear (&pipe);
}

/* The clock is moved on until @future is settled. */
static gboolean
await_in_steps (Pipe       *pipe,
                DexFuture  *future,
                gint64      limit,
                GError    **error)
{
  gint64 begin = salon_clock_get_time (SALON_CLOCK (pipe->clock));

  mcp_test_settle ();
  while (dex_future_is_pending (future))
    {
      g_assert_cmpint (salon_clock_get_time (SALON_CLOCK (pipe->clock)) - begin, <, limit);
      salon_manual_clock_advance (pipe->clock, G_TIME_SPAN_SECOND);
      mcp_test_settle ();
    }
  return mcp_test_await (future, error);
}

static void
test_silent (void)
{
  Pipe pipe = { NULL, NULL, INITIALIZED };
  gint64 begin = 0;

  pipe_init (&pipe);
  begin = salon_clock_get_time (SALON_CLOCK (pipe.clock));
  g_assert_true (await_in_steps (&pipe, pipe_open (&pipe, SALON_MCP_ERA_AUTO),
                                 60 * G_TIME_SPAN_SECOND, NULL));
  g_assert_cmpstr (pipe.log->str, ==, "server/discover;initialize;notifications/initialized;");
  g_assert_cmpint (salon_clock_get_time (SALON_CLOCK (pipe.clock)) - begin, ==,
                   10 * G_TIME_SPAN_SECOND);

  /* The next time it is not asked any more, and there is nothing to wait for. */
  g_assert_true (mcp_test_await (pipe_open (&pipe, SALON_MCP_ERA_AUTO), NULL));
  mcp_test_settle ();
  g_assert_cmpstr (pipe.log->str, ==, "initialize;notifications/initialized;");
  pipe_clear (&pipe);
}

/* The question puts it out of order; started anew, it takes the handshake. */
static void
test_hanging (void)
{
  Pipe pipe = { NULL, NULL, NULL };
  DexFuture *opening = NULL;

  pipe_init (&pipe);
  opening = pipe_open (&pipe, SALON_MCP_ERA_AUTO);
  mcp_test_settle ();
  salon_manual_clock_advance (pipe.clock, 10 * G_TIME_SPAN_SECOND);
  mcp_test_settle ();
  g_assert_cmpstr (pipe.log->str, ==, "server/discover;initialize;");
  pipe.initialize = INITIALIZED;
  salon_manual_clock_advance (pipe.clock, 60 * G_TIME_SPAN_SECOND);
  g_assert_true (mcp_test_await (opening, NULL));
  mcp_test_settle ();
  g_assert_cmpstr (pipe.log->str, ==,
                   "server/discover;initialize;initialize;notifications/initialized;");
  g_assert_false (
      salon_mcp_client_get_transport (pipe.client) == SALON_MCP_TRANSPORT (pipe.transport));
  pipe_clear (&pipe);
}

/* It was not up yet when it was asked: both questions wait for it, and it knows only one. */
static void
test_slow_modern (void)
{
  Pipe pipe = { NULL, NULL, NULL };
  DexFuture *opening = NULL;

  pipe_init (&pipe);
  opening = pipe_open (&pipe, SALON_MCP_ERA_AUTO);
  mcp_test_settle ();
  salon_manual_clock_advance (pipe.clock, 25 * G_TIME_SPAN_SECOND);
  mcp_test_settle ();
  g_assert_cmpstr (pipe.log->str, ==, "server/discover;initialize;");
  salon_mcp_memory_transport_deliver (pipe.transport,
                                      "{\"jsonrpc\":\"2.0\",\"id\":\"salon-probe-1\","
                                      "\"result\":" DISCOVERED "}");
  salon_mcp_memory_transport_deliver (pipe.transport,
                                      "{\"jsonrpc\":\"2.0\",\"id\":2,\"error\":{\"code\":-32601,"
                                      "\"message\":\"?\"}}");
  g_assert_true (mcp_test_await (opening, NULL));
  g_assert_cmpint (salon_mcp_client_get_era (pipe.client), ==, SALON_MCP_ERA_MODERN);
  pipe_clear (&pipe);
}

/* A late answer to the question is no answer to anything else. */
static void
test_late_answer (void)
{
  Pipe pipe = { NULL, NULL, INITIALIZED };
  g_autoptr (SalonMcpExchange) exchange = NULL;

  pipe_init (&pipe);
  g_assert_true (await_in_steps (&pipe, pipe_open (&pipe, SALON_MCP_ERA_AUTO),
                                 60 * G_TIME_SPAN_SECOND, NULL));
  exchange = salon_mcp_client_request (pipe.client, "a/b", NULL);
  salon_mcp_memory_transport_deliver (pipe.transport,
                                      "{\"jsonrpc\":\"2.0\",\"id\":\"salon-probe-1\","
                                      "\"result\":" DISCOVERED "}");
  salon_mcp_memory_transport_deliver (pipe.transport,
                                      "{\"jsonrpc\":\"2.0\",\"id\":\"salon-probe-3\","
                                      "\"result\":" DISCOVERED "}");
  mcp_test_settle ();
  g_assert_false (salon_mcp_exchange_is_finished (exchange));
  g_assert_cmpint (salon_mcp_client_get_era (pipe.client), ==, SALON_MCP_ERA_LEGACY);
  pipe_clear (&pipe);
}

static void
test_settings (void)
{
  Pipe pipe = { DISCOVERED, NULL, INITIALIZED };
  g_autoptr (GError) error = NULL;

  pipe_init (&pipe);
  g_assert_true (mcp_test_await (pipe_open (&pipe, SALON_MCP_ERA_LEGACY), NULL));
  mcp_test_settle ();
  g_assert_cmpstr (pipe.log->str, ==, "initialize;notifications/initialized;");
  g_assert_true (mcp_test_await (pipe_open (&pipe, SALON_MCP_ERA_MODERN), NULL));
  g_assert_cmpstr (pipe.log->str, ==, "server/discover;");
  /* A setting is no finding. */
  g_assert_cmpint (salon_mcp_era_memory_lookup (SALON_MCP_ERA_MEMORY (pipe.memory), "it"), ==,
                   SALON_MCP_ERA_AUTO);
  pipe.discover = "-32601";
  g_assert_false (mcp_test_await (pipe_open (&pipe, SALON_MCP_ERA_MODERN), &error));
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_REMOTE);
  g_assert_cmpstr (pipe.log->str, ==, "server/discover;");
  pipe_clear (&pipe);
}

static void
test_memory (void)
{
  Pipe pipe = { DISCOVERED, NULL, INITIALIZED };
  SalonMcpEraMemory *memory = NULL;

  pipe_init (&pipe);
  memory = SALON_MCP_ERA_MEMORY (pipe.memory);

  /* A legacy server that has become a modern one: nothing tells until the memory is too old. */
  salon_mcp_era_memory_store (memory, "it", SALON_MCP_ERA_LEGACY);
  g_assert_true (mcp_test_await (pipe_open (&pipe, SALON_MCP_ERA_AUTO), NULL));
  g_assert_cmpint (salon_mcp_client_get_era (pipe.client), ==, SALON_MCP_ERA_LEGACY);
  salon_manual_clock_advance (pipe.clock, SALON_MCP_ERA_MEMORY_LEGACY_LIFE);
  g_assert_true (mcp_test_await (pipe_open (&pipe, SALON_MCP_ERA_AUTO), NULL));
  g_assert_cmpint (salon_mcp_client_get_era (pipe.client), ==, SALON_MCP_ERA_MODERN);

  /* Modern entries last, but are not believed against the evidence. */
  salon_manual_clock_advance (pipe.clock, SALON_MCP_ERA_MEMORY_LEGACY_LIFE);
  g_assert_cmpint (salon_mcp_era_memory_lookup (memory, "it"), ==, SALON_MCP_ERA_MODERN);
  pipe.discover = "-32601";
  g_assert_true (mcp_test_await (pipe_open (&pipe, SALON_MCP_ERA_AUTO), NULL));
  g_assert_cmpint (salon_mcp_client_get_era (pipe.client), ==, SALON_MCP_ERA_LEGACY);
  g_assert_cmpint (salon_mcp_era_memory_lookup (memory, "it"), ==, SALON_MCP_ERA_LEGACY);

  /* Nor are legacy ones, when the server refuses the handshake. */
  pipe.discover = DISCOVERED;
  pipe.initialize = "-32022 {\"supported\":[\"2026-07-28\"]}";
  g_assert_true (mcp_test_await (pipe_open (&pipe, SALON_MCP_ERA_AUTO), NULL));
  g_assert_cmpstr (pipe.log->str, ==, "initialize;server/discover;");
  g_assert_cmpint (salon_mcp_era_memory_lookup (memory, "it"), ==, SALON_MCP_ERA_MODERN);

  /* A server that is out of order says nothing. */
  salon_mcp_era_memory_store (memory, "it", SALON_MCP_ERA_LEGACY);
  pipe.initialize = "die";
  g_assert_false (mcp_test_await (pipe_open (&pipe, SALON_MCP_ERA_AUTO), NULL));
  g_assert_cmpstr (pipe.log->str, ==, "initialize;");
  g_assert_cmpint (salon_mcp_era_memory_lookup (memory, "it"), ==, SALON_MCP_ERA_LEGACY);

  /* And when it knows neither, it is not asked round and round. */
  salon_mcp_era_memory_store (memory, "it", SALON_MCP_ERA_LEGACY);
  pipe.discover = "-32601";
  pipe.initialize = "-32600";
  g_assert_false (mcp_test_await (pipe_open (&pipe, SALON_MCP_ERA_AUTO), NULL));
  g_assert_cmpstr (pipe.log->str, ==, "initialize;server/discover;");
  g_assert_cmpint (salon_mcp_era_memory_lookup (memory, "it"), ==, SALON_MCP_ERA_AUTO);
  pipe_clear (&pipe);
}

/* In a process of its own. The script notes each start, and each question it gets. */

static char *
run_script (const char *on_discover,
            guint      *n_starts)
{
  g_autofree char *log = mcp_test_path ("log");
  g_autofree char *script =
    g_strdup_printf ("echo start >> '%s'; while read -r line; do case \"$line\" in"
                     " *server/discover*) %s ;;"
                     " *initialize\\\"*) echo '{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":%s}' ;;"
                     " esac; done", log, on_discover, INITIALIZED);
  const char *argv[] = { "/bin/sh", "-c", script, NULL };
  g_auto (GStrv) environment = g_get_environ ();
  g_autoptr (SalonMcpCommand) command =
    salon_mcp_command_new (argv, (const char * const *) environment, NULL);
  g_autoptr (SalonMcpStdioTransport) transport = salon_mcp_stdio_transport_new (command, NULL);
  SalonMcpClient *client = salon_mcp_client_new (SALON_MCP_TRANSPORT (transport), NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *version = NULL;

  mcp_test_await (salon_mcp_client_open (client), &error);
  g_assert_no_error (error);
  version = g_strdup (salon_mcp_client_get_protocol_version (client));
  g_assert_true (g_file_get_contents (log, &text, NULL, NULL));
  *n_starts = (guint) strlen (text) / (guint) strlen ("start\n");
  g_clear_object (&transport);
  mcp_test_close (client);
  return g_steal_pointer (&version);
}

static void
test_process (void)
{
  guint n_starts = 0;
  g_autofree char *exits = NULL;
  g_autofree char *refuses = NULL;
  g_autofree char *modern = NULL;

  exits = run_script ("exit 1", &n_starts);
  g_assert_cmpstr (exits, ==, "2025-11-25");
  g_assert_cmpuint (n_starts, ==, 2);
  refuses = run_script ("echo '{\"jsonrpc\":\"2.0\",\"id\":\"salon-probe-1\",\"error\":{\"code\":0,"
                        "\"message\":\"no\"}}'", &n_starts);
  g_assert_cmpstr (refuses, ==, "2025-11-25");
  g_assert_cmpuint (n_starts, ==, 1);
  modern = run_script ("echo '{\"jsonrpc\":\"2.0\",\"id\":\"salon-probe-1\",\"result\":"
                       "{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{}}}'", &n_starts);
  g_assert_cmpstr (modern, ==, "2026-07-28");
  g_assert_cmpuint (n_starts, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/mcp/negotiator/pipe/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_pipe);
    }
  g_test_add_func ("/mcp/negotiator/what-was-discovered-is-known", test_discovered);
  g_test_add_func ("/mcp/negotiator/pipe/silent", test_silent);
  g_test_add_func ("/mcp/negotiator/pipe/hanging-is-started-anew", test_hanging);
  g_test_add_func ("/mcp/negotiator/pipe/slow-modern", test_slow_modern);
  g_test_add_func ("/mcp/negotiator/pipe/late-answer-is-ignored", test_late_answer);
  g_test_add_func ("/mcp/negotiator/pipe/processes", test_process);
  g_test_add_func ("/mcp/negotiator/settings-are-obeyed", test_settings);
  g_test_add_func ("/mcp/negotiator/memory", test_memory);
  return g_test_run ();
}
