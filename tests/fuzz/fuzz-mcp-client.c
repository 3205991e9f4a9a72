/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-fuzz"

#include "config.h"

#include <string.h>

#include "fuzz-lines.h"
#include "open-handler.h"
#include "salon-manual-clock.h"
#include "salon-mcp-client.h"
#include "salon-mcp-extension.h"
#include "salon-mcp-memory-transport.h"
#include "salon-mcp-subscription.h"

#define INITIALIZED \
  "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{\"listChanged\":true}," \
  "\"resources\":{\"subscribe\":true},\"prompts\":{},\"completions\":{},\"logging\":{}," \
  "\"tasks\":{\"requests\":{\"tools\":{\"call\":{}}}}},\"serverInfo\":{\"name\":\"s\"," \
  "\"version\":\"1\"}}"
#define DISCOVERED \
  "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":" \
  "{\"tools\":{\"listChanged\":true},\"resources\":{\"subscribe\":true},\"prompts\":{}," \
  "\"completions\":{},\"logging\":{},\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}}"

/* A server that says anything, to a client that asks for everything. The first line holds
 * letters: m for the modern era (else the legacy one), h for somebody who answers questions,
 * w for a handshake as it should be (else that, too, is in the lines). Of the others, what
 * begins with
 *   =  is the result of the latest request,
 *   !  the error object of it,
 *   +  so many milliseconds,
 *   >  what the user wants (see act()),
 *   ?  what the user answers to the latest question,
 * and anything else is a message of the server. */
typedef struct
{
  SalonManualClock        *clock;
  SalonMcpMemoryTransport *transport;
  SalonMcpClient          *client;
  OpenHandler             *handler;
  SalonMcpSubscription    *subscription;
  SalonMcpExchange        *exchange;
  SalonJsonDocument       *request;     /* the latest */
  GPtrArray               *futures;
  gboolean                 well_begun;
} Play;

static void
settle (void)
{
  for (guint i = 0; i < 500 && g_main_context_iteration (NULL, FALSE); i++)
    ;
}

static void
on_client_message (SalonMcpMemoryTransport *transport,
                   const SalonJson         *message,
                   gpointer                 user_data)
{
  Play *play = user_data;
  const char *method = salon_json_as_string (salon_json_get_member (message, "method"));

  if (method == NULL || salon_json_get_member (message, "id") == NULL)
    return;
  g_clear_pointer (&play->request, salon_json_document_unref);
  play->request = salon_json_document_copy (message);
  if (!play->well_begun)
    return;
  if (strcmp (method, "initialize") == 0)
    salon_mcp_memory_transport_reply (transport, message, INITIALIZED);
  else if (strcmp (method, "server/discover") == 0)
    salon_mcp_memory_transport_reply (transport, message, DISCOVERED);
}

/* @future: (transfer full): kept, as somebody waits for it */
static void
keep (Play      *play,
      DexFuture *future)
{
  g_ptr_array_add (play->futures, future);
}

static void
call_tool (Play *play)
{
  g_clear_object (&play->exchange);
  play->exchange = salon_mcp_client_call_tool (play->client, "t", NULL);
  keep (play, salon_mcp_exchange_await_tool_result (play->exchange));
}

static void
act (Play *play,
     char  what)
{
  switch (what)
    {
    case 't':
      keep (play, salon_mcp_client_list_tools (play->client));
      break;
    case 'r':
      keep (play, salon_mcp_client_list_resources (play->client));
      break;
    case 'e':
      keep (play, salon_mcp_client_list_resource_templates (play->client));
      break;
    case 'p':
      keep (play, salon_mcp_client_list_prompts (play->client));
      break;
    case 'R':
      keep (play, salon_mcp_client_read_resource (play->client, "x:/a"));
      break;
    case 'P':
      keep (play, salon_mcp_client_get_prompt (play->client, "p", NULL));
      break;
    case 'C':
      keep (play, salon_mcp_client_complete (play->client, SALON_MCP_COMPLETE_PROMPT, "p", "a",
                                             "v", NULL));
      break;
    case 'c':
      call_tool (play);
      break;
    case 'x':
      if (play->exchange != NULL)
        salon_mcp_exchange_cancel (play->exchange, "no");
      break;
    case 'i':
      keep (play, salon_mcp_client_ping (play->client));
      break;
    case 'l':
      keep (play, salon_mcp_client_set_log_level (play->client, SALON_MCP_LOG_INFO));
      break;
    case 's':
      if (play->subscription == NULL)
        play->subscription = salon_mcp_subscription_new (play->client);
      salon_mcp_subscription_set_lists (play->subscription,
                                        SALON_MCP_LIST_TOOLS | SALON_MCP_LIST_RESOURCES);
      salon_mcp_subscription_add_resource (play->subscription, "x:/a");
      break;
    case 'S':
      if (play->subscription != NULL)
        salon_mcp_subscription_stop (play->subscription);
      break;
    case 'o':
      salon_mcp_client_reload (play->client);
      break;
    case 'q':
      salon_mcp_client_notify_roots_changed (play->client);
      break;
    default:
      break;
    }
}

static void
answer_question (Play       *play,
                 const char *result)
{
  g_autoptr (SalonJsonDocument) document = salon_json_document_parse (result, -1, NULL, NULL);
  guint n_questions = play->handler != NULL ? open_handler_count (play->handler) : 0;

  if (n_questions == 0 || !dex_future_is_pending (open_handler_get (play->handler,
                                                                   n_questions - 1)))
    return;
  if (document != NULL && salon_json_is_object (salon_json_document_get_root (document)))
    open_handler_answer (play->handler, n_questions - 1, result);
  else
    open_handler_refuse (play->handler, n_questions - 1);
}

static void
reply_error (Play       *play,
             const char *error)
{
  const SalonJson *request = salon_json_document_get_root (play->request);
  g_autofree char *id = salon_json_to_text (salon_json_get_member (request, "id"), FALSE);
  g_autofree char *message = g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":%s}", id,
                                              error);

  salon_mcp_memory_transport_deliver (play->transport, message);
}

