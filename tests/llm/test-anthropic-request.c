/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <string.h>

#include "salon-anthropic-request.h"

#include "llm-chat.h"
#include "llm-test.h"

#define CACHE ",\"cache_control\":{\"type\":\"ephemeral\"}"
#define HEAD "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":32000,\"stream\":true"
#define SIGNED(model) "{\"anthropic\":{\"model\":\"" model "\",\"signature\":\"Sig==\"}}"

/* The types of the vendor's SDK are for the newest models, which take no temperature any more;
 * the description of the API is older than “between_tools”.
 */
static void
record (const char *written)
{
  if (strstr (written, "\"temperature\":") == NULL && strstr (written, "between_tools") == NULL)
    llm_chat_record ("/v1/messages", written);
}

static char *
write_request (SalonLlmRequest *request,
               gboolean         with_thinking)
{
  g_autofree char *first = salon_anthropic_write_request (request, "here", with_thinking);
  g_autofree char *second = salon_anthropic_write_request (request, "here", with_thinking);

  g_assert_cmpstr (first, ==, second);
  record (first);
  return g_steal_pointer (&first);
}

static void
assert_written (SalonLlmRequest *request,
                const char      *rest)
{
  g_autofree char *expected = g_strconcat (HEAD, rest, "}", NULL);
  g_autofree char *written = write_request (request, TRUE);
  g_autoptr (SalonJsonDocument) document = llm_test_parse (written);

  g_assert_true (salon_json_is_object (salon_json_document_get_root (document)));
  g_assert_cmpstr (written, ==, expected);
}

static SalonLlmRequest *
make_request (void)
{
  return salon_llm_request_new ("claude-sonnet-4-5");
}

static void
test_plain_chat (void)
{
  g_autoptr (SalonLlmRequest) request = make_request ();

  salon_llm_request_set_system (request, "Be kind.");
  salon_llm_request_set_temperature (request, 0.5);
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Hi \"there\" 🎉\n");
  llm_test_add_text (request, SALON_LLM_ROLE_ASSISTANT, "Hello");
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Go on");
  assert_written (request,
                  ",\"temperature\":0.5,"
                  "\"system\":[{\"type\":\"text\",\"text\":\"Be kind.\"" CACHE "}],\"messages\":["
                  "{\"role\":\"user\",\"content\":[{\"type\":\"text\","
                  "\"text\":\"Hi \\\"there\\\" 🎉\\n\"" CACHE "}]},"
                  "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"Hello\"}]},"
                  "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Go on\""
                  CACHE "}]}]");
}

static void
test_question_on_its_own_is_not_cached (void)
{
  g_autoptr (SalonLlmRequest) request = make_request ();

  salon_llm_request_set_system (request, " ");
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "A title?");
  assert_written (request, ",\"messages\":[{\"role\":\"user\",\"content\":["
                           "{\"type\":\"text\",\"text\":\"A title?\"}]}]");
  salon_llm_request_set_chat (request, "chat-1");
  assert_written (request, ",\"messages\":[{\"role\":\"user\",\"content\":["
                           "{\"type\":\"text\",\"text\":\"A title?\"" CACHE "}]}]");
}

static void
test_tools (void)
{
  static const struct { SalonLlmToolChoice choice; const char *written; } cases[] = {
    { SALON_LLM_TOOL_CHOICE_AUTO, "" },
    { SALON_LLM_TOOL_CHOICE_NONE, "\"tool_choice\":{\"type\":\"none\"}," },
    { SALON_LLM_TOOL_CHOICE_REQUIRED, "\"tool_choice\":{\"type\":\"any\"}," },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SalonLlmRequest) request = make_request ();
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
        ",\"tools\":[{\"name\":\"zeta\",\"description\":\"Does “z”\",\"input_schema\":"
        "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}},"
        "\"required\":[\"n\"]}},"
        "{\"name\":\"alpha\",\"input_schema\":{\"type\":\"object\",\"properties\":{}}" CACHE "}],",
        cases[i].written,
        "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\""
        CACHE "}]}]", NULL);
      assert_written (request, expected);
    }
}

