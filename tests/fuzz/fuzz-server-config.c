/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-fuzz"

#include "config.h"

#include "fuzz-lines.h"
#include "salon-server-config.h"
#include "salon-server-paste.h"

/* An entry of mcp.json, and what somebody pastes to get one. What is written of it is read as
 * the same again. */
static void
check_config (SalonServerConfig *config)
{
  g_autoptr (SalonServerConfig) copy = salon_server_config_copy (config);
  g_autoptr (SalonServerConfig) again = NULL;
  g_autoptr (SalonJsonWriter) writer = NULL;
  g_autoptr (SalonJsonDocument) document = NULL;
  g_autofree char *line = salon_server_config_dup_command_line (config);
  g_autoptr (GError) error = NULL;
  const char *name = salon_server_config_get_name (config);

  g_assert_nonnull (salon_server_config_get_identity (config));
  g_assert_true (salon_server_config_check (config, &error) == (error == NULL));
  if (salon_server_config_get_problem (config) != NULL)
    return;
  g_assert_true (salon_server_config_equal (config, copy));
  writer = salon_json_writer_new ();
  salon_json_writer_begin_object (writer, NULL);
  salon_server_config_write (config, writer);
  salon_json_writer_end_object (writer);
  document = salon_json_writer_finish_document (writer);
  again = salon_server_config_new_from_json
            (name, salon_json_get_member (salon_json_document_get_root (document), name));
  g_assert_null (salon_server_config_get_problem (again));
  g_assert_cmpstr (salon_server_config_get_identity (again), ==,
                   salon_server_config_get_identity (config));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup (size > 0 ? (const char *) data : "", size);
  g_autoptr (SalonJsonDocument) document = NULL;
  g_autoptr (GPtrArray) pasted = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_utf8_validate (text, -1, NULL))
    return 0;
  pasted = salon_server_paste_parse (text, &error);
  g_assert_true ((pasted == NULL) == (error != NULL));
  for (guint i = 0; pasted != NULL && i < pasted->len; i++)
    check_config (g_ptr_array_index (pasted, i));
  document = salon_json_document_parse (text, -1, NULL, NULL);
  if (document != NULL)
    {
      g_autoptr (SalonServerConfig) config =
        salon_server_config_new_from_json ("a server", salon_json_document_get_root (document));

      check_config (config);
    }
  return 0;
}
