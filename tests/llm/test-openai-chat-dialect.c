/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <string.h>

#include "salon-openai-chat-dialect.h"
#include "salon-openai-chat-models-private.h"
#include "salon-openai-chat-request.h"

#include "llm-test.h"

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

static char *
write_in (SalonLlmRequest *request,
          const char      *dialect)
{
  const SalonOpenaiChatDialect *spoken = salon_openai_chat_dialect_find (dialect);
  g_autofree char *first = salon_openai_chat_write_request (request, "here", spoken);
  g_autoptr (SalonJsonDocument) document = llm_test_parse (first);

  g_assert_true (salon_json_is_object (salon_json_document_get_root (document)));
  return g_steal_pointer (&first);
}

static void
assert_has (const char *text,
            const char *piece)
{
  if (strstr (text, piece) == NULL)
    g_error ("%s is not in %s", piece, text);
}

static void
test_hosts (void)
{
  static const struct { const char *base_url; const char *dialect; } cases[] = {
    { "https://api.openai.com/v1", "openai" },
    { "https://API.OpenAI.com/v1/", "openai" },
    { "https://eu.api.openai.com/v1", "openai" },
    { "https://notapi.openai.com.example/v1", "generic" },
    { "https://fakeapi.openai.com/v1", "generic" },
    { "https://r.openai.azure.com/openai/v1", "azure" },
    { "https://r.cognitiveservices.azure.com/openai/deployments/d?api-version=1", "azure" },
    { "https://openrouter.ai/api/v1", "openrouter" },
    { "https://api.mistral.ai/v1", "mistral" },
    { "https://api.groq.com/openai/v1", "groq" },
    { "https://api.deepseek.com", "deepseek" },
    { "https://api.x.ai/v1", "xai" },
    { "http://localhost:11434/v1", "generic" },
    { "not a url", "generic" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (salon_openai_chat_dialect_choose (NULL, cases[i].base_url)->id, ==,
                     cases[i].dialect);
  g_assert_cmpstr (salon_openai_chat_dialect_choose ("mistral", "https://proxy.example")->id, ==,
                   "mistral");
  g_assert_cmpstr (salon_openai_chat_dialect_choose ("nonsense", "https://api.x.ai/v1")->id, ==,
                   "xai");
}

static void
test_parameters (void)
{
  static const struct {
    const char *dialect;
    const char *model;
    SalonLlmEffort effort;
    const char *expected;
  } cases[] = {
#define USAGE "\"stream_options\":{\"include_usage\":true},"
    { "generic", "m", SALON_LLM_EFFORT_HIGH,
      USAGE "\"temperature\":0.5,\"max_tokens\":99,\"reasoning_effort\":\"high\",\"messages\"" },
    { "ollama", "m", SALON_LLM_EFFORT_NONE,
      USAGE "\"temperature\":0.5,\"max_tokens\":99,\"reasoning_effort\":\"none\",\"messages\"" },
    { "openai", "gpt-4.1", SALON_LLM_EFFORT_HIGH,
      USAGE "\"temperature\":0.5,\"max_completion_tokens\":99,\"prompt_cache_key\":\"c\"," },
    { "openai", "o3", SALON_LLM_EFFORT_HIGH,
      USAGE "\"max_completion_tokens\":99,\"reasoning_effort\":\"high\","
      "\"prompt_cache_key\":\"c\"," },
    { "azure", "gpt-5", SALON_LLM_EFFORT_DEFAULT,
      USAGE "\"max_completion_tokens\":99,\"messages\"" },
    { "groq", "openai/gpt-oss-120b", SALON_LLM_EFFORT_NONE,
      USAGE "\"temperature\":0.5,\"max_completion_tokens\":99,\"reasoning_effort\":\"low\"," },
    { "deepseek", "m", SALON_LLM_EFFORT_NONE,
      USAGE "\"temperature\":0.5,\"max_tokens\":99,\"thinking\":{\"type\":\"disabled\"}," },
    { "deepseek", "m", SALON_LLM_EFFORT_HIGH,
      USAGE "\"temperature\":0.5,\"max_tokens\":99,\"reasoning_effort\":\"high\"," },
    { "openrouter", "x/y", SALON_LLM_EFFORT_LOW,
      USAGE "\"temperature\":0.5,\"max_tokens\":99,\"reasoning\":{\"effort\":\"low\"},"
      "\"messages\"" },
    { "mistral", "m", SALON_LLM_EFFORT_DEFAULT,
      "\"temperature\":0.5,\"max_tokens\":99,\"messages\"" },
    { "groq", "m", SALON_LLM_EFFORT_DEFAULT,
      USAGE "\"temperature\":0.5,\"max_completion_tokens\":99,\"messages\"" },
    { "xai", "grok-4", SALON_LLM_EFFORT_HIGH,
      USAGE "\"temperature\":0.5,\"max_completion_tokens\":99,\"messages\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SalonLlmRequest) request = salon_llm_request_new (cases[i].model);
      g_autofree char *expected = g_strdup_printf ("{\"model\":\"%s\",\"stream\":true,%s",
                                                   cases[i].model, cases[i].expected);
      g_autofree char *text = NULL;

      salon_llm_request_set_temperature (request, 0.5);
      salon_llm_request_set_max_tokens (request, 99);
      salon_llm_request_set_effort (request, cases[i].effort);
      salon_llm_request_set_chat (request, "c");
      text = write_in (request, cases[i].dialect);
      if (!g_str_has_prefix (text, expected))
        g_error ("%s does not begin with %s", text, expected);
    }
}

static SalonLlmRequest *
make_chat_with_call (void)
{
  SalonLlmRequest *request = salon_llm_request_new ("m");
  GPtrArray *images = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_part_unref);
  g_autoptr (GBytes) data = g_bytes_new_static ("\211PNG", 4);

  g_ptr_array_add (images, salon_llm_part_new_image ("image/png", data));
  add (request, SALON_LLM_ROLE_ASSISTANT,
       salon_llm_part_new_tool_call ("toolu_01", "zoom", "{}"),
       salon_llm_part_new_tool_call ("AbCdEf123", "look", "{}"), NULL);
  add (request, SALON_LLM_ROLE_USER,
       salon_llm_part_new_tool_result ("toolu_01", "zoom", "zoomed", FALSE, images),
       salon_llm_part_new_tool_result ("AbCdEf123", "look", "seen", FALSE, NULL),
       salon_llm_part_new_text ("Go on."), NULL);
  g_ptr_array_unref (images);
  return request;
}

static void
test_mistral (void)
{
  g_autoptr (SalonLlmRequest) request = make_chat_with_call ();
  g_autofree char *text = write_in (request, "mistral");
  g_autofree char *unfinished = NULL;
  g_autofree char *call = NULL;
  g_autofree char *id = NULL;
  const char *found = strstr (text, "\"tool_calls\":[{\"id\":\"");

  g_assert_nonnull (found);
  id = g_strndup (found + strlen ("\"tool_calls\":[{\"id\":\""), 9);
  g_assert_cmpuint (strspn (id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"),
                    ==, 9);
  call = g_strdup_printf ("\"id\":\"%s\",\"type\"", id);
  assert_has (text, call);
  g_clear_pointer (&call, g_free);
  call = g_strdup_printf ("{\"role\":\"tool\",\"tool_call_id\":\"%s\",\"name\":\"zoom\","
                          "\"content\":[{\"type\":\"text\",\"text\":\"zoomed\"},"
                          "{\"type\":\"image_url\"", id);
  assert_has (text, call);
  assert_has (text, "{\"role\":\"tool\",\"tool_call_id\":\"AbCdEf123\",\"name\":\"look\","
                    "\"content\":\"seen\"},{\"role\":\"assistant\",\"content\":\" \"},"
                    "{\"role\":\"user\",\"content\":\"Go on.\"}");

  llm_test_add_text (request, SALON_LLM_ROLE_ASSISTANT, "Once upon");
  unfinished = write_in (request, "mistral");
  assert_has (unfinished, "{\"role\":\"assistant\",\"content\":\"Once upon\",\"prefix\":true}]");
}

static void
test_reasoning_goes_back (void)
{
  static const struct { const char *dialect; const char *here; const char *there; } cases[] = {
    { "generic", NULL, "\"reasoning_content\":\"Fresh.\",\"tool_calls\"" },
    { "openai", NULL, NULL },
    { "mistral", NULL, NULL },
    { "xai", NULL, NULL },
    { "deepseek", "\"content\":\"1\",\"reasoning_content\":\"Old.\"}",
      "\"reasoning_content\":\"Fresh.\",\"tool_calls\"" },
    { "openrouter", "\"content\":\"1\",\"reasoning_details\":[{\"type\":\"reasoning.text\","
      "\"text\":\"Old.\",\"signature\":\"s1\"}]}",
      "\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"data\":\"e\"}],\"tool_calls\"" },
  };
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("m");
  g_autoptr (SalonJsonDocument) old = llm_test_parse (
    "{\"chat\":{\"field\":\"reasoning_content\",\"details\":[{\"type\":\"reasoning.text\","
    "\"text\":\"Old.\",\"signature\":\"s1\"}]}}");
  g_autoptr (SalonJsonDocument) fresh = llm_test_parse (
    "{\"chat\":{\"field\":\"reasoning_content\",\"details\":[{\"type\":\"reasoning.encrypted\","
    "\"data\":\"e\"}]}}");

  add (request, SALON_LLM_ROLE_ASSISTANT,
       salon_llm_part_new_reasoning ("Old.", "here", salon_json_document_get_root (old)),
       salon_llm_part_new_text ("1"), NULL);
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Two");
  add (request, SALON_LLM_ROLE_ASSISTANT,
       salon_llm_part_new_reasoning ("Fresh.", "here", salon_json_document_get_root (fresh)),
       salon_llm_part_new_tool_call ("b", "one", "{}"), NULL);
  add (request, SALON_LLM_ROLE_USER,
       salon_llm_part_new_tool_result ("b", "one", "2", FALSE, NULL), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = write_in (request, cases[i].dialect);

      if (cases[i].here != NULL)
        assert_has (text, cases[i].here);
      else
        g_assert_null (strstr (text, "Old."));
      if (cases[i].there != NULL)
        assert_has (text, cases[i].there);
      else
        g_assert_null (strstr (text, "Fresh."));
    }
}

static void
test_deepseek_has_reasoning_everywhere (void)
{
  g_autoptr (SalonLlmRequest) request = make_chat_with_call ();
  g_autofree char *text = write_in (request, "deepseek");

  assert_has (text, "\"content\":null,\"reasoning_content\":\" \",\"tool_calls\"");
}

static void
test_files (void)
{
  static const struct { const char *dialect; const char *expected; } cases[] = {
    { "generic", "[There is a file “r.pdf” here (application/pdf), which this model cannot read.]"
                 "\"}" },
    { "openai", "{\"type\":\"file\",\"file\":{\"filename\":\"r.pdf\",\"file_data\":"
                "\"data:application/pdf;base64,JVBERg==\"}}]" },
    { "openrouter", "{\"type\":\"file\",\"file\":{\"filename\":\"r.pdf\"" },
    { "mistral", "{\"type\":\"document_url\",\"document_url\":"
                 "\"data:application/pdf;base64,JVBERg==\",\"document_name\":\"r.pdf\"}" },
  };
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("m");
  g_autoptr (GBytes) pdf = g_bytes_new_static ("%PDF", 4);
  g_autoptr (GBytes) words = g_bytes_new_static ("# T", 3);

  add (request, SALON_LLM_ROLE_USER, salon_llm_part_new_text ("Read"),
       salon_llm_part_new_document ("t.md", "text/markdown", words),
       salon_llm_part_new_document ("r.pdf", "application/pdf", pdf), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = write_in (request, cases[i].dialect);

      assert_has (text, cases[i].expected);
      assert_has (text, "The file “t.md”:\\n\\n# T");
    }
}

static void
test_sound (void)
{
  SalonLlmModelFacts facts = SALON_LLM_MODEL_FACTS_UNKNOWN;
  g_autoptr (SalonLlmModel) model = NULL;
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("m");
  g_autoptr (GBytes) sound = g_bytes_new_static ("RIFF", 4);
  g_autofree char *deaf = NULL;
  g_autofree char *hearing = NULL;

  add (request, SALON_LLM_ROLE_USER, salon_llm_part_new_audio ("audio/wav", sound), NULL);
  deaf = write_in (request, "openai");
  assert_has (deaf, "which this model cannot hear");
  facts.known_abilities = facts.abilities = SALON_LLM_ABILITY_AUDIO;
  model = salon_llm_model_new_with_facts ("m", NULL, &facts);
  salon_llm_request_set_model_facts (request, model);
  hearing = write_in (request, "openai");
  assert_has (hearing, "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"UklGRg==\","
                       "\"format\":\"wav\"}}");
}

static void
test_lists_of_models (void)
{
  static const char list[] =
    "{\"data\":["
    "{\"id\":\"a/b\",\"name\":\"A: B\",\"context_length\":1000,\"architecture\":"
    "{\"input_modalities\":[\"text\",\"image\",\"file\"]},\"pricing\":{\"prompt\":\"0.0000025\","
    "\"completion\":\"0.00001\",\"input_cache_read\":\"0.00000025\",\"image\":\"1\"},"
    "\"top_provider\":{\"max_completion_tokens\":500},"
    "\"supported_parameters\":[\"tools\",\"temperature\"]},"
    "{\"id\":\"auto\",\"pricing\":{\"prompt\":\"-1\",\"completion\":\"free\"}},"
    "{\"id\":\"mistral\",\"max_context_length\":2000,\"capabilities\":{\"completion_chat\":true,"
    "\"function_calling\":false,\"vision\":true}},"
    "{\"id\":\"embed\",\"capabilities\":{\"completion_chat\":false}},"
    "{\"id\":\"groq\",\"context_window\":3000,\"max_completion_tokens\":300},"
    "{\"id\":\"vllm\",\"max_model_len\":4000},"
    "{\"id\":\"llama\",\"meta\":{\"n_ctx_train\":5000}},"
    "{\"object\":\"no id\"},7]}";
  g_autoptr (GBytes) body = g_bytes_new_static (list, strlen (list));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) models = salon_openai_chat_read_models (body, "Here", "https://h", &error);
  static const gint64 windows[] = { 1000, 0, 2000, 3000, 4000, 5000 };
  const SalonLlmModelFacts *facts;

  g_assert_no_error (error);
  g_assert_cmpuint (models->len, ==, G_N_ELEMENTS (windows));
  for (guint i = 0; i < models->len; i++)
    g_assert_cmpint (salon_llm_model_get_context_window (g_ptr_array_index (models, i)), ==,
                     windows[i]);

  facts = salon_llm_model_get_facts (g_ptr_array_index (models, 0));
  g_assert_cmpfloat_with_epsilon (facts->input_price, 2.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (facts->output_price, 10, 1e-9);
  g_assert_cmpfloat_with_epsilon (facts->cached_price, 0.25, 1e-9);
  g_assert_true (isnan (facts->cache_write_price));
  g_assert_cmpint (facts->output_limit, ==, 500);
  g_assert_cmpint (facts->abilities, ==, SALON_LLM_ABILITY_IMAGES | SALON_LLM_ABILITY_DOCUMENTS |
                                         SALON_LLM_ABILITY_TOOLS);
  g_assert_cmpint (facts->known_abilities, ==, SALON_LLM_ABILITY_IMAGES |
                   SALON_LLM_ABILITY_DOCUMENTS | SALON_LLM_ABILITY_TOOLS |
                   SALON_LLM_ABILITY_AUDIO | SALON_LLM_ABILITY_REASONING);
  facts = salon_llm_model_get_facts (g_ptr_array_index (models, 1));
  g_assert_true (isnan (facts->input_price));
  g_assert_true (isnan (facts->output_price));
  facts = salon_llm_model_get_facts (g_ptr_array_index (models, 2));
  g_assert_cmpint (facts->known_abilities, ==, SALON_LLM_ABILITY_IMAGES | SALON_LLM_ABILITY_TOOLS);
  g_assert_cmpint (facts->abilities, ==, SALON_LLM_ABILITY_IMAGES);
  facts = salon_llm_model_get_facts (g_ptr_array_index (models, 3));
  g_assert_cmpint (facts->output_limit, ==, 300);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/llm/openai-chat-dialect/hosts", test_hosts);
  g_test_add_func ("/llm/openai-chat-dialect/parameters", test_parameters);
  g_test_add_func ("/llm/openai-chat-dialect/mistral", test_mistral);
  g_test_add_func ("/llm/openai-chat-dialect/reasoning-goes-back", test_reasoning_goes_back);
  g_test_add_func ("/llm/openai-chat-dialect/deepseek-has-reasoning-everywhere",
                   test_deepseek_has_reasoning_everywhere);
  g_test_add_func ("/llm/openai-chat-dialect/files", test_files);
  g_test_add_func ("/llm/openai-chat-dialect/sound", test_sound);
  g_test_add_func ("/llm/openai-chat-dialect/lists-of-models", test_lists_of_models);

  return g_test_run ();
}