static void
test_results_come_first_and_in_order (void)
{
  g_autoptr (SalonLlmRequest) request = make_request ();
  g_autoptr (SalonLlmTool) tool = salon_llm_tool_new ("one", NULL, NULL);

  salon_llm_request_add_tool (request, tool);
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Look");
  llm_chat_add (request, SALON_LLM_ROLE_ASSISTANT,
                salon_llm_part_new_text ("I look."),
                salon_llm_part_new_tool_call ("a", "one", "{\"n\": 1}"),
                salon_llm_part_new_tool_call ("b", "two", "{}"),
                salon_llm_part_new_tool_call ("c", "one", "{\"n\":"), NULL);
  /* In another order, behind the user's words, with one of no call, and one missing. */
  llm_chat_add (request, SALON_LLM_ROLE_USER,
                salon_llm_part_new_text ("And now?"),
                salon_llm_part_new_tool_result ("b", "two", "No such thing", TRUE, NULL),
                salon_llm_part_new_tool_result ("x", "lost", "orphan", FALSE, NULL),
                salon_llm_part_new_tool_result ("a", "one", "", FALSE, NULL), NULL);
  assert_written (request,
                  ",\"tools\":[{\"name\":\"one\",\"input_schema\":"
                  "{\"type\":\"object\",\"properties\":{}}" CACHE "}],\"messages\":["
                  "{\"role\":\"user\",\"content\":["
                  "{\"type\":\"text\",\"text\":\"Look\"" CACHE "}]},"
                  "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"I look.\"},"
                  "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"one\",\"input\":{\"n\": 1}},"
                  "{\"type\":\"tool_use\",\"id\":\"b\",\"name\":\"two\",\"input\":{}},"
                  "{\"type\":\"tool_use\",\"id\":\"c\",\"name\":\"one\","
                  "\"input\":{\"invalid_json\":\"{\\\"n\\\":\"}}]},"
                  "{\"role\":\"user\",\"content\":["
                  "{\"type\":\"tool_result\",\"tool_use_id\":\"a\"},"
                  "{\"type\":\"tool_result\",\"tool_use_id\":\"b\","
                  "\"content\":\"No such thing\",\"is_error\":true},"
                  "{\"type\":\"tool_result\",\"tool_use_id\":\"c\","
                  "\"content\":\"The call was stopped before it had a result.\","
                  "\"is_error\":true},"
                  "{\"type\":\"text\",\"text\":\"And now?\"" CACHE "}]}]");
}

static void
test_calls_want_tools (void)
{
  g_autoptr (SalonLlmRequest) request = make_request ();

  llm_chat_add (request, SALON_LLM_ROLE_USER, salon_llm_part_new_text ("Look"), NULL);
  llm_chat_add (request, SALON_LLM_ROLE_ASSISTANT,
                salon_llm_part_new_tool_call ("a", "gone", "{}"),
                salon_llm_part_new_tool_call ("a", "gone", "{}"), NULL);
  llm_chat_add (request, SALON_LLM_ROLE_USER,
                salon_llm_part_new_tool_result ("a", "gone", "1", FALSE, NULL), NULL);
  /* No tool is on offer any more, and the same id came twice. */
  assert_written (request,
                  ",\"tools\":[{\"name\":\"gone\",\"input_schema\":"
                  "{\"type\":\"object\",\"properties\":{}}}],\"tool_choice\":{\"type\":\"none\"},"
                  "\"messages\":["
                  "{\"role\":\"user\",\"content\":["
                  "{\"type\":\"text\",\"text\":\"Look\"" CACHE "}]},"
                  "{\"role\":\"assistant\",\"content\":["
                  "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"gone\",\"input\":{}},"
                  "{\"type\":\"tool_use\",\"id\":\"a_2\",\"name\":\"gone\",\"input\":{}}]},"
                  "{\"role\":\"user\",\"content\":["
                  "{\"type\":\"tool_result\",\"tool_use_id\":\"a\",\"content\":\"1\"},"
                  "{\"type\":\"tool_result\",\"tool_use_id\":\"a_2\",\"content\":\"1\"" CACHE
                  "}]}]");
}

