/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test-desktop-server"

#include "config.h"

#include <string.h>

#include "server-test.h"

static void
test_negotiates_the_version (ServerTest    *fixture,
                             gconstpointer  data)
{
  const struct { const char *wanted; const char *given; gboolean has_title; } rows[] = {
    { "2024-11-05", "2024-11-05", FALSE },
    { "2025-03-26", "2025-03-26", FALSE },
    { "2025-06-18", "2025-06-18", TRUE },
    { "2025-11-25", "2025-11-25", TRUE },
    { "2026-07-28", "2025-11-25", TRUE },
    { "1.0", "2025-11-25", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      ServerTest own = { .folder = g_strdup (fixture->folder) };
      g_autofree char *request = NULL;
      g_autofree char *expected = NULL;
      g_autofree char *answer = NULL;
      g_autofree char *tools = NULL;

      server_test_start (&own, NULL);
      request = g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\","
                                 "\"params\":"
                                 "{\"protocolVersion\":\"%s\"}}", rows[i].wanted);
      expected = g_strdup_printf ("\"protocolVersion\":\"%s\"", rows[i].given);
      answer = server_test_ask (&own, request);
      g_assert_nonnull (strstr (answer, expected));
      tools = server_test_ask (&own, "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}");
      g_assert_cmpint (strstr (tools, "\"outputSchema\"") != NULL, ==, rows[i].has_title);
      g_assert_cmpint (strstr (tools, "\"annotations\"") != NULL, ==, i > 0);
      server_test_tear_down (&own, NULL);
    }
}

static void
test_answers_messages (ServerTest    *fixture,
                       gconstpointer  data)
{
  const struct { const char *message; const char *answer; } rows[] = {
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}", "\"id\":1,"
                                                                  "\"error\":{\"code\":-32600" },
    { "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}", "{\"jsonrpc\":\"2.0\",\"id\":7,"
                                                            "\"result\":{}}" },
    { "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"server/discover\"}",
      "\"id\":\"x\",\"error\":{\"code\":-32601" },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{}}", "\"code\":-32602" },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}", "\"code\":-32602" },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\","
      "\"params\":{\"protocolVersion\":\"2025-11-25\"}}", "\"serverInfo\"" },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\","
      "\"params\":{\"protocolVersion\":\"2025-11-25\"}}", "\"code\":-32600" },
    { "{\"jsonrpc\":\"2.0\",\"id\":-3,\"method\":\"tools/list\","
      "\"params\":{\"cursor\":\"x\"}}", "\"id\":-3,\"error\":{\"code\":-32602" },
    { "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\",\"params\":[]}", "\"code\":-32602" },
    { "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"resources/list\"}", "\"code\":-32601" },
    { "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\"}", "\"code\":-32602" },
    { "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":7}}",
      "\"code\":-32602" },
    { "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\","
      "\"params\":{\"name\":\"none\"}}", "\"code\":-32602" },
    { "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\","
      "\"params\":{\"name\":\"get_date_time\",\"arguments\":[]}}", "\"code\":-32602" },
    { "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\","
      "\"params\":{\"name\":\"get_date_time\"}}", "\"isError\":false" },
    { "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}", "\"id\":null,"
                                                               "\"error\":{\"code\":-32600" },
    { "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}", "\"id\":null,"
                                                             "\"error\":{\"code\":-32600" },
    { "{\"jsonrpc\":\"1.0\",\"id\":4,\"method\":\"ping\"}", "\"id\":4,\"error\":{\"code\":-32600" },
    { "{\"jsonrpc\":\"2.0\"}", "\"code\":-32600" },
    { "[{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"ping\"}]", "\"id\":null,"
                                                              "\"error\":{\"code\":-32600" },
    { "[]", "\"code\":-32600" },
    { "7", "\"code\":-32600" },
    { "null", "\"code\":-32600" },
    { "garbage", "\"code\":-32700" },
    { "{\"jsonrpc\":\"2.0\",", "\"code\":-32700" },
    { "\xff\xfe\x01", "\"code\":-32700" },
    { "Content-Length: 17\r", "\"code\":-32700" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *answer = server_test_ask (fixture, rows[i].message);

      if (strstr (answer, rows[i].answer) == NULL)
        g_error ("%s\nwas answered with %s\ninstead of %s", rows[i].message, answer,
                 rows[i].answer);
    }
}

