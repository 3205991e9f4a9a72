/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include "llm-golden.h"

#include <string.h>

#include "salon-json-writer.h"

#include "salon-llm-body.h"
#include "salon-llm-error.h"

#include "llm-test.h"

#define PROVIDER_ID "golden"

typedef struct
{
  const LlmGolden *golden;
  char *folder;
  char *name;
} Recording;

static void
recording_free (gpointer data)
{
  Recording *recording = data;

  g_free (recording->folder);
  g_free (recording->name);
  g_free (recording);
}

static const char *
hide_made_up (const char *body,
              const char *id)
{
  return strstr (body, id) != NULL ? id : "*";
}

typedef struct
{
  const char *body;
  GPtrArray *lines;
} Recorder;

static void
on_event (const SalonLlmEvent *event,
          gpointer             user_data)
{
  Recorder *recorder = user_data;
  SalonLlmEvent shown = *event;

  if (shown.id != NULL)
    shown.id = hide_made_up (recorder->body, shown.id);
  if (event->kind != SALON_LLM_EVENT_TOOL_CALL_STARTED &&
      event->kind != SALON_LLM_EVENT_TOOL_CALL_FINISHED)
    {
      g_assert_nonnull (event->text);
      g_assert_cmpstr (event->text, !=, "");
      g_assert_true (g_utf8_validate (event->text, -1, NULL));
    }
  llm_test_record_event (&shown, recorder->lines);
}

static SalonLlmReply *
read_body (const LlmGolden *golden,
           const char      *body,
           const gsize     *cuts,
           guint            n_cuts,
           Recorder        *recorder,
           GError         **error)
{
  const SalonLlmFormat *format = golden->format;
  gpointer reader = format->reader_new (golden->request, golden->settings, "Golden", on_event,
                                        recorder);
  SalonLlmBody *parser = salon_llm_body_new (format, reader, "Golden", "https://golden.example/");
  SalonLlmReply *reply = NULL;
  gboolean good = TRUE;
  gsize begin = 0;

  for (guint i = 0; i < n_cuts && good; i++)
    {
      /* A copy of its own length, so that a sanitizer sees who reads behind it. */
      g_autofree guint8 *piece = g_memdup2 (body + begin, cuts[i] - begin);

      good = salon_llm_body_push (parser, piece, cuts[i] - begin, error);
      begin = cuts[i];
    }
  if (good && salon_llm_body_finish (parser, error))
    reply = format->reader_finish (reader, error);
  salon_llm_body_free (parser);
  format->reader_free (reader);
  return reply;
}

static void
write_part (SalonJsonWriter *writer,
            const char      *body,
            SalonLlmPart    *part)
{
  static const char * const kinds[] = {
    "text", "reasoning", "tool-call", "tool-result", "image", "document", "audio",
  };

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "kind", kinds[salon_llm_part_get_kind (part)]);
  salon_json_writer_add_string (writer, "text", salon_llm_part_get_text (part));
  if (salon_llm_part_get_kind (part) == SALON_LLM_PART_TOOL_CALL)
    salon_json_writer_add_string (writer, "id", hide_made_up (body, salon_llm_part_get_id (part)));
  salon_json_writer_add_string (writer, "name", salon_llm_part_get_name (part));
  salon_json_writer_add_string (writer, "arguments", salon_llm_part_get_arguments (part));
  salon_json_writer_add_string (writer, "mime_type", salon_llm_part_get_mime_type (part));
  if (salon_llm_part_get_data (part) != NULL)
    {
      gsize length;
      const guchar *data = g_bytes_get_data (salon_llm_part_get_data (part), &length);
      g_autofree char *encoded = g_base64_encode (data, length);

      salon_json_writer_add_string (writer, "data", encoded);
    }
  salon_json_writer_add_value (writer, "opaque", salon_llm_part_get_opaque (part, PROVIDER_ID));
  salon_json_writer_end_object (writer);
}

static void
write_reply (SalonJsonWriter *writer,
             const char      *body,
             SalonLlmReply   *reply)
{
  static const char * const reasons[] = {
    "end", "length", "tool-calls", "refusal", "filter", "paused", "other",
  };
  GPtrArray *parts = salon_llm_reply_get_parts (reply);
  const SalonLlmUsage *usage = salon_llm_reply_get_usage (reply);

  salon_json_writer_begin_object (writer, "reply");
  salon_json_writer_begin_array (writer, "parts");
  for (guint i = 0; i < parts->len; i++)
    write_part (writer, body, g_ptr_array_index (parts, i));
  salon_json_writer_end_array (writer);
  salon_json_writer_add_string (writer, "stop", reasons[salon_llm_reply_get_stop_reason (reply)]);
  salon_json_writer_add_string (writer, "detail", salon_llm_reply_get_detail (reply));
  salon_json_writer_add_string (writer, "model", salon_llm_reply_get_model (reply));
  salon_json_writer_add_int64 (writer, "input", usage->input_tokens);
  salon_json_writer_add_int64 (writer, "output", usage->output_tokens);
  salon_json_writer_add_int64 (writer, "cached", usage->cached_tokens);
  salon_json_writer_add_int64 (writer, "cache_write", usage->cache_write_tokens);
  salon_json_writer_add_int64 (writer, "reasoning", usage->reasoning_tokens);
  salon_json_writer_end_object (writer);
}

