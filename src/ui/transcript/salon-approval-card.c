/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-approval-card.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "salon-code-highlight.h"
#include "salon-json.h"

#define LINE_HEIGHT     19
#define LINE_CHARACTERS 70
#define MINIMUM_LINES   1
#define MAXIMUM_LINES   14

/**
 * SalonApprovalCard:
 *
 * Asks whether a tool may run. It always shows the whole arguments, and lets them be
 * changed. *Deny* gets the focus first; nothing is answered by the Escape key or by time.
 */
struct _SalonApprovalCard
{
  GtkWidget parent_instance;

  SalonQuestion *question;
  /* The arguments as they were first shown. */
  char *shown;
  gboolean announced;
  gboolean moving_focus;

  GtkWidget *box;
  GtkWidget *title;
  GtkWidget *changed_line;
  GtkWidget *editor;
  GtkWidget *editor_scroller;
  GtkWidget *problem;
  GtkWidget *deny_button;
  GtkWidget *allow_button;
};

G_DEFINE_FINAL_TYPE (SalonApprovalCard, salon_approval_card, GTK_TYPE_WIDGET)

static char *
dup_editor_text (SalonApprovalCard *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor));
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static void
show_problem (SalonApprovalCard *self,
              const GError      *error)
{
  gtk_label_set_text (GTK_LABEL (self->problem), error != NULL ? error->message : "");
  gtk_widget_set_visible (self->problem, error != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "approval.allow-once", error == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "approval.allow-chat", error == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "approval.allow-always", error == NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->editor), GTK_ACCESSIBLE_STATE_INVALID,
                               error != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                             : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  if (error != NULL)
    gtk_widget_add_css_class (self->editor_scroller, "error");
  else
    gtk_widget_remove_css_class (self->editor_scroller, "error");
}

static void
on_text_changed_cb (SalonApprovalCard *self)
{
  g_autofree char *text = dup_editor_text (self);
  g_autoptr (GError) error = NULL;

  /* What the model wrote may be wrong: it is told so when the call is let run. */
  if (g_strcmp0 (text, self->shown) != 0)
    salon_tool_call_check_arguments (text, &error);
  show_problem (self, error);
}

static void
allow (SalonApprovalCard  *self,
       SalonApprovalScope  scope)
{
  g_autofree char *text = dup_editor_text (self);
  g_autoptr (GError) error = NULL;
  gboolean edited = g_strcmp0 (text, self->shown) != 0;

  if (!salon_question_allow (self->question, scope, edited ? text : NULL, &error))
    show_problem (self, error);
}

static void
deny_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  salon_question_deny (SALON_APPROVAL_CARD (widget)->question, NULL);
}

static void
allow_once_cb (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  allow (SALON_APPROVAL_CARD (widget), SALON_APPROVAL_ONCE);
}

static void
allow_chat_cb (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  allow (SALON_APPROVAL_CARD (widget), SALON_APPROVAL_CHAT);
}

static void
allow_always_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  allow (SALON_APPROVAL_CARD (widget), SALON_APPROVAL_ALWAYS);
}

/* Whoever comes in by the keyboard comes to the safe answer first. */
static gboolean
salon_approval_card_focus (GtkWidget        *widget,
                           GtkDirectionType  direction)
{
  SalonApprovalCard *self = SALON_APPROVAL_CARD (widget);
  gboolean moved;

  if (gtk_widget_get_focus_child (widget) == NULL &&
      (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_DOWN))
    return gtk_widget_grab_focus (self->deny_button);

  /* GTK gives a container that the keyboard leaves backwards the focus itself: with the
   * grab below nobody would come out.
   */
  self->moving_focus = gtk_widget_get_focus_child (widget) != NULL;
  moved = GTK_WIDGET_CLASS (salon_approval_card_parent_class)->focus (widget, direction);
  self->moving_focus = FALSE;

  return moved;
}

static gboolean
salon_approval_card_grab_focus (GtkWidget *widget)
{
  SalonApprovalCard *self = SALON_APPROVAL_CARD (widget);

  return !self->moving_focus && gtk_widget_grab_focus (self->deny_button);
}

