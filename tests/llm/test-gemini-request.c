/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <string.h>

#include "salon-gemini-request.h"

#include "llm-chat.h"
#include "llm-test.h"

#define PATH "/v1beta/models/m:streamGenerateContent"
#define PREVIEW "gemini-3-flash-preview"
#define FOREIGN ",\"thoughtSignature\":\"skip_thought_signature_validator\""
#define CONFIG_OF_3 "\"generationConfig\":{\"thinkingConfig\":{\"includeThoughts\":true}},"

static char *
write_request (SalonLlmRequest *request)
{
  g_autofree char *first = salon_gemini_write_request (request, "here");
  g_autofree char *second = salon_gemini_write_request (request, "here");

  g_assert_cmpstr (first, ==, second);
  llm_chat_record (PATH, first);
  return g_steal_pointer (&first);
}

static void
assert_written (SalonLlmRequest *request,
                const char      *rest)
{
  g_autofree char *expected = g_strconcat ("{", rest, "}", NULL);
  g_autofree char *written = write_request (request);
  g_autoptr (SalonJsonDocument) document = llm_test_parse (written);

  g_assert_true (salon_json_is_object (salon_json_document_get_root (document)));
  g_assert_cmpstr (written, ==, expected);
}

static void
test_plain_chat (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("gemini-2.0-flash");

  salon_llm_request_set_system (request, "Be kind.");
  salon_llm_request_set_temperature (request, 0.5);
  salon_llm_request_set_max_tokens (request, 100);
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Hi \"there\" 🎉\n");
  llm_test_add_text (request, SALON_LLM_ROLE_ASSISTANT, "Hello");
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Go on");
  assert_written (request,
                  "\"systemInstruction\":{\"parts\":[{\"text\":\"Be kind.\"}]},"
                  "\"generationConfig\":{\"temperature\":0.5,\"maxOutputTokens\":100},"
                  "\"contents\":["
                  "{\"role\":\"user\",\"parts\":[{\"text\":\"Hi \\\"there\\\" 🎉\\n\"}]},"
                  "{\"role\":\"model\",\"parts\":[{\"text\":\"Hello\"}]},"
                  "{\"role\":\"user\",\"parts\":[{\"text\":\"Go on\"}]}]");
}

static void
test_tools (void)
{
  static const struct { SalonLlmToolChoice choice; const char *written; } cases[] = {
    { SALON_LLM_TOOL_CHOICE_AUTO, "" },
    { SALON_LLM_TOOL_CHOICE_NONE,
      "\"toolConfig\":{\"functionCallingConfig\":{\"mode\":\"NONE\"}}," },
    { SALON_LLM_TOOL_CHOICE_REQUIRED,
      "\"toolConfig\":{\"functionCallingConfig\":{\"mode\":\"ANY\"}}," },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("gemini-2.0-flash");
      g_autoptr (SalonLlmTool) first = NULL;
      g_autoptr (SalonLlmTool) second = salon_llm_tool_new ("alpha", NULL, NULL);
      g_autofree char *expected = NULL;

      first = llm_test_tool ("zeta", "Does “z”",
                             "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}},"
                             "\"required\":[\"n\"]}");
      salon_llm_request_add_tool (request, first);
      salon_llm_request_add_tool (request, second);
      salon_llm_request_set_tool_choice (request, cases[i].choice);
      llm_test_add_text (request, SALON_LLM_ROLE_USER, "Hi");
      expected = g_strconcat (
        "\"tools\":[{\"functionDeclarations\":["
        "{\"name\":\"zeta\",\"description\":\"Does “z”\",\"parameters\":"
        "{\"type\":\"OBJECT\",\"properties\":{\"n\":{\"type\":\"INTEGER\"}},"
        "\"required\":[\"n\"]}},"
        "{\"name\":\"alpha\",\"description\":\"alpha\"}]}],",
        cases[i].written,
        "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]", NULL);
      assert_written (request, expected);
    }
}

