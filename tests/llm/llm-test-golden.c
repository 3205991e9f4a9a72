/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include "llm-test-golden.h"

#include <string.h>

#include "salon-llm-body.h"
#include "salon-llm-error.h"

#include "llm-test.h"

typedef struct
{
  const LlmTestGolden *golden;
  char *name;
} Case;

static void
case_free (gpointer data)
{
  Case *test = data;

  g_free (test->name);
  g_free (test);
}

SalonLlmReply *
llm_test_golden_replay (const LlmTestGolden  *golden,
                        SalonLlmRequest      *request,
                        const char           *body,
                        const gsize          *cuts,
                        guint                 n_cuts,
                        GPtrArray            *events,
                        GError              **error)
{
  const SalonLlmFormat *format = golden->format;
  gpointer reader = format->reader_new (request, golden->settings, "Golden",
                                        llm_test_record_event, events);
  SalonLlmBody *stream = salon_llm_body_new (format, reader, "Golden",
                                             "https://golden.example/v1");
  SalonLlmReply *reply = NULL;
  gboolean good = TRUE;
  gsize begin = 0;

  for (guint i = 0; good && i < n_cuts; i++)
    {
      /* A copy of its own length, so that a sanitizer sees who reads behind it. */
      g_autofree guint8 *piece = g_memdup2 (body + begin, cuts[i] - begin);

      good = salon_llm_body_push (stream, piece, cuts[i] - begin, error);
      begin = cuts[i];
    }
  if (good && salon_llm_body_finish (stream, error))
    reply = format->reader_finish (reader, error);
  salon_llm_body_free (stream);
  format->reader_free (reader);
  return reply;
}

static SalonLlmRequest *
make_request (const SalonJson *expected)
{
  const SalonJson *written = salon_json_get_member (expected, "request");
  SalonLlmRequest *request = salon_llm_request_new ("m");
  const SalonJson *name;
  SalonJsonIter iter;
  gint64 limit;

  if (salon_json_as_int64 (salon_json_get_member (written, "max_tokens"), &limit))
    salon_llm_request_set_max_tokens (request, (guint) limit);
  salon_json_iter_init (&iter, salon_json_get_member (written, "tools"));
  while (salon_json_iter_next (&iter, NULL, &name))
    {
      g_autoptr (SalonLlmTool) tool = llm_test_tool (salon_json_as_string (name), NULL, NULL);

      salon_llm_request_add_tool (request, tool);
    }
  return request;
}

static void
check_cuts (Case            *test,
            SalonLlmRequest *request,
            const char      *body,
            const gsize     *cuts,
            guint            n_cuts,
            const SalonJson *expected)
{
  g_autoptr (GPtrArray) events = llm_test_events_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonLlmReply) reply = NULL;

  reply = llm_test_golden_replay (test->golden, request, body, cuts, n_cuts, events, &error);
  llm_test_compare (expected, events, reply, error);
}

static char *
read_file (Case       *test,
           const char *suffix,
           gsize      *length)
{
  g_autofree char *file = g_strconcat (test->name, suffix, NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", test->golden->folder, file,
                                                 NULL);

  return llm_test_read_file (path, length);
}

static void
test_golden (gconstpointer data)
{
  Case *test = (Case *) data;
  gsize length;
  g_autofree char *body = read_file (test, ".sse", &length);
  g_autofree char *text = read_file (test, ".json", NULL);
  g_autoptr (SalonJsonDocument) document = llm_test_parse (text);
  const SalonJson *expected = salon_json_document_get_root (document);
  g_autoptr (SalonLlmRequest) request = make_request (expected);
  g_autofree gsize *bytes = g_new (gsize, length + 1);

  for (gsize i = 0; i <= length; i++)
    {
      const gsize cuts[] = { i, length };

      check_cuts (test, request, body, cuts, G_N_ELEMENTS (cuts), expected);
      bytes[i] = MIN (i + 1, length);
    }
  /* And every byte on its own. */
  check_cuts (test, request, body, bytes, (guint) length, expected);
}

guint
llm_test_golden_add (const LlmTestGolden *golden)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", golden->folder, NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *file;
  guint n_files = 0;

  g_assert_nonnull (folder);
  while ((file = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *name = NULL;
      Case *test;

      if (!g_str_has_suffix (file, ".sse"))
        continue;
      test = g_new0 (Case, 1);
      test->golden = golden;
      test->name = g_strndup (file, strlen (file) - strlen (".sse"));
      name = g_strconcat (golden->prefix, "/golden/", test->name, NULL);
      g_test_add_data_func_full (name, test, test_golden, case_free);
      n_files++;
    }
  return n_files;
}

