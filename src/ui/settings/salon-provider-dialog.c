/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-provider-dialog.h"

#include <glib/gi18n.h>

#include "salon-headers-group.h"
#include "salon-model-adoption.h"
#include "salon-model-provider-config.h"
#include "salon-provider-preset.h"
#include "salon-ui-future.h"

/**
 * SalonProviderDialog:
 *
 * Adds a provider of models, or changes one.
 */
struct _SalonProviderDialog
{
  AdwDialog            parent_instance;

  SalonModelRegistry  *registry;
  SalonModelProvider  *provider;
  char                *id;
  gboolean             testing;

  AdwExpanderRow      *advanced_row;
  AdwBanner           *banner;
  AdwComboRow         *dialect_row;
  SalonHeadersGroup   *headers_group;
  AdwPreferencesGroup *key_group;
  GtkEditable         *key_row;
  AdwComboRow         *kind_row;
  GtkWidget           *manage_group;
  GtkEditable         *name_row;
  AdwComboRow         *preset_row;
  GtkEditable         *proxy_row;
  GtkImage            *result_icon;
  AdwPreferencesRow   *result_row;
  GtkButton           *save_button;
  GtkWidget           *test_row;
  GtkEditable         *url_row;
};

G_DEFINE_FINAL_TYPE (SalonProviderDialog, salon_provider_dialog, ADW_TYPE_DIALOG)

/* The order of the list. */
static const struct
{
  const char *kind;
  const char *name;
  gboolean    has_dialects;
} kinds[] = {
  { SALON_MODEL_KIND_OPENAI_CHAT, N_("OpenAI Chat Completions"), TRUE },
  { SALON_MODEL_KIND_OPENAI_RESPONSES, N_("OpenAI Responses"), TRUE },
  { SALON_MODEL_KIND_ANTHROPIC, N_("Anthropic Messages"), FALSE },
  { SALON_MODEL_KIND_GEMINI, N_("Google Gemini"), FALSE },
};

static const struct
{
  const char *dialect;
  const char *name;
} dialects[] = {
  { NULL, N_("As the Address Says") },
  { "openai", "OpenAI" },
  { "azure", "Azure OpenAI" },
  { "openrouter", "OpenRouter" },
  { "mistral", "Mistral" },
  { "groq", "Groq" },
  { "deepseek", "DeepSeek" },
  { "xai", "xAI" },
  { "ollama", "Ollama" },
  { "llama.cpp", "llama.cpp" },
  { "lm-studio", "LM Studio" },
  { "vllm", "vLLM" },
  { "generic", N_("None in Particular") },
};

static guint
find_kind (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].kind, kind) == 0)
      return i;

  return 0;
}

static const SalonProviderPreset *
get_preset (SalonProviderDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->preset_row);

  return salon_provider_preset_get (selected < salon_provider_preset_count () ? selected : 0);
}

/* Before the list is there, nothing is selected. */
static guint
get_kind (SalonProviderDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->kind_row);

  return selected < G_N_ELEMENTS (kinds) ? selected : 0;
}

static const char *
get_dialect (SalonProviderDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->dialect_row);

  if (!kinds[get_kind (self)].has_dialects || selected >= G_N_ELEMENTS (dialects))
    return NULL;

  return dialects[selected].dialect;
}

static guint
find_dialect (const char *dialect)
{
  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++)
    if (g_strcmp0 (dialects[i].dialect, dialect) == 0)
      return i;

  return 0;
}

static void
salon_provider_dialog_tell (SalonProviderDialog *self,
                            const char          *sentence)
{
  if (sentence != NULL)
    adw_banner_set_title (self->banner, sentence);
  adw_banner_set_revealed (self->banner, sentence != NULL);
}

static char *
dup_stripped (GtkEditable *editable)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (editable)));
}