static void
add_calls (SalonLlmRequest *request,
           const char      *model)
{
  g_autofree char *first = g_strdup_printf ("{\"gemini\":{\"model\":\"%s\","
                                            "\"signature\":\"QUJD\",\"id\":true}}", model);
  g_autofree char *second = g_strdup_printf ("{\"gemini\":{\"model\":\"%s\",\"id\":true}}", model);
  g_autoptr (SalonJsonDocument) signed_first = llm_test_parse (first);
  g_autoptr (SalonJsonDocument) second_opaque = llm_test_parse (second);
  g_autoptr (SalonLlmPart) a = salon_llm_part_new_tool_call ("fc1", "one", "{\"n\": 1}");
  g_autoptr (SalonLlmPart) b = salon_llm_part_new_tool_call ("fc2", "two", "{");

  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Look");
  llm_chat_add (request, SALON_LLM_ROLE_ASSISTANT,
                salon_llm_part_new_text ("I look."),
                salon_llm_part_with_opaque (a, "here",
                                            salon_json_document_get_root (signed_first)),
                salon_llm_part_with_opaque (b, "here",
                                            salon_json_document_get_root (second_opaque)), NULL);
  /* In another order, with one of no call, behind the user's words. */
  llm_chat_add (request, SALON_LLM_ROLE_USER,
                salon_llm_part_new_text ("And now?"),
                salon_llm_part_new_tool_result ("fc2", "two", "No such thing", TRUE, NULL),
                salon_llm_part_new_tool_result ("x", "lost", "orphan", FALSE, NULL),
                salon_llm_part_new_tool_result ("fc1", "one", "1", FALSE, NULL), NULL);
}

static void
test_calls_of_its_own (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new (PREVIEW);

  add_calls (request, PREVIEW);
  assert_written (request,
                  CONFIG_OF_3 "\"contents\":["
                  "{\"role\":\"user\",\"parts\":[{\"text\":\"Look\"}]},"
                  "{\"role\":\"model\",\"parts\":[{\"text\":\"I look.\"},"
                  "{\"functionCall\":{\"id\":\"fc1\",\"name\":\"one\",\"args\":{\"n\": 1}},"
                  "\"thoughtSignature\":\"QUJD\"},"
                  "{\"functionCall\":{\"id\":\"fc2\",\"name\":\"two\","
                  "\"args\":{\"invalid_json\":\"{\"}}}]},"
                  "{\"role\":\"user\",\"parts\":["
                  "{\"functionResponse\":{\"id\":\"fc1\",\"name\":\"one\","
                  "\"response\":{\"output\":\"1\"}}},"
                  "{\"functionResponse\":{\"id\":\"fc2\",\"name\":\"two\","
                  "\"response\":{\"error\":\"No such thing\"}}}]},"
                  "{\"role\":\"user\",\"parts\":[{\"text\":\"And now?\"}]}]");
}

/* Signatures of another model mean nothing to this one, which wants some all the same. */
static void
test_calls_of_others (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new (PREVIEW);
  g_autoptr (SalonLlmRequest) older = salon_llm_request_new ("gemini-2.5-pro");
  g_autofree char *written = NULL;

  add_calls (request, "gemini-2.5-pro");
  assert_written (request,
                  CONFIG_OF_3 "\"contents\":["
                  "{\"role\":\"user\",\"parts\":[{\"text\":\"Look\"}]},"
                  "{\"role\":\"model\",\"parts\":[{\"text\":\"I look.\"},"
                  "{\"functionCall\":{\"name\":\"one\",\"args\":{\"n\": 1}}" FOREIGN "},"
                  "{\"functionCall\":{\"name\":\"two\",\"args\":{\"invalid_json\":\"{\"}}}]},"
                  "{\"role\":\"user\",\"parts\":["
                  "{\"functionResponse\":{\"name\":\"one\",\"response\":{\"output\":\"1\"}}},"
                  "{\"functionResponse\":{\"name\":\"two\","
                  "\"response\":{\"error\":\"No such thing\"}}}]},"
                  "{\"role\":\"user\",\"parts\":[{\"text\":\"And now?\"}]}]");
  add_calls (older, PREVIEW);
  written = write_request (older);
  g_assert_null (strstr (written, "thoughtSignature"));
  g_assert_null (strstr (written, "\"id\""));
}

static void
test_stopped_calls_get_a_result (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("gemini-2.0-flash");

  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Look");
  llm_chat_add (request, SALON_LLM_ROLE_ASSISTANT,
                salon_llm_part_new_tool_call ("a", "one", ""), NULL);
  llm_test_add_text (request, SALON_LLM_ROLE_ASSISTANT, "Hm");
  assert_written (request,
                  "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Look\"}]},"
                  "{\"role\":\"model\",\"parts\":["
                  "{\"functionCall\":{\"name\":\"one\",\"args\":{}}}]},"
                  "{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"name\":\"one\","
                  "\"response\":{\"error\":\"The call was stopped before it had a result.\"}}}]},"
                  "{\"role\":\"model\",\"parts\":[{\"text\":\"Hm\"}]},"
                  "{\"role\":\"user\",\"parts\":[{\"text\":\"Continue.\"}]}]");
}

