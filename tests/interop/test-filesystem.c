/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The host against @modelcontextprotocol/server-filesystem. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "interop.h"

#define FILESYSTEM "\"files\":{\"cwd\":\"%FOLDER%\",\"command\":\"node\"," \
                   "\"args\":[\"%NPM%/node_modules/" \
                   "@modelcontextprotocol/server-filesystem/dist/index.js\",\"%FOLDER%\"]}"

static void
write_note (Interop    *interop,
            const char *name,
            const char *text)
{
  g_autofree char *path = g_build_filename (interop->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
test_reads_a_file (Interop *interop)
{
  g_autofree char *arguments =
    g_strdup_printf ("{\"path\":\"%s/note.txt\"}", interop->folder);

  write_note (interop, "note.txt", "The cat is called Minka.\n");
  interop->answer = interop_allow_once;
  scripted_model_call (interop->model, "read_text_file", arguments, NULL);
  scripted_model_say (interop->model, "The cat is called Minka.");
  interop_ask (interop, "What is the cat called?");
  g_assert_nonnull (strstr (salon_tool_call_get_result_text (interop_call (interop, 0)), "Minka"));
  g_assert_nonnull (strstr (scripted_model_get_request (interop->model, 1), "Minka"));
}

static void
edit_arguments (SalonQuestion *question,
                gpointer       user_data)
{
  g_autoptr (GError) error = NULL;

  salon_question_allow (question, SALON_APPROVAL_ONCE, user_data, &error);
  g_assert_no_error (error);
}

static void
test_edited_arguments_are_used (Interop *interop)
{
  g_autofree char *asked = g_strdup_printf ("{\"path\":\"%s/a.txt\"}", interop->folder);
  g_autofree char *edited = g_strdup_printf ("{\"path\":\"%s/b.txt\"}", interop->folder);

  write_note (interop, "a.txt", "alpha");
  write_note (interop, "b.txt", "beta");
  interop->answer = edit_arguments;
  interop->answer_data = edited;
  scripted_model_call (interop->model, "read_text_file", asked, NULL);
  scripted_model_say (interop->model, "Read.");
  interop_ask (interop, "Read a");
  g_assert_nonnull (strstr (salon_tool_call_get_result_text (interop_call (interop, 0)), "beta"));
}

static void
test_outside_is_refused_by_the_server (Interop *interop)
{
  interop->answer = interop_allow_once;
  scripted_model_call (interop->model, "read_text_file", "{\"path\":\"/etc/hostname\"}", NULL);
  scripted_model_say (interop->model, "Not allowed.");
  interop_ask (interop, "Read the host name");
  g_assert_cmpint (salon_tool_call_get_state (interop_call (interop, 0)), ==,
                   SALON_TOOL_CALL_FAILED);
  g_assert_nonnull (strstr (scripted_model_get_request (interop->model, 1), "denied"));
}

static void
test_write_denied_writes_nothing (Interop *interop)
{
  g_autofree char *path = g_build_filename (interop->folder, "new.txt", NULL);
  g_autofree char *arguments =
    g_strdup_printf ("{\"path\":\"%s\",\"content\":\"x\"}", path);

  interop->answer = interop_deny;
  scripted_model_call (interop->model, "write_file", arguments, NULL);
  scripted_model_say (interop->model, "Fine.");
  interop_ask (interop, "Write");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
allow_for_chat (SalonQuestion *question,
                gpointer       user_data)
{
  g_autoptr (GError) error = NULL;

  salon_question_allow (question, SALON_APPROVAL_CHAT, NULL, &error);
  g_assert_no_error (error);
}

static void
test_allowed_for_the_chat_asks_once (Interop *interop)
{
  g_autofree char *arguments = g_strdup_printf ("{\"path\":\"%s\"}", interop->folder);

  interop->answer = allow_for_chat;
  for (guint i = 0; i < 3; i++)
    {
      scripted_model_call (interop->model, "list_directory", arguments, NULL);
      scripted_model_say (interop->model, "Listed.");
      interop_ask (interop, "List");
      g_assert_cmpint (salon_tool_call_get_state (interop_call (interop, 0)), ==,
                       SALON_TOOL_CALL_DONE);
    }
  g_assert_cmpuint (interop->n_asked, ==, 1);
}

static void
add_tests (void)
{
  interop_add ("/interop/filesystem/reads-a-file", FILESYSTEM, test_reads_a_file);
  interop_add ("/interop/filesystem/edited-arguments-are-used", FILESYSTEM,
               test_edited_arguments_are_used);
  interop_add ("/interop/filesystem/outside-is-refused-by-the-server", FILESYSTEM,
               test_outside_is_refused_by_the_server);
  interop_add ("/interop/filesystem/write-denied-writes-nothing", FILESYSTEM,
               test_write_denied_writes_nothing);
  interop_add ("/interop/filesystem/allowed-for-the-chat-asks-once", FILESYSTEM,
               test_allowed_for_the_chat_asks_once);
}

int
main (int   argc,
      char *argv[])
{
  return interop_main (argc, argv, add_tests);
}
