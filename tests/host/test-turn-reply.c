/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host-test"

#include "config.h"

#include <string.h>

#include "salon-message-loader.h"
#include "salon-message-private.h"
#include "salon-part-private.h"
#include "turn-fixture.h"

/* What the model said before, as the last request tells it: “reasoning s1: Hm.|text: Hello”. */
static char *
describe_sent (Fixture *f)
{
  static const char *kinds[] = { "text", "reasoning", "call", "result" };
  SalonLlmRequest *request = f->requests->pdata[f->requests->len - 1];
  SalonLlmMessage *message = salon_llm_request_get_message (request, 1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < salon_llm_message_get_n_parts (message); i++)
    {
      SalonLlmPart *part = salon_llm_message_get_part (message, i);
      const SalonJson *opaque = salon_llm_part_get_opaque (part, "script");
      const char *signature = salon_json_as_string (salon_json_get_member (opaque, "signature"));
      const char *words = salon_llm_part_get_kind (part) == SALON_LLM_PART_TOOL_CALL
                            ? salon_llm_part_get_id (part) : salon_llm_part_get_text (part);

      g_string_append_printf (text, "%s%s%s%s: %s", i > 0 ? "|" : "",
                              kinds[salon_llm_part_get_kind (part)],
                              signature != NULL ? " " : "", signature != NULL ? signature : "",
                              words);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_sent (Fixture    *f,
             const char *expected)
{
  g_autofree char *sent = NULL;

  fixture_send (f, "And?");
  sent = describe_sent (f);
  g_assert_cmpstr (sent, ==, expected);
}

static void
test_reasoning_without_words (void)
{
  g_autoptr (Fixture) f = fixture_new ();

  script_provider_add (f->provider, "secret r1\ntext Hello.\nsecret r2");
  fixture_send (f, "Hi");
  g_assert_cmpuint (salon_message_get_n_parts (fixture_get_reply (f)), ==, 3);
  g_assert_cmpint (salon_part_get_kind (fixture_get_part (f, 0)), ==, SALON_PART_REASONING);
  g_assert_cmpstr (salon_part_get_text (fixture_get_part (f, 0)), ==, "");
  g_assert_true (salon_part_get_finished (fixture_get_part (f, 0)));
  assert_sent (f, "reasoning r1: |text: Hello.|reasoning r2: ");
}

static void
test_reasoning_between_reasoning (void)
{
  g_autoptr (Fixture) f = fixture_new ();

  script_provider_add (f->provider, "think One.\nsecret r1\nthink Two.\ntext Hello.");
  fixture_send (f, "Hi");
  /* One thought to whoever reads it. */
  g_assert_cmpuint (salon_message_get_n_parts (fixture_get_reply (f)), ==, 2);
  g_assert_cmpstr (salon_part_get_text (fixture_get_part (f, 0)), ==, "One.Two.");
  assert_sent (f, "reasoning s1: One.|reasoning r1: |reasoning s1: Two.|text: Hello.");
}

static void
test_text_with_data (void)
{
  g_autoptr (Fixture) f = fixture_new ();

  script_provider_add (f->provider, "text Plain, \nsigned früh\nsigned  auf.");
  fixture_send (f, "Hi");
  g_assert_cmpuint (salon_message_get_n_parts (fixture_get_reply (f)), ==, 1);
  assert_sent (f, "text: Plain, |text früh: früh|text  auf.:  auf.");
}

static void
test_text_without_data_stays_whole (void)
{
  g_autoptr (Fixture) f = fixture_new ();

  script_provider_add (f->provider, "text Hello\ntext , you.");
  fixture_send (f, "Hi");
  assert_sent (f, "text: Hello, you.");
}

static void
test_before_calls (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *sent = NULL;

  fixture_add_server (f, "srv");
  fixture_allow_all (f);
  script_provider_add (f->provider, "secret r1\ncall c1 srv__echo {}\nsecret r2\n"
                                    "call c2 srv__echo {}");
  script_provider_add (f->provider, "text Done.");
  fixture_send (f, "Go");
  sent = describe_sent (f);
  g_assert_cmpstr (sent, ==, "reasoning r1: |call: c1|reasoning r2: |call: c2");
  g_assert_cmpstr (fixture_get_result (f, "c2"), ==, "nothing");
}

static void
test_survives_the_store (void)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "reply.db", NULL);
  g_autoptr (Fixture) f = fixture_new_stored (path);
  g_autoptr (DexFuture) loading = NULL;
  GPtrArray *messages;
  g_autoptr (GPtrArray) pieces = NULL;
  SalonMessage *reply;

  script_provider_add (f->provider,
                       "secret r1\nthink Hm.\nsecret r2\nsigned Good \nsigned day.");
  fixture_send (f, "Hi");
  loading = salon_message_loader_load (f->store, salon_conversation_get_id (f->conversation));
  g_assert_true (fixture_finish (f, dex_ref (loading), NULL));
  messages = g_value_get_boxed (dex_future_get_value (loading, NULL));
  g_assert_cmpuint (messages->len, ==, 2);
  reply = messages->pdata[1];
  g_assert_cmpuint (salon_message_get_n_parts (reply), ==, 2);
  g_assert_cmpstr (salon_part_get_text (salon_message_get_part (reply, 1)), ==, "Good day.");
  pieces = salon_part_dup_pieces (salon_message_get_part (reply, 0));
  g_assert_cmpuint (pieces->len, ==, 3);
  g_assert_cmpstr (salon_llm_part_get_text (pieces->pdata[1]), ==, "Hm.");
  g_assert_nonnull (salon_llm_part_get_opaque (pieces->pdata[2], "script"));
  g_clear_pointer (&pieces, g_ptr_array_unref);
  pieces = salon_part_dup_pieces (salon_message_get_part (reply, 1));
  g_assert_cmpuint (pieces->len, ==, 2);
  g_assert_cmpstr (salon_llm_part_get_text (pieces->pdata[0]), ==, "Good ");
}

