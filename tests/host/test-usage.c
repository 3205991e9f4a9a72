/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host-test"

#include "config.h"

#include <math.h>

#include "salon-message-loader.h"
#include "salon-message-private.h"
#include "salon-usage-private.h"
#include "turn-fixture.h"

static const SalonLlmModelFacts prices = {
  .input_price = 2,
  .output_price = 10,
  .cached_price = 0.5,
  .cache_write_price = 2.5,
};

static SalonLlmModel *
get_facts_cb (const char *model,
              gpointer    user_data)
{
  return salon_llm_model_new_with_facts ("one", NULL, user_data);
}

static void
assert_near (double value,
             double expected)
{
  g_assert_cmpfloat_with_epsilon (value, expected, 1e-12);
}

static void
test_prices (void)
{
  g_autoptr (SalonUsage) usage = salon_usage_new ();
  SalonLlmUsage reply = { 1000, 200, 600, 100, 50, 123456 };
  SalonLlmModelFacts half = prices;

  salon_usage_add_reply (usage, &reply, FALSE, &prices);
  assert_near (usage->cost, (300 * 2 + 600 * 0.5 + 100 * 2.5 + 200 * 10) / 1e6);
  g_assert_false (usage->cost_estimated);
  g_assert_cmpint (usage->context_tokens, ==, 1200);
  g_assert_cmpint (usage->first_event_us, ==, 123456);

  /* The second request of the turn has the window; the first one the wait. */
  reply = (SalonLlmUsage) { 1300, 100, -1, -1, -1, 9 };
  salon_usage_add_reply (usage, &reply, FALSE, &prices);
  g_assert_cmpint (usage->input_tokens, ==, 2300);
  g_assert_cmpint (usage->cached_tokens, ==, 600);
  g_assert_cmpint (usage->context_tokens, ==, 1400);
  g_assert_cmpint (usage->first_event_us, ==, 123456);
  g_assert_cmpuint (usage->n_requests, ==, 2);

  /* A price that nobody knows makes it a guess, never nothing. */
  half.cached_price = (double) NAN;
  g_clear_pointer (&usage, salon_usage_free);
  usage = salon_usage_new ();
  reply = (SalonLlmUsage) { 1000, 0, 600, 0, -1, -1 };
  salon_usage_add_reply (usage, &reply, FALSE, &half);
  assert_near (usage->cost, 0.002);
  g_assert_true (usage->cost_estimated);
}

static void
test_strange_numbers (void)
{
  g_autoptr (SalonUsage) usage = salon_usage_new ();
  SalonLlmUsage reply = { 10, 5, 9999, 9999, -1, -1 };

  /* More from the cache than there was. */
  salon_usage_add_reply (usage, &reply, FALSE, &prices);
  assert_near (usage->cost, (10 * 0.5 + 5 * 10) / 1e6);
  reply = (SalonLlmUsage) { G_MAXINT64, G_MAXINT64, -1, -1, -1, -1 };
  salon_usage_add_reply (usage, &reply, FALSE, &prices);
  g_assert_cmpint (usage->input_tokens, ==, G_MAXINT64);
  g_assert_cmpint (usage->context_tokens, ==, G_MAXINT64);
}

static void
test_sums_of_known_and_unknown (void)
{
  g_autoptr (SalonUsage) sum = salon_usage_new ();
  g_autoptr (SalonUsage) priced = salon_usage_new ();
  g_autoptr (SalonUsage) unpriced = salon_usage_new ();
  SalonLlmUsage reply = { 1000, 100, -1, -1, -1, -1 };

  salon_usage_add_reply (priced, &reply, FALSE, &prices);
  salon_usage_add_reply (unpriced, &reply, FALSE, NULL);
  g_assert_true (isnan (unpriced->cost));
  g_assert_false (unpriced->cost_estimated);
  salon_usage_add (sum, unpriced);
  g_assert_true (isnan (sum->cost));
  g_assert_false (sum->cost_estimated);
  salon_usage_add (sum, priced);
  assert_near (sum->cost, 0.003);
  g_assert_true (sum->cost_estimated);
}

