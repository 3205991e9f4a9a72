/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-fuzz"

#include "config.h"

#include "fuzz-lines.h"
#include "salon-model-provider-config.h"

/* An entry of models.json. What is written of it is read as the same again. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (SalonJsonDocument) document =
    salon_json_document_parse ((const char *) data, (gssize) size, NULL, NULL);
  g_autoptr (SalonModelProviderConfig) config = NULL;
  g_autoptr (SalonModelProviderConfig) copy = NULL;
  g_autoptr (SalonModelProviderConfig) again = NULL;
  g_autoptr (SalonJsonWriter) writer = NULL;
  g_autoptr (SalonJsonDocument) written = NULL;
  g_autoptr (GError) error = NULL;

  if (document == NULL)
    return 0;
  config = salon_model_provider_config_new_from_json ("id",
                                                      salon_json_document_get_root (document));
  copy = salon_model_provider_config_copy (config);
  g_assert_true (salon_model_provider_config_check (config, &error) == (error == NULL));
  if (salon_model_provider_config_get_problem (config) != NULL)
    return 0;
  g_assert_true (salon_model_provider_config_equal (config, copy));
  writer = salon_json_writer_new ();
  salon_json_writer_begin_object (writer, NULL);
  salon_model_provider_config_write (config, writer);
  salon_json_writer_end_object (writer);
  written = salon_json_writer_finish_document (writer);
  again = salon_model_provider_config_new_from_json
            ("id", salon_json_get_member (salon_json_document_get_root (written), "id"));
  g_assert_null (salon_model_provider_config_get_problem (again));
  g_assert_true (salon_model_provider_config_equal (config, again));
  return 0;
}
