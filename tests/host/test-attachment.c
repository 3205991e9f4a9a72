/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host-test"

#include "config.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "salon-attachment-private.h"
#include "salon-host-error.h"
#include "salon-image-fitter.h"
#include "salon-message-loader.h"
#include "salon-message-private.h"
#include "salon-tool-call-private.h"
#include "turn-fixture.h"

static char *
dup_history_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "salon", "history.db", NULL);
}

static GBytes *
make_picture (int         width,
              int         height,
              const char *format)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  g_autoptr (GError) error = NULL;
  char *data;
  gsize length;

  gdk_pixbuf_fill (pixbuf, 0x3584e4ff);
  gdk_pixbuf_save_to_buffer (pixbuf, &data, &length, format, &error, NULL);
  g_assert_no_error (error);
  return g_bytes_new_take (data, length);
}

static SalonAttachment *
await_attachment (DexFuture  *future,
                  GError    **error)
{
  g_autoptr (DexFuture) reading = future;
  gint64 until = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;
  const GValue *value;

  while (dex_future_is_pending (reading))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (200);
    }
  value = dex_future_get_value (reading, error);
  return value != NULL ? g_value_dup_object (value) : NULL;
}

static SalonAttachment *
read_bytes (GBytes     *content,
            const char *name)
{
  g_autoptr (GError) error = NULL;
  SalonAttachment *attachment;

  attachment = await_attachment (salon_attachment_read_bytes (content, name), &error);
  g_assert_no_error (error);
  return attachment;
}

static void
expect_refusal (const char *content,
                gssize      length,
                const char *name,
                const char *words)
{
  g_autoptr (GBytes) bytes = g_bytes_new (content, length < 0 ? strlen (content) : (gsize) length);
  g_autoptr (SalonAttachment) attachment = NULL;
  g_autoptr (GError) error = NULL;

  attachment = await_attachment (salon_attachment_read_bytes (bytes, name), &error);
  g_assert_null (attachment);
  g_assert_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_nonnull (strstr (error->message, name));
}

static void
test_content_says_what_it_is (void)
{
  static const struct
  {
    const char *name;
    const char *content;
    const char *mime_type;
  } documents[] = {
    { "report.png", "%PDF-1.7\n\x01\xff", "application/pdf" },
    { "data.json", "{\"a\":1}", "application/json" },
    { "table.CSV", "a,b\n1,2\n", "text/csv" },
    { "README.md", "# Höhe", "text/markdown" },
    { "main.c", "int main (void);", "text/plain" },
    { "../../etc/passwd", "x", "text/plain" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (documents[i].content, strlen (documents[i].content));
      g_autoptr (SalonAttachment) attachment = read_bytes (bytes, documents[i].name);

      g_assert_cmpint (salon_attachment_get_kind (attachment), ==, SALON_ATTACHMENT_DOCUMENT);
      g_assert_cmpstr (salon_attachment_get_mime_type (attachment), ==, documents[i].mime_type);
      g_assert_null (strchr (salon_attachment_get_name (attachment), '/'));
    }
}

static void
test_what_cannot_be_taken (void)
{
  g_autofree char *large = g_strnfill (20 * 1000 * 1000 + 1, 'x');
  g_autoptr (GBytes) png = make_picture (40, 30, "png");

  expect_refusal ("", 0, "nothing.txt", "empty");
  expect_refusal ("\x7f""ELF\0\0", 6, "program", "PDF files and texts");
  expect_refusal (large, -1, "large.log", "20 MB");
  expect_refusal ("\x89PNG\r\n\x1a\nrubbish", -1, "broken.png", "as a picture");
  expect_refusal (g_bytes_get_data (png, NULL), 20, "cut.png", "as a picture");
}

/* A header alone can ask for gigabytes. */
static void
test_a_bomb_is_not_unpacked (void)
{
  static const guint8 header[] = {
    0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R',
    0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff, 8, 2, 0, 0, 0, 0x2a, 0x1b, 0x1e, 0xc5,
  };

  expect_refusal ((const char *) header, sizeof header, "bomb.png", "as a picture");
}

static void
test_pictures_are_made_to_fit (void)
{
  g_autoptr (GBytes) small = make_picture (640, 480, "png");
  g_autoptr (GBytes) wide = make_picture (4000, 1000, "png");
  g_autoptr (GBytes) photo = make_picture (1000, 3000, "jpeg");
  g_autoptr (SalonAttachment) same = read_bytes (small, "small.png");
  g_autoptr (SalonAttachment) fit = read_bytes (wide, "wide.png");
  g_autoptr (SalonAttachment) high = read_bytes (photo, "photo.jpg");

  g_assert_true (g_bytes_equal (salon_attachment_get_content (same), small));
  g_assert_cmpuint (salon_attachment_get_width (same), ==, 640);
  g_assert_cmpuint (salon_attachment_get_width (fit), ==, SALON_IMAGE_LONGEST_EDGE);
  g_assert_cmpuint (salon_attachment_get_height (fit), ==, 392);
  g_assert_cmpstr (salon_attachment_get_mime_type (fit), ==, "image/png");
  g_assert_cmpstr (salon_image_recognize (salon_attachment_get_content (fit)), ==, "image/png");
  g_assert_cmpuint (salon_attachment_get_height (high), ==, SALON_IMAGE_LONGEST_EDGE);
  g_assert_cmpstr (salon_attachment_get_mime_type (high), ==, "image/jpeg");
}

static void
test_files (void)
{
  g_autofree char *folder = g_dir_make_tmp ("salon-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "notes.txt", NULL);
  g_autofree char *pipe_path = g_build_filename (folder, "pipe", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) pipe = g_file_new_for_path (pipe_path);
  g_autoptr (GFile) missing = g_file_new_for_path ("/nonexistent/x.png");
  g_autoptr (SalonAttachment) attachment = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "words", -1, NULL));
  attachment = await_attachment (salon_attachment_read_file (file), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (salon_attachment_get_name (attachment), ==, "notes.txt");
  g_assert_cmpuint (salon_attachment_get_size (attachment), ==, 5);

  g_assert_null (await_attachment (salon_attachment_read_file (missing), &error));
  g_assert_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_FAILED);
  g_clear_error (&error);

  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  g_assert_null (await_attachment (salon_attachment_read_file (pipe), &error));
  g_assert_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_FAILED);
  g_unlink (pipe_path);
  g_unlink (path);
  g_rmdir (folder);
}