static void
test_files (void)
{
  g_autoptr (SalonLlmRequest) request = make_request ();
  g_autoptr (GBytes) pdf = g_bytes_new_static ("%PDF-1.7", 8);
  g_autoptr (GBytes) text = g_bytes_new_static ("a,b\n", 4);
  g_autoptr (GPtrArray) images = llm_chat_images ();

  llm_chat_add (request, SALON_LLM_ROLE_USER,
                llm_chat_image (),
                salon_llm_part_new_document ("a.pdf", "application/pdf", pdf),
                salon_llm_part_new_document ("t.csv", "text/csv; charset=utf-8", text),
                salon_llm_part_new_document ("z.zip", "application/zip", text),
                salon_llm_part_new_audio ("audio/wav", text),
                salon_llm_part_new_image ("image/tiff", text), NULL);
  llm_chat_add (request, SALON_LLM_ROLE_ASSISTANT,
                salon_llm_part_new_tool_call ("a", "zoom", "{}"), NULL);
  llm_chat_add (request, SALON_LLM_ROLE_USER,
                salon_llm_part_new_tool_result ("a", "zoom", "zoomed", FALSE, images), NULL);
  assert_written (request,
                  ",\"tools\":[{\"name\":\"zoom\",\"input_schema\":"
                  "{\"type\":\"object\",\"properties\":{}}}],\"tool_choice\":{\"type\":\"none\"},"
                  "\"messages\":[{\"role\":\"user\",\"content\":["
                  "{\"type\":\"image\",\"source\":{\"type\":\"base64\","
                  "\"media_type\":\"image/png\",\"data\":\"iVBORw==\"}},"
                  "{\"type\":\"document\",\"source\":{\"type\":\"base64\","
                  "\"media_type\":\"application/pdf\",\"data\":\"JVBERi0xLjc=\"},"
                  "\"title\":\"a.pdf\"},"
                  "{\"type\":\"document\",\"source\":{\"type\":\"text\","
                  "\"media_type\":\"text/plain\",\"data\":\"a,b\\n\"},\"title\":\"t.csv\"},"
                  "{\"type\":\"text\",\"text\":\"[Here is the file “z.zip” (application/zip), "
                  "which this model cannot read.]\"},"
                  "{\"type\":\"text\",\"text\":\"[Here is a recording (audio/wav), which this "
                  "model cannot hear.]\"},"
                  "{\"type\":\"text\",\"text\":\"[Here is an image (image/tiff), which this "
                  "model cannot see.]\"" CACHE "}]},"
                  "{\"role\":\"assistant\",\"content\":["
                  "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"zoom\",\"input\":{}}]},"
                  "{\"role\":\"user\",\"content\":["
                  "{\"type\":\"tool_result\",\"tool_use_id\":\"a\",\"content\":["
                  "{\"type\":\"text\",\"text\":\"zoomed\"},"
                  "{\"type\":\"image\",\"source\":{\"type\":\"base64\","
                  "\"media_type\":\"image/png\",\"data\":\"iVBORw==\"}}]" CACHE "}]}]");
}

static void
test_blind_models_get_a_sentence (void)
{
  g_autoptr (SalonLlmRequest) request = make_request ();
  SalonLlmModelFacts facts = SALON_LLM_MODEL_FACTS_UNKNOWN;
  g_autoptr (SalonLlmModel) model = NULL;
  g_autoptr (GPtrArray) images = llm_chat_images ();
  g_autofree char *written = NULL;

  facts.known_abilities = SALON_LLM_ABILITY_IMAGES | SALON_LLM_ABILITY_DOCUMENTS;
  facts.output_limit = 4000;
  model = salon_llm_model_new_with_facts ("claude-sonnet-4-5", NULL, &facts);
  salon_llm_request_set_model_facts (request, model);
  llm_chat_add (request, SALON_LLM_ROLE_USER, llm_chat_image (), NULL);
  llm_chat_add (request, SALON_LLM_ROLE_ASSISTANT,
                salon_llm_part_new_tool_call ("a", "zoom", "{}"), NULL);
  llm_chat_add (request, SALON_LLM_ROLE_USER,
                salon_llm_part_new_tool_result ("a", "zoom", "", FALSE, images), NULL);
  written = write_request (request, TRUE);
  g_assert_null (strstr (written, "iVBORw"));
  g_assert_nonnull (strstr (written, "\"content\":[{\"type\":\"text\",\"text\":\"[Here is an image "
                                     "(image/png), which this model cannot see.]\"}]"));
  g_assert_nonnull (strstr (written, "\"max_tokens\":4000,"));
}

