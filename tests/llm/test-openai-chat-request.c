/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <string.h>

#include "salon-openai-chat-request.h"

#include "llm-chat.h"
#include "llm-test.h"

#define HEAD "\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true}"

static char *
write_request (SalonLlmRequest *request,
               const char      *provider)
{
  return salon_openai_chat_write_request (request, provider, salon_openai_chat_dialect_get (0));
}

static void
assert_written (SalonLlmRequest *request,
                const char      *rest)
{
  g_autofree char *expected = g_strconcat ("{" HEAD ",", rest, "}", NULL);
  g_autofree char *first = write_request (request, "here");
  g_autofree char *second = write_request (request, "here");
  g_autofree char *for_openai = NULL;
  g_autoptr (SalonJsonDocument) document = llm_test_parse (first);

  g_assert_true (salon_json_is_object (salon_json_document_get_root (document)));
  g_assert_cmpstr (first, ==, expected);
  g_assert_cmpstr (second, ==, first);
  /* The types that others judge by are those of OpenAI itself. */
  for_openai = salon_openai_chat_write_request (request, "here",
                                                salon_openai_chat_dialect_find ("openai"));
  llm_chat_record ("/v1/chat/completions", for_openai);
}

static void
add (SalonLlmRequest *request,
     SalonLlmRole     role,
     SalonLlmPart    *first,
     ...) G_GNUC_NULL_TERMINATED;

/* Takes the parts. */
static void
add (SalonLlmRequest *request,
     SalonLlmRole     role,
     SalonLlmPart    *first,
     ...)
{
  g_autoptr (SalonLlmMessage) message = salon_llm_message_new (role);
  va_list parts;

  va_start (parts, first);
  for (SalonLlmPart *part = first; part != NULL; part = va_arg (parts, SalonLlmPart *))
    {
      salon_llm_message_add_part (message, part);
      salon_llm_part_unref (part);
    }
  va_end (parts);
  salon_llm_request_add_message (request, message);
}

static void
test_plain_chat (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("m");

  salon_llm_request_set_system (request, "Be kind.");
  salon_llm_request_set_temperature (request, 0.5);
  salon_llm_request_set_max_tokens (request, 100);
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Hi \"there\" 🎉\n");
  llm_test_add_text (request, SALON_LLM_ROLE_ASSISTANT, "Hello");
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Go on");
  assert_written (request,
                  "\"temperature\":0.5,\"max_tokens\":100,\"messages\":["
                  "{\"role\":\"system\",\"content\":\"Be kind.\"},"
                  "{\"role\":\"user\",\"content\":\"Hi \\\"there\\\" 🎉\\n\"},"
                  "{\"role\":\"assistant\",\"content\":\"Hello\"},"
                  "{\"role\":\"user\",\"content\":\"Go on\"}]");
}

static void
test_empty_system_is_none (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("m");

  salon_llm_request_set_system (request, "");
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Hi");
  assert_written (request, "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]");
}

static void
test_tools_are_written_verbatim (void)
{
  static const char schema[] =
    "{\"type\":\"object\",\"properties\":{\"z\":{\"maximum\":18446744073709551616,\"x-own\":[1.0]},"
    "\"a\":{\"type\":\"string\"}},\"required\":[\"z\"]}";
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("m");
  g_autoptr (SalonLlmTool) first = llm_test_tool ("zeta", "Does “z”", schema);
  g_autoptr (SalonLlmTool) second = salon_llm_tool_new ("alpha", NULL, NULL);
  g_autofree char *expected = NULL;

  salon_llm_request_add_tool (request, first);
  salon_llm_request_add_tool (request, second);
  salon_llm_request_set_tool_choice (request, SALON_LLM_TOOL_CHOICE_REQUIRED);
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Hi");
  expected = g_strconcat ("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"zeta\","
                          "\"description\":\"Does “z”\",\"parameters\":", schema, "}},"
                          "{\"type\":\"function\",\"function\":{\"name\":\"alpha\","
                          "\"parameters\":{\"type\":\"object\",\"properties\":{}}}}],"
                          "\"tool_choice\":\"required\","
                          "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]", NULL);
  assert_written (request, expected);
}

static void
test_choice_without_tools_is_left_out (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("m");

  salon_llm_request_set_tool_choice (request, SALON_LLM_TOOL_CHOICE_NONE);
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Hi");
  assert_written (request, "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]");
}