/* Says so, and takes the focus, but not away from somebody who is typing. */
static void
salon_approval_card_map (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  GTK_WIDGET_CLASS (salon_approval_card_parent_class)->map (widget);

  if (!SALON_APPROVAL_CARD (widget)->announced)
    gtk_accessible_announce (GTK_ACCESSIBLE (widget),
                             gtk_label_get_text (GTK_LABEL (SALON_APPROVAL_CARD (widget)->title)),
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
  SALON_APPROVAL_CARD (widget)->announced = TRUE;
  if (focus == NULL || GTK_IS_WINDOW (focus))
    gtk_widget_grab_focus (widget);
}

static void
salon_approval_card_dispose (GObject *object)
{
  SalonApprovalCard *self = SALON_APPROVAL_CARD (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->question);

  G_OBJECT_CLASS (salon_approval_card_parent_class)->dispose (object);
}

static void
salon_approval_card_finalize (GObject *object)
{
  SalonApprovalCard *self = SALON_APPROVAL_CARD (object);

  g_free (self->shown);

  G_OBJECT_CLASS (salon_approval_card_parent_class)->finalize (object);
}

static void
salon_approval_card_class_init (SalonApprovalCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_approval_card_dispose;
  object_class->finalize = salon_approval_card_finalize;
  widget_class->focus = salon_approval_card_focus;
  widget_class->grab_focus = salon_approval_card_grab_focus;
  widget_class->map = salon_approval_card_map;

  gtk_widget_class_install_action (widget_class, "approval.deny", NULL, deny_cb);
  gtk_widget_class_install_action (widget_class, "approval.allow-once", NULL, allow_once_cb);
  gtk_widget_class_install_action (widget_class, "approval.allow-chat", NULL, allow_chat_cb);
  gtk_widget_class_install_action (widget_class, "approval.allow-always", NULL, allow_always_cb);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "approval");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
make_label (const char * const *classes)
{
  return g_object_new (GTK_TYPE_LABEL,
                       "wrap", TRUE,
                       "wrap-mode", PANGO_WRAP_WORD_CHAR,
                       "natural-wrap-mode", GTK_NATURAL_WRAP_WORD,
                       "xalign", 0.0f,
                       "css-classes", classes,
                       NULL);
}

static GtkWidget *
make_editor (SalonApprovalCard *self)
{
  GtkTextBuffer *buffer;

  self->editor = g_object_new (GTK_SOURCE_TYPE_VIEW,
                               "monospace", TRUE,
                               "wrap-mode", GTK_WRAP_WORD_CHAR,
                               "accepts-tab", FALSE,
                               "left-margin", 10,
                               "right-margin", 10,
                               "top-margin", 8,
                               "bottom-margin", 8,
                               NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->editor),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Arguments"),
                                  -1);
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor));
  gtk_source_buffer_set_language (GTK_SOURCE_BUFFER (buffer),
                                  salon_code_highlight_find_language ("json"));

  self->editor_scroller = g_object_new (GTK_TYPE_SCROLLED_WINDOW,
                                        "hscrollbar-policy", GTK_POLICY_NEVER,
                                        "child", self->editor,
                                        "propagate-natural-height", TRUE,
                                        "max-content-height", MAXIMUM_LINES * LINE_HEIGHT + 16,
                                        "overflow", GTK_OVERFLOW_HIDDEN,
                                        "css-classes", (const char * const []) { "editor", NULL },
                                        NULL);

  return self->editor_scroller;
}

static GtkWidget *
make_buttons (SalonApprovalCard *self)
{
  GtkWidget *buttons = g_object_new (ADW_TYPE_WRAP_BOX,
                                     "child-spacing", 8,
                                     "line-spacing", 8,
                                     NULL);
  g_autoptr (GMenu) menu = g_menu_new ();

  self->deny_button = gtk_button_new_with_label (_("Deny"));
  gtk_widget_add_css_class (self->deny_button, "deny");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->deny_button), "approval.deny");

  g_menu_append (menu, _("Allow for This Chat"), "approval.allow-chat");
  g_menu_append (menu, _("Always Allow"), "approval.allow-always");
  self->allow_button = adw_split_button_new ();
  adw_split_button_set_label (ADW_SPLIT_BUTTON (self->allow_button), _("Allow Once"));
  adw_split_button_set_menu_model (ADW_SPLIT_BUTTON (self->allow_button), G_MENU_MODEL (menu));
  adw_split_button_set_dropdown_tooltip (ADW_SPLIT_BUTTON (self->allow_button),
                                         _("More Ways to Allow"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->allow_button), "approval.allow-once");

  adw_wrap_box_append (ADW_WRAP_BOX (buttons), self->deny_button);
  adw_wrap_box_append (ADW_WRAP_BOX (buttons), self->allow_button);

  return buttons;
}