/* What the model thought goes back to it word for word, and to nobody else. */
static void
test_thinking_goes_back (void)
{
  static const struct { const char *model; gboolean with_thinking; gboolean sent; } cases[] = {
    { "claude-sonnet-4-5", TRUE, TRUE },
    { "claude-opus-4-8", TRUE, TRUE },  /* the API itself leaves out what it cannot read */
    { "claude-sonnet-4-5", FALSE, FALSE },
    { "claude-3-5-haiku-latest", TRUE, FALSE },
    { "deepseek-chat", TRUE, FALSE },
    { "claude-opus-5-5", TRUE, FALSE }, /* it was thought below other tools */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SalonLlmRequest) request = salon_llm_request_new (cases[i].model);
      g_autofree char *written = NULL;
      const char *at;

      llm_test_add_text (request, SALON_LLM_ROLE_USER, "Look");
      llm_chat_add (request, SALON_LLM_ROLE_ASSISTANT,
                    llm_chat_reasoning ("Hm \"x\".", "here", SIGNED ("claude-sonnet-4-5")),
                    llm_chat_reasoning ("", "here", "{\"anthropic\":{\"model\":"
                                        "\"claude-sonnet-4-5\",\"data\":\"Emw=\"}}"),
                    llm_chat_reasoning ("Other", "there", SIGNED ("claude-sonnet-4-5")),
                    salon_llm_part_new_reasoning ("Bare", NULL, NULL),
                    salon_llm_part_new_tool_call ("a", "one", "{}"), NULL);
      llm_chat_add (request, SALON_LLM_ROLE_USER,
                    salon_llm_part_new_tool_result ("a", "one", "1", FALSE, NULL), NULL);
      written = write_request (request, cases[i].with_thinking);
      at = strstr (written, "{\"role\":\"assistant\",\"content\":["
                            "{\"type\":\"thinking\",\"thinking\":\"Hm \\\"x\\\".\","
                            "\"signature\":\"Sig==\"},"
                            "{\"type\":\"redacted_thinking\",\"data\":\"Emw=\"},"
                            "{\"type\":\"tool_use\"");
      g_assert_true ((at != NULL) == cases[i].sent);
      g_assert_true ((strstr (written, "Emw=") != NULL) == cases[i].sent);
      g_assert_null (strstr (written, "Other"));
      g_assert_null (strstr (written, "Bare"));
    }
}

/* Newer models refuse what they thought below other tools or another system prompt. */
static void
test_bound_thinking_wants_its_tools (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("claude-opus-5-5");
  g_autoptr (SalonLlmTool) tool = salon_llm_tool_new ("one", "d", NULL);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *head = NULL;
  g_autofree char *opaque = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  salon_llm_request_set_system (request, "S");
  /* The hash of the system prompt “S” and no tools. */
  g_checksum_update (checksum, (const guchar *) "S", 2);
  head = g_strndup (g_checksum_get_string (checksum), 16);
  opaque = g_strdup_printf ("{\"anthropic\":{\"model\":\"claude-opus-5-5\",\"head\":\"%s\","
                            "\"signature\":\"Sig==\"}}", head);
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Hi");
  llm_chat_add (request, SALON_LLM_ROLE_ASSISTANT, llm_chat_reasoning ("Hm", "here", opaque),
                salon_llm_part_new_text ("Ho"), NULL);
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Go on");
  before = write_request (request, TRUE);
  salon_llm_request_add_tool (request, tool);
  after = write_request (request, TRUE);
  g_assert_nonnull (strstr (before, "Sig=="));
  g_assert_null (strstr (after, "Sig=="));
}

