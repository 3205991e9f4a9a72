/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include "transcript-test-utilities.h"

#include <gtksourceview/gtksource.h>

void
transcript_test_init (int    *argc,
                      char ***argv)
{
  g_autoptr (GtkCssProvider) provider = NULL;

  gtk_test_init (argc, argv, NULL);
  adw_init ();
  gtk_source_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, "/io/github/salon_chat/Salon/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static gboolean
on_watchdog_cb (gpointer user_data)
{
  g_error ("The main loop did not come to the end within the time.");

  return G_SOURCE_REMOVE;
}

static gboolean
count_frame_cb (GtkWidget     *widget,
                GdkFrameClock *clock,
                gpointer       user_data)
{
  guint *n_frames = user_data;

  *n_frames -= 1;
  gtk_widget_queue_draw (widget);

  return *n_frames > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* Lets all windows draw @n_frames times. */
void
transcript_test_frames (guint n_frames)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());
  g_autoptr (GtkWidget) window = g_list_model_get_item (windows, 0);
  guint watchdog = g_timeout_add_seconds (30, on_watchdog_cb, NULL);
  guint left = n_frames + 1;

  gtk_widget_add_tick_callback (window, count_frame_cb, &left, NULL);
  while (left > 0)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_source_remove (watchdog);
}

/* Runs the main loop until @condition holds; fails when it does not within a time. */
gboolean
transcript_test_wait (gboolean (*condition) (gpointer),
                      gpointer   user_data)
{
  guint watchdog = g_timeout_add_seconds (30, on_watchdog_cb, NULL);

  while (!condition (user_data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (watchdog);

  return TRUE;
}

SalonPart *
transcript_test_add_text (SalonMessage *message,
                          const char   *text,
                          gboolean      finished)
{
  g_autoptr (SalonPart) part = salon_part_new (SALON_PART_TEXT, 0);

  if (text != NULL)
    salon_part_append (part, text);
  if (finished)
    salon_part_finish (part);
  salon_message_add_part (message, part);

  return part;
}

SalonMessage *
transcript_test_message (SalonRole   role,
                         const char *text)
{
  SalonMessage *message = salon_message_new (role, NULL, "practice/practice",
                                             G_GINT64_CONSTANT (1763820000000000));

  if (text != NULL)
    {
      transcript_test_add_text (message, text, TRUE);
      salon_message_set_state (message, SALON_MESSAGE_FINISHED);
    }

  return message;
}

SalonToolCall *
transcript_test_add_call (SalonMessage *message,
                          const char   *title,
                          const char   *arguments)
{
  g_autoptr (SalonToolCall) call = salon_tool_call_new ("call_1", "read_file");
  g_autoptr (SalonPart) part = NULL;

  salon_tool_call_append_arguments (call, arguments);
  salon_tool_call_set_tool (call, "filesystem", "Filesystem", "read_file", title);
  salon_tool_call_prepared (call);
  part = salon_part_new_tool_call (call, 0);
  salon_message_add_part (message, part);

  return call;
}

GtkWidget *
transcript_test_window (GtkWidget *child,
                        int        width,
                        int        height)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  if (GTK_IS_SCROLLABLE (child))
    {
      GtkWidget *scroller = gtk_scrolled_window_new ();

      gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), child);
      child = scroller;
    }
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  transcript_test_frames (2);

  return window;
}

static GtkWidget *
find_child (GtkWidget *parent,
            GType      type,
            guint     *index)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (parent, type) && (*index)-- == 0)
    return parent;

  for (GtkWidget *child = gtk_widget_get_first_child (parent);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_child (child, type, index);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* The widget of @type that stands at @index inside of @parent, in reading order. */
GtkWidget *
transcript_test_find (GtkWidget *parent,
                      GType      type,
                      guint      index)
{
  return find_child (parent, type, &index);
}

/* The button that a screen reader calls @name. */
GtkWidget *
transcript_test_find_button (GtkWidget  *parent,
                             const char *name)
{
  GtkWidget *button;

  for (guint i = 0; (button = transcript_test_find (parent, GTK_TYPE_BUTTON, i)) != NULL; i++)
    {
      const char *label = gtk_button_get_label (GTK_BUTTON (button));

      if (g_strcmp0 (label, name) == 0 ||
          g_strcmp0 (gtk_widget_get_tooltip_text (button), name) == 0)
        return button;
    }

  return NULL;
}