/* A file that somebody has written into. */
static void
test_broken_rows (void)
{
  static const char *broken[] = {
    "{\"origins\":[{\"end\":-1,\"provider\":\"p\",\"opaque\":{}}]}",
    "{\"origins\":[{\"end\":5,\"provider\":\"p\",\"opaque\":{}}]}",
    "{\"origins\":[{\"end\":1,\"provider\":\"p\",\"opaque\":{}}]}",
    "{\"origins\":[{\"end\":2,\"provider\":\"p\",\"opaque\":{}},{\"end\":0}]}",
    "{\"origins\":[{\"end\":9223372036854775807,\"provider\":\"p\",\"opaque\":{}}]}",
    "{\"origins\":7,\"opaque\":null}",
    "{\"opaque\":{},\"origins\":[{\"end\":0}]}",
    "[]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      SalonStorePart row = { .id = (char *) "i", .message_id = (char *) "m",
                             .kind = (char *) "text", .text = (char *) "éa",
                             .data = (char *) broken[i] };
      g_autoptr (SalonPart) part = salon_part_new_from_row (&row);
      g_autoptr (GPtrArray) pieces = salon_part_dup_pieces (part);

      g_assert_cmpuint (pieces->len, ==, 1);
      g_assert_cmpstr (salon_llm_part_get_text (pieces->pdata[0]), ==, "éa");
    }
}

static void
assert_note (const char *script,
             const char *expected)
{
  g_autoptr (Fixture) f = fixture_new ();
  SalonPart *last;

  script_provider_add (f->provider, script);
  fixture_send (f, "Hi");
  last = salon_message_get_last_part (fixture_get_reply (f));
  g_assert_cmpint (salon_part_get_kind (last), ==, SALON_PART_NOTE);
  g_assert_cmpstr (salon_part_get_text (last), ==, expected);
}

static void
test_ends_are_told (void)
{
  g_autofree char *long_words = g_strnfill (2000, 'x');
  g_autofree char *script = g_strconcat ("refusal ", long_words, NULL);
  g_autoptr (GString) expected = g_string_new ("The model refused to answer: ");

  assert_note ("text A\nrefusal", "The model refused to answer.");
  assert_note ("text A\nrefusal I won’t.", "The model refused to answer: I won’t.");
  assert_note ("text A\nfilter SAFETY", "The provider’s content filter stopped the answer: SAFETY");
  assert_note ("text A\nother odd\tthing",
               "The answer ended for a reason of the provider’s own: odd thing");
  assert_note ("other", "The model ended its turn without saying anything.");
  assert_note ("secret r1", "The model ended its turn without saying anything.");
  g_string_append_len (expected, long_words, 300);
  g_string_append (expected, "…");
  assert_note (script, expected->str);
}

/* What a provider has read once it does not read again, as long as the bytes stay the same. */
static void
test_prefix_is_stable (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SalonLlmRequest *first;
  SalonLlmRequest *second;

  fixture_add_server (f, "beta");
  fixture_add_server (f, "alpha");
  script_provider_add (f->provider, "text One.");
  fixture_send (f, "Hi");
  salon_manual_clock_advance (f->clock, 3 * G_TIME_SPAN_DAY);
  fixture_send (f, "Again");
  first = f->requests->pdata[0];
  second = f->requests->pdata[1];
  g_assert_cmpstr (salon_llm_request_get_system (first), ==,
                   salon_llm_request_get_system (second));
  g_assert_cmpuint (salon_llm_request_get_n_tools (first), ==, 14);
  g_assert_cmpuint (salon_llm_request_get_n_tools (second), ==, 14);
  for (guint i = 0; i < 14; i++)
    g_assert_cmpstr (salon_llm_tool_get_name (salon_llm_request_get_tool (first, i)), ==,
                     salon_llm_tool_get_name (salon_llm_request_get_tool (second, i)));
  g_assert_cmpstr (salon_llm_request_get_chat (first), ==, salon_llm_request_get_chat (second));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

#define ADD(name, function) g_test_add_func ("/host/turn-reply/" name, function)
  ADD ("reasoning-without-words-is-kept-in-its-place", test_reasoning_without_words);
  ADD ("reasoning-is-cut-again-where-the-provider-cut-it", test_reasoning_between_reasoning);
  ADD ("data-of-text-goes-back-with-it", test_text_with_data);
  ADD ("text-without-data-stays-whole", test_text_without_data_stays_whole);
  ADD ("reasoning-without-words-stays-before-its-call", test_before_calls);
  ADD ("what-is-kept-survives-the-store", test_survives_the_store);
  ADD ("broken-rows-are-read-as-plain-text", test_broken_rows);
  ADD ("ends-are-told-in-the-providers-words", test_ends_are_told);
  ADD ("prefix-of-requests-is-stable", test_prefix_is_stable);
  return g_test_run ();
}