#define PNG "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"iVBORw==\"}}"

static void
test_files (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("gemini-2.0-flash");
  g_autoptr (GBytes) pdf = g_bytes_new_static ("%PDF-1.7", 8);
  g_autoptr (GBytes) text = g_bytes_new_static ("a,b\n", 4);

  llm_chat_add (request, SALON_LLM_ROLE_USER,
                llm_chat_image (),
                salon_llm_part_new_document ("a.pdf", "application/pdf", pdf),
                salon_llm_part_new_document ("t.csv", "text/csv", text),
                salon_llm_part_new_document ("z.zip", "application/zip", text),
                salon_llm_part_new_audio ("audio/wav", text), NULL);
  assert_written (request,
                  "\"contents\":[{\"role\":\"user\",\"parts\":[" PNG ","
                  "{\"inlineData\":{\"mimeType\":\"application/pdf\",\"data\":\"JVBERi0xLjc=\"}},"
                  "{\"text\":\"File “t.csv”:\\n\\na,b\\n\"},"
                  "{\"text\":\"[Here is the file “z.zip” (application/zip), which this model "
                  "cannot read.]\"},"
                  "{\"inlineData\":{\"mimeType\":\"audio/wav\",\"data\":\"YSxiCg==\"}}]}]");
}

/* From the third generation on, pictures may be in the result; before, they follow it. */
static void
test_images_in_results (void)
{
  const char *models[] = { "gemini-2.0-flash", PREVIEW };
  const char *written[] = {
    "{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"name\":\"zoom\","
    "\"response\":{\"output\":\"zoomed\"}}}]},"
    "{\"role\":\"user\",\"parts\":[{\"text\":\"Images in the result of zoom:\"}," PNG "]}]",
    "{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"name\":\"zoom\","
    "\"response\":{\"output\":\"zoomed\"},\"parts\":[" PNG "]}}]}]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      g_autoptr (SalonLlmRequest) request = salon_llm_request_new (models[i]);
      g_autoptr (GPtrArray) images = llm_chat_images ();
      g_autofree char *expected = NULL;

      llm_test_add_text (request, SALON_LLM_ROLE_USER, "Zoom");
      llm_chat_add (request, SALON_LLM_ROLE_ASSISTANT,
                    salon_llm_part_new_tool_call ("a", "zoom", "{}"), NULL);
      llm_chat_add (request, SALON_LLM_ROLE_USER,
                    salon_llm_part_new_tool_result ("a", "zoom", "zoomed", FALSE, images), NULL);
      expected = g_strconcat (i == 0 ? "" : CONFIG_OF_3,
                              "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Zoom\"}]},"
                              "{\"role\":\"model\",\"parts\":["
                              "{\"functionCall\":{\"name\":\"zoom\",\"args\":{}}",
                              i == 0 ? "" : FOREIGN, "}]},", written[i], NULL);
      assert_written (request, expected);
    }
}

static void
test_blind_models_get_a_sentence (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new (PREVIEW);
  SalonLlmModelFacts facts = SALON_LLM_MODEL_FACTS_UNKNOWN;
  g_autoptr (SalonLlmModel) model = NULL;
  g_autoptr (GPtrArray) images = llm_chat_images ();
  g_autofree char *written = NULL;

  facts.known_abilities = SALON_LLM_ABILITY_IMAGES | SALON_LLM_ABILITY_REASONING;
  facts.output_limit = 4000;
  model = salon_llm_model_new_with_facts (PREVIEW, NULL, &facts);
  salon_llm_request_set_model_facts (request, model);
  salon_llm_request_set_max_tokens (request, 9000);
  llm_chat_add (request, SALON_LLM_ROLE_USER, llm_chat_image (), NULL);
  llm_chat_add (request, SALON_LLM_ROLE_ASSISTANT,
                salon_llm_part_new_tool_call ("a", "zoom", "{}"), NULL);
  llm_chat_add (request, SALON_LLM_ROLE_USER,
                salon_llm_part_new_tool_result ("a", "zoom", "", FALSE, images), NULL);
  written = write_request (request);
  g_assert_null (strstr (written, "iVBORw"));
  g_assert_nonnull (strstr (written, "{\"output\":\"[Here is an image (image/png), which this "
                                     "model cannot see.]\"}"));
  g_assert_nonnull (strstr (written, "\"generationConfig\":{\"maxOutputTokens\":4000}"));
}