static SalonLlmMessage *
get_first_message (Fixture *f)
{
  return salon_llm_request_get_message (f->requests->pdata[f->requests->len - 1], 0);
}

static void
expect_parts (Fixture *f,
              GBytes  *picture)
{
  SalonLlmMessage *message = get_first_message (f);
  SalonLlmPart *part;

  g_assert_cmpuint (salon_llm_message_get_n_parts (message), ==, 3);
  part = salon_llm_message_get_part (message, 0);
  g_assert_cmpint (salon_llm_part_get_kind (part), ==, SALON_LLM_PART_IMAGE);
  g_assert_cmpstr (salon_llm_part_get_mime_type (part), ==, "image/png");
  g_assert_true (g_bytes_equal (salon_llm_part_get_data (part), picture));
  part = salon_llm_message_get_part (message, 1);
  g_assert_cmpint (salon_llm_part_get_kind (part), ==, SALON_LLM_PART_DOCUMENT);
  g_assert_cmpstr (salon_llm_part_get_name (part), ==, "notes.md");
  g_assert_cmpstr (salon_llm_part_get_mime_type (part), ==, "text/markdown");
  part = salon_llm_message_get_part (message, 2);
  g_assert_cmpstr (salon_llm_part_get_text (part), ==, "What is this?");
}

static SalonConversation *
load_again (Fixture *f)
{
  const char *id = salon_conversation_get_id (f->conversation);
  g_autoptr (DexFuture) loading = salon_message_loader_load (f->store, id);
  SalonConversation *again;

  g_assert_true (fixture_finish (f, dex_ref (loading), NULL));
  again = salon_conversation_new (&f->services, salon_history_find (f->history, id));
  salon_conversation_take_messages (again,
                                    g_value_get_boxed (dex_future_get_value (loading, NULL)));
  return again;
}

static void
test_sent_and_kept (void)
{
  g_autofree char *path = dup_history_path ();
  g_autoptr (Fixture) f = fixture_new_stored (path);
  g_autoptr (GBytes) picture = make_picture (64, 48, "png");
  g_autoptr (GBytes) text = g_bytes_new_static ("# Notes", 7);
  g_autoptr (SalonAttachment) image = read_bytes (picture, "dot.png");
  g_autoptr (SalonAttachment) document = read_bytes (text, "notes.md");
  g_autofree char *blob_path = g_build_filename (g_get_user_data_dir (), "salon", "attachments",
                                                 salon_attachment_get_blob (image), NULL);
  g_autoptr (SalonConversation) again = NULL;
  g_autoptr (SalonMessage) message = NULL;
  g_autofree char *copied = NULL;
  SalonAttachment *kept;

  script_provider_add (f->provider, "text A dot");
  salon_conversation_attach (f->conversation, image);
  salon_conversation_attach (f->conversation, document);
  g_assert_true (fixture_finish (f, salon_conversation_send_with_attachments (
    f->conversation, "What is this?", salon_conversation_get_attachments (f->conversation)), NULL));
  g_assert_cmpuint (g_list_model_get_n_items (
    salon_conversation_get_attachments (f->conversation)), ==, 0);
  expect_parts (f, picture);
  g_assert_true (g_file_test (blob_path, G_FILE_TEST_IS_REGULAR));

  /* After a restart the model is sent the same. */
  again = load_again (f);
  message = g_list_model_get_item (G_LIST_MODEL (again), 0);
  copied = salon_message_dup_text (message);
  g_assert_cmpstr (copied, ==, "What is this?");
  kept = salon_part_get_attachment (salon_message_get_part (message, 0));
  g_assert_cmpstr (salon_attachment_get_name (kept), ==, "dot.png");
  g_assert_cmpuint (salon_attachment_get_width (kept), ==, 64);
  g_assert_null (salon_attachment_get_content (kept));
  g_set_object (&f->conversation, again);
  script_provider_add (f->provider, "text Still a dot");
  fixture_send (f, "Sure?");
  expect_parts (f, picture);

  g_assert_true (fixture_finish (f, salon_history_delete (
    f->history, salon_conversation_get_id (f->conversation)), NULL));
  g_assert_false (g_file_test (blob_path, G_FILE_TEST_EXISTS));
}

