/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "ui-test.h"

/* Real time, only so that a broken test fails instead of hanging. */
#define PATIENCE_SECONDS 20

void
ui_test_init (int    *argc,
              char ***argv)
{
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  /* libadwaita asks for the desktop's own schemas, and GTK's icons are known by the database
   * of types; both are out of sight once the folders are isolated. */
  g_settings_schema_source_get_default ();
  g_free (g_content_type_guess ("icon.svg", NULL, 0, NULL));
  g_test_init (argc, argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();
  adw_init ();
}

typedef struct
{
  gboolean  settled;
  GError   *error;
} Awaiting;

static DexFuture *
on_settled_cb (DexFuture *future,
               gpointer   user_data)
{
  Awaiting *awaiting = user_data;

  awaiting->settled = TRUE;
  dex_future_get_value (future, &awaiting->error);

  return NULL;
}

static gboolean
is_settled (gpointer data)
{
  return ((Awaiting *) data)->settled;
}

/* Runs the main loop until @future has resolved; a rejection fails the test. */
void
ui_test_await (DexFuture *future)
{
  Awaiting awaiting = { FALSE, NULL };
  g_autoptr(DexFuture) finally = dex_future_finally (future, on_settled_cb, &awaiting, NULL);

  ui_test_wait (is_settled, &awaiting);
  g_assert_no_error (awaiting.error);
}

SalonHost *
ui_test_open_host (void)
{
  SalonHost *host = salon_host_new (NULL, NULL);

  ui_test_await (salon_host_open (host));

  return host;
}

void
ui_test_close_host (SalonHost *host)
{
  ui_test_await (salon_host_close (host));
  ui_test_finalize (host);
}

static gboolean
on_tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

void
ui_test_wait (UiTestCondition condition,
              gpointer        data)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE_SECONDS * G_USEC_PER_SEC;
  /* Wakes the loop up when nothing else does, so that the deadline is seen. */
  guint ticks = g_timeout_add (100, on_tick_cb, NULL);

  while (!condition (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, TRUE);
    }

  g_source_remove (ticks);
}

/* Lets everything happen that is due. */
void
ui_test_settle (void)
{
  for (int i = 0; i < 200 && g_main_context_iteration (NULL, FALSE); i++)
    continue;
}

static GtkWidget *
find_child (GtkWidget  *widget,
            const char *name)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found;

      if (g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (child)), name) == 0)
        return child;

      found = find_child (child, name);
      if (found != NULL)
        return found;
    }

  return NULL;
}

/* What is called @name in the .ui file of @widget. */
gpointer
ui_test_child (gpointer    widget,
               const char *name)
{
  gpointer child = find_child (widget, name);

  if (child == NULL)
    child = gtk_widget_get_template_child (widget, G_OBJECT_TYPE (widget), name);
  g_assert_nonnull (child);

  return child;
}

static gboolean
has_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && *gtk_label_get_label (GTK_LABEL (widget)) != '\0')
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (has_text (child))
        return TRUE;
    }

  return FALSE;
}

static gboolean
takes_text (GtkWidget *widget)
{
  return GTK_IS_EDITABLE (widget) || GTK_IS_TEXT_VIEW (widget);
}

static gboolean
is_named (GtkWidget *widget)
{
  if (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL)
      || gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget),
                                           GTK_ACCESSIBLE_RELATION_LABELLED_BY))
    return TRUE;

  if (gtk_widget_get_tooltip_text (widget) != NULL)
    return TRUE;

  /* Buttons and rows are called what is written on them, entries are not. */
  return !takes_text (widget) && has_text (widget);
}

/* The inner parts of a widget that GTK itself presents as one. */
static gboolean
is_inner_part (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  /* It takes the focus for the keys that scroll, and is presented as what it holds. */
  if (GTK_IS_SCROLLED_WINDOW (widget))
    return TRUE;

  if (GTK_IS_TEXT (widget) && parent != NULL && !GTK_IS_POPOVER (parent))
    return TRUE;

  return parent != NULL && (GTK_IS_MENU_BUTTON (parent) || GTK_IS_PASSWORD_ENTRY (parent))
         && GTK_IS_TOGGLE_BUTTON (widget) && is_named (parent);
}

/* Every widget that can have the focus has an accessible name. */
void
ui_test_assert_named (gpointer root)
{
  GtkWidget *widget = GTK_WIDGET (root);

  if (!gtk_widget_get_visible (widget)
      || (GTK_IS_STACK (gtk_widget_get_parent (widget)) && !gtk_widget_get_child_visible (widget))
      || (ADW_IS_BANNER (widget) && !adw_banner_get_revealed (ADW_BANNER (widget))))
    return;

  if (gtk_widget_get_focusable (widget) && gtk_widget_get_can_focus (widget)
      && !GTK_IS_ROOT (widget) && !GTK_IS_LABEL (widget)
      && !is_inner_part (widget) && !is_named (widget))
    {
      GtkWidget *parent = gtk_widget_get_parent (widget);

      g_error ("A %s in a %s in a %s has no accessible name", G_OBJECT_TYPE_NAME (widget),
               parent != NULL ? G_OBJECT_TYPE_NAME (parent) : "nothing",
               parent != NULL && gtk_widget_get_parent (parent) != NULL
                 ? G_OBJECT_TYPE_NAME (gtk_widget_get_parent (parent))
                 : "nothing");
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    ui_test_assert_named (child);
}

static void
on_gone_cb (gpointer  data,
            GObject  *where_the_object_was)
{
  *(gboolean *) data = TRUE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

/* Gives up the last reference: @object has to be gone as soon as nothing is under way. */
void
ui_test_finalize (gpointer object)
{
  gboolean gone = FALSE;

  g_object_weak_ref (G_OBJECT (object), on_gone_cb, &gone);
  if (GTK_IS_WINDOW (object))
    gtk_window_destroy (GTK_WINDOW (object));
  else
    g_object_unref (object);
  ui_test_wait (is_true, &gone);
}
