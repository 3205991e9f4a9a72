/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <math.h>

#include "salon-llm-part.h"
#include "salon-llm-request.h"

#include "llm-test.h"

static void
test_opaque_data_is_for_its_provider_only (void)
{
  g_autoptr (SalonLlmPart) part = NULL;
  g_autoptr (SalonLlmPart) plain = salon_llm_part_new_reasoning ("Hm.", NULL, NULL);
  g_autofree char *text = NULL;

  {
    g_autoptr (SalonJsonDocument) document = llm_test_parse ("{\"signature\":\"x\",\"n\":1e400}");

    part = salon_llm_part_new_reasoning ("Hm.", "one", salon_json_document_get_root (document));
  }
  /* It outlives the document it came from, to the last digit. */
  text = salon_json_to_text (salon_llm_part_get_opaque (part, "one"), FALSE);
  g_assert_cmpstr (text, ==, "{\"signature\":\"x\",\"n\":1e400}");
  g_assert_null (salon_llm_part_get_opaque (part, "two"));
  g_assert_nonnull (salon_llm_part_get_opaque (part, NULL));
  g_assert_cmpstr (salon_llm_part_get_provider (part), ==, "one");
  g_assert_null (salon_llm_part_get_opaque (plain, NULL));
  g_assert_null (salon_llm_part_get_opaque (plain, "one"));
}

static void
test_opaque_data_can_be_added_to_any_kind (void)
{
  g_autoptr (SalonJsonDocument) document = llm_test_parse ("\"signature\"");
  g_autoptr (SalonLlmPart) call = salon_llm_part_new_tool_call ("id", "name", "{}");
  g_autoptr (SalonLlmPart) signed_call = NULL;

  signed_call = salon_llm_part_with_opaque (call, "one", salon_json_document_get_root (document));
  g_assert_null (salon_llm_part_get_opaque (call, "one"));
  g_assert_cmpstr (salon_json_as_string (salon_llm_part_get_opaque (signed_call, "one")), ==,
                   "signature");
  g_assert_cmpint (salon_llm_part_get_kind (signed_call), ==, SALON_LLM_PART_TOOL_CALL);
  g_assert_cmpstr (salon_llm_part_get_id (signed_call), ==, "id");
  g_assert_cmpstr (salon_llm_part_get_name (signed_call), ==, "name");
  g_assert_cmpstr (salon_llm_part_get_arguments (signed_call), ==, "{}");
}

static void
test_result_keeps_its_images (void)
{
  g_autoptr (GBytes) data = g_bytes_new_static ("x", 1);
  GPtrArray *images = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_part_unref);
  g_autoptr (SalonLlmPart) result = NULL;
  SalonLlmPart *image;

  g_ptr_array_add (images, salon_llm_part_new_image ("image/png", data));
  result = salon_llm_part_new_tool_result ("id", "name", "text", TRUE, images);
  g_ptr_array_unref (images);
  image = g_ptr_array_index (salon_llm_part_get_images (result), 0);
  g_assert_cmpstr (salon_llm_part_get_mime_type (image), ==, "image/png");
  g_assert_true (salon_llm_part_get_data (image) == data);
  g_assert_true (salon_llm_part_get_is_error (result));
}

static void
test_shared_message_cannot_change (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("m");
      g_autoptr (SalonLlmMessage) message = salon_llm_message_new (SALON_LLM_ROLE_USER);
      g_autoptr (SalonLlmPart) part = salon_llm_part_new_text ("late");

      salon_llm_request_add_message (request, message);
      salon_llm_message_add_part (message, part);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*ref_count*");
}

static void
test_request_starts_without_wishes (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("m");

  g_assert_true (isnan (salon_llm_request_get_temperature (request)));
  g_assert_cmpuint (salon_llm_request_get_max_tokens (request), ==, 0);
  g_assert_cmpint (salon_llm_request_get_tool_choice (request), ==, SALON_LLM_TOOL_CHOICE_AUTO);
  g_assert_null (salon_llm_request_get_system (request));
  g_assert_cmpuint (salon_llm_request_get_n_messages (request), ==, 0);
  g_assert_cmpuint (salon_llm_request_get_n_tools (request), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/llm/part/opaque-data-is-for-its-provider-only",
                   test_opaque_data_is_for_its_provider_only);
  g_test_add_func ("/llm/part/opaque-data-can-be-added-to-any-kind",
                   test_opaque_data_can_be_added_to_any_kind);
  g_test_add_func ("/llm/part/result-keeps-its-images", test_result_keeps_its_images);
  g_test_add_func ("/llm/part/shared-message-cannot-change", test_shared_message_cannot_change);
  g_test_add_func ("/llm/part/request-starts-without-wishes", test_request_starts_without_wishes);

  return g_test_run ();
}
