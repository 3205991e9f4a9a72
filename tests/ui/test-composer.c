/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "salon-composer.h"
#include "ui-test.h"

static gboolean
has_stopped (gpointer data)
{
  return !salon_conversation_get_running (data);
}

static SalonComposer *
create_composer (void)
{
  return SALON_COMPOSER (g_object_ref_sink (salon_composer_new ()));
}

static void
test_without_conversation (void)
{
  SalonComposer *composer = create_composer ();

  salon_composer_set_text (composer, "Hello");
  g_assert_false (gtk_widget_get_sensitive (ui_test_child (composer, "send_button")));
  g_assert_null (salon_composer_get_conversation (composer));

  ui_test_finalize (composer);
}

static void
test_draft (void)
{
  SalonHost *host = ui_test_open_host ();
  SalonComposer *composer = create_composer ();
  g_autoptr(SalonConversation) first = salon_host_new_conversation (host);
  g_autoptr(SalonConversation) second = salon_host_new_conversation (host);
  g_autofree char *text = NULL;

  salon_composer_set_conversation (composer, first);
  salon_composer_set_text (composer, "for the first");
  g_assert_cmpstr (salon_conversation_get_draft (first), ==, "for the first");

  salon_composer_set_conversation (composer, second);
  text = salon_composer_dup_text (composer);
  g_assert_cmpstr (text, ==, "");
  g_assert_cmpstr (salon_conversation_get_draft (first), ==, "for the first");

  salon_composer_set_conversation (composer, first);
  g_free (text);
  text = salon_composer_dup_text (composer);
  g_assert_cmpstr (text, ==, "for the first");

  ui_test_finalize (composer);
  g_clear_object (&first);
  g_clear_object (&second);
  ui_test_close_host (host);
}

static void
test_blank (void)
{
  SalonHost *host = ui_test_open_host ();
  SalonComposer *composer = create_composer ();
  g_autoptr(SalonConversation) conversation = salon_host_new_conversation (host);

  salon_composer_set_conversation (composer, conversation);
  salon_composer_set_text (composer, " \n\t ");
  g_assert_false (gtk_widget_get_sensitive (ui_test_child (composer, "send_button")));
  gtk_widget_activate_action (GTK_WIDGET (composer), "composer.send", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (conversation)), ==, 0);

  ui_test_finalize (composer);
  g_clear_object (&conversation);
  ui_test_close_host (host);
}

static void
test_send_and_stop (void)
{
  SalonHost *host = ui_test_open_host ();
  SalonComposer *composer = create_composer ();
  g_autoptr(SalonConversation) conversation = salon_host_new_conversation (host);
  GtkStack *stack = ui_test_child (composer, "button_stack");
  g_autofree char *text = NULL;

  salon_composer_set_conversation (composer, conversation);
  salon_composer_set_text (composer, "  Show me long Markdown \n");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "send");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (composer), "composer.send", NULL));

  g_assert_true (salon_conversation_get_running (conversation));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "stop");
  text = salon_composer_dup_text (composer);
  g_assert_cmpstr (text, ==, "");

  gtk_widget_activate_action (GTK_WIDGET (composer), "composer.stop", NULL);
  ui_test_wait (has_stopped, conversation);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "send");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (conversation)), >=, 1);

  ui_test_finalize (composer);
  g_clear_object (&conversation);
  ui_test_close_host (host);
}

static void
test_tools_label (void)
{
  SalonComposer *composer = create_composer ();
  GtkWidget *button = ui_test_child (composer, "tools_button");

  g_assert_false (gtk_widget_get_visible (button));
  salon_composer_set_tools_label (composer, "12 tools");
  g_assert_true (gtk_widget_get_visible (button));
  ui_test_assert_named (composer);
  salon_composer_set_tools_label (composer, NULL);
  g_assert_false (gtk_widget_get_visible (button));

  ui_test_finalize (composer);
}

static gboolean
has_an_attachment (gpointer data)
{
  return g_list_model_get_n_items (salon_conversation_get_attachments (data)) == 1;
}

static gboolean
tells_a_problem (gpointer data)
{
  GtkWidget *tray = data;

  return gtk_widget_get_visible (tray) && gtk_widget_get_visible (gtk_widget_get_last_child (tray));
}

static void
attach (SalonComposer *composer,
        const char    *name,
        const char    *content,
        gssize         length)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), name, NULL);
  g_autofree char *uri = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_data_dir (), 0700), ==, 0);
  g_file_set_contents (path, content, length, &error);
  g_assert_no_error (error);
  uri = g_filename_to_uri (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (composer), "composer.attach-file", "s",
                                             uri));
}

