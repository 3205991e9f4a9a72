/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-provider-page.h"

#include <glib/gi18n.h>

#include "salon-model-words.h"
#include "salon-provider-dialog.h"
#include "salon-provider-model-row.h"
#include "salon-settings-window.h"
#include "salon-ui-future.h"

/**
 * SalonProviderPage:
 *
 * What a provider has: its models with what is known about them, and which are favourites.
 */
struct _SalonProviderPage
{
  AdwNavigationPage   parent_instance;

  SalonModelRegistry *registry;
  SalonModelProvider *provider;

  AdwBanner          *banner;
  GtkWidget          *edit_button;
  GtkFilterListModel *found_models;
  GtkStringFilter    *id_filter;
  GtkStringFilter    *name_filter;
  GtkWidget          *refresh_button;
  GtkEditable        *search_entry;
  GtkStack           *stack;
  GtkLabel           *summary;
};

G_DEFINE_FINAL_TYPE (SalonProviderPage, salon_provider_page, ADW_TYPE_NAVIGATION_PAGE)

static void
salon_provider_page_update (SalonProviderPage *self)
{
  SalonModelProviderState state = salon_model_provider_get_state (self->provider);
  GListModel *models = salon_model_provider_get_models (self->provider);
  g_autofree char *date = salon_model_words_dup_date ();
  g_autofree char *summary = NULL;
  gboolean failed = state == SALON_MODEL_PROVIDER_FAILED;
  gboolean found = g_list_model_get_n_items (G_LIST_MODEL (self->found_models)) > 0;

  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self),
                                 salon_model_provider_get_name (self->provider));
  if (failed)
    adw_banner_set_title (self->banner, salon_model_provider_get_status (self->provider));
  adw_banner_set_revealed (self->banner, failed);
  gtk_widget_set_sensitive (self->refresh_button, state != SALON_MODEL_PROVIDER_CHECKING);

  /* Translators: %s is a date */
  summary = g_strdup_printf (_("Menus offer the favourites, or all models while there are none. "
                               "Prices are US dollars for a million tokens; what the provider "
                               "does not say itself is as of %s."), date);
  gtk_label_set_label (self->summary, summary);

  if (found)
    gtk_stack_set_visible_child_name (self->stack, "models");
  else if (state == SALON_MODEL_PROVIDER_CHECKING && g_list_model_get_n_items (models) == 0)
    gtk_stack_set_visible_child_name (self->stack, "asking");
  else
    gtk_stack_set_visible_child_name (self->stack, "none");
}

static void
salon_provider_page_tell (SalonProviderPage *self,
                          const char        *sentence)
{
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (self), SALON_TYPE_SETTINGS_WINDOW);
  AdwToast *toast;

  if (window == NULL)
    return;

  toast = adw_toast_new ("");
  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_title (toast, sentence);
  salon_settings_window_add_toast (SALON_SETTINGS_WINDOW (window), toast);
}

static void
on_stored_cb (GObject      *object,
              const GValue *value,
              const GError *error)
{
  if (error != NULL)
    salon_provider_page_tell (SALON_PROVIDER_PAGE (object), error->message);
}

/* Also those that the provider does not list at the moment are kept. */
static void
salon_provider_page_toggle (SalonProviderPage *self,
                            SalonModel        *model)
{
  g_autoptr(SalonModelProviderConfig) config = NULL;
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) favorites = NULL;
  const char * const *old;

  config = salon_model_provider_config_copy (salon_model_provider_get_config (self->provider));
  old = salon_model_provider_config_get_favorites (config);
  for (gsize i = 0; old != NULL && old[i] != NULL; i++)
    if (!g_str_equal (old[i], salon_model_get_id (model)))
      g_strv_builder_add (builder, old[i]);
  if (!salon_model_is_favorite (model))
    g_strv_builder_add (builder, salon_model_get_id (model));
  favorites = g_strv_builder_end (builder);

  salon_model_provider_config_set_favorites (config, (const char * const *) favorites);
  salon_ui_future_watch (salon_model_registry_update_provider (
                           self->registry, salon_model_provider_get_id (self->provider), config,
                           NULL),
                         self, on_stored_cb);
}

static void
on_activate_cb (SalonProviderPage *self,
                guint              position)
{
  g_autoptr(SalonModel) model = g_list_model_get_item (G_LIST_MODEL (self->found_models), position);

  if (model != NULL && !salon_model_provider_is_built_in (self->provider))
    salon_provider_page_toggle (self, model);
}

static void
on_search_changed_cb (SalonProviderPage *self)
{
  const char *text = gtk_editable_get_text (self->search_entry);

  gtk_string_filter_set_search (self->name_filter, text);
  gtk_string_filter_set_search (self->id_filter, text);
}

static void
on_edit_clicked_cb (SalonProviderPage *self)
{
  adw_dialog_present (salon_provider_dialog_new (self->registry, self->provider),
                      GTK_WIDGET (self));
}

