/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-sign-in-row.h"

#include <glib/gi18n.h>

#include "salon-host-error.h"

/**
 * SalonSignInRow:
 *
 * What a user can decide about signing in to a remote server. Nothing has to be: what stands here
 * is what can't be found out. What a form is too small for stays as it is in mcp.json.
 */
struct _SalonSignInRow
{
  AdwExpanderRow      parent_instance;

  SalonSignInOptions *options;   /* to begin with; nullable */

  GtkEditable        *client_row;
  AdwSwitchRow       *network_row;
  AdwSwitchRow       *pkce_row;
  GtkEditable        *scopes_row;
  GtkEditable        *secret_row;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SalonSignInRow, salon_sign_in_row, ADW_TYPE_EXPANDER_ROW)

static void
on_changed_cb (SalonSignInRow *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
salon_sign_in_row_dispose (GObject *object)
{
  SalonSignInRow *self = SALON_SIGN_IN_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), SALON_TYPE_SIGN_IN_ROW);
  g_clear_pointer (&self->options, salon_sign_in_options_unref);

  G_OBJECT_CLASS (salon_sign_in_row_parent_class)->dispose (object);
}

static void
salon_sign_in_row_class_init (SalonSignInRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_sign_in_row_dispose;

  /**
   * SalonSignInRow::changed:
   * @self: the row
   *
   * Something in it has been changed.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/salon_chat/Salon/settings/salon-sign-in-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SalonSignInRow, client_row);
  gtk_widget_class_bind_template_child (widget_class, SalonSignInRow, network_row);
  gtk_widget_class_bind_template_child (widget_class, SalonSignInRow, pkce_row);
  gtk_widget_class_bind_template_child (widget_class, SalonSignInRow, scopes_row);
  gtk_widget_class_bind_template_child (widget_class, SalonSignInRow, secret_row);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
}

static void
salon_sign_in_row_init (SalonSignInRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_text (GtkEditable *row,
          const char  *text)
{
  gtk_editable_set_text (row, text != NULL ? text : "");
}

/**
 * salon_sign_in_row_set_options:
 * @self: the row
 * @options: (nullable): what has been decided
 */
void
salon_sign_in_row_set_options (SalonSignInRow     *self,
                               SalonSignInOptions *options)
{
  g_return_if_fail (SALON_IS_SIGN_IN_ROW (self));

  if (options == NULL)
    return;

  g_clear_pointer (&self->options, salon_sign_in_options_unref);
  self->options = salon_sign_in_options_ref (options);
  set_text (self->client_row, salon_sign_in_options_get_client_id (options));
  set_text (self->secret_row, salon_sign_in_options_get_client_secret (options));
  set_text (self->scopes_row, salon_sign_in_options_get_scopes (options));
  adw_switch_row_set_active (self->network_row,
                             salon_sign_in_options_get_allow_private_network (options));
  adw_switch_row_set_active (self->pkce_row, salon_sign_in_options_get_assume_s256 (options));
}

/**
 * salon_sign_in_row_read:
 * @self: the row
 * @options: (out) (optional) (nullable) (transfer full): what has been decided, %NULL for nothing
 * @error: return location for a sentence
 *
 * Returns: whether it makes sense; %FALSE with @error set when it does not
 */
gboolean
salon_sign_in_row_read (SalonSignInRow      *self,
                        SalonSignInOptions **options,
                        GError             **error)
{
  g_autofree char *client = NULL;
  g_autofree char *secret = NULL;
  g_autoptr(SalonSignInOptions) changed = NULL;
  g_autoptr(GError) failure = NULL;

  g_return_val_if_fail (SALON_IS_SIGN_IN_ROW (self), FALSE);

  client = g_strstrip (g_strdup (gtk_editable_get_text (self->client_row)));
  secret = g_strstrip (g_strdup (gtk_editable_get_text (self->secret_row)));
  gtk_widget_remove_css_class (GTK_WIDGET (self->client_row), "error");
  if (*client == '\0' && *secret != '\0')
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->client_row), "error");
      g_set_error_literal (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
                           _("A “Client Secret” needs the “Client ID” that it belongs to."));
      return FALSE;
    }

  changed = salon_sign_in_options_change (self->options, client, secret,
                                          gtk_editable_get_text (self->scopes_row),
                                          adw_switch_row_get_active (self->pkce_row),
                                          adw_switch_row_get_active (self->network_row),
                                          &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (options != NULL)
    *options = g_steal_pointer (&changed);

  return TRUE;
}
