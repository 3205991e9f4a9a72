/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <string.h>

#include "salon-openai-responses-request.h"

#include "llm-chat.h"
#include "llm-test.h"

#define HEAD "\"model\":\"m\",\"stream\":true,\"store\":false"
#define USER(text) "{\"type\":\"message\",\"role\":\"user\",\"content\":[" TEXT (text) "]}"
#define TEXT(text) "{\"type\":\"input_text\",\"text\":\"" text "\"}"
#define OUTPUT(text) "{\"type\":\"output_text\",\"text\":\"" text "\",\"annotations\":[]," \
                     "\"logprobs\":[]}"
#define IMAGE "{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,iVBORw==\"," \
              "\"detail\":\"auto\"}"

static void
assert_written_for (SalonLlmRequest *request,
                    const char      *dialect,
                    const char      *expected)
{
  const SalonOpenaiChatDialect *spoken = salon_openai_chat_dialect_find (dialect);
  g_autofree char *first = salon_openai_responses_write_request (request, "here", spoken);
  g_autofree char *second = salon_openai_responses_write_request (request, "here", spoken);
  g_autofree char *for_openai = NULL;

  g_assert_cmpstr (first, ==, expected);
  g_assert_cmpstr (second, ==, first);
  /* The types that others judge by are those of OpenAI itself. */
  for_openai = salon_openai_responses_write_request (request, "here",
                                                     salon_openai_chat_dialect_find ("openai"));
  llm_chat_record ("/v1/responses", for_openai);
}

static void
assert_written (SalonLlmRequest *request,
                const char      *rest)
{
  g_autofree char *expected = g_strconcat ("{" HEAD ",", rest, "}", NULL);

  assert_written_for (request, "generic", expected);
}

static void
add (SalonLlmRequest *request,
     SalonLlmRole     role,
     ...)
{
  g_autoptr (SalonLlmMessage) message = salon_llm_message_new (role);
  SalonLlmPart *part;
  va_list arguments;

  va_start (arguments, role);
  while ((part = va_arg (arguments, SalonLlmPart *)) != NULL)
    {
      salon_llm_message_add_part (message, part);
      salon_llm_part_unref (part);
    }
  va_end (arguments);
  salon_llm_request_add_message (request, message);
}

static SalonLlmPart *
reasoning (const char *item)
{
  g_autofree char *text = g_strdup_printf ("{\"responses\":{\"item\":%s}}", item);
  g_autoptr (SalonJsonDocument) opaque = llm_test_parse (text);

  return salon_llm_part_new_reasoning ("Thought", "here", salon_json_document_get_root (opaque));
}

static void
test_plain_chat (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("m");

  salon_llm_request_set_system (request, "Be kind.");
  salon_llm_request_set_temperature (request, 0.5);
  salon_llm_request_set_max_tokens (request, 3);
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Hi");
  llm_test_add_text (request, SALON_LLM_ROLE_ASSISTANT, "Hello");
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Bye");
  assert_written (request,
                  "\"temperature\":0.5,\"max_output_tokens\":3,\"instructions\":\"Be kind.\","
                  "\"input\":[" USER ("Hi") ","
                  "{\"type\":\"message\",\"id\":\"msg_salon_1\",\"role\":\"assistant\","
                  "\"status\":\"completed\",\"content\":[" OUTPUT ("Hello") "]},"
                  USER ("Bye") "]");
}