static void
test_a_lost_file_is_told (void)
{
  g_autofree char *path = dup_history_path ();
  g_autoptr (Fixture) f = fixture_new_stored (path);
  g_autoptr (GBytes) picture = make_picture (64, 48, "png");
  g_autoptr (SalonAttachment) image = read_bytes (picture, "dot.png");
  g_autoptr (GListStore) list = g_list_store_new (SALON_TYPE_ATTACHMENT);
  g_autofree char *blob_path = g_build_filename (g_get_user_data_dir (), "salon", "attachments",
                                                 salon_attachment_get_blob (image), NULL);
  g_autoptr (SalonConversation) again = NULL;

  g_list_store_append (list, image);
  script_provider_add (f->provider, "text One");
  /* Nothing but a picture is a message, too. */
  g_assert_true (fixture_finish (f, salon_conversation_send_with_attachments (
    f->conversation, "  ", G_LIST_MODEL (list)), NULL));
  g_assert_cmpuint (salon_llm_message_get_n_parts (get_first_message (f)), ==, 1);
  g_assert_cmpstr (salon_conversation_get_title (f->conversation), ==, "dot.png");

  /* Of the same length, but another. */
  g_assert_true (g_file_test (blob_path, G_FILE_TEST_EXISTS));
  {
    g_autofree char *other = g_strnfill (g_bytes_get_size (picture), 'x');

    g_assert_true (g_file_set_contents (blob_path, other, -1, NULL));
  }
  again = load_again (f);
  g_set_object (&f->conversation, again);
  script_provider_add (f->provider, "text Two");
  fixture_send (f, "And now?");
  g_assert_nonnull (strstr (salon_llm_part_get_text (
    salon_llm_message_get_part (get_first_message (f), 0)), "“dot.png”, which is no longer there"));
}

static void
test_a_draft_keeps_its_attachments (void)
{
  g_autofree char *path = dup_history_path ();
  g_autoptr (Fixture) f = fixture_new_stored (path);
  g_autoptr (GBytes) picture = make_picture (64, 48, "png");
  g_autoptr (SalonAttachment) image = read_bytes (picture, "dot.png");
  g_autoptr (SalonConversation) again = NULL;
  g_autoptr (SalonAttachment) kept = NULL;
  GListModel *attachments;

  salon_conversation_attach (f->conversation, image);
  g_assert_true (fixture_finish (f, salon_conversation_flush (f->conversation), NULL));
  again = load_again (f);
  attachments = salon_conversation_get_attachments (again);
  g_assert_cmpuint (g_list_model_get_n_items (attachments), ==, 1);
  kept = g_list_model_get_item (attachments, 0);
  g_assert_cmpstr (salon_attachment_get_name (kept), ==, "dot.png");
  g_assert_true (fixture_finish (f, salon_attachment_load (kept), NULL));
  g_assert_true (g_bytes_equal (salon_attachment_get_content (kept), picture));
  salon_conversation_detach (again, kept);
  g_assert_cmpuint (g_list_model_get_n_items (attachments), ==, 0);
}

static void
test_pictures_of_results_are_decoded_once (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  GPtrArray *images;

  fixture_add_server (f, "srv");
  fixture_allow_all (f);
  script_provider_add (f->provider, "call a srv__picture {}");
  script_provider_add (f->provider, "text Seen");
  fixture_send (f, "Look");
  images = salon_tool_call_get_images (fixture_get_call (f, 0));
  g_assert_nonnull (images);
  g_assert_true (images == salon_tool_call_get_images (fixture_get_call (f, 0)));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/host/attachment/the-content-says-what-it-is", test_content_says_what_it_is);
  g_test_add_func ("/host/attachment/what-cannot-be-taken-is-refused-in-words",
                   test_what_cannot_be_taken);
  g_test_add_func ("/host/attachment/a-bomb-is-not-unpacked", test_a_bomb_is_not_unpacked);
  g_test_add_func ("/host/attachment/pictures-are-made-to-fit", test_pictures_are_made_to_fit);
  g_test_add_func ("/host/attachment/files-are-read-and-pipes-are-not", test_files);
  g_test_add_func ("/host/attachment/sent-before-the-text-and-kept", test_sent_and_kept);
  g_test_add_func ("/host/attachment/a-lost-file-is-told-to-the-model", test_a_lost_file_is_told);
  g_test_add_func ("/host/attachment/a-draft-keeps-its-attachments",
                   test_a_draft_keeps_its_attachments);
  g_test_add_func ("/host/attachment/pictures-of-results-are-decoded-once",
                   test_pictures_of_results_are_decoded_once);

  return g_test_run ();
}
