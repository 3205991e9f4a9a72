/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-model-button.h"

#include <glib/gi18n.h>

#include "salon-model-provider.h"
#include "salon-model-row.h"
#include "salon-model-words.h"
#include "salon-model.h"

/**
 * SalonModelButton:
 *
 * Shows which model answers, and opens a list of all of them, by provider, to choose another.
 */
struct _SalonModelButton
{
  AdwBin               parent_instance;

  SalonModelRegistry  *registry;
  char                *model;
  gboolean             all_models_shown;

  GtkFlattenListModel *all_models;
  GtkFilterListModel  *found_models;
  GtkListView         *list_view;
  GtkMenuButton       *menu_button;
  GtkStringFilter     *name_filter;
  GtkPopover          *popover;
  GtkLabel            *problems;
  GtkStringFilter     *reference_filter;
  GtkEditable         *search_entry;
  GtkStack            *stack;
  GtkLabel            *title;
};

enum
{
  PROP_0,
  PROP_MODEL,
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

G_DEFINE_FINAL_TYPE (SalonModelButton, salon_model_button, ADW_TYPE_BIN)

static void
salon_model_button_update_title (SalonModelButton *self)
{
  g_autofree char *title = NULL;
  g_autofree char *label = NULL;

  if (self->registry != NULL && self->model != NULL)
    title = salon_model_registry_dup_model_title (self->registry, self->model);
  if (title == NULL)
    title = g_strdup (_("Choose a Model"));

  gtk_label_set_label (self->title, title);

  /* Translators: what a screen reader says for the button; %s is the name of a model */
  label = g_strdup_printf (_("Model: %s"), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static void
salon_model_button_update_page (SalonModelButton *self)
{
  gboolean found = g_list_model_get_n_items (G_LIST_MODEL (self->found_models)) > 0;

  gtk_stack_set_visible_child_name (self->stack, found ? "models" : "none");
}

static void
salon_model_button_update_problems (SalonModelButton *self)
{
  g_autoptr(GString) text = g_string_new (NULL);
  guint n_items;

  n_items = self->registry != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->registry)) : 0;
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr(SalonModelProvider) provider =
        g_list_model_get_item (G_LIST_MODEL (self->registry), i);

      if (salon_model_provider_get_state (provider) != SALON_MODEL_PROVIDER_FAILED)
        continue;

      g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "\n" : "",
                              salon_model_provider_get_name (provider),
                              salon_model_provider_get_status (provider));
    }

  gtk_label_set_label (self->problems, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->problems), text->len > 0);
}

static void
on_providers_changed_cb (SalonModelButton *self,
                         guint             position,
                         guint             removed,
                         guint             added)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(SalonModelProvider) provider =
        g_list_model_get_item (G_LIST_MODEL (self->registry), i);

      g_signal_connect_object (provider, "notify::state",
                               G_CALLBACK (salon_model_button_update_problems), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (provider, "notify::name",
                               G_CALLBACK (salon_model_button_update_title), self,
                               G_CONNECT_SWAPPED);
    }

  salon_model_button_update_title (self);
  salon_model_button_update_problems (self);
}

static void
on_popover_show_cb (SalonModelButton *self)
{
  guint n_items;

  gtk_editable_set_text (self->search_entry, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));

  n_items = self->registry != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->registry)) : 0;
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr(SalonModelProvider) provider =
        g_list_model_get_item (G_LIST_MODEL (self->registry), i);
      SalonModelProviderState state = salon_model_provider_get_state (provider);

      /* What comes of it is seen in the provider's own list and state. */
      if (state == SALON_MODEL_PROVIDER_UNKNOWN || state == SALON_MODEL_PROVIDER_FAILED)
        dex_future_disown (salon_model_registry_list_models (
          self->registry, salon_model_provider_get_id (provider)));
    }
}

static gpointer
get_models_of_provider (gpointer item,
                        gpointer user_data)
{
  g_autoptr(SalonModelProvider) provider = item;

  return g_object_ref (salon_model_provider_get_models (provider));
}

static gpointer
get_offered_of_provider (gpointer item,
                         gpointer user_data)
{
  g_autoptr(SalonModelProvider) provider = item;

  return g_object_ref (salon_model_provider_get_offered (provider));
}

/* Who looks for something looks everywhere, not only among the favourites. */
static void
salon_model_button_update_models (SalonModelButton *self)
{
  gboolean searching = *gtk_editable_get_text (self->search_entry) != '\0';
  g_autoptr(GtkMapListModel) models = NULL;

  if (self->all_models_shown == searching && gtk_flatten_list_model_get_model (self->all_models))
    return;

  self->all_models_shown = searching;
  if (self->registry != NULL)
    models = gtk_map_list_model_new (G_LIST_MODEL (g_object_ref (self->registry)),
                                     searching ? get_models_of_provider : get_offered_of_provider,
                                     NULL, NULL);
  gtk_flatten_list_model_set_model (self->all_models, G_LIST_MODEL (models));
}

