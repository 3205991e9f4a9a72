/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include "salon-llm-tokens.h"

#include "llm-test.h"

static gint64
count_image (const char *data,
             gsize       length)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, length);

  return salon_llm_tokens_of_image (bytes);
}

static void
test_text_is_a_token_for_four_bytes (void)
{
  g_assert_cmpint (salon_llm_tokens_of_text (NULL), ==, 0);
  g_assert_cmpint (salon_llm_tokens_of_text (""), ==, 0);
  g_assert_cmpint (salon_llm_tokens_of_text ("a"), ==, 1);
  g_assert_cmpint (salon_llm_tokens_of_text ("abcd"), ==, 1);
  g_assert_cmpint (salon_llm_tokens_of_text ("äöü"), ==, 2);
}

#define COUNT(literal) count_image (literal, sizeof (literal) - 1)

static void
test_pictures_go_by_their_size (void)
{
  static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x4b\0\0\0\x64";
  static const char huge[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff";
  static const char wide[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x0c\x40\0\0\0\x02";
  static const char gif[] = "GIF89a\x4b\0\x64\0";
  static const char jpeg[] = "\xff\xd8\xff\xe0\0\x04xx\xff\xc0\0\x11\x08\0\x64\0\x4b\x03";
  static const char webp[] = "RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x4a\0\0\x63\0\0";
  static const char endless[] = "\xff\xd8\xff\xe0\0\0\0\0\0\0\0\0\0\0";

  g_assert_cmpint (COUNT (png), ==, 11);
  g_assert_cmpint (COUNT (gif), ==, 11);
  g_assert_cmpint (COUNT (jpeg), ==, 11);
  g_assert_cmpint (COUNT (webp), ==, 11);
  g_assert_cmpint (COUNT (huge), ==, 1600);
  g_assert_cmpint (COUNT (wide), ==, 3);
  g_assert_cmpint (COUNT (endless), ==, 1600);
  g_assert_cmpint (COUNT ("\x89PNG"), ==, 1600);
  g_assert_cmpint (COUNT (""), ==, 1600);
}

static void
test_other_parts (void)
{
  g_autofree char *page = g_strnfill (50001, 'x');
  g_autoptr (GBytes) bytes = g_bytes_new_static (page, 50001);
  g_autoptr (SalonLlmPart) pdf = salon_llm_part_new_document ("a", "application/pdf", bytes);
  g_autoptr (SalonLlmPart) text = salon_llm_part_new_document ("a", "text/plain", bytes);
  g_autoptr (SalonLlmPart) audio = salon_llm_part_new_audio ("audio/wav", bytes);
  g_autoptr (SalonLlmPart) call = salon_llm_part_new_tool_call ("1", "echo", "{\"a\":12}");

  g_assert_cmpint (salon_llm_tokens_of_part (pdf), ==, 4000);
  g_assert_cmpint (salon_llm_tokens_of_part (text), ==, 12501);
  g_assert_cmpint (salon_llm_tokens_of_part (audio), ==, 101);
  g_assert_cmpint (salon_llm_tokens_of_part (call), ==, 7);
}

static void
test_a_request_is_the_sum_of_its_parts (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("model");
  g_autoptr (SalonLlmTool) tool = llm_test_tool ("echo", "Says it", "{\"type\":\"object\"}");
  gint64 one_message;

  salon_llm_request_set_system (request, "12345678");
  g_assert_cmpint (salon_llm_tokens_of_request (request), ==, 2);
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "1234");
  one_message = salon_llm_tokens_of_message (salon_llm_request_get_message (request, 0));
  g_assert_cmpint (one_message, ==, 5);
  salon_llm_request_add_tool (request, tool);
  g_assert_cmpint (salon_llm_tokens_of_tool (tool), ==, 8 + 1 + 2 + 5);
  g_assert_cmpint (salon_llm_tokens_of_tool (tool), ==, 16);
  g_assert_cmpint (salon_llm_tokens_of_request (request), ==, 2 + 5 + 16);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/llm/tokens/text-is-a-token-for-four-bytes",
                   test_text_is_a_token_for_four_bytes);
  g_test_add_func ("/llm/tokens/pictures-go-by-their-size", test_pictures_go_by_their_size);
  g_test_add_func ("/llm/tokens/other-parts", test_other_parts);
  g_test_add_func ("/llm/tokens/a-request-is-the-sum-of-its-parts",
                   test_a_request_is_the_sum_of_its_parts);
  return g_test_run ();
}