#define OPAQUE(rest) "{\"gemini\":{\"model\":\"" PREVIEW "\"," rest "}}"

/* Each signature goes back at the very part it came with. */
static void
test_signatures (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new (PREVIEW);
  g_autoptr (SalonLlmPart) plain = salon_llm_part_new_text ("two");
  g_autoptr (SalonJsonDocument) with = llm_test_parse (OPAQUE ("\"signature\":\"c2ln\""));
  g_autoptr (SalonJsonDocument) behind = llm_test_parse (OPAQUE ("\"signature\":\"ZW5k\","
                                                                 "\"behind\":true"));

  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Count");
  llm_chat_add (request, SALON_LLM_ROLE_ASSISTANT,
                salon_llm_part_new_reasoning ("A summary", NULL, NULL),
                llm_chat_reasoning ("Signed", "here", OPAQUE ("\"signature\":\"dGg=\"")),
                salon_llm_part_with_opaque (plain, "here", salon_json_document_get_root (with)),
                llm_chat_reasoning ("", "here", OPAQUE ("\"part\":{\"executableCode\":"
                                                        "{\"code\":\"1\"}}")),
                salon_llm_part_with_opaque (plain, "here", salon_json_document_get_root (behind)),
                llm_chat_reasoning ("", "here", OPAQUE ("\"signature\":\"YWw=\","
                                                        "\"behind\":true")),
                salon_llm_part_with_opaque (plain, "there", salon_json_document_get_root (with)),
                NULL);
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Go on");
  assert_written (request,
                  CONFIG_OF_3 "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Count\"}]},"
                  "{\"role\":\"model\",\"parts\":["
                  "{\"thought\":true,\"text\":\"Signed\",\"thoughtSignature\":\"dGg=\"},"
                  "{\"text\":\"two\",\"thoughtSignature\":\"c2ln\"},"
                  "{\"executableCode\":{\"code\":\"1\"}},"
                  "{\"text\":\"two\"},{\"text\":\"\",\"thoughtSignature\":\"ZW5k\"},"
                  "{\"text\":\"\",\"thoughtSignature\":\"YWw=\"},"
                  "{\"text\":\"two\"}]},"
                  "{\"role\":\"user\",\"parts\":[{\"text\":\"Go on\"}]}]");
}

#define THOUGHTS "\"includeThoughts\":true"
#define LEVEL(l) "\"thinkingLevel\":\"" l "\""
#define BUDGET(n) "\"thinkingBudget\":" n

static const struct
{
  const char *model;
  SalonLlmEffort effort;
  const char *config; /* of thinking; NULL for none */
} efforts[] = {
  { "gemini-2.0-flash", SALON_LLM_EFFORT_HIGH, NULL },
  { "gemma-3-27b-it", SALON_LLM_EFFORT_HIGH, NULL },
  { "gemini-2.5-flash-image", SALON_LLM_EFFORT_HIGH, NULL },
  { "gemini-2.5-flash", SALON_LLM_EFFORT_DEFAULT, THOUGHTS },
  { "gemini-2.5-flash", SALON_LLM_EFFORT_NONE, BUDGET ("0") },
  { "gemini-2.5-flash-lite", SALON_LLM_EFFORT_LOW, THOUGHTS "," BUDGET ("1024") },
  { "gemini-2.5-pro", SALON_LLM_EFFORT_NONE, BUDGET ("128") },
  { "gemini-2.5-pro", SALON_LLM_EFFORT_MEDIUM, THOUGHTS "," BUDGET ("8192") },
  { "models/gemini-2.5-pro", SALON_LLM_EFFORT_HIGH, THOUGHTS "," BUDGET ("24576") },
  { "gemini-3-pro-preview", SALON_LLM_EFFORT_NONE, LEVEL ("LOW") },
  { "gemini-3-pro-preview", SALON_LLM_EFFORT_MEDIUM, THOUGHTS "," LEVEL ("HIGH") },
  { "gemini-3.1-pro-preview", SALON_LLM_EFFORT_MEDIUM, THOUGHTS "," LEVEL ("MEDIUM") },
  { "gemini-3-flash-preview", SALON_LLM_EFFORT_NONE, LEVEL ("MINIMAL") },
  { "gemini-3.8-flash", SALON_LLM_EFFORT_NONE, LEVEL ("LOW") },
  { "gemini-3.8-flash", SALON_LLM_EFFORT_DEFAULT, THOUGHTS },
  { "gemini-flash-latest", SALON_LLM_EFFORT_HIGH, THOUGHTS "," LEVEL ("HIGH") },
};