static void
test_results_follow_their_calls (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("m");

  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Look");
  add (request, SALON_LLM_ROLE_ASSISTANT,
       salon_llm_part_new_text ("I look."),
       salon_llm_part_new_tool_call ("a", "one", "{\"n\": 1}"),
       salon_llm_part_new_tool_call ("b", "two", "{}"), NULL);
  /* In another order, with one of no call, and the user's words in the same message. */
  add (request, SALON_LLM_ROLE_USER,
       salon_llm_part_new_tool_result ("b", "two", "No such thing", TRUE, NULL),
       salon_llm_part_new_tool_result ("x", "lost", "orphan", FALSE, NULL),
       salon_llm_part_new_tool_result ("a", "one", "1", FALSE, NULL),
       salon_llm_part_new_text ("And now?"), NULL);
  assert_written (request,
                  "\"messages\":[{\"role\":\"user\",\"content\":\"Look\"},"
                  "{\"role\":\"assistant\",\"content\":\"I look.\",\"tool_calls\":["
                  "{\"id\":\"a\",\"type\":\"function\","
                  "\"function\":{\"name\":\"one\",\"arguments\":\"{\\\"n\\\": 1}\"}},"
                  "{\"id\":\"b\",\"type\":\"function\","
                  "\"function\":{\"name\":\"two\",\"arguments\":\"{}\"}}]},"
                  "{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"1\"},"
                  "{\"role\":\"tool\",\"tool_call_id\":\"b\",\"content\":\"Error: No such thing\"},"
                  "{\"role\":\"user\",\"content\":\"And now?\"}]");
}

