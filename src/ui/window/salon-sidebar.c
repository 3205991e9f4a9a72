/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-sidebar.h"

#include <glib/gi18n.h>

#include "salon-chat-row.h"
#include "salon-chat.h"
#include "salon-search-hit.h"
#include "salon-sidebar-private.h"
#include "salon-ui-future.h"

/* How long after midnight the sections may lag behind. */
#define CLOCK_SECONDS 300

/**
 * SalonSidebar:
 *
 * The list of chats by day, and the search in their titles and texts.
 */
struct _SalonSidebar
{
  AdwBin              parent_instance;

  SalonHistory       *history;
  GHashTable         *hidden;
  char               *query;
  char               *selected_id;
  gboolean            selecting;
  int                 day;
  guint               clock;

  GtkFilterListModel *visible_chats;
  GtkCustomFilter    *hidden_filter;
  GtkSortListModel   *sorted_chats;
  GtkSingleSelection *selection;
  GtkSingleSelection *results;
  GtkListView        *list_view;
  GtkListView        *results_view;
  GtkEditable        *search_entry;
  GtkStack           *stack;
  GtkMenuButton      *menu_button;
};

enum
{
  PROP_0,
  PROP_HISTORY,
  N_PROPS
};

enum
{
  OPEN_CHAT,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SalonSidebar, salon_sidebar, ADW_TYPE_BIN)

static void
salon_sidebar_update_page (SalonSidebar *self)
{
  const char *page;

  if (self->query != NULL)
    {
      GListModel *results = gtk_single_selection_get_model (self->results);

      page = results != NULL && g_list_model_get_n_items (results) > 0 ? "results" : "no-results";
    }
  else
    {
      page = g_list_model_get_n_items (G_LIST_MODEL (self->visible_chats)) > 0 ? "chats" : "empty";
    }

  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
salon_sidebar_open (SalonSidebar *self,
                    const char   *chat_id,
                    gboolean      activated)
{
  g_signal_emit (self, signals[OPEN_CHAT], 0, chat_id, activated);
}

static void
on_selected_cb (SalonSidebar *self)
{
  SalonChat *chat = gtk_single_selection_get_selected_item (self->selection);

  if (chat != NULL && !self->selecting)
    salon_sidebar_open (self, salon_chat_get_id (chat), FALSE);
}

static void
salon_sidebar_update_selection (SalonSidebar *self)
{
  guint position = GTK_INVALID_LIST_POSITION;
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  for (guint i = 0; self->selected_id != NULL && i < n_items; i++)
    {
      g_autoptr(SalonChat) chat = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (g_str_equal (salon_chat_get_id (chat), self->selected_id))
        {
          position = i;
          break;
        }
    }

  self->selecting = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->selecting = FALSE;
}

static void
on_activate_cb (SalonSidebar *self,
                guint         position)
{
  g_autoptr(SalonChat) chat = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (chat != NULL)
    salon_sidebar_open (self, salon_chat_get_id (chat), TRUE);
}

static void
on_result_activate_cb (SalonSidebar *self,
                       guint         position)
{
  g_autoptr(SalonSearchHit) hit = g_list_model_get_item (G_LIST_MODEL (self->results), position);

  if (hit != NULL)
    salon_sidebar_open (self, salon_search_hit_get_chat_id (hit), TRUE);
}

static void
on_search_activate_cb (SalonSidebar *self)
{
  if (self->query != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->results)) > 0)
    gtk_list_view_scroll_to (self->results_view, 0, GTK_LIST_SCROLL_FOCUS, NULL);
}

/* A chat is listed once, with the best of its places. */
static GListModel *
keep_first_of_each_chat (GListModel *hits)
{
  GListStore *kept = g_list_store_new (SALON_TYPE_SEARCH_HIT);
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_items = g_list_model_get_n_items (hits);

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr(SalonSearchHit) hit = g_list_model_get_item (hits, i);

      if (g_hash_table_add (seen, g_strdup (salon_search_hit_get_chat_id (hit))))
        g_list_store_append (kept, hit);
    }

  return G_LIST_MODEL (kept);
}