static void
on_refresh_clicked_cb (SalonProviderPage *self)
{
  /* What comes of it is seen in the provider's own list and state. */
  dex_future_disown (salon_model_registry_list_models (
    self->registry, salon_model_provider_get_id (self->provider)));
}

/* A provider that was removed leaves no page behind. */
static void
on_providers_changed_cb (SalonProviderPage *self)
{
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);

  if (salon_model_registry_find (self->registry, salon_model_provider_get_id (self->provider))
      != self->provider && view != NULL)
    adw_navigation_view_pop (ADW_NAVIGATION_VIEW (view));
}

static void
on_favorite_cb (GtkListItem *item)
{
  SalonModel *model = gtk_list_item_get_item (item);
  GtkWidget *row = gtk_list_item_get_child (item);
  g_autofree char *facts = NULL;
  g_autofree char *description = NULL;

  if (model == NULL || row == NULL)
    return;

  salon_provider_model_row_set_favorite (SALON_PROVIDER_MODEL_ROW (row),
                                         salon_model_is_favorite (model));
  facts = salon_model_words_dup_description (model);
  if (salon_model_is_favorite (model))
    description = g_strdup_printf ("%s, %s", _("Favourite"), facts);
  gtk_list_item_set_accessible_description (item, description != NULL ? description : facts);
}

static void
on_setup_cb (GtkSignalListItemFactory *factory,
             GtkListItem              *item,
             gpointer                  user_data)
{
  gtk_list_item_set_child (item, salon_provider_model_row_new ());
}

static void
on_bind_cb (GtkSignalListItemFactory *factory,
            GtkListItem              *item,
            gpointer                  user_data)
{
  SalonModel *model = gtk_list_item_get_item (item);

  salon_provider_model_row_set_model (SALON_PROVIDER_MODEL_ROW (gtk_list_item_get_child (item)),
                                      model);
  gtk_list_item_set_accessible_label (item, salon_model_get_name (model));
  g_signal_connect_object (model, "notify::favorite", G_CALLBACK (on_favorite_cb), item,
                           G_CONNECT_SWAPPED);
  on_favorite_cb (item);
}

static void
on_unbind_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *item,
              gpointer                  user_data)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), on_favorite_cb, item);
}

static void
salon_provider_page_dispose (GObject *object)
{
  SalonProviderPage *self = SALON_PROVIDER_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SALON_TYPE_PROVIDER_PAGE);
  g_clear_object (&self->registry);
  g_clear_object (&self->provider);

  G_OBJECT_CLASS (salon_provider_page_parent_class)->dispose (object);
}

static void
salon_provider_page_class_init (SalonProviderPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_provider_page_dispose;

  g_type_ensure (SALON_TYPE_MODEL);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/salon_chat/Salon/settings/salon-provider-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SalonProviderPage, banner);
  gtk_widget_class_bind_template_child (widget_class, SalonProviderPage, edit_button);
  gtk_widget_class_bind_template_child (widget_class, SalonProviderPage, found_models);
  gtk_widget_class_bind_template_child (widget_class, SalonProviderPage, id_filter);
  gtk_widget_class_bind_template_child (widget_class, SalonProviderPage, name_filter);
  gtk_widget_class_bind_template_child (widget_class, SalonProviderPage, refresh_button);
  gtk_widget_class_bind_template_child (widget_class, SalonProviderPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, SalonProviderPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SalonProviderPage, summary);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_edit_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_refresh_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_unbind_cb);
}

static void
salon_provider_page_init (SalonProviderPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * salon_provider_page_new:
 * @registry: where the provider is
 * @provider: the provider to show
 *
 * Returns: (transfer floating): a page
 */
GtkWidget *
salon_provider_page_new (SalonModelRegistry *registry,
                         SalonModelProvider *provider)
{
  SalonProviderPage *self;

  g_return_val_if_fail (SALON_IS_MODEL_REGISTRY (registry), NULL);
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER (provider), NULL);

  self = g_object_new (SALON_TYPE_PROVIDER_PAGE, NULL);
  self->registry = g_object_ref (registry);
  self->provider = g_object_ref (provider);
  gtk_filter_list_model_set_model (self->found_models, salon_model_provider_get_models (provider));
  g_signal_connect_object (provider, "notify", G_CALLBACK (salon_provider_page_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->found_models, "items-changed",
                           G_CALLBACK (salon_provider_page_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (registry, "items-changed", G_CALLBACK (on_providers_changed_cb), self,
                           G_CONNECT_SWAPPED);
  salon_provider_page_update (self);
  if (salon_model_provider_get_state (provider) == SALON_MODEL_PROVIDER_UNKNOWN)
    on_refresh_clicked_cb (self);

  return GTK_WIDGET (self);
}