static void
write_error (SalonJsonWriter *writer,
             const GError    *error)
{
  static const char * const codes[] = {
    "failed", "authentication", "not-found", "rate-limited", "quota", "overloaded", "server",
    "bad-request", "context-length", "network", "tls", "redirected", "protocol", "cut", "refused",
  };

  g_assert_nonnull (error);
  g_assert_true (error->domain == SALON_LLM_ERROR);
  salon_json_writer_begin_object (writer, "error");
  salon_json_writer_add_string (writer, "code", codes[error->code]);
  salon_json_writer_add_string (writer, "message", error->message);
  salon_json_writer_end_object (writer);
}

char *
llm_golden_read (const LlmGolden *golden,
                 const char      *body,
                 const gsize     *cuts,
                 guint            n_cuts)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autoptr (GPtrArray) lines = llm_test_events_new ();
  g_autoptr (GError) error = NULL;
  Recorder recorder = { body, lines };
  g_autoptr (SalonLlmReply) reply = read_body (golden, body, cuts, n_cuts, &recorder, &error);

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_begin_array (writer, "events");
  for (guint i = 0; i < lines->len; i++)
    salon_json_writer_add_string (writer, NULL, g_ptr_array_index (lines, i));
  salon_json_writer_end_array (writer);
  if (reply != NULL)
    write_reply (writer, body, reply);
  else
    write_error (writer, error);
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish (writer);
}

static void
test_every_cut (const LlmGolden *golden,
                const char      *body,
                gsize            length,
                const char      *expected)
{
  g_autofree gsize *bytes = g_new (gsize, length + 1);
  g_autofree char *single = NULL;

  for (gsize i = 0; i <= length; i++)
    {
      const gsize cuts[] = { i, length };
      g_autofree char *seen = llm_golden_read (golden, body, cuts, G_N_ELEMENTS (cuts));

      g_assert_cmpstr (seen, ==, expected);
      bytes[i] = MIN (i + 1, length);
    }
  /* And every byte on its own. */
  single = llm_golden_read (golden, body, bytes, (guint) length);
  g_assert_cmpstr (single, ==, expected);
}

static void
update (const char *path,
        const char *text)
{
  g_autoptr (SalonJsonDocument) document = llm_test_parse (text);
  g_autofree char *pretty = salon_json_to_text (salon_json_document_get_root (document), TRUE);
  g_autofree char *whole = g_strconcat (pretty, "\n", NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, whole, -1, &error);
  g_assert_no_error (error);
}

static void
test_recording (gconstpointer data)
{
  const Recording *recording = data;
  g_autofree char *sse_name = g_strconcat (recording->name, ".sse", NULL);
  g_autofree char *json_name = g_strconcat (recording->name, ".json", NULL);
  g_autofree char *sse_path = NULL;
  g_autofree char *json_path = NULL;
  g_autofree char *body = NULL;
  g_autofree char *seen = NULL;
  g_autofree char *text = NULL;
  g_autoptr (SalonJsonDocument) expected = NULL;
  g_autoptr (SalonJsonDocument) document = NULL;
  gsize length;

  sse_path = g_test_build_filename (G_TEST_DIST, "data", recording->folder, sse_name, NULL);
  json_path = g_test_build_filename (G_TEST_DIST, "data", recording->folder, json_name, NULL);
  body = llm_test_read_file (sse_path, &length);
  seen = llm_golden_read (recording->golden, body, &length, 1);
  if (g_getenv ("LLM_GOLDEN_UPDATE") != NULL)
    {
      update (json_path, seen);
      return;
    }
  text = llm_test_read_file (json_path, NULL);
  expected = llm_test_parse (text);
  document = llm_test_parse (seen);
  if (!salon_json_equal (salon_json_document_get_root (document),
                         salon_json_document_get_root (expected)))
    g_error ("%s gives %s", sse_path, seen);
  test_every_cut (recording->golden, body, length, seen);
}

void
llm_golden_add_folder (const LlmGolden *golden,
                       const char      *folder,
                       guint            n_least)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", folder, NULL);
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *file;
  guint n_files = 0;

  g_assert_nonnull (directory);
  while ((file = g_dir_read_name (directory)) != NULL)
    {
      Recording *recording;
      g_autofree char *test = NULL;

      if (!g_str_has_suffix (file, ".sse"))
        continue;
      recording = g_new0 (Recording, 1);
      recording->golden = golden;
      recording->folder = g_strdup (folder);
      recording->name = g_strndup (file, strlen (file) - strlen (".sse"));
      test = g_strdup_printf ("/llm/%s-stream/golden/%s", folder, recording->name);
      g_test_add_data_func_full (test, recording, test_recording, recording_free);
      n_files++;
    }
  g_assert_cmpuint (n_files, >=, n_least);
}
