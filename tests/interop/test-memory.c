/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The host against @modelcontextprotocol/server-memory, beside a second server. */

#include "config.h"

#include <libdex.h>
#include <string.h>

#include "interop.h"

#define MEMORY "\"memory\":{\"cwd\":\"%FOLDER%\",\"command\":\"node\"," \
               "\"args\":[\"%NPM%/node_modules/" \
               "@modelcontextprotocol/server-memory/dist/index.js\"]," \
               "\"env\":{\"MEMORY_FILE_PATH\":\"%FOLDER%/memory.jsonl\"}}"
#define TWICE MEMORY ",\"other memory\":{\"cwd\":\"%FOLDER%\",\"command\":\"node\"," \
              "\"args\":[\"%NPM%/node_modules/" \
              "@modelcontextprotocol/server-memory/dist/index.js\"]," \
              "\"env\":{\"MEMORY_FILE_PATH\":\"%FOLDER%/other.jsonl\"}}"
#define ENTITY "{\"entities\":[{\"name\":\"Minka\",\"entityType\":\"cat\"," \
               "\"observations\":[\"likes boxes\"]}]}"

static void
test_remembers (Interop *interop)
{
  SalonToolCall *call;

  interop->answer = interop_allow_once;
  scripted_model_call (interop->model, "create_entities", ENTITY, NULL);
  scripted_model_call (interop->model, "search_nodes", "{\"query\":\"Minka\"}", NULL);
  scripted_model_say (interop->model, "Minka likes boxes.");
  interop_ask (interop, "Remember Minka");

  call = interop_call (interop, 1);
  g_assert_cmpint (salon_tool_call_get_state (call), ==, SALON_TOOL_CALL_DONE);
  g_assert_nonnull (strstr (salon_tool_call_get_result_text (call), "likes boxes"));
  g_assert_cmpuint (interop->n_asked, ==, 2);
}

static void
test_remembers_over_a_restart (Interop *interop)
{
  g_autoptr (GError) error = NULL;

  interop->answer = interop_allow_once;
  scripted_model_call (interop->model, "create_entities", ENTITY, NULL);
  scripted_model_say (interop->model, "Remembered.");
  interop_ask (interop, "Remember Minka");
  dex_await (salon_server_restart (interop_server (interop, "memory")), &error);
  g_assert_no_error (error);
  scripted_model_call (interop->model, "read_graph", "{}", NULL);
  scripted_model_say (interop->model, "There she is.");
  interop_ask (interop, "Who is there?");
  g_assert_nonnull (strstr (salon_tool_call_get_result_text (interop_call (interop, 0)), "Minka"));
}

/* Two servers with the same tools: both are offered, each under a name of its own. */
static void
test_same_tools_twice (Interop *interop)
{
  const char *request;

  interop->answer = interop_allow_once;
  scripted_model_say (interop->model, "Hello.");
  interop_ask (interop, "Hello");
  request = scripted_model_get_request (interop->model, 0);
  g_assert_nonnull (strstr (request, "\"memory__read_graph\""));
  g_assert_nonnull (strstr (request, "\"other_memory__read_graph_"));
  g_assert_cmpint (salon_server_get_state (interop_server (interop, "memory")), ==,
                   SALON_SERVER_READY);
  g_assert_cmpint (salon_server_get_state (interop_server (interop, "other memory")), ==,
                   SALON_SERVER_READY);
}

static void
add_tests (void)
{
  interop_add ("/interop/memory/remembers", MEMORY, test_remembers);
  interop_add ("/interop/memory/remembers-over-a-restart", MEMORY, test_remembers_over_a_restart);
  interop_add ("/interop/memory/same-tools-twice", TWICE, test_same_tools_twice);
}

int
main (int   argc,
      char *argv[])
{
  return interop_main (argc, argv, add_tests);
}