static void
test_calls_are_followed_by_their_outputs (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("m");

  add (request, SALON_LLM_ROLE_ASSISTANT, salon_llm_part_new_text ("I look."),
       salon_llm_part_new_tool_call ("a", "one", "{\"x\":1}"),
       salon_llm_part_new_tool_call ("b", "two", "{\"x\":"),
       salon_llm_part_new_tool_call ("c", "three", ""), NULL);
  add (request, SALON_LLM_ROLE_USER,
       salon_llm_part_new_tool_result ("b", "two", "no", TRUE, NULL),
       salon_llm_part_new_tool_result ("a", "one", "1", FALSE, NULL),
       salon_llm_part_new_tool_result ("z", "lost", "?", FALSE, NULL),
       salon_llm_part_new_text ("And?"), NULL);
  assert_written (request,
                  "\"input\":["
                  "{\"type\":\"message\",\"id\":\"msg_salon_1\",\"role\":\"assistant\","
                  "\"status\":\"completed\",\"content\":[" OUTPUT ("I look.") "]},"
                  "{\"type\":\"function_call\",\"call_id\":\"a\",\"name\":\"one\","
                  "\"arguments\":\"{\\\"x\\\":1}\"},"
                  "{\"type\":\"function_call\",\"call_id\":\"b\",\"name\":\"two\","
                  "\"arguments\":\"{\\\"invalid_json\\\":\\\"{\\\\\\\"x\\\\\\\":\\\"}\"},"
                  "{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"three\","
                  "\"arguments\":\"{}\"},"
                  "{\"type\":\"function_call_output\",\"call_id\":\"a\",\"output\":\"1\"},"
                  "{\"type\":\"function_call_output\",\"call_id\":\"b\","
                  "\"output\":\"Error: no\"},"
                  "{\"type\":\"function_call_output\",\"call_id\":\"c\","
                  "\"output\":\"The call was stopped before it had a result.\"},"
                  USER ("And?") "]");
}

static void
test_odd_and_repeated_ids_are_changed_for_both (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("m");
  g_autofree char *text = NULL;
  g_autoptr (SalonJsonDocument) document = NULL;
  const SalonJson *item;
  SalonJsonIter iter;
  const char *calls[3] = { NULL };
  guint n_calls = 0;
  guint n_outputs = 0;

  add (request, SALON_LLM_ROLE_ASSISTANT, salon_llm_part_new_tool_call ("same", "one", "{}"),
       salon_llm_part_new_tool_call ("same", "two", "{}"),
       salon_llm_part_new_tool_call ("functions.x:0 – and much more that no server would take "
                                     "as an id of anything", "three", "{}"), NULL);
  add (request, SALON_LLM_ROLE_USER,
       salon_llm_part_new_tool_result ("same", "one", "0", FALSE, NULL),
       salon_llm_part_new_tool_result ("same", "two", "1", FALSE, NULL),
       salon_llm_part_new_tool_result ("functions.x:0 – and much more that no server would take "
                                       "as an id of anything", "three", "2", FALSE, NULL), NULL);
  text = salon_openai_responses_write_request (request, NULL, salon_openai_chat_dialect_get (0));
  document = llm_test_parse (text);
  salon_json_iter_init (&iter, salon_json_get_member (salon_json_document_get_root (document),
                                                      "input"));
  while (salon_json_iter_next (&iter, NULL, &item))
    {
      const char *id = salon_json_as_string (salon_json_get_member (item, "call_id"));
      const char *output = salon_json_as_string (salon_json_get_member (item, "output"));

      g_assert_cmpuint (strlen (id), <=, 64);
      if (output == NULL)
        {
          g_assert_cmpuint (n_calls, <, 3);
          calls[n_calls++] = id;
          continue;
        }
      g_assert_cmpstr (id, ==, calls[n_outputs]);
      g_assert_cmpint (output[0], ==, '0' + (int) n_outputs);
      n_outputs++;
    }
  g_assert_cmpuint (n_outputs, ==, 3);
  g_assert_cmpstr (calls[0], ==, "same");
  g_assert_cmpstr (calls[0], !=, calls[1]);
}