static void
test_effort (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (efforts); i++)
    {
      g_autoptr (SalonLlmRequest) request = salon_llm_request_new (efforts[i].model);
      g_autofree char *written = NULL;
      g_autofree char *expected = NULL;

      if (efforts[i].config != NULL)
        expected = g_strdup_printf ("{\"generationConfig\":{\"thinkingConfig\":{%s}},\"contents\":",
                                    efforts[i].config);
      salon_llm_request_set_effort (request, efforts[i].effort);
      llm_test_add_text (request, SALON_LLM_ROLE_USER, "Hi");
      written = write_request (request);
      if (!g_str_has_prefix (written, expected != NULL ? expected : "{\"contents\":"))
        g_error ("case %u: %s", i, written);
    }
}

static void
test_system_of_those_who_take_none (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("gemma-3-27b-it");

  salon_llm_request_set_system (request, "Be kind.");
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Hi");
  assert_written (request, "\"contents\":[{\"role\":\"user\",\"parts\":["
                           "{\"text\":\"Be kind.\"},{\"text\":\"Hi\"}]}]");
}

/* --- rules across contents, checked by nothing of the writer's ---------------------------- */

static void
check_part (const SalonJson *part,
            gboolean         is_user)
{
  static const char * const names[] = {
    "text", "inlineData", "functionCall", "functionResponse", "executableCode",
  };
  const SalonJson *text = salon_json_get_member (part, "text");
  guint n_data = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    n_data += salon_json_get_member (part, names[i]) != NULL;
  g_assert_cmpuint (n_data, ==, 1);
  g_assert_true (salon_json_get_member (part, "functionCall") == NULL || !is_user);
  g_assert_true (salon_json_get_member (part, "functionResponse") == NULL || is_user);
  g_assert_true (salon_json_get_member (part, "thoughtSignature") == NULL || !is_user);
  if (text != NULL && *salon_json_as_string (text) == '\0')
    g_assert_nonnull (salon_json_get_member (part, "thoughtSignature"));
}

static gboolean
check_responses (const SalonJson *content,
                 GPtrArray       *calls)
{
  const SalonJson *part;
  SalonJsonIter iter;
  guint n_responses = 0;

  salon_json_iter_init (&iter, llm_chat_get (content, "parts"));
  while (salon_json_iter_next (&iter, NULL, &part))
    {
      const SalonJson *response = salon_json_get_member (part, "functionResponse");
      const SalonJson *call;

      if (response == NULL)
        continue;
      g_assert_cmpuint (n_responses, <, calls->len);
      call = g_ptr_array_index (calls, n_responses);
      g_assert_cmpstr (llm_chat_string (response, "name"), ==, llm_chat_string (call, "name"));
      g_assert_cmpstr (salon_json_as_string (salon_json_get_member (response, "id")), ==,
                       salon_json_as_string (salon_json_get_member (call, "id")));
      g_assert_true (salon_json_is_object (llm_chat_get (response, "response")));
      n_responses++;
    }
  /* All of them in this content, and nothing else. */
  g_assert_cmpuint (n_responses, ==, calls->len);
  if (n_responses > 0)
    g_assert_cmpuint (salon_json_get_length (llm_chat_get (content, "parts")), ==, n_responses);
  g_ptr_array_set_size (calls, 0);
  return n_responses > 0;
}