static void
test_attachments (void)
{
  SalonHost *host = ui_test_open_host ();
  SalonComposer *composer = create_composer ();
  g_autoptr(SalonConversation) conversation = salon_host_new_conversation (host);
  g_autoptr(SalonConversation) other = salon_host_new_conversation (host);
  GtkWidget *tray = ui_test_child (composer, "tray");
  g_autoptr(SalonAttachment) attachment = NULL;
  g_autoptr(SalonMessage) message = NULL;

  salon_composer_set_conversation (composer, conversation);
  g_assert_false (gtk_widget_get_visible (tray));
  attach (composer, "notes.txt", "words", -1);
  ui_test_wait (has_an_attachment, conversation);
  g_assert_true (gtk_widget_get_visible (tray));
  ui_test_assert_named (composer);

  /* Each chat has its own. */
  salon_composer_set_conversation (composer, other);
  g_assert_false (gtk_widget_get_visible (tray));
  salon_composer_set_conversation (composer, conversation);
  g_assert_true (gtk_widget_get_visible (tray));

  attachment = g_list_model_get_item (salon_conversation_get_attachments (conversation), 0);
  salon_conversation_detach (conversation, attachment);
  g_assert_false (gtk_widget_get_visible (tray));

  attach (composer, "program", "\x7f""ELF\0\0", 6);
  ui_test_wait (tells_a_problem, tray);

  /* A file alone is a message. */
  attach (composer, "notes.txt", "words", -1);
  ui_test_wait (has_an_attachment, conversation);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (composer), "composer.send", NULL));
  g_assert_false (gtk_widget_get_visible (tray));
  message = g_list_model_get_item (G_LIST_MODEL (conversation), 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (message)), ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (composer), "composer.stop", NULL);
  ui_test_wait (has_stopped, conversation);

  ui_test_finalize (composer);
  g_clear_object (&message);
  g_clear_object (&attachment);
  g_clear_object (&conversation);
  g_clear_object (&other);
  ui_test_close_host (host);
}

static GBytes *
make_picture (void)
{
  static const guint8 pixels[4 * 4 * 4] = { 0xff, 0x80, 0x00, 0xff };
  g_autoptr(GBytes) data = g_bytes_new_static (pixels, sizeof pixels);
  g_autoptr(GdkTexture) texture = gdk_memory_texture_new (4, 4, GDK_MEMORY_R8G8B8A8, data, 16);

  return gdk_texture_save_to_png_bytes (texture);
}

/* Pasted as other programs offer it, and dropped as the desktop does. */
static void
test_pasted_and_dropped (void)
{
  SalonHost *host = ui_test_open_host ();
  SalonComposer *composer = create_composer ();
  g_autoptr(SalonConversation) conversation = salon_host_new_conversation (host);
  g_autoptr(GBytes) picture = make_picture ();
  g_autoptr(GdkContentProvider) provider =
    gdk_content_provider_new_for_bytes ("image/png", picture);
  g_autoptr(GtkEventController) target = salon_composer_new_drop_target (composer);
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "dropped.txt", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(SalonAttachment) attachment = NULL;
  g_autoptr(SalonAttachment) dropped = NULL;
  g_auto(GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  salon_composer_set_conversation (composer, conversation);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (composer)), provider);
  g_signal_emit_by_name (ui_test_child (composer, "text_view"), "paste-clipboard");
  ui_test_wait (has_an_attachment, conversation);
  attachment = g_list_model_get_item (salon_conversation_get_attachments (conversation), 0);
  g_assert_cmpstr (salon_attachment_get_mime_type (attachment), ==, "image/png");
  salon_conversation_detach (conversation, attachment);

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_data_dir (), 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "words", -1, NULL));
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_array (&file, 1));
  g_signal_emit_by_name (target, "drop", &value, 0.0, 0.0, &taken);
  g_assert_true (taken);
  ui_test_wait (has_an_attachment, conversation);
  dropped = g_list_model_get_item (salon_conversation_get_attachments (conversation), 0);
  g_assert_cmpstr (salon_attachment_get_name (dropped), ==, "dropped.txt");

  ui_test_finalize (composer);
  g_clear_object (&attachment);
  g_clear_object (&dropped);
  g_clear_object (&conversation);
  ui_test_close_host (host);
}

int
main (int   argc,
      char *argv[])
{
  ui_test_init (&argc, &argv);

  g_test_add_func ("/ui/composer/without-a-chat-nothing-is-sent", test_without_conversation);
  g_test_add_func ("/ui/composer/each-chat-keeps-its-draft", test_draft);
  g_test_add_func ("/ui/composer/space-is-no-message", test_blank);
  g_test_add_func ("/ui/composer/sends-and-stops", test_send_and_stop);
  g_test_add_func ("/ui/composer/tools-button-comes-with-its-label", test_tools_label);

  g_test_add_func ("/ui/composer/files-go-with-the-message", test_attachments);
  g_test_add_func ("/ui/composer/takes-what-is-pasted-and-dropped", test_pasted_and_dropped);

  return g_test_run ();
}
