/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "test-mcp-input"

#include "config.h"

#include "open-handler.h"
#include "salon-core-error.h"
#include "salon-mcp-elicitation.h"
#include "salon-mcp-error.h"
#include "salon-mcp-form-field.h"
#include "scripted-server.h"

#define FORM \
  "{\"message\":\"m\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{" \
  "\"name\":{\"type\":\"string\",\"title\":\"Your name\",\"minLength\":2,\"default\":\"Ann\"}," \
  "\"mail\":{\"type\":\"string\",\"format\":\"email\"}," \
  "\"day\":{\"type\":\"string\",\"format\":\"date\"}," \
  "\"age\":{\"type\":\"integer\",\"minimum\":1,\"default\":7}," \
  "\"ok\":{\"type\":\"boolean\",\"default\":false}," \
  "\"old\":{\"type\":\"string\",\"enum\":[\"a\",\"b\"],\"enumNames\":[\"Apple\",\"Bee\"]," \
  "\"default\":\"b\"}," \
  "\"new\":{\"type\":\"string\",\"oneOf\":[{\"const\":\"x\",\"title\":\"Ex\"}," \
  "{\"const\":\"y\"}]}," \
  "\"many\":{\"type\":\"array\",\"items\":{\"anyOf\":[{\"const\":\"p\",\"title\":\"Pea\"}," \
  "{\"const\":\"q\",\"title\":\"Queue\"}]},\"maxItems\":1}," \
  "\"api_key\":{\"type\":\"string\"}},\"required\":[\"name\"]}}"

static SalonMcpElicitation *
read_question (const char  *text,
               GError     **error)
{
  g_autoptr (SalonJsonDocument) document = mcp_test_json (text);

  return salon_mcp_elicitation_new (salon_json_document_get_root (document), error);
}

/* Forms. */

static SalonMcpFormField *
get_field (SalonMcpElicitation *form,
           guint                index)
{
  SalonMcpFormField *field = g_list_model_get_item (salon_mcp_elicitation_get_fields (form), index);

  g_object_unref (field);
  return field;
}

static void
test_form (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonMcpElicitation) form = read_question (FORM, &error);
  g_autoptr (SalonJsonDocument) defaults = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (salon_mcp_elicitation_get_fields (form)), ==, 9);
  g_assert_cmpstr (salon_mcp_form_field_get_title (get_field (form, 0)), ==, "Your name");
  g_assert_true (salon_mcp_form_field_is_required (get_field (form, 0)));
  g_assert_cmpint (salon_mcp_form_field_get_kind (get_field (form, 3)), ==,
                   SALON_MCP_FIELD_INTEGER);
  g_assert_cmpint (salon_mcp_form_field_get_kind (get_field (form, 5)), ==, SALON_MCP_FIELD_CHOICE);
  g_assert_cmpstr (salon_mcp_form_field_get_option_title (get_field (form, 5), 1), ==, "Bee");
  g_assert_cmpstr (salon_mcp_form_field_get_option_title (get_field (form, 6), 1), ==, "y");
  g_assert_cmpint (salon_mcp_form_field_get_kind (get_field (form, 7)), ==,
                   SALON_MCP_FIELD_CHOICES);
  g_assert_cmpstr (salon_mcp_form_field_get_option_value (get_field (form, 7), 1), ==, "q");
  g_assert_false (salon_mcp_form_field_looks_secret (get_field (form, 0)));
  g_assert_true (salon_mcp_form_field_looks_secret (get_field (form, 8)));
  defaults = salon_mcp_elicitation_dup_defaults (form);
  text = salon_json_to_text (salon_json_document_get_root (defaults), FALSE);
  g_assert_cmpstr (text, ==, "{\"name\":\"Ann\",\"age\":7,\"ok\":false,\"old\":\"b\"}");
}

