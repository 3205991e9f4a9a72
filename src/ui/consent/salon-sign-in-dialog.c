/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-sign-in-dialog.h"

#include <glib/gi18n.h>

#include "salon-exact-text.h"
#include "salon-ui-future.h"

/**
 * SalonSignInDialog:
 *
 * Signing in to a remote server: who wants it and where the browser would go, before it opens;
 * then waiting for the user to come back from there. Either the user has begun it, for a server,
 * or a server wants it in the middle of its work: then it answers a question, and closing it
 * says no.
 */
struct _SalonSignInDialog
{
  AdwDialog      parent_instance;

  /* One of the two. */
  SalonServer   *server;
  SalonQuestion *question;
  gboolean       signing_in;

  GtkLabel      *busy_label;
  GtkWidget     *cancel_button;
  GtkButton     *go_button;
  AdwActionRow  *issuer_row;
  GtkLabel      *problem_label;
  GtkLabel      *reason_label;
  AdwActionRow  *scopes_row;
  AdwActionRow  *server_row;
  GtkStack      *stack;
};

G_DEFINE_FINAL_TYPE (SalonSignInDialog, salon_sign_in_dialog, ADW_TYPE_DIALOG)

static void
salon_sign_in_dialog_show (SalonSignInDialog *self,
                           const char        *page,
                           const char        *go_label)
{
  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_set_visible (GTK_WIDGET (self->go_button), go_label != NULL);
  if (go_label == NULL)
    {
      gtk_widget_grab_focus (self->cancel_button);
      return;
    }

  gtk_button_set_label (self->go_button, go_label);
  gtk_widget_grab_focus (GTK_WIDGET (self->go_button));
}

static void
salon_sign_in_dialog_show_problem (SalonSignInDialog *self,
                                   const char        *problem)
{
  gtk_label_set_label (self->problem_label, problem);
  salon_sign_in_dialog_show (self, "failed", _("_Try Again"));
}

static void
salon_sign_in_dialog_show_plan (SalonSignInDialog *self,
                                SalonMcpAuthPlan  *plan)
{
  const char *name = self->server != NULL ? salon_server_get_title (self->server)
                                          : salon_question_get_server_name (self->question);
  const char *reason = salon_mcp_auth_plan_get_reason (plan);
  g_autofree char *scopes = g_strjoinv (", ", (GStrv) salon_mcp_auth_plan_get_scopes (plan));
  const char *issuer = salon_mcp_auth_plan_get_issuer_host (plan);
  const char *page = salon_mcp_auth_plan_get_authorization_host (plan);
  g_autofree char *intro = NULL;
  g_autofree char *both = NULL;

  /* Its page may lie on another host: that is the one the browser will show. */
  if (page != NULL && g_strcmp0 (page, issuer) != 0)
    /* Translators: the host of a web page, and the host of the service it belongs to */
    both = g_strdup_printf (_("%s, for %s"), page, issuer);
  if (salon_mcp_auth_plan_is_step_up (plan))
    /* Translators: %s is the name of a server */
    intro = g_strdup_printf (_("%s needs more rights for this. Check that you know both hosts."),
                             name);
  else
    /* Translators: %s is the name of a server */
    intro = g_strdup_printf (_("To use %s, sign in with your web browser. Check that you know both "
                               "hosts."), name);
  gtk_label_set_label (self->reason_label, intro);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->reason_label), reason);
  adw_action_row_set_subtitle (self->server_row, salon_mcp_auth_plan_get_server_host (plan));
  adw_action_row_set_subtitle (self->issuer_row, both != NULL ? both : issuer);
  adw_action_row_set_subtitle (self->scopes_row, scopes);
  gtk_widget_set_visible (GTK_WIDGET (self->scopes_row), scopes[0] != '\0');
  salon_sign_in_dialog_show (self, "plan", _("_Open Browser"));
}

/* --- a server the user signs in to --------------------------------------------------------- */

static void
on_prepared_cb (GObject      *object,
                const GValue *value,
                const GError *error)
{
  SalonSignInDialog *self = SALON_SIGN_IN_DIALOG (object);

  if (error != NULL)
    salon_sign_in_dialog_show_problem (self, error->message);
  else
    salon_sign_in_dialog_show_plan (self, g_value_get_boxed (value));
}

static void
salon_sign_in_dialog_prepare (SalonSignInDialog *self)
{
  SalonSignIn *sign_in = salon_server_get_sign_in (self->server);
  g_autofree char *text = NULL;

  /* Translators: %s is the name of a server */
  text = g_strdup_printf (_("Asking %s where to sign in…"), salon_server_get_title (self->server));
  gtk_label_set_label (self->busy_label, text);
  salon_sign_in_dialog_show (self, "busy", NULL);
  salon_ui_future_watch (salon_sign_in_prepare (sign_in, salon_server_get_config (self->server)),
                         self, on_prepared_cb);
}

static void
on_signed_in_cb (GObject      *object,
                 const GValue *value,
                 const GError *error)
{
  SalonSignInDialog *self = SALON_SIGN_IN_DIALOG (object);
  SalonSignIn *sign_in = salon_server_get_sign_in (self->server);

  self->signing_in = FALSE;
  /* Signed in, and yet the server does not start: its page says why. */
  if (error == NULL || sign_in == NULL ||
      salon_sign_in_get_state (sign_in) == SALON_MCP_AUTH_SIGNED_IN)
    adw_dialog_force_close (ADW_DIALOG (self));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    salon_sign_in_dialog_show_problem (self, error->message);
}