static void
test_reply_cut_while_thinking_is_none (void)
{
  g_autoptr (SalonLlmRequest) request = make_request ();

  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Hi");
  llm_chat_add (request, SALON_LLM_ROLE_ASSISTANT,
                llm_chat_reasoning ("Hm", "here", SIGNED ("claude-sonnet-4-5")), NULL);
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Go on");
  assert_written (request, ",\"messages\":[{\"role\":\"user\",\"content\":["
                           "{\"type\":\"text\",\"text\":\"Hi\"},"
                           "{\"type\":\"text\",\"text\":\"Go on\"" CACHE "}]}]");
}

static void
test_paused_turn_goes_back_as_it_is (void)
{
  g_autoptr (SalonLlmRequest) request = make_request ();

  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Search");
  llm_chat_add (request, SALON_LLM_ROLE_ASSISTANT,
                salon_llm_part_new_text ("I search."),
                llm_chat_reasoning ("", "here",
                                    "{\"anthropic\":{\"block\":{\"type\":\"server_tool_use\","
                                    "\"id\":\"srvtoolu_1\",\"name\":\"web_search\","
                                    "\"input\":{\"query\":\"x\"}}}}"), NULL);
  assert_written (request, ",\"messages\":[{\"role\":\"user\",\"content\":["
                           "{\"type\":\"text\",\"text\":\"Search\"" CACHE "}]},"
                           "{\"role\":\"assistant\",\"content\":["
                           "{\"type\":\"text\",\"text\":\"I search.\"},"
                           "{\"type\":\"server_tool_use\",\"id\":\"srvtoolu_1\","
                           "\"name\":\"web_search\",\"input\":{\"query\":\"x\"}}]}]");
}

static void
test_user_has_both_ends (void)
{
  g_autoptr (SalonLlmRequest) request = make_request ();

  assert_written (request, ",\"messages\":[{\"role\":\"user\",\"content\":["
                           "{\"type\":\"text\",\"text\":\"Continue.\"}]}]");
  llm_test_add_text (request, SALON_LLM_ROLE_ASSISTANT, "So");
  llm_test_add_text (request, SALON_LLM_ROLE_USER, " ");
  assert_written (request, ",\"messages\":[{\"role\":\"user\",\"content\":["
                           "{\"type\":\"text\",\"text\":\"Continue.\"" CACHE "}]},"
                           "{\"role\":\"assistant\",\"content\":["
                           "{\"type\":\"text\",\"text\":\"So\"}]},"
                           "{\"role\":\"user\",\"content\":["
                           "{\"type\":\"text\",\"text\":\"Continue.\"" CACHE "}]}]");
}

#define ADAPTIVE "\"thinking\":{\"type\":\"adaptive\",\"display\":\"summarized\"}"
#define BUDGET(n) "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":" n "}"
#define EFFORT(e) "\"output_config\":{\"effort\":\"" e "\"}"
#define OFF "\"thinking\":{\"type\":\"disabled\"}"
#define WARM ",\"temperature\":0.7"