static void
on_search_changed_cb (SalonModelButton *self)
{
  const char *text = gtk_editable_get_text (self->search_entry);

  salon_model_button_update_models (self);
  gtk_string_filter_set_search (self->name_filter, text);
  gtk_string_filter_set_search (self->reference_filter, text);
}

static void
salon_model_button_choose (SalonModelButton *self,
                           guint             position)
{
  g_autoptr(SalonModel) model =
    g_list_model_get_item (G_LIST_MODEL (self->found_models), position);

  if (model == NULL)
    return;

  gtk_popover_popdown (self->popover);
  salon_model_button_set_model (self, salon_model_get_reference (model));
  g_signal_emit (self, signals[CHOSEN], 0, self->model);
}

static void
on_search_activate_cb (SalonModelButton *self)
{
  /* The filter may lag behind the entry by its delay. */
  on_search_changed_cb (self);
  salon_model_button_choose (self, 0);
}

static void
on_stop_search_cb (SalonModelButton *self)
{
  gtk_popover_popdown (self->popover);
}

static void
on_manage_clicked_cb (SalonModelButton *self)
{
  gtk_popover_popdown (self->popover);
}

static void
on_activate_cb (SalonModelButton *self,
                guint             position)
{
  salon_model_button_choose (self, position);
}

static void
update_check (SalonModelButton *self,
              GtkListItem      *item)
{
  SalonModel *model = gtk_list_item_get_item (item);
  GtkWidget *row = gtk_list_item_get_child (item);
  g_autofree char *facts = NULL;
  g_autofree char *description = NULL;
  gboolean chosen;

  if (model == NULL || row == NULL)
    return;

  chosen = g_strcmp0 (self->model, salon_model_get_reference (model)) == 0;
  salon_model_row_set_chosen (SALON_MODEL_ROW (row), chosen);
  facts = salon_model_words_dup_description (model);
  if (chosen && *facts != '\0')
    description = g_strdup_printf ("%s, %s", _("In use"), facts);
  gtk_list_item_set_accessible_description (item, description != NULL ? description
                                                  : chosen ? _("In use") : facts);
}

static void
on_model_changed_cb (GtkListItem *item)
{
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *button = box != NULL ? gtk_widget_get_ancestor (box, SALON_TYPE_MODEL_BUTTON) : NULL;

  if (button != NULL)
    update_check (SALON_MODEL_BUTTON (button), item);
}

static void
on_setup_cb (GtkSignalListItemFactory *factory,
             GtkListItem              *item,
             gpointer                  user_data)
{
  SalonModelButton *self = SALON_MODEL_BUTTON (user_data);

  gtk_list_item_set_child (item, salon_model_row_new ());
  g_signal_connect_object (self, "notify::model", G_CALLBACK (on_model_changed_cb), item,
                           G_CONNECT_SWAPPED);
}

static void
on_bind_cb (GtkSignalListItemFactory *factory,
            GtkListItem              *item,
            gpointer                  user_data)
{
  SalonModel *model = gtk_list_item_get_item (item);

  salon_model_row_set_model (SALON_MODEL_ROW (gtk_list_item_get_child (item)), model);
  gtk_list_item_set_accessible_label (item, salon_model_get_name (model));
  /* The row is not in the popover yet. */
  update_check (SALON_MODEL_BUTTON (user_data), item);
}

static void
on_header_setup_cb (GtkSignalListItemFactory *factory,
                    GtkListHeader            *header,
                    gpointer                  user_data)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, NULL);

  gtk_widget_add_css_class (label, "caption-heading");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_list_header_set_child (header, label);
}

static void
on_header_bind_cb (GtkSignalListItemFactory *factory,
                   GtkListHeader            *header,
                   gpointer                  user_data)
{
  SalonModelButton *self = SALON_MODEL_BUTTON (user_data);
  SalonModel *model = gtk_list_header_get_item (header);
  SalonModelProvider *provider =
    salon_model_registry_find (self->registry, salon_model_get_provider_id (model));
  const char *title = NULL;

  if (provider != NULL && salon_model_provider_is_built_in (provider))
    title = _("Built In");
  else if (provider != NULL)
    title = salon_model_provider_get_name (provider);
  else
    title = salon_model_get_provider_id (model);

  gtk_label_set_label (GTK_LABEL (gtk_list_header_get_child (header)), title);
}

