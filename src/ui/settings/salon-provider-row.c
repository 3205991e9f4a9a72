/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-provider-row.h"

#include <glib/gi18n.h>

/**
 * SalonProviderRow:
 *
 * A provider of models with its state in words.
 */
struct _SalonProviderRow
{
  AdwActionRow        parent_instance;

  SalonModelProvider *provider;
  GtkWidget          *icon;
  GtkWidget          *spinner;
};

G_DEFINE_FINAL_TYPE (SalonProviderRow, salon_provider_row, ADW_TYPE_ACTION_ROW)

static void
salon_provider_row_update (SalonProviderRow *self)
{
  SalonModelProviderState state = salon_model_provider_get_state (self->provider);
  gboolean failed = state == SALON_MODEL_PROVIDER_FAILED;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self),
                                 salon_model_provider_get_name (self->provider));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self),
                               salon_model_provider_get_status (self->provider));
  gtk_widget_set_visible (self->spinner, state == SALON_MODEL_PROVIDER_CHECKING);
  gtk_widget_set_visible (self->icon, failed);
}

static void
salon_provider_row_dispose (GObject *object)
{
  SalonProviderRow *self = SALON_PROVIDER_ROW (object);

  g_clear_object (&self->provider);

  G_OBJECT_CLASS (salon_provider_row_parent_class)->dispose (object);
}

static void
salon_provider_row_class_init (SalonProviderRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = salon_provider_row_dispose;
}

static void
salon_provider_row_init (SalonProviderRow *self)
{
  /* Names and sentences come from outside. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 3);

  self->spinner = adw_spinner_new ();
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->spinner);

  self->icon = g_object_new (GTK_TYPE_IMAGE,
                             "icon-name", "dialog-warning-symbolic",
                             "tooltip-text", _("Does not answer"),
                             NULL);
  gtk_widget_add_css_class (self->icon, "warning");
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->icon);
}

/**
 * salon_provider_row_new:
 * @provider: the provider to show
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
salon_provider_row_new (SalonModelProvider *provider)
{
  SalonProviderRow *self;
  GtkWidget *next;

  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER (provider), NULL);

  self = g_object_new (SALON_TYPE_PROVIDER_ROW, NULL);
  self->provider = g_object_ref (provider);

  if (!salon_model_provider_is_built_in (provider))
    {
      next = g_object_new (GTK_TYPE_IMAGE,
                           "icon-name", "go-next-symbolic",
                           "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                           NULL);
      adw_action_row_add_suffix (ADW_ACTION_ROW (self), next);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
    }

  g_signal_connect_object (provider, "notify", G_CALLBACK (salon_provider_row_update), self,
                           G_CONNECT_SWAPPED);
  salon_provider_row_update (self);

  return GTK_WIDGET (self);
}

/**
 * salon_provider_row_get_provider:
 * @self: a row
 *
 * Returns: (transfer none): the provider shown
 */
SalonModelProvider *
salon_provider_row_get_provider (SalonProviderRow *self)
{
  g_return_val_if_fail (SALON_IS_PROVIDER_ROW (self), NULL);

  return self->provider;
}