static void
test_form_content (void)
{
  static const struct { const char *content; gboolean fits; } cases[] = {
    { "{\"name\":\"Bo\"}", TRUE },
    { "{}", FALSE },
    { "{\"name\":\"B\"}", FALSE },
    { "{\"name\":\"Bo\",\"mail\":\"a@b.example\"}", TRUE },
    { "{\"name\":\"Bo\",\"mail\":\"nobody\"}", FALSE },
    { "{\"name\":\"Bo\",\"day\":\"2026-02-28\"}", TRUE },
    { "{\"name\":\"Bo\",\"day\":\"2026-02-30\"}", FALSE },
    { "{\"name\":\"Bo\",\"age\":0}", FALSE },
    { "{\"name\":\"Bo\",\"age\":1.5}", FALSE },
    { "{\"name\":\"Bo\",\"old\":\"c\"}", FALSE },
    { "{\"name\":\"Bo\",\"new\":\"x\"}", TRUE },
    { "{\"name\":\"Bo\",\"many\":[\"p\"]}", TRUE },
    { "{\"name\":\"Bo\",\"many\":[\"p\",\"q\"]}", FALSE },
    { "{\"name\":\"Bo\",\"ok\":\"yes\"}", FALSE },
  };
  g_autoptr (SalonMcpElicitation) form = read_question (FORM, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SalonJsonDocument) content = mcp_test_json (cases[i].content);
      g_autoptr (GError) error = NULL;
      gboolean fits = salon_mcp_elicitation_check (form, salon_json_document_get_root (content),
                                                   &error);

      if (fits != cases[i].fits)
        g_error ("%s: %s", cases[i].content, error != NULL ? error->message : "fits");
    }
}

static void
test_bad_forms (void)
{
  static const char * const texts[] = {
    "{}", "[]", "{\"message\":\"m\"}", "{\"message\":\"m\",\"mode\":\"dance\"}",
    "{\"message\":\"m\",\"requestedSchema\":{\"properties\":{\"a\":{\"type\":\"object\"}}}}",
    "{\"message\":\"m\",\"requestedSchema\":{\"properties\":{\"a\":true}}}",
    "{\"message\":\"m\",\"mode\":\"url\"}",
    "{\"message\":\"m\",\"mode\":\"url\",\"url\":\"javascript:alert(1)\"}",
    "{\"message\":\"m\",\"mode\":\"url\",\"url\":\"file:///etc/passwd\"}",
    "{\"message\":\"m\",\"mode\":\"url\",\"url\":\"not a url\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_question (texts[i], &error));
      g_assert_true (error->domain == SALON_CORE_ERROR);
    }
}

