/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-models-page.h"

#include <glib/gi18n.h>

#include "salon-model-button.h"
#include "salon-model-provider.h"
#include "salon-provider-dialog.h"
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

  GtkListBox         *list_box;
  SalonModelButton   *model_button;
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
on_stored_cb (GObject      *object,
              const GValue *value,
              const GError *error)
{
  SalonModelsPage *self = SALON_MODELS_PAGE (object);
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (self), SALON_TYPE_SETTINGS_WINDOW);
  AdwToast *toast;

  if (error == NULL)
    return;

  salon_model_button_set_model (self->model_button,
                                salon_model_registry_get_default_model (self->registry));
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
salon_models_page_update_default (SalonModelsPage *self)
{
  salon_model_button_set_model (self->model_button,
                                salon_model_registry_get_default_model (self->registry));
}

static void
on_row_activated_cb (SalonModelsPage *self,
                     GtkListBoxRow   *row)
{
  SalonModelProvider *provider = salon_provider_row_get_provider (SALON_PROVIDER_ROW (row));

  if (salon_model_provider_is_built_in (provider))
    return;

  adw_dialog_present (salon_provider_dialog_new (self->registry, provider), GTK_WIDGET (self));
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
  g_signal_connect_object (self->registry, "notify::default-model",
                           G_CALLBACK (salon_models_page_update_default), self,
                           G_CONNECT_SWAPPED);
  salon_models_page_update_default (self);
}

static void
salon_models_page_dispose (GObject *object)
{
  SalonModelsPage *self = SALON_MODELS_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SALON_TYPE_MODELS_PAGE);
  g_clear_object (&self->registry);

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
  gtk_widget_class_bind_template_child (widget_class, SalonModelsPage, list_box);
  gtk_widget_class_bind_template_child (widget_class, SalonModelsPage, model_button);
  gtk_widget_class_bind_template_callback (widget_class, on_add_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_default_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
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