void
llm_test_golden_truncate (const LlmTestGolden *golden,
                          const char          *name,
                          const char          *last_event)
{
  Case test = { golden, (char *) name };
  gsize length;
  g_autofree char *body = read_file (&test, ".sse", &length);
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("m");
  const char *end = strstr (body, last_event);
  gsize complete;

  g_assert_nonnull (end);
  complete = (gsize) (strstr (end, "\n\n") + 2 - body);
  for (gsize i = 0; i < complete; i++)
    {
      g_autoptr (GPtrArray) events = llm_test_events_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (SalonLlmReply) reply = NULL;

      reply = llm_test_golden_replay (golden, request, body, &i, 1, events, &error);
      g_assert_null (reply);
      g_assert_true (g_error_matches (error, SALON_LLM_ERROR, SALON_LLM_ERROR_CUT) ||
                     g_error_matches (error, SALON_LLM_ERROR, SALON_LLM_ERROR_PROTOCOL));
    }
}

static SalonLlmPart *
find_part (SalonLlmReply    *reply,
           SalonLlmPartKind  kind)
{
  GPtrArray *parts = salon_llm_reply_get_parts (reply);

  for (guint i = 0; i < parts->len; i++)
    {
      if (salon_llm_part_get_kind (g_ptr_array_index (parts, i)) == kind)
        return g_ptr_array_index (parts, i);
    }
  return NULL;
}

static void
check_recorded (const LlmTestRecorded *expected,
                SalonLlmReply         *reply,
                GPtrArray             *events)
{
  SalonLlmPart *text = find_part (reply, SALON_LLM_PART_TEXT);
  SalonLlmPart *reasoning = find_part (reply, SALON_LLM_PART_REASONING);
  SalonLlmPart *call = find_part (reply, SALON_LLM_PART_TOOL_CALL);

  g_assert_cmpstr (text != NULL ? salon_llm_part_get_text (text) : NULL, ==, expected->text);
  g_assert_cmpstr (reasoning != NULL ? salon_llm_part_get_text (reasoning) : NULL, ==,
                   expected->reasoning);
  g_assert_cmpstr (call != NULL ? salon_llm_part_get_arguments (call) : NULL, ==,
                   expected->arguments);
  if (call != NULL)
    g_assert_cmpstr (salon_llm_part_get_name (call), ==, "get_weather");
  g_assert_cmpint (salon_llm_reply_get_stop_reason (reply), ==, expected->stop_reason);
  g_assert_cmpint (salon_llm_reply_get_input_tokens (reply), ==, expected->input_tokens);
  g_assert_cmpint (salon_llm_reply_get_output_tokens (reply), ==, expected->output_tokens);
  g_assert_cmpstr (salon_llm_reply_get_model (reply), ==, "tiny");
  g_assert_cmpuint (events->len, >, 3);
}

typedef struct
{
  const LlmTestGolden *golden;
  const LlmTestRecorded *recorded;
} RecordedCase;

static void
test_recorded (gconstpointer data)
{
  const RecordedCase *test = data;
  const LlmTestRecorded *expected = test->recorded;
  const char *folder = g_getenv ("SALON_SHARED_DATA");
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("tiny");
  g_autofree char *path = NULL;
  g_autofree char *body = NULL;
  gsize length;

  path = g_build_filename (folder != NULL ? folder : "", "llama-sse", expected->file, NULL);
  if (folder == NULL || !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the recorded streams of llama.cpp are not here");
      return;
    }
  salon_llm_request_set_max_tokens (request, expected->max_tokens);
  body = llm_test_read_file (path, &length);
  for (gsize i = 0; i <= length; i++)
    {
      const gsize cuts[] = { i, length };
      g_autoptr (GPtrArray) events = llm_test_events_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (SalonLlmReply) reply = NULL;

      reply = llm_test_golden_replay (test->golden, request, body, cuts, G_N_ELEMENTS (cuts),
                                      events, &error);
      g_assert_no_error (error);
      check_recorded (expected, reply, events);
    }
}

void
llm_test_golden_add_recorded (const LlmTestGolden   *golden,
                              const LlmTestRecorded *recorded,
                              guint                  n_recorded)
{
  for (guint i = 0; i < n_recorded; i++)
    {
      g_autofree char *name = g_strconcat (golden->prefix, "/recorded/", recorded[i].file, NULL);
      RecordedCase *test = g_new0 (RecordedCase, 1);

      test->golden = golden;
      test->recorded = &recorded[i];
      g_test_add_data_func_full (name, test, test_recorded, g_free);
    }
}