static const struct
{
  const char *model;
  SalonLlmEffort effort;
  guint max_tokens;
  const char *options; /* between “stream” and “messages” */
} efforts[] = {
  { "claude-3-5-sonnet-20241022", SALON_LLM_EFFORT_HIGH, 0, WARM },
  { "claude-3-haiku-20240307", SALON_LLM_EFFORT_NONE, 0, WARM },
  { "claude-3-7-sonnet-latest", SALON_LLM_EFFORT_LOW, 0, "," BUDGET ("2048") },
  { "claude-sonnet-4-20250514", SALON_LLM_EFFORT_MEDIUM, 0, "," BUDGET ("8192") },
  { "claude-haiku-4-5-20251001", SALON_LLM_EFFORT_HIGH, 0, "," BUDGET ("24000") },
  { "claude-sonnet-4-5", SALON_LLM_EFFORT_HIGH, 2000, "," BUDGET ("1500") },
  { "claude-sonnet-4-5", SALON_LLM_EFFORT_HIGH, 1300, "," BUDGET ("1024") },
  { "claude-sonnet-4-5", SALON_LLM_EFFORT_HIGH, 1024, WARM },
  { "claude-sonnet-4-5", SALON_LLM_EFFORT_DEFAULT, 0, WARM },
  { "claude-sonnet-4-5", SALON_LLM_EFFORT_NONE, 0, WARM },
  { "claude-opus-4-6", SALON_LLM_EFFORT_DEFAULT, 0, WARM },
  { "claude-opus-4-6", SALON_LLM_EFFORT_LOW, 0, "," ADAPTIVE "," EFFORT ("low") },
  { "claude-opus-4-7", SALON_LLM_EFFORT_DEFAULT, 0, "" },
  { "anthropic/claude-opus-4.7", SALON_LLM_EFFORT_HIGH, 0, "," ADAPTIVE "," EFFORT ("high") },
  { "claude-opus-5", SALON_LLM_EFFORT_DEFAULT, 0, "," ADAPTIVE },
  { "claude-opus-5", SALON_LLM_EFFORT_NONE, 0, "," OFF },
  { "claude-sonnet-5", SALON_LLM_EFFORT_MEDIUM, 0, "," ADAPTIVE "," EFFORT ("medium") },
  { "claude-fable-5", SALON_LLM_EFFORT_NONE, 0, "," EFFORT ("low") },
  { "claude-mythos-preview", SALON_LLM_EFFORT_NONE, 0, "," EFFORT ("low") },
  { "claude-opus-5-5", SALON_LLM_EFFORT_NONE, 0, "," EFFORT ("low") },
  { "claude-sonnet-5-5", SALON_LLM_EFFORT_NONE, 0,
    ",\"thinking\":{\"type\":\"between_tools\"}" },
  { "claude-haiku-5-5", SALON_LLM_EFFORT_NONE, 0, "," OFF },
  { "claude-opus-7", SALON_LLM_EFFORT_NONE, 0, "," EFFORT ("low") },
  { "tiny", SALON_LLM_EFFORT_DEFAULT, 0, WARM },
  { "tiny", SALON_LLM_EFFORT_NONE, 0, "," OFF WARM },
  { "tiny", SALON_LLM_EFFORT_MEDIUM, 0, "," BUDGET ("6144") WARM },
};

static void
test_effort (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (efforts); i++)
    {
      g_autoptr (SalonLlmRequest) request = salon_llm_request_new (efforts[i].model);
      g_autofree char *written = NULL;
      g_autofree char *expected = g_strconcat ("\"stream\":true", efforts[i].options,
                                               ",\"messages\":", NULL);

      salon_llm_request_set_effort (request, efforts[i].effort);
      salon_llm_request_set_max_tokens (request, efforts[i].max_tokens);
      salon_llm_request_set_temperature (request, 0.7);
      llm_test_add_text (request, SALON_LLM_ROLE_USER, "Hi");
      written = salon_anthropic_write_request (request, "here", TRUE);
      if (strstr (written, expected) == NULL)
        g_error ("case %u: %s", i, written);
      record (written);
    }
}

static void
test_models_that_do_not_think (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("claude-opus-5");
  SalonLlmModelFacts facts = SALON_LLM_MODEL_FACTS_UNKNOWN;
  g_autoptr (SalonLlmModel) model = NULL;
  g_autofree char *written = NULL;

  facts.known_abilities = SALON_LLM_ABILITY_REASONING;
  model = salon_llm_model_new_with_facts ("claude-opus-5", NULL, &facts);
  salon_llm_request_set_model_facts (request, model);
  salon_llm_request_set_effort (request, SALON_LLM_EFFORT_HIGH);
  written = write_request (request, TRUE);
  g_assert_null (strstr (written, "thinking"));
}

