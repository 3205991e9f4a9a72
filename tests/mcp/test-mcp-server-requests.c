/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "test-mcp-server-requests"

#include "config.h"

#include <string.h>

#include "mcp-test.h"
#include "salon-core-error.h"
#include "salon-mcp-error.h"

/* A handler that answers when the test lets it. */
#define TEST_TYPE_HANDLER (test_handler_get_type ())
G_DECLARE_FINAL_TYPE (TestHandler, test_handler, TEST, HANDLER, GObject)

struct _TestHandler
{
  GObject     parent_instance;

  GPtrArray  *promises;   /* of questions that are open */
  GString    *asked;
  gboolean    can_sample;
  gboolean    can_others;
};

static gboolean
test_handler_can (SalonMcpInputHandler *handler,
                  SalonMcpInputKind     kind)
{
  TestHandler *self = TEST_HANDLER (handler);

  return kind == SALON_MCP_INPUT_SAMPLING ? self->can_sample : self->can_others;
}

static DexFuture *
ask (TestHandler     *self,
     const char      *what,
     const SalonJson *params)
{
  DexPromise *promise = dex_promise_new_cancellable ();
  g_autofree char *text = salon_json_to_text (params, FALSE);

  g_string_append_printf (self->asked, "%s %s;", what, text);
  g_ptr_array_add (self->promises, dex_ref (promise));
  return DEX_FUTURE (promise);
}

static DexFuture *
test_handler_sample (SalonMcpInputHandler *handler,
                     SalonMcpClient       *client,
                     const SalonJson      *params)
{
  return ask (TEST_HANDLER (handler), "sample", params);
}

static DexFuture *
test_handler_elicit (SalonMcpInputHandler *handler,
                     SalonMcpClient       *client,
                     const SalonJson      *params)
{
  return ask (TEST_HANDLER (handler), "elicit", params);
}

static DexFuture *
test_handler_list_roots (SalonMcpInputHandler *handler,
                         SalonMcpClient       *client)
{
  return ask (TEST_HANDLER (handler), "roots", NULL);
}

static void
handler_iface_init (SalonMcpInputHandlerInterface *iface)
{
  iface->can = test_handler_can;
  iface->sample = test_handler_sample;
  iface->elicit = test_handler_elicit;
  iface->list_roots = test_handler_list_roots;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestHandler, test_handler, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_MCP_INPUT_HANDLER,
                                                      handler_iface_init))

static void
test_handler_finalize (GObject *object)
{
  TestHandler *self = TEST_HANDLER (object);

  g_ptr_array_unref (self->promises);
  g_string_free (self->asked, TRUE);
  G_OBJECT_CLASS (test_handler_parent_class)->finalize (object);
}

static void
test_handler_class_init (TestHandlerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_handler_finalize;
}

static void
test_handler_init (TestHandler *self)
{
  self->promises = g_ptr_array_new_with_free_func (dex_unref);
  self->asked = g_string_new (NULL);
}

typedef struct
{
  TestHandler      *handler;
  SalonManualClock *clock;
  SalonMcpClient   *client;
} Fixture;

static void
setup (Fixture       *fixture,
       gconstpointer  data)
{
  const char *can = data;
  g_autoptr (SalonMcpStdioTransport) transport = NULL;
  g_autoptr (GError) error = NULL;

  fixture->handler = g_object_new (TEST_TYPE_HANDLER, NULL);
  fixture->handler->can_sample = strchr (can, 's') != NULL;
  fixture->handler->can_others = strchr (can, 'o') != NULL;
  fixture->clock = salon_manual_clock_new ();
  transport = mcp_test_transport (SALON_CLOCK (fixture->clock), NULL, NULL);
  fixture->client = salon_mcp_client_new (SALON_MCP_TRANSPORT (transport),
                                          SALON_MCP_INPUT_HANDLER (fixture->handler),
                                          SALON_CLOCK (fixture->clock));
  salon_mcp_client_set_era (fixture->client, SALON_MCP_ERA_LEGACY);
  mcp_test_await (salon_mcp_client_open (fixture->client), &error);
  g_assert_no_error (error);
}

static void
teardown (Fixture       *fixture,
          gconstpointer  data)
{
  mcp_test_close (fixture->client);
  mcp_test_settle ();
  g_assert_finalize_object (fixture->handler);
  g_object_unref (fixture->clock);
}

static gboolean
has_question (gpointer user_data)
{
  return ((TestHandler *) user_data)->promises->len > 0;
}