static void
test_reasoning_goes_back_before_what_it_led_to (void)
{
  static const char item[] = "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[],"
                             "\"encrypted_content\":\"gAAA\"}";
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("gpt-5");
  g_autoptr (SalonLlmRequest) plain = salon_llm_request_new ("gpt-4.1");
  const SalonOpenaiChatDialect *openai = salon_openai_chat_dialect_find ("openai");
  g_autofree char *here = NULL;
  g_autofree char *elsewhere = NULL;
  g_autofree char *unthinking = NULL;
  SalonLlmRequest *both[] = { request, plain };

  for (guint i = 0; i < G_N_ELEMENTS (both); i++)
    {
      llm_test_add_text (both[i], SALON_LLM_ROLE_USER, "One");
      add (both[i], SALON_LLM_ROLE_ASSISTANT, reasoning (item),
           salon_llm_part_new_tool_call ("a", "one", "{}"),
           reasoning ("{\"type\":\"reasoning\",\"id\":\"rs_2\",\"summary\":[]}"),
           salon_llm_part_new_text ("So."),
           reasoning ("{\"type\":\"reasoning\",\"id\":\"rs_3\",\"summary\":[],"
                      "\"encrypted_content\":\"last\"}"), NULL);
      add (both[i], SALON_LLM_ROLE_USER,
           salon_llm_part_new_tool_result ("a", "one", "1", FALSE, NULL), NULL);
    }
  here = salon_openai_responses_write_request (request, "here", openai);
  elsewhere = salon_openai_responses_write_request (request, "elsewhere", openai);
  unthinking = salon_openai_responses_write_request (plain, "here", openai);
  g_assert_nonnull (strstr (here, "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[],"
                                  "\"encrypted_content\":\"gAAA\"},"
                                  "{\"type\":\"function_call\",\"call_id\":\"a\""));
  /* Nothing is stored, so an item without its contents means nothing; and the last one has
   * nothing behind it.
   */
  g_assert_null (strstr (here, "rs_2"));
  g_assert_null (strstr (here, "rs_3"));
  g_assert_null (strstr (elsewhere, "rs_"));
  g_assert_null (strstr (unthinking, "rs_"));
  g_assert_nonnull (strstr (here, "\"include\":[\"reasoning.encrypted_content\"]"));
  g_assert_null (strstr (unthinking, "include"));
}

static void
test_phases_go_back (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("m");
  g_autoptr (SalonJsonDocument) phase =
    llm_test_parse ("{\"responses\":{\"phase\":\"commentary\"}}");
  g_autoptr (SalonLlmPart) text = salon_llm_part_new_text ("I look.");

  add (request, SALON_LLM_ROLE_ASSISTANT,
       salon_llm_part_with_opaque (text, "here", salon_json_document_get_root (phase)),
       salon_llm_part_new_text ("Seen."), NULL);
  assert_written (request,
                  "\"input\":[{\"type\":\"message\",\"id\":\"msg_salon_1\","
                  "\"role\":\"assistant\",\"status\":\"completed\",\"phase\":\"commentary\","
                  "\"content\":[" OUTPUT ("I look.") "]},"
                  "{\"type\":\"message\",\"id\":\"msg_salon_2\",\"role\":\"assistant\","
                  "\"status\":\"completed\",\"content\":[" OUTPUT ("Seen.") "]}]");
}

static GPtrArray *
one_image (void)
{
  GPtrArray *images = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_part_unref);
  g_autoptr (GBytes) data = g_bytes_new_static ("\211PNG", 4);

  g_ptr_array_add (images, salon_llm_part_new_image ("image/png", data));
  return images;
}