static gboolean
is_json (const char *text)
{
  g_autoptr (SalonJsonDocument) document = salon_json_document_parse (text, -1, NULL, NULL);

  return document != NULL;
}

static void
play_line (Play       *play,
           const char *line)
{
  switch (line[0])
    {
    case '=':
      if (play->request != NULL && is_json (line + 1))
        salon_mcp_memory_transport_reply (play->transport,
                                          salon_json_document_get_root (play->request),
                                          line + 1);
      break;
    case '!':
      if (play->request != NULL)
        reply_error (play, line + 1);
      break;
    case '+':
      salon_manual_clock_advance (play->clock,
                                  (gint64) (g_ascii_strtoull (line + 1, NULL, 10) % 100000) * 1000);
      break;
    case '>':
      for (const char *c = line + 1; *c != '\0'; c++)
        {
          act (play, *c);
          settle ();
        }
      break;
    case '?':
      answer_question (play, line + 1);
      break;
    default:
      salon_mcp_memory_transport_deliver (play->transport, line);
      break;
    }
  settle ();
}

static void
begin (Play       *play,
       const char *setting)
{
  g_autoptr (SalonMcpExtension) tasks = salon_mcp_extension_new_tasks ();

  play->well_begun = strchr (setting, 'w') != NULL;
  play->futures = g_ptr_array_new_with_free_func (dex_unref);
  play->clock = salon_manual_clock_new ();
  play->transport = salon_mcp_memory_transport_new (on_client_message, play, NULL);
  if (strchr (setting, 'h') != NULL)
    play->handler = open_handler_new (TRUE);
  play->client = salon_mcp_client_new (SALON_MCP_TRANSPORT (play->transport),
                                       SALON_MCP_INPUT_HANDLER (play->handler),
                                       SALON_CLOCK (play->clock));
  salon_mcp_client_set_era (play->client, strchr (setting, 'm') != NULL ? SALON_MCP_ERA_MODERN
                                                                        : SALON_MCP_ERA_LEGACY);
  salon_mcp_client_add_extension (play->client, tasks);
  keep (play, salon_mcp_client_open (play->client));
  settle ();
}

/* Nothing is left waiting: whoever asked has an answer, or the sentence that there is none. */
static void
end (Play *play)
{
  if (play->subscription != NULL)
    salon_mcp_subscription_stop (play->subscription);
  g_clear_object (&play->subscription);
  keep (play, salon_mcp_client_close (play->client));
  for (guint i = 0; i < 100; i++)
    {
      settle ();
      if (!dex_future_is_pending (g_ptr_array_index (play->futures, play->futures->len - 1)))
        break;
      salon_manual_clock_advance (play->clock, 10 * G_USEC_PER_SEC);
    }
  settle ();
  for (guint i = 0; i < play->futures->len; i++)
    g_assert_false (dex_future_is_pending (g_ptr_array_index (play->futures, i)));
  g_ptr_array_unref (play->futures);
  g_clear_object (&play->exchange);
  settle ();
  g_assert_finalize_object (play->client);
  g_clear_pointer (&play->request, salon_json_document_unref);
  g_clear_object (&play->handler);
  g_assert_finalize_object (play->transport);
  g_assert_finalize_object (play->clock);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static gboolean is_initialized;
  g_autofree char *setting = fuzz_take_line (&data, &size);
  Play play = { NULL };

  if (!is_initialized)
    dex_init ();
  is_initialized = TRUE;
  begin (&play, setting);
  while (size > 0)
    {
      g_autofree char *line = fuzz_take_line (&data, &size);

      play_line (&play, line);
    }
  end (&play);
  return 0;
}
