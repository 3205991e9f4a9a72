/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-tool-row.h"

#include <glib/gi18n.h>

static void
add_chip (AdwWrapBox *chips,
          const char *label,
          const char *style,
          const char *tooltip)
{
  GtkWidget *chip = gtk_label_new (label);

  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_add_css_class (chip, "caption");
  if (style != NULL)
    gtk_widget_add_css_class (chip, style);
  gtk_widget_set_tooltip_text (chip, tooltip);
  adw_wrap_box_append (chips, chip);
}

/* What the server says about a tool; MCP “Tools”, annotations are hints, not promises. */
static GtkWidget *
create_chips (SalonMcpTool *tool)
{
  GtkWidget *chips = g_object_new (ADW_TYPE_WRAP_BOX, "child-spacing", 6, "line-spacing", 6, NULL);

  if (salon_mcp_tool_is_read_only (tool))
    add_chip (ADW_WRAP_BOX (chips), _("Reads only"), NULL,
              _("The server says that this tool changes nothing"));
  else if (salon_mcp_tool_is_destructive (tool))
    add_chip (ADW_WRAP_BOX (chips), _("May delete or overwrite"), "warning",
              _("The server says that this tool may destroy something, or does not say"));
  else
    add_chip (ADW_WRAP_BOX (chips), _("Makes changes"), NULL,
              _("The server says that this tool only adds to what is there"));

  if (salon_mcp_tool_is_open_world (tool))
    add_chip (ADW_WRAP_BOX (chips), _("Reaches outside"), NULL,
              _("The server says that this tool deals with the world outside, or does not say"));

  return chips;
}

/**
 * salon_tool_row_new:
 * @tool: a tool of a server
 *
 * Returns: (transfer floating): a row that tells what @tool does
 */
GtkWidget *
salon_tool_row_new (SalonMcpTool *tool)
{
  GtkWidget *row;
  GtkWidget *box;
  GtkWidget *heading;
  GtkWidget *label;
  const char *description;

  g_return_val_if_fail (SALON_IS_MCP_TOOL (tool), NULL);

  description = salon_mcp_tool_get_description (tool);
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class (box, "tool-row");

  heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  label = g_object_new (GTK_TYPE_LABEL,
                        "label", salon_mcp_tool_get_title (tool),
                        "xalign", 0.0,
                        "wrap", TRUE,
                        NULL);
  gtk_box_append (GTK_BOX (heading), label);
  if (g_strcmp0 (salon_mcp_tool_get_title (tool), salon_mcp_tool_get_name (tool)) != 0)
    {
      label = g_object_new (GTK_TYPE_LABEL,
                            "label", salon_mcp_tool_get_name (tool),
                            "ellipsize", PANGO_ELLIPSIZE_MIDDLE,
                            "xalign", 0.0,
                            NULL);
      gtk_widget_add_css_class (label, "monospace");
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (heading), label);
    }
  gtk_box_append (GTK_BOX (box), heading);

  if (description != NULL && *description != '\0')
    {
      label = g_object_new (GTK_TYPE_LABEL,
                            "label", description,
                            "xalign", 0.0,
                            "wrap", TRUE,
                            "wrap-mode", PANGO_WRAP_WORD_CHAR,
                            "lines", 4,
                            "ellipsize", PANGO_ELLIPSIZE_END,
                            "tooltip-text", description,
                            NULL);
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (box), label);
    }

  gtk_box_append (GTK_BOX (box), create_chips (tool));

  row = gtk_list_box_row_new ();
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, salon_mcp_tool_get_title (tool),
                                  -1);

  return row;
}