static void
on_changed_cb (SalonProviderDialog *self)
{
  g_autofree char *name = dup_stripped (self->name_row);
  g_autofree char *url = dup_stripped (self->url_row);
  gboolean valid_url = g_uri_is_valid (url, G_URI_FLAGS_NONE, NULL)
                       && (g_str_has_prefix (url, "http://") || g_str_has_prefix (url, "https://"))
                       && strstr (url, "//NAME.") == NULL;
  gboolean possible;

  if (*url == '\0' || valid_url)
    gtk_widget_remove_css_class (GTK_WIDGET (self->url_row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->url_row), "error");

  gtk_widget_set_visible (GTK_WIDGET (self->dialect_row),
                          kinds[get_kind (self)].has_dialects);
  /* What was found out was about something else. */
  gtk_widget_set_visible (GTK_WIDGET (self->result_row), FALSE);

  possible = *name != '\0' && valid_url && salon_headers_group_check (self->headers_group);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), possible);
  gtk_widget_set_sensitive (self->test_row, possible && !self->testing);
}

static void
on_preset_selected_cb (SalonProviderDialog *self)
{
  const SalonProviderPreset *preset;

  if (self->provider != NULL)
    return;

  preset = get_preset (self);
  gtk_editable_set_text (self->name_row, *preset->base_url != '\0' ? preset->name : "");
  gtk_editable_set_text (self->url_row, preset->base_url);
  adw_combo_row_set_selected (self->kind_row, find_kind (preset->kind));
  adw_combo_row_set_selected (self->dialect_row, find_dialect (preset->dialect));
  adw_expander_row_set_expanded (self->advanced_row, *preset->base_url == '\0');
  adw_preferences_group_set_description (
    self->key_group,
    preset->needs_key
      ? _("The service’s pages give you a key. It is kept in the keyring.")
      : _("Servers on your own computer usually need none. A key is kept in the keyring."));
  on_changed_cb (self);
}

static void
on_cancel_clicked_cb (SalonProviderDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static char *
salon_provider_dialog_make_id (SalonProviderDialog *self,
                               const char          *name)
{
  const SalonProviderPreset *preset = get_preset (self);
  g_autofree char *base = NULL;
  char *id;

  base = *preset->base_url != '\0' ? g_strdup (preset->id) : salon_provider_preset_slug (name);
  if (*base == '\0')
    g_set_str (&base, "provider");

  id = g_strdup (base);
  for (guint i = 2; salon_model_registry_find (self->registry, id) != NULL; i++)
    {
      g_free (id);
      id = g_strdup_printf ("%s-%u", base, i);
    }

  return id;
}

static void
on_saved_cb (GObject      *object,
             const GValue *value,
             const GError *error)
{
  SalonProviderDialog *self = SALON_PROVIDER_DIALOG (object);

  if (error != NULL)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), TRUE);
      salon_provider_dialog_tell (self, error->message);
      return;
    }

  /* What the provider answers is seen in the list. */
  dex_future_disown (salon_model_adoption_run (self->registry, self->id));
  adw_dialog_force_close (ADW_DIALOG (self));
}

static SalonModelProviderConfig *
salon_provider_dialog_make_config (SalonProviderDialog *self)
{
  g_autofree char *name = dup_stripped (self->name_row);
  g_autofree char *url = dup_stripped (self->url_row);
  g_autofree char *proxy = dup_stripped (self->proxy_row);
  g_auto(GStrv) headers = salon_headers_group_dup_headers (self->headers_group);
  g_auto(GStrv) secret = salon_headers_group_dup_secret_names (self->headers_group);
  const char *kind = kinds[get_kind (self)].kind;
  SalonModelProviderConfig *config;

  if (self->provider != NULL)
    {
      g_set_str (&self->id, salon_model_provider_get_id (self->provider));
      config = salon_model_provider_config_copy (salon_model_provider_get_config (self->provider));
    }
  else
    {
      g_free (self->id);
      self->id = salon_provider_dialog_make_id (self, name);
      config = salon_model_provider_config_new (self->id, kind);
    }

  salon_model_provider_config_set_name (config, name);
  salon_model_provider_config_set_kind (config, kind);
  salon_model_provider_config_set_dialect (config, get_dialect (self));
  salon_model_provider_config_set_base_url (config, url);
  salon_model_provider_config_set_headers (config, (const char * const *) headers);
  salon_model_provider_config_set_secret_headers (config, (const char * const *) secret);
  salon_model_provider_config_set_proxy (config, *proxy != '\0' ? proxy : NULL);

  return config;
}