static void
test_pictures_and_files (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("m");
  g_autoptr (GPtrArray) images = one_image ();
  g_autoptr (GBytes) pdf = g_bytes_new_static ("%PDF", 4);
  g_autoptr (GBytes) text = g_bytes_new_static ("a,b", 3);
  g_autoptr (GBytes) sound = g_bytes_new_static ("RIFF", 4);

  add (request, SALON_LLM_ROLE_USER,
       salon_llm_part_ref (g_ptr_array_index (images, 0)),
       salon_llm_part_new_document ("r.pdf", "application/pdf", pdf),
       salon_llm_part_new_document ("t.csv", "text/csv", text),
       salon_llm_part_new_audio ("audio/wav", sound), NULL);
  add (request, SALON_LLM_ROLE_ASSISTANT, salon_llm_part_new_tool_call ("a", "zoom", "{}"), NULL);
  add (request, SALON_LLM_ROLE_USER,
       salon_llm_part_new_tool_result ("a", "zoom", "zoomed", FALSE, images), NULL);
#define CONTENT "\"input\":[{\"type\":\"message\",\"role\":\"user\",\"content\":[" IMAGE "," \
                "{\"type\":\"input_file\",\"filename\":\"r.pdf\"," \
                "\"file_data\":\"data:application/pdf;base64,JVBERg==\"}," \
                TEXT ("The file “t.csv”:\\n\\na,b\\n\\n(End of the file “t.csv”.)") "," \
                TEXT ("[There is a recording here (audio/wav), which this model cannot hear.]") \
                "]},{\"type\":\"function_call\",\"call_id\":\"a\",\"name\":\"zoom\"," \
                "\"arguments\":\"{}\"},"
  assert_written (request,
                  CONTENT "{\"type\":\"function_call_output\",\"call_id\":\"a\","
                  "\"output\":\"zoomed\"},"
                  "{\"type\":\"message\",\"role\":\"user\",\"content\":["
                  TEXT ("Images in the result of zoom:") "," IMAGE "]}]");
  assert_written_for (request, "openai",
                      "{" HEAD "," CONTENT
                      "{\"type\":\"function_call_output\",\"call_id\":\"a\","
                      "\"output\":[" TEXT ("zoomed") "," IMAGE "]}]}");
}

static void
test_blind_model_is_told (void)
{
  SalonLlmModelFacts facts = SALON_LLM_MODEL_FACTS_UNKNOWN;
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("m");
  g_autoptr (SalonLlmModel) model = NULL;
  g_autoptr (GPtrArray) images = one_image ();
  g_autofree char *text = NULL;

  facts.known_abilities = SALON_LLM_ABILITY_IMAGES;
  model = salon_llm_model_new_with_facts ("m", NULL, &facts);
  salon_llm_request_set_model_facts (request, model);
  add (request, SALON_LLM_ROLE_USER, salon_llm_part_ref (g_ptr_array_index (images, 0)), NULL);
  add (request, SALON_LLM_ROLE_ASSISTANT, salon_llm_part_new_tool_call ("a", "zoom", "{}"), NULL);
  add (request, SALON_LLM_ROLE_USER,
       salon_llm_part_new_tool_result ("a", "zoom", "zoomed", FALSE, images), NULL);
  text = salon_openai_responses_write_request (request, NULL,
                                               salon_openai_chat_dialect_find ("openai"));
  g_assert_null (strstr (text, "base64"));
  g_assert_nonnull (strstr (text, "Images in the result of zoom"));
  g_assert_nonnull (strstr (text, "which this model cannot see"));
}

static void
test_tools_and_choice (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("m");
  g_autoptr (SalonLlmTool) tool = llm_test_tool ("look", "Looks", "{\"type\":\"object\","
                                                 "\"properties\":{}}");

  salon_llm_request_add_tool (request, tool);
  salon_llm_request_set_tool_choice (request, SALON_LLM_TOOL_CHOICE_REQUIRED);
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Hi");
  assert_written (request,
                  "\"tools\":[{\"type\":\"function\",\"name\":\"look\","
                  "\"description\":\"Looks\",\"parameters\":{\"type\":\"object\","
                  "\"properties\":{}},\"strict\":false}],\"tool_choice\":\"required\","
                  "\"input\":[" USER ("Hi") "]");
}