/* A model with a budget cannot begin to think behind calls it made without, nor while it is
 * forced to call.
 */
static void
test_thinking_does_not_begin_in_mid_turn (void)
{
  g_autoptr (SalonLlmTool) tool = salon_llm_tool_new ("one", NULL, NULL);
  const char *opaques[] = { SIGNED ("claude-sonnet-4-5"), "{}" };

  for (guint i = 0; i < G_N_ELEMENTS (opaques); i++)
    {
      g_autoptr (SalonLlmRequest) request = make_request ();
      g_autofree char *in_turn = NULL;
      g_autofree char *next_turn = NULL;
      g_autofree char *forced = NULL;

      salon_llm_request_add_tool (request, tool);
      salon_llm_request_set_effort (request, SALON_LLM_EFFORT_LOW);
      llm_test_add_text (request, SALON_LLM_ROLE_USER, "Look");
      llm_chat_add (request, SALON_LLM_ROLE_ASSISTANT,
                    llm_chat_reasoning ("Hm", "here", opaques[i]),
                    salon_llm_part_new_tool_call ("a", "one", "{}"), NULL);
      llm_chat_add (request, SALON_LLM_ROLE_USER,
                    salon_llm_part_new_tool_result ("a", "one", "1", FALSE, NULL), NULL);
      in_turn = write_request (request, TRUE);
      g_assert_true ((strstr (in_turn, "\"type\":\"enabled\"") != NULL) == (i == 0));
      llm_test_add_text (request, SALON_LLM_ROLE_ASSISTANT, "1");
      llm_test_add_text (request, SALON_LLM_ROLE_USER, "And?");
      next_turn = write_request (request, TRUE);
      g_assert_nonnull (strstr (next_turn, "\"type\":\"enabled\""));
      salon_llm_request_set_tool_choice (request, SALON_LLM_TOOL_CHOICE_REQUIRED);
      forced = write_request (request, TRUE);
      g_assert_null (strstr (forced, "\"type\":\"enabled\""));
      g_assert_nonnull (strstr (forced, "\"type\":\"any\""));
    }
}

static void
test_newer_models_are_not_forced (void)
{
  g_autoptr (SalonLlmRequest) request = salon_llm_request_new ("claude-opus-5-5");
  g_autoptr (SalonLlmTool) tool = salon_llm_tool_new ("one", NULL, NULL);
  g_autofree char *written = NULL;

  salon_llm_request_add_tool (request, tool);
  salon_llm_request_set_tool_choice (request, SALON_LLM_TOOL_CHOICE_REQUIRED);
  llm_test_add_text (request, SALON_LLM_ROLE_USER, "Hi");
  written = write_request (request, TRUE);
  g_assert_null (strstr (written, "tool_choice"));
}

#define TEST(name, func) g_test_add_func ("/llm/anthropic-request/" name, func)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  TEST ("plain-chat", test_plain_chat);
  TEST ("question-on-its-own-is-not-cached", test_question_on_its_own_is_not_cached);
  TEST ("tools", test_tools);
  TEST ("results-come-first-and-in-order", test_results_come_first_and_in_order);
  TEST ("calls-want-tools", test_calls_want_tools);
  TEST ("files", test_files);
  TEST ("blind-models-get-a-sentence", test_blind_models_get_a_sentence);
  TEST ("thinking-goes-back", test_thinking_goes_back);
  TEST ("bound-thinking-wants-its-tools", test_bound_thinking_wants_its_tools);
  TEST ("reply-cut-while-thinking-is-none", test_reply_cut_while_thinking_is_none);
  TEST ("paused-turn-goes-back-as-it-is", test_paused_turn_goes_back_as_it_is);
  TEST ("user-has-both-ends", test_user_has_both_ends);
  TEST ("effort", test_effort);
  TEST ("models-that-do-not-think", test_models_that_do_not_think);
  TEST ("thinking-does-not-begin-in-mid-turn", test_thinking_does_not_begin_in_mid_turn);
  TEST ("newer-models-are-not-forced", test_newer_models_are_not_forced);

  return g_test_run ();
}