static void
update_scheme (SalonApprovalCard *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor));

  gtk_source_buffer_set_style_scheme (GTK_SOURCE_BUFFER (buffer),
                                      salon_code_highlight_get_scheme ());
}

static void
salon_approval_card_init (SalonApprovalCard *self)
{
  GtkWidget *caption = make_label ((const char * const []) { "caption", "dimmed", NULL });

  self->title = make_label ((const char * const []) { "heading", NULL });
  self->changed_line = make_label ((const char * const []) { "warning", NULL });
  gtk_label_set_text (GTK_LABEL (self->changed_line),
                      _("You had allowed this tool, but its server has changed what it says "
                        "the tool does."));
  gtk_label_set_text (GTK_LABEL (caption),
                      _("It gets these arguments. You can change them first."));
  self->problem = make_label ((const char * const []) { "caption", "error", NULL });

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  gtk_box_append (GTK_BOX (self->box), self->title);
  gtk_box_append (GTK_BOX (self->box), self->changed_line);
  gtk_box_append (GTK_BOX (self->box), caption);
  gtk_box_append (GTK_BOX (self->box), make_editor (self));
  gtk_box_append (GTK_BOX (self->box), self->problem);
  gtk_box_append (GTK_BOX (self->box), make_buttons (self));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));

  update_scheme (self);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (update_scheme), self, G_CONNECT_SWAPPED);
}

static char *
dup_pretty (const char *arguments)
{
  g_autoptr (SalonJsonDocument) document = salon_json_document_parse (arguments, -1, NULL, NULL);

  if (document == NULL)
    return g_strdup (arguments);

  return salon_json_to_text (salon_json_document_get_root (document), TRUE);
}

static int
estimate_lines (const char *text)
{
  int lines = 0;

  while (text != NULL && lines < MAXIMUM_LINES)
    {
      const char *end = strchr (text, '\n');
      gsize length = end != NULL ? (gsize) (end - text) : strlen (text);

      lines += 1 + (int) MIN (length / LINE_CHARACTERS, MAXIMUM_LINES);
      text = end != NULL ? end + 1 : NULL;
    }

  return CLAMP (lines, MINIMUM_LINES, MAXIMUM_LINES);
}

static void
set_question (SalonApprovalCard *self,
              SalonQuestion     *question)
{
  SalonToolCall *call = salon_question_get_tool_call (question);
  /* Translators: the first is the title of a tool, the second the name of its server. */
  g_autofree char *title = g_strdup_printf (_("Allow “%s” from “%s”?"),
                                            salon_tool_call_get_title (call),
                                            salon_question_get_server_name (question));
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor));

  self->question = g_object_ref (question);
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  gtk_widget_set_visible (self->changed_line, salon_question_get_definition_changed (question));

  self->shown = dup_pretty (salon_tool_call_get_arguments (call));
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->editor_scroller),
                                              estimate_lines (self->shown) * LINE_HEIGHT + 16);
  gtk_text_buffer_set_text (buffer, self->shown, -1);
  show_problem (self, NULL);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (on_text_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * salon_approval_card_new:
 * @question: an open question about a tool call
 *
 * Returns: (transfer floating): a card that asks it
 */
GtkWidget *
salon_approval_card_new (SalonQuestion *question)
{
  SalonApprovalCard *self;

  g_return_val_if_fail (SALON_IS_QUESTION (question), NULL);
  g_return_val_if_fail (salon_question_get_tool_call (question) != NULL, NULL);

  self = g_object_new (SALON_TYPE_APPROVAL_CARD, NULL);
  set_question (self, question);

  return GTK_WIDGET (self);
}

/**
 * salon_approval_card_get_question:
 * @self: a card
 *
 * Returns: (transfer none): what it asks
 */
SalonQuestion *
salon_approval_card_get_question (SalonApprovalCard *self)
{
  g_return_val_if_fail (SALON_IS_APPROVAL_CARD (self), NULL);

  return self->question;
}