static void
test_parameters_of_own_models (void)
{
  static const struct {
    const char *model;
    SalonLlmEffort effort;
    const char *expected;
  } cases[] = {
    { "gpt-4.1", SALON_LLM_EFFORT_HIGH,
      "\"temperature\":0.5,\"max_output_tokens\":16,"
      "\"prompt_cache_key\":\"chat-1\"," },
    { "gpt-5-chat-latest", SALON_LLM_EFFORT_DEFAULT,
      "\"temperature\":0.5,\"max_output_tokens\":16,"
      "\"prompt_cache_key\":\"chat-1\"," },
    { "gpt-5", SALON_LLM_EFFORT_DEFAULT,
      "\"max_output_tokens\":16,\"reasoning\":{\"summary\":\"auto\"},"
      "\"include\":[\"reasoning.encrypted_content\"],"
      "\"prompt_cache_key\":\"chat-1\"," },
    { "gpt-5-mini", SALON_LLM_EFFORT_NONE,
      "\"max_output_tokens\":16,\"reasoning\":{\"effort\":\"minimal\",\"summary\":\"auto\"}," },
    { "gpt-5.2", SALON_LLM_EFFORT_NONE,
      "\"max_output_tokens\":16,\"reasoning\":{\"effort\":\"none\",\"summary\":\"auto\"}," },
    { "o3", SALON_LLM_EFFORT_NONE,
      "\"max_output_tokens\":16,\"reasoning\":{\"effort\":\"low\",\"summary\":\"auto\"}," },
    { "o4-mini", SALON_LLM_EFFORT_HIGH,
      "\"max_output_tokens\":16,\"reasoning\":{\"effort\":\"high\",\"summary\":\"auto\"}," },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SalonLlmRequest) request = salon_llm_request_new (cases[i].model);
      g_autofree char *expected = g_strdup_printf ("{\"model\":\"%s\",\"stream\":true,"
                                                   "\"store\":false,%s", cases[i].model,
                                                   cases[i].expected);
      g_autofree char *text = NULL;

      salon_llm_request_set_temperature (request, 0.5);
      salon_llm_request_set_effort (request, cases[i].effort);
      salon_llm_request_set_max_tokens (request, 3); /* OpenAI takes 16 at least */
      salon_llm_request_set_chat (request, "chat-1");
      text = salon_openai_responses_write_request (request, NULL,
                                                   salon_openai_chat_dialect_find ("openai"));
      if (!g_str_has_prefix (text, expected))
        g_error ("%s does not begin with %s", text, expected);
    }
}

static void
test_growing_chat_keeps_its_beginning (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("gpt-5");
  const SalonOpenaiChatDialect *openai = salon_openai_chat_dialect_find ("openai");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  llm_test_add_text (request, SALON_LLM_ROLE_USER, "One");
  before = salon_openai_responses_write_request (request, "here", openai);
  add (request, SALON_LLM_ROLE_ASSISTANT,
       reasoning ("{\"type\":\"reasoning\",\"id\":\"r\",\"encrypted_content\":\"x\"}"),
       salon_llm_part_new_tool_call ("a", "one", "{}"), NULL);
  add (request, SALON_LLM_ROLE_USER,
       salon_llm_part_new_tool_result ("a", "one", "1", FALSE, NULL), NULL);
  after = salon_openai_responses_write_request (request, "here", openai);
  g_assert_true (g_str_has_suffix (before, "]}"));
  before[strlen (before) - 2] = '\0';
  g_assert_true (g_str_has_prefix (after, before));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/llm/openai-responses-request/plain-chat", test_plain_chat);
  g_test_add_func ("/llm/openai-responses-request/calls-are-followed-by-their-outputs",
                   test_calls_are_followed_by_their_outputs);
  g_test_add_func ("/llm/openai-responses-request/odd-and-repeated-ids-are-changed-for-both",
                   test_odd_and_repeated_ids_are_changed_for_both);
  g_test_add_func ("/llm/openai-responses-request/reasoning-goes-back-before-what-it-led-to",
                   test_reasoning_goes_back_before_what_it_led_to);
  g_test_add_func ("/llm/openai-responses-request/phases-go-back", test_phases_go_back);
  g_test_add_func ("/llm/openai-responses-request/pictures-and-files", test_pictures_and_files);
  g_test_add_func ("/llm/openai-responses-request/blind-model-is-told", test_blind_model_is_told);
  g_test_add_func ("/llm/openai-responses-request/tools-and-choice", test_tools_and_choice);
  g_test_add_func ("/llm/openai-responses-request/parameters-of-own-models",
                   test_parameters_of_own_models);
  g_test_add_func ("/llm/openai-responses-request/growing-chat-keeps-its-beginning",
                   test_growing_chat_keeps_its_beginning);

  return g_test_run ();
}
