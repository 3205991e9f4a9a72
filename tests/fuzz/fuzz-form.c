/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-fuzz"

#include "config.h"

#include "fuzz-lines.h"
#include "salon-mcp-elicitation.h"
#include "salon-mcp-form-field.h"

/* What a server asks on the first line, what was filled in on the second. */
static void
read_field (SalonMcpFormField *field,
            const SalonJson   *content)
{
  const SalonJson *value = salon_json_get_member (content, salon_mcp_form_field_get_name (field));
  g_autoptr (GError) error = NULL;
  gboolean fits = salon_mcp_form_field_check (field, value, &error);

  g_assert_true (fits == (error == NULL));
  g_assert_nonnull (salon_mcp_form_field_get_title (field));
  for (guint i = 0; i < salon_mcp_form_field_get_n_options (field); i++)
    {
      g_assert_nonnull (salon_mcp_form_field_get_option_value (field, i));
      g_assert_nonnull (salon_mcp_form_field_get_option_title (field, i));
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (SalonJsonDocument) asked = fuzz_take_json (&data, &size);
  g_autoptr (SalonJsonDocument) filled_in = fuzz_take_json (&data, &size);
  g_autoptr (SalonMcpElicitation) elicitation = NULL;
  g_autoptr (SalonJsonDocument) defaults = NULL;
  g_autoptr (SalonJsonDocument) result = NULL;
  g_autoptr (GError) error = NULL;
  const SalonJson *content = NULL;
  gboolean fits;

  if (asked == NULL || filled_in == NULL)
    return 0;
  elicitation = salon_mcp_elicitation_new (salon_json_document_get_root (asked), &error);
  g_assert_true ((elicitation == NULL) == (error != NULL));
  if (elicitation == NULL)
    return 0;
  content = salon_json_document_get_root (filled_in);
  if (salon_mcp_elicitation_get_mode (elicitation) == SALON_MCP_ELICITATION_URL)
    {
      g_assert_nonnull (salon_mcp_elicitation_get_url (elicitation));
      salon_mcp_elicitation_get_url_warnings (elicitation);
      return 0;
    }
  for (guint i = 0;
       i < g_list_model_get_n_items (salon_mcp_elicitation_get_fields (elicitation)); i++)
    {
      g_autoptr (SalonMcpFormField) field =
        g_list_model_get_item (salon_mcp_elicitation_get_fields (elicitation), i);

      read_field (field, content);
    }
  defaults = salon_mcp_elicitation_dup_defaults (elicitation);
  salon_mcp_elicitation_check (elicitation, salon_json_document_get_root (defaults), NULL);
  fits = salon_mcp_elicitation_check (elicitation, content, &error);
  g_assert_true (fits == (error == NULL));
  g_clear_error (&error);
  result = salon_mcp_elicitation_check_result (elicitation, content, &error);
  g_assert_true ((result == NULL) == (error != NULL));
  return 0;
}
