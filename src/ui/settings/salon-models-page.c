/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-models-page.h"

#include <glib/gi18n.h>

#include "salon-model-adoption.h"
#include "salon-model-button.h"
#include "salon-model-provider.h"
#include "salon-provider-dialog.h"
#include "salon-provider-page.h"
#include "salon-provider-row.h"
#include "salon-settings-window.h"
#include "salon-ui-future.h"

/**
 * SalonModelsPage:
 *
 * The providers of models, and which model answers in new chats.
 */
struct _SalonModelsPage
{
  AdwNavigationPage   parent_instance;

  SalonModelRegistry *registry;
  char               *adopted_id;

  GtkListBox         *found_list;
  GtkListBox         *list_box;
  SalonModelButton   *model_button;
  GtkWidget          *no_small_button;
  SalonModelButton   *small_button;
};

enum
{
  PROP_0,
  PROP_REGISTRY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SalonModelsPage, salon_models_page, ADW_TYPE_NAVIGATION_PAGE)

static void
salon_models_page_update_chosen (SalonModelsPage *self)
{
  salon_model_button_set_model (self->model_button,
                                salon_model_registry_get_default_model (self->registry));
  salon_model_button_set_model (self->small_button,
                                salon_model_registry_get_small_model (self->registry));
  gtk_widget_set_visible (self->no_small_button,
                          salon_model_registry_has_small_model (self->registry));
}

static void
on_stored_cb (GObject      *object,
              const GValue *value,
              const GError *error)
{
  SalonModelsPage *self = SALON_MODELS_PAGE (object);
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (self), SALON_TYPE_SETTINGS_WINDOW);
  AdwToast *toast;

  if (error == NULL)
    return;

  salon_models_page_update_chosen (self);
  if (window == NULL)
    return;

  toast = adw_toast_new ("");
  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_title (toast, error->message);
  salon_settings_window_add_toast (SALON_SETTINGS_WINDOW (window), toast);
}

static void
on_default_chosen_cb (SalonModelsPage *self,
                      const char      *model)
{
  salon_ui_future_watch (salon_model_registry_set_default_model (self->registry, model), self,
                         on_stored_cb);
}

static void
on_small_chosen_cb (SalonModelsPage *self,
                    const char      *model)
{
  salon_ui_future_watch (salon_model_registry_set_small_model (self->registry, model), self,
                         on_stored_cb);
}

static void
on_no_small_clicked_cb (SalonModelsPage *self)
{
  salon_ui_future_watch (salon_model_registry_set_small_model (self->registry, NULL), self,
                         on_stored_cb);
}

/* --- what runs on this computer ------------------------------------------------------------ */

static void
on_found_added_cb (GObject      *object,
                   const GValue *value,
                   const GError *error)
{
  SalonModelsPage *self = SALON_MODELS_PAGE (object);

  on_stored_cb (object, value, error);
  if (error == NULL)
    dex_future_disown (salon_model_adoption_run (self->registry, self->adopted_id));
}

static void
on_add_found_cb (GtkButton          *button,
                 SalonModelProvider *provider)
{
  GtkWidget *widget = gtk_widget_get_ancestor (GTK_WIDGET (button), SALON_TYPE_MODELS_PAGE);
  SalonModelsPage *self = SALON_MODELS_PAGE (widget);

  gtk_widget_set_sensitive (GTK_WIDGET (button), FALSE);
  g_set_str (&self->adopted_id, salon_model_provider_get_id (provider));
  salon_ui_future_watch (
    salon_model_registry_add_provider (self->registry, salon_model_provider_get_config (provider),
                                       NULL),
    self, on_found_added_cb);
}

static void
salon_models_page_add_found (SalonModelsPage    *self,
                             SalonModelProvider *provider)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Add"));
  g_autofree char *subtitle = NULL;
  g_autofree char *label = NULL;

  subtitle = g_strdup_printf ("%s\n%s", salon_model_provider_get_base_url (provider),
                              salon_model_provider_get_status (provider));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 salon_model_provider_get_name (provider));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  /* Translators: what a screen reader says for the button; %s is the name of a program */
  label = g_strdup_printf (_("Add %s"), salon_model_provider_get_name (provider));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_add_found_cb), provider, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  gtk_list_box_append (self->found_list, row);
}

static void
on_looked_around_cb (GObject      *object,
                     const GValue *value,
                     const GError *error)
{
  SalonModelsPage *self = SALON_MODELS_PAGE (object);
  GListModel *found = error == NULL ? g_value_get_object (value) : NULL;
  guint n_items = found != NULL ? g_list_model_get_n_items (found) : 0;
  guint n_shown = 0;

  gtk_list_box_remove_all (self->found_list);
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr(SalonModelProvider) provider = g_list_model_get_item (found, i);

      if (salon_model_registry_find (self->registry, salon_model_provider_get_id (provider)))
        continue;
      salon_models_page_add_found (self, provider);
      n_shown++;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->found_list), n_shown > 0);
}