static void
salon_model_button_dispose (GObject *object)
{
  SalonModelButton *self = SALON_MODEL_BUTTON (object);

  if (self->registry != NULL)
    salon_model_button_set_registry (self, NULL);
  /* The bin still holds its child, which the template lets go of. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SALON_TYPE_MODEL_BUTTON);
  g_clear_pointer (&self->model, g_free);

  G_OBJECT_CLASS (salon_model_button_parent_class)->dispose (object);
}

static void
salon_model_button_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  SalonModelButton *self = SALON_MODEL_BUTTON (object);

  switch (property_id)
    {
    case PROP_MODEL:
      g_value_set_string (value, self->model);
      break;

    case PROP_REGISTRY:
      g_value_set_object (value, self->registry);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
salon_model_button_set_property (GObject      *object,
                                 guint         property_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  SalonModelButton *self = SALON_MODEL_BUTTON (object);

  switch (property_id)
    {
    case PROP_MODEL:
      salon_model_button_set_model (self, g_value_get_string (value));
      break;

    case PROP_REGISTRY:
      salon_model_button_set_registry (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
salon_model_button_class_init (SalonModelButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_model_button_dispose;
  object_class->get_property = salon_model_button_get_property;
  object_class->set_property = salon_model_button_set_property;

  /**
   * SalonModelButton:model: (nullable)
   *
   * The model shown, as "provider/model".
   */
  properties[PROP_MODEL] =
    g_param_spec_string ("model", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * SalonModelButton:registry: (nullable)
   *
   * The models to choose from.
   */
  properties[PROP_REGISTRY] =
    g_param_spec_object ("registry", NULL, NULL, SALON_TYPE_MODEL_REGISTRY,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * SalonModelButton::chosen:
   * @self: the button
   * @model: "provider/model"
   *
   * The user chose a model; [property@ModelButton:model] is that one already.
   */
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (SALON_TYPE_MODEL);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/salon_chat/Salon/window/salon-model-button.ui");
  gtk_widget_class_bind_template_child (widget_class, SalonModelButton, all_models);
  gtk_widget_class_bind_template_child (widget_class, SalonModelButton, found_models);
  gtk_widget_class_bind_template_child (widget_class, SalonModelButton, list_view);
  gtk_widget_class_bind_template_child (widget_class, SalonModelButton, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SalonModelButton, name_filter);
  gtk_widget_class_bind_template_child (widget_class, SalonModelButton, popover);
  gtk_widget_class_bind_template_child (widget_class, SalonModelButton, problems);
  gtk_widget_class_bind_template_child (widget_class, SalonModelButton, reference_filter);
  gtk_widget_class_bind_template_child (widget_class, SalonModelButton, search_entry);
  gtk_widget_class_bind_template_child (widget_class, SalonModelButton, stack);
  gtk_widget_class_bind_template_child (widget_class, SalonModelButton, title);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_header_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_header_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_manage_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_popover_show_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search_cb);
}

static void
salon_model_button_init (SalonModelButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->found_models, "items-changed",
                           G_CALLBACK (salon_model_button_update_page), self, G_CONNECT_SWAPPED);
  salon_model_button_update_title (self);
  salon_model_button_update_page (self);
}

/**
 * salon_model_button_new:
 *
 * Returns: (transfer floating): a button without models
 */
GtkWidget *
salon_model_button_new (void)
{
  return g_object_new (SALON_TYPE_MODEL_BUTTON, NULL);
}

/**
 * salon_model_button_get_registry:
 * @self: a model button
 *
 * Returns: (transfer none) (nullable): the models to choose from
 */
SalonModelRegistry *
salon_model_button_get_registry (SalonModelButton *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_BUTTON (self), NULL);

  return self->registry;
}

/**
 * salon_model_button_set_registry:
 * @self: a model button
 * @registry: (nullable): the models to choose from
 */
void
salon_model_button_set_registry (SalonModelButton   *self,
                                 SalonModelRegistry *registry)
{
  g_return_if_fail (SALON_IS_MODEL_BUTTON (self));
  g_return_if_fail (registry == NULL || SALON_IS_MODEL_REGISTRY (registry));

  if (self->registry == registry)
    return;

  if (self->registry != NULL)
    g_signal_handlers_disconnect_by_data (self->registry, self);

  g_set_object (&self->registry, registry);

  if (registry != NULL)
    {
      g_signal_connect_object (registry, "items-changed", G_CALLBACK (on_providers_changed_cb),
                               self, G_CONNECT_SWAPPED);
      on_providers_changed_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (registry)));
    }

  gtk_flatten_list_model_set_model (self->all_models, NULL);
  if (registry != NULL)
    salon_model_button_update_models (self);
  salon_model_button_update_title (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REGISTRY]);
}

/**
 * salon_model_button_get_model:
 * @self: a model button
 *
 * Returns: (transfer none) (nullable): the model shown, as "provider/model"
 */
const char *
salon_model_button_get_model (SalonModelButton *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_BUTTON (self), NULL);

  return self->model;
}

/**
 * salon_model_button_set_model:
 * @self: a model button
 * @model: (nullable): the model to show, as "provider/model"
 */
void
salon_model_button_set_model (SalonModelButton *self,
                              const char       *model)
{
  g_return_if_fail (SALON_IS_MODEL_BUTTON (self));

  if (!g_set_str (&self->model, model))
    return;

  salon_model_button_update_title (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

/**
 * salon_model_button_popup:
 * @self: a model button
 *
 * Opens the list.
 */
void
salon_model_button_popup (SalonModelButton *self)
{
  g_return_if_fail (SALON_IS_MODEL_BUTTON (self));

  gtk_menu_button_popup (self->menu_button);
}
