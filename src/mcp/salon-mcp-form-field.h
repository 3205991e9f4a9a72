/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "salon-json.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_FORM_FIELD (salon_mcp_form_field_get_type ())

G_DECLARE_FINAL_TYPE (SalonMcpFormField, salon_mcp_form_field, SALON, MCP_FORM_FIELD, GObject)

/**
 * SalonMcpFieldKind:
 * @SALON_MCP_FIELD_TEXT: a string
 * @SALON_MCP_FIELD_NUMBER: a number
 * @SALON_MCP_FIELD_INTEGER: a whole number
 * @SALON_MCP_FIELD_BOOLEAN: yes or no
 * @SALON_MCP_FIELD_CHOICE: one of the options, a string
 * @SALON_MCP_FIELD_CHOICES: any of the options, an array of strings
 *
 * What is to be filled in.
 */
typedef enum
{
  SALON_MCP_FIELD_TEXT,
  SALON_MCP_FIELD_NUMBER,
  SALON_MCP_FIELD_INTEGER,
  SALON_MCP_FIELD_BOOLEAN,
  SALON_MCP_FIELD_CHOICE,
  SALON_MCP_FIELD_CHOICES,
} SalonMcpFieldKind;

SalonMcpFormField *salon_mcp_form_field_new              (const char         *name,
                                                          const SalonJson    *schema,
                                                          gboolean            is_required,
                                                          GError            **error);
const char        *salon_mcp_form_field_get_name         (SalonMcpFormField  *self);
const char        *salon_mcp_form_field_get_title        (SalonMcpFormField  *self);
const char        *salon_mcp_form_field_get_description  (SalonMcpFormField  *self);
SalonMcpFieldKind  salon_mcp_form_field_get_kind         (SalonMcpFormField  *self);
gboolean           salon_mcp_form_field_is_required      (SalonMcpFormField  *self);
gboolean           salon_mcp_form_field_looks_secret     (SalonMcpFormField  *self);
const char        *salon_mcp_form_field_get_format       (SalonMcpFormField  *self);
const SalonJson   *salon_mcp_form_field_get_default      (SalonMcpFormField  *self);
const SalonJson   *salon_mcp_form_field_get_schema       (SalonMcpFormField  *self);
guint              salon_mcp_form_field_get_n_options    (SalonMcpFormField  *self);
const char        *salon_mcp_form_field_get_option_value (SalonMcpFormField  *self,
                                                          guint               index);
const char        *salon_mcp_form_field_get_option_title (SalonMcpFormField  *self,
                                                          guint               index);
gboolean           salon_mcp_form_field_check            (SalonMcpFormField  *self,
                                                          const SalonJson    *value,
                                                          GError            **error);

G_END_DECLS