static void
salon_models_page_look_around (SalonModelsPage *self)
{
  salon_ui_future_watch (salon_model_registry_discover_local (self->registry), self,
                         on_looked_around_cb);
}

static void
on_showing_cb (SalonModelsPage *self)
{
  salon_models_page_look_around (self);
}

/* What was added is not to be found any more, and what was removed is. */
static void
on_providers_changed_cb (SalonModelsPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    salon_models_page_look_around (self);
}

static void
on_row_activated_cb (SalonModelsPage *self,
                     GtkListBoxRow   *row)
{
  SalonModelProvider *provider = salon_provider_row_get_provider (SALON_PROVIDER_ROW (row));
  GtkWidget *view;

  if (salon_model_provider_is_built_in (provider))
    return;

  view = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);
  if (view != NULL)
    adw_navigation_view_push (ADW_NAVIGATION_VIEW (view),
                              ADW_NAVIGATION_PAGE (salon_provider_page_new (self->registry,
                                                                            provider)));
}

static void
on_add_activated_cb (SalonModelsPage *self)
{
  salon_models_page_add_provider (self);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  return salon_provider_row_new (SALON_MODEL_PROVIDER (item));
}

static void
salon_models_page_constructed (GObject *object)
{
  SalonModelsPage *self = SALON_MODELS_PAGE (object);

  G_OBJECT_CLASS (salon_models_page_parent_class)->constructed (object);

  gtk_list_box_bind_model (self->list_box, G_LIST_MODEL (self->registry), create_row, NULL, NULL);
  salon_model_button_set_registry (self->model_button, self->registry);
  salon_model_button_set_registry (self->small_button, self->registry);
  g_signal_connect_object (self->registry, "notify::default-model",
                           G_CALLBACK (salon_models_page_update_chosen), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->registry, "notify::small-model",
                           G_CALLBACK (salon_models_page_update_chosen), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->registry, "items-changed", G_CALLBACK (on_providers_changed_cb),
                           self, G_CONNECT_SWAPPED);
  salon_models_page_update_chosen (self);
}

static void
salon_models_page_dispose (GObject *object)
{
  SalonModelsPage *self = SALON_MODELS_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SALON_TYPE_MODELS_PAGE);
  g_clear_object (&self->registry);
  g_clear_pointer (&self->adopted_id, g_free);

  G_OBJECT_CLASS (salon_models_page_parent_class)->dispose (object);
}

static void
salon_models_page_set_property (GObject      *object,
                                guint         property_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  SalonModelsPage *self = SALON_MODELS_PAGE (object);

  switch (property_id)
    {
    case PROP_REGISTRY:
      self->registry = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
salon_models_page_class_init (SalonModelsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = salon_models_page_constructed;
  object_class->dispose = salon_models_page_dispose;
  object_class->set_property = salon_models_page_set_property;

  /**
   * SalonModelsPage:registry:
   *
   * The providers shown.
   */
  properties[PROP_REGISTRY] =
    g_param_spec_object ("registry", NULL, NULL, SALON_TYPE_MODEL_REGISTRY,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SALON_TYPE_MODEL_BUTTON);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/salon_chat/Salon/settings/salon-models-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SalonModelsPage, found_list);
  gtk_widget_class_bind_template_child (widget_class, SalonModelsPage, list_box);
  gtk_widget_class_bind_template_child (widget_class, SalonModelsPage, model_button);
  gtk_widget_class_bind_template_child (widget_class, SalonModelsPage, no_small_button);
  gtk_widget_class_bind_template_child (widget_class, SalonModelsPage, small_button);
  gtk_widget_class_bind_template_callback (widget_class, on_add_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_default_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_no_small_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_showing_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_small_chosen_cb);
}

static void
salon_models_page_init (SalonModelsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * salon_models_page_new:
 * @registry: the providers to show
 *
 * Returns: (transfer floating): a page
 */
GtkWidget *
salon_models_page_new (SalonModelRegistry *registry)
{
  g_return_val_if_fail (SALON_IS_MODEL_REGISTRY (registry), NULL);

  return g_object_new (SALON_TYPE_MODELS_PAGE, "registry", registry, NULL);
}

/**
 * salon_models_page_add_provider:
 * @self: the page
 *
 * Opens the dialog that adds a provider.
 */
void
salon_models_page_add_provider (SalonModelsPage *self)
{
  g_return_if_fail (SALON_IS_MODELS_PAGE (self));

  adw_dialog_present (salon_provider_dialog_new (self->registry, NULL), GTK_WIDGET (self));
}