static void
on_save_clicked_cb (SalonProviderDialog *self)
{
  g_autoptr(SalonModelProviderConfig) config = salon_provider_dialog_make_config (self);
  g_autofree char *key = dup_stripped (self->key_row);
  DexFuture *future;

  salon_provider_dialog_tell (self, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), FALSE);

  /* An empty field leaves the key as it is. */
  if (self->provider != NULL)
    future = salon_model_registry_update_provider (self->registry, self->id, config,
                                                   *key != '\0' ? key : NULL);
  else
    future = salon_model_registry_add_provider (self->registry, config,
                                                *key != '\0' ? key : NULL);

  salon_ui_future_watch (future, self, on_saved_cb);
}

static void
salon_provider_dialog_show_result (SalonProviderDialog *self,
                                   const char          *sentence,
                                   const char          *icon,
                                   const char          *style)
{
  adw_preferences_row_set_title (self->result_row, sentence);
  gtk_image_set_from_icon_name (self->result_icon, icon);
  gtk_widget_set_css_classes (GTK_WIDGET (self->result_icon),
                              (const char *[]) { style, NULL });
  gtk_widget_set_visible (GTK_WIDGET (self->result_row), TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), sentence,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_tested_cb (GObject      *object,
              const GValue *value,
              const GError *error)
{
  SalonProviderDialog *self = SALON_PROVIDER_DIALOG (object);

  self->testing = FALSE;
  on_changed_cb (self);
  if (error != NULL)
    salon_provider_dialog_show_result (self, error->message, "dialog-warning-symbolic", "warning");
  else
    salon_provider_dialog_show_result (self, g_value_get_string (value), "salon-ready-symbolic",
                                       "success");
}

static void
on_test_activated_cb (SalonProviderDialog *self)
{
  g_autoptr(SalonModelProviderConfig) config = salon_provider_dialog_make_config (self);
  g_autofree char *key = dup_stripped (self->key_row);

  self->testing = TRUE;
  gtk_widget_set_sensitive (self->test_row, FALSE);
  salon_provider_dialog_show_result (self, _("Asking…"), "content-loading-symbolic", "dim-label");
  salon_ui_future_watch (salon_model_registry_test_config (self->registry, config,
                                                           *key != '\0' ? key : NULL),
                         self, on_tested_cb);
}

static void
on_removed_cb (GObject      *object,
               const GValue *value,
               const GError *error)
{
  if (error != NULL)
    salon_provider_dialog_tell (SALON_PROVIDER_DIALOG (object), error->message);
  else
    adw_dialog_force_close (ADW_DIALOG (object));
}

static void
on_remove_response_cb (SalonProviderDialog *self)
{
  salon_ui_future_watch (
    salon_model_registry_remove_provider (self->registry,
                                          salon_model_provider_get_id (self->provider)),
    self, on_removed_cb);
}

static void
on_remove_activated_cb (SalonProviderDialog *self)
{
  AdwDialog *dialog = adw_alert_dialog_new (NULL, NULL);

  adw_alert_dialog_format_heading (ADW_ALERT_DIALOG (dialog), _("Remove “%s”?"),
                                   salon_model_provider_get_name (self->provider));
  adw_alert_dialog_set_body (ADW_ALERT_DIALOG (dialog),
                             _("Its key is deleted from the keyring. Chats with its models stay."));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog),
                                  "cancel", _("_Cancel"),
                                  "remove", _("_Remove"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "remove",
                                            ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_object (dialog, "response::remove", G_CALLBACK (on_remove_response_cb), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
salon_provider_dialog_fill (SalonProviderDialog *self)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr(GtkStringList) kind_names = gtk_string_list_new (NULL);
  g_autoptr(GtkStringList) dialect_names = gtk_string_list_new (NULL);
  SalonModelProviderConfig *config;
  const char *text;

  for (guint i = 0; i < salon_provider_preset_count (); i++)
    gtk_string_list_append (names, _(salon_provider_preset_get (i)->name));
  adw_combo_row_set_model (self->preset_row, G_LIST_MODEL (names));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_string_list_append (kind_names, _(kinds[i].name));
  adw_combo_row_set_model (self->kind_row, G_LIST_MODEL (kind_names));
  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++)
    gtk_string_list_append (dialect_names, _(dialects[i].name));
  adw_combo_row_set_model (self->dialect_row, G_LIST_MODEL (dialect_names));

  if (self->provider == NULL)
    {
      on_preset_selected_cb (self);
      return;
    }

  config = salon_model_provider_get_config (self->provider);
  adw_combo_row_set_selected (self->kind_row,
                              find_kind (salon_model_provider_config_get_kind (config)));
  adw_combo_row_set_selected (self->dialect_row,
                              find_dialect (salon_model_provider_config_get_dialect (config)));
  text = salon_model_provider_config_get_proxy (config);
  gtk_editable_set_text (self->proxy_row, text != NULL ? text : "");
  salon_headers_group_set_headers (self->headers_group,
                                   salon_model_provider_config_get_headers (config));

  adw_dialog_set_title (ADW_DIALOG (self), _("Edit Provider"));
  gtk_button_set_label (self->save_button, _("_Save"));
  gtk_widget_set_visible (GTK_WIDGET (self->preset_row), FALSE);
  gtk_widget_set_visible (self->manage_group, TRUE);
  gtk_editable_set_text (self->name_row, salon_model_provider_get_name (self->provider));
  text = salon_model_provider_get_base_url (self->provider);
  gtk_editable_set_text (self->url_row, text != NULL ? text : "");
  adw_preferences_group_set_description (
    self->key_group, salon_model_provider_has_key (self->provider)
                       ? _("A key is set. Write another one to replace it.")
                       : _("No key is set. Keys are kept in the keyring."));
}

static void
salon_provider_dialog_dispose (GObject *object)
{
  SalonProviderDialog *self = SALON_PROVIDER_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SALON_TYPE_PROVIDER_DIALOG);
  g_clear_object (&self->registry);
  g_clear_object (&self->provider);
  g_clear_pointer (&self->id, g_free);

  G_OBJECT_CLASS (salon_provider_dialog_parent_class)->dispose (object);
}