static void
test_survives_what_is_no_request (ServerTest    *fixture,
                                  gconstpointer  data)
{
  const char *silent[] = {
    "", "\r", "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/whatever\",\"params\":7}",
    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":99}}",
    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}",
    "{\"jsonrpc\":\"2.0\",\"id\":\"roots-9\",\"result\":{\"roots\":[]}}",
    "{\"jsonrpc\":\"2.0\",\"id\":5,\"error\":{\"code\":1,\"message\":\"x\"}}",
  };
  g_autofree char *long_line = g_strnfill (33 * 1024 * 1024, 'a');
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autofree char *too_long = NULL;
  g_autofree char *too_deep = NULL;
  g_autofree char *pong = NULL;

  server_test_initialize (fixture, "2025-11-25", "{}");
  for (guint i = 0; i < G_N_ELEMENTS (silent); i++)
    server_test_send_line (fixture, silent[i]);
  too_long = server_test_ask (fixture, long_line);
  g_assert_nonnull (strstr (too_long, "-32700"));
  too_deep = server_test_ask (fixture, deep);
  g_assert_nonnull (strstr (too_deep, "-32700"));
  pong = server_test_ask (fixture, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
  g_assert_cmpstr (pong, ==, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
}

static void
test_takes_batches_of_the_revision_that_has_them (ServerTest    *fixture,
                                                  gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr(SalonJsonDocument) document = NULL;

  server_test_initialize (fixture, "2025-03-26", "{}");
  first = server_test_ask (fixture, "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"},"
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"},"
                        "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"nothing\"}]");
  g_assert_nonnull (strstr (first, "\"id\":1,\"result\":{}"));
  document = server_test_receive (fixture);
  second = salon_json_to_text (salon_json_document_get_root (document), FALSE);
  g_assert_nonnull (strstr (second, "\"id\":2,\"error\":{\"code\":-32601"));
}

static void
answer_roots (ServerTest *fixture,
              const char *id,
              const char *result)
{
  g_autoptr(SalonJsonDocument) request = server_test_receive (fixture);
  const SalonJson *root = salon_json_document_get_root (request);
  g_autofree char *answer = g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":\"%s\",%s}", id, result);

  g_assert_cmpstr (salon_json_as_string (salon_json_get_member (root, "method")), ==, "roots/list");
  g_assert_cmpstr (salon_json_as_string (salon_json_get_member (root, "id")), ==, id);
  server_test_send_line (fixture, answer);
}

static void
test_asks_the_client_for_its_roots (ServerTest    *fixture,
                                    gconstpointer  data)
{
  g_autofree char *sub = server_test_dup_path (fixture, "sub");
  g_autofree char *uri = g_filename_to_uri (sub, NULL, NULL);
  g_autofree char *roots = g_strdup_printf ("\"result\":{\"roots\":[{\"uri\":\"http://x/\"},"
                                            "{\"uri\":7},"
                                            "{\"uri\":\"file:///no/such/folder\"},"
                                            "{\"uri\":\"%s\"}]}", uri);
  g_autofree char *in_root = NULL;
  g_autofree char *outside = NULL;
  g_autofree char *after = NULL;
  gboolean failed = FALSE;

  server_test_initialize (fixture, "2025-11-25", "{\"roots\":{\"listChanged\":true}}");
  /* Asked for before the roots are known: it waits for them. */
  server_test_send_line (fixture, "{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"tools/call\","
                                  "\"params\":"
                      "{\"name\":\"list_directory\",\"arguments\":{}}}");
  answer_roots (fixture, "roots-1", roots);
  {
    g_autoptr(SalonJsonDocument) early = server_test_receive (fixture);
    g_autofree char *text = salon_json_to_text (salon_json_document_get_root (early), FALSE);

    g_assert_nonnull (strstr (text, "allowed/sub/"));
  }
  in_root = server_test_call_text (fixture, "read_file", "{\"path\":\"b.md\"}", &failed);
  g_assert_false (failed);
  outside = server_test_call_text (fixture, "read_file", "{\"path\":\"../a.txt\"}", &failed);
  g_assert_true (failed);
  /* A client that no longer names any leaves it to the command line. */
  server_test_send_line (fixture, "{\"jsonrpc\":\"2.0\","
                                  "\"method\":\"notifications/roots/list_changed\"}");
  answer_roots (fixture, "roots-2", "\"error\":{\"code\":-32601,\"message\":\"no\"}");
  after = server_test_call_text (fixture, "read_file", "{\"path\":\"a.txt\"}", &failed);
  g_assert_false (failed);
}