static void
salon_sign_in_dialog_sign_in (SalonSignInDialog *self)
{
  SalonSignIn *sign_in = salon_server_get_sign_in (self->server);
  SalonMcpAuthPlan *plan = salon_sign_in_get_plan (sign_in);
  g_autofree char *text = NULL;

  /* Translators: %s is the name of a host */
  text = g_strdup_printf (_("Sign in at %s in your web browser. Salon goes on by itself then."),
                          plan != NULL ? salon_mcp_auth_plan_get_issuer_host (plan) : "");
  gtk_label_set_label (self->busy_label, text);
  salon_sign_in_dialog_show (self, "busy", NULL);
  self->signing_in = TRUE;
  salon_ui_future_watch (salon_server_sign_in (self->server), self, on_signed_in_cb);
}

/* --- signals ------------------------------------------------------------------------------- */

static void
on_go_clicked_cb (SalonSignInDialog *self)
{
  if (self->question != NULL)
    salon_question_allow (self->question, SALON_APPROVAL_ONCE, NULL, NULL);
  else if (salon_server_get_sign_in (self->server) == NULL)
    adw_dialog_force_close (ADW_DIALOG (self));
  else if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), "plan"))
    salon_sign_in_dialog_sign_in (self);
  else
    salon_sign_in_dialog_prepare (self);
}

static void
on_cancel_clicked_cb (SalonSignInDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

/* Answered here or somewhere else, or the asker is gone. */
static void
on_answered_cb (SalonSignInDialog *self)
{
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
salon_sign_in_dialog_closed (AdwDialog *dialog)
{
  SalonSignInDialog *self = SALON_SIGN_IN_DIALOG (dialog);

  if (self->question != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->question, self);
      if (!salon_question_get_answered (self->question))
        salon_question_deny (self->question, NULL);
    }
  else if (self->signing_in && salon_server_get_sign_in (self->server) != NULL)
    {
      salon_sign_in_cancel (salon_server_get_sign_in (self->server));
    }
}

static void
salon_sign_in_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SALON_TYPE_SIGN_IN_DIALOG);

  G_OBJECT_CLASS (salon_sign_in_dialog_parent_class)->dispose (object);
}

static void
salon_sign_in_dialog_finalize (GObject *object)
{
  SalonSignInDialog *self = SALON_SIGN_IN_DIALOG (object);

  g_clear_object (&self->server);
  g_clear_object (&self->question);

  G_OBJECT_CLASS (salon_sign_in_dialog_parent_class)->finalize (object);
}

static void
salon_sign_in_dialog_class_init (SalonSignInDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_sign_in_dialog_dispose;
  object_class->finalize = salon_sign_in_dialog_finalize;
  ADW_DIALOG_CLASS (klass)->closed = salon_sign_in_dialog_closed;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/salon_chat/Salon/consent/salon-sign-in-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SalonSignInDialog, busy_label);
  gtk_widget_class_bind_template_child (widget_class, SalonSignInDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, SalonSignInDialog, go_button);
  gtk_widget_class_bind_template_child (widget_class, SalonSignInDialog, issuer_row);
  gtk_widget_class_bind_template_child (widget_class, SalonSignInDialog, problem_label);
  gtk_widget_class_bind_template_child (widget_class, SalonSignInDialog, reason_label);
  gtk_widget_class_bind_template_child (widget_class, SalonSignInDialog, scopes_row);
  gtk_widget_class_bind_template_child (widget_class, SalonSignInDialog, server_row);
  gtk_widget_class_bind_template_child (widget_class, SalonSignInDialog, stack);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_go_clicked_cb);
}

static void
salon_sign_in_dialog_init (SalonSignInDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  /* Hosts and scopes come from outside. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->server_row), FALSE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->issuer_row), FALSE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->scopes_row), FALSE);
  salon_exact_text_apply (GTK_WIDGET (self->scopes_row));
}

/**
 * salon_sign_in_dialog_new:
 * @server: a remote server
 *
 * Returns: (transfer floating): a dialog that signs in to @server
 */
AdwDialog *
salon_sign_in_dialog_new (SalonServer *server)
{
  SalonSignInDialog *self;

  g_return_val_if_fail (SALON_IS_SERVER (server), NULL);
  g_return_val_if_fail (salon_server_get_sign_in (server) != NULL, NULL);

  self = g_object_new (SALON_TYPE_SIGN_IN_DIALOG, NULL);
  self->server = g_object_ref (server);
  salon_sign_in_dialog_prepare (self);
  return ADW_DIALOG (self);
}

/**
 * salon_sign_in_dialog_new_for_question:
 * @question: an open question of the kind %SALON_QUESTION_SIGN_IN
 *
 * Returns: (transfer floating): a dialog that answers @question
 */
AdwDialog *
salon_sign_in_dialog_new_for_question (SalonQuestion *question)
{
  SalonSignInDialog *self;

  g_return_val_if_fail (SALON_IS_QUESTION (question), NULL);
  g_return_val_if_fail (salon_question_get_plan (question) != NULL, NULL);

  self = g_object_new (SALON_TYPE_SIGN_IN_DIALOG, NULL);
  self->question = g_object_ref (question);
  g_signal_connect_object (question, "notify::answered", G_CALLBACK (on_answered_cb), self,
                           G_CONNECT_SWAPPED);
  salon_sign_in_dialog_show_plan (self, salon_question_get_plan (question));
  /* Nobody has clicked anything: the safe answer is the near one. */
  gtk_widget_remove_css_class (GTK_WIDGET (self->go_button), "suggested-action");
  adw_dialog_set_default_widget (ADW_DIALOG (self), self->cancel_button);
  adw_dialog_set_focus (ADW_DIALOG (self), self->cancel_button);
  return ADW_DIALOG (self);
}