static void
test_urls (void)
{
  static const struct { const char *url; const char *host; guint warnings; } cases[] = {
    { "https://example.com/login?x=1", "example.com", 0 },
    { "http://example.com/", "example.com", SALON_MCP_URL_NOT_HTTPS },
    { "https://example.com@evil.example/", "evil.example", SALON_MCP_URL_USER_INFO },
    { "https://127.0.0.1/", "127.0.0.1", SALON_MCP_URL_ADDRESS },
    { "https://[::1]/", "::1", SALON_MCP_URL_ADDRESS },
    { "https://2130706433/", "2130706433", SALON_MCP_URL_ADDRESS },
    { "https://xn--pple-43d.com/", "xn--pple-43d.com", SALON_MCP_URL_FOREIGN_LETTERS },
    { "https://\xd0\xb0pple.com/", NULL, SALON_MCP_URL_FOREIGN_LETTERS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text =
        g_strdup_printf ("{\"message\":\"m\",\"mode\":\"url\",\"url\":\"%s\"}", cases[i].url);
      g_autoptr (GError) error = NULL;
      g_autoptr (SalonMcpElicitation) page = read_question (text, &error);

      g_assert_no_error (error);
      if (cases[i].host != NULL)
        g_assert_cmpstr (salon_mcp_elicitation_get_host (page), ==, cases[i].host);
      g_assert_cmphex (salon_mcp_elicitation_get_url_warnings (page), ==, cases[i].warnings);
    }
}

static void
test_results (void)
{
  g_autoptr (SalonMcpElicitation) form = read_question (FORM, NULL);
  g_autoptr (SalonMcpElicitation) page =
    read_question ("{\"message\":\"m\",\"mode\":\"url\",\"url\":\"https://a.example/\"}", NULL);
  static const struct { const char *result; gboolean is_form; const char *sent; } cases[] = {
    { "{\"action\":\"decline\",\"content\":{\"name\":\"Bo\"}}", TRUE, "{\"action\":\"decline\"}" },
    { "{\"action\":\"cancel\"}", TRUE, "{\"action\":\"cancel\"}" },
    { "{\"action\":\"accept\",\"content\":{\"name\":\"Bo\"}}", TRUE,
      "{\"action\":\"accept\",\"content\":{\"name\":\"Bo\"}}" },
    { "{\"action\":\"accept\",\"content\":{}}", TRUE, NULL },
    { "{\"action\":\"perhaps\"}", TRUE, NULL },
    { "{}", TRUE, NULL },
    { "{\"action\":\"accept\",\"content\":{\"a\":1}}", FALSE, "{\"action\":\"accept\"}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SalonJsonDocument) result = mcp_test_json (cases[i].result);
      g_autoptr (GError) error = NULL;
      g_autoptr (SalonJsonDocument) sent =
        salon_mcp_elicitation_check_result (cases[i].is_form ? form : page,
                                            salon_json_document_get_root (result), &error);
      g_autofree char *text = sent != NULL
          ? salon_json_to_text (salon_json_document_get_root (sent), FALSE) : NULL;

      g_assert_cmpstr (text, ==, cases[i].sent);
      g_assert_true ((sent == NULL) == (error != NULL));
    }
}

/* Questions of a legacy server. */

typedef struct
{
  OpenHandler    *handler;
  ScriptedServer *server;
} Fixture;

static void
set_up (Fixture  *fixture,
        gboolean  can_refine)
{
  g_autoptr (GError) error = NULL;

  fixture->handler = open_handler_new (can_refine);
  fixture->server = scripted_server_new (FALSE, "{\"tools\":{}}",
                                         SALON_MCP_INPUT_HANDLER (fixture->handler));
  mcp_test_await (salon_mcp_client_open (fixture->server->client), &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture)
{
  scripted_server_free (fixture->server);
  g_assert_finalize_object (fixture->handler);
}

static void
ask_client (Fixture    *fixture,
            const char *method,
            const char *params)
{
  g_autofree char *text =
    g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"%s\",\"params\":%s}",
                                           method, params);

  salon_mcp_memory_transport_deliver (fixture->server->transport, text);
  mcp_test_settle ();
}

/* The last message of the client, an answer. */
static char *
get_answer (Fixture *fixture)
{
  GPtrArray *requests = fixture->server->requests;
  const SalonJson *root = NULL;
  const SalonJson *error = NULL;
  gint64 code = 0;

  mcp_test_settle ();
  root = salon_json_document_get_root (g_ptr_array_index (requests, requests->len - 1));
  g_assert_cmpstr (salon_json_as_string (salon_json_get_member (root, "id")), ==, "q");
  error = salon_json_get_member (root, "error");
  if (error == NULL)
    return salon_json_to_text (salon_json_get_member (root, "result"), FALSE);
  salon_json_as_int64 (salon_json_get_member (error, "code"), &code);
  return g_strdup_printf ("%d", (int) code);
}

#define USER(content) "{\"role\":\"user\",\"content\":" content "}"
#define ASSISTANT(content) "{\"role\":\"assistant\",\"content\":" content "}"
#define TEXT "{\"type\":\"text\",\"text\":\"t\"}"
#define USE(id) "{\"type\":\"tool_use\",\"id\":\"" id "\",\"name\":\"n\",\"input\":{}}"
#define RESULT(id) "{\"type\":\"tool_result\",\"toolUseId\":\"" id "\",\"content\":[]}"

static void
test_sampling_balance (void)
{
  static const struct { const char *messages; gboolean is_balanced; } cases[] = {
    { "[" USER (TEXT) "]", TRUE },
    { "[" USER (TEXT) "," ASSISTANT ("[" USE ("1") "," USE ("2") "]") "," USER (
        "[" RESULT ("2") "," RESULT ("1") "]") "]", TRUE },
    { "[" USER (TEXT) "," ASSISTANT (USE ("1")) "," USER (RESULT ("1")) "," ASSISTANT (TEXT) "]",
      TRUE },
    { "[" ASSISTANT (USE ("1")) "," USER (TEXT) "]", FALSE },
    { "[" ASSISTANT (USE ("1")) "]", FALSE },
    { "[" ASSISTANT (USE ("1")) "," USER ("[" RESULT ("1") "," TEXT "]") "]", FALSE },
    { "[" ASSISTANT ("[" USE ("1") "," USE ("2") "]") "," USER (RESULT ("1")) "]", FALSE },
    { "[" ASSISTANT ("[" USE ("1") "," USE ("1") "]") "," USER (RESULT ("1")) "]", FALSE },
    { "[" USER (RESULT ("1")) "]", FALSE },
    { "[" ASSISTANT (USE ("1")) "," ASSISTANT (TEXT) "]", FALSE },
    { "[" USER (USE ("1")) "," USER (RESULT ("1")) "]", FALSE },
    { "[{\"role\":\"system\",\"content\":" TEXT "}]", FALSE },
    { "[" USER ("\"text\"") "]", FALSE },
    { "7", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture fixture = { 0 };
      g_autofree char *params = g_strdup_printf ("{\"maxTokens\":9,\"tools\":[],\"messages\":%s}",
                                                 cases[i].messages);

      set_up (&fixture, TRUE);
      ask_client (&fixture, "sampling/createMessage", params);
      g_assert_cmpuint (open_handler_count (fixture.handler), ==, cases[i].is_balanced ? 1 : 0);
      if (!cases[i].is_balanced)
        {
          g_autofree char *answer = get_answer (&fixture);

          g_assert_cmpstr (answer, ==, "-32602");
        }
      tear_down (&fixture);
    }
}

static void
test_undeclared_refinements (void)
{
  Fixture fixture = { 0 };
  g_autofree char *answer = NULL;
  g_autofree char *other = NULL;

  set_up (&fixture, FALSE);
  ask_client (&fixture, "sampling/createMessage", "{\"maxTokens\":9,\"tools\":[],\"messages\":[]}");
  answer = get_answer (&fixture);
  g_assert_cmpstr (answer, ==, "-32602");
  ask_client (&fixture, "elicitation/create",
              "{\"mode\":\"url\",\"message\":\"m\",\"url\":\"https://a.example/\","
              "\"elicitationId\":\"e\"}");
  other = get_answer (&fixture);
  g_assert_cmpstr (other, ==, "-32602");
  g_assert_cmpuint (open_handler_count (fixture.handler), ==, 0);
  tear_down (&fixture);
}

static void
test_unfit_answer (void)
{
  Fixture fixture = { 0 };
  g_autofree char *answer = NULL;

  set_up (&fixture, TRUE);
  ask_client (&fixture, "elicitation/create", FORM);
  open_handler_answer (fixture.handler, 0, "{\"action\":\"accept\",\"content\":{\"age\":0}}");
  answer = get_answer (&fixture);
  g_assert_cmpstr (answer, ==, "-32603");
  tear_down (&fixture);
}

static void
test_roots (void)
{
  Fixture fixture = { 0 };
  g_autofree char *good = NULL;
  g_autofree char *bad = NULL;

  set_up (&fixture, TRUE);
  ask_client (&fixture, "roots/list", "{}");
  open_handler_answer (fixture.handler, 0, "{\"roots\":[{\"uri\":\"file:///home/a\"}]}");
  good = get_answer (&fixture);
  g_assert_cmpstr (good, ==, "{\"roots\":[{\"uri\":\"file:///home/a\"}]}");
  ask_client (&fixture, "roots/list", "{}");
  open_handler_answer (fixture.handler, 1, "{\"roots\":[{\"uri\":\"https://a.example/\"}]}");
  bad = get_answer (&fixture);
  g_assert_cmpstr (bad, ==, "-32603");
  salon_mcp_client_notify_roots_changed (fixture.server->client);
  scripted_server_wait (fixture.server, "notifications/roots/list_changed", 0);
  tear_down (&fixture);
}

/* Pages a request can't do without. */

#define PAGES "{\"elicitations\":[{\"mode\":\"url\",\"elicitationId\":\"e1\",\"message\":\"Sign " \
              "in\",\"url\":\"https://a.example/\"}]}"

static SalonMcpExchange *
call_until_asked (Fixture *fixture)
{
  SalonMcpExchange *exchange = NULL;

  set_up (fixture, TRUE);
  scripted_server_add_error (fixture->server, "tools/call", -32042, PAGES);
  scripted_server_add (fixture->server, "tools/call",
                       "{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}");
  exchange = salon_mcp_client_call_tool (fixture->server->client, "t", NULL);
  mcp_test_settle ();
  g_assert_cmpuint (open_handler_count (fixture->handler), ==, 1);
  return exchange;
}

static void
test_pages (void)
{
  Fixture fixture = { 0 };
  g_autoptr (SalonMcpExchange) exchange = call_until_asked (&fixture);
  g_autoptr (SalonMcpToolResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 first = 0;
  gint64 second = 0;

  open_handler_answer (fixture.handler, 0, "{\"action\":\"accept\"}");
  mcp_test_settle ();
  /* Agreeing is not being done. */
  g_assert_cmpuint (scripted_server_count (fixture.server, "tools/call"), ==, 1);
  scripted_server_notify (fixture.server, "notifications/elicitation/complete",
                          "{\"elicitationId\":\"other\"}");
  g_assert_cmpuint (scripted_server_count (fixture.server, "tools/call"), ==, 1);
  scripted_server_notify (fixture.server, "notifications/elicitation/complete",
                          "{\"elicitationId\":\"e1\"}");
  result = mcp_test_await_object (salon_mcp_exchange_await_tool_result (exchange), &error);
  g_assert_no_error (error);
  salon_json_as_int64 (salon_json_get_member (scripted_server_wait (fixture.server, "tools/call",
                                                                    0), "id"), &first);
  salon_json_as_int64 (salon_json_get_member (scripted_server_wait (fixture.server, "tools/call",
                                                                    1), "id"), &second);
  g_assert_cmpint (first, !=, second);
  g_clear_object (&exchange);
  tear_down (&fixture);
}

static void
test_pages_declined (void)
{
  Fixture fixture = { 0 };
  g_autoptr (SalonMcpExchange) exchange = call_until_asked (&fixture);
  g_autoptr (GError) error = NULL;

  open_handler_answer (fixture.handler, 0, "{\"action\":\"decline\"}");
  g_assert_false (mcp_test_await (salon_mcp_exchange_await_result (exchange), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (scripted_server_count (fixture.server, "tools/call"), ==, 1);
  g_clear_object (&exchange);
  tear_down (&fixture);
}

static void
test_pages_cancelled (void)
{
  Fixture fixture = { 0 };
  g_autoptr (SalonMcpExchange) exchange = call_until_asked (&fixture);

  salon_mcp_exchange_cancel (exchange, "enough");
  mcp_test_settle ();
  g_assert_true (g_cancellable_is_cancelled (
    dex_promise_get_cancellable (DEX_PROMISE (open_handler_get (fixture.handler, 0)))));
  g_clear_object (&exchange);
  tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  g_test_add_func ("/mcp/input/forms-have-fields-of-all-kinds", test_form);
  g_test_add_func ("/mcp/input/what-is-filled-in-is-checked", test_form_content);
  g_test_add_func ("/mcp/input/questions-without-sense-are-refused", test_bad_forms);
  g_test_add_func ("/mcp/input/addresses-to-look-at-twice-are-marked", test_urls);
  g_test_add_func ("/mcp/input/content-goes-with-accepted-forms-only", test_results);
  g_test_add_func ("/mcp/input/tool-uses-and-results-have-to-balance", test_sampling_balance);
  g_test_add_func ("/mcp/input/undeclared-refinements-are-refused", test_undeclared_refinements);
  g_test_add_func ("/mcp/input/an-answer-that-does-not-fit-is-not-sent", test_unfit_answer);
  g_test_add_func ("/mcp/input/roots-are-local-folders", test_roots);
  g_test_add_func ("/mcp/input/a-request-is-made-again-when-its-page-was-visited", test_pages);
  g_test_add_func ("/mcp/input/a-declined-page-ends-the-request", test_pages_declined);
  g_test_add_func ("/mcp/input/cancelling-withdraws-the-question", test_pages_cancelled);
  return g_test_run ();
}