static void
test_a_cancelled_call_is_not_answered (ServerTest    *fixture,
                                       gconstpointer  data)
{
  gboolean failed = TRUE;
  g_autofree char *answer = NULL;

  /* Roots that never come keep the call waiting. */
  server_test_initialize (fixture, "2025-11-25", "{\"roots\":{}}");
  server_test_send_line (fixture, "{\"jsonrpc\":\"2.0\",\"id\":\"c\",\"method\":\"tools/call\","
                                  "\"params\":"
                      "{\"name\":\"search_files\",\"arguments\":{\"name\":\"*\"}}}");
  server_test_send_line (fixture, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                                  "\"params\":{\"requestId\":\"c\"}}");
  answer_roots (fixture, "roots-1", "\"result\":{\"roots\":[]}");
  answer = server_test_call_text (fixture, "read_file", "{\"path\":\"a.txt\"}", &failed);
  g_assert_false (failed);
  g_assert_true (g_str_has_prefix (answer, "[one"));
}

static void
test_a_call_is_answered_after_the_end_of_input (ServerTest    *fixture,
                                                gconstpointer  data)
{
  g_autoptr(SalonJsonDocument) answer = NULL;
  g_autoptr(GError) error = NULL;

  server_test_initialize (fixture, "2025-11-25", "{}");
  server_test_send_line (fixture, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\","
                                  "\"params\":"
                      "{\"name\":\"get_date_time\"}}");
  g_output_stream_close (fixture->input, NULL, &error);
  g_assert_no_error (error);
  answer = server_test_receive (fixture);
  g_assert_nonnull (salon_json_get_member (salon_json_document_get_root (answer), "result"));
}

static void
test_many_calls_at_once_are_all_answered (ServerTest    *fixture,
                                          gconstpointer  data)
{
  gboolean seen[60] = { FALSE };

  server_test_initialize (fixture, "2025-11-25", "{}");
  for (guint i = 0; i < G_N_ELEMENTS (seen); i++)
    {
      g_autofree char *request = g_strdup_printf (
        "{\"jsonrpc\":\"2.0\",\"id\":%u,\"method\":\"tools/call\","
        "\"params\":{\"name\":\"search_files\","
        "\"arguments\":{\"text\":\"needle\"}}}", i);

      server_test_send_line (fixture, request);
    }
  for (guint i = 0; i < G_N_ELEMENTS (seen); i++)
    {
      g_autoptr(SalonJsonDocument) answer = server_test_receive (fixture);
      const SalonJson *root;
      gint64 id = -1;

      root = salon_json_document_get_root (answer);
      g_assert_true (salon_json_as_int64 (salon_json_get_member (root, "id"), &id));
      g_assert_cmpint (id, <, G_N_ELEMENTS (seen));
      g_assert_false (seen[id]);
      seen[id] = TRUE;
    }
}

#define ADD(name, function) \
  g_test_add ("/desktop-server/" name, ServerTest, NULL, server_test_set_up, function, \
              server_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("negotiates-the-version", test_negotiates_the_version);
  ADD ("answers-messages", test_answers_messages);
  ADD ("survives-what-is-no-request", test_survives_what_is_no_request);
  ADD ("takes-batches-of-the-revision-that-has-them",
       test_takes_batches_of_the_revision_that_has_them);
  ADD ("asks-the-client-for-its-roots", test_asks_the_client_for_its_roots);
  ADD ("a-cancelled-call-is-not-answered", test_a_cancelled_call_is_not_answered);
  ADD ("a-call-is-answered-after-the-end-of-input", test_a_call_is_answered_after_the_end_of_input);
  ADD ("many-calls-at-once-are-all-answered", test_many_calls_at_once_are_all_answered);
  return g_test_run ();
}