static void
on_searched_cb (GObject      *object,
                const GValue *value,
                const GError *error)
{
  SalonSidebar *self = SALON_SIDEBAR (object);
  g_autoptr(GListModel) hits = NULL;

  /* A search whose entry has been emptied in the meantime has nothing to show. */
  if (self->query == NULL)
    return;

  if (error != NULL)
    g_warning ("Searching the chats failed: %s", error->message);
  else
    hits = keep_first_of_each_chat (g_value_get_object (value));

  gtk_single_selection_set_model (self->results, hits);
  salon_sidebar_update_page (self);
}

static void
on_search_changed_cb (SalonSidebar *self)
{
  g_autofree char *query = g_strstrip (g_strdup (gtk_editable_get_text (self->search_entry)));

  g_clear_pointer (&self->query, g_free);

  if (*query == '\0' || self->history == NULL)
    {
      gtk_single_selection_set_model (self->results, NULL);
      salon_sidebar_update_page (self);
      return;
    }

  self->query = g_steal_pointer (&query);
  salon_ui_future_watch (salon_history_search (self->history, self->query), self, on_searched_cb);
}

static void
on_stop_search_cb (SalonSidebar *self)
{
  gtk_editable_set_text (self->search_entry, "");
}

static gboolean
is_not_hidden (gpointer item,
               gpointer user_data)
{
  SalonSidebar *self = SALON_SIDEBAR (user_data);

  return !g_hash_table_contains (self->hidden, salon_chat_get_id (SALON_CHAT (item)));
}

static void
salon_sidebar_activate_action (GtkWidget  *widget,
                               const char *action_name,
                               GVariant   *parameter)
{
  salon_sidebar_open (SALON_SIDEBAR (widget), g_variant_get_string (parameter, NULL), TRUE);
}

static SalonChatRow *
find_row (GtkWidget *widget)
{
  if (widget == NULL)
    return NULL;

  if (SALON_IS_CHAT_ROW (widget))
    return SALON_CHAT_ROW (widget);

  /* The focus is on the list's own item widget, whose child the row is. */
  widget = gtk_widget_get_first_child (widget);
  return SALON_IS_CHAT_ROW (widget) ? SALON_CHAT_ROW (widget) : NULL;
}

static SalonChatRow *
salon_sidebar_get_focused_row (SalonSidebar *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list_view)))
    return NULL;

  return find_row (focus);
}

static gboolean
on_row_shortcut_cb (GtkWidget *widget,
                    GVariant  *args,
                    gpointer   user_data)
{
  SalonSidebar *self = SALON_SIDEBAR (gtk_widget_get_ancestor (widget, SALON_TYPE_SIDEBAR));
  SalonChatRow *row = salon_sidebar_get_focused_row (self);
  const char *action = user_data;

  if (row == NULL || salon_chat_row_get_chat (row) == NULL)
    return GDK_EVENT_PROPAGATE;

  return gtk_widget_activate_action (widget, action, "s",
                                     salon_chat_get_id (salon_chat_row_get_chat (row)));
}

static gboolean
on_menu_shortcut_cb (GtkWidget *widget,
                     GVariant  *args,
                     gpointer   user_data)
{
  SalonSidebar *self = SALON_SIDEBAR (gtk_widget_get_ancestor (widget, SALON_TYPE_SIDEBAR));
  SalonChatRow *row = salon_sidebar_get_focused_row (self);

  if (row == NULL)
    return GDK_EVENT_PROPAGATE;

  salon_chat_row_popup_menu (row, 0, gtk_widget_get_height (GTK_WIDGET (row)));
  return GDK_EVENT_STOP;
}

static void
add_shortcut (GtkEventController *controller,
              const char         *trigger,
              GtkShortcutFunc     func,
              const char         *action)
{
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_shortcut_trigger_parse_string (trigger),
                      gtk_callback_action_new (func, (gpointer) action, NULL)));
}