static void
test_stopped_call_gets_a_result (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("m");

  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Look");
  add (request, SALON_LLM_ROLE_ASSISTANT, salon_llm_part_new_tool_call ("a", "one", "{}"), NULL);
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Never mind");
  assert_written (request,
                  "\"messages\":[{\"role\":\"user\",\"content\":\"Look\"},"
                  "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":["
                  "{\"id\":\"a\",\"type\":\"function\","
                  "\"function\":{\"name\":\"one\",\"arguments\":\"{}\"}}]},"
                  "{\"role\":\"tool\",\"tool_call_id\":\"a\","
                  "\"content\":\"The call was stopped before it had a result.\"},"
                  "{\"role\":\"user\",\"content\":\"Never mind\"}]");
}

static void
test_broken_arguments_stay_json (void)
{
  static const struct { const char *arguments; const char *written; } cases[] = {
    { "{\"n\":", "{\\\"invalid_json\\\":\\\"{\\\\\\\"n\\\\\\\":\\\"}" },
    { "[1]", "{\\\"invalid_json\\\":\\\"[1]\\\"}" },
    { "", "{}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("m");
      g_autofree char *expected = NULL;

      add (request, SALON_LLM_ROLE_ASSISTANT,
           salon_llm_part_new_tool_call ("a", "one", cases[i].arguments), NULL);
      expected = g_strconcat ("\"messages\":["
                              "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":["
                              "{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"one\","
                              "\"arguments\":\"", cases[i].written, "\"}}]},"
                              "{\"role\":\"tool\",\"tool_call_id\":\"a\","
                              "\"content\":\"The call was stopped before it had a result.\"}]",
                              NULL);
      assert_written (request, expected);
    }
}

static void
test_images_are_data_urls (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("m");
  g_autoptr (GBytes) data = g_bytes_new_static ("\211PNG", 4);
  g_autoptr (GPtrArray) images = NULL;

  images = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_part_unref);
  g_ptr_array_add (images, salon_llm_part_new_image ("image/png", data));
  add (request, SALON_LLM_ROLE_USER, salon_llm_part_new_text ("What is it?"),
       salon_llm_part_new_image ("image/png", data), NULL);
  add (request, SALON_LLM_ROLE_ASSISTANT, salon_llm_part_new_tool_call ("a", "zoom", "{}"), NULL);
  add (request, SALON_LLM_ROLE_USER,
       salon_llm_part_new_tool_result ("a", "zoom", "zoomed", FALSE, images), NULL);
  assert_written (request,
                  "\"messages\":[{\"role\":\"user\",\"content\":["
                  "{\"type\":\"text\",\"text\":\"What is it?\"},"
                  "{\"type\":\"image_url\","
                  "\"image_url\":{\"url\":\"data:image/png;base64,iVBORw==\"}}]},"
                  "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":["
                  "{\"id\":\"a\",\"type\":\"function\","
                  "\"function\":{\"name\":\"zoom\",\"arguments\":\"{}\"}}]},"
                  "{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"zoomed\"},"
                  "{\"role\":\"user\",\"content\":["
                  "{\"type\":\"text\",\"text\":\"Images in the result of zoom:\"},"
                  "{\"type\":\"image_url\","
                  "\"image_url\":{\"url\":\"data:image/png;base64,iVBORw==\"}}]}]");
}

static void
test_reasoning_goes_back_within_the_turn_only (void)
{
  g_autoptr (SalonJsonDocument) opaque = llm_test_parse (
    "{\"chat\":{\"field\":\"reasoning_content\"}}");
  const SalonJson *root = salon_json_document_get_root (opaque);
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("m");
  g_autofree char *here = NULL;
  g_autofree char *elsewhere = NULL;

  llm_test_add_text (request, SALON_LLM_ROLE_USER, "One");
  add (request, SALON_LLM_ROLE_ASSISTANT, salon_llm_part_new_reasoning ("old", "here", root),
       salon_llm_part_new_tool_call ("a", "one", "{}"), NULL);
  add (request, SALON_LLM_ROLE_USER,
       salon_llm_part_new_tool_result ("a", "one", "1", FALSE, NULL), NULL);
  llm_test_add_text (request, SALON_LLM_ROLE_ASSISTANT, "1");
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Two");
  add (request, SALON_LLM_ROLE_ASSISTANT, salon_llm_part_new_reasoning ("fresh", "here", root),
       salon_llm_part_new_tool_call ("b", "one", "{}"), NULL);
  add (request, SALON_LLM_ROLE_USER,
       salon_llm_part_new_tool_result ("b", "one", "2", FALSE, NULL), NULL);

  here = write_request (request, "here");
  elsewhere = write_request (request, "elsewhere");
  g_assert_null (strstr (here, "old"));
  g_assert_nonnull (strstr (here,
                            "\"content\":null,\"reasoning_content\":\"fresh\",\"tool_calls\""));
  g_assert_null (strstr (elsewhere, "fresh"));
  g_assert_null (strstr (elsewhere, "reasoning_content"));
}

static void
test_growing_chat_keeps_its_beginning (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("m");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  llm_test_add_text (request, SALON_LLM_ROLE_USER, "One");
  before = write_request (request, NULL);
  llm_test_add_text (request, SALON_LLM_ROLE_ASSISTANT, "1");
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Two");
  after = write_request (request, NULL);
  g_assert_true (g_str_has_suffix (before, "]}"));
  before[strlen (before) - 2] = '\0';
  g_assert_true (g_str_has_prefix (after, before));
}

static void
test_invalid_text_is_repaired (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("m");

  llm_test_add_text (request, SALON_LLM_ROLE_USER, "a\377b");
  add (request, SALON_LLM_ROLE_ASSISTANT, salon_llm_part_new_reasoning ("x", NULL, NULL), NULL);
  assert_written (request, "\"messages\":[{\"role\":\"user\",\"content\":\"a\357\277\275b\"}]");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/llm/openai-chat-request/plain-chat", test_plain_chat);
  g_test_add_func ("/llm/openai-chat-request/empty-system-is-none", test_empty_system_is_none);
  g_test_add_func ("/llm/openai-chat-request/tools-are-written-verbatim",
                   test_tools_are_written_verbatim);
  g_test_add_func ("/llm/openai-chat-request/choice-without-tools-is-left-out",
                   test_choice_without_tools_is_left_out);
  g_test_add_func ("/llm/openai-chat-request/results-follow-their-calls",
                   test_results_follow_their_calls);
  g_test_add_func ("/llm/openai-chat-request/stopped-call-gets-a-result",
                   test_stopped_call_gets_a_result);
  g_test_add_func ("/llm/openai-chat-request/broken-arguments-stay-json",
                   test_broken_arguments_stay_json);
  g_test_add_func ("/llm/openai-chat-request/images-are-data-urls", test_images_are_data_urls);
  g_test_add_func ("/llm/openai-chat-request/reasoning-goes-back-within-the-turn-only",
                   test_reasoning_goes_back_within_the_turn_only);
  g_test_add_func ("/llm/openai-chat-request/growing-chat-keeps-its-beginning",
                   test_growing_chat_keeps_its_beginning);
  g_test_add_func ("/llm/openai-chat-request/invalid-text-is-repaired",
                   test_invalid_text_is_repaired);

  return g_test_run ();
}