static void
salon_provider_dialog_class_init (SalonProviderDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_provider_dialog_dispose;

  g_type_ensure (SALON_TYPE_HEADERS_GROUP);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/salon_chat/Salon/settings/salon-provider-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SalonProviderDialog, advanced_row);
  gtk_widget_class_bind_template_child (widget_class, SalonProviderDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, SalonProviderDialog, dialect_row);
  gtk_widget_class_bind_template_child (widget_class, SalonProviderDialog, headers_group);
  gtk_widget_class_bind_template_child (widget_class, SalonProviderDialog, key_group);
  gtk_widget_class_bind_template_child (widget_class, SalonProviderDialog, key_row);
  gtk_widget_class_bind_template_child (widget_class, SalonProviderDialog, kind_row);
  gtk_widget_class_bind_template_child (widget_class, SalonProviderDialog, manage_group);
  gtk_widget_class_bind_template_child (widget_class, SalonProviderDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, SalonProviderDialog, preset_row);
  gtk_widget_class_bind_template_child (widget_class, SalonProviderDialog, proxy_row);
  gtk_widget_class_bind_template_child (widget_class, SalonProviderDialog, result_icon);
  gtk_widget_class_bind_template_child (widget_class, SalonProviderDialog, result_row);
  gtk_widget_class_bind_template_child (widget_class, SalonProviderDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, SalonProviderDialog, test_row);
  gtk_widget_class_bind_template_child (widget_class, SalonProviderDialog, url_row);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_preset_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_save_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_test_activated_cb);
}

static void
salon_provider_dialog_init (SalonProviderDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * salon_provider_dialog_new:
 * @registry: where the provider goes
 * @provider: (nullable): the provider to change, %NULL to add one
 *
 * Returns: (transfer floating): a dialog that is not shown yet
 */
AdwDialog *
salon_provider_dialog_new (SalonModelRegistry *registry,
                           SalonModelProvider *provider)
{
  SalonProviderDialog *self;

  g_return_val_if_fail (SALON_IS_MODEL_REGISTRY (registry), NULL);
  g_return_val_if_fail (provider == NULL || SALON_IS_MODEL_PROVIDER (provider), NULL);

  self = g_object_new (SALON_TYPE_PROVIDER_DIALOG, NULL);
  self->registry = g_object_ref (registry);
  g_set_object (&self->provider, provider);
  salon_provider_dialog_fill (self);

  return ADW_DIALOG (self);
}