static void
salon_sidebar_add_shortcuts (SalonSidebar *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  add_shortcut (controller, "F2", on_row_shortcut_cb, "win.rename-chat");
  add_shortcut (controller, "Delete", on_row_shortcut_cb, "win.delete-chat");
  add_shortcut (controller, "Menu|<Shift>F10", on_menu_shortcut_cb, NULL);
  gtk_widget_add_controller (GTK_WIDGET (self->list_view), controller);
}

static void
salon_sidebar_update_sections (SalonSidebar *self)
{
  g_autoptr(GtkSorter) sorter = _salon_sidebar_create_section_sorter ();
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();

  self->day = g_date_time_get_day_of_year (now);
  gtk_sort_list_model_set_section_sorter (self->sorted_chats, sorter);
}

static gboolean
on_clock_cb (gpointer user_data)
{
  SalonSidebar *self = SALON_SIDEBAR (user_data);
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();

  /* What was today is yesterday now. */
  if (g_date_time_get_day_of_year (now) != self->day)
    salon_sidebar_update_sections (self);

  return G_SOURCE_CONTINUE;
}

static void
salon_sidebar_dispose (GObject *object)
{
  SalonSidebar *self = SALON_SIDEBAR (object);

  g_clear_handle_id (&self->clock, g_source_remove);
  /* The models ask for these as long as they live. */
  if (self->hidden_filter != NULL)
    gtk_custom_filter_set_filter_func (self->hidden_filter, NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SALON_TYPE_SIDEBAR);
  g_clear_object (&self->history);
  g_clear_pointer (&self->hidden, g_hash_table_unref);
  g_clear_pointer (&self->query, g_free);
  g_clear_pointer (&self->selected_id, g_free);

  G_OBJECT_CLASS (salon_sidebar_parent_class)->dispose (object);
}