static void
test_text_and_back (void)
{
  static const char *broken[] = {
    "{}", "[]", "{\"requests\":0}", "{\"requests\":\"1\"}", "{\"requests\":9223372036854775807}",
  };
  g_autoptr (SalonUsage) usage = salon_usage_new ();
  g_autoptr (SalonUsage) again = NULL;
  g_autoptr (SalonJsonDocument) document = NULL;
  g_autofree char *text = NULL;
  SalonLlmUsage reply = { 1000, 200, 600, -1, 0, 1234 };

  salon_usage_add_reply (usage, &reply, TRUE, &prices);
  text = salon_usage_to_text (usage);
  document = salon_json_document_parse (text, -1, NULL, NULL);
  again = salon_usage_new_from_json (salon_json_document_get_root (document));
  g_assert_cmpmem (usage, sizeof *usage, again, sizeof *again);

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (SalonJsonDocument) wrong =
        salon_json_document_parse (broken[i], -1, NULL, NULL);

      g_assert_null (salon_usage_new_from_json (salon_json_document_get_root (wrong)));
    }
}

static void
test_counted_and_stored (void)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "usage.db", NULL);
  g_autoptr (Fixture) f = fixture_new_stored (path);
  g_autoptr (DexFuture) loading = NULL;
  g_autoptr (SalonUsage) all = NULL;
  const SalonUsage *usage;
  GPtrArray *messages;
  guint n_notified = 0;

  g_signal_connect_swapped (f->conversation, "notify::usage", G_CALLBACK (g_atomic_int_inc),
                            &n_notified);
  g_assert_null (salon_conversation_dup_usage (f->conversation));
  fixture_add_server (f, "srv");
  fixture_allow_all (f);
  script_provider_add (f->provider, "usage 100 10 0 0 5000\ncall c srv__echo {}");
  script_provider_add (f->provider, "usage 150 20 90 0 7\ntext Done.");
  fixture_send (f, "Go");
  g_assert_cmpuint (n_notified, ==, 1);
  script_provider_add (f->provider, "usage -1 -1 -1 -1 -1\ntext 12345678");
  fixture_send (f, "And?");
  usage = salon_message_get_usage (fixture_get_reply (f));
  g_assert_true (usage->estimated);
  g_assert_cmpint (usage->output_tokens, ==, 2);
  g_assert_cmpint (usage->input_tokens, >, 100);

  loading = salon_message_loader_load (f->store, salon_conversation_get_id (f->conversation));
  g_assert_true (fixture_finish (f, dex_ref (loading), NULL));
  messages = g_value_get_boxed (dex_future_get_value (loading, NULL));
  g_assert_null (salon_message_get_usage (messages->pdata[0]));
  g_assert_cmpuint (salon_message_get_n_parts (messages->pdata[1]), ==, 2);
  usage = salon_message_get_usage (messages->pdata[1]);
  g_assert_cmpuint (usage->n_requests, ==, 2);
  g_assert_cmpint (usage->input_tokens, ==, 250);
  g_assert_cmpint (usage->output_tokens, ==, 30);
  g_assert_cmpint (usage->cached_tokens, ==, 90);
  g_assert_cmpint (usage->first_event_us, ==, 5000);
  g_assert_cmpint (usage->context_tokens, ==, 170);
  g_assert_false (usage->estimated);
  g_assert_true (isnan (usage->cost));
  all = salon_conversation_dup_usage (f->conversation);
  g_assert_cmpuint (all->n_requests, ==, 3);
  g_assert_cmpint (all->output_tokens, ==, 32);
  g_assert_true (all->estimated);
}

static void
test_cost_of_a_chat (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (SalonConversation) conversation = NULL;
  g_autoptr (SalonChat) chat = salon_history_new_chat (f->history);
  g_autoptr (SalonUsage) usage = NULL;

  f->services.get_facts = get_facts_cb;
  f->services.get_facts_data = (gpointer) &prices;
  conversation = salon_conversation_new (&f->services, chat);
  salon_conversation_set_model (conversation, "script/one");
  script_provider_add (f->provider, "usage 1000 100 0 0 1\ntext A");
  script_provider_add (f->provider, "usage 2000 100 1000 0 1\ntext B");
  g_assert_true (fixture_finish (f, salon_conversation_send (conversation, "a"), NULL));
  g_assert_true (fixture_finish (f, salon_conversation_send (conversation, "b"), NULL));
  usage = salon_conversation_dup_usage (conversation);
  assert_near (usage->cost, 0.003 + 0.0035);
  g_assert_false (usage->cost_estimated);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

#define ADD(name, function) g_test_add_func ("/host/usage/" name, function)
  ADD ("each-kind-of-token-has-its-price", test_prices);
  ADD ("strange-numbers-are-held-back", test_strange_numbers);
  ADD ("what-is-not-known-makes-a-sum-a-guess", test_sums_of_known_and_unknown);
  ADD ("text-and-back", test_text_and_back);
  ADD ("replies-are-counted-and-stored", test_counted_and_stored);
  ADD ("cost-of-a-chat", test_cost_of_a_chat);
  return g_test_run ();
}