static void
check_contents (const SalonJson *contents,
                gboolean         wants_signatures)
{
  g_autoptr (GPtrArray) calls = g_ptr_array_new ();
  const SalonJson *content;
  const SalonJson *part;
  SalonJsonIter iter;
  gboolean is_first = TRUE;
  gboolean is_user = FALSE;

  salon_json_iter_init (&iter, contents);
  while (salon_json_iter_next (&iter, NULL, &content))
    {
      gboolean was_user = is_user;
      SalonJsonIter parts;

      is_user = g_str_equal (llm_chat_string (content, "role"), "user");
      g_assert_true (is_user || !is_first);
      g_assert_true (is_user || was_user);
      is_first = FALSE;
      check_responses (content, calls);
      g_assert_cmpuint (salon_json_get_length (llm_chat_get (content, "parts")), >, 0);
      salon_json_iter_init (&parts, llm_chat_get (content, "parts"));
      while (salon_json_iter_next (&parts, NULL, &part))
        {
          const SalonJson *call = salon_json_get_member (part, "functionCall");

          check_part (part, is_user);
          if (call == NULL)
            continue;
          if (calls->len == 0 && wants_signatures)
            g_assert_nonnull (salon_json_get_member (part, "thoughtSignature"));
          g_assert_true (salon_json_is_object (llm_chat_get (call, "args")));
          g_ptr_array_add (calls, (gpointer) call);
        }
    }
  g_assert_true (is_user);
  g_assert_cmpuint (calls->len, ==, 0);
}

static SalonLlmRequest *
make_random_request (void)
{
  static const char * const models[] = {
    "gemini-2.0-flash", "gemini-2.5-pro", PREVIEW, "gemini-3-pro-preview", "gemma-3-27b-it",
  };
  SalonLlmRequest *request;
  g_autoptr (SalonLlmTool) tool = salon_llm_tool_new ("find it/now", NULL, NULL);

  request = salon_llm_request_new (models[g_test_rand_int_range (0, G_N_ELEMENTS (models))]);
  salon_llm_request_set_effort (request, (SalonLlmEffort) g_test_rand_int_range (0, 5));
  salon_llm_request_set_tool_choice (request, (SalonLlmToolChoice) g_test_rand_int_range (0, 3));
  if (g_test_rand_int_range (0, 2) == 0)
    salon_llm_request_add_tool (request, tool);
  if (g_test_rand_int_range (0, 2) == 0)
    salon_llm_request_set_system (request, "Be kind.");
  llm_chat_fill_at_random (request);
  return request;
}

static void
test_every_chat_is_valid (void)
{
  for (guint i = 0; i < 3000; i++)
    {
      g_autoptr (SalonLlmRequest) request = make_random_request ();
      g_autofree char *written = salon_gemini_write_request (request, "here");
      g_autoptr (SalonJsonDocument) document = llm_test_parse (written);
      const char *model = salon_llm_request_get_model (request);

      if (i < 200)
        llm_chat_record (PATH, written);
      check_contents (llm_chat_get (salon_json_document_get_root (document), "contents"),
                      g_str_has_prefix (model, "gemini-3"));
    }
}

static void
test_growing_chat_keeps_its_beginning (void)
{
  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr (SalonLlmRequest) request = make_random_request ();
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;

      llm_test_add_text (request, SALON_LLM_ROLE_USER, "Go on");
      before = salon_gemini_write_request (request, "here");
      llm_chat_add (request, SALON_LLM_ROLE_ASSISTANT, salon_llm_part_new_text ("Well"),
                    salon_llm_part_new_tool_call ("z", "look", "{}"), NULL);
      llm_chat_add (request, SALON_LLM_ROLE_USER,
                    salon_llm_part_new_tool_result ("z", "look", "1", FALSE, NULL), NULL);
      after = salon_gemini_write_request (request, "here");
      g_assert_true (g_str_has_suffix (before, "]}]}"));
      before[strlen (before) - 2] = '\0';
      g_assert_true (g_str_has_prefix (after, before));
    }
}

#define TEST(name, func) g_test_add_func ("/llm/gemini-request/" name, func)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  TEST ("plain-chat", test_plain_chat);
  TEST ("tools", test_tools);
  TEST ("calls-of-its-own", test_calls_of_its_own);
  TEST ("calls-of-others", test_calls_of_others);
  TEST ("stopped-calls-get-a-result", test_stopped_calls_get_a_result);
  TEST ("files", test_files);
  TEST ("images-in-results", test_images_in_results);
  TEST ("blind-models-get-a-sentence", test_blind_models_get_a_sentence);
  TEST ("signatures", test_signatures);
  TEST ("effort", test_effort);
  TEST ("system-of-those-who-take-none", test_system_of_those_who_take_none);
  TEST ("every-chat-is-valid", test_every_chat_is_valid);
  TEST ("growing-chat-keeps-its-beginning", test_growing_chat_keeps_its_beginning);

  return g_test_run ();
}