static void
salon_sidebar_get_property (GObject    *object,
                            guint       property_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  SalonSidebar *self = SALON_SIDEBAR (object);

  switch (property_id)
    {
    case PROP_HISTORY:
      g_value_set_object (value, self->history);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
salon_sidebar_set_property (GObject      *object,
                            guint         property_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  SalonSidebar *self = SALON_SIDEBAR (object);

  switch (property_id)
    {
    case PROP_HISTORY:
      salon_sidebar_set_history (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
salon_sidebar_class_init (SalonSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_sidebar_dispose;
  object_class->get_property = salon_sidebar_get_property;
  object_class->set_property = salon_sidebar_set_property;

  /**
   * SalonSidebar:history: (nullable)
   *
   * The chats to list.
   */
  properties[PROP_HISTORY] =
    g_param_spec_object ("history", NULL, NULL, SALON_TYPE_HISTORY,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * SalonSidebar::open-chat:
   * @self: the sidebar
   * @chat_id: a chat's id
   * @activated: whether the user clicked it or pressed Enter, and did not only pass by with
   *   the arrow keys
   *
   * The user wants to see a chat.
   */
  signals[OPEN_CHAT] = g_signal_new ("open-chat", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                     0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);

  g_type_ensure (SALON_TYPE_CHAT_ROW);
  g_type_ensure (SALON_TYPE_SEARCH_HIT);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/salon_chat/Salon/window/salon-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, SalonSidebar, hidden_filter);
  gtk_widget_class_bind_template_child (widget_class, SalonSidebar, list_view);
  gtk_widget_class_bind_template_child (widget_class, SalonSidebar, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SalonSidebar, results);
  gtk_widget_class_bind_template_child (widget_class, SalonSidebar, results_view);
  gtk_widget_class_bind_template_child (widget_class, SalonSidebar, search_entry);
  gtk_widget_class_bind_template_child (widget_class, SalonSidebar, selection);
  gtk_widget_class_bind_template_child (widget_class, SalonSidebar, sorted_chats);
  gtk_widget_class_bind_template_child (widget_class, SalonSidebar, stack);
  gtk_widget_class_bind_template_child (widget_class, SalonSidebar, visible_chats);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, _salon_sidebar_on_header_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, _salon_sidebar_on_header_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_result_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search_cb);

  gtk_widget_class_install_action (widget_class, "sidebar.activate", "s",
                                   salon_sidebar_activate_action);
}

static void
salon_sidebar_init (SalonSidebar *self)
{
  self->hidden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_custom_filter_set_filter_func (self->hidden_filter, is_not_hidden, self, NULL);
  g_signal_connect_object (self->visible_chats, "items-changed",
                           G_CALLBACK (salon_sidebar_update_page), self, G_CONNECT_SWAPPED);
  /* A chat that moves up leaves the list and comes back. */
  g_signal_connect_object (self->selection, "items-changed",
                           G_CALLBACK (salon_sidebar_update_selection), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  salon_sidebar_add_shortcuts (self);
  salon_sidebar_update_page (self);
  self->clock = g_timeout_add_seconds (CLOCK_SECONDS, on_clock_cb, self);
}

/**
 * salon_sidebar_new:
 *
 * Returns: (transfer floating): a sidebar without chats
 */
GtkWidget *
salon_sidebar_new (void)
{
  return g_object_new (SALON_TYPE_SIDEBAR, NULL);
}

/**
 * salon_sidebar_set_history:
 * @self: the sidebar
 * @history: (nullable): the chats to list
 */
void
salon_sidebar_set_history (SalonSidebar *self,
                           SalonHistory *history)
{
  g_return_if_fail (SALON_IS_SIDEBAR (self));
  g_return_if_fail (history == NULL || SALON_IS_HISTORY (history));

  if (!g_set_object (&self->history, history))
    return;

  self->selecting = TRUE;
  salon_sidebar_update_sections (self);
  gtk_filter_list_model_set_model (self->visible_chats, G_LIST_MODEL (history));
  self->selecting = FALSE;
  salon_sidebar_update_page (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HISTORY]);
}

/**
 * salon_sidebar_select:
 * @self: the sidebar
 * @chat_id: (nullable): the chat that is open, %NULL or one that is not listed for none
 *
 * Marks the open chat, now and whenever the list changes, without opening it.
 */
void
salon_sidebar_select (SalonSidebar *self,
                      const char   *chat_id)
{
  g_return_if_fail (SALON_IS_SIDEBAR (self));

  g_set_str (&self->selected_id, chat_id);
  salon_sidebar_update_selection (self);
}

/**
 * salon_sidebar_hide_chat:
 * @self: the sidebar
 * @chat_id: a chat's id
 *
 * Leaves a chat out of the list that is going to be deleted.
 */
void
salon_sidebar_hide_chat (SalonSidebar *self,
                         const char   *chat_id)
{
  g_return_if_fail (SALON_IS_SIDEBAR (self));
  g_return_if_fail (chat_id != NULL);

  g_hash_table_add (self->hidden, g_strdup (chat_id));
  self->selecting = TRUE;
  gtk_filter_changed (GTK_FILTER (self->hidden_filter), GTK_FILTER_CHANGE_MORE_STRICT);
  self->selecting = FALSE;
}

/**
 * salon_sidebar_unhide_chat:
 * @self: the sidebar
 * @chat_id: a chat's id
 *
 * Lists a chat again.
 */
void
salon_sidebar_unhide_chat (SalonSidebar *self,
                           const char   *chat_id)
{
  g_return_if_fail (SALON_IS_SIDEBAR (self));
  g_return_if_fail (chat_id != NULL);

  g_hash_table_remove (self->hidden, chat_id);
  gtk_filter_changed (GTK_FILTER (self->hidden_filter), GTK_FILTER_CHANGE_LESS_STRICT);
}

/**
 * salon_sidebar_begin_search:
 * @self: the sidebar
 *
 * Puts the cursor into the search entry.
 */
void
salon_sidebar_begin_search (SalonSidebar *self)
{
  g_return_if_fail (SALON_IS_SIDEBAR (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

/**
 * salon_sidebar_popup_menu:
 * @self: the sidebar
 *
 * Opens the primary menu.
 */
void
salon_sidebar_popup_menu (SalonSidebar *self)
{
  g_return_if_fail (SALON_IS_SIDEBAR (self));

  gtk_menu_button_popup (self->menu_button);
}
