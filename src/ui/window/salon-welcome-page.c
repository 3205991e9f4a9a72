/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-welcome-page.h"

#include <glib/gi18n.h>

#include "salon-model-adoption.h"
#include "salon-model-provider-config.h"
#include "salon-model-provider.h"
#include "salon-ui-future.h"

/**
 * SalonWelcomePage:
 *
 * The first page of all: which model to talk to. Model servers that answer on this computer
 * are offered, connecting one, and the practice model.
 */
struct _SalonWelcomePage
{
  AdwBin               parent_instance;

  SalonModelRegistry  *registry;
  char                *adopted_id;
  gboolean             looked_around;

  AdwPreferencesGroup *found_group;
  GtkWidget           *practice_row;
};

enum
{
  PROP_0,
  PROP_REGISTRY,
  N_PROPS
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SalonWelcomePage, salon_welcome_page, ADW_TYPE_BIN)

static void
on_practice_activated_cb (SalonWelcomePage *self)
{
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
on_added_cb (GObject      *object,
             const GValue *value,
             const GError *error)
{
  SalonWelcomePage *self = SALON_WELCOME_PAGE (object);

  if (error != NULL)
    {
      /* The sentence belongs under the group whose row was pressed. */
      adw_preferences_group_set_description (self->found_group, error->message);
      return;
    }

  dex_future_disown (salon_model_adoption_run (self->registry, self->adopted_id));
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
on_found_activated_cb (AdwActionRow             *row,
                       SalonModelProviderConfig *config)
{
  SalonWelcomePage *self =
    SALON_WELCOME_PAGE (gtk_widget_get_ancestor (GTK_WIDGET (row), SALON_TYPE_WELCOME_PAGE));
  g_autoptr(SalonModelProviderConfig) copy = salon_model_provider_config_copy (config);

  g_set_str (&self->adopted_id, salon_model_provider_config_get_id (config));
  salon_ui_future_watch (salon_model_registry_add_provider (self->registry, copy, NULL), self,
                         on_added_cb);
}

static void
salon_welcome_page_add_found (SalonWelcomePage         *self,
                              SalonModelProviderConfig *config)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *next = gtk_image_new_from_icon_name ("go-next-symbolic");
  GtkWidget *icon = gtk_image_new_from_icon_name ("computer-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 salon_model_provider_config_get_name (config));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               salon_model_provider_config_get_base_url (config));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), next);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_found_activated_cb), config, 0);
  adw_preferences_group_add (self->found_group, row);
  gtk_widget_set_visible (GTK_WIDGET (self->found_group), TRUE);
}

static void
on_looked_around_cb (GObject      *object,
                     const GValue *value,
                     const GError *error)
{
  SalonWelcomePage *self = SALON_WELCOME_PAGE (object);
  GListModel *found;
  guint n_items;

  if (error != NULL)
    {
      g_debug ("Looking for model servers on this computer failed: %s", error->message);
      return;
    }

  found = g_value_get_object (value);
  n_items = g_list_model_get_n_items (found);
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr(SalonModelProvider) provider = g_list_model_get_item (found, i);

      salon_welcome_page_add_found (self, salon_model_provider_get_config (provider));
    }
}

static void
salon_welcome_page_dispose (GObject *object)
{
  SalonWelcomePage *self = SALON_WELCOME_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SALON_TYPE_WELCOME_PAGE);
  g_clear_object (&self->registry);
  g_clear_pointer (&self->adopted_id, g_free);

  G_OBJECT_CLASS (salon_welcome_page_parent_class)->dispose (object);
}

static void
salon_welcome_page_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  SalonWelcomePage *self = SALON_WELCOME_PAGE (object);

  switch (property_id)
    {
    case PROP_REGISTRY:
      g_value_set_object (value, self->registry);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
salon_welcome_page_set_property (GObject      *object,
                                 guint         property_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  SalonWelcomePage *self = SALON_WELCOME_PAGE (object);

  switch (property_id)
    {
    case PROP_REGISTRY:
      salon_welcome_page_set_registry (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
salon_welcome_page_class_init (SalonWelcomePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_welcome_page_dispose;
  object_class->get_property = salon_welcome_page_get_property;
  object_class->set_property = salon_welcome_page_set_property;

  /**
   * SalonWelcomePage:registry: (nullable)
   *
   * Where a chosen model goes.
   */
  properties[PROP_REGISTRY] =
    g_param_spec_object ("registry", NULL, NULL, SALON_TYPE_MODEL_REGISTRY,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * SalonWelcomePage::chosen:
   * @self: the page
   *
   * The user has settled on a model; chatting can begin.
   */
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/salon_chat/Salon/window/salon-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SalonWelcomePage, found_group);
  gtk_widget_class_bind_template_child (widget_class, SalonWelcomePage, practice_row);
  gtk_widget_class_bind_template_callback (widget_class, on_practice_activated_cb);
}

static void
salon_welcome_page_init (SalonWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * salon_welcome_page_new:
 *
 * Returns: (transfer floating): a page
 */
GtkWidget *
salon_welcome_page_new (void)
{
  return g_object_new (SALON_TYPE_WELCOME_PAGE, NULL);
}

/**
 * salon_welcome_page_get_registry:
 * @self: the page
 *
 * Returns: (transfer none) (nullable): where a chosen model goes
 */
SalonModelRegistry *
salon_welcome_page_get_registry (SalonWelcomePage *self)
{
  g_return_val_if_fail (SALON_IS_WELCOME_PAGE (self), NULL);

  return self->registry;
}

/**
 * salon_welcome_page_set_registry:
 * @self: the page
 * @registry: (nullable): where a chosen model goes
 */
void
salon_welcome_page_set_registry (SalonWelcomePage   *self,
                                 SalonModelRegistry *registry)
{
  g_return_if_fail (SALON_IS_WELCOME_PAGE (self));
  g_return_if_fail (registry == NULL || SALON_IS_MODEL_REGISTRY (registry));

  if (g_set_object (&self->registry, registry))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REGISTRY]);
}

/**
 * salon_welcome_page_look_around:
 * @self: the page
 *
 * Asks the usual ports of this computer once whether a model server answers, and offers
 * the ones that do.
 */
void
salon_welcome_page_look_around (SalonWelcomePage *self)
{
  g_return_if_fail (SALON_IS_WELCOME_PAGE (self));

  if (self->registry == NULL || self->looked_around)
    return;

  self->looked_around = TRUE;
  salon_ui_future_watch (salon_model_registry_discover_local (self->registry), self,
                         on_looked_around_cb);
}
