/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"


#include "salon-llm-catalog.h"

#define OPENAI "https://api.openai.com/v1"
#define OLLAMA "http://localhost:11434/v1"

static const char facts[] =
  "{\"date\":\"2026-01-02\",\"vendors\":[{\"id\":\"openai\",\"hosts\":[\"api.openai.com\"],"
  "\"models\":[{\"match\":[\"big\",\"big-2*\"],\"name\":\"Big\",\"context\":1000,"
  "\"price\":[1,2,0.5,null]},{\"match\":[\"big-2-small*\"],\"context\":500,\"price\":[0.1,0.2]},"
  "{\"match\":7},{\"match\":[\"\",3]},\"nonsense\"]}],"
  "\"families\":[{\"match\":\"big*\",\"can\":[\"tools\",\"images\",\"flying\"],\"output\":99},"
  "{\"match\":\"big-2-small*\",\"can\":[]}]}";

static SalonLlmCatalog *
make_catalog (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonJsonDocument) document = salon_json_document_parse (facts, -1, NULL, &error);
  SalonLlmCatalog *catalog;

  g_assert_no_error (error);
  catalog = salon_llm_catalog_new (salon_json_document_get_root (document), &error);
  g_assert_no_error (error);
  return catalog;
}

static SalonLlmModel *
complete (SalonLlmCatalog *catalog,
          const char      *base_url,
          const char      *id)
{
  g_autoptr (SalonLlmModel) model = salon_llm_model_new (id, NULL, 0);

  return salon_llm_catalog_complete (catalog, base_url, model);
}

static void
test_vendor (void)
{
  g_autoptr (SalonLlmCatalog) catalog = make_catalog ();
  g_autoptr (SalonLlmModel) model = complete (catalog, OPENAI, "BIG");
  const SalonLlmModelFacts *known = salon_llm_model_get_facts (model);

  g_assert_cmpstr (salon_llm_catalog_get_date (catalog), ==, "2026-01-02");
  g_assert_cmpstr (salon_llm_model_get_id (model), ==, "BIG");
  g_assert_cmpstr (salon_llm_model_get_name (model), ==, "Big");
  g_assert_cmpint (known->context_window, ==, 1000);
  g_assert_cmpint (known->output_limit, ==, 99);
  g_assert_cmpfloat (known->input_price, ==, 1);
  g_assert_cmpfloat (known->cached_price, ==, 0.5);
  g_assert_true (isnan (known->cache_write_price));
  g_assert_true (salon_llm_model_can (model, SALON_LLM_ABILITY_IMAGES));
  g_assert_true (salon_llm_model_cannot (model, SALON_LLM_ABILITY_AUDIO));
}

static void
test_closest (void)
{
  g_autoptr (SalonLlmCatalog) catalog = make_catalog ();
  g_autoptr (SalonLlmModel) large = complete (catalog, OPENAI, "big-2-2026");
  g_autoptr (SalonLlmModel) small = complete (catalog, OPENAI, "big-2-small-2026");

  g_assert_cmpint (salon_llm_model_get_context_window (large), ==, 1000);
  g_assert_cmpint (salon_llm_model_get_context_window (small), ==, 500);
  g_assert_true (salon_llm_model_cannot (small, SALON_LLM_ABILITY_TOOLS));
  g_assert_cmpint (salon_llm_model_get_facts (small)->output_limit, ==, 99);
}

/* The same model on one's own computer costs nothing and has the window its server gives it. */
static void
test_elsewhere (void)
{
  g_autoptr (SalonLlmCatalog) catalog = make_catalog ();
  g_autoptr (SalonLlmModel) model = complete (catalog, OLLAMA, "someone/big");
  g_autoptr (SalonLlmModel) unknown = complete (catalog, OLLAMA, "other");

  g_assert_true (isnan (salon_llm_model_get_facts (model)->input_price));
  g_assert_cmpint (salon_llm_model_get_context_window (model), ==, 0);
  g_assert_true (salon_llm_model_can (model, SALON_LLM_ABILITY_TOOLS));
  g_assert_false (salon_llm_model_can (unknown, SALON_LLM_ABILITY_TOOLS));
  g_assert_false (salon_llm_model_cannot (unknown, SALON_LLM_ABILITY_TOOLS));
}

static void
test_provider_counts_more (void)
{
  g_autoptr (SalonLlmCatalog) catalog = make_catalog ();
  SalonLlmModelFacts said = SALON_LLM_MODEL_FACTS_UNKNOWN;
  g_autoptr (SalonLlmModel) model = NULL;
  g_autoptr (SalonLlmModel) completed = NULL;

  said.context_window = 5;
  said.input_price = 0;
  said.known_abilities = SALON_LLM_ABILITY_IMAGES;
  model = salon_llm_model_new_with_facts ("big", "My Big", &said);
  completed = salon_llm_catalog_complete (catalog, OPENAI, model);
  g_assert_cmpstr (salon_llm_model_get_name (completed), ==, "My Big");
  g_assert_cmpint (salon_llm_model_get_context_window (completed), ==, 5);
  g_assert_cmpfloat (salon_llm_model_get_facts (completed)->input_price, ==, 0);
  g_assert_cmpfloat (salon_llm_model_get_facts (completed)->output_price, ==, 2);
  g_assert_true (salon_llm_model_cannot (completed, SALON_LLM_ABILITY_IMAGES));
  g_assert_true (salon_llm_model_can (completed, SALON_LLM_ABILITY_TOOLS));
}

static void
test_broken (void)
{
  g_autoptr (SalonJsonDocument) document = salon_json_document_parse ("[]", -1, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (salon_llm_catalog_new (salon_json_document_get_root (document), &error));
  g_assert_nonnull (error);
}

static void
test_built_in (void)
{
  SalonLlmCatalog *catalog = salon_llm_catalog_get_default ();
  g_autoptr (SalonLlmModel) model =
    complete (catalog, "https://api.anthropic.com", "claude-opus-4-5-20251101");
  const SalonLlmModelFacts *known = salon_llm_model_get_facts (model);

  g_assert_cmpuint (strlen (salon_llm_catalog_get_date (catalog)), ==, strlen ("2026-01-02"));
  g_assert_cmpint (known->context_window, ==, 200000);
  g_assert_cmpfloat (known->input_price, ==, 5);
  g_assert_cmpfloat (known->output_price, ==, 25);
  g_assert_cmpint (known->output_limit, ==, 64000);
  g_assert_true (salon_llm_model_can (model, SALON_LLM_ABILITY_DOCUMENTS));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/llm/catalog/a-vendor-s-own-model-is-completed", test_vendor);
  g_test_add_func ("/llm/catalog/the-closest-match-counts", test_closest);
  g_test_add_func ("/llm/catalog/prices-are-the-vendor-s-alone", test_elsewhere);
  g_test_add_func ("/llm/catalog/what-the-provider-says-counts-more", test_provider_counts_more);
  g_test_add_func ("/llm/catalog/a-file-without-a-date-is-refused", test_broken);
  g_test_add_func ("/llm/catalog/the-built-in-one-knows-the-large-vendors", test_built_in);

  return g_test_run ();
}