static SalonMcpExchange *
call (Fixture    *fixture,
      const char *tool)
{
  g_autoptr (SalonJsonDocument) arguments = mcp_test_json ("{\"text\":\"Hello\",\"count\":40}");

  return salon_mcp_client_call_tool (fixture->client, tool,
                                     salon_json_document_get_root (arguments));
}

static void
assert_text (SalonMcpExchange *exchange,
             const char       *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonMcpToolResult) result =
    mcp_test_await_object (salon_mcp_exchange_await_tool_result (exchange), &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = salon_mcp_tool_result_dup_text (result);
  g_assert_cmpstr (text, ==, expected);
}

static DexPromise *
await_question (Fixture *fixture)
{
  mcp_test_run_until (has_question, fixture->handler);
  return g_ptr_array_index (fixture->handler->promises, 0);
}

static void
resolve (DexPromise *promise,
         const char *json)
{
  dex_promise_resolve_boxed (promise, SALON_TYPE_JSON_DOCUMENT, mcp_test_json (json));
}

static void
test_sampling (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (SalonMcpExchange) exchange = call (fixture, "sample");

  resolve (await_question (fixture), "{\"role\":\"assistant\",\"model\":\"m\"}");
  assert_text (exchange, "{\"role\":\"assistant\",\"model\":\"m\"}");
  g_assert_nonnull (strstr (fixture->handler->asked->str, "\"text\":\"Hello\""));
  g_assert_nonnull (strstr (fixture->handler->asked->str, "\"maxTokens\":100"));
}

static void
assert_failure (Fixture    *fixture,
                const char *tool,
                GError     *error,
                const char *expected)
{
  g_autoptr (SalonMcpExchange) exchange = call (fixture, tool);

  dex_promise_reject (await_question (fixture), error);
  assert_text (exchange, expected);
}

static void
test_refusal (Fixture       *fixture,
              gconstpointer  data)
{
  assert_failure (fixture, "sample", g_error_new (G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "No"),
                  "{\"code\":-1,\"message\":\"User rejected sampling request\"}");
}

static void
test_failure (Fixture       *fixture,
              gconstpointer  data)
{
  assert_failure (fixture, "sample",
                  g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "Key sk-1 is wrong"),
                  "{\"code\":-32603,\"message\":\"The host could not answer the request\"}");
}

static void
test_bad_params (Fixture       *fixture,
                 gconstpointer  data)
{
  assert_failure (fixture, "elicit",
                  g_error_new (SALON_CORE_ERROR, SALON_CORE_ERROR_MISSING, "“x” is missing."),
                  "{\"code\":-32602,\"message\":\"“x” is missing.\"}");
}

static void
test_unable (Fixture       *fixture,
             gconstpointer  data)
{
  static const char * const tools[] = { "sample", "elicit", "roots", "ask-unknown" };

  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    {
      g_autoptr (SalonMcpExchange) exchange = call (fixture, tools[i]);

      assert_text (exchange, "{\"code\":-32601,\"message\":\"Method not found\"}");
    }
  g_assert_cmpstr (fixture->handler->asked->str, ==, "");
}

static void
assert_capabilities (Fixture    *fixture,
                     const char *expected)
{
  SalonRing *traffic =
    salon_mcp_transport_get_traffic (salon_mcp_client_get_transport (fixture->client));
  g_autoptr (SalonJsonDocument) message = mcp_test_json (salon_ring_get (traffic, 0)->text);
  const SalonJson *params =
    salon_json_get_member (salon_json_document_get_root (message), "params");
  g_autofree char *text =
    salon_json_to_text (salon_json_get_member (params, "capabilities"), FALSE);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_capabilities (Fixture       *fixture,
                   gconstpointer  data)
{
  const char *can = data;

  if (strcmp (can, "so") == 0)
    assert_capabilities (fixture, "{\"roots\":{\"listChanged\":true},\"sampling\":{\"tools\":{}},"
                                  "\"elicitation\":{\"form\":{},\"url\":{}},"
                                  "\"tasks\":{\"list\":{},\"cancel\":{},\"requests\":{"
                                  "\"sampling\":{\"createMessage\":{}},"
                                  "\"elicitation\":{\"create\":{}}}}}");
  else if (strcmp (can, "s") == 0)
    assert_capabilities (fixture, "{\"sampling\":{},\"tasks\":{\"list\":{},\"cancel\":{},"
                                  "\"requests\":{\"sampling\":{\"createMessage\":{}}}}}");
  else
    assert_capabilities (fixture, "{}");
}

static void
test_others (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (SalonMcpExchange) elicit = call (fixture, "elicit");
  g_autoptr (SalonMcpExchange) roots = NULL;
  g_autoptr (SalonMcpExchange) ping = NULL;

  resolve (await_question (fixture), "{\"action\":\"decline\"}");
  assert_text (elicit, "{\"action\":\"decline\"}");
  g_ptr_array_set_size (fixture->handler->promises, 0);
  roots = call (fixture, "roots");
  resolve (await_question (fixture), "{\"roots\":[]}");
  assert_text (roots, "{\"roots\":[]}");
  ping = call (fixture, "ping-client");
  assert_text (ping, "{}");
}

/* The user may take as long as they like. */
static void
test_deadline (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (SalonMcpExchange) exchange = call (fixture, "sample");
  g_autoptr (SalonMcpExchange) other = NULL;
  DexPromise *promise = await_question (fixture);

  other = call (fixture, "hang");
  salon_manual_clock_advance (fixture->clock, 10 * G_TIME_SPAN_HOUR);
  mcp_test_settle ();
  g_assert_false (salon_mcp_exchange_is_finished (exchange));
  g_assert_false (salon_mcp_exchange_is_finished (other));
  resolve (promise, "{}");
  assert_text (exchange, "{}");
  g_assert_false (salon_mcp_exchange_is_finished (other));
  salon_manual_clock_advance (fixture->clock, 60 * G_TIME_SPAN_SECOND);
  g_assert_false (mcp_test_await (salon_mcp_exchange_await_result (other), NULL));
}

static void
test_withdrawn (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (SalonMcpExchange) exchange = call (fixture, "sample-cancel");
  g_autoptr (SalonMcpExchange) next = NULL;
  g_autoptr (SalonMcpExchange) hang = NULL;
  SalonRing *traffic =
    salon_mcp_transport_get_traffic (salon_mcp_client_get_transport (fixture->client));
  g_autofree char *text = NULL;

  assert_text (exchange, "withdrawn");
  g_assert_cmpuint (fixture->handler->promises->len, ==, 1);
  /* An answer that comes nevertheless goes nowhere, and the clocks run again. */
  resolve (g_ptr_array_index (fixture->handler->promises, 0), "{\"late\":1}");
  next = call (fixture, "echo");
  assert_text (next, "Hello");
  text = salon_ring_to_text (traffic);
  g_assert_null (strstr (text, "late"));
  hang = call (fixture, "hang");
  salon_manual_clock_advance (fixture->clock, 60 * G_TIME_SPAN_SECOND);
  g_assert_false (mcp_test_await (salon_mcp_exchange_await_result (hang), NULL));
}

static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (SalonMcpExchange) exchange = call (fixture, "sample-many");
  g_autoptr (SalonMcpExchange) next = NULL;
  SalonRing *traffic =
    salon_mcp_transport_get_traffic (salon_mcp_client_get_transport (fixture->client));
  g_autofree char *text = NULL;

  assert_text (exchange, "asked");
  next = call (fixture, "echo");
  assert_text (next, "Hello");
  g_assert_cmpuint (fixture->handler->promises->len, ==, 16);
  text = salon_ring_to_text (traffic);
  g_assert_nonnull (strstr (text, "Too many requests at once"));
}

#define ADD(name, can, function) \
  g_test_add ("/mcp/server-requests/" name, Fixture, can, setup, function, teardown)

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  ADD ("sampling-is-answered-in-a-call", "so", test_sampling);
  ADD ("a-refusal-is-error-minus-1", "so", test_refusal);
  ADD ("a-failure-tells-nothing-of-this-side", "so", test_failure);
  ADD ("the-servers-own-mistake-is-told", "so", test_bad_params);
  ADD ("what-the-handler-can-not-is-refused", "", test_unable);
  ADD ("all-capabilities-follow-from-the-handler", "so", test_capabilities);
  ADD ("one-capability-follows-from-the-handler", "s", test_capabilities);
  ADD ("no-capability-follows-from-the-handler", "", test_capabilities);
  ADD ("elicitation-roots-and-ping-are-answered", "so", test_others);
  ADD ("no-deadline-runs-while-the-user-is-asked", "so", test_deadline);
  ADD ("a-withdrawn-request-is-not-answered", "so", test_withdrawn);
  ADD ("too-many-requests-at-once-are-refused", "so", test_many);
  return g_test_run ();
}
